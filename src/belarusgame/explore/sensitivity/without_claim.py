"""The answer without each claim in turn, everything that rests on it being derived anew."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from belarusgame.base.at_work import counted
from belarusgame.base.labels import FloatArray, event_words, listed
from belarusgame.base.tables import Printed, Rows, Tabular
from belarusgame.evidence import Claim
from belarusgame.explore.plans import Question
from belarusgame.game import Equilibrium, Game
from belarusgame.scenario import Scenario
from belarusgame.solve.solution import Solution

#: Computes the answer for a scenario and an event, one number a draw, nan where it was not settled.
Answer = Callable[[Scenario, Mapping[str, Any]], FloatArray]

#: What the answer is by default.
AT_LIKELY = "the probability at the likely weights"

#: A smaller move than this is rounding.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut(Printed):
    """The answer without one claim.

    Attributes
    ----------
    claim, says : str
        Which claim, and what it says.
    changes : tuple of str
        What becomes different in the scenario, in words; empty if nothing does.
    answer : float
        The answer without the claim, on average over the draws; nan if none was settled.
    move : float
        By how much that is more than with all claims in the same draws.
    settled : int
        The number of draws that it rests on; ties leave few.
    outcomes : tuple of str
        The outcomes at the likely weights, without the claim.
    changed : bool
        Whether these are others than with all claims.
    overturned : bool
        Whether the event happens in all, in some or in none of them, and that is not so with all claims.
    partial : bool
        Whether the solver could not list all outcomes.
    turns : mapping of str to str
        The players who do something else in the outcomes at the likely weights, with what that is.
    """

    claim: str
    says: str
    changes: tuple[str, ...]
    answer: float
    move: float
    settled: int
    outcomes: tuple[str, ...]
    changed: bool
    overturned: bool
    partial: bool = False
    turns: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LeavingOut(Tabular):
    """The answer without each claim in turn, the largest move first.

    Attributes
    ----------
    event : mapping
        What the answer is about.
    answer_is : str
        What the answer measures.
    answer : float
        The answer with all claims.
    draws : int
        How many draws there were; 1 where everything was at its likely value.
    outcomes : tuple of str
        The outcomes at the likely weights with all claims.
    claims : tuple of LeftOut
        One for each claim that is not background.
    players : tuple of str
        Who plays.
    """

    event: Mapping[str, Any]
    answer_is: str
    answer: float
    draws: int
    outcomes: tuple[str, ...]
    claims: tuple[LeftOut, ...]
    players: tuple[str, ...]

    def rows(self) -> Rows:
        """Return one row a claim."""
        return [
            {
                "without": left.claim,
                "answer": left.answer,
                "move": left.move,
                "outcomes at the likely weights": (" | ".join(left.outcomes) or "none")
                if left.changed
                else "the same",
                "because": self._because(left),
            }
            for left in self.claims
        ]

    def _because(self, left: LeftOut) -> str:
        reasons = [*left.changes] or ["no number of the game rests on it alone"]
        if left.settled < self.draws:
            reasons.append(f"settled in {left.settled} of {self.draws} draws only")
        return "; ".join(reasons)

    @property
    def heading(self) -> str:
        """What the answer is with all claims."""
        outcomes = " | ".join(self.outcomes) or "none"
        return f"Leaving one claim out: {self.answer_is} is {self.answer:.4g} with all; outcomes {outcomes}"

    @property
    def sentence(self) -> str:
        """Which claims carry the outcome at the likely weights."""
        turned = [left.claim for left in self.claims if left.overturned]
        others = [left.claim for left in self.claims if left.changed and not left.overturned]
        event = event_words(self.event)
        said = f"Whether {event} happens at the likely weights hangs on "
        said += f"claim {' and on claim '.join(turned)}" if turned else "no single claim"
        said += ", each by itself." if len(turned) > 1 else "."
        said += f" Without {listed(others, 'or')} somebody else's choice changes." if others else ""
        return said + self._in_draws()

    def _in_draws(self) -> str:
        """Say without which claim the answer over the draws moves most; nothing where there were none."""
        if self.answer_is == AT_LIKELY or not self.claims:
            return ""
        most = self.claims[0]
        if not most.move:
            return f" No claim moves {self.answer_is}, {self.answer:.3g}."
        return (
            f" What moves {self.answer_is} most is leaving out {most.claim}: "
            f"from {self.answer:.3g} to {most.answer:.3g}."
        )


def leaving_out(asked: Question, answer: Answer | None = None, answer_is: str = AT_LIKELY) -> LeavingOut:
    """Leave out each claim that is not background, and ask again.

    By default the answer is the event's probability in the outcomes at the likely weights; ``answer_is`` says
    what another one measures.
    """
    scenario = asked.scenario
    game = scenario.game()
    solved = asked.solve_all(game)
    before = _answered(asked, solved, answer)
    found: list[LeftOut] = []
    cited = [claim for claim in scenario.evidence.claims.values() if not claim.background]
    for claim in counted(cited, "claims left out"):
        less = scenario.without_claims([claim.name])
        found.append(_without(asked, claim, less, game, before, solved, answer))
    # What moves the answer most first; among those that do not, whatever changes somebody's choice, then a
    # range.
    found.sort(key=lambda left: (-np.nan_to_num(abs(left.move)), not left.changed, not left.changes))
    return LeavingOut(
        event=asked.event,
        answer_is=answer_is,
        answer=_mean(before),
        draws=len(before),
        outcomes=_outcomes(solved),
        claims=tuple(found),
        players=scenario.labels.players,
    )


def _without(
    asked: Question,
    claim: Claim,
    less: Scenario,
    game: Game,
    before: FloatArray,
    solved: Solution,
    answer: Answer | None,
) -> LeftOut:
    """Ask again without one claim; nothing is to be solved where nothing changes."""
    event = less.labels.left_of(asked.event)
    changes = tuple(changes_between(asked.scenario, less))
    after, now = before, solved
    if changes:
        again = Question(scenario=less, concept=asked.concept, event=event or {})
        other = less.game()
        # A claim may change ranges only, and leave the likely game as it is.
        now = solved if other.equals(game) else again.solve_all(other)
        after = np.zeros_like(before) if event is None else _answered(again, now, answer)
    move = _mean(after - before)
    return LeftOut(
        claim=claim.name,
        says=claim.says,
        changes=changes,
        answer=_mean(after),
        move=0.0 if abs(move) <= ROUNDING else move,
        settled=int(np.isfinite(after - before).sum()),
        outcomes=_outcomes(now),
        changed=_outcomes(now) != _outcomes(solved),
        overturned=_status(now, event) != _status(solved, asked.event),
        partial=now.status != "complete",
        turns=_turns(solved, now, game.players),
    )


def _turns(before: Solution, after: Solution, players: tuple[str, ...]) -> dict[str, str]:
    """Return who does something else after than before, and what."""
    old, new = _doings(before, players), _doings(after, players)
    return {player: " or ".join(does) or "nothing" for player, does in new.items() if does != old[player]}


def _doings(solution: Solution, players: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return what each player does in the outcomes, one by one, and in clusters of them may do."""
    found: dict[str, tuple[str, ...]] = {}
    for player in players:
        single = [outcome.doing(player) for outcome in solution.outcomes]
        clusters = [
            " or ".join(label for label, (_, most) in component.box.to_dict()[player].items() if most > 0.0)
            for component in solution.components
        ]
        found[player] = tuple(sorted(set(single + clusters)))
    return found


