import { signal } from "@preact/signals";
import { Controls } from "./controls.tsx";
import { Handing } from "./handing.tsx";
import { Margins } from "./margins.tsx";
import { Play } from "./play.tsx";
import { RegionMap } from "./regions.tsx";
import type { Store } from "./state.ts";
import { Structures } from "./structures.tsx";
import { Verdict } from "./verdict.tsx";
import { WalkPart } from "./walk.tsx";

export function Explorer({ store }: { store: Store }) {
  return (
    <>
      <Verdict store={store} />
      <Remarks store={store} />
      <div class="try-columns">
        <div class="try-result">
          <WalkPart store={store} />
          <Structures store={store} />
          <Play store={store} />
          <Margins store={store} />
          <RegionMap store={store} />
        </div>
        <div class="try-controls">
          <Handing store={store} />
          <Controls store={store} find={signal("")} />
        </div>
      </div>
    </>
  );
}

function Remarks({ store }: { store: Store }) {
  const remarks = store.remarks.value;
  if (!remarks.length) return null;
  return (
    <div class="try-remarks" role="alert">
      <p>Not everything was set:</p>
      <ul>
        {remarks.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </div>
  );
}
