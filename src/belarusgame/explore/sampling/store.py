"""Finished chunks of a sweep in an SQLite file, so that a run that was killed goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from belarusgame.base.files import checked_path
from belarusgame.errors import GameError, quoted
from belarusgame.explore.sampling.chunk import Chunk

#: Marks the file as one of ours; "bgsw".
APPLICATION = 0x62677377
#: How long to wait for another program that writes to the file, in seconds.
PATIENCE = 2.0

#: A chunk carries a digest of its payload: a file that was cut or changed is refused, not believed.
_TABLES = (
    "CREATE TABLE about (part TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE chunks (first INTEGER PRIMARY KEY, payload TEXT NOT NULL, digest TEXT NOT NULL)",
)


class Store:
    """The finished chunks of one run.

    Parameters
    ----------
    path : str or Path
        The file; it is made if it does not exist.
    identity : mapping of str to str
        What makes the run the one that it is. A file of another run is refused.

    Raises
    ------
    GameError
        If the file is not a store, is damaged, locked, or belongs to another run.
    """

    def __init__(self, path: str | Path, identity: Mapping[str, str]) -> None:
        self.path = checked_path(path)
        with self._explained():
            self._connection = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
        try:
            with self._explained():
                self._open(identity)
        except BaseException:
            self._connection.close()
            raise

    def _open(self, identity: Mapping[str, str]) -> None:
        run = self._connection.execute
        run("BEGIN IMMEDIATE")  # says at once if another program holds the file
        mark = run("PRAGMA application_id").fetchone()[0]
        tables = {name for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            run(f"PRAGMA application_id = {APPLICATION}")
            for statement in _TABLES:
                run(statement)
            self._connection.executemany("INSERT INTO about VALUES (?, ?)", sorted(identity.items()))
        elif mark != APPLICATION or not {"about", "chunks"} <= tables:
            raise GameError(f"{self._place}: the file is a database of another program")
        else:
            held = run("SELECT part, value FROM about").fetchall()
            if not all(isinstance(text, str) for pair in held for text in pair):
                raise sqlite3.DatabaseError("what it is about is not written in text")
            self._compare(dict(held), identity)
        run("COMMIT")

    def _compare(self, held: Mapping[str, str], identity: Mapping[str, str]) -> None:
        """Refuse the store of another run."""
        differing = [part for part in sorted({*held, *identity}) if held.get(part) != identity.get(part)]
        if differing:
            shown = [
                f"{part} (there {held.get(part, 'absent')}, here {identity.get(part, 'absent')})"
                for part in differing
            ]
            raise GameError(
                f"{self._place}: it belongs to another run, which differs in "
                f"{', '.join(shown)}; name another file, or remove this one"
            )

    def chunks(self) -> Iterator[Chunk]:
        """Go through the finished chunks.

        Raises
        ------
        GameError
            If one of them was damaged.
        """
        with self._explained():
            rows = self._connection.execute(
                "SELECT first, payload, digest FROM chunks ORDER BY first"
            ).fetchall()
        for first, payload, digest in rows:
            try:
                if _digest(first, payload) != digest:
                    raise ValueError("its digest is another one")
                chunk = Chunk.from_data(first, json.loads(payload))
            except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError):
                raise GameError(
                    f"{self._place}: the chunk from draw {first} on is damaged; remove the file and run again"
                ) from None
            yield chunk

    def add(self, chunk: Chunk) -> None:
        """Record a finished chunk; it is on the disk when this returns."""
        payload = json.dumps(chunk.as_data(), separators=(",", ":"))
        row = (chunk.first, payload, _digest(chunk.first, payload))
        with self._explained():
            self._connection.execute("INSERT OR REPLACE INTO chunks VALUES (?, ?, ?)", row)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @property
    def _place(self) -> str:
        return f"store = {quoted(str(self.path))}"

    @contextmanager
    def _explained(self) -> Generator[None]:
        """Say what SQLite's complaints mean."""
        place = self._place
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise GameError(
                    f"{place}: the file is locked by another program; wait for it, or name another file"
                ) from None
            raise GameError(f"{place}: the file cannot be used: {error}") from None
        except (sqlite3.Error, MemoryError) as error:  # the size of what is damaged may be absurd
            raise GameError(
                f"{place}: the file is damaged or is no store: {error}; remove it, or name another"
            ) from None


def _digest(first: int, payload: str) -> str:
    # With its place, so that two chunks that changed places are noticed too.
    return hashlib.sha256(f"{first}:{payload}".encode()).hexdigest()


def fingerprint(value: Any) -> str:
    """Return a short digest of a value's written form."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]
