from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.exchange import parse_csv, read_csv

CELLS = 'Ann / Bob, left, right\nup, "3, 1/3", "(0, -1e1)"\ndown, 0 0, .5; 2\n'
PROFILES = """Ann,Bob,payoff Ann,payoff Bob
up,left,3,1/3
down,left,0,0
up,right,0,-10
down,right,0.5,2
"""


def test_a_table_of_cells_is_read_with_its_labels():
    game = parse_csv(CELLS)
    assert game.strategies == {"Ann": ("up", "down"), "Bob": ("left", "right")}
    assert game.exact_payoffs.tolist() == [[[3, 0], [0, Fraction(1, 2)]], [[Fraction(1, 3), -10], [0, 2]]]


def test_a_list_of_profiles_in_any_order_is_the_same_game():
    assert parse_csv(PROFILES).equals(parse_csv(CELLS))
    heading, *lines = PROFILES.splitlines()
    back = parse_csv("\n".join([heading, *lines[::-1]]))
    assert back.strategies["Ann"] == ("down", "up")  # in the order of their first appearance
    assert back.payoff("Bob", {"Ann": "up", "Bob": "right"}) == -10
    columns = "\n".join(",".join(line.split(",")[::-1]) for line in PROFILES.splitlines())
    assert parse_csv(columns).payoff("Ann", {"Ann": "up", "Bob": "left"}) == 3


def test_what_a_game_writes_as_a_frame_is_read():
    game = bg.Game(np.random.default_rng(3).integers(-9, 9, (3, 2, 3, 4)), ["Ann", "Bob", "Ćiro, jr"])
    assert parse_csv(game.to_frame().to_csv(index=False)).equals(game)


def test_one_player_is_enough_for_a_list():
    assert parse_csv("Ann,payoff Ann\na,1\nb,2").payoffs.tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("corner", "players"),
    [
        ("", ("player 1", "player 2")),
        ("Ann \\ Bob", ("Ann", "Bob")),
        ("Ann/Bob", ("Ann", "Bob")),
        ("Ann", ("Ann", "player 2")),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_corner_names_the_players_and_any_usual_sign_separates(corner, players, separator):
    lines = [[corner, '"l, or left"', "r"], ["u", '"3, 2"', '"0, 1"']]
    game = parse_csv("\n" + "\n\n".join(separator.join(line) for line in lines))
    assert game.players == players
    assert game.strategies[players[1]] == ("l, or left", "r")
    assert game.payoffs[1].tolist() == [[2, 1]]


def test_a_file_of_a_spreadsheet_is_read(tmp_path):
    file = tmp_path / "game.csv"
    file.write_bytes(b"\xef\xbb\xbf" + PROFILES.replace(",", ";").replace("\n", "\r\n").encode())
    assert read_csv(file).equals(parse_csv(CELLS))
    file.write_bytes(b"a;b\r\n\xe9;1")
    with pytest.raises(bg.GameError, match=r"game\.csv: line 2, column 1: expected text in UTF-8"):
        read_csv(file)


HEADING = "Ann,Bob,payoff Ann,payoff Bob\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: expected a game, found the end of the file"),
        ("\n , ,\n", "line 2: expected a game, found the end of the file"),
        ("Ann", 'line 1: expected columns: .* found only "Ann"'),
        (",l,r", "line 1: expected a line for every strategy of the first player"),
        (',l,r\nu,"1, 2"', "line 2: 2 entries, and the first line has 3"),
        (',l\nu,"1, 2, 3"', 'line 2: the cell "1, 2, 3" below "l" must hold two payoffs'),
        (',l\nu,"1,"', 'line 2: "" is not a number'),
        (",l\nu,", 'line 2: the cell "" below "l" must hold two payoffs'),
        (',l\nu,"1, x"', 'line 2: "x" is not a number such as'),
        (',l\nu,"1, 1/0"', 'line 2: "1/0" divides by zero'),
        (',l\nu,"1, 1" x', "line 2: this is no line of a .csv file"),
        (',l\nu,"1, 1', "this is no line of a .csv file"),
        (",l\n,1 1", "strategies of player 1: .* is not a name"),
        (",l,l\nu,1 1,1 1", 'strategies of player 2: "l" appears twice'),
        ("a/b/c,l\nu,1 1", 'the corner "a/b/c" must be empty or name both players'),
        ("/b,l\nu,1 1", 'the corner "/b" must be empty or name both players'),
        (HEADING, "line 1: expected a line for every profile"),
        (HEADING + "u,l,1,2\nu,l,1,2", 'line 3: the profile "u", "l" appears twice'),
        (HEADING + "u,l,1,2\nd,r,1,2", 'line 3: 2 of 4 profiles are listed; "u", "r" is none of them'),
        (HEADING + "u,l,1,0,5", "line 2: 5 entries, and the first line has 4"),
        (HEADING + "u,l,1,nan", 'line 2: "nan" is not a number'),
        (
            "Ann,Bob,payoff Ann\nu,l,1",
            'line 1: expected a column for each of .* called "payoff " and its name',
        ),
        ("Ann,Ann,payoff Ann,payoff Ann\nu,l,1,1", "line 1: expected a column for each"),
        ("payoff Ann\n1", "line 1: expected a column for each"),
        (",".join([f"p{k},payoff p{k}" for k in range(32)]), "for each of at most 31 players"),
        ("a,b\n" + "x" * 200_000 + ",1 1", "field larger than field limit"),
    ],
    ids=range(26),
)
def test_a_table_that_is_no_game_is_refused_with_its_line(text, message):
    with pytest.raises(bg.GameError, match=r"bad\.csv: .*" + message):
        parse_csv(text, name="bad.csv")


def test_too_many_payoffs_are_refused(monkeypatch):
    monkeypatch.setattr("belarusgame.exchange.spreadsheet.MOST_PAYOFFS", 7)
    for text in (CELLS, PROFILES):
        with pytest.raises(bg.GameError, match="more than 7 payoffs"):
            parse_csv(text)
