"""What is known of mixtures and clusters: between what everybody's payoffs lie, and what may be reached."""

from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame.explore.sampling.kernels import continuations
from belarusgame.explore.sampling.kernels.continuations import NOTHING, allocate_entries


@pytest.fixture(autouse=True)
def _plain(uncompiled):
    uncompiled(continuations)


def at_ends(worth, inside):
    """Begin a draw with what two players get at the ends, and the events that hold there."""
    worth, inside = np.array(worth, dtype=float), np.array(inside, dtype=np.uint8)
    words = SimpleNamespace(
        counts=np.zeros(len(worth)), replies=np.zeros((1, 1, (worth.shape[1] + 63) // 64))
    )
    entries = allocate_entries(words, inside)
    continuations.start_entries(entries, worth)
    return entries


def test_an_end_of_play_is_worth_one_thing_and_reaches_itself():
    entries = at_ends([[1, -4, 2], [0, 0, 3]], [[1, 0, 1]])
    assert entries.used[0] == 3
    assert entries.worst[:, :3].tolist() == entries.best[:, :3].tolist() == [[1, -4, 2], [0, 0, 3]]
    assert entries.low[:3, 0].tolist() == entries.high[:3, 0].tolist() == [1, 0, 1]
    assert entries.reach[:3, 0].tolist() == [1, 2, 4]
    # Averages are told apart by a share of the greatest payoff, whatever its sign.
    assert entries.close.tolist() == [continuations.TOLERANCE * 4, continuations.TOLERANCE * 3]


def test_ends_beyond_the_first_word_have_their_bit_in_the_next():
    entries = at_ends(np.zeros((1, 66)), np.zeros((1, 66)))
    assert entries.reach[[0, 63, 64, 65]].tolist() == [[1, 0], [1 << 63, 0], [0, 1], [0, 2]]


def test_a_cluster_lies_between_the_extremes_of_what_it_holds():
    entries = at_ends([[1, -4, 2], [5, 0, 3]], [[1, 0, 1]])
    new = continuations.empty_entry(entries)
    for place, end in enumerate((2, 0, 1)):
        continuations.include(entries, new, end, place)
    assert (entries.worst[:, new].tolist(), entries.best[:, new].tolist()) == ([-4, 0], [2, 5])
    assert (entries.low[new, 0], entries.high[new, 0], entries.reach[new, 0]) == (0, 1, 0b111)
    again = continuations.empty_entry(entries)
    continuations.include(entries, again, 0, 0)  # what the entry before held is forgotten
    assert (entries.worst[0, again], entries.best[0, again], entries.reach[again, 0]) == (1, 1, 1)


def test_entries_are_numbered_until_there_is_no_room_left():
    entries = at_ends([[0, 0]], [[0, 0]])
    numbers = [continuations.empty_entry(entries) for _ in range(continuations.MOST_MADE + 1)]
    assert numbers == [*range(2, 2 + continuations.MOST_MADE), NOTHING]
    assert entries.used[0] == 2 + continuations.MOST_MADE


def test_ends_are_tied_where_no_coefficient_tells_them_apart():
    entries = at_ends([[0] * 4], [[0] * 4])
    at = SimpleNamespace(
        terminal=np.arange(4),
        extent=np.array([[0, 2], [2, 2]]),
        table=np.array([[[1, 1, 1, 2], [3, 3, 3, 3]], [[1, 1, 1, 1], [0, 0, 5, 0.0]]]),
    )
    cluster = continuations.empty_entry(entries)
    continuations.include(entries, cluster, 1, 0)
    continuations.include(entries, cluster, 2, 1)
    assert continuations.all_tied(at, entries, 0, 0, cluster)
    assert not continuations.all_tied(at, entries, 0, cluster, 3)  # by the first variable
    assert not continuations.all_tied(at, entries, 1, 0, cluster)  # by the second one
    assert continuations.all_tied(at, entries, 1, 0, 3)


def segment(entries, one, other):
    new = continuations.empty_entry(entries)
    continuations.include(entries, new, one, 0)
    continuations.include(entries, new, other, 1)
    entries.corners[new] = one, other
    return new


@pytest.mark.parametrize("ends", [(0, 1), (1, 0)], ids=["the poor end first", "the rich end first"])
def test_a_segment_is_cut_where_a_player_gets_what_it_demands(ends):
    """From (0, 8) to (4, 0): the first demands 3, which three quarters of the way give."""
    entries = at_ends([[0, 4], [8, 0]], [[1, 0]])
    cut = continuations.cut_segment(entries, 0, segment(entries, *ends), 3.0)
    assert (entries.worst[:, cut].tolist(), entries.best[:, cut].tolist()) == ([3, 0], [4, 2])
    assert (entries.low[cut, 0], entries.high[cut, 0]) == (0, 0.25)
    between, rich = entries.corners[cut]
    assert rich == 1
    assert entries.worst[:, between].tolist() == [3, 2]
    assert entries.reach[cut, 0] == 0b11


def test_what_is_no_segment_between_two_points_is_not_cut():
    entries = at_ends([[0, 4, 1], [8, 0, 0]], [[1, 0, 0]])
    cluster = continuations.empty_entry(entries)
    assert continuations.cut_segment(entries, 0, cluster, 3.0) == NOTHING  # without corners
    wide = segment(entries, 0, 2)
    assert continuations.cut_segment(entries, 0, segment(entries, wide, 1), 3.0) == NOTHING
    good = segment(entries, 0, 1)
    entries.used[0] = entries.reach.shape[0] - 1  # room for one entry, and two are needed
    assert continuations.cut_segment(entries, 0, good, 3.0) == NOTHING
