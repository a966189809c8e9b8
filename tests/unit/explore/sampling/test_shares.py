"""Shares of draws: what they say where draws are undecided, and how sets of outcomes are written."""

from dataclasses import replace

import numpy as np
import pytest

from belarusgame.base.labels import Labels
from belarusgame.explore.sampling.shares import Conventions, LogitSample, Share, described, summed_over
from belarusgame.explore.sampling.tally import Found

LABELS = Labels(("row", "column"), (("up", "down"), ("left", "middle", "right")))

SHARE = Share(
    event={"row": "up"},
    draws=200,
    every=0.5,
    some=0.75,
    every_interval=(0.4, 0.6),
    some_interval=(0.7, 0.8),
    none=0.0,
    undecided=0.0,
    least=0.5,
    greatest=0.75,
)


def test_a_share_is_a_bound_as_far_as_draws_are_undecided():
    assert SHARE.bounded(0.5) == 0.5
    open_ = replace(SHARE, undecided=0.125)
    assert open_.bounded(0.5) == (0.5, 0.625)
    assert open_.bounded(0.9375) == (0.9375, 1.0)


def test_what_is_undecided_comes_first_where_it_makes_bounds_of_the_others():
    names = ["in every outcome", "in some outcome", "without an outcome"]
    assert [row["share of draws"] for row in SHARE.rows()] == [*names, "undecided"]
    rows = replace(SHARE, undecided=0.125, logit=0.25, logit_interval=(0.2, 0.3), logit_draws=40).rows()
    assert [row["share of draws"] for row in rows] == ["undecided", *names, "logit mean, 40 draws"]
    assert [row["value"] for row in rows] == [0.125, (0.5, 0.625), (0.75, 0.875), 0.0, 0.25]
    assert [row["interval"] for row in rows] == ["", (0.4, 0.6), (0.7, 0.8), "", (0.2, 0.3)]


def test_conventions_stand_side_by_side_each_with_its_own_draws():
    other = replace(SHARE, every=0.25, draws=50, undecided=0.5)
    table = Conventions(event={"row": "up"}, shares={"as coded": SHARE, "flat": other})
    assert [(row["convention"], row["in every outcome"], row["draws"]) for row in table.rows()] == [
        ("as coded", 0.5, 200),
        ("flat", (0.25, 0.75), 50),
    ]
    assert table.heading.startswith("row = up")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Found(), "none"),
        (Found(partial=True), "undecided"),
        (Found(pure=0b100001), "up/left | down/right"),
        (Found(pure=0b10, mixed=(0b1001,)), "up/middle | mixed over 2 profiles: up/left, down/left"),
        (
            Found(partial=True, mixed=(0b11111,)),
            "undecided | mixed over 5 profiles: up/left, up/middle, up/right, down/left ...",
        ),
        (Found(mixed=(0b1111,)), "mixed over 4 profiles: up/left, up/middle, up/right, down/left"),
    ],
)
def test_sets_of_outcomes_are_written_in_the_order_of_profiles(found, words):
    assert described(LABELS, found) == words


def test_probabilities_of_an_event_are_added_up_and_never_exceed_one():
    chances = np.array([[0.125, 0.25, 0.125, 0.25, 0.125, 0.125], [0.5 + 2**-52, 0, 0.5, 0, 0, 0]])
    assert summed_over(chances, LABELS, {"column": ["left", "right"]}).tolist() == [0.625, 1.0]
    assert summed_over(chances, LABELS, {"row": "down", "column": "middle"}).tolist() == [0.125, 0.0]


def test_a_sample_leaves_out_what_did_not_converge_and_keeps_what_is_asked_for():
    sample = LogitSample(
        chances=np.eye(6)[[0, 1, 2, 0]],
        converged=np.array([True, False, True, True]),
        codes=np.array([0, 0, 1, 2], dtype=np.int32),
        found=(Found(pure=1), Found(pure=2), Found(pure=4)),
    )
    assert sample.probabilities(LABELS, {"column": "left"}).tolist() == [1, 0, 1]
    kept = sample.where(lambda found: found.pure != 1)
    assert (kept.codes.tolist(), kept.converged.tolist()) == ([1, 2], [True, True])
    assert kept.probabilities(LABELS, {"column": "left"}).tolist() == [0, 1]
    none = sample.where(lambda found: False)
    assert (len(none.codes), none.chances.shape) == (0, (0, 6))
