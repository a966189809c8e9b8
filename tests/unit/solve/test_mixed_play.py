"""When the members of a group that moves at the same time randomise: what is found, and what is missing."""

import importlib
from fractions import Fraction
from types import SimpleNamespace

import numpy as np

import belarusgame as bg
from belarusgame.solve.mixed_play import _dominance_settles, _rational


def three_at_once():
    # A and B play matching pennies; C (three strategies) does not matter to them, nor they to C.
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    own = np.stack([pennies, -pennies])[..., None] * np.ones(3)
    return bg.Game([*own, np.broadcast_to([1.0, 2.0, 0.0], (2, 2, 3))])


def test_a_continuum_of_mixtures_is_told():
    game = bg.Game([[[1, 1], [1, 1], [0, 0]], [[0, 0], [0, 0], [0, 0]]])
    found = bg.solve.sequential_equilibria(game, [["player 1", "player 2"]])
    assert found.status == "partial"
    assert found.messages == (
        "player 1, player 2 after the start: not every mixed equilibrium of this group could be listed",
    )


def test_three_at_once_without_a_pure_equilibrium_randomise():
    game = three_at_once()
    found = bg.solve.sequential_equilibria(game, [["player 1", "player 2", "player 3"]])
    equilibria = bg.solve.all_equilibria(game).equilibria
    assert found.status == "complete"
    assert len(found.outcomes) == len(equilibria) > 0
    assert all(0 <= outcome.incentive_gap < 1e-9 for outcome in found.outcomes)


def test_a_move_before_mixed_play_of_three_is_not_called_exact():
    inner = three_at_once()
    payoffs = np.stack(
        [np.concatenate([np.zeros((1, 2, 2, 3)), np.ones((1, 2, 2, 3))])]
        + [np.stack([own, own]) for own in inner.payoffs]
    )
    game = bg.Game(payoffs, ["first", "a", "b", "c"])
    found = bg.solve.sequential_equilibria(game, ["first", ["a", "b", "c"]])
    assert [outcome.probability({"first": "s2"}) for outcome in found.outcomes] == [1.0]
    assert found.status == "partial"
    assert all("mixed play was found in floating point" in message for message in found.messages)


def test_three_at_once_who_do_not_care_have_a_continuum():
    found = bg.solve.sequential_equilibria(
        bg.Game(np.zeros((3, 2, 1, 2))), [["player 1", "player 2", "player 3"]]
    )
    assert found.status == "partial"
    assert found.messages == (
        "player 1, player 2, player 3 after the start: not every mixed equilibrium of this group could be "
        "listed",
    )
    assert len([outcome for outcome in found.outcomes if outcome.is_pure]) == 4


def test_probabilities_found_in_floating_point_are_made_to_sum_to_one():
    found = bg.solve.sequential_equilibria(three_at_once(), [["player 1", "player 2", "player 3"]])
    for outcome in found.outcomes:
        for mix in outcome.plan.steps[0].play.values():
            assert sum(mix.values()) == 1
    listed = _rational([np.array([1 / 3, 1 / 3, 1 / 3 + 1e-13]), np.array([0.25, 0.0, 0.75])])
    assert [sum(vector) for vector in listed] == [1, 1]
    assert listed[1] == [Fraction(1, 4), 0, Fraction(3, 4)]


def test_a_continuum_beside_a_single_equilibrium_is_told_too():
    same = [[1, 1, 0], [1, 1, 0], [0, 0, 2]]
    found = bg.solve.sequential_equilibria(bg.Game([same, same]), [["player 1", "player 2"]])
    assert found.status == "partial"
    assert len(found.messages) == 1
    assert ("s3", "s3") in {tuple(o.pure_profile.values()) for o in found.outcomes if o.is_pure}


def test_a_search_among_three_that_ended_early_is_told(monkeypatch):
    module = importlib.import_module("belarusgame.solve.mixed_play")
    monkeypatch.setattr(module, "GROUP_CELLS", 1)
    game = bg.Game(np.random.default_rng(3).uniform(-1, 1, (3, 2, 2, 2)))
    assert bg.solve.all_equilibria(game, max_cells=1).status == "partial"
    found = bg.solve.sequential_equilibria(game, [["player 1", "player 2", "player 3"]])
    assert found.status == "partial"
    assert found.messages[0].startswith("player 1, player 2, player 3 after the start: not every mixed")


def test_an_unfinished_search_among_two_is_told(monkeypatch):
    module = importlib.import_module("belarusgame.solve.mixed_play")
    unfinished = SimpleNamespace(vertices=(), components=(), finished=False)
    monkeypatch.setattr(module, "exact_equilibria", lambda _: unfinished)
    found = bg.solve.sequential_equilibria(bg.Game([np.eye(2)] * 2), [["player 1", "player 2"]])
    assert found.status == "partial"
    assert found.messages[0].endswith("not every mixed equilibrium of this group could be listed")


def test_what_dominance_settles_has_the_answer_that_enumeration_gives(monkeypatch):
    rng = np.random.default_rng(5)
    shapes = [(2, 2, 2), (2, 3, 2), (3, 3, 3), (2, 2, 2, 2)]
    games = [bg.Game(rng.integers(0, 5, size=(len(s), *s)).astype(float)) for s in shapes for _ in range(12)]
    asked = [(game, [game.players[0], list(game.players[1:])]) for game in games]
    asked += [(game, [list(game.players[:2]), *game.players[2:]]) for game in games]
    settled = []

    def answers():
        found = [bg.solve.sequential_equilibria(game, order) for game, order in asked]
        return [(s.status, s.messages, [(str(o), o.payoffs) for o in s.outcomes]) for s in found]

    def noted(payoffs):
        settled.append(_dominance_settles(payoffs))
        return settled[-1]

    monkeypatch.setattr("belarusgame.solve.mixed_play._dominance_settles", noted)
    quick = answers()
    assert 50 < sum(settled) < len(settled) - 50  # both ways were gone
    monkeypatch.setattr("belarusgame.solve.mixed_play._dominance_settles", lambda payoffs: False)
    assert quick == answers()


def test_dominance_strikes_only_what_is_worse_whatever_the_others_do():
    def settles(*payoffs):
        return _dominance_settles(np.vectorize(Fraction, otypes=[object])(np.array(payoffs)))

    assert settles([[1, 1, 5], [2, 2, 0]], [[2, 1, 1], [1, 2, 0]])  # step by step
    assert not settles([[1, 1], [2, 1]], [[1, 0], [0, 1]])  # equal in one cell
    assert not settles([[1, 0], [0, 1]], [[0, 1], [1, 0]])
