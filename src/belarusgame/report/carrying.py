"""Which claims carry the share of draws: each left out in turn, everything that rests on it derived anew."""

from __future__ import annotations

from belarusgame.base.concept_names import PureConcept
from belarusgame.explore.plans import question
from belarusgame.explore.sampling import make_draws
from belarusgame.explore.sensitivity import LeavingOut, left_out_in_draws
from belarusgame.scenario import Scenario

#: Draws of the share without each claim: they are the same draws, so that few show what moves.
CLAIM_DRAWS = 4_096

#: More are refused: the answers without every single claim are held in memory side by side.
MOST_CLAIM_DRAWS = 100_000


def share_without_claims(scenario: Scenario, concept: PureConcept, draws: int, seed: int) -> LeavingOut:
    """Ask in what share of the same draws the event that is asked about happens without each claim.

    Types and delegations are not drawn but averaged over, so that little is left to chance.
    """
    asked = question(scenario, scenario.question or {}, concept, (concept,))
    return left_out_in_draws(asked, make_draws(scenario, seed), "share", draws)


def silent_claims(scenario: Scenario, draws: int, seed: int) -> tuple[str, ...]:
    """Return the claims without which a number changes, and under no reading the answer.

    That is neither the outcomes at the likely weights nor the share of draws; where the share was not
    settled, nothing is said of a claim.
    """
    concepts: tuple[PureConcept, ...] = ("pure",) if scenario.order is None else ("sequential", "pure")
    found = [share_without_claims(scenario, concept, draws, seed).claims for concept in concepts]
    # Exactly zero: the same draws are used, so that what does not move the answer moves no draw.
    moving = {left.claim for claims in found for left in claims if left.changed or left.move != 0.0}
    return tuple(
        name
        for name in scenario.evidence.claims
        if any(left.claim == name and left.changes for left in found[0]) and name not in moving
    )
