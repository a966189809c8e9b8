"""Back-test: what would have been forecast at the scenario's date, scored by what happened."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from belarusgame.base.at_work import counted, working_on
from belarusgame.base.concept_names import concept_of
from belarusgame.base.settings import flag, option, whole_number, whole_seed
from belarusgame.errors import GameError
from belarusgame.explore.sampling import wilson_interval
from belarusgame.explore.structures import variants_of
from belarusgame.scenario import Scenario, checked_scenario
from belarusgame.simulate.looking_back.history import Happened, History, Outlook, load_history
from belarusgame.simulate.looking_back.report import (
    BackTest,
    BackTestSettings,
    Forecast,
    Hindsight,
    OtherReading,
)
from belarusgame.simulate.looking_back.scores import (
    odds_at_most,
    odds_factor,
    probability_of,
    scored,
    self_test,
)
from belarusgame.simulate.months import Campaign, counted_months, settings_of, simulated

#: A month of the campaign, in days.
DAYS = 365.25 / 12.0
#: The runs of each further reading, and at most so many months ahead.
READING_RUNS, STRUCTURE_RUNS, MOST_MONTHS = 1_000, 500, 1_200


@working_on("a look back")
def backtest(
    scenario: Scenario,
    history: History | str | Path = "history",
    *,
    runs: int = 4_000,
    seed: int | np.random.Generator = 0,
    policy: Literal["myopic", "farsighted"] = "myopic",
    structures: bool = True,
) -> BackTest:
    """Forecast with what was known at the scenario's date, and score the forecast by what happened.

    The forecast is the share of runs of a campaign in which the event has happened by the date. It is a share
    of runs under the scenario's assumptions, taken for a probability here in order to be scored. No number of
    it is fitted to the outcome, and neither the scenario nor the campaign reads the history.

    Parameters
    ----------
    scenario : Scenario
        Whose evidence is no later than its date.
    history : History, str or Path
        What happened after that date; see `load_history`.
    runs : int
        Of the campaign.
    seed : int or numpy.random.Generator
        Of the campaign.
    policy : {"myopic", "farsighted"}
        Of the players.
    structures : bool
        Whether to score the model under every row of `belarusgame.explore.structures` too; it takes longest.

    Returns
    -------
    BackTest
        Brier and logarithmic scores beside those of references, each with its source and the date at which it
        was known; what one outcome can show at most; the score under other readings; and a self-test.

    Raises
    ------
    GameError
        For entries of the history that are not later than the scenario, or in other words than its own.

    References
    ----------
    G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78
    (1950). I. J. Good, "Rational decisions", Journal of the Royal Statistical Society B 14 (1952).
    T. Gneiting and A. E. Raftery, "Strictly proper scoring rules, prediction, and estimation", Journal of the
    American Statistical Association 102 (2007).

    Examples
    --------
    >>> import belarusgame as bg
    >>> found = bg.simulate.backtest(bg.load_scenario("belarus-2022"), runs=200, seed=1, structures=False)
    >>> found.outcomes[0].happened, round(found.forecast("even_odds").at_most, 6)
    (False, 2.0)
    """
    checked_scenario(scenario)
    asked = flag("structures", structures)
    read = history if isinstance(history, History) else load_history(history)
    settings = BackTestSettings(
        runs=whole_number("runs", runs, most=10**6),
        seed=whole_seed(seed),
        policy=option("policy", policy, ("myopic", "farsighted")),
    )
    _check_history(scenario, read)
    outcomes = tuple(sorted(read.outcomes, key=lambda outcome: outcome.by))
    dates = [*(outcome.by for outcome in outcomes), *(seen.date for seen in read.events)]
    months = max(months_until(scenario, date) for date in dates)
    made = _campaign(scenario, settings, months, lengths=True)
    forecasts = tuple(one for outcome in outcomes for one in _forecasts(read, made, outcome))
    first = outcomes[0]
    # Only who names one number can be tested on outcomes that are drawn; a range is none.
    named = [
        (one.name, one.scores[0].probability)
        for one in forecasts
        if one.by == first.by and len(one.scores) == 1
    ]
    return BackTest(
        history=read,
        campaign=made,
        outcomes=outcomes,
        forecasts=forecasts,
        rationality=tuple(_by_rationality(scenario, settings, first)),
        readings=tuple(_readings(scenario, settings, first)),
        structures=tuple(_by_structure(scenario, settings, first)) if asked else (),
        further=tuple(_further(read, made)),
        self_test=self_test(named, np.random.default_rng(settings.seed)),
        settings=settings,
    )


def months_until(scenario: Scenario, date: datetime.date) -> int:
    """Return in which month of a campaign a date lies: how many have begun by then."""
    # An event on the first day lies in the first month.
    return min(max(1, math.ceil((date - scenario.date).days / DAYS)), MOST_MONTHS)


def _check_history(scenario: Scenario, history: History) -> None:
    """Check that every entry is later than the scenario, and in its words."""
    entries: list[tuple[str, datetime.date, Any]] = [
        *((f"outcomes.{one.name}: by", one.by, one.event) for one in history.outcomes),
        *((f"events.{one.name}: date", one.date, one.observed) for one in history.events),
    ]
    for where, date, profile in entries:
        if date <= scenario.date:
            raise GameError(
                f"{history.name}: {where} = {date}: must be later than {scenario.date}, the date of "
                f"{scenario.name}; what was known then is evidence, not history"
            )
        try:
            scenario.labels.mask(profile or {})
        except GameError as error:
            raise GameError(f"{history.name}: {where.partition(':')[0]}: {error}") from None
    for source in history.sources.values():
        if source.name in scenario.evidence.sources:
            raise GameError(
                f"{history.name}: sources.{source.name}: is also a source of the scenario; what a "
                "scenario rests on cannot test it"
            )


def _forecasts(history: History, made: Campaign, outcome: Happened) -> Iterator[Forecast]:
    """Give the model's forecast of an outcome, and those of all references that speak of it."""
    scenario = made.scenario
    month, runs = months_until(scenario, outcome.by), made.settings.runs
    # Back from a share to the count of runs that it is a share of, exactly.
    count = round(made.probability_by(month, outcome.event) * runs)
    own = scored(probability_of(count, runs), outcome.happened)
    yield Forecast(
        name="model",
        kind="model",
        known=scenario.date,
        by=outcome.by,
        scores=(own,),
        interval=wilson_interval(count, runs, made.settings.confidence),
        says=f"In {count} of {runs} runs by the end of month {month}.",
    )
    asked = [one for one in history.references if _speaks_of(one, outcome)]
    for one in asked:
        if one.kind != "base rate":
            yield _of_reference(history, one, outcome, own.probability)
    rates = [one for one in asked if one.kind == "base rate"]
    if rates:
        yield _base_rates(history, rates, outcome)
        for one in rates:
            yield _of_reference(history, one, outcome, own.probability)


