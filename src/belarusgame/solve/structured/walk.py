"""Enumeration of supports, pruned by weak dominance against opponents who mix over theirs.

If every strategy of a support is really played, none of them can be *weakly* dominated against opponents who
mix over theirs: the profile at which the other one is better has positive probability. Most supports of a
structured game, which strict dominance would leave to be searched, are excluded by this: of a coordination
game of three players with four strategies 3,375 are left by strict dominance, and 75 by weak.

Sets are whole numbers, whose bits are strategies or profiles of the opponents: what holds of all profiles is
asked at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Supports = tuple[tuple[int, ...], ...]

#: After so many supports or steps the caller may look at the clock.
_BATCH: Final = 1024
_STEPS: Final = 20_000
#: What is found for so many sets is remembered: each player of twenty strategies has a million.
_REMEMBERED: Final = 1 << 15


def supports(sides: Sequence[OneSide], *, ended: Callable[[], bool] = lambda: False) -> Iterator[Supports]:
    """Yield every support that weak dominance does not exclude, pure profiles among them, in order.

    The walk stops when ``ended``, asked from time to time, says so.
    """
    for masks in _walk(sides, ended):
        yield tuple([side.labels(mask) for side, mask in zip(sides, masks, strict=True)])


def unsettled(sides: Sequence[OneSide], support: Supports) -> tuple[tuple[int, ...], ...]:
    """Return, for every player, the numbers of those rows of a support that signs do not settle.

    They are numbered as in :class:`~belarusgame.solve.structured.rows.Rows`.
    """
    allowed = [side.mask(labels) for side, labels in zip(sides, support, strict=True)]
    return tuple([side.unsettled(labels, allowed) for side, labels in zip(sides, support, strict=True)])


def sides_of(ordinal: NDArray[Any], kept: Sequence[Sequence[int]]) -> list[OneSide]:
    """Compare what every player gets.

    ``ordinal`` numbers compare as the exact payoffs do, shape ``(players, *strategies)``; ``kept`` are each
    player's strategies that strict dominance left.
    """
    return [OneSide(against(own, i, kept), i, kept[i]) for i, own in enumerate(ordinal)]


def against(own: NDArray[Any], player: int, used: Sequence[Sequence[int]]) -> NDArray[Any]:
    """Return the part of a player's payoffs in which the others use some strategies."""
    for j, labels in enumerate(used):
        # Where strategies stand side by side, this is a view.
        together = labels[-1] - labels[0] < len(labels)
        if j != player and len(labels) < own.shape[j]:
            chosen = slice(labels[0], labels[-1] + 1) if together else list(labels)
            own = own[(slice(None),) * j + (chosen,)]
    return own


def _walk(sides: Sequence[OneSide], ended: Callable[[], bool]) -> Iterator[list[int]]:
    """Let the players choose sets, one after the other; yield what all have chosen."""
    last = len(sides) - 1
    # What players may still choose when each is about to: the walk backs up by reading a line again, which
    # deletions further down never touch.
    allowed = [[(1 << side.count) - 1 for side in sides]] * (last + 2)
    choices = [0] * (last + 1)
    k, steps, found = 0, 0, 0
    while k >= 0:
        if steps % _STEPS == 0 or found == _BATCH:
            if ended():
                return
            steps = found = 0
        steps += 1
        free = allowed[k][k]
        choices[k] = (choices[k] - free) & free  # the next non-empty subset
        if not choices[k]:
            k -= 1
            continue
        left = allowed[k].copy()
        left[k] = choices[k]
        if not survives(sides, left, k + 1):
            continue
        if k == last:
            found += 1
            yield left
        else:
            k += 1
            allowed[k] = left
            choices[k] = 0


def survives(sides: Sequence[OneSide], allowed: list[int], chosen: int) -> bool:
    """Delete the beaten strategies of players who have not chosen; False if one that was chosen is beaten."""
    # A deletion can make others possible, so the end is a whole round of players without one.
    quiet, i = 0, 0
    while quiet < len(sides):
        if beaten := sides[i].beaten(allowed, chosen):
            # Who has chosen plays all of its set, so none of it may be beaten.
            if i < chosen or beaten == allowed[i]:
                return False
            allowed[i] &= ~beaten
            quiet = 0
        quiet += 1
        i = (i + 1) % len(sides)
    return True


