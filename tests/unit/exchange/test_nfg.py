import os
import time
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.exchange import parse_nfg, read_nfg, write_nfg

# Two files in Gambit's own layout, one of each version; the first player's strategy runs fastest.
PAYOFF_VERSION = 'NFG 1 D "Three by two" { "Row" "Column" } { 3 2 }\n\n1 -1 2 -2 3 -3 4.5 -4 .5 -5 6e-1 1/3\n'
OUTCOME_VERSION = """NFG 1 R "Named outcomes" { "Row" "Column" }

{ { "up" "middle" "down" }
{ "left" "right" }
}
"A comment with { braces } and
a second line."

{
{ "win" 3, 2 }
{ "" 1/2 -0.1 }
}
1 2 0 0 0 1
"""


def heading(strategies="{ 2 2 }"):
    return f'NFG 1 R "t" {{ "A" "B" }} {strategies} '


def test_the_payoff_version_is_read_with_the_first_player_fastest():
    game = parse_nfg(PAYOFF_VERSION)
    assert game.players == ("Row", "Column")
    assert game.strategies == {"Row": ("s1", "s2", "s3"), "Column": ("s1", "s2")}
    assert game.payoffs[0].tolist() == [[1.0, 4.5], [2.0, 0.5], [3.0, 0.6]]
    assert game.payoffs[1, :, 0].tolist() == [-1.0, -2.0, -3.0]


def test_numbers_are_exact():
    game = parse_nfg(PAYOFF_VERSION)
    assert game.payoff("Row", {"Row": "s3", "Column": "s2"}) == Fraction(3, 5)
    assert game.payoff("Column", {"Row": "s3", "Column": "s2"}) == Fraction(1, 3)


def test_the_outcome_version_is_read_and_outcome_0_pays_nothing():
    game = parse_nfg(OUTCOME_VERSION)
    assert game.strategies == {"Row": ("up", "middle", "down"), "Column": ("left", "right")}
    assert game.payoffs[0].tolist() == [[3.0, 0.0], [0.5, 0.0], [0.0, 3.0]]
    assert game.payoff("Column", {"Row": "middle", "Column": "left"}) == Fraction(-1, 10)


def test_three_players_of_unequal_size_keep_their_axes():
    numbers = " ".join(str(value) for value in range(2 * 3 * 1 * 3))
    game = parse_nfg(f'NFG 1 R "" {{ "A" "B" "C" }} {{ 2 3 1 }} {numbers}')
    assert game.shape == (2, 3, 1)
    assert [game.payoff(player, {"A": "s2", "B": "s1", "C": "s1"}) for player in "ABC"] == [3, 4, 5]
    assert [game.payoff(player, {"A": "s1", "B": "s2", "C": "s1"}) for player in "ABC"] == [6, 7, 8]


def test_labels_that_are_empty_or_repeated_are_completed():
    game = parse_nfg(
        'NFG 1 R "" { "" "X" "X" } { { "a" "a" "a (2)" } { "" "b" } { "s1" "" "" } }' + " 0" * 54
    )
    assert game.players == ("player 1", "X", "X (2)")
    assert list(game.strategies.values()) == [("a", "a (3)", "a (2)"), ("s1", "b"), ("s1", "s2", "s3")]


def test_escapes_in_labels_are_undone():
    game = parse_nfg(r'NFG 1 R "" { "say \"no\"" "back\\slash \n" } { 1 1 } 0 0')
    assert game.players == ('say "no"', r"back\slash \n")


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(tmp_path):
    file = tmp_path / "windows.nfg"
    file.write_bytes(b"\xef\xbb\xbf" + OUTCOME_VERSION.replace("\n", "\r\n").encode())
    assert read_nfg(file).equals(parse_nfg(OUTCOME_VERSION))


@pytest.mark.parametrize("version", ["payoff", "outcome"])
@pytest.mark.parametrize(
    "game",
    [
        bg.Game([[[1, 0.5, Fraction(1, 3)]], [[0.1, -2, 1e-300]]]),
        bg.Game(np.random.default_rng(0).normal(size=(3, 2, 3, 4))),
        bg.Game([[5, 7]], ["only"], [["a b", 'quote " and \\']]),
        bg.Game([[[1.7976931348623157e308]], [[5e-324]]], ["ä", "中"], [["\\"], ['\\"']]),
    ],
    ids=["rationals", "floats", "one player", "extremes"],
)
def test_what_is_written_reads_back_exactly(game, version, tmp_path):
    text = write_nfg(game, tmp_path / "game.nfg", title='A "title"\\', version=version)
    back = read_nfg(tmp_path / "game.nfg")
    assert back.labels == game.labels
    assert np.array_equal(back.exact_payoffs, game.exact_payoffs)
    assert parse_nfg(text).equals(back)


