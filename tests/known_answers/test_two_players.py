"""Published games of two players with all their equilibria, degenerate ones included."""

from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve import two_player_equilibria
from belarusgame.solve.two_player.components import exact_equilibria, two_player_solution


def negated(matrix):
    return [[-value for value in row] for row in matrix]


# nashpy issue 39 (2018), zero sum: support enumeration once returned nothing.
ISSUE_39 = [[0, 1, 0, -1], [-1, 0, 1, 1], [0, -1, 0, 1], [1, -1, -1, 0]]

# nashpy issue 41 (2018), zero sum: the same.
ISSUE_41 = [[0, -1, 1, 1], [1, 0, -1, -1], [-1, 1, 0, -1], [-1, 1, 1, 0]]

# nashpy issue 82 (2020): costs, so that both players minimise.
ISSUE_82 = (
    [[0, 0, 6, 0, 0], [0, 0, 3, 2, 1], [4, 3, 0, 0, 1]],
    [[3, 0, 2, 1, 0], [0, 2, 0, 0, 4], [4, 0, 2, 4, 4]],
)

# nashpy issue 222 (2023): the row player may use its first strategy with any probability up to 2/7.
ISSUE_222 = ([[-3, 3], [-3, 5]], [[2, 7], [4, 2]])

# nashpy issue 231 (2024), zero sum.
ISSUE_231 = [
    [0, -1, -1, -1, 1, -1],
    [1, 0, 1, -1, -1, -1],
    [1, -1, 0, -1, -1, 1],
    [1, 1, 1, 0, -1, -1],
    [-1, 1, 1, 1, 0, -1],
    [1, 1, -1, 1, 1, 0],
]


def exact(rows, columns):
    return exact_equilibria(bg.Game([rows, columns]))


