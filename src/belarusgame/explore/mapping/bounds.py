"""How low and how high may one weight be if a profile is to be an outcome? Bounds over all plans, exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.explore.plans import Found, PlanProof, Question, Region, first_plan, prove
from belarusgame.weightspace import Constraint, Point, Row, Space, holds, row_matrix, solved_exactly

__all__ = ["Beyond", "End", "extreme"]

#: What is excluded begins so far beyond a bound.
GAP = Fraction(1, 10**6)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beyond(Region):
    """The weights of which one lies beyond a number.

    Attributes
    ----------
    key : str
        The consideration.
    at : Fraction
        The number, within its range.
    above : bool
        Which side.
    """

    key: str
    at: Fraction
    above: bool

    def space(self, asked: Question) -> Space:
        """Lay it out for a question's scenario."""
        return Region.space(self, asked).split(self.key, self.at)[int(self.above)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class End:
    """The least or the greatest consistent weight.

    Attributes
    ----------
    value : Fraction
        It is reached, at ``point``.
    point : Point
        All weights.
    proof : PlanProof or None
        That nothing more than a millionth beyond is consistent; None at the end of the range, where nothing
        is to be proven, and where the proof failed.
    proven : bool
        Whether nothing beyond is consistent, up to a millionth.
    """

    value: Fraction
    point: Point
    proof: PlanProof | None
    proven: bool


def extreme(asked: Question, found: Found, k: int, *, above: bool) -> End | None:
    """Find the greatest (or the least) weight of a consideration over all plans; None if no corner is exact.

    Notes
    -----
    One plan's polyhedron gives a bound by a linear program, solved exactly at its corner; then a plan is
    looked for beyond that bound, until there is none.

    Raises
    ------
    BudgetError
        If the search for plans was ended by its budget.
    """
    space = found.feasible.space
    limit = space.high[k] if above else space.low[k]
    region = Region(drivers=False, types=False)
    whole = region.space(asked)
    while True:
        rows = found.feasible.comparisons.members(found.mask)
        point = _corner(whole, rows, k, above=above)
        if point is None:
            return None
        value = point.weights[k]
        step = GAP if above else -GAP
        if value == limit or (limit - value) * step <= GAP**2:
            return End(value=value, point=point, proof=None, proven=True)
        beyond = Beyond(drivers=False, types=False, key=space.keys[k], at=value + step, above=above)
        more = first_plan(asked, beyond)
        if more is None:
            proof = prove(asked, beyond, mixed=False)
            return End(value=value, point=point, proof=proof, proven=proof is not None)
        found = more


def _corner(space: Space, rows: Sequence[Row], k: int, *, above: bool) -> Point | None:
    """Return the admissible point at which rows hold and one weight is least or greatest, exactly."""
    from scipy.optimize import linprog

    used = sorted({k} | {j for row in rows for j, _ in row})
    cost = np.zeros(len(used))
    cost[used.index(k)] = -1.0 if above else 1.0
    bounds = [(float(space.low[j]), float(space.high[j])) for j in used]
    matrix = -row_matrix(rows, len(space.keys))[:, used] if rows else None
    limits = np.zeros(len(rows)) if rows else None
    solved: Any = linprog(cost, A_ub=matrix, b_ub=limits, bounds=bounds, method="highs-ds")
    if solved.status != 0:
        return None
    exact = solved_exactly(_constraints(space, rows, used), np.asarray(solved.x))
    if exact is None:
        return None
    weights = list(space.start.weights)
    for column, j in enumerate(used):
        weights[j] = exact[column]
    point = Point(weights=tuple(weights), levels=space.start.levels)
    return point if holds(space, rows, point) else None


def _constraints(space: Space, rows: Sequence[Row], used: Sequence[int]) -> list[Constraint]:
    column = {j: position for position, j in enumerate(used)}
    one = Fraction(1)
    lines: list[Constraint] = [({column[j]: Fraction(c) for j, c in row}, Fraction(0)) for row in rows]
    for j in used:
        lines += [({column[j]: one}, space.low[j]), ({column[j]: -one}, -space.high[j])]
    return lines
