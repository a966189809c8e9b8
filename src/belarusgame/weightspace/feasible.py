"""Sets of comparisons that can hold together somewhere in a space."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.weightspace.comparisons import Comparisons, Row
from belarusgame.weightspace.programs import (
    MARGIN_TOLERANCE,
    STRICT_MARGIN,
    FarkasCertificate,
    farkas_certificate,
    largest_margin,
)
from belarusgame.weightspace.space import Space


def parts_of(space: Space, comparisons: Comparisons) -> tuple[int, ...]:
    """Return for every player the number of the independent part that its comparisons belong to.

    Players share no weights; their comparisons depend on each other only through a driver that can move.
    """
    count = len(comparisons.owned)
    parts = list(range(count))
    touched: dict[int, int] = {}
    for player, owned in enumerate(comparisons.owned):
        for j in {j for k in owned if (j := space.driver[k]) is not None}:
            if space.lowest[j] == space.highest[j]:
                continue
            other = parts[touched.setdefault(j, player)]
            # Players whose weights are scaled by one moving driver end up in one part.
            parts = [other if part == parts[player] else part for part in parts]
    return tuple(parts)


def split_by_part(mask: int, comparisons: Comparisons, parts: tuple[int, ...]) -> list[int]:
    """Split a set of rows by independent part; a row with several players' weights joins their parts."""
    pieces = [(owners, piece) for owners, rows in comparisons.by_owners.items() if (piece := mask & rows)]
    tied: dict[int, int] = {}  # by rows with the weights of several players
    for owners, _ in pieces:
        # A union-find over parts, made anew for each set: only the rows in it tie parts together.
        first, *others = (_tied(tied, parts[owner]) for owner in owners)
        tied |= {other: first for other in others if other != first}
    split: dict[int, int] = {}
    for owners, piece in pieces:
        part = _tied(tied, parts[owners[0]])
        split[part] = split.get(part, 0) | piece
    return sorted(split.values(), key=lambda piece: piece & -piece)


def _tied(tied: dict[int, int], part: int) -> int:
    while part in tied:
        part = tied[part]
    return part


@dataclass(slots=True, kw_only=True, eq=False)
class Feasible:
    """Answers for one space, remembered: what was found possible, and what was proven impossible.

    Unless ``strict``, a set counts as possible until its impossibility is proven in exact arithmetic, so that
    a search that finds nothing has proven that there is nothing.
    """

    space: Space
    comparisons: Comparisons
    strict: bool = False  #: admit only what holds with a margin, so that an answer is not a mere tie
    #: The sets found that cannot hold together (in ``strict``: not all of them strictly), with their proofs.
    contradictions: list[tuple[int, FarkasCertificate]] = field(
        default_factory=list[tuple[int, FarkasCertificate]]
    )
    _parts: tuple[int, ...] = ()
    _answers: dict[int, bool] = field(default_factory=dict[int, bool])
    _points: list[FloatArray] = field(default_factory=list[FloatArray])

    def __post_init__(self) -> None:
        self._parts = parts_of(self.space, self.comparisons)
        self._points.append(np.array([float(v) for v in self.space.factors(self.space.start)]))

    def admits(self, mask: int) -> bool:
        """Whether the rows of a set can hold together, as far as is known."""
        if mask not in self._answers:
            self._answers[mask] = all(
                self._fits(part) for part in split_by_part(mask, self.comparisons, self._parts)
            )
        return self._answers[mask]

    def _fits(self, mask: int) -> bool:
        if mask not in self._answers:
            # The cheapest first: a proof that is known, a point that is known, and only then a linear
            # program.
            self._answers[mask] = not any(core & ~mask == 0 for core, _ in self.contradictions) and (
                self._holds_at_known_point(mask) or self._solve(mask)
            )
        return self._answers[mask]

    def _holds_at_known_point(self, mask: int) -> bool:
        rows, bar = self.comparisons.members(mask), STRICT_MARGIN if self.strict else 0.0
        return any(all(_value(row, point) >= bar for row in rows) for point in self._points)

    def _solve(self, mask: int) -> bool:
        rows = self.comparisons.members(mask)
        answer = largest_margin(self.space, rows)
        if answer.margin > (STRICT_MARGIN if self.strict else MARGIN_TOLERANCE):
            self._points = [answer.factors, *self._points[: KNOWN_POINTS - 1]]
            return True
        # Too near zero for the solver to tell: counted as possible, so that nothing is excluded without
        # proof.
        if not self.strict and answer.margin >= -MARGIN_TOLERANCE:
            return True
        found = farkas_certificate(self.space, answer.multipliers, strict=self.strict)
        if found is not None:
            self.contradictions.append((self.comparisons.set_of(tuple(found)), found))
        return found is None and not self.strict


#: How many points are remembered at which many comparisons hold.
KNOWN_POINTS = 24


def _value(row: Row, point: FloatArray) -> float:
    return sum(coefficient * float(point[k]) for k, coefficient in row)
