"""The payoffs of games of one shape in one array, the sums to be made of them, and the buffers for one point.

At every point each strategy's payoff is averaged over what the others do, and over what all but one of them
do. Which numbers that adds up depends on the shape alone, so it is listed once for all games and points.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray

IntArray = NDArray[np.int64]
PlaceArray = NDArray[np.uint64]  # without a sign, no index has to be wrapped around


class Layout(NamedTuple):
    """Games of one shape."""

    counts: IntArray  # strategies of each player
    begin: IntArray  # where each player's entries begin; one entry more
    sums: PlaceArray  # one sum a row: its source, where it goes, its size, whose probabilities, how many
    tensors: FloatArray  # (games, players * profiles): own strategies innermost, the others' from the last
    log_base: FloatArray  # (games, entries)


class Buffers(NamedTuple):
    """What is known of one game at one point; one thread's work."""

    probabilities: FloatArray  # and a 1 at the end
    work: FloatArray  # the game's tensors, then the next two, then what the sums need in between
    earned: FloatArray  # what each strategy earns
    effects: FloatArray  # for each probability, what every strategy of the other players gains from it
    likeliest: IntArray  # each player's likeliest entry
    excess: FloatArray  # how far that entry's logarithm must move for probabilities to sum to one
    matrix: FloatArray
    sides: FloatArray  # the equations' left sides, and their derivatives by rationality
    guess: FloatArray
    tangent: FloatArray  # how log-probabilities change with rationality, at the guess
    before: FloatArray  # the same at the point that was left, and at the one before it
    earlier: FloatArray


def lay_out(tensors: Sequence[FloatArray], log_base: FloatArray) -> Layout:
    """Lay out games, given one array of shape ``(games, *strategies)`` a player."""
    counts = tensors[0].shape[1:]
    laid_out = [
        tensor.transpose(0, *[k + 1 for k in reversed(range(len(counts))) if k != i], i + 1)
        for i, tensor in enumerate(tensors)
    ]
    begin, sums = _shape_of(counts)
    return Layout(
        counts=np.array(counts, dtype=np.int64),
        begin=begin,
        sums=sums,
        tensors=np.concatenate([tensor.reshape(len(tensor), -1) for tensor in laid_out], axis=1),
        log_base=log_base,
    )


def allocate(at: Layout) -> Buffers:
    """Allocate one thread's buffers."""
    players, entries, tensors = len(at.counts), int(at.begin[-1]), at.tensors.shape[1]
    free = entries - players
    ends = [tensors, tensors + entries, tensors + entries + entries**2]
    work = np.zeros(ends[-1] + 2 * tensors // players)
    return Buffers(
        probabilities=np.ones(entries + 1),
        work=work,
        # Views: the last sums of a point write their results where these are read.
        earned=work[ends[0] : ends[1]],
        effects=work[ends[1] : ends[2]].reshape(entries, entries),
        likeliest=np.zeros(players, dtype=np.int64),
        excess=np.zeros(players),
        matrix=np.zeros((free, free)),
        sides=np.zeros((free, 2)),
        guess=np.zeros(entries),
        tangent=np.zeros(entries),
        before=np.zeros(entries),
        earlier=np.zeros(entries),
    )


@lru_cache(maxsize=64)
def _shape_of(counts: tuple[int, ...]) -> tuple[IntArray, PlaceArray]:
    begin = np.cumsum([0, *counts], dtype=np.int64)
    # The lists depend on the shape alone, and batches ask for the same few shapes again and again.
    return begin, np.array(list(_sums(counts, begin.tolist())), dtype=np.uint64)


_Sum = tuple[int, int, int, int, int]


def _sums(counts: tuple[int, ...], begin: list[int]) -> Iterator[_Sum]:
    """List the sums of a point.

    What is summed over is always the first axis of a block, so that the innermost loops are long. Taking the
    others from the last to the first, what is left of a player's payoffs is summed over the next of them;
    before that, each of its blocks is summed over all who are still to come, which leaves an effect.
    """
    entries, profiles = begin[-1], math.prod(counts)
    earned = len(counts) * profiles
    effects = earned + entries
    left = effects + entries**2
    for i, own in enumerate(counts):
        source, size = i * profiles, profiles
        others = [j for j in range(len(counts)) if j != i]
        while others:
            j = others.pop()
            size //= counts[j]
            for b in range(counts[j]):
                into = effects + (begin[j] + b) * entries + begin[i]
                axes = [(begin[k], counts[k]) for k in reversed(others)]
                # Against one opponent nothing is left to be summed over: then the 1 makes a copy.
                yield from _block_sums(source + b * size, size, axes or [(entries, 1)], left + profiles, into)
            yield source, left, size, begin[j], counts[j]
            source = left
        # The 1 behind the probabilities makes a copy of a sum.
        yield source, earned + begin[i], own, entries, 1


def _block_sums(
    source: int, size: int, axes: list[tuple[int, int]], between: int, into: int
) -> Iterator[_Sum]:
    """List the sums over the axes of a block, each given by where its probabilities begin and their count."""
    for number, (begin, count) in enumerate(axes, start=1):
        size //= count
        goal = into if number == len(axes) else between
        yield source, goal, size, begin, count
        source = goal
