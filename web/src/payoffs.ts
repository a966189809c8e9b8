// Who gets what: weights times levels times what each profile adds, in whole numbers.

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
  for (let i = found.length - 2; i >= 0; i--)
    found[i] = found[i + 1]! * model.players[i + 1]!.strategies.length;
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
    const fits = (s: number) =>
      when.every((labels, i) => !labels || labels.includes(action(model, steps, s, i)));
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
      for (const e of c.effects)
        for (const [s, fits] of mask(model, e.when).entries()) if (fits) row[s]! += e.adds;
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
    const own: T[][] = model.players.flatMap(() =>
      Array.from({ length: this.dims }, () => Array<T>(size).fill(zero)),
    );
    this.weighs.forEach((parts, k) =>
      parts.forEach((f, d) => {
        const [row, factor, values] = [own[model.considerations[k]!.owner * this.dims + d]!, of(f), x[k]!];
        for (let s = 0; s < size; s++)
          if (values[s])
            row[s] = ((row[s] as number) + (factor as number) * (feature(values[s]!) as number)) as T;
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
    const found = new Array<number>(this.dims);
    for (let d = 0, k = player * this.dims; d < this.dims; d++, k++)
      found[d] = this.whole
        ? Number(this.whole[k]![one]! - this.whole[k]![other]!)
        : this.rows[k]![one]! - this.rows[k]![other]!;
    return found;
  }

  /** The same without rounding. */
  exactDifference(player: number, one: number, other: number): bigint[] {
    if (!this.whole) return this.difference(player, one, other).map(BigInt);
    return this.whole
      .slice(player * this.dims, (player + 1) * this.dims)
      .map((row) => row[one]! - row[other]!);
  }

  value(player: number, profile: number): number {
    return this.rows[player * this.dims]![profile]! / this.unit;
  }
}
