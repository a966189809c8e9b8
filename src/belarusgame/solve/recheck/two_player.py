"""Check all equilibria of a two-player game again: list them anew, by another way, and compare.

The corners of a player's best-reply region are visited along its edges, from a pure strategy onwards. The
corners and bounded edges of a pointed polyhedron hang together (Balinski 1961, "On the graph structure of
convex polyhedra"), so that no corner is missed. The solver builds the same corners by adding one inequality
after the other; nothing of it is used here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from belarusgame.solve.recheck.exact_cells import Exact, fractions, whole_cell
from belarusgame.solve.recheck.listed import check_apart, check_indices, check_numbers, check_samples
from belarusgame.solve.recheck.search_log import Rejected, index_on

if TYPE_CHECKING:
    from belarusgame.game import Equilibrium, Game
    from belarusgame.solve.solution import Component, Solution

Point: TypeAlias = tuple[Fraction, ...]
Labels: TypeAlias = frozenset[int]

#: How far a recorded probability may be from the exact one: some roundings.
_ROUNDING = Fraction(1, 2**50)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TwoPlayerCertificate:
    """What is needed to check all equilibria of a two-player game: the game itself.

    Attributes
    ----------
    game : Game
        The game that was solved. Its corners are found again, by another method than the solver's.
    """

    game: Game


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Extremes:
    """All extreme equilibria, found anew.

    Attributes
    ----------
    points : list of pair of Point
        Both players' probabilities.
    regular : list of bool
        Whether every strategy of either player is either used or worse than those used, and the used ones
        are as many on either side.
    subsets : list of tuple of int
        The maximal sets of points whose halves may be mixed freely: the equilibria are the products of the
        convex hulls of these halves.
    groups : list of tuple of int
        The connected components.
    """

    points: list[tuple[Point, Point]]
    regular: list[bool]
    subsets: list[tuple[int, ...]]
    groups: list[tuple[int, ...]]


def check_two_players(solution: Solution, certificate: TwoPlayerCertificate) -> str:
    """Check a solution against all equilibria, found anew; return what was confirmed.

    Raises
    ------
    Rejected
        For the first thing that does not hold.
    """
    payoffs = certificate.game.exact_payoffs
    anew = _recount(payoffs)
    listed, components = list(solution.equilibria), list(solution.components)
    for number in (group[0] for group in anew.groups if len(group) == 1):
        match = _taken(listed, anew.points[number])
        if match is not None:
            _check_isolated(payoffs, anew, number, match)
        elif not _unresolved(solution, [anew.points[number]]):
            raise Rejected("an equilibrium is missing from the list")
    for members in ([anew.points[k] for k in group] for group in anew.groups if len(group) > 1):
        if not _take_component(components, members) and not _unresolved(solution, members):
            raise Rejected("a continuum of equilibria is missing, or other corners of it are listed")
    if components or (listed and not solution.unresolved):
        raise Rejected("an equilibrium or a component is listed that was not confirmed")
    for equilibrium in listed:  # the search ended early: whether these are isolated was not known
        _check_found(payoffs, anew, equilibrium)
    check_samples(solution, payoffs)
    check_apart(solution)
    check_indices(solution)
    if solution.status == "complete" and solution.unresolved:
        raise Rejected("the status is complete, but there are unresolved boxes")
    return f"{len(anew.points)} extreme equilibria in {len(anew.groups)} components were found again"


def _check_isolated(payoffs: Exact, anew: _Extremes, number: int, equilibrium: Equilibrium) -> None:
    """Check an isolated equilibrium: index, numbers, and that its box keeps away from all others."""
    _check_index(payoffs, anew, number, equilibrium)
    if equilibrium.box is None:
        return
    bounds = np.concatenate([fractions(part) for part in equilibrium.box])
    if not _inside([anew.points[number]], bounds):
        raise Rejected("the box of an equilibrium does not hold it")
    for members in anew.subsets:
        if number not in members and _touches([anew.points[k] for k in members], bounds):
            raise Rejected("the box of an equilibrium may hold another one")


def _check_found(payoffs: Exact, anew: _Extremes, equilibrium: Equilibrium) -> None:
    for number, point in enumerate(anew.points):
        if _is_near(equilibrium, point):
            return _check_index(payoffs, anew, number, equilibrium)
    raise Rejected("an equilibrium is listed that was not confirmed")


def _check_index(payoffs: Exact, anew: _Extremes, number: int, equilibrium: Equilibrium) -> None:
    """Check the index, which only a regular equilibrium has, and the recorded numbers."""
    support = tuple(tuple(a for a, chance in enumerate(half) if chance) for half in anew.points[number])
    regular = anew.regular[number]
    if equilibrium.index != (index_on(whole_cell(payoffs, support)) if regular else None):
        raise Rejected("a listed equilibrium has another index than claimed")
    if equilibrium.strict is not (regular and all(len(labels) == 1 for labels in support)):
        raise Rejected("an equilibrium is not as strict as recorded")
    check_numbers(payoffs, equilibrium)


def _taken(listed: list[Equilibrium], point: tuple[Point, Point]) -> Equilibrium | None:
    """Take the equilibrium at a point off the list, if it is there."""
    place = next((k for k, equilibrium in enumerate(listed) if _is_near(equilibrium, point)), None)
    return None if place is None else listed.pop(place)


def _take_component(components: list[Component], members: Sequence[tuple[Point, Point]]) -> bool:
    """Take the component with these corners off the list, if it is there and its box holds them."""
    for k, component in enumerate(components):
        samples = list(component.samples)
        if len(samples) == len(members) and all(_taken(samples, point) for point in members):
            bounds = np.concatenate([fractions(part) for part in component.box.bounds])
            del components[k]
            return _inside(members, bounds)
    return False


def _is_near(equilibrium: Equilibrium, point: tuple[Point, Point]) -> bool:
    return all(
        all(
            abs(Fraction(float(mine)) - theirs) <= _ROUNDING
            for mine, theirs in zip(vector, half, strict=True)
        )
        for vector, half in zip(equilibrium.mixed, point, strict=True)
    )


def _unresolved(solution: Solution, members: Sequence[tuple[Point, Point]]) -> bool:
    """Whether some points, and with them all between them, lie in a region that was not decided."""
    regions = (np.concatenate([fractions(part) for part in box.bounds]) for box in solution.unresolved)
    return any(_inside(members, bounds) for bounds in regions)


def _inside(members: Sequence[tuple[Point, Point]], bounds: Exact) -> bool:
    low, high = _hull(members)
    return bool(np.all((bounds[:, 0] <= low) & (high <= bounds[:, 1])))


def _touches(members: Sequence[tuple[Point, Point]], bounds: Exact) -> bool:
    """Whether the bounding box of some points has a point in common with a box."""
    low, high = _hull(members)
    return bool(np.all((bounds[:, 0] <= high) & (low <= bounds[:, 1])))


def _hull(members: Sequence[tuple[Point, Point]]) -> tuple[Exact, Exact]:
    points = np.array([row + column for row, column in members], dtype=object)
    return points.min(axis=0), points.max(axis=0)


def _recount(payoffs: Exact) -> _Extremes:
    """Find all extreme equilibria of a two-player game from its exact payoffs."""
    m, n = payoffs.shape[1:]
    rows = corners(payoffs[1].tolist())
    columns = {
        point: frozenset(m + label if label < n else label - n for label in labels)
        for point, labels in corners(payoffs[0].T.tolist()).items()
    }
    pairs = [
        (x, y) for x, mine in rows.items() for y, theirs in columns.items() if len(mine | theirs) == m + n
    ]
    return _Extremes(
        points=pairs,
        regular=[not rows[x] & columns[y] for x, y in pairs],
        subsets=_subsets(pairs),
        groups=_groups(pairs),
    )


def corners(gains: Sequence[Sequence[Fraction]]) -> dict[Point, Labels]:
    """Return the corners of a player's best-reply region, by the mixed strategies at them.

    Parameters
    ----------
    gains : sequence of sequences of Fraction
        What each of the opponent's strategies earns against each of the player's own, which come first.

    Returns
    -------
    dict
        For every corner its labels: a strategy that is not played has its number, a strategy of the opponent
        that is a best reply its number after all of these. The corners are the mixed strategies that their
        labels determine.
    """
    waiting = [tuple(Fraction(int(i == 0)) for i in range(len(gains)))]
    found: dict[Point, Labels] = {}
    while waiting:
        point = waiting.pop()
        if point not in found:
            slacks = _slacks(gains, point)
            labels = [i for i, chance in enumerate(point) if not chance]
            labels += [len(gains) + j for j, slack in enumerate(slacks) if not slack]
            found[point] = frozenset(labels)
            waiting += [near for near in _neighbours(gains, point, slacks, labels) if near not in found]
    return found


def _slacks(gains: Sequence[Sequence[Fraction]], point: Point) -> list[Fraction]:
    """Return how much less than a best reply each strategy of the opponent earns."""
    earned = _against(gains, point)
    return [max(earned) - value for value in earned]


def _against(gains: Sequence[Sequence[Fraction]], weights: Sequence[Fraction]) -> list[Fraction]:
    played = [(weight, line) for weight, line in zip(weights, gains, strict=True) if weight]
    return [sum((weight * line[j] for weight, line in played), Fraction(0)) for j in range(len(gains[0]))]


def _neighbours(
    gains: Sequence[Sequence[Fraction]], point: Point, slacks: Sequence[Fraction], labels: Sequence[int]
) -> Iterator[Point]:
    """Go along every bounded edge at a corner to its other end."""
    count = len(gains)
    for kept in combinations(labels, count - 1):
        direction = _edge(gains, kept)
        if direction is None:
            continue
        for sign in (1, -1):
            move = [sign * step for step in direction[:-1]]
            losses = [earned - sign * direction[-1] for earned in _against(gains, move)]
            changes = [(chance, step) for chance, step in zip(point, move, strict=True)]
            changes += [(slack, -loss) for slack, loss in zip(slacks, losses, strict=True)]
            lengths = [room / -step for room, step in changes if step < 0]
            if lengths:
                length = min(lengths)  # zero, which leads nowhere, where what a label keeps would be violated
                yield tuple(chance + length * step for chance, step in zip(point, move, strict=True))


def _edge(gains: Sequence[Sequence[Fraction]], kept: Sequence[int]) -> list[Fraction] | None:
    """Return the direction in which all labels but one are kept; None if they leave more than one.

    Its last entry says how the best reply's payoff changes.
    """
    count = len(gains)
    free = [i for i in range(count) if i not in kept]
    rows = [[Fraction(1)] * len(free) + [Fraction(0)]]
    rows += [[gains[i][label - count] for i in free] + [Fraction(-1)] for label in kept if label >= count]
    solution = _null_vector(rows)
    if solution is None:
        return None
    steps = dict(zip(free, solution, strict=False))
    return [steps.get(i, Fraction(0)) for i in range(count)] + [solution[-1]]


def _null_vector(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """Return the vector, unique up to its length, that k lines of k + 1 numbers map to zero, or None."""
    width = len(rows) + 1
    pivots: list[int] = []
    for column in range(width):
        at = len(pivots)
        source = next((r for r in range(at, len(rows)) if rows[r][column]), None)
        if source is None:
            continue
        rows[at], rows[source] = rows[source], rows[at]
        rows[at] = [value / rows[at][column] for value in rows[at]]
        for r, row in enumerate(rows):
            if r != at and row[column]:
                rows[r] = [a - row[column] * b for a, b in zip(row, rows[at], strict=True)]
        pivots.append(column)
    if len(pivots) < len(rows):
        return None
    (left,) = set(range(width)) - set(pivots)
    vector = [Fraction(0)] * width
    vector[left] = Fraction(1)
    for row, column in zip(rows, pivots, strict=True):
        vector[column] = -row[left]
    return vector


def _subsets(pairs: Sequence[tuple[Point, Point]]) -> list[tuple[int, ...]]:
    """Return the maximal sets of points that consist of all pairs of some halves with some others."""
    partners: dict[Point, frozenset[Point]] = {}
    for x, y in pairs:
        partners[x] = partners.get(x, frozenset()) | {y}
    shared: set[frozenset[Point]] = set()
    for own in partners.values():
        shared |= {own, *(own & other for other in shared)}
    return [
        tuple(k for k, (x, y) in enumerate(pairs) if y in common and common <= partners[x])
        for common in shared
        if common
    ]


def _groups(pairs: Sequence[tuple[Point, Point]]) -> list[tuple[int, ...]]:
    """Group the points that hang together by common halves."""
    group = list(range(len(pairs)))
    for side in (0, 1):
        first: dict[Point, int] = {}
        for k, pair in enumerate(pairs):
            other = group[first.setdefault(pair[side], k)]
            mine = group[k]
            group = [other if number == mine else number for number in group]
    return [tuple(k for k, number in enumerate(group) if number == name) for name in dict.fromkeys(group)]
