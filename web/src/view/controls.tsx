import { computed, type Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { approx, gcd } from "../exact.ts";
import { likelyRationality, mayBeHeld } from "../link.ts";
import { type Input, inUnits, type Model } from "../model.ts";
import { shares, type Store } from "./state.ts";
import { begun, number, own, plain } from "./words.ts";

type Find = Signal<string>;

/** Every control, by whom it belongs to; one search field over all sentences. */
export function Controls({ store, find }: { store: Store; find: Find }) {
  const { model } = store;
  const moved = useMemo(() => shares(model), []);
  const entries = [...store.coded.value.inputs.values()].sort(
    (a, b) => (moved.get(b.key) ?? 0) - (moved.get(a.key) ?? 0),
  );
  return (
    <div>
      <label class="try-find">
        Find an assumption
        <input type="search" value={find.value} onInput={(e) => (find.value = e.currentTarget.value)} />
      </label>
      <Group
        store={store}
        find={find}
        words="The state of the world"
        inputs={entries.filter((e) => e.owner < 0)}
        player={-1}
      />
      {model.players.map((player, i) => (
        <Group
          key={player.key}
          store={store}
          find={find}
          words={`What ${player.name} ${player.plural ? "weigh" : "weighs"}`}
          inputs={entries.filter((e) => e.owner === i)}
          player={i}
        />
      ))}
      <Claims store={store} find={find} />
    </div>
  );
}

const hits = (find: Find, ...texts: string[]): boolean => {
  const wanted = find.value.trim().toLowerCase();
  return !wanted || texts.some((text) => text.toLowerCase().includes(wanted));
};

interface GroupProps {
  store: Store;
  find: Find;
  words: string;
  inputs: Input[];
  player: number;
}

function Group({ store, find, words, inputs, player }: GroupProps) {
  const { model } = store;
  const key = model.players[player]?.key ?? "";
  const { types: kinds, delegations: made } = store.coded.value;
  const types = kinds.filter((t) => t.player === player);
  const delegations = made.filter((d) => d.made.player === player);
  const shown = inputs.filter((e) => hits(find, own(e.key), e.sentence, ...e.claims));
  const typeHits = types.length > 0 && types.some((t) => hits(find, t.name, t.sentence));
  const delegated = delegations.filter((d) => hits(find, d.made.name, d.made.sentence));
  const holding = player >= 0 && mayBeHeld(model, player) && model.players[player]!.strategies.length > 1;
  const erring = player < 0;
  const any = shown.length || typeHits || delegated.length || ((holding || erring) && !find.value.trim());
  const changed = useMemo(
    () =>
      computed(() => {
        const s = store.settings.value;
        const values = inputs.filter((e) => s.values.has(e.key)).length;
        const states = delegations.filter((d) => s.delegations.has(d.made.name)).length;
        return (
          values +
          states +
          Number(s.types.has(key)) +
          Number(s.fix.has(key)) +
          Number(erring && s.rationality !== null)
        );
      }),
    [inputs.length, delegations.length],
  ).value;
  if (!any) return null;
  return (
    <details class="try-group" open={!!find.value.trim() || player < 0}>
      <summary>
        {words} <span class="try-note">{changed ? `${changed} changed` : "as coded"}</span>
      </summary>
      {shown.map((entry) => (
        <Weight key={entry.key} store={store} entry={entry} />
      ))}
      {erring && !find.value.trim() && <Rationality store={store} />}
      {typeHits && <TypeOf store={store} player={player} />}
      {delegated.map(({ made: one, likely }) => (
        <Delegated key={one.name} store={store} name={one.name} sentence={one.sentence} likely={likely} />
      ))}
      {holding && !find.value.trim() && <Held store={store} player={player} />}
    </details>
  );
}

/** The coarsest step on which low, likely and high all lie, at most a twentieth. */
function stepOf(model: Model, range: readonly number[]): number {
  const fine = BigInt(model.unit) / 20n;
  return Number(range.reduce((step, end) => gcd(step, BigInt(end)), fine)) || 1;
}

interface SliderProps {
  model: Model;
  id: string;
  name: string;
  sentence: string;
  range: readonly [number, number, number];
  /** Now, in units of one over the model's unit. */
  now: number;
  base: number;
  changed: boolean;
  set: (whole: number) => void;
  back: () => void;
}

function Slider({ model, id, name, sentence, range, now, base, changed, set, back }: SliderProps) {
  const [low, , high] = range;
  const flat = low === high;
  const tick = flat ? 0 : (base - low) / (high - low);
  return (
    <div class={`try-control ${changed ? "try-changed" : ""}`}>
      <div class="try-row">
        <label for={id}>{name}</label>
        <output for={id}>{number(now / model.unit)}</output>
      </div>
      <p id={`${id}-says`}>{sentence}</p>
      {flat ? null : (
        <div class="try-slide">
          <input
            id={id}
            type="range"
            min={low}
            max={high}
            step={stepOf(model, range)}
            value={now}
            aria-valuetext={`${number(now / model.unit)}, likely ${number(base / model.unit)}`}
            aria-describedby={`${id}-says`}
            onInput={(e) => set(Number(e.currentTarget.value))}
          />
          <span
            class="try-tick"
            aria-hidden="true"
            style={{ left: `calc(.5rem + (100% - 1rem) * ${tick})` }}
          />
        </div>
      )}
      {changed && (
        <button type="button" class="try-back" onClick={back}>
          back to {number(base / model.unit)}
        </button>
      )}
    </div>
  );
}

function Weight({ store, entry }: { store: Store; entry: Input }) {
  const { model } = store;
  const value = useMemo(() => computed(() => store.settings.value.values.get(entry.key)), [entry.key]).value;
  const base = approx(entry.base) * model.unit;
  const sentence = entry.sentence + (entry.claims.length ? ` [${entry.claims.join(", ")}]` : "");
  const back = () => {
    const values = new Map(store.settings.peek().values);
    values.delete(entry.key);
    store.set({ values });
  };
  return (
    <Slider
      model={model}
      id={`try-${entry.owner < 0 ? "driver" : "weight"}-${[...store.coded.peek().inputs.keys()].indexOf(entry.key)}`}
      name={own(entry.key)}
      sentence={sentence}
      range={entry.range}
      now={value ? approx(value) * model.unit : base}
      base={base}
      changed={!!value}
      set={(whole) => store.setValue(entry.key, inUnits(model, whole))}
      back={back}
    />
  );
}

function Rationality({ store }: { store: Store }) {
  const { model } = store;
  const range = model.rationality ?? [0, 2 * model.unit, 10 * model.unit];
  const value = store.settings.value.rationality;
  const base = approx(likelyRationality(model)) * model.unit;
  const set = (whole: number) => store.set({ rationality: inUnits(model, whole) });
  return (
    <Slider
      model={model}
      id="try-rationality"
      name="rationality"
      sentence="How sharply players who err tell better from worse."
      range={[range[0], range[1], range[2]]}
      now={value ? approx(value) * model.unit : base}
      base={base}
      changed={value !== null}
      set={set}
      back={() => store.set({ rationality: null })}
    />
  );
}

function Choose(props: {
  id: string;
  name: string;
  value: string;
  likely: string;
  options: [string, string][];
  set: (value: string) => void;
}) {
  const { id, name, value, likely, options, set } = props;
  return (
    <div class={`try-control ${value === likely ? "" : "try-changed"}`}>
      <label for={id}>{name}</label>
      <select id={id} value={value} onChange={(e) => set(e.currentTarget.value)}>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

function TypeOf({ store, player }: { store: Store; player: number }) {
  const { model } = store;
  const { key, name } = model.players[player]!;
  const options = store.coded.value.types.filter((t) => t.player === player);
  const set = (type: string) => {
    const types = new Map(store.settings.peek().types);
    if (type) types.set(key, type);
    else types.delete(key);
    store.set({ types });
  };
  const rest = Object.hasOwn(model.rest, key) ? plain(model.rest[key]!) : "as most are";
  const said = options.map((t): [string, string] => [
    t.name,
    t.sentence ? `${plain(t.name)}: ${t.sentence}` : plain(t.name),
  ]);
  return (
    <Choose
      id={`try-type-${player}`}
      name={`What only ${name} knows`}
      value={store.settings.value.types.get(key) ?? ""}
      likely=""
      options={[["", rest], ...said]}
      set={set}
    />
  );
}

function Delegated({
  store,
  name,
  sentence,
  likely,
}: {
  store: Store;
  name: string;
  sentence: string;
  likely: boolean;
}) {
  const on = store.settings.value.delegations.get(name) ?? likely;
  const set = (checked: boolean) => {
    store.set({ delegations: new Map([...store.settings.peek().delegations, [name, checked]]) });
  };
  return (
    <label class={`try-control try-check ${on === likely ? "" : "try-changed"}`}>
      <input type="checkbox" checked={on} onChange={(e) => set(e.currentTarget.checked)} />
      <span>
        {sentence || plain(name)} <span class="try-note">({likely ? "likely so" : "likely not so"})</span>
      </span>
    </label>
  );
}

function Held({ store, player }: { store: Store; player: number }) {
  const { key, name, plural, strategies } = store.model.players[player]!;
  const value = store.settings.value.fix.get(key) ?? "";
  const set = (label: string) => {
    const fix = new Map(store.settings.peek().fix);
    if (label) fix.set(key, label);
    else fix.delete(key);
    store.set({ fix });
  };
  return (
    <Choose
      id={`try-hold-${player}`}
      name={`${begun(name)} ${plural ? "do" : "does"}`}
      value={value}
      likely=""
      options={[
        ["", "what serves best"],
        ...strategies.map((label): [string, string] => [label, `only ${plain(label)}`]),
      ]}
      set={set}
    />
  );
}

function Claims({ store, find }: { store: Store; find: Find }) {
  const { without } = store.settings.value;
  const shown = store.model.claims.filter((c) => c.name === without || hits(find, c.name, c.says));
  if (!shown.length) return null;
  return (
    <Choose
      id="try-without"
      name="Leave a claim out"
      value={without}
      likely=""
      options={[["", "none"], ...shown.map((c): [string, string] => [c.name, `${c.name}: ${c.says}`])]}
      set={(claim) => store.set({ without: claim })}
    />
  );
}
