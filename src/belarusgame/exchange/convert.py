"""Games as objects of other libraries: nashpy, pygambit, pandas."""

from __future__ import annotations

import importlib
import io
from collections.abc import Generator
from contextlib import contextmanager
from importlib import metadata
from typing import TYPE_CHECKING, Any

import numpy as np

from belarusgame.base.guards import attribute
from belarusgame.errors import GameError, quoted
from belarusgame.exchange.nfg import decided_note, parse_nfg, write_nfg
from belarusgame.game import Game, checked_game

if TYPE_CHECKING:
    import pandas as pd

#: The versions of pygambit whose interface is known here; the extra ``gambit`` installs no other.
KNOWN = "16.7 and 17"


def to_nashpy(game: Game) -> Any:
    """Turn a game of two players into a ``nashpy.Game``; `Game.from_nashpy` is the way back.

    Parameters
    ----------
    game : Game
        Of exactly two players. Labels and exact payoffs are lost: nashpy knows float64 matrices. Where one
        decides for the other, the matrices are ``game.deciding``, by which the strategies are compared.

    Raises
    ------
    GameError
        If the game has not two players.

    Examples
    --------
    >>> import belarusgame as bg
    >>> other = to_nashpy(bg.Game([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]))
    >>> other.payoff_matrices[1].tolist()
    [[3.0, 5.0], [0.0, 1.0]]
    """
    checked_game(game)
    if len(game.players) != 2:
        raise GameError(
            f"nashpy knows games of 2 players, and there are {len(game.players)}: {', '.join(game.players)}; "
            "fix what the others do with game.fix({player: strategy})"
        )
    nashpy: Any = importlib.import_module("nashpy")  # slow to import, and untyped
    return nashpy.Game(*(np.array(matrix) for matrix in game.deciding))


def to_pygambit(game: Game, *, title: str = "") -> Any:
    """Turn a game into a ``pygambit.Game`` with the same labels and exactly the same payoffs.

    Parameters
    ----------
    game : Game
        Any number of players. Where one decides for another, the payoffs are ``game.deciding``, by which the
        strategies are compared, and the comment says so.
    title : str
        The game's title there.

    Raises
    ------
    GameError
        If pygambit is not installed: it is the extra ``gambit``. If it refuses a label or the title: a label
        must have no space too many, and before pygambit 17 it must be ASCII.
    """
    checked_game(game)
    pygambit = _pygambit()
    players = [f"belarusgame {i}" for i in range(len(game.shape))]
    # Names that no label of theirs can be mistaken for; see the remark on `_relabel`.
    strategies = [[f"belarusgame {a}" for a in range(count)] for count in game.shape]
    text = write_nfg(Game(game.exact_deciding, players, strategies))
    with _understood("take this game"):
        other = pygambit.read_nfg(io.StringIO(text))
        other.title = title
        if game.delegations:
            setattr(other, "description" if hasattr(other, "description") else "comment", decided_note(game))
        name = _relabel if hasattr(other, "relabel_players") else _label_each
        name(other, game)
    return other


# Their file reader takes some labels for others: it confuses a strategy's label with the number of a later
# strategy, and loses count of backslashes. So the file has plain labels, and the real ones follow.
def _relabel(other: Any, game: Game) -> None:
    """Label a game of pygambit 17, whose players and strategies are their labels."""
    other.relabel_players(dict(zip(list(other.players), game.players, strict=True)))
    for player, labels in game.strategies.items():
        other.relabel_strategies(player, dict(zip(other.get_strategies(player), labels, strict=True)))


def _label_each(other: Any, game: Game) -> None:
    """Label a game of pygambit 16, whose players and strategies are objects."""
    for theirs, (player, labels) in zip(other.players, game.strategies.items(), strict=True):
        theirs.label = player
        for strategy, label in zip(theirs.strategies, labels, strict=True):
            strategy.label = label


def from_pygambit(game: Any) -> Game:
    """Take over a ``pygambit.Game``; an extensive one as its reduced strategic form.

    Parameters
    ----------
    game : pygambit.Game
        Labels that are empty or repeated are completed, see `read_nfg`.

    Raises
    ------
    GameError
        If it is no such game, or pygambit cannot write it down.
    """
    if attribute(game, "to_nfg") is None:
        raise GameError(f"{quoted(game)} is not a pygambit game: it cannot be written as .nfg")
    with _understood("write this game as .nfg"):
        text = game.to_nfg()
    if not isinstance(text, str):
        raise GameError(f"{quoted(game)} is not a pygambit game: it writes {type(text).__name__}, not text")
    return parse_nfg(text, name="<pygambit game>")


@contextmanager
def _understood(task: str) -> Generator[None]:
    """Say of whatever pygambit raises where it came from, from which version, and what would do."""
    try:
        yield
    # What is missing or called otherwise: most likely another version, which the message then says.
    except (AttributeError, TypeError, KeyError) as trouble:
        raise GameError(
            f"pygambit {_version()} does not {task}, because its interface is another ({trouble}); "
            f"this understands pygambit {KNOWN}"
        ) from trouble
    except Exception as trouble:
        raise GameError(
            f"pygambit {_version()} does not {task}: {trouble}; give players and strategies plain names, "
            "in ASCII before pygambit 17"
        ) from trouble


def _version() -> str:
    try:
        return metadata.version("pygambit")
    except metadata.PackageNotFoundError:
        return "of an unknown version"


def to_frame(game: Game) -> pd.DataFrame:
    """Return a pandas data frame with one row a profile: its labels, then every player's payoff.

    Parameters
    ----------
    game : Game
        Any game.

    Examples
    --------
    >>> import belarusgame as bg
    >>> list(to_frame(bg.Game([[[3, 0]], [[3, 5]]])).columns)
    ['player 1', 'player 2', 'payoff player 1', 'payoff player 2']
    """
    checked_game(game)
    return game.to_frame()


def _pygambit() -> Any:
    try:
        return importlib.import_module("pygambit")
    except ImportError:
        raise GameError(
            'pygambit is not installed; install it with: pip install "belarusgame[gambit]"'
        ) from None
