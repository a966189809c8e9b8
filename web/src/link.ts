// A setting as a link, as a command and as Python, and a link read back: what does not fit is named, the rest is set.

import { held, without } from "./claims.ts";
import { type Fraction, approx, fraction, less, readNumber, same, written } from "./exact.ts";
import { AS_CODED, inUnits, type Model, type Settings } from "./model.ts";

export interface Told {
  settings: Settings;
  /** What was not set, and why. */
  remarks: string[];
}

const KINDS = ["weight", "driver", "type", "delegation", "fix"];

/** How long a link may be that is read at all. */
const LONGEST = 100_000;

const isDriver = (model: Model, key: string): boolean => model.drivers.some((d) => d.key === key);

export const likelyRationality = (model: Model): Fraction =>
  model.rationality ? inUnits(model, model.rationality[1]) : fraction(2);

/** Keep what means something here, in the scenario's order: the rest is named. */
export function tidy(model: Model, wanted: Settings): Told {
  const remarks: string[] = [];
  const claim = model.claims.some((c) => c.name === wanted.without) ? wanted.without : "";
  if (wanted.without && !claim) remarks.push(`without = ${wanted.without}: there is no such claim`);
  const left = without(model, claim);
  const fix = fixed(model, wanted, remarks);
  const coded = held(model, left, fix);
  const values = new Map<string, Fraction>();
  for (const [key, value] of wanted.values) {
    const entry = coded.inputs.get(key);
    if (!entry) remarks.push(`${key}: there is no such weight or driver`);
    else if (less(value, inUnits(model, entry.range[0])) || less(inUnits(model, entry.range[2]), value))
      remarks.push(
        `${key} = ${+approx(value).toPrecision(6)}: must lie in its range, ${entry.range[0] / model.unit} to ${entry.range[2] / model.unit}`,
      );
  }
  for (const [key, { base, range }] of coded.inputs) {
    const value = wanted.values.get(key);
    if (
      value &&
      !same(value, base) &&
      !less(value, inUnits(model, range[0])) &&
      !less(inUnits(model, range[2]), value)
    )
      values.set(key, value);
  }
  const types = new Map<string, string>();
  for (const [player, name] of wanted.types) {
    const made = coded.types.some((t) => t.name === name && model.players[t.player]!.key === player);
    if (made) types.set(player, name);
    else if (model.rest[player] !== name) remarks.push(`type.${player} = ${name}: there is no such type`);
  }
  const delegations = new Map<string, boolean>();
  for (const [name, on] of wanted.delegations) {
    const own = coded.delegations.find(({ made }) => made.name === name);
    if (!own)
      remarks.push(`delegation.${name}: there is no such delegation, or nothing is left for it to decide`);
    else if (own.likely !== on) delegations.set(name, on);
  }
  let { rationality } = wanted;
  const [low, , high] = model.rationality ?? [0, 0, Infinity];
  if (
    rationality &&
    (less(rationality, inUnits(model, low)) || (high < Infinity && less(inUnits(model, high), rationality)))
  ) {
    remarks.push(`rationality = ${+approx(rationality).toPrecision(6)}: must lie in its range`);
    rationality = null;
  }
  if (rationality && same(rationality, likelyRationality(model))) rationality = null;
  return { settings: { values, types, delegations, fix, without: claim, rationality }, remarks };
}

/** Who may be held: nobody whom the question is about, for that would be the answer. */
export const mayBeHeld = (model: Model, player: number): boolean => !model.question?.[player];

function fixed(model: Model, wanted: Settings, remarks: string[]): Map<string, string> {
  const { left } = without(model, wanted.without);
  const fix = new Map<string, string>();
  for (const [player, label] of wanted.fix) {
    const i = model.players.findIndex((p) => p.key === player);
    const a = model.players[i]?.strategies.indexOf(label) ?? -1;
    if (i < 0 || !left[i]!.includes(a)) remarks.push(`fix.${player} = ${label}: there is no such strategy`);
    else if (!mayBeHeld(model, i))
      remarks.push(`fix.${player}: the question is about it, and holding it would be the answer`);
    else fix.set(player, label);
  }
  return fix;
}

/** What differs from the assessment, as entries of a link. */
function entries(model: Model, s: Settings): [string, string][] {
  return [
    ...[...s.values].map(([key, value]): [string, string] => [
      `${isDriver(model, key) ? "driver" : "weight"}.${key}`,
      written(value),
    ]),
    ...[...s.types].map(([player, name]): [string, string] => [`type.${player}`, name]),
    ...[...s.delegations].map(([name, on]): [string, string] => [`delegation.${name}`, on ? "on" : "off"]),
    ...[...s.fix].map(([player, label]): [string, string] => [`fix.${player}`, label]),
    ...(s.without ? [["without", s.without] as [string, string]] : []),
    ...(s.rationality ? [["rationality", written(s.rationality)] as [string, string]] : []),
  ];
}

export const changes = (model: Model, s: Settings): number => entries(model, s).length;

/** What follows the question mark. */
export function link(model: Model, s: Settings): string {
  const head: [string, string][] = [
    ["scenario", model.scenario],
    ["edition", model.edition],
  ];
  return new URLSearchParams([...head, ...entries(model, s)]).toString().replaceAll("%2F", "/");
}

