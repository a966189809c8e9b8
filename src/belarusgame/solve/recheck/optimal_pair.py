"""All equilibria of a zero-sum game, confirmed by one pair of strategies that exclude all others.

If one player is sure of as much as the other can hold it to, both strategies are optimal and this is the
value. If besides whatever either leaves unused earns less against the other, then nothing else is ever used,
and every equilibrium is a pair of solutions of the same equations and inequalities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from belarusgame.solve.recheck.exact_cells import Exact, fractions
from belarusgame.solve.recheck.listed import (
    check_lists,
    check_numbers,
)
from belarusgame.solve.recheck.proof_ends import rank_of
from belarusgame.solve.recheck.search_certificate import Rejected
from belarusgame.solve.strategy_polytope import StrategyPolytope

if TYPE_CHECKING:
    from belarusgame.game import Game
    from belarusgame.solve.solution import Solution

#: How far a recorded probability may be from the exact one, and a box reach beyond what programs prove.
_ROUNDING = Fraction(1, 2**50)
_SLACK = Fraction(1, 10**6)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ZeroSumCertificate:
    """What proves the answer to a zero-sum game, or to one with the best replies of one."""

    game: Game  #: the game that was solved
    #: For either player an optimal strategy that uses whatever any uses.
    strategies: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


def value_message(players: Sequence[str], value: Fraction, total: Fraction | None) -> str:
    """Say what the value is; only a game whose payoffs have one sum has one."""
    if total is None:
        return (
            "the best replies are those of a zero-sum game: the equilibria are all pairs of good strategies"
        )
    return f"the value of the game is {value} to {players[0]} and {total - value} to {players[1]}"


def check_zero_sum(solution: Solution, certificate: ZeroSumCertificate) -> str:
    """Check a solution by linear programs; return what was confirmed.

    Raises
    ------
    Rejected
        For the first thing that does not hold.
    """
    game = certificate.game
    if len(game.players) != 2 or solution.unresolved:
        raise Rejected("linear programs solve games of two players, and leave nothing undecided")
    matrix, total = _zero_sum_part(game.exact_deciding)
    # Where others decide, what players get need not have the sum of what they decide by.
    total = None if game.delegations else total
    ours, theirs = (np.array([Fraction(x) for x in own], dtype=object) for own in certificate.strategies)
    for own, count in zip((ours, theirs), game.shape, strict=True):
        if len(own) != count or min(own) < 0 or sum(own) != 1:
            raise Rejected("an optimal strategy in the certificate is no mixed strategy")
    value = ours.dot(matrix).dot(theirs)
    # Strict complementarity (Goldman and Tucker 1956): the pair lies in the relative interior of the optimal
    # strategies on either side, and so describes both polytopes.
    earned, conceded = matrix.dot(theirs), ours.dot(matrix)
    if not all(x == value if p else x < value for x, p in zip(earned, ours, strict=True)) or not all(
        x == value if p else x > value for x, p in zip(conceded, theirs, strict=True)
    ):
        raise Rejected("the strategies in the certificate do not exclude all others")
    if solution.messages != (value_message(game.players, value, total),):
        raise Rejected("the messages are not what was proven of the value")
    sides = [
        _side(game, 0, matrix.T, value, ours),
        _side(game, 1, -matrix, -value, theirs),
    ]
    if any(side.dimension for side in sides):
        _check_continuum(solution, sides)
        _check_pure(solution, game.exact_deciding)
    else:
        _check_only(solution, game, sides)
    check_lists(solution, game)
    return f"the value {value} and all optimal strategies of either player are confirmed"


def _zero_sum_part(payoffs: Exact) -> tuple[Exact, Fraction | None]:
    """Return what the first player gets in a zero-sum game with the same best replies, and the one sum."""
    A, B = (np.array([Fraction(x) for x in own.flat], dtype=object).reshape(own.shape) for own in payoffs)
    # What is left after effects of rows and of columns is how the choices interact; if one player's is minus
    # a positive multiple of the other's, so are best replies those of a zero-sum game (Moulin and Vial 1978).
    mine, theirs = (own - own[:, :1] - own[:1] + own[0, 0] for own in (A, B))
    place = next((k for k, x in enumerate(mine.flat) if x), None)
    factor = Fraction(1) if place is None else -theirs.flat[place] / mine.flat[place]
    if factor <= 0 or np.any(theirs != -factor * mine):
        raise Rejected("the game has not the best replies of a zero-sum game")
    # Of B + factor * A = r + c, normalised so that c vanishes in the first column, only c is needed.
    extra = (B[0] + factor * A[0] - B[0, 0] - factor * A[0, 0]) / factor
    sums = set((A + B).flat)
    return A - extra, sums.pop() if len(sums) == 1 else None


def _side(game: Game, player: int, replies: Exact, value: Fraction, inside: Exact) -> StrategyPolytope:
    """Describe one player's optimal strategies, by what holds at one that uses all that any uses."""
    used = [n for n, chance in enumerate(inside) if chance]
    level = [line for line in replies if line.dot(inside) == value]
    equations = [[Fraction(1)] * len(used), *([line[n] - value for n in used] for line in level)]
    return StrategyPolytope(
        player=game.players[player],
        strategies=game.labels.strategies[player],
        inequalities=tuple((tuple(line), value) for line in replies),
        inside=tuple(inside),
        dimension=len(used) - rank_of(equations),
        vertices=None,
    )


