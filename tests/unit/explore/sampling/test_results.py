"""What is read off the counts of a sweep, computed by hand from counts written by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.base.labels import Labels
from belarusgame.explore.sampling.intervals import wilson_interval
from belarusgame.explore.sampling.results import LogitSample, Sweep, SweepSettings
from belarusgame.explore.sampling.tally import UNITS, Found, Tally

#: Profiles in order: x/l, x/r, y/l, y/r.
LABELS = Labels(("a", "b"), (("x", "y"), ("l", "r")))
SETTINGS = SweepSettings(
    seed=1,
    points="random",
    scramblings=1,
    distribution="triangular",
    confidence=0.9,
    fix={},
    select=None,
    max_exact=None,
)


def counted(*rows):
    return tuple(
        (found, Tally(count, *bounds) if bounds else Tally(count, [], [])) for found, count, *bounds in rows
    )


SWEEP = Sweep(
    title="What?",
    labels=LABELS,
    concept="nash",
    draws=16,
    counts=counted(
        (Found(pure=0b0001), 6),
        (Found(pure=0b1001), 4),
        (Found(mixed=(0b0101,)), 3, [UNITS // 2 * 3], [UNITS // 4 * 9]),
        (Found(), 2),
        (Found(partial=True, pure=0b0001), 1),
    ),
    watched=({"a": "x"},),
    settings=SETTINGS,
    question={"a": "x"},
    messages=(),
)


def test_shares_count_draws_in_which_an_event_holds_always_or_sometimes():
    share = SWEEP.share({"a": "x"})
    # The mixed outcome reaches x/l and y/l; the undecided draw counts for some, never for every.
    assert (share.every, share.some) == (6 / 16, 14 / 16)
    assert share.every_interval == wilson_interval(6, 16, 0.9)
    assert (SWEEP.none, SWEEP.several, SWEEP.undecided) == (2 / 16, 4 / 16, 1 / 16)
    assert SWEEP.share({"b": "l"}).every == 9 / 16


def test_averages_are_taken_over_draws_with_outcomes_and_between_the_worst_cases():
    share = SWEEP.share({"a": "x"})
    # Of 14 draws: 6 surely, 4 in one of two outcomes, 3 with bounds 1/2 and 3/4, 1 undecided.
    assert share.least == (6 + 1.5) / 14
    assert share.greatest == (6 + 4 + 2.25 + 1) / 14


def test_no_average_is_told_of_an_event_that_was_not_watched_unless_it_follows():
    unknown = SWEEP.share({"a": "y"})
    assert (unknown.least, unknown.greatest) == (None, None)
    sure = SWEEP.share({"b": "l"})  # certain in the mixture too
    assert (sure.least, sure.greatest) == ((6 + 3) / 14, 14 / 14)
    assert replace(SWEEP, counts=counted((Found(), 2)), draws=2).share({"b": "l"}).least is None


def test_a_condition_keeps_the_draws_in_which_it_holds_in_every_outcome():
    given = SWEEP.given({"b": "l"})
    assert (given.draws, given.condition) == (9, {"b": "l"})
    assert given.share({"a": "x"}).every == 6 / 9
    assert given.share({"a": "x"}).least == (6 + 1.5) / 9
    both = given.given({"a": "x"})
    assert (both.draws, both.condition) == (6, {"b": "l", "a": "x"})
    nothing = both.given({"a": "y"}).share({"a": "x"})
    assert math.isnan(nothing.every)
    assert nothing.every_interval == (0.0, 1.0)
    assert "given b = l" in given.heading


def test_scramblings_are_taken_together_in_what_is_commonest():
    counts = counted(
        (Found(pure=0b1000), 5),
        (Found(replicate=1, pure=0b0001), 4),
        (Found(pure=0b0001), 3),
    )
    table = replace(SWEEP, counts=counts, draws=12).commonest()
    assert [(row["outcomes"], row["draws"]) for row in table.rows()] == [("x/l", 7), ("y/r", 5)]
    assert table.rows()[0]["share of draws"] == 7 / 12
    assert len(replace(SWEEP, counts=counts, draws=12).commonest(1).rows()) == 1
    with pytest.raises(bg.GameError, match="most = 0"):
        SWEEP.commonest(0)


def test_the_interval_of_scrambled_points_comes_from_the_shares_of_the_scramblings():
    settings = replace(SETTINGS, points="sobol", scramblings=3)
    counts = counted(
        (Found(pure=1), 3),
        (Found(pure=2), 1),
        (Found(replicate=1, pure=1), 1),
        (Found(replicate=1, pure=4), 3),
    )
    found = replace(SWEEP, counts=counts, draws=8, settings=settings).share({"a": "x", "b": "l"})
    # 3/4 and 1/4: deviation 1/(2 sqrt 2), and a scrambling without draws says nothing. t(0.95, 1) = 6.31.
    assert found.every == 0.5
    assert found.every_interval == (0.0, 1.0)
    alike = replace(
        SWEEP, counts=(*counts[:2], *counted((Found(replicate=1, pure=1), 4))), draws=8, settings=settings
    )
    low, high = alike.share({"b": "l"}).every_interval
    assert (low, high) == (pytest.approx(max(0, 7 / 8 - 6.313752 / 8), abs=1e-6), 1.0)
    single = replace(SWEEP, counts=counts[:2], draws=4, settings=settings)
    assert single.share({"b": "l"}).every_interval == (0.0, 1.0)  # from one, no deviation is known


def test_logit_play_is_averaged_with_the_interval_of_a_mean():
    sample = LogitSample(
        chances=np.array([[0.25, 0.25, 0.5, 0], [0.75, 0, 0.25, 0], [0, 0, 0, 1.0]]),
        converged=np.array([True, True, False]),
        codes=np.array([0, 1, 0], dtype=np.int32),
        found=(Found(pure=1), Found(pure=8)),
    )
    share = replace(SWEEP, logit_sample=sample).share({"a": "x"})
    assert (share.logit, share.logit_draws) == (0.625, 2)
    half = 1.6448536 * (0.125 * math.sqrt(2)) / math.sqrt(2)
    assert share.logit_interval == pytest.approx((0.625 - half, 0.625 + half), abs=1e-7)
    assert "logit mean" in replace(SWEEP, logit_sample=sample).rows()[0]
    given = replace(SWEEP, logit_sample=sample).given({"a": "x"})  # the first kind alone holds it
    assert given.share({"a": "x"}).logit == 0.5
    assert given.share({"a": "x"}).logit_interval == (0.0, 1.0)


def test_other_conventions_are_asked_the_question_of_the_scenario_or_another_one():
    other = replace(SWEEP, counts=counted((Found(pure=8), 4)), draws=4)
    both = replace(SWEEP, alternatives={"flat": other})
    assert {name: s.every for name, s in both.conventions().shares.items()} == {"as coded": 6 / 16, "flat": 0}
    assert both.conventions({"b": "r"}).shares["flat"].every == 1
    with pytest.raises(bg.GameError, match="conventions=True"):
        SWEEP.conventions()
    with pytest.raises(bg.GameError, match="name an event"):
        replace(both, question=None).conventions()


def test_the_line_above_says_what_the_table_leaves_out():
    assert SWEEP.heading == (
        "Share of 16 draws (nash); undecided in 0.0625: shares are bounds; no outcome in 0.125; "
        "several outcomes in 0.25"
    )
    plain = replace(SWEEP, counts=counted((Found(pure=1), 16)), settings=replace(SETTINGS, fix={"b": "l"}))
    assert plain.heading == "Share of 16 draws (nash, with b = l)"
    assert [(row["player"], row["strategy"], row["in every outcome"]) for row in plain.rows()] == [
        ("a", "x", 1),
        ("a", "y", 0),
        ("b", "l", 1),
        ("b", "r", 0),
    ]
