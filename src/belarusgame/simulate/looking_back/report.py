"""The record of a back-test: what a look back shows, and how little."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from belarusgame.base.labels import event_words
from belarusgame.base.settings import Settings, option
from belarusgame.base.tables import Listed, Rows, Tabular
from belarusgame.explore.sampling import Interval
from belarusgame.simulate.looking_back.history import Happened, History, Seen
from belarusgame.simulate.looking_back.scores import Scored, SelfTest
from belarusgame.simulate.months import Campaign


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BackTestSettings(Settings):
    """What a back-test ran with.

    Attributes
    ----------
    runs, seed : int
        Of its campaigns.
    policy : {"myopic", "farsighted"}
        Of its campaigns.
    """

    runs: int
    seed: int
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forecast:
    """What somebody said of an outcome, and how it is scored.

    Attributes
    ----------
    name : str
        Whose it is: ``model``, a reference, or ``base rates`` for their range.
    kind : str
        ``model``, or the kind of reference.
    known : datetime.date
        When it was known.
    by : datetime.date
        The date of the outcome.
    scores : tuple of Scored
        One; for base rates, which disagree, the lowest and the highest; none for words.
    interval : tuple of float or None
        Of the model, for its share of runs.
    factor : float or None
        By what the outcome multiplies the odds of the model against it.
    at_most : float or None
        By what it can multiply the odds of any forecast against it.
    says : str
        What it said, in words, and what must be assumed to set it beside the others.
    address : str
        Where that stands.
    """

    name: str
    kind: str
    known: datetime.date
    by: datetime.date
    scores: tuple[Scored, ...]
    interval: Interval | None = None
    factor: float | None = None
    at_most: float | None = None
    says: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OtherReading:
    """What the model would have said of an outcome under another reading.

    Attributes
    ----------
    name : str
        What is read otherwise.
    by : datetime.date
        The date of the outcome.
    scores : Scored
        The forecast and its scores.
    """

    name: str
    by: datetime.date
    scores: Scored


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hindsight:
    """A further row: what was seen to be in force, and how likely the model had it.

    Attributes
    ----------
    seen : Seen
        What was seen.
    month : int
        The month of the campaign.
    probability : float or None
        The share of runs in which it was in force at the end of that month; None where it is no choice of a
        player.
    """

    seen: Seen
    month: int
    probability: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BackTest(Tabular):
    """A forecast made with what was known at the scenario's date, set beside what happened.

    Attributes
    ----------
    history : History
        What happened, and what others said.
    campaign : Campaign
        The model's forecast, made before the history was looked at.
    outcomes : tuple of Happened
        What is scored.
    forecasts : tuple of Forecast
        For each outcome the model's, the references' that speak of it, and the range of base rates.
    rationality : tuple of OtherReading
        The model at fixed rationalities, for the first outcome.
    readings : tuple of OtherReading
        The model with other lengths of a move, mistakes, inputs and policies, for the first outcome.
    structures : tuple of OtherReading
        The model under every row of `belarusgame.explore.structures`, for the first outcome; empty where it
        was not asked for.
    further : tuple of Hindsight
        What else was seen. These rows hang together and are never pooled into one score.
    self_test : SelfTest
        All forecasts of the first outcome on outcomes drawn from the model.
    settings : BackTestSettings
        The settings.
    """

    history: History
    campaign: Campaign
    outcomes: tuple[Happened, ...]
    forecasts: tuple[Forecast, ...]
    rationality: tuple[OtherReading, ...]
    readings: tuple[OtherReading, ...]
    structures: tuple[OtherReading, ...]
    further: tuple[Hindsight, ...]
    self_test: SelfTest
    settings: BackTestSettings

    def forecast(self, name: str = "model") -> Forecast:
        """Return a forecast of the first outcome by its name."""
        named = {one.name: one for one in self.forecasts if one.by == self.outcomes[0].by}
        return named[option("forecast", name, named)]

    def rows(self) -> Rows:
        """Return one row for each outcome and forecast."""
        return [_row(one) for one in self.forecasts]

    @property
    def heading(self) -> str:
        """The line above the table."""
        first = self.outcomes[0]
        verdict = "it had" if first.happened else "it had not"
        return (
            f"Back-test of {self.campaign.scenario.name}, evidence frozen at {self.campaign.scenario.date}: "
            f"had {event_words(first.event)} happened by {first.by}? {verdict[0].upper()}{verdict[1:]}"
        )

    @property
    def below(self) -> Sequence[str | Tabular]:
        """How little one outcome shows, and the other tables."""
        return (
            *self.sentences,
            Listed(
                [_reading_row(one) for one in self.rationality],
                "The score hangs on how reliably players find their best reply",
            ),
            Listed([_reading_row(one) for one in self.readings], "Under other readings of time"),
            *self._structures,
            Listed(
                [_further_row(one) for one in self.further],
                "Further rows, which hang together and so are not pooled into one score",
            ),
            self.self_test,
        )

    @property
    def _structures(self) -> Sequence[Tabular]:
        rows = [_reading_row(one) for one in self.structures]
        return (Listed(rows, "Under every other modelling choice"),) if rows else ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say how much the first outcome can show."""
        first = self.outcomes[0]
        rivals = [
            f"{one.at_most:.2g} against {100.0 * one.scores[0].probability:.3g} % ({one.name})"
            for one in self.forecasts
            if one.by == first.by and one.at_most is not None
        ]
        said = "Yes" if first.happened else "No"
        return (
            f"One {said} multiplies the odds of any forecast against a rival by at most: "
            f"{'; '.join(rivals)}.",
            "One outcome shows no calibration; nothing here was fitted to it.",
        )


def _row(one: Forecast) -> dict[str, object]:
    pairs = {
        "probability": [score.probability for score in one.scores],
        "Brier": [score.brier for score in one.scores],
        "logarithmic": [score.logarithmic for score in one.scores],
    }
    return {
        "by": str(one.by),
        "forecast": one.name,
        **{name: _range(values) for name, values in pairs.items()},
        "odds at most": "" if one.at_most is None else one.at_most,
        "odds of the model": "" if one.factor is None else one.factor,
        "kind": one.kind,
        "known": str(one.known),
        "says": one.says,
        "address": one.address,
    }


def _range(values: list[float]) -> object:
    """Return nothing for words, one number, or the two ends of a range."""
    if not values:
        return ""
    return values[0] if len(values) == 1 else (min(values), max(values))


def _reading_row(one: OtherReading) -> dict[str, object]:
    return {
        "reading": one.name,
        "probability": one.scores.probability,
        "Brier": one.scores.brier,
        "logarithmic": one.scores.logarithmic,
    }


def _further_row(one: Hindsight) -> dict[str, object]:
    observed = "" if one.seen.observed is None else event_words(one.seen.observed)
    return {
        "date": str(one.seen.date),
        "says": one.seen.says,
        "bears out": observed,
        "share of runs": "" if one.probability is None else one.probability,
    }
