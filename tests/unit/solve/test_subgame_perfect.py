"""Backward induction in a tree in which every move is seen, with every tie followed."""

import pytest

import belarusgame as bg
from belarusgame.errors import GameError


def read(text):
    return bg.exchange.parse_efg(f'EFG 2 R "" {{ "A" "B" }} {text}')


def entry(shared):
    return read(
        'p "" 1 1 "first" { "in" "out" } 0 p "" 2 1 "then" { "fight" "share" } 0 '
        f't "" 1 "" {{ -1 -1 }} t "" 2 "" {{ 1 {shared} }} t "" 3 "" {{ 0 2 }}'
    )


def test_a_threat_that_nobody_would_carry_out_is_not_believed():
    found = bg.solve.subgame_perfect(entry(1))
    assert (found.status, [e.pure_profile for e in found.outcomes]) == (
        "complete",
        [{"A": "in", "B": "share"}],
    )


def test_every_tie_is_followed_and_said():
    found = bg.solve.subgame_perfect(entry(-1))
    assert [e.pure_profile for e in found.outcomes] == [
        {"A": "out", "B": "fight"},
        {"A": "in", "B": "share"},
    ]
    assert found.status == "partial"
    assert found.messages == (
        "somebody is indifferent at 1 node and may randomise there as well: such equilibria are not listed",
    )


def test_chance_is_averaged_exactly():
    found = bg.solve.subgame_perfect(
        read(
            'p "" 1 1 "a" { "sure" "gamble" } 0 t "" 1 "" { 1/3 0 } '
            'c "" 1 "dice" { "win" 1/3 "lose" 2/3 } 0 t "" 2 "" { 1 0 } t "" 3 "" { 0 0 }'
        )
    )
    assert len(found.outcomes) == 2  # one third either way, and no rounding
    assert found.status == "partial"


def test_an_order_of_one_player_twice_is_no_obstacle():
    found = bg.solve.subgame_perfect(
        read(
            'p "" 1 1 "a1" { "stop" "on" } 0 t "" 1 "" { 1 0 } p "" 2 1 "b" { "stop" "on" } 0 '
            't "" 2 "" { 0 2 } p "" 1 2 "a2" { "stop" "on" } 0 t "" 3 "" { 3 1 } t "" 4 "" { 2 4 }'
        )
    )
    assert [e.pure_profile for e in found.outcomes] == [{"A": "a1: stop", "B": "stop"}]


def test_a_move_that_is_not_seen_is_refused():
    hidden = read(
        'p "" 2 1 "b" { "l" "r" } 0 p "" 1 1 "a" { "x" "y" } 0 t "" 1 "" { 0 0 } t "" 2 "" { 1 0 } '
        'p "" 1 1 "a" { "x" "y" } 0 t "" 3 "" { 0 1 } t "" 4 "" { 1 1 }'
    )
    with pytest.raises(GameError, match="not every move is seen; use all_equilibria"):
        bg.solve.subgame_perfect(hidden)
