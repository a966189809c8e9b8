"""The pieces of equilibria that an answer consists of, and which of them belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.program import Constraint, Program, roundings
from belarusgame.base.rounding import quotient_below
from belarusgame.solve.structured.polytopes import Polytopes, Whole, is_whole, tidy

Supports = tuple[tuple[int, ...], ...]
Points = tuple[tuple[int, ...], ...]

#: What a piece is.
EXACT: Final = "exact"  # every point is an equilibrium
ROOT: Final = "root"  # a tiny enclosure of exactly one equilibrium
OPEN: Final = "open"  # may or may not hold equilibria

#: Pieces nearer than this touch, if not both are exact.
_NEAR: Final = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """Some of the equilibria of one support, or where they may be."""

    support: Supports  #: for every player the strategies that are used
    #: For every player points over the support, whose hulls' product is the piece; none of an open one.
    points: Polytopes
    kind: str  #: EXACT, ROOT or OPEN
    #: Of an open piece: bounds on all probabilities in each of its cells, shape ``(cells, strategies of all,
    #: 2)``, players one after the other. They touch, directly or through others.
    boxes: FloatArray | None = None
    reach: float = 0.0  #: the largest regret that anybody can have in the piece, in units of the payoff range
    index: int | None = None  #: that of the one equilibrium that the piece is or encloses, if it is regular

    @property
    def is_point(self) -> bool:
        """Whether the piece is known to be one equilibrium."""
        return self.kind == ROOT or (self.kind == EXACT and all(len(own) == 1 for own in self.points))

    def middle(self, shape: Sequence[int]) -> list[FloatArray]:
        """Return the middle of the piece, one vector a player."""
        return [own[0] if len(own) == 1 else own.mean(axis=0) for own in self.vertices(shape)]

    def vertices(self, shape: Sequence[int]) -> list[FloatArray]:
        """Return the points of every player as vectors over all its strategies."""
        found: list[FloatArray] = []
        for labels, own, count in zip(self.support, self.points, shape, strict=True):
            lines: list[list[int]] = own.tolist()
            whole = sum(lines[0])
            shares = [dict(zip(labels, line, strict=True)) for line in lines]
            # Python divides integers of any size with one rounding.
            found.append(np.array([[share.get(a, 0) / whole for a in range(count)] for share in shares]))
        return found

    def bounds(self, shape: Sequence[int]) -> FloatArray:
        """Return bounds on all probabilities, players one after the other, rounded outwards."""
        if self.boxes is not None:
            return np.stack([self.boxes[:, :, 0].min(axis=0), self.boxes[:, :, 1].max(axis=0)], axis=1)
        found = np.zeros((sum(shape), 2))
        start = 0
        for labels, own, count in zip(self.support, self.points, shape, strict=True):
            lines: list[list[int]] = own.tolist()
            whole = sum(lines[0])
            for a, column in zip(labels, zip(*lines, strict=True), strict=True):
                low, high = quotient_below(min(column), whole), -quotient_below(-max(column), whole)
                found[start + a] = low, high
            start += count
        return found.clip(0.0, 1.0)


def open_pieces(
    support: Supports, shape: Sequence[int], low: FloatArray, high: FloatArray, reach: FloatArray
) -> list[Piece]:
    """Make open pieces of cells, given by bounds on the support's probabilities: of those that touch, one."""
    from belarusgame.solve.structured.touching_kernel import groups

    if not len(low):
        return []
    boxes = np.zeros((len(low), sum(shape), 2))
    starts = np.cumsum([0, *shape[:-1]])
    columns = [int(start) + a for start, labels in zip(starts, support, strict=True) for a in labels]
    boxes[:, columns, 0], boxes[:, columns, 1] = low, high
    first = np.empty(len(low), dtype=np.int64)
    # The coordinate in which the cells spread most leaves the fewest pairs to compare.
    along = int((boxes[:, :, 0].max(axis=0) - boxes[:, :, 0].min(axis=0)).argmax())
    groups(boxes, np.argsort(boxes[:, along, 0], kind="stable"), along, _NEAR, first)
    return [
        Piece(
            support=support,
            points=(),
            kind=OPEN,
            boxes=np.ascontiguousarray(boxes[first == k]),
            reach=float(reach[first == k].max()),
        )
        for k in np.unique(first)
    ]


def clusters(pieces: Sequence[Piece], bounds: FloatArray) -> list[list[int]]:
    """Group pieces that touch, directly or through others; in the order of their first members.

    The bounds of each piece have the shape ``(pieces, strategies of all, 2)``.
    """
    exact = np.array([piece.kind == EXACT for piece in pieces], dtype=bool)
    waiting = np.arange(len(pieces))
    groups: list[list[int]] = []
    while waiting.size:
        group, waiting = [int(waiting[0])], waiting[1:]
        for k in group:  # grows while it is walked through
            if not waiting.size:
                break
            slack = np.where(exact[waiting] & exact[k], 0.0, _NEAR)[:, None]
            # Bounding boxes sort out most pairs before polytopes are compared exactly.
            near = np.all(
                (bounds[waiting, :, 0] <= bounds[k, :, 1] + slack)
                & (bounds[k, :, 0] <= bounds[waiting, :, 1] + slack),
                axis=1,
            )
            for place in np.flatnonzero(near).tolist():
                other = int(waiting[place])
                near[place] = _touch(pieces[k], bounds[k], pieces[other], bounds[other])
            group += waiting[near].tolist()
            waiting = waiting[~near]
        groups.append(sorted(group))
    return groups


