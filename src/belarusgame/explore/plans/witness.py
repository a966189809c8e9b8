"""Weights, drivers and types at which something happens, with as few and as readable changes as possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from belarusgame.base.tables import Rows, Tabular
from belarusgame.explore.plans.proofs import Found
from belarusgame.explore.plans.question import Question
from belarusgame.game import Game, Outcome
from belarusgame.scenario import Scenario
from belarusgame.weightspace import Point, Space, Types, chosen, exact_point, simplest

__all__ = ["Witness", "best_witness", "witness_at", "witness_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Witness(Tabular):
    """Assumptions within their ranges, and what happens under them.

    Attributes
    ----------
    scenario : Scenario
        Whose assumptions.
    weights, drivers : mapping of str to Fraction
        What differs from the likely weights and from drivers at 1; the rest stays.
    types : mapping of str to str
        Who is of which type.
    outcome : Outcome
        What happens in the game that was rebuilt and solved.
    probability : float
        Of the profiles asked about, in that outcome.
    """

    scenario: Scenario
    weights: Mapping[str, Fraction]
    drivers: Mapping[str, Fraction]
    types: Types
    outcome: Outcome
    probability: float

    def game(self) -> Game:
        """Build the game again."""
        return self.scenario.game(self.weights, self.drivers, self.types)

    def rows(self) -> Rows:
        """Return one row an assumption that differs from the likely one."""
        likely = {c.key: c.weight.likely for c in self.scenario.considerations}
        rows = [
            {"assumption": key, "likely": float(likely.get(key, 1)), "here": float(value)}
            for key, value in (*self.weights.items(), *self.drivers.items())
        ]
        return [*rows, *({"assumption": f"type of {p}", "here": kind} for p, kind in self.types.items())]

    @property
    def heading(self) -> str:
        """What happens."""
        labels = self.scenario.labels
        what = ", ".join(f"{player} {self.outcome.doing(player)}" for player in labels.players)
        return f"Witness: {what}"


def witness_of(asked: Question, found: Found) -> Witness | None:
    """Turn a plan into a witness that was rebuilt and solved; None if no exact point was found."""
    space = found.feasible.space
    rows = found.feasible.comparisons.members(found.mask)
    point = exact_point(space, rows, strict=True) or exact_point(space, rows)
    if point is None:
        return None
    witness = witness_at(asked, space, simplest(space, rows, point), found.types)
    return None if witness is None else _smallest(asked, witness)


def _smallest(asked: Question, witness: Witness) -> Witness:
    """Put back whatever is not needed, until everything that is left is; a strict outcome stays strict."""
    while True:
        smaller = (_without(asked, witness, name) for name in (*witness.weights, *witness.drivers))
        fitting = (
            other
            for other in smaller
            if other is not None and (other.outcome.strict or not witness.outcome.strict)
        )
        other = next(fitting, None)
        if other is None:
            return witness
        witness = other


def _without(asked: Question, witness: Witness, name: str) -> Witness | None:
    """Solve the game in which one assumption is as it was."""
    weights = {key: value for key, value in witness.weights.items() if key != name}
    drivers = {key: value for key, value in witness.drivers.items() if key != name}
    outcomes = asked.solve(asked.scenario.game(weights, drivers, witness.types)).outcomes
    return best_witness(asked, outcomes, weights, drivers, witness.types)


def witness_at(asked: Question, space: Space, point: Point, types: Types) -> Witness | None:
    """Rebuild the game at a point, solve it, and return the outcome in which the profiles are likeliest."""
    weights, drivers = chosen(space, point)
    solution = asked.solve(asked.scenario.game(weights, drivers, types))
    return best_witness(asked, solution.outcomes, weights, drivers, types)


def best_witness(
    asked: Question,
    outcomes: Sequence[Outcome],
    weights: Mapping[str, Fraction],
    drivers: Mapping[str, Fraction],
    types: Types,
) -> Witness | None:
    """Return the outcome in which the profiles asked about are likeliest; None if they have no chance."""
    mask = asked.asked
    ranked = [(float(outcome.distribution[mask].sum()), outcome) for outcome in outcomes]
    probability, outcome = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    if outcome is None or probability <= 0.0:
        return None
    return Witness(
        scenario=asked.scenario,
        weights=weights,
        drivers=drivers,
        types=types,
        outcome=outcome,
        probability=probability,
    )
