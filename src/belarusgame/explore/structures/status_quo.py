"""Is the situation of the day an outcome of its own model, and if not, what breaks it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.at_work import working_on
from belarusgame.base.concept_names import OUTCOME, ConceptName, PureConcept, concept_of
from belarusgame.base.labels import FloatArray, event_words
from belarusgame.base.order import later_movers
from belarusgame.base.settings import whole_number, whole_seed
from belarusgame.base.tables import Rows, Tabular
from belarusgame.base.time_limit import checked_seconds, within_seconds
from belarusgame.explore.changing import TippingPoint, tipping_points
from belarusgame.explore.sampling import (
    Draws,
    MostExact,
    Share,
    decided_by_draw,
    make_draws,
    solved_by_draw,
    sweep,
)
from belarusgame.scenario import Scenario, checked_scenario

#: Draws of a block that are solved one by one at most, where a comparison needs what the others answer.
MOST_EXACT = 8

#: A gain below this is none, in payoff units: sums of drawn numbers are rounded.
SMALLEST = 1e-9

#: The most draws: what is compared in each is held in memory.
MOST_DRAWS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One player's reason to leave the situation of the day.

    Attributes
    ----------
    player : str
        Who compares.
    stays, leaves : str
        What it does on the date, and what it could do instead.
    breaks : float
        In what share of the draws it gains by leaving, whatever the others answer.
    gain : float or None
        How much it gains there at least, on average over those draws, in payoff units; None if never.
    undecided : float
        The share of draws in which the others' answer was not worked out; never in ``breaks``.
    """

    player: str
    stays: str
    leaves: str
    breaks: float
    gain: float | None
    undecided: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class StatusQuo(Tabular):
    """Whether the situation of the day is an outcome of its own model.

    Attributes
    ----------
    reference : mapping of str to str
        What every player does on the date.
    concept : str
        Of which outcomes.
    share : Share
        In what share of the draws the reference is one.
    likely : bool
        Whether it is one at the likely weights.
    departures : tuple of Departure
        Every player's alternatives, those first that break it most often.
    change : TippingPoint or None
        The least change of the likely weights that makes it an outcome; None if it is one already.
    names : mapping of str to str
        What the players are called in sentences.
    plural : frozenset of str
        The players whose names are plurals.
    """

    reference: Mapping[str, str]
    concept: str
    share: Share
    likely: bool
    departures: tuple[Departure, ...]
    change: TippingPoint | None
    names: Mapping[str, str]
    plural: frozenset[str] = frozenset()

    @property
    def possible(self) -> bool:
        """Whether it is an outcome in any draw."""
        return self.share.some > 0

    @property
    def breaks_most(self) -> Departure | None:
        """The comparison that breaks it most often; None if none ever does."""
        first = self.departures[0] if self.departures else None
        return first if first is not None and first.breaks > 0 else None

    @property
    def sentence(self) -> str:
        """The answer in words."""
        how = f"in {100 * self.share.some:.3g} % of the draws" if self.possible else "in none of the draws"
        text = f"The situation of the day is an outcome {how}"
        first = self.breaks_most
        if first is not None:
            who = self.names[first.player]
            gain = "gain" if first.player in self.plural else "gains"
            text += (
                f"; in {100 * first.breaks:.3g} % {who} {gain} by {first.leaves} instead of {first.stays}, "
                f"{first.gain:.3g} on average"
            )
        return f"{text}."

    def rows(self) -> Rows:
        """Return one row a player and alternative."""
        return [
            {
                "player": one.player,
                "stays with": one.stays,
                "leaves for": one.leaves,
                "breaks it in": one.breaks,
                "gain there": "" if one.gain is None else one.gain,
                "undecided in": one.undecided,
            }
            for one in self.departures
        ]

    @property
    def below(self) -> Sequence[str | Tabular]:
        """What it would take."""
        if self.change is not None:
            return (self.change,)
        return (f"At the likely weights {event_words(self.reference)} is a {OUTCOME[self.concept]} already.",)

    @property
    def heading(self) -> str:
        """The answer in words."""
        return self.sentence


