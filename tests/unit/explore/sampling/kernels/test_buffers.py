"""Room for a block of draws and for one draw, as large as a layout needs."""

import numpy as np
import pytest

from belarusgame.explore.sampling.draws import BLOCK
from belarusgame.explore.sampling.kernels.buffers import COLUMNS, allocate, make_play


@pytest.fixture
def layouts(ladder, laid_out):
    return {concept: laid_out(ladder, 1, concept=concept).layout for concept in ("pure", "sequential")}


def test_a_block_has_a_column_for_each_draw_and_some_more(layouts):
    at = layouts["sequential"]
    buffers = allocate(at)
    assert COLUMNS > BLOCK
    assert COLUMNS & (COLUMNS - 1)  # no power of two
    assert buffers.tables.shape == (4, COLUMNS)
    assert buffers.variables.shape == (len(at.left), COLUMNS)
    assert buffers.best.shape == (len(at.pairs), COLUMNS)
    assert buffers.ends.shape == (2 * 3 * 2 * 3, COLUMNS)


def test_the_sign_of_a_tie_stands_first_and_is_nought(layouts):
    at = layouts["pure"]
    signs = allocate(at).signs
    assert signs.shape == (1 + len(at.row_slack), COLUMNS)
    assert not signs[0].any()


def test_where_all_move_at_once_there_are_no_ends_to_come_from(layouts):
    assert allocate(layouts["pure"]).ends.shape == (0, COLUMNS)


def test_one_draw_has_room_for_all_players_in_all_profiles(layouts):
    play = make_play(layouts["sequential"])
    assert play.worth.shape == (4, 36)
    assert (play.ends.shape, play.many.shape, play.places.shape) == ((36,), (36,), (72,))
    assert play.least.shape == play.most.shape == (4 * 36,)


def test_two_buffers_share_nothing(layouts):
    one, other = allocate(layouts["pure"]), allocate(layouts["pure"])
    assert not np.shares_memory(one.signs, other.signs)
    assert not np.shares_memory(one.play.worth, other.play.worth)
