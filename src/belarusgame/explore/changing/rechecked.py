"""Does a point that was reached, in a record that may have been forged, lie where the record says?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from belarusgame.base.sameness import differing, same
from belarusgame.explore.changing.nearest import (
    DRIVER_GAP,
    GAP,
    STEP,
    Move,
    around,
    distance_of,
    moves_of,
    nearer,
    nearest,
    nearly,
    plain,
    region_of,
)
from belarusgame.explore.plans import Extent, PlanProof, Question, Start, first_plan, starts_at, witness_at
from belarusgame.scenario import Choice, Scenario
from belarusgame.weightspace import Norm, Point, Space, exact_point, space_of


def changed_by(scenario: Scenario, moves: Iterable[Move]) -> Choice:
    """Return the choice that moves lead to."""
    return Choice(scenario=scenario).having({move.name: move.to for move in moves})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Around(Extent):
    """What is at most a step away from a point."""

    point: Point  #: where
    step: Fraction  #: as a share of every range's width

    def space(self, asked: Question) -> Space:
        """Lay it out for a question's scenario."""
        space = space_of(asked.scenario)
        return around(space if self.drivers else space.with_fixed_drivers(), self.point, self.step)


def misplaced(answer: Any, proof: PlanProof) -> tuple[str, ...]:
    """Return what the moves and distances of a reached point, possibly forged, do not have in common.

    The least distance must be as near to what is excluded as the search goes.
    """
    moves = moves_of(changed_by(proof.asked.scenario, answer.moves))
    norm, drivers = answer.norm, proof.region.drivers
    size = distance_of(moves, norm)
    excluded = size - DRIVER_GAP if drivers else nearly(size, norm)
    reaches = [
        nearer(region_of(drivers=drivers is True, beyond=beyond), norm, excluded) for beyond in (False, True)
    ]
    wrong = differing(answer, {"moves": moves, "exact_distance": size, "distance": plain(size, norm)})
    if not any(same(proof.region, region) for region in reaches) or (drivers and norm != "linf"):
        wrong += ("the certificate does not exclude what is nearer",)
    return wrong


def reached_strictly(proof: PlanProof, near: Choice, further: Any) -> Iterator[Start]:
    """Yield where plans lead that hold strictly at a choice, possibly forged, if it is near enough."""
    asked, space = proof.asked, space_of(proof.asked.scenario)
    choice = Choice(scenario=asked.scenario, **further.arguments)
    point = space.point_of(choice)
    if not choice.switches and _step_from(proof, near).space(asked).contains(point):
        yield from starts_at(asked, point, strict=True)


def _strict_nearby(proof: PlanProof, near: Choice) -> bool:
    """Whether some plan was found to hold strictly at most a step away from a choice."""
    found = first_plan(proof.asked, _step_from(proof, near), strict=True)
    if found is None:
        return False
    rows = found.feasible.comparisons.members(found.mask)
    return exact_point(found.feasible.space, rows, strict=True) is not None


def _step_from(proof: PlanProof, near: Choice) -> Around:
    point = space_of(near.scenario).point_of(near)
    return Around(drivers=proof.region.drivers, types=False, point=point, step=STEP)


def covers_all(proof: PlanProof, norm: Norm) -> bool:
    """Whether a proof is about all that moves can reach, measured in a norm."""
    drivers = proof.region.drivers is True
    return any(
        same(proof.region, region_of(drivers=drivers, beyond=beyond, norm=norm)) for beyond in (False, True)
    )


def rightly_beyond(further: Any, proof: PlanProof, there: Choice) -> bool:
    """Whether the game a step further on is as recorded; none must be possible where none is."""
    if further is None:
        return not _strict_nearby(proof, there)
    choice = Choice(scenario=there.scenario, **further.arguments)
    return same(witness_at(proof.asked, choice), further) and any(
        True for _ in reached_strictly(proof, there, further)
    )


def rightly_tied(answer: Any, proof: PlanProof) -> bool:
    """Whether a nearer tie is as the search finds it again; a proof that covers ties leaves none."""
    region, tie = proof.region, answer.tie
    if not proof.strict:
        return tie is None
    beyond = region.radius is not None and region.radius > 1
    where = {"drivers": region.drivers, "beyond": beyond}
    tied = nearest(proof.asked, answer.norm, **where, strict=False, closer=region.reach)
    if tied is None or tie is None:
        return tied is tie
    # The search for it ends within a gap of the least distance, from wherever it began.
    return type(tie) is float and abs(tie - tied.plain_distance) <= GAP
