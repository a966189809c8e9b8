"""Exponentials, logarithms and small linear systems whose every bit is the same on every processor.

Libraries choose among versions of these by what the processor offers, and the versions round differently.
Here only operations that IEEE 754 fixes are used, in the order written, and the compiler may not join them.
"""

from __future__ import annotations

import math

import numpy as np

from belarusgame.base.compile_arithmetic import entry, inner
from belarusgame.base.labels import FloatArray

#: The logarithm of 2, the first part with so few digits that its product with an exponent is exact.
LN2_HIGH, LN2_LOW, PER_LN2 = 0.6931471803691238, 1.9082149292705877e-10, 1.4426950408889634
#: Below the first, exponentials are 0 in float64, and above the second infinite.
LOWEST, HIGHEST = -745.14, 709.79
#: Taylor's series of exp(r), from r^2 on: with |r| <= ln(2) / 2 what is left out is below 5e-18.
EXP_SERIES = tuple(1.0 / math.factorial(n) for n in range(13, 1, -1))
#: The series of 2 artanh(s) / s - 2 in s^2: with |s| <= 0.1716 what is left out is below 1e-18.
LOG_SERIES = tuple(2.0 / n for n in range(23, 1, -2))
#: A number's part is brought to [sqrt(1/2), sqrt(2)), the range for which the series above is long enough.
HALF_ROOT = math.sqrt(0.5)


def _powers(coefficients: str) -> tuple[float, ...]:
    return tuple(map(float, coefficients.split()))


#: Algorithm AS 241 (M. J. Wichura, "The percentage points of the normal distribution", Applied Statistics 37,
#: 1988): numerators and denominators, from the highest power down, for the middle, the tails, the far tails.
MIDDLE_OVER = _powers(
    "2509.0809287301227 33430.57558358813 67265.7709270087 45921.95393154987 "
    "13731.69376550946 1971.5909503065513 133.14166789178438 3.3871328727963665"
)
MIDDLE_UNDER = _powers(
    "5226.495278852854 28729.085735721943 39307.89580009271 21213.794301586597 "
    "5394.196021424751 687.1870074920579 42.31333070160091 1"
)
TAIL_OVER = _powers(
    "7.745450142783414e-4 2.2723844989269184e-2 2.4178072517745061e-1 1.2704582524523684 "
    "3.6478483247632045 5.769497221460691 4.630337846156546 1.4234371107496835"
)
TAIL_UNDER = _powers(
    "1.0507500716444169e-9 5.475938084995345e-4 1.5198666563616457e-2 1.4810397642748008e-1 "
    "6.897673349851e-1 1.6763848301838038 2.053191626637759 1"
)
FAR_OVER = _powers(
    "2.0103343992922881e-7 2.7115555687434876e-5 1.2426609473880784e-3 2.6532189526576124e-2 "
    "2.9656057182850487e-1 1.7848265399172913 5.463784911164114 6.657904643501103"
)
FAR_UNDER = _powers(
    "2.0442631033899397e-15 1.4215117583164459e-7 1.8463183175100548e-5 7.868691311456133e-4 "
    "1.4875361290850615e-2 1.3692988092273580e-1 5.998322065558879e-1 1"
)
#: After so many steps an eigenvalue between 1e-15 and 1e15 has been brought to -1 or 1.
MOST_HALVINGS = 120


@inner
def exp(x: float) -> float:
    """Return e^x, within one unit in the last place."""
    if x < LOWEST:
        return 0.0
    if not x < HIGHEST:  # also what is not a number
        return x + np.inf
    power = math.floor(x * PER_LN2 + 0.5)
    # Taken away in two parts (Cody and Waite): one product with ln(2) would lose the digits that cancel.
    r = (x - power * LN2_HIGH) - power * LN2_LOW
    series = 0.0
    for coefficient in EXP_SERIES:
        series = series * r + coefficient
    # The 1 comes last: what is small is added up before it can be rounded away.
    return math.ldexp(1.0 + (r + r * r * series), int(power))


@inner
def log(x: float) -> float:
    """Return the logarithm of a positive number, within two units in the last place."""
    if not 0.0 < x < np.inf:
        return -np.inf if x == 0.0 else x
    part, power = math.frexp(x)
    if part < HALF_ROOT:
        part, power = 2.0 * part, power - 1
    # The difference is exact (Sterbenz), so that near 1 the logarithm is as exact as its argument.
    s = (part - 1.0) / (part + 1.0)
    series = 0.0
    for coefficient in LOG_SERIES:
        series = (series + coefficient) * (s * s)
    # From the smallest term to the largest, again so that little is rounded away.
    return power * LN2_HIGH + (power * LN2_LOW + (2.0 * s + s * series))


@inner
def _quotient(over: tuple[float, ...], under: tuple[float, ...], x: float) -> float:
    numerator, denominator = 0.0, 0.0
    for k in range(len(over)):
        numerator = numerator * x + over[k]
        denominator = denominator * x + under[k]
    return numerator / denominator


