"""Branch and prune on one support: every part ends as an equilibrium, as nothing, or as open."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.structured.branching import (
    NONE,
    PROVEN,
    Cells,
    judge,
    longest_edge,
    most_regret,
    width,
)
from belarusgame.solve.structured.budget import CellBudget
from belarusgame.solve.structured.only_solution import locate
from belarusgame.solve.structured.pieces import ROOT
from belarusgame.solve.structured.reduction import whole_part
from belarusgame.solve.structured.rows import rows_of, whole_payoffs

#: Three players in a circle: each wants to differ from the next one, twice as much if the others match.
MATCH = np.zeros((3, 2, 2, 2), dtype=int)
for a, b, c in np.ndindex(2, 2, 2):
    MATCH[:, a, b, c] = (
        (1 + (b == c)) * (a != b),
        (1 + (c == a)) * (b != c),
        (1 + (a == b)) * (c != a),
    )


def cells_of(payoffs, support, *, most=50, budget=100_000, narrow=1e-6):
    game = bg.Game(payoffs)
    rows = rows_of(whole_payoffs(game), support)
    cells = Cells(
        rows=rows,
        narrow=lambda part: width(part.points) < narrow,
        most=most,
        budget=CellBudget(cells=budget),
    )
    cells.run(whole_part(rows))
    return game, cells


def test_a_regular_equilibrium_in_the_middle_is_kept_with_its_index():
    game, cells = cells_of(MATCH, ((0, 1),) * 3)
    assert not cells.opened
    assert not cells.waiting
    assert [(piece.is_point, piece.index) for piece in cells.pieces] == [(True, 1)]
    assert max(game.regret(cells.pieces[0].middle(game.shape)).values()) < 1e-12


def test_an_irrational_one_is_enclosed():
    # Everybody is indifferent where the product of the two others' shares of the first strategy is a half.
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    payoffs[:, 0, 0, 0] = 2
    payoffs[0, 1] = payoffs[1, :, 1] = payoffs[2, :, :, 1] = 1
    game, cells = cells_of(payoffs, ((0, 1),) * 3)
    assert [piece.kind for piece in cells.pieces] == [ROOT]
    assert [own[0] for own in cells.pieces[0].middle(game.shape)] == pytest.approx([2**-0.5] * 3, abs=1e-9)


def test_a_budget_that_ends_leaves_what_was_not_taken_up():
    _, cells = cells_of(MATCH, ((0, 1),) * 3, budget=0)
    assert len(cells.waiting) == 1
    assert not cells.pieces


def found_at(payoffs, support):
    rows = rows_of(whole_payoffs(bg.Game(payoffs)), support)
    part = whole_part(rows)
    return rows, locate(rows, part, rows.at(part.points, part.active))


COORDINATION = np.array([[[2, 0], [0, 1]]] * 2)


def test_the_verdict_on_an_exact_solution():
    assert judge(*found_at(COORDINATION, ((0, 1), (0, 1)))) == PROVEN


def test_a_better_strategy_outside_refutes_and_an_equal_one_ties_or_follows():
    def with_third(row):
        first = np.array([[2, 0], [0, 1], row])
        return [first, np.array([[2, 0], [0, 1], [0, 0]])]

    support = ((0, 1), (0, 1))
    assert judge(*found_at(with_third([1, 1]), support)) == NONE  # 1 against 2/3
    assert judge(*found_at(with_third([0, 0]), support)) == PROVEN
    # A copy of the first strategy is a row that vanishes with the equation.
    assert judge(*found_at(with_third([2, 0]), support)) == PROVEN


def test_a_solution_with_a_probability_of_zero_belongs_to_a_smaller_support():
    # Player 2 is indifferent only where player 1 does not play its second strategy.
    payoffs = [np.array([[1, 0], [0, 1]]), np.array([[1, 1], [1, 0]])]
    assert judge(*found_at(payoffs, ((0, 1), (0, 1)))) == NONE


def test_the_longest_edge_and_the_width():
    points = (np.array([[2, 0], [1, 1]]), np.array([[4, 0, 0], [1, 3, 0], [0, 0, 4]]))
    assert longest_edge(points) == (1, 0, 2)
    assert width(points) == 1.0
    assert width(points[:1]) == 0.5


@pytest.mark.parametrize("seed", range(4))
def test_the_largest_regret_is_that_at_a_corner(seed):
    game = bg.Game(np.random.default_rng(seed).integers(-3, 4, (3, 2, 3, 2)))
    rows = rows_of(whole_payoffs(game), ((0, 1), (0, 2), (1,)))
    points = (np.array([[3, 1], [1, 3]]), np.array([[2, 0], [1, 1]]), np.array([[1]]))
    regrets = []
    for x, y in np.ndindex(2, 2):
        first, second = points[0][x] / 4, points[1][y] / points[1][y].sum()
        profile = [first, np.array([second[0], 0.0, second[1]]), np.array([0.0, 1.0])]
        regrets.append(max(game.regret(profile).values()))
    assert most_regret(rows, points, [1, 1, 1]) == pytest.approx(max(regrets), abs=1e-12)
