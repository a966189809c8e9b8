"""What the sources say: the documents, and the claims that they make."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from belarusgame.base.guards import is_mapping, plain_text
from belarusgame.base.tables import Printed, Rows, Tabular
from belarusgame.errors import SeedError, nearest, one_of, quoted
from belarusgame.evidence.firmness import Firmness
from belarusgame.evidence.mistakes import Mistakes
from belarusgame.evidence.places import place
from belarusgame.evidence.reading import Tables, read_tables
from belarusgame.evidence.spelling import misleading


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Printed):
    """A document that claims come from."""

    name: str
    title: str
    date: datetime.date
    publisher: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Printed):
    """One thing that a source asserts, in the coder's own words.

    Attributes
    ----------
    name : str
        By custom the paragraph and a letter: ``17b``.
    source : str
        The name of its source.
    paragraph : int
        Where in the source it stands, counted from 1.
    says : str
        What it asserts.
    kind : {"assertion", "report", "utterance", "prescription"}
        What sort of speech it is; a prescription never supports a payoff.
    speaker : str
        Whose words they are.
    firmness : {"stated", "hedged", "speculated"}
        How firmly it is put.
    background : str
        Why it bears on no open choice; empty for a claim that is to be used.
    """

    name: str
    source: str
    paragraph: int
    says: str
    kind: Literal["assertion", "report", "utterance", "prescription"]
    speaker: str
    firmness: Firmness
    background: str = ""

    @property
    def support_firmness(self) -> Firmness:
        """How firm it is as support of a payoff: an utterance is hedged at most."""
        return "hedged" if self.kind == "utterance" and self.firmness == "stated" else self.firmness


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Evidence(Tabular):
    """Sources and claims by name.

    Attributes
    ----------
    sources : mapping of str to Source
        The documents.
    claims : mapping of str to Claim
        What they assert.
    """

    sources: Mapping[str, Source]
    claims: Mapping[str, Claim]

    def rows(self) -> Rows:
        """Return one row a claim."""
        columns = ["name", "source", "paragraph", "kind", "speaker", "firmness", "says", "background"]
        return [{column: getattr(claim, column) for column in columns} for claim in self.claims.values()]

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"Evidence: {len(self.claims)} claims from {len(self.sources)} sources"


def load_evidence(*paths: str | Path) -> Evidence:
    """Read files of evidence.

    Parameters
    ----------
    *paths : str or Path
        TOML files with ``[sources.NAME]`` and ``[claims.NAME]`` tables. A claim may cite a source of
        another file.

    Returns
    -------
    Evidence
        Everything in the files together.

    Raises
    ------
    SeedError
        With all mistakes of all files.

    Examples
    --------
    >>> import belarusgame as bg
    >>> evidence = bg.load_evidence(bg.seeds_folder() / "sources.toml", bg.seeds_folder() / "claims.toml")
    >>> evidence.claims["17b"].firmness
    'speculated'
    """
    mistakes = Mistakes()
    files = EvidenceFiles([])
    for given in paths:
        path = plain_text(given) or given
        if isinstance(path, str | Path):
            files.add(Path(path), str(path), mistakes)
        else:
            mistakes.add(quoted(path), "", "is not the path of a file of evidence")
    evidence = collect_evidence(files, mistakes)
    if mistakes:
        raise SeedError(mistakes.found, mistakes.more)
    return evidence


def check_sections(tables: Tables, known: Sequence[str], file: str, mistakes: Mistakes) -> None:
    """Note the sections of a file that are unknown or are no tables."""
    for section, content in tables.items():
        where = place((section,))
        if section not in known:
            problem = f"unknown section, not one of {one_of(known)}"
            mistakes.add(file, where, problem, partial(nearest, section, known))
        elif not is_mapping(content):
            mistakes.add(file, where, f"{quoted(content)}: must be a table")


@dataclass(slots=True)
class EvidenceFiles:
    """The tables of the files that evidence is in, by the name under which mistakes are reported.

    Attributes
    ----------
    read : list of (str, dict)
        Those that could be read.
    lost : bool
        Whether another one could not.
    """

    read: list[tuple[str, Tables]]
    lost: bool = False

    def add(self, path: Path, shown: str, mistakes: Mistakes) -> None:
        """Read one more."""
        tables = read_tables(path, shown, mistakes)
        if tables is None:
            self.lost = True
        else:
            self.read.append((shown, tables))
            if "sources" in tables or "claims" in tables:
                check_sections(tables, ("sources", "claims"), shown, mistakes)
            else:  # whatever it is, nothing in it is ours to show
                problem = "is no file of evidence: it holds neither [sources.NAME] nor [claims.NAME]"
                mistakes.add(shown, "", problem)

    def first_with(self, section_name: str, name: str) -> str:
        """Name the first file that declares a source or a claim."""
        return next(shown for shown, tables in self.read if name in section(tables, section_name))


def collect_evidence(files: EvidenceFiles, mistakes: Mistakes) -> Evidence:
    """Put together the sources and claims of several files, noting every mistake.

    What is in order is returned even if something else is not, so that all mistakes can be found in one run.
    """
    sources: dict[str, Source] = {}
    claims: dict[str, Claim] = {}
    # From all files before any claim is looked at: a claim may cite a source of a later file.
    declared = {name: None for _, tables in files.read for name in section(tables, "sources")}
    for file, tables in files.read:
        for kind in ("sources", "claims"):
            for name in section(tables, kind):
                problem, hint = misleading(str(name))
                if problem:
                    mistakes.add(file, place((kind, name)), problem, hint)
        for name, source in _sources(file, tables, mistakes):
            _check_free(name, "sources", sources, file, files, mistakes)
            sources[name] = source
        for name, claim in _claims(file, tables, mistakes):
            _check_free(name, "claims", claims, file, files, mistakes)
            claims[name] = claim
            # A file that could not be read may hold the source: nothing is said of what may be there.
            if claim.source not in declared and not files.lost:
                options = one_of(declared) or "the sources (there are none)"
                problem = f"{quoted(claim.source)} is not one of {options}"
                where = place(("claims", name, "source"))
                mistakes.add(file, where, problem, partial(nearest, claim.source, declared))
    return Evidence(sources=sources, claims=claims)


def _check_free(
    name: str, kind: str, taken: Mapping[str, object], file: str, files: EvidenceFiles, mistakes: Mistakes
) -> None:
    if name in taken:
        first = files.first_with(kind, name)
        mistakes.add(
            file, place((kind, name)), f"this name is taken by {first}", "give every one its own name"
        )


def section(tables: Tables, name: str) -> Tables:
    """Return a section of a file, empty if it is missing or no table."""
    content = tables.get(name, {})
    return dict(content) if is_mapping(content) else {}


def _sources(file: str, tables: Tables, mistakes: Mistakes) -> Iterable[tuple[str, Source]]:
    from belarusgame.evidence.checking import checked
    from belarusgame.evidence.schema import SourceTable, record

    for name, table in section(tables, "sources").items():
        shaped = checked(SourceTable, table, ("sources", name), file, mistakes)
        if shaped is not None:
            yield name, record(Source, shaped, name=name)


def _claims(file: str, tables: Tables, mistakes: Mistakes) -> Iterable[tuple[str, Claim]]:
    from belarusgame.evidence.checking import checked
    from belarusgame.evidence.schema import ClaimTable, record

    for name, table in section(tables, "claims").items():
        shaped = checked(ClaimTable, table, ("claims", name), file, mistakes)
        if shaped is not None:
            yield name, record(Claim, shaped, name=name)
