"""One question under one modelling choice: at the likely weights, and in draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from belarusgame.base.labels import PartialProfile, event_of
from belarusgame.errors import GameError
from belarusgame.explore.sampling import MostExact, Share, most_exact, sweep
from belarusgame.explore.structures.variants import Kind, Variant
from belarusgame.scenario import Scenario
from belarusgame.solve.concepts import outcomes_of

Verdict = Literal["never", "in some outcomes", "always", "no outcome", "undecided", "not defined"]

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
        # Least where nothing that is undecided has it in every outcome, greatest where all of it has it in
        # some.
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


def asked_event(scenario: Scenario, event: PartialProfile | None) -> Mapping[str, tuple[str, ...]]:
    """Read the event that is asked about; by default the scenario's question."""
    if event is None and scenario.question is None:
        raise GameError("the scenario asks no question: name an event, such as {player: strategy}")
    asked = event_of("event", event if event is not None else scenario.question or {})
    scenario.labels.allowed(asked)
    return asked


def ask(
    variant: Variant,
    event: PartialProfile,
    draws: int,
    seed: int,
    max_exact: MostExact = "default",
    verdict: Verdict | None = None,
) -> Structure:
    """Ask under one choice: at the likely weights, unless that is known, and in draws.

    Where an order of moves or another coding makes no sense of the question, the verdict is ``not defined``.
    """
    try:
        # With more draws the verdict at the likely weights stays what it was.
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
            max_exact=solved_one_by_one(variant, max_exact),
            progress=False,
        )
        share = found.share(event)
    except GameError as error:
        # Only another order or another file can make no sense of the question; elsewhere an error is the
        # caller's.
        if variant.kind not in ("order", "coding"):
            raise
        return Structure(
            kind=variant.kind, choice=variant.choice, verdict="not defined", share=None, why=str(error)
        )
    return Structure(kind=variant.kind, choice=variant.choice, verdict=known, share=share)


def solved_one_by_one(variant: Variant, max_exact: MostExact) -> MostExact:
    """Return how many draws of a block are solved one by one at most, as a sweep takes it."""
    if not isinstance(max_exact, str) or variant.kind not in ("simultaneous", "order"):
        return max_exact
    return most_exact(variant.scenario, variant.concept, MOST_EXACT)


def _verdict(variant: Variant, event: PartialProfile) -> Verdict:
    """Say whether an event happens at the likely weights."""
    game = variant.scenario.game(types=variant.types or None)
    if variant.fix:
        game = game.restrict({player: (label,) for player, label in variant.fix.items()})
    solution = outcomes_of(game, variant.concept, variant.scenario.order)
    chances = solution.probability_range(event)
    # Two outcomes that differ, or one that leaves it to chance, say so even where the list is not complete.
    if chances is not None and chances[0] < 1 and chances[1] > 0:
        return "in some outcomes"
    if solution.status != "complete":
        return "undecided"
    return "no outcome" if chances is None else "always" if chances[0] > 0 else "never"
