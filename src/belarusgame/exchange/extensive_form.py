"""Trees in Gambit's extensive-form files (.efg), read and written without rounding."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from fractions import Fraction

from belarusgame.base.labels import told_apart
from belarusgame.errors import GameError, printable, quoted
from belarusgame.exchange.game_file import MOST_PAYOFFS, given_text, read_text
from belarusgame.exchange.tokens import TokenReader, quote, written_number
from belarusgame.extensive import (
    CHANCE,
    MOST_PLAYERS,
    TERMINAL,
    ExtensiveGame,
    InformationSet,
    TreeNode,
    check_size,
)

#: A node with more actions than this is refused, and numbers of sets and outcomes are no larger.
MOST_ACTIONS = 2000
#: The largest number of a set or an outcome: no file has so many, and more digits are a slip.
MOST_NUMBER = 10**9


def read_efg(path: str | os.PathLike[str]) -> ExtensiveGame:
    """Read a game from one of Gambit's extensive-form files.

    Parameters
    ----------
    path : str or path-like
        A file in UTF-8.

    Returns
    -------
    ExtensiveGame
        With chance, information sets, labels, and payoffs exactly as written. Labels that are empty or
        repeated are completed, as those of `read_nfg`.

    Raises
    ------
    GameError
        If the file cannot be read or is malformed: the message names file, line, column and what was
        expected. If a player has no perfect recall, or the reduced strategic form would have more than a
        million payoffs.

    Notes
    -----
    The format is described in Gambit's manual, "Game representation formats": the nodes are listed from the
    root, each before those that follow from it.
    """
    return parse_efg(read_text(path), name=printable(str(path)))


def parse_efg(text: str, *, name: str = "<text>") -> ExtensiveGame:
    """Read a game from the text of an extensive-form file; see `read_efg`.

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
    >>> game = parse_efg('EFG 2 R "Coin" { "Ann" } c "" 1 "" { "heads" 1/3 "tails" 2/3 } 0 '
    ...     't "" 1 "" { 3 } t "" 2 "" { 0 }')
    >>> game.strategic_form().exact_payoffs[0].tolist()
    [Fraction(1, 1)]
    """
    whole, called = given_text(text, name)
    reader = _TreeReader(TokenReader(whole, called))
    title = reader.read()
    try:
        game = reader.finished(title)
        check_size(game)
    except GameError as error:
        raise GameError(f"{called}: {error}") from None
    return game


def tree_text(game: ExtensiveGame, title: str) -> str:
    """Write a tree as the text of a file.

    Raises
    ------
    GameError
        If a number is too long for the format.
    """
    players = " ".join(map(quote, game.players))
    lines = [f"EFG 2 R {quote(title)} {{ {players} }}", '""', ""]
    numbers: dict[tuple[Fraction, ...], int] = {}
    of_player = {
        # The format numbers the information sets of each player from 1, in the order in which they are met.
        number: 1 + sum(other.player == known.player for other in game.information_sets[:number])
        for number, known in enumerate(game.information_sets)
    }
    chances = 0
    waiting = [0]
    while waiting:  # in the order of the format, whatever that of the nodes
        node = game.nodes[waiting.pop()]
        waiting += reversed(node.children)
        outcome = _outcome(node, numbers)
        if node.mover == TERMINAL:
            lines.append(f"t {quote(node.label)} {outcome}")
        elif node.mover == CHANCE:
            chances += 1
            moves = zip(node.actions, node.probabilities, strict=True)
            listed = " ".join(f"{quote(action)} {written_number(p)}" for action, p in moves)
            lines.append(f'c {quote(node.label)} {chances} "" {{ {listed} }} {outcome}')
        else:
            known = game.information_sets[node.mover]
            listed = " ".join(map(quote, known.actions))
            lines.append(
                f"p {quote(node.label)} {known.player + 1} {of_player[node.mover]} {quote(known.label)} "
                f"{{ {listed} }} {outcome}"
            )
    return "\n".join([*lines, ""])


def _outcome(node: TreeNode, numbers: dict[tuple[Fraction, ...], int]) -> str:
    """Write what is paid at a node: equal payoffs are one outcome."""
    if not any(node.payoffs):
        return "0"
    number = numbers.setdefault(node.payoffs, len(numbers) + 1)
    return f'{number} "" {{ {", ".join(map(written_number, node.payoffs))} }}'


@dataclass(slots=True)
class _Set:
    """An information set, of a player or of chance, as it was first described."""

    number: int
    label: str
    actions: list[str]
    probabilities: list[Fraction]


@dataclass(slots=True)
class _Draft:
    """A node that is being read."""

    mover: int
    label: str
    actions: int
    outcome: int
    children: list[int] = field(default_factory=list[int])
    known: _Set | None = None

    @property
    def is_full(self) -> bool:
        """Whether all that its actions lead to was read."""
        return len(self.children) == self.actions


class _TreeReader:
    """Reads nodes in the order of the file, and puts the tree together."""

    def __init__(self, reader: TokenReader) -> None:
        self.reader = reader
        self.players: list[str] = []
        self.sets: dict[tuple[int, int], _Set] = {}
        self.chances: dict[int, _Set] = {}
        self.outcomes: dict[int, list[Fraction]] = {0: []}
        self.drafts: list[_Draft] = []

    def read(self) -> str:
        """Read the whole file; return the title."""
        reader = self.reader
        for expected in ("EFG", "2"):
            if reader.next.text != expected or reader.next.kind == "label":
                reader.fail(reader.next, f'"{expected}", as in EFG 2 R "title"')
            reader.take(reader.next.kind, expected)
        if reader.next.text not in ("R", "D") or reader.next.kind != "word":
            reader.fail(reader.next, '"R" or "D", the type of the numbers')
        reader.take("word", "R")
        title = reader.take("label", "the game's title in quotes").text
        self.players = told_apart(self._labels("a player's label in quotes", MOST_PLAYERS), "player ")
        reader.skip("label")  # a comment on the game
        open_nodes: list[int] = []
        # The nodes stand in the order of a walk: what is open still waits for children, the innermost last.
        while not self.drafts or open_nodes:
            number = len(self.drafts)
            self.drafts.append(self._node())
            if len(self.drafts) > MOST_PAYOFFS:
                reader.complain(reader.next, f"this reads at most {MOST_PAYOFFS:,} nodes")
            if open_nodes:
                self.drafts[open_nodes[-1]].children.append(number)
            open_nodes.append(number)
            while open_nodes and self.drafts[open_nodes[-1]].is_full:
                open_nodes.pop()
        reader.take("end", "the end of the file after the last node")
        # Only at the end: an outcome may be described after it was first used.
        for draft in self.drafts:
            if draft.outcome not in self.outcomes:
                reader.complain(reader.next, f"outcome {draft.outcome} is used and never described")
        return title

    def finished(self, title: str) -> ExtensiveGame:
        """Put together what was read."""
        labels: dict[int, str] = {}
        for player in range(len(self.players)):
            own = [known for (owner, _), known in self.sets.items() if owner == player]
            named = told_apart([known.label for known in own], "set ")
            labels |= {known.number: label for known, label in zip(own, named, strict=True)}
        nothing = [Fraction(0)] * len(self.players)
        return ExtensiveGame(
            title=title,
            players=tuple(self.players),
            information_sets=tuple(
                InformationSet(player=player, label=labels[known.number], actions=tuple(known.actions))
                for (player, _), known in self.sets.items()
            ),
            nodes=tuple(
                TreeNode(
                    mover=draft.mover,
                    children=tuple(draft.children),
                    actions=tuple(draft.known.actions) if draft.known else (),
                    probabilities=tuple(draft.known.probabilities) if draft.known else (),
                    payoffs=tuple(self.outcomes[draft.outcome] or nothing),
                    label=draft.label,
                )
                for draft in self.drafts
            ),
        )

    def _labels(self, expected: str, most: int) -> list[str]:
        reader = self.reader
        reader.take("{", '"{"')
        labels = [reader.take("label", expected).text]
        while reader.next.kind == "label":
            if len(labels) == most:
                reader.complain(reader.next, f"this reads at most {most} labels in one list")
            labels.append(reader.take("label", expected).text)
        reader.take("}", f'{expected} or "}}"')
        return labels

    def _node(self) -> _Draft:
        reader = self.reader
        kind = reader.next
        if kind.kind != "word" or kind.text not in ("c", "p", "t"):
            reader.fail(kind, 'a node: "c" for chance, "p" for a player, "t" for an end')
        reader.take("word", "a node")
        label = reader.take("label", "the node's label in quotes").text
        if kind.text == "t":
            return _Draft(TERMINAL, label, 0, self._outcome())
        if kind.text == "c":
            known = self._chance()
            return _Draft(CHANCE, label, len(known.actions), self._outcome(), known=known)
        known = self._information_set()
        return _Draft(known.number, label, len(known.actions), self._outcome())

    def _information_set(self) -> _Set:
        """Read whose turn it is at which information set, which is described where it is first met."""
        reader = self.reader
        player = reader.count("the number of a player", 1, len(self.players)) - 1
        number = reader.count("the number of an information set", 0, MOST_NUMBER)
        label = reader.take("label", "a label").text if reader.next.kind == "label" else ""
        at = reader.next
        actions = self._labels("an action's label in quotes", MOST_ACTIONS) if at.kind == "{" else None
        known = self.sets.get((player, number))
        if known is None:
            if actions is None:
                reader.fail(at, f"the actions at information set {number}, which is new here")
            known = self.sets[player, number] = _Set(len(self.sets), label, told_apart(actions, "a"), [])
        elif actions is not None and len(actions) != len(known.actions):
            reader.complain(at, f"information set {number} had {len(known.actions)} actions before")
        return known

    def _chance(self) -> _Set:
        """Read chance's moves and their probabilities."""
        reader = self.reader
        number = reader.count("the number of an information set of chance", 0, MOST_NUMBER)
        label = reader.take("label", "a label").text if reader.next.kind == "label" else ""
        at = reader.next
        if not reader.skip("{"):
            if number not in self.chances:
                reader.fail(at, f"chance's moves at information set {number}, which is new here")
            return self.chances[number]
        actions: list[str] = []
        probabilities: list[Fraction] = []
        while not actions or reader.next.kind == "label":
            if len(actions) == MOST_ACTIONS:
                reader.complain(reader.next, f"this reads at most {MOST_ACTIONS} moves of chance")
            actions.append(reader.take("label", "a move of chance in quotes").text)
            chance = reader.next
            probabilities.append(reader.number("the probability of the move"))
            if probabilities[-1] < 0:
                reader.complain(chance, f"the probability {quoted(chance.text)} is negative")
        reader.take("}", 'a move of chance or "}"')
        # Exactly, as Gambit asks it: decimals that miss 1 are a mistake in the file.
        if sum(probabilities) != 1:
            total = float(sum(probabilities))
            reader.complain(at, f"the probabilities of chance sum to {total:.9g} and not exactly to 1")
        known = _Set(number, label, told_apart(actions, "a"), probabilities)
        self.chances[number] = known
        return known

    def _outcome(self) -> int:
        """Read which outcome is reached, and what it pays where that is written."""
        reader = self.reader
        at = reader.next
        number = reader.count("the number of an outcome, or 0", 0, MOST_NUMBER)
        reader.skip("label")
        if not reader.skip("{"):
            return number
        payoffs: list[Fraction] = []
        for player in range(1, len(self.players) + 1):
            payoffs.append(reader.number(f"the payoff of player {player} of {len(self.players)}"))
            reader.skip(",")
        reader.take("}", f'"}}" after {len(self.players)} payoffs')
        if number == 0:
            reader.complain(at, "outcome 0 is the one that pays nothing, and payoffs are listed for it")
        if self.outcomes.setdefault(number, payoffs) != payoffs:
            reader.complain(at, f"outcome {number} paid something else before")
        return number
