import sys
from types import SimpleNamespace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.exchange import from_pygambit, parse_nfg, to_frame, to_nashpy, to_pygambit, write_nfg

GAME = bg.Game(
    [[[3, 0, 0.1], [0, 2, 5]], [[2, 0, 1], [0, 3, 4]]],
    players=["row", "column"],
    strategies=[["up", "down"], ["left", "centre", "right"]],
)


class PygambitGame:
    """As much of a pygambit game as is used here."""

    def __init__(self, text):
        self.read = parse_nfg(text)
        self.players = [
            SimpleNamespace(label=player, strategies=[SimpleNamespace(label=label) for label in labels])
            for player, labels in self.read.strategies.items()
        ]

    def to_nfg(self):
        players = [player.label for player in self.players]
        strategies = [[strategy.label for strategy in player.strategies] for player in self.players]
        return write_nfg(bg.Game(self.read.exact_payoffs, players, strategies), title=self.title)


def test_nashpy_gets_both_matrices_and_gives_them_back():
    other = to_nashpy(GAME)
    assert np.array_equal(other.payoff_matrices[0], GAME.payoffs[0])
    assert np.array_equal(other.payoff_matrices[1], GAME.payoffs[1])
    back = bg.Game.from_nashpy(other, GAME.players, GAME.labels.strategies)
    assert back.equals(GAME)


def test_what_nashpy_does_to_its_matrices_does_not_reach_the_game():
    other = to_nashpy(GAME)
    other.payoff_matrices[0][0, 0] = 99.0
    assert GAME.payoffs[0, 0, 0] == 3.0


def test_nashpy_takes_two_players_only():
    with pytest.raises(bg.GameError, match=r"there are 3: .*game\.fix"):
        to_nashpy(bg.Game(np.zeros((3, 2, 2, 2))))


class Pygambit17Game(PygambitGame):
    """The same of version 17: players are their labels, and are named all at once."""

    def __init__(self, text):
        super().__init__(text)
        self.objects, self.players = self.players, [player.label for player in self.players]

    def relabel_players(self, labels):
        for player in self.objects:
            player.label = labels[player.label]

    def get_strategies(self, name):
        (found,) = (player for player in self.objects if player.label == name)
        return [strategy.label for strategy in found.strategies]

    def relabel_strategies(self, name, labels):
        (found,) = (player for player in self.objects if player.label == name)
        for strategy in found.strategies:
            strategy.label = labels[strategy.label]

    def to_nfg(self):
        self.players = self.objects
        return super().to_nfg()


@pytest.mark.parametrize("theirs", [PygambitGame, Pygambit17Game])
def test_pygambit_gets_the_file_and_gives_it_back(theirs, monkeypatch):
    module = SimpleNamespace(read_nfg=lambda file: theirs(file.read()))
    monkeypatch.setitem(sys.modules, "pygambit", module)
    other = to_pygambit(GAME, title="A title")
    assert other.to_nfg() == write_nfg(GAME, title="A title")
    assert from_pygambit(other).labels == GAME.labels
    assert np.array_equal(from_pygambit(other).exact_payoffs, GAME.exact_payoffs)


@pytest.mark.parametrize(
    ("trouble", "advice"),
    [
        (ValueError("Invalid label"), "does not take this game: Invalid label; give players"),
        (AttributeError("no label"), r"its interface is another \(no label\); .* pygambit 16\.7 and 17"),
    ],
)
def test_what_pygambit_says_of_a_game_is_passed_on_with_its_version(trouble, advice, monkeypatch):
    def refuse(file):
        raise trouble

    monkeypatch.setitem(sys.modules, "pygambit", SimpleNamespace(read_nfg=refuse))
    monkeypatch.setattr("importlib.metadata.version", lambda name: "18.2")
    with pytest.raises(bg.GameError, match="pygambit 18.2 .*" + advice):
        to_pygambit(GAME)


def test_without_pygambit_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pygambit", None)
    with pytest.raises(bg.GameError, match=r"belarusgame\[gambit\]"):
        to_pygambit(GAME)


@pytest.mark.parametrize(
    "other", [None, 3, object(), SimpleNamespace(to_nfg=lambda: 5), SimpleNamespace(to_nfg=None)]
)
def test_what_is_no_pygambit_game_is_refused(other):
    with pytest.raises(bg.GameError, match="pygambit"):
        from_pygambit(other)


def test_the_real_pygambit_agrees():
    pygambit = pytest.importorskip("pygambit", reason="pygambit is an extra that some machines must compile")
    other = to_pygambit(GAME)
    assert isinstance(other, pygambit.Game)
    assert from_pygambit(other).labels == GAME.labels
    assert np.array_equal(from_pygambit(other).exact_payoffs, GAME.exact_payoffs)


def test_the_frame_has_a_row_for_each_profile():
    frame = to_frame(parse_nfg(write_nfg(GAME)))
    assert len(frame) == 6
    assert frame.loc[(frame["row"] == "down") & (frame["column"] == "right"), "payoff column"].tolist() == [
        4.0
    ]
