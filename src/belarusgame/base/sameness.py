"""Do two records say the same? Compared field by field, by kind as well as by value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from belarusgame.base.guards import is_mapping, is_sequence
from belarusgame.errors import quoted


def same(one: Any, other: Any) -> bool:
    """Whether two values are alike down to their last field; 1, 1.0 and True are three values here.

    What is compared may have been forged: equality alone would let other kinds pass.
    """
    # Large arrays and records are most often the very same object.
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if is_dataclass(one):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    if is_mapping(one):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if is_sequence(one):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def differing(record: Any, derived: Mapping[str, object]) -> tuple[str, ...]:
    """Name every field of a record that does not hold what was derived for it."""
    return tuple(
        f"{name} = {quoted(getattr(record, name))}, but from the certificate follows {quoted(value)}"
        for name, value in derived.items()
        if not same(getattr(record, name), value)
    )
