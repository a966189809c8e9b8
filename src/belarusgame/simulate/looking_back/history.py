"""History files: what happened and what was forecast, which only the back-test reads."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from belarusgame.base.files import checked_path, is_path
from belarusgame.base.guards import plain_text
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import SeedError, nearest, one_of, quoted
from belarusgame.evidence import (
    EvidenceFiles,
    Mistakes,
    Source,
    check_sections,
    collect_evidence,
    place,
    read_tables,
    section,
    seeds_folder,
)

if TYPE_CHECKING:
    from belarusgame.evidence import Table

SECTIONS = ("sources", "outcomes", "events", "references")
ReferenceKind = Literal["forecast", "hindsight", "fixed", "base rate", "verbal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Whether something had happened by a date: what a forecast is scored by.

    Attributes
    ----------
    name, says, source : str
        What it is called, what it is in words, and where that stands.
    event : mapping of str to tuple of str
        The partial profile.
    by : datetime.date
        The date.
    happened : bool
        Whether it had happened.
    """

    name: str
    event: Mapping[str, tuple[str, ...]]
    by: datetime.date
    happened: bool
    source: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen to be in force at a date.

    Attributes
    ----------
    name, says, source : str
        What it is called, what it is in words, and where that stands.
    date : datetime.date
        When.
    observed : mapping of str to tuple of str, or None
        The partial profile that it bears out; None where it is no choice of a player.
    """

    name: str
    date: datetime.date
    source: str
    says: str
    observed: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What somebody said of the future, or could have said.

    Attributes
    ----------
    name, says, source : str
        What it is called, what it is in words, and where that stands; no source for a fixed number.
    kind : {"forecast", "hindsight", "fixed", "base rate", "verbal"}
        A forecast; one that had seen some of the future; a number that anybody could have named; how often
        the like has happened; words without a number.
    known : datetime.date
        The date at which it was known.
    probability : float or None
        The number; None for words.
    by : datetime.date or None
        The date that it speaks of; None where it speaks of none.
    judgement : str
        What must be assumed to set it beside the others.
    """

    name: str
    kind: ReferenceKind
    known: datetime.date
    says: str
    probability: float | None = None
    by: datetime.date | None = None
    source: str = ""
    judgement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class History(Tabular):
    """What happened after a scenario's date, and what was forecast.

    Attributes
    ----------
    name : str
        The file.
    sources : mapping of str to Source
        Each with an address.
    outcomes : tuple of Happened
        What forecasts are scored by.
    events : tuple of Seen
        Further rows, which hang together.
    references : tuple of Outlook
        What others said.
    """

    name: str
    sources: Mapping[str, Source]
    outcomes: tuple[Happened, ...]
    events: tuple[Seen, ...] = ()
    references: tuple[Outlook, ...] = ()

    def rows(self) -> Rows:
        """Return one row an entry, with its address."""
        return [
            {
                "entry": entry.name,
                "date": str(date),
                "says": entry.says,
                "address": self.sources[entry.source].address if entry.source else "",
            }
            for date, entry in [
                *((entry.by, entry) for entry in self.outcomes),
                *((entry.date, entry) for entry in self.events),
                *((entry.known, entry) for entry in self.references),
            ]
        ]

    @property
    def heading(self) -> str:
        """The line above the table."""
        return (
            f"History {self.name}: {len(self.outcomes)} outcomes, {len(self.events)} events, "
            f"{len(self.references)} references"
        )


