import { useEffect, useRef } from "preact/hooks";
import { signal } from "@preact/signals";
import { type Reading } from "../engine.ts";
import { settling } from "../link.ts";
import type { Store } from "./state.ts";
import { ends, event } from "./words.ts";

/** The verdict is said aloud no more often than this, in milliseconds. */
const PAUSE = 1000;

const spoken = signal("");

export function Verdict({ store }: { store: Store }) {
  const { main, atOnce } = store.answer.value;
  const { model } = store;
  const asked = model.question !== null;
  const happening = store.happening(main);
  const all = happening === main.outcomes.length && happening > 0;
  const short = !asked
    ? ends(model, main.outcomes)
    : all
      ? "Yes."
      : happening
        ? "It depends."
        : main.outcomes.length
          ? "No."
          : "Not by pure play.";
  const rest = asked ? `${event(model)} ${among(happening, main)}.` : `${outcomes(main)}.`;
  const other =
    main === atOnce
      ? ""
      : ` All at once: ${asked ? among(store.happening(atOnce), atOnce) : outcomes(atOnce)}.`;
  const changed = store.changed.value;
  const state = changed
    ? `${changed} ${changed === 1 ? "assumption" : "assumptions"} changed.`
    : "As in the assessment.";
  const words = `${short} ${rest}${other} ${state}`;
  speak(words);
  const open = [main, atOnce].some((reading) => !reading.proven);
  return (
    <>
      <div class={`try-verdict ${happening ? "try-happens" : ""}`}>
        <p>
          <strong>{short}</strong> <span>{rest}</span> <span class="try-state">{state}</span>
        </p>
        <p class="try-hidden" role="status" aria-live="polite">
          {spoken.value}
        </p>
      </div>
      {other && <p class="try-other">{other.trim()}</p>}
      {open && (
        <details class="try-settles">
          <summary>
            Where it says "without randomising" there may be more outcomes: the command that settles it
          </summary>
          <pre tabIndex={0}>{settling(model, store.settings.value)}</pre>
        </details>
      )}
    </>
  );
}

function outcomes({ outcomes: { length }, proven }: Reading): string {
  const listed = length === 0 ? "no pure outcome" : length === 1 ? "one outcome" : `${length} outcomes`;
  return proven ? `${listed}, proven to be all` : `${listed} without randomising`;
}

function among(happening: number, reading: Reading): string {
  const count = reading.outcomes.length;
  const sure = reading.proven ? "proven to be all" : "without randomising";
  if (!count) return "has no pure outcome to happen in";
  if (count === 1) return `${happening ? "happens in" : "does not happen in"} the only outcome (${sure})`;
  return `happens in ${happening || "none"} of ${count} outcomes (${sure})`;
}

let last = 0;
let waiting = 0;

/** Say the verdict, but at most once a second: of many that follow each other only the latest. */
function speak(words: string): void {
  const latest = useRef(words);
  latest.current = words;
  useEffect(() => {
    if (words === spoken.peek() || waiting) return;
    waiting = window.setTimeout(
      () => {
        [last, waiting] = [Date.now(), 0];
        spoken.value = latest.current;
      },
      Math.max(0, last + PAUSE - Date.now()),
    );
  }, [words]);
}
