"""Arrays that nobody changes any more."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

_Array = TypeVar("_Array", bound="np.ndarray[Any, Any]")


def read_only(array: _Array) -> _Array:
    """Make an array unchangeable and return it; of a view a copy, which nobody else can write to."""
    if not array.flags.owndata:
        array = array.copy()
    array.flags.writeable = False
    return array
