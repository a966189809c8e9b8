"""A tree that can be asked: who sees what, and in which order players move."""

import pytest

import belarusgame as bg
from belarusgame.errors import GameError
from belarusgame.extensive import checked_tree


def read(text):
    return bg.exchange.parse_efg(f'EFG 2 R "" {{ "A" "B" }} {text}')


SEEN = read(
    'p "" 2 1 "b" { "l" "r" } 0 p "" 1 1 "a1" { "x" "y" } 0 t "" 1 "" { 0 0 } t "" 2 "" { 1 0 } '
    'p "" 1 2 "a2" { "x" "y" } 0 t "" 3 "" { 0 1 } t "" 4 "" { 1 1 }'
)
HIDDEN = read(
    'p "" 2 1 "b" { "l" "r" } 0 p "" 1 1 "a" { "x" "y" } 0 t "" 1 "" { 0 0 } t "" 2 "" { 1 0 } '
    'p "" 1 1 "a" { "x" "y" } 0 t "" 3 "" { 0 1 } t "" 4 "" { 1 1 }'
)
TURNS = read(
    'p "" 1 1 "a1" { "stop" "on" } 0 t "" 1 "" { 0 0 } p "" 2 1 "b" { "stop" "on" } 0 t "" 2 "" { 0 1 } '
    'p "" 1 2 "a2" { "stop" "on" } 0 t "" 3 "" { 1 0 } t "" 4 "" { 1 1 }'
)


def test_who_sees_everything_has_one_node_a_set():
    assert SEEN.has_perfect_information
    assert TURNS.has_perfect_information
    assert not HIDDEN.has_perfect_information


def test_the_order_is_that_in_which_everybody_moves_once():
    assert SEEN.order == ("B", "A")
    assert HIDDEN.order is None
    assert TURNS.order is None  # A moves before and after B


def test_rows_say_what_can_be_done_where():
    assert HIDDEN.rows() == [
        {"player": "B", "information set": "b", "actions": "l, r", "nodes": 1},
        {"player": "A", "information set": "a", "actions": "x, y", "nodes": 2},
    ]
    assert HIDDEN.heading == "Extensive game: A, B; 4 ways to end"


@pytest.mark.parametrize("wrong", [None, "tree.efg", bg.Game([[[1]], [[1]]])])
def test_what_is_no_tree_is_refused(wrong):
    with pytest.raises(GameError, match=r"is not an ExtensiveGame; exchange.read_efg\(path\) reads one"):
        checked_tree(wrong)
