"""Games from the textbooks, each with all of its equilibria in pure strategies."""

from itertools import product

import numpy as np
import pytest

import belarusgame as bg


def pure(payoffs):
    found = bg.solve.pure_equilibria(bg.Game(payoffs))
    assert found.status == "complete"
    return {
        tuple(int(label[1:]) - 1 for label in e.pure_profile.values()): e.strict for e in found.equilibria
    }


def from_rule(counts, rule):
    """Build the payoffs of a game from what everybody gets in a profile."""
    payoffs = np.zeros((len(counts), *counts))
    for profile in product(*map(range, counts)):
        payoffs[(slice(None), *profile)] = rule(profile)
    return payoffs


TWO_PLAYERS = {
    "prisoner's dilemma (1 = defect)": ([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], {(1, 1): True}),
    "battle of the sexes": ([[[3, 0], [0, 2]], [[2, 0], [0, 3]]], {(0, 0): True, (1, 1): True}),
    "matching pennies": ([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], {}),
    "stag hunt": ([[[4, 0], [3, 3]], [[4, 3], [0, 3]]], {(0, 0): True, (1, 1): True}),
    "hawk and dove": ([[[-1, 4], [0, 2]], [[-1, 0], [4, 2]]], {(0, 1): True, (1, 0): True}),
    "all alike": ([[[1, 1, 1], [1, 1, 1]], [[2, 2, 2], [2, 2, 2]]], dict.fromkeys(np.ndindex(2, 3), False)),
    "a safe third row": ([[[3, 0], [0, 3], [2, 2]], [[0, 1], [1, 0], [1, 0]]], {}),
}


@pytest.mark.parametrize("name", TWO_PLAYERS)
def test_two_players(name):
    payoffs, expected = TWO_PLAYERS[name]
    assert pure(payoffs) == expected


def test_unanimity_of_four():
    # All agree, or two each way, where nobody alone can bring about unanimity; at three to one, the one can.
    found = pure(from_rule((2, 2, 2, 2), lambda s: [float(len(set(s)) == 1)] * 4))
    assert set(found) == {s for s in product(range(2), repeat=4) if sum(s) in (0, 2, 4)}
    assert len(found) == 8
    assert {s for s, strict in found.items() if strict} == {(0, 0, 0, 0), (1, 1, 1, 1)}


@pytest.mark.parametrize("players", [2, 3, 4])
def test_anti_coordination(players):
    # Strategy 0 pays 1; strategy 1 pays 2 to a player who is alone with it, else 0.
    found = pure(from_rule((2,) * players, lambda s: [2 * (sum(s) == 1) if own else 1 for own in s]))
    assert found == {tuple(np.eye(players, dtype=int)[i]): True for i in range(players)}


def test_three_firms_of_unequal_size():
    # Cournot with price 10 - total and no cost; capacities 1, 2 and 4. Each wants half of 10 minus the rest.
    payoffs = from_rule((2, 3, 5), lambda s: [own * (10 - sum(s)) for own in s])
    assert pure(payoffs) == {(1, 2, 3): False, (1, 2, 4): False}


def test_the_profiles_named_are_those_of_the_axes():
    # Only the last player is interested, so that exchanged axes would show.
    payoffs = from_rule((2, 3, 4), lambda s: [0, 0, s[2] - 10 * (s[0] == 1 and s[1] == 2)])
    assert set(pure(payoffs)) == {(a, b, 3) for a in range(2) for b in range(3)}
