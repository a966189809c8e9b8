"""Published games whose correlated equilibria, dominated strategies and commitments are known."""

from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve import commitment, correlated_bounds, correlated_equilibrium, rationalizable

# Aumann 1974, chicken: first strategy yields, second dares.
CHICKEN = [[[6, 2], [7, 0]], [[6, 7], [2, 0]]]
PRISONERS = [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]
PENNIES = [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]
ROCK = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])


def test_chicken_at_its_best_is_worth_ten_and_a_half():
    solution = correlated_equilibrium(bg.Game(CHICKEN), "welfare")
    outcome = solution.outcomes[0]
    assert outcome.distribution == pytest.approx(np.array([[0.5, 0.25], [0.25, 0.0]]))
    assert sum(outcome.payoffs.values()) == pytest.approx(10.5)
    assert outcome.incentive_gap < 1e-8


@pytest.mark.parametrize(
    ("cell", "least", "greatest"),
    [
        # Obedience: b, c <= twice the neighbouring corners, p(dare, dare) <= half of each mixed cell.
        (("s1", "s1"), 0, Fraction(1, 2)),
        (("s2", "s2"), 0, Fraction(1, 5)),
        (("s1", "s2"), 0, 1),
    ],
)
def test_the_range_of_every_cell_of_chicken(cell, least, greatest):
    event = dict(zip(("player 1", "player 2"), cell, strict=True))
    bounds = correlated_bounds(bg.Game(CHICKEN), event)
    assert bounds.least == pytest.approx(float(least), abs=1e-12)
    assert bounds.greatest == pytest.approx(float(greatest), abs=1e-12)
    assert bounds.least <= least
    assert bounds.greatest >= greatest
    assert bounds.status == "complete"


def test_the_prisoners_defect_in_every_correlated_equilibrium_even_coarse():
    for coarse in (False, True):
        bounds = correlated_bounds(bg.Game(PRISONERS), {"player 1": "s2", "player 2": "s2"}, coarse=coarse)
        assert (bounds.least, bounds.greatest) == (1.0, 1.0)


def test_matching_pennies_has_one_correlated_equilibrium():
    for event in ({"player 1": "s1"}, {"player 1": "s1", "player 2": "s1"}):
        bounds = correlated_bounds(bg.Game(PENNIES), event)
        assert bounds.least == pytest.approx(bounds.greatest)
        assert bounds.greatest == pytest.approx(0.5 ** len(event))


def test_rock_paper_scissors_separates_the_coarse_version():
    # Zero sum: the correlated equilibrium is unique; listening to nobody pays nothing against any device with
    # even marginals, so that a device may let both show the same hand a third of the time.
    event = {"player 1": "s1", "player 2": "s1"}
    fine = correlated_bounds(bg.Game([ROCK, -ROCK]), event)
    coarse = correlated_bounds(bg.Game([ROCK, -ROCK]), event, coarse=True)
    assert (fine.least, fine.greatest) == pytest.approx((1 / 9, 1 / 9))
    assert (coarse.least, coarse.greatest) == pytest.approx((0, 1 / 3))


# Bernheim 1984: the fourth column is dominated by the first and third together, then the fourth row by the
# second.
BERNHEIM = [
    [[0, 2, 7, 0], [5, 3, 5, 0], [7, 2, 0, 0], [0, 0, 0, 10]],
    [[7, 5, 0, 1], [2, 3, 2, 1], [0, 5, 7, 1], [0, -2, 0, -1]],
]


def test_bernheims_game_needs_a_mixed_dominator():
    left = rationalizable(bg.Game(BERNHEIM))
    assert left.survivors == {"player 1": ("s1", "s2", "s3"), "player 2": ("s1", "s2", "s3")}
    assert [(step.round, step.player, step.strategy) for step in left.steps] == [
        (1, "player 2", "s4"),
        (2, "player 1", "s4"),
    ]
    assert set(left.steps[0].mixture) == {"s1", "s3"}
    assert left.steps[1].mixture == {"s2": Fraction(1)}
    assert left.status == "complete"


def test_a_middle_way_loses_against_a_coin():
    # Fudenberg and Tirole 1991, section 1.1: the middle row earns 0, an even coin between the others 1/2.
    game = bg.Game([[[2, -1], [0, 0], [-1, 2]], [[0, 0], [0, 0], [0, 0]]])
    step = rationalizable(game).steps[0]
    assert (step.strategy, step.least) == ("s2", Fraction(1, 2))
    assert step.mixture == {"s1": Fraction(1, 2), "s3": Fraction(1, 2)}


def test_weak_dominance_can_lose_an_equilibrium():
    # Both zero is an equilibrium in weakly dominated strategies.
    game = bg.Game([[[0, 0], [0, 1]], [[0, 0], [0, 1]]])
    assert rationalizable(game).game.shape == (2, 2)
    assert rationalizable(game, weak=True).survivors == {"player 1": ("s2",), "player 2": ("s2",)}


# Conitzer and Sandholm 2006, von Stengel and Zamir 2010: up dominates, yet commitment to down pays.
STANDARD = [[[1, 3], [0, 2]], [[1, 0], [0, 1]]]


def test_commitment_pays_and_mixed_commitment_pays_more():
    game = bg.Game(STANDARD)
    assert bg.solve.pure_equilibria(game).equilibria[0].payoffs["player 1"] == 1.0
    pure = commitment(game, "player 1")
    assert (pure.optimistic_value, pure.pessimistic_value) == (2.0, 2.0)
    mixed = commitment(game, "player 1", mixed=True)
    assert (mixed.optimistic_value, mixed.pessimistic_value) == pytest.approx((2.5, 2.5))
    assert mixed.attained is False


def test_an_inspector_who_announces_how_often():
    # Inspect costs 1, catching costs the cheat 2; at an even rate the other just does not cheat.
    inspector, inspected = [[-1, 0], [0, -4]], [[0, -1], [0, 1]]
    game = bg.Game([inspector, inspected], strategies=[["inspect", "stay"], ["comply", "cheat"]])
    result = commitment(game, "player 1", mixed=True)
    assert result.optimistic.probability({"player 1": "inspect"}) == pytest.approx(0.5)
    assert result.optimistic_value == pytest.approx(-0.5)
    assert result.attained is False


def test_replies_that_the_follower_never_tells_apart_keep_the_readings_apart():
    # The follower's columns 1 and 2 are the same to it: pessimism takes the worse of both everywhere,
    # which an even mixture makes least bad (von Stengel and Zamir 2010). Column 3 is never a best reply.
    game = bg.Game([[[4, 0, 9], [0, 4, 9]], [[1, 1, 0], [1, 1, 0]]])
    result = commitment(game, "player 1", mixed=True)
    assert result.optimistic_value == pytest.approx(4.0)
    assert result.pessimistic_value == pytest.approx(2.0)
    assert result.pessimistic.probability({"player 1": "s1"}) == pytest.approx(0.5)
    assert result.attained is True
    assert result.status == "complete"


def test_a_reply_that_is_best_on_an_edge_only_helps_the_optimist_alone():
    # The second column ties with the first where the leader plays its first row, and nowhere beats it.
    game = bg.Game([[[0, 5], [1, 1]], [[1, 1], [1, 0]]])
    result = commitment(game, "player 1", mixed=True)
    assert result.optimistic_value == pytest.approx(5.0)
    assert result.pessimistic_value == pytest.approx(1.0)
    assert result.attained is True
