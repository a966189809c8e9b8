"""One chunk of a sweep: make its draws, solve them, count what was found. This is what a worker runs."""

from __future__ import annotations

import base64
import math
import pickle
import time
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import BoolArray, FloatArray, Labels
from belarusgame.explore.sampling.alike import kinds_of, solve_alike
from belarusgame.explore.sampling.compiled_scenario import KernelArrays
from belarusgame.explore.sampling.continua import Continua, MixedDraws
from belarusgame.explore.sampling.draws import BLOCK
from belarusgame.explore.sampling.one_draw import ExactSolver
from belarusgame.explore.sampling.tally import UNITS, Found, Tallies

if TYPE_CHECKING:
    from belarusgame.explore.sampling.kernels import GroupBuffers

Codes = NDArray[np.int32]

#: So few hard draws of a block are solved one by one rather than by the kernel for groups, which would
#: have to be loaded first.
FEW = 16


@dataclass(frozen=True, kw_only=True, eq=False)
class Job:
    """Everything that a worker needs to know of a sweep."""

    labels: Labels  #: the players, with the strategies that are left to them
    layout: KernelArrays  #: the arrays for the kernels
    exact: ExactSolver  #: for what the kernels leave
    draws: int  #: how many draws the sweep has
    kept: int  #: for so many draws, from the first, it is noted what each of them has
    #: How many draws of each block of 4096 are solved one by one at most; the others count as partial.
    max_exact: int | None
    #: When no more draws are to be solved one by one, in seconds as ``time.time`` counts them.
    deadline: float | None = None

    @cached_property
    def inside(self) -> NDArray[np.uint8]:
        """Mark the profiles in which each watched event holds."""
        marks = [self.labels.mask(event) for event in self.exact.watched]
        return np.array(marks, dtype=np.uint8).reshape(len(marks), math.prod(self.labels.counts))

    @contextmanager
    def buffers(self) -> Generator[_ChunkBuffers]:
        """Lend buffers to a thread: new memory for every chunk would cost a tenth of the time."""
        try:
            buffers = self._idle.pop()
        except IndexError:
            buffers = _ChunkBuffers(self)
        try:
            yield buffers
        finally:
            self._idle.append(buffers)

    @cached_property
    def _idle(self) -> list[_ChunkBuffers]:
        return []

    def __getstate__(self) -> dict[str, Any]:
        computed = ("inside",)
        return {k: v for k, v in self.__dict__.items() if not k.startswith("_") and k not in computed}


@dataclass(frozen=True, kw_only=True, eq=False)
class Chunk:
    """What was found in the draws from ``first`` on."""

    first: int
    count: int
    tallies: Tallies  #: the counts
    #: For the draws that are kept: which entry of ``tallies``, in its order, each draw belongs to.
    codes: Codes
    #: For those of them in which somebody randomises: the bounds of the watched events.
    bounds: dict[int, tuple[list[int], list[int]]] = field(
        default_factory=dict[int, tuple[list[int], list[int]]]
    )

    def as_data(self) -> dict[str, Any]:
        """Return the chunk as plain data that JSON can hold."""
        return {
            "count": self.count,
            "tallies": self.tallies.as_data(),
            "codes": base64.b64encode(self.codes.astype("<i4").tobytes()).decode("ascii"),
            "bounds": [[number, *pair] for number, pair in self.bounds.items()],
        }

    @classmethod
    def from_data(cls, first: int, data: dict[str, Any]) -> Chunk:
        """Read what :meth:`as_data` wrote."""
        return cls(
            first=first,
            count=data["count"],
            tallies=Tallies.from_data(data["tallies"]),
            codes=np.frombuffer(base64.b64decode(data["codes"]), dtype="<i4").astype(np.int32),
            bounds={number: (least, greatest) for number, least, greatest in data["bounds"]},
        )


