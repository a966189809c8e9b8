"""Exact reduction of a support's polytopes without dividing them: linear cuts, and faces of zeros.

- A row that holds at all combinations of points holds everywhere, and is settled.
- A row that depends on one player only cuts that player's polytope, exactly.
- A sum of rows that must vanish but is nowhere negative leaves only the faces on which it is zero: its value
  is a sum of its values at combinations of points, weighed by products of the weights of the points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.solve.structured.polytopes import Polytopes, Whole, cut, uses_everything
from belarusgame.solve.structured.rows import Active, Rows, varying_axes

#: Multipliers of rows: for a player and a row, a number for each of the player's own points.
Multipliers = Mapping[tuple[int, int], Any]


@dataclass(slots=True, kw_only=True, eq=False)
class LoggedStep:
    """One step of the proof: what was done with a product of polytopes, and with what it left."""

    #: ``open`` (nothing was decided), ``exact`` (every row holds), ``cut``, ``faces``, ``split``, ``root``.
    kind: str = "open"
    data: tuple[Any, ...] = ()  #: what the step needs to be checked
    #: What followed for every part that was left.
    parts: list[LoggedStep] = field(default_factory=list["LoggedStep"])

    def becomes(self, kind: str, *data: Any, parts: int = 0) -> list[LoggedStep]:
        """Say what was done; return the steps of so many parts."""
        self.kind, self.data, self.parts = kind, data, [LoggedStep() for _ in range(parts)]
        return self.parts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Patch:
    """A product of polytopes, the rows that are not settled on it, and its step of the proof."""

    points: Polytopes
    active: Active
    step: LoggedStep

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of points of every player."""
        return tuple(len(own) for own in self.points)

    @property
    def scales(self) -> tuple[int, ...]:
        """By what every player's rows are multiplied at these points: the opponents' denominators."""
        totals = [int(own[0].sum()) for own in self.points]
        return tuple(prod(total for j, total in enumerate(totals) if j != i) for i in range(len(totals)))


def whole_part(rows: Rows, unsettled: Active | None = None) -> Patch:
    """Return the part that is the whole support, with the rows that signs do not settle if they are known."""
    points, active = rows.everything()
    return Patch(points=points, active=active if unsettled is None else unsettled, step=LoggedStep())


def reduce(rows: Rows, part: Patch) -> Iterator[tuple[Patch, list[Whole]]]:
    """Cut a part until nothing more can be decided; yield what is left, with the active rows' values.

    Where no row is active the part is an exact piece: all its points are equilibria.
    """
    stack = [part]
    while stack:
        part = stack.pop()
        values = rows.at(part.points, part.active)
        part, values, verdict = _examined(rows, part, values)
        if verdict is None:
            if not any(part.active):
                part.step.becomes("exact")
            yield part, values
            continue
        i, k, sign = verdict
        tensor, row = values[i][k], part.active[i][k]
        axes = varying_axes(tensor)
        # A row of one sign leaves a face, which needs no new points, even if it is linear.
        if len(axes) == 1 and sign == 0:
            stack += _cut(rows, part, (i, row), tensor, axes[0])
        else:
            # One row alone, weighed alike whatever its player does.
            weights = np.full(len(part.points[i]), sign, dtype=object)
            stack += list(faces(part, tensor != 0, {(i, row): weights}))


def _examined(
    rows: Rows, part: Patch, values: list[Whole]
) -> tuple[Patch, list[Whole], tuple[int, int, int] | None]:
    """Leave out the rows that hold; return the first that decides something: of one sign, or linear.

    The verdict names the player, the number of the row among those left, and the sign by which the row
    becomes nowhere negative; 0 for a row that is linear.
    """
    settled: list[list[int]] = []
    verdict: tuple[int, int, int] | None = None
    for i, (own, active) in enumerate(zip(values, part.active, strict=True)):
        keep: list[int] = []
        for k, (row, low, high) in enumerate(zip(active, *_ranges(own), strict=True)):
            equation = rows.is_equation(i, row)
            if high <= 0 and (not equation or low == 0):
                continue
            sign = 1 if low >= 0 else -1 if equation and high <= 0 else 0
            # A row that no point satisfies ends the part, so it goes before any cut or face.
            strong = low > 0 or (equation and high < 0)
            if strong or (verdict is None and (sign or len(varying_axes(own[k])) == 1)):
                verdict = (i, len(keep), sign)
            keep.append(k)
            if strong:
                # The verdict names places among the rows that are left, so the others must stay where they
                # are.
                keep += list(range(k + 1, len(own)))
                break
        settled.append(keep)
    active = tuple([tuple([own[k] for k in keep]) for own, keep in zip(part.active, settled, strict=True)])
    left = [own if len(keep) == len(own) else own[keep] for own, keep in zip(values, settled, strict=True)]
    return Patch(points=part.points, active=active, step=part.step), left, verdict


