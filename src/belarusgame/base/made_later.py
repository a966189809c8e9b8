"""A field of a record whose value may be made when somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

_Value = TypeVar("_Value")


class MadeLater(Generic[_Value]):
    """A field of a dataclass without slots, given as a value, or as a function that makes it when asked for.

    Parameters
    ----------
    *default
        What the field holds where nothing is given; by default something must be.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> from belarusgame.base.made_later import MadeLater
    >>> @dataclass(frozen=True)
    ... class Answer:
    ...     digits: MadeLater[tuple[int, ...]] = MadeLater()
    >>> Answer(lambda: tuple(range(3))).digits
    (0, 1, 2)
    """

    def __init__(self, *default: _Value) -> None:
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, record: Any, owner: type | None = None) -> _Value:
        if record is None:  # a dataclass asks for the default
            if not self._default:
                raise AttributeError(self._name)
            return self._default[0]
        value = record.__dict__[self._name]
        if callable(value):
            value = record.__dict__[self._name] = value()
        return cast("_Value", value)

    def __set__(self, record: Any, value: _Value | Callable[[], _Value]) -> None:
        record.__dict__[self._name] = value


class MakesLater:
    """A record with such fields, made before it is copied or sent: what makes them may not travel."""

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dict__}
