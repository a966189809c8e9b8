"""What a leader can secure, compared with definitions and with many commitments tried one by one."""

from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve import leader
from belarusgame.solve.leader import Leadership
from belarusgame.solve.maximin import Maximin, maximin

RNG = np.random.default_rng(4)
THREE = bg.Game(RNG.integers(-5, 6, (3, 2, 4, 3)) * np.array([1.0, 10.0, 1000.0])[:, None, None, None])
MIDDLE = Leadership(THREE, 1)  # the leader is the second of three players


def test_followers_gains_are_those_of_leaving_a_reply_alone():
    for reply in product(range(2), range(3)):
        expected = []
        for axis, player in ((0, 0), (1, 2)):
            for other in range(THREE.shape[player]):
                if other != reply[axis]:
                    instead = (other, reply[1]) if axis == 0 else (reply[0], other)
                    own = THREE.payoffs[player]
                    expected.append(own[instead[0], :, instead[1]] - own[reply[0], :, reply[1]])
        units = np.array([float(MIDDLE.units[player]) for player in (0, 2, 2)])
        np.testing.assert_array_equal(MIDDLE.gains(reply).astype(float) * units[:, None], expected)


def test_a_gap_is_told_in_payoffs_and_as_a_share_of_the_largest_gain():
    chances = np.array([0.1, 0.2, 0.3, 0.4])
    for reply in product(range(2), range(3)):
        gains = MIDDLE.gains(reply).astype(float)
        amounts = gains @ chances * [float(MIDDLE.units[player]) for player in (0, 2, 2)]
        shares = gains @ chances / np.abs(gains).max(axis=1)
        gap, share = MIDDLE.gap(reply, chances)
        assert gap == pytest.approx(max([0.0, *amounts]))
        assert share == pytest.approx(max([0.0, *shares]))
    still = Leadership(bg.Game(np.zeros((2, 2, 3))), 0)
    assert still.gap((1,), np.array([0.5, 0.5])) == (0.0, 0.0)
    nobody = Leadership(bg.Game(np.ones((2, 3, 1))), 0)
    assert nobody.gap((0,), np.full(3, 1 / 3)) == (0.0, 0.0)
    assert nobody.gains((0,)).shape == (0, 3)


def test_replies_come_with_the_greatest_hope_first():
    hopes = [THREE.payoffs[1][reply[0], :, reply[1]].max() for reply in MIDDLE.replies()]
    assert sorted(MIDDLE.replies()) == list(product(range(2), range(3)))
    assert hopes == sorted(hopes, reverse=True)
    assert hopes[0] > hopes[-1]


def test_the_best_commitment_makes_its_reply_optimal():
    found = 0
    for reply in MIDDLE.replies():
        gains = MIDDLE.gains(reply).astype(float)
        answer = MIDDLE.best_commitment(reply)
        if any((row > 0).all() for row in gains):
            assert answer is None  # that needs no program
        elif answer.status == "optimal":
            found += 1
            assert max(gains @ answer.point) <= 1e-9
            own = MIDDLE.own[reply].astype(float)
            for chances in RNG.dirichlet(np.full(4, 0.5), 60):
                assert max(gains @ chances) > 0.0 or own @ chances <= own @ answer.point + 1e-9
    assert found >= 2


def test_gains_that_can_be_zero_leave_a_reply_possible():
    game = bg.Game([[[1, 2], [3, 5]], [[0, 1], [4, 4]]])
    assert Leadership(game, 0).best_commitment((0,)).point.tolist() == [0.0, 1.0]
    never = bg.Game([[[1, 2], [3, 5]], [[0, 1], [4, 5]]])
    assert Leadership(never, 0).best_commitment((0,)) is None


def secured(leader, follower, chances):
    """Return the least that the leader gets from a best reply to its probabilities."""
    earned = chances @ follower
    return min((chances @ leader)[earned >= earned.max() - 1e-12])


