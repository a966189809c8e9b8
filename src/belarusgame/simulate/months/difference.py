"""Paired differences between two campaigns with the same random numbers, run by run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from belarusgame.base.labels import FloatArray, PartialProfile, event_of, event_words
from belarusgame.base.read_only import read_only
from belarusgame.base.settings import share
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError, quoted
from belarusgame.simulate.months.result import Campaign, happened_by


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Difference(Tabular):
    """By how much an event happens more often in one campaign than in another.

    Attributes
    ----------
    event : tuple of mapping of str to tuple of str
        What happens.
    runs : int
        How many pairs of runs.
    by_month : numpy.ndarray
        Shape ``(months,)``: the share of runs in which it has happened in the second, less that in the first.
    low, high : numpy.ndarray
        The ends of the interval for it, from the differences within pairs.
    narrowed : float
        How many times wider the interval for the last month would be from unpaired runs; 1 where nothing
        varies.
    more, fewer : int
        In how many pairs it happened by the end in the second only, and in the first only.
    said : tuple of str
        What each of the two was.
    """

    event: tuple[Mapping[str, tuple[str, ...]], ...]
    runs: int
    by_month: FloatArray
    low: FloatArray
    high: FloatArray
    narrowed: float
    more: int
    fewer: int
    said: tuple[str, str]

    def rows(self) -> Rows:
        """Return one row a month."""
        return [
            {"month": month, "difference": value, "interval": (low, high)}
            for month, (value, low, high) in enumerate(
                zip(self.by_month.tolist(), self.low.tolist(), self.high.tolist(), strict=True), start=1
            )
        ]

    @property
    def heading(self) -> str:
        """The line above the table."""
        event = " or ".join(event_words(event) for event in self.event)
        return f"Share of runs with {event} by each month: {self.said[1]} less {self.said[0]}"

    @property
    def below(self) -> Sequence[str]:
        """How much pairing helped, and in how many pairs anything changed."""
        return (
            f"Of {self.runs} pairs of runs with the same chances, it happened in the second only in "
            f"{self.more}, and in the first only in {self.fewer}.",
            f"Unpaired runs would give an interval {self.narrowed:.2f} times as wide.",
        )


def difference(
    a: Campaign, b: Campaign, event: PartialProfile | None = None, *, confidence: float = 0.95
) -> Difference:
    """Compare two campaigns that met the same chances, and say what the second changes.

    Parameters
    ----------
    a, b : Campaign
        Of the same players, with the same seed, runs and months; they may differ in ``fix`` and in anything
        else.
    event : partial profile, optional
        By default what `campaign` asks about: the absorbing events, else the file's question.
    confidence : float
        Of the interval, which is normal; where no pair differs it is that of Wilson for none of the runs.

    Returns
    -------
    Difference
        The paired difference by month.

    Raises
    ------
    GameError
        For campaigns that cannot be paired.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> runs = {"months": 6, "runs": 200, "seed": 1}
    >>> apart = bg.simulate.campaign(scenario, fix={"west": "differentiate"}, **runs)
    >>> found = bg.simulate.difference(bg.simulate.campaign(scenario, **runs), apart)
    >>> found.runs, found.by_month.shape
    (200, (6,))
    """
    for name, given in (("a", a), ("b", b)):
        if not isinstance(given, Campaign):
            raise GameError(
                f"{name} = {quoted(given)}: must be a Campaign; bg.simulate.campaign(...) makes one"
            )
    confidence = share("confidence", confidence)
    _check_pair(a, b)
    asked = a.event if event is None else (event_of("event", event),)
    if not asked:
        raise GameError("say which event: the file has no absorbing event, and asks no `question`")
    first, second = (happened_by(made.labels, asked, made.profiles) for made in (a, b))
    gaps = second.astype(np.float64) - first
    middle = gaps.mean(axis=0)
    half = _half(gaps.std(axis=0), len(gaps), confidence)
    # Without pairs the variances of the two would add up.
    paired, apart = float(gaps[:, -1].var()), float(first[:, -1].var() + second[:, -1].var())
    return Difference(
        event=asked,
        runs=len(gaps),
        by_month=read_only(middle),
        # No difference of shares is beyond 1; the normal interval does not know that.
        low=read_only(np.maximum(middle - half, -1.0)),
        high=read_only(np.minimum(middle + half, 1.0)),
        narrowed=float(np.sqrt(apart / paired)) if paired > 0.0 else float("inf") if apart > 0.0 else 1.0,
        more=int((gaps[:, -1] > 0).sum()),
        fewer=int((gaps[:, -1] < 0).sum()),
        said=(_said(a), _said(b)),
    )


def _check_pair(a: Campaign, b: Campaign) -> None:
    if a.labels != b.labels:
        raise GameError("a, b: must be of the same players and strategies")
    for name in ("seed", "runs", "months"):
        one, other = a.settings[name], b.settings[name]
        if one != other:
            raise GameError(f"a, b: {name} = {one} and {other}: must be equal, so that runs can be paired")


def _half(deviations: FloatArray, runs: int, confidence: float) -> Any:
    """Return half the width of the interval; what never differed may still differ in a run not made."""
    from statistics import NormalDist

    z = NormalDist().inv_cdf(0.5 + confidence / 2.0)
    return np.where(deviations > 0.0, z * deviations / np.sqrt(runs), z * z / (runs + z * z))


def _said(made: Campaign) -> str:
    s = made.settings
    return f"with {event_words(s.fix)} from month {s.from_month}" if s.fix else "as players choose"
