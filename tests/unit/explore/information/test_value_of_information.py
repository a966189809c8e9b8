import numpy as np
import pytest
from first_edition import first_edition

import belarusgame as bg


def single(seed):
    """Nobody but the punter has a choice."""
    draw = np.random.default_rng(seed)
    return bg.BayesianGame(
        ["state", "punter"],
        [["is"], ["l", "m", "r"]],
        {"state": ["one", "two", "three"]},
        {"state": [0.25, 0.25, 0.5]},
        draw.integers(0, 99, (2, 3, 1, 3)),
    )


@pytest.mark.parametrize("seed", range(6))
def test_more_information_never_hurts_a_single_decider(seed):
    hidden = single(seed)
    found = bg.explore.value_of_information(hidden, "punter", "state")
    low, high = found.value
    own = hidden.payoffs[1, :, 0, :]
    informed = 0.25 * own[0].max() + 0.25 * own[1].max() + 0.5 * own[2].max()
    plain = (0.25 * own[0] + 0.25 * own[1] + 0.5 * own[2]).max()
    assert low == pytest.approx(informed - plain)
    assert high == pytest.approx(informed - plain)
    assert low >= -1e-9
    assert found.status == "complete"


def test_to_know_may_cost_something_and_the_text_says_why():
    """Nobody insures who is known to know that he is lucky (after Hirshleifer 1971)."""
    insurer = {"lucky": [[0, 0], [3, 0]], "unlucky": [[0, 0], [-1, 0]]}
    customer = {"lucky": [[9, 10], [6, 10]], "unlucky": [[-1, 0], [6, 0]]}
    game = bg.BayesianGame(
        ["state", "insurer", "customer"],
        [["is"], ["nothing", "policy"], ["buy", "refuse"]],
        {"state": ["lucky", "unlucky"]},
        {"state": [0.5, 0.5]},
        {kind: [[[[0, 0], [0, 0]]], [insurer[kind]], [customer[kind]]] for kind in ("lucky", "unlucky")},
    )
    # Without knowing he buys, for 6 instead of 10 or 0; whoever knows buys only if he is unlucky, so that no
    # policy is offered, and 10 or 0 is left.
    found = bg.explore.value_of_information(game, "customer", "state", order=["state", "insurer", "customer"])
    assert (found.before, found.after, found.value) == ((6, 6), (5, 5), (-1, -1))
    assert found.status == "complete"
    assert "It is negative: the others know that it knows" in str(found)


def test_of_a_scenario_with_an_order():
    found = bg.explore.value_of_information(first_edition(), player="west", about="putin")
    assert found.without.status == "complete"
    assert found.value is not None
    assert "What it is worth to west" in str(found)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"player": "punter", "about": "punter"}, "a player knows its own type"),
        ({"player": "state", "about": "punter"}, "has one type only"),
        ({"player": "punted", "about": "state"}, 'did you mean "punter"?'),
        ({"player": "punter", "about": "state", "weights": {"a.b": 1}}, "weights: a Bayesian game has none"),
    ],
)
def test_bad_input_is_refused(arguments, said):
    with pytest.raises(bg.GameError) as error:
        bg.explore.value_of_information(single(0), **arguments)
    assert said in str(error.value)
