// Players who err: whoever moves chooses with a probability proportional to exp(rationality * payoff), given
// that those who move later do the same (McKelvey and Palfrey 1998). A group that moves at the same time
// follows its principal branch from play at random, by the length of the curve, so that it may turn.

import { groupsOf } from "./engine.ts";
import { type Payoffs, profiles, strides } from "./payoffs.ts";
import type { Model } from "./model.ts";

/** What players do at rationality 0: one share a strategy, which its variants split. */
export function baseMeasure(model: Model, left: readonly (readonly number[])[]): number[][] {
  return model.players.map((player, i) => {
    const names = left[i]!.map((a) => player.strategies[a]!);
    const heads = names.map((name) => {
      const head = Object.hasOwn(player.variants, name) ? player.variants[name]! : name;
      return names.includes(head) ? head : name;
    });
    const kinds = new Set(heads).size;
    return heads.map((head) => 1 / (kinds * heads.filter((other) => other === head).length));
  });
}

/** The probability of every profile, in the main reading; null where a group's branch could not be followed. */
export function sequentialLogit(payoffs: Payoffs, rationality: number): Float64Array | null {
  const { model, coded } = payoffs.at;
  const { left } = coded;
  const base = baseMeasure(model, left);
  const steps = strides(model);
  const groups = groupsOf(model, "sequential");
  const joint = new Float64Array(profiles(model));
  /** What everybody gets after a history, and how likely each profile is from there. */
  const after = (level: number, history: number): { worth: number[]; chances: [number, number][] } | null => {
    if (level === groups.length)
      return { worth: model.players.map((_, i) => payoffs.value(i, history)), chances: [[history, 1]] };
    const group = groups[level]!;
    let places = [history];
    for (const i of group) places = places.flatMap((at) => left[i]!.map((a) => at + a * steps[i]!));
    const ends = places.map((at) => after(level + 1, at));
    if (ends.some((end) => !end)) return null;
    const counts = group.map((i) => left[i]!.length);
    const own = group.map((i) => ends.map((end) => end!.worth[i]!));
    const chosen = choose(
      own,
      counts,
      group.map((i) => base[i]!),
      rationality,
    );
    if (!chosen) return null;
    const weights = product(chosen);
    return {
      worth: model.players.map((_, i) => ends.reduce((sum, end, c) => sum + weights[c]! * end!.worth[i]!, 0)),
      chances: ends.flatMap((end, c) => end!.chances.map(([s, p]): [number, number] => [s, p * weights[c]!])),
    };
  };
  const found = after(0, 0);
  if (!found) return null;
  for (const [s, p] of found.chances) joint[s] = p;
  return joint;
}

function choose(own: number[][], counts: number[], base: number[][], rationality: number): number[][] | null {
  return counts.length === 1
    ? [softmax(own[0]!, base[0]!, rationality)]
    : new Branch(own, counts, base).follow(rationality);
}

function softmax(worth: number[], base: number[], rationality: number): number[] {
  const logs = worth.map((w, a) => Math.log(base[a]!) + rationality * w);
  const most = Math.max(...logs);
  const parts = logs.map((log) => Math.exp(log - most));
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}

/** The probabilities of joint actions, the last member's running fastest. */
const product = (mixed: readonly (readonly number[])[]): number[] =>
  mixed.reduce<number[]>((sofar, own) => sofar.flatMap((p) => own.map((q) => p * q)), [1]);

/** The curve of logit equilibria of one simultaneous group, in log-probabilities and rationality. */
class Branch {
  private readonly size: number;
  private readonly starts: number[];
  private readonly scale: number;
  private readonly tensors: number[][];

  constructor(
    own: number[][],
    private readonly counts: number[],
    private readonly base: number[][],
  ) {
    this.size = counts.reduce((sum, n) => sum + n, 0);
    this.starts = counts.map((_, i) => counts.slice(0, i).reduce((sum, n) => sum + n, 0));
    const spread = own.map((row) => Math.max(...row) - Math.min(...row));
    this.scale = Math.max(...spread) || 1;
    this.tensors = own.map((row) => row.map((v) => v / this.scale));
  }

  follow(rationality: number): number[][] | null {
    const target = rationality * this.scale;
    let place = [...this.base.flat().map(Math.log), 0];
    let tangent = this.tangent(place, [...Array<number>(this.size).fill(0), 1]);
    for (let step = 0, length = 0.1; step < 5000 && tangent; step++) {
      if (place[this.size]! >= target) break;
      const moved = this.correct(
        place.map((v, k) => v + length * tangent![k]!),
        tangent,
      );
      const turned = moved && this.tangent(moved.place, tangent);
      if (!moved || !turned || dot(turned, tangent) < 0.94) {
        length /= 2;
        if (length < 1e-9) return null;
        continue;
      }
      if (moved.place[this.size]! >= target) return this.mixed(this.ending(place, moved.place, target));
      [place, tangent] = [moved.place, turned];
      length *= Math.min(2, Math.max(0.5, Math.sqrt(0.05 / Math.max(moved.far, 1e-12))));
    }
    return place[this.size]! >= target ? this.mixed(place) : null;
  }

