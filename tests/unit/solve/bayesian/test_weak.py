from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg


def linked(seed, prior=((0.4, 0.1), (0.2, 0.3))):
    """Two players whose types depend on each other; the second sees what the first does."""
    draw = np.random.default_rng(seed)
    return bg.BayesianGame(
        ["a", "b"],
        [["x", "y"], ["u", "v"]],
        {"a": ["one", "two"], "b": ["three", "four"]},
        prior,
        draw.integers(0, 99, (2, 2, 2, 2, 2)),
    )


def weakly(game, *order):
    return bg.solve.perfect_bayesian_equilibria(game, list(order) or game.players, definition="weak")


@pytest.mark.parametrize("seed", range(10))
def test_with_one_informed_sender_the_two_definitions_agree_on_what_is_sent(signalling, seed):
    """Nobody moves before the sender, so that its unexpected messages are all that is off the path."""
    game = signalling(seed)
    strict = bg.solve.perfect_bayesian_equilibria(game, game.players)
    sent = {frozenset(piece.sent) for found in strict.equilibria for piece in found.pieces}
    for record in weakly(game).equilibria:
        play = record.strategies["sender"]
        assert {(label,) for mix in play.values() for label, p in mix[()].items() if p} in sent


@pytest.mark.parametrize("seed", range(6))
def test_types_may_depend_on_each_other(seed):
    solution = weakly(linked(seed))
    assert (solution.status, solution.sequential) == ("partial", "not claimed")
    assert "only pure equilibria" in solution.messages[0]
    assert bg.verify(solution)
    for record in solution.equilibria:
        assert record.problems() == []


def test_a_threat_that_no_subgame_supports_is_allowed():
    """An entrant without types stays out because the other one, never asked, may believe what it likes."""
    game = bg.BayesianGame(
        ["a", "b", "c"],
        [["out", "in"], ["u"], ["fight", "yield"]],
        {"b": ["soft", "hard"]},
        {"b": [0.9, 0.1]},
        {
            "soft": [[[[0, 0]], [[-1, 1]]], [[[0, 0]], [[0, 0]]], [[[0, 0]], [[0, 1]]]],
            "hard": [[[[0, 0]], [[-1, 1]]], [[[0, 0]], [[0, 0]]], [[[0, 0]], [[1, 0]]]],
        },
    )
    order = ["a", "b", "c"]
    strict = bg.solve.perfect_bayesian_equilibria(game, order)
    assert {record.probability({"a": "in"}) for record in strict.equilibria} == {1}
    assert {record.probability({"a": "in"}) for record in weakly(game, *order).equilibria} == {0, 1}


def test_forged_play_is_noticed():
    solution = next(found for found in map(weakly, map(linked, range(10))) if found.equilibria)
    record = solution.equilibria[0]
    (piece,) = record.pieces
    spot = next(spot for spot in piece.play if not spot[2])
    other = next(label for label in ("x", "y") if label not in piece.play[spot])
    forged = replace(piece, play={**piece.play, spot: {other: 1}})
    assert not bg.verify(replace(record, pieces=(forged,)))
