"""Assertions for tests of games: is this an equilibrium, and are these the same?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeAlias

import numpy as np

from belarusgame.base.settings import finite_number
from belarusgame.errors import GameError, quoted
from belarusgame.game import Equilibrium, Game, checked_game
from belarusgame.solve.solution import Component, Solution

Equilibria: TypeAlias = Solution | Iterable[Equilibrium]

#: In payoff units.
REGRET_TOLERANCE = 1e-9

#: As a probability.
SAME_PROFILE = 1e-6


def assert_equilibrium(game: Game, profile: Any, *, tolerance: float = REGRET_TOLERANCE) -> None:
    """Assert that nobody gains by deviating alone.

    Parameters
    ----------
    game : Game
        Any game.
    profile : mapping, sequence or Equilibrium
        Labels, or vectors of probabilities, for every player; see :meth:`Game.vectors`.
    tolerance : float
        The largest regret that is put up with, in payoff units.

    Raises
    ------
    AssertionError
        Naming every player who would gain, by how much, and by which strategy.
    GameError
        If the profile is none of this game, or the tolerance is negative.

    Examples
    --------
    >>> import belarusgame as bg
    >>> game = bg.Game([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], ["row", "column"])
    >>> bg.testing.assert_equilibrium(game, {"row": "s2", "column": "s2"})
    >>> bg.testing.assert_equilibrium(game, {"row": "s1", "column": "s2"})
    Traceback (most recent call last):
    ...
    AssertionError: no equilibrium: row would gain 1 by s2 (payoff 1 instead of 0)
    """
    tolerance = finite_number("tolerance", tolerance)
    vectors = checked_game(game).vectors(profile)
    payoffs, replies = game.expected_payoffs(vectors), game.best_responses(vectors)
    gains = [
        f"{player} would gain {regret:.6g} by {' or '.join(replies[player])} "
        f"(payoff {payoffs[player] + regret:.6g} instead of {payoffs[player]:.6g})"
        for player, regret in game.regret(vectors).items()
        # Not a comparison with >: what is not a number is no small regret.
        if not regret <= tolerance
    ]
    if gains:
        raise AssertionError("no equilibrium: " + "; ".join(gains))


def assert_same_equilibria(a: Equilibria, b: Equilibria, *, tolerance: float = SAME_PROFILE) -> None:
    """Assert that two solvers found the same equilibria.

    Every equilibrium must have a partner of its own on the other side; one without may lie inside a component
    of the other side, where that lists components: within such a cluster solvers may name different members.

    Parameters
    ----------
    a, b : Solution or iterable of Equilibrium
        Of games with the same players and strategies, in any order.
    tolerance : float
        How far the probabilities of partners may be apart.

    Raises
    ------
    AssertionError
        Naming the equilibria of either side that the other lacks.
    GameError
        If the two speak of different players or strategies, or of another concept than Nash's.

    Examples
    --------
    >>> import belarusgame as bg
    >>> game = bg.Game([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])
    >>> pure = bg.solve.pure_equilibria(game)
    >>> bg.testing.assert_same_equilibria(pure, reversed(pure.equilibria))
    >>> bg.testing.assert_same_equilibria(pure, pure.equilibria[:1])
    Traceback (most recent call last):
    ...
    AssertionError: different equilibria (2 and 1, tolerance 1e-06)
      only in the first: player 1: s2; player 2: s2 (regret 0)
    """
    tolerance = finite_number("tolerance", tolerance)
    first, second = _side(a), _side(b)
    _check_alike([*first.found, *second.found])
    pairs = _pairs(first.found, second.found, tolerance)
    lacking = [
        *_lacking("first", first, second, {one for one, _ in pairs}, tolerance),
        *_lacking("second", second, first, {other for _, other in pairs}, tolerance),
    ]
    if lacking:
        counted = f"{len(first.found)} and {len(second.found)}, tolerance {tolerance:g}"
        raise AssertionError("\n  ".join([f"different equilibria ({counted})", *lacking]))


@dataclass(frozen=True, slots=True)
class _Listing:
    """What one solver found."""

    found: tuple[Equilibrium, ...]
    components: tuple[Component, ...] = ()


def _side(given: Equilibria) -> _Listing:
    if isinstance(given, Solution):
        return _Listing(given.equilibria, given.components)
    try:
        found = tuple(given)
    except Exception:  # no list, or an object that will not be gone through
        raise GameError(f"{quoted(given)} is no Solution, nor a list of Equilibrium") from None
    for entry in found:
        if not isinstance(entry, Equilibrium):
            raise GameError(f"{quoted(entry)} is no Equilibrium; give a Solution or a list of them")
    return _Listing(found)


def _check_alike(equilibria: Sequence[Equilibrium]) -> None:
    names = [_names(equilibrium) for equilibrium in equilibria]
    for other in names:
        if other != names[0]:
            raise GameError(f"equilibria of different games: one with {names[0]}, one with {other}")


def _names(equilibrium: Equilibrium) -> dict[str, list[str]]:
    labels = equilibrium.labels
    return {player: sorted(own) for player, own in zip(labels.players, labels.strategies, strict=True)}


def _pairs(
    first: Sequence[Equilibrium], second: Sequence[Equilibrium], tolerance: float
) -> list[tuple[int, int]]:
    """Pair off as many equilibria as can be, each with one that is near (an assignment problem)."""
    if not first or not second:
        return []
    # Nearness is all that counts, so that as many pairs as possible are found; how near is of no account.
    far = np.array([[_distance(one, other) > tolerance for other in second] for one in first])
    optimize: Any = import_module("scipy.optimize")  # slow to import, and its types are not installed with it
    rows, columns = optimize.linear_sum_assignment(far)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(row, column) for row, column in pairs if not far[row, column]]


def _distance(one: Equilibrium, other: Equilibrium) -> float:
    there = other.profile
    return max(
        abs(chance - there[player][label])
        for player, mixed in one.profile.items()
        for label, chance in mixed.items()
    )


def _lacking(side: str, own: _Listing, other: _Listing, paired: set[int], tolerance: float) -> list[str]:
    """Say what one side has and the other lacks."""
    lacking = [
        _written(equilibrium)
        for position, equilibrium in enumerate(own.found)
        if position not in paired and not any(_inside(equilibrium, c, tolerance) for c in other.components)
    ]
    lacking += [
        "a component, " + "; ".join([*map(_written, component.samples[:1]), f"in {component.box.to_dict()}"])
        for component in own.components
        if not any(_inside(equilibrium, component, tolerance) for equilibrium in other.found)
        and not any(_meet(component, c, tolerance) for c in other.components)
    ]
    return [f"only in the {side}: {entry}" for entry in lacking]


def _inside(equilibrium: Equilibrium, component: Component, tolerance: float) -> bool:
    box = component.box.to_dict()
    return all(
        box[player][label][0] - tolerance <= chance <= box[player][label][1] + tolerance
        for player, mixed in equilibrium.profile.items()
        for label, chance in mixed.items()
    )


def _meet(one: Component, other: Component, tolerance: float) -> bool:
    there = other.box.to_dict()
    return all(
        max(low, there[player][label][0]) <= min(high, there[player][label][1]) + tolerance
        for player, ends in one.box.to_dict().items()
        for label, (low, high) in ends.items()
    )


def _written(equilibrium: Equilibrium) -> str:
    doing = "; ".join(f"{player}: {equilibrium.doing(player)}" for player in equilibrium.labels.players)
    return f"{doing} (regret {equilibrium.regret:.2g})"
