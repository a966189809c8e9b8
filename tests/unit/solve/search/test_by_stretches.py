"""The search on many cores: the same to the last bit as in one thread, whatever happens to a worker."""

import os
import pickle
import signal
import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.compared import compared
from belarusgame.solve.search import by_stretches, stretches
from belarusgame.solve.search.driver import Search


def random_game(shape, seed):
    return bg.Game(np.random.default_rng(seed).uniform(-1, 1, (len(shape), *shape)))


def bits(solution):
    """Return all that a solution says, and its certificate, as bytes; the game is the caller's."""
    certificate = solution.certificate
    logged = None if certificate is None else (certificate.events.tobytes(), certificate.numbers.tobytes())
    points = [
        (e.distribution.tobytes(), e.index, e.strict, e.incentive_gap, e.box and [b.tobytes() for b in e.box])
        for e in (*solution.outcomes, *solution.candidates)
    ]
    boxes = [b.tobytes() for box in solution.unresolved for b in box.bounds]
    components = [b.tobytes() for part in solution.components for b in part.box.bounds]
    found = () if certificate is None else certificate.roots
    roots = [(root.supports, root.inverse.tobytes(), root.kind) for root in found]
    return solution.status, solution.messages, points, boxes, components, logged, roots


class Elsewhere:
    """An executor that runs each call in a thread of its own; some calls fail as if their worker had died."""

    def __init__(self, dying=()):
        self.calls, self.dying = [], dying

    def submit(self, function, *arguments):
        future = Future()
        self.calls.append(arguments)
        if len(self.calls) in self.dying:
            future.set_exception(BrokenProcessPool("a process died"))
            return future
        future.set_running_or_notify_cancel()
        threading.Thread(target=lambda: future.set_result(function(*arguments))).start()
        return future


@pytest.fixture(autouse=True)
def short_stretches(monkeypatch):
    """Cut small games into many stretches."""
    monkeypatch.setattr(stretches, "_WORK", 10.0)


@pytest.fixture
def divided(monkeypatch):
    """Let every piece leave the rest of its support to others after the first cells."""
    monkeypatch.setattr(stretches, "_CELLS", 1)


@pytest.fixture
def game():
    return random_game((3, 3, 3, 2), 4)


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("certificate", [False, True])
def test_any_number_of_threads_gives_the_answer_of_one(game, workers, certificate):
    alone = all_equilibria(game, certificate=certificate)
    assert alone.status == "complete"
    assert sum(not e.is_pure for e in alone.equilibria) > 3  # so that roots are renumbered
    with ThreadPoolExecutor(workers) as pool:
        spread = all_equilibria(game, certificate=certificate, executor=pool)
    assert bits(spread) == bits(alone)
    assert spread.settings == alone.settings


def test_processes_give_the_same_answer(game):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        spread = all_equilibria(game, certificate=True, executor=pool)
    assert bits(spread) == bits(all_equilibria(game, certificate=True))


def test_its_certificate_is_accepted():
    game = random_game((3, 3, 2), 5)
    solution = all_equilibria(game, certificate=True, executor=Elsewhere())
    assert len(solution.certificate.roots) > 1
    assert bg.verify(solution).accepted


@pytest.mark.parametrize("cells", [1, 2, 7, 40, 150, 300, 500, 700, 900])
def test_a_budget_ends_where_it_would_in_one_thread(game, cells):
    alone = all_equilibria(game, max_cells=cells, certificate=True)
    executor = Elsewhere()
    assert bits(all_equilibria(game, max_cells=cells, certificate=True, executor=executor)) == bits(alone)


def test_the_budget_may_end_with_any_stretch_or_between_two(game):
    kept = compared(game.ordinal).kept
    task = by_stretches.SearchTask(game=game, kept=kept, max_cells=10**6, tolerance=1e-6, logged=True)
    whole = task.prepared(10**6)
    parts = [
        task.search_stretch(stretch, 10**6)
        for stretch in stretches.cut_walk(whole.utility, whole.counts, 10**6)
    ]
    assert len(parts) > 20
    ends = np.cumsum([part.cells for part in parts])
    for cells in [*ends[::16], ends[-1] - 1, ends[-1] + 1]:
        alone = all_equilibria(game, max_cells=int(cells))
        assert bits(all_equilibria(game, max_cells=int(cells), executor=Elsewhere())) == bits(alone)