def test_short_decimals_are_written_as_such_and_others_as_quotients():
    game = bg.Game([[Fraction(1, 10), Fraction(-7, 4), Fraction(2, 3), Fraction(1, 2**30), 12, -0.0]])
    assert write_nfg(game).splitlines()[-6:] == ["0.1", "-1.75", "2/3", "1/1073741824", "12", "0"]


def test_a_backslash_is_doubled_only_where_it_could_be_misread():
    # Gambit itself leaves a single backslash alone, and keeps both of a doubled one.
    game = bg.Game([[[0]], [[0]]], [r"a\b", "end\\"], [['\\"'], [r"\\"]])
    text = write_nfg(game)
    assert r'{ "a\b" "end\\" }' in text
    assert parse_nfg(text).labels == game.labels


def test_the_outcome_version_names_each_outcome_once():
    game = bg.Game([[[1, 0], [0, 1]], [[2, 0], [0, 2]]])
    assert write_nfg(game, version="outcome").splitlines()[-5:] == [
        "{",
        '{ "" 1, 2 }',
        '{ "" 0, 0 }',
        "}",
        "1 2 2 1",
    ]


MALFORMED = [
    ("", 'line 1, column 1: expected "NFG"', "the end of the file"),
    ('EFG 2 R ""', 'line 1, column 1: expected "NFG"', 'found "EFG"'),
    ('NFG 2 R ""', 'line 1, column 5: expected "1"', 'found "2"'),
    ('NFG 1 Q ""', 'line 1, column 7: expected "R" or "D"', 'found "Q"'),
    ("NFG 1 R {", "line 1, column 9: expected the game's title in quotes", 'found "{"'),
    ('NFG 1 R "t', "line 1, column 9: the label that begins here has no closing quote", ""),
    ('NFG 1 R "t"\n"A"', 'line 2, column 1: expected "{"', 'the label "A"'),
    ('NFG 1 R "t" { }', "column 15: expected a player's label in quotes", 'found "}"'),
    ('NFG 1 R "t" { "A" 3', "column 19: expected a player's label in quotes or", 'found "3"'),
    ('NFG 1 R "t" { "A" "B" } 2', 'column 25: expected the strategies: "{"', 'found "2"'),
    (heading("{ 2 }"), "expected the number of strategies of player 2", 'found "}"'),
    (heading("{ 2 0 }"), "expected the number of strategies of player 2, from 1 to 2000", 'found "0"'),
    (heading("{ 2 2 2 }"), 'expected "}" after the strategies of 2 players', 'found "2"'),
    (heading("{ 2 1.5 }"), "expected the number of strategies of player 2", 'found "1.5"'),
    (heading("{ 2 999999999999999999 }"), "from 1 to 2000", 'found "999999999999999999"'),
    (heading('{ { "a" } 2 }'), 'expected "{"', 'found "2"'),
    (heading('{ { "a" } { } }'), "expected a label in quotes for player 2", 'found "}"'),
    (heading("{ 2000 2000 }"), "8000000 payoffs announced", "at most 1000000"),
    (heading() + "1 2 3", "expected payoff 4 of 8", "the end of the file"),
    (
        heading() + "1 2 3 4 5 6 7 8\n9",
        "line 2, column 1: expected the end of the file after all 4",
        'found "9"',
    ),
    (heading() + "1 x", "expected payoff 2 of 8", 'found "x"'),
    (heading() + "1 2x", "expected payoff 2 of 8", 'found "2x"'),
    (heading() + "1 nan", "expected payoff 2 of 8", 'found "nan"'),
    (heading() + "1/0", '"1/0" divides by zero', ""),
    (heading() + "1e401", 'the exponent of "1e401" is beyond 400', ""),
    (heading() + "1e999999999999", "is beyond 400", ""),
    (heading() + "1e400", '"1e400" is too large for a payoff', ""),
    (heading() + "9" * 3000, "has more than 2200 characters", ""),
    (
        heading() + '{ { "" 1, 2 } } 1 1 1 2',
        "the outcome's number for profile 4 of 4, from 0 to 1",
        'found "2"',
    ),
    (heading() + '{ { "" 1, 2 } } 1 1 1 -1', "from 0 to 1", 'found "-1"'),
    (heading() + '{ { "" 1 } }', "expected the payoff of player 2 of 2", 'found "}"'),
    (heading() + '{ { "" 1 2 3 } }', 'expected "}" after 2 payoffs', 'found "3"'),
    (heading() + "{ { 1 2 } }", "expected the outcome's label in quotes", 'found "1"'),
    (heading() + '{ { "" 1 2 } 5', 'expected "{" of a further outcome', 'found "5"'),
    (heading() + "{" * 100_000, "expected the outcome's label in quotes", 'found "{"'),
    ('NFG 1 R "" { ' + '"p" ' * 32 + "}", "at most 31 labels in one list", ""),
    (heading("{ { " + '"a" ' * 2001 + "}"), "at most 2000 labels in one list", ""),
    ("NFG\u00a01\u00a0R\u00a0x", "expected the game's title", 'found "x"'),
]


