import io
import itertools
import sys
import time

import pytest

from belarusgame.base.expected_time import announce_time, counted


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (11, "11 seconds"),
        (119, "119 seconds"),
        (600, "10 minutes"),
        (9e4, "25 hours"),
        (1e300, "1,000,000 days"),
    ],
)
def test_long_work_is_announced_in_one_line(seconds, said, monkeypatch):
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    announce_time(seconds, "solving", "--draws")
    assert screen.getvalue() == f"belarusgame: solving will take about {said}; to bound it: --draws\n"


def test_nothing_is_said_of_short_work_or_to_a_file(monkeypatch):
    for stream, seconds in ((Terminal(), 9.9), (io.StringIO(), 1e6)):
        monkeypatch.setattr(sys, "stderr", stream)
        announce_time(seconds, "solving", "--draws")
        assert stream.getvalue() == ""


def test_steps_are_counted_once_they_take_a_while_and_then_cleared(monkeypatch):
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    monkeypatch.setattr(time, "monotonic", itertools.count().__next__)  # a second a step
    outer = counted([1, 2, 3, 4, 5], "choices")
    assert [(step, *counted([0] * 9, "silent")) for step in outer] == [(k, *[0] * 9) for k in range(1, 6)]
    assert screen.getvalue() == (
        "2 of 5 choices, about 4 seconds left\x1b[K\r"
        "3 of 5 choices, about 3 seconds left\x1b[K\r"
        "4 of 5 choices, about a second left\x1b[K\r\x1b[K"
    )


def test_nothing_is_counted_of_short_work_or_to_a_file(monkeypatch):
    for stream, seconds in ((Terminal(), 0.1), (io.StringIO(), 100.0)):
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(time, "monotonic", itertools.count(0.0, seconds).__next__)
        assert list(counted("abc", "letters")) == ["a", "b", "c"]
        assert stream.getvalue() == ""


def test_work_that_ends_early_leaves_room_for_other_work(monkeypatch):
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    monkeypatch.setattr(time, "monotonic", itertools.count().__next__)
    begun = counted([1, 2, 3, 4, 5], "first")
    next(begun)
    begun.close()
    assert list(counted([1, 2, 3, 4, 5], "second")) == [1, 2, 3, 4, 5]
    assert "second" in screen.getvalue()
