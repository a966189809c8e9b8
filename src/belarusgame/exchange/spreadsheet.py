"""Games as people write them down in a spreadsheet: a .csv file of cells, or of one profile a line."""

from __future__ import annotations

import csv
import io
import math
import os
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any, NoReturn, TypeAlias

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.payoff_table import payoffs_in, payoffs_of_cells
from belarusgame.base.written import read_number
from belarusgame.errors import GameError, printable, quoted
from belarusgame.exchange.game_file import MOST_PAYOFFS, given_text, read_text
from belarusgame.game import Game

#: Payoffs, the players' names where they are given, and their strategies.
_Parts: TypeAlias = tuple[NDArray[Any], list[str] | None, list[list[str]]]

#: What begins the heading of a column of payoffs, as `Game.to_frame` writes it.
PAYOFF = "payoff "

#: NumPy's arrays have at most 32 axes in its older versions, and one is for the players.
MOST_PLAYERS = 31


def read_csv(path: str | os.PathLike[str]) -> Game:
    r"""Read a game from a table in a .csv file; see `parse_csv` for its two layouts.

    Parameters
    ----------
    path : str or path-like
        A file in UTF-8, its columns separated by commas, semicolons or tabs.

    Raises
    ------
    GameError
        If the file cannot be read, or holds no game: the message names file and line.
    """
    return parse_csv(read_text(path), name=printable(str(path)))


def parse_csv(text: str, *, name: str = "<text>") -> Game:
    r"""Read a game from the text of a .csv file, its payoffs exactly as written.

    Two layouts are understood. A game of two players may be a table of cells: the first line lists the second
    player's strategies, every other line begins with one of the first player's, and a cell holds both
    payoffs. The corner is empty or names the players. A game of any number of players may list one profile a
    line: a column for each player with its strategy, and one called ``payoff`` and the player's name, which
    is how ``game.to_frame().to_csv(index=False)`` writes it.

    Parameters
    ----------
    text : str
        The file's content.
    name : str
        What to call it in messages.

    Raises
    ------
    GameError
        If it is malformed: the message names the line.

    Examples
    --------
    >>> game = parse_csv('Ann \\ Bob, left, right\nup, "3, 1/3", "0, 0"\ndown, "0, 0", "1, 2"')
    >>> print(game.payoff("Bob", {"Ann": "up", "Bob": "left"}))
    1/3
    >>> long = parse_csv("Ann,Bob,payoff Ann,payoff Bob\nup,left,3,2\nup,right,0,1")
    >>> long.shape
    (1, 2)
    """
    lines = _TextLines(*given_text(text, name))
    read = _read_profiles if any(entry.startswith(PAYOFF) for entry in lines.heading) else _read_cells
    payoffs, players, strategies = read(lines)
    try:
        return Game(payoffs, players, strategies)
    except GameError as error:
        raise GameError(f"{name}: {error}") from None


class _TextLines:
    """The lines of a .csv file that are not empty, all of one length; complaints name the line.

    Parameters
    ----------
    text : str
        The file's content.
    name : str
        What to call it in messages.
    """

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=_separator(text), skipinitialspace=True, strict=True
        )
        self._entries = self._split()
        self.heading = next(self._entries, list[str]())
        if not self.heading:
            self.complain("expected a game, found the end of the file")

    def __iter__(self) -> Iterator[list[str]]:
        for entries in self._entries:
            if len(entries) != len(self.heading):
                self.complain(f"{len(entries)} entries, and the first line has {len(self.heading)}")
            yield entries

    def _split(self) -> Iterator[list[str]]:
        try:
            for entries in self._reader:
                if any(entry.strip() for entry in entries):
                    yield [entry.strip() for entry in entries]
        except csv.Error as error:
            self.complain(f"this is no line of a .csv file: {error}")

    def check_size(self, payoffs: int) -> None:
        """Refuse a game of too many payoffs."""
        if payoffs > MOST_PAYOFFS:
            self.complain(f"more than {MOST_PAYOFFS} payoffs, which is the most that this reads")

    def number(self, text: str) -> Fraction:
        """Read a payoff."""
        try:
            return read_number(text)
        except GameError as error:
            self.complain(str(error))

    def complain(self, problem: str) -> NoReturn:
        """Raise the error for the line that was read last."""
        raise GameError(f"{self._name}: line {max(self._reader.line_num, 1)}: {problem}") from None


