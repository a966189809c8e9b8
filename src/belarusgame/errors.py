"""What can be wrong with an input, said so that it can be mended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any, cast


class BelarusGameError(ValueError):
    """Any input that belarusgame refuses; every error it raises on purpose is one."""


class GameError(BelarusGameError):
    """A game, a profile, an event or a solver's setting that does not make sense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing wrong in a file: where, what, and how to mend it.

    Attributes
    ----------
    file : str
        The file's name, as the user gave it.
    place : str
        The dotted place inside the file, such as ``considerations.putin.manpower.effects[1].when``.
        Empty when the whole file is at fault.
    problem : str
        The value found and the rule it breaks.
    hint : str
        How to mend it, empty when there is nothing to suggest.
    line : int or None
        The line in which the place begins, where that is known.
    """

    file: str
    place: str
    problem: str
    hint: str = ""
    line: int | None = None

    def __str__(self) -> str:
        file = printable(self.file)
        line = "" if self.line is None else f":{self.line}"
        where = f"{file}{line}: {self.place}: " if self.place else f"{file}: "
        return where + self.problem + (f"; {self.hint}" if self.hint else "")


class SeedError(BelarusGameError):
    """Files of evidence with mistakes in them, all of them reported together.

    Parameters
    ----------
    mistakes : iterable of Mistake
        At least one.
    more : int
        How many there are beyond those.
    """

    def __init__(self, mistakes: Iterable[Mistake], more: int = 0) -> None:
        self.mistakes: tuple[Mistake, ...] = tuple(mistakes)
        self.more = more
        further = [f"... and {more:,} more mistake{'' if more == 1 else 's'}"] if more else []
        super().__init__("\n".join([*map(str, self.mistakes), *further]))

    def __reduce__(self) -> tuple[type[SeedError], tuple[tuple[Mistake, ...], int]]:
        # Exceptions are pickled by their arguments, which here is the whole text: a pool would lose the
        # places.
        return type(self), (self.mistakes, self.more)


class BudgetError(Exception):
    """A search was ended by its budget before it was settled; no input is wrong, and the caller says so.

    It never reaches a user: whoever starts such a search turns it into an answer that is left open.
    """


class ScenarioError(SeedError):
    """A scenario with mistakes in it or in the evidence that it names, all of them reported together."""


def printable(text: str) -> str:
    """Write out what a terminal would hide or choke on, such as a line break or NUL."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def quoted(value: object) -> str:
    """Show a value found in a file or a call on one line, shortened: text in double quotes."""
    text = _written(value, depth=2)
    return text if len(text) <= 80 else text[:76] + " ..."


def _written(value: object, depth: int) -> str:
    try:
        return _spelt(value, depth)
    except Exception:  # whatever it is, it is not shown; Python writes no longer whole number than this
        digits = "a whole number of more than 4300 digits"
        return digits if isinstance(value, int | Fraction) else f"a {type(value).__name__}"


def _spelt(value: object, depth: int) -> str:
    if isinstance(value, str):
        return f'"{printable(str.__str__(value)[:100])}"'  # a class derived from it may say anything
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return str(value).lower().replace("infinity", "inf")
    if isinstance(value, Mapping):
        entries = cast("Mapping[Any, Any]", value).items()
        inner = [
            f"{printable(key) if isinstance(key, str) else _written(key, 0)} = {_written(entry, depth - 1)}"
            for key, entry in islice(entries, depth * 8)
        ]
        return "{" + (", ".join(inner) if depth else "...") + "}"
    if isinstance(value, list | tuple):
        inner = [_written(entry, depth - 1) for entry in islice(cast("list[Any]", value), depth * 8)]
        return "[" + (", ".join(inner) if depth else "...") + "]"
    first, *more = str(value).splitlines() or [""]
    return printable(first) + (" ..." if more else "")  # the heading says enough of a game or a scenario


def one_of(options: Iterable[str]) -> str:
    """Name the admissible values, shortened when there are many."""
    names = options if isinstance(options, Collection) else list(options)
    listed = ", ".join(printable(name[:60]) for name in islice(names, 12))
    return listed if len(names) <= 12 else f"{listed}, ... ({len(names)} in all)"


#: The time to compare names grows with their number, and with the square of their length.
MOST_COMPARED, LONGEST_COMPARED = 500, 100


def nearest(name: str, options: Collection[str]) -> str:
    """Suggest the admissible name that is nearest to a misspelt one; empty when none is near."""
    from difflib import get_close_matches  # used only on the way to an error

    if len(options) > MOST_COMPARED or len(name) > LONGEST_COMPARED:
        return ""
    # Capitals are the commonest slip, so that they are no difference; at least half of the letters must fit.
    near = get_close_matches(name.lower(), {option.lower(): option for option in options}, n=1, cutoff=0.5)
    match = next((option for option in options if near and option.lower() == near[0]), None)
    return did_you_mean(match) if match is not None else ""


def did_you_mean(name: str) -> str:
    """Suggest a name."""
    return f"did you mean {quoted(name)}?"


def unknown(kind: str, name: object, options: Sequence[str]) -> str:
    """Say that a name is none of the admissible ones, and which is the nearest."""
    # Only a text can be misspelt; a number in its place is another mistake.
    hint = nearest(name, options) if isinstance(name, str) else ""
    listed = one_of(options) if options else "(there is none)"
    return f"{kind} {quoted(name)} is not one of {listed}" + (f"; {hint}" if hint else "")
