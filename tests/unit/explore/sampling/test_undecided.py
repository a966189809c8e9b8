"""What is said of draws that are undecided: first, as bounds, with the reason and what would mend it."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.explore import sweep

QUICK = {"logit": 0, "conventions": False, "progress": False}


@pytest.fixture(scope="module")
def three(from_payoffs):
    """Three who want to be told apart: there is a mixture of all three, which is left to the exact solver."""
    table = np.zeros((3, 2, 2, 2), dtype=int)
    for place in np.ndindex(2, 2, 2):
        for i in range(3):
            other, third = place[(i + 1) % 3], place[(i + 2) % 3]
            table[(i, *place)] = (place[i] != other) + 2 * (place[i] == third)
    payoffs = dict(zip("abc", table.tolist(), strict=True))
    return from_payoffs(payoffs, [["x", "y"]] * 3, weight=(0.9, 1, 1.1), order=[["a", "b", "c"]])


def test_shares_are_bounds_and_the_undecided_come_first(three):
    found = sweep(three, 50, 1, max_exact=0, **QUICK)
    share = found.share({"a": "x"})
    assert found.undecided == 1
    assert share.rows()[0] == {"share of draws": "undecided", "value": 1, "interval": ""}
    assert share.rows()[1]["value"] == (0, 1)
    assert found.rows()[0]["in some outcome"] == (0, 1)
    assert "undecided in 1: shares are bounds" in found.heading
    assert found.messages
    assert found.messages[-1].startswith(("what would mend it", "no more draws"))
    assert all(message in str(found) for message in found.messages)


def test_where_all_is_decided_nothing_is_said(ladder):
    found = sweep(ladder, 100, 1, **QUICK)
    assert found.messages == ()
    assert isinstance(found.rows()[0]["in some outcome"], float)


def test_no_time_is_as_no_draws_to_be_solved_one_by_one(three):
    spent = sweep(three, 20, 1, max_seconds=0, **QUICK)
    assert spent.undecided == 1


@pytest.mark.parametrize("wrong", [-1, float("nan"), "soon", True])
def test_a_time_that_is_none_is_refused(three, wrong):
    with pytest.raises(bg.GameError, match="max_seconds = "):
        sweep(three, 20, 1, max_seconds=wrong, **QUICK)
