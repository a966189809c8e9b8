from pathlib import Path

import pytest

import belarusgame as bg

A = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
B = [[[0, 1], [0, "1/3"]], [[2, 0], [0, 0.25]]]


@pytest.fixture
def game():
    return bg.BayesianGame(
        ["row", "column"],
        [["up", "down"], ["left", "right"]],
        {"row": ["calm", "keen"]},
        {"row": [0.25, 0.75]},
        {"calm": A, "keen": B},
    )


def test_who_has_seen_a_move_has_one_information_set_for_each(game):
    lines = bg.exchange.write_efg(game, order=["row", "column"], title="Small").splitlines()
    assert lines[0] == 'EFG 2 R "Small" { "row" "column" }'
    assert lines[3] == 'c "" 1 "" { "row calm" 1/4 "row keen" 3/4 } 0'
    assert lines[4] == 'p "" 1 1 "row (calm)" { "up" "down" } 0'
    assert lines[5] == 'p "" 2 1 "column after row up" { "left" "right" } 0'
    assert lines[6] == 't "" 1 "" { 1, 5 }'
    assert lines[8] == 'p "" 2 2 "column after row down" { "left" "right" } 0'
    # the other type leads to the same two information sets of column
    assert lines[11] == 'p "" 1 2 "row (keen)" { "up" "down" } 0'
    assert lines[12] == lines[5]
    assert lines[-2:] == ['t "" 7 "" { 0, 0 }', 't "" 8 "" { 1/3, 1/4 }']


def test_who_moves_at_the_same_time_sees_nothing(game):
    lines = bg.exchange.write_efg(game).splitlines()
    assert {line for line in lines if line.startswith('p "" 2')} == {'p "" 2 1 "column" { "left" "right" } 0'}


def test_a_player_who_moves_again_is_one_player():
    pay = [[[1, 2], [3, 4]]]
    game = bg.BayesianGame(["a", "again"], [["x", "y"], ["u", "v"]], {}, {}, pay * 2)
    text = bg.exchange.write_efg(game, order=["a", "again"], agents={"a": ["a", "again"]})
    assert text.startswith('EFG 2 R "" { "a" }')
    assert 'p "" 1 2 "again after a x" { "u" "v" } 0' in text
    assert 't "" 4 "" { 4 }' in text


def test_fewer_strategies_are_fewer_branches(game):
    left = {"column": [({"row": "up"}, ["left"])]}
    text = bg.exchange.write_efg(game, order=["row", "column"], available=left)
    assert 'p "" 2 1 "column after row up" { "left" } 0' in text
    assert text.count("\nt ") == 6


def test_a_delegated_move_is_written_as_that_of_who_decides():
    obeys = {"obedience": {"player": "column", "to": "row", "when": {"row": ["up"]}}}
    plain = bg.Game(A, ["row", "column"], [["up", "down"], ["left", "right"]], delegations=obeys)
    game = bg.BayesianGame(["row", "column"], plain.strategies, {}, {}, plain)
    text = bg.exchange.write_efg(game, order=["row", "column"])
    assert 'p "" 1 2 "column after row up" { "left" "right" } 0' in text
    assert 'p "" 2 1 "column after row down" { "left" "right" } 0' in text
    with pytest.raises(bg.GameError, match="at the same time, which no tree can show"):
        bg.exchange.write_efg(game)


def test_it_is_written_to_a_file(game, tmp_path):
    text = bg.exchange.write_efg(game, tmp_path / "game.efg")
    assert Path(tmp_path / "game.efg").read_text("utf-8") == text
