"""When an index says something, how many draws it would take, and how the answer is put in words."""

import math

import pytest

import belarusgame as bg
from belarusgame.explore.sensitivity.index import (
    NO_VARIATION,
    NOT_DETERMINED,
    Index,
    Sensitivity,
    SensitivitySettings,
)


def index(name, total, width, **more):
    interval = None if total is None else (total - width / 2, total + width / 2)
    said = {"kind": "weight", "inputs": (name,), "claims": (), "first": total} | more
    return Index(name=name, total=total, first_interval=interval, total_interval=interval, **said)


@pytest.mark.parametrize(
    ("total", "width", "determined"),
    [(1.0, 0.5, True), (1.0001, 0.5, False), (0.25, 0.5625, False), (0.0, 0.0, True), (None, 0, True)],
)
def test_an_index_says_something_as_a_share_known_to_within_half_the_scale(total, width, determined):
    one = index("a.x", total, width)
    assert one.determined == determined
    row = one.row("first order")
    if total is not None and not determined:
        assert (row["first order"], row["total"]) == (NOT_DETERMINED, NOT_DETERMINED)


def test_without_an_index_the_row_says_why():
    row = index("a.x", None, 0, note="fixed").row("first order")
    assert row == {
        "input": "a.x",
        "first order": "fixed",
        "interval": "",
        "total": "fixed",
        "total interval": "",
    }
    named = index("1a", 0.123456, 0.25, kind="claim").row("closed")
    assert (named["claim"], named["closed"]) == ("1a", 0.1235)


@pytest.mark.parametrize(
    ("total", "width", "needed"),
    [
        (0.25, 1.0, 512 * 4),  # twice as wide as it may be takes four times as many
        (0.25, 1.5, 512 * 16),  # nine times as many, and the next power of two
        (2.0, 0.5, 512 * 16),  # four times above what a share of the scale may be
        (0.25, 0.5, 512 * 2),  # at least twice as many
    ],
)
def test_draws_grow_with_the_square_of_what_the_interval_must_shrink_by(total, width, needed):
    assert index("a.x", total, width).draws_needed(512) == needed


SETTINGS = SensitivitySettings(seed=1, draws=512, confidence=0.95, distribution="triangular", fix={"b": "l"})


def sensitivity(inputs, claims=(), **more):
    said = {"output": "share", "draws": 512, "dropped": 0, "mean": 0.25, "deviation": 0.5} | more
    return Sensitivity(
        event={"a": "x"},
        concept="pure",
        inputs=inputs,
        claims=claims,
        without=None,
        settings=SETTINGS,
        **said,
    )


BIG, SMALL = index("a.x", 0.75, 0.25), index("a.y", 0.25, 0.125)
VAGUE = index("a.z", 1.5, 1.0)


def test_the_leader_of_the_inputs_and_of_the_claims_are_named():
    found = sensitivity(
        (BIG, SMALL), (index("1a", 0.5, 0.25, kind="claim"), index("2a", 0.25, 0.25, kind="claim"))
    )
    first, second = found.sentences
    assert first.startswith("The input that most of the variation involves is a.x (total index 0.75")
    assert second.startswith("The claim that most of the variation involves is 1a (total index 0.50")
    assert [row["rests on"] for row in found.rows()] == ["judgement"] * 2
    assert found["a.y"] is SMALL
    assert found["1a"].total == 0.5
    with pytest.raises(bg.GameError, match=r'"a\.w"'):
        found["a.w"]


def test_what_is_not_determined_is_not_named_and_the_draws_that_would_do_are():
    found = sensitivity((VAGUE, BIG))
    first, second = found.sentences
    assert first == "Which input most of the variation involves is not determined at 512 draws."
    # 1.5 is three times what it may be: nine times as many draws, and the next power of two.
    assert second.startswith("1 indices are not determined at 512 draws")
    assert "about 8,192 draws would do" in second
    assert len(sensitivity((BIG, SMALL)).sentences) == 1


def test_an_answer_that_does_not_vary_or_is_not_settled_says_so():
    flat = sensitivity((index("a.x", None, 0, note=NO_VARIATION),), mean=1.0, dropped=3)
    assert flat.sentences == (
        "share of a = x does not vary over the ranges (no variation): it is 1 throughout.",
        "3 draws were left out, being undecided.",
    )
    assert sensitivity((BIG,), mean=math.nan).sentences == (
        "share of a = x could not be settled in enough draws.",
    )


def test_the_line_above_says_what_was_held_and_the_claims_are_below():
    found = sensitivity(
        (BIG,), (index("1a", 0.5, 0.25, kind="claim", inputs=("a.x", "a.y")),), output="logit"
    )
    assert found.heading == (
        "Sensitivity of the logit probability of a = x with b = l: mean 0.25, deviation 0.5, 512 draws"
    )
    assert found.below[0].rows()[0]["inputs that cite it"] == "a.x, a.y"
