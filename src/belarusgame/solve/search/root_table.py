"""The roots of a search as it records them, one a line, and what they are in the terms of the whole game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.solve.search import roots

if TYPE_CHECKING:
    from belarusgame.solve.search.compile_search import IntArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Root:
    """One proven solution of the indifference equations of a support.

    Attributes
    ----------
    supports : tuple of tuple of int
        For every player the strategies of the support, by their place in the whole game.
    vectors : tuple of numpy.ndarray
        For every player the probabilities of these strategies.
    kind : int
        REJECTED, PROVEN or BORDERLINE.
    radius : float
        Size of the simplices around ``vectors`` on which the solution is unique.
    small : float
        Size of those in which it lies.
    sign : int
        Sign of the determinant of minus the Jacobian.
    inverse : numpy.ndarray
        The approximate inverse of the Jacobian that the proof uses.
    """

    supports: tuple[tuple[int, ...], ...]
    vectors: tuple[FloatArray, ...]
    kind: int
    radius: float
    small: float
    sign: int
    inverse: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RootTable:
    """Proven solutions of the indifference equations of supports, in the order in which they were found."""

    kept: tuple[list[int], ...]  #: the strategies that dominance left of each player
    #: One line a root: what :mod:`roots` says, and at its end the probabilities of all that were kept.
    records: FloatArray
    masks: IntArray  #: the support of each root: for every player a bit mask of what was kept

    @classmethod
    def joined(cls, kept: tuple[list[int], ...], tables: Sequence[RootTable]) -> RootTable:
        """Put tables together, one after the other."""
        if not tables:
            width = roots.HEAD + sum(map(len, kept))
            return cls(kept=kept, records=np.empty((0, width)), masks=np.empty((0, len(kept)), np.int64))
        return cls(
            kept=kept,
            records=np.concatenate([table.records for table in tables]),
            masks=np.concatenate([table.masks for table in tables]),
        )

    def __len__(self) -> int:
        return len(self.records)

    def of_kind(self, kind: int) -> list[Root]:
        """Return the roots of one kind, each as a record of its own."""
        if kind not in self.records[:, roots.KIND].tolist():
            return []
        return self._only(self.records[:, roots.KIND] == kind).read()

    @property
    def proven(self) -> RootTable:
        """Those that are equilibria."""
        return self._only(self.records[:, roots.KIND] == roots.PROVEN)

    @property
    def indices(self) -> int:
        """The sum of the indices of those that are equilibria."""
        heads = self.records[:, : roots.HEAD].tolist()
        return int(sum(head[roots.SIGN] for head in heads if head[roots.KIND] == roots.PROVEN))

    @property
    def signs(self) -> IntArray:
        """Of each root the sign of the determinant of minus the Jacobian."""
        return self.records[:, roots.SIGN].astype(np.int64)

    @property
    def radius(self) -> FloatArray:
        """Of each root how large the simplices around it are in which it is the only one."""
        return self.records[:, roots.RADIUS]

    @property
    def small(self) -> FloatArray:
        """Of each root how large those are in which it lies."""
        return self.records[:, roots.SMALL]

    def _only(self, marked: BoolArray) -> RootTable:
        """Return some of the roots."""
        return RootTable(kept=self.kept, records=self.records[marked], masks=self.masks[marked])

    def profiles(self, shape: Sequence[int]) -> FloatArray:
        """Return the probabilities of all strategies of the game, players one after the other, by root."""
        places = [
            label + start
            for labels, start in zip(self.kept, accumulate(shape, initial=0), strict=False)
            for label in labels
        ]
        kept = self.records[:, -len(places) :]
        if len(places) == sum(shape):
            return kept
        found = np.zeros((len(self), sum(shape)))
        found[:, places] = kept
        return found

    def read(self) -> list[Root]:
        """Return the roots as records of their own."""
        found: list[Root] = []
        for record, used in zip(self.records, self.masks, strict=True):
            support = support_of(used, self.kept)
            sizes = [len(labels) for labels in support]
            length, equations = sum(sizes), sum(sizes) - len(sizes)
            begin = roots.HEAD + 2 * length
            x = record[roots.HEAD + length : begin].copy()
            inverse = record[begin : begin + equations * equations]
            found.append(
                Root(
                    supports=support,
                    vectors=tuple(np.split(x, np.cumsum(sizes)[:-1])),
                    kind=int(record[roots.KIND]),
                    radius=float(record[roots.RADIUS]),
                    small=float(record[roots.SMALL]),
                    sign=int(record[roots.SIGN]),
                    inverse=inverse.reshape(equations, equations).copy(),
                )
            )
        return found


def support_of(masks: IntArray, kept: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Return the strategies that bit masks mark among those that are left, by their place in the game."""
    return tuple(
        tuple(label for a, label in enumerate(labels) if int(mask) >> a & 1)
        for labels, mask in zip(kept, masks, strict=True)
    )
