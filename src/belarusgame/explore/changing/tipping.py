"""Tipping points: the smallest changes of the weights that make something happen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from belarusgame.base.at_work import working_on
from belarusgame.base.concept_names import PureConcept
from belarusgame.base.labels import PartialProfile, event_words
from belarusgame.base.settings import flag, option
from belarusgame.base.time_limit import OUT_OF_TIME, checked_seconds, out_of_time, within_seconds
from belarusgame.errors import BudgetError, GameError
from belarusgame.explore.changing.nearest import (
    NORMS,
    STEP,
    Nearest,
    just_beyond,
    moves_of,
    nearest,
    proof_within,
)
from belarusgame.explore.changing.tipping_point import TippingPoint
from belarusgame.explore.plans import PlanProof, Question, in_every_state, question, witness_at
from belarusgame.scenario import Scenario, checked_scenario
from belarusgame.weightspace import CAP, Norm, choice_at


@working_on("tipping points")
def tipping_points(
    scenario: Scenario,
    event: PartialProfile,
    *,
    concept: PureConcept | None = None,
    drivers: bool = False,
    beyond: bool = False,
    norm: Norm = "linf",
    max_seconds: float | None = None,
    fix: Mapping[str, str] | None = None,
) -> TippingPoint:
    """Find the smallest change of the weights that makes an outcome with an event exist.

    Where one exists already, ``stops`` is the smallest change that makes one without the event exist.

    Parameters
    ----------
    scenario : Scenario
        The change starts from its likely weights, with drivers at 1 and no types; whether a delegation is in
        force has no distance, so that each state is a case of its own.
    event : partial profile
        What is to happen.
    concept : {"sequential", "pure"}, optional
        By default ``sequential`` where the scenario has an order.
    drivers : bool
        Whether drivers move too; ``linf`` only.
    beyond : bool
        Whether weights may leave their ranges: any weight that is not negative, up to 1000 sides of its
        range.
    norm : {"linf", "l1", "l2"}
        The largest move, the sum of the moves, or the root of the sum of their squares. A move up is measured
        in (high - likely), a move down in (likely - low); a side of zero width cannot move.
    max_seconds : float, optional
        For how long it is searched at most, in all states of the delegations together; what was not settled
        by then is ``partial``, and differs from run to run.
    fix : mapping of str to str, optional
        Players whose choice is taken away, with what they do; see :meth:`Scenario.fixing`.

    Returns
    -------
    TippingPoint
        Verified by rebuilding and solving the game at the exact point, and strictly a step beyond it.

    Raises
    ------
    GameError
        For an empty event, an unknown player, strategy, concept or norm.

    Notes
    -----
    The weights at which one plan leads to one profile form a polyhedron, to which the least distance is a
    linear program (``l2``: least-distance programming, Lawson and Hanson 1974). Plans are searched by
    backward induction; sets of comparisons that are too far away end a branch. That they are too far away is
    then proven in fractions: their sum with the multipliers of the dual program is negative throughout the
    ball of a slightly smaller radius. "No change" is a proof about
    pure play: it says nothing about mixed equilibria, for which see :func:`guarantee`.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> point = bg.explore.tipping_points(scenario, {"lukashenko": "mediate"})
    >>> point.found, 0 < point.distance <= 1
    (True, True)
    """
    asked = question(checked_scenario(scenario).fixing(fix), event, concept, ("sequential", "pure"))
    checked_settings(norm, drivers=drivers, beyond=beyond)

    def solve(settled: Scenario) -> TippingPoint:
        return _tipping_point(replace(asked, scenario=settled), norm, drivers=drivers, beyond=beyond)

    with within_seconds(checked_seconds(max_seconds)):
        return in_every_state(asked.scenario, solve)


def _tipping_point(asked: Question, norm: Norm, *, drivers: bool, beyond: bool) -> TippingPoint:
    """Find the nearest outcome with the event and, where there is one already, the nearest one without."""
    found = _within_budget(asked, norm, drivers=drivers, beyond=beyond)
    if not found.found or found.moves:
        return found
    opposite = replace(asked, negated=True)
    stops = _stopping(opposite, norm, drivers=drivers, beyond=beyond)
    # The answer says what would stop it, so that it is proven only as far as that is.
    return replace(found, stops=stops, certificate=found.certificate if stops.certificate else None)


def _stopping(asked: Question, norm: Norm, *, drivers: bool, beyond: bool) -> TippingPoint:
    """Find the nearest outcome without the event, and say whether the event is then gone altogether."""
    found = _within_budget(asked, norm, drivers=drivers, beyond=beyond)
    happens = event_words(asked.event)
    if found.found and not found.moves:
        said = f"outcomes with {happens} exist beside it; robustness() says what breaks each of them"
    elif found.beyond is not None:
        chances = asked.solve(found.beyond.game()).probability_range(asked.event)
        rest = "in no outcome any more" if chances is None or chances[1] == 0 else "in another outcome still"
        said = f"a step beyond this point {happens} happens {rest}"
    else:
        return found
    return replace(found, messages=(*found.messages, said))


def _within_budget(asked: Question, norm: Norm, *, drivers: bool, beyond: bool) -> TippingPoint:
    try:
        return _search(asked, norm, drivers=drivers, beyond=beyond)
    except BudgetError:
        message = OUT_OF_TIME if out_of_time() else "the plans are too many for the search's budget"
        return _answer(asked, norm, found=False, distance=math.inf, status="partial", messages=(message,))


def _search(asked: Question, norm: Norm, *, drivers: bool, beyond: bool) -> TippingPoint:
    """Look for a point beyond which the outcome is no tie; if there is none, for a tie; else for a proof."""
    where: dict[str, Any] = {"drivers": drivers, "beyond": beyond}
    # Strict first: an outcome that exists at exact ties only is undone by any change, and says little.
    found = nearest(asked, norm, **where, strict=True, closer=None)
    proof = None if found is None else proof_within(asked, found, **where, strict=False)
    # The proof covers ties too, so there is no nearer one to be looked for.
    if found is not None and (proof is not None or found.excluded < 0):
        return _reached(asked, norm, found, proof, None)
    tied = nearest(asked, norm, **where, strict=False, closer=None if found is None else found.excluded)
    if found is not None:
        proof = proof_within(asked, found, **where, strict=True)
        return _reached(asked, norm, found, proof, tied)
    proof = proof_within(asked, tied, **where, strict=False, norm=norm)
    if tied is not None:
        return _reached(asked, norm, tied, proof, None)
    return _nowhere(asked, norm, proof, beyond=beyond)


def checked_settings(norm: Any, *, drivers: Any, beyond: Any) -> None:
    """Refuse settings that make no sense."""
    option("norm", norm, NORMS)
    flag("beyond", beyond)
    if flag("drivers", drivers) and norm != "linf":
        raise GameError(
            f'norm = "{norm}" with drivers=True: a weight times a level has no such distance; use norm="linf"'
        )


def _answer(asked: Question, norm: Norm, *, messages: tuple[str, ...] = (), **entries: Any) -> TippingPoint:
    return TippingPoint(
        event=asked.event,
        concept=asked.concept,
        norm=norm,
        negated=asked.negated,
        messages=(*asked.held, *messages),
        **entries,
    )


def _nowhere(asked: Question, norm: Norm, proof: PlanProof | None, *, beyond: bool) -> TippingPoint:
    """Report that nothing in reach leads to the event, with the proof if there is one."""
    reach = f"up to {CAP} times the sides of the ranges" if beyond else "within the ranges"
    messages = [f"no change {reach} leads to it by pure play; for mixed equilibria see guarantee()"]
    if proof is None:
        messages.append("an exact tie was neither solved for nor excluded, so this is not proven")
    return _answer(
        asked,
        norm,
        found=False,
        distance=math.inf,
        status="complete" if proof is not None else "partial",
        certificate=proof,
        messages=tuple(messages),
    )


def _reached(
    asked: Question, norm: Norm, found: Nearest, proof: PlanProof | None, tied: Nearest | None
) -> TippingPoint:
    """Verify a tipping point by solving the game at it and a step beyond it."""
    there = choice_at(asked.scenario, found.point)
    at = witness_at(asked, there)
    further = just_beyond(found, STEP)
    strict = None if further is None else witness_at(asked, choice_at(asked.scenario, further))
    moves = moves_of(there)
    messages: list[str] = []
    if strict is None:
        messages.append("it holds at exact ties only: nowhere within the step does it hold strictly")
    if tied is not None:
        messages.append(
            f"at exact ties, and only there, it happens from distance {tied.plain_distance:.4g} on"
        )
    if at is None:
        messages.append("solving the game at the point did not confirm the outcome")
    return _answer(
        asked,
        norm,
        found=True,
        distance=found.plain_distance,
        exact_distance=found.distance,
        moves=moves,
        at=at,
        beyond=strict,
        tie=None if tied is None else tied.plain_distance,
        status="complete" if at is not None else "partial",
        # Where nothing has to move there is nothing nearer to exclude: to solve it again is the whole proof.
        certificate=proof if moves or at is None else asked,
        messages=tuple(messages),
    )
