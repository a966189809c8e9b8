import nashpy
import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve import two_player_equilibria

METHODS = ("support_enumeration", "vertex_enumeration", "lemke_howson")
BATTLE = bg.Game([[[3, 0, -1], [0, 2, -1]], [[2, 0, 1], [0, 3, 1]]])
TIED = bg.Game([[[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]]])


@pytest.mark.parametrize("method", METHODS[:2])
def test_an_enumeration_that_finds_all_regular_equilibria_is_complete(method):
    found = two_player_equilibria(BATTLE, method)
    assert found.status == "complete"
    assert sorted(equilibrium.index for equilibrium in found.equilibria) == [-1, 1, 1]
    assert {equilibrium.strict for equilibrium in found.equilibria} == {True, False}


def test_lemke_howson_is_partial_and_lists_no_equilibrium_twice():
    found = two_player_equilibria(BATTLE, "lemke_howson")
    assert found.status == "partial"
    assert "does not promise" in found.messages[-1]
    assert 1 <= len(found.equilibria) <= 3
    assert len({str(equilibrium.profile) for equilibrium in found.equilibria}) == len(found.equilibria)


@pytest.mark.parametrize("method", METHODS)
def test_a_degenerate_game_is_partial_and_says_so(method):
    found = two_player_equilibria(TIED, method)
    assert found.status == "partial"
    assert all(equilibrium.regret < 1e-12 for equilibrium in found.equilibria)
    if method != "lemke_howson":
        assert "1 isolated equilibria and 1 continua" in found.messages[-1]


def test_nashpys_warning_becomes_a_message():
    found = two_player_equilibria(bg.Game([[[1, 2, 3]], [[2, 2, 1]]]))
    assert any("nashpy warns: An even number of (2)" in message for message in found.messages)


def test_what_nashpy_dies_of_becomes_a_message():
    found = two_player_equilibria(bg.Game([[[1, 2]], [[2, 1]]]), "vertex_enumeration")
    assert found.status == "partial"
    assert any("nashpy stopped early" in message for message in found.messages)


def test_a_path_that_goes_round_in_circles_is_given_up():
    # nashpy's own loop never returns from this game of one strategy each.
    found = two_player_equilibria(bg.Game([[[1]], [[2]]]), "lemke_howson")
    assert any("did not end within" in message for message in found.messages)


def test_a_list_with_a_gap_is_partial(monkeypatch):
    monkeypatch.setattr(nashpy.Game, "support_enumeration", lambda self: iter([vectors([1, 0], [1, 0, 0])]))
    found = two_player_equilibria(BATTLE)
    assert found.status == "partial"
    assert "nashpy found 1 of 3 equilibria" in found.messages[-1]


def test_what_is_no_profile_or_no_equilibrium_is_dropped(monkeypatch):
    junk = [
        vectors([np.nan, 1], [1, 0, 0]),
        vectors([np.inf, 1], [1, 0, 0]),
        vectors([1, 0, 0], [1, 0, 0]),
        vectors([1.5, -0.5], [1, 0, 0]),
        vectors([0, 0], [1, 0, 0]),
        vectors([1, 0], [0, 0, 0]),
        None,
        (np.array([1.0, 0.0]),),
        vectors([1, 0], [0, 1, 0]),  # a profile, and no equilibrium
        vectors([1, 0], [1, 0, 0]),
        vectors([1, 1e-15], [1, 0, 0]),  # the same again
    ]
    monkeypatch.setattr(nashpy.Game, "support_enumeration", lambda self: iter(junk))
    found = two_player_equilibria(BATTLE)
    assert [equilibrium.pure_profile for equilibrium in found.equilibria] == [
        {"player 1": "s1", "player 2": "s1"}
    ]
    assert "8 of nashpy's results dropped: wrong shape, nan or inf" in found.messages
    assert any(message.startswith("1 of nashpy's profiles dropped: regret") for message in found.messages)


@pytest.mark.parametrize(("slip", "kept"), [(0.0, True), (1.2e-9, True), (1.5e-9, False)])
def test_a_regret_is_allowed_up_to_a_billionth_of_the_largest_range(monkeypatch, slip, kept):
    """The first player loses 3 by its second strategy, and its payoffs range over 4, the other's over 3."""
    given = vectors([1 - slip, slip], [1, 0, 0])
    monkeypatch.setattr(nashpy.Game, "support_enumeration", lambda self: iter([given]))
    found = two_player_equilibria(BATTLE)
    assert len(found.equilibria) == kept
    assert any("profiles dropped" in message for message in found.messages) is not kept


def test_rounding_is_cleared_and_probabilities_sum_to_one(monkeypatch):
    given = vectors([2, -1e-13], [4, 0, 1e-13])
    monkeypatch.setattr(nashpy.Game, "support_enumeration", lambda self: iter([given]))
    (equilibrium,) = two_player_equilibria(BATTLE).equilibria
    assert [vector.tolist() for vector in equilibrium.mixed] == [[1, 0], [1, 0, 0]]
    assert (equilibrium.strict, equilibrium.index) == (True, 1)


def test_where_nobody_cares_every_profile_is_kept():
    found = two_player_equilibria(bg.Game(np.zeros((2, 2, 2))))
    assert found.status == "partial"
    assert len(found.equilibria) == 4
    assert {equilibrium.index for equilibrium in found.equilibria} == {None}


def test_completeness_that_could_not_be_proven_is_not_claimed():
    found = two_player_equilibria(BATTLE, max_steps=1)
    assert found.status == "partial"
    assert "not decided" in found.messages[0]


def test_support_enumeration_that_loses_equilibria_to_rounding_is_found_out():
    # A random game, so without ties, of which nashpy's exact comparison of floats keeps 1 equilibrium of 3.
    game = bg.Game(np.random.default_rng(1).uniform(-1, 1, (2, 6, 6)))
    assert two_player_equilibria(game, "vertex_enumeration").status == "complete"
    found = two_player_equilibria(game, "support_enumeration")
    assert (found.status == "complete") == (len(found.equilibria) == 3)


def test_only_two_players_and_known_methods_are_accepted():
    with pytest.raises(bg.GameError, match=r"exactly 2 players.*game\.fix"):
        two_player_equilibria(bg.Game(np.zeros((3, 2, 1, 2))))
    with pytest.raises(bg.GameError, match=r'method "lemke-howson" .* did you mean "lemke_howson"'):
        two_player_equilibria(BATTLE, "lemke-howson")


def vectors(row, column):
    return np.array(row, dtype=float), np.array(column, dtype=float)
