"""Whatever is in a file, reading it ends soon, with a game or with an error that names the place."""

import re
from fractions import Fraction

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame.exchange import parse_nfg, read_nfg, write_nfg

VALID = (
    'NFG 1 R "t" { "A" "B" } { 2 3 } 1 2 3 4 5 6 7 8 9 10 11 1/12',
    'NFG 1 D "t" { "A" "B" } { { "a" "b" } { "c" } } "note" { { "x" 1, -2.5 } { "y" 3e2, .4 } } 1 2',
)
WORDS = st.sampled_from(
    [
        "NFG",
        "1",
        "R",
        "D",
        '"',
        '"t"',
        "{",
        "}",
        ",",
        "0",
        "2",
        "-3/4",
        "1/0",
        "1e9999999",
        "\\",
        "\n",
        "\0",
        "é",
    ]
)
PLACE = re.compile(r"^<text>: line \d+, column \d+: ")


@st.composite
def games(draw):
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    size = len(shape) * int(np.prod(shape))
    numbers = st.one_of(
        st.integers(-(10**20), 10**20),
        st.fractions(max_denominator=10**12),
        st.floats(allow_nan=False, allow_infinity=False).map(Fraction),
    )
    payoffs = np.array(draw(st.lists(numbers.map(Fraction), min_size=size, max_size=size)), dtype=object)
    names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
    players = draw(st.lists(names, min_size=len(shape), max_size=len(shape), unique=True))
    strategies = [draw(st.lists(names, min_size=count, max_size=count, unique=True)) for count in shape]
    return bg.Game(payoffs.reshape((len(shape), *shape)), players, strategies)


@given(games(), st.sampled_from(["payoff", "outcome"]), st.text(st.characters(exclude_categories=["Cs"])))
@settings(max_examples=120, deadline=None)
def test_a_game_comes_back_as_it_was(game, version, title):
    back = parse_nfg(write_nfg(game, version=version, title=title))
    assert back.labels == game.labels
    assert np.array_equal(back.exact_payoffs, game.exact_payoffs)


@given(st.sampled_from(VALID), st.data())
@settings(max_examples=250, deadline=None)
def test_a_damaged_file_is_read_or_refused(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 6)))
    read_or_refuse(text[:start] + data.draw(WORDS | st.text(max_size=3)) + text[end:])


@given(st.lists(WORDS, max_size=40).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_words_in_any_order_are_read_or_refused(text):
    read_or_refuse(text)


@given(st.lists(WORDS, max_size=30).map(" ".join))
@settings(max_examples=200, deadline=None)
@example("{ 2 2 } " + "{" * 2000)
@example("{ 1 1 } 1" + "0" * 100_000)
@example('{ 1 1 } "' + "\\" * 100_000)
@example("{ 2000 1 } " + "1 " * 3999)
def test_any_body_after_a_good_heading_is_read_or_refused(body):
    read_or_refuse('NFG 1 R "t" { "A" "B" } ' + body)


@given(st.binary(max_size=60) | st.sampled_from(VALID).map(str.encode))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(content):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fuzz.nfg"
        file.write_bytes(content)
        try:
            read_nfg(file)
        except bg.GameError as error:
            assert re.search(r"fuzz\.nfg: line \d+, column \d+: ", str(error))


def read_or_refuse(text):
    try:
        game = parse_nfg(text)
    except bg.GameError as error:
        assert PLACE.match(str(error))
    else:
        assert parse_nfg(write_nfg(game)).labels == game.labels
