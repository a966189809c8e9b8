import { groupsOf } from "../engine.ts";
import { action, strides } from "../payoffs.ts";
import type { Store } from "./state.ts";
import { begun, number, percent, plain, profile } from "./words.ts";

/** Who does what, group by group, with how often each strategy is used by players who err. */
export function Play({ store }: { store: Store }) {
  const { model } = store;
  const { main } = store.answer.value;
  const { left } = store.coded.value;
  const joint = store.erring.value;
  const steps = strides(model);
  const groups = groupsOf(model, store.main);
  const shown = main.outcomes[store.shown.value] ?? main.outcomes[0];
  const chance = (i: number, a: number) =>
    joint ? joint.reduce((sum, p, s) => (action(model, steps, s, i) === a ? sum + p : sum), 0) : null;
  return (
    <div class="try-play">
      <h3>Who does what</h3>
      <p class="try-note">
        ● is played, * is how things stood{groups.length > 1 ? ", in the order of moves" : ""}. The shares are
        those of players who err, at rationality {number(store.rationality)}
        {joint ? "" : ": they could not be worked out here"}.
      </p>
      {main.outcomes.length > 1 && (
        <div class="try-buttons">
          {main.outcomes.map((end, k) => (
            <button
              type="button"
              key={end}
              aria-pressed={shown === end}
              onClick={() => (store.shown.value = k)}
            >
              {profile(model, end)}
            </button>
          ))}
        </div>
      )}
      <ol class="try-groups">
        {groups.map((group, g) => (
          <li key={g}>
            {group.map((i) => (
              <div key={i}>
                <h4>
                  {groups.length > 1 ? `${g + 1}. ` : ""}
                  {begun(model.players[i]!.name)}
                </h4>
                <ul>
                  {model.players[i]!.strategies.map((label, a) => {
                    const played = shown !== undefined && action(model, steps, shown, i) === a;
                    const gone = !left[i]!.includes(a);
                    const often = chance(i, a);
                    return (
                      <li key={label} class={played ? "try-played" : gone ? "try-gone" : ""}>
                        <span>
                          {plain(label)}
                          {model.reference[i] === a ? "\u00a0*" : ""}
                          <span class="try-hidden">{played ? ", played" : gone ? ", ruled out" : ""}</span>
                        </span>
                        <span class="try-note">
                          {often === null || gone ? "" : percent(often < 0.0005 ? 0 : often)}
                        </span>
                      </li>
                    );
                  })}
                </ul>
              </div>
            ))}
          </li>
        ))}
      </ol>
    </div>
  );
}
