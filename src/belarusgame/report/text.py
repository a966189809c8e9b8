"""The main job on the screen: sections of text and tables that read well at 80 columns and without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from belarusgame.assume import Check
from belarusgame.base.concept_names import CONCEPTS
from belarusgame.base.screen import Screen
from belarusgame.base.tables import KEPT, Rows, Tabular, columns_of, fitting, shown
from belarusgame.evidence import Claim
from belarusgame.game import Equilibrium, Game
from belarusgame.report.assessment import Assessment
from belarusgame.report.audit import Audit
from belarusgame.report.explanation import Comparison, Explanation
from belarusgame.report.first_screen import laid_out
from belarusgame.scenario import Scenario
from belarusgame.solve.solution import Component, Solution

#: More outcomes than this are counted, not explained one by one.
MOST_OUTCOMES = 5

#: Modelling choices listed below the scenario as coded, those that move the answer most.
MOST_STRUCTURES = 10


def print_assessment(console: Screen, assessment: Assessment, *, brief: bool = False) -> None:
    """Print the first screen and, unless that is all that is wanted, one section for each question."""
    title, *lines = laid_out(assessment, console.width, alone=brief)
    print_line(console, title, style="bold")
    for line in lines:
        console.print(line, soft_wrap=True)
    if brief:
        return
    _print_players(console, assessment)
    _print_outcomes(console, assessment)
    _print_differences(console, assessment)
    main = assessment.readings[0]
    for number, explanation in enumerate(main.explanations[:MOST_OUTCOMES], start=1):
        which = f" Outcome {number}" if len(main.explanations) > 1 else ""
        _section(console, f"Why does nobody do otherwise?{which}")
        print_explanation(console, explanation)
    _print_fragile(console, assessment)
    _print_headlines(console, assessment)
    if assessment.structures is not None:
        _section(console, "What does the answer depend on, beside the weights?")
        rows = assessment.structures.rows()[: MOST_STRUCTURES + 1]
        print_rows(console, rows)
    _print_judgement(console, assessment)


def _print_headlines(console: Screen, assessment: Assessment) -> None:
    """Print what is said under uncertain payoffs; of the other reading only what is not said already."""
    said: set[str] = set()
    for found in assessment.headlines:
        new = [sentence for sentence in found.sentences if sentence not in said]
        said.update(new)
        title = "How sure is it under uncertain payoffs?"
        _section(console, f"{title} {found.concept.capitalize()} reading")
        for sentence in new or ["The same as above."]:
            print_line(console, sentence, dash="- ")


def _section(console: Screen, title: str) -> None:
    console.print()
    print_line(console, title, style="bold")


def _print_players(console: Screen, assessment: Assessment) -> None:
    _section(console, "Who can do what? (* = as things stood)")
    scenario = assessment.scenario
    rows = [
        {
            "player": player.name if position == 0 else "",
            "strategy": label + _standing(scenario, player.key, label),
            "meaning": meaning,
        }
        for player in scenario.players
        for position, (label, meaning) in enumerate(player.strategies.items())
    ]
    print_rows(console, rows)


def _standing(scenario: Scenario, player: str, label: str) -> str:
    if player in scenario.fixed:
        return " (held)"
    return " *" if scenario.reference[player] == label else ""


def _print_outcomes(console: Screen, assessment: Assessment) -> None:
    """Print what happens at the likely weights: once, if the readings agree on everything."""
    names = {player.key: player.name for player in assessment.scenario.players}
    before: list[tuple[str, ...]] | None = None
    for reading in assessment.readings:
        solution = reading.solution
        _section(console, f"What happens at the likely weights? {solution.concept.capitalize()} reading")
        print_line(console, f"{reading.title[0].upper()}{reading.title[1:]}.")
        play = [tuple(map(outcome.doing, outcome.labels.players)) for outcome in solution.outcomes]
        if play == before and not solution.components:
            print_line(console, f"The same outcomes as above, {_proof(solution)}.")
        else:
            print_solution(console, solution, names)
        before = None if solution.components else play


def print_solution(console: Screen, solution: Solution, names: Mapping[str, str]) -> None:
    """Print what each player does and gets in every outcome, and whether that is all.

    ``names`` says what the players are called; those left out go by their labels.
    """
    count = len(solution.outcomes)
    print_line(console, f"{solution.counted}, {_proof(solution)}.")
    for message in solution.messages:
        print_line(console, message, dash="- ")
    for number, outcome in enumerate(solution.outcomes[:MOST_OUTCOMES], start=1):
        rows = [
            {
                "player": names.get(player, player),
                "does": outcome.doing(player),
                "payoff": outcome.payoffs[player],
            }
            for player in outcome.labels.players
        ]
        inside = isinstance(outcome, Equilibrium) and outcome.isolated is False
        if count > 1 or inside:
            console.print(f"Outcome {number}{', a pure member of a continuum' if inside else ''}:")
        print_rows(console, rows)
    for component in solution.components:
        kind = "continuum" if component.kind == "exact" else "cluster"
        print_line(
            console,
            f"and a {kind} of equilibria, not listed one by one: {_extent(component, names)}",
            dash="- ",
        )
    for candidate in solution.candidates[:MOST_OUTCOMES]:
        does = ", ".join(f"{names.get(p, p)} {candidate.doing(p)}" for p in candidate.labels.players)
        print_line(console, f"unproven candidate, regret {candidate.incentive_gap:.2g}: {does}", dash="- ")
    if count > MOST_OUTCOMES:
        console.print(f"... and {count - MOST_OUTCOMES} more.")


def _proof(solution: Solution) -> str:
    """Say whether the list is all there is; a concept of which one outcome is picked only has a status."""
    if solution.concept not in CONCEPTS:
        return f"{solution.concept}, {solution.status}"
    return "proven to be all there are" if solution.status == "complete" else "not proven to be all there are"


def print_sentences(console: Screen, sentences: Sequence[str]) -> None:
    """Print sentences, each under a dash."""
    for sentence in sentences:
        print_line(console, sentence, dash="- ")


def print_table(console: Screen, record: Tabular) -> None:
    """Print a record's table; the columns for which there is no room are named below it."""
    print_line(console, record.heading)
    print_rows(console, record.rows())


