"""Total indices: what is drawn, and what is too close to rank."""

import math

import pytest

from belarusgame.explore.sensitivity.index import Index, Sensitivity, SensitivitySettings
from belarusgame.report.figures import sensitivity

SETTINGS = SensitivitySettings(seed=1, draws=512, confidence=0.95, distribution="triangular", fix={})


def index(name, total, low=None, high=None, kind="weight"):
    interval = None if low is None else (low, high)
    return Index(
        name=name, kind=kind, inputs=(name,), claims=(), first=total, total=total, first_interval=interval,
        total_interval=interval,
    )  # fmt: skip


def chart(inputs, claims=(), **more):
    said = {"output": "share", "draws": 512, "dropped": 0, "mean": 0.25, "deviation": 0.5} | more
    return sensitivity(
        Sensitivity(
            event={"a": ("x",)},
            concept="pure",
            inputs=inputs,
            claims=claims,
            without=None,
            settings=SETTINGS,
            **said,
        )
    )


FIRST, RIVAL, BEHIND = (
    index("a.big", 0.75, 0.5, 0.875),
    index("a.near", 0.5, 0.25, 0.5),
    index("b", 0.25, 0.125, 0.375),
)


def test_inputs_come_before_claims_and_what_has_no_index_is_not_drawn():
    found = chart(
        (FIRST, index("a.fixed", None), index("a.zero", 0.0, 0.0, 0.0)),
        (index("1a", 0.5, 0.25, 0.75, "claim"),),
    )
    assert [(row["kind"], row["name"]) for row in found.rows()] == [("input", "a.big"), ("claim", "1a")]


def test_those_whose_interval_reaches_the_leaders_are_too_close_to_rank():
    assert (
        chart((FIRST, BEHIND)).alt
        == "The input with the greatest total index is A: big: 0.75, interval 0.50 to 0.88."
    )
    close = chart((FIRST, RIVAL, BEHIND)).alt  # whose interval ends where the leader's begins
    assert close.endswith("Too close to rank with it: A: near.")


def test_a_leader_that_is_not_determined_is_not_named_as_one():
    wide = chart((index("a.big", 0.75, 0.125, 1.0), BEHIND))
    assert wide.alt.startswith("Which input leads is not determined at 512 draws: the interval of A: big")


@pytest.mark.parametrize(
    ("mean", "output", "said"),
    [
        (0.0, "share", "Whether it happens (A: x) does not vary: it happens in none of 1,024 draws"),
        (1.0, "share", "it happens in all of 1,024 draws"),
        (
            0.5,
            "logit",
            "The probability of A: x with players who make mistakes does not vary: it is 0.5 in all",
        ),
        (math.nan, "share", "is undecided in too many draws to say what it hangs on."),
    ],
)
def test_where_nothing_can_be_ranked_a_sentence_says_why(mean, output, said):
    found = chart((index("a.fixed", None),), mean=mean, output=output)
    assert said in found.alt
    assert found.rows() == []
