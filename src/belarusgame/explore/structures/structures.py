"""What does the answer depend on, beside the weights? Every modelling choice that is no number, in turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from belarusgame.base.concept_names import ConceptName, concept_of
from belarusgame.base.labels import PartialProfile, event_of, event_words
from belarusgame.base.settings import whole_number, whole_seed
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError
from belarusgame.explore.sampling import Share, sweep
from belarusgame.explore.structures.variants import Kind, Variant, held_variants, variants_of
from belarusgame.scenario import Scenario, checked_scenario
from belarusgame.solve.concepts import outcomes_of

__all__ = ["Structure", "Structures", "Verdict", "structures", "what_if"]

Verdict = Literal["never", "in some outcomes", "always", "no outcome", "undecided", "not defined"]

#: So many rows, those that move the answer most, are drawn for again, with so many draws.
CLOSER, MORE_DRAWS = 10, 20_000

#: Where several move at the same time, a draw in which somebody randomises can take a second: so many of a
#: block are solved one by one at most, and the others are undecided.
MOST_EXACT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """One modelling choice, and what the answer is under it.

    Attributes
    ----------
    kind : str
        Which sort of choice: ``as coded``, ``delegation``, ``type``, ``convention``, ``dependence``,
        ``held``, ``pair held``, ``simultaneous``, ``order`` or ``coding``.
    choice : str
        The choice in words; empty for the scenario as it is coded.
    verdict : str
        Whether the event happens at the likely weights: ``never``, ``in some outcomes``, ``always``,
        ``no outcome``, ``undecided``, or ``not defined`` where the choice makes no sense.
    share : Share or None
        In what share of the draws it happens; None where it is not defined.
    shift : float
        How far the share is from that of the scenario as coded, over the same draws, with its sign.
    why : str
        Why it is not defined.
    """

    kind: Kind
    choice: str
    verdict: Verdict
    share: Share | None
    shift: float = 0.0
    why: str = ""

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The least and the greatest share of draws in which it can happen, whatever is undecided."""
        if self.share is None:
            return None
        return self.share.every, min(1.0, self.share.some + self.share.undecided)

    @property
    def words(self) -> str:
        """The choice in words."""
        return self.choice or self.kind

    def row(self) -> dict[str, object]:
        """Return the structure as a row of a table."""
        share = self.share
        return {
            "structure": self.kind,
            "choice": self.choice,
            "likely": self.verdict,
            "share": "" if share is None else share.some,
            "shift": "" if share is None else self.shift,
            "interval": "" if share is None else share.some_interval,
            "bounds": "" if share is None else self.bounds,
            "draws": "" if share is None else share.draws,
        }


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
    """

    event: PartialProfile
    concept: str
    structures: tuple[Structure, ...]

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
        """Why some are not defined."""
        return tuple(dict.fromkeys(one.why for one in self.structures if one.why))[:3]

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


def structures(
    scenario: Scenario,
    event: PartialProfile | None = None,
    *,
    concept: ConceptName | None = None,
    draws: int = 2_000,
    seed: int | np.random.Generator = 0,
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
        For each choice; the ten that move the answer most are drawn for again, with at least 20,000 draws.
    seed : int or numpy.random.Generator
        Which sample; every choice is asked with the same draws.

    Returns
    -------
    Structures
        The rows. *Weights that depend*: those that share a claim, directly or by way of others, stand at one
        quantile of their distributions in every draw (they are comonotonic); so does, in another row,
        everything that is judged. *Held*: players whom the event names are not held, which would answer it.
        Under other orders of moves, draws in which somebody randomises are solved one by one, at most eight
        of each 4096; the others are undecided, which the bounds show.

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
    asked = _question(scenario, event)
    whole_number("draws", draws)
    number = whole_seed(seed)
    variants = variants_of(scenario, asked, concept_of(concept, scenario.order), number)
    found = _shifted([_ask(variant, asked, draws, number) for variant in variants])
    closer = [k for k in _closer(found) if found[k].share is not None and draws < MORE_DRAWS]
    again = [_ask(variants[k], asked, MORE_DRAWS, number, found[k].verdict) for k in closer]
    for k, one in zip(closer, _shifted(again), strict=True):
        found[k] = one
    others = sorted(found[1:], key=lambda one: _moved(one, found[0]), reverse=True)
    return Structures(event=asked, concept=variants[0].concept, structures=(found[0], *others))


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


def _question(scenario: Scenario, event: PartialProfile | None) -> Mapping[str, tuple[str, ...]]:
    if event is None and scenario.question is None:
        raise GameError("the scenario asks no question: name an event, such as {player: strategy}")
    asked = event_of("event", event if event is not None else scenario.question or {})
    scenario.labels.allowed(asked)
    return asked


def _moved(one: Structure, coded: Structure) -> tuple[bool, bool, float]:
    """Rank by how far the answer moves; what is undecided at the likely weights is no other verdict."""
    other = one.verdict not in (coded.verdict, "undecided", "not defined")
    return one.share is not None, other, abs(one.shift)


def _ask(
    variant: Variant, event: PartialProfile, draws: int, seed: int, verdict: Verdict | None = None
) -> Structure:
    """Ask under one choice: at the likely weights, unless that is known, and in draws."""
    try:
        known = verdict if verdict is not None else _verdict(variant, event)
        found = sweep(
            variant.scenario,
            draws,
            seed,
            concept=variant.concept,
            fix=variant.fix,
            together=variant.together,
            logit=0,
            conventions=False,
            max_exact=MOST_EXACT if variant.kind in ("simultaneous", "order") else "default",
            progress=False,
        )
        share = found.share(event)
    except GameError as error:
        if variant.kind not in ("order", "coding"):
            raise
        return Structure(
            kind=variant.kind, choice=variant.choice, verdict="not defined", share=None, why=str(error)
        )
    return Structure(kind=variant.kind, choice=variant.choice, verdict=known, share=share)


def _verdict(variant: Variant, event: PartialProfile) -> Verdict:
    """Say whether an event happens at the likely weights."""
    game = variant.scenario.game(types=variant.types)
    if variant.fix:
        game = game.restrict({player: (label,) for player, label in variant.fix.items()})
    solution = outcomes_of(game, variant.concept, variant.scenario.order)
    chances = solution.probability_range(event)
    if chances is not None and chances[0] < 1 and chances[1] > 0:
        return "in some outcomes"
    if solution.status != "complete":
        return "undecided"
    return "no outcome" if chances is None else "always" if chances[0] > 0 else "never"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class WhatIf(Tabular):
    """What follows if a player does not reason but does one thing, whatever it is.

    Attributes
    ----------
    event : mapping
        What is asked about.
    player : str
        Who is held.
    name : str
        What the player is called in sentences.
    plural : bool
        Whether that name is a plural.
    held : tuple of Structure
        One for each of the player's strategies.
    """

    event: PartialProfile
    player: str
    name: str
    plural: bool
    held: tuple[Structure, ...]

    @property
    def range(self) -> tuple[float, float]:
        """The least and the greatest share of draws over the player's strategies."""
        shares = [one.share.some for one in self.held if one.share is not None]
        return min(shares), max(shares)

    def rows(self) -> Rows:
        """Return one row a strategy."""
        return [{k: v for k, v in one.row().items() if k not in ("structure", "shift")} for one in self.held]

    @property
    def heading(self) -> str:
        """The answer in words."""
        low, high = (f"{100 * end:.2g} %" for end in self.range)
        does = "do" if self.plural else "does"
        shares = low if low == high else f"{low} to {high}"
        return f"Whatever {self.name} {does}: {event_words(self.event)} happens in {shares} of the draws."


