"""Sets of comparisons that can hold together within a distance, where distances of players add up."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from belarusgame.weightspace.balls import Ball
from belarusgame.weightspace.comparisons import Comparisons
from belarusgame.weightspace.distances import Distances
from belarusgame.weightspace.feasible import Feasible
from belarusgame.weightspace.programs import FarkasCertificate, simplest_certificate


@dataclass(slots=True, kw_only=True, eq=False)
class Within:
    """The same as :class:`Feasible`, in a ball.

    A set that is too far away is excluded by the multipliers of the program for the least distance. In
    ``strict``, what can hold strictly at all can do so as near as it can hold.
    """

    ball: Ball  #: where
    feasible: Feasible  #: answers for the whole reach
    _distances: Distances = field(init=False)
    _answers: dict[int, bool] = field(default_factory=dict[int, bool])

    def __post_init__(self) -> None:
        self._distances = Distances(
            space=self.ball.space, comparisons=self.comparisons, norm=self.ball.norm, beyond=self.ball.beyond
        )

    @property
    def comparisons(self) -> Comparisons:
        """The rows."""
        return self.feasible.comparisons

    @property
    def contradictions(self) -> list[tuple[int, FarkasCertificate]]:
        """The sets found that cannot hold together, with their proofs."""
        return self.feasible.contradictions

    def admits(self, mask: int) -> bool:
        """Whether the rows of a set can hold together, as far as is known."""
        if mask not in self._answers:
            self._answers[mask] = self._holds(mask)
        return self._answers[mask]

    def _holds(self, mask: int) -> bool:
        if any(core & ~mask == 0 for core, _ in self.contradictions):
            return False
        distance = self._distances.distance(mask)
        # At an infinite distance the rows contradict each other wherever weights may go: no ball is needed.
        if self.ball.radius < distance < math.inf:
            return not self._excluded(mask)
        return self.feasible.admits(mask)

    def _excluded(self, mask: int) -> bool:
        found = simplest_certificate(
            self._distances.multipliers(mask),
            lambda weighted: self.ball.excludes(weighted, strict=self.feasible.strict),
        )
        if found is not None:
            self.contradictions.append((self.comparisons.set_of(tuple(found)), found))
        return found is not None