class OneSide:
    """Where a player does better by one strategy than by another, as sets of profiles of the opponents.

    Parameters
    ----------
    own : numpy.ndarray
        Numbers that compare as the player's payoffs do, shape ``strategies``.
    player : int
        Whose they are.
    kept : sequence of int
        Those of the player's strategies that are walked through.
    """

    def __init__(self, own: NDArray[Any], player: int, kept: Sequence[int]) -> None:
        self.count = len(kept)
        self._kept = kept
        self._player = player
        others = [j for j in range(own.ndim) if j != player]
        # The first opponents run fastest, so that what those do who have not chosen are blocks of profiles.
        lines = own.transpose(player, *reversed(others)).reshape(own.shape[player], -1)
        self._everything = (1 << lines.shape[1]) - 1
        self._widths = [prod([own.shape[j] for j in others if j < chosen]) for chosen in range(own.ndim + 1)]
        self._ends = [self._repeated(1 << width - 1, width) for width in self._widths]
        self._played = [(j, self._strategies(self._widths[j], own.shape[j])) for j in others]
        marks = np.packbits(lines[:, None] > lines, axis=2, bitorder="little")
        self._better = [[int.from_bytes(mark, "little") for mark in row] for row in marks]
        self._rivals = self._compared()

    def labels(self, mask: int) -> tuple[int, ...]:
        """Return the strategies of a set."""
        return tuple([label for a, label in enumerate(self._kept) if mask >> a & 1])

    def mask(self, labels: Sequence[int]) -> int:
        """Return strategies as a set."""
        return sum([1 << self._kept.index(label) for label in labels])

    def unsettled(self, labels: Sequence[int], allowed: Sequence[int]) -> tuple[int, ...]:
        """Return the rows, where the player uses some strategies, that signs do not settle.

        A row inside is settled where it is nothing but zero, and one outside where it is nowhere positive.
        """
        there = self.profiles(allowed)
        first, *others = labels
        outside = [a for a in range(len(self._better)) if a not in labels]
        worse, inside = self._better[first], len(others)
        return tuple(
            [
                row
                for row, a in enumerate([*others, *outside])
                if there & self._better[a][first] or (row < inside and there & worse[a])
            ]
        )

    def _repeated(self, pattern: int, width: int) -> int:
        """Return a pattern of so many bits again and again, over all profiles."""
        return pattern * (self._everything // ((1 << width) - 1))

    def _strategies(self, width: int, count: int) -> Callable[[int], int]:
        """Return what finds the profiles in which an opponent plays one of some strategies."""
        first = self._repeated((1 << width) - 1, width * count)

        @lru_cache(maxsize=_REMEMBERED)
        def found(allowed: int) -> int:
            return sum([first << a * width for a in range(count) if allowed >> a & 1])

        return found

    def _compared(self) -> Callable[[int], list[tuple[int, list[tuple[int, int]]]]]:
        """Return what finds, for each of some strategies, where others are worse and where better."""
        better = self._better
        pairs = [
            (1 << place, [(better[a][b], better[b][a]) for b in self._kept if better[b][a]])
            for place, a in enumerate(self._kept)
        ]

        @lru_cache(maxsize=_REMEMBERED)
        def found(allowed: int) -> list[tuple[int, list[tuple[int, int]]]]:
            return [pair for pair in pairs if pair[0] & allowed]

        return found

    def profiles(self, allowed: Sequence[int]) -> int:
        """Return the profiles of the opponents in which all do what is allowed."""
        found = self._everything
        for j, played in self._played:
            found &= played(allowed[j])
        return found

    def blocks(self, profiles: int, chosen: int) -> int:
        """Return a bit for each block of profiles, which differ in what those do who chose, that has one."""
        ends = self._ends[chosen]
        inner = self._everything ^ ends
        return ((profiles & inner) + inner | profiles) & ends  # what is not zero carries into the last bit

    def beaten(self, allowed: Sequence[int], chosen: int) -> int:
        """Return the allowed strategies that no equilibrium below this point of the walk can use.

        Another one must be at least as good wherever the opponents may be and, whatever those do who have not
        chosen, better at some profile of those who have: all of these are really played. Any other will do,
        also one that is not allowed: whoever could gain by it does not play the first.
        """
        there, found = self.profiles(allowed), 0
        for strategy, others in self._rivals(allowed[self._player]):
            for worse, better in others:
                if not worse & there and self.blocks(better & there, chosen) == self.blocks(there, chosen):
                    found |= strategy
                    break
        return found