def _touch(one: Piece, hull: FloatArray, other: Piece, its_hull: FloatArray) -> bool:
    """Whether two pieces touch whose bounding boxes do."""
    if one.kind == EXACT and other.kind == EXACT:
        return have_common_point(one, other)
    from belarusgame.solve.structured.touching_kernel import any_touch

    mine = one.boxes if one.boxes is not None else hull[None]
    theirs = other.boxes if other.boxes is not None else its_hull[None]
    return any_touch(_those_near(mine, its_hull), _those_near(theirs, hull), _NEAR)


def _those_near(boxes: FloatArray, hull: FloatArray) -> FloatArray:
    """Return the boxes that touch another one."""
    near = (boxes[:, :, 0] <= hull[:, 1] + _NEAR) & (hull[:, 0] <= boxes[:, :, 1] + _NEAR)
    return np.ascontiguousarray(boxes[near.all(axis=1)])


def have_common_point(one: Piece, other: Piece) -> bool:
    """Whether two products of polytopes have a point in common."""
    return all(
        (mine is theirs and labels == names) or _hulls_meet(*_joined(mine, theirs, labels, names))
        for mine, theirs, labels, names in zip(
            one.points, other.points, one.support, other.support, strict=True
        )
    )


def lies_in(one: Piece, other: Piece) -> bool:
    """Whether a product of polytopes is a part of another one."""
    return all(set(own) <= set(names) for own, names in zip(one.support, other.support, strict=True)) and all(
        _lies_in(mine, theirs, labels, names)
        for mine, theirs, labels, names in zip(
            one.points, other.points, one.support, other.support, strict=True
        )
    )


def _lies_in(mine: Whole, theirs: Whole, labels: Sequence[int], names: Sequence[int]) -> bool:
    if mine is theirs or is_whole(theirs):
        return True  # all mixtures of strategies that were compared before
    small, large = _joined(mine, theirs, labels, names)
    return all(_hulls_meet(point[None], large) for point in small)


def _joined(mine: Whole, theirs: Whole, labels: Sequence[int], names: Sequence[int]) -> tuple[Whole, Whole]:
    """Write the points of two polytopes over the same strategies and with the same denominator."""
    together = sorted({*labels, *names})
    wide = np.zeros((len(mine) + len(theirs), len(together)), dtype=object)
    wide[: len(mine), [together.index(a) for a in labels]] = mine
    wide[len(mine) :, [together.index(a) for a in names]] = theirs
    wide = tidy(wide)
    return wide[: len(mine)], wide[len(mine) :]


def _hulls_meet(one: Whole, other: Whole) -> bool:
    """Whether two polytopes with the same denominator have a point in common, exactly."""
    if len(one) == 1 and len(other) == 1:
        return bool((one == other).all())
    low, high = np.maximum(one.min(axis=0), other.min(axis=0)), np.minimum(one.max(axis=0), other.max(axis=0))
    if bool((low > high).any()):
        return False
    mine: list[list[int]] = one.tolist()
    theirs: list[list[int]] = other.tolist()
    return hulls_meet(tuple(map(tuple, mine)), tuple(map(tuple, theirs)))


@lru_cache(maxsize=8192)
def hulls_meet(one: Points, other: Points) -> bool:
    """Whether the convex hulls of two lists of points have a point in common.

    A linear program proposes a common point or a direction that separates them, which is then made sure of in
    whole numbers; where neither succeeds they are taken to meet, which joins and never parts.
    """
    if set(one) & set(other):
        return True
    count = len(one) + len(other)
    scale = max(1, max(map(max, one)))
    # Weights of either hull, adding up to one, that give the same point.
    joint: list[Constraint] = []
    for x, y in zip(zip(*one, strict=True), zip(*other, strict=True), strict=True):
        line = {n: Fraction(c, scale) for n, c in enumerate([*x, *(-c for c in y)]) if c}
        joint += [(line, 0), ({n: -c for n, c in line.items()}, 0)] if line else []
    for own in (range(len(one)), range(len(one), count)):
        joint += [(dict.fromkeys(own, 1), 1), (dict.fromkeys(own, -1), -1)]
    return Program(limits=[(0, None)] * count, constraints=joint).exact_optimum(
        {}
    ) is not None or not _are_separated(one, other, scale)


def _are_separated(one: Points, other: Points, scale: int) -> bool:
    """Whether a direction was found in which all of one lie above all of the other, exactly."""
    size = len(one[0])
    apart: list[Constraint] = [
        ({size: -sign, size + 1: -1} | {n: Fraction(sign * c, scale) for n, c in enumerate(point) if c}, 0)
        for sign, points in ((1, one), (-1, other))
        for point in points
    ]
    found = Program(limits=[(-1, 1)] * size + [(None, None), (None, 1)], constraints=apart).optimum(
        {size + 1: -1.0}
    )
    # Any direction separates or does not, so the program's may be rounded as one likes.
    for near in roundings(found.point.tolist()[:size]):
        weighed = [
            [sum(w * c for w, c in zip(near, point, strict=True)) for point in own] for own in (one, other)
        ]
        if min(weighed[0]) > max(weighed[1]):
            return True
    return False
