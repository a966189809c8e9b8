"""Pairs of assumptions whose map has more than one region."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from belarusgame.base.at_work import working_on
from belarusgame.base.concept_names import PureConcept
from belarusgame.base.settings import flag, whole_number
from belarusgame.base.tables import Rows, Tabular
from belarusgame.explore.mapping.induction import Compared, Induction
from belarusgame.explore.mapping.region_map import RegionMap, region_map
from belarusgame.explore.plans import Question, question
from belarusgame.scenario import Choice, Input, Scenario, checked_scenario

Fractions = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingPair:
    """Two assumptions whose map has more than one region.

    Attributes
    ----------
    x, y : str
        Weights or drivers.
    regions : int
        How many sets of outcomes there are.
    touches : bool
        Whether the event that the scenario asks about happens in some of the map and not in all of it.
    largest : Fraction
        The share of the area that the largest region has.
    """

    x: str
    y: str
    regions: int
    touches: bool
    largest: Fraction


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TellingPairs(Tabular):
    """The pairs whose map has more than one region, those that touch the question first.

    Attributes
    ----------
    pairs : tuple of TellingPair
        Then those whose largest region is the smallest.
    asked : int
        How many pairs there are to choose from.
    concept : {"sequential", "pure"}
        Of the outcomes.
    left : int
        How many more pairs may have more than one region, and were not mapped.
    """

    pairs: tuple[TellingPair, ...]
    asked: int
    concept: str
    left: int = 0

    def rows(self) -> Rows:
        """Return one row a pair."""
        return [
            {
                "x": pair.x,
                "y": pair.y,
                "regions": pair.regions,
                "touches the question": "yes" if pair.touches else "",
                "largest region": float(pair.largest),
            }
            for pair in self.pairs
        ]

    @property
    def sentence(self) -> str:
        """How many pairs tell something."""
        if not self.pairs and not self.left:
            return (
                f"Over the ranges of any two of these assumptions, {self.asked} pairs, "
                "the outcomes stay the same."
            )
        touching = sum(pair.touches for pair in self.pairs)
        return (
            f"{len(self.pairs)} of {self.asked} pairs of assumptions have more than one region; "
            f"{touching} of them touch the question."
        )

    @property
    def below(self) -> Sequence[str]:
        """What was left out, and what would map it."""
        return (f"{self.left} more pairs were not mapped; allow more with max_maps.",) if self.left else ()

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"{self.sentence} ({self.concept})"


@working_on("telling pairs of assumptions")
def telling_pairs(
    scenario: Scenario,
    *,
    concept: PureConcept | None = None,
    drivers: bool = False,
    max_maps: int | None = None,
) -> TellingPairs:
    """List the pairs of assumptions for which :func:`region_map` is worth looking at.

    Parameters
    ----------
    scenario : Scenario
        Its weights that have a range are paired, all others staying at their likely values.
    concept : {"sequential", "pure"}, optional
        By default ``sequential`` where the scenario has an order.
    drivers : bool
        Whether drivers are paired too, with each other and with weights that they do not scale.
    max_maps : int, optional
        How many pairs are mapped at most: those over which most comparisons change their sign. By default
        all, which takes long where there are thousands of them.

    Returns
    -------
    TellingPairs
        Those whose map has more than one region.

    Raises
    ------
    GameError
        For an unknown concept.

    Notes
    -----
    Backward induction at the likely assumptions needs some comparisons only. Payoffs are linear in a pair, so
    that a comparison that keeps its sign at the four corners keeps it throughout; where all do, the outcomes
    are those of the likely assumptions and the pair need not be mapped. The others are, exactly.

    Examples
    --------
    >>> import belarusgame as bg
    >>> found = bg.explore.telling_pairs(bg.load_scenario("belarus-2022"))
    >>> all(pair.regions > 1 for pair in found.pairs)
    True
    """
    asked = question(checked_scenario(scenario), dict(scenario.reference), concept, ("sequential", "pure"))
    kinds = ("weight", "driver") if flag("drivers", drivers) else ("weight",)
    inputs = [entry for entry in scenario.inputs(*kinds) if entry.range.low < entry.range.high]
    pairs = list(_pairs(scenario, inputs))
    most = len(pairs) if max_maps is None else whole_number("max_maps", max_maps)
    changing = _changing(asked, inputs, pairs)
    mapped = sorted(changing, key=changing.__getitem__, reverse=True)[:most]
    found = [
        _told(scenario, region_map(scenario, *pair, concept=concept)) for pair in changing if pair in mapped
    ]
    telling = [pair for pair in found if pair.regions > 1]
    telling.sort(key=lambda pair: (not pair.touches, pair.largest))
    left = len(changing) - len(mapped)
    return TellingPairs(pairs=tuple(telling), asked=len(pairs), concept=asked.concept, left=left)


def _pairs(scenario: Scenario, inputs: Sequence[Input]) -> Iterator[tuple[str, str]]:
    """Pair inputs, but no weight with the driver that scales it."""
    scaled = {frozenset((c.key, c.driver)) for c in scenario.considerations}
    for one, two in itertools.combinations(inputs, 2):
        if frozenset((one.name, two.name)) not in scaled:
            yield one.name, two.name


def _told(scenario: Scenario, drawn: RegionMap) -> TellingPair:
    shares: dict[str, Fraction] = {}
    for cell in drawn.cells:
        shares[cell.label] = shares.get(cell.label, Fraction(0)) + cell.share
    every, some = (Fraction(0), Fraction(0)) if scenario.question is None else drawn.share(scenario.question)
    return TellingPair(
        x=drawn.x,
        y=drawn.y,
        regions=len(shares),
        touches=some > 0 and every < 1,
        largest=max(shares.values()),
    )


def _changing(
    asked: Question, inputs: Sequence[Input], pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """Return for each pair how many comparisons change sign over its ranges, where any does."""
    here, reach = _comparisons(asked, inputs)
    found: dict[tuple[str, str], int] = {}
    for x, y in pairs:
        changed = sum(map(_changes, here, reach[x], reach[y]))
        if changed:
            found[x, y] = changed
    return found


def _changes(worth: Fraction, *spans: tuple[Fraction, Fraction]) -> bool:
    """Whether a comparison's worth, moved by two inputs through their spans, reaches another sign."""
    least, most = (worth + sum((span[k] for span in spans), Fraction(0)) for k in (0, 1))
    # A tie counts as another sign: from it on the outcome may be another one.
    return least <= 0 if worth > 0 else most >= 0 if worth < 0 else least < 0 or most > 0


