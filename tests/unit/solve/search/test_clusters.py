"""Boxes are merged into clusters, and equilibria are looked for in them."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.search.clusters import (
    _improved,
    _indifference,
    _normalised,
    hull,
    merge,
    regret,
    sample,
    split,
)

#: Both want to meet; whom the third player helps does not concern it. The mixed equilibrium is 1/3 and 2/3.
MEETING = np.array([[2, 0], [0, 1]])
GAME = bg.Game(np.repeat(np.stack([MEETING, MEETING, 0 * MEETING])[..., None], 3, axis=3))
UNEQUAL = bg.Game(np.random.default_rng(8).integers(-9, 10, (3, 2, 4, 3)))


def box(*bounds):
    return np.array(bounds, dtype=float)


def test_boxes_that_touch_are_merged_through_others_too():
    first, last = box([0.0, 0.25], [0.0, 0.25]), box([0.5, 0.75], [0.25, 0.5])
    between = box([0.25, 0.5], [0.25, 0.25])
    apart = box([0.0, 0.25], [0.75, 1.0])
    assert merge([]) == []
    assert merge([first, last, apart]) == [[0], [1], [2]]
    assert merge([apart, last, first, between]) == [[0], [1, 2, 3]]
    assert merge([last, apart, between, first, apart]) == [[0, 2, 3], [1, 4]]
    assert merge([between, last]) == merge([last, between]) == [[0, 1]]


@pytest.mark.parametrize(("gap", "groups"), [(0.5e-7, [[0, 1]]), (2e-7, [[0], [1]])])
def test_boxes_nearer_than_rounding_can_tell_touch(gap, groups):
    low, high = box([0.0, 1.0], [0.0, 0.25]), box([0.5, 0.5], [0.25 + gap, 0.5])
    assert merge([low, high]) == merge([high, low]) == groups
    assert merge([low[::-1], high[::-1]]) == groups


def test_a_hull_reaches_from_the_lowest_to_the_highest_bound():
    found = hull([box([0.1, 0.2], [0.5, 0.5]), box([0.15, 0.4], [0.0, 0.1])])
    assert found.tolist() == [[0.1, 0.4], [0.0, 0.5]]


def test_what_stands_player_after_player_is_cut_between_them():
    assert [part.tolist() for part in split(np.arange(6.0), (2, 1, 3))] == [[0, 1], [2], [3, 4, 5]]


def test_a_regret_is_what_the_most_tempted_player_could_gain():
    mixed = [np.array([0.25, 0.75]), np.array([0.5, 0.0, 0.125, 0.375]), np.array([0.0, 0.5, 0.5])]
    assert regret(UNEQUAL, mixed) == pytest.approx(max(UNEQUAL.regret(mixed).values()), abs=1e-12)
    assert regret(GAME, [np.array([1.0, 0.0]), np.array([1.0, 0.0]), np.ones(3) / 3]) == 0.0


def test_probabilities_are_cleared_of_rounding_and_sum_to_one():
    assert _normalised(np.array([1e-13, 1.0, 3.0])).tolist() == [0.0, 0.25, 0.75]
    assert _normalised(np.array([1e-11, 1.0]))[0] > 0.0


def test_indifference_is_measured_with_its_derivatives():
    """The payoff differences are linear in every player's strategy, so that differences are derivatives."""
    mixed = [np.array([0.25, 0.75]), np.array([0.5, 0.0, 0.125, 0.375]), np.array([0.0, 0.5, 0.5])]
    value, slope = _indifference(UNEQUAL, mixed)

    def gaps(profile):
        earned = [UNEQUAL.payoffs_against(i, profile) for i in range(3)]
        (a, b, c), (x, y, z) = earned, profile
        return [a[1] - a[0], x.sum() - 1, b[2] - b[0], b[3] - b[0], y.sum() - 1, c[2] - c[1], z.sum() - 1]

    np.testing.assert_allclose(value, gaps(mixed), atol=1e-12)
    column = 0
    for player, vector in enumerate(mixed):
        for a in range(len(vector)):
            moved = [part.copy() for part in mixed]
            moved[player][a] += 1.0
            np.testing.assert_allclose(slope[:, column], np.subtract(gaps(moved), value), atol=1e-11)
            column += 1
    assert slope.shape == (7, column)


def test_steps_towards_indifference_find_the_equilibrium_nearby():
    start = [np.array([0.4, 0.6]), np.array([0.25, 0.75]), np.array([0.5, 0.0, 0.5])]
    found = _improved(GAME, start)
    for vector in found[:2]:
        np.testing.assert_allclose(vector, [1 / 3, 2 / 3], atol=1e-14)
    np.testing.assert_allclose(found[2], [0.5, 0.0, 0.5], atol=1e-14)
    scaled = bg.Game(GAME.payoffs * 2.0**60)
    again = _improved(scaled, start)
    assert all(np.allclose(a, b, atol=1e-14) for a, b in zip(found, again, strict=True))
    nothing = bg.Game(np.zeros((3, 2, 2, 3)))
    assert all(np.allclose(a, b) for a, b in zip(_improved(nothing, start), start, strict=True))


