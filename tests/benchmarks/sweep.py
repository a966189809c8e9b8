"""How many games a second does a sweep solve? Prints a markdown table; run it with nothing else running.

``python tests/benchmarks/sweep.py`` takes a minute; with ``--long`` it also sweeps 100 million draws. What a
second process gains is measured in ``sweep_scaling.py``.
"""

import argparse
import os
import resource
import time

import numpy as np

import belarusgame as bg
from belarusgame.explore import sweep
from belarusgame.explore.sampling.compiled_scenario import make_layout
from belarusgame.explore.sampling.draws import BLOCK, make_draws
from belarusgame.explore.sampling.kernels.buffers import allocate
from belarusgame.explore.sampling.kernels.pure import decide, solve_pure

PLAIN = {"logit": 0, "conventions": False, "progress": False}


def timed(action, repeats=3):
    """Return the least time of several runs, in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def kernel_alone(scenario):
    """Return the seconds a draw that the pure kernel takes on one core, the draws being made."""
    draws = make_draws(scenario, 1)
    layout = make_layout(scenario, draws, "pure")
    values, buffers = draws.values(0, BLOCK), allocate(layout)
    bits = np.zeros((BLOCK, layout.replies.shape[2]), dtype=np.uint64)
    hard = np.zeros(BLOCK, dtype=np.uint8)

    def blocks():
        for _ in range(100):
            decide(layout, values, buffers, hard)
            solve_pure(layout, values, buffers, bits, hard)

    blocks()
    return timed(blocks) / (100 * BLOCK)


def by_numpy(scenario, count=20_000):
    """Return the seconds a draw of vectorised numpy: draw all weights and drivers, then compare by maxima."""
    features, generator = scenario.features(), np.random.default_rng(1)
    names = [driver.name for driver in scenario.drivers]

    def triangular(span):
        return generator.triangular(float(span.low), float(span.likely), float(span.high), count)

    def solve():
        factors = np.stack([triangular(c.weight) for c in scenario.considerations])
        levels = [triangular(driver.level) for driver in scenario.drivers]
        for k, name in enumerate(features.driver):
            if name is not None:
                factors[k] *= levels[names.index(name)]
        stable = np.ones((count, *scenario.labels.counts), dtype=bool)
        for i in range(len(scenario.players)):
            own = features.owner == i
            payoffs = np.einsum("kn,k...->n...", factors[own], features.values[own], optimize=True)
            stable &= payoffs >= payoffs.max(axis=i + 1, keepdims=True) - 1e-9
        return stable.any()

    return timed(solve) / count


def by_pygambit(scenario, count=200):
    """Return the seconds a draw of a loop over pygambit, None where it is not installed."""
    try:
        import pygambit
    except ImportError:
        return None
    build = getattr(pygambit, "StrategicGame", pygambit.Game).from_arrays  # a class of its own since 17
    games = [scenario.game().payoffs for _ in range(count)]

    def solve():
        for payoffs in games:
            pygambit.nash.enumpure_solve(build(*payoffs))

    return timed(solve, 1) / count


def main():
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--long", action="store_true", help="also sweep 10 and 100 million draws")
    arguments = parser.parse_args()
    scenario = bg.load_scenario("belarus-2022")
    rows = []
    for concept in ("pure", "sequential"):
        sweep(scenario, 1000, concept=concept, **PLAIN)
        seconds = timed(lambda: sweep(scenario, 4_000_000, 1, concept=concept, **PLAIN))  # noqa: B023
        rows.append((f"{concept}, drawing included, threads", 4e6 / seconds))
    rows.append(("pure, kernel alone, one core", 1 / kernel_alone(scenario)))
    numpy_seconds = by_numpy(scenario)
    rows.append(("pure, vectorised numpy, drawing included", 1 / numpy_seconds))
    gambit = by_pygambit(scenario)
    rows += [] if gambit is None else [("pure, loop over pygambit, no drawing", 1 / gambit)]
    sweep(scenario, 100, conventions=False, progress=False)
    seconds = timed(lambda: sweep(scenario, 20_000, 1, logit=20_000, conventions=False, progress=False), 2)
    rows.append(("sequential with logit", 20_000 / seconds))
    sweep(scenario, 500, 1, concept="nash", **PLAIN)
    start = time.perf_counter()
    nash = sweep(scenario, 20_000, 2, concept="nash", **PLAIN)
    rows.append((f"nash ({nash.undecided:.2%} partial)", 20_000 / (time.perf_counter() - start)))
    print(f"{os.cpu_count()} cores; games a second\n\n| work | games/s |\n|---|---|")
    for name, rate in rows:
        print(f"| {name} | {rate:,.0f} |")
    print(f"\npure: {numpy_seconds * rows[0][1]:.0f} times numpy")
    if gambit is None:
        print("pygambit is not installed, so nothing is compared with it")
    if arguments.long:
        long_run(scenario)


def long_run(scenario):
    """Sweep 10 and 100 million draws; print the times and the most memory used."""
    seconds = {}
    for draws in (10_000_000, 100_000_000):
        start = time.perf_counter()
        sweep(scenario, draws, 1, **PLAIN)
        seconds[draws] = time.perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{draws:,} draws: {seconds[draws]:.1f} s, at most {memory:.0f} MB so far")
    print(f"ten times the draws: {seconds[100_000_000] / seconds[10_000_000]:.2f} times the time")


if __name__ == "__main__":
    main()
