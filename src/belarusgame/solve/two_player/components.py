"""All equilibria of a two-player game as a solution: isolated points with proofs, and continua with boxes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.clock import Clock
from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.base.read_only import read_only
from belarusgame.base.replies import told_apart
from belarusgame.base.rounding import quotient_below
from belarusgame.base.settings import whole_number
from belarusgame.errors import GameError
from belarusgame.game import Equilibrium, Game
from belarusgame.solve.solution import BY_VERTICES, Box, Component, Solution, ended_budget
from belarusgame.solve.two_player.extreme import MAX_STEPS, ExtremeEquilibria, extreme_equilibria
from belarusgame.solve.two_player.proposed import number_regular, regular_equilibria
from belarusgame.solve.two_player.zero_sum import equivalent_matrix, zero_sum_solution

if TYPE_CHECKING:
    from belarusgame.solve.recheck import TwoPlayerCertificate

#: Equilibria nearer than this to another component get no box: rounding could not be told from the distance.
SMALLEST_SEPARATION = 1e-9

#: A zero-sum game whose corners are not found in so many steps is left to linear programs.
_BEFORE_PROGRAMS: Final = 30_000

#: Corners are proposed by floating point, which takes no steps that could be counted, from this budget on,
#: and in games of so many profiles: in smaller ones fractions are as fast, and need nothing loaded.
_PROPOSED: Final = 30_000
_PROFILES: Final = 12

#: A box reaches at most this part of the way to the next equilibrium, so that rounding cannot make two meet.
_REACH: Final = 0.49
_OUTWARDS: Final = np.array([-1.0, 1.0])


def exact_equilibria(
    game: Game,
    *,
    max_steps: int = MAX_STEPS,
    clock: Clock | None = None,
    at_least_one: bool = True,
    corners: bool = False,
) -> ExtremeEquilibria:
    """Find all extreme equilibria of a game of two players from its exact payoffs.

    Parameters
    ----------
    game : Game
        Of exactly two players.
    max_steps : int
        The budget, in steps of some microseconds.
    clock : Clock, optional
        How long it may take in any case.
    at_least_one : bool
        Whether to look for one in another way if the budget ended before any was found.
    corners : bool
        Whether the corners of the best-reply regions are wanted too.

    Raises
    ------
    GameError
        If the game has not two players, or the budget is no positive integer.
    """
    check_two_players(game)
    steps = whole_number("max_steps", max_steps)
    regular = None if corners else _proven_regular(game, steps)
    return regular or _by_fractions(game, steps, clock, at_least_one=at_least_one)


def _proven_regular(game: Game, steps: int) -> ExtremeEquilibria | None:
    """Return all equilibria if they are proven to be regular, without looking at continua."""
    return (
        regular_equilibria(*game.deciding)
        if _are_proposed(game.shape, steps) and not game.is_rounded
        else None
    )


def _are_proposed(shape: tuple[int, ...], steps: int) -> bool:
    """Whether floating point proposes the corners of such a game."""
    return steps >= _PROPOSED and math.prod(shape) >= _PROFILES


def regular_numbers(payoffs: FloatArray, rounded: BoolArray, max_steps: int) -> NDArray[np.int64]:
    """Return how many equilibria `two_player_solution` lists of some games.

    Parameters
    ----------
    payoffs : numpy.ndarray
        What is compared, shape ``(games, 2, rows, columns)``.
    rounded : numpy.ndarray of bool
        The games whose floats are roundings of exact payoffs.
    max_steps : int
        As of :func:`two_player_solution`.

    Returns
    -------
    numpy.ndarray of int
        All of them are regular, and the list complete; -1 stands for a game of which that is not known.
    """
    numbers = np.full(len(payoffs), -1, dtype=np.int64)
    if max_steps >= _PROPOSED:  # within which fractions list all of a game that has fewer profiles
        numbers[~rounded] = number_regular(payoffs[~rounded])
    return numbers


def _by_fractions(
    game: Game, steps: int, clock: Clock | None, *, at_least_one: bool = True
) -> ExtremeEquilibria:
    rows, columns = game.exact_deciding
    return extreme_equilibria(
        rows.tolist(), columns.tolist(), max_steps=steps, clock=clock, at_least_one=at_least_one
    )


def check_two_players(game: Game) -> None:
    """Refuse a game that has not exactly two players, and say how to get one that has."""
    if len(game.players) != 2:
        raise GameError(
            f"this method needs exactly 2 players, and there are {len(game.players)}: "
            f"{', '.join(game.players)}; fix what the others do with game.fix({{player: strategy}})"
        )


def two_player_solution(
    game: Game,
    *,
    max_steps: int = MAX_STEPS,
    clock: Clock | None = None,
    certificate: bool = False,
    settings: Mapping[str, Any] | None = None,
) -> Solution:
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
    clock : Clock, optional
        How long it may take in any case.
    certificate : bool
        Whether to keep what :func:`belarusgame.solve.verify.verify_equilibria` needs to check the answer.
    settings : mapping, optional
        What the solution says that it was made with, and its advice speaks of.

    Returns
    -------
    Solution
        ``complete`` unless the budget ended; if it did, the outcomes are equilibria, all pure ones among
        them, but which of them are isolated is not known. At least one is listed, unless the time was up
        before. Zero-sum games, and those with the best replies of one, are solved by linear programs if they
        have too many corners.

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
    ('complete', 2, 1)
    >>> [e.isolated for e in found.equilibria]
    [True, False]
    """
    check_two_players(game)
    max_steps = whole_number("max_steps", max_steps)
    settings = {"max_steps": max_steps} if settings is None else settings
    # A certificate needs the corners of both regions, which only fractions list.
    regular = None if certificate else _proven_regular(game, max_steps)
    if regular is not None:
        return _by_vertices(game, regular, settings, certificate=False)
    # A zero-sum game of any size has programs to fall back on, so vertices get only few steps there.
    matrix = equivalent_matrix(game)
    if matrix is not None:
        few = min(max_steps, _BEFORE_PROGRAMS)
        found = _by_fractions(game, few, clock, at_least_one=False)
        if found.finished:
            return _by_vertices(game, found, settings, certificate=certificate)
        solution = zero_sum_solution(game, matrix, settings, certificate=certificate)
        if solution is not None:
            return solution
    found = _by_fractions(game, max_steps, clock)
    return _by_vertices(game, found, settings, certificate=certificate)


