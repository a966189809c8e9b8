"""Who may be of which type: read once, and asked for probabilities, alone and given types."""

from fractions import Fraction

import pytest

from belarusgame.base.labels import labels_of
from belarusgame.base.type_space import TypeSpace
from belarusgame.errors import GameError

LABELS = labels_of(["a", "b", "c"], [["x", "y"], ["u", "v"], ["w"]])
SPACE = TypeSpace.read(
    LABELS, {"c": ["five", "six"], "a": ["one", "two"]}, [[Fraction(1, 2), 0], ["1/8", "3/8"]]
)


def test_types_stand_in_the_order_of_the_players_with_one_for_who_has_none():
    assert SPACE.types == (("one", "two"), ("ordinary",), ("five", "six"))
    assert SPACE.typed == ("a", "c")
    assert SPACE.place("c") == 2
    assert SPACE.combinations[1] == ("one", "ordinary", "six")


def test_probabilities_add_up_over_the_combinations_that_fit():
    assert SPACE.probability({"a": "two"}) == Fraction(1, 2)
    assert SPACE.probability({"c": "five"}) == Fraction(5, 8)
    assert SPACE.probability({"a": "one", "c": "six"}) == 0
    assert SPACE.fits(("one", "ordinary", "six"), {"c": "six"})
    assert not SPACE.fits(("one", "ordinary", "six"), {"a": "one", "c": "five"})


def test_what_is_given_leaves_what_has_a_probability():
    assert SPACE.given({"a": "one"}) == {("one", "ordinary", "five"): Fraction(1, 2)}
    assert len(SPACE.given(None)) == 3
    with pytest.raises(GameError, match="have probability zero"):
        SPACE.given({"a": "one", "c": "six"})


@pytest.mark.parametrize(
    ("types", "said"),
    [
        (3, "types = 3: must be a mapping"),
        ({"d": "one"}, "did you mean|is not one of a, b, c"),
        ({"a": "three"}, 'type of a "three" is not one of one, two'),
    ],
)
def test_types_that_nobody_has_are_refused(types, said):
    with pytest.raises(GameError, match=said):
        SPACE.checked(types)
