import sys

import numpy as np
import pytest

from belarusgame.explore import sweep
from belarusgame.explore._run import Gathered, chunk_size, run
from belarusgame.explore._tally import UNITS, Found, Tallies
from belarusgame.explore._work import Chunk, packed, solve_chunk, solve_sent_chunk


def chunk(first, codes, *pure):
    tallies = Tallies()
    for bits in pure:
        tallies.add(Found(pure=bits), codes.count(pure.index(bits)))
    return Chunk(first=first, count=len(codes), tallies=tallies, codes=np.array(codes, dtype=np.int32))


def test_kept_draws_are_numbered_by_first_appearance_in_any_order_of_arrival():
    early, late = chunk(0, [1, 0, 1], 0b01, 0b10), chunk(4096, [1, 0], 0b10, 0b11)
    for parts in ((early, late), (late, early)):
        gathered = Gathered()
        for part in parts:
            gathered.add(part)
        codes, kinds = gathered.kept()
        assert codes.tolist() == [0, 1, 0, 2, 0]
        assert [kind.pure for kind in kinds] == [0b10, 0b01, 0b11]
        assert {f.pure: t.count for f, t in gathered.tallies.sorted()} == {0b10: 3, 0b01: 1, 0b11: 1}


def test_a_chunk_survives_being_written_down():
    made = chunk(4096, [0, 1, 1], 0b1, 1 << 200)
    made.tallies.add(Found(partial=True, pure=3, mixed=(5, 9)), 2, [UNITS], [UNITS + 1])
    made.bounds[4097] = ([1], [2])
    read = Chunk.from_data(4096, made.as_data())
    assert read.tallies.by_found == made.tallies.by_found
    assert read.codes.tolist() == [0, 1, 1]
    assert read.bounds == made.bounds


@pytest.fixture
def job(ladder, monkeypatch):
    """Return the job of a sweep, taken where it is handed to the workers."""
    taken = []

    def take(job, *settings):
        taken.append(job)
        return run(job, *settings)

    module = sys.modules["belarusgame.explore.sweep"]  # whose name the function has in the package
    monkeypatch.setattr(module, "run", take)
    sweep(ladder, 20_000, 5, chunk=4096, logit=0, conventions=False)
    return taken[0]


def test_room_is_used_again_and_is_not_sent_along(job):
    with job.room() as lent, job.room() as other:
        assert lent is not other
    before = len(packed(job))
    one = solve_chunk(job, 4096, 6000)
    with job.room() as used:
        assert used in (lent, other)
        for numbers in (used.values, used.work.variables, used.work.ends, used.bits, used.codes):
            numbers[:] = 77  # whatever the last chunk left behind
    again = solve_chunk(job, 4096, 6000)
    sent = solve_sent_chunk(packed(job), 4096, 6000)
    assert one.tallies.by_found == again.tallies.by_found == sent.tallies.by_found
    assert len(packed(job)) == before


@pytest.mark.parametrize(
    ("draws", "concept", "chunk"),
    [
        (1, "pure", 65536),
        (4_000_000, "pure", 65536),
        (10**7, "sequential", 155648),
        (10**9, "pure", 262144),
        (10**7, "nash", 4096),
    ],
)
def test_long_runs_are_cut_into_larger_chunks(draws, concept, chunk):
    assert chunk_size(concept, draws) == chunk
