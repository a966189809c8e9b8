from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg


@pytest.fixture(scope="module")
def market():
    """Two sellers with private costs: a dearer one keeps out where the other one is likely to be cheap."""
    payoffs = {}
    for one in ("cheap", "dear"):
        for other in ("cheap", "dear"):
            cost = {"cheap": 1, "dear": 3}
            payoffs[one, other] = [
                [[2 - cost[one], 4 - cost[one]], [0, 0]],
                [[2 - cost[other], 0], [4 - cost[other], 0]],
            ]
    return bg.BayesianGame(
        ["a", "b"],
        [["in", "out"]] * 2,
        {"a": ["cheap", "dear"], "b": ["cheap", "dear"]},
        {"a": [0.6, 0.4], "b": [0.6, 0.4]},
        payoffs,
    )


def test_probabilities_are_ex_ante_or_by_type(market):
    (found,) = bg.solve.bayesian_equilibria(market).equilibria
    assert found.strategies["a"] == {"cheap": {"in": 1, "out": 0}, "dear": {"in": 0, "out": 1}}
    assert found.probability({"a": "in"}) == pytest.approx(0.6)
    assert found.probability({"a": "in"}, {"a": "cheap"}) == 1
    assert found.probability({"a": "in", "b": "in"}) == pytest.approx(0.36)
    assert found.probability({"b": "in"}, {"a": "dear"}) == pytest.approx(0.6)
    # cheap earns 1 against cheap and 3 alone; dear earns nothing
    assert found.payoffs()["a"] == pytest.approx(0.6 * (0.6 * 1 + 0.4 * 3))
    assert found.payoffs({"a": "cheap", "b": "dear"})["a"] == 3
    assert [row["type"] for row in found.rows()] == ["cheap", "dear"] * 2
    with pytest.raises(bg.GameError, match='did you mean "cheap"'):
        found.probability({"a": "in"}, {"a": "cheep"})


def test_the_solution_says_how_far_it_goes(market):
    solution = bg.solve.bayesian_equilibria(market, certificate=True)
    assert (solution.status, solution.concept) == ("complete", "bayesian")
    assert solution.probability_range({"a": "in"}) == pytest.approx((0.6, 0.6))
    assert bg.verify(solution)
    assert not bg.verify(replace(solution, game=replace_prior(market, [0.5, 0.5])))
    assert not bg.verify(bg.solve.bayesian_equilibria(market))


def replace_prior(game, prior):
    kinds = {pair: game.game(dict(zip("ab", pair, strict=True))) for pair in game.combinations}
    return bg.BayesianGame(
        game.players,
        game.strategies,
        {"a": game.types["a"], "b": game.types["b"]},
        {"a": prior, "b": prior},
        kinds,
    )


def test_a_type_of_probability_zero_is_left_out_and_changes_nothing(market):
    kinds = {
        (one, other): market.game({"a": "cheap" if one == "ghost" else one, "b": other})
        for one in ("cheap", "dear", "ghost")
        for other in ("cheap", "dear")
    }
    haunted = bg.BayesianGame(
        ["a", "b"],
        market.strategies,
        {"a": ["cheap", "dear", "ghost"], "b": ["cheap", "dear"]},
        {"a": [0.6, 0.4, 0], "b": [0.6, 0.4]},
        kinds,
    )
    solution = bg.solve.bayesian_equilibria(haunted)
    assert solution.equilibria[0].strategies == bg.solve.bayesian_equilibria(market).equilibria[0].strategies
    assert "probability zero, and left out: a (ghost)" in solution.messages[-1]


def test_a_continuum_is_bounded():
    idle = bg.BayesianGame(
        ["a", "b"], [["x", "y"], ["u"]], {"a": ["one", "two"]}, {"a": [0.5, 0.5]}, np.zeros((2, 2, 2, 1))
    )
    solution = bg.solve.bayesian_equilibria(idle)
    assert len(solution.components) == 1
    assert solution.probability_range({"a": "x"}) == (0, 1)
    assert solution.probability_range({"a": "x"}, {"a": "one"}) == (0, 1)
    assert any("of a continuum" in str(row["#"]) for row in solution.rows())
