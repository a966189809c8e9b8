"""How does the cost of all equilibria grow with players and strategies? Prints tables in Markdown.

``python tests/benchmarks/how_cost_grows.py --seconds 60`` leaves out games that would take longer; by default
they may take ten minutes. With ``--players 3 6`` only games of so many players are searched. The games are
random, drawn as in ``all_equilibria.py``. Each is searched in the pieces that an executor would be given, one
after the other, and seconds are those of the processor, which say nearly the same whoever else is at work.
What ten or a thousand cores would take follows from the seconds of the pieces: each core takes the longest
that is there, and what a piece leaves to others is there when it is done. That counts neither sending nor
waiting.
"""

from __future__ import annotations

import argparse
import heapq
import math
import resource
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from all_equilibria import line, random_game
from sweep_scaling import free_cores, used_by_all

import belarusgame as bg
from belarusgame.solve.compared import compared
from belarusgame.solve.search import SearchTask, search_by_stretches

PLAYERS = (3, 4, 5, 6, 7)
#: Games of which several are measured take at most this part of the limit.
SEVERAL, SEEDS = 0.1, 3
#: A game is not tried if the growth so far lets it take so many times the limit.
HOPELESS = 2.0
BEYOND = 2
CORES = (10, 1000)
#: Games that two processes share, in a second table.
SHARED = ((3, 3, 3, 3, 3), (6, 6, 6), (4, 4, 4, 4))


class TooLong(BaseException):
    """A game takes longer than the limit."""


@dataclass(kw_only=True)
class Call:
    """One piece that was handed out: what it took, and who handed it out."""

    parent: int | None
    seconds: float


class Here:
    """An executor that does the work at once, in this thread, and looks at the clock."""

    def __init__(self, limit: float) -> None:
        self.limit, self.begin = limit, time.process_time()
        self.calls: list[Call] = []
        self.cut_out_of: dict[int, int] = {}

    def submit(self, function, sent, stretch, *arguments):
        start, future = time.process_time(), Future()
        found = function(sent, stretch, *arguments)
        future.set_result(found)
        self.cut_out_of |= {id(part): len(self.calls) for part in found.rest}
        # What is searched again has no parent: it waited for the piece before it.
        again = len(self.calls) - 1 if stretch.begun is not None else None
        parent = self.cut_out_of.get(id(stretch), again)
        self.calls.append(Call(parent=parent, seconds=time.process_time() - start))
        if time.process_time() - self.begin > self.limit:
            raise TooLong
        return future


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one game takes."""

    cells: float
    seconds: float
    memory: float  # MiB, at the most
    pieces: float
    longest: float
    spread: tuple[float, ...]  # the seconds that so many cores would take
    chain: float  # and as many as there is work for


def cost(shape: Sequence[int], seed: int, limit: float) -> Cost | None:
    """Search a game in pieces; None if that takes longer than the limit."""
    search((2, 2, 2), 0, math.inf)  # everything is loaded before the clock is looked at
    try:
        here, cells = search(shape, seed, limit)
    except TooLong:
        return None
    seconds = time.process_time() - here.begin
    alone = seconds - sum(call.seconds for call in here.calls)
    return Cost(
        cells=cells,
        seconds=seconds,
        memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,  # in KiB on Linux
        pieces=len(here.calls),
        longest=max(call.seconds for call in here.calls),
        spread=tuple(alone + makespan(here.calls, cores) for cores in CORES),
        chain=alone + makespan(here.calls, len(here.calls)),
    )


def search(shape: Sequence[int], seed: int, limit: float) -> tuple[Here, int]:
    """Search a game as an executor would; return what it did, and how many cells one search takes."""
    game = random_game(shape, seed)
    kept = compared(game.ordinal).kept
    task = SearchTask(game=game, kept=kept, max_cells=10**12, tolerance=1e-6, logged=False)
    here = Here(limit)
    return here, search_by_stretches(task, here).cells


def makespan(calls: Sequence[Call], cores: int) -> float:
    """Return when all is done if every free core takes the longest piece of work that is there."""
    children: dict[int | None, list[int]] = {}
    for number, call in enumerate(calls):
        children.setdefault(call.parent, []).append(number)
    ready = [(-calls[number].seconds, number) for number in children.get(None, [])]
    heapq.heapify(ready)
    busy: list[tuple[float, int]] = []
    now = 0.0
    while ready or busy:
        while ready and len(busy) < cores:
            _, number = heapq.heappop(ready)
            heapq.heappush(busy, (now + calls[number].seconds, number))
        now, done = heapq.heappop(busy)
        for number in children.get(done, []):
            heapq.heappush(ready, (-calls[number].seconds, number))
    return now


def measured(shape: tuple[int, ...], limit: float) -> Cost | None:
    """Return the median of some games, or what one takes that takes long."""
    first = apart(shape, 0, limit)
    if first is None or first.seconds > SEVERAL * limit:
        return first
    costs = [first, *(c for seed in range(1, SEEDS) if (c := apart(shape, seed, limit)) is not None)]
    return sorted(costs, key=lambda one: one.seconds)[len(costs) // 2]


def apart(shape: tuple[int, ...], seed: int, limit: float) -> Cost | None:
    """Measure in a process of its own, for the memory."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(cost, shape, seed, limit).result()


