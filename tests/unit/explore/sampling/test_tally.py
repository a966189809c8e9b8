"""What is counted of a draw, and how counts add up."""

import numpy as np
import pytest

from belarusgame.explore.sampling.tally import Found, Tallies, bits_of

EVENT = 0b0110


@pytest.mark.parametrize(
    ("found", "outcomes", "always", "sometimes"),
    [
        (Found(), 0, False, False),
        (Found(pure=0b0010), 1, True, True),
        (Found(pure=0b0110), 2, True, True),
        (Found(pure=0b0011), 2, False, True),
        (Found(pure=0b1001), 2, False, False),
        (Found(pure=0b0100, mixed=(0b0110, 0b0010)), 3, True, True),
        (Found(pure=0b0100, mixed=(0b1110,)), 2, False, True),
        (Found(mixed=(0b1001,)), 1, False, False),
        (Found(partial=True, pure=0b0010), 1, False, True),
        (Found(partial=True), 0, False, False),
    ],
)
def test_an_event_holds_in_every_outcome_or_in_some(found, outcomes, always, sometimes):
    assert (found.outcomes, found.always(EVENT), found.sometimes(EVENT)) == (outcomes, always, sometimes)


def test_what_is_reached_is_what_happens_in_some_outcome():
    assert Found(pure=0b1, mixed=(0b110, 0b100010)).reached == 0b100111


def test_counts_and_bounds_add_up_whatever_their_order():
    mixed = Found(mixed=(3,))
    one, other = Tallies(), Tallies()
    one.add(mixed, 2, [1, 5], [4, 9])
    one.add(Found(pure=1), 3)
    other.add(Found(pure=1))
    other.add(mixed, 1, [10, 20], [30, 40])
    for first, second in ((one, other), (other, one)):
        both = Tallies()
        both.update(first)
        both.update(second)
        assert [(f, t.count, t.least, t.greatest) for f, t in both.sorted()] == [
            (Found(pure=1), 4, [], []),
            (mixed, 3, [11, 25], [34, 49]),
        ]
    assert [t.count for _, t in one.sorted()] == [3, 2]


def test_equal_counts_are_put_in_an_order_of_what_was_found():
    tallies = Tallies()
    order = [
        Found(pure=1),
        Found(pure=2),
        Found(pure=2, mixed=(1,)),
        Found(partial=True),
        Found(replicate=1),
        Found(replicate=1, pure=1),
    ]
    for found in reversed(order):
        tallies.add(found)
    assert [found for found, _ in tallies.sorted()] == order


def test_marks_are_bits_from_the_lowest_on():
    marks = np.zeros((3, 4), dtype=np.bool_)
    marks[0, 0] = marks[0, 3] = marks[2, 1] = True
    assert bits_of(marks) == 2**0 + 2**3 + 2**9
    assert bits_of(np.arange(70) == 69) == 1 << 69
