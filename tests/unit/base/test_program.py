"""Optima, corners and certificates in fractions: right where there is one, refused where there is none."""

import itertools
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

import belarusgame.base.program as module
from belarusgame.base.program import Program, certificate, independent_solution, rounded, roundings

ZERO = Fraction(0)


@pytest.fixture(autouse=True)
def nothing_remembered():
    module._optimum.cache_clear()
    yield
    module._optimum.cache_clear()


def solved_exactly(lines, near):
    """Solve for the corner of constraints alone, without limits."""
    return Program(limits=[(None, None)] * len(near), constraints=lines).corner(near)


def line(bound, *coefficients):
    """Write ``sum of coefficients * variables >= bound``, the zeros left out."""
    return {k: Fraction(c) for k, c in enumerate(coefficients) if c}, Fraction(bound)


def test_random_systems_are_solved():
    generator = np.random.default_rng(3)
    for count in (2, 3, 4, 5):
        for _ in range(10):
            wanted = tuple(Fraction(int(a), int(b)) for a, b in generator.integers(1, 30, (count, 2)))
            matrix = generator.integers(-4, 5, (count + 2, count)).tolist()
            lines = [
                line(sum((c * x for c, x in zip(row, wanted, strict=True)), ZERO), *row) for row in matrix
            ]
            if np.linalg.matrix_rank(np.array(matrix[:count])) == count:
                assert independent_solution(lines, count) == wanted
            if np.linalg.matrix_rank(np.array(matrix)) == count:
                assert independent_solution(lines, count) == wanted
                assert solved_exactly(lines, np.array([float(x) for x in wanted])) == wanted


def test_the_first_independent_equations_count():
    lines = [line(2, 1, 1), line(6, 3, 3), line(99, 1, 1), line(0, 1, -1), line(7, 5, 2)]
    assert independent_solution(lines, 2) == (1, 1)
    assert independent_solution(lines[:3], 2) is None
    assert independent_solution([], 0) == ()


def test_a_corner_is_found_from_near_it():
    # x + 3 y >= 1, 2 x + y >= 1, and x below 1; the corner of the first two is (2/5, 1/5)
    lines = [line(1, 1, 3), line(1, 2, 1), line(-1, -1)]
    assert solved_exactly(lines, np.array([0.4 + 2e-9, 0.2 - 2e-9])) == (Fraction(2, 5), Fraction(1, 5))
    assert solved_exactly(lines, np.array([0.4 + 1e-3, 0.2])) is None  # none is active


@pytest.mark.parametrize("size", [1, 10_000])
def test_slack_counts_in_units_of_the_largest_coefficient(size):
    lines = [line(size, size, 2 * size), line(0, 1, -1)]
    third = Fraction(1, 3)
    assert solved_exactly(lines, np.array([1 / 3 + 2e-8, 1 / 3 - 2e-8])) == (third, third)
    tiny = [line(Fraction(1, 1000), Fraction(1, 1000)), line(1, 1)]  # never divided by less than 1
    assert solved_exactly(tiny[:1], np.array([1.0 + 5e-5])) == (1,)


def test_the_tightest_constraints_come_first():
    # both x >= 1 and x >= 1 - 5e-8 are active at 1 - 4e-8, but only the corner 1 satisfies both
    lines = [line(1, 1), line(1 - Fraction(5, 10**8), 1)]
    assert solved_exactly(lines, np.array([1.0 - 1e-8])) == (1,)
    assert solved_exactly(lines[::-1], np.array([1.0 - 1e-8])) == (1,)
    assert solved_exactly(lines, np.array([1.0 - 4e-8])) is None


def test_a_corner_that_breaks_another_constraint_is_refused():
    lines = [line(1, 1), line(1, 0, 1)]
    near = np.array([1.0, 1.0])
    assert solved_exactly([*lines, line(2, 1, 1)], near) == (1, 1)
    assert solved_exactly([*lines, line(2 + Fraction(1, 10**9), 1, 1)], near) is None


def test_equations_are_solved_in_fractions():
    third = Fraction(1, 3)
    lines = [({0: Fraction(3)}, Fraction(1)), ({0: Fraction(1), 1: Fraction(1)}, Fraction(1))]
    assert independent_solution(lines, 2) == (third, 2 * third)
    assert independent_solution([lines[0], lines[0]], 2) is None
    assert solved_exactly(lines, np.array([1 / 3, 2 / 3])) == (third, 2 * third)
    broken = [*lines, ({1: Fraction(-1)}, Fraction(0))]  # and the second must not be positive
    assert solved_exactly(broken, np.array([1 / 3, 2 / 3])) is None


THIRD = Fraction(1, 3)


def test_numbers_are_written_as_simply_as_can_be_and_each_way_once():
    assert rounded([0.3333333, 2.5], 12) == [THIRD, Fraction(5, 2)]
    first, second, *_, last = listed = list(roundings([0.3333333, 2.5, 0.0]))
    assert first == [0, 2, 0]
    assert second == [THIRD, Fraction(5, 2), 0]
    assert last == [Fraction(0.3333333), Fraction(5, 2), 0]
    assert all(one != other for one, other in itertools.pairwise(listed))
    assert list(roundings([2.0, 0.0])) == [[2, 0]]


