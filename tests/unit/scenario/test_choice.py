"""A choice of weights, drivers and types: its payoffs worked out by hand, what it says, and round trips."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import belarusgame as bg


def test_a_choice_of_types_scales_what_each_type_scales(small: Callable[..., bg.Scenario]) -> None:
    def change(tables: dict[str, Any]) -> None:
        rash = tables["types"]["lender"]["rash"]
        tables["types"]["small_firm"] = {"rash": rash | {"scales": {"cash": 3}}}

    made = small(change)
    assert made.factors() == (Fraction(1, 2), Fraction(1, 2))
    assert made.factors(types={"lender": "rash"}) == (Fraction(1, 2), Fraction(1))
    assert made.factors(types={"lender": "shy"}) == (Fraction(1, 2), 0)
    both = {"lender": "shy", "small_firm": "rash"}
    assert made.factors(types=both) == (Fraction(3, 2), 0)
    weights = {"small_firm.cash": 0.25, "lender.risk": 3}
    everything = made.factors(weights, {"rates": 0.5}, both | {"lender": "rash"})
    assert everything == (Fraction(3, 8), Fraction(6))
    with pytest.raises(bg.GameError, match=r'small_firm: type "shy" is not one of rash'):
        made.factors(types={"small_firm": "shy"})


def test_the_payoffs_of_a_small_scenario_are_those_by_hand(
    small: Callable[..., bg.Scenario], at_work: Callable[..., bool]
) -> None:
    made = small()
    game = made.game(weights={"small_firm.cash": 2}, drivers={"rates": 0.5})
    assert game.players == ("small_firm", "lender")
    assert game.exact_payoffs[0].tolist() == [[0, Fraction(-3, 2)], [0, Fraction(-3, 2)], [0, 0]]
    assert game.exact_payoffs[1].tolist() == [[0, Fraction(1, 2)]] * 3
    assert game.variants == {"small_firm": {"pause": "fold"}}
    (effect,) = made.consideration("small_firm.cash").effects
    matches = {
        (firm, lender): at_work(effect, {"small_firm": firm, "lender": lender})
        for firm in ("wait", "pause")
        for lender in ("hold", "call")
    }
    assert [pair for pair, at_work in matches.items() if at_work] == [("wait", "call")]
    assert not at_work(effect, {"lender": "call"})
    assert made.rows()[0] == {
        "consideration": "small_firm.cash",
        "low": 0.0,
        "likely": 0.5,
        "high": 1.5,
        "driver": "rates",
        "claims": "said guessed",
        "sentence": "Cash runs out.",
    }
    assert made.rows()[1]["claims"] == "judgement"
    assert [c.name for c in made.of_player("lender")] == ["risk"]
    with pytest.raises(bg.GameError, match='player "x" is not one of'):
        made.of_player("x")


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        (
            {"weights": {"lender.risks": 1}},
            'weight "lender.risks" is not one of small_firm.cash, lender.risk; did you mean "lender.risk"?',
        ),
        ({"weights": {"rates": 1}}, 'weight "rates" is not one of small_firm.cash, lender.risk'),
        ({"weights": {"lender.risk": -0.1}}, "weight lender.risk = -0.1: must not be negative"),
        ({"weights": {"lender.risk": "1"}}, 'weight lender.risk = "1": must be a number'),
        ({"weights": [1]}, "weights = [1]: must be a mapping"),
        ({"drivers": {"lender.risk": 1}}, 'driver "lender.risk" is not one of rates'),
        ({"types": {"bank": "rash"}}, 'player "bank" is not one of'),
        ({"types": {"lender": "bold"}}, 'lender: type "bold" is not one of rash, shy'),
        ({"types": {"small_firm": "shy"}}, 'small_firm: type "shy" is not one of (there is none)'),
        ({"types": "lender"}, 'types = "lender": must be a mapping'),
    ],
)
def test_what_cannot_be_chosen_is_named(chosen: Any, message: str, small: Callable[..., bg.Scenario]) -> None:
    scenario = small()
    with pytest.raises(bg.GameError, match=re.escape(message)):
        bg.Choice(scenario=scenario, **chosen)
    with pytest.raises(bg.GameError, match=re.escape(message)):
        scenario.game(**chosen)


@pytest.fixture(scope="module")
def made(small: Callable[..., bg.Scenario]) -> bg.Scenario:
    return small()


def test_a_choice_is_what_differs_in_the_scenarios_order(made: bg.Scenario) -> None:
    given = {"lender.risk": 0.3, "small_firm.cash": Fraction(1, 3)}
    choice = bg.Choice(scenario=made, weights=given, drivers={"rates": 1}, types={"lender": "shy"})
    assert list(choice.weights.items()) == [
        ("small_firm.cash", Fraction(1, 3)),
        ("lender.risk", Fraction(3, 10)),
    ]
    assert (choice.drivers, choice.types) == ({}, {"lender": "shy"})
    given["lender.risk"] = 2  # the caller's mapping is not the record's
    assert choice.weights["lender.risk"] == Fraction(3, 10)
    assert choice.game().equals(made.game(**choice.arguments))
    likely = bg.Choice(scenario=made, weights={"lender.risk": 0.5, "small_firm.cash": 0.5})
    assert likely == bg.Choice(scenario=made)
    assert hash(likely) == hash(bg.Choice(scenario=made))
    assert choice != likely
    assert pickle.loads(pickle.dumps(choice)).arguments == choice.arguments


def test_a_choice_says_what_differs(made: bg.Scenario) -> None:
    choice = bg.Choice(
        scenario=made, weights={"lender.risk": 3}, drivers={"rates": 0.5}, types={"lender": "shy"}
    )
    assert choice.rows() == [
        {"input": "lender.risk", "likely": 0.5, "here": 3.0},
        {"input": "rates", "likely": 1.0, "here": 0.5},
        {"input": "type of lender", "here": "shy"},
    ]
    words = "With lender.risk at 3 (likely 0.5), rates at 0.5 (likely 1), lender being shy"
    assert choice.circumstances == choice.heading == words
    assert choice.outside == ("weight lender.risk = 3: must lie in its range, 0 to 1",)
    assert bg.Choice(scenario=made).circumstances == "With everything at its likely value"


def test_one_input_can_be_moved_and_put_back(made: bg.Scenario) -> None:
    choice = bg.Choice(scenario=made, types={"lender": "rash"})
    moved = choice.having({"rates": 2, "lender.risk": 1})
    assert moved.arguments == {
        "weights": {"lender.risk": 1},
        "drivers": {"rates": 2},
        "types": {"lender": "rash"},
        "delegations": {},
    }
    assert [moved.level(name) for name in ("rates", "lender.risk", "small_firm.cash")] == [2, 1, 0.5]
    assert moved.putting_back("rates").putting_back("lender.risk") == choice
    assert moved.putting_back("type of lender").types == {}
    assert moved.putting_back("lender") == moved
    with pytest.raises(bg.GameError, match='input "rats" is not one of'):
        choice.having({"rats": 1})


VALUES = st.one_of(
    st.floats(0, 9e9), st.fractions(0, 9), st.decimals(0, 9, places=4), st.just(Fraction(1, 10**35))
)


@given(
    weights=st.fixed_dictionaries({}, optional={"small_firm.cash": VALUES, "lender.risk": VALUES}),
    drivers=st.fixed_dictionaries({}, optional={"rates": VALUES}),
    types=st.sampled_from([{}, {"lender": "rash"}, {"lender": "shy"}]),
)
@settings(max_examples=200, deadline=None)
def test_options_and_a_link_give_the_same_choice_back(
    weights: Any, drivers: Any, types: Any, made: bg.Scenario
) -> None:
    try:
        choice = bg.Choice(scenario=made, weights=weights, drivers=drivers, types=types)
    except bg.GameError as error:  # a float with more decimals than a file may have
        assume("decimals" not in str(error))
        raise
    assert bg.Choice.from_options(made, choice.options()) == choice
    assert bg.Choice.from_link(made, choice.link(), beyond=True) == choice
    assert bg.Choice.from_link(made, f"https://example.org/page?{choice.link()}#map", beyond=True) == choice


def test_options_are_short_or_long(made: bg.Scenario) -> None:
    choice = bg.Choice.from_options(made, ["-w", "lender.risk=1/3", "-d", "rates=2e-1", "-t", "lender=shy"])
    assert choice.options() == [
        *("--weight", "lender.risk=1/3"),
        *("--driver", "rates=0.2"),
        *("--type", "lender=shy"),
    ]
    assert choice.link() == "weight.lender.risk=1/3&driver.rates=0.2&type.lender=shy"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--wieght", "lender.risk=1"], 'option "--wieght" is not one of --weight, -w, --driver'),
        (["-w"], '-w "": must be of the form NAME=VALUE'),
        (["-w", "lender.risk"], '-w "lender.risk": must be of the form NAME=VALUE'),
        (["-w", "lender.risk=much"], '-w lender.risk: "much" is not a number'),
        (["-w", "lender.risk=1/0"], '-w lender.risk: "1/0" is not a number'),
        (["-w", "lender.risk=nan"], "weight lender.risk = nan: must be a finite number"),
        (["-d", "lender.risk=1"], 'driver "lender.risk" is not one of rates'),
    ],
)
def test_options_that_cannot_be_read_are_named(options: list[str], message: str, made: bg.Scenario) -> None:
    with pytest.raises(bg.GameError, match=re.escape(message)):
        bg.Choice.from_options(made, options)


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("lender.risk=1", 'link: "lender.risk": must begin with weight., driver., type. or delegation.'),
        ("weight.lender.risks=1", 'weight "lender.risks" is not one of small_firm.cash, lender.risk'),
        ("weight.lender.risk=", 'link: weight.lender.risk: "" is not a number'),
        (
            "driver.rates=3",
            "driver rates = 3: must lie in its range, 0.5 to 2; beyond=True admits",
        ),
        ("type.lender=bold", 'lender: type "bold" is not one of rash, shy'),
    ],
)
def test_a_link_that_does_not_fit_is_refused(link: str, message: str, made: bg.Scenario) -> None:
    with pytest.raises(bg.GameError, match=re.escape(message)):
        bg.Choice.from_link(made, link)


def test_only_a_scenario_has_choices() -> None:
    with pytest.raises(bg.GameError, match="must be a Scenario"):
        bg.Choice(scenario="belarus-2022")  # type: ignore[arg-type]
