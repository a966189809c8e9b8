from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame import Game
from belarusgame.solve.logit import limit as limit_module
from belarusgame.solve.logit.limit import branch_end, limit_equilibrium, settled
from belarusgame.solve.logit.system import logit_system

UNEVEN = Game([[[9, 0], [0, 1]], [[0, 1], [1, 0]]])  # the second player mixes 1 to 9
#: Nau, Gomez Canovas and Hansen 2004: one equilibrium, and it is irrational.
IRRATIONAL = Game(
    [
        [[[3, 1], [0, 0]], [[0, 0], [1, 2]]],
        [[[0, 0], [2, 1]], [[1, 3], [0, 0]]],
        [[[2, 0], [0, 0]], [[0, 0], [0, 3]]],
    ]
)
Q = (601**0.5 - 13) / 24
FIRST = ((9 * Q - 1) / (7 * Q + 2), Q, (2 - 3 * Q) / (Q + 1))


def system_of(game):
    return logit_system(game.payoffs[None], [np.full(count, 1 / count) for count in game.shape])


def limit_near(game, *vectors):
    place = np.append(np.log(np.concatenate(vectors)), 1e6)
    return limit_equilibrium(
        game, system_of(game), SimpleNamespace(points=[None, SimpleNamespace(place=place)])
    )


@pytest.mark.parametrize(
    ("stakes", "end"),
    [((1, 1), 1e6), ((5, 0.25), 2e7), ((0.25, 5), 2e7), ((1e9, 1), 1e9), ((4, 0), 1e6), ((0, 0), 1e6)],
)
def test_a_branch_is_followed_until_the_player_with_the_smallest_stakes_is_sharp(stakes, end):
    first, second = stakes
    game = Game([[[first, 0], [0, 0]], [[second, 0], [0, 0]]])
    assert branch_end(system_of(game)) == pytest.approx(end)


@pytest.mark.parametrize(
    ("regrets", "expected"), [((0.9e-9, 0.9e-7), True), ((1.1e-9, 0.0), False), ((0.0, 1.1e-7), False)]
)
def test_a_limit_has_settled_if_every_regret_is_small_on_its_players_scale(regrets, expected):
    system = SimpleNamespace(player_scales=np.array([[1.0, 100.0]]))
    limit = SimpleNamespace(regrets=dict(zip("ab", regrets, strict=True)))
    assert settled(system, limit) is expected


def test_a_limit_is_found_exactly_from_a_point_near_it():
    limit = limit_near(UNEVEN, [0.499, 0.501], [0.103, 0.897])
    np.testing.assert_allclose(limit.mixed[0], [0.5, 0.5], atol=1e-14)
    np.testing.assert_allclose(limit.mixed[1], [0.1, 0.9], atol=1e-14)
    assert not limit.strict


@pytest.mark.parametrize("unit", [1.0, 1e6])
def test_the_limit_of_three_who_mix_is_found_to_the_last_digit(unit):
    payoffs = np.array(IRRATIONAL.payoffs)
    payoffs[1] *= unit
    limit = limit_near(Game(payoffs), *([p + 0.003, 1 - p - 0.003] for p in FIRST))
    assert [vector[0] for vector in limit.mixed] == pytest.approx(FIRST, abs=1e-13)


def test_strategies_that_are_hardly_used_are_left_out_unless_they_are_needed():
    pure = limit_near(
        Game([[[3, 0], [5, 1], [0, 0]], [[3, 5], [0, 1], [0, 0]]]), [4e-4, 0.9995, 1e-4], [2e-9, 1.0]
    )
    assert pure.pure_profile == {"player 1": "s2", "player 2": "s2"}
    assert pure.strict
    # The second player's share is 5e-4 or 5e-6 in equilibrium: less than what is tried as nothing first.
    for large in (1999, 199999):
        needed = Game([[[large, 0], [0, 1]], [[0, 1], [1, 0]]])
        share = 1 / (large + 1)
        limit = limit_near(needed, [0.5, 0.5], [1.1 * share, 1 - 1.1 * share])
        assert limit.mixed[1][0] == pytest.approx(share, rel=1e-9)
        assert limit.regret < 1e-9


def test_a_point_far_from_every_equilibrium_stands_for_itself():
    dominated = Game([[[9, 0, 0], [0, 1, 0]], [[0, 1, -1], [1, 0, -1]]])
    for game, vectors in (
        (UNEVEN, [[0.3, 0.7], [0.1, 0.9]]),
        (UNEVEN, [[0.5, 0.5], [0.12, 0.88]]),
        (dominated, [[0.5, 0.5], [0.12, 0.88, 1e-12]]),
    ):
        limit = limit_near(game, *vectors)
        for found, given in zip(limit.mixed, vectors, strict=True):
            np.testing.assert_allclose(found, given)
        assert limit.regret > 0.0
        assert not limit.strict