def print_rows(console: Screen, rows: Rows, *, keep: int = KEPT) -> None:
    """Print a table of which the first columns are kept; those for which there is no room are named below."""
    if not rows:
        console.print("(nothing to list)")
        return
    table, left_out = fitting(rows, console.width, keep)
    console.print(table, crop=False)
    if left_out:
        print_line(console, f"No room here for: {', '.join(left_out)}. --csv and --json have them.")


def _extent(component: Component, names: Mapping[str, str]) -> str:
    """Say between which probabilities the strategies of a cluster lie; those never used are left out."""
    parts = [
        f"{names.get(player, player)} "
        + ", ".join(f"{label} {_between(*bounds)}" for label, bounds in strategies.items() if bounds[1] > 0.0)
        for player, strategies in component.box.to_dict().items()
    ]
    return "; ".join(parts)


def _between(low: float, high: float) -> str:
    return f"{low:.3g}" if low == high else f"{low:.3g} to {high:.3g}"


def _print_differences(console: Screen, assessment: Assessment) -> None:
    if len(assessment.readings) < 2:
        return
    _section(console, "Where do the readings differ?")
    if not assessment.differences:
        print_line(console, "They do not: every player uses the same strategies in both.", dash="- ")
    for player, sets in assessment.differences.items():
        parts = [
            f"{' or '.join(used) or 'nothing'} ({reading.solution.concept})"
            for used, reading in zip(sets, assessment.readings, strict=True)
        ]
        print_line(console, f"{assessment.scenario.player(player).name}: {', '.join(parts)}.", dash="- ")


def print_explanation(console: Screen, explanation: Explanation) -> None:
    """Print the sentences of an explanation, one a paragraph, indented under a dash."""
    for sentence in explanation.sentences:
        print_line(console, sentence, dash="- ")


