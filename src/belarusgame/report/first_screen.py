"""The first screen of the main job: what an analyst needs to know within a minute, in words."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from belarusgame.assume import statement_of
from belarusgame.assume.breach import breach
from belarusgame.base.labels import PartialProfile, choices_of, listed
from belarusgame.explore.proving import Guarantee
from belarusgame.explore.structures import Structure
from belarusgame.report.assessment import Assessment, Reading
from belarusgame.report.explanation import Comparison, Explanation
from belarusgame.report.headlines import Headlines
from belarusgame.report.numbers import percent
from belarusgame.scenario import Choice, Scenario

#: What fits on a screen beside a command and the next prompt.
MOST_LINES, WIDTH = 16, 80

#: How a modelling choice is called whose own words do not say what it is.
WORDS = {
    "delegation": "the delegation {}",
    "type": "the type {}",
    "convention": "the convention of {} (for slight, marked, decisive)",
    "order": "the order {}",
    "coding": "the coding in {}",
}

#: Of what speaks for a choice so much is named.
NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPoint:
    """One thing that the first screen says."""

    topic: str  #: what it is about, in a word
    sentence: str  #: what is said
    #: The numbers in it, unrounded, by what they are.
    numbers: Mapping[str, float] = field(default_factory=dict[str, float])


def first_screen(assessment: Assessment, *, alone: bool = False) -> tuple[KeyPoint, ...]:
    """Say what follows from a scenario, how sure that is and what it rests on, as statements.

    What was not computed, such as shares of draws where there were none, has no statement. ``alone`` if
    nothing is shown below.
    """
    more = "without --brief" if alone else "below, one question a section"
    read_on = KeyPoint(topic="Read on", sentence=f"{more}; then what-if, structures, report.")
    return (*_statements(assessment), read_on)


def laid_out(assessment: Assessment, width: int = WIDTH, *, alone: bool = False) -> list[str]:
    """Lay the statements out in at most 16 lines of at most 80 columns; what is too long ends in dots.

    On a narrower screen there are as many lines as it takes.
    """
    width = min(width, WIDTH)
    title = textwrap.shorten(assessment.scenario.title, max(width - 20, 20), placeholder=" ...")
    lines = [f"{title} (as of {assessment.scenario.date})"]
    statements = first_screen(assessment, alone=alone)
    room: dict[str, int | None] = {
        statement.topic: MOST_LINES if width == WIDTH else None for statement in statements
    }
    margin = 2 + max((len(statement.topic) for statement in statements), default=0)

    def folded(statement: KeyPoint) -> list[str]:
        label = statement.topic.ljust(margin)
        return textwrap.wrap(
            statement.sentence,
            width,
            initial_indent=label,
            subsequent_indent=" " * margin,
            max_lines=room[statement.topic],
            placeholder=" ...",
        )

    while True:
        blocks = {statement.topic: folded(statement) for statement in statements}
        if sum(map(len, blocks.values())) < MOST_LINES or width < WIDTH:
            return lines + [line for block in blocks.values() for line in block]
        # What says most gives way, a line at a time: short statements are never cut.
        longest = max(blocks, key=lambda topic: len(blocks[topic]))
        room[longest] = len(blocks[longest]) - 1


def chosen(scenario: Scenario, event: PartialProfile) -> str:
    """Say in words what players choose: "Lukashenko chooses join or abstain"."""
    parts: list[str] = []
    for key, labels in choices_of("event", event).items():
        player = scenario.player(key)
        choose = "choose" if player.plural else "chooses"
        parts.append(f"{player.name} {choose} {' or '.join(_plain(label) for label in labels)}")
    return listed(parts)


def _statements(assessment: Assessment) -> Iterator[KeyPoint]:
    yield _answer(assessment)
    main = assessment.headlines[0] if assessment.headlines else None
    if main is not None:
        yield _trust(assessment, main)
        yield _proven(assessment)
    yield from _why(assessment)
    yield from _source(assessment)
    if main is not None:
        yield _change(main)
    yield from _present(assessment)
    yield _judged(assessment)


def _answer(assessment: Assessment) -> KeyPoint:
    """Say what happens at the likely weights, in all readings, and whether the list is proven."""
    scenario, main = assessment.scenario, assessment.readings[0]
    asked = scenario.question
    used = {p.key: main.used(p.key, tuple(p.strategies)) for p in scenario.players}
    happens = {player: labels for player, labels in used.items() if labels}
    if asked is None:
        said = f"The file asks no question. At the likely weights {chosen(scenario, happens) or 'nothing'}"
    else:
        said = _verdict(scenario, main, asked, happens)
    chances = None if asked is None else main.solution.probability_range(asked)
    numbers = {} if chances is None else {"least probability": chances[0], "greatest probability": chances[1]}
    return KeyPoint(
        topic="Answer",
        sentence=f"{said}, {_listed(main, asked)}{_other_readings(assessment)}.",
        numbers=numbers,
    )


def _verdict(
    scenario: Scenario, main: Reading, asked: PartialProfile, happens: Mapping[str, tuple[str, ...]]
) -> str:
    chances = main.solution.probability_range(asked)
    if chances == (0.0, 0.0):
        instead = chosen(scenario, {player: happens[player] for player in asked if player in happens})
        return f"No: at the likely weights {instead}"
    if chances == (1.0, 1.0):
        return f"Yes: at the likely weights {chosen(scenario, asked)}"
    # whether the list is proven is said of the list
    how = main.answer(asked).removesuffix(" found, but the list is not proven complete")
    return f"Not settled: that {chosen(scenario, asked)} {how}"


def _listed(main: Reading, asked: PartialProfile | None) -> str:
    """Say how many outcomes there are, and whether that is proven."""
    solution = main.solution
    count = len(solution.outcomes) + len(solution.components)
    # Where all outcomes agree one of them stands for all.
    settled = asked is None or solution.probability_range(asked) in {(0.0, 0.0), (1.0, 1.0)}
    what = "the only outcome" if count == 1 else f"{'one of ' if settled else ''}{count} outcomes"
    if not count:
        what = "no outcome"
    return f"{what} ({'proven' if solution.status == 'complete' else 'as far as the search went'})"


def _other_readings(assessment: Assessment) -> str:
    """Say whether the answer is the same where everybody moves at once."""
    if len(assessment.readings) == 1:
        return ""
    asked, (main, other) = assessment.scenario.question, assessment.readings
    same = not assessment.differences if asked is None else main.answer(asked) == other.answer(asked)
    if same:
        return ", moving in turn or all at once"
    if asked is None:
        return "; if all moved at once they would choose otherwise"
    return f"; if all moved at once, it {other.answer(asked).removesuffix(', depending on the outcome')}"


def _trust(assessment: Assessment, main: Headlines) -> KeyPoint:
    """Say in what share of the draws it happens, and over which range the modelling choices move that."""
    event = assessment.scenario.question or {}
    share = main.sweep.share(event)
    numbers = {"share": share.some, "draws": float(share.draws), "undecided": share.undecided}
    amount = percent(share.some)
    if share.undecided:
        amount = f"between {amount} and {percent(share.some + share.undecided)}"
    said = f"in {amount} of {share.draws:,} draws it happens (shares of draws are not probabilities)"
    found = assessment.structures
    if found is not None:
        low, high = found.range
        numbers |= {"least over structures": low, "greatest over structures": high}
        said += (
            f"; over {len(found.structures) - 1} other modelling choices {percent(low)} to {percent(high)}"
        )
        said += (
            f", moved most by {choice_words(assessment.scenario, found.moves_most)}"
            if found.moves_most
            else ""
        )
    return KeyPoint(topic="How sure", sentence=f"{said}.", numbers=numbers)


def choice_words(scenario: Scenario, made: Structure) -> str:
    """Say a modelling choice in words that need no table beside them."""
    if made.kind in ("held", "pair held"):
        held = (pair.split(" = ") for pair in made.choice.split(", "))
        return f"holding {listed([f'{scenario.player(p).name} at {_plain(label)}' for p, label in held])}"
    words = "every likely weight at 1" if made.choice == "likely weights 1" else WORDS.get(made.kind, "{}")
    return words.format(made.choice)


def _proven(assessment: Assessment) -> KeyPoint:
    """Say what is proven for all weights, drivers and types, in each reading."""
    verdicts = {found.concept: _excluded(found) for found in assessment.excluded}
    kinds = list(dict.fromkeys(verdicts.values()))
    words = {"sequential": "moving in turn", "nash": "all at once"}
    parts = kinds if len(kinds) == 1 else [f"{words[c]}, {said}" for c, said in verdicts.items()]
    return KeyPoint(topic="Proven", sentence=f"{'; '.join(parts)}.")


def _excluded(asked: Guarantee) -> str:
    """Say what can be excluded: that it happens, or where it happens as coded, that it does not."""
    what = asked.statement
    if asked.verdict == "proven":
        return f"it {what} happens, whatever weights, drivers and types in range"
    if asked.verdict == "undecided":
        return f"nothing; whether it {what} happens was not decided"
    return (
        f"nothing: some weights, drivers and types in range make it{'' if what == 'never' else ' not'} happen"
    )


def _why(assessment: Assessment) -> Iterator[KeyPoint]:
    """Say what speaks most for the choice asked about, and for another one that it hangs on."""
    found = _reasons(assessment)
    parts = [part for _, comparison in found for part in comparison.parts]
    total = sum((abs(part.amount) for part in parts), Fraction(0))
    if not total:
        return
    known = {
        kind: float(sum((abs(p.amount) for p in parts if p.kind == kind), Fraction(0)) / total)
        for kind in ("inferred", "judged")
    }
    named = NAMED if len(found) == 1 else 1
    said = ". ".join(_reason(explanation, comparison, named) for explanation, comparison in found)
    yield KeyPoint(
        topic="Why",
        sentence=f"{said}; of this {known['inferred']:.0%} is inferred, {known['judged']:.0%} judged.",
        numbers={"difference": float(found[-1][1].difference), **known},
    )


def _reasons(assessment: Assessment) -> list[tuple[Explanation, Comparison]]:
    """Return the comparison of whom the question is about, and the most fragile one if it is another's."""
    fragile = assessment.most_fragile
    own = assessment.asked_about(fragile[0]) if fragile else None
    if fragile is None or own is None or fragile[1].player == own.player:
        return [] if fragile is None else [fragile]
    return [(fragile[0], own), fragile]