def rows(players: int, limit: float) -> Iterator[str]:
    """Measure games of more and more strategies, and extrapolate beyond."""
    known: list[Cost] = []
    first = 1
    while True:
        shape = (2 + len(known),) * players
        if len(known) > 1 and known[-1].seconds ** 2 / known[-2].seconds > HOPELESS * limit:
            break
        found = measured(shape, limit)
        if found is None:
            yield line(["x".join(map(str, shape)), "", f"more than {short(limit)}", *[""] * (3 + len(CORES))])
            first = 2  # of this game more is known than extrapolation would say
            break
        known.append(found)
        yield row(shape, found)
    if len(known) > 1:
        for more in range(first, BEYOND + 1):
            yield guess((1 + len(known) + more,) * players, known[-1], known[-2], more)


def row(shape: Sequence[int], found: Cost) -> str:
    spread = [short(seconds) for seconds in found.spread]
    longest = f"{found.longest / found.seconds:.0%}"
    numbers = f"{found.cells:,.0f}", short(found.seconds), f"{found.memory:.0f}", f"{found.pieces:,.0f}"
    return line(["x".join(map(str, shape)), *numbers, longest, *spread])


def guess(shape: Sequence[int], last: Cost, before: Cost, more: int) -> str:
    """Extrapolate: each further strategy multiplies cells and seconds as the last one did."""
    cells = last.cells * (last.cells / before.cells) ** more
    growth = (last.seconds / before.seconds) ** more
    seconds = last.seconds * growth
    chain = last.chain * (last.chain / before.chain) ** more
    spread = [max(seconds / cores, chain) for cores in CORES]
    guessed = [f"about {rounded(cells):,.0f}", f"about {short(seconds)}", "", "", ""]
    return line(["x".join(map(str, shape)), *guessed, *(f"about {short(s)}" for s in spread)])


def rounded(number: float) -> float:
    """Round to one figure."""
    digits = 10.0 ** math.floor(math.log10(number))
    return round(number / digits) * digits


def short(seconds: float) -> str:
    """Write seconds in the unit that suits them."""
    for size, unit in ((86400.0, "d"), (3600.0, "h"), (60.0, "min"), (0.5, "s")):
        if seconds >= 2 * size:
            size = max(size, 1.0)
            return f"{seconds / size:,.0f} {unit}" if seconds >= 10 * size else f"{seconds / size:.1f} {unit}"
    return f"{seconds * 1e3:.3g} ms"


def shared(shape: Sequence[int], pool: ProcessPoolExecutor) -> str:
    """Have two processes search a game, and return how much faster that is; see ``sweep_scaling.py``."""
    game, free = random_game(shape, 0), free_cores(pool)
    start, processor = time.perf_counter(), time.process_time()
    alone = bg.solve.all_equilibria(game)
    wall_one, one = time.perf_counter() - start, time.process_time() - processor
    before, start, processor = used_by_all(pool), time.perf_counter(), time.process_time()
    found = bg.solve.all_equilibria(game, executor=pool)
    wall_two, parent = time.perf_counter() - start, time.process_time() - processor
    two = used_by_all(pool) - before
    assert str(found) == str(alone), "the answers differ"
    columns = (free, wall_one, wall_two, wall_one / wall_two, one, two, parent, one / (two / 2 + parent))
    return line(["x".join(map(str, shape)), *(f"{number:.2f}" for number in columns)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600.0, help="which one game may take at most")
    parser.add_argument("--players", type=int, nargs="+", default=PLAYERS, help="games of how many players")
    asked = parser.parse_args()
    limit = asked.seconds
    idle = statistics.median(apart((2, 2, 2), seed, limit).memory for seed in range(3))
    print(
        f"Random games, one core, processor time; here a game may take {limit:g} seconds (by default 600). "
        "Cells are exact\ncounts. `longest` is the part of the longest piece. What 10 and 1,000 cores take "
        "is computed from the measured pieces,\nof which each can begin when the one that left it is done. "
        "Rows with *about* are extrapolated roughly: each further\nstrategy is taken to multiply the cost, "
        "and what no number of cores shortens, as the last one did. Of the memory,\n"
        f"{idle:.0f} MiB are the package itself.\n"
    )
    head = ["game", "cells", "time", "MiB", "pieces", "longest"]
    head += [f"{cores:,} cores" for cores in CORES]
    print(line(head) + "\n|" + " --- |" * len(head))
    for players in asked.players:
        for printed in rows(players, limit):
            print(printed, flush=True)
    if asked.players != PLAYERS:
        return
    print("\nTwo processes that share one game (`executor=`), in seconds, as in *sweep scaling*.\n")
    head = ["game", "cores free", "one, wall", "two, wall", "times faster", "one, CPU", "two, CPU"]
    head += ["parent, CPU", "by CPU"]
    print(line(head) + "\n|" + " --- |" * len(head))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        bg.solve.all_equilibria(random_game((3, 3, 3, 3), 0), executor=pool)
        for shape in SHARED:
            print(shared(shape, pool), flush=True)


if __name__ == "__main__":
    main()
