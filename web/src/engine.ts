// Who gets what, and what happens: payoffs in whole numbers, and pure play by backward induction over groups.

import { type Coded, held, without } from "./claims.ts";
import { type Fraction, lcm, times } from "./exact.ts";
import { type Delegation, type Input, type Model, type Settings, type When } from "./model.ts";

/** Whole numbers up to here, and their differences, are exact as floats. */
const SAFE = 2 ** 52;

/** Inputs that are not at one value but a constant plus a slope times each parameter. */
export type Along = ReadonlyMap<string, readonly Fraction[]>;

/** Positions of profiles: the last player's strategies run fastest. */
export function strides(model: Model): number[] {
  const found = model.players.map(() => 1);
  for (let i = found.length - 2; i >= 0; i--) found[i] = found[i + 1]! * model.players[i + 1]!.strategies.length;
  return found;
}

export const action = (model: Model, steps: readonly number[], profile: number, player: number): number =>
  Math.floor(profile / steps[player]!) % model.players[player]!.strategies.length;

export const profiles = (model: Model): number => model.players.reduce((n, p) => n * p.strategies.length, 1);

const masks = new WeakMap<When, boolean[]>();

/** Whether each profile matches; a condition belongs to one model. */
function mask(model: Model, when: When): boolean[] {
  let found = masks.get(when);
  if (!found) {
    const steps = strides(model);
    const fits = (s: number) => when.every((labels, i) => !labels || labels.includes(action(model, steps, s, i)));
    masks.set(when, (found = Array.from({ length: profiles(model) }, (_, s) => fits(s))));
  }
  return found;
}

export const matches = (model: Model, when: When, profile: number): boolean => mask(model, when)[profile]!;

const featuresOf = new WeakMap<Model, number[][]>();

/** What each profile adds to each consideration, in whole numbers of one over the model's size. */
export function features(model: Model): number[][] {
  let found = featuresOf.get(model);
  if (!found) {
    found = model.considerations.map((c) => {
      const row = Array<number>(profiles(model)).fill(0);
      for (const e of c.effects) for (const [s, fits] of mask(model, e.when).entries()) if (fits) row[s]! += e.adds;
      return row;
    });
    featuresOf.set(model, found);
  }
  return found;
}

/** A setting of everything, worked out as far as it does not depend on who sees what. */
export interface Situation {
  model: Model;
  settings: Settings;
  coded: Coded;
  inForce: Delegation[];
}

export function situation(model: Model, settings: Settings): Situation {
  const coded = held(model, without(model, settings.without), settings.fix);
  const states = new Map<string, boolean>();
  for (const type of coded.types)
    if (settings.types.get(model.players[type.player]!.key) === type.name)
      for (const name of Object.keys(type.delegations)) states.set(name, type.delegations[name]!);
  const inForce = coded.delegations.filter(({ made, likely }) => {
    const given = settings.delegations.get(made.name);
    return given !== undefined && given !== likely ? given : (states.get(made.name) ?? likely);
  });
  return { model, settings, coded, inForce: inForce.map(({ made }) => made) };
}

/** Each consideration's weight times its driver's level, types included: a constant and slopes. */
export function factors(at: Situation, along: Along, dims: number): Fraction[][] {
  const { model, settings, coded } = at;
  const parts = ({ key, base }: Input) => along.get(key) ?? [settings.values.get(key) ?? base];
  const scaled = new Map<number, Fraction>();
  for (const type of coded.types)
    if (settings.types.get(model.players[type.player]!.key) === type.name)
      for (const [k, n, d] of type.scales) {
        const scale = { n: BigInt(n), d: BigInt(d) };
        scaled.set(k, scaled.has(k) ? times(scaled.get(k)!, scale) : scale);
      }
  return model.considerations.map((c, k) => {
    const own = coded.inputs.get(c.key);
    if (!own) return [];
    const weight = parts(own);
    const driver = model.drivers[coded.driver[k]!];
    const level = driver ? parts(coded.inputs.get(driver.key)!) : null;
    const [one, other] = level && level.length > 1 ? [level, weight] : [weight, level];
    const scale = scaled.get(k);
    return one.slice(0, dims).map((part) => {
      const product = other ? times(part, other[0]!) : part;
      return scale ? times(product, scale) : product;
    });
  });
}

