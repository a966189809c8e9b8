"""Questions about the type of what a caller or a file gives, typed so that the answer can be relied on.

An object that a caller made may raise when it is counted, gone through, compared or shown. Here it is asked
once; what raises is not of the kind, and is refused like any other wrong value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard, cast

import numpy as np

#: Kinds of our own language, whose methods do what they say.
_SOUND = (dict, list, tuple, range)


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether a value is a mapping that can be copied."""
    return isinstance(value, Mapping) and _sound(value)


def is_sequence(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether a value is a list, a tuple or an array; text is none of them."""
    if isinstance(value, np.ndarray):
        return value.ndim >= 1
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        return False
    return _sound(value)


def plain_text(value: object) -> str | None:
    """Return a text as one of Python's own, whatever a class derived from it adds; None for anything else."""
    return str.__str__(value) if isinstance(value, str) else None


def attribute(value: object, name: str, default: Any = None) -> Any:
    """Return an attribute; the default where there is none, or where asking for it raises."""
    try:
        return getattr(value, name, default)
    except Exception:
        return default


def _sound(value: Any) -> bool:
    """Whether a collection can be counted and gone through."""
    # Exactly these types: a class derived from one may count otherwise than it goes through.
    if type(value) in _SOUND:
        return True
    try:
        entries: list[Any] = list(value)
        copied: Any = dict(cast("Any", value)) if isinstance(value, Mapping) else entries
        size, full = len(cast("Any", value)), bool(cast("Any", value))
        return len(copied) == len(entries) == size and full == bool(entries)
    except Exception:
        return False
