"""A real Ctrl-C during a long search: it ends soon, and what is asked next is answered rightly."""

import os
import signal
import subprocess
import sys
import time

import pytest

#: Catches one interruption, asks a short question, and starts the long search again.
PROGRAM = """
import signal, time
import numpy as np, belarusgame as bg
from belarusgame.solve.all_equilibria import all_equilibria

signal.signal(signal.SIGINT, signal.default_int_handler)  # some shells start their jobs with it ignored

def game(seed, shape):
    return bg.Game(np.random.default_rng(seed).uniform(-1, 1, (len(shape), *shape)))

def answer():
    solution = all_equilibria(game(3, (3, 3, 3)), certificate=True)
    return solution.status, sorted(tuple(np.concatenate(e.mixed)) for e in solution.equilibria)

before = answer()
everything = game(0, (5, 5, 5, 5))
print("searching", flush=True)
try:
    all_equilibria(everything, certificate=CERTIFICATE)
except KeyboardInterrupt:
    print("interrupted", flush=True)
print("the same" if answer() == before and before[0] == "complete" else "another answer", flush=True)
all_equilibria(everything, certificate=CERTIFICATE)
print("not interrupted", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("certificate", [False, True])
def test_ctrl_c_ends_a_search_and_leaves_nothing_behind(certificate):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.replace("CERTIFICATE", str(certificate))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline() == "searching\n"
        time.sleep(0.5)
        began = time.perf_counter()
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "interrupted\n"
        assert time.perf_counter() - began < 5.0
        assert process.stdout.readline() == "the same\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        rest, complaint = process.communicate(timeout=20.0)
    finally:
        process.kill()
        process.communicate()
    assert rest == ""
    assert complaint.rstrip().endswith("KeyboardInterrupt")
    assert process.returncode == -signal.SIGINT
