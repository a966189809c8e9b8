"""Ctrl-C during what a command does: it ends soon, in one line, with its exit code."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import belarusgame as bg
from belarusgame.command.interruption import PATIENCE

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX has it")

#: Runs a command that says when it has begun with what is asked for, and is then busy for a minute.
BUSY = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # some shells start their jobs with it ignored
from belarusgame.command import scenario_file

class Last:
    def __del__(self):
        begin()
        os.kill(os.getpid(), signal.SIGINT)

def begin():
    print("begun", file=sys.stderr, flush=True)

def end_of_an_object():
    Last()
    time.sleep(60)

def code_that_never_returns():
    import numba
    import numpy as np

    @numba.njit(nogil=True)
    def busy(x):
        while x[0] < 1e300:
            x[0] = x[0] * 0.5 + 1.0

    busy(np.full(1, 1e301))
    begin()
    busy(np.zeros(1))

def a_thread_that_goes_on():
    from belarusgame.base import threads

    threads.cores = lambda: 2
    begin()
    threads.in_threads([lambda: time.sleep(60)] * 2)

def python_code():
    begin()
    while True:
        sum(range(1000))

work = globals()[sys.argv.pop()]
scenario_file.load_scenario = lambda *_: work()
from belarusgame.__main__ import main
main()
"""


def interrupted(work):
    """Interrupt a command; return its exit code, what it said, and how long it took to end."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUSY, "claims", "--json", work],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(bg.__file__).parents[1])},
    )
    try:
        assert process.stderr.readline() == "begun\n"
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30.0)
    finally:
        process.kill()
    return process.returncode, out, err, time.monotonic() - begun


@pytest.mark.parametrize(
    "work", ["python_code", "end_of_an_object", "code_that_never_returns", "a_thread_that_goes_on"]
)
def test_control_c_ends_whatever_a_command_is_in_the_middle_of(work):
    code, out, err, took = interrupted(work)
    assert (code, err) == (130, "belarusgame: interrupted\n")
    assert json.loads(out) == {"error": "interrupted", "exit_code": 130}
    assert took < PATIENCE + 5.0  # on a busy machine; by itself it is PATIENCE at most
