"""What is left of a scenario without some claims."""

from fractions import Fraction

import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame.scenario.records import Effect


@pytest.fixture(scope="module")
def scenario():
    return first_edition()


def keys(scenario):
    return {c.key for c in scenario.considerations}


def test_an_extension_that_is_left_out_lowers_the_upper_end(scenario):
    less = scenario.without_claims(["17b"]).consideration("lukashenko.home_front")
    assert str(less.weight) == "0.75 / 1 / 1.25"
    assert less.extended_by == ()


def test_a_joint_entry_fails_with_any_of_its_members(scenario):
    # independence rests on 5b, on 1d, and on 1c with talks-a: without 5b it is hedged at most
    less = scenario.without_claims(["1c"]).consideration("lukashenko.independence")
    assert less.claims == (("5b",), ("1d",))
    # chinese_money rests on 2b with 12a (stated) or on 2a (hedged)
    assert str(scenario.consideration("lukashenko.chinese_money").weight) == "0.75 / 1 / 1.25"
    weaker = scenario.without_claims(["2b"]).consideration("lukashenko.chinese_money")
    assert (weaker.claims, str(weaker.weight)) == ((("2a",),), "0.25 / 0.75 / 1.25")


def test_what_nothing_supports_any_more_disappears(scenario):
    less = scenario.without_claims(["10d"])
    assert keys(scenario) - keys(less) == {"lukashenko.cushion", "putin.support_cost", "west.change"}
    assert [driver.name for driver in less.drivers] == ["unrest", "shortage"]
    assert less.consideration("lukashenko.home_front").driver == "unrest"


def test_a_driver_that_disappears_leaves_its_considerations_at_level_1(scenario):
    less = scenario.without_claims(["8a", "14a", "14b", "20a"])
    assert "shortage" not in [driver.name for driver in less.drivers]
    assert all(c.driver != "shortage" for c in less.considerations)
    assert "shortage_drives_coercion" not in [made.name for made in less.assumptions]


def test_a_type_goes_with_what_it_scales_but_a_judgement_keeps_it(scenario):
    assert [kind.name for kind in scenario.without_claims(["14b"]).types] == ["captive"]
    kept = scenario.without_claims(["15a", "17c"]).types
    assert [(kind.name, kind.claims) for kind in kept] == [("desperate", ("14b", "20a")), ("captive", ())]


def test_a_strategy_without_claims_cannot_be_chosen_and_nothing_names_it(scenario):
    less = scenario.without_claims(["4b"])
    assert list(less.player("west").strategies) == ["isolate", "destabilise"]
    assert not {"west.wedge", "west.sanctions_credit"} & keys(less)
    assert [effect.when for effect in less.consideration("lukashenko.economy").effects] == [
        {"lukashenko": ("join",)}
    ]
    assert less.game().shape == (3, 3, 2, 3)


def test_the_reference_is_kept(scenario):
    less = scenario.without_claims(["15b"])
    assert "tolerate" in less.player("putin").strategies
    assert less.cited["order"] == ("17c",)


def test_a_typed_weight_stays(scenario):
    less = scenario.without_claims(list(scenario.evidence.claims.keys() - {"4b", "12c"}))
    assert keys(less) >= {"west.wedge", "china.moscow_ties"}
    assert str(less.consideration("west.wedge").weight) == "0 / 0.5 / 1.25"


def test_statements_about_what_is_gone_go_too(scenario):
    names = [made.name for made in scenario.without_claims(["12a"]).assumptions]
    assert "china_keeps_its_projects" not in names
    assert "never_joins" in names
    assert "never_joins" not in [made.name for made in scenario.without_claims(["11a"]).assumptions]


def test_without_any_claim_only_the_reference_is_left(scenario):
    less = scenario.without_claims(list(scenario.evidence.claims))
    assert less.game().shape == (1, 1, 1, 1)
    assert (less.drivers, less.types, less.question) == ((), (), None)


def test_nothing_changes_without_a_claim_that_nothing_rests_on(scenario):
    less = scenario.without_claims([])
    assert less.considerations == scenario.considerations
    assert less.assumptions == scenario.assumptions
    assert "17b" in scenario.without_claims(["17a"]).evidence.claims
    assert "17b" in scenario.evidence.claims


@pytest.mark.parametrize(
    ("claims", "message"),
    [(["17x"], r'claim "17x" is not one of'), ("17b", r"must be a list of claims"), ([3], "claim 3")],
)
def test_bad_claims_are_refused(scenario, claims, message):
    with pytest.raises(bg.GameError, match=message):
        scenario.without_claims(claims)


def names(parts):
    return [part.name for part in parts]


def test_all_that_rests_on_a_claim_alone_goes_and_a_judgement_keeps_the_rest(small):
    less = small().without_claims(["said"])
    assert keys(less) == {"lender.risk"}  # typed by a judgement
    assert names(less.drivers) == []
    assert names(less.types) == ["rash"]
    assert (less.assumptions, less.rationality) == ((), None)
    assert less.cited == {"order": (), "reference": ("guessed",)}
    assert less.player("small_firm").claims == {"fold": ("wanted",)}
    assert less.question == {"small_firm": ("fold", "pause")}
    assert set(less.evidence.claims) == {"guessed", "wanted", "old"}


