import numpy as np

from belarusgame.explore._run import Gathered
from belarusgame.explore._tally import UNITS, Found, Tallies
from belarusgame.explore._work import Chunk


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
