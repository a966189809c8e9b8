"""Which are the corners of a player's best-reply region? Double description in integers.

For a payoff matrix of integers, with one row for each strategy of the player who mixes and one column for
each reply of the other, the best-reply region is the cone of all ``(x, u)`` with ``x >= 0`` and
``u >= (payoff of reply j against x)`` for every ``j``. Its extreme rays, apart from the ray ``(0, 1)``, are
the corners of the upper envelope of the replies' payoffs over the simplex of mixed strategies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from math import gcd

__all__ = ["Budget", "Ray", "Rays", "bits", "extreme_rays"]


class OutOfStepsError(Exception):
    """The budget has ended; never leaves the solver that set it."""


class Budget:
    """How many more steps a search may take; a step takes some microseconds.

    Parameters
    ----------
    steps : int
        At least 0.
    """

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take steps, or raise `OutOfStepsError` if there are not so many left."""
        self.left -= steps
        if self.left < 0:
            raise OutOfStepsError


@dataclass(frozen=True, slots=True)
class Ray:
    """One extreme ray.

    Attributes
    ----------
    point : tuple of int
        The weights of the strategies and then the envelope's value, without a common divisor.
    tight : int
        The bits of the constraints that hold with equality: bit ``i`` for ``x_i >= 0``, then one a reply.
    """

    point: tuple[int, ...]
    tight: int


@dataclass(frozen=True, slots=True)
class Rays:
    """The extreme rays of a best-reply region, without the ray ``(0, 1)``.

    Attributes
    ----------
    rays : tuple of Ray
        Each is an extreme ray, also where the list is not finished.
    finished : bool
        Whether these are all of them.
    """

    rays: tuple[Ray, ...]
    finished: bool


def extreme_rays(payoffs: Sequence[Sequence[int]], budget: Budget) -> Rays:
    """Find all extreme rays of the cone over the upper envelope of the replies' payoffs.

    Parameters
    ----------
    payoffs : sequence of sequences of int
        ``payoffs[i][j]`` is what reply ``j`` earns against strategy ``i``.
    budget : Budget
        One step is spent for each pair of rays compared and each edge followed.

    Returns
    -------
    Rays
        When the budget ends: those rays found so far that belong to the whole region, the pure strategies
        among them.

    Notes
    -----
    Motzkin, Raiffa, Thompson and Thrall 1953, "The double description method"; all numbers are integers, so
    there is no rounding. The constraints come one by one; a ray that violates the next one is replaced by the
    points where its edges to satisfied rays cross it. A simple ray's edges are read off its tight
    constraints; a degenerate ray's by the combinatorial test of Fukuda and Prodon 1996: two rays share an
    edge if no third is tight wherever both are.

    Examples
    --------
    >>> [ray.point for ray in extreme_rays([[1, 0], [0, 1]], Budget(100)).rays]
    [(0, 1, 1), (1, 0, 1), (1, 1, 1)]
    """
    size = len(payoffs)
    constraints = [(*(-row[reply] for row in payoffs), 1) for reply in range(len(payoffs[0]))]
    rays = _first_cone(payoffs)
    inserted = 1
    try:
        while inserted < len(constraints):
            rays = _cut(rays, constraints[inserted], 1 << (size + inserted), size, budget)
            inserted += 1
    except OutOfStepsError:
        units = [_unit_ray(payoffs, strategy) for strategy in range(size)]
        rays = list(dict.fromkeys([*units, *_feasible(rays, constraints, inserted, size)]))
    corners = [ray for ray in rays if any(ray.point[:-1])]
    return Rays(tuple(sorted(corners, key=lambda ray: ray.point)), inserted == len(constraints))


def _first_cone(payoffs: Sequence[Sequence[int]]) -> list[Ray]:
    """Return the extreme rays of the cone of ``x >= 0`` and the first reply's constraint: a simple cone."""
    size = len(payoffs)
    first = [row[:1] for row in payoffs]
    return [
        Ray((0,) * size + (1,), (1 << size) - 1),
        *(_unit_ray(first, strategy) for strategy in range(size)),
    ]


def _cut(rays: list[Ray], constraint: tuple[int, ...], bit: int, size: int, budget: Budget) -> list[Ray]:
    """Intersect the cone with one more constraint."""
    slacks = [_slack(constraint, ray) for ray in rays]
    kept = [
        ray if slack else Ray(ray.point, ray.tight | bit)
        for ray, slack in zip(rays, slacks, strict=True)
        if slack >= 0
    ]
    for inside, outside in _crossing_edges(rays, slacks, size, budget):
        point = tuple(
            slacks[inside] * b - slacks[outside] * a
            for a, b in zip(rays[inside].point, rays[outside].point, strict=True)
        )
        divisor = gcd(*point)
        common = rays[inside].tight & rays[outside].tight
        kept.append(Ray(tuple(value // divisor for value in point), common | bit))
    return kept


def _crossing_edges(
    rays: list[Ray], slacks: list[int], size: int, budget: Budget
) -> Iterator[tuple[int, int]]:
    """Find the edges that the new constraint cuts, as (satisfied ray, violating ray)."""
    members = _members(rays)
    satisfied = sum(1 << number for number, slack in enumerate(slacks) if slack > 0)
    for outside, slack in enumerate(slacks):
        if slack >= 0:
            continue
        if rays[outside].tight.bit_count() == size:
            budget.spend(size)
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
            yield face.bit_length() - 1


def _degenerate_edges(
    tight: int, rays: list[Ray], members: dict[int, int], satisfied: int, size: int
) -> Iterator[int]:
    """Compare a degenerate ray with every satisfied one: no third ray may share what the two share."""
    everyone = (1 << len(rays)) - 1
    for bit in bits(satisfied):
        other = bit.bit_length() - 1
        common = tight & rays[other].tight
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


def _unit_ray(payoffs: Sequence[Sequence[int]], strategy: int) -> Ray:
    """Return the ray of a pure strategy: it is extreme whatever the payoffs are."""
    size, row = len(payoffs), payoffs[strategy]
    zeros = ((1 << size) - 1) ^ (1 << strategy)
    replies = sum(1 << (size + reply) for reply, value in enumerate(row) if value == max(row))
    return Ray((*(int(i == strategy) for i in range(size)), max(row)), zeros | replies)


def _feasible(
    rays: list[Ray], constraints: Sequence[tuple[int, ...]], inserted: int, size: int
) -> Iterator[Ray]:
    """Keep the rays that satisfy the constraints left out too, and note where they are tight."""
    for ray in rays:
        slacks = [_slack(constraint, ray) for constraint in constraints[inserted:]]
        if all(slack >= 0 for slack in slacks):
            late = sum(1 << (size + inserted + k) for k, slack in enumerate(slacks) if slack == 0)
            yield Ray(ray.point, ray.tight | late)


def _slack(constraint: tuple[int, ...], ray: Ray) -> int:
    return sum(a * b for a, b in zip(constraint, ray.point, strict=True))


def bits(number: int) -> Iterator[int]:
    """Yield the set bits of a number, each as a power of two."""
    while number:
        lowest = number & -number
        yield lowest
        number ^= lowest
