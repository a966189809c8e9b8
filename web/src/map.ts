// Where in the plane of two inputs, and where on the way to a tipping point, the outcomes change.
//
// Payoffs are linear there. Backward induction runs on a polygon (or a piece of the way) as a whole; where a
// comparison that matters has both signs, it is cut.

import { type Concept, type Compare, Cut, groupsOf, Induction, type Line } from "./engine.ts";
import { type Along, Payoffs, type Situation } from "./payoffs.ts";
import { type Fraction, approx, fraction, minus, ONE, plus, same, ZERO } from "./exact.ts";
import type { Coded } from "./claims.ts";
import type { Model } from "./model.ts";

export type Spot = readonly [number, number];

export interface Cell {
  corners: Spot[];
  /** Of the area of the map. */
  share: number;
  /** Pure outcomes throughout; null where the budget ended. */
  outcomes: number[] | null;
  randomising: boolean;
}

/** A map with more cells than these is left unfinished. */
const MOST_CELLS = 2000;

/** What is this much smaller than the largest term of a linear function is rounding. */
const ROUNDING = 1e-12;

export const area = (corners: readonly Spot[]): number =>
  corners.reduce((sum, [x, y], k) => {
    const [u, v] = corners[(k + 1) % corners.length]!;
    return sum + (x * v - u * y) / 2;
  }, 0);

/** Why two inputs make no map; empty if they do. */
export function refused(model: Model, { inputs }: Coded, x: string, y: string): string {
  if (x === y) return "Choose two different inputs.";
  const ranges = [x, y].map((key) => inputs.get(key)?.range);
  if (ranges.includes(undefined)) return "Without the claim that is left out, one of them is gone.";
  if (ranges.some((range) => range![0] === range![2])) return "The range of one of them has no width.";
  const product = model.considerations.some((c) => {
    const pair = [c.key, model.drivers[c.driver]?.key];
    return pair.includes(x) && pair.includes(y);
  });
  return product ? "The one scales the other, so that their borders would be curved: choose another." : "";
}

/** Cut the plane of two inputs by the outcomes; all others are as set. */
export function regionMap(at: Situation, x: string, y: string, concept: Concept): Cell[] {
  const { model, coded } = at;
  const along: Along = new Map([
    [x, [ZERO, ONE, ZERO]],
    [y, [ZERO, ZERO, ONE]],
  ]);
  const payoffs = new Payoffs(at, along, 3);
  const groups = groupsOf(model, concept);
  const [[left, , right], [low, , high]] = [x, y].map((key) =>
    coded.inputs.get(key)!.range.map((v) => v / model.unit),
  ) as [number[], number[]];
  const whole: Spot[] = [
    [left!, low!],
    [right!, low!],
    [right!, high!],
    [left!, high!],
  ];
  const waiting: Spot[][] = [whole];
  const found: Cell[] = [];
  while (waiting.length) {
    const corners = waiting.pop()!;
    const play = new Induction(model, coded.left, groups, over(payoffs, corners));
    let outcomes: number[] | null = null;
    try {
      outcomes = play.outcomes();
    } catch (stop) {
      if (!(stop instanceof Cut)) throw stop;
      if (found.length + waiting.length + 2 <= MOST_CELLS) {
        waiting.push(...halves(corners, worthAt(payoffs, stop.line)));
        continue;
      }
    }
    found.push({
      corners,
      share: area(corners) / area(whole),
      outcomes,
      randomising: play.randomising.size > 0,
    });
  }
  return found;
}

/** What a comparison is worth at each point; so small a worth that it may be rounding is none. */
function worthAt(payoffs: Payoffs, { player, one, other }: Line): (spot: Spot) => number {
  const [c, a, b] = payoffs.difference(player, one, other) as [number, number, number];
  return ([x, y]) => {
    const worth = a * x + b * y + c;
    return Math.abs(worth) <= ROUNDING * (Math.abs(a * x) + Math.abs(b * y) + Math.abs(c)) ? 0 : worth;
  };
}

