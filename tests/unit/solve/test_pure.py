from fractions import Fraction

import numpy as np

import belarusgame as bg
from belarusgame.solve.pure import pure_positions

WEAK = bg.Game(
    [[[2, 0, 1], [2, 1, 0]], [[1, 1, 0], [3, 0, 2]]], ["row", "column"], [["up", "down"], list("lmr")]
)


def test_weak_and_strict_equilibria_are_told_apart():
    found = bg.solve.pure_equilibria(WEAK).equilibria
    assert [(e.pure_profile, e.strict, e.index) for e in found] == [
        ({"row": "up", "column": "l"}, False, None),
        ({"row": "down", "column": "l"}, False, None),
    ]
    (only,) = bg.solve.pure_equilibria(
        bg.Game([[[3, 0], [5, 1], [4, 0]], [[3, 5], [0, 1], [0, 2]]])
    ).equilibria
    assert (only.pure_profile, only.strict, only.index) == ({"player 1": "s2", "player 2": "s2"}, True, 1)


def test_the_marks_have_the_games_shape():
    stable, strict = pure_positions(WEAK)
    assert stable.tolist() == [[True, False, False], [True, False, False]]
    assert not strict.any()


def test_a_tie_is_one_only_if_it_is_exact():
    third = Fraction(1, 3)
    nearly = Fraction(float(third))
    assert float(third) == float(nearly)
    assert third > nearly
    found = bg.solve.pure_equilibria(bg.Game([[[third], [nearly]], [[0], [0]]]))
    assert [e.pure_profile["player 1"] for e in found.equilibria] == ["s1"]
    assert found.equilibria[0].strict
    tied = bg.solve.pure_equilibria(bg.Game([[[third], [third]], [[0], [0]]]))
    assert len(tied.equilibria) == 2


def test_decimals_that_floats_get_wrong_tie_when_given_exactly():
    tenths = [Fraction(1, 10) + Fraction(2, 10), Fraction(3, 10)]
    assert len(bg.solve.pure_equilibria(bg.Game([tenths])).equilibria) == 2
    assert len(bg.solve.pure_equilibria(bg.Game([[0.1 + 0.2, 0.3]])).equilibria) == 1


def test_the_answer_says_that_it_is_complete_and_what_it_is_about():
    found = bg.solve.pure_equilibria(WEAK)
    assert (found.concept, found.status, found.messages) == ("pure", "complete", ())
    assert found.game is WEAK
    assert all(e.regret == 0.0 for e in found.equilibria)
    assert found.probability_range({"row": "up"}) == (0.0, 1.0)


def test_no_equilibrium_is_a_complete_answer():
    found = bg.solve.pure_equilibria(bg.Game([[[1, 0], [0, 1]], [[0, 1], [1, 0]]]))
    assert (found.outcomes, found.status) == ((), "complete")
    assert found.probability_range({"player 1": "s1"}) is None
    assert str(found).endswith("(nothing to list)")


def test_one_player_maximises():
    assert [e.pure_profile for e in bg.solve.pure_equilibria(bg.Game([[2, 5, 5]])).equilibria] == [
        {"player 1": "s2"},
        {"player 1": "s3"},
    ]


def test_the_game_is_not_changed():
    before = WEAK.payoffs.copy()
    bg.solve.pure_equilibria(WEAK)
    assert np.array_equal(WEAK.payoffs, before)
