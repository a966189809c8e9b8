"""What breaks a statement at one choice of weights, drivers and types; the payoffs are worked out by hand.

Of the port, at its likely weights and drivers at 1: the union gets 1.25 from a strike and 1 from going slow,
in a lockout 2.25 less, and if the police comes to a strike 0.5 less. A lockout costs the owner 2 and brings
2.25 against a strike. The city gets 0.5 from talks if work is not as usual, else -0.5; -0.5 from leaving; -2
from the police.
"""

from dataclasses import replace
from fractions import Fraction

import pytest

from belarusgame import assume
from belarusgame.assume.breach import breach, concept_of
from belarusgame.scenario import Choice

STRIKE, WORK, SLOW = {"union": "strike"}, {"union": "work"}, {"union": "slow"}
WAIT, LOCK = {"owner": "wait"}, {"owner": "lock"}
QUIET = {"owner": "wait", "city": "watch"}

STRIKE_PAYS = assume.prefers("union", better=STRIKE, worse=WORK)
WORK_PAYS = assume.prefers("union", better=WORK, worse=STRIKE, given=QUIET)
THE_SAME = {"better": STRIKE, "worse": STRIKE, "given": QUIET}
RANKED = assume.ordering("city", best_first=["watch", "leave", "police"])


def numbers(**values):
    return {name.replace("_", "."): Fraction(value) for name, value in values.items()}


def slope(player, better, worse, moved, direction, given):
    return assume.monotone(player, better=better, worse=worse, input=moved, direction=direction, given=given)


#: A statement, a choice, and what is wrong: both profiles, their payoffs, and what is said of them.
COMPARED = {
    "the worst completion": (
        STRIKE_PAYS,
        {},
        ("strike", "lock", "police"),
        ("work", "lock", "police"),
        ("-1.5", "0", "less than"),
    ),
    "the least bad one if one would do": (
        assume.prefers("union", better=STRIKE, worse=WORK, given=LOCK, completions="some"),
        {},
        ("strike", "lock", "watch"),
        ("work", "lock", "watch"),
        ("-1", "0", "less than"),
    ),
    "a tie where more is said": (
        assume.prefers("union", **THE_SAME),
        {},
        ("strike", "wait", "watch"),
        ("strike", "wait", "watch"),
        ("1.25", "1.25", "just as much as"),
    ),
    "nowhere better": (
        assume.dominates("owner", better="wait", worse="lock", given=WORK, strict=False),
        {"drivers": numbers(trade=0)},
        ("work", "wait", "watch"),
        ("work", "lock", "watch"),
        ("0", "0", "just as much as"),
    ),
    "not better everywhere": (
        assume.dominates("city", better="talk", worse="watch"),
        {"drivers": numbers(trade=0)},
        ("work", "wait", "talk"),
        ("work", "wait", "watch"),
        ("0", "0", "just as much as"),
    ),
    "the first step of a ranking": (
        RANKED,
        {"weights": numbers(city_cost=0)},
        ("work", "wait", "watch"),
        ("work", "wait", "leave"),
        ("0", "0", "just as much as"),
    ),
    "the second step of a ranking": (
        RANKED,
        {"weights": numbers(city_cost="1.25", city_calm="0.75"), "drivers": numbers(trade="1.5")},
        ("work", "wait", "leave"),
        ("work", "wait", "police"),
        ("-1.875", "-1.5", "less than"),
    ),
    "of a type": (
        assume.prefers("union", better=SLOW, worse=STRIKE, given=QUIET),
        {"types": {"union": "angry"}, "drivers": numbers(prices=2)},
        ("slow", "wait", "watch"),
        ("strike", "wait", "watch"),
        ("4", "7.25", "less than"),  # twice the pay, half the fund, both at double prices
    ),
    "it rises": (
        slope("union", STRIKE, WORK, "prices", "falls", QUIET),
        {"weights": numbers(union_pay="0.75")},
        ("strike", "wait", "watch"),
        ("work", "wait", "watch"),
        ("0.75", "1.5", "rises by 0.75 with prices"),
    ),
    "it rises over another action": (
        slope("union", STRIKE, SLOW, "prices", "falls", QUIET),
        {},
        ("strike", "wait", "watch"),
        ("slow", "wait", "watch"),
        ("0.25", "0.5", "rises by 0.25 with prices"),
    ),
    "it rises with a weight where prices are high": (
        slope("union", STRIKE, WORK, "union.pay", "falls", QUIET),
        {"weights": numbers(union_pay="0.75", union_faces="1"), "drivers": numbers(prices=2)},
        ("strike", "wait", "watch"),
        ("work", "wait", "watch"),
        ("1.5", "5.5", "rises by 4 with union.pay"),
    ),
    "it falls": (
        slope("owner", LOCK, WAIT, "trade", "rises", STRIKE),
        {"drivers": numbers(trade="0.5")},
        ("strike", "lock", "watch"),
        ("strike", "wait", "watch"),
        ("1.25", "-0.75", "falls by 2 with trade"),
    ),
    "it does not rise": (
        slope("union", SLOW, WORK, "union.fund", "rises", QUIET),
        {},
        ("slow", "wait", "watch"),
        ("work", "wait", "watch"),
        ("1", "1", "stays the same with union.fund"),
    ),
    "it does not fall": (
        slope("union", SLOW, WORK, "union.fund", "falls", QUIET),
        {},
        ("slow", "wait", "watch"),
        ("work", "wait", "watch"),
        ("1", "1", "stays the same with union.fund"),
    ),
}