/** What choices are compared by: for each player and profile a constant and slopes, in whole numbers. */
export class Payoffs {
  readonly rows: Float64Array[] = [];
  /** The same without rounding, where floats do not hold them. */
  readonly whole: bigint[][] | null;
  /** One over the payoffs' unit. */
  readonly unit: number;
  /** What each consideration weighs, as whole numbers, constant first. */
  readonly weighs: bigint[][];

  constructor(
    readonly at: Situation,
    along: Along = new Map(),
    readonly dims: number = 1,
  ) {
    const { model } = at;
    const parts = factors(at, along, dims);
    const unit = parts.flat().reduce((m, f) => lcm(m, f.d), 1n);
    this.weighs = parts.map((own) => own.map((f) => f.n * (unit / f.d)));
    this.unit = Number(unit) * model.size;
    this.whole = this.safe() ? null : this.sums<bigint>((n) => n, 0n, BigInt);
    const sums = this.whole ?? this.sums<number>(Number, 0, (x) => x);
    this.rows = sums.map((row) => Float64Array.from(row as number[], Number));
  }

  private safe(): boolean {
    const { model } = this.at;
    const x = features(model);
    const most = model.players.map(() => 0);
    this.weighs.forEach((own, k) => {
      const size = x[k]!.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
      for (const f of own) most[model.considerations[k]!.owner]! += Math.abs(Number(f)) * size;
    });
    return most.every((m) => m < SAFE);
  }

  /** Sum up, then put in whoever decides where somebody else does. */
  private sums<T extends number | bigint>(of: (n: bigint) => T, zero: T, feature: (x: number) => T): T[][] {
    const { model, inForce } = this.at;
    const [x, size] = [features(model), profiles(model)];
    const own: T[][] = model.players.flatMap(() => Array.from({ length: this.dims }, () => Array<T>(size).fill(zero)));
    this.weighs.forEach((parts, k) =>
      parts.forEach((f, d) => {
        const [row, factor, values] = [own[model.considerations[k]!.owner * this.dims + d]!, of(f), x[k]!];
        for (let s = 0; s < size; s++)
          if (values[s]) row[s] = ((row[s] as number) + (factor as number) * (feature(values[s]!) as number)) as T;
      }),
    );
    const deciding = own.map((row) => row.slice());
    for (const made of inForce)
      for (const [s, fits] of mask(model, made.when).entries())
        if (fits)
          for (let d = 0; d < this.dims; d++)
            deciding[made.player * this.dims + d]![s] = own[made.to * this.dims + d]![s]!;
    return deciding;
  }

  /** What one profile pays more than another: a constant and slopes. */
  difference(player: number, one: number, other: number): number[] {
    return Array.from({ length: this.dims }, (_, d) => {
      const k = player * this.dims + d;
      return this.whole ? Number(this.whole[k]![one]! - this.whole[k]![other]!) : this.rows[k]![one]! - this.rows[k]![other]!;
    });
  }

  /** The same without rounding. */
  exactDifference(player: number, one: number, other: number): bigint[] {
    return Array.from({ length: this.dims }, (_, d) => {
      const k = player * this.dims + d;
      return this.whole ? this.whole[k]![one]! - this.whole[k]![other]! : BigInt(this.rows[k]![one]! - this.rows[k]![other]!);
    });
  }

  value(player: number, profile: number): number {
    return this.rows[player * this.dims]![profile]! / this.unit;
  }
}

/** A comparison that is needed has both signs where the reasoning is to hold: here it changes. */
export interface Line {
  player: number;
  one: number;
  other: number;
}

export class Cut extends Error {
  constructor(readonly line: Line) {
    super("a comparison changes sign");
  }
}

/** Whether one end of play pays at least as much as another, or more; else the line where that changes. */
export type Compare = (player: number, one: number, other: number, strict: boolean) => boolean | Line;

