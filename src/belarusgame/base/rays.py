"""Which are the corners of a polytope? Double description of its cone, in integers.

A polytope is written as a cone, with one coordinate more; the cone's extreme rays are the corners. All
numbers are integers, so that nothing is rounded (Motzkin, Raiffa, Thompson and Thrall 1953).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from math import gcd


class OutOfStepsError(Exception):
    """The budget has ended; never leaves the solver that set it."""


class Budget:
    """How many more steps a search may take; a step takes some microseconds.

    Parameters
    ----------
    steps : int
        At least 0.
    deadline : float
        When it ends in any case, by ``time.monotonic``.
    """

    __slots__ = ("deadline", "left")

    def __init__(self, steps: int, deadline: float = float("inf")) -> None:
        self.left = steps
        self.deadline = deadline

    def spend(self, steps: int = 1) -> None:
        """Take steps, or raise `OutOfStepsError` if there are not so many left, or no time."""
        self.left -= steps
        if self.left < 0 or self.is_late:
            raise OutOfStepsError

    @property
    def is_late(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.deadline


@dataclass(frozen=True, slots=True)
class Ray:
    """One extreme ray."""

    #: The weights of the strategies and then the envelope's value, without a common divisor.
    point: tuple[int, ...]
    #: The bits of the constraints that hold with equality: bit ``i`` for ``x_i >= 0``, then one a reply.
    tight: int


def rays_of(
    width: int,
    equations: Sequence[Sequence[int]],
    inequalities: Sequence[Sequence[int]],
    budget: Budget,
) -> list[Ray]:
    """Find all extreme rays of a cone in the nonnegative orthant.

    Parameters
    ----------
    width : int
        The number of coordinates; none of them is ever negative.
    equations, inequalities : sequence of sequences of int
        Coefficients of what must be zero, and of what must not be negative.
    budget : Budget
        One step is spent for each pair of rays compared and each edge followed.

    Returns
    -------
    list of Ray
        Bit ``i`` of ``tight`` stands for coordinate ``i`` being zero, and then one for each inequality.

    Examples
    --------
    The segment of all probabilities of two states, at which the first is at least as likely as the second:

    >>> [ray.point for ray in rays_of(2, [], [[1, -1]], Budget(100))]
    [(1, 0), (1, 1)]
    """
    # The orthant is the cone to begin with: its rays are the axes, each tight in all other coordinates.
    units = [tuple(int(i == k) for i in range(width)) for k in range(width)]
    rays = [Ray(unit, ((1 << width) - 1) ^ (1 << k)) for k, unit in enumerate(units)]
    # As many tight constraints make a ray of a simple cone; an equation takes one dimension away.
    size = width - 1
    for equation in equations:
        rays = _slice(rays, tuple(equation), size, budget)
        size -= 1
    for number, inequality in enumerate(inequalities):
        rays = cut(rays, tuple(inequality), 1 << (width + number), size, budget)
    return rays


def _slice(rays: list[Ray], equation: tuple[int, ...], size: int, budget: Budget) -> list[Ray]:
    """Intersect the cone with a plane through its apex."""
    slacks = [slack(equation, ray) for ray in rays]
    kept = [ray for ray, value in zip(rays, slacks, strict=True) if value == 0]
    return kept + [
        _between(rays[inside], rays[outside], slacks[inside], -slacks[outside])
        for inside, outside in _crossing_edges(rays, slacks, size, budget)
    ]


def _between(inside: Ray, outside: Ray, above: int, below: int) -> Ray:
    """Return the ray at which the edge between two rays crosses a plane, so far above and below it."""
    point = tuple(above * b + below * a for a, b in zip(inside.point, outside.point, strict=True))
    # Without it the numbers would double in length with every constraint.
    divisor = gcd(*point)
    return Ray(tuple(value // divisor for value in point), inside.tight & outside.tight)


def cut(rays: list[Ray], constraint: tuple[int, ...], bit: int, size: int, budget: Budget) -> list[Ray]:
    """Intersect a cone, given by its extreme rays, with the half-space where a constraint is not negative.

    ``bit`` marks the rays at which it is zero; ``size`` is the cone's dimension, less one.
    """
    slacks = [slack(constraint, ray) for ray in rays]
    kept = [
        ray if value else Ray(ray.point, ray.tight | bit)
        for ray, value in zip(rays, slacks, strict=True)
        if value >= 0
    ]
    for inside, outside in _crossing_edges(rays, slacks, size, budget):
        crossing = _between(rays[inside], rays[outside], slacks[inside], -slacks[outside])
        kept.append(Ray(crossing.point, crossing.tight | bit))
    return kept


def _crossing_edges(
    rays: list[Ray], slacks: list[int], size: int, budget: Budget
) -> Iterator[tuple[int, int]]:
    """Find the edges that the new constraint cuts, as (satisfied ray, violating ray)."""
    # Pairs of rays are far more than edges; sets of rays as the bits of a whole number leave only the edges.
    members = _members(rays)
    satisfied = sum(1 << number for number, value in enumerate(slacks) if value > 0)
    for outside, value in enumerate(slacks):
        if value >= 0:
            continue
        if rays[outside].tight.bit_count() == size:
            budget.spend(size)
            # A simple ray has exactly as many edges as tight constraints: no pairs need be compared.
            ends = _simple_edges(rays[outside].tight, members, satisfied)
        else:
            budget.spend(satisfied.bit_count())
            ends = _degenerate_edges(rays[outside].tight, rays, members, satisfied, size)
        yield from ((inside, outside) for inside in ends)


def _simple_edges(tight: int, members: dict[int, int], satisfied: int) -> Iterator[int]:
    """Leave out each tight constraint in turn: the others span an edge, which has exactly one other end."""
    sets = [members[bit] for bit in bits(tight)]
    before = accumulate([satisfied, *sets[:-1]], int.__and__)
    after = list(accumulate([satisfied, *sets[:0:-1]], int.__and__))[::-1]
    for face in map(int.__and__, before, after):
        if face:
            # One bit is left: an edge has two ends, and only one of them can be on the other side.
            yield face.bit_length() - 1


def _degenerate_edges(
    tight: int, rays: list[Ray], members: dict[int, int], satisfied: int, size: int
) -> Iterator[int]:
    """Compare a degenerate ray with every satisfied one: no third ray may share what the two share."""
    everyone = (1 << len(rays)) - 1
    for bit in bits(satisfied):
        other = bit.bit_length() - 1
        common = tight & rays[other].tight
        # An edge is held by at least that many constraints; fewer need not be looked at (Fukuda and Prodon
        # 1996, "Double description method revisited", whose test by combinatorics this is).
        if common.bit_count() < size - 1:
            continue
        if reduce(int.__and__, (members[shared] for shared in bits(common)), everyone).bit_count() == 2:
            yield other


def _members(rays: list[Ray]) -> dict[int, int]:
    """Return for every constraint's bit the set of rays, as bits, that are tight there."""
    members: dict[int, int] = {}
    for number, ray in enumerate(rays):
        for bit in bits(ray.tight):
            members[bit] = members.get(bit, 0) | 1 << number
    return members


def slack(constraint: Sequence[int], ray: Ray) -> int:
    """Return by how much a ray satisfies a constraint."""
    return sum(a * b for a, b in zip(constraint, ray.point, strict=True))


def bits(number: int) -> Iterator[int]:
    """Yield the set bits of a number, each as a power of two."""
    while number:
        lowest = number & -number
        yield lowest
        number ^= lowest
