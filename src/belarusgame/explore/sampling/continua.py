"""All Nash equilibria of draws with ties, by the signs of comparisons and the roots that they point to.

Draws in which all comparisons have the same signs have equilibria of the same form. The form is worked out
once (:mod:`belarusgame.solve.sign_forms`), and its roots for all such draws together, so that there is
little to compile. What is of no known form, or too close to call, is left to the exact solvers: nothing here
guesses.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.explore.sampling.alike import Places, kinds_of, sign_rows
from belarusgame.explore.sampling.compiled_scenario import KernelArrays
from belarusgame.explore.sampling.left_of_draws import LeftOfDraws
from belarusgame.solve.sign_forms import SignForm, form_of
from belarusgame.solve.sign_pieces import LocatedPieces, Number, PieceBox, larger, located, smaller

#: So many forms are remembered.
REMEMBERED: Final = 50_000
#: Profiles of all players whose signs are looked at at a time.
_SIZE: Final = 1 << 20
#: So many pieces are compared with each other.
MOST_PIECES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MixedDraws:
    """What was found in draws in which somebody may randomise."""

    many: Places  #: how many mixtures and continua each draw has; 0 where there is none, or it is not known
    #: The profiles that may happen in each, as bits, shape ``(draws, mixtures, words)``.
    supports: NDArray[np.uint64]
    #: Bounds of every watched event over all outcomes, shape ``(draws, events)``.
    least: FloatArray
    greatest: FloatArray


class Continua:
    """Solves draws that strict dominance leaves, those of a form together.

    Parameters
    ----------
    at : KernelArrays
        The scenario, laid out.
    inside : numpy.ndarray
        For every watched event the profiles in which it holds, shape ``(events, profiles)``.
    """

    def __init__(self, at: KernelArrays, inside: NDArray[np.uint8]) -> None:
        self.at = at
        self.inside: BoolArray = inside.astype(np.bool_)
        #: For every event and player the strategies that it allows.
        self.allowed = [_allowed(at, np.flatnonzero(event)) for event in inside]
        self._forms: dict[bytes, SignForm | None] = {}
        self._reduced: dict[Any, SignForm | None] = {}

    def solve(
        self, buffers: Any, which: Places, bits: NDArray[np.uint64], hard: NDArray[np.uint8]
    ) -> MixedDraws:
        """Solve some draws of a block, given what ``decide`` found.

        Those whose answer is known are not hard any more, and ``bits`` takes their pure equilibria.
        """
        events, count, words = len(self.inside), len(bits), int(bits.shape[1])
        mixed = MixedDraws(
            many=np.zeros(count, dtype=np.int64),
            supports=np.zeros((count, MOST_PIECES, words), dtype=np.uint64),
            least=np.zeros((count, events)),
            greatest=np.zeros((count, events)),
        )
        forms, kinds = self._forms_of(buffers, which)
        alike: dict[int, list[int]] = {}  # a form is hashed by what it holds, which takes long
        for kind, form in enumerate(forms):
            alike.setdefault(id(form), []).append(kind)
        group = np.empty(len(forms), dtype=np.int64)
        for number, same in enumerate(alike.values()):
            group[same] = number
        groups = group[kinds]
        for number, same in enumerate(alike.values()):
            form = forms[same[0]]
            if form is not None:
                hard[_fill(self, form, buffers, mixed, which[groups == number], bits)] = 0
        return mixed

    def _forms_of(self, buffers: Any, which: Places) -> tuple[list[SignForm | None], NDArray[np.int32]]:
        """Return the forms of some draws, None for the exact solvers, and which of them each draw has."""
        signs, tables, rows = sign_rows(buffers, which)
        firsts, kinds = kinds_of(rows)
        keys = [rows[first].tobytes() for first in firsts.tolist()]
        forms = [self._forms.get(key, self) for key in keys]
        unknown = [k for k, form in enumerate(forms) if form is self]
        if len(self._forms) + len(unknown) > REMEMBERED:
            self._forms.clear()
            self._reduced.clear()
        at_a_time = max(1, _SIZE // self.at.digits.size)
        for begin in range(0, len(unknown), at_a_time):
            some = unknown[begin : begin + at_a_time]
            for k, form in zip(some, self._new(signs[firsts[some]], tables[firsts[some]]), strict=True):
                forms[k] = self._forms[keys[k]] = form
        return cast("list[SignForm | None]", forms), kinds

    def _new(self, signs: NDArray[np.int8], tables: Places) -> list[SignForm | None]:
        """Work out the forms of some draws, but once for all signs that dominance leaves alike."""
        found: list[SignForm | None] = []
        left = LeftOfDraws(self.at, signs, tables)
        for k in range(len(signs)):
            key = left.key(k)
            if key not in self._reduced:
                self._reduced[key] = form_of(left.reduced(k))
            found.append(self._reduced[key])
        return found


def _allowed(at: KernelArrays, profiles: Places) -> dict[int, list[bool]]:
    """Mark, for the players that are not free in some profiles, the strategies that occur in them."""
    counts: list[int] = at.counts.tolist()
    seen = [set(own[profiles].tolist()) for own in at.digits]
    return {
        i: [a in own for a in range(count)]
        for i, (count, own) in enumerate(zip(counts, seen, strict=True))
        if len(own) < count
    }


def _fill(
    room: Continua, form: SignForm, buffers: Any, mixed: MixedDraws, draws: Places, bits: NDArray[np.uint64]
) -> Places:
    """Note the equilibria of draws of one form; return those in which nothing was too close to call."""
    at = room.at
    if len(form.pieces) > MOST_PIECES:
        return draws[:0]
    marked = np.zeros((1, at.digits.shape[1]), dtype=np.bool_)
    marked[0, list(form.pure)] = True
    if not form.pieces:
        bits[draws] = _as_bits(marked, bits.shape[1])
        return draws
    found = located(form, _Gains(at, buffers, draws), at.counts.tolist(), len(draws))
    there = _merged(found)
    known = ~found.close & (len(form.pure) + there.sum(axis=0) > 0)
    there &= known
    bounds = _pure_bounds(room, form)
    places = np.cumsum(there, axis=0) - 1  # those that are there come first, as they are counted
    for box, here, place in zip(found.boxes, there, places, strict=True):
        if here.any():
            mixed.supports[draws[here], place[here]] = _reached(at, box, here, int(bits.shape[1]))
            bounds = [_widened(room, event, own, box, here) for event, own in enumerate(bounds)]
    which = draws[known]
    bits[which] = _as_bits(marked, bits.shape[1])
    mixed.many[which] = there.sum(axis=0)[known]
    for event, (low, high) in enumerate(bounds):
        mixed.least[which, event] = low[known] if isinstance(low, np.ndarray) else low
        mixed.greatest[which, event] = high[known] if isinstance(high, np.ndarray) else high
    return which


def _widened(
    room: Continua, event: int, bounds: tuple[Number, Number], box: PieceBox, here: BoolArray
) -> tuple[Number, Number]:
    """Let the bounds of an event admit what it may have in a box, in the draws in which that is there."""
    low, high = bounds
    if isinstance(low, float) and isinstance(high, float) and high - low == 1.0:
        return bounds  # it may or may not happen
    least, most = _event_bounds(room.allowed[event], box)
    return _where(here, smaller(low, least), low), _where(here, larger(high, most), high)


def _where(here: BoolArray, there: Number, otherwise: Number) -> Number:
    """Return one number in some draws, and another one otherwise."""
    if there is otherwise or (isinstance(there, float) and there == otherwise):
        return otherwise
    return np.where(here, there, otherwise)


class _Gains:
    """What players gain by one strategy rather than another in some draws, by pairs."""

    def __init__(self, at: KernelArrays, buffers: Any, draws: Places) -> None:
        self._at, self._buffers, self._draws = at, buffers, draws
        self._rows: dict[int, FloatArray] = {}

    def __getitem__(self, pair: int) -> FloatArray:
        """Return the gain of a pair; both directions are one number with two signs, bit for bit."""
        if pair == 0:
            return np.zeros(len(self._draws))
        row = abs(pair) - 1
        if row not in self._rows:
            at = self._at
            i = int(np.searchsorted(at.row_begin, row, side="right")) - 1
            start, total = at.extent[at.first_table[i], 0], np.zeros(len(self._draws))
            for term in range(int(at.term_begin[row]), int(at.term_begin[row + 1])):
                variable = self._buffers.variables[start + at.term_variable[term]]
                total += at.term_value[term] * variable[self._draws]
            self._rows[row] = total
        return self._rows[row] if pair > 0 else -self._rows[row]


def _reached(at: KernelArrays, box: PieceBox, here: BoolArray, words: int) -> NDArray[np.uint64]:
    """Return, as bits, the profiles in which everybody plays what it uses; in some draws, or for all of them.

    Where the draws do not differ, there is one row.
    """
    used = [[_positive(high, here) for _, high in own] for own in box]
    players, widest = len(used), max(map(len, used))
    same = all(isinstance(share, bool) for own in used for share in own)
    marks = np.zeros((players, widest, 1 if same else int(np.count_nonzero(here))), dtype=np.bool_)
    for i, own in enumerate(used):
        for a, share in enumerate(own):
            marks[i, a] = share
    firsts, codes = kinds_of(_as_bits(marks.reshape(players * widest, -1).T, -(-players * widest // 64)))
    reached = np.ones((len(firsts), at.digits.shape[1]), dtype=np.bool_)
    for own, digits in zip(marks, at.digits, strict=True):
        reached &= own[:, firsts][digits].T
    return _as_bits(reached, words)[codes]


def _positive(share: Number, here: BoolArray) -> bool | BoolArray:
    if not isinstance(share, np.ndarray):
        return share > 0.0
    marked: BoolArray = share[here] > 0.0
    return True if np.all(marked) else marked


def _merged(found: LocatedPieces) -> BoolArray:
    """Join pieces that hang together into one box, that of the first; return which pieces are left."""
    boxes, there = found.boxes, found.there.copy()
    for one, other in combinations(range(len(there)), 2):
        joined = there[other] & (found.first[other] == one)
        if joined.any():
            boxes[one] = [
                [
                    (_where(joined, smaller(low, least), low), _where(joined, larger(high, most), high))
                    for (low, high), (least, most) in zip(mine, its, strict=True)
                ]
                for mine, its in zip(boxes[one], boxes[other], strict=True)
            ]
            there[other] &= ~joined
    return there


def _pure_bounds(room: Continua, form: SignForm) -> list[tuple[Number, Number]]:
    """Bound every event over the pure equilibria."""
    holds: list[list[bool]] = room.inside[:, list(form.pure)].tolist()
    return [(float(all(event)), float(any(event))) for event in holds]


def _event_bounds(allowed: dict[int, list[bool]], box: PieceBox) -> tuple[Number, Number]:
    """Bound an event over a box, as :meth:`belarusgame.solve.Box.probability_bounds` does."""
    least: Number = 1.0
    most: Number = 1.0
    for i, choices in allowed.items():
        low, high = _sums(box[i], choices, of=True)
        rest, more = _sums(box[i], choices, of=False)
        least = least * larger(0.0, larger(low, 1.0 - more))
        most = most * smaller(1.0, larger(0.0, smaller(high, 1.0 - rest)))
    return least, most


def _sums(own: list[tuple[Number, Number]], choices: list[bool], *, of: bool) -> tuple[Number, Number]:
    """Add up the bounds of the strategies that are allowed, or of the others."""
    low: Number = 0.0
    high: Number = 0.0
    for (least, most), allowed in zip(own, choices, strict=True):
        if allowed is of:
            low, high = low + least, high + most
    return low, high


def _as_bits(marked: BoolArray, words: int) -> NDArray[np.uint64]:
    """Write rows of marks, one a profile, as bits."""
    padded = np.zeros((len(marked), 64 * words), dtype=np.bool_)
    padded[:, : marked.shape[1]] = marked
    return np.packbits(padded, axis=1, bitorder="little").view(np.dtype("<u8")).astype(np.uint64)
