"""The kernel is tested as plain Python: its parts cannot be called from Python once they are compiled."""

from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame.solve.logit.arrays import allocate
from belarusgame.solve.logit.system import logit_system


@pytest.fixture
def kernel(plain):
    return plain["kernel"]


def games_of(counts, games=3):
    generator = np.random.default_rng(len(counts))
    payoffs = generator.uniform(-1, 1, (games, len(counts), *counts))
    return generator, logit_system(payoffs, [generator.dirichlet(np.full(n, 9.0)) for n in counts])


@pytest.mark.parametrize("spread", [0.5, 1.5])  # with the wider one some guesses are no logarithms of chances
@pytest.mark.parametrize("counts", [(3,), (2, 3), (4, 1, 2), (2, 3, 2, 2)])
def test_a_newton_step_solves_the_equations_of_the_system(kernel, counts, spread):
    generator, system = games_of(counts)
    at, room = system.at, allocate(system.at)
    for game in range(3):
        guess, level = generator.normal(-1.0, spread, (1, sum(counts))), generator.uniform(0.0, 3.0, 1)
        room.guess[:], room.work[: at.tensors.shape[1]] = guess[0], at.tensors[game]
        positive = kernel._linearise(at, game, level[0], room)
        tangent = room.tangent.copy()
        size = kernel._move(at, room)
        values, by_z, by_level = (part[0] for part in system.pick(np.array([game])).evaluate(guess, level))
        move = np.linalg.solve(by_z, values)
        np.testing.assert_allclose(guess[0] - room.guess, move, atol=1e-9)
        np.testing.assert_allclose(tangent, -np.linalg.solve(by_z, by_level), atol=1e-9)
        np.testing.assert_allclose(size, np.abs(move).max(), atol=1e-9)
        assert positive == (np.linalg.det(by_z) > 0)


def test_a_prediction_is_exact_on_a_parabola(kernel):
    start, speed, bend = np.array([[-1.0, -2.0, -0.5], [0.3, -0.2, 0.1], [0.25, -0.5, 1.0]])

    def place(t):
        return start + speed * t + bend * t**2

    room = SimpleNamespace(earlier=speed + 2 * bend * 0.7, before=speed + 2 * bend * 1.1, guess=np.zeros(3))
    kernel._predict(place(1.1), 0.6, 0.4, room)
    np.testing.assert_allclose(room.guess, place(1.7), rtol=1e-12)
    kernel._predict(place(1.1), 0.6, 0.0, room)  # no step before: along the tangent
    np.testing.assert_allclose(room.guess, place(1.1) + 0.6 * room.before, rtol=1e-12)


HALVES = [0.2, 0.1, 0.05, 0.025, 0.0125]


@pytest.mark.parametrize(
    ("moves", "last", "expected"),
    [
        ([0.0009], False, 0.0009),
        ([0.2, 0.1, 0.0009], False, 0.2),  # what counts is how far the prediction was moved
        ([0.2, 0.11, 0.0], False, -1.0),  # does not halve
        ([0.0012, 0.0009], False, 0.0012),  # nor does this, but it is small enough
        ([0.31, 0.0], False, -1.0),  # goes too far
        ([np.nan, 0.0], False, -1.0),
        ([0.2, np.nan, 0.0], False, -1.0),
        ([*HALVES, 0.0009], False, 0.2),  # the sixth is the last one
        ([*HALVES, 0.006, 0.0], False, -1.0),
        ([0.2, 0.0009, 2e-11, 9e-12], True, 0.2),  # a game's last point is brought to the branch in full
        ([9e-12], True, 9e-12),
    ],
)
def test_newtons_method_is_trusted_where_it_converges_from_nearby(kernel, moves, last, expected):
    made = iter(moves)
    kernel._linearise, kernel._move = (lambda *_: True), (lambda *_: next(made))
    room = SimpleNamespace(guess=np.array([-0.1, -2.0]))
    np.testing.assert_equal(kernel._correct(None, 0, 1.0, last, room), expected)
    assert expected < 0 or next(made, None) is None  # every move was needed


@pytest.mark.parametrize(("level", "lowest"), [(1e6, -1.0), (1.0, -1e6), (0.0, 1e6)])
def test_the_last_point_is_corrected_as_far_as_its_size_allows(kernel, level, lowest):
    enough = 1e-11 + 16 * np.finfo(float).eps * 1e6
    made = iter([0.1, enough * 1.01, enough, 0.0])
    kernel._linearise, kernel._move = (lambda *_: True), (lambda *_: next(made))
    assert kernel._correct(None, 0, level, True, SimpleNamespace(guess=np.array([lowest, -2.0]))) == 0.1
    assert list(made) == [0.0]


