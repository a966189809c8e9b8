"""The first pass of backward induction step by step, uncompiled: replies, choices, and what is too close."""

from types import SimpleNamespace

import numpy as np
import pytest

from belarusgame.explore.sampling.kernels import generic


@pytest.fixture(autouse=True)
def _plain(monkeypatch):
    """Let every part be called from Python."""
    for name in ("_add_reply", "_choose_tables", "_greatest_slack", "_replies", "_single_mover"):
        function = getattr(generic, name)
        monkeypatch.setattr(generic, name, getattr(function, "py_func", function))


def test_the_slack_of_a_player_is_the_greatest_of_its_own_tables():
    at = SimpleNamespace(owner=np.array([0, 1, 0]), slack=np.array([1.0, 5.0, 3.0]))
    assert [generic._greatest_slack(at, player) for player in (0, 1)] == [3.0, 5.0]


def test_where_coefficients_begin_follows_from_the_table_of_each_draw():
    buffers = SimpleNamespace(begin=np.zeros(3, dtype=np.int64), tables=np.array([[9, 9, 9], [2, 0, 1]]))
    generic._choose_tables(SimpleNamespace(table=np.zeros((3, 4, 5))), 3, buffers, 1)
    assert buffers.begin.tolist() == [40, 0, 20]


def test_several_replies_mark_a_draw_and_the_first_of_them_is_kept():
    replies = np.array([0b010, 0b110, 0b001, 0b100], dtype=np.uint32)
    cell, odd = np.array([2, 0, 1, 0], dtype=np.int32), np.array([0, 0, 1, 0], dtype=np.uint8)
    generic._add_reply(3, 4, replies, cell, odd)
    assert cell.tolist() == [2 * 3 + 1, 0 * 3 + 1, 1 * 3 + 0, 0 * 3 + 2]
    assert odd.tolist() == [0, 1, 1, 0]  # no mark is taken back


def test_replies_are_gathered_over_the_situations_of_the_table_that_is_set():
    """Player 0 has two tables; cells 4 to 6 are situations 0, 0, 1 of one and 2, 3, 3 of the other."""
    at = SimpleNamespace(
        owner=np.array([0, 1, 0]),
        situation_of=np.array([[9, 9, 9, 9, 0, 0, 1], [8] * 7, [9, 9, 9, 9, 2, 3, 3]]),
        terminal=np.arange(7),
        switch_begin=np.array([0, 1, 1]),
    )
    best = np.array([[1, 1], [2, 2], [4, 4], [8, 8]], dtype=np.uint32)
    buffers = SimpleNamespace(
        fits=np.array([255, 255], dtype=np.uint32), best=best, tables=np.array([[0, 2], [0, 0]])
    )
    generic._replies(at, np.zeros((1, 2)), buffers, 0, 4, 3)
    assert buffers.fits.tolist() == [1 | 2, 4 | 8]
    at.switch_begin = np.array([0, 0, 0])  # without switches all its situations count
    generic._replies(at, np.zeros((1, 2)), buffers, 0, 4, 3)
    assert buffers.fits.tolist() == [15, 15]


def test_a_single_mover_takes_the_better_end_and_what_is_within_its_slack_is_marked():
    """The second end is better by the second variable; those around it count nowhere below this."""
    at = SimpleNamespace(
        counts=np.array([2]),
        table=np.array([[[7.0, -7.0], [1.0, 3.0], [7.0, -7.0]]]),
        first_table=np.array([0]),
        extent=np.array([[0, 3]]),
        owner=np.array([0]),
        slack=np.array([0.5]),
    )
    drawn = np.array([1.0, -1.0, 0.25, 0.0, 0.26, -0.25])
    count = len(drawn)
    buffers = SimpleNamespace(
        begin=np.zeros(count, dtype=np.int64),
        total=np.full(count, np.nan),
        variables=np.stack([np.full(count, 100.0), drawn, np.full(count, 100.0)]),
    )
    ends, odd = np.zeros((2, count), dtype=np.int32), np.zeros(count, dtype=np.uint8)
    ends[1] = 1
    generic._single_mover(at, 0, np.array([0, 1, 0], dtype=np.uint8), 0, count, buffers, ends, odd)
    assert buffers.total.tolist() == (2.0 * drawn).tolist()
    assert ends[0].tolist() == [1, 0, 1, 0, 1, 0]
    assert odd.tolist() == [0, 0, 1, 1, 0, 1]  # a difference that equals the slack may be a tie
