"""What the report says: everything that was computed, once, as records and as plain data."""

from __future__ import annotations

import math
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import belarusgame.report.figures as figures
from belarusgame.assume import Check, check
from belarusgame.base.files import read_bytes
from belarusgame.base.tables import columns_of
from belarusgame.errors import GameError
from belarusgame.explore import Structures, TellingPairs, region_map, telling_pairs
from belarusgame.report.assessment import Assessment, Reading
from belarusgame.report.explanation import Comparison, Explanation
from belarusgame.report.figures import Chart
from belarusgame.report.figures.naming import Naming, begun, naming, plain
from belarusgame.report.headlines import Headlines
from belarusgame.scenario import BUILT_IN, Scenario
from belarusgame.solve.logit import logit_path

__all__ = ["Contents", "contents_of"]

#: Larger files are not copied into a page.
MOST_BYTES = 200_000

#: Of so many outcomes the comparisons are written out; the command explains the others.
MOST_EXPLAINED = 3

#: A game with more profiles has a path of logit equilibria that takes too long to follow for a page.
MOST_PROFILES = 2_000

#: What the versions of these say about the numbers.
LIBRARIES = ("belarusgame", "numpy", "scipy", "numba", "matplotlib")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contents:
    """Everything that a report shows.

    Attributes
    ----------
    assessment : Assessment
        The answers, in each reading.
    checked : Check or None
        The scenario's assumptions; None where it states none.
    telling : TellingPairs or None
        The pairs of assumptions whose map is worth a look; None where there is no pair.
    charts : mapping of str to Chart
        The figures, by their names.
    seconds : float
        How long it took to compute, after the assessment.
    """

    assessment: Assessment
    checked: Check | None
    telling: TellingPairs | None
    charts: Mapping[str, Chart] = field(default_factory=dict[str, Chart])
    seconds: float = 0.0

    @property
    def scenario(self) -> Scenario:
        """What was assessed."""
        return self.assessment.scenario

    @property
    def data(self) -> dict[str, Any]:
        """All of it as plain data: what the page, the Markdown and ``--json`` take their numbers from."""
        scenario, words = self.scenario, naming(self.scenario)
        concepts = [reading.solution.concept for reading in self.assessment.readings]
        uncertain = {found.concept: found for found in self.assessment.headlines}
        return {
            "title": scenario.title,
            "date": str(scenario.date),
            "question": None if scenario.question is None else words.event(scenario.question),
            "counts": {
                "claims": len(scenario.evidence.claims),
                "sources": len(scenario.evidence.sources),
                "considerations": len(scenario.considerations),
            },
            "main": concepts[0],
            "concepts": concepts,
            "differ": bool(self.assessment.differences),
            **{
                reading.solution.concept: _reading_data(reading, scenario, words)
                | _uncertain_data(uncertain.get(reading.solution.concept), scenario)
                for reading in self.assessment.readings
            },
            "check": None if self.checked is None else _check_data(self.checked),
            "telling": None if self.telling is None else _telling_data(self.telling),
            "judgement": [
                {"player": begun(words.player(player)), "share": float(share)}
                for player, share in self.assessment.audit.judgement.items()
            ],
            "considerations": [
                {
                    "key": c.key,
                    "name": words.input(c.key),
                    "sentence": c.sentence,
                    "claims": list(c.cited),
                    "low": float(c.weight.low),
                    "likely": float(c.weight.likely),
                    "high": float(c.weight.high),
                }
                for c in scenario.considerations
            ],
            "structures": _structures_data(self.assessment.structures),
            "figures": {name: _table_data(chart) for name, chart in self.charts.items()},
            "computed": {
                "seconds": round(self.seconds, 1),
                "versions": {name: version(name) for name in LIBRARIES} | {"python": sys.version.split()[0]},
                "draws": next((found.sweep.draws for found in uncertain.values()), 0),
                "seed": next((int(found.sweep.settings.seed) for found in uncertain.values()), None),
            },
        }

    @property
    def commands(self) -> tuple[tuple[str, str], ...]:
        """What repeats each part, to be typed."""
        name = self.scenario.name
        file = "" if name == f"{BUILT_IN}.toml" else f" {name}"
        made = [("the answer", "assess"), ("why", "explain"), ("the claims", "claims")]
        if self.assessment.headlines:
            made += [("how sure", "sweep"), ("what would change it", "tipping-points")]
            made += [("what is proven", "guarantee"), ("what it hangs on", "sensitivity")]
        made += [] if self.checked is None else [("the assumptions", "check")]
        made += [("the figures", "figures"), ("this report", "report")]
        return tuple((what, f"belarusgame {command}{file}") for what, command in made)

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """The scenario's file and those that it names, with what they say; none if they are not there."""
        folder = self.scenario.folder

        def text_of(name: str) -> str:
            return read_bytes(folder / name, MOST_BYTES).decode()

        try:
            head = text_of(self.scenario.name)
            named = tomllib.loads(head).get("scenario", {}).get("evidence", [])
            return ((self.scenario.name, head), *((name, text_of(name)) for name in named))
        except (GameError, ValueError):
            return ()