def test_what_mixes_a_tie_is_not_strict_and_neither_is_a_tie():
    game = Game([[[2, 0, 1], [2, 1, 0]], [[1, 0, 0], [1, 2, 0]]])
    for vectors, strict in (
        (([1, 0], [1, 0, 0]), False),  # the first player does not care
        (([0, 1], [0, 1, 0]), True),
        (([0.5, 0.5], [1, 0, 0]), False),
        (([0.25, 0.75], [0, 1, 0]), False),  # not even the best replies to it are several
    ):
        found = limit_module._strict(game, tuple(np.array(vector, dtype=float) for vector in vectors))
        assert found is strict


def test_the_equations_of_a_support_vanish_where_payoffs_are_equal_and_chances_sum_to_one():
    used = [np.array([True, True]), np.array([True, True]), np.array([True, True])]
    equations = limit_module._Indifference(IRRATIONAL, used)
    free = np.array([chance for p in FIRST for chance in (p, 1 - p)])
    residual, derivative = equations.evaluate(free)
    np.testing.assert_allclose(residual, 0.0, atol=1e-14)
    for k in range(6):
        step = 1e-6 * np.eye(6)[k]
        slope = (equations._equations(free + step) - equations._equations(free - step)) / 2e-6
        np.testing.assert_allclose(derivative[:, k], slope, atol=1e-8)
    # Of each player: what its second strategy earns more, in units of its largest stake, and the sum less 1.
    off = equations._equations(np.array([0.5, 0.5, 0.25, 0.75, 0.5, 0.75]))
    earned = IRRATIONAL.payoffs_against(
        0, [np.array([0.5, 0.5]), np.array([0.25, 0.75]), np.array([0.5, 0.75])]
    )
    assert off[0] == pytest.approx((earned[1] - earned[0]) / 3.0)
    assert off[[1, 3, 5]] == pytest.approx([0.0, 0.0, 0.25])


def test_players_without_a_choice_and_without_stakes_have_a_limit():
    game = Game(np.zeros((2, 1, 3)))
    limit = limit_near(game, [1.0], [0.2, 0.3, 0.5])
    np.testing.assert_allclose(limit.mixed[1], [0.2, 0.3, 0.5])
    assert not limit.strict


def test_of_two_that_have_not_settled_the_one_with_less_regret_is_taken(monkeypatch):
    monkeypatch.setattr(limit_module, "settled", lambda *_: False)
    regrets = iter([3.0, 1.0, 2.0, 1.5])  # of three candidates and of the last point
    made = []

    def at(game, vectors, strict):
        made.append(SimpleNamespace(regret=next(regrets)))
        return made[-1]

    monkeypatch.setattr(limit_module, "equilibrium_at", at)
    assert limit_near(UNEVEN, [0.5, 0.5], [0.1, 0.9]) is made[1]
    for last, chosen in ((1.5, 3), (2.0, 3), (2.5, 1)):  # the last point if it is as good, else the first
        regrets = iter([3.0, 2.0, 2.0, last])
        made.clear()
        assert limit_near(UNEVEN, [0.5, 0.5], [0.1, 0.9]) is made[chosen]


@pytest.mark.parametrize(
    ("target", "expected", "asked"),
    [
        ([0.4, 0.6, 1.0], [[0.4, 0.6], [1.0]], 2),
        ([-0.2, 1.2, 0.5], [[0.0, 1.0], [1.0]], 2),  # what falls below zero is not used
        ([0.4, 0.6, -1.0], None, 2),  # nothing is left of the second player
        ([-0.4, -0.6, 1.0], None, 2),
        ([0.0, 0.0, 1.0], None, 2),
    ],
)
def test_steps_end_when_they_lead_nowhere_and_what_they_lead_to_is_normalised(
    monkeypatch, target, expected, asked
):
    evaluated = []

    def evaluate(self, free):
        evaluated.append(free)
        return free - target, np.eye(3)

    monkeypatch.setattr(limit_module._Indifference, "evaluate", evaluate)
    used = [np.array([True, True]), np.array([True])]
    found = limit_module._indifferent(
        Game(np.zeros((2, 2, 1))), (np.array([0.5, 0.5]), np.array([1.0])), used
    )
    assert len(evaluated) <= asked + 1  # one more where rounding leaves a little
    if expected is None:
        assert found is None
    else:
        for vector, wanted in zip(found, expected, strict=True):
            np.testing.assert_allclose(vector, wanted, atol=1e-15)


def test_steps_go_on_until_all_probabilities_stay(monkeypatch):
    """The second probability comes nearer by halves, when the first has long arrived."""
    halves = np.array([1.0, 0.5, 1.0])
    monkeypatch.setattr(
        limit_module._Indifference, "evaluate", lambda _, free: (halves * (free - [0.4, 0.6, 1.0]), np.eye(3))
    )
    used = [np.array([True, True]), np.array([True])]
    start = (np.array([0.1, 0.9]), np.array([1.0]))
    first, _ = limit_module._indifferent(Game(np.zeros((2, 2, 1))), start, used)
    assert first[0] == pytest.approx(0.4, abs=1e-6)
