import itertools
import math
from dataclasses import replace
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.errors import BudgetError

JOIN = {"leader": "join"}


def test_the_least_largest_move_is_the_one_on_paper(pull):
    # gain rises by 2r and cost falls by r/2: 1 + 2r - 2(1 - r/2) = 0 at r = 1/3
    point = bg.explore.tipping_points(pull, JOIN)
    assert point.exact_distance == Fraction(1, 3)
    assert point.weights == {"leader.cost": Fraction(5, 6), "leader.gain": Fraction(5, 3)}
    assert point.concept == "sequential"
    assert point.tie is None
    assert not point.certificate.strict  # nothing nearer, ties included
    assert point.status == "complete"


def test_the_least_sum_uses_the_side_that_counts_most(pull):
    # a move of 1 in gain is worth 2, in cost 1
    point = bg.explore.tipping_points(pull, JOIN, norm="l1")
    assert point.exact_distance == Fraction(1, 2)
    assert point.weights == {"leader.gain": Fraction(2)}


def test_the_least_squares_follow_the_gradient(pull):
    # least |m| with 2 g + c = 1: m = (2, 1) / 5
    point = bg.explore.tipping_points(pull, JOIN, norm="l2")
    assert point.exact_distance == Fraction(1, 5)
    assert point.distance == pytest.approx(math.sqrt(0.2))
    assert point.weights == {"leader.gain": 1 + 2 * Fraction(2, 5), "leader.cost": 1 - Fraction(1, 10)}


def test_the_game_is_rebuilt_at_the_point_and_strictly_beyond_it(pull):
    point = bg.explore.tipping_points(pull, JOIN)
    at = bg.solve.sequential_equilibria(pull.game(point.weights), pull.order)
    assert {o.pure_profile["leader"] for o in at.outcomes} == {"stay", "join"}  # indifferent
    assert point.beyond.outcome.strict
    beyond = bg.solve.sequential_equilibria(point.beyond.game(), pull.order)
    assert [o.pure_profile["leader"] for o in beyond.outcomes] == ["join"]


def test_a_side_of_zero_width_does_not_move(build):
    scenario = build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.cost": ((1, 1, 1.5), [({"leader": "join"}, -2)]),
            "leader.gain": ((0.5, 1, 1), [({"leader": "join"}, 1)]),
            "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
        },
    )
    for beyond in (False, True):
        point = bg.explore.tipping_points(scenario, JOIN, beyond=beyond)
        assert not point.found
        assert point.distance == math.inf
        assert bg.verify(point)
        assert "guarantee" in str(point)


def far(build):
    return build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.cost": ((0.5, 1, 1.5), [({"leader": "join"}, -4)]),
            "leader.gain": ((0.5, 1, 1.25), [({"leader": "join"}, 1)]),
            "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
        },
    )


def test_beyond_the_ranges_weights_stop_at_zero(build):
    # inside: 1.25 - 4 * 0.5 < 0; beyond: 1 + r/4 = 4 (1 - r/2) at r = 4/3
    scenario = far(build)
    assert not bg.explore.tipping_points(scenario, JOIN).found
    point = bg.explore.tipping_points(scenario, JOIN, beyond=True)
    assert point.exact_distance == Fraction(4, 3)
    least = bg.explore.tipping_points(scenario, JOIN, beyond=True, norm="l1")
    assert least.exact_distance == Fraction(3, 2)  # cost falls to 1/4
    assert min(least.weights.values()) >= 0


def test_weights_never_become_negative(build):
    # joining pays 1 - 2 - 4 cost: only a negative cost would do
    scenario = build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.cost": ((0.5, 1, 1.5), [({"leader": "join"}, -4)]),
            "leader.fee": ((1, 1, 1), [({"leader": "join"}, -1)]),
            "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
        },
    )
    for norm in ("linf", "l1", "l2"):
        point = bg.explore.tipping_points(scenario, JOIN, beyond=True, norm=norm)
        assert not point.found
        assert bg.verify(point)


def test_drivers_move_too_when_asked(build):
    # at radius r: 1 >= (2 - r) * (1 - r/2) with the driver and the cost both falling: r = 2 - sqrt(2)
    scenario = build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.cost": ((0.5, 1, 1.5), [({"leader": "join"}, -2)], "war"),
            "leader.gain": ((1, 1, 1), [({"leader": "join"}, 1)]),
            "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
        },
        drivers={"war": (0.5, 1, 2)},
    )
    point = bg.explore.tipping_points(scenario, JOIN, drivers=True)
    assert point.distance == pytest.approx(2 - math.sqrt(2), abs=2e-4)
    assert point.distance >= 2 - math.sqrt(2)
    assert {move.name for move in point.moves} == {"leader.cost", "war"}
    assert point.at.outcome.probability(JOIN) == 1
    assert bg.verify(point)
    assert bg.explore.tipping_points(scenario, JOIN).exact_distance == 1