@pytest.mark.parametrize("name", COMPARED)
def test_a_breach_names_both_profiles_and_their_payoffs(name, port):
    statement, choice, better, worse, (one, other, word) = COMPARED[name]
    found = breach(statement, Choice(scenario=port, **choice))
    assert found is not None
    (comparison,) = found.comparisons
    assert tuple(comparison.better.values()) == better
    assert tuple(comparison.worse.values()) == worse
    assert comparison.payoffs == (Fraction(one), Fraction(other))
    assert comparison.player == statement.entries["player"]
    assert found.sentences == (comparison.sentence,)
    assert f" {word} " in comparison.sentence or word in comparison.sentence.partition(":")[0]


def test_a_comparison_is_told_by_what_differs_and_then_by_what_does_not(port):
    worst = breach(STRIKE_PAYS, Choice(scenario=port))
    assert worst.sentences == (
        "Union gets -1.5 from union = strike, 1.5 less than the 0 from union = work "
        "(with owner = lock, city = police).",
    )
    side = "union = strike, owner = wait, city = watch"
    tie = breach(assume.prefers("union", **THE_SAME), Choice(scenario=port))
    assert tie.sentences == (f"Union gets 1.25 from {side}, just as much as the 1.25 from {side}.",)


def test_the_verb_agrees_with_a_player_that_is_many(port):
    players = tuple(replace(player, name="Dockers", plural=True) for player in port.players)
    many = replace(port, players=players)
    assert breach(STRIKE_PAYS, Choice(scenario=many)).sentences[0].startswith("Dockers get -1.5 from ")


def limited(statement=WORK_PAYS, **circumstances):
    return assume.given(statement, **circumstances)


FUND = {"union.fund": [0.5, 0.75]}
UNION_ANGRY = {"union": "angry"}

#: Statements that hold at a choice, some because nothing is said of it.
HELD = {
    "one completion is enough": (
        assume.prefers("union", better=STRIKE, worse=WORK, completions="some"),
        {},
    ),
    "as much is enough": (assume.prefers("union", **THE_SAME, strict=False), {}),
    "better somewhere and worse nowhere": (
        assume.dominates("city", better="talk", worse="watch", strict=False),
        {"drivers": numbers(trade=0)},
    ),
    "a ranking": (RANKED, {}),
    "rising": (slope("union", SLOW, WORK, "prices", "rises", QUIET), {}),
    "falling": (slope("owner", LOCK, WAIT, "trade", "falls", STRIKE), {}),
    "every part": (assume.all_of(RANKED, assume.never(STRIKE)), {}),
    "one of the parts": (assume.any_of(STRIKE_PAYS, RANKED, assume.never(SLOW)), {}),
    "another weight is meant": (limited(weights=FUND), {"weights": numbers(union_fund="0.76")}),
    "a lower weight than is meant": (limited(weights=FUND), {"weights": numbers(union_fund="0.49")}),
    "another level is meant": (limited(weights=FUND, drivers={"prices": [0.5, 0.9]}), {}),
    "another type is meant": (limited(weights=FUND, types=UNION_ANGRY), {}),
    "of the right type another weight": (
        limited(weights=FUND, types=UNION_ANGRY),
        {"weights": numbers(union_fund=1), "types": UNION_ANGRY},
    ),
    "other profiles are meant": (limited(assume.never(SLOW), profile={"city": "watch"}), {}),
    "it does not happen": (assume.never(STRIKE), {}),
    "it always happens": (assume.always({"union": "slow", "city": ["talk", "watch"]}), {}),
    "it happens wherever it is asked about": (
        limited(assume.always({"city": "talk"}), profile=SLOW),
        {},
    ),
    "in no equilibrium": (assume.never({"city": "police"}, concept="nash"), {}),
    "no pure equilibrium": (assume.never({"union": ["slow", "work", "strike"]}, concept="pure"), {}),
}


