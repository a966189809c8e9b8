"""Weights, drivers and switches at which something happens, with few and readable changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.base.sameness import same
from belarusgame.base.tables import Rows
from belarusgame.explore.plans.proofs import PossiblePlan, plans_at
from belarusgame.explore.plans.question import Question
from belarusgame.game import Game
from belarusgame.outcome import Outcome
from belarusgame.scenario import Choice
from belarusgame.solve.plan import Plan
from belarusgame.weightspace import (
    choice_at,
    exact_point,
    firm_point,
    simplest,
    space_of,
    switch_combinations,
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Witness(Choice):
    """Assumptions within their ranges, and what happens under them.

    Attributes
    ----------
    scenario, weights, drivers, types, delegations
        The choice of the assumptions; see :class:`belarusgame.Choice`.
    outcome : Outcome
        What happens in the game that was rebuilt and solved.
    probability : float
        Of the profiles asked about, in that outcome.
    certain : bool
        Whether every outcome there leads to profiles asked about; False too where not all are listed.
    margin : Fraction
        The least that a player would lose by doing otherwise than in that outcome, in payoff units; 0 at an
        exact tie, and where somebody randomises.
    """

    outcome: Outcome
    probability: float
    certain: bool
    margin: Fraction

    def rows(self) -> Rows:
        """Return one row an assumption that differs from the likely one."""
        return [
            {"assumption" if column == "input" else column: value for column, value in row.items()}
            for row in Choice.rows(self)
        ]

    @property
    def sentence(self) -> str:
        """What happens, in how many of the outcomes, and how firmly."""
        labels = self.scenario.labels
        what = ", ".join(f"{player} {self.outcome.doing(player)}" for player in labels.players)
        every = "in every outcome there" if self.certain else "in one of the outcomes there"
        return f"{what} ({every}; {self.firmness})"

    @property
    def firmness(self) -> str:
        """By how much the outcome holds."""
        return (
            f"whoever does otherwise loses at least {float(self.margin):.3g}"
            if self.margin > 0
            else "at an exact tie"
            if self.outcome.is_pure
            else "in mixed play"
        )

    @property
    def heading(self) -> str:
        """What happens, in how many of the outcomes, and how firmly."""
        return f"Witness: {self.sentence}"


def witness_of(asked: Question, found: PossiblePlan) -> Witness | None:
    """Turn a plan into a witness that was rebuilt and solved; None if no exact point was found."""
    space = found.feasible.space
    rows = found.feasible.comparisons.members(found.mask)
    point = exact_point(space, rows, strict=True) or exact_point(space, rows)
    if point is None:
        return None
    witness = witness_at(asked, choice_at(asked.scenario, simplest(space, rows, point), found.switches))
    if witness is None:
        return None
    # First as few changes as possible, then firm ones: the other way round everything would be changed.
    witness = firmest(asked, _smallest(asked, witness))
    return replace(witness, certain=witness.certain or _in_every_outcome(asked, witness))


def _in_every_outcome(asked: Question, witness: Witness) -> bool:
    """Whether every outcome of a witness's game, mixed ones included, leads to profiles asked about."""
    solved = asked.solve_all(witness.game())
    chances = [float(outcome.distribution[asked.asked].sum()) for outcome in solved.outcomes]
    return solved.status == "complete" and not solved.components and all(chance > 0.0 for chance in chances)


def _smallest(asked: Question, witness: Witness) -> Witness:
    """Put back whatever is not needed; what is strict, or happens in every outcome, stays so."""
    while True:
        # From the start again after each success: what was needed before may not be any more.
        smaller = (
            witness_at(asked, witness.putting_back(name)) for name in (*witness.weights, *witness.drivers)
        )
        fitting = (
            other
            for other in smaller
            if other is not None
            and (other.margin > 0 or witness.margin == 0)
            and (other.certain or not witness.certain)
        )
        other = next(fitting, None)
        if other is None:
            return witness
        witness = other


def firmest(asked: Question, witness: Witness) -> Witness:
    """Move the inputs that are moved to where the comparisons hold by the largest margin.

    The fewest inputs alone would often leave a witness that the next rounding of a weight undoes.
    """
    space = space_of(asked.scenario)
    point = space.point_of(witness)
    moved = space.moved(point)
    ends = zip(space.names, space.ends, space.start.numbers, strict=True)
    # What stands where it likely is stays there: firm, but not by moving more.
    limited = space.within([reach if name in moved else (start, start) for name, reach, start in ends])
    for _, rows in plans_at(asked, point, witness.switches, strict=False):
        firm = firm_point(limited, rows)
        other = None if firm is None else witness_at(asked, choice_at(asked.scenario, firm, witness.switches))
        if other is not None and (other.certain, other.margin) > (witness.certain, witness.margin):
            witness = other
    return witness


def witness_at(asked: Question, choice: Choice) -> Witness | None:
    """Rebuild the game of a choice, solve it, and return the outcome in which the profiles are likeliest."""
    game = choice.game()
    return best_witness(asked, choice, game, asked.solve(game).outcomes, listed=asked.concept != "nash")


def best_witness(
    asked: Question, choice: Choice, game: Game, outcomes: Sequence[Outcome], *, listed: bool = False
) -> Witness | None:
    """Return the outcome in which the profiles asked about are likeliest; None if they have no chance.

    ``listed`` says that there are no other outcomes than these.
    """
    mask = asked.asked
    ranked = [(float(outcome.distribution[mask].sum()), outcome) for outcome in outcomes]
    probability, outcome = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    if outcome is None or probability <= 0.0:
        return None
    return Witness(
        scenario=choice.scenario,
        **choice.arguments,
        outcome=outcome,
        probability=probability,
        certain=listed and all(chance > 0.0 for chance, _ in ranked),
        margin=_margin(game, outcome),
    )


def _margin(game: Game, outcome: Outcome) -> Fraction:
    """Return the least that somebody would lose by doing otherwise than in an outcome."""
    if isinstance(outcome.plan, Plan):
        return outcome.plan.margin
    if not outcome.is_pure:
        return Fraction(0)
    here = tuple(int(i) for i in np.argwhere(outcome.distribution > 0.0)[0])
    losses = [
        Fraction(own[here]) - Fraction(own[(*here[:i], other, *here[i + 1 :])])
        for i, own in enumerate(game.exact_deciding)
        for other in range(game.shape[i])
        if other != here[i]
    ]
    return min(losses, default=Fraction(0))


def refuted_by(asked: Question, witness: Any) -> bool:
    """Whether a witness, possibly forged, is of admissible assumptions that lead to a profile asked about."""
    choice = Choice(scenario=asked.scenario, **witness.arguments)
    admissible = not choice.outside and choice.switches in switch_combinations(asked.scenario)
    return admissible and same(witness_at(asked, choice), witness)