@pytest.mark.parametrize("room", [1, 100, 400])
def test_a_support_that_is_divided_gives_the_answer_of_one_that_is_not(game, monkeypatch, room):
    monkeypatch.setattr(stretches, "_CELLS", room)
    alone = bits(all_equilibria(game, certificate=True))
    executor = Elsewhere()
    assert bits(all_equilibria(game, certificate=True, executor=executor)) == alone
    assert any(arguments[1].begun is not None for arguments in executor.calls)
    with ThreadPoolExecutor(3) as pool:
        assert bits(all_equilibria(game, certificate=True, executor=pool)) == alone


def test_processes_divide_supports_too(game, divided):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        spread = all_equilibria(game, certificate=True, executor=pool)
    assert bits(spread) == bits(all_equilibria(game, certificate=True))


def test_the_certificate_of_a_divided_search_is_accepted(divided):
    game, executor = random_game((3, 3, 3), 3), Elsewhere()
    solution = all_equilibria(game, certificate=True, executor=executor)
    assert any(arguments[1].begun is not None for arguments in executor.calls)
    assert len(solution.certificate.roots) > 1
    assert bg.verify(solution).accepted


def test_a_budget_may_end_anywhere_in_a_divided_support(game, divided):
    kept = compared(game.ordinal).kept
    whole = Search(game, kept, max_cells=10**6, tolerance=1e-6, logged=False).run()
    for cells in range(1, whole.cells + 3, 23):
        alone = all_equilibria(game, max_cells=cells, certificate=True)
        spread = all_equilibria(game, max_cells=cells, certificate=True, executor=Elsewhere())
        assert bits(spread) == bits(alone), cells


def test_a_dead_worker_costs_its_part_of_a_support_only(game, divided):
    class Deadly(Elsewhere):
        def submit(self, function, *arguments):
            if arguments[1].begun is not None and not self.dying:
                self.dying = (len(self.calls) + 1,)
            return super().submit(function, *arguments)

    executor, calm = Deadly(), Elsewhere()
    spread = all_equilibria(game, certificate=True, executor=executor)
    assert bits(spread) == bits(all_equilibria(game, certificate=True, executor=calm))
    assert executor.dying
    assert len(executor.calls) == len(calm.calls) + 1


def test_a_process_killed_inside_a_support_leaves_the_rest_to_this_one(game, divided):
    class Deadly(ProcessPoolExecutor):
        parts = 0

        def submit(self, function, *arguments):
            self.parts += arguments[1].begun is not None
            return super().submit(die if self.parts == 6 else function, *arguments)

    with (
        Deadly(2, mp_context=get_context("spawn")) as pool,
        pytest.warns(RuntimeWarning, match=r"^the executor failed \(BrokenProcessPool: .* in this process"),
    ):
        spread = all_equilibria(game, certificate=True, executor=pool)
    assert pool.parts >= 6
    assert bits(spread) == bits(all_equilibria(game, certificate=True))


def test_what_follows_a_part_that_nobody_hands_in_is_left_and_the_rest_can_be_checked(divided):
    class Losing(Elsewhere):
        lost = None

        def submit(self, function, *arguments):
            if self.lost is None and arguments[1].begun is not None:
                self.lost = Future()
                return self.lost
            return super().submit(function, *arguments)

    executor = Losing()
    solution = all_equilibria(random_game((3, 3, 3), 3), max_seconds=2.0, certificate=True, executor=executor)
    assert executor.lost is not None
    assert solution.status == "partial"
    assert solution.certificate.roots
    assert bg.verify(solution).accepted


