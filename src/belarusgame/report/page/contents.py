"""What the report says: everything that was computed, once, as records and as plain data."""

from __future__ import annotations

import math
import sys
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from belarusgame.assume import Check, check
from belarusgame.base.at_work import working_on
from belarusgame.base.files import read_bytes
from belarusgame.errors import GameError
from belarusgame.explore import TellingPairs, telling_pairs
from belarusgame.report.assessment import Assessment
from belarusgame.report.figures import Chart
from belarusgame.report.figures.naming import begun, naming
from belarusgame.report.page.fields import (
    check_fields,
    reading_fields,
    structures_fields,
    table_fields,
    telling_fields,
    uncertain_fields,
)
from belarusgame.report.page.further import Further, further_of
from belarusgame.report.page.further_fields import (
    backtest_fields,
    coding_fields,
    months_fields,
    signals_fields,
    status_quo_fields,
)
from belarusgame.report.page.pictures import charts_of
from belarusgame.scenario import BUILT_IN, Scenario
from belarusgame.simulate import History

#: Larger files are not copied into a page.
MOST_BYTES = 200_000

#: How many maps of two assumptions are looked at, times the cube of the number of profiles: what one takes
#: grows about so. The built-in scenario has 73 maps of 81 profiles.
MAP_WORK = 40_000_000

#: What the versions of these say about the numbers.
LIBRARIES = ("belarusgame", "numpy", "scipy", "numba", "matplotlib")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contents:
    """Everything that a report shows."""

    assessment: Assessment  #: the answers, in each reading
    checked: Check | None  #: the scenario's assumptions; None where it states none
    #: The pairs of assumptions whose map is worth a look; None where there is no pair.
    telling: TellingPairs | None
    further: Further  #: another coding, hidden information, the months, a look back
    charts: Mapping[str, Chart] = field(default_factory=dict[str, Chart])  #: the figures, by their names
    seconds: float = 0.0  #: how long it took to compute, after the assessment

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
                reading.solution.concept: reading_fields(reading, scenario, words)
                | uncertain_fields(uncertain.get(reading.solution.concept), scenario)
                for reading in self.assessment.readings
            },
            "check": None if self.checked is None else check_fields(self.checked),
            "telling": None if self.telling is None else telling_fields(self.telling),
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
            "structures": structures_fields(self.assessment.structures, self.assessment.scenario),
            "status_quo": status_quo_fields(self.assessment.status_quo, words),
            "coding": coding_fields(self.further.coded),
            "signals": signals_fields(self.further.signals, words),
            "months": months_fields(self.further.months, words),
            "backtest": backtest_fields(self.further.backtest),
            "left_out": list(self.further.left_out),
            "figures": {name: table_fields(chart) for name, chart in self.charts.items()},
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
        made += [] if self.assessment.structures is None else [("what it depends on", "structures")]
        made += [] if self.assessment.status_quo is None else [("the present", "status-quo")]
        made += [] if self.further.signals is None else [("hidden information", "signals")]
        made += [] if self.further.months is None else [("the months", "campaign")]
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


@working_on("the report")
def contents_of(assessment: Assessment, history: History | str | Path | None = None) -> Contents:
    """Compute what an assessment does not hold yet: the check, the further sections, the figures."""
    started = time.perf_counter()
    scenario = assessment.scenario
    inputs = [entry for entry in scenario.inputs("weight") if entry.range.low < entry.range.high]
    concept = "pure" if scenario.order is None else "sequential"
    # One at least, however large the game: the page's map is that of the first pair.
    maps = MAP_WORK // math.prod(scenario.labels.counts) ** 3 + 1
    telling = telling_pairs(scenario, concept=concept, max_maps=maps) if len(inputs) > 1 else None
    further = further_of(assessment, history)
    charts = dict(charts_of(assessment, telling, further))
    return Contents(
        assessment=assessment,
        checked=check(scenario) if scenario.assumptions else None,
        telling=telling,
        further=further,
        charts=charts,
        seconds=time.perf_counter() - started,
    )