@pytest.mark.parametrize("name", HELD)
def test_what_holds_has_no_breach(name, port):
    statement, choice = HELD[name]
    assert breach(statement, Choice(scenario=port, **choice)) is None


@pytest.mark.parametrize(
    ("circumstances", "choice"),
    [
        ({"weights": FUND}, {"weights": numbers(union_fund="0.75")}),
        ({"weights": FUND}, {"weights": numbers(union_fund="0.5")}),
        ({"drivers": {"prices": 1}}, {}),
        ({"weights": FUND, "drivers": {"prices": [1, 2]}, "types": UNION_ANGRY}, {"types": UNION_ANGRY}),
    ],
)
def test_a_condition_includes_its_ends(circumstances, choice, port):
    assert breach(limited(**circumstances), Choice(scenario=port, **choice)) is not None


def test_all_that_is_wrong_with_alternatives_is_told_and_the_most_wrong_of_several_demands(port):
    either = assume.any_of(STRIKE_PAYS, assume.never(SLOW), STRIKE_PAYS)
    found = breach(either, Choice(scenario=port))
    assert [c.payoffs for c in found.comparisons] == [(Fraction("-1.5"), 0)] * 2
    assert [outcome.pure_profile["union"] for outcome in found.outcomes] == ["slow"]
    assert len(found.sentences) == 2
    both = breach(assume.all_of(RANKED, WORK_PAYS, STRIKE_PAYS), Choice(scenario=port))
    assert [c.payoffs for c in both.comparisons] == [(Fraction("-1.5"), 0)]
    assert (found.margin, both.margin) == (Fraction("0.5"), Fraction("1.5"))


def test_an_outcome_is_told(port):
    found = breach(assume.always(WORK), Choice(scenario=port))
    assert found.sentences == (
        "The only sequential outcome is: union slow, owner wait, city talk "
        "(whoever does otherwise loses at least 0.5).",
    )
    assert (found.margin, found.certain) == (Fraction("0.5"), True)
    assert found.comparisons == ()
    mixed = breach(assume.never(STRIKE, concept="nash"), Choice(scenario=port))
    assert 0 < mixed.outcomes[0].probability(STRIKE) < 1  # the owner would lock out a certain strike
    assert mixed.sentences[0].startswith("There is a Nash outcome: union ")
    assert mixed.sentences[0].endswith(" (in mixed play).")
    assert (mixed.margin, mixed.certain) == (0, False)
    assert breach(limited(assume.always({"city": "watch"}), profile=SLOW), Choice(scenario=port)) is not None
    assert breach(limited(assume.never(SLOW), profile=WAIT), Choice(scenario=port)) is not None


@pytest.mark.parametrize("order", [None, ["first", ["row", "column"]]])
def test_of_several_outcomes_that_is_told_in_which_the_event_is_likeliest(from_payoffs, order):
    """Whoever is first gets nothing; the others meet at a, at b, or randomise."""
    meet = [[[1, 0, 0], [0, 1, 0]]]
    scenario = from_payoffs(
        {"first": [[[0, 0, 0], [0, 0, 0]]], "row": meet, "column": meet},
        [["go"], ["a", "b"], ["a", "b", "c"]],
        order=order,
    )
    found = breach(assume.never({"row": "b"}), Choice(scenario=scenario))
    assert found.outcomes[0].pure_profile == {"first": "go", "row": "b", "column": "b"}
    assert concept_of(scenario, assume.never({"row": "b"})) == ("nash" if order is None else "sequential")
    assert concept_of(scenario, assume.never({"row": "b"}, concept="pure")) == "pure"
    assert breach(assume.never({"column": "c"}), Choice(scenario=scenario)) is None
