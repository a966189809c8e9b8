import io
import sys
import time
from types import SimpleNamespace

import pytest

from belarusgame.base import at_work
from belarusgame.base.at_work import counted, quiet, working_on


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Screen(Terminal):
    """A terminal that is read on from where it was read to."""

    read_to = 0

    def says(self, words):
        """Wait until a line says so; return whether it does within a time in which it surely would."""
        end = time.monotonic() + 10.0
        while words not in self.getvalue()[self.read_to :] and time.monotonic() < end:
            time.sleep(0.001)
        place = self.getvalue().find(words, self.read_to)
        self.read_to = place + len(words)
        return place >= 0


@pytest.fixture
def screen(monkeypatch):
    """Return a terminal on which everything is said at once."""
    monkeypatch.setattr(at_work, "PATIENCE", -1.0)
    monkeypatch.setattr(at_work, "PAUSE", 0.001)
    terminal = Screen()
    monkeypatch.setattr(at_work, "sys", SimpleNamespace(stderr=terminal))  # pytest sets the true one anew
    monkeypatch.setattr(at_work, "on_terminal", lambda: True)
    return terminal


def test_work_is_named_with_its_time_and_then_cleared(screen):
    with working_on("tipping points"):
        assert screen.says("tipping points, ")
        with working_on("proofs"):
            assert screen.says(" s\x1b[K\rproofs, ")
        assert screen.says("tipping points, ")
    assert screen.getvalue().endswith("\r\x1b[K")
    silent = screen.getvalue()
    time.sleep(0.02)
    assert screen.getvalue() == silent


def test_steps_are_counted_with_the_time_that_is_left_and_what_they_do_is_silent(screen):
    @working_on("choices")
    def choose():
        for step in counted(range(4), "choices"):
            with working_on("what a choice does"):
                assert screen.says(f"{step} of 4 choices" + (", about a second left" if step else ""))
            assert [*counted("ab", "letters")] == ["a", "b"]

    choose()
    assert "what a choice does" not in screen.getvalue()
    assert "letters" not in screen.getvalue()


def test_whoever_has_a_bar_has_the_line(screen):
    with working_on("draws"), quiet():
        time.sleep(0.02)
        with working_on("a draw"):
            time.sleep(0.02)
        assert screen.getvalue() == ""


def test_work_that_fails_leaves_the_line_even_while_its_error_is_kept(screen):
    with pytest.raises(ZeroDivisionError) as kept, working_on("work"):
        for step in counted(range(3), "steps"):
            assert screen.says("0 of 3 steps")
            step / 0
    silent = screen.getvalue()
    time.sleep(0.02)
    assert (screen.getvalue(), kept.type) == (silent, ZeroDivisionError)
    with working_on("other work"):
        assert screen.says("other work, 0 s")


def test_nothing_is_said_of_short_work_or_to_a_file(monkeypatch):
    for stream, patience in ((Terminal(), 10.0), (io.StringIO(), -1.0)):
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(at_work, "PATIENCE", patience)
        monkeypatch.setattr(at_work, "PAUSE", 0.001)
        with working_on("work"):
            assert [*counted("abc", "letters")] == ["a", "b", "c"]
            time.sleep(0.02)
        assert stream.getvalue() == ""


def test_a_function_keeps_its_name_and_returns_what_it_returned():
    @working_on("sums")
    def add(one, other):
        """Add."""
        return one + other

    assert (add(1, other=2), add.__name__, add.__doc__) == (3, "add", "Add.")
