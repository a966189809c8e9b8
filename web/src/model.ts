// The scenario as Python exports it: names by position, numbers as whole numbers of the units given.

import { type Fraction, fraction } from "./exact.ts";

/** Low, likely and high, in units of one over `unit`. */
export type Range = readonly [number, number, number];

/** For each player the strategies that match, or null where any does. */
export type When = readonly (readonly number[] | null)[];

export interface Player {
  key: string;
  name: string;
  plural: boolean;
  strategies: string[];
  words: string[];
  variants: Record<string, string>;
}

export interface Consideration {
  key: string;
  sentence: string;
  owner: number;
  range: Range;
  driver: number;
  claims: string[];
  effects: { when: When; adds: number }[];
}

export interface Driver {
  key: string;
  sentence: string;
  range: Range;
  claims: string[];
}

export interface PlayerType {
  player: number;
  name: string;
  sentence: string;
  scales: [number, number, number][];
  delegations: Record<string, boolean>;
}

export interface Delegation {
  name: string;
  player: number;
  to: number;
  when: When;
  sentence: string;
  likely: boolean;
  claims: string[];
}

export interface Left {
  weights: Record<string, Range | null>;
  drivers: number[];
  types: number[];
  delegations: Record<string, boolean | null>;
  strategies: [number, number][];
}

export interface Walk {
  state: Record<string, boolean>;
  already: boolean;
  proven: boolean;
  moves: number;
  to: Record<string, [string, string]>;
}

export interface Structure {
  kind: string;
  choice: string;
  fix: Record<string, string>;
  types: Record<string, string>;
  delegations: Record<string, boolean>;
  /** In what share of draws it happens; null where nobody asked, and then they are in no order. */
  share: number | null;
}

export interface Model {
  scenario: string;
  edition: string;
  release: string;
  players: Player[];
  order: number[][] | null;
  reference: number[];
  question: When | null;
  unit: number;
  size: number;
  considerations: Consideration[];
  drivers: Driver[];
  types: PlayerType[];
  rest: Record<string, string>;
  delegations: Delegation[];
  rationality: Range | null;
  claims: { name: string; says: string; leaves: Left }[];
  command: string[];
  walks: Walk[];
  structures: Structure[];
  map: [string, string] | null;
}

/** What a reader has set; what is not named is as it likely is. */
export interface Settings {
  readonly values: ReadonlyMap<string, Fraction>;
  readonly types: ReadonlyMap<string, string>;
  readonly delegations: ReadonlyMap<string, boolean>;
  readonly fix: ReadonlyMap<string, string>;
  readonly without: string;
  readonly rationality: Fraction | null;
}

export const AS_CODED: Settings = {
  values: new Map(),
  types: new Map(),
  delegations: new Map(),
  fix: new Map(),
  without: "",
  rationality: null,
};

export const inUnits = (model: Model, whole: number): Fraction => fraction(whole, model.unit);

/** A weight or driver by its name, with the value where nothing is set. */
export interface Input {
  key: string;
  sentence: string;
  range: Range;
  /** Whose weight it is; -1 for a driver. */
  owner: number;
  base: Fraction;
  claims: string[];
}
