from fractions import Fraction
from itertools import product

import pytest

import belarusgame as bg
from belarusgame.report import trace

CHOICES = {
    "weights": {"union.fund": Fraction(1, 3), "city.noise": 1.3},
    "drivers": {"stamina": 0.7},
    "types": {"union": "bold"},
}
PROFILE = {"firm": "hold", "union": "strike", "city": "watch"}


@pytest.mark.parametrize("choices", [{}, CHOICES], ids=["likely", "chosen"])
def test_every_payoff_is_the_sum_of_its_lines(choices, harbour):
    game = harbour.game(**choices)
    for profile in product(*game.strategies.values()):
        named = dict(zip(game.players, profile, strict=True))
        for player in game.players:
            found = trace(harbour, player, named, **choices)
            assert found.payoff == game.payoff(player, named)
            assert {line.consideration for line in found.lines} == {c.key for c in harbour.of_player(player)}


def test_a_line_is_weight_times_driver_and_type_times_effect(harbour):
    lines = {line.consideration: line for line in trace(harbour, "union", PROFILE, **CHOICES).lines}
    assert lines["union.fund"].factor == Fraction(1, 3) * Fraction(7, 10)
    assert lines["union.pay"].factor == Fraction("0.777") * Fraction(3, 2)
    assert [lines[f"union.{name}"].effect for name in ("pay", "fund", "standing")] == [2, -1, 0]
    assert lines["union.pay"].claims == ("1a",)


def test_only_what_is_at_work_is_listed(harbour):
    found = trace(harbour, "union", PROFILE)
    assert [row["consideration"] for row in found.rows()] == ["pay", "fund"]
    assert sum(row["amount"] for row in found.rows()) == pytest.approx(float(found.payoff))
    assert found.heading == "Payoff of union at firm = hold, union = strike, city = watch: 1.054"


@pytest.mark.parametrize(
    ("player", "profile", "message"),
    [
        ("onion", PROFILE, 'player "onion" is not one of firm, union, city; did you mean "union"?'),
        ("union", {"firm": "hold"}, "the profile says nothing of union, city"),
        ("union", PROFILE | {"city": "wtach"}, 'city: strategy "wtach" is not one of watch, step_in'),
        ("union", PROFILE | {"city": [0.5, 0.5]}, "takes a pure profile"),
    ],
)
def test_what_cannot_be_traced_is_refused(player, profile, message, harbour):
    with pytest.raises(bg.GameError) as caught:
        trace(harbour, player, profile)
    assert message in str(caught.value)