def _reason(explanation: Explanation, comparison: Comparison, named: int) -> str:
    """Say who prefers what to what, for whom, after which replies, and for which reasons above all."""
    decider = comparison.decided_by or comparison.player
    who, several = explanation.names[decider], decider in explanation.plural
    if comparison.decided_by:
        who += f" {'decide' if several else 'decides'} for {explanation.names[comparison.player]}"
        who += f"{' with some chance' if comparison.by_chance else ''} and"
    supporting = [part for part in comparison.parts if part.amount > 0]
    names = [part.consideration.split(".", 1)[1].replace("_", " ") for part in supporting[:named]]
    return (
        f"{who[0].upper()}{who[1:]} {'prefer' if several else 'prefers'} {_plain(comparison.chosen)} to "
        f"{_plain(comparison.alternative)}{_replies(explanation, comparison)}, above all for {listed(names)}"
    )


def _replies(explanation: Explanation, comparison: Comparison) -> str:
    if not comparison.leads_to:
        return ""
    replies = [f"{explanation.names[p]} would {_plain(label)}" for p, label in comparison.leads_to.items()]
    return f" (then {listed(replies)})"


def _source(assessment: Assessment) -> Iterator[KeyPoint]:
    """Say which of the source's own conclusions hold at the likely weights."""
    findings = [made for made in assessment.scenario.assumptions if made.role == "finding"]
    if not findings:
        return
    likely = Choice(scenario=assessment.scenario)
    failing = [made for made in findings if breach(statement_of(made), likely) is not None]
    said = f"{len(findings) - len(failing)} of {len(findings)} findings hold at the likely weights"
    if failing:
        said += f"; not: {', '.join(_plain(made.name) for made in failing)}"
    yield KeyPoint(
        topic="Source",
        sentence=f"{said}.",
        numbers={"findings": float(len(findings)), "failing": float(len(failing))},
    )


