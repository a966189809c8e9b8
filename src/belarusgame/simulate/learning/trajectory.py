"""Records of learning: where all runs led, and the basins of what they came to rest at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray, Labels
from belarusgame.base.settings import Settings
from belarusgame.base.tables import Rows, Tabular
from belarusgame.explore.sampling import Interval

Diagnosis = Literal["equilibrium", "logit equilibrium", "coarse correlated", "cycling", "undecided"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LearningSettings(Settings):
    """What a simulation of learning ran with.

    Attributes
    ----------
    rule : str
        The rule.
    rounds, runs : int
        How long, and from how many starts. For the replicator a round is a unit of time.
    seed : int
        The seed.
    populations : {"several", "one"}
        Whether every player is a population of its own, or all are drawn from one.
    rationality : float
        Of the logit rules, in units of 1 over the payoffs' unit.
    accuracy : float
        Of the replicator: the error admitted in the logarithms of shares at each step.
    tolerance : float
        The regret, as a share of the greatest difference a choice makes, up to which play is at rest.
    confidence : float
        Of the intervals.
    """

    rule: str
    rounds: int
    runs: int
    seed: int
    populations: str
    rationality: float
    accuracy: float
    tolerance: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Basin:
    """What some of the runs came to.

    Attributes
    ----------
    diagnosis : str
        Where they came to rest, that they cycle, or that the rounds did not suffice to tell.
    profile : mapping of str to mapping of str to float, or None
        What it is they came to rest at: for every player the probability of each strategy. None elsewhere.
    runs : int
        How many runs.
    share : float
        Their share of all runs.
    interval : tuple of float
        Wilson's interval for it.
    regret : float
        The most that any player could still gain there by deviating alone, in payoff units; for coarse
        correlated play, by deciding beforehand. The greatest over these runs.
    """

    diagnosis: Diagnosis
    profile: Mapping[str, Mapping[str, float]] | None
    runs: int
    share: float
    interval: Interval
    regret: float

    @property
    def words(self) -> str:
        """The profile in words."""
        if self.profile is None:
            return ""
        parts = [
            " ".join(
                f"{label}" if p >= 1.0 else f"{label} {p:.2f}" for label, p in mixed.items() if p > 0.005
            )
            for mixed in self.profile.values()
        ]
        return "; ".join(f"{player}: {part}" for player, part in zip(self.profile, parts, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Trajectory(Tabular):
    """How players who learn by one rule play, from many starts.

    Attributes
    ----------
    labels : Labels
        Who learns, and between what; in one population there is one learner.
    basins : tuple of Basin
        What the runs came to, the commonest first.
    diagnosis : tuple of str
        For every run.
    starts, ends, averages : tuple of numpy.ndarray
        For every learner, shape ``(runs, strategies)``: shares at the start, at the end (for rules that go
        round by round: how often each strategy has been played), and on average over time.
    regrets : numpy.ndarray
        Shape ``(runs,)``: see `Basin.regret`.
    joint : numpy.ndarray or None
        Shape ``(runs, *strategies)``: how often each profile was played; None for the replicator.
    times : numpy.ndarray
        The rounds at which the first run's path was kept.
    path : tuple of numpy.ndarray
        For every learner, shape ``(times, strategies)``: the first run.
    plays : numpy.ndarray
        Shape ``(runs kept, rounds)``: the profile played, by its number in ``numpy.ravel`` of the payoffs;
        empty for the replicator.
    steps : numpy.ndarray
        Shape ``(runs,)``: the steps that the replicator took; the rounds of the other rules.
    settings : LearningSettings
        The settings.
    """

    labels: Labels
    basins: tuple[Basin, ...]
    diagnosis: tuple[Diagnosis, ...]
    starts: tuple[FloatArray, ...]
    ends: tuple[FloatArray, ...]
    averages: tuple[FloatArray, ...]
    regrets: FloatArray
    joint: FloatArray | None
    times: FloatArray
    path: tuple[FloatArray, ...]
    plays: NDArray[np.int64]
    steps: NDArray[np.int64]
    settings: LearningSettings

    def share(self, diagnosis: Diagnosis) -> float:
        """Return the share of runs with a diagnosis."""
        return self.diagnosis.count(diagnosis) / len(self.diagnosis)

    def rows(self) -> Rows:
        """Return one row a basin."""
        return [
            {
                "diagnosis": basin.diagnosis,
                "at": basin.words,
                "runs": basin.runs,
                "share": basin.share,
                "interval": basin.interval,
                "largest regret": basin.regret,
            }
            for basin in self.basins
        ]

    @property
    def heading(self) -> str:
        """The line above the table."""
        s = self.settings
        what = "units of time" if s.rule == "replicator" else "rounds"
        one = ", one population" if s.populations == "one" else ""
        return f"Learning by {s.rule.replace('_', ' ')}{one}: {s.runs} runs, {s.rounds} {what}"

    @property
    def below(self) -> Sequence[str]:
        """What the table does not say."""
        lost = self.diagnosis.count("undecided")
        if not lost:
            return ()
        return (
            f"{lost} of {len(self.diagnosis)} runs came to no rest and show no cycle; more rounds may tell.",
        )
