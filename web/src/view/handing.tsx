import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { command, python } from "../link.ts";
import type { Store } from "./state.ts";

/** Reset, and what is handed on; where there is no clipboard, the text is shown to be selected. */
export function Handing({ store }: { store: Store }) {
  const text = useSignal("");
  const said = useSignal("");
  const copy = async (what: string, words: string) => {
    try {
      await navigator.clipboard.writeText(words);
      [said.value, text.value] = [`${what} copied.`, ""];
    } catch {
      [said.value, text.value] = [`${what}, to select and copy:`, words];
    }
  };
  const { model } = store;
  const link = () => `${location.href.split("#", 1)[0]}#?${store.query}`;
  return (
    <div class="try-handing">
      <div class="try-buttons">
        <button type="button" onClick={() => store.reset()}>
          Reset
        </button>
        <button type="button" onClick={() => copy("Link", link())}>
          Copy link
        </button>
        <button type="button" onClick={() => copy("Command", command(model, store.settings.value))}>
          Copy command
        </button>
        <button type="button" onClick={() => copy("Settings", python(model, store.settings.value))}>
          Copy settings as Python
        </button>
      </div>
      <p role="status" class="try-note">
        {said.value}
      </p>
      {text.value && <Selected words={text.value} />}
    </div>
  );
}

function Selected({ words }: { words: string }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.select();
  }, [words]);
  return <textarea ref={area} readOnly rows={4} aria-label="Text to copy" value={words} />;
}
