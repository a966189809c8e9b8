from dataclasses import replace
from fractions import Fraction

import pytest

from belarusgame.explore._question import question
from belarusgame.explore._space import space_of
from belarusgame.explore.witness import _smallest, witness_at


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
    space = space_of(scenario)
    moved = {f"leader.{name}": Fraction(value) for name, value in weights.items()}
    moved["friend.ease"] = Fraction(2)
    point = replace(
        space.start, weights=tuple(moved.get(key, space.likely[k]) for k, key in enumerate(space.keys))
    )
    found = _smallest(asked, witness_at(asked, space, point, {}))
    return dict(found.weights), found.outcome.strict


def test_a_strict_witness_is_not_made_a_tie(joining):
    # the likely cost of 2 would leave him indifferent
    assert smallest(joining, gain=2, cost=1.5) == ({"leader.gain": 2, "leader.cost": Fraction(3, 2)}, True)


def test_a_tie_is_made_smaller(joining):
    assert smallest(joining, gain=2) == ({"leader.gain": 2}, False)
