"""Counting equal rows of bits, against a dictionary."""

import random

import numpy as np
import pytest

from belarusgame.explore.sampling.kernels.grouping import group_bits, mark_several

LARGEST = 2**64 - 1


def grouped(rows, hard, room):
    """Return the numbers of the rows, how many there are, and where each number first appears."""
    bits = np.array(rows, dtype=np.uint64).reshape(len(rows), -1)
    codes = np.full(len(rows), 77, dtype=np.int32)
    slots, firsts = np.full(room, 77, dtype=np.int32), np.full(len(rows), 77, dtype=np.int32)
    known = group_bits(bits, np.array(hard, dtype=np.uint8), codes, slots, firsts)
    return codes.tolist(), known, firsts[:known].tolist()


def by_dictionary(rows, hard):
    numbers, firsts, codes = {}, [], []
    for n, (row, marked) in enumerate(zip(rows, hard, strict=True)):
        if not marked and tuple(row) not in numbers:
            firsts.append(n)
        codes.append(-1 if marked else numbers.setdefault(tuple(row), len(numbers)))
    return codes, len(numbers), firsts


@pytest.mark.parametrize("words", [1, 2, 3])
@pytest.mark.parametrize("kinds", [1, 5, 60])
def test_rows_are_numbered_by_first_appearance(words, kinds):
    rng = random.Random(words * 100 + kinds)
    # rows that differ in one word only, and repeat; with little room their places in the table collide
    base = [[rng.choice([0, 1, 2**63, LARGEST]) for _ in range(words)] for _ in range(3)]
    known = [[*row[: k % words], k, *row[k % words + 1 :]] for k in range(kinds) for row in base]
    rows = [rng.choice(known) for _ in range(150)]
    hard = [rng.random() < 0.2 for _ in rows]
    for room in (300, 1024):
        assert grouped(rows, hard, room) == by_dictionary(rows, hard)


def test_different_rows_are_told_apart_however_full_the_table_is():
    rows = [[k, LARGEST - k] for k in range(40)] * 2
    assert grouped(rows, [0] * 80, 41) == by_dictionary(rows, [0] * 80)


def test_hard_rows_count_nowhere():
    assert grouped([[5], [6], [5], [6]], [1, 0, 1, 0], 8) == ([-1, 0, -1, 0], 1, [1])
    assert grouped([[5], [5]], [1, 1], 8) == ([-1, -1], 0, [])


def test_rows_with_several_bits_are_marked_and_no_mark_is_taken_back():
    rows = [[4, 0, 0], [0, 0, 4], [4, 4, 0], [0, 4, 4], [4, 0, 4], [0, 12, 0], [0, 0, 0], [0, LARGEST, 0]]
    hard = np.array([0, 0, 0, 0, 0, 0, 1, 0], dtype=np.uint8)
    mark_several(np.array(rows, dtype=np.uint64), hard)
    assert hard.tolist() == [0, 0, 1, 1, 1, 1, 1, 1]
