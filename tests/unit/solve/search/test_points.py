import itertools
import pickle
import sys

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.search.points import (
    Points,
    PurePlay,
    earned_by_all,
    payoff_ranges,
    payoffs_against,
    records,
    samples,
)


def test_in_the_box_around_an_equilibrium_every_strategy_of_its_support_is_used():
    """The box says that there is no other equilibrium inside: beyond the support another may lie."""
    rare = 1 / 64
    # each mixes so that the other does not care; the second never plays its third strategy
    game = bg.Game(
        [
            [[1.0, 0.0, -1.0], [0.0, 1.0, -1.0]],
            [[-(1 - rare), 0.0, -8.0], [rare, 0.0, -8.0]],
        ]
    )
    mixed = (np.array([[rare, 1 - rare]]), np.array([[0.5, 0.5, 0.0]]))
    points = Points(
        mixed=np.concatenate(mixed, axis=1), radius=np.array([1.0]), small=np.array([1e-12]), indices=[1],
        strict=[False],
    )  # fmt: skip
    (found,) = records(game, points)
    assert found.regret < 1e-15
    first, second = found.box
    assert np.all(first[:, 0] > 0.0)
    assert np.all(second[:2, 0] > 0.0)
    for bounds, vector in zip(found.box, found.mixed, strict=True):
        assert np.all((bounds[:, 0] <= vector) & (vector <= bounds[:, 1]))
    assert first[0, 1] > first[0, 0]


#: Three players with 2, 3 and 4 strategies, and two profiles of them.
UNEQUAL = bg.Game(np.random.default_rng(3).integers(-9, 10, (3, 2, 3, 4)))
PROFILES = (
    np.array([[0.25, 0.75], [1.0, 0.0]]),
    np.array([[0.5, 0.125, 0.375], [0.0, 0.25, 0.75]]),
    np.array([[0.125, 0.25, 0.5, 0.125], [0.25, 0.25, 0.0, 0.5]]),
)


def test_what_a_strategy_earns_is_summed_up_over_the_profiles_of_the_others():
    for player, k in itertools.product(range(3), range(2)):
        earned = np.zeros(UNEQUAL.shape[player])
        for position in np.ndindex(*UNEQUAL.shape):
            chances = [PROFILES[j][k, a] for j, a in enumerate(position) if j != player]
            earned[position[player]] += np.prod(chances) * UNEQUAL.payoffs[(player, *position)]
        found = payoffs_against(UNEQUAL.payoffs, player, PROFILES)
        assert found.shape == (2, UNEQUAL.shape[player])
        np.testing.assert_allclose(found[k], earned, rtol=0, atol=1e-13)


def test_a_payoff_range_reaches_from_the_worst_to_the_best():
    assert payoff_ranges(bg.Game([[[3, -2, 1]], [[4, 4, 4]]])) == [5.0, 0.0]


def test_profiles_are_recorded_with_what_is_measured_and_known_of_them():
    unknown = Points(
        mixed=np.concatenate(PROFILES, axis=1),
        radius=np.zeros(2),
        small=np.zeros(2),
        indices=[None, -1],
        strict=[None, False],
    )
    found = records(UNEQUAL, unknown)
    for k, equilibrium in enumerate(found):
        profile = [part[k] for part in PROFILES]
        assert [vector.tolist() for vector in equilibrium.mixed] == [vector.tolist() for vector in profile]
        np.testing.assert_allclose(equilibrium.distribution, np.einsum("a,b,c->abc", *profile), atol=1e-15)
        regrets = UNEQUAL.regret(profile)
        assert equilibrium.regrets == pytest.approx(regrets, abs=1e-13)
        assert equilibrium.incentive_gap == max(equilibrium.regrets.values()) > 1.0
        for i, name in enumerate(UNEQUAL.players):
            average = (UNEQUAL.payoffs[i] * equilibrium.distribution).sum()
            assert equilibrium.payoffs[name] == pytest.approx(average, abs=1e-13)
        assert not any(part.flags.writeable for part in (equilibrium.distribution, *equilibrium.mixed))
    assert [equilibrium.index for equilibrium in found] == [None, -1]
    assert [equilibrium.strict for equilibrium in found] == [None, False]
    assert found[0].box is None
    assert not any(part.flags.writeable for part in found[1].box)


def test_of_samples_nothing_is_claimed_but_that_they_are_equilibria():
    points = samples([[part[k] for part in PROFILES] for k in range(2)])
    assert np.array_equal(points.mixed, np.concatenate(PROFILES, axis=1))
    assert points.indices == points.strict == [None, None]
    assert points.radius.tolist() == points.small.tolist() == [0.0, 0.0]


