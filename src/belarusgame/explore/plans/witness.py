"""Weights, drivers and types at which something happens, with as few and as readable changes as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from belarusgame.base.sameness import same
from belarusgame.base.tables import Rows
from belarusgame.explore.plans.proofs import PossiblePlan
from belarusgame.explore.plans.question import Question
from belarusgame.game import Outcome
from belarusgame.scenario import Choice
from belarusgame.weightspace import choice_at, exact_point, simplest, type_combinations

__all__ = ["Witness", "best_witness", "refuted_by", "witness_at", "witness_of"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Witness(Choice):
    """Assumptions within their ranges, and what happens under them.

    Attributes
    ----------
    scenario, weights, drivers, types
        The choice of the assumptions; see :class:`belarusgame.Choice`.
    outcome : Outcome
        What happens in the game that was rebuilt and solved.
    probability : float
        Of the profiles asked about, in that outcome.
    """

    outcome: Outcome
    probability: float

    def rows(self) -> Rows:
        """Return one row an assumption that differs from the likely one."""
        return [
            {"assumption" if column == "input" else column: value for column, value in row.items()}
            for row in Choice.rows(self)
        ]

    @property
    def heading(self) -> str:
        """What happens."""
        labels = self.scenario.labels
        what = ", ".join(f"{player} {self.outcome.doing(player)}" for player in labels.players)
        return f"Witness: {what}"


def witness_of(asked: Question, found: PossiblePlan) -> Witness | None:
    """Turn a plan into a witness that was rebuilt and solved; None if no exact point was found."""
    space = found.feasible.space
    rows = found.feasible.comparisons.members(found.mask)
    point = exact_point(space, rows, strict=True) or exact_point(space, rows)
    if point is None:
        return None
    witness = witness_at(asked, choice_at(asked.scenario, simplest(space, rows, point), found.types))
    return None if witness is None else _smallest(asked, witness)


def _smallest(asked: Question, witness: Witness) -> Witness:
    """Put back whatever is not needed, until everything that is left is; a strict outcome stays strict."""
    while True:
        smaller = (
            witness_at(asked, witness.putting_back(name)) for name in (*witness.weights, *witness.drivers)
        )
        fitting = (
            other
            for other in smaller
            if other is not None and (other.outcome.strict or not witness.outcome.strict)
        )
        other = next(fitting, None)
        if other is None:
            return witness
        witness = other


def witness_at(asked: Question, choice: Choice) -> Witness | None:
    """Rebuild the game of a choice, solve it, and return the outcome in which the profiles are likeliest."""
    return best_witness(asked, asked.solve(choice.game()).outcomes, choice)


def best_witness(asked: Question, outcomes: Sequence[Outcome], choice: Choice) -> Witness | None:
    """Return the outcome in which the profiles asked about are likeliest; None if they have no chance."""
    mask = asked.asked
    ranked = [(float(outcome.distribution[mask].sum()), outcome) for outcome in outcomes]
    probability, outcome = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    if outcome is None or probability <= 0.0:
        return None
    return Witness(scenario=choice.scenario, **choice.arguments, outcome=outcome, probability=probability)


def refuted_by(asked: Question, witness: Any) -> bool:
    """Whether a witness, possibly forged, is of admissible assumptions that lead to a profile asked about."""
    choice = Choice(scenario=asked.scenario, **witness.arguments)
    admissible = not choice.outside and choice.types in type_combinations(asked.scenario)
    return admissible and same(witness_at(asked, choice), witness)
