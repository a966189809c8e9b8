"""The form of all equilibria, by signs alone, of games whose equilibria are known."""

import numpy as np
import pytest

from belarusgame.solve import sign_forms
from belarusgame.solve.sign_forms import Held, SignForm, SignPiece, form_of
from belarusgame.solve.tied_games import pairs_of


def game_of(payoffs):
    """Set out the comparisons of a game in which nothing is dominated."""
    return pairs_of(np.array(payoffs, dtype=np.float64))[0]


SEXES = [[[2, 0], [0, 1]], [[1, 0], [0, 2]]]
PENNIES = [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]
#: One does not care; two helps if one attacks often enough, and stays away otherwise, so that one waits.
CLUSTER = [[[0, -1], [0, 0]], [[0, 3], [0, -1]]]


def test_signs_are_of_what_another_strategy_gains():
    game = game_of(SEXES)
    assert [game.signs[0][cell][1 - cell // 2] for cell in range(4)] == [-1, 1, 1, -1]
    assert [game.signs[1][cell][1 - cell % 2] for cell in range(4)] == [-1, 1, 1, -1]
    assert game.pairs[0][0][1] == -game.pairs[0][2][0] != 0
    assert list(game.cells(((0, 1), (1,)))) == [(1, (0, 1)), (3, (1, 1))]
    assert game.seen(((0, 1), (0, 1)), 0, 0, 1) == {-1, 1}


def test_one_profile_that_dominance_leaves_is_all():
    assert form_of(game_of([[[2]], [[3]]])) == SignForm(pure=(0,), pieces=())


def test_two_who_mix_keep_each_other_indifferent():
    game = game_of(SEXES)
    form = form_of(game)
    assert form.pure == (0, 3)
    (piece,) = form.pieces
    assert piece.supports == ((0, 1), (0, 1))
    first, second = piece.held
    # The first one mixes so that the second's gain vanishes: its pair at either strategy of the first.
    assert first == Held(player=0, gains=(game.pairs[1][0][1], game.pairs[1][2][1]))
    assert second == Held(player=1, gains=(game.pairs[0][0][1], game.pairs[0][1][1]))
    assert (piece.slides, piece.temptations) == (-1, ())
    assert form_of(game_of(PENNIES)).pure == ()


def test_who_is_indifferent_slides_as_far_as_nobody_is_tempted():
    game = game_of(CLUSTER)
    form = form_of(game)
    assert form.pure == (2,)  # to wait, with the other one away
    (piece,) = form.pieces
    assert (piece.supports, piece.slides, piece.held) == (((0, 1), (0,)), 0, ())
    assert piece.temptations == ((game.pairs[1][0][1], game.pairs[1][2][1]),)


def test_a_slide_that_somebody_would_leave_but_at_one_end_is_none():
    """Each is tempted by the other's first choice and does not care at the second: two pure equilibria."""
    assert form_of(game_of([[[0, 1], [0, 0]], [[0, 1], [0, 0]]])) == SignForm(pure=(1, 2), pieces=())


def test_where_nobody_minds_everything_is_an_equilibrium():
    nothing = np.zeros((2, 2, 3), dtype=int)
    form = form_of(game_of(nothing))
    whole = SignPiece(supports=((0, 1), (0, 1, 2)))
    assert form.pieces == (whole,)
    assert form.pure == (0, 1, 2, 3, 4, 5)


def test_who_minds_nothing_may_keep_another_one_indifferent_who_then_slides():
    """The second does as well by its third strategy as by its second where the first goes down."""
    game = game_of([np.zeros((2, 3), dtype=int), [[1, 0, -1], [0, 1, 1]]])
    form = form_of(game)
    assert form.pure == (0, 4, 5)
    piece = next(p for p in form.pieces if p.supports == ((0, 1), (0, 1)))
    assert piece.held == (Held(player=0, gains=(game.pairs[1][0][1], game.pairs[1][3][1])),)
    assert piece.slides == 1
    # What the third strategy gains over the first, up and down, wherever the second itself stands.
    up, down = game.pairs[1][0][2], game.pairs[1][3][2]
    assert piece.temptations == ((up, down, up, down),)


CYCLE = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])


@pytest.mark.parametrize(
    "payoffs",
    [[CYCLE, -CYCLE], [np.zeros((2, 3), dtype=int), [[0, 0, 1], [0, 0, -1]]]],
    ids=["rock, paper, scissors", "a face that somebody leaves from some of its points"],
)
def test_what_signs_do_not_tell_is_left_to_others(payoffs):
    assert form_of(game_of(payoffs)) is None


def test_a_game_with_too_many_supports_is_left_to_others(monkeypatch):
    monkeypatch.setattr(sign_forms, "MOST_SUPPORTS", 9)
    assert form_of(game_of(SEXES)) is not None
    monkeypatch.setattr(sign_forms, "MOST_SUPPORTS", 8)
    assert form_of(game_of(SEXES)) is None
