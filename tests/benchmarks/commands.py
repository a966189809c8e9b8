"""How long the commands take that an analyst types; prints a Markdown table.

Each row is a process of its own, started twice: the first start may compile and writes what is kept on disk,
the second one is warm and is reported. On a busy machine the processor time says more than the clock.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "seeds"

COMMANDS = {
    "main job, all headlines": [],
    "main job, no headlines": ["assess", "--draws", "0"],
    "the first screen alone": ["assess", "--brief"],
    "check": ["check"],
    "check --strength": ["check", "--strength"],
    "status-quo": ["status-quo"],
    "compare, two codings": ["compare", str(SEEDS / "belarus-2022.toml"), str(SEEDS / "codings/second.toml")],
    "equilibria": ["equilibria"],
    "sweep, 100,000 draws": ["sweep"],
    "tipping-points": ["tipping-points"],
    "tipping-points, pure": ["tipping-points", "--concept", "pure"],
    "guarantee": ["guarantee"],
    "guarantee, nash": ["guarantee", "--concept", "nash"],
    "sensitivity": ["sensitivity"],
    "sensitivity, logit": ["sensitivity", "--output", "logit"],
    "claims": ["claims"],
    "--help": ["--help"],
}


def seconds(arguments: list[str]) -> tuple[float, float]:
    """Return the seconds that a command took by the clock, and those of the processor."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "belarusgame", *arguments], capture_output=True, check=False)
    elapsed, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):  # 1: something was refuted
        raise SystemExit(done.stderr.decode())
    return elapsed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


print("| command, warm | seconds | processor seconds |\n|---|---|---|")
for name, arguments in COMMANDS.items():
    seconds(arguments)
    elapsed, worked = seconds(arguments)
    print(f"| {name} | {elapsed:.2f} | {worked:.2f} |", flush=True)
