"""A statement as a value: its form, what it names, and the same in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from belarusgame.base.labels import PartialProfile, event_words

Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Under which circumstances a statement is meant.

    Attributes
    ----------
    profile : mapping
        A partial profile: only the profiles that match it are looked at.
    weights, drivers : mapping of str to (Fraction, Fraction)
        The least and the greatest value, inside the scenario's own range.
    types : mapping of str to str
        The types that some players have.
    """

    profile: PartialProfile = field(default_factory=dict[str, str])
    weights: Mapping[str, Interval] = field(default_factory=dict[str, Interval])
    drivers: Mapping[str, Interval] = field(default_factory=dict[str, Interval])
    types: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def numeric(self) -> bool:
        """Whether it limits weights or drivers."""
        return bool(self.weights or self.drivers)

    def words(self) -> str:
        """Say it in words."""
        parts = [event_words(self.profile)] if self.profile else []
        limits = (*self.weights.items(), *self.drivers.items())
        parts += [f"{name} {_interval(*ends)}" for name, ends in limits]
        parts += [f"{player} is {kind}" for player, kind in self.types.items()]
        return " and ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that payoffs or outcomes are said to satisfy; the functions of `belarusgame.assume` make one.

    Attributes
    ----------
    form : str
        ``prefers``, ``monotone``, ``never``, ``always``, ``dominates``, ``ordering``, or how the parts are
        combined: ``all_of``, ``any_of``, ``given``.
    entries : mapping
        What the form needs, under the same names as in a scenario file.
    parts : tuple of Statement
        What is combined.
    condition : Condition or None
        Of ``given``.
    """

    form: str
    entries: Mapping[str, Any] = field(default_factory=dict[str, Any])
    parts: tuple[Statement, ...] = ()
    condition: Condition | None = None

    def __str__(self) -> str:
        return _WORDS[self.form](self)


def _interval(low: Fraction, high: Fraction) -> str:
    return f"at {float(low):g}" if low == high else f"from {float(low):g} to {float(high):g}"


def _prefers_words(statement: Statement) -> str:
    e = statement.entries
    pays = "pays more than" if e["strict"] else "pays at least as much as"
    end = "" if e["completions"] == "all" else ", in at least one completion"
    versus = f"{event_words(e['better'])} {pays} {event_words(e['worse'])}"
    return f"for {e['player']}, {versus}{_given(e)}{end}"


def _monotone_words(statement: Statement) -> str:
    e = statement.entries
    versus = f"{event_words(e['better'])} over {event_words(e['worse'])}"
    return f"the gain of {e['player']} from {versus} {e['direction']} with {e['input']}{_given(e)}"


def _given(entries: Mapping[str, Any]) -> str:
    return f", given {event_words(entries['given'])}" if entries.get("given") else ""


def _happens_words(statement: Statement) -> str:
    e = statement.entries
    concept = f" ({e['concept']})" if e.get("concept") else ""
    return f"{event_words(e['event'])} {statement.form} happens{concept}"


def _ranked_words(statement: Statement) -> str:
    e = statement.entries
    ranked = e["best_first"] if "best_first" in e else (e["better"], e["worse"])
    beats = " beats " if e.get("strict", True) else " weakly beats "
    where = f"given {event_words(e['given'])}" if e.get("given") else "whatever the others do"
    return f"for {e['player']}, {beats.join(ranked)} {where}"


def _given_words(statement: Statement) -> str:
    condition = statement.condition or Condition()
    return f"given {condition.words()}: {statement.parts[0]}"


_WORDS: Mapping[str, Callable[[Statement], str]] = {
    "prefers": _prefers_words,
    "monotone": _monotone_words,
    "never": _happens_words,
    "always": _happens_words,
    "dominates": _ranked_words,
    "ordering": _ranked_words,
    "all_of": lambda statement: " and ".join(f"({part})" for part in statement.parts),
    "any_of": lambda statement: " or ".join(f"({part})" for part in statement.parts),
    "given": _given_words,
}
