"""Extreme rays of a player's best-reply cone: double description in integers.

For a payoff matrix of integers, with one row for each strategy of the player who mixes and one column for
each reply of the other, the best-reply region is the cone of all ``(x, u)`` with ``x >= 0`` and
``u >= (payoff of reply j against x)`` for every ``j``. Its extreme rays, apart from the ray ``(0, 1)``, are
the corners of the upper envelope of the replies' payoffs over the simplex of mixed strategies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from belarusgame.base.rays import Budget, OutOfStepsError, Ray, cut, slack


@dataclass(frozen=True, slots=True)
class Rays:
    """The extreme rays of a best-reply region, without the ray ``(0, 1)``."""

    rays: tuple[Ray, ...]  #: each is an extreme ray, also where the list is not finished
    finished: bool  #: whether these are all of them


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
        among them; these alone if the time is up.

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
    # A simple cone to begin with, whose rays are known; each further reply cuts it.
    rays = _first_cone(payoffs)
    inserted = 1
    try:
        while inserted < len(constraints):
            rays = cut(rays, constraints[inserted], 1 << (size + inserted), size, budget)
            inserted += 1
    except OutOfStepsError:
        # A ray that was extreme before the last replies came is so with them, if it satisfies them.
        units = [_unit_ray(payoffs, strategy) for strategy in range(size)]
        found = () if budget.is_late else _feasible(rays, constraints, inserted, size)
        rays = list(dict.fromkeys([*units, *found]))
    # The ray (0, 1) leads straight up and is no strategy.
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
        slacks = [slack(constraint, ray) for constraint in constraints[inserted:]]
        if all(slack >= 0 for slack in slacks):
            late = sum(1 << (size + inserted + k) for k, slack in enumerate(slacks) if slack == 0)
            yield Ray(ray.point, ray.tight | late)
