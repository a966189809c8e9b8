"""An answer by branch and prune is confirmed root by root, and what is listed is exactly that."""

from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.recheck.exact_cells import fractions
from belarusgame.solve.recheck.search_certificate import Certificate, Rejected
from belarusgame.solve.recheck.searched import _corner, _leftovers, check_searched

#: Three who gain by doing as the others do, by unequal amounts: two pure equilibria and a mixed one.
PAYOFFS = np.arange(24.0).reshape(3, 2, 2, 2) ** 2 % 7 / 8
PAYOFFS[:, 0, 0, 0] += 5
PAYOFFS[:, 1, 1, 1] += 5


@pytest.fixture(scope="module")
def solution():
    found = bg.solve.all_equilibria(bg.Game(PAYOFFS), certificate=True)
    assert isinstance(found.certificate, Certificate)
    assert any(not e.is_pure for e in found.equilibria)
    return found


def check(solution, **changes):
    return check_searched(replace(solution, **changes), solution.certificate)


def test_what_was_found_is_counted_again(solution):
    mixed = sum(not e.is_pure for e in solution.equilibria)
    pure = len(solution.equilibria) - mixed
    said = check(solution)
    assert said.endswith(f"{mixed} roots and {pure} pure equilibria confirmed")


def test_an_equilibrium_more_or_less_is_noticed(solution):
    for k in range(len(solution.outcomes)):
        with pytest.raises(Rejected):
            check(solution, outcomes=solution.outcomes[:k] + solution.outcomes[k + 1 :])
    with pytest.raises(Rejected, match="listed that was not confirmed"):
        check(solution, outcomes=(*solution.outcomes, solution.outcomes[0]))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"index": 7}, "another index"),
        ({"box": None}, "has no box"),
        ({"strict": None}, "strict"),
        ({"incentive_gap": 0.5}, "."),
    ],
)
@pytest.mark.parametrize("kind", ["pure", "mixed"])
def test_what_is_said_of_an_equilibrium_is_what_was_proven(solution, kind, changes, said):
    k = next(k for k, e in enumerate(solution.outcomes) if e.is_pure == (kind == "pure"))
    wrong = replace(solution.outcomes[k], **changes)
    with pytest.raises(Rejected, match=said):
        check(solution, outcomes=(*solution.outcomes[:k], wrong, *solution.outcomes[k + 1 :]))


def test_a_root_that_is_taken_out_of_the_certificate_leaves_something_open(solution):
    shorter = replace(solution.certificate, roots=())
    with pytest.raises(Rejected):
        check_searched(solution, shorter)


def test_supports_that_dominance_and_ranges_exclude_need_no_tree():
    dilemma = fractions([[[2, 0], [3, 1]], [[2, 3], [0, 1]]])
    assert _leftovers(dilemma, {}) == ([(1, 1)], [])
    pennies = fractions([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    pure, cells = _leftovers(pennies, {})
    assert pure == []
    (whole,) = cells  # the one support of which nothing was said
    assert whole.tolist() == [[0, 1]] * 4
    assert _leftovers(pennies, {((0, 1), (0, 1)): []}) == ([], [])


def test_a_strict_pure_equilibrium_is_a_corner():
    corner = _corner((1, 0))
    assert corner.support == ((1,), (0,))
    assert [own.tolist() for own in corner.low] == [[1], [1]]
