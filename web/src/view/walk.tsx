import { approx, fraction, plus, same, times } from "../exact.ts";
import type { Piece } from "../map.ts";
import type { Store } from "./state.ts";
import { ends, event, movers, percent } from "./words.ts";

/** The slider's steps from the likely weights to beyond the tipping point. */
const STEPS = 1000;

export function WalkPart({ store }: { store: Store }) {
  const walk = store.walk.value;
  const { model } = store;
  if (!walk) return null;
  const question = walk.already ? "What would stop it?" : "What would it take?";
  const pieces = store.pieces.value;
  if (!pieces.length) {
    const what = walk.already ? "an outcome without it" : event(model);
    return (
      <div class="try-walk">
        <h3>{question}</h3>
        <p>
          No change of the weights alone, within their ranges, leads to {what}
          {walk.proven ? ", which is proven" : ", as far as the search went"}. Other assumptions may:
        </p>
      </div>
    );
  }
  const part = approx(store.part.value);
  const there = walk.already ? "an outcome without it exists" : "it happens";
  const said = store.onTheWay ? `${percent(part)} of the way` : "off the way";
  return (
    <div class="try-walk">
      <h3>{question}</h3>
      <p>
        Walk from the likely weights to the nearest ones at which {there}:{" "}
        {walk.moves === 1 ? "one moves" : `${walk.moves} move together`}
        {Object.keys(walk.to).length > walk.moves ? ", and others by a hair, so that nothing is tied" : ""}.
      </p>
      <label class="try-way">
        <span>as coded</span>
        <output>{said}</output>
        <span>{walk.already ? "stopped" : "it happens"}</span>
        <input
          type="range"
          min={0}
          max={STEPS}
          value={Math.round(part * STEPS)}
          aria-label="How far on the way"
          aria-valuetext={said}
          onInput={(e) => store.walkTo(fraction(Number(e.currentTarget.value), STEPS))}
        />
      </label>
      <p class="try-note">Where somebody's choice changes, as {movers(model)}:</p>
      <ol class="try-places">
        {pieces.map((piece) => (
          <Place
            key={`${piece.from.n}/${piece.from.d} ${piece.to.n}/${piece.to.d}`}
            store={store}
            piece={piece}
          />
        ))}
      </ol>
    </div>
  );
}

function Place({ store, piece }: { store: Store; piece: Piece }) {
  const { from, to, outcomes } = piece;
  const exact = same(from, to);
  const start = same(from, fraction(0)) && !exact;
  const place = exact || start ? from : same(to, fraction(1)) ? to : times(plus(from, to), fraction(1, 2));
  const here = store.onTheWay && (exact ? same(store.part.value, from) : within(store, piece));
  return (
    <li>
      <button type="button" aria-pressed={here} onClick={() => store.walkTo(place)}>
        {exact ? "exactly " : ""}
        {percent(approx(place))}
      </button>{" "}
      <span>{ends(store.model, outcomes)}</span>
    </li>
  );
}

function within(store: Store, { from, to }: Piece): boolean {
  const here = approx(store.part.value);
  const start = same(from, fraction(0)) ? here >= 0 : here > approx(from);
  return start && (same(to, fraction(1)) ? here <= 1 : here < approx(to));
}
