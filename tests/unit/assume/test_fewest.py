import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from belarusgame.assume.conflicts import holding, possible
from belarusgame.assume.fewest import Inputs, _one_by_one, _program, fewest, firmest, limited
from belarusgame.assume.formula import Atom
from belarusgame.weightspace.comparisons import normalised
from belarusgame.weightspace.space import Space, space_of


@pytest.mark.parametrize("guess", [None, ["union.jobs"]])
def test_what_the_program_finds_is_checked_and_replaced(port, monkeypatch, guess):
    """The program works in floating point: what it gives up, or gets wrong, is found another way."""
    space = space_of(port)
    calm, jobs, order = (space.keys.index(name) for name in ("city.calm", "union.jobs", "owner.order"))
    # Both (0.75) beat calm (1) if they grow; lowering calm to 0.75 would give no more than ties.
    branch = frozenset(Atom(tuple(sorted({k: 1, calm: -1}.items())), True) for k in (jobs, order))
    enough = Inputs(frozenset([jobs, order]))
    assert fewest(space, branch) == enough
    wrong = None if guess is None else Inputs(frozenset(map(space.keys.index, guess)))
    monkeypatch.setattr("belarusgame.assume.fewest._program", lambda *_: wrong)
    assert fewest(space, branch) == enough


def numbers(*values):
    return tuple(Fraction(str(value)) for value in values)


def a_space(weights, driver, levels):
    """Build a space from low, likely and high of each weight, its driver, and the ends of each driver."""
    low, likely, high = (numbers(*column) for column in zip(*weights, strict=True))
    lowest, highest = (numbers(*column) for column in zip(*levels, strict=True)) if levels else ((), ())
    return Space(
        keys=tuple("abcdefgh"[: len(weights)]),
        low=low,
        likely=likely,
        high=high,
        drivers=tuple("xyz"[: len(levels)]),
        driver=driver,
        lowest=lowest,
        highest=highest,
    )


def drawn(generator, count):
    """Draw a space of four weights and two drivers, and comparisons that do not all hold at its start."""
    while True:
        sides = generator.integers(0, 4, size=(6, 2))
        likely = generator.integers(3, 7, size=4)
        space = a_space(
            [(m - down, m, m + up) for m, (down, up) in zip(likely.tolist(), sides.tolist(), strict=False)],
            tuple(generator.choice([None, 0, 1], size=4).tolist()),
            [(1 - down / 4, 1 + up / 2) for down, up in sides[4:].tolist()],
        )
        branch = frozenset(
            Atom(normalised({k: Fraction(c) for k, c in enumerate(row) if c}), bool(generator.integers(2)))
            for row in generator.integers(-3, 4, size=(count, 4)).tolist()
            if any(row)
        )
        if len(branch) == count and not holding(space, branch, space.start):
            return space, branch


def with_only(space, inputs):
    """Return the space in which no other input can leave the start."""
    start, keep = space.start, dict.fromkeys(("low", "high", "lowest", "highest"))
    for name in keep:
        fixed, free = (
            (start.weights, inputs.weights) if name in {"low", "high"} else (start.levels, inputs.drivers)
        )
        keep[name] = tuple(
            end if n in free else value
            for n, (end, value) in enumerate(zip(getattr(space, name), fixed, strict=True))
        )
    return replace(space, **keep)


def by_brute_force(space, branch):
    """Return the least number of inputs with which comparisons can hold, trying all; None if none will do."""
    inputs = [(k, True) for k in range(len(space.keys))] + [(j, False) for j in range(len(space.drivers))]
    for count in range(len(inputs) + 1):
        for chosen in itertools.combinations(inputs, count):
            moved = Inputs(
                frozenset(n for n, weight in chosen if weight), frozenset(n for n, w in chosen if not w)
            )
            if possible(with_only(space, moved), branch) is not None:
                return count
    return None


@pytest.mark.parametrize("count", [1, 2, 3])
def test_no_fewer_inputs_will_do(count):
    generator = np.random.default_rng(count)
    found = []
    for _ in range(80 if count == 1 else 20):
        space, branch = drawn(generator, count)
        least, inputs = by_brute_force(space, branch), fewest(space, branch)
        assert (inputs is None) == (least is None)
        if inputs is not None:
            assert len(inputs) == least
            assert possible(with_only(space, inputs), branch) is not None
            found.append(least)
        if count > 1 and least is not None:  # nothing is left to the slower search
            assert len(_program(space, branch)) == least
    assert {1, 2} <= set(found)


