import threading
import time

import pytest

from belarusgame.base.threads import cores, in_threads


def test_there_is_a_core():
    assert cores() >= 1


@pytest.mark.parametrize("number", [1, 3])
def test_results_come_in_the_order_of_the_calls(monkeypatch, number):
    monkeypatch.setattr("belarusgame.base.threads.cores", lambda: number)
    assert in_threads([lambda k=k: k * k for k in range(5)]) == [0, 1, 4, 9, 16]
    assert in_threads([]) == []


def test_calls_run_beside_each_other(monkeypatch):
    monkeypatch.setattr("belarusgame.base.threads.cores", lambda: 2)
    both = threading.Barrier(2, timeout=10)
    assert sorted(in_threads([both.wait, both.wait])) == [0, 1]


def test_what_a_call_raises_is_raised(monkeypatch):
    monkeypatch.setattr("belarusgame.base.threads.cores", lambda: 2)
    with pytest.raises(ZeroDivisionError):
        in_threads([lambda: 1, lambda: 1 // 0])


def test_who_interrupts_does_not_wait_for_calls_that_have_begun(monkeypatch):
    monkeypatch.setattr("belarusgame.base.threads.cores", lambda: 2)
    ended, begun = threading.Event(), []

    def interrupted():
        raise KeyboardInterrupt

    def long():
        begun.append(1)
        ended.wait(20)

    try:
        since = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            in_threads([interrupted, *[long] * 5])
        assert time.monotonic() - since < 10
        assert len(begun) <= 2
    finally:
        ended.set()


@pytest.mark.parametrize("number", [1, 2])
def test_calls_are_counted_where_they_have_a_name(monkeypatch, number):
    said = []
    monkeypatch.setattr("belarusgame.base.threads.cores", lambda: number)
    monkeypatch.setattr(
        "belarusgame.base.threads.counted", lambda steps, what: said.append((len(steps), what)) or steps
    )
    assert (
        in_threads([lambda: 1, lambda: 2], "groups of runs") == in_threads([lambda: 1, lambda: 2]) == [1, 2]
    )
    assert said == [(2, "groups of runs")]
