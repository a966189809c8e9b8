"""Vertex enumeration of all equilibria of a two-player game, in exact arithmetic.

The equilibria of a bimatrix game are a finite union of *maximal Nash subsets*, each the product of two convex
polytopes (Mangasarian 1964; Jansen 1981). The corners of these subsets are the *extreme* equilibria: pairs of
corners of the two players' best-reply regions that together carry every label. The subsets are the maximal
bicliques of the graph of extreme equilibria, and the connected components of the equilibria are the
components of that graph (Avis, Rosenberg, Savani and von Stengel 2010).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import product
from math import gcd, lcm
from typing import Final, TypeAlias

from belarusgame.base.bicliques import Edge, maximal_bicliques
from belarusgame.base.clock import Clock
from belarusgame.base.rays import Budget, OutOfStepsError, Ray, bits
from belarusgame.solve.two_player.extreme_rays import extreme_rays
from belarusgame.solve.two_player.lemke_howson import one_equilibrium

#: How much work a search may do unless told otherwise: a minute or so.
MAX_STEPS = 1_000_000

#: The part of the time that may be spent on enumeration, before a single equilibrium is looked for.
_ENUMERATED: Final = 0.6

Point: TypeAlias = tuple[Fraction, ...]
Matrix: TypeAlias = Sequence[Sequence[Fraction | int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtremeEquilibria:
    """All equilibria of a bimatrix game, by their corners."""

    #: The extreme equilibria: the row player's and the column player's probabilities.
    vertices: tuple[tuple[Point, Point], ...]
    #: For each of them the index if it is regular, None if it is not. A regular equilibrium is isolated:
    #: every strategy that is not played earns less than those played, and the game is not degenerate there.
    indices: tuple[int | None, ...]
    #: The maximal Nash subsets, each by the positions of its corners in ``vertices``. The subset is the
    #: convex hull of the corners' first halves times the convex hull of their second halves.
    subsets: tuple[tuple[int, ...], ...]
    #: The connected components of the set of all equilibria, each by the positions of its corners. A
    #: component with one corner is an isolated equilibrium.
    components: tuple[tuple[int, ...], ...]
    #: For either player the mixed strategies at the extreme points of its best-reply region, all of them if
    #: ``finished``; none where they were not asked for.
    corners: tuple[tuple[Point, ...], tuple[Point, ...]]
    #: Whether these are all. If not, the vertices are extreme equilibria, all pure ones among them, but
    #: others may be missing, and there are no subsets and no components.
    finished: bool

    @property
    def isolated(self) -> tuple[int, ...]:
        """The positions of the isolated equilibria."""
        return tuple(component[0] for component in self.components if len(component) == 1)

    @property
    def nondegenerate(self) -> bool:
        """Whether the list is finished and every equilibrium is regular."""
        return self.finished and None not in self.indices


@dataclass(frozen=True, slots=True)
class _Corners:
    """The corners of both best-reply regions, with one bit a label: the rows first, then the columns."""

    rows: tuple[Ray, ...]
    columns: tuple[Ray, ...]
    finished: bool


def extreme_equilibria(
    row_payoffs: Matrix,
    column_payoffs: Matrix,
    *,
    max_steps: int = MAX_STEPS,
    clock: Clock | None = None,
    at_least_one: bool = True,
) -> ExtremeEquilibria:
    """Find every equilibrium of a bimatrix game, degenerate or not, without rounding.

    Parameters
    ----------
    row_payoffs, column_payoffs : sequence of sequences of Fraction or int
        What the two players get, one row for each strategy of the row player; both of the same shape.
    max_steps : int
        The budget for each stage of the search, in steps of some microseconds.
    clock : Clock, optional
        How long it may take in any case.
    at_least_one : bool
        Whether Lemke and Howson's path is followed if no equilibrium was found before the budget ended; it
        ends at one, unless the time is up before.

    Returns
    -------
    ExtremeEquilibria
        In lexicographic order, first strategies first; not ``finished`` if the budget ended.

    Notes
    -----
    Mangasarian 1964, "Equilibrium points of bimatrix games"; Avis, Rosenberg, Savani and von Stengel 2010,
    "Enumeration of Nash equilibria for two-player games"; the index after Shapley 1974.

    Examples
    --------
    Battle of the sexes has three equilibria, and their indices sum to one:

    >>> found = extreme_equilibria([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    >>> [[str(p) for p in row] for row, column in found.vertices], found.indices
    ([['1', '0'], ['3/5', '2/5'], ['0', '1']], (1, -1, 1))

    If both players are always indifferent, everything is an equilibrium, with the pure ones as corners:

    >>> found = extreme_equilibria([[0, 0]], [[0, 0]])
    >>> found.components, found.indices, found.isolated
    (((0, 1),), (None, None), ())
    """
    A, B = _integers(row_payoffs), _integers(column_payoffs)
    clock = Clock.starting(None) if clock is None else clock
    # The rest of the time is kept for a single equilibrium, should enumeration not find one.
    deadline = clock.at(_ENUMERATED)
    corners = _corners(A, B, max_steps, deadline)
    edges, matched = _matches(corners, Budget(max_steps, deadline))
    finished = corners.finished and matched
    # With edges missing no biclique is known to be maximal.
    subsets = maximal_bicliques(edges, Budget(max_steps, deadline)) if finished else None
    if at_least_one and not finished and not edges:
        corners, edges = _with_one(A, B, corners, clock.at(1.0))
    return ExtremeEquilibria(
        vertices=tuple((_mixed(corners.rows[x]), _mixed(corners.columns[y])) for x, y in edges),
        indices=tuple(_index(A, B, corners.rows[x], corners.columns[y]) for x, y in edges),
        subsets=subsets or (),
        components=() if subsets is None else _components(edges),
        corners=(tuple(map(_mixed, corners.rows)), tuple(map(_mixed, corners.columns))),
        finished=subsets is not None,
    )


def _integers(matrix: Matrix) -> list[list[int]]:
    """Scale a matrix to positive integers: neither the scale nor the shift moves an equilibrium."""
    exact = [[Fraction(value) for value in row] for row in matrix]
    scale = lcm(*(value.denominator for row in exact for value in row))
    lowest = min(value for row in exact for value in row)
    # Positive, as the index by determinants and Lemke and Howson's path both need it.
    return [[int((value - lowest) * scale) + 1 for value in row] for row in exact]


def _with_one(
    A: list[list[int]], B: list[list[int]], corners: _Corners, deadline: float
) -> tuple[_Corners, list[Edge]]:
    """Add the equilibrium that Lemke and Howson's path leads to."""
    found = one_equilibrium(A, B, deadline=deadline)
    if found is None:
        return corners, []
    m = len(A)
    row = _ray(found[0], [list(line) for line in zip(*B, strict=True)], range(m), m)
    column = _ray(found[1], A, range(m, m + len(A[0])), 0)
    rows, columns = _ordered({*corners.rows, row}), _ordered({*corners.columns, column})
    return _Corners(rows, columns, False), [(rows.index(row), columns.index(column))]


def _ray(weights: Sequence[int], gains: list[list[int]], own: Sequence[int], others: int) -> Ray:
    """Return the corner of a best-reply region at which a player mixes with these weights.

    The gains of the opponent's strategies, whose bits begin at ``others``, are one line each.
    """
    # As enumeration writes the ray: the same corner must be the same ray, or it would be listed twice.
    divisor = gcd(*weights)
    point = [weight // divisor for weight in weights]
    earned = [sum(a * b for a, b in zip(line, point, strict=True)) for line in gains]
    tight = sum(1 << label for label, weight in zip(own, point, strict=True) if not weight)
    tight += sum(1 << (others + k) for k, value in enumerate(earned) if value == max(earned))
    return Ray((*point, max(earned)), tight)


def _corners(A: list[list[int]], B: list[list[int]], max_steps: int, deadline: float) -> _Corners:
    """Find the corners of both best-reply regions, and give the column player's bits the common order."""
    m, n = len(A), len(A[0])
    rows = extreme_rays(B, Budget(max_steps, deadline))
    columns = extreme_rays([list(column) for column in zip(*A, strict=True)], Budget(max_steps, deadline))
    own = (1 << n) - 1
    swapped = [Ray(ray.point, (ray.tight & own) << m | ray.tight >> n) for ray in columns.rays]
    return _Corners(_ordered(rows.rays), _ordered(swapped), rows.finished and columns.finished)


def _ordered(rays: Collection[Ray]) -> tuple[Ray, ...]:
    """Sort corners lexicographically by their probabilities, the first strategy first."""
    return tuple(sorted(rays, key=_mixed, reverse=True))


def _matches(corners: _Corners, budget: Budget) -> tuple[list[Edge], bool]:
    """Pair the corners that together carry every label; say whether all pairs were found."""
    labels = (1 << (len(corners.rows[0].point) + len(corners.columns[0].point) - 2)) - 1
    # For every label the columns' corners that carry it, as bits: partners are what remains of them all.
    carriers = {
        label: sum(1 << y for y, ray in enumerate(corners.columns) if ray.tight & label)
        for label in bits(labels)
    }
    everyone = (1 << len(corners.columns)) - 1
    edges: list[Edge] = []
    try:
        for x, ray in enumerate(corners.rows):
            partners = reduce(int.__and__, (carriers[label] for label in bits(labels & ~ray.tight)), everyone)
            budget.spend(1 + partners.bit_count())
            edges.extend((x, bit.bit_length() - 1) for bit in bits(partners))
    except OutOfStepsError:
        return sorted({*edges, *_pure_matches(corners, labels)}), False
    return edges, True


def _pure_matches(corners: _Corners, labels: int) -> Iterator[Edge]:
    """Pair the pure strategies alone: few, and never to be missed."""
    pure_rows = [x for x, ray in enumerate(corners.rows) if max(_mixed(ray)) == 1]
    pure_columns = [y for y, ray in enumerate(corners.columns) if max(_mixed(ray)) == 1]
    for x, y in product(pure_rows, pure_columns):
        if corners.rows[x].tight | corners.columns[y].tight == labels:
            yield x, y


def _components(edges: Sequence[Edge]) -> tuple[tuple[int, ...], ...]:
    """Group the edges of the graph that hang together, in the order of their first members."""
    of_row: dict[int, list[int]] = {}
    of_column: dict[int, list[int]] = {}
    for number, (x, y) in enumerate(edges):
        of_row.setdefault(x, []).append(number)
        of_column.setdefault(y, []).append(number)
    components: list[tuple[int, ...]] = []
    for start in range(len(edges)):  # whose row and column are gone if it is in a group already
        group, waiting = set[int](), [start]
        while waiting:
            x, y = edges[waiting.pop()]
            # Each corner hands over its edges once, so the walk takes time linear in the edges.
            fresh = {*of_row.pop(x, ()), *of_column.pop(y, ())} - group
            group |= fresh
            waiting.extend(fresh)
        if group:
            components.append(tuple(sorted(group)))
    return tuple(components)


def _mixed(ray: Ray) -> Point:
    weights = ray.point[:-1]
    return tuple(Fraction(weight, sum(weights)) for weight in weights)


def _index(A: list[list[int]], B: list[list[int]], row: Ray, column: Ray) -> int | None:
    """Return the index of a regular equilibrium, None for another one; payoffs must be positive.

    With k strategies in either support it is (-1)^(k+1) times the sign of det A_k det B_k (Shapley 1974).
    """
    # A label that both carry is a strategy that is not played and yet is a best reply.
    if row.tight & column.tight:
        return None
    I = [i for i, weight in enumerate(row.point[:-1]) if weight]  # noqa: E741 - the letter of the source
    J = [j for j, weight in enumerate(column.point[:-1]) if weight]
    product = _determinant([[A[i][j] for j in J] for i in I]) * _determinant(
        [[B[i][j] for j in J] for i in I]
    )
    # A regular equilibrium has determinants that do not vanish: the product has a sign.
    return 1 if (product > 0) == (len(I) % 2 == 1) else -1


def _determinant(matrix: list[list[int]]) -> int:
    """Return a determinant by fraction-free elimination (Bareiss 1968)."""
    rows, sign, previous = [list(row) for row in matrix], 1, 1
    for k in range(len(rows) - 1):
        pivot = next((i for i in range(k, len(rows)) if rows[i][k]), None)
        if pivot is None:
            return 0
        if pivot != k:
            rows[k], rows[pivot], sign = rows[pivot], rows[k], -sign
        for i in range(k + 1, len(rows)):
            for j in range(k + 1, len(rows)):
                # Every entry is a minor of the matrix, so that the division leaves no remainder.
                rows[i][j] = (rows[i][j] * rows[k][k] - rows[i][k] * rows[k][j]) // previous
        previous = rows[k][k]
    return sign * rows[-1][-1]
