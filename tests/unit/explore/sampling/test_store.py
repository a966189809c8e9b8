import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

import belarusgame as bg
from belarusgame.explore import sweep

SETTINGS = {"draws": 40_000, "seed": 3, "chunk": 4096, "logit": 100, "conventions": False}

#: How often a run is killed at a random moment; `KILLS=20 python -m pytest ...` does it more often.
KILLS = int(os.environ.get("KILLS", "2"))

#: Runs the sweep of SETTINGS slowly enough to be killed on the way.
SLOW = """
import signal, sys, time
import belarusgame as bg
# What a shell starts in the background ignores Ctrl-C, and so would all that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
class Slow:
    def submit(self, function, *arguments):
        from concurrent.futures import Future
        future = Future()
        future.set_result(function(*arguments))
        return future
from belarusgame.explore.sampling import run, store
run.AHEAD = 1
add = store.Store.add
def slow(self, chunk):
    add(self, chunk)
    print(chunk.first, flush=True)
    time.sleep(0.2)
store.Store.add = slow
try:
    bg.explore.sweep(bg.load_scenario("belarus-2022"), 40_000, 3, chunk=4096, logit=100, conventions=False,
                     executor=Slow(), store=sys.argv[1])
except KeyboardInterrupt as stop:
    print(stop.__notes__[0])
    sys.exit(130)
"""


def counts(found):
    return [(f, t.count, t.least, t.greatest) for f, t in found.counts]


@pytest.fixture(scope="module")
def scenario():
    return bg.load_scenario("belarus-2022")


@pytest.fixture(scope="module")
def plain(scenario):
    return sweep(scenario, **SETTINGS)


def started(store):
    """Start the sweep in another process."""
    environment = os.environ | {"PYTHONPATH": str(Path(bg.__file__).parents[1])}
    return subprocess.Popen(
        [sys.executable, "-c", SLOW, str(store)], stdout=subprocess.PIPE, text=True, env=environment
    )


def interrupted(store, how):
    """Start the sweep in another process, and stop it after its second chunk; return what it printed last."""
    process = started(store)
    assert process.stdout is not None
    assert [process.stdout.readline() for _ in range(2)] == ["0\n", "4096\n"]
    process.send_signal(how)
    rest = process.stdout.read()
    process.stdout.close()
    process.wait()
    return rest


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_run_goes_on_to_the_identical_result(scenario, plain, tmp_path):
    store = tmp_path / "run.sqlite"
    interrupted(store, signal.SIGKILL)
    with sqlite3.connect(store) as connection:
        held = connection.execute("SELECT count(*) FROM chunks").fetchone()[0]
    connection.close()
    assert 2 <= held < 10
    again = sweep(scenario, store=store, **SETTINGS)
    assert counts(again) == counts(plain)
    assert again.share({"lukashenko": "join"}).logit == plain.share({"lukashenko": "join"}).logit
    started = time.perf_counter()
    assert counts(sweep(scenario, store=store, **SETTINGS | {"logit": 100})) == counts(plain)
    assert time.perf_counter() - started < 5


def held_in(store):
    """Return the chunks that a store holds; none where it was not even begun."""
    connection = sqlite3.connect(store)
    try:
        return set(connection.execute("SELECT first, payload, digest FROM chunks"))
    except sqlite3.OperationalError:
        return set()
    finally:
        connection.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_kills_at_random_moments_lose_nothing(scenario, plain, tmp_path):
    chance, held, number = random.Random(1), set(), 0
    for kill in range(KILLS):
        if len(held) == 10:  # nothing is left to do
            held, number = set(), number + 1
        store = tmp_path / f"{number}.sqlite"
        process = started(store)
        if kill % 2 == 0:
            process.stdout.readline()  # a chunk is on the disk, and the next one begun
        time.sleep(chance.uniform(0, 1.5))
        process.kill()
        process.communicate()
        before, held = held, held_in(store)
        assert before <= held
    assert held
    assert counts(sweep(scenario, store=store, **SETTINGS)) == counts(plain)


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_control_c_leaves_a_store_that_goes_on(scenario, plain, tmp_path):
    store = tmp_path / "run.sqlite"
    assert f"the finished chunks are in {store}; the same call goes on from there" in interrupted(
        store, signal.SIGINT
    )
    assert counts(sweep(scenario, store=store, **SETTINGS)) == counts(plain)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"seed": 4}, "seed (there 3, here 4)"),
        ({"draws": 50_000}, "draws (there 40000, here 50000)"),
        ({"concept": "pure"}, "concept (there sequential, here pure)"),
        ({"distribution": "uniform"}, "distribution"),
        ({"fix": {"putin": "coerce"}}, "fix"),
        ({"chunk": 8192}, "chunk"),
        ({"max_exact": 5}, "max_exact"),
        ({"events": [{"putin": "coerce", "lukashenko": "join"}]}, "events"),
    ],
)
def test_refuses_the_store_of_another_run(scenario, tmp_path, change, part):
    store = tmp_path / "run.sqlite"
    small = SETTINGS | {"logit": 0}
    sweep(scenario, store=store, **small)
    before = store.read_bytes()
    with pytest.raises(bg.GameError) as error:
        sweep(scenario, store=store, **small | change)
    assert "it belongs to another run, which differs in " in str(error.value)
    assert part in str(error.value)
    assert store.read_bytes() == before


