"""Payoffs as lines: of every player by its own strategy, and for each by what the others do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

_Number = TypeVar("_Number", bound=np.generic)

#: Tables of at most so many numbers are kept for the next game, of so many shapes; and players with as many
#: strategies are dealt with together where comparing them takes no more.
_SMALL: Final = 1 << 16
_SHAPES: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alike:
    """Players who have as many strategies."""

    players: tuple[int, ...]
    index: slice | NDArray[np.intp]  #: the same, as an index of arrays
    count: int  #: how many strategies each of them has


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lines:
    """Where the numbers of games of one shape stand in lines, and where those of lines stand in games."""

    shape: tuple[int, ...]  #: the number of strategies of each player
    order: NDArray[np.intp]  #: by player and place: which of a game's numbers is there
    back: NDArray[np.intp]  #: by player and profile: which of the lines' numbers belongs to it
    alike: tuple[Alike, ...]  #: all players

    def of(self, payoffs: NDArray[_Number]) -> NDArray[_Number]:
        """Return the lines of games, shape ``(games, players, profiles)``."""
        return payoffs.reshape(len(payoffs), -1).take(self.order, axis=1)

    def by_profile(self, lines: NDArray[_Number]) -> NDArray[_Number]:
        """Return what belongs to each player and profile, shape ``(games, players, profiles)``."""
        return lines.reshape(len(lines), -1).take(self.back, axis=1)

    def parts(self, lines: NDArray[_Number]) -> Iterator[tuple[Alike, NDArray[_Number]]]:
        """Return the part of players who are alike: ``(games, players, strategies, places)``."""
        for alike in self.alike:
            part = lines[:, alike.index]
            yield alike, part.reshape(*part.shape[:2], alike.count, -1)


def lines_of(shape: Sequence[int]) -> Lines:
    """Return where the numbers of games of one shape stand in lines."""
    # Large tables are made anew: kept, they would hold memory that the next game of another shape needs.
    small = len(shape) * prod(shape) <= _SMALL
    return (_made if small else _made.__wrapped__)(tuple(shape))


@lru_cache(maxsize=_SHAPES)
def _made(shape: tuple[int, ...]) -> Lines:
    profiles = prod(shape)
    places = np.arange(profiles).reshape(shape)
    order, back = np.empty((2, len(shape), profiles), dtype=np.intp)
    for i in range(len(shape)):
        order[i] = np.moveaxis(places, i, 0).ravel()
        back[i, order[i]] = places.ravel()
    first = profiles * np.arange(len(shape))[:, None]
    return Lines(shape=shape, order=first + order, back=first + back, alike=tuple(_alike(shape, profiles)))


def _alike(shape: Sequence[int], profiles: int) -> Iterator[Alike]:
    for count in sorted(set(shape)):
        players = tuple(i for i, own in enumerate(shape) if own == count)
        if count * profiles > _SMALL:
            yield from (Alike(players=(i,), index=slice(i, i + 1), count=count) for i in players)
        else:
            # Neighbours are taken by a slice, which is a view; an index of positions copies.
            together = players[-1] - players[0] < len(players)
            index = slice(players[0], players[-1] + 1) if together else np.array(players)
            yield Alike(players=players, index=index, count=count)