/** Read what follows the question mark of a link. */
export function fromLink(model: Model, query: string): Told {
  const remarks: string[] = [];
  const seen = new Map<string, string>();
  if (query.length > LONGEST) return { settings: AS_CODED, remarks: ["the link is too long to be read"] };
  for (const [key, value] of new URLSearchParams(query)) {
    if (seen.has(key)) remarks.push(`${key}: is set twice; the first is kept`);
    else seen.set(key, value);
  }
  const scenario = seen.get("scenario") ?? model.scenario;
  if (scenario !== model.scenario) remarks.push(`it was made for another scenario, ${scenario}`);
  else if ((seen.get("edition") ?? model.edition) !== model.edition)
    remarks.push("it was made for another edition of this scenario; what is still there is set");
  const wanted = {
    values: new Map<string, Fraction>(),
    types: new Map<string, string>(),
    delegations: new Map<string, boolean>(),
    fix: new Map<string, string>(),
    without: seen.get("without") ?? "",
    rationality: null as Fraction | null,
  };
  for (const [key, value] of seen) {
    const [kind, name] = [key.split(".", 1)[0]!, key.slice(key.indexOf(".") + 1)];
    if (key === "rationality" || kind === "weight" || kind === "driver") {
      const number = readNumber(value);
      if (!number) remarks.push(`${key} = ${value}: is not a number`);
      else if (key === "rationality") wanted.rationality = number;
      else if ((kind === "driver") !== isDriver(model, name))
        remarks.push(`${key}: there is no such ${kind}`);
      else wanted.values.set(name, number);
    } else if (kind === "type") wanted.types.set(name, value);
    else if (kind === "fix") wanted.fix.set(name, value);
    else if (kind === "delegation") {
      if (value === "on" || value === "off") wanted.delegations.set(name, value === "on");
      else remarks.push(`${key} = ${value}: must be on or off`);
    } else if (!["scenario", "edition", "without"].includes(key))
      remarks.push(`${key}: is none of ${KINDS.map((k) => `${k}.NAME`).join(", ")}, without, rationality`);
  }
  const told = tidy(model, wanted);
  return { settings: told.settings, remarks: [...remarks, ...told.remarks] };
}

const quoted = (text: string): string =>
  /^[\w.,=/:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;

/** The command that gives the same outcomes; a second one where players' mistakes are set. */
export function command(model: Model, s: Settings): string {
  const [file, ...always] = model.command;
  const options: string[] = entries(model, s).flatMap(([key, value]) => {
    const [kind, name] = [key.split(".", 1)[0]!, key.slice(key.indexOf(".") + 1)];
    return kind === "rationality"
      ? []
      : [`--${kind} ${quoted(kind === "without" ? value : `${name}=${value}`)}`];
  });
  const common = [quoted(file!), ...always, ...options].join(" ");
  const erring = `\nbelarusgame equilibria ${common} --concept sequential-logit`;
  const level = s.rationality ? `${erring} --rationality ${approx(s.rationality)}` : "";
  return `belarusgame assess ${common} --draws 0${level}`;
}

/** The command that settles whether there are more outcomes, where somebody may randomise. */
export const settling = (model: Model, s: Settings): string => command(model, { ...s, rationality: null });

/** The same as a Choice. */
export function python(model: Model, s: Settings): string {
  const text = (words: string) => JSON.stringify(words);
  const number = (value: Fraction) => {
    const short = written(value);
    return short.includes("/") ? `Fraction(${value.n}, ${value.d})` : short;
  };
  const mapping = (pairs: [string, string][]) =>
    `{${pairs.map(([key, value]) => `${text(key)}: ${value}`).join(", ")}}`;
  const kinds: [string, [string, string][]][] = [
    ["weights", [...s.values].filter(([k]) => !isDriver(model, k)).map(([k, v]) => [k, number(v)])],
    ["drivers", [...s.values].filter(([k]) => isDriver(model, k)).map(([k, v]) => [k, number(v)])],
    ["types", [...s.types].map(([k, v]) => [k, text(v)])],
    ["delegations", [...s.delegations].map(([k, on]) => [k, on ? "True" : "False"])],
  ];
  const chosen = kinds
    .filter(([, pairs]) => pairs.length)
    .map(([kind, pairs]) => `    ${kind}=${mapping(pairs)},\n`);
  const fractions = chosen.some((line) => line.includes("Fraction("))
    ? "from fractions import Fraction\n\n"
    : "";
  const less = s.without ? `.without_claims([${text(s.without)}])` : "";
  const holding = s.fix.size ? `.fixing(${mapping([...s.fix].map(([k, v]) => [k, text(v)]))})` : "";
  const level = s.rationality ? `rationality = ${number(s.rationality)}\n` : "";
  return (
    `${fractions}import belarusgame as bg\n\nscenario = bg.load_scenario(${text(model.command[0]!)})${less}${holding}\n` +
    `choice = bg.Choice(\n    scenario=scenario,\n${chosen.join("")})\n${level}`
  );
}