def _check_only(solution: Solution, game: Game, sides: Sequence[StrategyPolytope]) -> None:
    """Check that the one equilibrium is listed: that it is regular follows from its being the only one."""
    if len(solution.equilibria) != 1 or solution.components:
        raise Rejected("there is one equilibrium, and another number of them is listed")
    (equilibrium,) = solution.equilibria
    for vector, side in zip(equilibrium.mixed, sides, strict=True):
        if any(abs(x - y) > _ROUNDING for x, y in zip(fractions(vector), side.inside, strict=True)):
            raise Rejected("the equilibrium that is listed is not the one that was confirmed")
    box = equilibrium.box
    if box is None or any(np.any(part != [0.0, 1.0]) for part in box):
        raise Rejected("the box of the only equilibrium does not hold everything")
    if equilibrium.index != 1:
        raise Rejected("a listed equilibrium has another index than claimed")
    if equilibrium.strict is not all(max(side.inside) == 1 for side in sides):
        raise Rejected("an equilibrium is not as strict as recorded")
    check_numbers(game.exact_deciding, equilibrium)


def _check_continuum(solution: Solution, sides: Sequence[StrategyPolytope]) -> None:
    """Check that the one component holds all pairs, and reaches not much further than they do."""
    if len(solution.components) != 1 or not solution.components[0].samples:
        raise Rejected("there is one continuum of equilibria, and something else is listed")
    for part, side in zip(solution.components[0].box.bounds, sides, strict=True):
        for n, (low, high) in enumerate(fractions(part)):
            proven = _exactly(side.bound(n, 1)), -_exactly(side.bound(n, -1))
            if low > proven[0] or high < proven[1]:
                raise Rejected("the box of the continuum does not hold all of it")
            if low < proven[0] - _SLACK or high > proven[1] + _SLACK:
                raise Rejected("the box of the continuum is larger than what programs prove")


def _check_pure(solution: Solution, payoffs: Exact) -> None:
    """Check that exactly the pure equilibria are listed, all of which belong to the continuum."""
    stable = (payoffs[0] == payoffs[0].max(axis=0)) & (payoffs[1] == payoffs[1].max(axis=1)[:, None])
    listed = [tuple(tuple(vector.tolist()) for vector in e.mixed) for e in solution.equilibria]
    pure = [
        tuple(tuple(np.eye(count)[a].tolist()) for a, count in zip(place, stable.shape, strict=True))
        for place in np.argwhere(stable).tolist()
    ]
    if sorted(listed) != sorted(pure):
        raise Rejected("the pure equilibria are not those that are listed")
    for equilibrium in solution.equilibria:
        if equilibrium.index is not None or equilibrium.box is not None or equilibrium.strict is not False:
            raise Rejected("a pure equilibrium of a continuum is said to be regular")
        check_numbers(payoffs, equilibrium)


def _exactly(value: Any) -> Fraction:
    return Fraction(float(value))
