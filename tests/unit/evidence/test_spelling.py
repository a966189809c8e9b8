"""Names that would mislead whoever reads them."""

import pytest

from belarusgame.evidence.spelling import misleading


@pytest.mark.parametrize(
    "name", ["putin", "Лукашенко", "Ελλάδα", "17a", "中国_A", "日本ニ", "Škoda", "a-1", "한국"]
)
def test_a_name_in_one_alphabet_misleads_nobody(name):
    assert misleading(name) == ("", "")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("lukashenk\u043e", 'mixes alphabets that look alike: "\u043e" is a CYRILLIC SMALL LETTER O'),
        ("\u0391bc", "is a GREEK CAPITAL LETTER ALPHA"),
        ("a\u202eb", r'"a\u202eb" holds characters that are not seen'),
        ("a\x1b[31m", "not seen"),
        ("a\x9b", "not seen"),
        ("\uff50utin", "is not written with plain characters"),
    ],
)
def test_a_name_that_looks_like_another_one_is_refused(name, problem):
    found, hint = misleading(name)
    assert problem in found
    assert hint


@pytest.mark.parametrize("name", ["fe\u200bar", "fe\tar", "fear\u202e", "a b\u00a0c"])
def test_what_is_not_seen_is_named(name):
    problem, hint = misleading(name)
    assert problem.endswith("holds characters that are not seen")
    assert hint == "leave them out"


@pytest.mark.parametrize(
    ("name", "plain"), [("ﬁrm", "firm"), ("ｆｅａｒ", "fear"), ("x²", "x2"), ("cafe\u0301", "café")]
)
def test_what_is_not_plain_is_written_anew(name, plain):
    problem, hint = misleading(name)
    assert problem.endswith("is not written with plain characters")
    assert plain in hint


@pytest.mark.parametrize(
    ("name", "letter"), [("fеar", "CYRILLIC SMALL LETTER IE"), ("Αlpha", "GREEK CAPITAL LETTER ALPHA")]
)
def test_letters_that_only_look_like_others_are_named(name, letter):
    problem, hint = misleading(name)
    assert "mixes alphabets that look alike" in problem
    assert problem.endswith(letter)
    assert hint == "write the whole name in one alphabet"
