// What is left of the scenario without one claim, and with players held: who can do what, and what weighs how much.

import { fraction } from "./exact.ts";
import { type Delegation, type Input, inUnits, type Model, type PlayerType, type Settings } from "./model.ts";

export interface Coded {
  /** Every weight and driver that is left, by its name; no two have the same. */
  inputs: ReadonlyMap<string, Input>;
  /** The position of each consideration's driver; -1 where it has none, or none any more. */
  driver: number[];
  types: PlayerType[];
  /** Each delegation that is left, with whether it is in force where nothing is set. */
  delegations: { made: Delegation; likely: boolean }[];
  /** The strategies that are left, by player. */
  left: number[][];
}

const codedOf = new WeakMap<Model, Map<string, Coded>>();

/** Leave a claim out, by the codebook's rules as Python has applied them. */
export function without(model: Model, claim: string): Coded {
  let known = codedOf.get(model);
  if (!known) codedOf.set(model, (known = new Map()));
  let found = known.get(claim);
  if (!found) known.set(claim, (found = codedWithout(model, claim)));
  return found;
}

function codedWithout(model: Model, claim: string): Coded {
  const leaves = model.claims.find((one) => one.name === claim)?.leaves;
  const inputs = new Map<string, Input>();
  model.considerations.forEach((c, k) => {
    const range = leaves && Object.hasOwn(leaves.weights, k) ? leaves.weights[k]! : c.range;
    if (range) inputs.set(c.key, { ...c, range, base: inUnits(model, range[1]) });
  });
  model.drivers.forEach((d, k) => {
    if (!leaves?.drivers.includes(k)) inputs.set(d.key, { ...d, owner: -1, base: fraction(1) });
  });
  const lost = new Set(leaves?.strategies.map(([i, a]) => `${i} ${a}`));
  return {
    inputs,
    driver: model.considerations.map((c) => (leaves?.drivers.includes(c.driver) ? -1 : c.driver)),
    types: model.types.filter((_, k) => !leaves?.types.includes(k)),
    delegations: model.delegations.flatMap((made) => {
      const changed = leaves && Object.hasOwn(leaves.delegations, made.name);
      const likely = changed ? leaves.delegations[made.name]! : made.likely;
      return likely === null ? [] : [{ made, likely }];
    }),
    left: model.players.map((p, i) => p.strategies.map((_, a) => a).filter((a) => !lost.has(`${i} ${a}`))),
  };
}

/** Take away the choice of those who are held; a delegation of theirs decides nothing any more. */
export function held(model: Model, coded: Coded, fix: Settings["fix"]): Coded {
  const left = model.players.map((player, i) => {
    const a = player.strategies.indexOf(fix.get(player.key) ?? "");
    return coded.left[i]!.includes(a) ? [a] : coded.left[i]!;
  });
  const delegations = coded.delegations.filter(
    ({ made }) =>
      left[made.player]!.length > 1 &&
      made.when.every((labels, i) => !labels || left[i]!.some((a) => labels.includes(a))),
  );
  return { ...coded, left, delegations };
}
