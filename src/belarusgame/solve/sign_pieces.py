"""Where the pieces of a form lie in many games at once, and which of them touch.

The form (:mod:`sign_forms`) says which comparisons the ends of a piece are roots of; here they are computed
for all games of that form together. What is too close to call is said to be so: nothing here guesses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.solve.sign_forms import SignForm, SignPiece

#: Probabilities closer than this are not told apart, unless they are one number computed twice; nor payoffs,
#: relative to the larger one.
SAME: Final = 1e-9


#: A probability: one number where it is the same in all games, which most are.
Number = float | FloatArray
#: Bounds of every probability, by player and strategy.
PieceBox = list[list[tuple[Number, Number]]]


class PairGains(Protocol):
    """What players gain by one strategy rather than another in some games, by pairs."""

    def __getitem__(self, pair: int) -> FloatArray:
        """Return the gain of a pair; both directions are one number with two signs, bit for bit."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocatedPieces:
    """Where the pieces of one form lie in some games, which run fastest in every array."""

    boxes: list[PieceBox]  #: of each piece
    there: BoolArray  #: whether the piece is there at all, shape ``(pieces, games)``
    #: The first piece that each hangs together with, directly or through others, shape ``(pieces, games)``.
    first: NDArray[np.int64]
    close: BoolArray  #: the games in which something was too close to call


def smaller(one: Number, other: Number) -> Number:
    """Return the smaller of two numbers, in each game."""
    if isinstance(one, float) and isinstance(other, float):
        return min(one, other)
    return cast("FloatArray", np.minimum(one, other))


def larger(one: Number, other: Number) -> Number:
    """Return the larger of two numbers, in each game."""
    if isinstance(one, float) and isinstance(other, float):
        return max(one, other)
    return cast("FloatArray", np.maximum(one, other))


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
    boxes: list[PieceBox] = []
    # Games run fastest, as every step is one for all of them.
    there = np.zeros((len(form.pieces), games), dtype=np.bool_)
    close = np.zeros(games, dtype=np.bool_)
    for place, piece in enumerate(form.pieces):
        box: PieceBox = [
            [(float(used == (a,)), 1.0) if a in used else (0.0, 0.0) for a in range(count)]
            for used, count in zip(piece.supports, counts, strict=True)
        ]
        there[place], unsure = _piece(piece, gains, box, games)
        boxes.append(box)
        close |= unsure
    return LocatedPieces(boxes=boxes, there=there, first=_joined(boxes, there, close), close=close)


def _piece(piece: SignPiece, gains: PairGains, box: PieceBox, count: int) -> tuple[BoolArray, BoolArray]:
    """Fill in how far a piece reaches; return in which games it is there, and where that is too close."""
    shares: list[FloatArray] = []
    there, close = np.ones(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    for held in piece.held:
        first, second = gains[held.gains[0]], gains[held.gains[1]]
        root = first / (first - second)
        shares.append(root)
        _set(box, held.player, piece.supports[held.player], root, root)
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
        _set(box, piece.slides, piece.supports[piece.slides], low, high)
    return there, close


def _set(box: PieceBox, player: int, used: tuple[int, ...], low: FloatArray, high: FloatArray) -> None:
    """Bound the mixtures of two strategies by those of the probability of the second."""
    box[player][used[1]] = low, high
    box[player][used[0]] = 1.0 - high, 1.0 - low


def _joined(boxes: Sequence[PieceBox], there: BoolArray, close: BoolArray) -> NDArray[np.int64]:
    """Name, for every piece, the first that it hangs together with; add to ``close`` what is."""
    touching = {
        (one, other): met
        for one, other in combinations(range(len(there)), 2)
        if (met := _touching(boxes[one], boxes[other], there[one] & there[other], close)).any()
    }
    first = np.repeat(np.arange(len(there))[:, None], there.shape[1], axis=1)
    for _ in range(len(there) - 1):  # so many steps at most lead from one piece to another
        for (one, other), met in touching.items():
            least = np.minimum(first[one], first[other])
            first[[one, other]] = np.where(met, least, first[[one, other]])
    return first


def _touching(one: PieceBox, other: PieceBox, both: BoolArray, close: BoolArray) -> BoolArray:
    """Say in which draws two pieces share a point; add to ``close`` where that is too close to call."""
    rooms: list[Number] = []
    for mine, theirs in zip(one, other, strict=True):
        shared: Number = 0.0
        for (low, high), (least, most) in zip(mine, theirs, strict=True):
            top = smaller(high, most)
            shared = shared + top
            rooms.append(top - larger(low, least))
        both = both & (shared > 0.5)
    met = both
    for room in rooms:
        # Ends that meet are the root of the same gains, and so the same number; others are not so near.
        if not isinstance(room, float) or 0.0 < abs(room) <= SAME:
            close |= both & (room != 0.0) & (np.abs(room) <= SAME)
        if not isinstance(room, float) or room < 0.0:
            met = met & (room >= 0.0)
    return met
