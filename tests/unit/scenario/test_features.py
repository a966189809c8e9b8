from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from first_edition import first_edition

from belarusgame.base.labels import Labels
from belarusgame.scenario.features import compile_features, effect_mask
from belarusgame.scenario.records import Consideration, Effect, Weight

LABELS = Labels(("row", "column"), (("up", "down"), ("left", "middle", "right")))
UNIT = Weight(low=Fraction(0), likely=Fraction(1), high=Fraction(2))


def consideration(player: str, name: str, *effects: Effect) -> Consideration:
    return Consideration(player=player, name=name, sentence="?", weight=UNIT, effects=effects)


def test_an_effect_is_laid_over_the_profiles_that_match_it() -> None:
    effect = Effect(when={"column": ("left", "right"), "row": ("down",)}, adds=Fraction(1))
    assert effect_mask(LABELS, effect).tolist() == [[False, False, False], [True, False, True]]


def test_effects_of_one_consideration_add_up() -> None:
    features = compile_features(
        LABELS,
        [
            consideration(
                "column",
                "pride",
                Effect(when={"row": ("down",)}, adds=Fraction(1, 3)),
                Effect(when={"column": ("right",)}, adds=Fraction(-2)),
            ),
            consideration("row", "fear", Effect(when={"row": ("up",)}, adds=Fraction(5))),
        ],
    )
    assert [list(row.values()) for row in features.rows()] == [
        ["column.pride", "", -2.0, 1 / 3, 4],
        ["row.fear", "", 0.0, 5.0, 3],
    ]
    assert repr(features) == "<Features: 2 considerations over 6 profiles>"
    assert "<td>column.pride</td>" in features._repr_html_()
    third = Fraction(1, 3)
    assert features.exact[0].tolist() == [[0, 0, -2], [third, third, third - 2]]
    assert features.exact[1].tolist() == [[5, 5, 5], [0, 0, 0]]
    assert features.considerations == ("column.pride", "row.fear")
    assert features.owner.tolist() == [1, 0]
    payoffs = features.payoffs([Fraction(3), Fraction(1, 5)])
    assert payoffs[0].tolist() == [[1, 1, 1], [0, 0, 0]]
    assert payoffs[1].tolist() == [[0, 0, -6], [1, 1, -5]]


def test_the_shapes_of_the_built_in_scenario() -> None:
    scenario = first_edition()
    features = scenario.features()
    count = len(scenario.considerations)
    assert features.exact.shape == features.values.shape == (count, 3, 3, 3, 3)
    assert features.owner.shape == (count,)
    assert len(features.driver) == len(features.considerations) == count
    assert features.values.dtype == np.float64
    assert np.array_equal(features.payoffs(scenario.factors()), scenario.game().exact_payoffs)
    with pytest.raises(ValueError, match="read-only"):
        features.values[0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        features.exact[0] = Fraction(1)


def test_floats_are_the_view_of_the_fractions() -> None:
    features = compile_features(
        LABELS, [consideration("row", "x", Effect(when={"row": ("up",)}, adds=Fraction(1, 3)))]
    )
    assert features.values[0, 0, 0] == 1 / 3