def test_refuses_the_store_of_another_scenario_or_version(scenario, tmp_path, monkeypatch):
    from dataclasses import replace

    store = tmp_path / "run.sqlite"
    sweep(scenario, store=store, **SETTINGS)
    first, *rest = scenario.considerations
    other = replace(scenario, considerations=(replace(first, effects=first.effects * 2), *rest))
    with pytest.raises(bg.GameError, match="differs in scenario"):
        sweep(other, store=store, **SETTINGS)
    module = sys.modules["belarusgame.explore.sampling.sweep"]  # whose name the function has in the package
    monkeypatch.setattr(module, "version", lambda name: "99.0")
    with pytest.raises(bg.GameError, match=r"differs in version \(there .*, here 99.0\)"):
        sweep(scenario, store=store, **SETTINGS)


def test_refuses_a_damaged_store(scenario, tmp_path):
    garbage = tmp_path / "garbage.sqlite"
    garbage.write_bytes(b"not a database, but long enough to be looked at" * 50)
    with pytest.raises(bg.GameError, match="the file is damaged or is no store"):
        sweep(scenario, store=garbage, **SETTINGS)
    store = tmp_path / "run.sqlite"
    sweep(scenario, store=store, **SETTINGS)
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE chunks SET payload = replace(payload, '4', '5') WHERE first = 4096")
    connection.close()
    with pytest.raises(bg.GameError, match="the chunk from draw 4096 on is damaged"):
        sweep(scenario, store=store, **SETTINGS)


def test_refuses_another_programs_database_a_folder_and_a_missing_folder(scenario, tmp_path):
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE letters (text TEXT)")
    connection.close()
    with pytest.raises(bg.GameError, match="a database of another program"):
        sweep(scenario, store=other, **SETTINGS)
    for bad in (tmp_path, tmp_path / "nowhere" / "run.sqlite"):
        with pytest.raises(bg.GameError, match="the file cannot be used"):
            sweep(scenario, store=bad, **SETTINGS)


def test_refuses_a_locked_store_and_loses_nothing(scenario, plain, tmp_path, monkeypatch):
    monkeypatch.setattr("belarusgame.explore.sampling.store.PATIENCE", 0.1)
    store = tmp_path / "run.sqlite"
    sweep(scenario, store=store, **SETTINGS)
    holder = sqlite3.connect(store, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(bg.GameError, match="locked by another program"):
        sweep(scenario, store=store, **SETTINGS)
    holder.execute("ROLLBACK")
    holder.close()
    assert counts(sweep(scenario, store=store, **SETTINGS)) == counts(plain)


def test_processes_give_the_identical_result(scenario, plain, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(bg.__file__).parents[1]))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = sweep(scenario, executor=pool, **SETTINGS)
    assert counts(found) == counts(plain)


@pytest.mark.filterwarnings("ignore")  # of distributed and its dependencies, when a worker is killed
def test_a_cluster_that_loses_a_worker_gives_the_identical_result(scenario, plain, monkeypatch, tmp_path):
    distributed = pytest.importorskip("distributed", reason="dask is in the extra 'cluster'")
    monkeypatch.setenv("PYTHONPATH", str(Path(bg.__file__).parents[1]))
    settings = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with (
        distributed.LocalCluster(local_directory=str(tmp_path), **settings) as cluster,
        distributed.Client(cluster) as client,
    ):
        victim, _ = client.run(os.getpid).values()

        class Unlucky:
            submitted = 0

            def submit(self, function, *arguments):
                self.submitted += 1
                future = client.submit(function, *arguments)
                if self.submitted == 6:
                    future.result()
                    os.kill(victim, signal.SIGKILL)
                return future

        executor = Unlucky()
        found = sweep(scenario, executor=executor, **SETTINGS)
        assert executor.submitted == 10
        assert victim not in client.run(os.getpid).values()
    assert counts(found) == counts(plain)


@pytest.mark.parametrize("path", ["a\0b", "\ud800"])
def test_a_path_that_no_file_can_have_is_refused(scenario, path):
    with pytest.raises(bg.GameError, match="no file's name holds the character"):
        sweep(scenario, store=path, **SETTINGS)
