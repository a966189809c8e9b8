"""Rows: whole numbers without a common divisor, each kept once, zeros left out."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

from belarusgame.scenario import Switches
from belarusgame.weightspace.comparisons import Comparisons, bits, normalised, row_value, size_of
from belarusgame.weightspace.space import space_of


@pytest.fixture(scope="module")
def scenario(build):
    return build(
        {"row": ["a", "b"], "column": ["d", "c", "e"]},
        {
            "row.x": ((0, 0.5, 1), [({"row": "b"}, 1), ({"row": "b", "column": "e"}, 0.5)]),
            "row.y": ((0.25, 0.5, 1), [({"row": "b"}, -0.75)]),
            "row.none": ((0, 0, 0), [({"column": "c", "row": "b"}, 4)]),
            "column.x": ((0.5, 1, 1.25), [({"column": "c"}, 2), ({"column": "e", "row": "b"}, -5)]),
        },
        types={"row": {"keen": {"x": 3}}, "column": {"odd": {"x": 2}}},
    )


@pytest.fixture
def comparisons(scenario):
    return Comparisons.of(scenario, Switches(), space_of(scenario))


def test_the_ones_of_a_set_are_listed_lowest_first():
    assert list(bits(0b1011000)) == [3, 4, 6]
    assert list(bits(0)) == []


def test_comparisons_are_those_of_the_payoffs(scenario, comparisons):
    generator = np.random.default_rng(4)
    space = space_of(scenario)
    for _ in range(40):
        better, worse = (tuple(generator.integers(0, (2, 3)).tolist()) for _ in range(2))
        for types in ({}, {"row": "keen"}, {"row": "keen", "column": "odd"}):
            kept = Comparisons.of(scenario, Switches(types=types), space)
            weights = [Fraction(int(generator.integers(1, 20)), 16) for _ in range(3)]
            weights.insert(2, Fraction(0))
            factors = dict(zip(space.keys, weights, strict=True))
            game = scenario.game(factors, {}, types)
            for player in (0, 1):
                pays = [game.payoffs[(player, *profile)] for profile in (better, worse)]
                gain = kept.gain(player, better, worse)
                assert float(sum(c * weights[k] for k, c in gain.items())) == pytest.approx(pays[0] - pays[1])
                assert all(gain.values())
                rows = kept.members(kept.at_least(player, better, worse))
                worth = sum((row_value(row, weights) for row in rows), Fraction(0))
                assert np.sign(float(worth)) == np.sign(round(pays[0] - pays[1], 12))


def test_a_row_is_whole_and_has_no_common_divisor(comparisons):
    # b instead of a against e: 3/2 x - 3/4 y
    assert comparisons.at_least(0, (1, 2), (0, 2)) == 1
    assert comparisons.members(1) == [((0, 2), (1, -1))]
    assert comparisons.gain(0, (1, 2), (0, 2)) == {0: Fraction(3, 2), 1: Fraction(-3, 4)}
    assert comparisons.at_least(0, (0, 2), (1, 2)) == 2
    assert comparisons.members(3)[1] == ((0, -2), (1, 1))
    assert comparisons.at_least(1, (1, 1), (1, 2)) == 4
    assert comparisons.members(4) == [((3, 1),)]
    assert comparisons.by_owners == {(0,): 0b011, (1,): 0b100}
    assert comparisons.at_least(0, (1, 2), (0, 2)) == 1  # kept


def test_what_is_equal_everywhere_is_no_row(scenario, comparisons):
    assert comparisons.at_least(0, (0, 0), (0, 2)) == 0
    assert comparisons.at_least(1, (1, 0), (0, 0)) == 0
    assert comparisons.not_negative({2: Fraction(5)}) == 0  # its weight is always zero
    assert comparisons.not_negative({0: Fraction(5)}) == 1  # its weight can be zero
    assert comparisons.not_negative({0: Fraction(-1)}) == 2
    assert comparisons.not_negative({0: Fraction(5, 3), 2: Fraction(1)}) == 4
    assert comparisons.rows == [((0, 1),), ((0, -1),), ((0, 5), (2, 3))]
    fixed = Comparisons.of(scenario, Switches(), space_of(scenario).scaled(Fraction(0)))
    assert fixed.not_negative({0: Fraction(1), 1: Fraction(-1)}) == 0  # 0.5 against 0.5
    assert fixed.not_negative({0: Fraction(1), 1: Fraction(-2)}) == 1


def test_rows_have_numbers_and_sets(comparisons):
    one, two, three = ((0, 1),), ((3, 2),), ((1, -4), (2, 1))
    assert [comparisons.number(row) for row in (one, two, one, three)] == [0, 1, 0, 2]
    assert comparisons.by_owners == {(0,): 0b101, (1,): 0b010}
    assert comparisons.set_of((three, one, three)) == 0b101
    assert comparisons.set_of(()) == 0
    assert comparisons.members(0b110) == [two, three]


def test_rows_as_numbers():
    assert normalised({3: Fraction(4, 3), 1: Fraction(-2, 5)}) == ((1, -3), (3, 10))
    assert normalised({0: Fraction(6), 2: Fraction(-9)}) == ((0, 2), (2, -3))
    assert row_value(((0, 2), (2, -3)), [Fraction(1, 4), Fraction(9), Fraction(1, 2)]) == -1
    assert row_value((), []) == 0
    assert [size_of(row) for row in (((0, 2), (2, -3)), ((1, 5),), ((0, -1), (1, 4)))] == [3, 5, 4]


def test_comparisons_are_by_what_decides(build):
    scenario = build(
        {"row": ["a", "b"], "column": ["c", "d"]},
        {
            "row.x": ((0, 1, 2), [({"row": "b"}, 3)]),
            "column.y": ((0, 1, 2), [({"row": "b", "column": "d"}, -2), ({"column": "d"}, 1)]),
        },
        delegations={"strings": ("row", "column", {"column": "d"})},
    )
    space, weights = space_of(scenario), [Fraction(5, 4), Fraction(7, 8)]
    for switches in (Switches(), Switches(delegations={"strings": False})):
        kept = Comparisons.of(scenario, switches, space)
        game = scenario.game(dict(zip(space.keys, weights, strict=True)), **switches.arguments)
        for player, better, worse in itertools.product((0, 1), np.ndindex(2, 2), np.ndindex(2, 2)):
            for gain, exact in (
                (kept.gain(player, better, worse), game.exact_deciding),
                (kept.payoff_gain(player, better, worse), game.exact_payoffs),
            ):
                worth = sum((c * weights[k] for k, c in gain.items()), Fraction(0))
                assert worth == exact[(player, *better)] - exact[(player, *worse)]
            worth = [row_value(row, weights) for row in kept.members(kept.at_least(player, better, worse))]
            assert np.sign(sum(worth)) == np.sign(
                float(game.exact_deciding[(player, *better)] - game.exact_deciding[(player, *worse)])
            )
    decided = Comparisons.of(scenario, Switches(), space)
    decided.at_least(0, (1, 1), (0, 1))
    decided.at_least(0, (1, 0), (0, 1))
    assert decided.by_owners == {
        (1,): 0b01,
        (0, 1): 0b10,
    }  # the second compares across what decides who decides