def test_what_time_leaves_is_said():
    large = random_game((5, 5, 5, 5), 0)
    began = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        solution = all_equilibria(large, max_seconds=1.0, executor=pool)
    assert time.perf_counter() - began < 10.0
    assert solution.status == "partial"
    assert solution.unresolved


def test_an_undecided_root_gets_its_box_after_all_others(game):
    """Continua are cut into open boxes, in the same order."""
    payoffs = random_game((2, 2, 2), 2).payoffs
    doubled = np.concatenate([payoffs, payoffs[:, :1]], axis=1)
    twice = bg.Game(doubled + 1e-13 * np.random.default_rng(0).uniform(size=doubled.shape))
    alone = all_equilibria(twice, certificate=True)
    assert alone.components or alone.unresolved
    assert bits(all_equilibria(twice, certificate=True, executor=Elsewhere())) == bits(alone)


def test_the_longest_stretches_go_first_and_no_support_is_lost(game):
    executor = Elsewhere()
    all_equilibria(game, executor=executor)
    handed = [arguments[1] for arguments in executor.calls]
    assert len(handed) > 20
    assert [s.work for s in handed] == sorted((s.work for s in handed), reverse=True)
    kept = compared(game.ordinal).kept
    settings = {"max_cells": 10**6, "tolerance": 1e-6, "logged": False}
    whole = Search(game, kept, **settings).run()
    parts = [Search(game, kept, **settings).run_stretch(stretch) for stretch in handed]
    assert sum(part.supports for part in parts) == whole.supports
    assert sum(part.cells for part in parts) == whole.cells


def test_stretches_are_of_even_size(game, monkeypatch):
    whole = Search(game, compared(game.ordinal).kept, max_cells=1, tolerance=1e-6, logged=False)
    monkeypatch.setattr(stretches, "_WORK", 200.0)
    cut = stretches.cut_walk(whole.utility, whole.counts, 10**6)
    largest = 1.0 + 1.0 + (54 / 25) ** 5
    assert all(200.0 <= part.work < 200.0 + largest for part in cut[:-1])
    assert [part.supports == -1 for part in cut] == [False] * (len(cut) - 1) + [True]


def test_a_walk_that_the_budget_cannot_end_is_not_walked_to_its_end():
    wide = random_game((12, 12, 12), 0)  # 69 thousand million supports
    with ThreadPoolExecutor(2) as pool:
        spread = all_equilibria(wide, max_cells=400, executor=pool)
    assert bits(spread) == bits(all_equilibria(wide, max_cells=400))
    assert spread.status == "partial"


@pytest.mark.parametrize("dying", [(1,), (2, 3), (5, 9, 14)])
def test_a_dead_worker_costs_its_stretch_only(game, dying):
    executor, calm = Elsewhere(dying), Elsewhere()
    spread = all_equilibria(game, certificate=True, executor=executor)
    assert bits(spread) == bits(all_equilibria(game, certificate=True, executor=calm))
    assert len(executor.calls) == len(calm.calls) + len(dying)
    # What is handed out again is another call: dask would answer the same one with the same failure.
    assert len({(a[1].work, tuple(a[1].walk), a[3]) for a in executor.calls}) == len(executor.calls)


def test_an_executor_that_never_does_anything_is_given_up(game):
    executor = Elsewhere(range(1, 10_000))
    with pytest.raises(
        bg.BelarusGameError,
        match=r"^the executor failed \(BrokenProcessPool: a process died\); it did nothing of the search",
    ):
        all_equilibria(game, executor=executor)
    number = len({tuple(a[1].walk) for a in executor.calls})
    assert len(executor.calls) <= 3 * number


