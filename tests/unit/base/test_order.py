"""Orders of moves, read and written."""

import pytest

import belarusgame as bg
from belarusgame.base.labels import Labels
from belarusgame.base.order import checked_groups, later_movers, order_words

LABELS = Labels(("a", "b", "c"), (("x", "y"), ("x",), ("x", "y", "z")))


def test_a_single_mover_is_a_group_and_an_empty_group_is_none():
    assert checked_groups(LABELS, ["c", [], ["a", "b"]]) == (("c",), ("a", "b"))


def test_an_order_is_written_as_the_command_reads_it():
    assert order_words((("c",), ("a", "b"))) == "c; a, b"


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (None, "order = None: nobody sees a move"),
        ("abc", 'order = "abc": must be a list'),
        (["a", "b"], "order: omits c; every player moves exactly once"),
        (["a", "b", ["c", "a"]], 'order: player "a" moves more than once'),
        (["a", "b", "cc"], 'player "cc" is not one of a, b, c; did you mean "c"?'),
        (["a", "b", 3], "player 3 is not one of a, b, c"),
    ],
)
def test_what_does_not_name_every_player_once_is_refused(order, said):
    with pytest.raises(bg.GameError) as caught:
        checked_groups(LABELS, order)
    assert said in str(caught.value)


def test_whoever_moves_in_a_later_group_sees_what_is_done():
    groups = (("c",), ("a", "b"), ("d",))
    assert later_movers(groups, "c") == {"a", "b", "d"}
    assert later_movers(groups, "a") == {"d"}
    assert later_movers(groups, "d") == set()
