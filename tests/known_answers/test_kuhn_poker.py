"""Poker with three cards: H. W. Kuhn, "A simplified two-person poker" (1950)."""

from fractions import Fraction
from itertools import permutations

import pytest

import belarusgame as bg

CARDS = "JQK"


def kuhn():
    """Write the tree: both ante 1 and may bet 1 once; the higher card wins."""
    deals = list(permutations(range(3), 2))
    moves = " ".join(f'"{CARDS[a]}{CARDS[b]}" 1/6' for a, b in deals)
    lines = ['EFG 2 R "Kuhn poker" { "Ann" "Bob" }', f'c "" 1 "" {{ {moves} }} 0']

    def end(won):
        return f't "" {10 + won} "" {{ {won}, {-won} }}'

    for a, b in deals:
        sign = 1 if a > b else -1
        lines += [
            f'p "" 1 {a + 1} "{CARDS[a]}" {{ "check" "bet" }} 0',
            f'p "" 2 {b + 1} "{CARDS[b]} after check" {{ "check" "bet" }} 0',
            end(sign),
            f'p "" 1 {a + 4} "{CARDS[a]} after bet" {{ "fold" "call" }} 0',
            end(-1),
            end(2 * sign),
            f'p "" 2 {b + 4} "{CARDS[b]} after bet" {{ "fold" "call" }} 0',
            end(1),
            end(2 * sign),
        ]
    return bg.exchange.parse_efg("\n".join(lines))


@pytest.fixture(scope="module")
def solved():
    return bg.solve.zero_sum(kuhn().strategic_form())


def test_the_value_is_minus_one_eighteenth(solved):
    assert solved.value == Fraction(-1, 18)
    assert solved.total == 0
    assert solved.game.shape == (27, 64)


def test_the_first_player_has_one_parameter_and_the_second_none(solved):
    """Betting on the jack with a chance up to 1/3, and on the king three times as often; never on the queen.

    The chance of a call with the queen, given that it was checked, is a third more than that on the jack.
    """
    ann, bob = solved.optimal["Ann"], solved.optimal["Bob"]

    def chance(side, *moves):
        return {label: 1 for label in side.strategies if set(moves) <= set(label.split(", "))}

    jack, queen, king = (chance(ann, f"{card}: bet") for card in CARDS)
    call = chance(ann, "Q: check", "Q after bet: call")
    assert (ann.least(jack), ann.greatest(jack)) == (0, Fraction(1, 3))
    assert ann.greatest(queen) == 0
    for weights, value in (
        ({s: king.get(s, 0) - 3 * jack.get(s, 0) for s in ann.strategies}, 0),
        ({s: call.get(s, 0) - jack.get(s, 0) for s in ann.strategies}, Fraction(1, 3)),
    ):
        assert ann.least(weights) == ann.greatest(weights) == value
    for move, value in (
        ("J after check: bet", Fraction(1, 3)),
        ("Q after bet: call", Fraction(1, 3)),
        ("Q after check: bet", 0),
        ("K after check: bet", 1),
        ("J after bet: call", 0),
    ):
        own = chance(bob, move)
        assert bob.least(own) == bob.greatest(own) == value


def test_all_equilibria_are_one_product_of_polytopes(solved):
    solution = bg.solve.all_equilibria(solved.game)
    (component,) = solution.components
    assert (solution.status, component.kind, component.reach) == ("complete", "exact", 0.0)
    assert solution.messages == ("the value of the game is -1/18 to Ann and 1/18 to Bob",)
    for piece in component.pieces:
        assert [len(corners) for corners in piece] == [len(side.vertices) for side in component.polytopes]
