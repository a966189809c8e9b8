"""How a result is put out: a page for people; JSON or comma-separated values for machines."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any, cast

from belarusgame.base.screen import Screen
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError
from belarusgame.report.as_data import record_data
from belarusgame.report.text import print_sentences, print_table


def show(
    record: Tabular,
    data: Callable[[], Any] | None = None,
    *,
    as_json: bool,
    as_csv: bool,
    page: Callable[[Screen], None] | None = None,
    below: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Print a record for machines, as JSON or as CSV, or for people: its table, or a page made for it.

    Sentences that stand below the table are given with the key that they have in JSON.
    """
    sentences = below or {}
    if as_json and as_csv:
        raise GameError("give --json or --csv, not both")
    if as_json:
        print_json(
            record_data(record) | {key: list(said) for key, said in sentences.items()}
            if data is None
            else data()
        )
    elif as_csv:
        write_csv(sys.stdout, record.rows())
    elif page is not None:
        page(Screen())
    else:
        print_table(screen := Screen(), record)
        for said in sentences.values():
            print_sentences(screen, said)


def show_whole(record: Tabular, *, as_json: bool, as_csv: bool) -> None:
    """Print a record with all that stands below its table."""
    show(
        record,
        lambda: _data(record),
        as_json=as_json,
        as_csv=as_csv,
        page=lambda screen: print_whole(screen, record),
    )


def print_whole(screen: Screen, record: Tabular) -> None:
    """Print a record's table, then the sentences and the records below it."""
    print_table(screen, record)
    for part in record.below:
        if isinstance(part, str):
            print_sentences(screen, [part])
        else:
            print_whole(screen, part)


def _data(record: Tabular) -> dict[str, Any]:
    below = [part if isinstance(part, str) else _data(part) for part in record.below]
    return record_data(record) | ({"below": below} if below else {})


def print_json(data: Any) -> None:
    """Print plain data as JSON, in ASCII, so that no encoding of the output can break it."""
    print(json.dumps(data, indent=2))


def write_csv(stream: IO[str], rows: Rows) -> None:
    """Write rows as comma-separated values; an interval takes two columns."""
    flat = [dict(_flat(row)) for row in rows]
    columns = list(dict.fromkeys(column for row in flat for column in row))
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)


def _flat(row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for column, value in row.items():
        if isinstance(value, tuple) and len(cast("tuple[object, ...]", value)) == 2:
            low, high = cast("tuple[object, object]", value)
            yield from ((f"{column} low", low), (f"{column} high", high))
        else:
            yield column, value