def boxes_of(game, mixed, *, radius, small):
    """Return a player's bounds of all strategies, in each of several surroundings of the same profile."""
    count = len(radius)
    points = Points(
        mixed=np.tile(np.concatenate(mixed), (count, 1)),
        radius=np.array(radius),
        small=np.array(small),
        indices=[1] * count,
        strict=[False] * count,
    )
    # One by one: recorded together they would be cut.
    return [records(game, points.only([k]))[0].box for k in range(count)]


def check_boxes(boxes, mixed, reaches):
    """Compare boxes with how far down and up they should reach from what is used, and from what is not."""
    for box, (down, up, admitted) in zip(boxes, reaches, strict=True):
        for part, vector in zip(box, mixed, strict=True):
            used = vector > 0
            expected = np.where(used, [vector - down, np.minimum(vector + up, 1)], [[0.0], [admitted]]).T
            np.testing.assert_allclose(part, expected, rtol=1e-6, atol=1e-11)


def test_a_box_reaches_as_far_as_the_equilibrium_is_alone_and_no_strategy_tempts():
    """Unused, the third strategy of the second player loses 3/2, of a range of 2, among 5 strategies."""
    game = bg.Game([[[1, 0, 0], [0, 1, 0]], [[0, 1, -1], [1, 0, -1]]])
    mixed = [np.array([0.5, 0.5]), np.array([0.5, 0.5, 0.0])]
    drift = 2 * 2.0**-10
    margin = 0.99 * 0.75 / 5 - drift
    boxes = boxes_of(game, mixed, radius=[0.3, 3.0, 0.3], small=[2.0**-10, 2.0**-10, 0.25])
    reaches = [(0.33 * 0.3, 0.33 * 0.3, 0.33 * 0.3), (margin, margin, margin), (0.125, 0.125, 0.0)]
    check_boxes(boxes, mixed, reaches)


def test_a_strategy_that_loses_too_little_is_kept_out_of_the_box():
    """By the margin alone the box would have to be smaller than what is proven; so it is cut off instead."""
    game = bg.Game([[[1, 0, 0], [0, 1, 0]], [[0, 1, 0.5 - 2.0**-12], [1, 0, 0.5 - 2.0**-12]]])
    mixed = [np.array([0.5, 0.5]), np.array([0.5, 0.5, 0.0])]
    boxes = boxes_of(game, mixed, radius=[0.3, 30.0], small=[2.0**-10, 2.0**-10])
    check_boxes(boxes, mixed, [(0.099, 0.099, 0.0), (0.5 - 2.0**-9, 0.5 - 2.0**-9, 0.0)])


def test_a_box_holds_the_simplices_in_which_the_equilibrium_was_proven_to_lie():
    """A simplex of three corners reaches twice as far up as down from its middle."""
    game = bg.Game(np.zeros((2, 3, 3)))
    mixed = [np.array([0.25, 0.25, 0.5]), np.array([0.5, 0.25, 0.25])]
    boxes = boxes_of(game, mixed, radius=[0.03, 0.03], small=[0.12, 0.015])
    check_boxes(boxes, mixed, [(0.04, 0.08, 0.0), (0.0099, 0.01, 0.0)])


def test_a_box_ends_where_probabilities_do():
    game = bg.Game(np.zeros((2, 2, 1)))
    mixed = [np.array([0.875, 0.125]), np.array([1.0])]
    (box,) = boxes_of(game, mixed, radius=[0.5], small=[2.0**-12])
    near = 0.125 - 2.0**-11
    np.testing.assert_allclose(box[0], [[0.875 - near, 0.875 + near], [2.0**-11, 0.25 - 2.0**-11]])
    np.testing.assert_allclose(box[1], [[1 - near, 1.0]])


def at(game, position, *, strict=True):
    """Record a pure profile of which exact comparison says that it is an equilibrium."""
    marked = np.zeros(game.shape, dtype=bool)
    marked[position] = True
    (found,) = records(game, PurePlay(marked, marked & strict).points, isolated=True)
    return found


@pytest.mark.parametrize("position", [(0, 0, 0), (1, 2, 0), (0, 1, 0)])
def test_a_pure_equilibrium_has_the_box_of_any_other_in_which_one_strategy_is_used(position):
    payoffs = np.random.default_rng(9).integers(-4, 5, (3, 2, 3, 1)) - 0.5
    for i, width in enumerate([1.0, 0.125, 3.0]):
        payoffs[(i, *position)] = 4.0 + width
    game = bg.Game(payoffs)
    mine = at(game, position)
    mixed = [np.eye(count)[a] for count, a in zip(game.shape, position, strict=True)]
    (box,) = boxes_of(game, mixed, radius=[10.0], small=[0.0])
    for a, b in zip(mine.box, box, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12)
        assert 0.001 < a[:, 1].min() < 0.5 or len(a) == 1
    assert (mine.index, mine.strict, mine.isolated, mine.incentive_gap) == (1, True, True, 0.0)
    assert set(mine.regrets.values()) == {0.0}
    assert mine.payoffs == dict(zip(game.players, payoffs[(slice(None), *position)], strict=True))
    assert mine.distribution[position] == mine.distribution.sum() == 1.0
    assert [vector.tolist() for vector in mine.mixed] == [vector.tolist() for vector in mixed]
    assert not any(part.flags.writeable for part in (mine.distribution, *mine.mixed, *mine.box))


