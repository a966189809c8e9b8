from __future__ import annotations

from fractions import Fraction

import pytest

from belarusgame.scenario.codebook import WEIGHTS, derived_weight, exceeds_inference
from belarusgame.scenario.records import Weight

FIRMNESS = {"s": "stated", "h": "hedged", "p": "speculated"}


def numbers(support: list[str], *, extended: bool = False) -> tuple[float, float, float]:
    entries = tuple(tuple(entry) for entry in support)
    weight = derived_weight(entries, FIRMNESS, extended=extended)  # type: ignore[arg-type]
    return float(weight.low), float(weight.likely), float(weight.high)


def test_the_table_of_the_codebook() -> None:
    assert {name: (w.low, w.likely, w.high) for name, w in WEIGHTS.items()} == {
        "stated": (Fraction("0.75"), Fraction(1), Fraction("1.25")),
        "hedged": (Fraction("0.25"), Fraction("0.75"), Fraction("1.25")),
        "speculated": (Fraction(0), Fraction("0.5"), Fraction("1.25")),
    }


@pytest.mark.parametrize(
    ("support", "likely"),
    [
        (["s"], 1.0),
        (["h"], 0.75),
        (["p"], 0.5),
        (["p", "s", "h"], 1.0),  # the firmest entry sets the range
        (["sh"], 0.75),  # a joint entry is as firm as its weakest member
        (["shp"], 0.5),
        (["sp", "hh"], 0.75),  # both at once
    ],
)
def test_the_firmest_entry_counts_and_a_joint_entry_is_as_firm_as_its_weakest_claim(
    support: list[str], likely: float
) -> None:
    assert numbers(support)[1] == likely


@pytest.mark.parametrize("support", ["s", "h", "p"])
def test_a_weaker_claim_raises_the_upper_end_only(support: str) -> None:
    low, likely, high = numbers([support])
    assert high == 1.25
    assert numbers([support], extended=True) == (low, likely, 1.5)


@pytest.mark.parametrize(("support", "likely"), [("s", 0.75), ("h", 0.75), ("p", 0.5)])
def test_an_inference_is_at_most_as_firm_as_a_hedged_claim(support: str, likely: float) -> None:
    weight = derived_weight(((support,),), FIRMNESS, extended=True, inferred=True)  # type: ignore[arg-type]
    assert (float(weight.likely), float(weight.high)) == (likely, 1.5)
    assert not exceeds_inference(weight, extended=True)
    assert exceeds_inference(weight, extended=False)


@pytest.mark.parametrize("ends", [("0.3", "0.75", "1.25"), ("0.25", "0.8", "1.25"), ("0.25", "0.75", "1.3")])
def test_a_typed_weight_may_exceed_an_inference_at_any_end(ends: tuple[str, str, str]) -> None:
    low, likely, high = map(Fraction, ends)
    assert exceeds_inference(Weight(low=low, likely=likely, high=high), extended=False)
    least = Weight(low=Fraction(0), likely=Fraction("0.75"), high=Fraction("1.25"))
    assert not exceeds_inference(least, extended=False)
