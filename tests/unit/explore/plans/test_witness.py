from fractions import Fraction

import pytest

from belarusgame.explore.plans.question import question
from belarusgame.explore.plans.witness import _smallest, best_witness, firmest, witness_at
from belarusgame.scenario import Choice


@pytest.fixture(scope="module")
def joining(build):
    """Joining pays gain - cost: -1 at the likely weights; what the friend does is its own business."""
    return build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.gain": ((0.5, 1, 3), [({"leader": "join"}, 1)]),
            "leader.cost": ((1, 2, 3), [({"leader": "join"}, -1)]),
            "friend.ease": ((0.5, 1, 2), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
        },
    )


def smallest(scenario, **weights):
    """Return the weights of a witness at some weights, and of what is left when the needless are put back."""
    asked = question(scenario, {"leader": "join"}, "pure", ["pure"])
    moved = {f"leader.{name}": value for name, value in weights.items()} | {"friend.ease": 2}
    found = _smallest(asked, witness_at(asked, Choice(scenario=scenario, weights=moved)))
    return dict(found.weights), found.outcome.strict


def test_a_strict_witness_is_not_made_a_tie(joining):
    # the likely cost of 2 would leave him indifferent
    assert smallest(joining, gain=2, cost=1.5) == ({"leader.gain": 2, "leader.cost": Fraction(3, 2)}, True)


def test_a_tie_is_made_smaller(joining):
    assert smallest(joining, gain=2) == ({"leader.gain": 2}, False)


def test_the_likeliest_outcome_is_the_witness(joining):
    """Of several outcomes at a tie the one in which the profiles asked about have the greatest chance."""
    asked = question(joining, {"leader": "join"}, "pure", ["pure"])
    game = joining.game({"leader.gain": 2})
    outcomes = asked.solve(game).outcomes
    assert len(outcomes) == 2
    for listed in (outcomes, outcomes[::-1]):
        found = best_witness(asked, Choice(scenario=joining, weights={"leader.gain": 2}), game, listed)
        assert (found.probability, found.outcome.pure_profile["leader"]) == (1.0, "join")
        assert found.weights == {"leader.gain": 2}
    staying = [outcome for outcome in outcomes if outcome.pure_profile["leader"] == "stay"]
    assert best_witness(asked, Choice(scenario=joining), game, staying) is None
    assert best_witness(asked, Choice(scenario=joining), game, []) is None


def test_a_witness_lists_what_differs(joining):
    asked = question(joining, {"leader": "join"}, "pure", ["pure"])
    found = witness_at(asked, Choice(scenario=joining, weights={"leader.gain": 3}))
    assert found.rows() == [{"assumption": "leader.gain", "likely": 1.0, "here": 3.0}]
    assert found.heading == (
        "Witness: leader join, friend watch (in every outcome there; whoever does otherwise loses at least 1)"
    )
    assert found.outcome.strict
    assert found.game().payoffs.tolist() == joining.game({"leader.gain": 3}).payoffs.tolist()
    assert witness_at(asked, Choice(scenario=joining)) is None


def test_a_witness_says_how_firmly_and_in_how_many_outcomes(joining):
    asked = question(joining, {"leader": "join"}, "pure", ["pure"])
    tied = witness_at(asked, Choice(scenario=joining, weights={"leader.gain": 2}))
    firm = witness_at(asked, Choice(scenario=joining, weights={"leader.gain": 2.25}))
    assert (tied.certain, tied.margin) == (False, 0)  # he may as well stay
    assert (firm.certain, firm.margin) == (True, Fraction(1, 4))
    assert tied.heading.endswith("(in one of the outcomes there; at an exact tie)")


def test_the_inputs_that_are_moved_go_where_the_outcome_holds_best(joining):
    """With the gain alone the loss of staying is at most 3 - 2; a gain just above the tie would be undone."""
    asked = question(joining, {"leader": "join"}, "pure", ["pure"])
    near = witness_at(asked, Choice(scenario=joining, weights={"leader.gain": 2.001}))
    firm = firmest(asked, near)
    assert (dict(firm.weights), firm.margin) == ({"leader.gain": 3}, 1)