def _change(main: Headlines) -> KeyPoint:
    """Say what it would take to change the answer, by the weights alone."""
    found = main.tipping
    if not found.found:
        proof = "proven" if found.certificate is not None else "as far as the search went"
        return KeyPoint(
            topic="To change", sentence=f"no move of the weights alone brings it about ({proof})."
        )
    if not found.moves:
        radius = main.robustness.radius
        said = (
            "no move of the weights alone changes the outcome."
            if math.isinf(radius)
            else f"it holds while no weight moves over {percent(radius)} of the way to an end."
        )
        return KeyPoint(topic="To change", sentence=said, numbers={"radius": radius})
    count = len(found.moves)
    weights = "one weight must move" if count == 1 else f"{count} weights must move, the farthest"
    return KeyPoint(
        topic="To change",
        sentence=f"{weights} {percent(found.distance)} of the way to an end.",
        numbers={"weights": float(count), "distance": found.distance},
    )


def _present(assessment: Assessment) -> Iterator[KeyPoint]:
    """Say whether the situation of the date is an outcome of the model at all."""
    found = assessment.status_quo
    if found is None:
        return
    share = found.share.some
    said = f"an outcome in {percent(share)} of draws"
    first = found.breaks_most
    if first is not None:
        said += f"; in {percent(first.breaks)} {found.names[first.player]} would {_plain(first.leaves)}"
    yield KeyPoint(topic="As it was", sentence=f"{said}.", numbers={"share": share})


def _judged(assessment: Assessment) -> KeyPoint:
    """Say how much of every player's numbers no claim supports."""
    shares = assessment.audit.judgement
    names = {player.key: player.name for player in assessment.scenario.players}
    said = ", ".join(f"{names[player]} {float(share):.0%}" for player, share in shares.items())
    return KeyPoint(
        topic="Judged",
        sentence=f"without a claim: {said}.",
        numbers={player: float(share) for player, share in shares.items()},
    )


def _plain(label: str) -> str:
    return label.replace("_", " ")