def test_a_certificate_is_as_simple_as_it_can_be():
    assert certificate([0.2, 0.0999999999, 1e-14], lambda near: near[:2] != [1, 0]) == [1, Fraction(1, 2), 0]
    assert certificate([0.0, -1.0], lambda _: True) is None
    assert certificate([], lambda _: True) is None
    assert certificate([1.0, 0.3], lambda _: False) is None
    digits = [Fraction(0.123456789123456), 1]  # in the end the solver's own
    assert certificate([0.123456789123456, 1.0], lambda near: near == digits) == digits


#: 3 a + b >= 2, a at most 1/2 and b at most 2.
CHOICE = Program(
    limits=[(ZERO, Fraction(1, 2)), (ZERO, Fraction(2))],
    constraints=[({0: Fraction(3), 1: Fraction(1)}, Fraction(2))],
)


@pytest.mark.parametrize("size", [0, 20_000])  # laid out sparse, and dense
def test_an_optimum_comes_with_the_multipliers_that_show_it(monkeypatch, size):
    monkeypatch.setattr(module, "SPARSE_SIZE", size)
    found = CHOICE.optimum({0: 2.0, 1: 1.0})
    assert found.status == "optimal"
    assert found.point == pytest.approx([0.5, 0.5])
    assert found.multipliers == pytest.approx([1.0])  # of the constraint as it stands
    assert CHOICE.exact_optimum({0: 2.0, 1: 1.0}) == (Fraction(1, 2), Fraction(1, 2))
    assert CHOICE.exact_optimum({0: 4.0, 1: 1.0}) == (0, 2)
    assert not CHOICE.admits((Fraction(1, 2), Fraction(499, 1000)))


def test_what_has_no_solution_has_no_optimum():
    none = Program(limits=[(0, 1)], constraints=[({0: 1}, 2)])
    found = none.optimum({0: 1.0})
    assert (found.status, len(found.point), len(found.multipliers)) == ("infeasible", 0, 0)
    assert found.reason
    assert none.exact_optimum({0: 1.0}) is None


def test_a_program_without_constraints_is_its_limits():
    box = Program(limits=[(Fraction(1, 3), 1), (0, Fraction(1, 7))], constraints=[])
    assert box.exact_optimum({0: 1.0, 1: -1.0}) == (THIRD, Fraction(1, 7))


def test_the_fewest_switches_are_found():
    # x <= switches times 1, 2 and 3; x >= 4 needs two of them, x >= 6 all, x >= 7 is out of reach
    for wanted, count in ((4, 2), (6, 3), (7, None)):
        program = Program(
            limits=[(0, None), (0, 1), (0, 1), (0, 1)],
            constraints=[({0: 1}, wanted), ({0: -1, 1: 1, 2: 2, 3: 3}, 0)],
        )
        found = program.fewest(range(1, 4))
        assert found is None if count is None else len(found) == count
    assert program.fewest([]) is None


def test_a_variable_without_a_limit_below_may_go_there():
    program = Program(limits=[(None, None), (0, 1)], constraints=[({0: -1}, 3), ({0: 1, 1: 10}, 0)])
    assert program.fewest([1]) == {1}
    assert program.optimum({0: -1.0}).point[0] == pytest.approx(-3.0)


@pytest.mark.parametrize(
    ("status", "message", "expected"),
    [
        (1, "Time limit reached.", "failed"),
        (2, "There is no solution.", "infeasible"),
        (4, "(HiGHS Status 9: model is Infeasible or Unbounded)", "infeasible"),
        (4, "Numerical difficulties.", "failed"),
    ],
)
def test_without_a_point_the_reason_is_told(monkeypatch, status, message, expected):
    answer = SimpleNamespace(status=status, message=message)
    monkeypatch.setattr("scipy.optimize.linprog", lambda *_, **__: answer)
    found = CHOICE.optimum({0: 1.0})
    assert (found.status, found.reason) == (expected, message)
    assert len(found.point) == len(found.multipliers) == 0
    assert CHOICE.exact_optimum({0: 1.0}) is None


def test_what_was_asked_lately_is_not_solved_again(monkeypatch):
    solved, solve = [], module.highs
    monkeypatch.setattr(module, "highs", lambda *given, **more: solved.append(1) or solve(*given, **more))
    lines = [line(1, 1, 3), line(1, 2, 1)]

    def found(limit, *, cost=1.0):
        return Program(limits=[(0, limit), (0, 1)], constraints=lines).optimum({0: cost, 1: 1.0})

    first = found(Fraction(1, 2))
    assert found(Fraction(1, 2)) is first
    assert len(solved) == 1
    assert not first.point.flags.writeable
    assert not first.multipliers.flags.writeable
    found(Fraction(1, 3))
    found(Fraction(1, 2), cost=2.0)
    assert len(solved) == 3
    monkeypatch.setattr(module, "REMEMBERED_SIZE", 3)
    assert found(Fraction(1, 2)).point.tolist() == first.point.tolist()
    assert len(solved) == 4


def test_what_failed_is_asked_again(monkeypatch):
    failed = module.Optimum(status="failed", point=np.zeros(0), multipliers=np.zeros(0), reason="no time")
    program, solve = Program(limits=[(0, 1)], constraints=[line(Fraction(1, 2), 1)]), module.highs
    monkeypatch.setattr(module, "highs", lambda *_, **__: failed)
    assert program.optimum({0: 1.0}).status == "failed"
    monkeypatch.setattr(module, "highs", solve)
    assert program.optimum({0: 1.0}).point.tolist() == [0.5]
