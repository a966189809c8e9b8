"""How far the weights can move before the present outcome breaks, and what breaks it first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.base.at_work import working_on
from belarusgame.base.concept_names import PureConcept
from belarusgame.base.sameness import differing, same
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import BudgetError, GameError, quoted
from belarusgame.explore.changing.least_distance import distance_words, move_words, proven_distance
from belarusgame.explore.changing.nearest import (
    NORMS,
    STEP,
    Move,
    Nearest,
    just_beyond,
    moves_of,
    nearest,
    proof_within,
)
from belarusgame.explore.changing.rechecked import changed_by, covers_all, misplaced, reached_strictly
from belarusgame.explore.changing.tipping import checked_settings
from belarusgame.explore.plans import (
    Extent,
    PlanProof,
    Question,
    Start,
    in_every_state,
    question,
    starts_at,
    state_words,
)
from belarusgame.outcome import Outcome
from belarusgame.scenario import Choice, Scenario, checked_scenario
from belarusgame.solve.solution import Solution
from belarusgame.weightspace import Norm, Profile, choice_at, space_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Break(Tabular):
    """What breaks one of the present outcomes first.

    Attributes
    ----------
    profile : mapping of str to str
        The outcome.
    norm : str
        How distance is measured.
    distance : float
        The robustness radius: nearer than this nothing breaks it; 0 if it is weak, infinite if nothing in
        reach breaks it.
    exact_distance : Fraction or None
        The same without rounding; in ``l2`` its square.
    player : str or None
        Who leaves first.
    instead : mapping of str to str or None
        What that leads to.
    moves : tuple of Move
        The change of assumptions at which the player becomes indifferent.
    beyond : Solution or None
        The game at most a step further, rebuilt and solved: the outcome is not in it.
    further : Choice or None
        The assumptions of that game.
    status : {"complete", "partial"}
        ``partial``: the outcome is still there beyond the point, so that the distance is only a lower bound;
        or the search was ended by its budget.
    certificate : PlanProof, Question or None
        Proves that nobody on the path gains by leaving it at any change smaller than ``at_least``, or in the
        whole reach. Of a weak outcome the question is enough: it is solved again.
    """

    profile: Mapping[str, str]
    norm: Norm
    distance: float
    exact_distance: Fraction | None = None
    player: str | None = None
    instead: Mapping[str, str] | None = None
    moves: tuple[Move, ...] = ()
    beyond: Solution | None = None
    further: Choice | None = None
    status: str = "complete"
    certificate: PlanProof | Question | None = None

    @property
    def sentence(self) -> str:
        """The answer in words."""
        outcome = ", ".join(f"{player} {label}" for player, label in self.profile.items())
        if self.player is None or self.instead is None:
            return f"The outcome {outcome}: nothing in reach breaks it."
        action = f"{self.player} turns to {self.instead[self.player]}"
        if not self.moves:
            return f"The outcome {outcome} is weak: the smallest change can break it when {action}."
        listed = "; ".join(move_words(move) for move in self.moves)
        return f"The outcome {outcome} breaks first when {action}, if {listed}: {distance_words(self)}."

    @property
    def at_least(self) -> Fraction | None:
        """A distance, a millionth below the radius, within which it is proven not to break; None if none is.

        With drivers it is two ten-thousandths below.
        """
        return proven_distance(self)

    def problems(self) -> tuple[str, ...]:
        """Return what does not follow from the certificate and the exact moves."""
        proof = self.certificate
        if not isinstance(proof, PlanProof | Question):
            return (f"certificate = {quoted(proof)}: is none of what breaks an outcome",)
        asked = proof if isinstance(proof, Question) else proof.asked
        position = asked.broken
        present = map(_position, _pure(asked.solve(asked.scenario.game())))
        if position is None or position not in present or asked.negated or self.norm not in NORMS:
            return ("the certificate answers another question",)
        wrong = differing(self, {"profile": asked.scenario.labels.named(position)})
        if isinstance(proof, Question):
            return wrong or proof.problems("sequential", "pure") or _not_weak(self, proof)
        moved = self.player is not None
        return wrong or (_misbroken(self, proof) if moved else _missed(self, proof)) or proof.problems()

    def rows(self) -> Rows:
        """Return one row an assumption that moves."""
        return [
            {"assumption": m.name, "likely": float(m.likely), "to": float(m.to), "share": float(m.share)}
            for m in self.moves
        ]

    @property
    def heading(self) -> str:
        """The answer in words, and whether it is proven."""
        if self.distance in (0.0, math.inf):
            return self.sentence
        proven = "proven" if self.certificate is not None else "not proven"
        return f"{self.sentence} That nothing nearer breaks it is {proven}."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Robustness(Tabular):
    """How robust the present outcomes are.

    Attributes
    ----------
    concept : str
        Of what outcomes.
    breaks : tuple of Break
        One for each present pure outcome, the least robust first.
    messages : tuple of str
        What the reader should know.
    state : str
        Which delegations are in force; empty without delegations.
    otherwise : tuple of Robustness
        The same in the other states of the delegations: a switch has no distance.
    """

    concept: str
    breaks: tuple[Break, ...]
    messages: tuple[str, ...] = ()
    state: str = ""
    otherwise: tuple[Robustness, ...] = ()

    @property
    def radius(self) -> float:
        """The least distance at which any of the present outcomes breaks."""
        return min((found.distance for found in self.breaks), default=math.inf)

    def rows(self) -> Rows:
        """Return one row an outcome."""
        return [
            {
                **found.profile,
                "radius": found.distance,
                "who leaves": found.player or "",
                "for": "" if found.player is None else (found.instead or {})[found.player],
                "status": found.status,
            }
            for found in self.breaks
        ]

    @property
    def below(self) -> Sequence[str | Tabular]:
        """What breaks each outcome, what the reader should know, and the other states."""
        return (*(found.heading for found in self.breaks), *self.messages, *self.otherwise)

    @property
    def heading(self) -> str:
        """The radius in words."""
        if not self.breaks:
            return f"{state_words(self)}There is no pure outcome ({self.concept}) at the likely weights"
        radius = "none, nothing in reach breaks it" if math.isinf(self.radius) else f"{self.radius:.4g}"
        many = "the present outcome" if len(self.breaks) == 1 else f"the {len(self.breaks)} present outcomes"
        return f"{state_words(self)}Robustness radius of {many} ({self.concept}): {radius}"


@working_on("what breaks the present outcome")
def robustness(
    scenario: Scenario,
    *,
    concept: PureConcept | None = None,
    drivers: bool = False,
    beyond: bool = False,
    norm: Norm = "linf",
    fix: Mapping[str, str] | None = None,
) -> Robustness:
    """Find how far the weights can move before a present outcome breaks, and which deviation breaks it first.

    Parameters
    ----------
    scenario : Scenario
        Its present outcomes are those at the likely weights, with drivers at 1 and no types.
    concept : {"sequential", "pure"}, optional
        By default ``sequential`` where the scenario has an order.
    drivers, beyond, norm, fix : optional
        As in :func:`tipping_points`.

    Returns
    -------
    Robustness
        For each present pure outcome its radius, the player who leaves, and what it turns to. A comparison
        that is a tie at all weights breaks nothing.

    Raises
    ------
    GameError
        For unknown settings, or where no pure outcome exists at the likely weights.

    Notes
    -----
    In ``sequential`` an outcome breaks when a mover on its path gains by an action whose credible
    continuation pays more; a change of behaviour off the path that tempts nobody does not count.

    Examples
    --------
    >>> import belarusgame as bg
    >>> found = bg.explore.robustness(bg.load_scenario("belarus-2022"), concept="pure")
    >>> len(found.breaks), 0 < found.radius < 1
    (2, True)
    """
    scenario = checked_scenario(scenario).fixing(fix)
    somewhere = scenario.labels.named([0] * len(scenario.players))  # the event is not what is asked about
    asked = question(scenario, somewhere, concept, ("sequential", "pure"))
    checked_settings(norm, drivers=drivers, beyond=beyond)

    def solve(settled: Scenario) -> Robustness:
        return _robustness(replace(asked, scenario=settled), norm, drivers=drivers, beyond=beyond)

    found = in_every_state(scenario, solve)
    if not found.breaks:
        raise GameError(
            f"no pure outcome ({asked.concept}) exists at the likely weights, so there is none to break"
        )
    return found


def _robustness(asked: Question, norm: Norm, *, drivers: bool, beyond: bool) -> Robustness:
    """Find what breaks each present outcome."""
    solution = asked.solve(asked.scenario.game())
    pure = _pure(solution)
    breaks = [_first_break(asked, outcome, norm, drivers=drivers, beyond=beyond) for outcome in pure]
    left_out = len(solution.outcomes) - len(pure)
    return Robustness(
        concept=asked.concept,
        breaks=tuple(sorted(breaks, key=lambda found: found.distance)),
        messages=(
            *asked.held,
            *([f"{left_out} mixed outcomes have no such radius and are left out"] if left_out else []),
        ),
    )


def _first_break(asked: Question, outcome: Outcome, norm: Norm, *, drivers: bool, beyond: bool) -> Break:
    position = _position(outcome)
    asked = replace(asked, broken=position)
    profile = outcome.pure_profile
    where: dict[str, Any] = {"drivers": drivers, "beyond": beyond}
    try:
        # At an exact tie nobody has to leave, so only what pays strictly more breaks an outcome.
        found = nearest(asked, norm, **where, strict=True, closer=None)
        proof = proof_within(asked, found, **where, strict=True, norm=norm)
    except BudgetError:
        return Break(profile=profile, norm=norm, distance=0.0, status="partial")
    if found is None or found.start.player is None:
        status = "complete" if proof is not None else "partial"
        return Break(profile=profile, norm=norm, distance=math.inf, status=status, certificate=proof)
    labels, further = asked.scenario.labels, _further(asked, found)
    solved = None if further is None else asked.solve(further.game())
    moves = moves_of(choice_at(asked.scenario, found.point))
    return Break(
        profile=profile,
        norm=norm,
        distance=found.plain_distance,
        exact_distance=found.distance,
        player=labels.players[found.start.player],
        instead=labels.named(found.start.profile),
        moves=moves,
        beyond=solved,
        further=further,
        status=_status(solved, position),
        # Where nothing has to move there is nothing nearer to exclude: to solve it again is the whole proof.
        certificate=proof if moves else asked,
    )


def _pure(solution: Solution) -> list[Outcome]:
    return [outcome for outcome in solution.outcomes if outcome.is_pure]


def _position(outcome: Outcome) -> Profile:
    return tuple(int(i) for i in np.argwhere(outcome.distribution > 0.0)[0])


def _further(asked: Question, found: Nearest) -> Choice | None:
    """Go a step beyond the point at which the outcome begins to break."""
    point = just_beyond(found, STEP)
    return None if point is None else choice_at(asked.scenario, point)


def _status(solved: Solution | None, position: Profile) -> str:
    """Say whether an outcome is gone from the game that was solved beyond the point."""
    # A mixture that still plays it at times is another outcome: this one had it for certain.
    gone = solved is not None and not any(o.distribution[position] == 1.0 for o in solved.outcomes)
    return "complete" if gone else "partial"


def _missed(answer: Break, proof: PlanProof) -> tuple[str, ...]:
    """Return what is wrong with an answer that nothing in reach breaks the outcome."""
    nothing = dict.fromkeys(("exact_distance", "player", "instead", "beyond", "further"))
    wrong = differing(answer, {"distance": math.inf, "moves": (), "status": "complete", **nothing})
    return (
        wrong
        if covers_all(proof, answer.norm)
        else (*wrong, "the certificate does not exclude all that is in reach")
    )


def _misbroken(answer: Break, proof: PlanProof) -> tuple[str, ...]:
    """Return what is wrong with what breaks an outcome some way off."""
    there = changed_by(proof.asked.scenario, answer.moves)
    return misplaced(answer, proof) + _wrongly_left(answer, proof, there)


def _not_weak(answer: Break, asked: Question) -> tuple[str, ...]:
    """Return what is wrong with an answer that the smallest change can break an outcome."""
    wrong = differing(answer, {"distance": 0.0, "exact_distance": Fraction(0), "moves": ()})
    there = changed_by(asked.scenario, ())
    # Whether drivers were to move is not recorded, and decides only what is a step away.
    reaches = (Extent(drivers=drivers, types=False) for drivers in (True, False))
    proofs = (PlanProof(asked=asked, region=reach, mixed=False, contradictions=()) for reach in reaches)
    # One of the two regions is the one that was searched; in it a record that is in order has no fault.
    return wrong or min((_wrongly_left(answer, proof, there) for proof in proofs), key=len)


def _wrongly_left(answer: Break, proof: PlanProof, there: Choice) -> tuple[str, ...]:
    """Return what is wrong with who leaves an outcome: the games are rebuilt, and solved again."""
    asked, further = proof.asked, answer.further
    starts = starts_at(asked, space_of(asked.scenario).point_of(there), strict=False)
    wrong: tuple[str, ...] = ()
    if further is None:
        wrong += differing(answer, {"beyond": None, "status": "partial"})
    else:
        again = Choice(scenario=asked.scenario, **further.arguments)
        solved, strictly = asked.solve(again.game()), reached_strictly(proof, there, further)
        wrong += differing(answer, {"further": again, "status": _status(solved, asked.broken or ())})
        if not any(_tempts(answer, asked, start) for start in strictly) or not _solves(answer, solved):
            wrong += ("beyond the point it is not as recorded",)
    if not any(_tempts(answer, asked, start) for start in starts):
        wrong += ("the player does not leave for that at the point",)
    return wrong


def _tempts(answer: Break, asked: Question, start: Start) -> bool:
    labels = asked.scenario.labels
    return (
        start.player is not None
        and same(answer.player, labels.players[start.player])
        and same(answer.instead, labels.named(start.profile))
    )


def _solves(answer: Break, solved: Solution) -> bool:
    beyond = answer.beyond
    return (
        beyond is not None
        and beyond.game is not None
        and solved.game is not None
        and solved.game.equals(beyond.game)
        and same(replace(solved, game=beyond.game), beyond)
    )
