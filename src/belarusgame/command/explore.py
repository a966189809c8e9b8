"""The commands about uncertain payoffs: how sure, what would it take, what holds over all assumptions."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, cast

import typer

from belarusgame import explore
from belarusgame.base.concept_names import PureConcept
from belarusgame.base.labels import PartialProfile
from belarusgame.base.screen import Screen
from belarusgame.base.tables import Listed
from belarusgame.command.ending import REFUTED
from belarusgame.command.options import (
    AsCsv,
    AsJson,
    Draws,
    EventOption,
    File,
    Fix,
    ListedOption,
    MaxExact,
    MaxSeconds,
    OrderOption,
    Partial,
    SearchSeconds,
    Seed,
    most_exact,
    number,
    partial_profile,
    read_fix,
    read_scenario,
)
from belarusgame.command.showing import print_whole, show
from belarusgame.errors import GameError
from belarusgame.report.as_data import record_data
from belarusgame.report.text import print_sentences, print_table
from belarusgame.scenario import BUILT_IN, Scenario


class Norm(StrEnum):
    """How a change of several weights is measured."""

    linf = "linf"
    l1 = "l1"
    l2 = "l2"


class Output(StrEnum):
    """What is explained by the inputs."""

    logit = "logit"
    share = "share"


_MEASURED = {
    "linf": "The least largest move, of all weights together (linf):",
    "l1": "The least sum of moves, of few weights (l1):",
}


def sweep(
    file: File = BUILT_IN,
    draws: Draws = 100_000,
    seed: Seed = 0,
    concept: ListedOption = None,
    event: Annotated[
        Partial,
        partial_profile(
            "--event", "-e", about='Print the share of this partial profile only, such as "putin=coerce".'
        ),
    ] = None,
    store: Annotated[str, typer.Option("--store", help="A file that lets an interrupted run resume.")] = "",
    max_exact: MaxExact = None,
    max_seconds: MaxSeconds = None,
    fix: Fix = None,
    order: OrderOption = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Draw weights, drivers and types from their ranges, solve every draw, and report shares of draws.

    Without --event: the share of draws in which each player uses each strategy in some and in every outcome.

    Examples: belarusgame sweep --draws 1000000 --fix west=isolate

    belarusgame sweep my-case.toml --concept pure --event union=strike

    belarusgame sweep --order "putin; lukashenko, west, china"
    """
    scenario, held = read_scenario(file, order, fix), read_fix(fix)
    found = explore.sweep(
        scenario,
        draws,
        seed,
        concept=concept,
        events=[event] if event else [],
        store=store or None,
        max_exact=most_exact(max_exact),
        max_seconds=max_seconds,
        fix=held,
    )
    record = found.share(event) if event else found
    below = {"messages": found.messages} if found.messages else {}
    show(record, as_json=as_json, as_csv=as_csv, below=below)


