"""All equilibria of a two-player game, derived anew from the extreme points that a certificate lists.

The equilibria are products of convex hulls of extreme equilibria, the pairs of extreme points of the two
best-reply polyhedra that together carry every label (Mangasarian 1964; Avis, Rosenberg, Savani and von
Stengel 2010). That a certificate lists all extreme points is checked in :mod:`corners`; from there on all
that a solution says follows by comparing sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from belarusgame.solve.recheck.corners import Labels, Point, check_closed, labelled
from belarusgame.solve.recheck.exact_cells import Exact, fractions, whole_cell
from belarusgame.solve.recheck.exact_roots import index_on
from belarusgame.solve.recheck.listed import (
    check_lists,
    check_numbers,
    check_payoffs,
)
from belarusgame.solve.recheck.search_certificate import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belarusgame.game import Equilibrium, Game
    from belarusgame.solve.solution import Component, Solution

#: How far a recorded probability may be from the exact one: some roundings.
_ROUNDING = Fraction(1, 2**50)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TwoPlayerCertificate:
    """What proves a list of all equilibria of a two-player game."""

    game: Game  #: the game that was solved
    #: For either player the mixed strategies at the extreme points of its best-reply polyhedron: all of them
    #: unless the search ended early.
    corners: tuple[tuple[Point, ...], tuple[Point, ...]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Extremes:
    """All extreme equilibria."""

    points: list[tuple[Point, Point]]  #: both players' probabilities
    #: Whether every strategy of either player is either used or worse than those used, and the used ones are
    #: as many on either side.
    regular: list[bool]
    #: The maximal sets of points whose halves may be mixed freely: the equilibria are the products of the
    #: convex hulls of these halves.
    subsets: list[tuple[int, ...]]
    groups: list[tuple[int, ...]]  #: the connected components


def continuum_message(corners: int, subsets: int) -> str:
    """Say what is proven of a continuum of equilibria of two players."""
    return (
        f"a connected continuum of equilibria with {corners} corners, the union of {subsets} "
        f"maximal Nash subset{'' if subsets == 1 else 's'}"
    )


def check_two_players(solution: Solution, certificate: TwoPlayerCertificate) -> str:
    """Check a solution against all that follows from its certificate; return what was confirmed.

    Raises
    ------
    Rejected
        For the first thing that does not hold.
    """
    payoffs = certificate.game.exact_deciding
    sides = payoffs[1].tolist(), payoffs[0].T.tolist()
    rows, columns = (labelled(*side) for side in zip(sides, certificate.corners, strict=True))
    if solution.unresolved:
        check_payoffs(solution, certificate.game.exact_payoffs)
        return _check_unfinished(solution, payoffs, _extremes(rows, columns))
    # Only a finished list claims that nothing is missing, and only it needs all corners.
    for gains, corners in zip(sides, (rows, columns), strict=True):
        check_closed(gains, corners)
    anew = _extremes(rows, columns)
    _check_listed(solution, payoffs, anew)
    check_lists(solution, certificate.game)
    return f"{len(anew.points)} extreme equilibria in {len(anew.groups)} components follow from the corners"


def _check_unfinished(solution: Solution, payoffs: Exact, anew: _Extremes) -> str:
    """Check a list that may lack anything: what it holds are extreme equilibria, isolated or not."""
    bounds = np.concatenate([part for box in solution.unresolved for part in box.bounds])
    if len(solution.unresolved) > 1 or not np.all(bounds == [0.0, 1.0]) or solution.components:
        raise Rejected("a search that ended early leaves everything undecided, and knows no components")
    if not solution.messages:
        raise Rejected("it is not said why the search ended early")
    left = list(range(len(anew.points)))
    for equilibrium in solution.equilibria:
        number = next((k for k in left if _is_near(equilibrium, anew.points[k])), None)
        if number is None or equilibrium.box is not None:
            raise Rejected("an equilibrium is listed that was not confirmed")
        left.remove(number)
        _check_index(payoffs, anew, number, equilibrium)
    return f"{len(solution.equilibria)} extreme equilibria were confirmed; there may be more"


def _check_listed(solution: Solution, payoffs: Exact, anew: _Extremes) -> None:
    """Check that a finished list holds all isolated equilibria and all continua, and nothing else."""
    # What is confirmed is taken off these lists: what is left of them in the end was not.
    listed, components = list(solution.equilibria), list(solution.components)
    messages: list[str] = []
    for group in anew.groups:
        members = [anew.points[k] for k in group]
        if len(group) == 1:
            match = _taken(listed, members[0])
            if match is None:
                raise Rejected("an equilibrium is missing from the list")
            _check_isolated(payoffs, anew, group[0], match)
        elif _take_component(components, members):
            _check_pure_members(payoffs, listed, members)
            inside = sum(set(subset) <= set(group) for subset in anew.subsets)
            messages.append(continuum_message(len(group), inside))
        else:
            raise Rejected("a continuum of equilibria is missing, or other corners of it are listed")
    if components or listed:
        raise Rejected("an equilibrium or a component is listed that was not confirmed")
    if sorted(solution.messages) != sorted(messages):
        raise Rejected("the messages are not what was proven of the continua")


def _check_pure_members(
    payoffs: Exact, listed: list[Equilibrium], members: Sequence[tuple[Point, Point]]
) -> None:
    """Check that the pure equilibria of a continuum are listed, and that nothing is said that is not so."""
    for point in members:
        if any(max(half) < 1 for half in point):
            continue
        match = _taken(listed, point)
        if match is None:
            raise Rejected("an equilibrium is missing from the list")
        if match.index is not None or match.box is not None or match.strict is not False:
            raise Rejected("a pure equilibrium of a continuum is said to be regular")
        check_numbers(payoffs, match)


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


def _extremes(rows: Mapping[Point, Labels], columns: Mapping[Point, Labels]) -> _Extremes:
    """Pair the extreme points that together carry every label: those are the extreme equilibria."""
    m, n = (len(next(iter(side), ())) for side in (rows, columns))
    # Labels begin with the player's own strategies: both sides are brought to one order, rows first.
    swapped = {point: (own & ((1 << n) - 1)) << m | own >> n for point, own in columns.items()}
    everything = (1 << (m + n)) - 1
    pairs = [
        (x, y) for x, mine in rows.items() for y, theirs in swapped.items() if mine | theirs == everything
    ]
    return _Extremes(
        points=pairs,
        regular=[not rows[x] & swapped[y] for x, y in pairs],
        subsets=_subsets(pairs),
        groups=_groups(pairs),
    )


def _subsets(pairs: Sequence[tuple[Point, Point]]) -> list[tuple[int, ...]]:
    """Return the maximal sets of points that consist of all pairs of some halves with some others."""
    partners: dict[Point, frozenset[Point]] = {}
    for x, y in pairs:
        partners[x] = partners.get(x, frozenset()) | {y}
    shared: set[frozenset[Point]] = set()
    for own in partners.values():
        # All intersections of sets of partners: each is one side of a maximal biclique.
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
            # Whatever shares a half is one group: the later one takes the earlier one's number.
            group = [other if number == mine else number for number in group]
    return [tuple(k for k, number in enumerate(group) if number == name) for name in dict.fromkeys(group)]
