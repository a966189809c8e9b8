"""Shares of draws, as they are printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray, Labels, PartialProfile, event_words
from belarusgame.base.tables import Rows, Tabular
from belarusgame.explore.sampling.intervals import Interval
from belarusgame.explore.sampling.tally import Found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Share(Tabular):
    """In what share of the draws something holds.

    Attributes
    ----------
    event : mapping
        What holds.
    draws : int
        Of how many draws.
    every : float
        The share in which there is an outcome and the event is certain in every one.
    some : float
        The share in which it happens, perhaps only with some probability, in at least one outcome found.
    every_interval, some_interval : tuple of float
        Confidence intervals of these shares; they say how much more draws could change them and nothing else.
    none : float
        The share of draws that have no outcome of this concept.
    undecided : float
        The share in which the solver could not list all outcomes; never in ``every``.
    least, greatest : float or None
        The least and the greatest probability of the event over a draw's outcomes (0 and 1 if undecided), on
        average over the draws that have outcomes; None if this was not recorded for the event.
    logit : float or None
        The event's probability with players who make mistakes, at the drawn rationality, on average: they
        move in turn in the sequential reading, else it is that of the logit equilibrium.
    logit_interval : tuple of float or None
        Its confidence interval.
    logit_draws : int
        The number of draws that it rests on.
    """

    event: Mapping[str, Any]
    draws: int
    every: float
    some: float
    every_interval: Interval
    some_interval: Interval
    none: float
    undecided: float
    least: float | None
    greatest: float | None
    logit: float | None = None
    logit_interval: Interval | None = None
    logit_draws: int = 0

    def bounded(self, value: float) -> float | tuple[float, float]:
        """Return a share, or between what it lies where draws are undecided."""
        return (value, min(1.0, value + self.undecided)) if self.undecided > 0 else value

    def rows(self) -> Rows:
        """Return one row a quantity; what is undecided comes first, and makes bounds of the others."""
        open_: dict[str, object] = {"share of draws": "undecided", "value": self.undecided, "interval": ""}
        decided: list[dict[str, object]] = [
            {
                "share of draws": "in every outcome",
                "value": self.bounded(self.every),
                "interval": self.every_interval,
            },
            {
                "share of draws": "in some outcome",
                "value": self.bounded(self.some),
                "interval": self.some_interval,
            },
            {"share of draws": "without an outcome", "value": self.none, "interval": ""},
        ]
        rows = [open_, *decided] if self.undecided > 0 else [*decided, open_]
        if self.logit is not None:
            name = f"logit mean, {self.logit_draws} draws"
            rows.append({"share of draws": name, "value": self.logit, "interval": self.logit_interval})
        return rows

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"{event_words(self.event)}, in {self.draws} draws"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Commonest(Tabular):
    """What the draws have in common: sets of outcomes, the most frequent first."""

    table: tuple[Mapping[str, object], ...]
    draws: int

    def rows(self) -> Rows:
        """Return one row a set of outcomes."""
        return self.table

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"Commonest outcomes in {self.draws} draws"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Conventions(Tabular):
    """The same question under other conventions of the codebook."""

    event: Mapping[str, Any]
    shares: Mapping[str, Share]

    def rows(self) -> Rows:
        """Return one row a convention."""
        return [
            {
                "convention": name,
                "in every outcome": share.bounded(share.every),
                "interval": share.every_interval,
                "in some outcome": share.bounded(share.some),
                "draws": share.draws,
            }
            for name, share in self.shares.items()
        ]

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"{event_words(self.event)}: share of draws under other conventions"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LogitSample:
    """What players who make mistakes do in the first draws.

    Attributes
    ----------
    chances : numpy.ndarray
        The probability of every profile, shape ``(draws, profiles)``: in the sequential reading of players
        who move in turn, else in the logit equilibrium.
    converged : numpy.ndarray of bool
        The draws in which one was found; the others are left out of every mean.
    codes : numpy.ndarray
        For each draw the position of what was found in it among ``found``.
    found : tuple of Found
        What the outcomes of a draw look like.
    """

    chances: FloatArray
    converged: NDArray[np.bool_]
    codes: NDArray[np.int32]
    found: tuple[Found, ...]

    def probabilities(self, labels: Labels, event: PartialProfile) -> FloatArray:
        """Return the event's probability in each draw in which an answer was found."""
        return summed_over(self.chances[self.converged], labels, event)

    def where(self, holds: Callable[[Found], bool]) -> LogitSample:
        """Keep the draws in which something holds."""
        kept = np.array([holds(found) for found in self.found], dtype=np.bool_)[self.codes]
        return replace(
            self,
            chances=self.chances[kept],
            converged=self.converged[kept],
            codes=self.codes[kept],
        )


def summed_over(chances: FloatArray, labels: Labels, event: PartialProfile) -> FloatArray:
    """Add up the probabilities of the profiles of an event, one after the other, so that no bit changes."""
    total = np.zeros(len(chances))
    for profile in np.flatnonzero(labels.mask(event).ravel()).tolist():
        total += chances[:, profile]
    return np.minimum(total, 1.0)


def described(labels: Labels, found: Found) -> str:
    """Write a set of outcomes: profiles in the players' order, mixed outcomes by what may happen."""
    profiles = ["/".join(labels.named(place).values()) for place in np.ndindex(*labels.counts)]
    parts = [profiles[k] for k in range(len(profiles)) if found.pure >> k & 1]
    for support in found.mixed:
        reached = [profiles[k] for k in range(len(profiles)) if support >> k & 1]
        parts.append(
            f"mixed over {len(reached)} profiles: {', '.join(reached[:4])}" + (" ..." * (len(reached) > 4))
        )
    if found.partial:
        return " | ".join(["undecided", *parts])
    return " | ".join(parts) or "none"
