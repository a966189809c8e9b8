"""The decisions of the exact check at their borders, where a search seldom ends."""

import itertools
from fractions import Fraction
from math import prod
from types import SimpleNamespace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.recheck.exact_cells import (
    ExactCell,
    at_least,
    coordinate_bounds,
    determinant_sign,
    excluded_by_range,
    fractions,
    one_to_one,
    points_inwards,
    whole_cell,
    whole_numbers,
)
from belarusgame.solve.recheck.exact_roots import _kind
from belarusgame.solve.recheck.search_certificate import Rejected
from belarusgame.solve.recheck.search_log import _halves, _LogReader
from belarusgame.solve.search.clusters import _SAMPLES, hull, sample
from belarusgame.solve.search.roots import BORDERLINE, PROVEN, REJECTED


def exact(values):
    return np.array([[Fraction(value) for value in line] for line in values], dtype=object)


def cell(corners, outside):
    """Return a cell of one player with two strategies in its support and one outside."""
    return ExactCell(corners=[exact(corners)], rows=[exact([[0, 0], outside])])


@pytest.mark.parametrize(
    ("corners", "outside", "kind"),
    [
        ([["1/4", "3/4"], ["1/2", "1/2"]], [-1, "-1/8"], PROVEN),
        ([[0, 1], ["1/2", "1/2"]], [-1, -1], BORDERLINE),  # a probability may be zero
        ([["-1/8", "9/8"], ["1/2", "1/2"]], [-1, -1], BORDERLINE),
        ([["-1/8", "9/8"], [0, 1]], [-1, -1], BORDERLINE),
        ([["-1/8", "9/8"], ["-1/4", "5/4"]], [-1, -1], REJECTED),
        ([["1/4", "3/4"], ["1/2", "1/2"]], [-1, 0], BORDERLINE),  # the strategy outside may do as well
        ([["1/4", "3/4"], ["1/2", "1/2"]], [0, 1], BORDERLINE),
        ([["1/4", "3/4"], ["1/2", "1/2"]], ["1/8", 1], REJECTED),
    ],
)
def test_a_root_is_judged_by_signs(corners, outside, kind):
    assert _kind(cell(corners, outside)) == kind


@pytest.mark.parametrize(
    ("values", "lower"),
    [
        # a sum that is values[0] where only the first strategy is played, and values[1] at the second
        ([-1, 0], [0, 0]),  # it need not be positive anywhere
        ([1, -1], [0, "1/2"]),
        ([3, -1], [0, "3/4"]),
        ([-1, 3], ["3/4", 0]),
    ],
)
def test_probabilities_are_bounded_by_where_a_sum_is_not_positive(values, lower):
    assert coordinate_bounds(0, sums(values)[:1]) == [Fraction(x) for x in lower]


def test_a_sum_that_is_positive_everywhere_excludes_a_cell():
    assert coordinate_bounds(0, sums([1, 1])[:1]) is None
    assert coordinate_bounds(0, sums([-1, -1])[:1]) == [0, 0]


#: Two strategies of one player, one of another.
PAIR = ExactCell(
    corners=[exact([[0, 1], [1, 0]]), exact([[1]])],
    rows=[exact([[0]])[None], np.zeros((0, 2, 1), dtype=object)],
)


def sums(values):
    return [exact([[value] for value in values]), exact([[0], [0]])]


@pytest.mark.parametrize("edge", [(0, 0, 1), (0, 1, 0)])
def test_a_cell_may_be_divided_along_any_edge(edge):
    one, other = _halves(_LogReader(SimpleNamespace(events=edge, numbers=[])), PAIR)
    middle = [Fraction(1, 2)] * 2
    assert sorted([one.corners[0].tolist(), other.corners[0].tolist()]) == sorted(
        [[middle, PAIR.corners[0][1].tolist()], [PAIR.corners[0][0].tolist(), middle]]
    )


@pytest.mark.parametrize("edge", [(0, 0, 0), (0, 0, 2), (0, 2, 0), (0, -1, 0), (2, 0, 1), (-1, 0, 1)])
def test_an_edge_that_a_cell_does_not_have_is_refused(edge):
    with pytest.raises(Rejected, match="an edge that it does not have"):
        _halves(_LogReader(SimpleNamespace(events=edge, numbers=[])), PAIR)


def test_a_component_that_is_known_well_enough_gets_no_more_samples():
    game = bg.Game(np.zeros((2, 2, 3)))
    box = np.array([[0.25, 0.75]] * 5)
    known = [[np.array([1.0, 0.0]), np.array([1.0, 0.0, 0.0])]] * _SAMPLES
    assert sample(game, [box], hull([box]), known) == []
    assert len(sample(game, [box], np.array([[0.0, 1.0]] * 5), known[1:])) == 1


