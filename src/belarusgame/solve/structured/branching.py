"""Branch and prune what exact reduction left of a support, until every part is decided or too small."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import prod
from typing import Final

import numpy as np

from belarusgame.solve.structured.budget import CellBudget
from belarusgame.solve.structured.only_solution import Located, locate
from belarusgame.solve.structured.pieces import EXACT, ROOT, Piece
from belarusgame.solve.structured.polytopes import (
    Polytopes,
    Whole,
    floats,
    halves,
    probabilities,
    rank_of,
    tidy,
)
from belarusgame.solve.structured.reduction import Patch, faces, reduce
from belarusgame.solve.structured.regularity import index_at
from belarusgame.solve.structured.rows import Rows
from belarusgame.solve.structured.weak_multipliers import weak_multipliers

#: Taking up a part with a linear program is as much work as this many small cells.
_COST: Final = 50
#: Two solutions of one support nearer than this are the same: the regions in which they are alone are larger.
_APART: Final = 1e-9

#: Verdicts on the one solution near a part.
NONE: Final = "none"  # it is no equilibrium of the support
PROVEN: Final = "proven"  # it is one
TIED: Final = "tied"  # some probability or row is too near zero to tell


@dataclass(slots=True, kw_only=True, eq=False)
class Cells:
    """Branch and prune on one support, in breadth."""

    rows: Rows  #: of the support
    narrow: Callable[[Patch], bool]  #: whether a part that was not decided is not worth dividing
    most: int  #: how many undecided parts there may be at a time
    budget: CellBudget  #: a part taken up is as much work as this many small cells
    pieces: list[Piece] = field(default_factory=list[Piece])  #: the equilibria that were found
    #: Parts that may or may not hold equilibria.
    opened: list[Polytopes] = field(default_factory=list[Polytopes])
    waiting: deque[Patch] = field(default_factory=deque[Patch])  #: what was not taken up in the end

    def run(self, part: Patch) -> None:
        """Decide a part as far as it goes."""
        self.waiting.append(part)
        while self.waiting and len(self.waiting) + len(self.opened) <= self.most and self.budget.spend(_COST):
            for left, values in list(reduce(self.rows, self.waiting.popleft())):
                if not any(left.active):
                    self._keep(left.points, EXACT)
                elif not self._settled(left, values):
                    self.waiting += self._divided(left, values)

    def _keep(self, points: Polytopes, kind: str, index: int | None = None) -> None:
        points = tuple(tidy(own) for own in points)
        if kind != EXACT or not any(_same(points, known.points) for known in self.pieces):
            self.pieces.append(Piece(support=self.rows.support, points=points, kind=kind, index=index))

    def _settled(self, part: Patch, values: list[Whole]) -> bool:
        """Whether the part holds one solution of its rows, of which is known whether it is an equilibrium."""
        found = locate(self.rows, part, values)
        if found is None:
            return False
        verdict = judge(self.rows, found)
        part.step.becomes("root", found, verdict, part.scales)
        if verdict == PROVEN:
            self._keep_root(found.points, EXACT if found.is_exact else ROOT)
        elif verdict == TIED:
            self.opened.append(found.points)
        return True

    def _keep_root(self, points: Polytopes, kind: str) -> None:
        """Keep a solution unless its enclosure meets that of another one: then it is the same."""
        if kind == ROOT and any(known.kind == ROOT and _meet(points, known.points) for known in self.pieces):
            return
        # Where a row outside vanishes with the equations, the equilibrium is not regular and has no index of
        # its own.
        tied = any(
            _follows(self.rows, i, row)
            for i, tensor in enumerate(self.rows.tensors)
            for row in range(len(self.rows.support[i]) - 1, len(tensor))
        )
        self._keep(points, kind, None if tied else index_at(self.rows, points))

    def _divided(self, part: Patch, values: list[Whole]) -> list[Patch]:
        """Return what multipliers leave of a part, or its halves; nothing if it is kept as an open piece."""
        # Multipliers before halving: in the games tried they are what finished the parts left by reduction.
        found = weak_multipliers(self.rows, part, values)
        if found is not None:
            return list(faces(part, *found))
        if self.narrow(part):
            self.opened.append(part.points)
            return []
        j, a, b = longest_edge(part.points)
        steps = part.step.becomes("split", j, a, b, parts=2)
        return [
            Patch(points=(*part.points[:j], half, *part.points[j + 1 :]), active=part.active, step=step)
            for half, step in zip(halves(part.points[j], a, b), steps, strict=True)
        ]


def judge(rows: Rows, found: Located) -> str:
    """Whether the one solution is an equilibrium of the support, by signs over the simplices around it."""
    verdict = PROVEN
    for own in found.points:
        for column in own.T:
            # Negative all over the simplices, or exactly zero: no equilibrium that uses the whole support.
            if column.max() < 0 or (found.is_exact and column.max() == 0):
                # A probability of exactly zero: the equilibrium is one of a smaller support, and found there.
                return NONE
            verdict = TIED if column.min() <= 0 else verdict
    _, everything = rows.everything()
    known = set(found.equations)
    for i, values in enumerate(rows.at(found.points, everything)):
        for row, own in enumerate(values):
            low, high = own.min(), own.max()
            equation = rows.is_equation(i, row)
            # These rows vanish at the solution, wherever in the simplices it is.
            if (i, row) in known:
                continue
            if low > 0 or (equation and high < 0):
                return NONE
            if (high > 0 or (equation and low < 0)) and not _follows(rows, i, row):
                verdict = TIED
    return verdict


def _follows(rows: Rows, player: int, row: int) -> bool:
    """Whether a row is a sum of the player's equations, and so vanishes wherever these do, exactly."""
    lines = rows.tensors[player].reshape(len(rows.tensors[player]), -1)
    inside = lines[: len(rows.support[player]) - 1]
    return rank_of(np.concatenate([inside, lines[row : row + 1]])) == rank_of(inside)


