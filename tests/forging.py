"""Forge records: change what a proven result says, field by field, in ways that no proof can cover.

A forgery is a record of the right class in which one field, at any depth, holds something else: a value of
another kind, what the same field holds elsewhere in the records, or what a field of another name holds.
Whoever checks results must answer for each of them, and accept none that says something else.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from belarusgame.errors import BelarusGameError

#: What no field of a proven record holds.
STRANGE: tuple[Any, ...] = (
    None, float("nan"), float("inf"), -1, 10**400, True, "proven", "", (), {}, (None,), ("a",), object(),
    [1.0], np.array([np.nan]), np.zeros((2, 2)), np.array("x"), {"a": float("nan")}, lambda: None,
)  # fmt: skip


def fields_of(record: Any) -> list[str]:
    return [field.name for field in fields(record)]


def places(
    record: Any, path: tuple[Any, ...] = (), whole: tuple[type, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Go through all fields of a record, and of the records in it; a path names fields and positions.

    Records of the kinds in ``whole`` are not taken apart.
    """
    for name in fields_of(record):
        value = getattr(record, name)
        yield (*path, name), value
        entries = enumerate(value) if isinstance(value, tuple) else [(None, value)]
        for k, entry in entries:
            here = (*path, name) if k is None else (*path, name, k)
            if is_dataclass(entry) and not isinstance(entry, (type, *whole)):
                yield from places(entry, here, whole)


def changed(record: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return the record with another value at the end of a path."""
    if not path:
        return value
    step, *rest = path
    if isinstance(step, int):
        return (*record[:step], changed(record[step], tuple(rest), value), *record[step + 1 :])
    new = changed(getattr(record, step), tuple(rest), value)
    try:
        return replace(record, **{step: new})
    except (BelarusGameError, ValueError):  # it refuses to be made so, but whoever forges it need not ask
        forged = copy(record)
        object.__setattr__(forged, step, new)
        return forged


def twisted(value: Any) -> Iterator[Any]:
    """Return near misses: the same turned round, cut short, doubled, or with one number that is none."""
    if isinstance(value, tuple) and value:
        yield from (value[::-1], value[:-1], (*value, value[-1]), list(value))
    elif isinstance(value, np.ndarray) and value.dtype == float and value.size:
        spoilt, moved = value.copy(), value.copy()
        spoilt.flat[-1], moved.flat[0] = np.nan, moved.flat[0] + 0.25
        yield from (spoilt, moved, value[::-1].copy(), value.astype(object), -value - 1.0)
    elif isinstance(value, Mapping):
        yield from (
            {k: float("nan") for k in value},
            dict(reversed(list(value.items()))),
            dict.fromkeys(value, "x"),
        )
        yield {k: v + 1.0 if isinstance(v, float) else v for k, v in value.items()}
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value + 1, -value - 1, value + 0.5)


def essence(value: Any, *, ordered: bool = True) -> Any:
    """Return what a value says, to be compared and put into sets: arrays and games by what they hold.

    Unless ``ordered``, the order in which a mapping names things says nothing.
    """
    inner = partial(essence, ordered=ordered)
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value), *(inner(getattr(value, name)) for name in fields_of(value)))
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.shape, repr(value.tolist()))
    if isinstance(value, tuple | list):
        return (type(value), *map(inner, value))
    if isinstance(value, Mapping):
        items = [(key, inner(entry)) for key, entry in value.items()]
        return (type(value), *(items if ordered else sorted(items, key=lambda item: str(item[0]))))
    return (type(value), repr(value))


def forgeries(
    records: list[Any], seed: int, count: int, whole: tuple[type, ...] = ()
) -> Iterator[tuple[str, Any, Any]]:
    """Forge records at random, each field about as often: what was done, the record before, and after.

    Parameters
    ----------
    records : list
        Results that are accepted. Values of one are put into others too.
    seed, count : int
        Of which draw, and how many.
    whole : tuple of type
        Records of these kinds are exchanged, not taken apart.
    """
    rng = np.random.default_rng(seed)
    found = [list(places(record, (), whole)) for record in records]
    by_name: dict[str, list[Any]] = {}
    for path, value in itertools.chain(*found):
        by_name.setdefault(next(step for step in path[::-1] if isinstance(step, str)), []).append(value)
    names = sorted(by_name)
    while count > 0:
        k = int(rng.integers(len(records)))
        name = names[rng.integers(len(names))]  # rare fields as often as those of every equilibrium
        here = [(path, value) for path, value in found[k] if path[-1] == name]
        if not here:
            continue
        path, value = here[rng.integers(len(here))]
        other = names[rng.integers(len(names))] if rng.random() < 0.3 else name
        pools = [list(STRANGE), by_name[other], list(twisted(value))]
        pool = pools[rng.choice(3, p=[0.3, 0.4, 0.3])]
        if pool:
            new = pool[rng.integers(len(pool))]
            if essence(new) != essence(value):
                count -= 1
                what = f"record {k}, {'.'.join(map(str, path))} = {new!r:.200}"
                yield what, records[k], changed(records[k], path, new)