def test_decimals_are_taken_at_the_exact_value_of_their_floats():
    found = fractions([[0.1, 0.5, 3], [-0.3, 1e300, 0]])
    assert found.tolist() == [[Fraction(0.1), Fraction(1, 2), 3], [Fraction(-0.3), Fraction(1e300), 0]]
    assert all(isinstance(value, Fraction) for value in found.flat)


#: Three players with 3, 4 and 2 strategies, whose payoffs have nothing in common.
PAYOFFS = np.random.default_rng(5).integers(-9, 10, (3, 3, 4, 2)).astype(object) * Fraction(1, 3)
SUPPORTS = [((0, 2), (3, 0, 1), (1, 0)), ((1,), (0, 1, 2, 3), (0, 1)), ((2, 0, 1), (2,), (1,))]


def averages(support, corners, player, combination):
    """Return a player's average payoff from each strategy, summed up profile by profile."""
    earned = [Fraction(0)] * PAYOFFS.shape[player + 1]
    others = [j for j in range(3) if j != player]
    for places in itertools.product(*(range(len(support[j])) for j in others)):
        chance = prod(corners[j][combination[j], v] for j, v in zip(others, places, strict=True))
        profile = {j: support[j][v] for j, v in zip(others, places, strict=True)}
        for a in range(len(earned)):
            earned[a] += chance * PAYOFFS[(player, *(profile.get(j, a) for j in range(3)))]
    return earned


def check_rows(cell, support):
    for i, inside in enumerate(support):
        labels = [*inside, *(a for a in range(PAYOFFS.shape[i + 1]) if a not in inside)]
        for combination in itertools.product(*(range(1 if j == i else s) for j, s in enumerate(cell.sizes))):
            earned = averages(support, cell.corners, i, combination)
            found = [row[combination] for row in cell.rows[i]]
            assert found == [earned[a] - earned[labels[0]] for a in labels[1:]]


@pytest.mark.parametrize("support", SUPPORTS)
def test_rows_are_average_payoff_differences_however_a_cell_was_divided_and_cut(support):
    whole = whole_cell(PAYOFFS, support)
    assert whole.sizes == tuple(map(len, support))
    assert all((corners == np.eye(len(corners))).all() for corners in whole.corners)
    check_rows(whole, support)
    largest = max(range(3), key=lambda j: len(support[j]))
    size = len(support[largest])
    half = whole.halved(largest, size - 1, 0)
    check_rows(half, support)
    middle = [Fraction(k in (0, size - 1), 2) for k in range(size)]
    assert half.corners[largest].tolist() == [*np.eye(size).tolist()[:-1], middle]
    check_rows(half.shrunk(largest, thirds(size)).halved(2, 0, len(support[2]) - 1), support)
    check_rows(whole, support)


def thirds(size):
    return np.array([Fraction(1, 3**k) for k in range(1, size + 1)], dtype=object)


def test_a_cell_is_cut_at_lower_bounds_on_its_coordinates():
    cell = whole_cell(PAYOFFS, SUPPORTS[0])
    assert (cell.shrunk(1, thirds(3)).corners[1] * 27).tolist() == [[23, 3, 1], [9, 17, 1], [9, 3, 15]]
    twice = cell.halved(1, 0, 2).shrunk(1, thirds(3)).corners[1]
    assert (twice * 54).tolist() == [[23, 6, 25], [9, 34, 11], [9, 6, 39]]


@pytest.mark.parametrize("support", SUPPORTS)
def test_multipliers_weigh_the_rows_of_a_support_by_the_players_own_corner(support):
    cell = whole_cell(PAYOFFS, support)
    weights = [
        [[Fraction(7 * i + 3 * v + r * r + 1, 2 + v) for r in range(size - 1)] for v in range(size)]
        for i, size in enumerate(cell.sizes)
    ]
    total = cell.sums([number for lines in weights for line in lines for number in line])
    for places in itertools.product(*map(range, cell.sizes)):
        expected = Fraction(0)
        for i, v in enumerate(places):
            at = tuple(0 if j == i else place for j, place in enumerate(places))
            expected += sum(weight * cell.rows[i][(r, *at)] for r, weight in enumerate(weights[i][v]))
        assert total[places] == expected


def of_rows(*rows, size=3):
    """Return a cell of a player with ``size`` strategies in its support, against two corners of another."""
    table = np.array(rows, dtype=object)[:, None] * Fraction(1)
    return ExactCell(corners=[np.eye(size, dtype=object), np.eye(2, dtype=object)], rows=[table, table[:0]])


