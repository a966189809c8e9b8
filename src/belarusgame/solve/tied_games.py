"""Many games with ties at once: how many equilibria and continua those have whose form is told by signs.

Games in which all comparisons have the same signs have equilibria of one form (:mod:`sign_forms`). It is
worked out once, and what depends on numbers is computed for all of these games together
(:mod:`sign_pieces`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.solve.by_comparison import left_part, of_one_shape, places_left
from belarusgame.solve.sign_forms import MOST_SUPPORTS, Reduced, SignForm, form_of
from belarusgame.solve.sign_pieces import located

#: A difference of payoffs that is a smaller part of them than this says too little once they are rounded: of
#: its own digits fewer are right than pieces are told apart by.
_FAINT: Final = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountedEquilibria:
    """What is known of games by their signs and a few roots; all that they have is counted."""

    numbers: NDArray[np.int64]  #: which games
    mixed: NDArray[np.int64]  #: how many isolated equilibria of each are mixed
    components: NDArray[np.int64]  #: how many continua each has


def counted(payoffs: FloatArray, ordinal: FloatArray, left: tuple[BoolArray, ...]) -> CountedEquilibria:
    """Count the mixed equilibria and continua of some games; those of no known form are left out.

    Parameters
    ----------
    payoffs : numpy.ndarray
        What choices are compared by, rounded, shape ``(games, players, *strategies)``.
    ordinal : numpy.ndarray
        Numbers that compare as the exact payoffs do, of the same shape.
    left : tuple of numpy.ndarray
        For every player what strict dominance left, shape ``(games, strategies)``.
    """
    found: list[tuple[NDArray[np.int64], ...]] = []
    for numbers in of_one_shape(left):
        places = places_left(left, numbers)
        # Every nonempty set of strategies may be a support.
        if prod(2 ** part.shape[1] - 1 for part in places) > MOST_SUPPORTS:
            continue
        own, compared = left_part(payoffs[numbers], places), left_part(ordinal[numbers], places)
        keys = _keys(compared)
        _, firsts, kinds = np.unique(keys, axis=0, return_index=True, return_inverse=True)
        for kind, first in enumerate(firsts.tolist()):
            alike = np.flatnonzero(kinds.ravel() == kind)
            reduced, profiles = pairs_of(compared[first])
            form = form_of(reduced)
            if form is not None:
                found.append(_counted_alike(form, profiles, own[alike], numbers[alike]))
    parts = [np.concatenate([part[k] for part in found] or [np.zeros(0, np.int64)]) for k in range(3)]
    return CountedEquilibria(numbers=parts[0], mixed=parts[1], components=parts[2])


def _lines(payoffs: FloatArray, i: int) -> FloatArray:
    """Return what a player gets by what the others do and by its own strategy, after the axis of games."""
    return np.moveaxis(payoffs[:, i], i + 1, -1).reshape(len(payoffs), -1, payoffs.shape[i + 2])


def _keys(ordinal: FloatArray) -> NDArray[np.int8]:
    """Return what tells kinds of games apart: all signs, and which places a player cannot tell apart."""
    keys: list[NDArray[np.int8]] = []
    for i in range(ordinal.shape[1]):
        lines = _lines(ordinal, i)
        keys += [np.sign(lines[..., b] - lines[..., a]) for a, b in combinations(range(lines.shape[2]), 2)]
        keys += [
            (lines == lines[:, k, None]).all(axis=2).argmax(axis=1)[:, None] for k in range(lines.shape[1])
        ]
    return np.concatenate(keys, axis=1).astype(np.int8)


def _counted_alike(
    form: SignForm, profiles: _Profiles, payoffs: FloatArray, numbers: NDArray[np.int64]
) -> tuple[NDArray[np.int64], ...]:
    """Count what games of one form have; return which of them are clear, with their counts."""
    if not form.pieces:
        return numbers, np.zeros_like(numbers), np.zeros_like(numbers)
    gains = _TensorGains(payoffs, profiles)
    found = located(form, gains, payoffs.shape[2:], len(payoffs))
    wide = np.array([piece.slides >= 0 or not piece.held for piece in form.pieces])
    # Whether a continuum hangs together with each piece: it is counted with the first of them.
    groups = [(found.first == k) & found.there for k in range(len(wide))]
    broad = np.stack([(group & wide[:, None]).any(axis=0) for group in groups])
    alone = np.stack([(group & ~wide[:, None]).sum(axis=0) for group in groups])
    clear = ~(found.close | gains.faint)
    return numbers[clear], np.where(broad, 0, alone).sum(axis=0)[clear], broad.sum(axis=0)[clear]


#: For every pair, from 1: whose it is, and the numbers of the two profiles, that of the gain second.
_Profiles = list[tuple[int, int, int]]


def pairs_of(ordinal: FloatArray) -> tuple[Reduced, _Profiles]:
    """Set out the comparisons of a game; places in which a player gets the same have the same pairs."""
    counts = ordinal.shape[1:]
    cells = np.arange(prod(counts)).reshape(counts)
    pairs: list[dict[int, dict[int, int]]] = []
    signs: list[dict[int, dict[int, int]]] = []
    profiles: _Profiles = []
    for i, own in enumerate(ordinal):
        numbers = dict[tuple[tuple[float, ...], int, int], int]()
        pairs.append({cell: {} for cell in range(cells.size)})
        signs.append({cell: {} for cell in range(cells.size)})
        for line in np.moveaxis(cells, i, -1).reshape(-1, counts[i]).tolist():
            earned: tuple[float, ...] = tuple(own.ravel()[line].tolist())
            for a, b in product(range(counts[i]), repeat=2):
                sign = (earned[b] > earned[a]) - (earned[b] < earned[a])
                pair = (earned, min(a, b), max(a, b))
                if sign and pair not in numbers:
                    profiles.append((i, line[min(a, b)], line[max(a, b)]))
                    numbers[pair] = len(profiles)
                signs[i][line[a]][b] = sign
                pairs[i][line[a]][b] = (numbers[pair] if a < b else -numbers[pair]) if sign else 0
    return Reduced(
        alive=tuple(tuple(range(count)) for count in counts),
        pairs=pairs,
        signs=signs,
        strides=tuple(prod(counts[k + 1 :]) for k in range(len(counts))),
    ), profiles


class _TensorGains:
    """What is gained in some games, from their payoffs; ``faint`` marks those in which it is rounding error.

    Parameters
    ----------
    payoffs : numpy.ndarray
        Shape ``(games, players, *strategies)``.
    profiles : list
        For every pair whose it is, and the two profiles.
    """

    def __init__(self, payoffs: FloatArray, profiles: _Profiles) -> None:
        self._payoffs = payoffs.reshape(*payoffs.shape[:2], -1)
        self._sizes = np.abs(self._payoffs).max(axis=2)
        self._profiles = profiles
        self.faint = np.zeros(len(payoffs), dtype=np.bool_)

    def __getitem__(self, pair: int) -> FloatArray:
        if pair == 0:
            return np.zeros(len(self._payoffs))
        player, without, by = self._profiles[abs(pair) - 1]
        gain = self._payoffs[:, player, by] - self._payoffs[:, player, without]
        self.faint |= np.abs(gain) <= _FAINT * self._sizes[:, player]
        return gain if pair > 0 else -gain
