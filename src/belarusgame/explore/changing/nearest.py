"""The nearest assumptions at which some plan holds, and a proof that there are no nearer ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from belarusgame.base.tables import Printed
from belarusgame.explore.plans import (
    Extent,
    PlanProof,
    PlanSearch,
    Question,
    Start,
    first_admitted,
    first_plan,
    plans_for,
    prove,
)
from belarusgame.scenario import Choice, Switches
from belarusgame.weightspace import (
    CAP,
    Comparisons,
    Distances,
    Feasible,
    Norm,
    Point,
    Row,
    Space,
    choice_at,
    exact_point,
    largest_margin,
    simplest,
    space_of,
)

#: A plan counts as nearer only if it is nearer by this much, in units of the ranges.
GAP = Fraction(1, 10**6)

#: The same where drivers move: the least distance is then no rational number and is approached by bisection.
DRIVER_GAP = Fraction(1, 10**4)

#: How far beyond the nearest point the strict check is made, as a share of every range's width.
STEP = Fraction(1, 100)

NORMS: tuple[Norm, ...] = ("linf", "l1", "l2")

#: Within what distance a plan is looked for first, and then: near the likely weights few plans are possible.
FIRST_BARS = (0.0625, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, math.inf)

#: How many times the distance is halved towards.
BISECTIONS = 30


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nearest:
    """The nearest assumptions found."""

    start: Start  #: what happens there
    rows: tuple[Row, ...]  #: the comparisons that its plan needs
    space: Space  #: in whose units the distance is measured
    point: Point  #: the assumptions, exact
    distance: Fraction  #: how far they are; in ``l2`` its square
    norm: Norm  #: how it is measured
    #: The distance within which the search found no other plan; negative if there was nothing to search.
    excluded: Fraction

    @property
    def plain_distance(self) -> float:
        """The distance in float64, no square."""
        return plain(self.distance, self.norm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Printed):
    """How far one assumption moves.

    Attributes
    ----------
    name : str
        A consideration's key or a driver's name.
    likely, to : Fraction
        From where, and to where.
    share : Fraction
        The part of its side of the range that it moves through; 1 is the end of the range.
    claims : tuple of str
        What the assumption rests on; empty where it is judgement.
    sentence : str
        The assumption in words.
    """

    name: str
    likely: Fraction
    to: Fraction
    share: Fraction
    claims: tuple[str, ...]
    sentence: str


def region_of(*, drivers: bool, beyond: bool, norm: Norm = "linf") -> Extent:
    """Return the region that is searched: weights, and drivers if they move, without types."""
    return Extent(radius=CAP if beyond else Fraction(1), drivers=drivers, types=False, norm=norm)


def nearest(
    asked: Question,
    norm: Norm,
    *,
    drivers: bool,
    beyond: bool,
    strict: bool,
    closer: Fraction | None,
) -> Nearest | None:
    """Find the nearest assumptions at which a plan leads to what is asked about; None if there are none.

    In ``strict``, only plans count whose comparisons can all hold strictly: at the nearest point they may be
    ties, but a little further on they are not. With ``closer``, only what is nearer counts.
    """
    region = region_of(drivers=drivers, beyond=beyond)
    if drivers:
        return _nearest_with_drivers(asked, region, strict=strict, closer=closer)
    space = space_of(asked.scenario).with_fixed_drivers()
    comparisons = Comparisons.of(asked.scenario, Switches(), space)
    distances = Distances(space=space, comparisons=comparisons, norm=norm, beyond=beyond)
    feasible = Feasible(space=region.space(asked), comparisons=comparisons, strict=strict)
    plans = plans_for(asked, comparisons, mixed=False)

    def found_below(bar: float) -> tuple[Start, int] | None:
        def admits(mask: int) -> bool:
            return distances.is_below(mask, bar) and feasible.admits(mask)

        return first_admitted(PlanSearch(plans=plans, admits=admits), asked)

    best: Nearest | None = None
    found = next(filter(None, map(found_below, _bars(closer))), None)
    while found is not None:
        start, mask = found
        exact = distances.nearest(mask)
        if exact is not None:
            best = Nearest(
                start=start,
                rows=tuple(comparisons.members(mask)),
                space=space,
                point=Point(weights=exact[0], levels=space.base.levels),
                distance=exact[1],
                norm=norm,
                excluded=nearly(exact[1], norm),
            )
        # What is nearer by a whole gap is proven not to be there; half of one leaves room for the rounding of
        # distances.
        found = found_below(distances.distance(mask) - float(GAP) / 2)
    return best


def _bars(closer: Fraction | None) -> list[float]:
    """Return within what distances to look for a first plan, one after the other."""
    widest_bar = math.inf if closer is None else float(closer)
    return [*(bar for bar in FIRST_BARS if bar < widest_bar), widest_bar]


def nearly(size: Fraction, norm: Norm) -> Fraction:
    """Return a distance a little below the one of this size, which in ``l2`` is a square."""
    if norm != "l2":
        return size - GAP
    # The root is rounded down, so that no more is said to be excluded; nine digits are far below the gap.
    scale = 10**9
    return Fraction(math.isqrt(math.floor(size * scale * scale)), scale) - GAP


def _nearest_with_drivers(
    asked: Question, region: Extent, *, strict: bool, closer: Fraction | None
) -> Nearest | None:
    """Search in smaller and smaller regions until none is left that holds a plan."""
    best: Nearest | None = None
    most, radius = region.radius or Fraction(1), Fraction(FIRST_BARS[0])
    most = most if closer is None else min(most, closer)
    radius = min(radius, most)
    space = space_of(asked.scenario)
    while radius >= 0:
        found = first_plan(asked, replace(region, radius=radius), strict=strict)
        if found is None and best is None and radius < most:
            # Nothing so near: wider, but step by step, for near the likely weights few plans are possible.
            further = next(bar for bar in FIRST_BARS if bar > radius)
            radius = most if further > most else Fraction(further)
            continue
        if found is None:
            break
        rows = tuple(found.feasible.comparisons.members(found.mask))
        # The plan is possible within the radius, but its own nearest point may be much nearer: the next
        # search begins there.
        point = _closest(space, rows, radius)
        if point is None:
            break
        moves = moves_of(choice_at(asked.scenario, point))
        distance = distance_of(moves, "linf")
        # Nearer by a gap each time, so the search ends.
        radius = min(distance, radius) - DRIVER_GAP
        if best is None or distance < best.distance:
            best = Nearest(
                start=found.start,
                rows=rows,
                space=space,
                point=point,
                distance=distance,
                norm="linf",
                excluded=radius,
            )
    return best if best is None else replace(best, excluded=radius)


def _closest(space: Space, rows: Sequence[Row], radius: Fraction) -> Point | None:
    """Bisect for the least radius at which rows hold together, and return an exact point there."""
    low, high = Fraction(0), radius
    if largest_margin(space.scaled(low), rows).margin >= 0.0:
        high = low
    while high - low > DRIVER_GAP / 16:
        middle = ((low + high) / 2).limit_denominator(2**BISECTIONS)
        low, high = (
            (low, middle) if largest_margin(space.scaled(middle), rows).margin >= 0.0 else (middle, high)
        )
    # Rounded up to a quarter of the gap the radius admits points with short numbers, and is no farther than
    # what counts as equally near.
    readable = -(-high // (DRIVER_GAP / 4)) * (DRIVER_GAP / 4)
    # A little farther where floating point found a margin at the radius and fractions find none.
    for reach in (min(radius, readable), high, min(radius, high + DRIVER_GAP / 2)):
        point = exact_point(space.scaled(reach), rows)
        if point is not None:
            return simplest(space.scaled(reach), rows, point)
    return None


def proof_within(
    asked: Question,
    found: Nearest | None,
    *,
    drivers: bool,
    beyond: bool,
    strict: bool,
    norm: Norm = "linf",
) -> PlanProof | None:
    """Prove that no plan holds nearer than the nearest one found, or none in the whole region if none was."""
    region = region_of(drivers=drivers, beyond=beyond, norm=norm)
    if found is not None:
        if found.excluded < 0:
            return None
        region = nearer(region, found.norm, found.excluded)
    return prove(asked, region, mixed=False, strict=strict)


def nearer(region: Extent, norm: Norm, distance: Fraction) -> Extent:
    """Return what lies within a distance."""
    return replace(region, norm=norm, **{"radius" if norm == "linf" else "distance": distance})


def distance_of(moves: Sequence[Move], norm: Norm) -> Fraction:
    """Return how far moves go together; in ``l2`` the square."""
    shares = [move.share for move in moves]
    return {
        "linf": max(shares, default=Fraction(0)),
        "l1": sum(shares, Fraction(0)),
        "l2": sum((share * share for share in shares), Fraction(0)),
    }[norm]


def plain(size: Fraction, norm: Norm) -> float:
    """Return a distance in float64, from one that is a square in ``l2``."""
    return math.sqrt(size) if norm == "l2" else float(size)


def moves_of(choice: Choice) -> tuple[Move, ...]:
    """List the weights and drivers that move, the largest share first."""
    moves: list[Move] = []
    for entry, to in choice.changes:
        if isinstance(to, Fraction):
            side = entry.range.high - entry.base if to > entry.base else entry.base - entry.range.low
            moves.append(
                Move(
                    name=entry.name,
                    likely=entry.base,
                    to=to,
                    share=abs(to - entry.base) / side,
                    claims=entry.claims,
                    sentence=entry.sentence,
                )
            )
    return tuple(sorted(moves, key=lambda move: (-move.share, move.name)))


def just_beyond(found: Nearest, step: Fraction) -> Point | None:
    """Return a point within a step of the nearest one at which all rows hold strictly; None if there is none.

    The step is a share of each range's whole width; a weight may leave its range by it.
    """
    near = around(found.space, found.point, step)
    if not found.rows or largest_margin(near, found.rows).margin <= 0.0:
        return None if found.rows else found.point
    return exact_point(near, found.rows, strict=True)


def around(space: Space, point: Point, step: Fraction) -> Space:
    """Return what is at most a step away from a point."""
    return space.within(
        (max(Fraction(0), value - step * (high - low)), value + step * (high - low))
        for value, (low, high) in zip(point.numbers, space.ends, strict=True)
    )
