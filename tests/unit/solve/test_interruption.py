"""A real Ctrl-C during a long search: it ends soon, and what is asked next is answered rightly."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

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


#: Asks two workers; where they are processes, a terminal's Ctrl-C reaches them too.
SPREAD = """
import signal
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
import numpy as np, belarusgame as bg

signal.signal(signal.SIGINT, signal.default_int_handler)  # some shells start their jobs with it ignored

def main():
    game = bg.Game(np.random.default_rng(0).uniform(-1, 1, (4, 5, 5, 5, 5)))
    with POOL as pool:
        pool.submit(bg.solve.all_equilibria, game, max_cells=10).result()
        print("searching", flush=True)
        bg.solve.all_equilibria(game, executor=pool)

if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize(
    ("pool", "send"),
    [
        ("ThreadPoolExecutor(2)", os.kill),
        ("ProcessPoolExecutor(2, mp_context=get_context('forkserver'))", os.killpg),
    ],
)
def test_ctrl_c_ends_a_search_by_two_workers(pool, send, tmp_path):
    program = tmp_path / "program.py"
    program.write_text(SPREAD.replace("POOL", pool))
    process = subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout.readline() == "searching\n"
        time.sleep(1.0)
        began = time.perf_counter()
        send(process.pid, signal.SIGINT)
        assert process.stdout.readline() == "interrupted\n"
        process.communicate(timeout=20.0)
        assert time.perf_counter() - began < 10.0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert process.returncode == 0