@pytest.mark.parametrize(("regular", "expected"), [([False, True], 0.2), ([True, False], -1.0)])
def test_only_at_the_point_itself_must_the_determinant_be_positive(kernel, regular, expected):
    moves, signs = iter([0.2, 0.0001]), iter(regular)
    kernel._linearise, kernel._move = (lambda *_: next(signs)), (lambda *_: next(moves))
    assert kernel._correct(None, 0, 1.0, False, SimpleNamespace(guess=np.array([-1.0]))) == expected


def raised(kernel, target, corrections):
    """Raise rationality with corrections that are given; return what was tried and predicted from."""
    _, system = games_of((2, 3))
    at = system.at
    room, z = system.buffers, np.zeros(5)
    answers, tried = iter(corrections), []

    def predict(z, length, last_length, room):
        tried.append([z[0], length, last_length, room.before[0], room.earlier[0]])

    def correct(at, game, level, last, room):
        tried[-1] += [level, last]
        room.guess[:] = room.tangent[:] = level
        return next(answers)

    def linearise(at, game, level, room):
        assert level == 0.0
        np.testing.assert_array_equal(room.guess, system.log_base[1])
        np.testing.assert_array_equal(room.work[: at.tensors.shape[1]], at.tensors[1])
        room.tangent[:] = 0.0

    kernel._predict, kernel._correct, kernel._linearise = predict, correct, linearise
    return kernel._raise(at, 1, target, room, z), z, tried, system.log_base[1, 0]


def test_steps_grow_where_newton_hardly_moves_and_shrink_where_it_moves_far(kernel):
    stalled, z, tried, base = raised(kernel, 10.0, [0.1, 0.4, 0.0, -1.0, 0.025, 0.2, 0.025, 1e-9, 0.0, 0.0])
    assert not stalled
    np.testing.assert_array_equal(z, 10.0)
    half = 0.5**0.5
    # from, length, length of the step before, tangent there and before that, goal, whether it is the target
    expected = [
        [base, 1.0, 0.0, 0.0, 0.0, 1.0, False],
        [1.0, 1.0, 1.0, 1.0, 0.0, 2.0, False],  # the correction is what is aimed at
        [2.0, 0.5, 1.0, 2.0, 1.0, 2.5, False],  # four times that: half the length
        [2.5, 1.25, 0.5, 2.5, 2.0, 3.75, False],  # nothing: at most 2.5 times as long
        [2.5, 0.5, 0.5, 2.5, 2.0, 3.0, False],  # refused
        [3.0, 1.0, 0.5, 3.0, 2.5, 4.0, False],  # a quarter of what is aimed at: twice as long
        [4.0, half, 1.0, 4.0, 3.0, 4.0 + half, False],
        [4.0 + half, 2 * half, half, 4.0 + half, 4.0, 4.0 + 3 * half, False],
        [4.0 + 3 * half, 5 * half, 2 * half, 4.0 + 3 * half, 4.0 + half, 4.0 + 8 * half, False],
        [4.0 + 8 * half, 6.0 - 8 * half, 5 * half, 4.0 + 8 * half, 4.0 + 3 * half, 10.0, True],
    ]
    np.testing.assert_allclose(np.array(tried, dtype=float), np.array(expected, dtype=float), atol=1e-12)


@pytest.mark.parametrize(("target", "tries"), [(10.0, 8), (0.5, 11)])
def test_steps_that_become_very_short_stall(kernel, target, tries):
    # 0.4 ** 8 is less than a ten-thousandth of 10, and 0.5 * 0.4 ** 11 of 0.5
    stalled, z, tried, base = raised(kernel, target, [-1.0] * 20)
    assert stalled
    assert len(tried) == tries
    assert z[0] == base
    assert tried[0][1] == min(1.0, target)


def test_a_target_of_nothing_is_the_base_measure(kernel):
    stalled, z, tried, base = raised(kernel, 0.0, [])
    assert (bool(stalled), z[0], tried) == (False, base, [])


def test_few_points_are_worked_out(kernel):
    """How often the equations are solved says whether predictions are good; 83 were seen."""
    _, system = games_of((2, 3, 2), games=4)
    at = system.at
    room, target = system.buffers, np.array([0.5, 4.0, 20.0, 60.0])
    z, stalled = np.empty((4, 7)), np.ones(4, dtype=bool)
    plain, solved = kernel._linearise, []

    def counted(*given):
        solved.append(given[1])
        return plain(*given)

    kernel._linearise = counted
    kernel.raise_rationality(at, target, room, z, stalled)
    assert not stalled.any()
    np.testing.assert_array_less(system.distance(z, target), 1e-11)
    assert len(solved) <= 90