# With two replies that the follower never tells apart, and some that are never best.
@pytest.mark.parametrize("seed", range(6))
def test_a_guarantee_is_as_good_as_the_best_of_many_commitments_and_no_better(seed):
    generator = np.random.default_rng(seed)
    leader = generator.integers(-4, 5, (3, 5)).astype(float)
    follower = generator.integers(-4, 5, (3, 5)).astype(float)
    follower[:, 3] = follower[:, 1]
    follower[:, 0] -= 4.0
    leadership = Leadership(bg.Game([leader, follower]), 0)
    found = leadership.guarantee()
    unit, zero = float(leadership.unit), float(leadership.zero)
    value = found.value * unit + zero
    assert found.commitment.sum() == pytest.approx(1.0)
    assert found.value <= float(found.bound) + 1e-12 <= found.value + 1e-7
    assert (found.commitment @ leader)[found.reply] == pytest.approx(value)
    sample = generator.dirichlet(np.full(3, 0.4), 300)
    assert max(secured(leader, follower, chances) for chances in sample) <= value + 1e-9
    # Near the commitment something inside the region of its reply comes as near to the value as one likes.
    near = 0.999 * found.commitment + 0.001 * sample
    assert max(secured(leader, follower, chances) for chances in near) >= value - 0.02
    if found.attained:
        assert found.value == pytest.approx(float(found.bound), abs=1e-9)
    for order in ([4, 3, 2, 1, 0], [2, 0, 4, 1, 3]):
        again = Leadership(bg.Game([leader[:, order], follower[:, order]]), 0).guarantee()
        assert (again.value, again.attained) == (pytest.approx(found.value, abs=1e-9), found.attained)
        assert float(again.bound) == pytest.approx(float(found.bound), abs=1e-9)
    turned = Leadership(bg.Game([follower.T[:, ::-1], leader.T[:, ::-1]]), 1).guarantee()
    assert (turned.value, turned.attained) == (pytest.approx(found.value, abs=1e-9), found.attained)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_whether_a_value_is_attained_does_not_depend_on_the_order_of_replies(order):
    # At even chances the follower does not care between a and b; the third reply is never best.
    for cautious, attained in ((1.0, True), (-1.0, False)):
        # Leaning to the first strategy makes a the best reply: then the leader gets less.
        leader = np.array([[0.0, cautious, 5.0], [2.0, cautious, 5.0]])
        follower = np.array([[2.0, 0.0, -1.0], [0.0, 2.0, -1.0]])
        game = bg.Game([leader[:, list(order)], follower[:, list(order)]])
        found = Leadership(game, 0).guarantee()
        unit, zero = float(Leadership(game, 0).unit), float(Leadership(game, 0).zero)
        assert found.value * unit + zero == pytest.approx(1.0)
        assert found.attained is attained


def failing(monkeypatch, name, status):
    nothing = np.zeros(0)
    failed = Maximin(status=status, point=nothing, shares=nothing, multipliers=nothing)
    monkeypatch.setattr(leader, name, lambda *_: failed)


def test_without_an_answer_the_bound_is_what_the_payoffs_say(monkeypatch):
    payoffs = np.array([[Fraction(1), Fraction(5)], [Fraction(-2), Fraction(3)]], dtype=object)
    limits = np.array([[Fraction(1), Fraction(-1)]], dtype=object)
    nothing = np.zeros(0)
    for status, bound in (("infeasible", -2), ("failed", 5)):
        answer = Maximin(status=status, point=nothing, shares=nothing, multipliers=nothing)
        assert leader._proven_bound(answer, payoffs, limits) == bound
    answer = maximin(payoffs.astype(float), limits.astype(float))
    assert leader._proven_bound(answer, payoffs, limits) == 3
    wasteful = Maximin(
        status="optimal", point=answer.point, shares=np.array([0.5, 0.5]), multipliers=np.array([0.25])
    )
    assert leader._proven_bound(wasteful, payoffs, limits) == Fraction(17, 4)


def test_without_any_answer_nothing_is_guaranteed(monkeypatch):
    failing(monkeypatch, "maximin", "failed")
    game = bg.Game([[[1, 3], [0, 2]], [[1, 0], [0, 1]]])
    assert Leadership(game, 0).guarantee() is None


def test_a_rival_never_loses_if_it_is_as_good_within_all_limits():
    within = np.array([[1.0, -1.0, 0.0]])  # the first at most as likely as the second
    assert leader._never_loses(np.array([-1.0, 1.0, 0.0]), within)
    assert leader._never_loses(np.array([0.0, 1.0, -1e-7]), within)
    assert not leader._never_loses(np.array([0.0, 1.0, -1e-5]), within)
    assert not leader._never_loses(np.array([-1.0, 0.5, 1.0]), within)
    assert not leader._never_loses(np.array([1.0, 1.0, 1.0]), np.array([[1.0, 1.0, 1.0]]))  # nothing is


def test_replies_count_as_the_same_only_if_they_are_for_the_follower_everywhere():
    follower = [[1, 1, 0, 1], [2, 2, 0, 1]]
    leadership = Leadership(bg.Game([[[0, 1, 2, 3], [3, 2, 1, 0]], follower]), 0)
    assert [leadership._indistinguishable(reply) for reply in range(4)] == [[0, 1], [0, 1], [2], [3]]
    assert [leadership._ever_preferred(reply) for reply in range(4)] == [True, True, False, False]
    alone = Leadership(bg.Game([[[0, 1], [2, 3]], [[1, 1], [2, 2]]]), 0)
    assert alone._ever_preferred(0) is True


def test_a_value_is_attained_if_it_is_next_to_one_of_the_replies_that_reach_it():
    """Both a and b give the leader 1 at even chances, where c ties and gives -5; b does so elsewhere too."""
    leader = np.array([[0.0, 1.0, -5.0], [2.0, 1.0, -5.0]])
    follower = np.array([[2.0, 0.0, 1.0], [0.0, 2.0, 1.0]])
    for order in ([0, 1, 2], [1, 0, 2], [2, 1, 0]):
        assert Leadership(bg.Game([leader[:, order], follower[:, order]]), 0).guarantee().attained
    alone = leader.copy()
    alone[:, 1] = -5.0
    assert not Leadership(bg.Game([alone, follower]), 0).guarantee().attained