def _speaks_of(one: Outlook, outcome: Happened) -> bool:
    """Whether a reference can be set beside an outcome: of words, only what was said before."""
    return one.by in (None, outcome.by) and (one.kind != "verbal" or one.known <= outcome.by)


def _of_reference(history: History, one: Outlook, outcome: Happened, own: float) -> Forecast:
    p = one.probability
    return Forecast(
        name=one.name,
        kind=one.kind,
        known=one.known,
        by=outcome.by,
        scores=() if p is None else (scored(p, outcome.happened),),
        factor=None if p is None else odds_factor(own, p, outcome.happened),
        at_most=None if p is None else odds_at_most(p, outcome.happened),
        says=" ".join(part for part in (one.says, one.judgement) if part),
        address=history.sources[one.source].address if one.source else "",
    )


def _base_rates(history: History, rates: list[Outlook], outcome: Happened) -> Forecast:
    """Give base rates as a range, because they disagree."""
    probabilities = [one.probability for one in rates if one.probability is not None]
    ends = (min(probabilities), max(probabilities))
    return Forecast(
        name="base rates",
        kind="range",
        known=max(one.known for one in rates),
        by=outcome.by,
        scores=tuple(scored(p, outcome.happened) for p in ends),
        says=f"{len(rates)} rates of {len({one.source for one in rates})} studies, which disagree.",
    )