def tipping_points(
    file: File = BUILT_IN,
    event: EventOption = None,
    concept: ListedOption = None,
    drivers: Annotated[
        bool, typer.Option("--drivers", help="Let the drivers move too; with --norm linf.")
    ] = False,
    beyond: Annotated[bool, typer.Option("--beyond", help="Admit weights outside their ranges.")] = False,
    norm: Annotated[
        Norm | None,
        typer.Option(
            "--norm",
            help="How a change is measured: linf by its largest move, l1 by their sum, l2 by their squares. "
            "By default both linf, which moves many weights a little, and l1, which moves few.",
        ),
    ] = None,
    max_seconds: SearchSeconds = None,
    fix: Fix = None,
    order: OrderOption = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Find the smallest change of the weights that makes an event happen, or stops what happens already.

    Examples: belarusgame tipping-points

    belarusgame tipping-points --event putin=coerce --norm l1
    """
    scenario, held = read_scenario(file, order, fix), read_fix(fix)
    asked = _event(scenario, event)
    norms = [norm] if norm is not None else [Norm.linf] if drivers else [Norm.linf, Norm.l1]
    answers: list[explore.TippingPoint] = []
    elsewhere: list[explore.TippingPoint] = []
    happens = ""
    for measure in norms:
        found = explore.tipping_points(
            scenario,
            asked,
            concept=cast("PureConcept | None", concept),  # nash is refused there, with advice
            drivers=drivers,
            beyond=beyond,
            norm=measure.value,
            max_seconds=max_seconds,
            fix=held,
        )
        answers.append(found if found.stops is None else found.stops)
        happens = "" if found.stops is None else found.heading
        elsewhere += found.otherwise
        if not answers[-1].moves:
            break  # what is in reach, and what is there already, is the same in every norm

    def page(screen: Screen) -> None:
        if happens:
            print_sentences(screen, [happens])
        for answer in answers:
            if len(answers) > 1:
                print_sentences(screen, [_MEASURED[answer.norm]])
            print_table(screen, answer)
            print_sentences(screen, answer.messages)
        for answer in elsewhere:
            if len(norms) > 1:
                print_sentences(screen, [_MEASURED[answer.norm]])
            if answer.stops is not None:
                print_sentences(screen, [answer.heading])
            print_whole(screen, answer.stops or answer)

    def data() -> dict[str, Any]:
        first, *others = [
            {"norm": answer.norm} | record_data(answer) | {"messages": list(answer.messages)}
            for answer in answers
        ]
        states = [
            {"state": answer.state, "norm": answer.norm}
            | ({} if answer.stops is None else {"happens_already": answer.heading})
            | record_data(answer.stops or answer)
            for answer in elsewhere
        ]
        return (
            ({"happens_already": happens} if happens else {})
            | first
            | {"other_norms": others}
            | ({"other_states": states} if states else {})
        )

    rows = [{"norm": answer.norm, **row} for answer in answers for row in answer.rows()]
    show(Listed(rows), data, as_json=as_json, as_csv=as_csv, page=page)


def guarantee(
    file: File = BUILT_IN,
    never: Annotated[
        Partial,
        partial_profile(
            "--never", about="By default the file's question. Of several: west=isolate|destabilise."
        ),
    ] = None,
    always: Annotated[
        Partial, partial_profile("--always", about="A partial profile that always holds.")
    ] = None,
    concept: ListedOption = None,
    max_seconds: SearchSeconds = None,
    fix: Fix = None,
    order: OrderOption = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Prove or refute a statement over all weights, drivers and types; exit code 1 if refuted.

    Examples: belarusgame guarantee --never china=disengage

    belarusgame guarantee my-case.toml --always union=work --concept nash
    """
    scenario, held = read_scenario(file, order, fix), read_fix(fix)
    if always and never:
        raise GameError("give --never or --always, not both")
    found = explore.guarantee(
        scenario,
        always=always,
        never=None if always else _event(scenario, never),
        concept=concept,
        max_seconds=max_seconds,
        fix=held,
    )
    show(found, as_json=as_json, as_csv=as_csv, below={"messages": found.messages})
    if found.verdict == "refuted":
        raise typer.Exit(REFUTED)


def sensitivity(
    file: File = BUILT_IN,
    event: EventOption = None,
    output: Annotated[
        Output, typer.Option("--output", help="The logit probability of the event, or its share of draws.")
    ] = Output.share,
    draws: Annotated[
        int | None, number("--draws", "-n", about="Base draws; each costs one game an input.")
    ] = None,
    seed: Seed = 0,
    concept: ListedOption = None,
    max_exact: MaxExact = None,
    max_seconds: MaxSeconds = None,
    fix: Fix = None,
    order: OrderOption = "",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Say which input and which claim the answer hangs on: Sobol indices, and leaving claims out.

    Examples: belarusgame sensitivity

    belarusgame sensitivity --event china=stand_aside --output share
    """
    scenario, held = read_scenario(file, order, fix), read_fix(fix)
    found = explore.sensitivity(
        scenario,
        _event(scenario, event),
        output=output.value,
        draws=draws,
        seed=seed,
        concept=concept,
        max_exact=most_exact(max_exact),
        max_seconds=max_seconds,
        fix=held,
    )
    parts = {"inputs": found, "claims": found.by_claim, "without": found.without}
    tables = {name: part for name, part in parts.items() if part is not None}

    def page(screen: Screen) -> None:
        print_sentences(screen, found.sentences)
        for part in tables.values():
            print_table(screen, part)

    def data() -> dict[str, Any]:
        named = {name: record_data(part) for name, part in tables.items()}
        return {"sentences": list(found.sentences), **named}

    show(found, data, as_json=as_json, as_csv=as_csv, page=page)


def _event(scenario: Scenario, given: Partial) -> PartialProfile:
    """Return an event; by default the scenario's question."""
    event = given or scenario.question
    if event is None:
        raise GameError("say which event: this file asks no `question`")
    return event