def _same(one: Polytopes, other: Polytopes) -> bool:
    return all(np.array_equal(mine, theirs) for mine, theirs in zip(one, other, strict=True))


def _meet(one: Polytopes, other: Polytopes) -> bool:
    """Whether two tiny enclosures have about the same middle."""
    return all(
        np.abs(probabilities(mine).mean(axis=0) - probabilities(theirs).mean(axis=0)).max() < _APART
        for mine, theirs in zip(one, other, strict=True)
    )


def longest_edge(points: Polytopes) -> tuple[int, int, int]:
    """Return the player and the two points that differ most in some probability."""
    best, found = -1.0, (0, 0, 0)
    for j, own in enumerate(points):
        places = probabilities(own)
        for a, b in combinations(range(len(own)), 2):
            length = float(np.abs(places[a] - places[b]).max())
            if length > best:
                best, found = length, (j, a, b)
    return found


def width(points: Polytopes) -> float:
    """Return the largest difference of a probability between two points."""
    return max(float(np.ptp(probabilities(own), axis=0).max()) for own in points)


def most_regret(rows: Rows, points: Polytopes, units: Sequence[int]) -> float:
    """Return the largest regret that anybody can have anywhere on a product of polytopes, in given units.

    A regret is the largest of functions that are multilinear, so that it is greatest at a combination.
    """
    _, everything = rows.everything()
    sums = [int(own[0].sum()) for own in points]
    worst = 0.0
    for i, values in enumerate(rows.at(points, everything)):
        unit = units[i] * prod(total for j, total in enumerate(sums) if j != i)
        earned = floats(np.moveaxis(values, i + 1, -1)[..., 0], unit)
        # The row of the first strategy, to which the others are compared.
        earned = np.concatenate([np.zeros((1, *earned.shape[1:])), earned])
        own = np.tensordot(probabilities(points[i]), earned[: len(rows.support[i])], axes=(1, 0))
        worst = max(worst, float((earned.max(axis=0)[None] - own).max()))
    return worst
