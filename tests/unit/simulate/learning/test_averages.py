"""What strategies earn on average, against the definition."""

import itertools

import numpy as np
import pytest

from belarusgame.simulate.learning import averages
from belarusgame.simulate.learning.averages import earnings, lay_table

PAYOFFS = np.random.default_rng(4).integers(-5, 6, (3, 2, 3, 4)).astype(float)


def slowly(payoffs, vectors, player):
    found = np.zeros(payoffs.shape[player + 1])
    for place in itertools.product(*map(range, payoffs.shape[1:])):
        chance = np.prod([vectors[j][a] for j, a in enumerate(place) if j != player])
        found[place[player]] += chance * payoffs[(player, *place)]
    return found


def test_every_strategy_earns_its_average_over_what_the_others_do():
    at = lay_table(PAYOFFS)
    draw = np.random.default_rng(5)
    states = np.concatenate([draw.dirichlet(np.ones(n), 4) for n in (2, 3, 4)], axis=1)
    found = np.full_like(states, np.nan)
    earnings(at, states, found)
    for state, earned in zip(states, found, strict=True):
        vectors = np.split(state, [2, 5])
        expected = np.concatenate([slowly(PAYOFFS, vectors, i) for i in range(3)])
        assert earned == pytest.approx(expected, abs=1e-12)


def test_the_same_without_compiling(uncompiled):
    uncompiled(averages)
    at, found = lay_table(PAYOFFS), np.full((1, 9), np.nan)
    vectors = [np.array([0.25, 0.75]), np.array([0.5, 0.125, 0.375]), np.array([0.5, 0.25, 0.125, 0.125])]
    averages.earnings(at, np.concatenate(vectors)[None], found)
    assert found[0] == pytest.approx(
        np.concatenate([slowly(PAYOFFS, vectors, i) for i in range(3)]), abs=1e-12
    )


def test_payoffs_are_laid_out_by_learner_with_its_own_strategies_last():
    at = lay_table(PAYOFFS)
    assert at.counts.tolist() == [2, 3, 4]
    assert at.begin.tolist() == [0, 2, 5, 9]
    assert at.others.tolist() == [[1, 2], [0, 2], [0, 1]]
    assert at.payoffs[1].reshape(2, 4, 3)[1, 3, 2] == PAYOFFS[1, 1, 2, 3]


def test_in_one_population_everybody_meets_others_like_itself():
    doves = np.array([[[-1.0, 2], [0, 1]], [[-1, 0], [2, 1]]])
    at = lay_table(doves, one_population=True)
    assert (at.counts.tolist(), at.others.tolist(), at.begin.tolist()) == ([2], [[0]], [0, 2])
    out = np.zeros((1, 2))
    earnings(at, np.array([[0.25, 0.75]]), out)
    assert out.tolist() == [[-0.25 + 1.5, 0.75]]


def test_a_player_alone_earns_what_it_does():
    at = lay_table(np.array([[3.0, 1.0, 2.0]]))
    out = np.zeros((1, 3))
    earnings(at, np.array([[0.5, 0.25, 0.25]]), out)
    assert out.tolist() == [[3, 1, 2]]
