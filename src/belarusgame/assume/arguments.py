"""Checks and copies of what the functions that make statements are given."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from belarusgame.assume.statement import Interval, Statement
from belarusgame.base.guards import is_sequence
from belarusgame.base.settings import mapping_or_empty, text
from belarusgame.errors import GameError, quoted
from belarusgame.evidence import exact_number


def intervals(name: str, value: Mapping[str, Any] | None) -> dict[str, Interval]:
    """Read weights or drivers: numbers, or pairs of the least and the greatest value."""
    found: dict[str, Interval] = {}
    for given, entry in mapping_or_empty(name, value).items():
        key = text(f"{name}: input", given)
        ends = list(entry) if is_sequence(entry) else [entry, entry]
        try:
            low, high = (exact_number(end) for end in ends)
        except ValueError:
            # Refused below with what is the wrong way round: one message for both mistakes.
            low, high = Fraction(1), Fraction(0)
        if low > high:
            rule = "must be a number, or the least and the greatest value as a pair"
            raise GameError(f"{name} {key} = {quoted(entry)}: {rule}")
        found[key] = (low, high)
    return found


def checked_parts(name: str, statements: tuple[Any, ...]) -> tuple[Statement, ...]:
    """Return statements that are to be combined, at least one."""
    if not statements:
        raise GameError(f"{name}: needs at least one statement")
    for entry in statements:
        if not isinstance(entry, Statement):
            raise GameError(f"{name}: {quoted(entry)} is not a statement; assume.prefers(...) makes one")
    return statements
