"""Equilibria that were found numerically where a search was not finished: likely, measured, unproven."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.game import Equilibrium, equilibrium_at
from belarusgame.solve.search import hull, sample, split

if TYPE_CHECKING:
    from belarusgame.game import Game
    from belarusgame.solve.solution import Box, Component

#: Places from which Newton's steps start: the middles of so many boxes, and so many drawn at random.
_MIDDLES: Final = 24
_DRAWN: Final = 40
#: So many candidates are listed at most, and one nearer than this to something known is left out.
_MOST: Final = 24
_NEAR: Final = 1e-6
#: The part of a player's strategies that a random start uses, on average.
_USED: Final = 0.6


def candidates_in(
    game: Game,
    unresolved: Sequence[Box],
    known: Sequence[Equilibrium],
    components: Sequence[Component],
    *,
    deadline: float = float("inf"),
) -> tuple[Equilibrium, ...]:
    """Look for equilibria inside undecided boxes that are neither listed nor inside a component.

    Parameters
    ----------
    game : Game
        The game.
    unresolved : sequence of Box
        Where to look.
    known : sequence of Equilibrium
        What is listed already.
    components : sequence of Component
        Whose boxes are left out.
    deadline : float
        When to stop, by ``time.monotonic``.

    Returns
    -------
    tuple of Equilibrium
        With a measured regret of at most 1e-9 of the player's payoff range. The starts are always the same,
        so that the answer is.
    """
    if not unresolved:
        return ()
    boxes = [np.concatenate(box.bounds) for box in unresolved]
    listed = [np.concatenate(e.mixed) for e in known]
    taken = [np.concatenate(part.box.bounds) for part in components]
    found: list[list[FloatArray]] = []
    for start in [*boxes[:_MIDDLES], *_drawn(game, boxes)]:
        if len(found) >= _MOST or time.monotonic() >= deadline:
            break
        for profile in sample(game, [start], hull(boxes), []):
            point = np.concatenate(profile)
            held = any(_holds(box, point) for box in boxes) and not any(_holds(box, point) for box in taken)
            if held and all(np.abs(point - other).max() > _NEAR for other in listed):
                found.append(profile)
                listed.append(point)
    return tuple(equilibrium_at(game, profile) for profile in found)


def _holds(box: FloatArray, point: FloatArray) -> bool:
    return bool(np.all((box[:, 0] <= point) & (point <= box[:, 1])))


def _drawn(game: Game, boxes: Sequence[FloatArray]) -> list[FloatArray]:
    """Draw points on random supports in turn inside the boxes, each as a box of no extent."""
    # Always the same draws: who asks twice gets one answer.
    draw = np.random.default_rng(0)
    starts: list[FloatArray] = []
    for k in range(_DRAWN):
        parts: list[FloatArray] = []
        for own in split(boxes[k % len(boxes)], game.shape):
            weights = draw.dirichlet(np.ones(len(own))) * (draw.random(len(own)) < _USED)
            inside = np.clip(weights, own[:, 0], own[:, 1])
            # Where the box or the draw leaves a player nothing, its upper ends are a start inside the box.
            inside = inside if inside.sum() > 0.0 else own[:, 1]
            parts.append(inside / inside.sum())
        starts.append(np.repeat(np.concatenate(parts)[:, None], 2, axis=1))
    return starts
