"""Settings of a call: a reader for each kind of value, and the record that a result keeps of them.

Users are untyped, so that these readers are total: an array, a signalling NaN or a number that float64 does
not hold is refused in the same words as any other wrong value.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import numpy as np

from belarusgame.base.guards import is_mapping, is_sequence, plain_text
from belarusgame.errors import GameError, quoted, unknown

#: The largest number that compiled code counts with.
_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Settings(Mapping[str, Any]):
    """The settings that something ran with: a record for the code, a mapping for who looks at a result.

    A result whose methods go on with a setting has a record of its own, derived from this one, so that a
    setting that is missing or misspelt is an error where it is made and not a default where it is used.
    """

    def __getitem__(self, name: str) -> Any:
        if name not in self.__dataclass_fields__:
            raise KeyError(name)
        return getattr(self, name)

    def __iter__(self) -> Iterator[str]:
        return (field.name for field in fields(self))

    def __len__(self) -> int:
        return len(fields(self))


def refused(name: str, value: object, rule: str) -> GameError:
    """Say that a value breaks a rule."""
    return GameError(f"{name} = {quoted(value)}: must be {rule}")


def whole_number(name: str, value: object, *, least: int = 1, most: int = _MOST, why: str = "") -> int:
    """Return a number that counts something, in a range with a reason; True and False count nothing."""
    number = _whole(value)
    if number is None or number < least:
        raise refused(name, value, f"a whole number, {least} or more")
    if number > most:
        raise refused(name, value, f"at most {most:,}" + (f"; {why}" if why else ""))
    return number


def finite_number(name: str, value: object, low: float = 0.0, high: float = math.inf) -> float:
    """Return a finite number from ``low`` to ``high``; by default one that is not negative."""
    number = _real(value)
    if not (math.isfinite(number) and low <= number <= high):
        span = "that is not negative" if (low, high) == (0.0, math.inf) else f"from {low:g} to {high:g}"
        raise refused(name, value, f"a finite number {span}")
    return number


def share(name: str, value: object) -> float:
    """Return a share that is neither nothing nor everything, such as a confidence."""
    number = _real(value)
    if not 0.0 < number < 1.0:
        raise refused(name, value, "a number between 0 and 1")
    return number


def flag(name: str, value: object) -> bool:
    """Return a truth value; nothing else stands for one."""
    if not isinstance(value, bool | np.bool_):
        raise refused(name, value, "True or False")
    return bool(value)  # pyright: ignore[reportUnknownArgumentType] - numpy's has a parameter


def option(name: str, value: object, options: Collection[str]) -> str:
    """Return one of several words."""
    word = plain_text(value)
    if word is None or word not in options:
        raise GameError(unknown(name, value if word is None else word, tuple(options)))
    return word


def text(name: str, value: object, *, empty: bool = False) -> str:
    """Return a text, by default one that says something."""
    plain = plain_text(value)
    if plain is None or not (plain or empty):
        raise refused(name, value, "text" if empty else "text that is not empty")
    return plain


def texts(name: str, value: object) -> tuple[str, ...]:
    """Return a list of texts; one text is none."""
    plain = [plain_text(entry) for entry in value] if is_sequence(value) else [None]
    found = tuple(entry for entry in plain if entry is not None)
    if len(found) < len(plain):
        raise refused(name, value, "a list of texts")
    return found


def mapping_or_empty(name: str, value: object) -> Mapping[str, Any]:
    """Return a mapping, empty where none is given."""
    if value is None:
        return {}
    if not is_mapping(value):
        raise refused(name, value, "a mapping")
    return value


def whole_seed(seed: object) -> int:
    """Read a seed: a whole number of any size, or a generator that gives up one."""
    if isinstance(seed, np.random.Generator):
        return int(seed.integers(2**63))
    number = _whole(seed)
    if number is not None and number >= 0:
        return number
    raise refused("seed", seed, "a whole number, 0 or more, or a numpy.random.Generator")


def generator_of(seed: object) -> np.random.Generator:
    """Return the generator that a seed stands for; a generator goes on from where it is."""
    return seed if isinstance(seed, np.random.Generator) else np.random.default_rng(whole_seed(seed))


def _whole(value: object) -> int | None:
    """Return a whole number as one of Python's; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        return None
    try:
        return int(value)
    except Exception:  # of a class that a caller made
        return None


def _real(value: object) -> float:
    """Return a real number as a float; NaN, which lies in no range, for anything else."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real | Decimal):
        return math.nan
    try:
        return float(value)
    except Exception:  # too large a number, a signalling NaN, or a class that a caller made
        return math.nan