@inner
def normal_quantile(share: float) -> float:
    """Return the number below which a standard normal one lies with a probability strictly in (0, 1)."""
    middle = share - 0.5
    # Where the ranges meet (0.425, whose square is below, 5 and 1.6) is part of the algorithm.
    if abs(middle) <= 0.425:
        return middle * _quotient(MIDDLE_OVER, MIDDLE_UNDER, 0.180625 - middle * middle)
    # By the smaller tail: the larger one is so near 1 that its digits say little; 1 - share is exact there.
    root = math.sqrt(-log(share if middle < 0.0 else 1.0 - share))
    far = root > 5.0
    size = _quotient(FAR_OVER, FAR_UNDER, root - 5.0) if far else _quotient(TAIL_OVER, TAIL_UNDER, root - 1.6)
    return -size if middle < 0.0 else size


@entry
def exponentials(x: FloatArray) -> FloatArray:
    """Return the exponentials of the entries of an array."""
    out = np.empty_like(x)
    for k in range(x.size):
        out.flat[k] = exp(x.flat[k])
    return out


@entry
def logarithms(x: FloatArray) -> FloatArray:
    """Return the logarithms of the entries of an array."""
    out = np.empty_like(x)
    for k in range(x.size):
        out.flat[k] = log(x.flat[k])
    return out


@entry
def dot(a: FloatArray, b: FloatArray) -> float:
    """Return the inner product of two vectors."""
    total = 0.0
    for k in range(a.shape[0]):
        total += a[k] * b[k]
    return total


@inner
def eliminate(matrix: FloatArray, sides: FloatArray) -> float:
    """Solve for all sides in place by Gauss's elimination; return the sign of the determinant.

    Where a pivot vanishes, the sign is 0 and the answers are not numbers.
    """
    size, sign = matrix.shape[0], 1.0
    for k in range(size):
        pivot = k
        for r in range(k + 1, size):
            # The largest pivot: no factor is larger than 1, so that rounding errors do not grow with the
            # steps.
            pivot = r if abs(matrix[r, k]) > abs(matrix[pivot, k]) else pivot
        # No tolerance: what is nearly singular depends on units, which only the caller knows.
        if matrix[pivot, k] == 0.0:
            sides[:] = np.nan
            return 0.0
        if pivot != k:
            sign = -sign
            for c in range(k, size):
                matrix[k, c], matrix[pivot, c] = matrix[pivot, c], matrix[k, c]
            for c in range(sides.shape[1]):
                sides[k, c], sides[pivot, c] = sides[pivot, c], sides[k, c]
        # The determinant is the product of the pivots; the product itself might overflow.
        sign = sign if matrix[k, k] > 0.0 else -sign
        for r in range(k + 1, size):
            factor = matrix[r, k] / matrix[k, k]
            for c in range(k + 1, size):
                matrix[r, c] -= factor * matrix[k, c]
            for c in range(sides.shape[1]):
                sides[r, c] -= factor * sides[k, c]
    for k in range(size - 1, -1, -1):
        for c in range(sides.shape[1]):
            for r in range(k + 1, size):
                sides[k, c] -= matrix[k, r] * sides[r, c]
            sides[k, c] /= matrix[k, k]
    return sign


@entry
def solve(matrix: FloatArray, sides: FloatArray) -> tuple[FloatArray, float]:
    """Return the answers for every column of the sides, and the sign of the matrix's determinant."""
    answers = sides.copy()
    sign = eliminate(matrix.copy(), answers)
    return answers, sign


@entry
def negative_eigenvalues(matrix: FloatArray) -> int:
    """Count the eigenvalues with a negative real part.

    Newton's iteration for the root of the identity brings each eigenvalue to 1 or -1, by the sign of its real
    part, and the trace counts them (J. D. Roberts, "Linear model reduction and solution of the algebraic
    Riccati equation by use of the sign function", International Journal of Control 32, 1980). Where a real
    part is zero but for rounding, it counts either way.
    """
    size = matrix.shape[0]
    signs, inverse, change = matrix.copy(), np.empty_like(matrix), np.inf
    for _ in range(MOST_HALVINGS):
        # The iteration converges quadratically: another step would change about 1e-12, and only signs are
        # counted.
        if change <= 1e-6:
            break
        inverse[:] = 0.0
        for k in range(size):
            inverse[k, k] = 1.0
        if eliminate(signs.copy(), inverse) == 0.0:
            break
        change = 0.0
        for r in range(size):
            for c in range(size):
                change = max(change, abs(0.5 * (inverse[r, c] - signs[r, c])))
                signs[r, c] = 0.5 * (signs[r, c] + inverse[r, c])
    trace = 0.0
    for k in range(size):
        # Where the iteration broke off an entry may be enormous, and no whole number would hold the sum.
        trace += min(max(signs[k, k], -1e6), 1e6)
    return min(max(int(np.rint(0.5 * (size - trace))), 0), size)
