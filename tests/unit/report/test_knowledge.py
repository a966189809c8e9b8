from fractions import Fraction

import pytest
from first_edition import first_edition

from belarusgame.report import audit
from belarusgame.report.knowledge import (
    beside_others,
    claims_with_doors,
    costless_strategies,
    firm_inferences,
    idle_claims,
)


def test_a_claim_that_enters_by_several_doors_multiplies_itself():
    found = {(made.claim, made.consideration): made for made in claims_with_doors(first_edition())}
    manpower = found["14b", "putin.manpower"]
    assert manpower.doors == ("weight", "driver shortage", "type putin.desperate")
    assert manpower.factor == Fraction(3, 2) * 2 * 2
    assert found["15a", "lukashenko.removal"].factor == Fraction(5, 4) * 2
    assert ("17a", "lukashenko.home_front") not in found  # one door


def test_brokering_talks_costs_nothing_in_the_first_edition():
    assert costless_strategies(first_edition()) == (("lukashenko", "mediate"),)


def test_what_costs_something_somewhere_is_not_free(build):
    players = {"a": ["stay", "go", "run"], "b": ["x", "y"]}
    effects = [({"a": "go", "b": "y"}, -3), ({"a": ["go", "run"]}, 2)]
    assert costless_strategies(build(players, {"a.k": ((0, 1, 2), effects)})) == (("a", "run"), ("b", "y"))


def test_inferences_that_kept_a_stated_weight():
    assert firm_inferences(first_edition()) == (
        "considerations.lukashenko.moscow_backing.effects[0]",
        "considerations.putin.control.effects[1]",
        "considerations.west.sanctions_credit.effects[0]",
        "considerations.west.change.effects[0]",
        "considerations.china.investment.effects[1]",
    )


def test_idle_claims_carry_no_payoff_cited_or_not():
    scenario = first_edition()
    assert idle_claims(scenario, frozenset()) == ("11a",)  # what shows that a strategy exists carries it
    flight = frozenset({("lukashenko.home_front", 0)})
    assert idle_claims(scenario, flight) == ("11a", "17a", "17b")


@pytest.mark.parametrize("player", ["lukashenko", "putin", "west", "china"])
def test_the_audit_has_all_of_it(player):
    found = audit(first_edition())
    assert sum(found.by_basis[player].values()) == 1
    kinds = {row["finding"] for row in found.rows()}
    wanted = {
        "basis by size",
        "several doors",
        "costs nothing",
        "firm inference",
        "first edition",
        "idle claim",
    }
    assert kinds >= wanted
    assert len(found.remarks) == 9


def test_a_claim_beside_others_changes_no_number_alone_but_with_them(make):
    def two(tables):
        tables["claims"]["1b"] = tables["claims"]["1a"] | {"paragraph": 2}
        tables["considerations"]["firm"]["wage_bill"]["claims"] = ["1a", "1b"]

    scenario = make(two)
    assert (beside_others(make()), beside_others(scenario)) == ((), ("1a", "1b"))
    assert "1b" not in idle_claims(scenario, frozenset())
