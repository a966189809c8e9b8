import { computed, type Signal, useSignal } from "@preact/signals";
import { scaleLinear } from "d3-scale";
import { curveLinearClosed, line } from "d3-shape";
import { useMemo } from "preact/hooks";
import { situation } from "../payoffs.ts";
import { approx } from "../exact.ts";
import { type Cell, refused, regionMap, type Spot } from "../map.ts";
import { shares, type Store } from "./state.ts";
import { ends, inputName, movers, number, percent } from "./words.ts";

/** The drawing's size, in its own units. */
const SIZE = 320;
const HUES = 8;

export function RegionMap({ store }: { store: Store }) {
  const { model } = store;
  const names = [...model.considerations.map((c) => c.key), ...model.drivers.map((d) => d.key)];
  const wide = names.filter((key) => {
    const { range } = store.coded.value.inputs.get(key) ?? { range: [0, 0, 0] };
    return range[0] < range[2];
  });
  const moved = [...shares(model)].sort((a, b) => b[1] - a[1]).map(([key]) => key);
  const [first, second] = model.map ?? [...new Set([...moved, ...wide])];
  const x = useSignal(first);
  const y = useSignal(second);
  const cells = useMemo(
    () =>
      computed(() => {
        const problem =
          x.value && y.value
            ? refused(model, store.coded.value, x.value, y.value)
            : "There is no pair to draw.";
        return problem || regionMap(situation(model, store.settings.value), x.value!, y.value!, store.main);
      }),
    [],
  ).value;
  if (wide.length < 2) return null;
  return (
    <div class="try-map">
      <h3>Which outcome where</h3>
      <p class="try-note">
        Two assumptions over their ranges, all else as set, with the outcomes as {movers(model)}. The cross is
        where you are.
      </p>
      <div class="try-axes">
        <Axis store={store} words="Across" names={wide} chosen={x} />
        <Axis store={store} words="Up" names={wide} chosen={y} />
      </div>
      {typeof cells === "string" ? (
        <p>{cells}</p>
      ) : (
        <Drawn store={store} cells={cells} x={x.value!} y={y.value!} />
      )}
    </div>
  );
}

function Axis({
  store,
  words,
  names,
  chosen,
}: {
  store: Store;
  words: string;
  names: string[];
  chosen: Signal<string | undefined>;
}) {
  const { inputs } = store.coded.value;
  return (
    <label>
      {words}
      <select value={chosen.value} onChange={(e) => (chosen.value = e.currentTarget.value)}>
        {names.map((key) => (
          <option key={key} value={key}>
            {inputName(store.model, key, inputs.get(key)!.owner)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Colours stay with their outcomes while the map changes. */
const hues = new Map<string, number>();

function hue(label: string): number {
  if (!hues.has(label)) hues.set(label, (hues.size % HUES) + 1);
  return hues.get(label)!;
}

function Drawn({ store, cells, x, y }: { store: Store; cells: Cell[]; x: string; y: string }) {
  const { model } = store;
  const { inputs } = store.coded.value;
  const [over, up] = [inputs.get(x)!, inputs.get(y)!];
  const span = (range: readonly number[]): [number, number] => [
    range[0]! / model.unit,
    range[2]! / model.unit,
  ];
  const across = scaleLinear(span(over.range), [0, SIZE]);
  const upward = scaleLinear(span(up.range), [SIZE, 0]);
  const outline = line<Spot>()
    .x(([a]) => across(a))
    .y(([, b]) => upward(b))
    .curve(curveLinearClosed);
  const label = (cell: Cell) => (cell.outcomes ? ends(model, cell.outcomes) : "not worked out");
  const shares = new Map<string, { share: number; more: boolean }>();
  for (const cell of cells) {
    const known = shares.get(label(cell));
    shares.set(label(cell), {
      share: (known?.share ?? 0) + cell.share,
      more: !!known?.more || cell.randomising,
    });
  }
  const sorted = [...shares].sort((a, b) => b[1].share - a[1].share);
  const here = (key: string) => approx(store.settings.value.values.get(key) ?? inputs.get(key)!.base);
  const [cx, cy] = [across(here(x)), upward(here(y))];
  const [xName, yName] = [inputName(model, x, over.owner), inputName(model, y, up.owner)];
  return (
    <div class="try-drawn">
      <div class="try-frame">
        <span class="try-up">
          {yName}, {number(span(up.range)[0])} to {number(span(up.range)[1])}
        </span>
        <svg
          viewBox={`0 0 ${SIZE} ${SIZE}`}
          role="img"
          aria-label={`Map of ${xName} and ${yName}: ${sorted.map(([words, { share }]) => `${words} ${percent(share)}`).join("; ")}`}
        >
          {cells.map((cell, k) => (
            <path
              key={k}
              d={outline(cell.corners) ?? ""}
              style={{ fill: `var(--hue-${hue(label(cell))})`, stroke: `var(--hue-${hue(label(cell))})` }}
            />
          ))}
          <path class="try-cross-ground" d={`M${cx - 10},${cy}h20M${cx},${cy - 10}v20`} />
          <path class="try-cross" d={`M${cx - 10},${cy}h20M${cx},${cy - 10}v20`} />
        </svg>
        <span class="try-across">
          {xName}, {number(span(over.range)[0])} to {number(span(over.range)[1])}
        </span>
      </div>
      <ul class="try-legend">
        {sorted.map(([words, { share, more }]) => (
          <li key={words}>
            <span class="try-swatch" style={{ background: `var(--hue-${hue(words)})` }} /> {percent(share)}{" "}
            {words}
            {more ? " (more if somebody randomises)" : ""}
          </li>
        ))}
      </ul>
    </div>
  );
}