@working_on("the present situation")
def status_quo(
    scenario: Scenario,
    *,
    concept: ConceptName | None = None,
    draws: int = 2_000,
    seed: int | np.random.Generator = 0,
    max_exact: MostExact = "default",
    max_seconds: float | None = None,
) -> StatusQuo:
    """Ask whether what every player does on the scenario's date is an outcome, and what breaks it.

    A model in which the present cannot happen is wrong about something, and its forecast rests on that too.

    Parameters
    ----------
    scenario : Scenario
        The model; its reference is the situation of the day.
    concept : {"sequential", "pure", "nash"}, optional
        Which outcomes; by default ``sequential`` where the scenario has an order, else ``nash``.
    draws : int
        Of the weights, drivers, types and delegations; at most 100,000.
    seed : int or numpy.random.Generator
        Which sample.
    max_exact, max_seconds : optional
        As for :func:`belarusgame.explore.sweep`: the first in each sweep, the second in all of them together.

    Returns
    -------
    StatusQuo
        A player's alternative breaks the reference in a draw if every outcome after it, with those who moved
        before held at the reference, gives whoever decides for the player more than the reference does. In
        the other readings everybody else is held. The reference is an outcome where nothing breaks it.

    Examples
    --------
    >>> import belarusgame as bg
    >>> found = bg.explore.status_quo(bg.load_scenario("belarus-2022"), draws=500)
    >>> len(found.departures)
    8
    """
    checked_scenario(scenario)
    draws = whole_number("draws", draws, most=MOST_DRAWS, why="what is compared in each is held in memory")
    number, asked = whole_seed(seed), concept_of(concept, scenario.order)
    settings: dict[str, Any] = {"concept": asked, "logit": 0, "conventions": False, "progress": False}
    with within_seconds(checked_seconds(max_seconds)):
        found = sweep(scenario, draws, number, **settings, max_exact=max_exact)
        after = _departures(scenario, asked, draws, number, max_exact)
        departures = sorted(after, key=lambda one: -one.breaks)
    pure: PureConcept = "sequential" if asked == "sequential" else "pure"
    change = tipping_points(scenario, scenario.reference, concept=pure)
    likely = change.found and not change.moves and change.distance == 0
    return StatusQuo(
        reference=dict(scenario.reference),
        concept=asked,
        share=found.share(scenario.reference),
        likely=likely,
        departures=tuple(departures),
        change=None if likely else change,
        names={player.key: player.name for player in scenario.players},
        plural=frozenset(player.key for player in scenario.players if player.plural),
    )


def _departures(
    scenario: Scenario, concept: ConceptName, count: int, seed: int, max_exact: MostExact
) -> Iterator[Departure]:
    """Yield every player's alternatives, with how often each breaks the reference."""
    draws = make_draws(scenario, seed)
    values = draws.values(0, count)
    most = MOST_EXACT if isinstance(max_exact, str) else max_exact
    for player, labels in zip(scenario.labels.players, scenario.labels.strategies, strict=True):
        stays = scenario.reference[player]
        here = decided_by_draw(scenario, draws, values, player, scenario.reference)
        for leaves in labels:
            if leaves != stays:
                there, known = _after(scenario, concept, draws, values, player, leaves, most)
                gains = (there - here)[known & (there - here > SMALLEST)]
                yield Departure(
                    player=player,
                    stays=stays,
                    leaves=leaves,
                    breaks=len(gains) / count,
                    # Summed one by one, in the order of the draws: NumPy adds in blocks that depend on the
                    # machine.
                    gain=float(sum(gains.tolist()) / len(gains)) if len(gains) else None,
                    undecided=float(np.count_nonzero(~known)) / count,
                )


def _after(
    scenario: Scenario,
    concept: ConceptName,
    draws: Draws,
    values: FloatArray,
    player: str,
    leaves: str,
    most: int | None,
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return the least that whoever decides gets after a departure in every draw, and where it is known."""
    later = later_movers(scenario.order or (), player) if concept == "sequential" else set[str]()
    fix = {p: label for p, label in scenario.reference.items() if p not in later} | {player: leaves}
    count = values.shape[1]
    if not later:
        everywhere = np.full(count, fill_value=True)
        return decided_by_draw(scenario, draws, values, player, fix), everywhere
    # Who moves later answers the departure; who moved before has moved already.
    found = solved_by_draw(scenario, draws, count, concept, fix, most)
    least, known = np.full(count, np.inf), np.zeros(count, dtype=np.bool_)
    for code, kind in enumerate(found.kinds):
        here = found.codes == code
        for profile in found.profiles(kind) or ():
            gets = decided_by_draw(scenario, draws, values[:, here], player, profile)
            # Of several outcomes after a departure the worst counts: it breaks the reference only where all
            # pay more.
            least[here] = np.minimum(least[here], gets)
            known |= here
    # What is not known must not look like a gain.
    answer: FloatArray = np.where(known, least, -np.inf)
    return answer, known
