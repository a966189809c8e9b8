"""The gate to an executor of the caller's: what it fails with is told with what to do."""

from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor

import pytest

from belarusgame.base.executors import ExecutorGate, checked_executor
from belarusgame.errors import BelarusGameError, GameError

ADVICE = "run it without one"


class Pool:
    """Does what it is told to."""

    def __init__(self, outcome):
        self.outcome, self.taken = outcome, []

    def submit(self, call, *arguments):
        self.taken.append((call, arguments))
        future = Future()
        if isinstance(self.outcome, BaseException):
            future.set_exception(self.outcome)
        else:
            future.set_result(self.outcome)
        return future


@pytest.mark.parametrize("executor", [Pool, ThreadPoolExecutor, 3, "threads", object()])
def test_what_cannot_be_given_work_is_refused(executor):
    with pytest.raises(GameError, match=r"has no submit\(\); give a concurrent\.futures pool"):
        checked_executor(executor)


def test_a_pool_or_none_is_let_through():
    checked_executor(None)
    checked_executor(Pool(1))


def test_a_call_is_handed_on_and_its_answer_returned():
    pool = Pool(6)
    sent = ExecutorGate(pool, int, ADVICE).submit(max, 2, 6)
    assert pool.taken == [(max, (2, 6))]
    assert sent.result() == 6


def test_an_answer_of_another_kind_is_a_failure_of_the_executor():
    with pytest.raises(
        BelarusGameError, match=r"failed \(TypeError: it returned a str and not what the call returned"
    ):
        ExecutorGate(Pool("six"), int, ADVICE).submit(max, 2, 6).result()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            BrokenExecutor("a worker\n  died"),
            "the executor failed (BrokenExecutor: a worker died); run it without one",
        ),
        (RuntimeError(), "the executor failed (RuntimeError); run it without one"),
        (ValueError("x" * 300), f"the executor failed (ValueError: {'x' * 200}); run it without one"),
    ],
)
def test_what_a_pool_fails_with_is_told_in_one_line_with_what_to_do(error, said):
    with pytest.raises(BelarusGameError) as caught:
        ExecutorGate(Pool(error), int, ADVICE).submit(max, 2, 6).result()
    assert str(caught.value) == said
    assert caught.value.__cause__ is error


def test_a_mistake_of_ours_is_passed_on_as_it_is():
    ours = GameError("draws = 0")
    with pytest.raises(GameError) as caught:
        ExecutorGate(Pool(ours), int, ADVICE).submit(max, 2, 6).result()
    assert caught.value is ours


def test_a_pool_that_takes_no_more_work_is_told_where_it_is_given():
    with ThreadPoolExecutor(1) as pool:
        pass
    with pytest.raises(BelarusGameError, match="the executor failed"):
        ExecutorGate(pool, int, ADVICE).submit(max, 2, 6)


def test_somebody_is_told_when_the_answer_is_there_and_a_call_can_be_called_off():
    future, told = Future(), []

    class Waiting:
        def submit(self, call, *arguments):
            return future

    sent = ExecutorGate(Waiting(), int, ADVICE).submit(max, 2, 6)
    sent.when_done(lambda: told.append("done"))
    assert told == []
    future.set_result(6)
    assert told == ["done"]
    other, future = sent, Future()
    other = ExecutorGate(Waiting(), int, ADVICE).submit(max, 2, 6)
    other.cancel()
    assert future.cancelled()
