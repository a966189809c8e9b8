"""The payoffs of a small scenario at a choice of weights, drivers and types, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

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


def test_the_payoffs_of_a_small_scenario_are_those_by_hand(small: Callable[..., bg.Scenario]) -> None:
    made = small()
    game = made.game(weights={"small_firm.cash": 2}, drivers={"rates": 0.5})
    assert game.players == ("small_firm", "lender")
    assert game.exact_payoffs[0].tolist() == [[0, Fraction(-3, 2)], [0, Fraction(-3, 2)], [0, 0]]
    assert game.exact_payoffs[1].tolist() == [[0, Fraction(1, 2)]] * 3
    assert game.variants == {"small_firm": {"pause": "fold"}}
    (effect,) = made.consideration("small_firm.cash").effects
    matches = {
        (firm, lender): made.matches(effect, {"small_firm": firm, "lender": lender})
        for firm in ("wait", "pause")
        for lender in ("hold", "call")
    }
    assert [pair for pair, at_work in matches.items() if at_work] == [("wait", "call")]
    assert not made.matches(effect, {"lender": "call"})
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
