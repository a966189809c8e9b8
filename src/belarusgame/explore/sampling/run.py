"""Execution of a sweep's chunks: by threads or a caller's executor, less what a store already holds."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

import numpy as np

from belarusgame.base.at_work import quiet
from belarusgame.base.executors import Executor, ExecutorGate
from belarusgame.base.expected_time import announce_time, on_terminal
from belarusgame.base.threads import cores
from belarusgame.explore.sampling.chunk import Chunk, Codes, Job, packed, solve_chunk, solve_sent_chunk
from belarusgame.explore.sampling.draws import BLOCK
from belarusgame.explore.sampling.store import Store
from belarusgame.explore.sampling.tally import Found, Tallies

#: How many chunks may be under way: enough for many workers, few enough for the memory.
AHEAD = 64

#: Draws of a chunk, at least and at most: the kernels solve them in a fraction of a second, while a draw
#: solved by itself takes far longer. Handing a chunk to another process costs what thousands of draws do.
CHUNKS = {
    "sequential": (16 * BLOCK, 64 * BLOCK),
    "pure": (16 * BLOCK, 64 * BLOCK),
    "nash": (BLOCK, 16 * BLOCK),
}

#: What can be done when an executor fails.
_ADVICE = (
    "with store=... the finished chunks are kept, and the same call with a new executor goes on from there"
)

#: So many chunks are enough to keep all workers busy to the end.
MANY = 64


@dataclass(kw_only=True)
class Gathered:
    """Everything that was found; the draws that are kept in their order."""

    tallies: Tallies = field(default_factory=Tallies)
    numbers: dict[Found, int] = field(default_factory=dict[Found, int])
    codes: dict[int, Codes] = field(default_factory=dict[int, Codes])
    bounds: dict[int, tuple[list[int], list[int]]] = field(
        default_factory=dict[int, tuple[list[int], list[int]]]
    )

    def add(self, chunk: Chunk) -> None:
        """Take in a chunk."""
        self.tallies.update(chunk.tallies)
        if len(chunk.codes):
            # Workers number what they find by themselves; here everything gets one number.
            renumbered = [
                self.numbers.setdefault(found, len(self.numbers)) for found in chunk.tallies.by_found
            ]
            self.codes[chunk.first] = np.array(renumbered, dtype=np.int32)[chunk.codes]
            self.bounds |= chunk.bounds

    def kept(self) -> tuple[Codes, tuple[Found, ...]]:
        """Return for the first draws what each of them has, as positions in the second value.

        Numbered by first appearance among these draws, which no splitting of the work changes.
        """
        parts = [self.codes[first] for first in sorted(self.codes)]
        raw = np.concatenate([*parts, np.empty(0, dtype=np.int32)])
        used, firsts, inverse = np.unique(raw, return_index=True, return_inverse=True)
        order = np.argsort(firsts)
        names = list(self.numbers)
        place = np.empty(len(used), dtype=np.int32)
        place[order] = np.arange(len(used), dtype=np.int32)
        return place[inverse.ravel()], tuple(names[used[k]] for k in order)


def chunk_size(concept: str, draws: int) -> int:
    """Choose how many draws make a chunk, a multiple of 4096; it depends on nothing but the run."""
    least, most = CHUNKS[concept]
    return min(max(least, draws // MANY // BLOCK * BLOCK), most)


def run(
    job: Job, chunk: int, executor: Executor | None, store: Store | None, progress: bool | None
) -> Gathered:
    """Solve all chunks that the store does not hold.

    A chunk has a multiple of 4096 draws. By default threads of this process do the work, anything with
    ``submit`` can; a bar is shown on a terminal, unless ``progress`` says otherwise.
    """
    gathered = Gathered()
    done: set[int] = set()
    solved = 0
    for finished in store.chunks() if store is not None else ():
        gathered.add(finished)
        done.add(finished.first)
        solved += finished.count
    open_chunks = (
        (first, min(chunk, job.draws - first)) for first in range(0, job.draws, chunk) if first not in done
    )
    # A single chunk is not worth a thread.
    alone = job.draws - solved <= chunk or cores() == 1
    begun, left = time.monotonic(), job.draws - solved
    silent = progress is False or executor is not None  # whose workers cannot be counted
    with _bar(progress, job.draws, solved) as advance:
        for finished in _finished(job, open_chunks, alone, executor):
            if not silent:
                _say_how_long(time.monotonic() - begun, finished.count, left, 1 if alone else cores())
                silent = True
            if store is not None:
                store.add(finished)
            gathered.add(finished)
            advance(finished.count)
    return gathered


def _say_how_long(seconds: float, draws: int, left: int, workers: int) -> None:
    """Say how long the other draws will take, from what the first chunk took; chunks run side by side."""
    expected = seconds * (left / draws - 1) / workers
    announce_time(
        expected, f"solving {left:,} draws", "--draws; --max-seconds where draws are solved one by one"
    )


#: The first draw of a chunk, and how many there are.
Piece = tuple[int, int]


def _finished(job: Job, pieces: Iterable[Piece], alone: bool, executor: Executor | None) -> Iterator[Chunk]:
    """Solve chunks, in their order."""
    if executor is not None:
        yield from _by_executor(
            pieces, ExecutorGate(executor, Chunk, _ADVICE), partial(solve_sent_chunk, packed(job))
        )
    elif alone:
        for first, count in pieces:
            yield solve_chunk(job, first, count)
    else:
        pool = ThreadPoolExecutor(cores())
        try:
            yield from _by_executor(pieces, pool, partial(solve_chunk, job))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # whoever interrupts does not wait for chunks


def _by_executor(
    pieces: Iterable[Piece],
    executor: ExecutorGate[Chunk] | ThreadPoolExecutor,
    solve: Callable[[int, int], Chunk],
) -> Iterator[Chunk]:
    waiting = iter(pieces)  # one by one: a list of all of them might be larger than the memory
    under_way: deque[Any] = deque()
    try:
        while True:
            for first, count in islice(waiting, AHEAD - len(under_way)):
                under_way.append(executor.submit(solve, first, count))
            if not under_way:
                return
            yield under_way.popleft().result()
    finally:
        for future in under_way:
            future.cancel()


@contextmanager
def _bar(progress: bool | None, draws: int, done: int) -> Generator[Callable[[int], None]]:
    """Show how far the work is, on a terminal."""
    if not (on_terminal() if progress is None else progress):
        yield lambda count: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = ("draws", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True, force_terminal=progress)
    with quiet(), Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("draws", total=draws, completed=done)

        def advance(count: int) -> None:
            bar.advance(task, count)

        yield advance