/** Comparisons at one point, without rounding. */
export const atPoint = (payoffs: Payoffs): Compare => {
  const sign = (player: number, one: number, other: number): number | bigint =>
    payoffs.whole
      ? payoffs.exactDifference(player, one, other)[0]!
      : payoffs.rows[player]![one]! - payoffs.rows[player]![other]!;
  return (player, one, other, strict) => {
    const found = sign(player, one, other);
    return strict ? found > 0 : found >= 0;
  };
};

interface Cells {
  group: readonly number[];
  /** What can follow each joint action. */
  ends: number[][];
  /** How far apart, in `ends`, two neighbouring actions of each member are. */
  steps: number[];
}

/** The outcomes of pure play: every group sees what came before it, its members choose together. */
export class Induction {
  /** The groups of which somebody may randomise, somewhere on the path or off it. */
  readonly randomising = new Set<number>();
  private readonly strides: number[];
  private readonly known = new Map<number, Cells>();

  constructor(
    readonly model: Model,
    readonly left: readonly (readonly number[])[],
    readonly groups: readonly (readonly number[])[],
    readonly compare: Compare,
  ) {
    this.strides = strides(model);
  }

  outcomes(): number[] {
    return this.after(0, 0);
  }

  /** What can follow the joint actions of a group after a history. */
  cells(level: number, history: number): Cells {
    const key = history * this.groups.length + level;
    let found = this.known.get(key);
    if (!found) {
      found = this.laidOut(level, history);
      this.known.set(key, found);
    }
    return found;
  }

  private laidOut(level: number, history: number): Cells {
    const group = this.groups[level]!;
    const steps = group.map(() => 1);
    for (let p = group.length - 2; p >= 0; p--) steps[p] = steps[p + 1]! * this.left[group[p + 1]!]!.length;
    let places = [history];
    for (const i of group) places = places.flatMap((at) => this.left[i]!.map((a) => at + a * this.strides[i]!));
    const cells = { group, steps, ends: places.map((at) => this.after(level + 1, at)) };
    if (group.filter((i) => this.left[i]!.length > 1).length > 1) this.examine(level, cells);
    return cells;
  }

  private after(level: number, history: number): number[] {
    if (level === this.groups.length) return [history];
    const cells = this.cells(level, history);
    const found = new Set<number>();
    cells.ends.forEach((own, c) => {
      for (const end of own) if (this.decided(cells, c, end)) found.add(end);
    });
    return [...found].sort((a, b) => a - b);
  }

  /** Whether no member gains: for each other action some continuation is no better. */
  private decided({ group, steps, ends }: Cells, c: number, end: number): boolean {
    let open: Line | null = null;
    for (let p = 0; p < group.length; p++) {
      const [player, count] = [group[p]!, this.left[group[p]!]!.length];
      const own = Math.floor(c / steps[p]!) % count;
      for (let a = 0; a < count; a++) {
        if (a === own) continue;
        const answer = this.someNoBetter(player, end, ends[c + (a - own) * steps[p]!]!);
        if (answer === false) return false;
        if (answer !== true) open ??= answer;
      }
    }
    if (open) throw new Cut(open);
    return true;
  }

  private someNoBetter(player: number, end: number, instead: readonly number[]): boolean | Line {
    let open: Line | null = null;
    for (const there of instead) {
      const answer = this.compare(player, end, there, false);
      if (answer === true) return true;
      if (answer !== false) open ??= answer;
    }
    return open ?? false;
  }

  /** Note whether a group may randomise: unless strict dominance, in rounds, leaves one action each. */
  private examine(level: number, cells: Cells): void {
    const left = cells.group.map((i) => this.left[i]!.map((_, a) => a));
    while (left.some((own) => own.length > 1)) {
      const found = this.dominated(cells, left);
      if (!found) {
        this.randomising.add(level);
        return;
      }
      const [p, worse] = found;
      left[p] = left[p]!.filter((a) => a !== worse);
    }
  }