def test_the_box_of_a_pure_equilibrium_that_loses_nearly_everything_is_half_of_all():
    """Whoever deviates loses the whole range, and there are two strategies: 0.99 of a half is the reach."""
    np.testing.assert_allclose(
        at(bg.Game([[1.0, 0.0]]), (0,)).box[0], [[1 - 0.495, 1.0], [0.0, 0.495]], rtol=1e-9
    )
    np.testing.assert_allclose(at(bg.Game([[1.0]]), (0,)).box[0], [[0.5, 1.0]])


def test_a_pure_equilibrium_with_a_tie_has_neither_index_nor_box():
    game = bg.Game([[1.0, 3.0, 3.0]])
    equilibrium = at(game, (1,), strict=False)
    assert (equilibrium.index, equilibrium.box, equilibrium.strict, equilibrium.isolated) == (
        None, None, False, None,
    )  # fmt: skip
    tied = at(game, (1,))  # that it is strict is for others to say: then no other strategy is admitted
    assert tied.box[0].tolist() == [[0.0, 0.0], [0.5, 1.0], [0.0, 0.0]]


def test_profiles_are_chosen_and_put_together():
    marked = np.zeros(UNEQUAL.shape, dtype=bool)
    marked[0, 2, 1] = marked[1, 0, 3] = True
    pure = PurePlay(marked, marked).points
    both = samples([[part[0] for part in PROFILES]]).and_then(pure)
    assert (both.indices, both.strict) == ([None, 1, 1], [None, True, True])
    assert both.radius.tolist() == [0.0, np.inf, np.inf]
    last = both.only([2])
    assert last.mixed.tolist() == [[0, 1, 1, 0, 0, 0, 0, 0, 1]]
    assert (last.indices, last.small.tolist()) == ([1], [0.0])
    assert records(UNEQUAL, both.only([])) == []


def test_boxes_of_what_is_recorded_together_do_not_meet():
    game = bg.Game([np.eye(2), np.eye(2)])
    marked = np.eye(2, dtype=bool)
    (alone,) = records(game, PurePlay(marked, marked).points.only([0]))
    first, second = records(game, PurePlay(marked, marked).points)
    assert alone.box[0].tolist() == first.box[0].tolist()  # of 0.99 of a quarter
    there = np.array([[0.75, 0.75], [0.25, 0.25]] * 2)
    (cut,) = records(game, PurePlay(marked, marked).points.only([0]), [there])
    np.testing.assert_allclose(cut.box[0], [[1 - 0.49 / 4, 1.0], [0.0, 0.49 / 4]])
    assert np.all(first.box[0][0, 0] > second.box[0][0, 1])


def test_boxes_are_made_when_one_is_looked_at_and_all_at_once(monkeypatch):
    made, around = [], sys.modules[records.__module__]._bounds_around
    monkeypatch.setattr(
        sys.modules[records.__module__], "_bounds_around", lambda *given: made.append(1) or around(*given)
    )
    marked = np.eye(2, dtype=bool)
    first, second = records(bg.Game([np.eye(2), np.eye(2)]), PurePlay(marked, marked).points)
    assert (first.index, first.regret, made) == (1, 0.0, [])
    received = pickle.loads(pickle.dumps(second))
    assert first.box is first.box
    assert [part.tolist() for part in received.box] == [part.tolist() for part in second.box]
    assert received.mixed[0].tolist() == [0.0, 1.0]
    assert made == [1]


@pytest.mark.parametrize("shape", [(3,), (2, 2, 2), (2, 3, 2), (3, 2, 4, 2)], ids=str)
@pytest.mark.parametrize("profiles", [1, 4])
def test_what_all_earn_is_what_each_earns(shape, profiles):
    rng = np.random.default_rng(profiles)
    payoffs = rng.integers(-9, 10, (len(shape), *shape)).astype(float)
    mixed = [rng.dirichlet(np.ones(count), size=profiles) for count in shape]
    alone = [payoffs_against(payoffs, i, mixed) for i in range(len(shape))]
    np.testing.assert_allclose(
        earned_by_all(payoffs, np.concatenate(mixed, axis=1)), np.concatenate(alone, axis=1), atol=1e-12
    )
