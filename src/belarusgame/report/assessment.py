"""The main job: what follows from a scenario, in both readings, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from belarusgame.base.at_work import working_on
from belarusgame.base.labels import PartialProfile, choices_of, event_words
from belarusgame.base.settings import whole_number, whole_seed
from belarusgame.base.tables import Printed, Rows, Tabular
from belarusgame.errors import GameError
from belarusgame.explore.proving import Guarantee
from belarusgame.explore.structures import StatusQuo, Structures, status_quo, structures
from belarusgame.outcome import Outcome
from belarusgame.report.audit import Audit, audit
from belarusgame.report.explain import explain
from belarusgame.report.explanation import Comparison, Explanation
from belarusgame.report.headlines import Headlines, asking, exclusions, headlines
from belarusgame.scenario import Scenario, checked_scenario
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.sequential import sequential_equilibria
from belarusgame.solve.solution import Solution

#: Draws of each modelling choice: as many as tell a percent from none.
STRUCTURE_DRAWS = 500

#: Orders of moves that are asked about where there are too many to ask about all.
ORDERS = 25


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading(Printed):
    """One way of reading the game: its solution, and why each outcome holds.

    Attributes
    ----------
    title : str
        Who is assumed to see what.
    solution : Solution
        What happens.
    explanations : tuple of Explanation
        One an outcome.
    """

    title: str
    solution: Solution
    explanations: tuple[Explanation, ...]

    def used(self, player: str, strategies: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of a player's strategies that some outcome, or cluster of them, may make happen."""
        ranges = {label: self.solution.probability_range({player: label}) for label in strategies}
        return tuple(label for label, chances in ranges.items() if chances is not None and chances[1] > 0)

    def answer(self, event: PartialProfile) -> str:
        """Say in words whether an event happens."""
        chances = self.solution.probability_range(event)
        proven = self.solution.status == "complete"
        if chances is None:
            return "no outcome exists" if proven else "no outcome was found, and the search is not complete"
        what = _how_often(*chances, listed=not self.solution.components)
        return what if proven else f"{what} found, but the list is not proven complete"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Assessment(Tabular):
    """What follows from a scenario.

    Attributes
    ----------
    scenario : Scenario
        What was assessed, with those held who were.
    readings : tuple of Reading
        The sequential one first, where the scenario has an order; then the simultaneous one.
    audit : Audit
        What the coding rests on.
    headlines : tuple of Headlines
        The answers under uncertain payoffs, one for each reading; in brief, for the first one alone; empty if
        they were not asked for.
    excluded : tuple of Guarantee
        What can be excluded over all assumptions in each reading, for a scenario with headlines.
    structures : Structures or None
        The answer under every modelling choice, for a scenario with headlines.
    status_quo : StatusQuo or None
        In what share of the draws the situation of the date is an outcome, for a scenario with headlines.
    """

    scenario: Scenario
    readings: tuple[Reading, ...]
    audit: Audit
    headlines: tuple[Headlines, ...] = ()
    excluded: tuple[Guarantee, ...] = ()
    structures: Structures | None = None
    status_quo: StatusQuo | None = None

    @property
    def differences(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """The players whose strategies differ between the readings, with what they use in each."""
        used = {
            player.key: tuple(reading.used(player.key, tuple(player.strategies)) for reading in self.readings)
            for player in self.scenario.players
        }
        return {player: sets for player, sets in used.items() if len(set(sets)) > 1}

    @property
    def most_fragile(self) -> tuple[Explanation, Comparison] | None:
        """The comparison that decides the question and that the smallest move of its weights would tip.

        It decides if its alternative, with what the others would answer, changes whether the event happens;
        of a scenario that asks nothing every comparison counts. None where none can be tipped.
        """
        main = self.readings[0]
        found = [
            (explanation, comparison)
            for outcome, explanation in zip(main.solution.outcomes, main.explanations, strict=True)
            for comparison in explanation.comparisons
            if comparison.tips_at is not None and self._decides(outcome, comparison)
        ]
        return min(found, key=lambda pair: pair[1].tips_at or 0, default=None)

    def asked_about(self, explanation: Explanation) -> Comparison | None:
        """Return the comparison of whom the question is about, by itself or by who decides for it.

        Of several the one that the smallest move of its weights would tip; None where nobody else's choice is
        asked about, or no other choice of theirs would change the answer.
        """
        asked, main = self.scenario.question or {}, self.readings[0]
        outcome = main.solution.outcomes[main.explanations.index(explanation)]
        own = [c for c in explanation.comparisons if c.player in asked and self._decides(outcome, c)]
        return min(own, key=lambda c: math.inf if c.tips_at is None else c.tips_at, default=None)

    def _decides(self, outcome: Outcome, comparison: Comparison) -> bool:
        asked = self.scenario.question
        if asked is None:
            return True
        instead = {comparison.player: comparison.alternative, **(comparison.leads_to or {})}
        return any(
            # The event happens in one of the two and not in the other; "or" joins what is mixed between.
            (outcome.probability({player: labels}) > 0) != (set(after.split(" or ")) <= set(labels))
            for player, labels in choices_of("question", asked).items()
            if (after := instead.get(player)) is not None
        )

    def rows(self) -> Rows:
        """Return one row a player: what it does in each reading."""
        return [
            {"player": player.name}
            | {
                reading.solution.concept: " or ".join(reading.used(player.key, tuple(player.strategies)))
                for reading in self.readings
            }
            for player in self.scenario.players
        ]

    @property
    def below(self) -> Sequence[str]:
        """The answers to the question, why the outcomes of the main reading hold, and the headlines."""
        asked = self.scenario.question
        answers = [
            f"{reading.solution.concept}: {event_words(asked)} {reading.answer(asked)}."
            for reading in self.readings
            if asked is not None
        ]
        reasons = [s for explanation in self.readings[0].explanations for s in explanation.sentences]
        return (*answers, *reasons, *(s for found in self.headlines for s in found.sentences))

    @property
    def heading(self) -> str:
        """The line above the table."""
        held = f", with {event_words(self.scenario.fixed)}" if self.scenario.fixed else ""
        return f"Assessment of {self.scenario.name}: {self.scenario.title}{held}"


@working_on("the assessment")
def assess(
    scenario: Scenario,
    *,
    weights: Mapping[str, Any] | None = None,
    drivers: Mapping[str, Any] | None = None,
    types: Mapping[str, str] | None = None,
    delegations: Mapping[str, bool] | None = None,
    draws: int = 0,
    seed: int = 1,
    fix: Mapping[str, str] | None = None,
    brief: bool = False,
    max_exact: int | Literal["default"] | None = "default",
    max_seconds: float | None = None,
) -> Assessment:
    """Solve a scenario in both readings and explain every outcome.

    Parameters
    ----------
    scenario : Scenario
        Any scenario; without an order there is only the simultaneous reading.
    weights, drivers, types, delegations : mapping, optional
        As in :meth:`Scenario.game`; by default the likely weights, drivers at 1 and no types.
    draws : int
        How many draws of the assumptions the headlines rest on; with 0 there are none. They are about the
        ranges of a scenario that asks a question, so nothing can be set with them.
    seed : int
        For the draws.
    fix : mapping of str to str, optional
        Players whose choice is taken away, with what they do; see :meth:`Scenario.fixing`. The audit is of
        the coding as it stands.
    brief : bool
        Whether to leave out what only the sections below the first screen show; see ``headlines``.
    max_exact : int or None, optional
        How many draws are solved one by one at most, as in :func:`belarusgame.explore.sweep`.
    max_seconds : float, optional
        The time that the search for all Nash equilibria may take; an answer that it cuts short is partial,
        says so, and differs from run to run.

    Examples
    --------
    >>> import belarusgame as bg
    >>> assessment = bg.report.assess(bg.load_scenario("belarus-2022"))
    >>> [reading.solution.status for reading in assessment.readings]
    ['complete', 'complete']
    """
    # Two of them: what is held is part of the question, not of the coding, which the audit is about.
    coded, scenario = checked_scenario(scenario), asking(checked_scenario(scenario), fix)
    draws, seed = whole_number("draws", draws, least=0), whole_seed(seed)
    game = scenario.game(weights, drivers, types, delegations)
    solutions = {"everybody moves at once": all_equilibria(game, max_seconds=max_seconds)}
    if scenario.order is not None:
        moves = ", then ".join(
            " and ".join(scenario.player(key).name for key in group) for group in scenario.order
        )
        solutions = {f"{moves}": sequential_equilibria(game, scenario.order)} | solutions
    readings = [
        Reading(
            title=title,
            solution=solution,
            explanations=tuple(
                explain(
                    scenario,
                    outcome,
                    weights=weights,
                    drivers=drivers,
                    types=types,
                    delegations=delegations,
                )
                for outcome in solution.outcomes
            ),
        )
        for title, solution in solutions.items()
    ]
    if draws and (weights or drivers or types or delegations):
        raise GameError(
            "headlines are about the ranges: use draws=0 together with weights, drivers, types or delegations"
        )
    uncertain = headlines(scenario, draws=draws, seed=seed, brief=brief, max_exact=max_exact) if draws else ()
    return Assessment(
        scenario=scenario,
        readings=tuple(readings),
        audit=audit(coded),
        headlines=uncertain,
        excluded=exclusions(scenario, uncertain),
        structures=structures(scenario, draws=STRUCTURE_DRAWS, seed=seed, max_orders=ORDERS)
        if draws
        else None,
        status_quo=status_quo(scenario, seed=seed) if draws else None,
    )


def _how_often(least: float, greatest: float, *, listed: bool) -> str:
    """Say in words how often an event happens over the outcomes, listed one by one, at least and at most."""
    if greatest == 0.0:
        return "happens in no outcome"
    if least == 1.0:
        return "happens in every outcome"
    if listed and (least, greatest) == (0.0, 1.0):
        return "happens in some outcomes but not in all"
    if least == greatest:
        return f"happens with probability {least:.3g} in every outcome"
    return f"happens with probability {least:.3g} to {greatest:.3g}, depending on the outcome"
