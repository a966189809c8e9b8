"""What happens whatever one player does? It is held at each of its strategies in turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from belarusgame.base.at_work import counted, working_on
from belarusgame.base.concept_names import ConceptName, concept_of
from belarusgame.base.labels import PartialProfile, event_words
from belarusgame.base.settings import whole_number, whole_seed
from belarusgame.base.tables import Rows, Tabular
from belarusgame.base.time_limit import checked_seconds, within_seconds
from belarusgame.errors import GameError
from belarusgame.explore.sampling import MostExact
from belarusgame.explore.structures.structure import Structure, ask, asked_event
from belarusgame.explore.structures.variants import Variant, held_variants
from belarusgame.scenario import Scenario, checked_scenario


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
        low, high = (f"{100 * end:.3g} %" for end in self.range)
        does = "do" if self.plural else "does"
        shares = low if low == high else f"{low} to {high}"
        return f"Whatever {self.name} {does}: {event_words(self.event)} happens in {shares} of the draws."


@working_on("what would follow")
def what_if(
    scenario: Scenario,
    player: str,
    event: PartialProfile | None = None,
    *,
    concept: ConceptName | None = None,
    draws: int = 20_000,
    seed: int | np.random.Generator = 0,
    max_exact: MostExact = "default",
    max_seconds: float | None = None,
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
    event, concept, draws, seed, max_exact, max_seconds : optional
        As for :func:`belarusgame.explore.structures`.

    Examples
    --------
    >>> import belarusgame as bg
    >>> found = bg.explore.what_if(bg.load_scenario("belarus-2022"), "west", draws=1000)
    >>> [one.choice for one in found.held]
    ['west = isolate', 'west = differentiate', 'west = destabilise']
    """
    checked_scenario(scenario)
    asked, who = asked_event(scenario, event), scenario.player(player)
    player, draws = who.key, whole_number("draws", draws)
    coded = Variant(
        kind="as coded", choice="", scenario=scenario, concept=concept_of(concept, scenario.order)
    )
    number = whole_seed(seed)
    if player in asked:
        raise GameError(f"player = {player!r}: the event names it, and holding it would answer the question")
    choices = [*held_variants(coded, player)]
    with within_seconds(checked_seconds(max_seconds)):
        asking = counted(choices, "choices")
        held = tuple(ask(variant, asked, draws, number, max_exact) for variant in asking)
    return WhatIf(event=asked, player=player, name=who.name, plural=who.plural, held=held)