/** Compare throughout a polygon: at its corners. */
const over =
  (payoffs: Payoffs, corners: readonly Spot[]): Compare =>
  (player, one, other, strict) => {
    const worth = worthAt(payoffs, { player, one, other });
    let [above, below] = [false, false];
    for (const spot of corners) {
      const here = worth(spot);
      above ||= here > 0;
      below ||= here < 0;
    }
    if (above && below) return { player, one, other };
    return above || (!below && !strict);
  };

function halves(corners: readonly Spot[], worth: (spot: Spot) => number): [Spot[], Spot[]] {
  const [below, above]: [Spot[], Spot[]] = [[], []];
  corners.forEach((spot, k) => {
    const after = corners[(k + 1) % corners.length]!;
    const [here, there] = [worth(spot), worth(after)];
    if (here <= 0) below.push(spot);
    if (here >= 0) above.push(spot);
    if (here * there < 0) {
      const share = here / (here - there);
      const crossing: Spot = [spot[0] + share * (after[0] - spot[0]), spot[1] + share * (after[1] - spot[1])];
      below.push(crossing);
      above.push(crossing);
    }
  });
  return [below, above];
}

export interface Piece {
  from: Fraction;
  to: Fraction;
  outcomes: number[];
}

/** Where each input stands on the way: its likely value, and how far it moves. */
export function way({ inputs }: Coded, to: ReadonlyMap<string, Fraction>): Map<string, [Fraction, Fraction]> {
  return new Map(
    [...to].map(([key, end]) => [key, [inputs.get(key)!.base, minus(end, inputs.get(key)!.base)]]),
  );
}

/** The outcomes along the way from the likely values to others, piece by piece, and at the exact places between. */
export function pieces(at: Situation, to: ReadonlyMap<string, Fraction>, concept: Concept): Piece[] {
  const { model, coded } = at;
  const payoffs = new Payoffs(at, way(coded, to), 2);
  const outcomes = (from: Fraction, to: Fraction) =>
    new Induction(model, coded.left, groupsOf(model, concept), between(payoffs, from, to)).outcomes();
  const found: Piece[] = [];
  const walk = (from: Fraction, to: Fraction): void => {
    try {
      const piece = { from, to, outcomes: outcomes(from, to) };
      const last = found.at(-1);
      if (last && alike(last.outcomes, piece.outcomes) && alike(outcomes(from, from), piece.outcomes))
        last.to = to;
      else {
        if (last) found.push({ from, to: from, outcomes: outcomes(from, from) });
        found.push(piece);
      }
    } catch (stop) {
      if (!(stop instanceof Cut)) throw stop;
      const [c, a] = payoffs.exactDifference(stop.line.player, stop.line.one, stop.line.other) as [
        bigint,
        bigint,
      ];
      const place = fraction(-c, a);
      walk(from, place);
      walk(place, to);
    }
  };
  walk(ZERO, ONE);
  return found;
}

export const alike = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((end, k) => end === other[k]);

/** Compare throughout a piece of the way, without rounding: floats decide only what they can. */
const between = (payoffs: Payoffs, from: Fraction, to: Fraction): Compare => {
  const ends = same(from, to) ? [from] : [from, to];
  const near = ends.map(approx);
  return (player, one, other, strict) => {
    const [c, a] = payoffs.difference(player, one, other) as [number, number];
    let [above, below] = [false, false];
    for (let k = 0; k < ends.length; k++) {
      const worth = c + a * near[k]!;
      const sure = Math.abs(worth) > 1e-9 * (Math.abs(c) + Math.abs(a));
      const sign = sure ? worth : exactly(payoffs.exactDifference(player, one, other), ends[k]!);
      above ||= sign > 0;
      below ||= sign < 0;
    }
    if (above && below) return { player, one, other };
    return above || (!below && !strict);
  };
};

/** The sign of a linear function at a part of the way. */
function exactly([constant, slope]: readonly bigint[], { n, d }: Fraction): number {
  const worth = constant! * d + slope! * n;
  return worth > 0n ? 1 : worth < 0n ? -1 : 0;
}

/** Every moving input at a part of the way. */
export const atPart = (
  coded: Coded,
  to: ReadonlyMap<string, Fraction>,
  part: Fraction,
): Map<string, Fraction> =>
  new Map(
    [...way(coded, to)].map(([key, [likely, move]]) => [
      key,
      plus(likely, fraction(move.n * part.n, move.d * part.d)),
    ]),
  );
