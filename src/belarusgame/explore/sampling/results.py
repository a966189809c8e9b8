"""The result of a sweep: shares of draws, never probabilities of what will happen."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from belarusgame.base.labels import FloatArray, Labels, PartialProfile, event_words
from belarusgame.base.made_later import MadeLater, MakesLater
from belarusgame.base.settings import Settings, whole_number
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError
from belarusgame.explore.sampling.intervals import (
    Interval,
    mean_interval,
    scrambling_interval,
    wilson_interval,
)
from belarusgame.explore.sampling.shares import (
    Commonest,
    Conventions,
    LogitSample,
    Share,
    described,
)
from belarusgame.explore.sampling.tally import UNITS, Found, Tally, event_bits

if TYPE_CHECKING:
    import pandas as pd

Counted = tuple[tuple[Found, Tally], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SweepSettings(Settings):
    """What a sweep was asked, beside the scenario and the number of draws.

    Attributes
    ----------
    seed : int
        Which sample.
    points : {"random", "sobol"}
        How the draws were placed.
    scramblings : int
        How many independent scramblings of Sobol points there were; 1 for random points.
    distribution : str
        What was drawn from, in words.
    confidence : float
        Of the intervals.
    fix : mapping of str to str
        The players whose choice was taken away, with what they do.
    select : str or None
        The criterion that picked among several equilibria.
    max_exact : int or None
        How many draws of a block were solved one by one at most.
    together : tuple of tuple of str
        The weights and drivers that moved together.
    """

    seed: int
    points: str
    scramblings: int
    distribution: str
    confidence: float
    fix: Mapping[str, str]
    select: str | None
    max_exact: int | None
    together: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Sweep(Tabular, MakesLater):
    """What follows from many draws of the weights, drivers and types.

    Attributes
    ----------
    title : str
        The scenario's question.
    labels : Labels
        The players, with the strategies that are left to them.
    concept : {"sequential", "pure", "nash"}
        Which outcomes were looked for in every draw.
    draws : int
        How many draws there were; after :meth:`given`, how many are left.
    counts : tuple
        How many draws have which set of outcomes, the most frequent first.
    watched : tuple of mappings
        The events whose average probabilities were recorded also where players randomise.
    question : mapping or None
        The event that the scenario asks about.
    condition : mapping or None
        What :meth:`given` was called with.
    logit_sample : LogitSample or None
        What players who make mistakes do in the first draws.
    frame : pandas.DataFrame or None
        With ``keep="draws"`` one row a draw.
    alternatives : mapping of str to Sweep
        Smaller sweeps under other conventions.
    messages : tuple of str
        Why draws are undecided, and what would mend it; of the first few of them, which are solved for it
        when this is looked at first, unless the time was limited.
    settings : SweepSettings
        The settings that it ran with; also a mapping of their names.
    """

    title: str
    labels: Labels
    concept: str
    draws: int
    counts: Counted
    watched: tuple[Mapping[str, Any], ...]
    settings: SweepSettings
    question: Mapping[str, Any] | None = None
    condition: Mapping[str, Any] | None = None
    logit_sample: LogitSample | None = None
    frame: pd.DataFrame | None = None
    alternatives: Mapping[str, Sweep] = field(default_factory=dict[str, Any])
    messages: MadeLater[tuple[str, ...]] = MadeLater()  # noqa: RUF009 - no value but a descriptor

    def share(self, event: PartialProfile) -> Share:
        """Return in what share of the draws an event holds, in every outcome and in some.

        Parameters
        ----------
        event : mapping
            A partial profile, such as ``{"lukashenko": "join"}``.

        Raises
        ------
        GameError
            For an unknown player or strategy.
        """
        bits = event_bits(self.labels, event)
        every, every_interval = self._share(lambda found: found.always(bits))
        some, some_interval = self._share(lambda found: found.sometimes(bits))
        least, greatest = self._means(bits)
        logit = None if self.logit_sample is None else self.logit_sample.probabilities(self.labels, event)
        seen = 0 if logit is None else len(logit)
        mean = math.fsum(logit.tolist()) / seen if logit is not None and seen else None
        return Share(
            event=dict(event),
            draws=self.draws,
            every=every,
            some=some,
            every_interval=every_interval,
            some_interval=some_interval,
            none=self.none,
            undecided=self.undecided,
            least=least,
            greatest=greatest,
            logit=mean,
            logit_interval=self._logit_interval(mean, logit),
            logit_draws=seen,
        )

    def given(self, condition: PartialProfile) -> Sweep:
        """Return the draws in which a condition holds in every outcome, as a sweep of their own.

        Shares of it are shares of those draws; if there is none, its shares are nan.
        """
        bits = event_bits(self.labels, condition)
        counts = tuple((found, tally) for found, tally in self.counts if found.always(bits))
        sample = self.logit_sample
        return replace(
            self,
            counts=counts,
            draws=sum(tally.count for _, tally in counts),
            condition={**(self.condition or {}), **condition},
            logit_sample=None if sample is None else sample.where(lambda found: found.always(bits)),
            frame=None,
            alternatives={name: sweep.given(condition) for name, sweep in self.alternatives.items()},
        )

    @property
    def none(self) -> float:
        """The share of draws that have no outcome of this concept."""
        return self._share(lambda found: not found.partial and found.outcomes == 0)[0]

    @property
    def several(self) -> float:
        """The share of draws that have more than one outcome, or a cluster of them."""
        return self._share(lambda found: found.outcomes > 1)[0]

    @property
    def undecided(self) -> float:
        """The share of draws in which the solver could not list all outcomes."""
        return self._share(lambda found: found.partial)[0]

    def commonest(self, most: int = 10) -> Commonest:
        """Return the sets of outcomes that most draws have."""
        rows: list[Mapping[str, object]] = []
        for found, count in self._merged()[: whole_number("most", most)]:
            share, interval = self._share(lambda other, found=found: _alike(other, found))
            rows.append(
                {
                    "outcomes": described(self.labels, found),
                    "share of draws": share,
                    "interval": interval,
                }
                | {"draws": count}
            )
        return Commonest(table=tuple(rows), draws=self.draws)

    def conventions(self, event: PartialProfile | None = None) -> Conventions:
        """Return the share of draws in which an event holds under the codebook's other conventions.

        Parameters
        ----------
        event : mapping, optional
            By default what the scenario asks about.
        """
        asked = event if event is not None else self.question
        if asked is None:
            raise GameError("the scenario asks no question: name an event, such as {player: strategy}")
        if not self.alternatives:
            raise GameError("the sweep was run without other conventions; use conventions=True")
        sweeps = {"as coded": self, **self.alternatives}
        return Conventions(
            event=dict(asked), shares={name: sweep.share(asked) for name, sweep in sweeps.items()}
        )

    @property
    def below(self) -> Sequence[str]:
        """Why draws are undecided, if some are."""
        return self.messages

    def _share(self, holds: Callable[[Found], bool]) -> tuple[float, Interval]:
        """Return the share of draws in which something holds, with its interval."""
        if not self.draws:
            return float("nan"), (0.0, 1.0)
        confidence = self.settings.confidence
        count = sum(tally.count for found, tally in self.counts if holds(found))
        if self.settings.points != "sobol":
            return count / self.draws, wilson_interval(count, self.draws, confidence)
        return count / self.draws, scrambling_interval(self._by_scrambling(holds), confidence)

    def _by_scrambling(self, holds: Callable[[Found], bool]) -> list[float]:
        """Return the share in each scrambling that has draws."""
        seen, held = [0] * self.settings.scramblings, [0] * self.settings.scramblings
        for found, tally in self.counts:
            seen[found.replicate] += tally.count
            held[found.replicate] += tally.count * holds(found)
        shares = [part / whole for part, whole in zip(held, seen, strict=True) if whole]
        # From one scrambling no deviation can be estimated: two far apart give the widest interval.
        return shares if len(shares) > 1 else [0.0, 1.0]

    def _means(self, bits: int) -> tuple[float | None, float | None]:
        """Return the average over draws with outcomes of the least and the greatest probability."""
        position = next(
            (k for k, event in enumerate(self.watched) if event_bits(self.labels, event) == bits), None
        )
        total, least, greatest = 0, 0, 0
        for found, tally in self.counts:
            if not found.partial and found.outcomes == 0:
                continue
            total += tally.count
            if found.partial:
                greatest += tally.count * UNITS
            # Nobody randomises, or the event is certain or impossible all the same: no bound is needed.
            elif not found.mixed or not found.reached & ~bits or not found.sometimes(bits):
                least += tally.count * UNITS * found.always(bits)
                greatest += tally.count * UNITS * found.sometimes(bits)
            elif position is None:
                return None, None
            else:
                least, greatest = least + tally.least[position], greatest + tally.greatest[position]
        return (least / UNITS / total, greatest / UNITS / total) if total else (None, None)

    def _logit_interval(self, mean: float | None, chances: FloatArray | None) -> Interval | None:
        if mean is None or chances is None:
            return None
        squares = math.fsum((chance - mean) ** 2 for chance in chances.tolist())
        deviation = math.sqrt(squares / (len(chances) - 1)) if len(chances) > 1 else 1.0
        return mean_interval(mean, deviation, len(chances), self.settings.confidence)

    def _merged(self) -> list[tuple[Found, int]]:
        """Return how many draws have each set of outcomes, scramblings taken together."""
        totals: dict[Found, int] = {}
        for found, tally in self.counts:
            plain = replace(found, replicate=0)
            totals[plain] = totals.get(plain, 0) + tally.count
        return sorted(totals.items(), key=lambda item: -item[1])

    def rows(self) -> Rows:
        """Return one row a player and strategy."""
        rows: list[dict[str, object]] = []
        for player, strategies in zip(self.labels.players, self.labels.strategies, strict=True):
            for label in strategies:
                share = self.share({player: label})
                row: dict[str, object] = {
                    "player": player,
                    "strategy": label,
                    "in every outcome": share.bounded(share.every),
                    "interval": share.every_interval,
                    "in some outcome": share.bounded(share.some),
                }
                if share.logit is not None:
                    row["logit mean"] = share.logit
                rows.append(row)
        return rows

    @property
    def heading(self) -> str:
        """The line above the table."""
        where = f", with {event_words(self.settings.fix)}" if self.settings.fix else ""
        where += f", given {event_words(self.condition)}" if self.condition else ""
        parts = [f"Share of {self.draws} draws ({self.concept}{where})"]
        parts += [f"undecided in {self.undecided:.3g}: shares are bounds"] if self.undecided > 0 else []
        parts += [f"no outcome in {self.none:.3g}"] if self.none > 0 else []
        parts += [f"several outcomes in {self.several:.3g}"] if self.several > 0 else []
        if self.logit_sample is not None:
            parts.append(f"logit mean on {int(self.logit_sample.converged.sum())} draws")
        return "; ".join(parts)


def _alike(one: Found, other: Found) -> bool:
    return (one.partial, one.pure, one.mixed) == (other.partial, other.pure, other.mixed)
