"""The nearest assumptions, with and without drivers, and what lies a step beyond them."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest

from belarusgame.explore.changing.nearest import just_beyond, moves_of, nearest, proof_within, region_of
from belarusgame.explore.plans.question import question
from belarusgame.scenario import Choice
from belarusgame.weightspace.space import Point, choice_at, space_of


@pytest.fixture(scope="module")
def scenario(build):
    """Joining pays gain - 2 cost war; fleeing pays the leader spoils - 3 fear, in any case less."""
    return build(
        {"leader": ["stay", "join", "flee"], "friend": ["watch", "help"]},
        {
            "leader.cost": ((0.5, 1, 1.5), [({"leader": "join"}, -2)], "war"),
            "leader.gain": ((0.5, 1, 3), [({"leader": "join"}, 1)]),
            "leader.fear": ((1, 2, 2), [({"leader": "flee"}, -3)]),
            "leader.spoils": ((0.25, 0.5, 1.5), [({"leader": "flee"}, 1)]),
            "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1)]),
        },
        order=["leader", "friend"],
        drivers={"war": (0.5, 1, 3)},
    )


def about(scenario, **event):
    return question(scenario, event, "sequential", ["sequential"])


FIXED = {"drivers": False, "beyond": False, "strict": True, "closer": None}
FREE = FIXED | {"drivers": True}


@pytest.mark.parametrize(
    ("norm", "size", "weights"),
    [
        ("linf", Fraction(1, 3), (Fraction(5, 6), Fraction(5, 3))),
        ("l1", Fraction(1, 2), (1, 2)),
        ("l2", Fraction(1, 5), (Fraction(9, 10), Fraction(9, 5))),
    ],
)
def test_the_nearest_point_comes_with_what_it_needs(scenario, norm, size, weights):
    asked = about(scenario, leader="join")
    found = nearest(asked, norm, **FIXED)
    assert (found.distance, found.norm) == (size, norm)
    assert found.point.weights[:2] == weights
    assert found.point.weights[2:] == space_of(scenario).likely[2:]
    assert found.point.levels == (1,)
    assert found.start.profile[0] == 1
    assert float(found.excluded) == pytest.approx(found.plain_distance - 1e-6, abs=1e-8)
    assert found.plain_distance == pytest.approx(math.sqrt(size) if norm == "l2" else float(size))
    if norm != "l2":
        assert found.excluded == size - Fraction(1, 10**6)
    else:
        assert 0 <= size - (found.excluded + Fraction(1, 10**6)) ** 2 < Fraction(1, 10**8)
    proof = proof_within(asked, found, drivers=False, beyond=False, strict=False)
    assert proof.problems() == ()
    assert proof.region.reach == found.excluded
    assert proof.region.norm == norm
    assert not proof.region.types
    shares = [move.share for move in moves_of(choice_at(scenario, found.point))]
    assert shares == sorted(shares, reverse=True)
    # only what is nearer counts, and nothing is
    assert nearest(asked, norm, **(FIXED | {"closer": found.excluded})) is None


@pytest.mark.parametrize("norm", ["linf", "l1", "l2"])
def test_beyond_the_ranges_more_can_be_reached(scenario, norm):
    flee = about(scenario, leader="flee")  # spoils 1.5 at most, fear 3 at least
    assert nearest(flee, norm, **FIXED) is None
    none = proof_within(flee, None, drivers=False, beyond=False, strict=False)
    assert none.problems() == ()
    assert none.region.reach == 1
    found = nearest(flee, norm, **(FIXED | {"beyond": True}))
    # a side is worth 1 up of spoils, and 3 down of fear: 5.5 are missing, but fear is zero after two sides
    assert (
        found.distance
        == {
            "linf": Fraction(11, 8),
            "l1": Fraction(11, 6),
            "l2": Fraction(121, 40),
        }[norm]
    )
    assert proof_within(flee, found, drivers=False, beyond=True, strict=False).problems() == ()


def test_the_region_of_a_search():
    assert region_of(drivers=False, beyond=False).radius == 1
    assert region_of(drivers=True, beyond=True).radius == 1000
    assert region_of(drivers=True, beyond=False).drivers
    assert not region_of(drivers=False, beyond=True).drivers


def test_a_driver_moves_with_the_weights(scenario):
    # 1 + 2 r >= 2 (1 - r/2) (1 - r/2): r^2 / 2 - 4 r + 1 = 0
    asked = about(scenario, leader="join")
    least = 4 - math.sqrt(14)
    found = nearest(asked, "linf", **FREE)
    assert least <= found.distance <= least + 1e-4
    assert least - 2.5e-4 <= found.excluded < least
    assert found.norm == "linf"
    assert found.start.profile[0] == 1
    assert {move.name for move in moves_of(choice_at(scenario, found.point))} == {
        "leader.cost",
        "leader.gain",
        "war",
    }
    assert proof_within(asked, found, drivers=True, beyond=False, strict=False).problems() == ()
    assert nearest(asked, "linf", **(FREE | {"closer": found.excluded})) is None
    assert nearest(about(scenario, leader="flee"), "linf", **FREE) is None
    far = nearest(about(scenario, leader="flee"), "linf", **(FREE | {"beyond": True}))
    assert 1.375 <= far.distance <= 1.3752
    assert max(value.denominator for value in found.point.levels) <= 10**6


def test_what_happens_already_is_at_no_distance(scenario):
    stay = about(scenario, leader="stay")
    for drivers in (False, True):
        for norm in ("linf",) if drivers else ("linf", "l1", "l2"):
            found = nearest(stay, norm, **(FIXED | {"drivers": drivers}))
            assert found.distance == found.plain_distance == 0
            assert found.point == space_of(scenario).base
            assert found.excluded < 0
            assert proof_within(stay, found, drivers=drivers, beyond=False, strict=True) is None
            assert moves_of(choice_at(scenario, found.point)) == ()
            assert just_beyond(found, Fraction(1, 100)) is not None


def test_moves_are_listed_by_their_shares(scenario):
    weights = (Fraction(3, 4), Fraction(3, 2), Fraction(3, 2), Fraction(1, 4), Fraction(1))
    moves = moves_of(choice_at(scenario, Point(weights=weights, levels=(Fraction(2),))))
    assert [(move.name, move.likely, move.to, move.share) for move in moves] == [
        ("leader.spoils", Fraction(1, 2), Fraction(1, 4), 1),
        ("leader.cost", 1, Fraction(3, 4), Fraction(1, 2)),
        ("leader.fear", 2, Fraction(3, 2), Fraction(1, 2)),
        ("war", 1, 2, Fraction(1, 2)),
        ("leader.gain", 1, Fraction(3, 2), Fraction(1, 4)),
    ]
    (fall,) = moves_of(Choice(scenario=scenario, drivers={"war": 0.75}))
    assert (fall.name, fall.share) == ("war", Fraction(1, 2))
    assert moves[1].sentence == "cost matters."


def test_a_step_beyond_the_tie_all_holds_strictly(scenario):
    found = nearest(about(scenario, leader="join"), "linf", **FIXED)
    for step in (Fraction(1, 100), Fraction(1, 10)):
        point = just_beyond(found, step)
        cost, gain = point.weights[:2]
        assert gain > 2 * cost * point.levels[0]
        assert abs(cost - found.point.weights[0]) <= step
        assert abs(gain - found.point.weights[1]) <= step * Fraction(5, 2)
        assert abs(point.weights[3] - Fraction(1, 2)) <= step * Fraction(5, 4)
        assert point.weights[4] == 1
        assert point.levels == (1,)  # they were fixed
    tied = replace(found, rows=(((0, 1), (1, -1)), ((0, -1), (1, 1))))
    assert just_beyond(tied, Fraction(1, 100)) is None
    assert just_beyond(replace(found, rows=()), Fraction(1, 100)) == found.point
    free = nearest(about(scenario, leader="join"), "linf", **FREE)
    point = just_beyond(free, Fraction(1, 100))
    assert abs(point.levels[0] - free.point.levels[0]) <= Fraction(5, 2) / 100
    assert point.weights[1] > 2 * point.weights[0] * point.levels[0]
    zero = replace(
        found, point=Point(weights=(Fraction(0),) * 5, levels=(Fraction(1),)), rows=(((0, -1), (1, 1)),)
    )
    assert min(just_beyond(zero, Fraction(1, 10)).weights) >= 0


def test_the_nearest_of_two_plans_is_found_though_the_farther_comes_first(build):
    """One friend helps after a move of 1/2, the other after 1/4; with both norms that add up, too."""
    scenario = build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.gain": ((1, 1, 2), [({"leader": "join"}, 1)]),
            "leader.cost": ((2, 2, 2), [({"leader": "join"}, -1)]),
            "leader.help": ((0.5, 0.5, 2.5), [({"leader": "join", "friend": ["help", "leave"]}, 1)]),
            "friend.ease": ((0, 1, 1), [({"friend": "help"}, -1), ({"friend": "leave"}, -1)]),
            "friend.zeal": ((0.5, 0.5, 2), [({"friend": "leave"}, 1)]),
        },
        order=["leader", "friend"],
    )
    # without a friend gain rises by 1; with "leave", zeal by 1/3 or ease by 1/2, and 1/2 of the leader's
    asked = about(scenario, leader="join")
    found = {norm: nearest(asked, norm, **FIXED) for norm in ("linf", "l1", "l2")}
    assert found["linf"].distance == Fraction(1, 5)  # 1 - r <= 1/2 + 3/2 r, and 1/2 <= r + 2 r
    assert found["l1"].distance == Fraction(7, 12)  # zeal by 1/3, help by 1/4
    assert all(one.start.profile == (1, 2) for one in found.values())
    # 2/13 for the friend, 1 a + 2 b = 1/2 for the leader
    assert found["l2"].distance == (Fraction(1, 4) / (1 + Fraction(9, 4))) + Fraction(1, 4) / 5
