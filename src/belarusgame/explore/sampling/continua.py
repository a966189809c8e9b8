"""All Nash equilibria of draws with ties, by the signs of comparisons and the roots that they point to.

Draws in which all comparisons have the same signs have equilibria of the same form. The form is worked out
once (:mod:`belarusgame.solve.sign_forms`), and its roots for all such draws together, so that there is
little to compile. What is of no known form, or too close to call, is left to the exact solvers: nothing here
guesses.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.explore.sampling.compiled_scenario import KernelArrays
from belarusgame.solve.sign_forms import Reduced, SignForm, form_of
from belarusgame.solve.sign_pieces import LocatedPieces, located

#: So many forms are remembered.
REMEMBERED: Final = 50_000
#: So many pieces are compared with each other.
MOST_PIECES: Final = 8

Places = NDArray[np.int64]


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
        for same in alike.values():
            form, draws = forms[same[0]], which[np.isin(kinds, same)]
            if form is not None:
                hard[_fill(self, form, buffers, mixed, draws, bits)] = 0
        return mixed

    def _forms_of(self, buffers: Any, which: Places) -> tuple[list[SignForm | None], NDArray[np.int32]]:
        """Return the forms of some draws, None for the exact solvers, and which of them each draw has."""
        signs = np.ascontiguousarray(buffers.signs[:, which].T)
        tables = np.ascontiguousarray(buffers.tables[:, which].T)
        # Filled up to whole words of eight bytes, so that rows are compared as few numbers.
        spare = np.zeros((len(which), -signs.shape[1] % 8), dtype=np.uint8)
        rows = np.hstack([tables.view(np.uint8), signs.view(np.uint8), spare]).view(np.uint64)
        firsts, kinds = kinds_of(rows)
        forms: list[SignForm | None] = []
        for first in firsts.tolist():
            key = rows[first].tobytes()
            if key not in self._forms:
                if len(self._forms) >= REMEMBERED:
                    self._forms.clear()
                    self._reduced.clear()
                self._forms[key] = self._form(signs[first], tables[first])
            forms.append(self._forms[key])
        return forms, kinds

    def _form(self, signs: NDArray[np.int8], tables: Places) -> SignForm | None:
        """Work out a form, but once for all signs that dominance leaves alike."""
        game = left_of_draw(self.at, signs, tables)
        if game.key not in self._reduced:
            self._reduced[game.key] = form_of(game)
        return self._reduced[game.key]


def left_of_draw(at: KernelArrays, signs: NDArray[np.int8], tables: NDArray[Any]) -> Reduced:
    """Strike what strict dominance excludes, given the signs and the tables of a draw."""
    players, profiles = at.digits.shape
    pairs, found = list[NDArray[np.int64]](), list[NDArray[np.int64]]()
    for i in range(players):
        compared = at.pairs[at.situation_of[tables[i]], :, at.digits[i]]
        pairs.append(compared)
        found.append(np.sign(compared) * signs[np.abs(compared)].astype(np.int64))
    left = [np.ones(int(count), dtype=np.bool_) for count in at.counts]
    changed = True
    while changed:
        changed = False
        for i, own in enumerate(left):
            faced = np.ones(profiles, dtype=np.bool_)
            for j, other in enumerate(left):
                faced &= (j == i) | other[at.digits[j]]
            for a in np.flatnonzero(own).tolist():
                better = np.all(found[i][faced & (at.digits[i] == a), : len(own)] > 0, axis=0)
                if np.any(better):
                    own[a], changed = False, True
    alive = tuple(tuple(np.flatnonzero(own).tolist()) for own in left)
    strides = tuple(at.strides.tolist())
    numbers = [sum(a * s for a, s in zip(played, strides, strict=True)) for played in product(*alive)]

    def part(whole: NDArray[np.int64], i: int) -> dict[int, dict[int, int]]:
        return {cell: {other: int(whole[cell, other]) for other in alive[i]} for cell in numbers}

    return Reduced(
        alive=alive,
        pairs=[part(own, i) for i, own in enumerate(pairs)],
        signs=[part(own, i) for i, own in enumerate(found)],
        strides=strides,
    )


def _allowed(at: KernelArrays, profiles: Places) -> list[BoolArray]:
    """Mark the strategies of each player that occur in some profiles."""
    counts: list[int] = at.counts.tolist()
    return [np.isin(np.arange(count), own[profiles]) for count, own in zip(counts, at.digits, strict=True)]


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
    bounds, there = found.bounds, _merged(found)
    low, high = _pure_bounds(room, form, len(draws))
    held = np.zeros((len(form.pieces), len(draws), mixed.supports.shape[2]), dtype=np.uint64)
    for box, here, reached in zip(bounds, there, held, strict=True):
        reached[here] = _reached(at, box[:, :, 1, here] > 0.0, held.shape[2])
        least, most = _event_bounds(room, box)
        low, high = np.where(here, np.minimum(low, least), low), np.where(here, np.maximum(high, most), high)
    known = ~found.close & (len(form.pure) + there.sum(axis=0) > 0)
    which = draws[known]
    bits[which] = _as_bits(marked, bits.shape[1])
    # Those that are there come first, as they are counted.
    order = np.argsort(~there, axis=0, kind="stable")
    held = np.take_along_axis(held, order[:, :, None], axis=0)
    mixed.many[which] = there.sum(axis=0)[known]
    mixed.supports[which, : len(held)] = held[:, known].swapaxes(0, 1)
    mixed.least[which], mixed.greatest[which] = low[:, known].T, high[:, known].T
    return which


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


def kinds_of(rows: NDArray[np.uint64]) -> tuple[Places, NDArray[np.int32]]:
    """Return where each different row first appears, and for every row which of those it is like."""
    from belarusgame.explore.sampling.kernels import group_bits

    count = len(rows)
    slots, firsts, codes = (np.empty(times * count, dtype=np.int32) for times in (4, 1, 1))
    known = group_bits(rows, np.zeros(count, dtype=np.uint8), codes, slots, firsts)
    return firsts[:known].astype(np.int64), codes


def _reached(at: KernelArrays, used: BoolArray, words: int) -> NDArray[np.uint64]:
    """Return, as bits, the profiles in which everybody plays what it uses, the last axis being draws."""
    players, widest, count = used.shape
    firsts, codes = kinds_of(_as_bits(used.reshape(players * widest, count).T, -(-players * widest // 64)))
    reached = np.ones((len(firsts), at.digits.shape[1]), dtype=np.bool_)
    for own, digits in zip(used, at.digits, strict=True):
        reached &= own[:, firsts][digits].T
    return _as_bits(reached, words)[codes]


def _merged(found: LocatedPieces) -> BoolArray:
    """Join pieces that hang together into one box, that of the first; return which pieces are left."""
    bounds, there = found.bounds, found.there.copy()
    for one, other in combinations(range(len(there)), 2):
        joined = there[other] & (found.first[other] == one)
        bounds[one, :, :, 0] = np.minimum(
            bounds[one, :, :, 0], bounds[other, :, :, 0], where=joined, out=bounds[one, :, :, 0].copy()
        )
        bounds[one, :, :, 1] = np.maximum(
            bounds[one, :, :, 1], bounds[other, :, :, 1], where=joined, out=bounds[one, :, :, 1].copy()
        )
        there[other] &= ~joined
    return there


def _pure_bounds(room: Continua, form: SignForm, count: int) -> tuple[FloatArray, FloatArray]:
    """Bound every event over the pure equilibria, the last axis over draws."""
    holds = room.inside[:, list(form.pure)].astype(np.float64)
    low, high = holds.min(axis=1, initial=1.0), holds.max(axis=1, initial=0.0)
    return np.repeat(low[:, None], count, axis=1), np.repeat(high[:, None], count, axis=1)


def _event_bounds(room: Continua, box: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Bound every event over a box, as :meth:`belarusgame.solve.Box.probability_bounds` does."""
    least, most = np.ones((2, len(room.allowed), box.shape[-1]))
    for event, allowed in enumerate(room.allowed):
        for own, choices in zip(box, allowed, strict=True):
            if not choices.all():
                inside, outside = own[: len(choices)][choices], own[: len(choices)][~choices]
                (low, high), (rest, more) = inside.sum(axis=0), outside.sum(axis=0)
                least[event] *= np.maximum(0.0, np.maximum(low, 1.0 - more))
                most[event] *= np.clip(np.minimum(high, 1.0 - rest), 0.0, 1.0)
    return least, most


def _as_bits(marked: BoolArray, words: int) -> NDArray[np.uint64]:
    """Write rows of marks, one a profile, as bits."""
    padded = np.zeros((len(marked), 64 * words), dtype=np.bool_)
    padded[:, : marked.shape[1]] = marked
    return np.packbits(padded, axis=1, bitorder="little").view(np.dtype("<u8")).astype(np.uint64)
