"""Gambit's strategic-form files (.nfg), read and written without rounding."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import numpy as np

from belarusgame.base import settings
from belarusgame.base.labels import event_words, told_apart
from belarusgame.base.settings import option
from belarusgame.base.writing import write_text
from belarusgame.errors import printable
from belarusgame.exchange.game_file import MOST_PAYOFFS, given_text, read_text
from belarusgame.exchange.tokens import TokenReader, quote, written_number
from belarusgame.game import Game, checked_game

#: NumPy's arrays have at most 32 axes in its older versions, and one is for the players.
MOST_PLAYERS = 31

#: A player with more strategies than this is refused: labels are made before the payoffs are counted.
MOST_STRATEGIES = 2000

Version: TypeAlias = Literal["payoff", "outcome"]


def read_nfg(path: str | os.PathLike[str]) -> Game:
    """Read a game from one of Gambit's strategic-form files.

    Parameters
    ----------
    path : str or path-like
        A file in UTF-8, in the payoff version or the outcome version of the format.

    Returns
    -------
    Game
        With payoffs exactly as written, decimals and rationals alike. The format asks for no unique labels, a
        game does: an empty label becomes ``player 1`` or ``s1``, a repeated one gets a number, ``a (2)``.

    Raises
    ------
    GameError
        If the file cannot be read, or is malformed: the message names file, line, column and what was
        expected.

    Notes
    -----
    The format is described in Gambit's manual, "Game representation formats"; the first player's strategy
    runs fastest through the list of profiles.
    """
    return parse_nfg(read_text(path), name=printable(str(path)))


def parse_nfg(text: str, *, name: str = "<text>") -> Game:
    """Read a game from the text of a strategic-form file; see `read_nfg`.

    Parameters
    ----------
    text : str
        The file's content.
    name : str
        What to call it in messages.

    Raises
    ------
    GameError
        If the text is malformed: the message names line, column and what was expected.

    Examples
    --------
    >>> game = parse_nfg('NFG 1 R "Chicken" { "Ann" "Bob" } { 2 2 } 0 0  3 1/3  1/3 3  2 2')
    >>> print(game.payoff("Ann", {"Ann": "s2", "Bob": "s1"}))
    3
    """
    reader = TokenReader(*given_text(text, name))
    _read_heading(reader)
    players = told_apart(_read_labels(reader, "a player's label in quotes", MOST_PLAYERS), "player ")
    strategies = _read_strategies(reader, len(players))
    reader.skip("label")  # a comment on the game
    counts = [len(labels) for labels in strategies]
    size = len(players) * math.prod(counts)
    # Before any payoff is read: the labels alone announce how much memory it would take.
    if size > MOST_PAYOFFS:
        reader.complain(reader.next, f"{size} payoffs announced: this reads at most {MOST_PAYOFFS}")
    by_outcome = reader.next.kind == "{"
    payoffs = _read_outcomes(reader, len(players), size) if by_outcome else _read_payoffs(reader, size)
    reader.take("end", f"the end of the file after all {math.prod(counts)} profiles")
    # In Fortran's order, as the first player's strategy runs fastest, and within a profile the player.
    array = np.array(payoffs, dtype=object).reshape((len(players), *counts), order="F")
    return Game(array, players, strategies)


def write_nfg(
    game: Game,
    path: str | os.PathLike[str] | None = None,
    *,
    title: str = "",
    version: Version = "payoff",
) -> str:
    """Write a game in Gambit's strategic form, without rounding.

    Variants of strategies have no place in the format and are not written. Nor has who decides for whom:
    where somebody does, the numbers are ``game.deciding``, and the file's comment says so.

    Parameters
    ----------
    game : Game
        Any number of players.
    path : str or path-like, optional
        Where to write it, in UTF-8. The file appears under its name when it is complete, never in part.
    title : str
        The game's title.
    version : {"payoff", "outcome"}
        List every profile's payoffs, or number the different outcomes and list every profile's number.

    Returns
    -------
    str
        The file's content.

    Raises
    ------
    GameError
        If the file cannot be written, a number is too long for the format, or the version is unknown.

    Examples
    --------
    >>> import belarusgame as bg
    >>> print(write_nfg(bg.Game([[[1, 0.5]], [[0, 2]]]), title="Tiny"))
    NFG 1 R "Tiny" { "player 1" "player 2" }
    <BLANKLINE>
    { { "s1" }
    { "s1" "s2" } }
    ""
    <BLANKLINE>
    1 0
    0.5 2
    <BLANKLINE>
    """
    checked_game(game)
    option("version", version, ("payoff", "outcome"))
    heading = f"NFG 1 R {quote(settings.text('title', title, empty=True))} {_listed(game.players)}"
    strategies = "\n".join(_listed(labels) for labels in game.labels.strategies)
    body = _payoff_body(game) if version == "payoff" else _outcome_body(game)
    text = f"{heading}\n\n{{ {strategies} }}\n{quote(decided_note(game))}\n\n{body}\n"
    if path is not None:
        write_text(path, text)
    return text


def decided_note(game: Game) -> str:
    """Say that the numbers written are not what some players get but what decides for them; else empty."""
    parts = [f"{one.to} decides for {one.player} where {event_words(one.when)}" for one in game.delegations]
    return f"The payoffs are those that decide: {'; '.join(parts)}." if parts else ""


def _read_heading(reader: TokenReader) -> None:
    for expected in ("NFG", "1"):
        if reader.next.text != expected or reader.next.kind == "label":
            reader.fail(reader.next, f'"{expected}", as in NFG 1 R "title"')
        reader.take(reader.next.kind, expected)
    if reader.next.text not in ("R", "D") or reader.next.kind != "word":
        reader.fail(reader.next, '"R" or "D", the type of the numbers')
    reader.take("word", "R")
    reader.take("label", "the game's title in quotes")


def _read_labels(reader: TokenReader, expected: str, most: int) -> list[str]:
    reader.take("{", '"{"')
    labels = [reader.take("label", expected).text]
    while reader.next.kind == "label":
        if len(labels) == most:
            reader.complain(reader.next, f"this reads at most {most} labels in one list")
        labels.append(reader.take("label", expected).text)
    reader.take("}", f'{expected} or "}}"')
    return labels


def _read_strategies(reader: TokenReader, players: int) -> list[list[str]]:
    """Read the strategies' labels, or only how many there are."""
    reader.take("{", 'the strategies: "{"')
    labelled = reader.next.kind == "{"
    strategies: list[list[str]] = []
    for player in range(1, players + 1):
        if labelled:
            labels = _read_labels(reader, f"a label in quotes for player {player}", MOST_STRATEGIES)
            strategies.append(told_apart(labels, "s"))
        else:
            size = reader.count(f"the number of strategies of player {player}", 1, MOST_STRATEGIES)
            strategies.append([f"s{number}" for number in range(1, size + 1)])
    reader.take("}", f'"}}" after the strategies of {players} players')
    return strategies