def solve_chunk(job: Job, first: int, count: int) -> Chunk:
    """Solve the draws from ``first`` on, which begin a block of 4096."""
    collected = _Collected(job, first)
    with job.buffers() as buffers:
        for start in range(first, first + count, BLOCK):
            size = min(BLOCK, first + count - start)
            values = job.exact.draws.block(start // BLOCK, buffers.values)
            for begin, end in _replicates(job, start, size):
                part = np.ascontiguousarray(values[:, begin:end])  # the layout that the kernels take
                _solve_part(job, start + begin, part, buffers, collected)
    return Chunk(
        first=first,
        count=count,
        tallies=collected.tallies,
        codes=np.concatenate([*collected.codes, np.empty(0, dtype=np.int32)]),
        bounds=collected.bounds,
    )


def packed(job: Job) -> bytes:
    """Write a job as bytes, few of them, as they go along with every chunk."""
    return zlib.compress(pickle.dumps(job))


def solve_sent_chunk(sent: bytes, first: int, count: int) -> Chunk:
    """Do the same where the job was sent as bytes, which are read once in every worker."""
    return solve_chunk(_job_of(sent), first, count)


@lru_cache(maxsize=2)
def _job_of(sent: bytes) -> Job:
    return pickle.loads(zlib.decompress(sent))


class _ChunkBuffers:
    """Buffers that are used anew for every block."""

    def __init__(self, job: Job) -> None:
        from belarusgame.explore.sampling.kernels import allocate

        words = job.layout.replies.shape[2]
        self.kernel = allocate(job.layout)
        self._layout = job.layout
        self.values = job.exact.draws.make_buffer()
        self.bits = np.empty((BLOCK, words), dtype=np.uint64)
        self.hard = np.empty(BLOCK, dtype=np.uint8)
        self.codes = np.empty(BLOCK, dtype=np.int32)
        # A hash table is quick as long as most of it is empty.
        self.slots = np.empty(4 * BLOCK, dtype=np.int32)
        self.firsts = np.empty(BLOCK, dtype=np.int32)
        self._inside = job.inside

    @cached_property
    def continua(self) -> Continua:
        """What is known of draws that strict dominance leaves when all move at once."""
        return Continua(self._layout, self._inside)

    @cached_property
    def groups(self) -> GroupBuffers:
        """Buffers for groups that randomise, which few draws have."""
        from belarusgame.explore.sampling.kernels import allocate_groups

        return allocate_groups(self._layout, self._inside)


class _Collected:
    """What has been found so far in a chunk."""

    def __init__(self, job: Job, first: int) -> None:
        self.tallies = Tallies()
        self.numbers: dict[Found, int] = {}
        self.kept = max(0, job.kept - first)
        self.codes: list[Codes] = []
        self.bounds: dict[int, tuple[list[int], list[int]]] = {}

    def add(self, found: Found, count: int, least: list[int], greatest: list[int]) -> int:
        """Count draws, and return the number of their entry."""
        self.tallies.add(found, count, least, greatest)
        return self.numbers.setdefault(found, len(self.numbers))


def _replicates(job: Job, start: int, size: int) -> Iterator[tuple[int, int]]:
    """Cut a block where one scrambling ends and the next begins."""
    length = job.exact.draws.size or BLOCK
    for begin in range(0, size, min(length, BLOCK)):
        yield begin, min(begin + length, size)


def _solve_part(
    job: Job, first: int, values: FloatArray, buffers: _ChunkBuffers, collected: _Collected
) -> None:
    """Solve some draws of one scrambling, the easy ones by a kernel and the hard ones one by one."""
    from belarusgame.explore.sampling.kernels import decide, group_bits, mark_several

    count = values.shape[1]
    bits, hard, codes = buffers.bits[:count], buffers.hard[:count], buffers.codes[:count]
    decide(job.layout, values, buffers.kernel, hard)
    sure = hard == 0
    kernel_for(job.exact.concept)(job.layout, values, buffers.kernel, bits, hard)
    # The criterion is for the exact solver, which then sees every draw with a choice.
    if job.exact.select is not None:
        mark_several(bits, hard)
    mixed = _mixed(job, values, buffers, bits, hard, sure)
    mixing = np.zeros_like(hard) if mixed is None else (mixed.many[:count] > 0).astype(np.uint8)
    # Of thousands of draws few are unlike each other: compiled code goes over draws, Python over kinds.
    known = group_bits(bits, hard | mixing, codes, buffers.slots, buffers.firsts)
    replicate = job.exact.draws.replicate(first)
    counts = np.bincount(codes[codes >= 0], minlength=known)
    numbers = np.empty(known, dtype=np.int32)
    for code in range(known):
        pure = int.from_bytes(bits[buffers.firsts[code]].astype("<u8").tobytes(), "little")
        numbers[code] = collected.add(Found(replicate=replicate, pure=pure), int(counts[code]), [], [])
    solved = np.where(codes >= 0, numbers[np.maximum(codes, 0)], -1) if known else codes.copy()
    if mixed is not None and mixing.any():
        _add_mixed(first, replicate, np.flatnonzero(mixing), bits, mixed, solved, collected)
    for position, n in enumerate(np.flatnonzero(hard).tolist()):
        solved[n] = _solve_hard(job, first + n, values[:, n], position, replicate, collected)
    if collected.kept > 0:
        collected.codes.append(solved[: collected.kept].astype(np.int32))
        collected.kept -= min(count, collected.kept)


def _mixed(
    job: Job,
    values: FloatArray,
    buffers: _ChunkBuffers,
    bits: NDArray[np.uint64],
    hard: NDArray[np.uint8],
    sure: BoolArray,
) -> MixedDraws | None:
    """Solve draws in which somebody may randomise; ``sure`` marks those in which all signs are certain."""
    if job.exact.concept == "nash":
        which = np.flatnonzero(hard.astype(np.bool_) & sure)
        # Of two players the exact solver lists no pure equilibria of a continuum.
        if job.exact.select is not None or not which.size or len(job.labels.players) < 3:
            return None
        return buffers.continua.solve(buffers.kernel, which, bits, hard)
    if not groups_may_mix(job.exact.concept, job.layout) or _settled_one_by_one(job, values, hard):
        return None
    from belarusgame.explore.sampling.kernels import solve_groups

    solve_groups(job.layout, values, buffers.kernel, buffers.groups, bits, hard)
    mixed = buffers.groups.mixed
    return MixedDraws(many=mixed.many, supports=mixed.supports, least=mixed.least, greatest=mixed.greatest)


def _settled_one_by_one(job: Job, values: FloatArray, hard: NDArray[np.uint8]) -> bool:
    """Whether the hard draws are few and the exact solver decides them: then no kernel need be loaded."""
    left = np.flatnonzero(hard).tolist()
    allowed = FEW if job.max_exact is None else min(FEW, job.max_exact)
    if len(left) > allowed or (left and job.deadline is not None):
        return False
    return not any(job.exact.solve(np.ascontiguousarray(values[:, n]))[0].partial for n in left)


def _add_mixed(
    first: int,
    replicate: int,
    which: NDArray[np.int64],
    bits: NDArray[np.uint64],
    mixed: MixedDraws,
    solved: NDArray[np.int32],
    collected: _Collected,
) -> None:
    """Count the draws in which somebody randomises, and fill in the numbers of their entries."""
    words = bits.shape[1]
    places = np.arange(int(mixed.many[which].max()), dtype=np.int64)
    unused = np.greater_equal(places, mixed.many[which, None])
    known = mixed.supports[which, : len(places)]
    supports = np.where(unused[..., None], np.uint64(0), known).reshape(len(which), -1)
    rows = np.hstack([bits[which], supports])
    firsts, codes = kinds_of(rows)
    # Rounded outwards to whole units: sums of integers are the same in any order.
    least = np.floor(np.clip(mixed.least[which], 0.0, 1.0) * UNITS).astype(np.int64)
    greatest = np.ceil(np.clip(mixed.greatest[which], 0.0, 1.0) * UNITS).astype(np.int64)
    for number, kind in enumerate(rows[firsts]):
        alike = np.flatnonzero(codes == number)
        pure, *others = (int.from_bytes(p.astype("<u8").tobytes(), "little") for p in kind.reshape(-1, words))
        found = Found(replicate=replicate, pure=pure, mixed=tuple(sorted(filter(None, others))))
        sums = least[alike].sum(axis=0).tolist(), greatest[alike].sum(axis=0).tolist()
        solved[which[alike]] = collected.add(found, len(alike), *sums)
    for place, n in enumerate(which[: int(np.searchsorted(which, collected.kept))].tolist()):
        collected.bounds[first + n] = (least[place].tolist(), greatest[place].tolist())


def _solve_hard(
    job: Job, number: int, values: FloatArray, position: int, replicate: int, collected: _Collected
) -> int:
    """Solve one draw exactly, unless the block's budget is spent; return the number of its entry."""
    spent = job.max_exact is not None and position >= job.max_exact
    if spent or (job.deadline is not None and time.time() >= job.deadline):
        return collected.add(Found(replicate=replicate, partial=True), 1, [], [])
    found, least, greatest = job.exact.solve(np.ascontiguousarray(values))
    if found.mixed and not found.partial and number < job.kept:
        collected.bounds[number] = (least, greatest)
    placed = Found(replicate=replicate, partial=found.partial, pure=found.pure, mixed=found.mixed)
    return collected.add(placed, 1, least, greatest)


def groups_may_mix(concept: str, layout: KernelArrays) -> bool:
    """Whether some players move at the same time in the sequential reading."""
    begin = layout.group_begin
    return concept == "sequential" and bool((np.diff(begin) > 1).any())


def kernel_for(concept: str) -> Any:
    """Return the kernel that finds the outcomes of a concept."""
    from belarusgame.explore.sampling.kernels import solve_pure, solve_sequential

    return {"pure": solve_pure, "sequential": solve_sequential, "nash": solve_alike}[concept]
