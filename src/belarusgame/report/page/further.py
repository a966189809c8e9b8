"""What a page shows beyond the assessment: another coding, hidden information, the months, a look back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from belarusgame.errors import GameError
from belarusgame.explore import CodingComparison, compare
from belarusgame.report.assessment import Assessment
from belarusgame.scenario import Scenario
from belarusgame.simulate import BackTest, Campaign, History, backtest, campaign
from belarusgame.solve.bayesian import PerfectBayesianSolution, perfect_bayesian_equilibria

_Found = TypeVar("_Found")

#: Draws for each answer under another coding, and runs over so many months: what a page has time for.
CODING_DRAWS, MONTHS, RUNS = 500, 12, 1_000

#: The time for what types do; the command has more.
SIGNAL_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Further:
    """What the sections below the main ones show; None of each for which a scenario has no data."""

    coded: CodingComparison | None = None  #: beside the first of the other codings that the scenario names
    #: What types do, and what the others believe; for a scenario with types and an order of moves.
    signals: PerfectBayesianSolution | None = None
    months: Campaign | None = None  #: the next year; for a scenario with drivers
    backtest: BackTest | None = None  #: the forecast beside what happened; only where a history was given
    left_out: tuple[str, ...] = ()  #: why a section that the scenario has data for is not there


def further_of(assessment: Assessment, history: History | str | Path | None) -> Further:
    """Compute it; a scenario that something is not made for leaves that out, and the page says why.

    Raises
    ------
    GameError
        For a history that cannot be read, or is none of this scenario.
    """
    scenario, left_out = assessment.scenario, list[str]()

    def tried(what: str, ask: Callable[[], _Found]) -> _Found | None:
        try:
            return ask()
        except GameError as error:
            left_out.append(f"{what}: {error}")
            return None

    drawn, seed = bool(assessment.headlines), _seed(assessment)
    return Further(
        coded=tried("the other coding", lambda: _coded(scenario, seed))
        if drawn and scenario.codings and not scenario.fixed
        else None,
        signals=tried("hidden information", lambda: _signals(scenario))
        if scenario.types and scenario.order is not None
        else None,
        months=tried("the months", lambda: campaign(scenario, MONTHS, RUNS, seed))
        if drawn and scenario.drivers
        else None,
        backtest=None
        if history is None
        else backtest(scenario, history, runs=RUNS, seed=seed, structures=False),
        left_out=tuple(left_out),
    )


def _seed(assessment: Assessment) -> int:
    """Return the seed of the draws, so that all of a page rests on one."""
    return int(assessment.headlines[0].sweep.settings.seed) if assessment.headlines else 1


def _coded(scenario: Scenario, seed: int) -> CodingComparison:
    return compare(scenario, scenario.other_codings()[0], draws=CODING_DRAWS, seed=seed)


def _signals(scenario: Scenario) -> PerfectBayesianSolution:
    return perfect_bayesian_equilibria(scenario.bayesian_game(), scenario.order, max_seconds=SIGNAL_SECONDS)
