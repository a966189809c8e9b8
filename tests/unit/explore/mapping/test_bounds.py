"""The least and the greatest weight at which something happens, over all plans."""

from fractions import Fraction

import pytest

from belarusgame.explore.mapping.bounds import extreme
from belarusgame.explore.plans.proofs import Extent, first_plan
from belarusgame.explore.plans.question import question


@pytest.fixture(scope="module")
def scenario(build):
    """Joining pays gain - 2 cost, and help on top if the friend helps, which costs him ease - zeal."""
    return build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.cost": ((0.5, 1, 1.5), [({"leader": "join"}, -2)]),
            "leader.gain": ((0.5, 1, 1.75), [({"leader": "join"}, 1)]),
            "leader.help": ((0.25, 0.5, 0.5), [({"leader": "join", "friend": "help"}, 1)]),
            "friend.ease": ((0.5, 1, 1.25), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
            "friend.zeal": ((0.25, 0.5, 0.75), [({"friend": "help"}, 1)]),
        },
        order=["leader", "friend"],
    )


REGION = Extent(drivers=False, types=False)


def ends(scenario, event, key):
    asked = question(scenario, event, "sequential", ["sequential"])
    found = first_plan(asked, REGION)
    k = found.feasible.space.keys.index(key)
    return [extreme(asked, found, k, above=above) for above in (False, True)]


@pytest.mark.parametrize(
    ("event", "key", "bounds", "at"),
    [
        # gain + help >= 2 cost, at most 1.75 + 0.5; gain at least 1 - 0.5
        (
            {"leader": "join"},
            "leader.cost",
            (Fraction(1, 2), Fraction(9, 8)),
            {"leader.gain": 1.75, "leader.help": 0.5},
        ),
        ({"leader": "join"}, "leader.gain", (Fraction(1, 2), Fraction(7, 4)), {}),
        ({"leader": "join", "friend": "watch"}, "leader.cost", (Fraction(1, 2), Fraction(7, 8)), {}),
        ({"leader": "join", "friend": "watch"}, "leader.gain", (1, Fraction(7, 4)), {"leader.cost": 0.5}),
        ({"friend": "help"}, "friend.ease", (Fraction(1, 2), Fraction(3, 4)), {"friend.zeal": 0.75}),
        ({"friend": "watch"}, "friend.zeal", (Fraction(1, 4), Fraction(3, 4)), {}),
        ({"leader": "stay", "friend": "help"}, "friend.zeal", (Fraction(1, 2), Fraction(3, 4)), {}),
    ],
)
def test_the_ends_are_those_on_paper_and_what_lies_beyond_is_excluded(scenario, event, key, bounds, at):
    least, greatest = ends(scenario, event, key)
    assert (least.value, greatest.value) == bounds
    weight = scenario.consideration(key).weight
    keys = [c.key for c in scenario.considerations]
    for end, limit, sign in ((least, weight.low, -1), (greatest, weight.high, 1)):
        assert end.proven
        assert end.point.weights[keys.index(key)] == end.value
        game = scenario.game(dict(zip(keys, end.point.weights, strict=True)))
        solved = question(scenario, event, "sequential", ["sequential"]).solve(game)
        assert any(outcome.probability(event) > 0 for outcome in solved.outcomes)
        if end.value == limit:
            assert end.proof is None
        else:
            assert end.proof.problems() == ()
            assert end.proof.region.at == end.value + sign * Fraction(1, 10**6)
            assert end.proof.region.above == (sign > 0)
            assert end.proof.region.key == key
    reached = greatest if bounds[1] != weight.high else least
    for name, value in at.items():
        assert reached.point.weights[keys.index(name)] == value


def test_a_proof_about_one_side_does_not_serve_for_the_other(scenario):
    from dataclasses import replace

    _, greatest = ends(scenario, {"friend": "help"}, "friend.ease")
    region = greatest.proof.region
    for changed in (
        replace(region, above=False),
        replace(region, at=Fraction(3, 4)),
        replace(region, key="friend.zeal", at=Fraction(1, 2)),
    ):
        assert replace(greatest.proof, region=changed).problems()
