"""A statement says itself in words, whatever its form."""

from fractions import Fraction

import pytest

from belarusgame.assume.statement import Condition, Statement

RANKED = {"player": "p", "better": "a", "worse": "b", "strict": True}
PREFERRED = {"player": "p", "better": {"q": "x"}, "worse": {"q": "y"}, "completions": "all", "strict": True}
NEVER = Statement(form="never", entries={"event": {"p": "a"}, "concept": None})


@pytest.mark.parametrize(
    ("form", "entries", "words"),
    [
        ("prefers", PREFERRED, "for p, q = x pays more than q = y"),
        (
            "prefers",
            PREFERRED | {"completions": "some", "strict": False, "given": {"r": ["u", "v"]}},
            "for p, q = x pays at least as much as q = y, given r = u or v, in at least one completion",
        ),
        (
            "monotone",
            {
                "player": "p",
                "better": {"q": "x"},
                "worse": {"q": "y"},
                "direction": "falls",
                "input": "p.end",
            },
            "the gain of p from q = x over q = y falls with p.end",
        ),
        ("never", {"event": {"p": ["a", "b"]}, "concept": None}, "p = a or b never happens"),
        ("always", {"event": {"p": "a"}, "concept": "pure"}, "p = a always happens (pure)"),
        ("dominates", RANKED, "for p, a beats b whatever the others do"),
        ("dominates", RANKED | {"strict": False, "given": {"q": "x"}}, "for p, a weakly beats b given q = x"),
        (
            "ordering",
            {"player": "p", "best_first": ("a", "b", "c")},
            "for p, a beats b beats c whatever the others do",
        ),
    ],
)
def test_a_form_has_its_words(form, entries, words):
    assert str(Statement(form=form, entries=entries)) == words


def test_parts_are_joined_by_what_combines_them():
    other = Statement(form="always", entries={"event": {"q": "x"}})
    both = Statement(form="all_of", parts=(NEVER, other))
    assert str(both) == "(p = a never happens) and (q = x always happens)"
    assert str(Statement(form="any_of", parts=(NEVER, other))) == str(both).replace(" and ", " or ")


CONDITION = Condition(
    profile={"q": "x"},
    weights={"p.end": (Fraction(1, 4), Fraction(1, 2))},
    drivers={"tide": (Fraction(2), Fraction(2))},
    types={"p": "bold"},
)


def test_a_condition_names_profiles_then_numbers_then_types():
    words = "q = x and p.end from 0.25 to 0.5 and tide at 2 and p is bold"
    assert CONDITION.words() == words
    given = Statement(form="given", parts=(NEVER,), condition=CONDITION)
    assert str(given) == f"given {words}: p = a never happens"
    assert Condition().words() == ""


def test_only_weights_and_drivers_make_a_condition_of_numbers():
    assert CONDITION.numeric
    assert Condition(weights=CONDITION.weights).numeric
    assert Condition(drivers=CONDITION.drivers).numeric
    assert not Condition(profile={"q": "x"}, types={"p": "bold"}).numeric