def test_the_slower_search_ends_where_every_input_is_needed():
    generator = np.random.default_rng(7)
    sizes = set()
    for _ in range(20):
        space, branch = drawn(generator, 2)
        inputs = _one_by_one(space, branch)
        assert (inputs is None) == (possible(space, branch) is None)
        if inputs is not None:
            assert possible(with_only(space, inputs), branch) is not None
            assert all(possible(with_only(space, less), branch) is None for less in inputs.each())
            sizes.add((len(inputs.weights), len(inputs.drivers)))
    assert len(sizes) >= 4


def test_inputs_are_counted_and_taken_away_one_by_one():
    inputs = Inputs(frozenset([4, 2]), frozenset([0]))
    assert (len(inputs), len(Inputs())) == (3, 0)
    assert list(inputs.each()) == [
        Inputs(frozenset([4]), frozenset([0])),
        Inputs(frozenset([2]), frozenset([0])),
        Inputs(frozenset([4, 2])),
    ]


#: Weights from where they likely are to a little less or much more; the first is outside its own range.
SPACE = a_space([(1, 0.5, 3), (0.5, 1, 2), (1, 1, 1), (0.2, 1, 4)], (None, 0, None, 1), [(0.25, 3), (2, 4)])


def test_what_may_move_goes_to_its_ends_and_the_rest_stays():
    part = limited(SPACE, Inputs(frozenset([1]), frozenset([1])))
    assert (part.low, part.high) == (numbers(1, 0.5, 1, 1), numbers(1, 2, 1, 1))
    assert (part.lowest, part.highest) == (numbers(1, 2), numbers(1, 4))
    assert limited(SPACE, Inputs()).high == numbers(1, 1, 1, 1)
    assert limited(SPACE, Inputs()).lowest == numbers(1, 2)


def test_nothing_to_hold_or_nothing_lacking_needs_no_input():
    assert fewest(SPACE, frozenset()) == Inputs()
    holds = frozenset([Atom(((0, 1), (1, -1)), False), Atom(((3, 1),), True)])
    assert fewest(SPACE, holds) == Inputs()
    assert firmest(SPACE, holds, Inputs()) == SPACE.start
    beyond = frozenset([Atom(((0, 1), (2, -4)), True)])  # 3 is not more than 4
    assert fewest(SPACE, beyond) is None
    assert firmest(SPACE, beyond, Inputs()) is None
    assert firmest(SPACE, beyond, Inputs(frozenset([0]))) is None


def less(k, times, other, share):
    """Say that ``times`` one weight is less than ``share`` of another."""
    return Atom(tuple(sorted({k: -times, other: share}.items())), True)


@pytest.mark.parametrize(
    ("weight", "branch", "value"),
    [
        ((0.5, 1, 2), [less(1, 4, 0, 3)], "2"),  # 3 a > 4: as far as the range goes
        ((0.5, 1, "1.335"), [less(1, 4, 0, 3)], "1.335"),
        ((0.5, 1, 2), [less(0, 3, 1, 2)], "0.5"),  # 3 a < 2
        ((0.5, 1, 2), [less(1, 1, 0, 1), less(0, 1, 1, 2)], "1.333"),  # a - 1 and (2 - a) / 2
        ((0.5, 1, 2), [less(1, 1003, 0, 1000), less(0, 1000, 1, 1007)], "1.005"),
    ],
)
def test_the_firmest_point_is_where_the_least_margin_is_largest(weight, branch, value):
    space = a_space([weight, (1, 1, 1)], (None, None), [])
    point = firmest(space, frozenset(branch), Inputs(frozenset([0])))
    assert point.weights[0] == pytest.approx(float(value), abs=0.001 if len(branch) > 1 else 0)
    assert point.weights[1] == 1


def test_a_driver_too_goes_where_the_margin_is_largest():
    space = a_space([(1, 1, 1), (1, 1, 1)], (0, None), [(0.5, 3)])
    for branch, level in (([less(1, 4, 0, 3)], "3"), ([less(0, 3, 1, 2)], "0.5")):
        moved = fewest(space, frozenset(branch))
        assert moved == Inputs(drivers=frozenset([0]))
        point = firmest(space, frozenset(branch), moved)
        assert (point.levels, point.weights) == (numbers(level), (1, 1))


def test_where_nothing_but_a_tie_is_left_the_point_is_the_tie():
    space = a_space([(1, 1, 1.5), (1.5, 1.5, 1.5)], (None, None), [])
    tie = [Atom(((0, 1), (1, -1)), strict) for strict in (False, True)]
    moved = Inputs(frozenset([0]))
    assert firmest(space, frozenset(tie[:1]), moved).weights[0] == Fraction(3, 2)
    assert firmest(space, frozenset(tie[1:]), moved) is None
