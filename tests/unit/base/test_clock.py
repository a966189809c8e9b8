import math
import time

import pytest

from belarusgame.base.clock import Clock
from belarusgame.errors import GameError


def test_without_a_limit_the_time_is_never_up():
    clock = Clock.starting(None)
    assert (clock.seconds, clock.at(0.0), clock.at(1.0)) == (None, math.inf, math.inf)


def test_parts_of_the_time_are_counted_from_the_start():
    clock = Clock.starting(10)
    assert clock.began <= time.monotonic()
    assert clock.at(0.25) - clock.began == pytest.approx(2.5)


@pytest.mark.parametrize("seconds", [0, 0.001, -1, math.nan, math.inf, "10", True, [1]])
def test_no_other_limit_is_taken(seconds):
    with pytest.raises(GameError, match="max_seconds = "):
        Clock.starting(seconds)
