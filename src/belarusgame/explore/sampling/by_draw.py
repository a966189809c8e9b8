"""Outcomes and payoffs of each single draw, for questions that compare the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray, Labels, matches
from belarusgame.base.time_limit import end_on_the_wall
from belarusgame.explore.sampling.chunk import Job
from belarusgame.explore.sampling.compiled_scenario import make_layout
from belarusgame.explore.sampling.draws import Draws
from belarusgame.explore.sampling.one_draw import ExactSolver
from belarusgame.explore.sampling.run import chunk_size, run
from belarusgame.explore.sampling.tally import Found

if TYPE_CHECKING:
    from belarusgame.scenario import Scenario


@dataclass(frozen=True, kw_only=True, eq=False)
class ByDraw:
    """What was found in every draw."""

    labels: Labels  #: the players, with the strategies that are left to them
    codes: NDArray[np.int32]  #: for each draw the position among ``kinds``
    kinds: tuple[Found, ...]  #: what the outcomes of a draw can look like

    def profiles(self, kind: Found) -> list[dict[str, str]] | None:
        """Name the outcomes of a kind; None if it is undecided, or somebody randomises in one."""
        if kind.partial or kind.mixed:
            return None
        places = np.ndindex(*self.labels.counts)
        return [self.labels.named(place) for k, place in enumerate(places) if kind.pure >> k & 1]


def solved_by_draw(
    scenario: Scenario, draws: Draws, count: int, concept: str, fix: Mapping[str, str], max_exact: int | None
) -> ByDraw:
    """Solve the first ``count`` draws of a sample, with some players held at what they do.

    Of each block, ``max_exact`` draws are solved one by one at most.
    """
    held = scenario.fixing(fix)
    solver = ExactSolver(scenario=held, draws=draws, concept=concept, select=None, watched=())
    layout = make_layout(held, draws, concept)
    job = Job(
        labels=held.labels,
        layout=layout,
        exact=solver,
        draws=count,
        kept=count,
        max_exact=max_exact,
        deadline=end_on_the_wall(),
    )
    codes, kinds = run(job, chunk_size(concept, count), None, None, False).kept()
    return ByDraw(labels=held.labels, codes=codes, kinds=kinds)


def decided_by_draw(
    scenario: Scenario, draws: Draws, values: FloatArray, player: str, profile: Mapping[str, str]
) -> FloatArray:
    """Return what a player's choice is judged by in a profile in every draw: what whoever decides gets.

    The values have the shape ``(inputs, draws)``, as :meth:`Draws.values` gives them.
    """
    decided = _payoffs(scenario, draws, values, player, profile)
    for made in scenario.delegations:
        if made.player == player and matches(made.when, profile):
            on = values[draws.row(made.name, "delegation")] > 0
            decided = np.where(on, _payoffs(scenario, draws, values, made.to, profile), decided)
    return decided


def _payoffs(
    scenario: Scenario, draws: Draws, values: FloatArray, player: str, profile: Mapping[str, str]
) -> FloatArray:
    """Return what a player gets in a profile in every draw, summed in the scenario's order."""
    place = tuple(int(vector.argmax()) for vector in scenario.labels.vectors(profile))
    features = scenario.features()
    total = np.zeros(values.shape[1])
    for k, consideration in enumerate(scenario.considerations):
        effect = float(features.values[(k, *place)])
        if consideration.player == player and effect:
            total = total + effect * _factors(scenario, draws, values, consideration.key)
    return total


def _factors(scenario: Scenario, draws: Draws, values: FloatArray, key: str) -> FloatArray:
    """Return a consideration's weight times its driver's level and its types' scales in every draw."""
    consideration = scenario.consideration(key)
    factors = values[draws.row(key, "weight")]
    if consideration.driver is not None:
        factors = factors * values[draws.row(consideration.driver, "driver")]
    for made in scenario.types:
        if (scale := made.factors.get(key)) is not None:
            kinds = [t.name for t in scenario.types if t.player == made.player]
            being = values[draws.row(made.player, "type")] == kinds.index(made.name) + 1
            factors = factors * np.where(being, float(scale), 1.0)
    return factors
