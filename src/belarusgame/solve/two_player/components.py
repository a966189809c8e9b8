"""All equilibria of a two-player game as a solution: isolated points with proofs, and continua with boxes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.read_only import read_only
from belarusgame.base.settings import whole_number
from belarusgame.errors import GameError
from belarusgame.game import Equilibrium, Game, equilibrium_at
from belarusgame.solve.solution import BY_VERTICES, Box, Component, Solution
from belarusgame.solve.two_player.extreme import MAX_STEPS, ExtremeEquilibria, extreme_equilibria

if TYPE_CHECKING:
    from belarusgame.solve.recheck import TwoPlayerCertificate

__all__ = ["exact_equilibria", "two_player_solution"]

#: Equilibria nearer than this to another component get no box: rounding could not be told from the distance.
SMALLEST_SEPARATION = 1e-9

#: A box reaches at most this part of the way to the next equilibrium, so that rounding cannot make two meet.
_REACH: Final = 0.49


def exact_equilibria(game: Game, *, max_steps: int = MAX_STEPS) -> ExtremeEquilibria:
    """Find all extreme equilibria of a game of two players from its exact payoffs.

    Parameters
    ----------
    game : Game
        Of exactly two players.
    max_steps : int
        The budget, in steps of some microseconds.

    Raises
    ------
    GameError
        If the game has not two players, or the budget is no positive integer.
    """
    check_two_players(game)
    steps = whole_number("max_steps", max_steps)
    rows, columns = game.exact_deciding
    return extreme_equilibria(rows.tolist(), columns.tolist(), max_steps=steps)


def check_two_players(game: Game) -> None:
    """Refuse a game that has not exactly two players, and say how to get one that has."""
    if len(game.players) != 2:
        raise GameError(
            f"this method needs exactly 2 players, and there are {len(game.players)}: "
            f"{', '.join(game.players)}; fix what the others do with game.fix({{player: strategy}})"
        )


def two_player_solution(game: Game, *, max_steps: int = MAX_STEPS, certificate: bool = False) -> Solution:
    """Find all Nash equilibria of a game of two players, degenerate games included, without rounding.

    Every isolated equilibrium is an outcome, with its index where it is regular and with a box that holds no
    other equilibrium. Every continuum is a component: here, unlike in general, it is proven to be connected
    and without isolated points; its samples are its extreme equilibria, and their convex hulls, maximal Nash
    subset by maximal Nash subset, are the whole of it.

    Parameters
    ----------
    game : Game
        Of exactly two players, any number of strategies each.
    max_steps : int
        The budget for each stage of the search, in steps of some microseconds.
    certificate : bool
        Whether to keep what :func:`belarusgame.solve.verify.verify_equilibria` needs to check the answer.

    Returns
    -------
    Solution
        ``complete`` unless the budget ended; if it did, the outcomes are equilibria, all pure ones among
        them, but which of them are isolated is not known.

    Raises
    ------
    GameError
        If the game has not two players.

    Notes
    -----
    Mangasarian 1964; Avis, Rosenberg, Savani and von Stengel 2010; see `extreme_equilibria`.

    Examples
    --------
    >>> import belarusgame as bg
    >>> found = two_player_solution(bg.Game([[[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]]]))
    >>> found.status, len(found.equilibria), len(found.components)
    ('complete', 1, 1)
    """
    found = exact_equilibria(game, max_steps=max_steps)
    problems = _problems(found)
    return Solution(
        outcomes=_outcomes(game, found),
        concept="nash",
        status="partial" if problems else "complete",
        method=BY_VERTICES,
        components=tuple(_component(game, found, members) for members in _continua(found)),
        unresolved=() if found.finished else (_everything(game),),
        settings={"max_steps": max_steps},
        messages=(*problems, *(_description(found, members) for members in _continua(found))),
        game=game,
        certificate=_certificate(game, found) if certificate else None,
    )


def _certificate(game: Game, found: ExtremeEquilibria) -> TwoPlayerCertificate:
    from belarusgame.solve.recheck import TwoPlayerCertificate

    return TwoPlayerCertificate(game=game, corners=found.corners)


def _problems(found: ExtremeEquilibria) -> tuple[str, ...]:
    """Say why the list cannot be called complete; empty if it can."""
    if not found.finished:
        return (
            "the budget max_steps ended: there may be equilibria that are not listed, and those listed may "
            "belong to continua; allow more steps",
        )
    total = sum(index for index in found.indices if index is not None)
    if found.nondegenerate and total != 1:
        return (
            f"the indices sum to {total} instead of +1, so that something is wrong; please report this game",
        )
    return ()


def _continua(found: ExtremeEquilibria) -> tuple[tuple[int, ...], ...]:
    return tuple(component for component in found.components if len(component) > 1)


def _outcomes(game: Game, found: ExtremeEquilibria) -> tuple[Equilibrium, ...]:
    """Record the isolated equilibria; where isolation is not known, all that were found."""
    listed = found.isolated if found.finished else range(len(found.vertices))
    boxes = _boxes(game, found) if found.finished else {}
    return tuple(_equilibrium(game, found, number, boxes.get(number)) for number in listed)


def _equilibrium(
    game: Game, found: ExtremeEquilibria, number: int, box: tuple[FloatArray, ...] | None = None
) -> Equilibrium:
    vertex, index = found.vertices[number], found.indices[number]
    pure = all(max(half) == 1 for half in vertex)
    profile = [np.array([float(chance) for chance in half]) for half in vertex]
    return equilibrium_at(game, profile, strict=pure and index is not None, index=index, box=box)


def _boxes(game: Game, found: ExtremeEquilibria) -> dict[int, tuple[FloatArray, ...]]:
    """Around each isolated equilibrium, a box that stays clear of the hull of every other Nash subset.

    It keeps away from the whole bounding box of a continuum too, unless the equilibrium lies inside that.
    """
    hulls = [_hull(found, members) for members in found.subsets]
    continua = [_hull(found, members) for members in _continua(found)]
    boxes: dict[int, tuple[FloatArray, ...]] = {}
    for position, members in enumerate(found.subsets):
        if len(members) != 1:
            continue
        here = hulls[position]
        distances = [_gap(here, hull) for other, hull in enumerate(hulls) if other != position]
        if min(distances, default=2.0) > SMALLEST_SEPARATION:
            distances += [gap for gap in (_gap(here, hull) for hull in continua) if gap > 0.0]
            reach = _REACH * min(distances, default=2.0)
            boxes[members[0]] = _by_player(game, np.clip(here + np.array([-reach, reach]), 0.0, 1.0))
    return boxes


def _gap(one: FloatArray, other: FloatArray) -> float:
    """Return the largest distance between two boxes along a coordinate; negative or zero if they meet."""
    return float(np.maximum(one[:, 0] - other[:, 1], other[:, 0] - one[:, 1]).max())


def _component(game: Game, found: ExtremeEquilibria, members: Sequence[int]) -> Component:
    return Component(
        box=Box(labels=game.labels, bounds=_by_player(game, _hull(found, members))),
        samples=tuple(_equilibrium(game, found, number) for number in members),
    )


def _description(found: ExtremeEquilibria, members: Sequence[int]) -> str:
    from belarusgame.solve.recheck import continuum_message

    inside = sum(members[0] <= subset[0] and set(subset) <= set(members) for subset in found.subsets)
    return continuum_message(len(members), inside)


def _everything(game: Game) -> Box:
    unit = np.tile([0.0, 1.0], (sum(game.shape), 1))
    return Box(labels=game.labels, bounds=_by_player(game, unit))


def _by_player(game: Game, bounds: FloatArray) -> tuple[FloatArray, ...]:
    """Split bounds of all probabilities, one after the other, into one read-only array a player."""
    return tuple(map(read_only, np.split(bounds, np.cumsum(game.shape)[:-1])))


def _hull(found: ExtremeEquilibria, members: Sequence[int]) -> FloatArray:
    """Return the bounding box of some extreme equilibria, rounded outwards, of shape ``(coordinates, 2)``."""
    points = [row + column for row, column in (found.vertices[number] for number in members)]
    columns = list(zip(*points, strict=True))
    return np.array([[_below(min(column)), 0.0 - _below(-max(column))] for column in columns])


def _below(value: Fraction) -> float:
    """Return the largest of the neighbouring floats that is not greater than the exact value."""
    near = float(value)
    return near if Fraction(near) <= value else math.nextafter(near, -math.inf)
