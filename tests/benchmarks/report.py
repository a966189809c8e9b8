"""How long the report takes, how large it is, and how soon a browser shows it; prints a Markdown table.

Each report is made in a process of its own, started twice; the second start is warm and is reported. The
larger scenario has 6 players and 60 considerations.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LARGER = """
[scenario]
title = "What do six players do?"
date = 2026-01-01
reference = {{ {reference} }}
order = [{order}]
question = {{ p0 = "s1" }}

{players}
{considerations}
"""


def larger() -> str:
    """Write a scenario of 6 players with 2 or 3 strategies and 10 considerations each."""
    names = [f"p{k}" for k in range(6)]
    counts = [3, 3, 2, 2, 2, 2]
    players, ends = [], []
    for k, (name, count) in enumerate(zip(names, counts, strict=True)):
        strategies = ", ".join(f's{a} = "does {a}"' for a in range(count))
        players.append(f"[players.{name}]\nstrategies = {{ {strategies} }}")
        for j in range(10):
            other = names[(k + 1 + j % 5) % 6]
            size = (1, -1, 2, -2, 1)[(j + k) % 5]
            when = f'{{ {name} = "s1", {other} = "s1" }}' if j % 2 else f'{{ {name} = "s1" }}'
            ends.append(
                f'[considerations.{name}.k{j}]\nsentence = "It matters."\njudged = "Made up."\n'
                f"effects = [{{ when = {when}, adds = {size} }}]"
            )
    return LARGER.format(
        reference=", ".join(f'{name} = "s0"' for name in names),
        order='"p0", "p1", ["p2", "p3"], ["p4", "p5"]',
        players="\n".join(players),
        considerations="\n".join(ends),
    )


def timed(arguments: list[str]) -> tuple[float, float]:
    """Return the seconds of a command by the clock, and those of the processor."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "belarusgame", *arguments], capture_output=True, check=False)
    elapsed, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    return elapsed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def opening(path: Path) -> str:
    """Return how soon Chromium shows a page, if there is one."""
    browser = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return "not measured"
    if browser is None:
        return "not measured"
    with sync_playwright() as running:
        page = running.chromium.launch(executable_path=browser, args=["--no-sandbox"]).new_page()
        start = time.perf_counter()
        page.goto(path.as_uri())
        return f"{time.perf_counter() - start:.2f}"


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        big = Path(folder) / "larger.toml"
        big.write_text(larger(), encoding="utf-8")
        print("| report, warm | seconds | processor seconds | kB | seconds until shown |")
        print("|---|---|---|---|---|")
        for name, file in (("built-in scenario", "belarus-2022"), ("6 players, 60 considerations", str(big))):
            target = Path(folder) / "report.html"
            for _ in range(2):
                elapsed, worked = timed(["report", file, "-o", str(target), "--force"])
            size = target.stat().st_size / 1000
            print(f"| {name} | {elapsed:.1f} | {worked:.1f} | {size:.0f} | {opening(target)} |", flush=True)


if __name__ == "__main__":
    main()
