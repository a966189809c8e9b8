"""What the commands share: their options, and how these are read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from belarusgame.base.concept_names import CONCEPTS, ConceptName
from belarusgame.base.screen import harmless
from belarusgame.command.ending import CarriedError
from belarusgame.errors import GameError, quoted
from belarusgame.scenario import Choice, Scenario, load_scenario, name_and_value
from belarusgame.solve.concepts import Concept

Pairs = list[str] | None
Partial = dict[str, str | list[str]] | None

#: Far above any number of draws that ends in a lifetime.
MOST = 10**18


def number(*names: str, about: str) -> Any:
    """Declare an option that takes a whole number, also one written as 1e5."""
    return typer.Option(*names, metavar="NUMBER", parser=_carrying(_whole, names[0]), help=about)


def partial_profile(*names: str, about: str) -> Any:
    """Declare an option that takes a partial profile, such as "lukashenko=join putin=coerce|tolerate"."""
    return typer.Option(*names, metavar="PROFILE", parser=_carrying(read_partial, names[0]), help=about)


def _carrying(read: Callable[[str, str], Any], option: str) -> Callable[[str], Any]:
    """Take the message of a reader past the parser, which would put words of its own before it."""

    def carried(text: str) -> Any:
        try:
            return read(text, option)
        except GameError as error:
            raise CarriedError(error) from error

    return carried


def _whole(text: str, option: str) -> int:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise GameError(f"{option} {quoted(text)}: must be a whole number") from None
    if not number.is_finite() or abs(number) > MOST or number != int(number):
        raise GameError(f"{option} {quoted(text)}: must be a whole number, at most {MOST:,}")
    return int(number)


def read_partial(text: str, option: str) -> Partial:
    """Read a partial profile; None if there is none."""
    found: dict[str, str] = {}
    for entry in text.replace(",", " ").split():
        player, labels = name_and_value(entry, option)
        if player in found:
            several = f"several strategies of one player are written {player}={found[player]}|{labels}"
            raise GameError(f"{option}: {quoted(player)} is named twice; {several}")
        found[player] = labels
    if text.strip() and not found:
        raise GameError(f"{option} {quoted(text)}: names no player; write PLAYER=STRATEGY")
    return {
        player: list(dict.fromkeys(labels.split("|"))) if "|" in labels else labels
        for player, labels in found.items()
    } or None


Draws = Annotated[int, number("--draws", "-n", about="How many draws.")]
Seed = Annotated[int, number("--seed", about="The same seed gives the same answer.")]
EventOption = Annotated[
    Partial,
    partial_profile(
        "--event", "-e", about='A partial profile; by default the file\'s question. "putin=coerce".'
    ),
]
File = Annotated[str, typer.Argument(help="A scenario file (*.toml), or the name of a packaged scenario.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print the table as comma-separated values instead.")]
Brief = Annotated[bool, typer.Option("--brief", help="The first screen alone.")]
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
    int | None,
    number(
        "--max-exact",
        about="How many draws of each 4096 are solved one by one at most, where compiled code cannot.",
    ),
]
MaxSeconds = Annotated[
    float | None,
    typer.Option("--max-seconds", help="For how long draws are solved one by one at most."),
]
SearchSeconds = Annotated[
    float | None,
    typer.Option("--max-seconds", help="For how long it is searched at most; what is open then is said so."),
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
    return read_partial(" ".join(entries or ()), "--fix") or {}


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


def most_exact(given: int | None) -> Any:
    """Return how many draws are solved one by one at most."""
    return "default" if given is None else given


def without_choice(file: str, *given: Pairs) -> None:
    """Refuse options that set the assumptions where there are none."""
    if any(given):
        raise GameError(
            f"{file}: a game has no weights, drivers, types or delegations to set; --fix and --without also "
            "need a scenario"
        )
