"""How long do sweeps take in which players move together? Prints a markdown table.

``python tests/benchmarks/groups.py`` takes half a minute, after the first run, in which code is compiled.
Times are processor times.
"""

import sys
import time
from pathlib import Path

import numpy as np

import belarusgame as bg
from belarusgame.explore.sampling.compiled_scenario import make_layout
from belarusgame.explore.sampling.draws import make_draws
from belarusgame.explore.sampling.kernels import allocate, decide, solve_sequential
from belarusgame.explore.sampling.logit_sample import payoffs_at, sequential_chances

sys.path.insert(0, str(Path(__file__).parents[1]))
from first_edition import first_edition

CASES = Path(__file__).parents[1] / "data" / "cases"
PLAIN = {"logit": 0, "conventions": False, "progress": False}
#: Groups of two and of three, and groups in the middle.
ORDERS = (
    ["lukashenko", ["putin", "west", "china"]],
    ["china", ["lukashenko", "putin", "west"]],
    [["putin", "lukashenko"], ["west", "china"]],
    ["west", ["putin", "lukashenko"], "china"],
)


def swept(scenario, draws):
    """Return the seconds that a sweep takes, and the share that it leaves undecided."""
    bg.explore.sweep(scenario, 4096, 1, **PLAIN)
    start = time.process_time()
    found = bg.explore.sweep(scenario, draws, 1, **PLAIN)
    return time.process_time() - start, found.undecided


def mistakes(scenario, count=4096):
    """Return how many times as long sequential logit takes as backward induction, in the same draws."""
    draws = make_draws(scenario, 1)
    layout, values = make_layout(scenario, draws, "sequential"), np.ascontiguousarray(draws.values(0, count))
    payoffs, buffers = payoffs_at(layout, values), allocate(layout)
    base = list(scenario.game().base_measure().values())
    bits, hard = np.zeros((count, layout.replies.shape[2]), dtype=np.uint64), np.zeros(count, dtype=np.uint8)

    def induction():
        decide(layout, values, buffers, hard)
        solve_sequential(layout, values, buffers, bits, hard)

    def logit():
        sequential_chances(layout, payoffs, base, np.full(count, 2.0))

    times = []
    for action in (induction, logit):
        action()
        start = time.process_time()
        for _ in range(5):
            action()
        times.append(time.process_time() - start)
    return times[1] / times[0], times[1] / (5 * count)


def main():
    """Print the table."""
    print("| sweep | draws | seconds | undecided |\n|---|---|---|---|")
    built_in = bg.load_scenario("belarus-2022")
    jobs = [(path.stem, bg.load_scenario(path), 100_000) for path in sorted(CASES.glob("*.toml"))]
    without = first_edition()  # a delegation forbids orders in which who decides moves later
    jobs += [(str(order), without.ordering(order), 20_000) for order in ORDERS]
    for name, scenario, draws in jobs:
        seconds, undecided = swept(scenario, draws)
        print(f"| {name} | {draws:,} | {seconds:.2f} | {undecided:.2%} |", flush=True)
    one_by_one = built_in.ordering(["putin", "lukashenko", "west", "china"])
    for name, scenario in (("one by one", one_by_one), ("west and china together", built_in)):
        times, seconds = mistakes(scenario)
        each = f"{seconds * 1e6:.1f} microseconds a draw"
        print(f"\nSequential logit, {name}: {times:.1f} times backward induction, {each}.")


if __name__ == "__main__":
    main()
