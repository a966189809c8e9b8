from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from scipy.optimize import linprog

from belarusgame.solve import mixtures as mixtures_module
from belarusgame.solve.maximin import maximin
from belarusgame.solve.mixtures import Verdict, harmless_mixture, winning_mixture


def exact(rows):
    table = np.empty((len(rows), len(rows[0]) if rows else 0), dtype=object)
    for place in np.ndindex(table.shape):
        table[place] = Fraction(rows[place[0]][place[1]])
    return table


def only(row, count):
    return Verdict(mixture=tuple(Fraction(int(k == row)) for k in range(count)))


def best(table, weak):
    """Return the most that a mixture can win: at worst, or weakly in all without losing anywhere."""
    numbers = table.astype(float)
    count, columns = numbers.shape
    if weak:
        costs, limits = -numbers.sum(axis=1), -numbers.T
    else:
        costs, limits = np.append(np.zeros(count), -1.0), np.hstack([-numbers.T, np.ones((columns, 1))])
    total = [[*[1.0] * count, *([] if weak else [0.0])]]
    bounds = [(0, 1)] * count + ([] if weak else [(None, None)])
    found = linprog(costs, A_ub=limits, b_ub=np.zeros(columns), A_eq=total, b_eq=[1.0], bounds=bounds)
    return -found.fun if found.status == 0 else -np.inf


@pytest.mark.parametrize("weak", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_every_table_is_decided_as_a_linear_program_says(weak, seed):
    generator = np.random.default_rng(seed)
    shape = generator.integers(1, [4, 5])
    table = exact(generator.integers(-3, 4, shape).tolist())
    verdict = (harmless_mixture if weak else winning_mixture)(table)
    assert verdict.decided
    assert (verdict.mixture is not None) == (best(table, weak) > 1e-7)
    if verdict.mixture is not None:
        gains = np.array(verdict.mixture) @ table
        assert sum(verdict.mixture) == 1
        assert min(verdict.mixture) >= 0
        assert max(gains) > 0
        assert min(gains) >= 0 if weak else min(gains) > 0


CLEAR = [
    # (table, verdict on winning, verdict on doing no harm), all by looking at signs
    ([[1, -1, 0], [2, 1, 3], [-4, 9, 9]], only(1, 3), only(1, 3)),
    ([[-1, 2], [1, 3]], only(1, 2), only(1, 2)),
    ([[5, -1], [7, 0]], Verdict(), only(1, 2)),
    ([[0, 0], [-1, 0], [0, 2]], Verdict(), only(2, 3)),
    ([[0, 0], [0, 0]], Verdict(), Verdict()),
    ([[5, -1], [-1, -2]], Verdict(), Verdict()),  # the second column is lost by all
    ([[5, -1], [0, 0], [-1, -2]], Verdict(), Verdict()),  # or by all that differ
    ([[-3]], Verdict(), Verdict()),
]


@pytest.mark.parametrize(("rows", "winning", "harmless"), CLEAR)
def test_what_signs_decide_needs_no_program(monkeypatch, rows, winning, harmless):
    monkeypatch.setattr(mixtures_module, "maximin", None)
    assert winning_mixture(exact(rows)) == winning
    assert harmless_mixture(exact(rows)) == harmless


def test_nothing_wins_where_there_is_nothing_to_mix():
    assert winning_mixture(np.empty((0, 3), dtype=object)) == Verdict()
    assert harmless_mixture(np.empty((0, 3), dtype=object)) == Verdict()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_mixture_is_named_by_the_rows_of_the_table_as_given(order):
    # An even mixture breaks even twice and gains once; one row does nothing at all.
    rows = [[0, 0, 0], [2, -1, 0], [-2, 1, 4]]
    weights = [0, Fraction(1, 2), Fraction(1, 2)]
    verdict = harmless_mixture(exact([rows[k] for k in order]))
    assert verdict.mixture == tuple(weights[k] for k in order)
    assert winning_mixture(exact(rows)) == Verdict()


@pytest.mark.parametrize("size", ["1/8", "1/1000000", "1/1000000000000"])
def test_a_belief_is_found_that_makes_small_stakes_count(size):
    """Both rows lose only if the ratio of the columns' chances is between half of ``size`` and ``size``."""
    small = Fraction(size)
    differences = np.array([[Fraction(1), -small], [Fraction(-1), small / 2]], dtype=object)
    assert harmless_mixture(differences) == Verdict()
    assert winning_mixture(differences) == Verdict()


@pytest.mark.parametrize("size", ["1/8", "1/1000000", "1/1000000000000"])
def test_a_mixture_is_found_that_wins_small_stakes_too(size):
    """The first row needs more than half of the weight, and less than two thirds."""
    small = Fraction(size)
    differences = np.array([[Fraction(1), -small], [Fraction(-1), 2 * small]], dtype=object)
    for verdict in (winning_mixture(differences), harmless_mixture(differences)):
        assert Fraction(1, 2) < verdict.mixture[0] < Fraction(2, 3)
        assert sum(verdict.mixture) == 1


class Failing:
    """A solver of linear programs that fails a number of times, and counts how often it is asked."""

    def __init__(self, times):
        self.times, self.asked = times, 0

    def __call__(self, payoffs, limits=None):
        self.asked += 1
        answer = maximin(payoffs) if limits is None else maximin(payoffs, limits)
        if self.asked > self.times:
            return answer
        return type(answer)(
            status="failed", point=np.full(9, np.nan), shares=answer.shares, multipliers=answer.multipliers
        )


UNEVEN, EVEN = [[2, -1], [-1, 2], [-3, 1]], [[2, -2], [-1, 2]]


def test_without_any_solver_nothing_is_decided(monkeypatch):
    for decide in (winning_mixture, harmless_mixture):
        for rows in (UNEVEN, EVEN):
            monkeypatch.setattr(mixtures_module, "maximin", Failing(times=99))
            assert decide(exact(rows)) == Verdict(decided=False)


def test_columns_are_scaled_only_if_their_stakes_differ(monkeypatch):
    for rows, programs in ((UNEVEN, 2), (EVEN, 1)):
        failing = Failing(times=99)
        monkeypatch.setattr(mixtures_module, "maximin", failing)
        assert not winning_mixture(exact(rows)).decided
        assert failing.asked == programs


def test_a_program_that_fails_is_followed_by_the_one_in_scaled_columns(monkeypatch):
    failing = Failing(times=1)
    monkeypatch.setattr(mixtures_module, "maximin", failing)
    mixture = winning_mixture(exact(UNEVEN)).mixture
    assert min(np.array(mixture) @ exact(UNEVEN)) > 0
    assert failing.asked == 2


def test_scaled_columns_come_with_the_weights_that_undo_the_scaling():
    table = exact([[2, -1, 0, 6], [-4, 1, 0, 3]])
    (plain, even), (scaled, weights) = mixtures_module._scalings(table)
    np.testing.assert_array_equal(plain, table.astype(float))
    np.testing.assert_array_equal(even, 1.0)
    np.testing.assert_allclose(scaled, [[0.5, -1, 0, 1], [-1, 1, 0, 0.5]])
    np.testing.assert_allclose(weights, [1 / 4, 1, 1, 1 / 6])


def test_a_mixture_that_breaks_even_everywhere_does_not_dominate(monkeypatch):
    monkeypatch.setattr(mixtures_module, "_open_beliefs", lambda *_: ())
    assert harmless_mixture(exact([[1, -1], [-1, 1]])) == Verdict(decided=False)