def contents_of(assessment: Assessment) -> Contents:
    """Compute what an assessment does not hold yet: the check, the map, the path of mistakes, the figures."""
    started = time.perf_counter()
    scenario = assessment.scenario
    inputs = [entry for entry in scenario.inputs("weight") if entry.range.low < entry.range.high]
    concept = "pure" if scenario.order is None else "sequential"
    telling = telling_pairs(scenario, concept=concept) if len(inputs) > 1 else None
    charts = dict(_charts(assessment, telling))
    return Contents(
        assessment=assessment,
        checked=check(scenario) if scenario.assumptions else None,
        telling=telling,
        charts=charts,
        seconds=time.perf_counter() - started,
    )


def _charts(assessment: Assessment, telling: TellingPairs | None) -> Iterator[tuple[str, Chart]]:
    """Make the figures, in the order of the page; those whose data is not there are left out."""
    scenario, main = assessment.scenario, assessment.readings[0]
    if main.solution.outcomes:
        yield "play", figures.play(main.solution.outcomes[0], scenario=scenario)
    if main.explanations:
        yield "margins", figures.margins(main.explanations[0], scenario=scenario)
    yield from _matrix(assessment)
    if assessment.structures is not None:
        yield "structures", figures.structures(assessment.structures, scenario=scenario)
    yield "basis", figures.basis(assessment.audit, scenario=scenario)
    found = assessment.headlines[0] if assessment.headlines else None
    if found is not None:
        yield "shares", figures.shares(found.sweep, scenario=scenario)
    game = main.solution.game
    if scenario.rationality is not None and game is not None and game.payoffs[0].size <= MOST_PROFILES:
        path = logit_path(game)
        yield "mistakes", figures.mistakes(path, scenario=scenario)
        three = [player for player in _asked_first(scenario) if len(scenario.player(player).strategies) == 3]
        if three:
            yield "triangle", figures.mistakes(path, scenario=scenario, player=three[0], as_triangle=True)
    if found is not None:
        yield "walk", figures.walk(found.tipping, scenario=scenario)
    if telling is not None and telling.pairs:
        first = telling.pairs[0]
        drawn = region_map(
            scenario, first.x, first.y, concept="pure" if scenario.order is None else "sequential"
        )
        yield "regions", figures.regions(drawn, scenario=scenario)
    varied = None if found is None else found.mistakes or found.sensitivity
    if varied is not None:
        yield "sensitivity", figures.sensitivity(varied, scenario=scenario)
    if found is not None and found.without is not None and found.without.claims:
        yield "carriers", figures.carriers(found.without, scenario=scenario)


def _asked_first(scenario: Scenario) -> list[str]:
    """Return the players, those first whom the question is about, then in the order of moves."""
    moving = [player for group in scenario.order or () for player in group] or list(scenario.labels.players)
    return list(dict.fromkeys([*(scenario.question or {}), *moving]))


def _matrix(assessment: Assessment) -> Iterator[tuple[str, Chart]]:
    """Make the table of the player asked about and the first of the others, the rest fixed as they play."""
    scenario, solution = assessment.scenario, assessment.readings[0].solution
    if len(scenario.players) < 2 or solution.game is None or not solution.outcomes:
        return
    shown = set(_asked_first(scenario)[:2])
    if solution.outcomes[0].is_pure:
        profile = solution.outcomes[0].pure_profile
        fixed = {player: label for player, label in profile.items() if player not in shown}
        yield (
            "matrix",
            figures.matrix(solution.game.fix(fixed) if fixed else solution.game, scenario=scenario),
        )


