"""Zero-sum games of two players, and those that have the same best replies as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.rounding import below
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError
from belarusgame.game import Equilibrium, Game, checked_game, equilibrium_at
from belarusgame.solve.pure import pure_positions
from belarusgame.solve.solution import BY_PROGRAMS, Box, Component, Solution
from belarusgame.solve.strategy_polytope import StrategyPolytope
from belarusgame.solve.two_player.optimal import Matrix, OptimalStrategies, optimal_strategies

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Equilibria of a continuum that are listed as its samples.
_SAMPLES: Final = 48


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ZeroSum(Tabular):
    """The value of a zero-sum game and all optimal strategies: their pairs are all the equilibria.

    Attributes
    ----------
    game : Game
        The game that was solved.
    value : Fraction
        What the first player can be sure to get, and the second can hold it to: of the game itself if its
        payoffs sum to a constant, otherwise of the zero-sum game with the same best replies.
    matrix : tuple of tuple of Fraction
        What the first player gets in that zero-sum game.
    total : Fraction or None
        What the players' payoffs sum to, if that is the same at every profile.
    optimal : mapping of str to StrategyPolytope
        Either player's optimal strategies.
    """

    game: Game
    value: Fraction
    matrix: tuple[tuple[Fraction, ...], ...]
    total: Fraction | None
    optimal: Mapping[str, StrategyPolytope]

    def rows(self) -> Rows:
        """Return one row for each strategy: its probability in a strategy that uses all that any uses."""
        return [
            {"player": player, "strategy": label, "probability inside": float(chance)}
            for player, side in self.optimal.items()
            for label, chance in zip(side.strategies, side.inside, strict=True)
        ]

    @property
    def heading(self) -> str:
        """The line above the table."""
        kind = "Zero-sum game" if self.total == 0 else "Game with constant sum"
        kind = "Strategically zero-sum game" if self.total is None else kind
        return f"{kind}: value {self.value} to {self.game.players[0]}"

    @property
    def below(self) -> Sequence[str]:
        """How large the polytopes are."""
        return [side.heading for side in self.optimal.values()]


def zero_sum(game: Game) -> ZeroSum:
    """Find the value and all optimal strategies of a game of two players that is zero-sum or equivalent.

    Parameters
    ----------
    game : Game
        Of two players. Its payoffs sum to zero or to a constant, or the second player's are those of such a
        game up to a positive factor and to what does not depend on a player's own choice, so that best
        replies are the same.

    Raises
    ------
    GameError
        If the game is no such game, or if rounding prevented an exact answer.

    Notes
    -----
    The equilibria are all pairs of optimal strategies (von Neumann 1928), here by linear programs whose
    corners are solved for in fractions. Which games are strategically zero-sum: Moulin and Vial 1978.

    Examples
    --------
    >>> import belarusgame as bg
    >>> pennies = bg.Game([[[2, -1], [-1, 1]], [[-2, 1], [1, -1]]])
    >>> solved = bg.solve.zero_sum(pennies)
    >>> print(solved.value, *map(str, solved.optimal["player 1"].inside))
    1/5 2/5 3/5
    """
    checked_game(game)
    if len(game.players) != 2:
        raise GameError(f"a zero-sum game is one of 2 players, and here there are {len(game.players)}")
    matrix = equivalent_matrix(game)
    if matrix is None:
        raise GameError(
            "the game has not the best replies of a zero-sum game: the players' payoffs do not cancel, not "
            "even up to a factor and to what does not depend on a player's own choice; use all_equilibria"
        )
    found = optimal_strategies(matrix, game.players, game.labels.strategies)
    if found is None:
        raise GameError(
            "the linear programs were not solved exactly: the payoffs are too far apart; use all_equilibria"
        )
    return ZeroSum(
        game=game,
        value=found.value,
        matrix=matrix,
        total=_total(game),
        optimal=dict(zip(game.players, found.sides, strict=True)),
    )


def equivalent_matrix(game: Game) -> tuple[tuple[Fraction, ...], ...] | None:
    """Return what the first player gets in a zero-sum game with the same best replies; None if there is none.

    Notes
    -----
    A player's best replies do not change if something is added that does not depend on its own choice. So
    there is one if B + a A is a sum r + c of something by rows and something by columns, for some a > 0:
    then A - c / a is zero-sum with (B - r) / a. What is added is zero at the first column.
    """
    A, B = (own.tolist() for own in game.exact_deciding)
    factor = _factor(zip(_interaction(A), _interaction(B), strict=True))
    if factor is None:
        return None
    # What of the sum depends on the column is no matter of choice to the first player, and is taken from A.
    both = [b + factor * a for a, b in zip(A[0], B[0], strict=True)]
    extra = [(x - both[0]) / factor for x in both]
    return tuple(tuple(Fraction(a) - c for a, c in zip(line, extra, strict=True)) for line in A)


def _interaction(own: Matrix) -> Iterator[Fraction]:
    """Yield what is left of payoffs without what depends on one player only."""
    # Double differences: whatever is added by rows or by columns drops out. In the first of either there is
    # nothing left.
    first = own[0]
    for line in own[1:]:
        yield from (x - line[0] - top + first[0] for x, top in zip(line[1:], first[1:], strict=True))


def _factor(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Return the positive number a with b = -a * a' for all pairs (a', b), or None."""
    factor: Fraction | None = None
    for mine, theirs in pairs:
        # The first pair that does not vanish fixes the factor; all others must agree.
        if factor is None and mine and theirs:
            factor = Fraction(-theirs / Fraction(mine))
        if theirs != (-factor * mine if factor is not None else 0) or (factor is None and mine):
            return None
    return Fraction(1) if factor is None else factor if factor > 0 else None


