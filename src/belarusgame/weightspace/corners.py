"""From a solver's corner in float64 to the same corner in fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from belarusgame.base.labels import FloatArray

__all__ = ["Constraint", "independent_solution", "solved_exactly"]

#: ``sum of coefficient * variable >= bound``.
Constraint = tuple[dict[int, Fraction], Fraction]

#: A constraint with less slack than this, relative to its size, is taken to hold with equality.
ACTIVE_TOLERANCE = 1e-7


def solved_exactly(constraints: Sequence[Constraint], near: FloatArray) -> tuple[Fraction, ...] | None:
    """Solve for the corner that a float64 point stands for; None if it is none or breaks a constraint.

    Parameters
    ----------
    constraints : sequence of (dict, Fraction)
        Everything that bounds the point; at a corner, as many independent ones as there are variables hold
        with equality.
    near : numpy.ndarray
        The solver's answer.

    Notes
    -----
    Gaussian elimination in fractions over the constraints that are active, the tightest first; an equation
    that contradicts those before it was active only by rounding and is left out.
    """
    values = near.tolist()
    slacks = [_slack(constraint, values) for constraint in constraints]
    order = sorted(range(len(constraints)), key=slacks.__getitem__)
    active = [constraints[number] for number in order if slacks[number] <= ACTIVE_TOLERANCE]
    solution = independent_solution(active, len(values))
    if solution is not None and all(_exact_slack(line, solution) >= 0 for line in constraints):
        return solution
    return None


def independent_solution(equations: Sequence[Constraint], count: int) -> tuple[Fraction, ...] | None:
    """Solve equations for ``count`` variables, the first independent ones; None if they are too few."""
    pivots: dict[int, tuple[dict[int, Fraction], Fraction]] = {}
    for equation in equations:
        if len(pivots) == count:
            break
        _eliminate(equation, pivots)
    return tuple(_back(pivots, count)) if len(pivots) == count else None


def _slack(constraint: Constraint, values: Sequence[float]) -> float:
    coefficients, bound = constraint
    size = max([1.0, *(abs(float(c)) for c in coefficients.values())])
    return abs(sum(float(c) * values[k] for k, c in coefficients.items()) - float(bound)) / size


def _exact_slack(constraint: Constraint, values: Sequence[Fraction]) -> Fraction:
    coefficients, bound = constraint
    return sum((c * values[k] for k, c in coefficients.items()), Fraction(0)) - bound


def _eliminate(equation: Constraint, pivots: dict[int, tuple[dict[int, Fraction], Fraction]]) -> None:
    """Reduce an equation by the pivots so far, and make what is left of it a pivot of its own."""
    left, right = dict(equation[0]), equation[1]
    for column, (line, value) in pivots.items():
        factor = left.pop(column, Fraction(0))
        if factor:
            for k, c in line.items():
                left[k] = left.get(k, Fraction(0)) - factor * c
            right -= factor * value
    left = {k: c for k, c in left.items() if c}
    if not left:
        return
    column = max(left, key=lambda k: abs(left[k]))
    head = left.pop(column)
    pivots[column] = ({k: c / head for k, c in left.items()}, right / head)


def _back(pivots: dict[int, tuple[dict[int, Fraction], Fraction]], count: int) -> list[Fraction]:
    """Substitute backwards: each pivot's line mentions only columns that became pivots later."""
    solution = [Fraction(0)] * count
    for column, (line, value) in reversed(pivots.items()):
        solution[column] = value - sum((c * solution[k] for k, c in line.items()), Fraction(0))
    return solution