def test_strategies_that_are_not_used_stay_so():
    """The second player's third strategy would help, too, to make the first one indifferent."""
    game = bg.Game([[[2, 0, 5], [0, 1, 0]], [[2, 0, -9], [0, 1, -9]]])
    found = _improved(game, [np.array([0.4, 0.6]), np.array([0.25, 0.75, 0.0])])
    np.testing.assert_allclose(found[0], [1 / 3, 2 / 3], atol=1e-14)
    np.testing.assert_allclose(found[1], [1 / 3, 2 / 3, 0.0], atol=1e-14)


EVERYTHING = box(*[[0.0, 1.0]] * 7)
#: Around the mixed equilibrium, whatever the third does.
CLUSTER = box([0.25, 0.5], [0.5, 0.75], [0.25, 0.5], [0.5, 0.75], [0.0, 1.0], [0.0, 1.0], [0.0, 1.0])


def test_a_sample_is_an_equilibrium_in_the_cluster():
    (found,) = sample(GAME, [CLUSTER], CLUSTER, [])
    assert regret(GAME, found) < 1e-12
    np.testing.assert_allclose(np.concatenate(found), [1 / 3, 2 / 3] * 2 + [1 / 3] * 3, atol=1e-12)
    away = CLUSTER.copy()
    away[0] = [0.4, 0.5]
    assert sample(GAME, [CLUSTER], away, []) == []
    above = CLUSTER.copy()
    above[1] = [0.5, 0.6]
    assert sample(GAME, [CLUSTER], above, []) == []
    assert sample(GAME, [CLUSTER], CLUSTER, [found]) == []
    other = [found[0], found[1], np.array([0.5, 0.5, 0.0])]
    assert len(sample(GAME, [CLUSTER], CLUSTER, [other])) == 1


def test_the_middle_of_a_box_is_a_sample_if_it_is_an_equilibrium():
    zero = bg.Game(np.zeros((2, 2, 2)))
    part = box([0.25, 0.5], [0.5, 0.75], [0.0, 0.5], [0.5, 1.0])
    (found,) = sample(zero, [part], part, [])
    assert [vector.tolist() for vector in found] == [[0.375, 0.625], [0.25, 0.75]]


def third_player_at(k, count):
    """Return a box in which the others play the mixed equilibrium, the third something of its own."""
    chance = k / count
    bounds = [1 / 3, 2 / 3, 1 / 3, 2 / 3, chance, 1 - chance, 0.0]
    return np.repeat(np.array(bounds)[:, None], 2, axis=1)


@pytest.mark.parametrize("count", [1, 4, 6, 30, 120])
def test_at_most_six_samples_are_taken_from_boxes_all_over_a_cluster(count):
    boxes = [third_player_at(k, count) for k in range(count)]
    found = sample(GAME, boxes, EVERYTHING, [])
    every = max(1, count // 24)
    assert [part[2][0] for part in found] == pytest.approx([k * every / count for k in range(min(count, 6))])
    assert len(sample(GAME, boxes, EVERYTHING, found[:4])) == max(0, min(2, count - 4))


def test_samples_keep_apart():
    boxes = [third_player_at(k, 1600) for k in range(6)]
    found = sample(GAME, boxes, EVERYTHING, [])
    assert [part[2][0] for part in found] == pytest.approx([0.0, 0.00125, 0.0025])


@pytest.mark.parametrize(("pays", "count"), [(0.0, 1), (1.0, 0)])
@pytest.mark.parametrize(
    "change",
    [
        lambda payoffs: payoffs * np.array([1.0, 2.0**-200, 1.0]).reshape(3, 1, 1, 1),
        lambda payoffs: payoffs + 2.0**49,
    ],
)
def test_in_which_units_and_from_where_payoffs_are_counted_does_not_matter(change, pays, count):
    """Where one way not to meet pays everybody, by what the third player does, no equilibrium is near."""
    payoffs = GAME.payoffs + pays * np.array([[0, 1], [0, 0]])[:, :, None] * [0.5, 0.25, 0.125]
    plain = sample(bg.Game(payoffs), [CLUSTER], EVERYTHING, [])
    found = sample(bg.Game(change(payoffs)), [CLUSTER], EVERYTHING, [])
    assert len(plain) == len(found) == count
    for one, other in zip(plain, found, strict=True):
        np.testing.assert_allclose(np.concatenate(one), np.concatenate(other), atol=1e-12)