@pytest.mark.parametrize(
    ("rows", "excluded"),
    [
        (([-4, 4], [5, -5], [3, -3]), False),
        (([1, 4], [5, -5], [3, -3]), True),  # a strategy is always better than the first one
        (([0, 4], [5, -5], [3, -3]), False),
        (([-4, 4], [-1, -5], [-3, -7]), True),  # or always worse, though it is to be played
        (([-4, 4], [0, -5], [-3, -7]), False),
        (([-4, 4], [5, -5], [-3, -3]), False),  # as the one outside may be
        (([-4, 4], [5, -5], [1, 3]), True),
        (([-4, 4], [5, -5], [0, 3]), False),
        (([-4, 4], [-3, 5], [3, -3]), True),  # the second is better than the first
        (([-4, 4], [-4, 5], [3, -3]), False),
        (([-3, 5], [-4, 4], [3, -3]), True),
        (([-3, 4], [-4, 4], [3, -3]), False),
        (([-4, 4], [5, -5], [-3, 5]), True),  # the one outside is better than the first
        (([-4, 4], [5, -5], [6, -4]), True),  # or the second
        (([-4, 4], [5, -5], [6, -5]), False),
        (([-4, 4], [5, -5], [-5, 3]), False),
    ],
)
def test_a_cell_is_excluded_by_strategies_that_are_always_better_or_worse(rows, excluded):
    assert excluded_by_range(of_rows(*rows)) is excluded


def test_two_strategies_outside_may_be_ranked():
    assert not excluded_by_range(of_rows([-4, 4], [-5, -1], [-6, -2], size=2))
    assert not excluded_by_range(of_rows([-4, 4], [-6, -2], [-5, -1], size=2))


#: Three corners of one player against two of another, and what is known if nothing is.
TRIPLE = of_rows([0, 0], [0, 0])
NOTHING = [[0, 0]] * 3


def of_facets(*sums):
    return [np.array(facets, dtype=object) * Fraction(1) for facets in sums]


@pytest.mark.parametrize(
    ("sums", "lower"),
    [
        ((NOTHING, NOTHING, NOTHING), [0, 0, 0]),
        (([[-2, -3], [1, 2], [3, 1]], NOTHING, NOTHING), ["1/4", 0, 0]),
        ((NOTHING, NOTHING, [[1, 4], [2, 2], [0, -5]]), [0, 0, "1/6"]),
        ((NOTHING, NOTHING, [[1, 4], [2, 2], [0, 0]]), [0, 0, 1]),
        ((NOTHING, [[0, 1], [-2, 2], [3, 1]], NOTHING), [0, 0, 0]),
        ((NOTHING, [[0, 1], [2, 2], [3, 1]], NOTHING), [1, 0, 0]),
        # of two the better one counts
        (([[-2, -3], [1, 2], [3, 1]], [[-2, -3], [3, 3], [3, 3]]), ["1/2", 0, 0]),
        (([[-2, -3], [3, 3], [3, 3]], [[-2, -3], [1, 2], [3, 1]]), ["1/2", 0, 0]),
        # together they have just as much as there is
        (([[-1, -1], [1, 2], [1, 1]], [[3, 1], [-1, 0], [1, 1]]), ["1/2", "1/2", 0]),
    ],
)
def test_coordinates_are_bounded_by_the_values_on_opposite_facets(sums, lower):
    assert coordinate_bounds(0, of_facets(*sums)) == [Fraction(number) for number in lower]


@pytest.mark.parametrize(
    "sums",
    [
        ([[1, 1], [2, 1], [1, 3]], NOTHING, NOTHING),
        (NOTHING, NOTHING, [[2, 1], [1, 1], [3, 1]]),
        ([[-1, -1], [2, 2], [2, 2]], [[1, 1], [-1, -1], [1, 1]], NOTHING),  # at least 2/3 and 1/2
    ],
)
def test_bounds_that_contradict_one_another_exclude_a_cell(sums):
    assert coordinate_bounds(0, of_facets(*sums)) is None


def test_sums_are_asked_for_until_the_bounds_are_those_wanted():
    asked = []

    def one_by_one():
        for values in ([[-2, -3], [1, 2], [3, 1]], [[-2, -3], [3, 3], [3, 3]], NOTHING):
            asked.append(values)
            yield from of_facets(values)

    for wanted, count in ((["1/4", 0, 0], 1), (["3/8", 0, 0], 2), ([1, 0, 0], 3)):
        asked.clear()
        bounds = coordinate_bounds(0, one_by_one(), exact([wanted])[0])
        assert len(asked) == count
        assert bounds == [Fraction(1, 4) if count == 1 else Fraction(1, 2), 0, 0]


def test_a_sum_in_a_part_of_a_cell_is_that_of_the_cell_at_its_corners():
    (values,) = of_facets([[4, 8], [-12, 0], [1, 1]])
    lower = exact([["1/4", 0, "1/4"]])[0]
    corners = exact([["3/4", 0, "1/4"], ["1/4", "1/2", "1/4"], ["1/4", 0, "3/4"]])
    assert (at_least(values, 0, lower) == corners.dot(values)).all()
    half = exact([["1/2", 0]])[0]
    assert (at_least(values, 1, half) == values.dot(exact([[1, "1/2"], [0, "1/2"]]))).all()
    in_eighths = at_least(values, 0, np.array([2, 0, 2], dtype=object), 8)
    assert (in_eighths == 8 * corners.dot(values)).all()