def judged(tables):
    """Let judgements stand beside the claims, and the dynamics rest on a claim of their own."""
    tables["scenario"]["rationality"]["judgement"] = "It seems so."
    tables["drivers"]["rates"]["judgement"] = "It seems so."
    tables["drivers"]["rates"]["dynamics"] |= {"claims": ["guessed", "said"]}
    tables["types"]["lender"]["shy"]["judgement"] = "It seems so."
    tables["assumptions"]["one"]["judgement"] = "It seems so."
    tables["considerations"]["small_firm"]["cash"] |= {
        "claims": [["said", "guessed"], "guessed"],
        "judgement": "It seems so.",
        "weight": {"low": 0.5, "likely": 1, "high": 2},
    }


def test_what_stays_by_a_judgement_loses_the_claims_only(small):
    less = small(judged).without_claims(["said"])
    assert (less.rationality.claims, less.rationality.level.high) == ((), 4)
    (driver,) = less.drivers
    assert (driver.claims, driver.dynamics.claims) == ((), ("guessed",))
    assert [kind.claims for kind in less.types] == [(), ()]
    assert [made.claims for made in less.assumptions] == [()]
    cash = less.consideration("small_firm.cash")
    assert (cash.claims, cash.extended_by, cash.driver) == ((("guessed",),), ("guessed",), "rates")
    assert str(cash.weight) == "0.5 / 1 / 2"  # typed
    bare = small(judged).without_claims(["said", "guessed"]).consideration("small_firm.cash")
    assert (bare.claims, bare.extended_by, str(bare.weight)) == ((), (), "0.5 / 1 / 2")


def test_dynamics_go_with_their_claims_although_their_driver_stays(small):
    def change(tables):
        judged(tables)
        del tables["drivers"]["rates"]["dynamics"]["judgement"]

    assert small(change).without_claims(["said"]).drivers[0].dynamics.claims == ("guessed",)
    assert small(change).without_claims(["said", "guessed"]).drivers[0].dynamics is None


def test_a_lost_strategy_goes_from_effects_variants_and_the_question(small):
    def change(tables):
        judged(tables)
        tables["drivers"]["rates"]["dynamics"]["effects"] += [{"when": {"small_firm": "fold"}, "adds": 2}]
        tables["considerations"]["lender"]["loss"] = tables["considerations"]["lender"]["risk"] | {
            "effects": [{"when": {"small_firm": "fold"}, "adds": -3}]
        }
        tables["types"]["lender"]["rash"]["scales"]["loss"] = 4

    less = small(change).without_claims(["wanted", "said"])
    firm = less.player("small_firm")
    assert (firm.strategies, firm.variants, firm.claims) == ({"wait": "", "pause": ""}, {}, {})
    assert less.consideration("small_firm.cash").effects == (
        Effect(when={"small_firm": ("wait",), "lender": ("call",)}, adds=Fraction(-3, 2)),
    )
    assert less.question == {"small_firm": ("pause",)}
    assert [effect.when for effect in less.drivers[0].dynamics.effects] == [{"lender": ("hold",)}]
    assert "lender.loss" not in keys(less)
    assert less.types[0].scales == {"risk": 2}
    assert less.assumptions == ()  # it names the strategy


@pytest.mark.parametrize(
    ("statement", "stays"),
    [
        ({"never": {"event": {"small_firm": ["wait", "pause"]}}}, True),
        ({"never": {"event": {"small_firm": ["wait", "fold"]}}}, False),
        ({"never": {"event": {"lender": "fold"}}}, True),  # the lender's own
        ({"dominates": {"player": "lender", "better": "hold", "worse": "fold"}}, True),
        ({"dominates": {"player": "small_firm", "better": "wait", "worse": "fold"}}, False),
        ({"ordering": {"player": "small_firm", "best_first": ["wait", "pause"]}}, True),
        ({"ordering": {"player": "small_firm", "best_first": ["wait", "fold"]}}, False),
        ({"given": {"types": {"lender": "shy"}, "holds": {"never": {"event": {"lender": "call"}}}}}, False),
        ({"given": {"types": {"lender": "rash"}, "holds": {"never": {"event": {"lender": "call"}}}}}, True),
        ({"given": {"drivers": {"rates": 1}, "holds": {"never": {"event": {"lender": "call"}}}}}, False),
        ({"given": {"weights": {"lender.risk": 1}, "holds": {"never": {"event": {"lender": "call"}}}}}, True),
        ({"all_of": [{"never": {"event": {"small_firm": "fold"}}}]}, False),
    ],
)
def test_a_statement_goes_with_the_first_thing_that_it_names_and_only_with_that(statement, stays, small):
    def change(tables):
        tables["players"]["lender"]["strategies"]["fold"] = ""
        tables["assumptions"]["one"] = {"role": "finding", "judgement": "For the test.", **statement}

    less = small(change).without_claims(["wanted", "said"])
    assert [made.name for made in less.assumptions] == ["one"] * stays
