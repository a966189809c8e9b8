"""How fast are all equilibria found, and does Gambit find them too? Prints tables in Markdown.

Run it with ``python tests/benchmarks/all_equilibria.py``; ``--quick`` leaves out the slow games, and
``--patience SECONDS`` says how long one game may take Gambit. The games of the first table are random ones,
drawn as ``rng = np.random.default_rng(seed)``, then one ``rng.uniform(-1, 1, shape)`` a player; those of the
second are degenerate. A time ends when the equilibria are recorded, that is when they are looked at, with
what everybody gets and regrets; Gambit has recorded its profiles when it returns. The boxes around them,
which Gambit has none of, are made when one of them is looked at. "Gambit's, found" counts the profiles that
Gambit returns and that are listed here too (within 1e-5), "refuted" those that are no equilibria: somebody
gains more than 1e-5 by deviating.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

import belarusgame as bg
from belarusgame.solve.all_equilibria import all_equilibria

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
import json, sys, time, pygambit, belarusgame as bg
game = bg.Game(json.load(sys.stdin))
theirs = bg.exchange.to_pygambit(game)
begin = time.perf_counter()
found = pygambit.nash.enumpoly_solve(theirs, use_strategic=True).equilibria
seconds = time.perf_counter() - begin
profiles = [[[float(x[player][s]) for s in own] for player, own in game.strategies.items()] for x in found]
json.dump([seconds, profiles], sys.stdout)
"""
#: Profiles nearer than this are the same, and gains smaller than this are none: Gambit rounds.
NEAR = 1e-5


# What a new process runs, to time its first call.
FIRST = """
import time, numpy as np, belarusgame as bg
game = bg.Game(np.random.default_rng(1).uniform(-1, 1, (3, 2, 2, 2)))
begin = time.perf_counter()
bg.solve.all_equilibria(game)
print(time.perf_counter() - begin)
"""


def first_calls() -> list[float]:
    """Return the seconds of the first call in two new processes; the first finds nothing compiled."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {**os.environ, "NUMBA_CACHE_DIR": folder}
        program = [sys.executable, "-c", FIRST]
        return [float(subprocess.check_output(program, env=settings, text=True)) for _ in range(2)]


def random_game(shape: Sequence[int], seed: int) -> bg.Game:
    rng = np.random.default_rng(seed)
    return bg.Game([rng.uniform(-1, 1, shape) for _ in shape])


def belarus() -> bg.Game:
    return bg.load_scenario("belarus-2022").game()


def degenerate_games() -> dict[str, bg.Game]:
    """Return games whose equilibria are not all isolated, or not all regular."""
    small = random_game((2, 2, 2), 0).payoffs
    dummy = np.concatenate([np.repeat(small[..., None], 2, axis=4), np.zeros((1, 2, 2, 2, 2))])
    mixed = random_game((2, 2, 2), 2).payoffs
    unanimity = np.zeros((4, 2, 2, 2, 2))
    unanimity[:, 0, 0, 0, 0], unanimity[:, 1, 1, 1, 1] = 1.0, 2.0
    cycle = np.zeros((3, 2, 2, 2))
    for i, (a, b) in enumerate([(1, 2), (2, 0), (0, 1)]):
        for profile in np.ndindex(2, 2, 2):
            cycle[(i, *profile)] = profile[i] * (profile[a] - profile[b])
    return {
        "a fourth player without influence": bg.Game(dummy),
        "a strategy twice": bg.Game(np.concatenate([mixed, mixed[:, :1]], axis=1)),
        "2x2x2, all payoffs zero": bg.Game(np.zeros((3, 2, 2, 2))),
        "unanimity of four": bg.Game(unanimity),
        "a curve of mixed equilibria": bg.Game(cycle),
    }


def by_gambit(game: bg.Game, patience: float) -> tuple[float, list[Any]] | None:
    """Return Gambit's time and the profiles that it finds, None if its patience ended."""
    program = [sys.executable, "-c", GAMBIT]
    payoffs = json.dumps(game.payoffs.tolist())
    try:
        answer = subprocess.run(
            program, input=payoffs, capture_output=True, text=True, timeout=patience, check=True
        )
    except subprocess.TimeoutExpired:
        return None
    seconds, profiles = json.loads(answer.stdout)
    return seconds, [[np.array(vector) for vector in profile] for profile in profiles]


