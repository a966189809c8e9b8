from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

import belarusgame as bg


def game(prior=(0.5, 0.5)):
    """The bully spares whoever stays if it is weak with at most 3/4."""
    return bg.BayesianGame(
        ["guest", "bully"],
        [["stay"], ["duel", "spare"]],
        {"guest": ["weak", "strong"]},
        {"guest": list(prior)},
        {"weak": [[[0, 0]], [[1, 0]]], "strong": [[[0, 0]], [[0, 3]]]},
    )


def both(seed, prior):
    payoffs = np.random.default_rng(seed).integers(0, 9, (2, 2, 2, 2, 2))
    return bg.BayesianGame(
        ["a", "b"], [["x", "y"], ["u", "v"]], {"a": ["one", "two"], "b": ["three", "four"]}, prior, payoffs
    )


SPARED = {"guest": "stay", "bully": "spare"}


def test_the_region_of_one_typed_player_is_an_interval():
    found = bg.explore.prior_region(game(), SPARED)
    assert found.range({"guest": "weak"}) == (0, Fraction(3, 4))
    assert found.holds
    assert found.contains({"guest": {"weak": 0.75, "strong": 0.25}})
    assert not found.contains({"guest": {"weak": 0.76, "strong": 0.24}})
    assert "guest weak: probability 0 to 0.75" in str(found)
    assert bg.verify(found)
    assert not bg.verify(replace(found, gains=()))


def test_an_empty_region_says_so():
    never = bg.BayesianGame(["a"], [["x", "y"]], {"a": ["one", "two"]}, {"a": [0.5, 0.5]}, [[[0, 1], [0, 1]]])
    found = bg.explore.prior_region(never, {"a": "x"})
    assert not found.region
    assert found.range({"a": "one"}) is None
    assert "no prior" in str(found)


@pytest.mark.parametrize("seed", range(12))
def test_it_contains_the_prior_exactly_where_the_profile_is_an_equilibrium(seed):
    prior = [[0.1, 0.2], [0.3, 0.4]] if seed % 2 else {"a": [0.3, 0.7], "b": [0.6, 0.4]}
    hidden = both(seed, prior)
    form = hidden.agent_form()
    agents = {agent.name: agent for agent in hidden.agents()}
    for choices in product(*form.strategies.values()):
        plan = {"a": {}, "b": {}}
        for agent, label in zip(agents.values(), choices, strict=True):
            plan[agent.player][agent.knows] = label
        found = bg.explore.prior_region(hidden, plan)
        stable = max(form.regret(dict(zip(agents, choices, strict=True))).values()) == 0
        assert found.holds == stable
        assert found.contains(prior) == stable
        corners = [dict(zip(hidden.combinations, corner, strict=True)) for corner in found.region.vertices]
        assert all(gain.at(corner) >= 0 for corner in corners for gain in found.gains)


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ({"guest": "stay"}, "profile: says nothing of bully"),
        ({"gest": "stay"}, 'did you mean "guest"?'),
        (SPARED | {"bully": "spear"}, 'did you mean "spare"?'),
        (SPARED | {"guest": {"weak": "stay"}}, "profile of guest: says nothing of strong"),
        (SPARED | {"guest": {"weak": "stay", "strog": "stay"}}, 'did you mean "strong"?'),
        ("stay", "must be a mapping"),
    ],
)
def test_bad_input_is_refused(profile, said):
    with pytest.raises(bg.GameError) as error:
        bg.explore.prior_region(game(), profile)
    assert said in str(error.value)
