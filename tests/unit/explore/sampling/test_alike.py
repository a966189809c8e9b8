"""Draws of the same signs are told apart from others, and solved once."""

import numpy as np

import belarusgame as bg
from belarusgame.explore.sampling import kernels
from belarusgame.explore.sampling.alike import kinds_of, solve_alike
from belarusgame.explore.sampling.chunk import _ChunkBuffers
from belarusgame.explore.sampling.kernels import decide, solve_nash


def test_rows_are_told_apart_in_the_order_in_which_they_appear():
    rows = np.array([[3, 1], [3, 2], [3, 1], [0, 0], [3, 2]], dtype=np.uint64)
    firsts, kinds = kinds_of(rows)
    assert (firsts.tolist(), kinds.tolist()) == ([0, 1, 3], [0, 1, 0, 2, 1])
    firsts, kinds = kinds_of(rows, np.array([1, 0, 0, 0, 1], dtype=np.uint8))
    assert (firsts.tolist(), kinds.tolist()) == ([1, 2, 3], [-1, 0, 1, 2, -1])


def test_draws_of_the_same_signs_are_solved_once(laid_out, monkeypatch):
    job = laid_out(bg.load_scenario("belarus-2022"), 4096, concept="nash")
    values = np.ascontiguousarray(job.exact.draws.values(0, 4096))
    buffers = _ChunkBuffers(job)
    bits = np.zeros_like(buffers.bits)
    decide(job.layout, values, buffers.kernel, buffers.hard)
    buffers.hard[::7] = 1  # too close to call
    each = buffers.hard.copy()
    solve_nash(job.layout, values, buffers.kernel, bits, each)
    asked = []

    def counting(at, values, buffers, bits, hard):
        asked.append(np.count_nonzero(hard == 0))
        solve_nash(at, values, buffers, bits, hard)

    monkeypatch.setattr(kernels, "solve_nash", counting)
    solve_alike(job.layout, values, buffers.kernel, buffers.bits, buffers.hard)
    assert 0 < asked[0] < 200
    assert buffers.hard.tolist() == each.tolist()
    assert buffers.bits.tolist() == bits.tolist()
