"""Where the pieces of a form lie in many games at once, and which of them touch.

The form (:mod:`sign_forms`) says which comparisons the ends of a piece are roots of; here they are computed
for all games of that form together. What is too close to call is said to be so: nothing here guesses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.solve.sign_forms import SignForm, SignPiece

#: Probabilities closer than this are not told apart, unless they are one number computed twice; nor payoffs,
#: relative to the larger one.
SAME: Final = 1e-9


class PairGains(Protocol):
    """What players gain by one strategy rather than another in some games, by pairs."""

    def __getitem__(self, pair: int) -> FloatArray:
        """Return the gain of a pair; both directions are one number with two signs, bit for bit."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocatedPieces:
    """Where the pieces of one form lie in some games, which run fastest in every array."""

    bounds: FloatArray  #: of every probability, shape ``(pieces, players, strategies, 2, games)``
    there: BoolArray  #: whether the piece is there at all, shape ``(pieces, games)``
    #: The first piece that each hangs together with, directly or through others, shape ``(pieces, games)``.
    first: NDArray[np.int64]
    close: BoolArray  #: the games in which something was too close to call


def located(form: SignForm, gains: PairGains, counts: Sequence[int], games: int) -> LocatedPieces:
    """Locate the pieces of a form in some games.

    Parameters
    ----------
    form : SignForm
        What the games have in common.
    gains : PairGains
        What is gained in each of them.
    counts : sequence of int
        How many strategies every player has.
    games : int
        How many games there are.
    """
    # Games run fastest, as every step is one for all of them.
    bounds = np.zeros((len(form.pieces), len(counts), max(counts), 2, games))
    there = np.zeros((len(form.pieces), games), dtype=np.bool_)
    close = np.zeros(games, dtype=np.bool_)
    for place, piece in enumerate(form.pieces):
        there[place], unsure = _piece(piece, gains, bounds[place])
        close |= unsure
    return LocatedPieces(bounds=bounds, there=there, first=_joined(bounds, there, close), close=close)


def _piece(piece: SignPiece, gains: PairGains, bounds: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Fill in how far a piece reaches; return in which games it is there, and where that is too close."""
    count = bounds.shape[-1]
    for i, used in enumerate(piece.supports):
        bounds[i, list(used), 0], bounds[i, list(used), 1] = float(len(used) == 1), 1.0
    shares: list[FloatArray] = []
    there, close = np.ones(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    for held in piece.held:
        first, second = gains[held.gains[0]], gains[held.gains[1]]
        # The signs differ, or the supports were excluded: the denominator is not zero.
        root = first / (first - second)
        shares.append(root)
        _set(bounds, held.player, piece.supports[held.player], root, root)
    low, high = np.zeros(count), np.ones(count)
    for pairs in piece.temptations:
        values, size = [gains[pair] for pair in pairs], np.zeros(count)
        for value in values:
            size = np.maximum(size, np.abs(value))
        for root in reversed(shares):  # who is held runs fastest, the last one first
            values = [
                (1.0 - root) * one + root * other
                for one, other in zip(values[::2], values[1::2], strict=True)
            ]
        if shares:  # without, the signs have said what they are
            close |= np.min([np.abs(value) for value in values], axis=0) <= SAME * size
        if piece.slides < 0:
            there &= values[0] < 0.0
            continue
        here, then = values
        root = here / np.where(here == then, 1.0, here - then)
        # Tempted at both ends, somebody leaves everywhere between: what is gained is linear.
        there &= (here < 0.0) | (then < 0.0)
        high = np.where((here < 0.0) & (then > 0.0), np.minimum(high, root), high)
        low = np.where((here > 0.0) & (then < 0.0), np.maximum(low, root), low)
    if piece.slides >= 0:
        close |= there & (np.abs(high - low) <= SAME)
        there &= low < high
        _set(bounds, piece.slides, piece.supports[piece.slides], low, high)
    return there, close


def _set(bounds: FloatArray, player: int, used: tuple[int, ...], low: FloatArray, high: FloatArray) -> None:
    """Bound the mixtures of two strategies by those of the probability of the second."""
    bounds[player, used[1]] = low, high
    bounds[player, used[0]] = 1.0 - high, 1.0 - low


def _joined(bounds: FloatArray, there: BoolArray, close: BoolArray) -> NDArray[np.int64]:
    """Name, for every piece, the first that it hangs together with; add to ``close`` what is."""
    pairs = list(combinations(range(len(there)), 2))
    touching = {pair: _touching(bounds, there, *pair, close) for pair in pairs}
    first = np.repeat(np.arange(len(there))[:, None], there.shape[1], axis=1)
    for _ in range(len(there) - 1):  # so many steps at most lead from one piece to another
        for one, other in pairs:
            least = np.minimum(first[one], first[other])
            first[[one, other]] = np.where(touching[one, other], least, first[[one, other]])
    return first


def _touching(bounds: FloatArray, there: BoolArray, one: int, other: int, close: BoolArray) -> BoolArray:
    """Say in which draws two pieces share a point; add to ``close`` where that is too close to call."""
    low = np.maximum(bounds[one, :, :, 0], bounds[other, :, :, 0])
    high = np.minimum(bounds[one, :, :, 1], bounds[other, :, :, 1])
    room = high - low
    met = (high.sum(axis=1) > 0.5).all(axis=0) & there[one] & there[other]
    # Ends that meet are the root of the same gains, and so the same number; others are not so near.
    close |= met & ((room != 0.0) & (np.abs(room) <= SAME)).any(axis=(0, 1))
    return met & (room >= 0.0).all(axis=(0, 1))
