"""The commands about a scenario file: start one, its schema, what it cites, whether its assumptions hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from belarusgame import report
from belarusgame.base.writing import write_text
from belarusgame.command.ending import REFUTED
from belarusgame.command.options import (
    AsCsv,
    AsJson,
    File,
)
from belarusgame.command.showing import print_json, show, show_whole
from belarusgame.errors import GameError
from belarusgame.evidence import template
from belarusgame.report.as_data import (
    audit_data,
    check_data,
)
from belarusgame.report.text import (
    print_check,
    print_claims,
)
from belarusgame.scenario import BUILT_IN, load_scenario


def claims(
    file: File = BUILT_IN,
    audit: Annotated[
        bool, typer.Option("--audit", help="What the numbers rest on, instead of the claims.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List what the sources say and what uses it; with --audit, what the coding rests on.

    Examples: belarusgame claims

    belarusgame claims my-case.toml --audit
    """
    from belarusgame.report.carrying import CLAIM_DRAWS

    scenario = load_scenario(file)
    found = report.audit(scenario, draws=CLAIM_DRAWS if audit else 0)
    show(
        found if audit else scenario.evidence,
        lambda: audit_data(scenario, found),
        as_json=as_json,
        as_csv=as_csv,
        page=None if audit else lambda screen: print_claims(screen, scenario, found),
    )


def check(
    file: File = BUILT_IN,
    strength: Annotated[
        bool,
        typer.Option("--strength", help="Which mistakes of coding the requirements would notice, instead."),
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Prove or refute every assumption of a scenario, over all weights, drivers and types in their ranges.

    Exit code 1 if a requirement is refuted; a refuted finding is only reported. With --strength, mistakes of
    coding are made on purpose, one at a time, and it says which of them some requirement notices.

    Examples: belarusgame check

    belarusgame check my-case.toml --strength
    """
    from belarusgame import assume

    if strength:
        show_whole(assume.strength(load_scenario(file)), as_json=as_json, as_csv=as_csv)
        return
    found = assume.check(load_scenario(file))
    show(
        found,
        lambda: check_data(found),
        as_json=as_json,
        as_csv=as_csv,
        page=lambda screen: print_check(screen, found),
    )
    if not found.passed:
        raise typer.Exit(REFUTED)


def schema(
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Of files that hold sources and claims only.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Changes nothing: a schema is JSON.")] = True,
) -> None:
    """Print the JSON Schema of scenario files, for editors that complete and check TOML.

    Examples: belarusgame schema > scenario.schema.json

    belarusgame schema --evidence > evidence.schema.json
    """
    from belarusgame.scenario import json_schema

    del as_json
    print_json(json_schema("evidence" if evidence else "scenario"))


def new(
    file: Annotated[str, typer.Argument(help="The file to write; it must not exist yet.")],
    full: Annotated[
        bool,
        typer.Option(
            "--full", help="With everything that a file may hold: drivers, types, delegations, assumptions."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write a small commented scenario that loads and solves, to start your own from.

    Examples: belarusgame new my-case.toml

    belarusgame new my-case.toml --full
    """
    path = Path(file)
    if path.suffix.lower() != ".toml":
        raise GameError(f"{file}: a scenario file's name ends in .toml")
    write_text(path, template("full.toml" if full else "new.toml"), new=True)
    if as_json:
        print_json({"wrote": file})
    else:
        print(f"Wrote {file}. Next: belarusgame assess {file}")
