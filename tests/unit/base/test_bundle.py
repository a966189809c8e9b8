"""Arrays that are handed to compiled code by address are the same arrays there, whatever their kind."""

import pickle
from dataclasses import dataclass

import numba
import numpy as np

from belarusgame.base.bundle import Bundle


@dataclass(frozen=True, kw_only=True, eq=False)
class Inside(Bundle):
    flags: np.ndarray


@dataclass(frozen=True, kw_only=True, eq=False)
class Whole(Bundle):
    line: np.ndarray
    block: np.ndarray
    inside: Inside
    last: np.ndarray


@numba.njit
def read(whole):
    """Weigh every entry by its place, so that no two can be exchanged, and write into the block."""
    total = 0.0
    for a in range(whole.block.shape[0]):
        for b in range(whole.block.shape[1]):
            for c in range(whole.block.shape[2]):
                total += (100 * a + 10 * b + c) * whole.block[a, b, c]
                whole.block[a, b, c] = -total
    for k in range(whole.inside.flags.size):
        total += (k + 1.0) * whole.inside.flags[k]
    row = whole.block[1, 0]  # a part of an array that is borrowed
    return total + whole.line.sum() + whole.last[-1] + row[-1], whole.block.strides, len(whole.line)


def made(line=(1, 2), last=(7.5,)):
    block = np.arange(24, dtype=np.float64).reshape(2, 3, 4)
    inside = Inside(flags=np.array([0, 255, 1], dtype=np.uint8))
    return Whole(line=np.array(line, dtype=np.int64), block=block, inside=inside, last=np.array(last))


def test_compiled_code_reads_and_writes_what_the_same_code_does_uncompiled():
    ours, theirs = made(), made()
    assert read(ours) == read.py_func(theirs)
    assert ours.block.tolist() == theirs.block.tolist() != made().block.tolist()


def test_bundles_of_other_lengths_are_read_by_the_same_code():
    known = len(read.signatures)
    assert read(made(line=(4, 5, 6), last=(1.0, 2.0))) == read.py_func(made(line=(4, 5, 6), last=(1.0, 2.0)))
    assert len(read.signatures) == max(known, 1)


def test_a_bundle_that_was_sent_holds_arrays_of_its_own():
    ours = made()
    sent = pickle.loads(pickle.dumps(ours))
    assert sent.address != ours.address
    before = ours.block.copy()
    assert read(sent) == read.py_func(made())
    assert ours.block.tolist() == before.tolist()


def test_an_array_between_the_usual_addresses_is_read_like_any_other():
    """As one is that another process sent: numba takes all arrays for aligned, so none can be refused."""
    last = np.frombuffer(bytearray(25), dtype=np.float64, offset=1)
    last[:] = 1.5, 2.5, 7.5
    assert not last.flags.aligned
    inside = Inside(flags=np.array([0, 255, 1], dtype=np.uint8))
    odd = Whole(line=np.array([1, 2]), block=made().block, inside=inside, last=last)
    assert read(odd) == read.py_func(made())