def _comparisons(
    asked: Question, inputs: Sequence[Input]
) -> tuple[Fractions, dict[str, tuple[tuple[Fraction, Fraction], ...]]]:
    """Return what each needed comparison is worth, and between what each input moves it."""
    scenario = asked.scenario
    base = Choice(scenario=scenario)
    payoffs = base.game().exact_payoffs
    needed = _needed(asked, payoffs)
    worth = tuple(_worth(payoffs, compared) for compared in needed)
    reach: dict[str, tuple[tuple[Fraction, Fraction], ...]] = {}
    for entry in inputs:
        moved = base.having({entry.name: entry.base + 1}).game().exact_payoffs
        low, high = entry.range.low - entry.base, entry.range.high - entry.base
        # Payoffs are linear in one input, so one step of length 1 gives the slope exactly.
        slopes = [_worth(moved, compared) - was for compared, was in zip(needed, worth, strict=True)]
        reach[entry.name] = tuple(
            (min(slope * low, slope * high), max(slope * low, slope * high)) for slope in slopes
        )
    return worth, reach


def _needed(asked: Question, payoffs: np.ndarray) -> tuple[Compared, ...]:
    """Return the comparisons that backward induction needs at the likely assumptions."""
    zero, labels = Fraction(0), asked.scenario.labels
    reading = Induction(
        payoffs=[
            {place: (zero, zero, payoffs[(player, *place)]) for place in np.ndindex(*labels.counts)}
            for player in range(len(labels.players))
        ],
        shape=labels.counts,
        groups=asked.groups,
        polygon=((zero, zero),),
        examined=asked.concept == "sequential",
    )
    reading.outcomes()  # at a single point every comparison has a sign, so that nothing is cut
    return tuple(reading.compared)


def _worth(payoffs: np.ndarray, compared: Compared) -> Fraction:
    player, one, other = compared
    return payoffs[(player, *one)] - payoffs[(player, *other)]
