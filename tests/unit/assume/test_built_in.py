"""What the codings require: the first one enough, of more than one effect at a time, of what is claimed."""

from first_edition import first_edition

import belarusgame as bg
from belarusgame.assume import statement_of
from belarusgame.assume.cases import cases_of, compared

SCENARIO = first_edition()
REQUIREMENTS = [a for a in SCENARIO.assumptions if a.role == "requirement"]

#: Claims of which no assumption is made, and why not.
WITHOUT = {
    "1d": "says what he says; what may be inferred from it is in 1c",
    "2a": "says what he says; what it is worth is in 2b",
    "3a": "says that entering is possible: a strategy",
    "4a": "a prescription",
    "4b": "a prescription",
    "6a": "the reference",
    "14a": "a state of the world: a driver",
    "16c": "extends other claims",
    "talks-a": "says that brokering is possible: a strategy",
}


def compares(statement):
    """Return how many considerations and how many pairs of profiles a statement compares in all."""
    considerations, pairs = set(), 0
    features = SCENARIO.features()
    for case in cases_of(SCENARIO, statement):
        for part in case.statement.parts or (case.statement,):
            if part.form in {"never", "always"}:
                return 99, 99
            player = SCENARIO.labels.player_index(part.entries["player"])
            for one, other in compared(SCENARIO.labels, part, case.profile):
                pairs += 1
                considerations |= {
                    key
                    for key, owner, x in zip(
                        features.considerations, features.owner, features.exact, strict=True
                    )
                    if owner == player and x[one] != x[other]
                }
    return len(considerations), pairs


def test_at_least_twenty_requirements_weigh_several_considerations():
    """A slope moves one consideration here, so slopes do not count."""
    found = {a.name: compares(statement_of(a)) for a in REQUIREMENTS if a.form != "monotone"}
    assert all(considerations >= 2 for considerations, _ in found.values()), found
    assert all(pairs >= 2 or considerations >= 3 for considerations, pairs in found.values()), found
    assert len(found) >= 20


def test_every_claim_that_can_be_checked_is_checked_or_is_listed_with_a_reason():
    cited = {claim for assumption in SCENARIO.assumptions for claim in assumption.claims}
    checkable = {name for name, claim in SCENARIO.evidence.claims.items() if not claim.background}
    assert checkable - cited == WITHOUT.keys()


def test_what_the_article_concludes_warns_of_or_hopes_for_is_no_requirement():
    of_today = [a for a in bg.load_scenario().assumptions if a.role == "requirement"]
    for assumption in (*REQUIREMENTS, *of_today):
        assert "11a" not in assumption.claims


def test_what_the_coding_of_today_requires_is_proven():
    found = bg.check(bg.load_scenario())
    assert {one.verdict for one in found.checked if one.assumption.role == "requirement"} == {"proven"}
    assert "putin.desperate" in {one.assumption.name for one in found.checked}
