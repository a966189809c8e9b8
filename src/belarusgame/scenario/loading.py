"""From a file, or from tables of Python, to the parts of a scenario; or to a report of every mistake."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from belarusgame.base.files import checked_path, is_path
from belarusgame.base.guards import is_mapping, is_sequence, plain_text
from belarusgame.base.settings import text
from belarusgame.errors import ScenarioError, nearest, one_of, quoted
from belarusgame.evidence import (
    EvidenceFiles,
    Mistakes,
    Tables,
    check_keys,
    check_sections,
    collect_evidence,
    near_file,
    place,
    read_tables,
    section,
    seeds_folder,
)

if TYPE_CHECKING:
    from belarusgame.scenario.names import Names
    from belarusgame.scenario.schema import HeadTable

#: What every command works on unless another file is named.
BUILT_IN = "belarus-2022"


def parts_of_file(source: str | Path) -> dict[str, Any]:
    """Read a file and the evidence that it names; see :func:`load_scenario`.

    Raises
    ------
    ScenarioError
        With every mistake.
    """
    mistakes = Mistakes()
    source = plain_text(source) or source
    path = _path_of(source, mistakes)
    shown = path.name if path.parent == seeds_folder() else str(source)
    tables = read_tables(path, shown, mistakes) if not mistakes else None
    parts = _resolved(path.name, shown, tables, path.parent, mistakes) if tables is not None else None
    return _faultless(parts, mistakes)


def parts_of_tables(tables: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Read the tables of a file; see :meth:`Scenario.from_tables`.

    Raises
    ------
    ScenarioError
        With every mistake.
    """
    name = text("name", name)
    mistakes = Mistakes()
    if is_mapping(tables):
        check_keys(dict(tables), name, mistakes)
    else:
        mistakes.add(name, "", f"{quoted(tables)}: must be a table")
    return _faultless(None if mistakes else _resolved(name, name, dict(tables), Path(), mistakes), mistakes)


def _faultless(parts: dict[str, Any] | None, mistakes: Mistakes) -> dict[str, Any]:
    if parts is None or mistakes:
        raise ScenarioError(mistakes.found, mistakes.more)
    return parts


def packaged_scenarios() -> list[str]:
    """Name the scenarios that come with the package.

    What happened afterwards is not even opened: only the back-test reads it.
    """
    files = [path for path in seeds_folder().glob("*.toml") if path.name != "history.toml"]
    return sorted(path.stem for path in files if "[scenario]" in path.read_text("utf-8"))


def _path_of(source: str | Path, mistakes: Mistakes) -> Path:
    if not isinstance(source, str):
        return Path(source) if isinstance(source, Path) else checked_path(source)
    names = packaged_scenarios()
    if source in names:
        return seeds_folder() / f"{source}.toml"
    if not source.lower().endswith(".toml") and _names_a_game(source):
        mistakes.add(source, "", "is the file of a game", "`belarusgame equilibria` reads games")
    elif not is_path(source):
        mistakes.add(
            source or '""',
            "",
            f"no packaged scenario has this name; there is {one_of(names)}",
            nearest(source, names) or "the path of a file of your own ends in .toml",
        )
    return Path(source)


def _names_a_game(source: str) -> bool:
    from belarusgame.exchange import is_game_file  # its libraries are loaded for nothing else

    return is_game_file(source)


def _resolved(
    name: str, shown: str, tables: Tables, folder: Path, mistakes: Mistakes
) -> dict[str, Any] | None:
    """Turn tables into the parts of a scenario, noting every mistake; None where there can be none.

    Mistakes name the file as the user gave it (``shown``).
    """
    from belarusgame.evidence import record
    from belarusgame.scenario import resolve
    from belarusgame.scenario.names import Names
    from belarusgame.scenario.schema import SECTIONS

    check_sections(tables, SECTIONS, shown, mistakes)
    files = EvidenceFiles([(shown, tables)])
    _read_named(files, shown, tables, folder, mistakes)
    evidence = collect_evidence(files, mistakes)
    names = Names.of(shown, tables, files, evidence, mistakes)
    head = resolve.resolve_head(names, tables)
    _check_codings(names, head, folder, folder / name)
    considerations = resolve.resolve_considerations(names, tables, head.reference if head is not None else {})
    players = resolve.resolve_players(names, tables)
    drivers = resolve.resolve_drivers(names, tables)
    types = resolve.resolve_types(names, tables)
    delegations = resolve.resolve_delegations(names, tables, head.order if head is not None else None)
    assumptions = resolve.resolve_assumptions(names, tables)
    simulation = resolve.resolve_simulation(names, tables)
    # Only now: whatever else is wrong with the file has been noted first.
    if head is None:
        return None
    return record(
        dict[str, Any],
        head,
        without=("claims",),
        name=name,
        evidence=evidence,
        players=players,
        considerations=considerations,
        drivers=drivers,
        types=types,
        rest=dict(names.rest),
        delegations=delegations,
        assumptions=assumptions,
        simulation=simulation,
        cited={"order": tuple(head.claims.order), "reference": tuple(head.claims.reference)},
        folder=folder,
        remarks=mistakes.remarks,
    )


def _check_codings(names: Names, head: HeadTable | None, folder: Path, own: Path) -> None:
    """Check that the other codings are files, each named once and none of them this one."""
    seen: set[str] = set()
    for position, entry in enumerate(head.codings if head is not None else ()):
        where = ("scenario", "codings", position)
        other = folder / entry
        if entry in seen:
            names.note(where, f"{quoted(entry)} is named twice")
        # A link that leads nowhere is there, and reading it says what is wrong with it.
        elif not os.path.lexists(other):
            problem = f"{quoted(entry)}: there is no such file"
            names.note(where, problem, partial(near_file, other))
        elif os.path.realpath(other) == os.path.realpath(own):
            names.note(where, f"{quoted(entry)} is this file", "name the file of another coder")
        seen.add(entry)


def _read_named(files: EvidenceFiles, name: str, tables: Tables, folder: Path, mistakes: Mistakes) -> None:
    """Read the files of evidence that a scenario names."""
    named = section(tables, "scenario").get("evidence", [])
    if not is_sequence(named) or "scenario" not in tables:
        files.lost = True  # the check of the head reports it
        return
    seen: set[str] = set()
    for position, entry in enumerate(named):
        where = place(("scenario", "evidence", position))
        if not isinstance(entry, str) or not entry:
            files.lost = True  # likewise
        elif entry in seen:
            mistakes.add(name, where, f"{quoted(entry)} is named twice")
        elif not os.path.lexists(folder / entry):
            files.lost = True
            problem = f"{quoted(entry)}: there is no such file"
            mistakes.add(name, where, problem, partial(near_file, folder / entry))
        else:
            files.add(folder / entry, entry, mistakes)
        if isinstance(entry, str):
            seen.add(entry)