def print_claims(console: Screen, scenario: Scenario, audit: Audit) -> None:
    """Print every claim, how firm it is, and what uses it."""
    for source in scenario.evidence.sources.values():
        _section(console, f"{source.title} ({source.date})")
        for claim in scenario.evidence.claims.values():
            if claim.source == source.name:
                manner = f"{claim.kind} by {claim.speaker}, {claim.firmness}"
                print_line(console, f"{claim.says} ({manner}) {_uses(audit, claim)}", dash=f"{claim.name}  ")


def _uses(audit: Audit, claim: Claim) -> str:
    if claim.background:
        return f"Background: {claim.background}"
    places = audit.cited_by.get(claim.name, ())
    return f"Used by {', '.join(place.removeprefix('considerations.') for place in places) or 'nothing'}."


def print_check(console: Screen, found: Check) -> None:
    """Print the verdict on every assumption; below, what speaks against those that do not hold."""
    print_line(console, f"{found.heading}.")
    columns = ("verdict", "role", "statement")
    rows = [{column: row[column] for column in columns} for row in found.rows()]
    if rows:
        print_rows(console, rows)
    else:
        print_line(console, "The scenario has no table [assumptions.NAME].")
    for checked in found.checked:
        if checked.verdict != "proven":
            _section(console, f"{checked.assumption.name}: {checked.verdict}")
            print_line(console, checked.assumption.sentence)
            print_line(console, f"{checked.reading[0].upper()}{checked.reading[1:]}.", dash="- ")
            if checked.witness is not None:
                print_line(console, checked.witness.sentence, dash="- ")


def print_payoffs(console: Screen, game: Game, rows: Rows) -> None:
    """Print profiles with everybody's payoffs in one column, in the players' order."""
    print_line(console, f"Payoffs are those of {', '.join(game.players)}, in this order.")
    table = [
        {player: row[player] for player in game.players}
        | {"payoffs": ", ".join(shown(row[f"payoff {player}"]) for player in game.players)}
        for row in rows
    ]
    print_rows(console, table, keep=len(columns_of(table)))


def print_line(console: Screen, text: str, *, dash: str = "", style: str = "") -> None:
    """Print a paragraph, perhaps under a dash, folded at the width of the console; no word is broken."""
    folded = textwrap.fill(
        text,
        console.width,
        initial_indent=dash,
        subsequent_indent=" " * len(dash),
        break_long_words=False,
        break_on_hyphens=False,
    )
    console.print(folded, soft_wrap=True, style=style)


def _print_fragile(console: Screen, assessment: Assessment) -> None:
    _section(console, "What decides the question? The most fragile comparison")
    fragile = assessment.most_fragile
    if fragile is None:
        print_line(console, "None: no weights tip a comparison that by itself changes the answer.", dash="- ")
        return
    explanation, comparison = fragile
    who = explanation.names[comparison.player]
    print_line(
        console,
        f"{who}: {comparison.chosen} against {comparison.alternative}. {_tipping(comparison)}",
        dash="- ",
    )


def _tipping(comparison: Comparison) -> str:
    share = comparison.tips_at or 0
    if share == 0:
        return "It is a tie as it stands."
    if share > 1:
        return "No weights within their ranges tip it."
    way = f"{float(share):.0%} of the way"
    return f"It tips when all its weights move {way} to the ends of their ranges that hurt it."


def _print_judgement(console: Screen, assessment: Assessment) -> None:
    if assessment.audit.unusual:
        _section(console, "Warning: numbers that the codebook does not foresee")
        for where, what in assessment.audit.unusual.items():
            print_line(console, f"{where}: {what}.", dash="- ")
    _section(console, "How much is the coder's judgement? Numbers that no claim supports")
    shares = assessment.audit.judgement.items()
    text = ", ".join(
        f"{assessment.scenario.player(player).name} {float(share):.0%}" for player, share in shares
    )
    print_line(console, f"{text}.", dash="- ")