def what_if(
    scenario: Scenario,
    player: str,
    event: PartialProfile | None = None,
    *,
    concept: ConceptName | None = None,
    draws: int = 20_000,
    seed: int | np.random.Generator = 0,
) -> WhatIf:
    """Hold one player at each of its strategies in turn, and ask what happens then.

    An analyst often knows better what the others want than what this player does. What holds whatever it does
    rests on none of its motives.

    Parameters
    ----------
    scenario : Scenario
        The model.
    player : str
        Who is held.
    event, concept, draws, seed
        As for :func:`structures`.

    Examples
    --------
    >>> import belarusgame as bg
    >>> found = bg.explore.what_if(bg.load_scenario("belarus-2022"), "west", draws=1000)
    >>> [one.choice for one in found.held]
    ['west = isolate', 'west = differentiate', 'west = destabilise']
    """
    checked_scenario(scenario)
    asked, who = _question(scenario, event), scenario.player(player)
    whole_number("draws", draws)
    coded = Variant(
        kind="as coded", choice="", scenario=scenario, concept=concept_of(concept, scenario.order)
    )
    number = whole_seed(seed)
    if player in asked:
        raise GameError(f"player = {player!r}: the event names it, and holding it would answer the question")
    held = tuple(_ask(variant, asked, draws, number) for variant in held_variants(coded, player))
    return WhatIf(event=asked, player=player, name=who.name, plural=who.plural, held=held)
