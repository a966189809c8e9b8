"""What the commands share: their options, how these are read, and how a result is put on the screen."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from belarusgame.base.concept_names import CONCEPTS, ConceptName
from belarusgame.base.screen import Screen, harmless
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError, quoted
from belarusgame.report.text import print_table
from belarusgame.scenario import Choice, Scenario, load_scenario, name_and_value
from belarusgame.solve.concepts import Concept

Pairs = list[str] | None

#: Far above any number of draws that ends in a lifetime.
MOST = 10**18
File = Annotated[str, typer.Argument(help="A scenario file (*.toml), or the name of a packaged scenario.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print the table as comma-separated values instead.")]
Weights = Annotated[
    Pairs, typer.Option("--weight", "-w", help="Set a weight: putin.manpower=1.4. Repeatable.")
]
Drivers = Annotated[
    Pairs, typer.Option("--driver", "-d", help="Set a driver's level: shortage=2. Repeatable.")
]
Types = Annotated[
    Pairs, typer.Option("--type", "-t", help="Set a player's type: putin=desperate. Repeatable.")
]
Fix = Annotated[
    Pairs,
    typer.Option("--fix", help="Take a player's choice away: west=isolate. Repeatable."),
]
Without = Annotated[
    Pairs, typer.Option("--without", help="Leave a claim out, by the codebook: 17b. Repeatable.")
]
MaxExact = Annotated[
    str,
    typer.Option(
        "--max-exact",
        metavar="NUMBER",
        help="How many draws of each 4096 are solved one by one at most, where compiled code cannot.",
    ),
]
MaxSeconds = Annotated[
    float | None,
    typer.Option("--max-seconds", help="For how long draws are solved one by one at most."),
]
OrderOption = Annotated[
    str,
    typer.Option("--order", help='Who moves when, instead of the file\'s order: "putin; west, china".'),
]
Delegations = Annotated[
    Pairs, typer.Option("--delegation", help="Switch a delegation: obedience=on, or off. Repeatable.")
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


def read_choice(
    scenario: Scenario, weights: Pairs, drivers: Pairs, types: Pairs, delegations: Pairs
) -> Choice:
    """Read the options that set weights, drivers and switches; warn of what lies outside its range."""
    given = (
        ("--weight", weights),
        ("--driver", drivers),
        ("--type", types),
        ("--delegation", delegations),
    )
    options = [text for flag, own in given for entry in own or () for text in (flag, entry)]
    choice = Choice.from_options(scenario, options)
    for said in choice.outside:
        print(harmless(f"Warning: {said}. It is used all the same."), file=sys.stderr)
    return choice


def read_fix(entries: Pairs) -> dict[str, Any]:
    """Read who is held to what; a scenario says whether it knows them."""
    return partial_profile(" ".join(entries or ()), "--fix") or {}


def read_order(text: str) -> tuple[tuple[str, ...], ...] | None:
    """Read an order of moves such as "putin; lukashenko; west, china"; None if there is none."""
    if not text:
        return None
    groups = tuple(tuple(name.strip() for name in group.split(",")) for group in text.split(";"))
    if not all(name for group in groups for name in group):
        raise GameError(
            f'--order {quoted(text)}: must name the players, "," between those who move together and ";" '
            "between those who move one after the other"
        )
    return groups


def read_scenario(file: str, order: str, fix: Pairs = None, without: Pairs = None) -> Scenario:
    """Read a scenario, with another order of moves and without some claims, if so; check who is to be held.

    The mistakes in order and holding are one report.
    """
    coded = load_scenario(file).without_claims(without or ())
    scenario, problems = coded, list[str]()
    try:
        groups = read_order(order)
        scenario = coded if groups is None else coded.ordering(groups)
    except GameError as problem:
        problems.append(str(problem))
    try:
        coded.fixing(read_fix(fix))
    except GameError as problem:
        problems.append(str(problem))
    if problems:
        raise GameError("\n".join(problems))
    return scenario


def read_most_exact(max_exact: str) -> Any:
    """Read how many draws are solved one by one at most."""
    return whole(max_exact, "--max-exact") if max_exact else "default"


def whole(text: str, option: str) -> int:
    """Read a whole number, also one written as 1e5."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise GameError(f"{option} {quoted(text)}: must be a whole number") from None
    if not number.is_finite() or abs(number) > MOST or number != int(number):
        raise GameError(f"{option} {quoted(text)}: must be a whole number, at most {MOST:,}")
    return int(number)


def partial_profile(text: str, option: str) -> dict[str, str | list[str]] | None:
    """Read a partial profile such as "lukashenko=join putin=coerce|tolerate"; None if there is none."""
    found: dict[str, str] = {}
    for entry in text.replace(",", " ").split():
        player, labels = name_and_value(entry, option)
        if player in found:
            several = f"several strategies of one player are written {player}={found[player]}|{labels}"
            raise GameError(f"{option}: {quoted(player)} is named twice; {several}")
        found[player] = labels
    return {
        player: labels.split("|") if "|" in labels else labels for player, labels in found.items()
    } or None


def show(
    record: Tabular,
    data: Callable[[], Any],
    *,
    as_json: bool,
    as_csv: bool,
    page: Callable[[Screen], None] | None = None,
) -> None:
    """Print a record for machines, as JSON or as CSV, or for people: its table, or a page made for it."""
    if as_json and as_csv:
        raise GameError("give --json or --csv, not both")
    if as_json:
        print_json(data())
    elif as_csv:
        print_csv(record.rows())
    elif page is not None:
        page(console())
    else:
        print_table(console(), record)


def print_json(data: Any) -> None:
    """Print plain data as JSON, in ASCII, so that no encoding of the output can break it."""
    print(json.dumps(data, indent=2))


def print_csv(rows: Rows) -> None:
    """Print rows as comma-separated values; an interval takes two columns."""
    columns, flat = flat_rows(rows)
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)


def flat_rows(rows: Rows) -> tuple[list[str], list[dict[str, object]]]:
    """Return rows in which an interval takes two columns, and all their columns."""
    flat = [dict(_flat(row)) for row in rows]
    return list(dict.fromkeys(column for row in flat for column in row)), flat


def _flat(row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for column, value in row.items():
        if isinstance(value, tuple) and len(cast("tuple[object, ...]", value)) == 2:
            low, high = cast("tuple[object, object]", value)
            yield from ((f"{column} low", low), (f"{column} high", high))
        else:
            yield column, value


def console() -> Screen:
    """Return the screen."""
    return Screen()