def _by_rationality(
    scenario: Scenario, settings: BackTestSettings, first: Happened
) -> Iterator[OtherReading]:
    """Score the model at fixed rationalities over the range that the file gives, or around the default."""
    if scenario.rationality is not None:
        span = scenario.rationality.level
        low, likely, high = float(span.low), float(span.likely), float(span.high)
    else:
        low, likely, high = 0.5, 2.0, 8.0
    # Rationality counts by its ratios: half way between two values lies their geometric mean.
    between = [math.sqrt(low * likely), math.sqrt(likely * high)]
    for level in sorted({low, between[0], likely, between[1], high}):
        yield _reading(scenario, settings, first, f"rationality {level:.3g}", rationality=level)


def _readings(scenario: Scenario, settings: BackTestSettings, first: Happened) -> Iterator[OtherReading]:
    """Score the model with other lengths of a move, mistakes, inputs and policies."""
    stands = float(scenario.simulation.move_months)
    for tremble in ("month", "run"):
        for length in (0.5 * stands, stands, 2.0 * stands):
            mistakes = "move" if tremble == "month" else "run"
            name = f"a choice stands {counted_months(length)}, mistakes by {mistakes}"
            yield _reading(scenario, settings, first, name, move_months=length, tremble=tremble)
    yield _reading(scenario, settings, first, "likely inputs, nobody of a type", inputs="likely")
    other = "farsighted" if settings.policy == "myopic" else "myopic"
    yield _reading(scenario, settings, first, f"{other} players", policy=other)


def _by_structure(scenario: Scenario, settings: BackTestSettings, first: Happened) -> Iterator[OtherReading]:
    """Score the model under every modelling choice that is no number and leaves the outcome open."""
    concept = concept_of(None, scenario.order)
    # The first of them is the scenario as it stands, which is scored already.
    variants = variants_of(scenario, first.event, concept, settings.seed)[1:]
    for variant in counted(variants, "modelling choices"):
        read = variant.scenario if variant.concept == "sequential" else replace(variant.scenario, order=None)
        # Players who move at once need a fixed point in every month of every run, which takes several times
        # as long.
        alone = read.order is not None and all(len(group) == 1 for group in read.order)
        yield _reading(
            read,
            settings,
            first,
            f"{variant.kind}: {variant.choice}",
            runs=STRUCTURE_RUNS if alone else STRUCTURE_RUNS // 5,
            together=variant.together,
            fix=dict(variant.fix),
        )


def _reading(
    scenario: Scenario,
    settings: BackTestSettings,
    first: Happened,
    name: str,
    *,
    runs: int = READING_RUNS,
    together: Sequence[Sequence[str]] = (),
    **other: Any,
) -> OtherReading:
    runs, month = min(settings.runs, runs), months_until(scenario, first.by)
    made = _campaign(scenario, replace(settings, runs=runs), month, together=together, **other)
    count = round(made.probability_by(month, first.event) * runs)
    return OtherReading(name=name, by=first.by, scores=scored(probability_of(count, runs), first.happened))


def _campaign(
    scenario: Scenario,
    settings: BackTestSettings,
    months: int,
    *,
    together: Sequence[Sequence[str]] = (),
    lengths: bool = False,
    **other: Any,
) -> Campaign:
    given: dict[str, Any] = {"runs": settings.runs, "seed": settings.seed, "policy": settings.policy} | other
    return simulated(
        scenario, settings_of(scenario, months=months, **given), together=together, lengths=lengths
    )


def _further(history: History, made: Campaign) -> Iterator[Hindsight]:
    """Say how likely the model had what was seen."""
    for seen in history.events:
        month = months_until(made.scenario, seen.date)
        chance = None
        if seen.observed is not None:
            marked = made.labels.mask(seen.observed).ravel()
            chance = float(marked[made.profiles[:, month - 1]].mean())
        yield Hindsight(seen=seen, month=month, probability=chance)
