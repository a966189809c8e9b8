"""One draw in exact arithmetic: the game that it makes, and what the solvers find in it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from belarusgame import solve
from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling.draws import Draws
from belarusgame.explore.sampling.tally import UNITS, Found, bits_of
from belarusgame.game import Game

if TYPE_CHECKING:
    from belarusgame.scenario import Scenario
    from belarusgame.solve import Component, Solution

#: How many games are remembered: inputs that are all fixed give few different ones.
REMEMBERED = 4096

#: So many draws of a block are solved one by one at most, where kernels nearly always settle them.
MOST_EXACT = {"sequential": 64, "pure": 64, "nash": None}

#: That many, where groups randomise at so many points of play at most: each point leaves some draws to be
#: solved one by one, and each is to be solved in them.
POINTS = 10

#: The profiles of a game with all of whose equilibria a draw is soon through; the time grows with the sixth
#: power of their number.
PROFILES, POWER = 81, 6

#: A group of three or more counts as so many points if groups follow that may continue in several ways: each
#: combination of these makes a game that has to be searched.
SEARCHED = 100


def most_exact(scenario: Scenario, concept: str, most: int | None) -> int | None:
    """Return how many draws of a block are solved one by one at most: fewer where each takes long."""
    if most is None or concept == "pure":
        return most
    profiles = math.prod(scenario.labels.counts)
    long = (profiles / PROFILES) ** POWER if concept == "nash" else (_points(scenario) / POINTS) ** 2
    return most if long <= 1.0 else int(most / long)


def _points(scenario: Scenario) -> int:
    """Return at how many points of play several who have a choice move at the same time."""
    labels, points, more = scenario.labels, 0, False
    sizes = [
        [labels.counts[labels.player_index(player)] for player in group] for group in scenario.order or ()
    ]
    for level in reversed(range(len(sizes))):
        free = sum(size > 1 for size in sizes[level])
        if free > 1:
            reached = math.prod(itertools.chain(*sizes[:level]))
            points += reached * (SEARCHED if free > 2 and more else 1)
            more = True
    return points


@dataclass(frozen=True, kw_only=True, eq=False)
class ExactSolver:
    """Solves single draws."""

    scenario: Scenario  #: whose game
    draws: Draws  #: what the rows of a draw mean
    concept: str  #: what is looked for
    select: str | None  #: the criterion by which one of several equilibria is picked
    watched: Sequence[Mapping[str, Any]]  #: the events whose probabilities are bounded

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if not key.startswith("_")}

    @cached_property
    def _known(self) -> dict[bytes, tuple[Found, list[int], list[int]]]:
        return {}

    def game(self, values: FloatArray) -> Game:
        """Return the game of one draw."""
        return self.draws.game(self.scenario, values)

    def solve(self, values: FloatArray) -> tuple[Found, list[int], list[int]]:
        """Return what one draw has, and the bounds of the watched events where these do not follow."""
        key = values.tobytes()
        known = self._known.get(key)  # asked once: another thread may clear the memory meanwhile
        if known is None:
            known = self._described(self.selected(self.solution(self.game(values))))
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = known
        return known

    def solution(self, game: Game) -> Solution:
        """Solve a game for the concept."""
        if self.concept == "sequential":
            return solve.sequential_equilibria(game, self.scenario.order or ())
        if self.concept == "pure":
            return solve.pure_equilibria(game)
        return solve.all_equilibria(game)

    def selected(self, solution: Solution) -> Solution:
        """Keep the equilibria that the criterion puts first, where there are several."""
        if self.select is None or len(solution.outcomes) < 2:
            return solution
        best = solve.rank(solution, by=cast(Any, self.select))[self.select].best
        return replace(solution, outcomes=tuple(solution.outcomes[k] for k in best)) if best else solution

    def _described(self, solution: Solution) -> tuple[Found, list[int], list[int]]:
        pure = [outcome for outcome in solution.outcomes if outcome.is_pure]
        mixed = [outcome for outcome in solution.outcomes if not outcome.is_pure]
        found = Found(
            partial=solution.status != "complete",
            pure=sum(bits_of(outcome.distribution > 0) for outcome in pure),
            mixed=tuple(
                sorted(
                    [bits_of(outcome.distribution > 0) for outcome in mixed]
                    + [bits_of(_reached(component)) for component in solution.components]
                )
            ),
        )
        if found.partial or not found.mixed:
            return found, [], []
        # Rounded outwards to whole units, so that sums over draws stay bounds.
        bounds = [solution.probability_range(event) or (0.0, 0.0) for event in self.watched]
        return (
            found,
            [math.floor(low * UNITS) for low, _ in bounds],
            [math.ceil(top * UNITS) for _, top in bounds],
        )


def _reached(component: Component) -> Any:
    """Mark the profiles that may happen in a cluster of equilibria."""
    marked = np.ones((), dtype=np.bool_)
    for bound in component.box.bounds:
        marked = np.multiply.outer(marked, bound[:, 1] > 0.0)
    return marked
