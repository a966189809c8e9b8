"""Plans that lead to an event: the comparisons of payoffs that they need, and points that meet them."""

from belarusgame.explore.plans.plans import Plans, PlanSearch, Start
from belarusgame.explore.plans.proofs import (
    Extent,
    PlanProof,
    PossiblePlan,
    first_admitted,
    first_plan,
    plans_at,
    plans_for,
    prove,
    starts_at,
)
from belarusgame.explore.plans.question import Question, question
from belarusgame.explore.plans.states import in_every_state, question_of, state_problems, state_words
from belarusgame.explore.plans.witness import (
    Witness,
    best_witness,
    firmest,
    refuted_by,
    witness_at,
    witness_of,
)

__all__ = [
    "Extent",
    "PlanProof",
    "PlanSearch",
    "Plans",
    "PossiblePlan",
    "Question",
    "Start",
    "Witness",
    "best_witness",
    "firmest",
    "first_admitted",
    "first_plan",
    "in_every_state",
    "plans_at",
    "plans_for",
    "prove",
    "question",
    "question_of",
    "refuted_by",
    "starts_at",
    "state_problems",
    "state_words",
    "witness_at",
    "witness_of",
]
