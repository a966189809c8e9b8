import { effect } from "@preact/signals";
import { render } from "preact";
import { AS_CODED, type Model } from "../model.ts";
import { situation } from "../payoffs.ts";
import { approx } from "../exact.ts";
import { fromLink, likelyRationality } from "../link.ts";
import { sequentialLogit } from "../logit.ts";
import { regionMap } from "../map.ts";
import { Explorer } from "./explorer.tsx";
import { answered, Store } from "./state.ts";

/** How long the hand must rest before the address follows. */
const RESTS = 300;

declare global {
  interface Window {
    /** The same answers without the view: for whoever wants to check them. */
    explorer: unknown;
  }
}

function begin(): void {
  const section = document.getElementById("try");
  const root = document.getElementById("explorer");
  const data = document.getElementById("explorer-data")?.textContent;
  if (!section || !root || !data) return;
  const model = JSON.parse(data) as Model;
  const store = new Store(model);
  const follow = () => {
    if (location.hash.startsWith("#?")) store.open(location.hash.slice(2));
  };
  follow();
  addEventListener("hashchange", follow);
  let waiting = 0;
  let first = true;
  effect(() => {
    const { query } = store;
    clearTimeout(waiting);
    if (!first) waiting = window.setTimeout(() => remember(query), RESTS);
    first = false;
  });
  window.explorer = {
    answer: (query: string) => {
      const { settings, remarks } = fromLink(model, query);
      const { payoffs, main, atOnce } = answered(model, settings);
      const level = approx(settings.rationality ?? likelyRationality(model));
      const logit = sequentialLogit(payoffs, level);
      const told = ({ outcomes, randomising }: typeof main) => ({
        outcomes,
        randomising: randomising.length > 0,
      });
      return { remarks, sequential: told(main), pure: told(atOnce), logit: logit && [...logit] };
    },
    map: (x: string, y: string, concept: "sequential" | "pure") =>
      regionMap(situation(model, AS_CODED), x, y, concept),
  };
  render(<Explorer store={store} />, root);
  for (const hidden of document.querySelectorAll("[data-explorer]")) hidden.removeAttribute("hidden");
  if (location.hash.startsWith("#?")) section.scrollIntoView();
}

/** Put the settings into the address; a frame may forbid that, and then the copied link does it. */
function remember(query: string): void {
  try {
    if (query) history.replaceState(null, "", `#?${query}`);
    else if (location.hash.startsWith("#?")) history.replaceState(null, "", "#");
  } catch {
    // nothing is lost: "Copy link" writes the link out
  }
}

begin();