def _ranges(own: Whole) -> tuple[list[int], list[int]]:
    """Return the least and the greatest value of each row."""
    lines = own.reshape(len(own), prod(own.shape[1:]))
    return np.minimum.reduce(lines, axis=1).tolist(), np.maximum.reduce(lines, axis=1).tolist()


def _cut(rows: Rows, part: Patch, row: tuple[int, int], tensor: Whole, axis: int) -> list[Patch]:
    """Cut one player's polytope where a row holds that depends on this player only."""
    line = tensor[tuple(slice(None) if j == axis else 0 for j in range(tensor.ndim))]
    left = cut(part.points[axis], line, equation=rows.is_equation(*row))
    if left is None:
        part.step.becomes("cut", row, axis, None)
        return []
    # A strategy of no point is of probability zero: such equilibria belong to a smaller support.
    if not uses_everything(left):
        part.step.becomes("cut", row, axis, left)
        return []
    points = (*part.points[:axis], left, *part.points[axis + 1 :])
    (step,) = part.step.becomes("cut", row, axis, left, parts=1)
    return [Patch(points=points, active=part.active, step=step)]


def faces(part: Patch, positive: NDArray[np.bool_], multipliers: Multipliers) -> Iterator[Patch]:
    """Yield the faces on which a sum of rows, nowhere negative, vanishes and all strategies are used.

    ``positive`` says where the sum is positive; axes along which it does not depend may have length 1.
    """
    kept: list[tuple[list[list[int]], Polytopes]] = []
    for face in zero_faces(np.broadcast_to(positive, part.sizes)):
        points = tuple(
            own if len(chosen) == len(own) else own[list(chosen)]
            for own, chosen in zip(part.points, face, strict=True)
        )
        if all(map(uses_everything, points)):
            kept.append(([list(chosen) for chosen in face], points))
    chosen_sets = [chosen for chosen, _ in kept]
    steps = part.step.becomes("faces", multipliers, chosen_sets, part.scales, parts=len(kept))
    for (_, points), step in zip(kept, steps, strict=True):
        yield Patch(points=points, active=part.active, step=step)


def zero_faces(positive: NDArray[np.bool_]) -> list[tuple[tuple[int, ...], ...]]:
    """Return the maximal products of sets of points on which nothing is positive."""
    found: list[tuple[tuple[int, ...], ...]] = []

    # Where `rest` is true, something is positive for a choice of the points taken so far, whatever they are.
    def grow(rest: NDArray[np.bool_], sets: tuple[tuple[int, ...], ...]) -> None:
        axis = len(sets)
        if axis == positive.ndim:
            found.append(sets)
            return
        count = positive.shape[axis]
        # Nothing is positive any more, whatever the other players' points are.
        if not rest.any():
            found.append((*sets, *(tuple(range(size)) for size in positive.shape[axis:])))
            return
        lines = np.moveaxis(rest, axis, 0)
        # On the last axis all free points together are the one largest set.
        if axis == positive.ndim - 1:
            free = tuple(np.flatnonzero(~lines.reshape(count, -1).any(axis=1)).tolist())
            if free:
                found.append((*sets, free))
            return
        # Only closed sets of points can be part of a maximal product: whatever is free once these lines are
        # joined belongs to them.
        seen: set[tuple[int, ...]] = set()
        for size in range(count, 0, -1):
            for chosen in combinations(range(count), size):
                union = lines[list(chosen)].any(axis=0)
                if union.all():
                    continue
                closed = tuple(k for k in range(count) if not (lines[k] & ~union).any())
                if closed not in seen:
                    seen.add(closed)
                    grow(np.expand_dims(union, axis), (*sets, closed))

    grow(positive, ())
    return [face for face in found if not any(_inside(face, other) for other in found if other != face)]


def _inside(face: tuple[tuple[int, ...], ...], other: tuple[tuple[int, ...], ...]) -> bool:
    return all(set(mine) <= set(theirs) for mine, theirs in zip(face, other, strict=True))
