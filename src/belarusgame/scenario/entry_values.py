"""What may stand under a key: numbers, names, spans, claims, reasons."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from belarusgame.base.guards import is_mapping, is_sequence
from belarusgame.evidence import Text, exact_number


def _exact(value: Any) -> Fraction:
    try:
        return exact_number(value)
    except ValueError as error:
        raise PydanticCustomError("number", "{rule}", {"rule": str(error)}) from None


def _not_negative(value: Any) -> Fraction:
    number = _exact(value)
    if number < 0:
        raise PydanticCustomError("number", "must not be negative")
    return number


def _positive(value: Any) -> Fraction:
    number = _exact(value)
    if number <= 0:
        raise PydanticCustomError("number", "must be more than 0")
    return number


def _share(value: Any) -> Fraction:
    number = _exact(value)
    if not 0 <= number <= 1:
        raise PydanticCustomError("number", "must be a number from 0 to 1")
    return number


def _reasons(value: Any) -> dict[str, str]:
    """Read one reason for all keys of a table, or one for each of several keys."""
    found = {"": value} if isinstance(value, str) else value
    if not is_mapping(found) or not all(isinstance(part, str) for pair in found.items() for part in pair):
        raise PydanticCustomError("reasons", "must be text, or a table with text for each key")
    return dict(found)


def _grounds(value: Any) -> dict[str, tuple[str, ...]]:
    """Read the claims that all keys of a table rest on, or those of each of several keys."""
    found = value if is_mapping(value) else {"": value}
    return {str(key): _names(names) for key, names in found.items()}


def _names(value: Any) -> tuple[str, ...]:
    """Read a name or a list of names as a tuple of names."""
    names = [value] if isinstance(value, str) else list(value) if is_sequence(value) else []
    if not names or not all(isinstance(name, str) and name for name in names):
        raise PydanticCustomError("names", "must be a name or a list of names")
    return tuple(names)


def _span(value: Any) -> tuple[Fraction, Fraction]:
    """Read a number, or the least and the greatest value, as a pair."""
    ends = [_not_negative(end) for end in (value if is_sequence(value) else [value])]
    # An empty list gives ends the wrong way round, and is refused with them.
    low, high = ends[0] if ends else Fraction(1), ends[-1] if ends else Fraction(0)
    if len(ends) > 2 or low > high:
        raise PydanticCustomError("number", "must be a number, or a list of the least and the greatest value")
    return low, high


Number = Annotated[Fraction, PlainValidator(_exact), WithJsonSchema({"type": "number"})]
NotNegative = Annotated[
    Fraction, PlainValidator(_not_negative), WithJsonSchema({"type": "number", "minimum": 0})
]
Positive = Annotated[
    Fraction, PlainValidator(_positive), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})
]
Share = Annotated[
    Fraction, PlainValidator(_share), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})
]
Reasons = Annotated[
    dict[str, str],
    PlainValidator(_reasons),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}
    ),
]
Grounds = Annotated[
    dict[str, tuple[str, ...]],
    PlainValidator(_grounds),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": {"type": "string"}, "minItems": 1},
                {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                },
            ]
        }
    ),
]
Names = Annotated[
    tuple[str, ...],
    PlainValidator(_names),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
    ),
]
Partial = Annotated[dict[Text, Names], Field(min_length=1)]
Span = Annotated[
    tuple[Fraction, Fraction],
    PlainValidator(_span),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 2, "maxItems": 2},
            ]
        }
    ),
]
Claims = Annotated[list[Text], Field(description="Names of claims.")]
SupportList = Annotated[
    list[Names],
    Field(description="Claims that support it, each by itself; a list inside holds claims needed jointly."),
]
