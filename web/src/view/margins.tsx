import { scaleLinear } from "d3-scale";
import type { Margin } from "../margins.ts";
import type { Store } from "./state.ts";
import { begun, inputName, plain, profile, signed } from "./words.ts";

export function Margins({ store }: { store: Store }) {
  const found = store.margins.value;
  if (!found.length) return null;
  const sides = found.flatMap(({ parts }) => [sum(parts, 1), sum(parts, -1)]);
  const x = scaleLinear([Math.min(0, ...sides), Math.max(0, ...sides)], [0, 100]);
  return (
    <div class="try-margins">
      <h3>Why each player sticks to it</h3>
      <p class="try-note">
        What the choice gains over each alternative. Right of the line: for it; left: against it; the dot is
        the sum.
      </p>
      {found.map((one) => (
        <Row key={`${one.player} ${one.alternative}`} store={store} one={one} x={x} />
      ))}
    </div>
  );
}

type Scale = (value: number) => number;

const sum = (parts: Margin["parts"], sign: number): number =>
  parts.reduce((total, { amount }) => (amount * sign > 0 ? total + amount : total), 0);

function Row({ store, one, x }: { store: Store; one: Margin; x: Scale }) {
  const { model } = store;
  const player = model.players[one.player]!;
  const [chosen, instead] = [
    plain(player.strategies[one.chosen]!),
    plain(player.strategies[one.alternative]!),
  ];
  const decided = one.decider === one.player ? "" : ` (decided by ${model.players[one.decider]!.name})`;
  return (
    <details>
      <summary>
        <span class="try-row">
          <span>
            {begun(player.name)}
            {decided}: {chosen} over {instead}
          </span>
          <span>{one.worth === 0 ? "a tie" : signed(one.worth)}</span>
        </span>
        <Bar parts={one.parts} worth={one.worth} x={x} />
      </summary>
      <ul>
        {one.parts.map(({ consideration, amount }) => {
          const { key, owner, sentence } = model.considerations[consideration]!;
          return (
            <li key={key}>
              {signed(amount)} {inputName(model, key, owner)}: <q>{sentence}</q>
            </li>
          );
        })}
        <li>It would end in {profile(model, one.instead)}.</li>
      </ul>
    </details>
  );
}

/** The parts of each sign side by side, from zero outwards, the largest first. */
function Bar({ parts, worth, x }: { parts: Margin["parts"]; worth: number; x: Scale }) {
  const ends = { for: 0, against: 0 };
  return (
    <span class="try-bar" aria-hidden="true">
      {parts.map(({ consideration, amount }) => {
        const side = amount > 0 ? "for" : "against";
        const from = ends[side];
        ends[side] += amount;
        const [left, right] = [x(Math.min(from, ends[side])), x(Math.max(from, ends[side]))];
        return (
          <span
            key={consideration}
            class={`try-${side}`}
            style={{ left: `${left}%`, width: `${right - left}%` }}
          />
        );
      })}
      <span class="try-zero" style={{ left: `${x(0)}%` }} />
      <span class="try-sum" style={{ left: `${x(worth)}%` }} />
    </span>
  );
}
