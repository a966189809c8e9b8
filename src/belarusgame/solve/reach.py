"""How much somebody can gain at most anywhere in some boxes of mixed profiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.recheck import highest
from belarusgame.solve.search import hull, split

if TYPE_CHECKING:
    from belarusgame.game import Game

#: More boxes than this are taken together as the one that holds them all.
_APART: Final = 16
#: More than rounding can make of a sum of a few products.
_ROUNDING: Final = 1e-12


def reach_of(game: Game, boxes: Sequence[FloatArray]) -> float:
    """Bound the regret of every profile in some boxes, in units of the payoff range of whose regret it is.

    Parameters
    ----------
    game : Game
        The game.
    boxes : sequence of numpy.ndarray
        Bounds on all probabilities, players one after the other, shape ``(strategies of all, 2)``.

    Notes
    -----
    A regret is an average, over the strategies that are used, of what another one earns more; what is earned
    is multilinear in what the others do, and bounded by giving each of them the worst there is in turn.
    """
    # A box that holds all is coarser and never smaller, so the bound stays one.
    parts = boxes if len(boxes) <= _APART else [hull(boxes)]
    return max((_regret_in(game, split(box, game.shape)) for box in parts), default=0.0)


def _regret_in(game: Game, bounds: Sequence[FloatArray]) -> float:
    worst = 0.0
    for i, own in enumerate(bounds):
        payoffs = np.moveaxis(game.deciding[i], i, 0)
        # A player who gets the same everywhere has no regret, in whatever unit.
        span = float(np.ptp(payoffs)) or 1.0
        others = [part for j, part in enumerate(bounds) if j != i]
        # For each strategy that may be used the most that a better one earns more: an average over them
        # bounds regret.
        gains = [
            max(float(highest(better - used, others)) for better in payoffs) if chance > 0.0 else 0.0
            for used, chance in zip(payoffs, own[:, 1], strict=True)
        ]
        worst = max(worst, float(highest(np.array(gains), [own])) / span)
    return worst + _ROUNDING if worst > 0.0 else 0.0
