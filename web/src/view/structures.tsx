import type { Structure } from "../model.ts";
import type { Store } from "./state.ts";
import { begun, percent, plain } from "./words.ts";

/** So many are shown at once, those that move the answer most. */
const SHOWN = 6;

export function Structures({ store }: { store: Store }) {
  const { structures } = store.model;
  if (!structures.length) return null;
  const [first, rest] = [structures.slice(0, SHOWN), structures.slice(SHOWN)];
  return (
    <div class="try-structures">
      <h3>And if …</h3>
      <div class="try-buttons">
        {first.map((one) => (
          <Press key={`${one.kind} ${one.choice}`} store={store} one={one} />
        ))}
      </div>
      {rest.length > 0 && (
        <details>
          <summary>
            {rest.length} more{structures.some((one) => one.share != null) ? ", that move the answer less" : ""}
          </summary>
          <div class="try-buttons">
            {rest.map((one) => (
              <Press key={`${one.kind} ${one.choice}`} store={store} one={one} />
            ))}
          </div>
        </details>
      )}
    </div>
  );
}

function Press({ store, one }: { store: Store; one: Structure }) {
  const { fix, types, delegations } = store.settings.value;
  const pressed =
    Object.entries(one.fix).every(([k, v]) => fix.get(k) === v) &&
    Object.entries(one.types).every(([k, v]) => types.get(k) === v) &&
    Object.entries(one.delegations).every(([k, v]) => delegations.get(k) === v);
  return (
    <button type="button" aria-pressed={pressed} onClick={() => press(store, one, pressed)}>
      {words(store, one)}
      {one.share != null && <span class="try-note"> {percent(one.share)} of draws</span>}
    </button>
  );
}

function press(store: Store, one: Structure, pressed: boolean): void {
  const { fix, types, delegations } = store.settings.peek();
  const merged = <T,>(old: ReadonlyMap<string, T>, more: Record<string, T>) => {
    const made = new Map(old);
    for (const [key, value] of Object.entries(more)) pressed ? made.delete(key) : made.set(key, value);
    return made;
  };
  store.set({
    fix: merged(fix, one.fix),
    types: merged(types, one.types),
    delegations: merged(delegations, one.delegations),
  });
}

function words(store: Store, one: Structure): string {
  const { model } = store;
  const name = (key: string) => model.players.find((p) => p.key === key)?.name ?? key;
  const parts = [
    ...Object.entries(one.fix).map(([player, label]) => `${name(player)}: only ${plain(label)}`),
    ...Object.entries(one.types).map(([player, type]) => {
      const made = model.types.find((t) => t.name === type && model.players[t.player]!.key === player);
      return made?.sentence.replace(/\.$/, "") || `the type of ${name(player)} is ${plain(type)}`;
    }),
    ...Object.entries(one.delegations).map(([key, on]) => {
      const made = model.delegations.find((d) => d.name === key)!;
      const [own, other] = [model.players[made.player]!, model.players[made.to]!];
      return on ? `${deciding(other)} for ${own.name} (${plain(key)})` : `${deciding(own)} freely (${plain(key)} off)`;
    }),
  ];
  return begun(parts.join(", "));
}

const deciding = (player: { name: string; plural: boolean }) =>
  `${player.name} ${player.plural ? "decide" : "decides"}`;
