"""Logit play in draws, against the formula of one decision, and the games that draws make."""

import numpy as np
import pytest

from belarusgame.explore.sampling.logit_sample import draw_payoffs, logit_sample, payoffs_at
from belarusgame.explore.sampling.run import Gathered
from belarusgame.explore.sampling.tally import Found


def two_minds(make, order):
    """Two who do not mind each other, one with two ways and one with three, at the rationality 2."""

    def end(effects):
        made = [{"when": when, "adds": adds} for when, adds in effects]
        weight = {"low": 1, "likely": 1, "high": 1}
        return {"sentence": "It matters.", "judgement": "For the tests.", "weight": weight, "effects": made}

    rationality = {"level": {"low": 2, "likely": 2, "high": 2}, "judgement": "For the tests."}
    return make(
        {"a": ["x", "y"], "b": ["l", "m", "r"]},
        {"a": [end([({"a": "y"}, 1)])], "b": [end([({"b": "m"}, -1), ({"b": "r"}, 0.5)])]},
        order,
        scenario={"rationality": rationality},
    )


@pytest.mark.parametrize("order", [["a", "b"], [["a", "b"]]], ids=["in turn", "at once"])
@pytest.mark.parametrize("concept", ["sequential", "nash"])
def test_who_minds_nobody_chooses_in_proportion_to_exponentials(make, laid_out, order, concept):
    job = laid_out(two_minds(make, order), 3, kept=3, concept=concept)
    found = Gathered(numbers={Found(pure=1): 0}, codes={0: np.zeros(3, dtype=np.int32)})
    sample = logit_sample(job, found, 2)
    a, b = np.exp([0, 2.0]), np.exp([0, -2.0, 1.0])
    expected = np.outer(a / a.sum(), b / b.sum()).ravel()
    assert sample.chances == pytest.approx(np.array([expected] * 2), abs=1e-9)
    assert sample.converged.tolist() == [True, True]


def test_what_was_found_in_the_first_draws_goes_along(make, laid_out):
    job = laid_out(two_minds(make, ["a", "b"]), 4, kept=4)
    kinds = {Found(pure=1): 0, Found(pure=2): 1}
    found = Gathered(numbers=kinds, codes={0: np.array([1, 0, 1, 1], dtype=np.int32)})
    sample = logit_sample(job, found, 3)
    assert [sample.found[code].pure for code in sample.codes] == [2, 1, 2]


def test_payoffs_of_draws_are_what_decides_in_their_games(ladder, laid_out):
    job = laid_out(ladder, 30)
    payoffs = draw_payoffs(job, 30)
    assert payoffs.shape == (30, 4, 2, 3, 2, 3)
    for n, values in enumerate(job.exact.draws.values(0, 30).T):
        game = job.exact.game(np.ascontiguousarray(values))
        assert payoffs[n] == pytest.approx(game.deciding, abs=1e-12)


def test_a_delegation_that_is_drawn_puts_another_ones_payoffs_in_the_place_of_ones_own(build, laid_out):
    scenario = build(
        {"chief": ["watch", "press"], "clerk": ["stay", "go"]},
        {
            "chief.aim": ((2, 3, 4), [({"clerk": "go"}, 1)]),
            "clerk.fear": ((1, 2, 3), [({"clerk": "go"}, -1)]),
        },
        order=["chief", "clerk"],
        delegations={"orders": ("clerk", "chief", {"chief": "press"})},
    )
    job = laid_out(scenario, 1)
    row = {entry.name: k for k, entry in enumerate(job.exact.draws.inputs) if entry.kind != "probability"}
    values = np.repeat(job.exact.draws.values(0, 1), 2, axis=1)
    values[row["chief.aim"]], values[row["clerk.fear"]], values[row["orders"]] = 3, 2, [0, 1]
    off, on = payoffs_at(job.layout, np.ascontiguousarray(values))[:, 1]
    assert off.tolist() == [[0, -2], [0, -2]]
    # Where it matches, the chief's gain from going is what decides.
    assert on[0].tolist() == [0, -2]
    assert on[1, 1] - on[1, 0] == 3
