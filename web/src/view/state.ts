// What the reader has set, and what follows; every part of the view reads it from here.

import { computed, signal } from "@preact/signals";
import { type Coded, held, without } from "../claims.ts";
import { type Concept, type Reading, read } from "../engine.ts";
import { type Margin, margins } from "../margins.ts";
import { matches, Payoffs, situation } from "../payoffs.ts";
import { type Fraction, approx, fraction, less, same } from "../exact.ts";
import { changes, fromLink, likelyRationality, link, tidy } from "../link.ts";
import { sequentialLogit } from "../logit.ts";
import { atPart, type Piece, pieces } from "../map.ts";
import { AS_CODED, inUnits, type Input, type Model, type Settings, type Walk } from "../model.ts";

export interface Answer {
  payoffs: Payoffs;
  main: Reading;
  /** Everybody at once; the main reading itself where nobody sees a move. */
  atOnce: Reading;
}

export function answered(model: Model, settings: Settings): Answer {
  const payoffs = new Payoffs(situation(model, settings));
  const atOnce = read(payoffs, "pure");
  return { payoffs, main: model.order ? read(payoffs, "sequential") : atOnce, atOnce };
}

const remembered = <K extends keyof Settings>(old: Settings, now: Settings, key: K): Settings[K] => {
  const [one, other] = [old[key] as unknown, now[key] as unknown];
  if (!(one instanceof Map && other instanceof Map)) return now[key];
  const equal = one.size === other.size && [...one].every(([k, v]) => Object.is(other.get(k), v));
  return equal ? old[key] : now[key];
};

export class Store {
  readonly settings = signal<Settings>(AS_CODED);
  readonly remarks = signal<string[]>([]);
  readonly part = signal<Fraction>(fraction(0));
  readonly shown = signal(0);
  readonly answer;
  readonly coded;
  readonly changed;
  readonly margins;
  readonly erring;
  readonly walk;
  readonly pieces;
  readonly main: Concept;

  constructor(readonly model: Model) {
    this.main = model.order ? "sequential" : "pure";
    this.answer = computed(() => answered(model, this.settings.value));
    const claim = computed(() => this.settings.value.without);
    const fix = computed(() => this.settings.value.fix);
    this.coded = computed<Coded>(() => held(model, without(model, claim.value), fix.value));
    this.changed = computed(() => changes(model, this.settings.value));
    this.margins = computed<Margin[]>(() => {
      const { payoffs, main } = this.answer.value;
      const end = main.outcomes[this.shown.value] ?? main.outcomes[0];
      return end === undefined ? [] : margins(payoffs, main, end);
    });
    this.erring = computed(() => sequentialLogit(this.answer.value.payoffs, this.rationality));
    this.walk = computed<Walk | null>(() => this.walkOf(this.settings.value));
    this.pieces = computed<Piece[]>(() => {
      const to = this.target();
      return to.size ? pieces(situation(model, this.settings.value), to, this.main) : [];
    });
  }

  get rationality(): number {
    return approx(this.settings.value.rationality ?? likelyRationality(this.model));
  }

  /** Change some settings; what does not go with them any more is named. */
  set(change: Partial<Settings>): void {
    this.take({ ...this.settings.value, ...change });
  }

  take(wanted: Settings): void {
    const { settings, remarks } = tidy(this.model, wanted);
    this.keep(settings, remarks);
  }

  open(query: string): void {
    const { settings, remarks } = fromLink(this.model, query);
    this.keep(settings, remarks);
  }

  reset(): void {
    this.part.value = fraction(0);
    this.keep(AS_CODED, []);
  }

  /** Parts that stay the same stay identical, so that only what depends on a change is drawn anew. */
  private keep(settings: Settings, remarks: string[]): void {
    const old = this.settings.peek();
    this.settings.value = {
      ...settings,
      values: remembered(old, settings, "values"),
      types: remembered(old, settings, "types"),
      delegations: remembered(old, settings, "delegations"),
      fix: remembered(old, settings, "fix"),
    };
    this.remarks.value = remarks;
    if (this.shown.peek() >= this.answer.value.main.outcomes.length) this.shown.value = 0;
  }

  setValue(key: string, value: Fraction): void {
    this.set({ values: new Map([...this.settings.peek().values, [key, value]]) });
  }

  /** The link to what is set; empty if nothing is. */
  get query(): string {
    return this.changed.value ? link(this.model, this.settings.value) : "";
  }

  private walkOf(settings: Settings): Walk | null {
    const states = new Map(
      this.coded.value.delegations.map(({ made, likely }) => [
        made.name,
        settings.delegations.get(made.name) ?? likely,
      ]),
    );
    const fits = (walk: Walk) =>
      Object.entries(walk.state).every(([name, on]) => (states.get(name) ?? on) === on);
    return this.model.walks.find(fits) ?? null;
  }

  /** Where the walk leads, kept within the ranges that are left. */
  target(): Map<string, Fraction> {
    const { inputs } = this.coded.value;
    const to = new Map<string, Fraction>();
    for (const [key, [n, d]] of Object.entries(this.walk.value?.to ?? {})) {
      const entry = inputs.get(key);
      if (!entry) continue;
      const end = within(this.model, entry, fraction(BigInt(n), BigInt(d)));
      if (!same(end, entry.base)) to.set(key, end);
    }
    return to;
  }

  walkTo(part: Fraction): void {
    const values = new Map(this.settings.peek().values);
    for (const [key, value] of atPart(this.coded.value, this.target(), part)) values.set(key, value);
    this.part.value = part;
    this.set({ values });
  }

  /** Whether the inputs that the walk moves are where it has put them. */
  get onTheWay(): boolean {
    const { inputs } = this.coded.value;
    const here = (key: string) => this.settings.value.values.get(key) ?? inputs.get(key)!.base;
    return [...atPart(this.coded.value, this.target(), this.part.value)].every(([key, value]) =>
      same(value, here(key)),
    );
  }

  /** How many of a reading's outcomes have what is asked. */
  happening(reading: Reading): number {
    const { question } = this.model;
    return question ? reading.outcomes.filter((end) => matches(this.model, question, end)).length : 0;
  }
}

function within(model: Model, { range }: Input, value: Fraction): Fraction {
  const [low, high] = [inUnits(model, range[0]), inUnits(model, range[2])];
  return less(value, low) ? low : less(high, value) ? high : value;
}

/** How far the tipping point moves each weight, as a share of its side of the range. */
export function shares(model: Model): Map<string, number> {
  const found = new Map<string, number>();
  for (const c of model.considerations) {
    const to = model.walks[0]?.to[c.key];
    if (!to) continue;
    const [low, likely, high] = c.range.map((v) => v / model.unit) as [number, number, number];
    const move = approx(fraction(BigInt(to[0]), BigInt(to[1]))) - likely;
    found.set(c.key, Math.abs(move) / (move > 0 ? high - likely : likely - low || 1));
  }
  return found;
}