def test_an_event_that_happens_already_needs_no_move(pull):
    point = bg.explore.tipping_points(pull, {"leader": "stay"})
    assert (point.found, point.distance, point.moves) == (True, 0.0, ())
    assert "already" in point.sentence
    assert bg.verify(point)
    there = bg.explore.tipping_points(pull, JOIN)
    for forged in (
        replace(point, event=JOIN),
        replace(point, stops=None),
        replace(point, stops=there),
        replace(point, distance=0.5),
        replace(point, beyond=None),
        replace(point, found=False),
        replace(point, negated=True),
        replace(point, at=there.at),
        replace(there, certificate=replace(point.certificate, event=JOIN)),
    ):
        assert not bg.verify(forged)


def test_what_happens_already_is_stopped_where_its_opposite_begins(pull):
    # the leader stays or joins: what stops it from staying is what makes it join
    for norm in ("linf", "l1", "l2"):
        stops = bg.explore.tipping_points(pull, {"leader": "stay"}, norm=norm).stops
        starts = bg.explore.tipping_points(pull, JOIN, norm=norm)
        assert (stops.exact_distance, stops.moves) == (starts.exact_distance, starts.moves)
        assert starts.stops is None
        assert stops.sentence.startswith("A subgame-perfect outcome without leader = stay exists if ")
        assert stops.messages == ("a step beyond this point leader = stay happens in no outcome any more",)
        assert bg.verify(stops)
        assert not bg.verify(replace(stops, negated=False))
        assert not bg.verify(replace(starts, stops=stops))


def test_what_nothing_stops_is_said_to_be_so(pull):
    point = bg.explore.tipping_points(pull, {"leader": ["stay", "join"]})
    assert not point.stops.found
    assert "No change in reach leads to a subgame-perfect outcome without" in str(point)


def test_an_outcome_at_ties_only_is_said_to_be_one(build):
    # at gain = 2 cost the leader is indifferent; a wholly fixed world gets there from nowhere else
    scenario = build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.cost": ((0, 1, 1), [({"leader": "join"}, -2)]),
            "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
        },
    )
    point = bg.explore.tipping_points(scenario, JOIN)
    assert point.exact_distance == 1
    assert point.beyond is None
    assert "exact ties only" in str(point)


@pytest.mark.parametrize("norm", ["linf", "l1", "l2"])
@pytest.mark.parametrize("concept", ["pure", "sequential"])
def test_nearer_points_are_excluded_by_a_certificate_that_can_fail(belarus, norm, concept):
    point = bg.explore.tipping_points(belarus, {"lukashenko": "join"}, norm=norm, concept=concept)
    assert bg.verify(point)
    assert 0 < point.distance - point.at_least < Fraction(3, 10**6)
    assert point.certificate.strict == (point.tie is not None)
    limit = "radius" if norm == "linf" else "distance"
    too_far = replace(point.certificate.region, **{limit: Fraction(point.distance) + Fraction(1, 10**6)})
    assert replace(point.certificate, region=too_far).problems()


@pytest.mark.parametrize("norm", ["l1", "l2", "linf"])
def test_a_tie_that_is_nearer_is_told_apart(build, norm):
    # the friend helps out of exact indifference at most, and then a move of 1/2 in gain makes joining pay; it
    # rather leaves, and then it takes a move of 3/4 in spoils
    scenario = build(
        {"leader": ["stay", "join"], "friend": ["leave", "help"]},
        {
            "leader.cost": ((1.5, 1.5, 1.5), [({"leader": "join"}, -1)]),
            "leader.gain": ((1, 1, 2), [({"leader": "join", "friend": "help"}, 1)]),
            "leader.spoils": ((0, 0, 2), [({"leader": "join", "friend": "leave"}, 1)]),
            "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1)]),
            "friend.favour": ((0, 1, 1), [({"friend": "help"}, 1)]),
        },
        order=["leader", "friend"],
    )
    point = bg.explore.tipping_points(scenario, JOIN, norm=norm)
    assert point.exact_distance == (Fraction(9, 16) if norm == "l2" else Fraction(3, 4))
    assert (point.tie, point.weights) == (0.5, {"leader.spoils": Fraction(3, 2)})
    assert point.certificate.strict
    assert bg.verify(point)
    assert replace(point.certificate, strict=False).problems()
    assert "exact ties left out." in str(point)
    assert "at exact ties, and only there, it happens from distance 0.5 on" in str(point)