  private dominated(cells: Cells, left: number[][]): [number, number] | null {
    let open: Line | null = null;
    for (let p = 0; p < left.length; p++)
      for (const better of left[p]!)
        for (const worse of left[p]!) {
          if (better === worse) continue;
          const answer = this.beats(cells, p, better, worse, left);
          if (answer === true) return [p, worse];
          if (answer !== false) open ??= answer;
        }
    if (open) throw new Cut(open);
    return null;
  }

  private beats({ group, steps, ends }: Cells, p: number, better: number, worse: number, left: number[][]): boolean | Line {
    let others = [0];
    left.forEach((own, q) => {
      if (q !== p) others = others.flatMap((c) => own.map((a) => c + a * steps[q]!));
    });
    let open: Line | null = null;
    for (const c of others) {
      const [one, other] = [ends[c + better * steps[p]!]!, ends[c + worse * steps[p]!]!];
      if (!one.length || !other.length) return false; // what follows is mixed, and of unknown worth
      for (const a of one)
        for (const b of other) {
          const answer = this.compare(group[p]!, a, b, true);
          if (answer === false) return false;
          if (answer !== true) open ??= answer;
        }
    }
    return open ?? true;
  }
}

export type Concept = "sequential" | "pure";

export const groupsOf = (model: Model, concept: Concept): number[][] =>
  concept === "sequential" && model.order ? model.order : [model.players.map((_, i) => i)];

export interface Reading {
  concept: Concept;
  play: Induction;
  outcomes: number[];
  randomising: number[];
  /** Whether strict dominance shows that nobody randomises, so that the outcomes listed are all. */
  proven: boolean;
}

export function read(payoffs: Payoffs, concept: Concept): Reading {
  const { model, coded } = payoffs.at;
  const play = new Induction(model, coded.left, groupsOf(model, concept), atPoint(payoffs));
  const outcomes = play.outcomes();
  const randomising = [...play.randomising].sort((a, b) => a - b);
  return { concept, play, outcomes, randomising, proven: !randomising.length };
}

/** One comparison on the path of play: what a choice gains over an alternative, by consideration. */
export interface Margin {
  player: number;
  decider: number;
  chosen: number;
  alternative: number;
  /** Where play would end instead. */
  instead: number;
  worth: number;
  parts: { consideration: number; amount: number }[];
}

/** Why an outcome holds: each mover against each alternative, followed by what is worst for it. */
export function margins(payoffs: Payoffs, { play }: Reading, end: number): Margin[] {
  const { model } = payoffs.at;
  const steps = strides(model);
  const found: Margin[] = [];
  let history = 0;
  play.groups.forEach((group, level) => {
    const cells = play.cells(level, history);
    const place = (i: number) => play.left[i]!.indexOf(action(model, steps, end, i));
    const c = group.reduce((sum, i, p) => sum + place(i) * cells.steps[p]!, 0);
    group.forEach((player, p) =>
      play.left[player]!.forEach((alternative, a) => {
        const there = cells.ends[c + (a - place(player)) * cells.steps[p]!]!;
        if (a === place(player) || !there.length) return;
        const instead = there.reduce((worst, s) => (atPoint(payoffs)(player, worst, s, true) ? s : worst));
        found.push(margin(payoffs, player, end, alternative, instead));
      }),
    );
    for (const i of group) history += action(model, steps, end, i) * steps[i]!;
  });
  return found.sort((a, b) => a.player - b.player || a.alternative - b.alternative);
}

function margin(payoffs: Payoffs, player: number, end: number, alternative: number, instead: number): Margin {
  const { model, inForce } = payoffs.at;
  const decider = inForce.find((made) => made.player === player && matches(model, made.when, end))?.to ?? player;
  const x = features(model);
  const parts = model.considerations
    .map((c, k) => ({
      consideration: k,
      amount:
        c.owner === decider && payoffs.weighs[k]!.length
          ? (Number(payoffs.weighs[k]![0]!) * (x[k]![end]! - x[k]![instead]!)) / payoffs.unit
          : 0,
    }))
    .filter(({ amount }) => amount !== 0)
    .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  return {
    player,
    decider,
    chosen: action(model, strides(model), end, player),
    alternative,
    instead,
    worth: payoffs.difference(player, end, instead)[0]! / payoffs.unit,
    parts,
  };
}
