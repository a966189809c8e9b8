"""A tipping point as a result: what moves how far, in words, and whether its proof is one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from belarusgame.base.concept_names import OUTCOME
from belarusgame.base.labels import PartialProfile, event_words
from belarusgame.base.sameness import differing, same
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import quoted
from belarusgame.explore.changing.least_distance import (
    distance_words,
    move_rows,
    move_words,
    proven_distance,
    proven_words,
)
from belarusgame.explore.changing.nearest import NORMS, STEP, Move
from belarusgame.explore.changing.rechecked import (
    changed_by,
    covers_all,
    misplaced,
    rightly_beyond,
    rightly_tied,
)
from belarusgame.explore.plans import (
    Extent,
    PlanProof,
    Question,
    Witness,
    question_of,
    state_problems,
    state_words,
    witness_at,
)
from belarusgame.weightspace import Norm


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
    certificate : PlanProof, Question or None
        Proves that no such outcome is nearer than ``at_least``, exact ties left out if it is ``strict``; or
        that none is in reach, ties included. ``certificate.problems()`` checks it. Of what happens already
        the question is enough: it is solved again.
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
    certificate: PlanProof | Question | None = None
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
            what = f"a {outcome} without {event}" if self.negated else f"{event} in a {outcome}"
            if self.certificate is None:
                return f"No change in reach was found that leads to {what} (which is not proven)."
            return f"No change in reach leads to {what} (proven)."
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
        if not isinstance(proof, PlanProof | Question):
            return (f"certificate = {quoted(proof)}: is none of a tipping point",)
        asked = proof if isinstance(proof, Question) else proof.asked
        wrong = differing(
            self, {"event": asked.event, "concept": asked.concept, "step": STEP, "negated": asked.negated}
        )
        if asked.broken is not None or self.norm not in NORMS:
            wrong += ("the certificate answers another question",)
        if isinstance(proof, Question):
            wrong = wrong or proof.problems("sequential", "pure") or _not_already(self, proof)
        else:
            wrong = wrong or differing(self, {"stops": None})
            wrong = wrong or (_misreached(self, proof) if self.found else _missed(self, proof))
            wrong = wrong or proof.problems()
        return wrong or state_problems(self, asked.scenario)

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


def _not_already(answer: TippingPoint, asked: Question) -> tuple[str, ...]:
    """Return what is wrong with an answer that the event happens without any change."""
    there = changed_by(asked.scenario, ())
    at = witness_at(asked, there)
    if at is None:
        return ("at the likely weights it does not happen",)
    wrong = differing(
        answer,
        {
            "found": True,
            "distance": 0.0,
            "exact_distance": Fraction(0),
            "moves": (),
            "at": at,
            "tie": None,
            "status": "complete",
        },
    )
    if wrong:
        return wrong
    # Whether drivers were to move is not recorded, and decides only what is a step away.
    reaches = (Extent(drivers=drivers, types=False) for drivers in (False, True))
    proofs = (PlanProof(asked=asked, region=reach, mixed=False, contradictions=()) for reach in reaches)
    if not any(rightly_beyond(answer.beyond, proof, there) for proof in proofs):
        return ("beyond the point it is not as recorded",)
    return _wrongly_stopped(answer, asked)


def _wrongly_stopped(answer: TippingPoint, asked: Question) -> tuple[str, ...]:
    """Return what is wrong with what is said to stop an event that happens already."""
    stops: Any = answer.stops
    if asked.negated:
        return differing(answer, {"stops": None})
    if type(stops) is not TippingPoint or stops.certificate is None:
        return ("there is no certificate of what would stop it",)
    if not same(question_of(stops.certificate), replace(asked, negated=True)) or stops.norm != answer.norm:
        return ("what would stop it answers another question",)
    return tuple(f"what would stop it: {problem}" for problem in stops.problems())


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
