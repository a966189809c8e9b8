// What happens: pure play by backward induction over groups, and who may randomise.

import type { Model } from "./model.ts";
import { type Payoffs, strides } from "./payoffs.ts";

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
    for (const i of group)
      places = places.flatMap((at) => this.left[i]!.map((a) => at + a * this.strides[i]!));
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

  private beats(
    { group, steps, ends }: Cells,
    p: number,
    better: number,
    worse: number,
    left: number[][],
  ): boolean | Line {
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
