"""How fast are all equilibria found, and does Gambit find them too? Prints a table in Markdown.

Run it with ``python tests/benchmarks/all_equilibria.py``; ``--quick`` leaves out the slow games, and
``--patience SECONDS`` says how long one game may take Gambit. The games are random ones, drawn as
``rng = np.random.default_rng(seed)``, then one ``rng.uniform(-1, 1, shape)`` a player.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

import numpy as np

import belarusgame as bg
from belarusgame.solve.every_equilibrium import all_equilibria

FAMILIES: list[tuple[tuple[int, ...], int]] = [
    ((2, 2, 2, 2), 10),
    ((2, 2, 2, 2, 2), 10),
    ((2, 3, 4), 10),
    ((3, 2, 4, 2), 10),
    ((3, 3, 3), 10),
    ((4, 4, 4), 5),
    ((3, 3, 3, 3), 20),
    ((5, 5, 5), 3),
]
SLOW = {(5, 5, 5)}

# What another process runs, so that a game on which Gambit hangs can be given up.
GAMBIT = """
import sys, time, numpy as np, pygambit
shape, seed = eval(sys.argv[1]), int(sys.argv[2])
rng = np.random.default_rng(seed)
game = pygambit.Game.from_arrays(*[rng.uniform(-1, 1, shape) for _ in shape])
begin = time.perf_counter()
found = pygambit.nash.enumpoly_solve(game, use_strategic=True)
print(time.perf_counter() - begin, len(found.equilibria))
"""


def random_game(shape: Sequence[int], seed: int) -> bg.Game:
    rng = np.random.default_rng(seed)
    return bg.Game([rng.uniform(-1, 1, shape) for _ in shape])


def by_gambit(shape: Sequence[int], seed: int, patience: float) -> tuple[float, int] | None:
    """Return Gambit's time and number of equilibria, None if its patience ended."""
    program = [sys.executable, "-c", GAMBIT, repr(tuple(shape)), str(seed)]
    try:
        answer = subprocess.run(program, capture_output=True, text=True, timeout=patience, check=True)
    except subprocess.TimeoutExpired:
        return None
    seconds, count = answer.stdout.split()
    return float(seconds), int(count)


def row(shape: Sequence[int], seeds: int, *, gambit: bool, patience: float) -> str:
    times: list[float] = []
    counts: list[int] = []
    complete = 0
    theirs: list[tuple[float, int] | None] = []
    for seed in range(seeds):
        game = random_game(shape, seed)
        begin = time.perf_counter()
        solution = all_equilibria(game)
        times.append(time.perf_counter() - begin)
        counts.append(len(solution.equilibria))
        complete += solution.status == "complete"
        if gambit:
            theirs.append(by_gambit(shape, seed, patience))
    cells = [
        "x".join(map(str, shape)),
        str(seeds),
        f"{complete}",
        f"{1e3 * statistics.median(times):.2f}",
        f"{1e3 * max(times):.2f}",
        f"{sum(counts)}",
    ]
    if gambit:
        finished = [answer for answer in theirs if answer is not None]
        spent = [patience if answer is None else answer[0] for answer in theirs]
        ratio = statistics.median(spent) / statistics.median(times)
        known = sum(count for count, answer in zip(counts, theirs, strict=True) if answer is not None)
        cells += [
            f"{1e3 * statistics.median(spent):.1f}",
            f"{len(finished)}",
            f"{sum(count for _, count in finished)} of {known}",
            f"{ratio:.0f}",
        ]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--patience", type=float, default=60.0)
    settings = parser.parse_args()
    gambit = importlib.util.find_spec("pygambit") is not None
    begin = time.perf_counter()
    all_equilibria(random_game((2, 2, 2), 1))
    print(f"first call, compiling or loading: {time.perf_counter() - begin:.1f} s\n")
    head = ["game", "seeds", "complete", "median ms", "worst ms", "equilibria"]
    if gambit:
        head += ["Gambit median ms", "finished", "its equilibria", "times faster"]
    else:
        print("pygambit is not installed (the extra `gambit`), so there is no comparison.\n")
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for shape, seeds in FAMILIES:
        if not (settings.quick and shape in SLOW):
            print(row(shape, seeds, gambit=gambit, patience=settings.patience), flush=True)


if __name__ == "__main__":
    main()