def test_prisoners_dilemma():
    found = exact([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert found.vertices == (((0, 1), (0, 1)),)
    assert found.indices == (1,)


def test_battle_of_the_sexes():
    found = exact([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    assert found.vertices == (
        ((1, 0), (1, 0)),
        ((Fraction(3, 5), Fraction(2, 5)), (Fraction(2, 5), Fraction(3, 5))),
        ((0, 1), (0, 1)),
    )


def test_matching_pennies():
    found = exact([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    assert found.vertices == (((Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1, 2))),)


def test_rock_paper_scissors():
    rock = [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]
    third = (Fraction(1, 3),) * 3
    assert exact(rock, negated(rock)).vertices == ((third, third),)


def test_nashpy_issue_64_has_three():
    found = exact([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]])
    assert found.vertices == (
        ((1, 0, 0), (1, 0)),
        ((Fraction(4, 5), Fraction(1, 5), 0), (Fraction(2, 3), Fraction(1, 3))),
        ((0, Fraction(1, 3), Fraction(2, 3)), (Fraction(1, 3), Fraction(2, 3))),
    )
    assert found.indices == (1, -1, 1)


def test_the_degenerate_3x2_game_has_one_isolated_equilibrium_and_one_continuum():
    found = exact([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]])
    assert found.vertices == (
        ((1, 0, 0), (1, 0)),
        ((1, 0, 0), (Fraction(2, 3), Fraction(1, 3))),
        ((0, Fraction(1, 3), Fraction(2, 3)), (Fraction(1, 3), Fraction(2, 3))),
    )
    assert found.components == ((0, 1), (2,))


def test_nashpy_issue_82_has_eight_extreme_equilibria():
    found = exact(negated(ISSUE_82[0]), negated(ISSUE_82[1]))
    assert set(found.vertices) == {
        ((1, 0, 0), (0, 1, 0, 0, 0)),
        ((1, 0, 0), (0, 0, 0, 0, 1)),
        ((Fraction(2, 3), Fraction(1, 3), 0), (0, 1, 0, 0, 0)),
        (
            (Fraction(1, 3), Fraction(1, 2), Fraction(1, 6)),
            (0, Fraction(4, 9), Fraction(2, 9), Fraction(1, 3), 0),
        ),
        ((0, Fraction(1, 2), Fraction(1, 2)), (0, Fraction(1, 2), Fraction(1, 2), 0, 0)),
        ((0, 1, 0), (Fraction(3, 7), 0, Fraction(4, 7), 0, 0)),
        ((0, 1, 0), (1, 0, 0, 0, 0)),
        ((0, 1, 0), (Fraction(3, 8), 0, Fraction(1, 4), Fraction(3, 8), 0)),
    }
    assert len(found.isolated) == 2
    assert sorted(len(component) for component in found.components) == [1, 1, 3, 3]


def test_nashpy_issue_222_has_the_mixture_up_to_two_sevenths():
    found = exact(*ISSUE_222)
    assert found.vertices == (((Fraction(2, 7), Fraction(5, 7)), (1, 0)), ((0, 1), (1, 0)))
    assert found.components == ((0, 1),)


def test_nashpy_issue_231_has_the_equilibrium_of_its_reporter():
    found = exact(ISSUE_231, negated(ISSUE_231))
    third = Fraction(1, 3)
    assert any(row == (0, 0, third, 0, third, third) for row, _ in found.vertices)


@pytest.mark.parametrize(
    ("rows", "columns", "missed"),
    [
        (ISSUE_39, negated(ISSUE_39), 3),
        (ISSUE_41, negated(ISSUE_41), 0),  # nashpy has learnt to find this one
        (negated(ISSUE_82[0]), negated(ISSUE_82[1]), 3),
        (*ISSUE_222, 1),
    ],
    ids=["39", "41", "82", "222"],
)
def test_what_nashpys_support_enumeration_misses(rows, columns, missed):
    game = bg.Game([rows, columns])
    exact_list = exact_equilibria(game).vertices
    found = two_player_equilibria(game, "support_enumeration")
    listed = [np.concatenate(equilibrium.mixed) for equilibrium in found.equilibria]
    lost = [
        (row, column)
        for row, column in exact_list
        if not any(np.allclose(point, np.array([*row, *column], dtype=float)) for point in listed)
    ]
    assert len(lost) == missed
    # Whatever is missing, the status never claims a complete list.
    assert (found.status == "complete") == (missed == 0)


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_pure_coordination_has_an_equilibrium_for_every_support(size):
    identity = np.eye(size, dtype=int)
    found = two_player_solution(bg.Game([identity, identity]))
    assert len(found.equilibria) == 2**size - 1
    assert sum(equilibrium.index for equilibrium in found.equilibria) == 1


def test_the_6x6_game_of_von_stengel_has_75_equilibria():
    # von Stengel 1997, from dual cyclic polytopes: more than one equilibrium for each support (2^6 - 1 = 63).
    A = [
        [9504, -660, 19976, -20526, 1776, -8976],
        [-111771, 31680, -130944, 168124, -8514, 52764],
        [397584, -113850, 451176, -586476, 29216, -178761],
        [171204, -45936, 208626, -263076, 14124, -84436],
        [1303104, -453420, 1227336, -1718376, 72336, -461736],
        [737154, -227040, 774576, -1039236, 48081, -300036],
    ]
    B = [
        [72336, 48081, 29216, 14124, 1776, -8514],
        [-461736, -300036, -178761, -84436, -8976, 52764],
        [1227336, 774576, 451176, 208626, 19976, -130944],
        [-1718376, -1039236, -586476, -263076, -20526, 168124],
        [1303104, 737154, 397584, 171204, 9504, -111771],
        [-453420, -227040, -113850, -45936, -660, 31680],
    ]
    found = two_player_solution(bg.Game([A, B]))
    assert found.status == "complete"
    assert len(found.equilibria) == 75
    assert sum(equilibrium.index for equilibrium in found.equilibria) == 1
