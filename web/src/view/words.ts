// How things are called and numbers are written.

import { format } from "d3-format";
import { action, strides } from "../payoffs.ts";
import type { Model } from "../model.ts";

const short = format("~r");

/** At most three decimals, with a minus sign that is one. */
export const number = (value: number): string =>
  short(Math.round(value * 1000) / 1000 || 0).replace("-", "\u2212");
export const signed = (value: number): string =>
  value > 0 && number(value) !== "0" ? `+${number(value)}` : number(value);

/** 0 % and 100 % only where it is nothing or everything. */
export function percent(share: number): string {
  if (share <= 0 || share >= 1) return `${share <= 0 ? 0 : 100} %`;
  return `${number(100 * share) === "0" || Math.min(share, 1 - share) < 0.001 ? format(".2~r")(100 * share) : format(".1~f")(100 * share)} %`;
}

export const plain = (key: string): string => key.replaceAll("_", " ");
export const begun = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);
export const own = (key: string): string => plain(key.slice(key.indexOf(".") + 1));

export function inputName(model: Model, key: string, owner: number): string {
  return owner < 0 ? plain(key) : `${begun(model.players[owner]!.name)}: ${own(key)}`;
}

const moving = (model: Model): number[] => model.order?.flat() ?? model.players.map((_, i) => i);

/** In which order a profile is written. */
export const movers = (model: Model): string =>
  moving(model)
    .map((i) => model.players[i]!.name)
    .join(" / ");

/** What everybody does, those first who move first. */
export function profile(model: Model, end: number): string {
  const steps = strides(model);
  return moving(model)
    .map((i) => plain(model.players[i]!.strategies[action(model, steps, end, i)]!))
    .join(" / ");
}

export const ends = (model: Model, outcomes: readonly number[]): string =>
  outcomes.map((end) => profile(model, end)).join(" or ") || "no pure outcome";

export function event(model: Model): string {
  const parts = (model.question ?? []).flatMap((labels, i) =>
    labels
      ? [
          `${model.players[i]!.name}: ${labels.map((a) => plain(model.players[i]!.strategies[a]!)).join(" or ")}`,
        ]
      : [],
  );
  return begun(parts.join(", "));
}
