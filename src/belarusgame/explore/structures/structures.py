"""What does the answer depend on, beside the weights? Every modelling choice that is no number, in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from belarusgame.base.at_work import counted, working_on
from belarusgame.base.concept_names import ConceptName, concept_of
from belarusgame.base.labels import PartialProfile, event_words
from belarusgame.base.settings import whole_number, whole_seed
from belarusgame.base.tables import Rows, Tabular
from belarusgame.base.time_limit import checked_seconds, within_seconds
from belarusgame.explore.sampling import MostExact
from belarusgame.explore.structures.orders import DRAWN, MOST_LISTED, number_of_orders
from belarusgame.explore.structures.structure import Structure, ask, asked_event, solved_one_by_one
from belarusgame.explore.structures.variants import Kind, variants_of
from belarusgame.scenario import Scenario, checked_scenario

#: What is asked one by one.
CHOICES = "modelling choices"

#: So many rows, those that move the answer most, are drawn for again, with so many draws.
CLOSER, MORE_DRAWS = 10, 20_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Structures(Tabular):
    """What the answer depends on, beside the weights.

    Attributes
    ----------
    event : mapping
        What is asked about.
    concept : str
        Of which outcomes, in the scenario as coded.
    structures : tuple of Structure
        The scenario as coded, then every modelling choice, those first that move the answer most: that give
        another verdict at the likely weights, then by how far they shift the share of draws.
    orders_left : int
        How many orders of moves were not asked about.
    """

    event: PartialProfile
    concept: str
    structures: tuple[Structure, ...]
    orders_left: int = 0

    @property
    def as_coded(self) -> Structure:
        """The scenario as it is."""
        return self.structures[0]

    @property
    def moves_most(self) -> Structure | None:
        """The choice that shifts the share most; None if none of them shifts it."""
        moved = [one for one in self.structures[1:] if one.share is not None and one.shift != 0]
        return max(moved, key=lambda one: abs(one.shift), default=None)

    @property
    def range(self) -> tuple[float, float]:
        """The least and the greatest share of draws over all structures."""
        shares = [one.share.some for one in self.structures if one.share is not None]
        return min(shares), max(shares)

    def of_kind(self, kind: Kind) -> tuple[Structure, ...]:
        """Return the structures of one sort."""
        return tuple(one for one in self.structures if one.kind == kind)

    @property
    def sentence(self) -> str:
        """The answer in words."""
        low, high = self.range
        event, most = event_words(self.event), self.moves_most
        if most is None:
            return f"No modelling choice moves how often {event} happens: in {low:.3g} of the draws."
        return (
            f"{event} happens in {self._coded:.3g} of the draws as coded, and in {low:.3g} to {high:.3g} "
            f"over {len(self.structures) - 1} other modelling choices; what moves it most is {most.words} "
            f"({most.kind})."
        )

    @property
    def _coded(self) -> float:
        return self.as_coded.share.some if self.as_coded.share is not None else float("nan")

    def rows(self) -> Rows:
        """Return one row a choice; orders of moves are one row a verdict."""
        orders = self.of_kind("order")
        verdicts = dict.fromkeys(one.verdict for one in orders)
        alike = [[one for one in orders if one.verdict == verdict] for verdict in verdicts]
        return [
            *(one.row() for one in self.structures if one.kind != "order"),
            *(_grouped(group, len(orders)) for group in alike),
        ]

    @property
    def below(self) -> Sequence[str]:
        """Why some are not defined, and what was left out."""
        why = tuple(dict.fromkeys(one.why for one in self.structures if one.why))[:3]
        left = f"{self.orders_left:,} more orders of moves were not asked about; allow more with max_orders."
        return (*why, left) if self.orders_left else why

    @property
    def heading(self) -> str:
        """The line above the table."""
        return self.sentence


def _grouped(orders: Sequence[Structure], of: int) -> dict[str, object]:
    """Return the row of the orders with one verdict: the share of the one that moves it most."""
    row = orders[0].row()
    shares = [one.share.some for one in orders if one.share is not None]
    words = f"{len(orders)} of {of}, such as {orders[0].choice}"
    return row | {"choice": words} | ({"bounds": (min(shares), max(shares))} if shares else {})


@working_on("modelling choices")
def structures(
    scenario: Scenario,
    event: PartialProfile | None = None,
    *,
    concept: ConceptName | None = None,
    draws: int = 2_000,
    seed: int | np.random.Generator = 0,
    max_orders: int = DRAWN,
    max_exact: MostExact = "default",
    max_seconds: float | None = None,
) -> Structures:
    """Ask a question under every modelling choice that is no number, one choice at a time.

    Who decides (each delegation for certain, and not at all), of which type each player is, the codebook's
    conventions, weights that depend on one another, players who do not reason but are held to a strategy,
    the order of moves, and the codings of others.

    Parameters
    ----------
    scenario : Scenario
        The model.
    event : mapping, optional
        The partial profile that is asked about; by default what the scenario asks.
    concept : {"sequential", "pure", "nash"}, optional
        Which outcomes; by default ``sequential`` where the scenario has an order, else ``nash``.
    draws : int
        For each choice; the ten that move the answer most are drawn for again, with at least 20,000 draws,
        unless even one of these takes too long to be solved by itself.
    seed : int or numpy.random.Generator
        Which sample; every choice is asked with the same draws.
    max_orders : int
        About how many orders of moves is asked at most where there are five players or more, who have 541
        and more; up to four players all of them are asked about.
    max_exact, max_seconds : optional
        As for :func:`belarusgame.explore.sweep`: the first in each sweep, the second in all of them together.

    Returns
    -------
    Structures
        The rows. *Weights that depend*: those that share a claim, directly or by way of others, stand at one
        quantile of their distributions in every draw (they are comonotonic); so does, in another row,
        everything that is judged. *Held*: players whom the event names are not held, which would answer it.
        Under other orders of moves, draws in which somebody randomises are solved one by one, by default at
        most eight of each 4096, and fewer where each takes long; the others are undecided, which the bounds
        show.

    Raises
    ------
    GameError
        For an event that is not of this scenario, or none at all.

    Examples
    --------
    >>> import belarusgame as bg
    >>> found = bg.explore.structures(bg.load_scenario("belarus-2022"), draws=200, seed=1)
    >>> found.as_coded.kind, len(found.of_kind("order"))
    ('as coded', 74)
    """
    checked_scenario(scenario)
    asked = asked_event(scenario, event)
    draws = whole_number("draws", draws)
    number = whole_seed(seed)
    variants = variants_of(
        scenario, asked, concept_of(concept, scenario.order), number, whole_number("max_orders", max_orders)
    )
    with within_seconds(checked_seconds(max_seconds)):
        asking = counted(variants, CHOICES)
        found = _shifted([ask(variant, asked, draws, number, max_exact) for variant in asking])
        closer = [
            k
            for k in _closer(found)
            if found[k].share is not None
            and draws < MORE_DRAWS
            and solved_one_by_one(variants[k], max_exact) != 0
        ]
        # The one as coded is among them: a shift is a difference over the same draws only.
        again = [
            ask(variants[k], asked, MORE_DRAWS, number, max_exact, found[k].verdict)
            for k in counted(closer, f"{CHOICES} again")
        ]
    for k, one in zip(closer, _shifted(again), strict=True):
        found[k] = one
    others = sorted(found[1:], key=lambda one: _moved(one, found[0]), reverse=True)
    # The scenario's own order is no variant, but was asked about as coded.
    players, coded = len(scenario.players), variants[0].concept == "sequential"
    known = sum(variant.kind == "order" for variant in variants) + coded
    return Structures(
        event=asked,
        concept=variants[0].concept,
        structures=(found[0], *others),
        orders_left=number_of_orders(players) - known if players > MOST_LISTED else 0,
    )


def _closer(found: list[Structure]) -> list[int]:
    """Return the positions of what is as coded and of what moves it most; of the orders one a verdict."""
    ranked = sorted(range(1, len(found)), key=lambda k: _moved(found[k], found[0]), reverse=True)
    orders = {found[k].verdict: k for k in reversed(ranked) if found[k].kind == "order"}
    rows = [k for k in ranked if found[k].kind != "order" or k in orders.values()]
    return [0, *rows[:CLOSER]]


def _shifted(found: list[Structure]) -> list[Structure]:
    """Compare with the first, which is as coded, and with the same draws."""
    return [
        one
        if one.share is None or found[0].share is None
        else replace(one, shift=one.share.some - found[0].share.some)
        for one in found
    ]


def _moved(one: Structure, coded: Structure) -> tuple[bool, bool, float]:
    """Rank by how far the answer moves; what is undecided at the likely weights is no other verdict."""
    # Compared from the left: what is not defined comes last, whatever it says.
    other = one.verdict not in (coded.verdict, "undecided", "not defined")
    return one.share is not None, other, abs(one.shift)
