"""All mixed strategies of one player that keep some linear inequalities, in exact numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from belarusgame.base.guards import is_mapping
from belarusgame.base.program import Program
from belarusgame.base.rounding import below
from belarusgame.base.settings import finite_number, option
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError, quoted

if TYPE_CHECKING:
    from belarusgame.base.program import Constraint

#: Multipliers are rounded to fractions of at most this denominator: sums of long ones take long.
_DENOMINATOR: Final = 10**9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class StrategyPolytope(Tabular):
    """A polytope of mixed strategies of one player.

    Attributes
    ----------
    player : str
        Whose strategies they are.
    strategies : tuple of str
        The labels, in the order of all coefficients and probabilities.
    inequalities : tuple of (tuple of Fraction, Fraction)
        Coefficients and a bound: the coefficients times the probabilities sum to the bound or more. That
        probabilities are not negative and sum to one is not repeated here.
    inside : tuple of Fraction
        A strategy in the relative interior: it uses whatever any of them uses.
    dimension : int
        0 if there is only one.
    vertices : tuple of tuple of Fraction, or None
        The corners, where they are few enough to be listed.
    """

    player: str
    strategies: tuple[str, ...]
    inequalities: tuple[tuple[tuple[Fraction, ...], Fraction], ...]
    inside: tuple[Fraction, ...]
    dimension: int
    vertices: tuple[tuple[Fraction, ...], ...] | None

    def least(self, weights: Mapping[str, Any]) -> Fraction:
        """Return the exact minimum of a weighted sum of the probabilities.

        Parameters
        ----------
        weights : mapping of str to number
            One weight a strategy; those not named have weight zero.

        Raises
        ------
        GameError
            If a strategy is unknown, or a weight is no finite number.
        """
        return self._best(weights, 1)

    def greatest(self, weights: Mapping[str, Any]) -> Fraction:
        """Return the exact maximum of a weighted sum of the probabilities; see `least`."""
        return -self._best(weights, -1)

    def _best(self, weights: Mapping[str, Any], sign: int) -> Fraction:
        if not is_mapping(weights):
            raise GameError(f"weights = {quoted(weights)}: must be a mapping from strategies to numbers")
        exact: dict[int, Fraction] = {}
        for given, weight in weights.items():
            label = option(f"a strategy of {self.player}", given, self.strategies)
            number = finite_number(f"the weight of {label}", weight, -math.inf)
            exact[self.strategies.index(label)] = sign * (
                Fraction(weight) if isinstance(weight, Fraction | int) else Fraction(number)
            )
        point = self.program().exact_optimum({n: float(weight) for n, weight in exact.items()})
        if point is None:
            raise GameError(f"no optimum was found over the strategies of {self.player}; scale the weights")
        return sum((weight * point[n] for n, weight in exact.items()), Fraction(0))

    def bound(self, strategy: int, sign: int) -> float:
        """Return a proven lower bound on the probability of a strategy, or on minus it.

        Whatever multipliers a solver proposes, the inequalities times them say this much of every strategy:
        for the probabilities sum to one, what is left weighs at least its least coefficient.
        """
        found = self.program().optimum({strategy: float(sign)})
        rest = [Fraction(sign if n == strategy else 0) for n in range(len(self.strategies))]
        proven = Fraction(0)
        for multiplier, (line, bound) in zip(found.multipliers.tolist(), self.inequalities, strict=False):
            if multiplier:
                # Any nonnegative multiplier gives a valid bound, so rounding costs tightness and no truth.
                weight = Fraction(multiplier).limit_denominator(_DENOMINATOR)
                rest = [x - weight * c for x, c in zip(rest, line, strict=True)]
                proven += weight * bound
        proven += min(rest)
        # A probability lies between 0 and 1 anyway, whatever was proven.
        return max(below(proven), 0.0 if sign > 0 else -1.0)

    def program(self) -> Program:
        """Return the polytope as the constraints of a linear program."""
        return Program(
            limits=[(0, None)] * len(self.strategies),
            constraints=strategy_constraints(len(self.strategies), self.inequalities),
        )

    def rows(self) -> Rows:
        """Return one row a strategy: its probability inside, and at the corners where they are listed."""
        corners = self.vertices or ()
        return [
            {"strategy": label, "inside": float(self.inside[n])}
            | {f"corner {k}": float(corner[n]) for k, corner in enumerate(corners, start=1)}
            for n, label in enumerate(self.strategies)
        ]

    @property
    def heading(self) -> str:
        """The line above the table."""
        corners = "corners not listed" if self.vertices is None else f"{len(self.vertices)} corners"
        return f"Strategies of {self.player}: dimension {self.dimension}, {corners}"


def strategy_constraints(
    count: int, inequalities: Sequence[tuple[Sequence[Fraction], Fraction]]
) -> list[Constraint]:
    """Write inequalities on so many probabilities, and that these sum to one, as a program's constraints."""
    lines: list[Constraint] = [
        ({n: c for n, c in enumerate(line) if c}, bound) for line, bound in inequalities
    ]
    return [*lines, (dict.fromkeys(range(count), 1), 1), (dict.fromkeys(range(count), -1), -1)]
