"""What the commands share: their options, how these are read, and how a result is put on the screen."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from belarusgame.base.concepts import CONCEPTS, ConceptName
from belarusgame.base.tables import Tabular
from belarusgame.report.text import print_table
from belarusgame.scenario import Choice, Scenario, name_and_value
from belarusgame.solve.concepts import Concept

Pairs = list[str] | None
File = Annotated[str, typer.Argument(help="A scenario file (*.toml), or the name of a packaged scenario.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead.")]
Weights = Annotated[
    Pairs, typer.Option("--weight", "-w", help="Set a weight: putin.manpower=1.4. Repeatable.")
]
Drivers = Annotated[
    Pairs, typer.Option("--driver", "-d", help="Set a driver's level: shortage=2. Repeatable.")
]
Types = Annotated[
    Pairs, typer.Option("--type", "-t", help="Set a player's type: putin=desperate. Repeatable.")
]
ConceptOption = Annotated[
    Concept | None,
    typer.Option(
        "--concept",
        "-c",
        help="Which outcomes; by default sequential where the file has an order, else nash.",
    ),
]


if TYPE_CHECKING:
    Listed = ConceptName
else:  # the command line reads an enumeration, whose members are these words
    Listed = StrEnum("Listed", {name: name for name in CONCEPTS})
ListedOption = Annotated[
    Listed | None,
    typer.Option(
        "--concept", "-c", help="By default sequential where the file has an order, else nash or pure."
    ),
]


class _Screen(Console):
    """A console that leaves it to the command what to do when nobody reads any more."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def read_choice(scenario: Scenario, weights: Pairs, drivers: Pairs, types: Pairs) -> Choice:
    """Read the options that set weights, drivers and types."""
    given = (("--weight", weights), ("--driver", drivers), ("--type", types))
    options = [text for flag, own in given for entry in own or () for text in (flag, entry)]
    return Choice.from_options(scenario, options)


def partial_profile(text: str, option: str) -> dict[str, str | list[str]] | None:
    """Read a partial profile such as "lukashenko=join putin=coerce|tolerate"; None if there is none."""
    entries = dict(name_and_value(entry, option) for entry in text.replace(",", " ").split())
    return {player: label.split("|") if "|" in label else label for player, label in entries.items()} or None


def show(record: Tabular, data: Any, *, as_json: bool) -> None:
    """Print a record as a table, or its data as JSON."""
    if as_json:
        print_json(data)
    else:
        print_table(console(), record)


def print_json(data: Any) -> None:
    """Print plain data as JSON."""
    print(json.dumps(data, indent=2, ensure_ascii=False))


def console() -> Console:
    """Return the screen."""
    return _Screen(highlight=False)