@pytest.mark.parametrize("order", [None, ["second", "first"], ["first", "second"]])
def test_no_point_of_a_grid_is_nearer(build, order):
    scenario = build(
        {"first": ["a", "b"], "second": ["c", "d", "e"]},
        {
            "first.push": ((0.25, 0.5, 1.5), [({"first": "b"}, 1), ({"first": "b", "second": "d"}, 1)]),
            "first.fear": ((0.5, 1, 1.25), [({"first": "b"}, -2), ({"second": "e"}, 1)]),
            "second.pull": ((0.5, 1, 2), [({"second": "d"}, 1), ({"second": "e"}, -1)]),
            "second.rest": ((1.5, 1.5, 1.5), [({"second": "d", "first": "a"}, -1), ({"second": "e"}, -1)]),
        },
        order=order,
    )
    event, nearest = {"first": "b"}, dict.fromkeys(("linf", "l1", "l2"), math.inf)
    steps, moving = 4, scenario.considerations[:3]
    for places in itertools.product(range(-steps, steps + 1), repeat=3):
        shares = [Fraction(place, steps) for place in places]
        weights = {
            c.key: c.weight.likely
            + share * (c.weight.high - c.weight.likely if share > 0 else c.weight.likely - c.weight.low)
            for c, share in zip(moving, shares, strict=True)
        }
        game = scenario.game(weights)
        found = bg.solve.sequential_equilibria(game, order) if order else bg.solve.pure_equilibria(game)
        if any(outcome.is_pure and outcome.probability(event) > 0 for outcome in found.outcomes):
            sizes = [abs(float(share)) for share in shares]
            for norm, size in (("linf", max(sizes)), ("l1", sum(sizes)), ("l2", math.hypot(*sizes))):
                nearest[norm] = min(nearest[norm], size)
    for norm, least in nearest.items():
        point = bg.explore.tipping_points(scenario, event, norm=norm)
        distance = point.distance if point.tie is None else point.tie
        assert float(point.at_least if point.tie is None else distance) <= least <= distance + 3 / steps


BAD = [
    ({"event": {}}, "at least one player"),
    ({"event": "join"}, "mapping"),
    ({"event": {"lukashenka": "join"}}, "did you mean"),
    ({"event": {"lukashenko": "jion"}}, 'did you mean "join"'),
    ({"event": {"lukashenko": []}}, "neither a strategy nor"),
    ({"concept": "nash"}, "guarantee"),
    ({"concept": "sequentail"}, "did you mean"),
    ({"norm": "linfinity"}, "linf"),
    ({"norm": 3}, "linf"),
    ({"drivers": 1}, "True or False"),
    ({"drivers": True, "norm": "l1"}, "linf"),
    ({"scenario": "belarus-2022"}, "load_scenario"),
]


@pytest.mark.parametrize(("bad", "message"), BAD, ids=[message for _, message in BAD])
def test_bad_input_is_refused_with_a_mend(belarus, bad, message):
    arguments = {"scenario": belarus, "event": {"lukashenko": "join"}} | bad
    with pytest.raises(bg.GameError, match=message):
        bg.explore.tipping_points(**arguments)


def test_the_sequential_concept_needs_an_order(build):
    with pytest.raises(bg.GameError, match="no order"):
        bg.explore.tipping_points(far(build), JOIN, concept="sequential")


@pytest.mark.parametrize("name", ["tipping_points", "robustness", "guarantee"])
def test_a_search_that_its_budget_ends_says_so(pull, monkeypatch, name):
    from belarusgame.explore.plans import plans

    monkeypatch.setattr(plans.PlanSearch, "find", ended)
    if name == "tipping_points":
        point = bg.explore.tipping_points(pull, JOIN, norm="l1")
        assert (point.found, point.distance, point.status, point.norm) == (False, math.inf, "partial", "l1")
        assert point.at_least is None
        assert "budget" in point.messages[0]
    elif name == "robustness":
        (found,) = bg.explore.robustness(pull, norm="l2").breaks
        assert (found.distance, found.status, found.norm) == (0.0, "partial", "l2")
    else:
        answer = bg.explore.guarantee(pull, never=JOIN)
        assert (answer.verdict, answer.bound, answer.witness) == ("undecided", 1, None)
        assert "budget" in answer.messages[0]


def ended(*_):
    raise BudgetError


def test_a_search_that_was_ended_in_time_says_so_and_claims_nothing(pull):
    point = bg.explore.tipping_points(pull, JOIN, max_seconds=0)
    assert (point.found, point.status, point.certificate) == (False, "partial", None)
    assert point.sentence.startswith("No change in reach was found that leads to leader = join")
    assert point.sentence.endswith("(which is not proven).")
    assert point.messages == (
        "max_seconds ended the search before this was settled; the answer differs from run to run",
    )
    assert not bg.verify(point)
    in_time = bg.explore.tipping_points(pull, JOIN, max_seconds=100)
    assert str(in_time) == str(bg.explore.tipping_points(pull, JOIN))


def test_whom_is_held_is_held_in_every_state():
    scenario, held, event = bg.load_scenario("belarus-2022"), {"putin": "tolerate"}, {"lukashenko": "join"}
    found = bg.explore.tipping_points(scenario, event, fix=held)
    assert found.moves  # as coded he joins, but only if he is coerced
    assert str(found) == str(bg.explore.tipping_points(scenario.fixing(held), event))
    assert found.messages[0] == "held, whatever the others do: putin = tolerate"
