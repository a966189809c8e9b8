import numpy as np
import pytest

import belarusgame as bg
from belarusgame.base.labelled import Labelled

STRATEGIES = [["x", "y"], ["l", "m", "r"]]
GAMES = [
    bg.Game(np.zeros((2, 2, 3)), ["a", "b"], STRATEGIES),
    bg.BayesianGame(["a", "b"], STRATEGIES, {}, {}, np.zeros((2, 2, 3))),
]


@pytest.mark.parametrize("game", GAMES, ids=lambda game: type(game).__name__)
def test_games_of_any_kind_name_players_and_strategies_alike(game):
    assert isinstance(game, Labelled)
    assert game.players == game.labels.players == ("a", "b")
    assert game.strategies == {"a": ("x", "y"), "b": ("l", "m", "r")}
    assert list(game.strategies) == ["a", "b"]


@pytest.mark.parametrize("game", GAMES, ids=lambda game: type(game).__name__)
def test_what_is_given_out_changes_no_game(game):
    game.strategies["a"] = ("z",)
    assert game.strategies["a"] == ("x", "y")
    with pytest.raises(AttributeError):
        game.players = ("c", "d")
