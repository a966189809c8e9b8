"""What the user of a terminal is told while the search runs, on a real (pseudo-)terminal."""

import io
import math
import os
import select
import subprocess
import sys
import time
from contextlib import contextmanager, redirect_stderr

import pytest

from belarusgame.solve.search import terminal

pty = pytest.importorskip("pty", reason="only POSIX systems have pseudo-terminals")


def read_all(descriptor):
    """Read what was written to a pseudo-terminal, until nothing more comes."""
    parts = []
    while select.select([descriptor], [], [], 0.1)[0]:
        parts.append(os.read(descriptor, 4096))
    return b"".join(parts).decode()


@pytest.fixture
def screen(monkeypatch):
    """Return what makes standard error a terminal, for a while, and says what it showed."""
    monkeypatch.setattr(terminal, "_PATIENCE", 0.3)
    monkeypatch.setenv("TERM", "xterm-256color")
    for variable in ("NO_COLOR", "TTY_INTERACTIVE", "TTY_COMPATIBLE"):
        monkeypatch.delenv(variable, raising=False)

    @contextmanager
    def shown():
        master, slave = pty.openpty()
        text = []
        with os.fdopen(slave, "w", buffering=1) as stream:
            with redirect_stderr(stream):
                yield text
            text.append(read_all(master))
        os.close(master)

    return shown


def test_progress_is_shown_after_a_while_and_removed_at_the_end(screen):
    with screen() as text, terminal.progress(10_000, math.inf) as show:
        show(7)
        time.sleep(0.5)
        show(1234)
        time.sleep(0.2)
        show(5678)
        time.sleep(0.2)
    assert "1,234 cells searched" in text[0]
    assert "5,678 cells searched" in text[0]
    assert " 7 cells" not in text[0]
    assert text[0].endswith("\x1b[2K")  # the line is erased


@pytest.mark.parametrize(
    ("deadline", "said"),
    [(math.inf, "minutes"), (1000.0, "minutes"), (5.0, None)],
    ids=["cells", "time", "soon"],
)
def test_a_long_search_says_once_how_long_it_may_take(deadline, said, screen):
    until = time.monotonic() + deadline
    with screen() as text, terminal.progress(10_000_000, until) as show:
        time.sleep(0.35)
        show(1234)
        show(1240)
    assert text[0].count("searching up to 10,000,000 cells will take about") == (said is not None)
    assert said is None or f" {said}; to bound it: --max-seconds or --max-cells" in text[0]


def test_short_runs_show_nothing(screen):
    with screen() as text, terminal.progress(10_000, math.inf) as show:
        show(7)
    assert text == [""]


def test_an_interruption_gives_the_terminal_back(screen):
    with screen() as text, pytest.raises(KeyboardInterrupt), terminal.progress(10_000, math.inf) as show:
        time.sleep(0.5)
        show(1234)
        raise KeyboardInterrupt
    assert text[0].rfind("\x1b[?25h") > text[0].rfind("\x1b[?25l") >= 0  # the cursor is visible again


def test_a_file_is_told_nothing(monkeypatch):
    monkeypatch.setattr(terminal, "_PATIENCE", 0.0)
    stream = io.StringIO()
    with redirect_stderr(stream), terminal.progress(10_000, math.inf) as show:
        time.sleep(0.05)
        show(1234)
    assert stream.getvalue() == ""


def test_a_long_search_shows_its_progress_on_a_terminal():
    """The whole way: another process, whose standard error is a terminal and standard output a pipe."""
    program = (
        "import numpy as np, belarusgame as bg\n"
        "from belarusgame.solve.search import terminal\n"
        "terminal._PATIENCE = 0.1\n"
        "game = bg.Game(np.random.default_rng(0).uniform(-1, 1, (4, 4, 4, 4, 4)))\n"
        "print(bg.solve.all_equilibria(game, max_cells=3000).status)\n"
    )
    master, slave = pty.openpty()
    settings = {**os.environ, "TERM": "xterm-256color"}
    for variable in ("NO_COLOR", "TTY_INTERACTIVE", "TTY_COMPATIBLE"):
        settings.pop(variable, None)
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env=settings,
        stdout=subprocess.PIPE,
        stderr=slave,
        text=True,
        check=True,
    )
    text = read_all(master)
    os.close(slave)
    os.close(master)
    assert answer.stdout == "partial\n"
    assert "cells searched" in text