@pytest.mark.parametrize(("text", "expected", "found"), MALFORMED)
def test_a_malformed_file_is_refused_with_its_place(text, expected, found):
    with pytest.raises(bg.GameError) as caught:
        parse_nfg(text, name="bad.nfg")
    message = str(caught.value)
    assert message.startswith("bad.nfg: line ")
    assert expected in message
    assert found in message


#: Texts that a pattern or a loop might read again for each of their characters.
LONG = {
    "a number as a player": 'NFG 1 R "t" ' + "1" * 32_000 + "x",
    "digits and a letter": heading() + "1" * 32_000 + "x",
    "dots": heading() + ".1" * 16_000,
    "a quotient": heading() + "1" * 16_000 + "/" + "1" * 16_000 + "x",
    "an exponent": heading() + "1e" + "1" * 32_000 + "x",
    "an open label": 'NFG 1 R "' + "\\" * 31_999,
    "blanks before an open label": 'NFG 1 R "t"' + " " * 32_000 + '"',
    "one label for all": 'NFG 1 R "t" {' + '"p" ' * 31 + "} {" + ("{" + '"a"' * 2000 + "}") * 31 + "} 1",
    "letters": heading() + "x" * 32_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_text_takes_no_longer_than_to_read_it(text):
    """At most 0.6 s, on a busy machine; with the square of the length, 19 s for a number, 20 s for labels."""
    begin = time.process_time()
    with pytest.raises(bg.GameError, match=r"has more than|no closing quote|payoffs announced"):
        parse_nfg(text)
    assert time.process_time() - begin < 5


def test_more_outcomes_than_payoffs_that_are_read_are_refused(monkeypatch):
    monkeypatch.setattr("belarusgame.exchange.nfg.MOST_PAYOFFS", 8)
    four = ' { "" 1 2 }' * 4
    assert parse_nfg(heading() + "{" + four + "} 1 2 3 0").payoffs[1].tolist() == [[2, 2], [2, 0]]
    with pytest.raises(bg.GameError, match="column 81: this reads at most 8 payoffs of outcomes"):
        parse_nfg(heading() + "{" + four + ' { "" 3 4 } } 1 2 3 4')


def test_bytes_that_are_no_text_are_refused_with_their_place(tmp_path):
    file = tmp_path / "latin.nfg"
    file.write_bytes(b'NFG 1 R\n"caf\xe9"')
    with pytest.raises(
        bg.GameError, match=r"latin\.nfg: line 2, column 5: expected text in UTF-8, found the byte 0xe9"
    ):
        read_nfg(file)


@pytest.mark.parametrize("path", ["no-such-file.nfg", ".", "bad\0name", 17, None, b"bytes", ""])
def test_a_file_that_cannot_be_read_is_an_error_of_ours(path):
    with pytest.raises(bg.GameError):
        read_nfg(path)


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.nfg")
    with pytest.raises(bg.GameError, match="is a folder, a device or a pipe"):
        read_nfg(tmp_path / "pipe.nfg")


def test_nothing_is_left_of_a_file_that_cannot_be_written(tmp_path):
    good = tmp_path / "game.nfg"
    good.write_text("precious")
    broken = bg.Game([[1, 2]], ["\ud800"])  # half a character: no UTF-8
    with pytest.raises(bg.GameError, match="cannot be written"):
        write_nfg(broken, good)
    with pytest.raises(bg.GameError, match="cannot be written"):
        write_nfg(bg.Game([[1, 2]]), tmp_path / "no folder" / "game.nfg")
    with pytest.raises(bg.GameError, match="cannot be written"):
        write_nfg(bg.Game([[1, 2]]), tmp_path)
    assert good.read_text() == "precious"
    assert [entry.name for entry in tmp_path.iterdir()] == ["game.nfg"]


def test_a_file_appears_whole_under_its_name_and_replaces_the_old_one(tmp_path):
    file = tmp_path / "game.nfg"
    file.write_text("old")
    text = write_nfg(bg.Game([[1, 2]]), file)
    assert file.read_bytes() == text.encode()
    assert [entry.name for entry in tmp_path.iterdir()] == ["game.nfg"]


def test_numbers_too_long_for_the_format_and_unknown_versions_are_refused():
    with pytest.raises(bg.GameError, match="too many digits"):
        write_nfg(bg.Game([[Fraction(1, 3**5000), 1]]))
    with pytest.raises(bg.GameError, match=r'version "payoffs" .* did you mean "payoff"'):
        write_nfg(bg.Game([[1, 2]]), version="payoffs")