  /** Newton's steps at the rationality asked for, from between two points of the curve. */
  private ending(before: number[], after: number[], target: number): number[] {
    const share = (target - before[this.size]!) / (after[this.size]! - before[this.size]! || 1);
    const guess = before.map((v, k) => v + share * (after[k]! - v));
    guess[this.size] = target;
    return this.correct(guess, [...Array<number>(this.size).fill(0), 1])?.place ?? guess;
  }

  private mixed(place: number[]): number[][] {
    return this.counts.map((n, i) => {
      const own = place.slice(this.starts[i]!, this.starts[i]! + n).map(Math.exp);
      const total = own.reduce((sum, p) => sum + p, 0);
      return own.map((p) => p / total);
    });
  }

  /** The equations' left sides and their derivatives, by every log-probability and by rationality. */
  private equations(place: number[]): { values: number[]; rows: number[][] } {
    const n = this.size;
    const level = place[n]!;
    const p = place.slice(0, n).map(Math.exp);
    const rows = Array.from({ length: n }, () => Array<number>(n + 1).fill(0));
    const values = Array<number>(n).fill(0);
    this.counts.forEach((count, i) => {
      const start = this.starts[i]!;
      const { worth, slopes } = this.worth(i, p);
      for (let a = 0; a < count; a++) {
        const row = rows[start + a]!;
        if (a === 0) {
          values[start] = -1;
          for (let b = 0; b < count; b++) {
            values[start]! += p[start + b]!;
            row[start + b] = p[start + b]!;
          }
          continue;
        }
        const logs = Math.log(this.base[i]![a]!) - Math.log(this.base[i]![0]!);
        values[start + a] = place[start + a]! - place[start]! - logs - level * (worth[a]! - worth[0]!);
        row[start + a]! += 1;
        row[start]! -= 1;
        for (let k = 0; k < n; k++) row[k]! -= level * (slopes[a]![k]! - slopes[0]![k]!);
        row[n] = -(worth[a]! - worth[0]!);
      }
    });
    return { values, rows };
  }

  /** What each action of a member is worth against the others, and how that changes with their log-probabilities. */
  private worth(i: number, p: number[]): { worth: number[]; slopes: number[][] } {
    const worth = Array<number>(this.counts[i]!).fill(0);
    const slopes = worth.map(() => Array<number>(this.size).fill(0));
    const place = this.counts.map(() => 0);
    for (const value of this.tensors[i]!) {
      let chance = 1;
      for (let j = 0; j < place.length; j++) if (j !== i) chance *= p[this.starts[j]! + place[j]!]!;
      const a = place[i]!;
      worth[a]! += chance * value;
      for (let j = 0; j < place.length; j++)
        if (j !== i) slopes[a]![this.starts[j]! + place[j]!]! += chance * value;
      for (let j = place.length - 1; j >= 0 && ++place[j]! === this.counts[j]!; j--) place[j] = 0;
    }
    return { worth, slopes };
  }

  private tangent(place: number[], towards: number[]): number[] | null {
    const { rows } = this.equations(place);
    const found = solve([...rows, towards], [...Array<number>(this.size).fill(0), 1]);
    const size = found && Math.sqrt(dot(found, found));
    return size ? found!.map((v) => v / size) : null;
  }

  /** Back to the curve, at right angles to a direction; null if that goes badly. */
  private correct(guess: number[], direction: number[]): { place: number[]; far: number } | null {
    let place = guess;
    let [far, last] = [0, Infinity];
    for (let k = 0; k < 12; k++) {
      const { values, rows } = this.equations(place);
      const move = solve([...rows, direction], [...values, 0]);
      if (!move) return null;
      const size = Math.max(...move.map(Math.abs));
      if (k === 0) far = size;
      if (!(far <= 0.25) || (size > 0.5 * last && size > 1e-6)) return null;
      place = place.map((v, j) => v - move[j]!);
      if (size < 1e-12 || (size >= last && size < 1e-9)) return { place, far };
      last = size;
    }
    return last < 1e-9 ? { place, far } : null;
  }
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, v, k) => sum + v * b[k]!, 0);

/** Solve linear equations by elimination with the largest pivot; null if there is none. */
function solve(matrix: number[][], right: number[]): number[] | null {
  const n = right.length;
  const rows = matrix.map((row, k) => [...row, right[k]!]);
  for (let c = 0; c < n; c++) {
    let best = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(rows[r]![c]!) > Math.abs(rows[best]![c]!)) best = r;
    if (!(Math.abs(rows[best]![c]!) > 1e-300)) return null;
    [rows[c], rows[best]] = [rows[best]!, rows[c]!];
    for (let r = c + 1; r < n; r++) {
      const share = rows[r]![c]! / rows[c]![c]!;
      if (share) for (let k = c; k <= n; k++) rows[r]![k]! -= share * rows[c]![k]!;
    }
  }
  const found = Array<number>(n).fill(0);
  for (let c = n - 1; c >= 0; c--) {
    let sum = rows[c]![n]!;
    for (let k = c + 1; k < n; k++) sum -= rows[c]![k]! * found[k]!;
    found[c] = sum / rows[c]![c]!;
  }
  return found;
}