def compare(game: bg.Game, solution: Any, profiles: list[Any]) -> tuple[int, int]:
    """Return how many profiles are listed in a solution, and how many of the others are no equilibria."""
    listed = refuted = 0
    for profile in profiles:
        near = (
            max(np.abs(x - y).max() for x, y in zip(profile, e.mixed, strict=True)) < NEAR
            for e in solution.equilibria
        )
        if any(near):
            listed += 1
        elif max(game.regret(profile).values()) > NEAR:
            refuted += 1
    return listed, refuted


def measured(name: str, games: Sequence[bg.Game], patience: float | None) -> str:
    """Return a line of the first table; Gambit is compared with if it is given any patience."""
    times: list[float] = []
    calls: list[float] = []
    solutions: list[Any] = []
    for game in games:
        begin = time.perf_counter()
        solutions.append(all_equilibria(game))
        calls.append(time.perf_counter() - begin)
        len(solutions[-1].equilibria)  # they are recorded when they are looked at
        times.append(time.perf_counter() - begin)
    cells = [
        name,
        f"{len(games)}",
        f"{sum(solution.status == 'complete' for solution in solutions)}",
        f"{1e3 * statistics.median(times):.2f}",
        f"{1e3 * statistics.median(calls):.2f}",
        f"{1e3 * max(times):.2f}",
        f"{sum(len(solution.equilibria) for solution in solutions)}",
    ]
    if patience is not None:
        theirs = [by_gambit(game, patience) for game in games]
        spent = [patience if answer is None else answer[0] for answer in theirs]
        finished = [(g, s, a[1]) for g, s, a in zip(games, solutions, theirs, strict=True) if a is not None]
        found = [compare(*one) for one in finished]
        cells += [
            f"{1e3 * statistics.median(spent):.1f}",
            f"{len(finished)}",
            f"{sum(len(s.equilibria) for _, s, _ in finished)}",
            f"{sum(len(profiles) for *_, profiles in finished)}",
            f"{sum(listed for listed, _ in found)}",
            f"{sum(refuted for _, refuted in found)}",
            f"{'' if finished else 'more than '}{statistics.median(spent) / statistics.median(times):.0f}",
        ]
    return line(cells)


def line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def degenerate_line(name: str, game: bg.Game) -> str:
    """Return a line of the second table."""
    begin = time.perf_counter()
    solution = all_equilibria(game)
    seconds = time.perf_counter() - begin
    counts = len(solution.equilibria), len(solution.components), len(solution.unresolved)
    return line([name, solution.status, *map(str, counts), f"{1e3 * seconds:.1f}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--patience", type=float, default=60.0)
    settings = parser.parse_args()
    gambit = importlib.util.find_spec("pygambit") is not None
    first, later = first_calls()
    print(f"First call with nothing compiled: {first:.1f} s; in a later process: {later:.1f} s\n")
    all_equilibria(random_game((2, 2, 2), 1))
    head = ["game", "games", "complete", "median ms", "until the call returns", "worst ms", "equilibria"]
    if gambit:
        head += ["Gambit median ms", "finished", "of these: equilibria here", "Gambit's"]
        head += ["Gambit's, found", "Gambit's, refuted", "times faster"]
    else:
        print("pygambit is not installed (the extra `gambit`), so there is no comparison.\n")
    print(line(head) + "\n|" + " --- |" * len(head))
    patience = settings.patience if gambit else None
    print(measured("Belarus, likely weights", [belarus()], patience), flush=True)
    for shape, seeds in FAMILIES:
        if not (settings.quick and shape in SLOW):
            games = [random_game(shape, seed) for seed in range(seeds)]
            print(measured("x".join(map(str, shape)), games, patience), flush=True)
    head = ["degenerate game", "status", "equilibria", "components", "unresolved", "ms"]
    print("\n" + line(head) + "\n|" + " --- |" * len(head))
    for name, game in degenerate_games().items():
        print(degenerate_line(name, game))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # in KiB on Linux
    print(f"\nLargest memory of the process: {peak:.0f} MiB")


if __name__ == "__main__":
    main()