def _separator(text: str) -> str:
    """Return what separates the columns: of the usual signs the one that the first line has most of."""
    first, *_ = text.lstrip("\r\n").splitlines() or [""]
    # Outside of quotes only: a cell such as "3, 5" holds a comma of its own.
    return max(",;\t", key=re.sub(r'"[^"]*+"', "", first).count)


def _read_cells(lines: _TextLines) -> _Parts:
    """Read a table of two players: a line a strategy of the first, a column a strategy of the second."""
    corner, *columns = lines.heading
    if not columns:
        lines.complain(
            "expected columns: the second player's strategies, or the players and "
            f'"{PAYOFF}NAME" for each of them; found only {quoted(corner)}'
        )
    rows: list[str] = []
    cells: list[list[list[Fraction]]] = []
    for row, *entries in lines:
        rows.append(row)
        lines.check_size(2 * len(rows) * len(columns))
        cells.append([_read_cell(lines, *place) for place in zip(columns, entries, strict=True)])
    if not rows:
        lines.complain("expected a line for every strategy of the first player, found the end of the file")
    return payoffs_of_cells(cells), _named_in_corner(lines, corner), [rows, columns]


def _read_cell(lines: _TextLines, column: str, entry: str) -> list[Fraction]:
    held = payoffs_in(entry)
    if len(held) != 2:
        lines.complain(f"the cell {quoted(entry)} below {quoted(column)} must hold two payoffs, such as 3, 5")
    return [lines.number(payoff) for payoff in held]


def _named_in_corner(lines: _TextLines, corner: str) -> list[str] | None:
    """Read the players' names; of one that stands alone, as pandas writes it, it is the first player's."""
    if not corner:
        return None
    names = [name.strip() for name in re.split(r"[\\/]", corner)]
    if len(names) > 2 or not all(names):
        lines.complain(f"the corner {quoted(corner)} must be empty or name both players, as in Ann / Bob")
    return names if len(names) == 2 else [*names, "player 2"]


def _read_profiles(lines: _TextLines) -> _Parts:
    """Read a list of all profiles: what each player does there, and what each of them gets."""
    players = [entry for entry in lines.heading if not entry.startswith(PAYOFF)]
    columns = [*players, *(PAYOFF + player for player in players)]
    if not 0 < len(players) <= MOST_PLAYERS or sorted(lines.heading) != sorted(set(columns)):
        lines.complain(
            f'expected a column for each of at most {MOST_PLAYERS} players and one called "{PAYOFF}" and its '
            f"name, found {quoted(lines.heading)}"
        )
    places = [lines.heading.index(column) for column in columns]
    listed: dict[tuple[str, ...], list[Fraction]] = {}
    strategies: list[dict[str, None]] = [{} for _ in players]  # each in the order of its first appearance
    for entries in lines:
        ordered = [entries[place] for place in places]
        profile = tuple(ordered[: len(players)])
        if profile in listed:
            lines.complain(f"the profile {', '.join(map(quoted, profile))} appears twice")
        listed[profile] = [lines.number(entry) for entry in ordered[len(players) :]]
        lines.check_size(len(listed) * len(players))
        for seen, label in zip(strategies, profile, strict=True):
            seen[label] = None
    counts = [len(seen) for seen in strategies]
    missing = next((profile for profile in product(*strategies) if profile not in listed), None)
    if missing is not None:
        named = ", ".join(map(quoted, missing))
        lines.complain(f"{len(listed)} of {math.prod(counts)} profiles are listed; {named} is none of them")
    if not listed:
        lines.complain("expected a line for every profile, found the end of the file")
    payoffs = np.array([listed[profile] for profile in product(*strategies)], dtype=object)
    return payoffs.T.reshape((len(players), *counts)), players, [list(seen) for seen in strategies]
