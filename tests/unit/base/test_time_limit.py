import pytest

from belarusgame.base import time_limit
from belarusgame.base.time_limit import checked_seconds, end_on_the_wall, out_of_time, within_seconds
from belarusgame.errors import GameError


@pytest.fixture
def clock(monkeypatch):
    """Return a clock that stands still until it is set."""
    now = [100.0]
    monkeypatch.setattr(time_limit.time, "monotonic", lambda: now[0])
    return now


def test_without_a_limit_there_is_always_time(clock):
    clock[0] = 1e12
    assert not out_of_time()
    with within_seconds(None):
        assert not out_of_time()


def test_the_time_is_up_after_the_seconds_and_the_limit_ends_with_the_call(clock):
    with within_seconds(5.0):
        clock[0] = 105.0
        assert not out_of_time()
        clock[0] = 105.1
        assert out_of_time()
    assert not out_of_time()


def test_of_two_limits_the_nearer_counts(clock):
    with within_seconds(5.0):
        with within_seconds(50.0):
            clock[0] = 106.0
            assert out_of_time()
        with within_seconds(None):
            assert out_of_time()


def test_a_limit_is_a_number_of_seconds():
    assert checked_seconds(None) is None
    assert checked_seconds(2) == 2.0
    with pytest.raises(GameError, match="max_seconds = -1: must be a finite number that is not negative"):
        checked_seconds(-1)


def test_other_processes_are_told_the_end_by_the_clock_on_the_wall(clock, monkeypatch):
    monkeypatch.setattr(time_limit.time, "time", lambda: 1e9)
    assert end_on_the_wall() is None
    with within_seconds(5.0), within_seconds(50.0):
        clock[0] += 2.0
        assert end_on_the_wall() == 1e9 + 3.0
