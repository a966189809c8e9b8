"""A scenario laid out for the months: who starts where, what moves, and what ends play."""

from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.simulate.months.world import RATIONALITY, make_world, moves_in

REASON = {"judgement": "For the tests."}
#: Profiles by number: wait, join and talk, each with rest and with press.
WAIT_REST, WAIT_PRESS, JOIN_REST, JOIN_PRESS = range(4)


@pytest.fixture(scope="module")
def world(pact):
    return make_world(pact(), 1, {})


def test_profiles_are_numbered_and_ends_and_pushes_marked(world):
    assert (world.profiles, world.reference) == (6, WAIT_REST)
    assert world.ends.tolist() == [False, False, True, True, False, False]
    assert world.pushes.tolist() == [[0, 0.5, 0, 0.5, 0, 0.5]]
    assert (world.decay.tolist(), world.noise.tolist()) == ([0.25], [0])
    assert world.groups == ((1,), (0,))
    assert [own.tolist() for own in world.base] == [[pytest.approx(1 / 3)] * 3, [0.5, 0.5]]


def test_considerations_know_their_owner_and_what_scales_them(world):
    assert world.owner.tolist() == [0, 0, 1, 1]
    assert world.part.tolist() == [1, 0, 0, 0]
    assert world.features[1].tolist() == [0, -1, 0, 0, 0, -1]
    names = [world.draws.inputs[row].name for row in world.weight_rows]
    assert names == ["client.k0", "client.k1", "patron.k0", "patron.k1"]


def test_a_driver_starts_where_it_is_told_to_within_its_range(pact):
    assert make_world(pact(), 1, {}).level.tolist() == [[0.5, 1, 2]]
    for start in (0.5, 2.0):
        assert make_world(pact(), 1, {"unrest": start}).level[0, 1] == start
    with pytest.raises(bg.GameError, match=r"driver unrest starts at 2\.5: must lie in its range, 0\.5 to 2"):
        make_world(pact(), 1, {"unrest": 2.5})


def test_without_an_order_all_move_at_once(make):
    weight = {"low": 1, "likely": 1, "high": 1}
    entry = REASON | {"sentence": "s", "weight": weight, "effects": [{"when": {"a": "y"}, "adds": 1}]}
    alone = make({"a": ["x", "y"], "b": ["l", "r"]}, {"a": [entry]}, None)
    assert make_world(alone, 1, {}).groups == ((0, 1),)


def test_rationality_is_given_drawn_or_the_usual_one(pact, world):
    values = np.zeros((len(world.draws.inputs), 3))
    assert world.levels_of(values, 7.0).tolist() == [7, 7, 7]
    assert world.levels_of(values, None).tolist() == [RATIONALITY] * 3
    level = REASON | {"level": {"low": 1, "likely": 2, "high": 3}}
    drawn = make_world(pact(scenario={"rationality": level}), 1, {})
    values = drawn.drawn(0, 5)
    found = drawn.levels_of(values, None)
    assert found.tolist() == values[drawn.rationality].tolist()
    assert ((found >= 1) & (found <= 3)).all()


CHANCE = REASON | {"probability": {"low": 0, "likely": 0.5, "high": 1}}
ORDERS = CHANCE | {"sentence": "s", "player": "client", "to": "patron", "when": {"patron": "press"}}


@pytest.fixture(scope="module")
def bound(pact):
    captive = CHANCE | {"scales": {"k1": 3}, "delegations": {"orders": True}}
    free = CHANCE | {"scales": {"k1": 0.5}}
    return make_world(
        pact(delegations={"orders": ORDERS}, types={"client": {"free": free, "captive": captive}}), 1, {}
    )


def test_types_scale_and_one_of_them_says_whose_orders_hold(bound):
    # The second consideration is the client's k1: without a type, free and captive.
    assert bound.scales[1, 0].tolist() == [1, 0.5, 3]
    assert bound.scales[0, 0].tolist() == [1, 1, 1]
    values = bound.drawn(0, 400)
    kinds = bound.kinds_of(values)
    assert kinds[:, 1].tolist() == [0] * 400
    assert set(kinds[:, 0]) == {0, 1, 2}
    in_force = values[bound.deciders[0].row]
    assert in_force[kinds[:, 0] == 2].tolist() == [1.0] * int((kinds[:, 0] == 2).sum())
    assert set(in_force[kinds[:, 0] == 1]) == {0.0, 1.0}


def test_where_orders_hold_the_clients_choice_is_compared_by_what_the_patron_gets(bound):
    payoffs = np.arange(24.0).reshape(2, 2, 6)
    values = np.zeros((len(bound.draws.inputs), 2))
    values[bound.deciders[0].row] = 0, 1
    before = payoffs.copy()
    found = bound.deciding(payoffs, np.arange(6), values)
    assert found[0].tolist() == payoffs[0].tolist()
    assert found[1, 0].tolist() == [12, 19, 14, 21, 16, 23]  # pressed: what stands in the patron's row
    assert found[1, 1].tolist() == payoffs[1, 1].tolist()
    assert payoffs.tolist() == before.tolist()


def test_without_delegations_payoffs_are_what_is_compared(world):
    payoffs = np.zeros((1, 2, 6))
    assert world.deciding(payoffs, np.arange(6), world.likely()) is payoffs
    assert world.likely()[:, 0].tolist() == [float(entry.base) for entry in world.draws.inputs]


@pytest.mark.parametrize(
    ("months", "length", "moves"),
    [
        (6, Fraction(3, 2), (1, 1, 0, 1, 1, 0)),
        (3, Fraction(1, 2), (2, 2, 2)),
        (4, Fraction(3), (1, 0, 0, 1)),
        (3, Fraction(2, 3), (2, 1, 2)),
        (1, Fraction(10), (1,)),
    ],
)
def test_moves_are_made_as_soon_as_their_time_has_passed(months, length, moves):
    assert moves_in(months, length) == moves
