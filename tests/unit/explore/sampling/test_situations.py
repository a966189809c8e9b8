"""Comparisons between own strategies, each counted once, of tables written by hand."""

from fractions import Fraction

import numpy as np
import pytest

from belarusgame.base.labels import Labels
from belarusgame.explore.sampling.situations import UNIT, OwnTable, compared, integers, starts

#: Profiles in order: u/l, u/r, d/l, d/r.
SQUARE = Labels(("row", "column"), (("u", "d"), ("l", "r")))


def table(player, rows, sizes):
    exact = np.array([[Fraction(v) for v in row] for row in rows], dtype=object)
    return OwnTable(player=player, exact=exact, sizes=sizes)


#: The row gains half of x by going down at l, and loses half of x at r; the column gains 2 y by r always.
ROW = table(0, [[0], [1], ["1/2"], ["1/2"]], [2.0])
COLUMN = table(1, [[0], [2], [5], [7]], [3.0])


def test_a_comparison_and_its_reverse_are_one_row_with_two_signs():
    found = compared([ROW, COLUMN], SQUARE)
    assert found["row_begin"].tolist() == [0, 1, 2]
    # Of 'u rather than d': -x/2 at l and x/2 at r are one row; its first coefficient is positive.
    assert found["term_value"].tolist() == [0.5, 2.0]
    at_left, at_right = found["situation_of"][0, [0, 1]]
    assert (found["pairs"][at_left, 0, 1], found["pairs"][at_left, 1, 0]) == (-1, 1)
    assert (found["pairs"][at_right, 0, 1], found["pairs"][at_right, 1, 0]) == (1, -1)
    # The second player's rows are numbered on: 'l rather than r' is the second row reversed.
    (place,) = set(found["situation_of"][1].tolist())
    assert found["pairs"][place, 0, 1] == -2


def test_where_nothing_is_told_apart_there_is_one_situation_and_its_profiles_are_marked():
    found = compared([ROW, COLUMN], SQUARE)
    assert found["situation_begin"].tolist() == [0, 2, 3]
    assert found["replies"][:, :, 0].tolist() == [
        [0b0001, 0b0100],  # u and d at l
        [0b0010, 0b1000],
        [0b0101, 0b1010],  # l and r, whatever the row does
    ]


def test_a_tie_has_no_row():
    tied = table(0, [[1], [1], [1], [1]], [2.0])
    found = compared([tied, COLUMN], SQUARE)
    assert found["row_begin"].tolist() == [0, 0, 1]
    assert (found["pairs"][found["situation_of"][0, 0]] == 0).all()


def test_a_row_of_one_term_has_a_sure_sign_and_one_of_two_is_off_by_so_much_at_most():
    both = table(0, [[0, 0], [0, 0], [3, 0], [3, -4]], [2.0, 5.0])
    found = compared([both, COLUMN], SQUARE)
    # At l: -3 x alone. At r: -3 x + 4 y, with x <= 2 and y <= 5, and eight roundings beyond the two terms.
    assert found["term_begin"].tolist() == [0, 1, 3, 4]
    assert found["row_slack"].tolist() == [
        0.0,
        pytest.approx(10 * UNIT * (3 * 2 + 4 * 5), rel=1e-15, abs=0),
        0.0,
    ]
    assert found["slack"][0] == pytest.approx(10 * UNIT * 2 * (3 * 2 + 4 * 5), rel=1e-15, abs=0)


def test_tables_share_the_situations_that_they_have_in_common():
    other = table(0, [[0], [1], ["1/2"], [3]], [2.0])  # as the first table at l, and something else at r
    found = compared([ROW, other, COLUMN], SQUARE)
    first, second = found["situation_of"][:2]
    assert first[0] == second[0]
    assert first[1] != second[1]
    assert found["situation_used"][first[0]].tolist() == [1, 1]
    assert found["situation_used"][first[1]].tolist() == [1, 0]
    assert found["situation_used"][second[1]].tolist() == [0, 1]


def test_profiles_beyond_the_first_word_are_marked_in_the_next_one():
    wide = Labels(("one", "many"), (("a", "b"), tuple(f"m{k}" for k in range(40))))
    own = table(0, [[0]] * 40 + [[1]] * 40, [1.0])
    others = table(1, [[k % 40] for k in range(80)], [1.0])
    found = compared([own, others], wide)
    low, high = found["replies"][0, 1].tolist()  # b: profiles 40 to 79
    assert (low, high) == (sum(1 << k for k in range(40, 64)), (1 << 16) - 1)


def test_pieces_laid_end_to_end_begin_where_the_one_before_ends():
    assert starts(iter([2, 0, 3])).tolist() == [0, 2, 2, 5]
    assert starts(iter([])).tolist() == [0]
    assert integers(k for k in (3, 1)).dtype == np.int64
