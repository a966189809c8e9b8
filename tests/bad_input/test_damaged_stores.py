"""Stores of a sweep with torn pages, odd values and missing tables: what is read is right, or is refused."""

import random
import sqlite3

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.explore.sampling.chunk import Chunk
from belarusgame.explore.sampling.store import Store
from belarusgame.explore.sampling.tally import Found, Tallies

IDENTITY = {"seed": "3", "draws": "20000", "scenario": "1f"}
DAMAGED = 400

VALUES = [
    "NULL",
    "0",
    "-1",
    "2.5",
    "''",
    "'x'",
    "x'ff00'",
    "'{}'",
    "'[]'",
    "'null'",
    "1e999",
    "zeroblob(300)",
]
CELLS = [("about", "part"), ("about", "value"), ("chunks", "payload"), ("chunks", "digest")]
LOOSE = {
    "about": "CREATE TABLE about (part, value)",
    "chunks": "CREATE TABLE chunks (first, payload, digest)",
}


def chunks():
    for first in range(0, 20_480, 4096):
        tallies = Tallies()
        tallies.add(Found(pure=1 << first % 50), 4000, [7], [9])
        tallies.add(Found(partial=True, mixed=(3, 5)), 96, [1], [2])
        codes = np.arange(4096, dtype=np.int32) % 2
        yield Chunk(first=first, count=4096, tallies=tallies, codes=codes, bounds={first + 1: ([1], [2])})


def contents(chunk):
    return chunk.first, chunk.as_data()


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("stores") / "sound.sqlite"
    store = Store(path, IDENTITY)
    for chunk in chunks():
        store.add(chunk)
    store.close()
    return path.read_bytes()


def torn(chance, path):
    """Change bytes, cut the file, or turn a stretch of it into something else."""
    whole = bytearray(path.read_bytes())
    start = chance.randrange(len(whole))
    how = chance.choice(["bytes", "cut", "zeros", "noise", "longer", "head"])
    if how == "bytes":
        for _ in range(chance.randint(1, 30)):
            whole[chance.randrange(len(whole))] = chance.randrange(256)
    elif how == "cut":
        del whole[start:]
    elif how == "head":
        whole[chance.randrange(100)] ^= 1 << chance.randrange(8)
    else:
        size = chance.choice([1, 64, 4096])
        stretch = bytes(size) if how == "zeros" else chance.randbytes(size)
        whole[start : start if how == "longer" else start + size] = stretch
    path.write_bytes(whole)


def rewritten(chance, path):
    """Change values, rows and tables by SQL, as another program might."""
    connection = sqlite3.connect(path)
    table, column = chance.choice(CELLS)
    how = chance.choice(["value", "value", "loose", "drop", "rows", "view"])
    if how in ("value", "loose"):
        if how == "loose":
            connection.execute(f"ALTER TABLE {table} RENAME TO old")
            connection.execute(LOOSE[table])
            connection.execute(f"INSERT INTO {table} SELECT * FROM old")
            connection.execute("DROP TABLE old")
        changed = f"UPDATE OR REPLACE {table} SET {column} = {chance.choice(VALUES)}"
        some = f" WHERE rowid = {chance.randint(1, 3)}" if table == "about" or how == "loose" else ""
        try:
            connection.execute(changed + some)
        except sqlite3.IntegrityError:  # a column that admits no NULL
            connection.execute(f"UPDATE {table} SET {column} = 'x'{some}")
    elif how == "drop":
        connection.execute(f"DROP TABLE {table}")
    elif how == "rows":
        connection.execute(f"DELETE FROM {table} WHERE rowid % 2 = 0")
    else:
        connection.execute(f"DROP TABLE {table}")
        connection.execute(f"CREATE VIEW {table} AS SELECT 1 AS part, 2 AS value")
    connection.commit()
    connection.close()


def read(path):
    store = Store(path, IDENTITY)
    try:
        return [contents(chunk) for chunk in store.chunks()]
    finally:
        store.close()


def test_a_damaged_store_is_refused_or_says_nothing_wrong(sound, tmp_path):
    right = [contents(chunk) for chunk in chunks()]
    refused = 0
    for seed in range(DAMAGED):
        chance = random.Random(seed)
        path = tmp_path / f"{seed}.sqlite"
        path.write_bytes(sound)
        chance.choice([torn, rewritten])(chance, path)
        try:
            found = read(path)
        except bg.GameError as error:
            assert str(error).startswith("store = "), seed
            refused += 1
        else:
            assert all(chunk in right for chunk in found), seed
        path.unlink()
    assert DAMAGED // 2 < refused < DAMAGED


def test_a_chunk_whose_digest_was_made_anew_is_read_or_refused(sound, tmp_path):
    from belarusgame.explore.sampling.store import _digest

    payloads = [
        "null",
        "[]",
        "{}",
        "7",
        '{"count": 1}',
        "[" * 100_000,
        '{"count": 1, "tallies": [[]]}',
        "NaN",
        "",
    ]
    for number, payload in enumerate(payloads):
        path = tmp_path / f"{number}.sqlite"
        path.write_bytes(sound)
        connection = sqlite3.connect(path)
        row = (payload, _digest(4096, payload))
        connection.execute("UPDATE chunks SET payload = ?, digest = ? WHERE first = 4096", row)
        connection.commit()
        connection.close()
        with pytest.raises(bg.GameError, match="the chunk from draw 4096 on is damaged; remove the file"):
            read(path)


def test_a_store_with_a_null_key_is_refused(sound, tmp_path):
    path = tmp_path / "null.sqlite"
    path.write_bytes(sound)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE about SET part = NULL WHERE part = 'seed'")
    connection.commit()
    connection.close()
    with pytest.raises(
        bg.GameError, match=r"the file is damaged or is no store: .* not written in text; remove"
    ):
        read(path)
