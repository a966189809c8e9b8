"""Do two processes sweep nearly twice as fast as one? Prints a markdown table.

``python tests/benchmarks/sweep_scaling.py`` takes a minute. Wall-clock times say something only if two cores
are free, so each row begins with a test of that: how much more two processes that only count do than one. The
CPU seconds say much the same whoever else is at work: with two cores free the work takes half of what the two
processes use, and at most all that the parent uses while it hands out the work and adds up the answers.
"""

import argparse
import os
import time
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

import belarusgame as bg
from belarusgame.explore import sweep

PLAIN = {"logit": 0, "conventions": False, "progress": False}
WARM = 1_000_000


class Here:
    """An executor that does the work at once, in this thread."""

    def submit(self, function, *arguments):
        future = Future()
        future.set_result(function(*arguments))
        return future


def count_to(number):
    """Use a core for a while; return the seconds that it took."""
    start, total = time.perf_counter(), 0
    for n in range(number):
        total += n * n
    return time.perf_counter() - start


def used(pause):
    """Return the process and the CPU seconds that it has used; the pause gives every worker its turn."""
    time.sleep(pause)
    return os.getpid(), time.process_time()


def used_by_all(pool):
    """Return the CPU seconds that both workers have used."""
    reports = dict(future.result() for future in [pool.submit(used, 0.2) for _ in range(2)])
    assert len(reports) == 2, "one worker answered for both"
    return sum(reports.values())


def free_cores(pool, number=4_000_000):
    """Return how much two processes that only count do in the time of one; 2 if two cores are free."""
    alone = pool.submit(count_to, number).result()
    both = [future.result() for future in [pool.submit(count_to, number) for _ in range(2)]]
    return 2 * alone / max(alone, *both)


def measured(scenario, draws, pool):
    """Return one row of the table, and the ratio by CPU seconds."""
    free = free_cores(pool)
    start, processor = time.perf_counter(), time.process_time()
    alone = sweep(scenario, draws, 1, executor=Here(), **PLAIN)
    wall_one, cpu_one = time.perf_counter() - start, time.process_time() - processor
    before, start, processor = used_by_all(pool), time.perf_counter(), time.process_time()
    shared = sweep(scenario, draws, 1, executor=pool, **PLAIN)
    wall_two, parent = time.perf_counter() - start, time.process_time() - processor
    workers = used_by_all(pool) - before
    assert shared.counts == alone.counts, "the results differ"
    by_cpu = cpu_one / (workers / 2 + parent)
    columns = (free, wall_one, wall_two, wall_one / wall_two, cpu_one, workers, parent, by_cpu)
    return "| " + " | ".join(f"{number:.2f}" for number in columns) + " |"


def main():
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--draws", type=int, default=20_000_000, help="of each sweep")
    parser.add_argument("--repeats", type=int, default=3, help="how many rows")
    arguments = parser.parse_args()
    scenario = bg.load_scenario("belarus-2022")
    print(f"{arguments.draws:,} draws, concept sequential, {os.cpu_count()} cores; seconds\n")
    print(
        "| cores free | one, wall | two, wall | times faster | one, CPU | two, CPU | parent, CPU | by CPU |"
    )
    print("|---|---|---|---|---|---|---|---|")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        sweep(scenario, WARM, 1, executor=Here(), **PLAIN)
        sweep(scenario, WARM, 1, executor=pool, **PLAIN)
        for _ in range(arguments.repeats):
            print(measured(scenario, arguments.draws, pool), flush=True)


if __name__ == "__main__":
    main()