def test_fractions_are_whole_numbers_of_some_unit():
    values = exact([["1/4", "-5/6"], [0, 3]])
    whole, one = whole_numbers(values)
    assert one == 12
    assert whole.tolist() == [[3, -10], [0, 36]]
    assert {type(value) for value in whole.flat} == {int}
    assert whole_numbers(exact([[0, 7]]))[1] == 1


def near_identity(first, second):
    """Return sums of a pair and two corners: derivatives by the pair's coordinate, at both, and by the other.

    The sums stand for the first and the second coordinate; each should move with its own one alone.
    """
    return [np.array(table, dtype=object) * Fraction(1, 8) for table in (first, second)]


@pytest.mark.parametrize(
    ("first", "second", "alone"),
    [
        ([[0, 0], [8, 8]], [[0, 8], [0, 8]], True),
        ([[0, 3], [8, 11]], [[0, 8], [0, 8]], True),
        ([[0, 7], [8, 15]], [[0, 8], [7, 15]], True),
        ([[0, 8], [8, 16]], [[0, 8], [0, 8]], False),  # it moves as much with the other
        ([[0, 0], [8, 8]], [[0, 8], [-8, 0]], False),
        ([[0, 0], [0, 0]], [[0, 8], [0, 8]], False),  # it does not move at all
        ([[0, 0], [16, 16]], [[0, 8], [0, 8]], False),  # or twice as much
        ([[0, 0], [15, 15]], [[0, 8], [0, 8]], True),
        ([[0, 3], [5, 8]], [[0, 8], [0, 8]], True),  # three eighths off by each
        ([[0, 4], [4, 8]], [[0, 8], [0, 8]], False),  # half off by each
        ([[0, -4], [12, 8]], [[0, 8], [0, 8]], False),
        ([[0, 1], [2, 3]], [[0, 8], [0, 8]], True),
    ],
)
def test_a_map_is_one_to_one_if_its_derivatives_are_near_the_identity(first, second, alone):
    cell = ExactCell(corners=[np.eye(2, dtype=object)] * 2, rows=[])
    assert one_to_one(cell, near_identity(first, second)) is alone


#: Where only the first, the second or the third corner is played: sums of the second and third coordinate.
INWARDS = [[-1, 2, -1], [-1, -1, 2]]


@pytest.mark.parametrize(
    ("pair", "triple", "inwards"),
    [
        ([-1, 1], INWARDS, True),
        ([0, 1], INWARDS, False),
        ([-1, 0], INWARDS, False),
        ([1, -1], INWARDS, False),
        ([-1, 1], [[0, 2, -1], [-1, -1, 2]], False),
        ([-1, 1], [[-1, 2, 0], [-1, -1, 2]], False),
        ([-1, 1], [[-1, 2, -1], [0, -1, 2]], False),
        ([-1, 1], [[-1, 2, -1], [-1, 0, 2]], False),
        ([-1, 1], [[-1, 1, -1], [-1, -1, 2]], False),  # they sum to zero where the second is played
        ([-1, 1], [[-1, 2, -1], [-1, -1, 1]], False),
        ([-1, 1], [[-1, 9, -8], [-1, -8, 9]], True),
    ],
)
def test_sums_point_inwards_where_each_is_negative_off_its_corner(pair, triple, inwards):
    cell = ExactCell(corners=[np.eye(2), np.eye(3), np.eye(1)], rows=[])
    own = [np.tile(np.array(line, dtype=object)[None, :, None], (2, 1, 1)) for line in triple]
    other = np.tile(np.array(pair, dtype=object)[:, None, None], (1, 3, 1))
    assert points_inwards(cell, [other, *own]) is inwards
    other[-1, -1] -= 2  # and it must be so whatever the others do
    assert not points_inwards(cell, [other, *own])


def test_the_sign_of_a_determinant_is_that_of_its_sum_over_permutations(by_permutations):
    rng = np.random.default_rng(3)
    for size in (0, 1, 2, 3, 4, 3, 3, 2, 2, 1, 1, 4, 3, 2, 4):
        matrix = rng.integers(-2, 3, (size, size)).astype(object) * Fraction(1, 7)
        assert determinant_sign(matrix) == np.sign(by_permutations(matrix))
        matrix[:1] = matrix[-1:]
        assert determinant_sign(matrix) == 0 or size < 2
    for order in itertools.permutations(range(3)):
        rows = np.eye(3, dtype=object)[list(order)] * Fraction(-2, 3)
        assert determinant_sign(rows) == np.sign(by_permutations(rows))
