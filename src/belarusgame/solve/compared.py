"""What exact comparisons say of one game: pure equilibria, strict dominance, ties. Nothing is compiled.

The pairs of strategies of all players are compared at once, wherever the others may be, and what that says
is kept as the bits of whole numbers: of one small game this takes a quarter of the time of `by_comparison`,
which is made for many.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, combinations
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import BoolArray
from belarusgame.base.lines import lines_of
from belarusgame.solve.by_comparison import alive, pure, tied

#: What takes more comparisons is compared as one of many games; and tables of so many shapes are kept.
_SMALL: Final = 1 << 13
_SHAPES: Final = 32

Kept = tuple[list[int], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """What comparisons say of one game."""

    #: What iterated elimination of strictly dominated strategies (by pure ones) leaves of everybody.
    kept: Kept
    tied: bool  #: whether somebody is indifferent between two strategies where all play what is left
    stable: BoolArray  #: the profiles that are pure equilibria
    strict: BoolArray  #: those from which whoever deviates loses


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Pairs:
    """Whatever players of games of one shape compare: a bit for each pair and each place of the others."""

    first: NDArray[np.intp]  #: by bit: which of a game's numbers is what the first strategy gets
    second: NDArray[np.intp]
    first_profile: NDArray[np.intp]  #: by bit: in which profile
    second_profile: NDArray[np.intp]
    bits: tuple[tuple[int, int, int, int], ...]  #: a player, two of its strategies, and the bits of this pair
    met: tuple[tuple[int, ...], ...]  #: by player and strategy: the bits of others, where it is played


def compared(ordinal: NDArray[Any]) -> Compared:
    """Compare the strategies of one game.

    Parameters
    ----------
    ordinal : numpy.ndarray
        Numbers that compare as the payoffs do, of the shape ``(players, *strategies)``.
    """
    shape, profiles = ordinal.shape[1:], ordinal[0].size
    if profiles * (sum(shape) - len(shape)) > 2 * _SMALL:
        return _as_one_of_many(ordinal)
    pairs = _pairs_of(shape)
    numbers = ordinal.ravel()
    first, second = numbers.take(pairs.first), numbers.take(pairs.second)
    more, same = first > second, first == second
    loser = np.where(more, pairs.second_profile, pairs.first_profile)
    ties = _as_bits(same) if np.count_nonzero(same) else 0
    if ties:
        loser[same] = profiles  # nobody
    stable = np.ones(profiles + 1, dtype=np.bool_)
    stable[loser] = False
    strict = stable
    if ties:
        strict = stable.copy()
        strict[pairs.first_profile[same]] = strict[pairs.second_profile[same]] = False
    kept, faced = _left(shape, pairs, _as_bits(more), ties)
    return Compared(
        kept=kept,
        tied=bool(ties & faced)
        and any(ties & faced & bits and a in kept[i] and b in kept[i] for i, a, b, bits in pairs.bits),
        stable=stable[:-1].reshape(shape),
        strict=strict[:-1].reshape(shape),
    )


def _left(shape: tuple[int, ...], pairs: _Pairs, more: int, ties: int) -> tuple[Kept, int]:
    """Eliminate strictly dominated strategies; return what is left of everybody, and the bits it may meet.

    Eliminated strategies are in no equilibrium, pure or mixed, and the order of elimination does not matter
    (Gilboa, Kalai & Zemel 1990, "On the order of eliminating dominated strategies").
    """
    faced = (1 << pairs.first.size) - 1
    kept = tuple([list(range(count)) for count in shape])
    changed = True
    while changed:
        beaten: set[tuple[int, int]] = set()
        for i, a, b, bits in pairs.bits:
            # Another strategy will do, whichever: what was eliminated is beaten by something that is left.
            here = bits & faced
            won = more & here
            if won == here:
                beaten.add((i, b))
            elif not (won or ties & here):
                beaten.add((i, a))
        changed = False
        for i, a in beaten:
            if a in kept[i]:
                kept[i].remove(a)
                faced &= ~pairs.met[i][a]
                changed = True
    return kept, faced


def _as_bits(marks: BoolArray) -> int:
    return int.from_bytes(np.packbits(marks, bitorder="little").tobytes(), "little")


@lru_cache(maxsize=_SHAPES)
def _pairs_of(shape: tuple[int, ...]) -> _Pairs:
    order, profiles = lines_of(shape).order, prod(shape)
    compared = [(i, a, b) for i, count in enumerate(shape) for a, b in combinations(range(count), 2)]
    by_strategy = [own.reshape(count, -1) for own, count in zip(order, shape, strict=True)]
    first, second = (
        np.concatenate([order[:0, 0], *(by_strategy[i][pair[k]] for i, *pair in compared)]) for k in range(2)
    )
    spans = [profiles // shape[i] for i, *_ in compared]
    owner = np.repeat([i for i, *_ in compared], spans)
    positions = np.unravel_index(first % profiles, shape)
    return _Pairs(
        first=first,
        second=second,
        first_profile=first % profiles,
        second_profile=second % profiles,
        bits=tuple(
            (*pair, (1 << span) - 1 << begin)
            for pair, span, begin in zip(compared, spans, accumulate(spans, initial=0), strict=False)
        ),
        met=tuple(
            tuple(_as_bits((position == a) & (owner != i)) for a in range(count))
            for i, (position, count) in enumerate(zip(positions, shape, strict=True))
        ),
    )


def _as_one_of_many(ordinal: NDArray[Any]) -> Compared:
    """Compare the strategies of a game so large that a table of all pairs would not pay."""
    one = ordinal[None]
    left = alive(one)
    return Compared(
        kept=tuple([np.flatnonzero(own[0]).tolist() for own in left]),
        tied=bool(tied(one, left)[0]),
        stable=pure(one)[0],
        strict=pure(one, strictly=True)[0],
    )