@pytest.mark.parametrize("lost", [1, 2])
def test_a_stretch_that_kills_every_worker_is_searched_here(game, lost):
    """As dask's KilledWorker: the cluster lives on, and so does the rest of the search."""
    killed, deadly = type("KilledWorker", (Exception,), {}), set()

    class Cluster(Elsewhere):
        def submit(self, function, *arguments):
            walk = tuple(arguments[1].walk)
            if len(self.calls) < lost:
                deadly.add(walk)
            if walk not in deadly:
                return super().submit(function, *arguments)
            self.calls.append(arguments)
            future = Future()
            future.set_exception(killed("search-1", "tcp://10.0.0.1"))
            return future

    cluster, calm = Cluster(), Elsewhere()
    said = rf"^the executor failed \(KilledWorker: .*; {lost} of \d+ pieces are searched in this process"
    with pytest.warns(RuntimeWarning, match=said):
        spread = all_equilibria(game, certificate=True, executor=cluster)
    assert bits(spread) == bits(all_equilibria(game, certificate=True, executor=calm))
    assert len(cluster.calls) == len(calm.calls) + 2 * lost


def test_a_pool_that_closes_in_the_middle_leaves_the_rest_to_this_process(game):
    class Closing(ThreadPoolExecutor):
        def submit(self, function, *arguments):
            self.taken = getattr(self, "taken", 0) + 1
            if self.taken > 5:
                raise RuntimeError("cannot schedule new futures after shutdown")
            return super().submit(function, *arguments)

    with Closing(2) as pool, pytest.warns(RuntimeWarning, match="in this process instead$"):
        spread = all_equilibria(game, certificate=True, executor=pool)
    assert bits(spread) == bits(all_equilibria(game, certificate=True))


def test_what_is_searched_here_keeps_the_budget_and_the_time(game):
    alone = all_equilibria(game, max_cells=300, certificate=True)

    class Closing(Elsewhere):
        def submit(self, function, *arguments):
            if len(self.calls) == 3:
                raise RuntimeError
            return super().submit(function, *arguments)

    with pytest.warns(RuntimeWarning, match="in this process instead$"):
        spread = all_equilibria(game, max_cells=300, certificate=True, executor=Closing())
    assert bits(spread) == bits(alone)
    began = time.perf_counter()
    with pytest.warns(RuntimeWarning, match="in this process instead$"):
        late = all_equilibria(random_game((5, 5, 5, 5), 0), max_seconds=1.0, executor=Closing())
    assert time.perf_counter() - began < 10.0
    assert late.status == "partial"
    assert late.unresolved


