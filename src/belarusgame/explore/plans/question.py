"""Questions to a scenario: which profiles, by which concept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from belarusgame.base.concept_names import CONCEPTS, concept_of
from belarusgame.base.labels import BoolArray, PartialProfile, event_of, event_words
from belarusgame.base.sameness import same
from belarusgame.base.tables import Printed
from belarusgame.errors import GameError
from belarusgame.explore.plans.plans import Groups, Plans, Start, temptations
from belarusgame.game import Game
from belarusgame.scenario import Scenario, checked_scenario
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.pure import pure_equilibria
from belarusgame.solve.sequential import sequential_equilibria
from belarusgame.solve.solution import Solution
from belarusgame.weightspace import Profile


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question(Printed):
    """Whether some profiles can happen.

    Attributes
    ----------
    scenario : Scenario
        Where.
    concept : str
        ``sequential``, ``pure`` or ``nash``.
    event : mapping
        The partial profile in question.
    negated : bool
        Whether it is asked about the profiles outside the event.
    broken : tuple of int or None
        If given, the question is what else could tempt a mover on the path to this profile.
    """

    scenario: Scenario
    concept: str
    event: PartialProfile
    negated: bool = False
    broken: Profile | None = None

    @property
    def asked(self) -> BoolArray:
        """Mark the profiles asked about, in an array of the game's shape."""
        mask = self.scenario.labels.mask(self.event)
        return ~mask if self.negated else mask

    @property
    def profiles(self) -> list[Profile]:
        """The profiles asked about, as positions."""
        return [tuple(map(int, position)) for position in np.argwhere(self.asked)]

    def starts(self, plans: Plans) -> Iterator[Start]:
        """Yield what a plan must begin with to lead to a profile asked about, or to break the outcome."""
        if self.broken is None:
            yield from (Start(profile, None, plans.support(0, profile)) for profile in self.profiles)
        else:
            yield from temptations(plans, self.broken)

    @property
    def groups(self) -> Groups:
        """Who moves with whom, by position; one group where nobody sees a move."""
        labels, order = self.scenario.labels, self.scenario.order
        if self.concept != "sequential" or order is None:
            return (tuple(range(len(labels.players))),)
        return tuple(tuple(labels.player_index(player) for player in group) for group in order)

    @property
    def randomises(self) -> bool:
        """Whether outcomes of the concept need the mixed play of players who move at the same time."""
        return self.concept == "sequential" and max(map(len, self.groups)) > 1

    def solve(self, game: Game) -> Solution:
        """Solve a game by the concept; pure equilibria stand for the simultaneous concepts."""
        if self.concept == "sequential" and self.scenario.order is not None:
            return sequential_equilibria(game, self.scenario.order)
        return pure_equilibria(game)

    def solve_all(self, game: Game) -> Solution:
        """Solve a game by the concept, with mixed equilibria where the concept has them."""
        return all_equilibria(game) if self.concept == "nash" else self.solve(game)

    def problems(self, *allowed: str) -> tuple[str, ...]:
        """Return what is wrong with a question of a record that may have been forged."""
        try:
            asked = question(self.scenario, self.event, self.concept, allowed, negated=self.negated is True)
        except GameError as problem:
            return (str(problem),)
        return () if same(self, replace(asked, broken=self.broken)) else ("the question is malformed",)

    @property
    def held(self) -> tuple[str, ...]:
        """Who is held to what, as a message; nothing if everybody chooses."""
        fixed = self.scenario.fixed
        return (f"held, whatever the others do: {event_words(fixed)}",) if fixed else ()

    def words(self) -> str:
        """Say what is asked about."""
        return f"{'not ' if self.negated else ''}{event_words(self.event)}"


def question(
    scenario: Any, event: Any, concept: object, allowed: Sequence[str] = CONCEPTS, *, negated: bool = False
) -> Question:
    """Check a question: the scenario, the event, the concept."""
    checked_scenario(scenario)
    scenario.labels.allowed(event_of("event", event))
    meant = concept_of(concept, scenario.order, allowed)
    return Question(scenario=scenario, concept=meant, event=dict(event), negated=negated)
