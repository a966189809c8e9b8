import io
import sys

import pytest

from belarusgame.base.expected_time import announce_time, on_terminal


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
    assert screen.getvalue() == f"belarusgame: solving will take about {said}; to bound it: --draws\x1b[K\n"


def test_nothing_is_said_of_short_work_or_to_a_file(monkeypatch):
    for stream, seconds in ((Terminal(), 9.9), (io.StringIO(), 1e6)):
        monkeypatch.setattr(sys, "stderr", stream)
        announce_time(seconds, "solving", "--draws")
        assert stream.getvalue() == ""


def test_a_standard_error_that_is_closed_or_not_there_is_no_terminal(monkeypatch):
    closed = io.StringIO()
    closed.close()
    for stream, there in ((None, False), (closed, False), (io.StringIO(), False), (Terminal(), True)):
        monkeypatch.setattr(sys, "stderr", stream)
        assert on_terminal() is there
