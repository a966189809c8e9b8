"""One row a draw: what was drawn, what was found, and between what the watched events lie."""

import numpy as np
import pandas as pd
import pytest

from belarusgame.explore.sampling.frame import draws_frame
from belarusgame.explore.sampling.run import Gathered
from belarusgame.explore.sampling.tally import UNITS, Found

#: A game of two players: the profiles in order are x/l, x/r, y/l, y/r.
KINDS = (
    Found(pure=0b0001),
    Found(pure=0b0101),
    Found(partial=True, pure=0b0001),
    Found(),
    Found(mixed=(0b1010,)),
)


@pytest.fixture(scope="module")
def job(build, laid_out):
    scenario = build(
        {"a": ["x", "y"], "b": ["l", "r"]},
        {
            "a.one": ((1, 2, 3), [({"a": "y"}, 1)], "tide"),
            "b.two": ((1, 1, 1), [({"b": "r"}, 1)]),
        },
        order=["a", "b"],
        drivers={"tide": (0.5, 1, 2)},
        types={"a": {"bold": {"one": 2}, "shy": {"one": 0.5}}},
        delegations={"orders": ("b", "a", {"a": "y"})},
    )
    return laid_out(scenario, 40, kept=40)


@pytest.fixture(scope="module")
def frame(job):
    """What is found is written by hand, draw 9 with bounds of its own."""
    found = Gathered(
        numbers={kind: number for number, kind in enumerate(KINDS)},
        codes={0: np.arange(40, dtype=np.int32) % 5},
        bounds={9: ([UNITS // 4, 0, 0, UNITS // 8], [UNITS // 2, 0, 0, UNITS // 4])},
    )
    return draws_frame(job, found)


def test_what_was_drawn_stands_in_columns_of_its_name(job, frame):
    values = job.exact.draws.values(0, 40)
    row = job.exact.draws.row
    assert frame["a.one"].tolist() == values[row("a.one", "weight")].tolist()
    assert frame["tide"].tolist() == values[row("tide", "driver")].tolist()
    chance = values[row("orders", "probability")]
    assert frame["probability orders"].tolist() == chance.tolist()
    assert set(frame["b.two"]) == {1.0}


def test_types_and_delegations_are_named(job, frame):
    values = job.exact.draws.values(0, 40)
    entry = next(e for e in job.exact.draws.inputs if e.kind == "type")
    names = [entry.rest, "bold", "shy"]
    types = values[job.exact.draws.row("a", "type")].astype(int)
    assert frame["type a"].tolist() == [names[number] for number in types]
    assert set(types) == {0, 1, 2}
    on = values[job.exact.draws.row("orders", "delegation")]
    assert frame["delegation orders"].tolist() == ["on" if setting else "off" for setting in on]
    assert set(on) == {0, 1}


def test_what_was_found_is_described_counted_and_qualified(frame):
    assert frame["outcomes"].tolist()[:5] == [
        "x/l",
        "x/l | y/l",
        "undecided | x/l",
        "none",
        "mixed over 2 profiles: x/r, y/r",
    ]
    assert frame["number of outcomes"].tolist()[:5] == [1, 2, 1, 0, 1]
    assert frame["status"].tolist()[:5] == ["complete", "complete", "partial", "complete", "complete"]


def test_bounds_follow_from_what_was_found_or_are_those_of_the_draw(frame):
    bounds = frame[["least a = x", "greatest a = x"]].to_numpy()
    assert bounds[:3].tolist() == [[1, 1], [0, 1], [0, 1]]
    assert np.isnan(bounds[3]).all()  # no outcome, so no probability in one
    assert bounds[4].tolist() == [0, 1]
    assert bounds[9].tolist() == [0.25, 0.5]
    other = frame[["least b = r", "greatest b = r"]].to_numpy()
    assert other[2].tolist() == [0, 1]  # undecided: it may happen, though no outcome has it
    assert other[4].tolist() == [1, 1]
    assert other[9].tolist() == [0.125, 0.25]
    assert isinstance(frame, pd.DataFrame)