def _by_vertices(
    game: Game, found: ExtremeEquilibria, settings: Mapping[str, Any], *, certificate: bool
) -> Solution:
    problems = _problems(found, settings)
    return Solution(
        outcomes=_outcomes(game, found, certificate=certificate),
        concept="nash",
        status="partial" if problems else "complete",
        method=BY_VERTICES,
        components=tuple(_component(game, found, members, plain=certificate) for members in _continua(found)),
        unresolved=() if found.finished else (_everything(game),),
        settings=settings,
        messages=(*problems, *(_description(found, members) for members in _continua(found))),
        game=game,
        certificate=_certificate(game, found) if certificate else None,
    )


def _certificate(game: Game, found: ExtremeEquilibria) -> TwoPlayerCertificate:
    from belarusgame.solve.recheck import TwoPlayerCertificate

    return TwoPlayerCertificate(game=game, corners=found.corners)


def _problems(found: ExtremeEquilibria, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Say why the list cannot be called complete; empty if it can."""
    if not found.finished:
        return (
            f"{ended_budget(settings)}: there may be equilibria that are not listed, and those listed may "
            "belong to continua",
        )
    total = sum(index for index in found.indices if index is not None)
    # Indices of a nondegenerate game sum to one (Shapley 1974): a check of the whole enumeration that costs
    # nothing.
    if found.nondegenerate and total != 1:
        return (
            f"the indices sum to {total} instead of +1, so that something is wrong; please report this game",
        )
    return ()


def _continua(found: ExtremeEquilibria) -> tuple[tuple[int, ...], ...]:
    return tuple(component for component in found.components if len(component) > 1)


def _outcomes(game: Game, found: ExtremeEquilibria, *, certificate: bool) -> tuple[Equilibrium, ...]:
    """Record the isolated equilibria and the pure ones in continua; all found where that is not known.

    A certificate does not speak of which they are, so that with one the records do not either.
    """
    if not found.finished:
        return _recorded(game, found, range(len(found.vertices)))
    inside = [number for members in _continua(found) for number in members if _is_pure(found, number)]
    said = (None, None) if certificate else (True, False)
    alone = _recorded(game, found, found.isolated, _boxes(game, found), isolated=said[0])
    return alone + _recorded(game, found, inside, isolated=said[1])


def _is_pure(found: ExtremeEquilibria, number: int) -> bool:
    return all(max(half) == 1 for half in found.vertices[number])


def _recorded(
    game: Game,
    found: ExtremeEquilibria,
    numbers: Sequence[int],
    boxes: Mapping[int, tuple[FloatArray, ...]] | None = None,
    *,
    isolated: bool | None = None,
) -> tuple[Equilibrium, ...]:
    """Record some extreme equilibria."""
    if not numbers:
        return ()
    rows, columns = (
        np.array([[float(x) if x else 0.0 for x in found.vertices[number][side]] for number in numbers])
        for side in (0, 1)
    )
    compared = told_apart(game.deciding)
    average, regret = _averages(compared, rows, columns)
    if compared is not game.payoffs:  # choices are compared as differences; what players get is their own
        average, _ = _averages(game.payoffs, rows, columns)
    boxes = {} if boxes is None else boxes
    return tuple(
        Equilibrium(
            labels=game.labels,
            distribution=read_only(np.multiply.outer(row, column)),
            payoffs=dict(zip(game.players, payoffs, strict=True)),
            concept="nash",
            incentive_gap=max(regrets),
            # A regular pure equilibrium has no other best reply: whoever leaves it loses.
            strict=found.indices[number] is not None and _is_pure(found, number),
            mixed=(read_only(row), read_only(column)),
            regrets=dict(zip(game.players, regrets, strict=True)),
            index=found.indices[number],
            box=boxes.get(number),
            isolated=isolated,
        )
        for number, row, column, payoffs, regrets in zip(
            numbers, rows, columns, average.tolist(), regret.tolist(), strict=True
        )
    )


def _averages(payoffs: FloatArray, rows: FloatArray, columns: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return what both players earn at some profiles, and what they could gain; shape ``(profiles, 2)``."""
    earned = columns @ payoffs[0].T, rows @ payoffs[1]
    average = np.stack([(e * x).sum(axis=1) for e, x in zip(earned, (rows, columns), strict=True)], axis=1)
    best = np.stack([e.max(axis=1) for e in earned], axis=1)
    return average, np.maximum(best - average, 0.0)  # an average may exceed the best by a rounding


def _boxes(game: Game, found: ExtremeEquilibria) -> dict[int, tuple[FloatArray, ...]]:
    """Around each isolated equilibrium, a box that stays clear of the hull of every other Nash subset.

    It keeps away from the whole bounding box of a continuum too, unless the equilibrium lies inside that.
    """
    alone = [position for position, members in enumerate(found.subsets) if len(members) == 1]
    if not alone:
        return {}
    hulls = np.stack([_hull(found, members) for members in found.subsets])
    continua = [_hull(found, members) for members in _continua(found)]
    boxes: dict[int, tuple[FloatArray, ...]] = {}
    for position in alone:
        here = hulls[position]
        gaps = _gaps(here, hulls)
        gaps[position] = 2.0  # more than any two probabilities are apart
        reach = float(gaps.min())
        # First apart from every other subset, or there is no box at all; then, where it can, from hulls too.
        if reach > SMALLEST_SEPARATION:
            reach = min(
                [reach, *(gap for hull in continua if (gap := float(_gaps(here, hull[None])[0])) > 0.0)]
            )
            wide = np.clip(here + _REACH * reach * _OUTWARDS, 0.0, 1.0)
            boxes[found.subsets[position][0]] = Box.stacked(game.labels, wide).bounds
    return boxes


def _gaps(here: FloatArray, others: FloatArray) -> FloatArray:
    """Return the largest distance along a coordinate to each of some boxes; not positive where they meet."""
    gaps: FloatArray = np.maximum(here[:, 0] - others[:, :, 1], others[:, :, 0] - here[:, 1]).max(axis=1)
    return gaps


def _component(game: Game, found: ExtremeEquilibria, members: Sequence[int], *, plain: bool) -> Component:
    return Component(
        box=Box.stacked(game.labels, _hull(found, members)),
        samples=_recorded(game, found, members),
        kind="boxes" if plain else "exact",
        reach=None if plain else 0.0,
        pieces=() if plain else tuple(_piece(found, subset) for subset in _subsets_of(found, members)),
    )


def _subsets_of(found: ExtremeEquilibria, members: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the maximal Nash subsets of which a continuum is the union."""
    inside = set(members)
    return [subset for subset in found.subsets if set(subset) <= inside]


def _piece(found: ExtremeEquilibria, subset: Sequence[int]) -> tuple[FloatArray, ...]:
    """Return the corners of both halves of a maximal Nash subset."""
    halves = zip(*(found.vertices[number] for number in subset), strict=True)
    return tuple(np.array([[float(x) for x in half] for half in dict.fromkeys(own)]) for own in halves)


def _description(found: ExtremeEquilibria, members: Sequence[int]) -> str:
    from belarusgame.solve.recheck import continuum_message

    return continuum_message(len(members), len(_subsets_of(found, members)))


def _everything(game: Game) -> Box:
    unit = np.tile([0.0, 1.0], (sum(game.shape), 1))
    return Box.stacked(game.labels, unit)


def _hull(found: ExtremeEquilibria, members: Sequence[int]) -> FloatArray:
    """Return the bounding box of some extreme equilibria, rounded outwards, of shape ``(coordinates, 2)``."""
    points = [row + column for row, column in (found.vertices[number] for number in members)]
    if len(points) == 1:
        return np.array([_around(value) for value in points[0]])
    columns = list(zip(*points, strict=True))
    return np.array([[_around(min(column))[0], _around(max(column))[1]] for column in columns])


def _around(value: Fraction) -> tuple[float, float]:
    """Return the nearest floats below and above a probability; both are the same if it is one."""
    if not value:
        return 0.0, 0.0
    over, under = value.numerator, value.denominator
    return quotient_below(over, under), -quotient_below(-over, under)
