"""Least moves for sets of rows, against an equation on paper each."""

import math
from fractions import Fraction

import pytest

from belarusgame.scenario import Switches
from belarusgame.weightspace.comparisons import Comparisons
from belarusgame.weightspace.distances import Distances
from belarusgame.weightspace.space import space_of


@pytest.fixture(scope="module")
def scenario(build):
    return build(
        {"row": ["a", "b"], "column": ["d", "c", "e"]},
        {
            "row.gain": ((0.5, 1, 3), [({"row": "b"}, 1)]),
            "row.cost": ((0.5, 1, 1.5), [({"row": "b"}, -1)], "level"),
            "column.pull": ((0, 1, 4), [({"column": "c"}, 2)]),
            "column.push": ((0.25, 0.5, 0.5), [({"column": "c"}, 2)]),
        },
        drivers={"level": (0.5, 1, 4)},
    )


#: A side of gain is worth 2, one of cost 1/2: gain >= 2 cost needs 2 g + c = 1; pull >= 6 push needs 2 more.
JOIN, PULL, PUSH = ((0, 1), (1, -2)), ((2, 1), (3, -6)), ((3, 8), (2, -1))


def made(scenario, norm, *, beyond=False, level=1):
    space = space_of(scenario).with_fixed_drivers([Fraction(level)])
    comparisons = Comparisons.of(scenario, Switches(), space)
    return Distances(space=space, comparisons=comparisons, norm=norm, beyond=beyond), comparisons


JOINED = {"linf": Fraction(1, 3), "l1": Fraction(1, 2), "l2": Fraction(1, 5)}
PULLED = {"linf": Fraction(4, 9), "l1": Fraction(2, 3), "l2": Fraction(16, 45)}
WEIGHTS = {
    "linf": (Fraction(5, 3), Fraction(5, 6)),
    "l1": (Fraction(2), Fraction(1)),
    "l2": (Fraction(9, 5), Fraction(9, 10)),
}


@pytest.mark.parametrize("norm", ["linf", "l1", "l2"])
def test_distances_of_independent_players_add_up(scenario, norm):
    distances, comparisons = made(scenario, norm)
    join, pull = (comparisons.set_of([row]) for row in (JOIN, PULL))
    root = math.sqrt if norm == "l2" else float
    assert distances.distance(join) == pytest.approx(root(JOINED[norm]))
    weights, size = distances.nearest(join)
    assert (weights, size) == ((*WEIGHTS[norm], 1, Fraction(1, 2)), JOINED[norm])
    # up of pull gains 3, down of push 6/4: 3 u + 3/2 v = 2
    pulled = PULLED[norm]
    assert distances.nearest(pull)[1] == pulled
    assert distances.distance(pull) == pytest.approx(root(pulled))
    both = max(JOINED[norm], pulled) if norm == "linf" else JOINED[norm] + pulled
    weights, size = distances.nearest(join | pull)
    assert size == both
    assert distances.distance(join | pull) == pytest.approx(root(both))
    if norm == "l2":
        assert weights == (
            Fraction(9, 5),
            Fraction(9, 10),
            1 + 3 * Fraction(8, 15),
            Fraction(1, 2) - Fraction(1, 15),
        )
    if norm == "linf":  # of all nearest ones, the least sum
        assert weights[:2] == (1 + 2 * Fraction(4, 9), 1 - Fraction(1, 18))


@pytest.mark.parametrize("norm", ["linf", "l1", "l2"])
def test_what_holds_already_is_at_distance_zero(scenario, norm):
    distances, comparisons = made(scenario, norm)
    now, tie = comparisons.set_of([((0, 2), (1, -1))]), comparisons.set_of([((0, 1), (1, -1))])
    for mask in (0, now, tie, now | tie):
        assert distances.distance(mask) == 0.0
        assert distances.nearest(mask) == ((1, 1, 1, Fraction(1, 2)), 0)
        assert distances.multipliers(mask) == {}


@pytest.mark.parametrize("norm", ["linf", "l1", "l2"])
def test_what_cannot_be_is_infinitely_far(scenario, norm):
    distances, comparisons = made(scenario, norm)
    never, join, push = (comparisons.set_of([row]) for row in (((0, -1),), JOIN, PUSH))
    assert distances.distance(never) == distances.distance(never | join) == math.inf
    assert distances.nearest(never) is None
    assert 0 < distances.distance(join) < math.inf
    assert distances.distance(push | join) < math.inf
    outside, others = made(scenario, norm, beyond=True)
    never = others.set_of([((0, -1),)])  # beyond its range a gain can fall to zero, at two sides
    assert outside.nearest(never) == ((0, 1, 1, Fraction(1, 2)), 4 if norm == "l2" else 2)


@pytest.mark.parametrize("norm", ["linf", "l1", "l2"])
def test_the_level_of_a_driver_scales_its_weights(scenario, norm):
    distances, comparisons = made(scenario, norm, level=2)
    mask = comparisons.set_of([((0, 1), (1, -1))])  # gain >= 2 cost, at level 2
    assert distances.nearest(mask)[1] == JOINED[norm]


@pytest.mark.parametrize(("norm", "worth"), [("l1", Fraction(1, 2)), ("l2", Fraction(1, 5))])
def test_multipliers_show_that_no_smaller_moves_will_do(scenario, norm, worth):
    """What is missing in the row, 1, times its multiplier is the distance (in ``l2``: its square)."""
    distances, comparisons = made(scenario, norm)
    join, pull = (comparisons.set_of([row]) for row in (JOIN, PULL))
    found = distances.multipliers(join | pull)
    assert set(found) == {JOIN, PULL}
    assert found[JOIN] == pytest.approx(float(worth))
    assert found[PULL] == pytest.approx(1 / 3 if norm == "l1" else 2 / 11.25)


@pytest.mark.parametrize("norm", ["linf", "l1", "l2"])
def test_what_is_below_a_distance_is_known_without_a_program_of_its_own(scenario, norm, monkeypatch):
    distances, comparisons = made(scenario, norm)
    join, pull = (comparisons.set_of([row]) for row in (JOIN, PULL))
    easy = comparisons.set_of([((0, 3), (1, -4))])  # gain >= 4/3 cost: less than to join needs
    far = comparisons.set_of([((0, 1), (1, -4))])  # gain >= 4 cost
    bar = float(distances.distance(join))
    programs = []
    least = Distances._least
    monkeypatch.setattr(Distances, "_least", lambda self, mask: programs.append(mask) or least(self, mask))
    assert distances.is_below(join | easy, bar + 1e-6)
    assert not distances.is_below(join | far, bar - 1e-6)
    assert distances.is_below(join, bar + 1e-6)
    assert not distances.is_below(join, bar - 1e-6)
    assert len(programs) == (0 if norm == "linf" else 2)
    assert not distances.is_below(join | far, bar + 1e-6)
    assert distances.is_below(join | pull, 1.0) == (distances.distance(join | pull) < 1.0)
    for mask in (0, join, easy, far, pull, join | easy, join | far, easy | pull):
        for reach in (-0.1, 0.0, 0.1, 0.3, 0.34, 0.5, 0.9, 2.0):
            fresh, _ = made(scenario, norm)
            fresh.comparisons.set_of(comparisons.rows)
            assert distances.is_below(mask, reach) == (fresh.distance(mask) < reach)