def _read_payoffs(reader: TokenReader, size: int) -> list[Fraction]:
    payoffs: list[Fraction] = []
    for number in range(1, size + 1):
        payoffs.append(reader.number(f"payoff {number} of {size}"))
        reader.skip(",")
    return payoffs


def _read_outcomes(reader: TokenReader, players: int, size: int) -> list[Fraction]:
    """Read the numbered outcomes, then every profile's outcome; number 0 pays nothing."""
    outcomes: list[list[Fraction]] = [[Fraction(0)] * players]
    reader.take("{", '"{"')
    while reader.skip("{"):
        if len(outcomes) * players > MOST_PAYOFFS:
            reader.complain(reader.next, f"this reads at most {MOST_PAYOFFS} payoffs of outcomes")
        reader.take("label", "the outcome's label in quotes")
        payoffs: list[Fraction] = []
        for player in range(1, players + 1):
            payoffs.append(reader.number(f"the payoff of player {player} of {players}"))
            reader.skip(",")
        reader.take("}", f'"}}" after {players} payoffs')
        outcomes.append(payoffs)
    reader.take("}", '"{" of a further outcome or "}" after the last')
    profiles = size // players
    listed: list[Fraction] = []
    for number in range(1, profiles + 1):
        expected = f"the outcome's number for profile {number} of {profiles}"
        listed.extend(outcomes[reader.count(expected, 0, len(outcomes) - 1)])
    return listed


def _profiles(game: Game) -> Iterator[Sequence[Fraction]]:
    """Yield what decides in every profile, the first player's strategy running fastest."""
    players = len(game.players)
    table: Any = game.exact_deciding.reshape((players, -1), order="F")
    yield from table.T.tolist()


def _payoff_body(game: Game) -> str:
    return "\n".join(" ".join(written_number(value) for value in payoffs) for payoffs in _profiles(game))


def _outcome_body(game: Game) -> str:
    numbers: dict[tuple[Fraction, ...], int] = {}
    profiles = [numbers.setdefault(tuple(payoffs), len(numbers) + 1) for payoffs in _profiles(game)]
    outcomes = "\n".join('{ "" ' + ", ".join(map(written_number, payoffs)) + " }" for payoffs in numbers)
    return f"{{\n{outcomes}\n}}\n" + " ".join(map(str, profiles))


def _listed(labels: Sequence[str]) -> str:
    return "{ " + " ".join(quote(label) for label in labels) + " }"
