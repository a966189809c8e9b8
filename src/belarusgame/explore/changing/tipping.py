"""Tipping points: the smallest changes of the weights that make something happen."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Protocol

from belarusgame.base.concept_names import OUTCOME, PureConcept
from belarusgame.base.labels import PartialProfile, event_words
from belarusgame.base.sameness import differing
from belarusgame.base.settings import flag, option
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import BudgetError, GameError, quoted
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
from belarusgame.explore.changing.rechecked import (
    changed_by,
    covers_all,
    misplaced,
    rightly_beyond,
    rightly_tied,
)
from belarusgame.explore.plans import (
    PlanProof,
    Question,
    Witness,
    in_every_state,
    question,
    state_problems,
    state_words,
    witness_at,
)
from belarusgame.scenario import Scenario, checked_scenario
from belarusgame.weightspace import CAP, Norm, choice_at

__all__ = [
    "STEP",
    "Move",
    "TippingPoint",
    "checked_settings",
    "distance_words",
    "move_words",
    "proven_distance",
    "proven_words",
    "tipping_points",
]

#: Bounds of distances are shown in whole multiples of one by this.
SHOWN = 10**6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class TippingPoint(Tabular):
    """The smallest change of assumptions at which an event happens in some outcome.

    Attributes
    ----------
    event : mapping
        The partial profile.
    concept, norm : str
        Of what outcomes, and how distance is measured.
    found : bool
        Whether any admissible change makes it happen.
    distance : float
        In units of the ranges: in ``linf`` 1 is the whole box; 0 if it happens already; infinite if nothing
        in reach does it.
    exact_distance : Fraction or None
        The distance without rounding; in ``l2`` its square.
    moves : tuple of Move
        What moves, the largest share first.
    at : Witness or None
        The game at the tipping point, rebuilt and solved: here the outcome is just one among ties.
    beyond : Witness or None
        The game at most ``step`` further, rebuilt and solved: here every comparison that the outcome needs
        and that is not a tie by construction holds strictly. None if the outcome exists at exact ties only.
    tie : float or None
        A smaller distance at which the event happens at an exact tie, where somebody is indifferent, and not
        around it; None if none was found.
    step : Fraction
        As a share of every range's width.
    status : {"complete", "partial"}
        ``partial``: the search was ended by its budget, or an exact point was not found.
    certificate : PlanProof or None
        Proves that no such outcome is nearer than ``at_least``, exact ties left out if it is ``strict``; or
        that none is in reach, ties included. ``certificate.problems()`` checks it.
    messages : tuple of str
        What the reader should know.
    negated : bool
        Whether it is about outcomes without the event: what would stop it?
    stops : TippingPoint or None
        Where the event happens already: the smallest change at which an outcome without it exists.
    state : str
        Which delegations are in force; empty without delegations.
    otherwise : tuple of TippingPoint
        The same in the other states of the delegations: a switch has no distance.
    """

    event: PartialProfile
    concept: str
    norm: Norm
    found: bool
    distance: float
    exact_distance: Fraction | None = None
    moves: tuple[Move, ...] = ()
    at: Witness | None = None
    beyond: Witness | None = None
    tie: float | None = None
    step: Fraction = STEP
    status: str = "complete"
    certificate: PlanProof | None = None
    messages: tuple[str, ...] = ()
    negated: bool = False
    stops: TippingPoint | None = None
    state: str = ""
    otherwise: tuple[TippingPoint, ...] = ()

    @property
    def weights(self) -> Mapping[str, Fraction]:
        """The weights that differ from the likely ones at the tipping point; fit for ``scenario.game``."""
        return {} if self.at is None else self.at.weights

    @property
    def sentence(self) -> str:
        """The answer in words."""
        event, outcome = event_words(self.event), OUTCOME[self.concept]
        if not self.found:
            proven = "proven" if self.certificate is not None else "not proven"
            what = f"a {outcome} without {event}" if self.negated else f"{event} in a {outcome}"
            return f"No change in reach leads to {what} ({proven})."
        what = f"A {outcome} without {event} exists" if self.negated else f"{event} happens"
        where = "" if self.negated else f" in a {outcome}"
        if not self.moves:
            return f"{what} already{where and f',{where}'} at the likely weights."
        listed = "; ".join(move_words(move) for move in self.moves)
        return f"{what}{where} if {listed}: {distance_words(self)}."

    @property
    def at_least(self) -> Fraction | None:
        """A distance, a millionth below the least one, that is proven to be too small; None if none is.

        With drivers it is two ten-thousandths below. If ``certificate.strict``, exact ties are left out.
        """
        return proven_distance(self)

    def problems(self) -> tuple[str, ...]:
        """Return what does not follow from the certificate and the exact moves."""
        proof = self.certificate
        if not isinstance(proof, PlanProof):
            return (f"certificate = {quoted(proof)}: is none of a tipping point",)
        asked = proof.asked
        wrong = differing(
            self,
            {
                "event": asked.event,
                "concept": asked.concept,
                "step": STEP,
                "negated": asked.negated,
                "stops": None,
            },
        )
        if asked.broken is not None or self.norm not in NORMS:
            wrong += ("the certificate answers another question",)
        wrong = wrong or (_misreached(self, proof) if self.found else _missed(self, proof))
        return wrong or proof.problems() or state_problems(self, asked.scenario)

    def rows(self) -> Rows:
        """Return one row a consideration that moves."""
        return move_rows(self.moves)

    @property
    def below(self) -> Sequence[str | Tabular]:
        """What the reader should know, what would stop what happens already, and the other states."""
        stops = () if self.stops is None else (self.stops,)
        return (*self.messages, *stops, *self.otherwise)

    @property
    def heading(self) -> str:
        """The answer in words, and what of it is proven."""
        said = f"{self.sentence} {proven_words(self)}" if self.moves else self.sentence
        return state_words(self) + said


def _missed(answer: TippingPoint, proof: PlanProof) -> tuple[str, ...]:
    """Return what is wrong with an answer that nothing in reach leads to the event."""
    wrong = differing(
        answer,
        {
            "found": False,
            "distance": math.inf,
            "status": "complete",
            "moves": (),
            **dict.fromkeys(("exact_distance", "at", "beyond", "tie")),
        },
    )
    if proof.strict or not covers_all(proof, answer.norm):
        wrong += ("the certificate does not exclude all that is in reach",)
    return wrong


def _misreached(answer: TippingPoint, proof: PlanProof) -> tuple[str, ...]:
    """Return what is wrong with a point that was reached: it is rebuilt from the moves, and solved again."""
    there = changed_by(proof.asked.scenario, answer.moves)
    at = witness_at(proof.asked, there)
    solved = {"found": True, "at": at, "status": "partial" if at is None else "complete"}
    wrong = misplaced(answer, proof) + differing(answer, solved)
    if wrong:
        return wrong
    if not rightly_beyond(answer.beyond, proof, there):
        wrong += ("beyond the point it is not as recorded",)
    if not rightly_tied(answer, proof):
        wrong += (f"tie = {quoted(answer.tie)}: the search for one says something else",)
    return wrong


def move_rows(moves: tuple[Move, ...]) -> Rows:
    """Return one row a move; ``share`` is the part of its side of the range that it moves through."""
    return [
        {
            "assumption": move.name,
            "likely": float(move.likely),
            "to": float(move.to),
            "share": float(move.share),
            "rests on": ", ".join(move.claims) or "judgement",
        }
        for move in moves
    ]


def move_words(move: Move) -> str:
    """Say how an assumption moves, and what it rests on."""
    way = "rises" if move.to > move.likely else "falls"
    rests = f"claims {', '.join(move.claims)}" if move.claims else "judgement"
    return f"{move.name} {way} from {float(move.likely):.4g} to {float(move.to):.4g} (resting on {rests})"


def distance_words(answer: Any) -> str:
    """Say how far that is."""
    size = f"{answer.distance:.4g}"
    return {
        "linf": f"no assumption moves through more than {size} of its side of the range",
        "l1": f"together {size} sides of ranges",
        "l2": f"a distance of {size} sides of ranges",
    }[answer.norm]


class Answer(Protocol):
    """A least distance, with what proves it."""

    @property
    def norm(self) -> Norm: ...
    @property
    def distance(self) -> float: ...
    @property
    def exact_distance(self) -> Fraction | None: ...
    @property
    def certificate(self) -> PlanProof | None: ...


def proven_distance(answer: Answer) -> Fraction | None:
    """Return how near it is proven that there is nothing; None if that is not proven of any distance."""
    if answer.distance == 0:
        return Fraction(0)
    return None if answer.certificate is None else answer.certificate.region.reach


def proven_words(answer: Answer) -> str:
    """Say between what bounds the least distance is proven to lie, to six decimals, rounded outwards."""
    least, size = proven_distance(answer), answer.exact_distance
    if answer.certificate is None or least is None or size is None:
        return "That nothing nearer does it is not proven."
    greatest = -(-size * SHOWN**2 // 1) if answer.norm == "l2" else -(-size * SHOWN // 1)
    above = math.isqrt(greatest - 1) + 1 if answer.norm == "l2" else greatest
    ties = ", exact ties left out" if answer.certificate.strict else ""
    return f"Proven: the least distance is between {least * SHOWN // 1 / SHOWN} and {above / SHOWN}{ties}."


def tipping_points(
    scenario: Scenario,
    event: PartialProfile,
    *,
    concept: PureConcept | None = None,
    drivers: bool = False,
    beyond: bool = False,
    norm: Norm = "linf",
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

    return in_every_state(scenario, solve)


def _tipping_point(asked: Question, norm: Norm, *, drivers: bool, beyond: bool) -> TippingPoint:
    """Find the nearest outcome with the event and, where there is one already, the nearest one without."""
    found = _within_budget(asked, norm, drivers=drivers, beyond=beyond)
    if not found.found or found.moves:
        return found
    opposite = replace(asked, negated=True)
    return replace(found, stops=_stopping(opposite, norm, drivers=drivers, beyond=beyond))


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
        message = "the plans are too many for the search's budget"
        return _answer(asked, norm, found=False, distance=math.inf, status="partial", messages=(message,))


def _search(asked: Question, norm: Norm, *, drivers: bool, beyond: bool) -> TippingPoint:
    """Look for a point beyond which the outcome is no tie; if there is none, for a tie; else for a proof."""
    where: dict[str, Any] = {"drivers": drivers, "beyond": beyond}
    found = nearest(asked, norm, **where, strict=True, closer=None)
    proof = None if found is None else proof_within(asked, found, **where, strict=False)
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
        moves=moves_of(there),
        at=at,
        beyond=strict,
        tie=None if tied is None else tied.plain_distance,
        status="complete" if at is not None else "partial",
        certificate=proof,
        messages=tuple(messages),
    )
