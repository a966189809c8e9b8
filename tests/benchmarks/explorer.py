"""How fast the report's explorer answers a moving hand, and one region map; prints a Markdown table.

400 changes of random controls of the built-in scenario's report, in Chromium: computing, drawing and layout.
"""

import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

import belarusgame as bg

#: Change a random control, let everything be drawn, and force the layout.
CHANGES = """async count => {
  let seed = 7;
  const dice = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  document.querySelectorAll('#try details').forEach(d => { d.open = true; });
  await new Promise(done => setTimeout(done, 200));
  const found = [];
  for (let k = 0; k < count; k++) {
    const all = [...document.querySelectorAll(
      '#try input:not([type=search]), #try .try-controls select, #try .try-result button')];
    const one = all[Math.floor(dice() * all.length)];
    const started = performance.now();
    if (one.type === 'range') {
      one.value = String(+one.min + dice() * (one.max - one.min));
      one.dispatchEvent(new Event('input', { bubbles: true }));
    } else if (one.localName === 'select') {
      one.selectedIndex = Math.floor(dice() * one.options.length);
      one.dispatchEvent(new Event('change', { bubbles: true }));
    } else one.click();
    for (let wait = 0; wait < 5; wait++) await null;
    document.body.getBoundingClientRect();
    found.push(performance.now() - started);
    await new Promise(done => setTimeout(done, 0));
  }
  return found.sort((a, b) => a - b);
}"""

MAPS = """pairs => {
  const found = [];
  for (const [x, y] of pairs) {
    const started = performance.now();
    explorer.map(x, y, 'sequential');
    found.push(performance.now() - started);
  }
  return found.sort((a, b) => a - b);
}"""


def part(found: list[float], share: float) -> str:
    """Return a quantile of sorted times."""
    return f"{found[min(len(found) - 1, int(share * len(found)))]:.1f}"


def main() -> None:
    """Print the table."""
    scenario = bg.load_scenario()
    page_made = bg.report.page(bg.report.assess(scenario, draws=1000, brief=True))
    names = [e.name for e in scenario.inputs("weight") if e.range.low < e.range.high]
    pairs = [[x, y] for k, x in enumerate(names) for y in names[k + 1 :]]
    print("| explorer, built-in scenario | median ms | 95 % ms | greatest ms |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        path = Path(folder) / "report.html"
        page_made.save(path)
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width in (1440, 360):
            page = browser.new_page(viewport={"width": width, "height": 900})
            started = time.perf_counter()
            page.goto(path.as_uri())
            opened = time.perf_counter() - started
            found = page.evaluate(CHANGES, 400)
            print(f"| 400 changes, {width} px | {part(found, 0.5)} | {part(found, 0.95)} | {found[-1]:.1f} |")
        maps = page.evaluate(MAPS, pairs)
        times = f"{part(maps, 0.5)} | {part(maps, 0.95)} | {maps[-1]:.1f}"
        print(f"| one map of two inputs, {len(pairs)} pairs | {times} |")
        print(f"\nThe page has {path.stat().st_size / 1000:.0f} kB and opens in {opened:.2f} s.")
        browser.close()


if __name__ == "__main__":
    main()
