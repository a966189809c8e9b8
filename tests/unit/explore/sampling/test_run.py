import sys
import tracemalloc
from concurrent.futures import BrokenExecutor, CancelledError, Future
from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.explore import sweep
from belarusgame.explore.sampling.chunk import Chunk, packed, solve_chunk, solve_sent_chunk
from belarusgame.explore.sampling.run import Gathered, chunk_size, run
from belarusgame.explore.sampling.sweep import MOST_DRAWS
from belarusgame.explore.sampling.tally import UNITS, Found, Tallies


def chunk(first, codes, *pure):
    tallies = Tallies()
    for bits in pure:
        tallies.add(Found(pure=bits), codes.count(pure.index(bits)))
    return Chunk(first=first, count=len(codes), tallies=tallies, codes=np.array(codes, dtype=np.int32))


def test_kept_draws_are_numbered_by_first_appearance_in_any_order_of_arrival():
    early, late = chunk(0, [1, 0, 1], 0b01, 0b10), chunk(4096, [1, 0], 0b10, 0b11)
    for parts in ((early, late), (late, early)):
        gathered = Gathered()
        for part in parts:
            gathered.add(part)
        codes, kinds = gathered.kept()
        assert codes.tolist() == [0, 1, 0, 2, 0]
        assert [kind.pure for kind in kinds] == [0b10, 0b01, 0b11]
        assert {f.pure: t.count for f, t in gathered.tallies.sorted()} == {0b10: 3, 0b01: 1, 0b11: 1}


def test_a_chunk_survives_being_written_down():
    made = chunk(4096, [0, 1, 1], 0b1, 1 << 200)
    made.tallies.add(Found(partial=True, pure=3, mixed=(5, 9)), 2, [UNITS], [UNITS + 1])
    made.bounds[4097] = ([1], [2])
    read = Chunk.from_data(4096, made.as_data())
    assert read.tallies.by_found == made.tallies.by_found
    assert read.codes.tolist() == [0, 1, 1]
    assert read.bounds == made.bounds


@pytest.fixture
def jobs(ladder, monkeypatch):
    """Return a function that takes the job of a sweep where it is handed to the workers."""

    def made(**settings):
        taken = []

        def take(job, *how):
            taken.append(job)
            return run(job, *how)

        module = sys.modules[
            "belarusgame.explore.sampling.sweep"
        ]  # whose name the function has in the package
        monkeypatch.setattr(module, "run", take)
        sweep(ladder, 20_000, 5, chunk=4096, logit=0, conventions=False, **settings)
        return taken[0]

    return made


@pytest.fixture
def job(jobs):
    return jobs()


@pytest.fixture
def quick(jobs):
    """Return a job without draws that are solved one by one, which take longest."""
    return jobs(concept="pure")


def test_buffers_are_used_again_and_are_not_sent_along(job):
    with job.buffers() as lent, job.buffers() as other:
        assert lent is not other
    before = len(packed(job))
    one = solve_chunk(job, 4096, 6000)
    with job.buffers() as used:
        assert used in (lent, other)
        for numbers in (used.values, used.kernel.variables, used.kernel.ends, used.bits, used.codes):
            numbers[:] = 77  # whatever the last chunk left behind
    again = solve_chunk(job, 4096, 6000)
    sent = solve_sent_chunk(packed(job), 4096, 6000)
    assert one.tallies.by_found == again.tallies.by_found == sent.tallies.by_found
    assert len(packed(job)) == before


class Held:
    """A store that holds some chunks already."""

    def __init__(self, *chunks):
        self.held, self.added = chunks, []

    def chunks(self):
        return iter(self.held)

    def add(self, chunk):
        self.added.append((chunk.first, chunk.count))


def by_found(gathered):
    return {found: tally.count for found, tally in gathered.tallies.by_found.items()}


def test_only_the_chunks_that_a_store_does_not_hold_are_solved(quick):
    whole = run(quick, 8192, None, None, False)
    assert sum(by_found(whole).values()) == 20_000
    store = Held(solve_chunk(quick, 8192, 8192))
    assert by_found(run(quick, 8192, None, store, False)) == by_found(whole)
    assert store.added == [(0, 8192), (16384, 3616)]
    full = Held(*(solve_chunk(quick, first, min(8192, 20_000 - first)) for first in (0, 8192, 16384)))
    assert by_found(run(quick, 8192, None, full, False)) == by_found(whole)
    assert full.added == []


def test_the_bar_starts_where_the_store_ends_and_reaches_the_end(quick, monkeypatch):
    bars = []

    class Bar:
        def __init__(self, *columns, console, **settings):
            self.console, self.moved = console, []
            bars.append(self)

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

        def add_task(self, name, total, completed):
            self.total, self.completed = total, completed
            return 7

        def advance(self, task, count):
            assert task == 7
            self.moved.append(count)

    monkeypatch.setattr("rich.progress.Progress", Bar)
    run(quick, 8192, None, Held(solve_chunk(quick, 0, 8192)), True)
    (bar,) = bars
    assert (bar.total, bar.completed, bar.moved) == (20_000, 8192, [8192, 3616])
    assert bar.console.stderr
    assert bar.console.is_terminal
    run(quick, 8192, None, None, False)
    run(quick, 8192, None, None, None)  # what the tests print is no terminal
    assert len(bars) == 1
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    run(quick, 8192, None, None, None)
    assert len(bars) == 2


