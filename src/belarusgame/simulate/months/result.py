"""The record of a campaign: what happens from month to month, over many runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray, Labels, PartialProfile, event_of, event_words
from belarusgame.base.settings import Settings, whole_number
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError
from belarusgame.evidence import exact_number
from belarusgame.explore.sampling import Interval, make_draws, wilson_interval
from belarusgame.scenario import Choice, Scenario
from belarusgame.simulate.months.replay import Replay, ReplayedMonth, chances_of, sentences_of
from belarusgame.simulate.months.world import RATIONALITY, moves_in

#: Of the drivers' levels.
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CampaignSettings(Settings):
    """What a simulation over months ran with.

    Attributes
    ----------
    months, runs, seed : int
        How long, how often, and the sample.
    policy : {"myopic", "farsighted"}
        Whether players look at the month only.
    fix : mapping of str to str
        Choices that are given.
    from_month : int
        From which month on.
    inputs : {"drawn", "likely"}
        Whether each run draws weights, types and rationality, or all have the likely ones.
    rationality : float or None
        The same for all runs; None for what each draws.
    drivers : mapping of str to float
        The drivers that do not start at level 1.
    move_months : float
        How many months a choice stands.
    discount : float
        What a payoff counts a month later, to players who look ahead.
    tremble : {"month", "run"}
        Whether mistakes are made anew in each move, or once for a run.
    levels : int
        On how many levels of each driver players look ahead; 0 for those who do not.
    confidence : float
        Of the intervals.
    """

    months: int
    runs: int
    seed: int
    policy: str
    fix: Mapping[str, str]
    from_month: int
    inputs: str
    rationality: float | None
    drivers: Mapping[str, float]
    move_months: float
    discount: float
    tremble: str
    levels: int
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MoveLength:
    """The answer with another length of a move, or with mistakes made otherwise.

    Attributes
    ----------
    move_months : float
        How many months a choice stands.
    tremble : {"month", "run"}
        Whether mistakes are made anew in each move, or once for a run.
    by_month : numpy.ndarray
        Shape ``(months,)``: the share of runs in which the event has happened by each month.
    """

    move_months: float
    tremble: str
    by_month: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Campaign(Tabular):
    """What happens from month to month, over many runs.

    Attributes
    ----------
    scenario : Scenario
        Whose months.
    event : tuple of mapping of str to tuple of str
        What "has happened" means here: any of the absorbing events, else the file's question; empty if there
        is neither.
    profiles : numpy.ndarray
        Shape ``(runs, months)``: the profile in force at the end of each month, by its number in
        ``numpy.ravel`` of the payoffs.
    levels : numpy.ndarray
        Shape ``(runs, months, drivers)``: the drivers at the end of each month.
    absorbed : numpy.ndarray
        Shape ``(runs,)``: the month in which an absorbing event happened; 0 where none did.
    clamped : mapping of str to float
        For each driver, the share of months in which it met an end of its range and was held there.
    lengths : tuple of MoveLength
        The answer at half, once and double the length of a move, each with both kinds of mistakes.
    unique : {"proven", "not claimed"}
        ``proven``: in every month of every run (and, for players who look ahead, at every point of the grid)
        no other play is a logit response after every history.
    grid_change : float or None
        For players who look ahead: the largest change of the share by any month when the grid of levels is
        doubled, at the likely inputs. None where there is nothing to double.
    messages : tuple of str
        What the reader should know.
    settings : CampaignSettings
        The settings.
    """

    scenario: Scenario
    event: tuple[Mapping[str, tuple[str, ...]], ...]
    profiles: NDArray[np.int32]
    levels: FloatArray
    absorbed: NDArray[np.int64]
    clamped: Mapping[str, float]
    lengths: tuple[MoveLength, ...]
    unique: Literal["proven", "not claimed"]
    grid_change: float | None
    messages: tuple[str, ...]
    settings: CampaignSettings

    @property
    def labels(self) -> Labels:
        """The names of players and strategies."""
        return self.scenario.labels

    @property
    def strategies(self) -> dict[str, FloatArray]:
        """For every player the share of runs with each strategy in force, shape ``(months, strategies)``."""
        counts = self.labels.counts
        places = np.unravel_index(self.profiles, counts)
        return {
            player: np.stack([(place == k).mean(axis=0) for k in range(count)], axis=1)
            for player, count, place in zip(self.labels.players, counts, places, strict=True)
        }

    @property
    def by_month(self) -> FloatArray:
        """The share of runs in which the event has happened by the end of each month; it never falls."""
        return self.happened.mean(axis=0)

    @property
    def happened(self) -> NDArray[np.bool_]:
        """In which runs the event has happened by the end of each month, shape ``(runs, months)``."""
        return happened_by(self.labels, self.event, self.profiles)

    def probability_by(self, month: int, event: PartialProfile | None = None) -> float:
        """Return the share of runs in which an event has been in force by the end of a month.

        Parameters
        ----------
        month : int
            Counted from 1.
        event : partial profile, optional
            By default the absorbing events, else the file's question.
        """
        month = whole_number("month", month, most=self.settings.months)
        asked = self.event if event is None else (event_of("event", event),)
        if not asked:
            raise GameError("say which event: the file has no absorbing event, and asks no `question`")
        return float(happened_by(self.labels, asked, self.profiles)[:, month - 1].mean())

    def interval(self, month: int) -> Interval:
        """Return Wilson's interval for the share of runs in which the event has happened by a month."""
        month = whole_number("month", month, most=self.settings.months)
        count = int(self.happened[:, month - 1].sum())
        return wilson_interval(count, self.settings.runs, self.settings.confidence)

    def quantiles(self, driver: str) -> FloatArray:
        """Return the quantiles (5, 25, 50, 75, 95 %) of a driver's level, shape ``(months, 5)``."""
        names = [made.name for made in self.scenario.drivers]
        self.scenario.input(driver)
        if driver not in names:
            raise GameError(f"{driver} is a weight, which stays as it is; the drivers are {', '.join(names)}")
        return np.quantile(self.levels[:, :, names.index(driver)], QUANTILES, axis=0).T

    def replay(self, run: int) -> Replay:
        """Explain one run, month by month.

        Parameters
        ----------
        run : int
            Its number, from 0.
        """
        run = whole_number("run", run, least=0, most=self.settings.runs - 1)
        choice, rationality = self._inputs_of(run)
        months = tuple(self._replayed(run, choice, rationality))
        return Replay(
            run=run,
            choice=choice,
            rationality=rationality,
            months=months,
            sentences=tuple(sentences_of(self.scenario, months)),
        )

    def _inputs_of(self, run: int) -> tuple[Choice, float]:
        """Return what a run has drawn."""
        draws, s = make_draws(self.scenario, self.settings.seed), self.settings
        weights, types, delegations = dict[str, Fraction](), dict[str, str](), dict[str, bool]()
        level = RATIONALITY
        for entry, drawn in zip(draws.inputs, draws.values(run, 1)[:, 0].tolist(), strict=True):
            # Drawn again from the run's number: a campaign keeps no inputs, and there is only one way to draw
            # them.
            value = float(entry.base) if s.inputs == "likely" else drawn
            if entry.kind == "weight":
                weights[entry.name] = exact_number(value)
            # 0 is nobody of a type.
            elif entry.kind == "type" and value:
                types[entry.name] = entry.options[int(value) - 1]
            elif entry.kind == "delegation":
                delegations[entry.name] = value > 0.0
            elif entry.kind == "rationality":
                level = value
        for name in self.scenario.known_delegations(types):  # a type says more than a draw
            delegations.pop(name, None)
        choice = Choice(scenario=self.scenario, weights=weights, types=types, delegations=delegations)
        return choice, level if s.rationality is None else s.rationality

    def _replayed(self, run: int, choice: Choice, rationality: float) -> Iterator[ReplayedMonth]:
        s, ended = self.settings, False
        names = [driver.name for driver in self.scenario.drivers]
        before = {name: s.drivers.get(name, 1.0) for name in names}
        moves = moves_in(s.months, exact_number(s.move_months))
        codes: list[int] = self.profiles[run].tolist()
        for month, code in enumerate(codes, start=1):
            fix = s.fix if month >= s.from_month else dict[str, str]()
            moved = moves[month - 1] > 0 and not ended
            shown = moved and s.policy == "myopic"
            after = {
                name: float(level) for name, level in zip(names, self.levels[run, month - 1], strict=True)
            }
            yield ReplayedMonth(
                month=month,
                profile=self.labels.named([int(k) for k in np.unravel_index(code, self.labels.counts)]),
                before=before,
                after=after,
                moved=moved,
                chances=chances_of(self.scenario, choice, rationality, fix, before) if shown else {},
            )
            before, ended = after, ended or int(self.absorbed[run]) == month

    @property
    def said_event(self) -> str:
        """The event in words."""
        return " or ".join(event_words(event) for event in self.event)

    def rows(self) -> Rows:
        """Return one row a month: how often the event has happened, what players do, how drivers stand."""
        strategies, by_month = self.strategies, self.by_month
        shown = {driver.name: self.quantiles(driver.name) for driver in self.scenario.drivers}
        rows: list[dict[str, Any]] = []
        for month in range(1, self.settings.months + 1):
            row: dict[str, Any] = {"month": month}
            if self.event:
                row |= {
                    f"{self.said_event} by then": float(by_month[month - 1]),
                    "interval": self.interval(month),
                }
            for player, labels in zip(self.labels.players, self.labels.strategies, strict=True):
                row |= {
                    f"{player} {label}": float(strategies[player][month - 1, k])
                    for k, label in enumerate(labels)
                }
            row |= {f"median {name}": float(levels[month - 1, 2]) for name, levels in shown.items()}
            rows.append(row)
        return rows

    @property
    def heading(self) -> str:
        """The line above the table."""
        s = self.settings
        given = f", {event_words(s.fix)} from month {s.from_month}" if s.fix else ""
        return f"Campaign: {s.runs} runs of {counted_months(s.months)}, {s.policy} players{given}"

    @property
    def below(self) -> Sequence[str]:
        """What the reader should know."""
        return (*self.messages, *self._length_sentences())

    def _length_sentences(self) -> Sequence[str]:
        """Say how much the answer owes to the length of a move."""
        if not self.event:
            return ()
        said: list[str] = []
        for tremble, words in (("month", "made anew in each move"), ("run", "made once for a run")):
            parts = [
                f"{one.by_month[-1]:.3f} where a choice stands {counted_months(one.move_months)}"
                for one in self.lengths
                if one.tremble == tremble
            ]
            said.append(
                f"With mistakes {words}, the share with {self.said_event} by month {self.settings.months} is "
                f"{', '.join(parts)}."
            )
        return said


def happened_by(
    labels: Labels, events: Sequence[PartialProfile], profiles: NDArray[Any]
) -> NDArray[np.bool_]:
    """Mark in which runs any of some events has been in force by the end of each month."""
    marked = np.zeros(labels.counts, dtype=np.bool_)
    for event in events:
        marked |= labels.mask(event)
    # Once it has happened it stays so, whatever comes later.
    return np.logical_or.accumulate(marked.ravel()[profiles], axis=1)


def counted_months(number: float) -> str:
    """Write a number of months."""
    return f"{number:g} month" if number == 1 else f"{number:g} months"
