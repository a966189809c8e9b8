// Why each player sticks to what it does.

import { atPoint, type Reading } from "./engine.ts";
import { action, features, matches, type Payoffs, strides } from "./payoffs.ts";

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
  const decider =
    inForce.find((made) => made.player === player && matches(model, made.when, end))?.to ?? player;
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