def load_history(source: str | Path = "history") -> History:
    """Read a file of what happened and what was forecast.

    Parameters
    ----------
    source : str or Path
        ``history`` is the packaged one; a path ends in ``.toml`` or holds a separator.

    Returns
    -------
    History
        Checked: every entry has a source with an address, and every number is in its range.

    Raises
    ------
    SeedError
        With all mistakes of the file, each with its place.

    Examples
    --------
    >>> import belarusgame as bg
    >>> history = bg.simulate.load_history()
    >>> history.outcomes[0].happened
    False
    """
    mistakes = Mistakes()
    # What Python would call text, but no subclass that does something else.
    source = plain_text(source) or source
    path = _path_of(source, mistakes)
    shown = path.name if path.parent == seeds_folder() else str(source)
    tables = read_tables(path, shown, mistakes) if not mistakes else None
    history = _collected(shown, tables, mistakes) if tables is not None else None
    if history is None or mistakes:
        raise SeedError(mistakes.found, mistakes.more)
    return history


def _path_of(source: Any, mistakes: Mistakes) -> Path:
    if not isinstance(source, str):
        return source if isinstance(source, Path) else checked_path(source)
    if is_path(source):
        return Path(source)
    if source != "history":
        hint = nearest(source, ["history"]) or "the path of a file of your own ends in .toml"
        mistakes.add(source or '""', "", "no packaged history has this name; there is history", hint)
    return seeds_folder() / f"{source}.toml"


def _collected(shown: str, tables: dict[str, Any], mistakes: Mistakes) -> History:
    from belarusgame.evidence import record
    from belarusgame.simulate.looking_back.entries import OutcomeEntry, ReferenceEntry, SeenEntry

    check_sections(tables, SECTIONS, shown, mistakes)
    files = EvidenceFiles([(shown, {"sources": section(tables, "sources")})])
    sources = collect_evidence(files, mistakes).sources
    for name, source in sources.items():
        if not source.address.startswith(("https://", "http://")):
            where = place(("sources", name, "address"))
            mistakes.add(shown, where, "is missing", "give the address of a page, beginning with https://")
    known = section(tables, "sources")
    found: dict[str, list[Any]] = {}
    shapes: tuple[tuple[str, type[Table], type[Any]], ...] = (
        ("outcomes", OutcomeEntry, Happened),
        ("events", SeenEntry, Seen),
        ("references", ReferenceEntry, Outlook),
    )
    for kind, shape, becomes in shapes:
        entries = _entries(kind, shape, shown, tables, known, mistakes)
        found[kind] = [record(becomes, entry, name=name) for name, entry in entries]
    if not section(tables, "outcomes"):
        mistakes.add(shown, "outcomes", "there is none", "add a table [outcomes.NAME]: nothing can be scored")
    return History(
        name=shown,
        sources=sources,
        outcomes=tuple(found["outcomes"]),
        events=tuple(found["events"]),
        references=tuple(found["references"]),
    )


def _entries(
    kind: str,
    shape: type[Table],
    shown: str,
    tables: dict[str, Any],
    known: dict[str, Any],
    mistakes: Mistakes,
) -> Iterator[tuple[str, Any]]:
    """Check the entries of a section; yield those that are in order."""
    from belarusgame.evidence import checked

    for name, raw in section(tables, kind).items():
        entry: Any = checked(shape, raw, (kind, name), shown, mistakes)
        if entry is None:
            continue
        if entry.source and entry.source not in known:
            options = one_of(known) or "the sources (there are none)"
            where = place((kind, name, "source"))
            hint = partial(nearest, entry.source, known)
            mistakes.add(shown, where, f"{quoted(entry.source)} is not one of {options}", hint)
        if kind == "references":
            _check_reference(shown, name, entry, mistakes)
        yield name, entry


def _check_reference(shown: str, name: str, entry: Any, mistakes: Mistakes) -> None:
    where = place(("references", name))
    if not entry.source and entry.kind != "fixed":
        mistakes.add(shown, where, "has no source", "name one, or let its kind be fixed")
    if entry.kind == "verbal" and entry.probability is not None:
        mistakes.add(shown, where, "words have no probability", "remove it, or change the kind")
    if entry.kind != "verbal" and entry.probability is None:
        mistakes.add(shown, where, "lacks a probability", "give one, or let its kind be verbal")