def _reading_data(reading: Reading, scenario: Scenario, words: Naming) -> dict[str, Any]:
    solution = reading.solution
    chances = None if scenario.question is None else solution.probability_range(scenario.question)
    return {
        "title": reading.title,
        "status": solution.status,
        "outcomes": len(solution.outcomes),
        "components": len(solution.components),
        "unresolved": len(solution.unresolved),
        "chance": None if chances is None else {"least": chances[0], "greatest": chances[1]},
        "does": [
            [[begun(words.player(player)), plain(outcome.doing(player))] for player in outcome.labels.players]
            for outcome in solution.outcomes[:MOST_EXPLAINED]
        ],
        "explanations": [
            [_comparison(explanation, comparison, words) for comparison in explanation.comparisons]
            for explanation in reading.explanations[:MOST_EXPLAINED]
        ],
    }  # fmt: skip


def _comparison(explanation: Explanation, comparison: Comparison, words: Naming) -> dict[str, Any]:
    leads_to = comparison.leads_to or {}
    return {
        "player": begun(words.player(comparison.player)),
        "chosen": plain(comparison.chosen),
        "alternative": plain(comparison.alternative),
        "difference": float(comparison.difference),
        "replies": words.moves(leads_to),
        "parts": [
            {
                "key": part.consideration,
                "name": words.consideration(part.consideration),
                "amount": float(part.amount),
                "claims": list(part.claims),
                "basis": [word for word in part.basis if word not in part.claims],
            }
            for part in comparison.parts
        ],
    }


def _uncertain_data(found: Headlines | None, scenario: Scenario) -> dict[str, Any]:
    """Return what a reading says under uncertain payoffs; None of each where it was not asked."""
    if found is None or scenario.question is None:
        return dict.fromkeys(("sweep", "conventions", "tipping", "never", "robustness"))
    share = found.sweep.share(scenario.question)
    radius = found.robustness.radius
    return {
        "sweep": {
            "share": share.some, "every": share.every, "draws": share.draws, "undecided": share.undecided,
            "low": share.some_interval[0], "high": share.some_interval[1], "mistakes": share.logit,
        },
        "conventions": [
            {"name": name, "share": other.some} for name, other in found.sweep.conventions().shares.items()
        ],
        "tipping": {
            "found": found.tipping.found, "moves": len(found.tipping.moves),
            "farthest": max((float(move.share) for move in found.tipping.moves), default=0.0),
            "proven": found.tipping.certificate is not None,
        },
        "never": {"verdict": found.never.verdict, "bound": float(found.never.bound)},
        "robustness": {"radius": None if math.isinf(radius) else radius},
    }  # fmt: skip


def _check_data(found: Check) -> dict[str, Any]:
    verdicts = [checked.verdict for checked in found.checked]
    return {
        "counts": {verdict: verdicts.count(verdict) for verdict in dict.fromkeys(verdicts)},
        "asked": len(verdicts),
        "passed": found.passed,
        "assumptions": [
            {
                "name": checked.assumption.name, "role": checked.assumption.role, "verdict": checked.verdict,
                "sentence": checked.assumption.sentence, "claims": list(checked.assumption.claims),
            }
            for checked in found.checked
        ],
    }  # fmt: skip


def _telling_data(found: TellingPairs) -> dict[str, Any]:
    touching = sum(pair.touches for pair in found.pairs)
    return {"pairs": len(found.pairs), "asked": found.asked, "touching": touching}


def _structures_data(found: Structures | None) -> dict[str, Any] | None:
    """Return the range over the modelling choices, and which of them moves the answer most."""
    if found is None:
        return None
    (least, greatest), most = found.range, found.moves_most
    first = None if most is None else plain(most.words)
    return {"least": least, "greatest": greatest, "first": first, "choices": len(found.structures) - 1}


def _table_data(chart: Chart) -> dict[str, Any]:
    """Return what a figure draws as columns and rows."""
    rows = chart.rows()
    columns = columns_of(rows)
    return {
        "question": chart.question,
        "alt": chart.alt,
        "columns": columns,
        "rows": [[_plain(row.get(column)) for column in columns] for row in rows],
    }


def _plain(value: object) -> Any:
    return list(value) if isinstance(value, tuple) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