def die(*_arguments):
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_killed_in_the_middle_costs_its_pieces_only(game):
    """The pool is broken as a whole; what it had finished is kept, and this process does the rest."""

    class Deadly(ProcessPoolExecutor):
        submitted = 0

        def submit(self, function, *arguments):
            self.submitted += 1
            return super().submit(die if self.submitted == 12 else function, *arguments)

    here = []
    search = by_stretches.SearchTask.search_stretch

    def searched(self, stretch, max_cells):
        here.append(stretch)
        return search(self, stretch, max_cells)

    alone = bits(all_equilibria(game, certificate=True))
    with (
        Deadly(2, mp_context=get_context("spawn")) as pool,
        pytest.warns(RuntimeWarning, match=r"^the executor failed \(BrokenProcessPool: .* in this process"),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(by_stretches.SearchTask, "search_stretch", searched)
        spread = all_equilibria(game, certificate=True, executor=pool)
    assert bits(spread) == alone
    whole = Search(game, compared(game.ordinal).kept, max_cells=1, tolerance=1e-6, logged=False)
    pieces = len(stretches.cut_walk(whole.utility, whole.counts, 10**6))
    assert 0 < len(here) < pieces  # some were finished before, and are not searched again


@pytest.mark.parametrize("answer", [None, 7, "nothing"])
def test_an_executor_that_answers_something_else_is_refused(game, answer):
    class Wrong:
        def submit(self, function, *arguments):
            future = Future()
            future.set_result(answer)
            return future if answer else None

    with pytest.raises(bg.BelarusGameError, match=r"the executor failed \((Attribute|Type)Error: "):
        all_equilibria(game, executor=Wrong())


@pytest.mark.parametrize("wrong", [print, 2, "dask", ThreadPoolExecutor])
def test_what_is_no_executor_is_refused_whatever_the_game(game, wrong):
    for one in (game, bg.Game(np.eye(2)[None].repeat(2, axis=0))):
        with pytest.raises(bg.GameError, match=r"has no submit\(\); give a concurrent.futures pool or"):
            all_equilibria(one, executor=wrong)


def test_an_executor_that_has_ended_says_what_to_do(game):
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(bg.BelarusGameError, match=r"^the executor failed \(RuntimeError: .*give another"):
        all_equilibria(game, executor=pool)


def test_two_players_ties_and_dominance_need_no_executor():
    class Unused:
        def submit(self, function, *arguments):
            raise AssertionError

    tied = bg.Game(np.random.default_rng(0).integers(0, 2, (3, 2, 2, 2)).astype(float))
    dominated = np.zeros((3, 2, 2, 2))
    for i in range(3):
        np.moveaxis(dominated[i], i, 0)[1] = 1.0
    for one in (random_game((3, 4), 0), tied, bg.Game(dominated)):
        assert bits(all_equilibria(one, executor=Unused())) == bits(all_equilibria(one))


def test_what_is_called_off_ends_in_the_threads_that_search_it(game):
    """A pool of threads waits for its threads when it is closed."""
    kept = compared(game.ordinal).kept
    task = by_stretches.SearchTask(game=game, kept=kept, max_cells=10**6, tolerance=1e-6, logged=False)
    sent = pickle.loads(pickle.dumps(task))
    (first, *_) = stretches.cut_walk(*(lambda s: (s.utility, s.counts))(task.prepared(1)), 10**6)
    assert sent.search_stretch(first, 10**6).cells > 0

    class Interrupted(Elsewhere):
        def submit(self, function, *arguments):
            if len(self.calls) == 5:
                raise KeyboardInterrupt
            return super().submit(function, *arguments)

    with pytest.raises(KeyboardInterrupt):
        by_stretches.search_by_stretches(task, Interrupted())
    with pytest.raises(InterruptedError):
        sent.search_stretch(first, 10**6)


def test_its_progress_is_the_cells_of_all_workers(game, monkeypatch):
    shown = []

    class Shown:
        def __enter__(self):
            return shown.append

        def __exit__(self, *error):
            pass

    monkeypatch.setattr(by_stretches, "progress", lambda *settings: Shown())
    all_equilibria(game, executor=Elsewhere())
    whole = Search(game, compared(game.ordinal).kept, max_cells=10**6, tolerance=1e-6, logged=False)
    assert shown == sorted(shown)
    assert shown[-1] == whole.run().cells


def test_few_stretches_are_under_way_at_a_time(game, monkeypatch):
    monkeypatch.setattr(by_stretches, "_AHEAD", 2)
    most = []

    class Counting(Elsewhere):
        under_way = 0

        def submit(self, function, *arguments):
            self.under_way += 1
            most.append(self.under_way)
            future = super().submit(function, *arguments)
            result = future.result

            def taken():
                self.under_way -= 1
                return result()

            future.result = taken
            return future

    spread = all_equilibria(game, executor=Counting())
    assert bits(spread) == bits(all_equilibria(game))
    assert max(most) == 2


def die_once(function, marker, *arguments):
    """Search a stretch, but kill the first worker that is asked to."""
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return function(*arguments)
    return os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.filterwarnings("default")  # what dask warns of is its own
def test_a_worker_of_dask_that_is_killed_costs_its_piece_only(game, tmp_path):
    """Dask asks another worker for the piece itself, so that nothing is handed out twice."""
    distributed = pytest.importorskip("distributed")
    submitted = []

    class Deadly:
        def submit(self, function, *arguments):
            submitted.append(arguments)
            if len(submitted) != 12:
                return client.submit(function, *arguments)
            return client.submit(die_once, function, str(tmp_path / "killed"), *arguments)

    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        spread = all_equilibria(game, certificate=True, executor=Deadly())
    assert bits(spread) == bits(all_equilibria(game, certificate=True))
    pieces = len({tuple(arguments[1].walk) for arguments in submitted})
    assert len(submitted) == pieces
