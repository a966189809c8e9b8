"""The rows of one support, which an equilibrium of it must satisfy, in whole numbers.

A row is the difference of a strategy's payoff to that of the player's first strategy in the support, as a
tensor over the support. At an equilibrium that uses the whole support the rows of the other strategies inside
vanish, and those of the strategies outside are at most zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from belarusgame.solve.structured.polytopes import (
    Polytopes,
    Whole,
    combined,
    compact,
    is_whole,
    whole_simplex,
)
from belarusgame.solve.structured.walk import against

if TYPE_CHECKING:
    from belarusgame.game import Game
    from belarusgame.solve.structured.walk import Supports

#: For every player the numbers of the rows that are not settled.
Active = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WholePayoffs:
    """A game's exact payoffs as integers."""

    payoffs: tuple[Whole, ...]  #: for every player its payoffs times its scale, shape ``strategies``
    scales: tuple[int, ...]  #: the least common denominators


def whole_payoffs(game: Game) -> WholePayoffs:
    """Multiply each player's payoffs by their least common denominator."""
    # One scale a player, since payoffs of different players are never compared: smaller numbers stay in
    # int64.
    scales: list[int] = []
    payoffs: list[Whole] = []
    for own in game.exact_deciding:
        ratios = [value.as_integer_ratio() for value in own.ravel().tolist()]
        scale = lcm(*{below for _, below in ratios})
        whole = [above * (scale // below) for above, below in ratios]
        payoffs.append(compact(np.array(whole, dtype=object).reshape(own.shape)))
        scales.append(scale)
    return WholePayoffs(payoffs=tuple(payoffs), scales=tuple(scales))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """The rows of one support."""

    whole: WholePayoffs  #: of the game
    support: Supports  #: for every player the strategies that are played
    _made: dict[int, Whole] = field(default_factory=dict[int, Whole])

    @property
    def tensors(self) -> list[Whole]:
        """For every player its rows, those inside first, shape ``(rows, *sizes)``; its own axis is 1 long."""
        return [self.of(i) for i in range(len(self.support))]

    def of(self, player: int) -> Whole:
        """Return a player's rows; few are asked for, as most are settled by their signs."""
        if player not in self._made:
            inside, own = self.support[player], against(self.whole.payoffs[player], player, self.support)
            first, *others = inside
            outside = [a for a in range(own.shape[player]) if a not in inside]
            rows = own.take([*others, *outside], axis=player) - own.take([first], axis=player)
            # The own axis is kept with length 1, so that rows of all players stand over the same axes.
            self._made[player] = rows[None].swapaxes(0, player + 1)
        return self._made[player]

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many strategies every player uses."""
        return tuple(len(labels) for labels in self.support)

    def is_equation(self, player: int, row: int) -> bool:
        """Whether the row is that of a strategy inside, and has to vanish."""
        return row < len(self.support[player]) - 1

    def everything(self) -> tuple[Polytopes, Active]:
        """Return all mixtures of the support, and all rows."""
        points = tuple(whole_simplex(size) for size in self.sizes)
        return points, tuple([tuple(range(own.shape[i] - 1)) for i, own in enumerate(self.whole.payoffs)])

    def at(self, points: Polytopes, active: Active) -> list[Whole]:
        """Return, for every player, its active rows at all combinations of points.

        Each player's rows are multiplied by the denominators of the opponents' polytopes.
        """
        found: list[Whole] = []
        varied = [j for j, own in enumerate(points) if not is_whole(own)]
        for i, kept in enumerate(active):
            if not kept:
                found.append(np.zeros((0,) + (1,) * len(points), dtype=np.int64))
                continue
            values = compact(self.of(i)[list(kept)])
            for j in varied:
                # A row does not depend on the player's own mixture.
                if j != i:
                    values = combined(values, points[j], j + 1)
            found.append(values)
        return found


def rows_of(whole: WholePayoffs, support: Supports) -> Rows:
    """Set out the rows of a support."""
    return Rows(whole=whole, support=tuple(map(tuple, support)))


def varying_axes(tensor: Whole) -> list[int]:
    """Return the players on whose strategies a row depends."""
    return [
        j
        for j in range(tensor.ndim)
        if tensor.shape[j] > 1 and bool((tensor != tensor.take([0], axis=j)).any())
    ]
