"""What a player can be faced with: the comparisons between its own strategies, each counted once."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import Labels

IntArray = NDArray[np.int64]

#: A computed difference of *m* terms is off by at most (m + ROUNDINGS) * 2^-52 times the terms' sizes:
#: half a unit each for two coefficients and their difference, the shortest decimals of a weight and a driver,
#: and two products; and half a unit for each addition.
ROUNDINGS = 8
#: The distance of float64 numbers next to one.
UNIT = 2.0**-52

#: For every pair of strategies the signed number, from 1, of the row that compares them; 0 for a tie.
_Key = tuple[int, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class OwnTable:
    """One player at one setting of its switches: exact coefficients, shape ``(profiles, variables)``."""

    player: int
    exact: NDArray[np.object_]
    sizes: list[float]  # the greatest value of each variable


def compared(tables: list[OwnTable], labels: Labels) -> dict[str, Any]:
    """Find every player's situations and the rows that decide them."""
    own = [[t for t in tables if t.player == k] for k in range(len(labels.counts))]
    found = [_Situations(of_player, labels) for of_player in own]
    profiles, situations = math.prod(labels.counts), sum(len(one.keys) for one in found)
    widest, words = max(labels.counts), (profiles + 63) // 64
    pairs = np.zeros((situations, widest, widest), dtype=np.int64)
    replies = np.zeros((situations, widest, words), dtype=np.uint64)
    used = np.zeros((situations, max(map(len, own))), dtype=np.uint8)
    rows_before, before = 0, 0
    for one in found:
        for situation, (place, key) in enumerate(one.keys, start=before):
            for (a, b), signed in zip(one.choices, key, strict=True):
                shifted = signed + int(math.copysign(rows_before, signed)) if signed else 0
                pairs[situation, a, b], pairs[situation, b, a] = shifted, -shifted
            for line in one.places[place]:
                for strategy, profile in enumerate(line):
                    replies[situation, strategy, profile // 64] |= np.uint64(1 << (profile % 64))
        for local, numbers in enumerate(one.situation):
            used[[before + number for number in set(numbers)], local] = 1
        rows_before, before = rows_before + len(one.rows), before + len(one.keys)
    rows = [(k, [Fraction(v, one.unit) for v in row]) for k, one in enumerate(found) for row in one.rows]
    terms = [[(j, value) for j, value in enumerate(row) if value] for _, row in rows]
    coefficients = np.zeros((len(tables), max(table.exact.shape[1] for table in tables), profiles))
    for t, table in enumerate(tables):
        coefficients[t, : table.exact.shape[1]] = table.exact.astype(np.float64).T
    return {
        "table": coefficients,
        "slack": np.array(
            [_slack(np.abs(c).max(axis=1) * 2, t.sizes) for c, t in zip(coefficients, tables, strict=True)]
        ),
        "row_begin": starts(len(one.rows) for one in found),
        "term_begin": starts(len(row) for row in terms),
        "term_variable": integers(j for row in terms for j, _ in row),
        "term_value": np.array([float(value) for row in terms for _, value in row], dtype=np.float64),
        "row_slack": np.array(
            [
                _slack([abs(float(value)) for value in row], own[k][0].sizes)
                if sum(map(bool, row)) > 1
                else 0.0
                for k, row in rows
            ],
            dtype=np.float64,
        ),
        "situation_begin": starts(len(one.keys) for one in found),
        "situation_of": _numbered(found),
        "situation_used": used,
        "pairs": pairs,
        "replies": replies,
    }


def _numbered(found: list[_Situations]) -> IntArray:
    """Return each table's situation in each profile, numbered through all players."""
    begins = starts(len(one.keys) for one in found)
    return np.array(
        [
            [begin + s for s in numbers]
            for begin, one in zip(begins, found, strict=False)
            for numbers in one.situation
        ],
        dtype=np.int64,
    )


def _slack(sizes: Any, greatest: list[float]) -> float:
    total = sum(abs(float(size)) * most for size, most in zip(sizes, greatest, strict=False))
    return float((len(greatest) + ROUNDINGS) * UNIT * total)


class _Situations:
    """What a player can be faced with, told apart by the differences between its own strategies.

    Lines of profiles, which differ in the own strategy only, make one *place* where they are alike in every
    table. So tables share what they have in common, as where a delegation does not match.
    """

    def __init__(self, tables: list[OwnTable], labels: Labels) -> None:
        player, counts = tables[0].player, labels.counts
        self.choices = list(itertools.combinations(range(counts[player]), 2))
        exact: list[list[list[Fraction]]] = [table.exact.tolist() for table in tables]
        self.unit = math.lcm(*{value.denominator for one in exact for row in one for value in row})
        self.rows: dict[tuple[int, ...], int] = {}  # coefficients times the unit: fractions are slow
        grid = np.arange(math.prod(counts)).reshape(counts)
        lines: list[list[int]] = np.moveaxis(grid, player, -1).reshape(-1, counts[player]).tolist()
        alike: dict[tuple[_Key, ...], list[list[int]]] = {}
        compared = [list(self._compared(one, lines)) for one in exact]
        for line, keys in zip(lines, zip(*compared, strict=True), strict=True):
            alike.setdefault(keys, []).append(line)
        self.places = list(alike.values())
        self.keys: dict[tuple[int, _Key], int] = {}
        self.situation = [[0] * grid.size for _ in tables]
        for place, (keys, members) in enumerate(alike.items()):
            for numbers, key in zip(self.situation, keys, strict=True):
                situation = self.keys.setdefault((place, key), len(self.keys))
                for profile in itertools.chain(*members):
                    numbers[profile] = situation

    def _compared(self, exact: list[list[Fraction]], lines: list[list[int]]) -> Iterator[_Key]:
        """Yield for each line the rows that compare the own strategies."""
        whole = [[v.numerator * (self.unit // v.denominator) for v in row] for row in exact]
        for line in lines:
            yield tuple(self._row(whole[line[a]], whole[line[b]]) for a, b in self.choices)

    def _row(self, one: list[int], other: list[int]) -> int:
        """Return the signed number, from 1, of the row with this difference; 0 for a tie."""
        row = tuple(v - w for v, w in zip(one, other, strict=True))
        lead = next((value for value in row if value), 0)
        if lead < 0:
            return -(self.rows.setdefault(tuple(-value for value in row), len(self.rows)) + 1)
        return self.rows.setdefault(row, len(self.rows)) + 1 if lead else 0


def integers(values: Any) -> IntArray:
    """Return whole numbers as an array for the kernels."""
    return np.array(list(values), dtype=np.int64)


def starts(sizes: Iterator[int]) -> IntArray:
    """Return where pieces of these sizes begin, laid end to end, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(list(sizes), dtype=np.int64)]).astype(np.int64)