def _total(game: Game) -> Fraction | None:
    """Return what all payoffs sum to, if that is one number and everybody decides by their own."""
    if game.delegations:
        return None
    sums = {Fraction(a) + Fraction(b) for a, b in zip(*(own.flat for own in game.exact_payoffs), strict=True)}
    return sums.pop() if len(sums) == 1 else None


def zero_sum_solution(
    game: Game, matrix: Matrix, settings: Mapping[str, Any], *, certificate: bool
) -> Solution | None:
    """Answer by linear programs; None if they were not solved exactly.

    Parameters
    ----------
    game : Game
        Of two players.
    matrix : Matrix
        What `equivalent_matrix` says of it.
    settings : mapping
        What the answer says that it was made with.
    certificate : bool
        Whether to keep what a check needs.
    """
    found = optimal_strategies(matrix, game.players, game.labels.strategies)
    if found is None:
        return None
    # Optimal strategies are convex sets, so that an isolated equilibrium is the only one.
    alone = not any(side.dimension for side in found.sides)
    return Solution(
        outcomes=(_only(game, found, certified=certificate),)
        if alone
        else _pure_members(game, certified=certificate),
        concept="nash",
        status="complete",
        method=BY_PROGRAMS,
        components=() if alone else (_component(game, found, plain=certificate),),
        settings=settings,
        messages=(_said(game, found),),
        game=game,
        certificate=_certificate(game, found) if certificate else None,
    )


def _certificate(game: Game, found: OptimalStrategies) -> Any:
    from belarusgame.solve.recheck import ZeroSumCertificate

    ours, theirs = (side.inside for side in found.sides)
    return ZeroSumCertificate(game=game, strategies=(ours, theirs))


def _said(game: Game, found: OptimalStrategies) -> str:
    from belarusgame.solve.recheck import value_message

    return value_message(game.players, found.value, _total(game))


def _floats(point: Sequence[Fraction]) -> FloatArray:
    return np.array([float(x) for x in point])


def _pure_members(game: Game, *, certified: bool) -> tuple[Equilibrium, ...]:
    """Record the pure equilibria, which all belong to the one continuum; a certificate does not say that."""
    stable, _ = pure_positions(game)
    found = [
        equilibrium_at(game, game.labels.named(place), strict=False) for place in np.argwhere(stable).tolist()
    ]
    return tuple(e if certified else replace(e, isolated=False) for e in found)


def _only(game: Game, found: OptimalStrategies, *, certified: bool) -> Equilibrium:
    """Record the one equilibrium: it is regular, for a unique pair uses all that is as good."""
    profile = [_floats(side.inside) for side in found.sides]
    pure = all(max(side.inside) == 1 for side in found.sides)
    # There is no other equilibrium anywhere, and its index is +1, which is what all indices sum to.
    whole = np.tile([0.0, 1.0], (sum(game.shape), 1))
    box = Box.stacked(game.labels, whole).bounds
    recorded = equilibrium_at(game, profile, strict=pure, index=1, box=box)
    return recorded if certified else replace(recorded, isolated=True)


def _component(game: Game, found: OptimalStrategies, *, plain: bool) -> Component:
    """Describe all pairs of optimal strategies: the corners where they are listed, inequalities always."""
    corners = [side.vertices for side in found.sides]
    bounds = np.concatenate([_extent(side, plain=plain) for side in found.sides])
    listed: list[Sequence[tuple[Fraction, ...]]] = [
        [side.inside] if own is None else own for side, own in zip(found.sides, corners, strict=True)
    ]
    few = prod(len(own) for own in listed) <= _SAMPLES
    pairs = list(product(*listed)) if few else [tuple(side.inside for side in found.sides)]
    known = all(own is not None for own in corners) and not plain
    return Component(
        box=Box.stacked(game.labels, bounds),
        samples=tuple(equilibrium_at(game, [_floats(x) for x in pair]) for pair in pairs),
        kind="boxes" if plain else "exact",
        reach=None if plain else 0.0,
        pieces=(tuple(np.array([_floats(x) for x in own or ()]) for own in corners),) if known else (),
        polytopes=() if plain else found.sides,
    )


def _extent(side: StrategyPolytope, *, plain: bool) -> FloatArray:
    """Bound every probability over a polytope, rounded outwards; if a check has to prove it, by programs."""
    if side.vertices is not None and not plain:
        columns = list(zip(*side.vertices, strict=True))
        # The upper end is the lower one of the negative; taken from 0.0 so that none is minus zero.
        return np.array([[below(min(own)), 0.0 - below(-max(own))] for own in columns])
    return np.array([[side.bound(n, 1), 0.0 - side.bound(n, -1)] for n in range(len(side.strategies))])