def _answered(asked: Question, solved: Solution, answer: Answer | None) -> FloatArray:
    if answer is not None:
        return answer(asked.scenario, asked.event)
    least, greatest = solved.probability_range(asked.event) or (0.0, 0.0)
    return np.array([(least + greatest) / 2.0])


def _status(solution: Solution, event: Mapping[str, Any] | None) -> tuple[bool, bool]:
    """Whether an event is certain in every outcome, and whether it can happen in some."""
    least, greatest = (event is not None and solution.probability_range(event)) or (0.0, 0.0)
    return least == 1.0, greatest > 0.0


def _mean(answers: FloatArray) -> float:
    """Average over the draws that were settled."""
    settled = answers[np.isfinite(answers)]
    return float(settled.mean()) if len(settled) else math.nan


def _outcomes(solution: Solution) -> tuple[str, ...]:
    """Write the outcomes, each as what the players do, in their order; of a cluster what they may do."""
    single = [
        "/".join(outcome.doing(player) for player in outcome.labels.players)
        for outcome in solution.outcomes
        if not (isinstance(outcome, Equilibrium) and outcome.isolated is False)  # it is in its cluster
    ]
    clusters = [
        "/".join(
            " or ".join(label for label, (_, most) in choices.items() if most > 0.0)
            for choices in component.box.to_dict().values()
        )
        for component in solution.components
    ]
    return tuple(sorted(single + clusters))


def changes_between(before: Scenario, after: Scenario) -> Iterator[str]:
    """Say what a scenario has lost that its game or its ranges depend on."""
    weights = {c.key: c.weight for c in after.considerations}
    for c in before.considerations:
        if c.key not in weights:
            yield f"{c.key} disappears"
        elif weights[c.key] != c.weight:
            yield f"{c.key} weighs {weights[c.key]} instead of {c.weight}"
    levels = {driver.name for driver in after.drivers}
    for driver in before.drivers:
        if driver.name not in levels:
            yield f"{driver.name} stays at level 1"
    types = {(kind.player, kind.name) for kind in after.types}
    for kind in before.types:
        if (kind.player, kind.name) not in types:
            yield f"nobody counts on {kind.player} being {kind.name}"
    chances = {made.name: made.probability for made in after.delegations}
    for made in before.delegations:
        if made.name not in chances:
            yield f"delegation {made.name} disappears"
        elif chances[made.name] != made.probability:
            yield f"delegation {made.name} has the chance {chances[made.name]} instead of {made.probability}"
    for old, new in zip(before.players, after.players, strict=True):
        for label in old.strategies:
            if label not in new.strategies:
                yield f"{old.key} is not known to be able to {label}"
