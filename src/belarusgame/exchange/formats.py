"""Which file holds a game, by the end of its name, and how it is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from belarusgame.base.files import checked_path, named
from belarusgame.errors import GameError, one_of, quoted
from belarusgame.exchange.extensive_form import read_efg
from belarusgame.exchange.nfg import read_nfg
from belarusgame.exchange.spreadsheet import read_csv
from belarusgame.game import Game

#: A tree is read as its reduced strategic form.
_READERS: Mapping[str, Callable[[str | os.PathLike[str]], Game]] = {
    ".nfg": read_nfg,
    ".efg": lambda path: read_efg(path).strategic_form(),
    ".csv": read_csv,
}

#: Formats that are not read here, and the function of pygambit that reads each, if there is one.
_UNREAD = {
    ".gbt": ("a workbook of Gambit's", "read_gbt"),
    ".agg": ("a file of an action graph game", "read_agg"),
    ".bagg": ("a file of a Bayesian action graph game", "read_bagg"),
    ".gam": ("a file of GameTracer's", ""),
    ".gte": ("a file of the Game Theory Explorer", ""),
}


def is_game_file(path: str | os.PathLike[str]) -> bool:
    """Whether a name ends as those of games do, whether or not `read_game` reads that format.

    Parameters
    ----------
    path : str or os.PathLike
        The name; the file need not exist.

    Examples
    --------
    >>> import belarusgame as bg
    >>> bg.exchange.is_game_file("poker.EFG"), bg.exchange.is_game_file("case.toml")
    (True, False)
    """
    return _ending(path) in {*_READERS, *_UNREAD}


def read_game(path: str | os.PathLike[str]) -> Game:
    """Read a game from a file, whose name says in which format it is; capitals do not matter.

    Parameters
    ----------
    path : str or path-like
        A strategic-form file of Gambit's (``.nfg``, see `read_nfg`), an extensive-form file (``.efg``, see
        `read_efg`), of which the reduced strategic form is returned, or a table (``.csv``, see `parse_csv`).

    Raises
    ------
    GameError
        If the file cannot be read, or its format: the message names it and says what to do instead.
    """
    ending = _ending(path)
    if ending in _READERS:
        return _READERS[ending](path)
    if ending not in _UNREAD:
        raise GameError(f"{named(path)}: the name of a game's file ends in {one_of(_READERS)}")
    kind, reader = _UNREAD[ending]
    advice = (
        f"convert it with pygambit: bg.exchange.from_pygambit(pygambit.{reader}({quoted(Path(path).name)}))"
        if reader
        else "save the game from there as a .nfg file, or write its payoffs into a table in a .csv file"
    )
    raise GameError(f"{named(path)}: is {kind} ({ending}), which is not read here; {advice}")


def _ending(path: str | os.PathLike[str]) -> str:
    return checked_path(path).suffix.lower()
