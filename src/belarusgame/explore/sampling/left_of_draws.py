"""What iterated strict dominance leaves of draws of which the signs of all comparisons are known."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import BoolArray
from belarusgame.explore.sampling.compiled_scenario import KernelArrays
from belarusgame.solve.sign_forms import Reduced, Supports


class LeftOfDraws:
    """What strict dominance leaves of some draws.

    Parameters
    ----------
    at : KernelArrays
        The scenario, laid out.
    signs : numpy.ndarray
        The signs of all rows in each draw, the one of a tie first.
    tables : numpy.ndarray
        The tables of the players in each draw.
    """

    def __init__(self, at: KernelArrays, signs: NDArray[np.int8], tables: NDArray[Any]) -> None:
        self._counts: list[int] = at.counts.tolist()
        self._strides: tuple[int, ...] = tuple(at.strides.tolist())
        grid: NDArray[np.intp] = np.arange(int(at.digits.shape[1]), dtype=np.intp).reshape(self._counts)
        self._pairs = [
            at.pairs[at.situation_of[tables[:, i]], :, own][:, :, :count]
            for i, (own, count) in enumerate(zip(at.digits, self._counts, strict=True))
        ]
        self._signs = [_signs_of(pairs, signs) for pairs in self._pairs]
        self._left = [np.ones((len(signs), count), dtype=np.bool_) for count in self._counts]
        # Where each player gains, by draw, own strategy, what the others do, and what it would do instead.
        lines = [np.moveaxis(grid, i, 0).reshape(count, -1) for i, count in enumerate(self._counts)]
        gains = [found[:, line] > 0 for found, line in zip(self._signs, lines, strict=True)]
        changed = True
        while changed:
            changed = False
            for i, own in enumerate(self._left):
                faced = np.ones((len(signs), int(lines[i].shape[1])), dtype=np.bool_)
                for j, other in enumerate(self._left):
                    if j != i:
                        faced &= other[:, at.digits[j, lines[i][0]]]
                better: BoolArray = np.all(gains[i] | ~faced[:, None, :, None], axis=2)
                beaten: BoolArray = np.any(better, axis=2) & own
                if beaten.any():
                    own &= ~beaten
                    changed = True

        self._kinds = [own.tobytes() for own in np.concatenate(self._left, axis=1)]
        whole = [part.reshape(len(signs), -1) for part in (*self._pairs, *self._signs)]
        self._whole = np.concatenate(whole, axis=1)
        self._places: dict[bytes, NDArray[np.intp]] = {}

    def alive(self, k: int) -> Supports:
        """Return the strategies that are left in a draw."""
        return tuple([tuple(np.flatnonzero(own[k]).tolist()) for own in self._left])

    def key(self, k: int) -> tuple[bytes, bytes]:
        """Return what the form depends on: what is left, and the pairs and signs of that."""
        kind = self._kinds[k]
        if kind not in self._places:
            self._places[kind] = self._places_of(self.alive(k))
        return kind, self._whole[k, self._places[kind]].tobytes()

    def reduced(self, k: int) -> Reduced:
        """Set out what is left in a draw."""
        alive = self.alive(k)
        numbers = self._numbers(alive)

        def part(whole: NDArray[np.int64], own: tuple[int, ...]) -> dict[int, dict[int, int]]:
            return {cell: {other: int(whole[cell, other]) for other in own} for cell in numbers}

        return Reduced(
            alive=alive,
            pairs=[part(whole[k], own) for whole, own in zip(self._pairs, alive, strict=True)],
            signs=[part(whole[k], own) for whole, own in zip(self._signs, alive, strict=True)],
            strides=self._strides,
        )

    def _places_of(self, alive: Supports) -> NDArray[np.intp]:
        """Return where in a draw's line of pairs and signs those of some strategies stand."""
        numbers, begin = self._numbers(alive), 0
        places: list[NDArray[np.intp]] = []
        for part, own in zip((*self._pairs, *self._signs), (*alive, *alive), strict=True):
            places.append((begin + part.shape[2] * np.array(numbers)[:, None] + np.array(own)).ravel())
            begin += part.shape[1] * part.shape[2]
        return np.concatenate(places)

    def _numbers(self, alive: Supports) -> list[int]:
        return [sum(a * s for a, s in zip(played, self._strides, strict=True)) for played in product(*alive)]


def _signs_of(pairs: NDArray[np.int64], signs: NDArray[np.int8]) -> NDArray[np.int64]:
    """Return the sign of each pair, which has the direction of the pair's number."""
    rows = np.take_along_axis(signs, np.abs(pairs).reshape(len(signs), -1), axis=1)
    return np.sign(pairs) * rows.reshape(pairs.shape).astype(np.int64)
