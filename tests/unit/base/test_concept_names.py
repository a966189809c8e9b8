from enum import StrEnum

import numpy as np
import pytest

from belarusgame.base.concept_names import CONCEPTS, OUTCOME, concept_of, concepts_with
from belarusgame.errors import GameError

ORDER = (("a",), ("b",))


def test_every_concept_has_a_word_for_its_outcomes():
    assert tuple(OUTCOME) == CONCEPTS


def test_by_default_the_order_of_moves_decides():
    assert concept_of(None, ORDER) == "sequential"
    assert concept_of(None, None) == "nash"
    assert concept_of(None, None, ("sequential", "pure")) == "pure"


@pytest.mark.parametrize("name", CONCEPTS)
def test_what_is_named_is_what_is_meant(name):
    assert concept_of(name, ORDER) == name
    assert concept_of(StrEnum("Named", {name: name})[name], ORDER) == name


@pytest.mark.parametrize(
    ("concept", "order", "message"),
    [
        ("mixed", ORDER, 'concept "mixed" is not one of sequential, pure, nash'),
        ("nahs", ORDER, 'did you mean "nash"'),
        ("sequential", None, 'concept = "sequential": there is no order of moves; add one, or use "pure"'),
        (np.array(["pure"]), ORDER, "is not one of sequential, pure, nash"),
        (["pure"], None, "is not one of sequential, pure, nash"),
        (True, None, "concept true is not one of"),
    ],
)
def test_what_cannot_be_asked_for(concept, order, message):
    with pytest.raises(GameError, match=message):
        concept_of(concept, order)


def test_where_mixed_equilibria_cannot_be_asked_about_it_says_who_can():
    with pytest.raises(GameError, match=r'"nash" is not one of sequential, pure; .* guarantee\(\) covers'):
        concept_of("nash", ORDER, ("sequential", "pure"))


def test_without_an_order_nobody_moves_first():
    assert concepts_with(None) == ("pure", "nash")
    assert concepts_with(ORDER) == CONCEPTS