def test_a_long_sweep_is_announced_after_its_first_chunk(quick, monkeypatch):
    said = []
    monkeypatch.setattr("belarusgame.explore.sampling.run.announce_time", lambda *what: said.append(what))
    run(quick, 4096, None, None, None)
    ((seconds, work, bounds),) = said
    assert 0 < seconds < 60
    assert (work, bounds.split(";")[0]) == ("solving 20,000 draws", "--draws")
    run(quick, 4096, None, None, False)
    assert len(said) == 1


def test_threads_are_made_for_several_chunks_and_several_processors_only(quick, monkeypatch):
    pools = []

    class Pool:
        def __init__(self, workers):
            self.workers, self.submitted, self.stopped = workers, [], None
            pools.append(self)

        def submit(self, function, *arguments):
            self.submitted.append(arguments)
            future = Future()
            future.set_result(function(*arguments))
            return future

        def shutdown(self, **how):
            self.stopped = how

    monkeypatch.setattr("belarusgame.explore.sampling.run.ThreadPoolExecutor", Pool)
    monkeypatch.setattr("belarusgame.explore.sampling.run.cores", lambda: 1)
    alone = by_found(run(quick, 12_288, None, None, False))
    assert sum(alone.values()) == 20_000
    monkeypatch.setattr("belarusgame.explore.sampling.run.cores", lambda: 2)
    assert by_found(run(quick, 20_480, None, None, False)) == alone
    assert pools == []
    assert by_found(run(quick, 12_288, None, None, False)) == alone
    (pool,) = pools
    assert (pool.workers, pool.submitted) == (2, [(0, 12_288), (12_288, 7712)])
    assert pool.stopped == {"wait": False, "cancel_futures": True}


def test_few_chunks_are_under_way_at_a_time_and_a_failure_calls_them_off(quick, monkeypatch):
    monkeypatch.setattr("belarusgame.explore.sampling.run.AHEAD", 2)
    under_way, most, made = [], [], []

    class Slow:
        def submit(self, function, first, count):
            future = Future()
            made.append(future)
            under_way.append(first)
            most.append(len(under_way))
            if first == 8192 and self.broken:
                future.set_exception(BrokenExecutor("gone"))
                return future
            done = function(first, count)

            def result():
                under_way.remove(first)
                return done

            future.result = result
            return future

    executor = Slow()
    executor.broken = False
    assert sum(by_found(run(quick, 4096, executor, None, False)).values()) == 20_000
    assert max(most) == 2
    made.clear()
    executor.broken = True
    with pytest.raises(
        bg.BelarusGameError, match=r"^the executor failed \(BrokenExecutor: gone\); with store="
    ):
        run(quick, 4096, executor, None, False)
    assert [future.cancelled() for future in made] == [False, False, False, True]


def dask_error(name):
    return type(name, (Exception,), {})("2 workers,\n  and the task")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RuntimeError("cannot schedule new futures after shutdown"), "RuntimeError: cannot schedule new fut"),
        (CancelledError(), "CancelledError"),
        (dask_error("KilledWorker"), "KilledWorker: 2 workers, and the task"),
        (dask_error("ClosedClientError"), "ClosedClientError: "),
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_whatever_an_executor_fails_with_is_told_with_what_to_do(quick, error, words, late):
    class Failing(Future):
        def cancel(self):
            raise error

    class Executor:
        def submit(self, function, *arguments):
            if not late:
                raise error
            future = Failing()
            future.set_exception(error)
            return future

    with pytest.raises(bg.BelarusGameError, match=f"^the executor failed .{words}.*a new executor goes on"):
        run(quick, 4096, Executor(), None, False)


@pytest.mark.parametrize("answer", [None, 7])
def test_an_executor_that_answers_something_else_is_refused(quick, answer):
    class Executor:
        def submit(self, function, *arguments):
            future = Future()
            future.set_result(answer)
            return future if answer else None

    with pytest.raises(bg.BelarusGameError, match=r"the executor failed \((Attribute|Type)Error: "):
        run(quick, 4096, Executor(), None, False)


def test_chunks_are_made_as_they_are_needed(quick):
    """A list of the chunks of the longest run alone would take a gigabyte."""

    class EndError(Exception):
        pass

    class Executor:
        submitted = 0

        def submit(self, function, first, count):
            self.submitted += 1
            raise EndError

    executor = Executor()
    tracemalloc.start()
    with pytest.raises(bg.BelarusGameError, match="EndError"):
        run(replace(quick, draws=MOST_DRAWS), 4096, executor, None, False)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert executor.submitted == 1
    assert peak < 10**7


@pytest.mark.parametrize(
    ("draws", "concept", "chunk"),
    [
        (1, "pure", 65536),
        (4_000_000, "pure", 65536),
        (10**7, "sequential", 155648),
        (10**9, "pure", 262144),
        (10**7, "nash", 16 * 4096),
    ],
)
def test_long_runs_are_cut_into_larger_chunks(draws, concept, chunk):
    assert chunk_size(concept, draws) == chunk
