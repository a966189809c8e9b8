"""From what does not fit the shape of a table to mistakes in our words, and on with the rest of the table."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from belarusgame.base.guards import is_mapping, is_sequence
from belarusgame.errors import did_you_mean, nearest, one_of, quoted
from belarusgame.evidence.mistakes import MOST_MISTAKES, UNKNOWN_KEY, Mistakes
from belarusgame.evidence.places import place
from belarusgame.evidence.schema import Table

Steps = list[str | int]
AnyTable = TypeVar("AnyTable", bound=Table)


def checked(
    model: type[AnyTable], table: object, where: tuple[str, ...], file: str, mistakes: Mistakes
) -> AnyTable | None:
    """Check one table's shape, noting every mistake.

    A table with mistakes is returned with stand-ins for the values refused, so that the names in the rest of
    it are checked in the same run; nothing that is said of a stand-in is reported. None where that fails.
    """
    try:
        return model.model_validate(table)
    except ValidationError as error:
        details = error.errors(include_url=False)
    if len(details) > MOST_MISTAKES:  # each costs a copy of the table
        mistakes.count(len(details) - MOST_MISTAKES)
    shown = details[:MOST_MISTAKES]
    said = [(_steps(detail), *_explain(model, detail)) for detail in shown]
    misspelt = {(*steps[:-1], hint) for steps, problem, hint in said if problem.startswith(UNKNOWN_KEY)}
    for steps, problem, hint in said:
        # A key that is only misspelt is not missing as well.
        if problem != "is missing" or (*steps[:-1], did_you_mean(str(steps[-1]))) not in misspelt:
            mistakes.add(file, place([*where, *steps]), problem, hint)
    for detail in shown:
        mistakes.refuse(file, place([*where, *_steps(detail)]))
        table = _with_stand_in(table, detail)
    try:
        return model.model_validate(table)
    except ValidationError:
        return None


def _steps(detail: ErrorDetails) -> Steps:
    """Return the steps to a mistake without pydantic's marker for a key."""
    return [step for step in detail["loc"] if step != "[key]"]


def _explain(model: type[Table], detail: ErrorDetails) -> tuple[str, str]:
    """Say in our words what pydantic found, and how to mend it."""
    kind, steps = detail["type"], _steps(detail)
    if kind == "extra_forbidden":
        keys = _keys_at(model, steps[:-1])
        return f"{UNKNOWN_KEY}, not one of {one_of(keys)}", nearest(str(steps[-1]), keys)
    if kind == "missing":
        return "is missing", ""
    value = detail["input"]
    rule = detail["msg"][0].lower() + detail["msg"][1:]
    if kind == "literal_error":
        options = [
            option.strip("' ")
            for option in detail.get("ctx", {})["expected"].replace(" or ", ", ").split(",")
        ]
        return f"{quoted(value)} is not one of {one_of(options)}", nearest(str(value), options)
    if kind in {"order", "form"}:
        return rule, ""
    return f"{quoted(value)}: {_RULES.get(kind, rule)}", ""


#: The rules that pydantic names by a word, as the reader of a file would put them.
_RULES: Mapping[str, str] = {
    "string_type": "must be text in quotes",
    "string_too_short": "must not be empty",
    "model_type": "must be a table",
    "dict_type": "must be a table",
    "list_type": "must be a list",
    "too_short": "must not be empty",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "greater_than_equal": "must be at least 1",
    "less_than_equal": "must be at most 1000000",
}


def _keys_at(model: type[Table], steps: Steps) -> list[str]:
    """Return the keys of the table that the steps lead to."""
    current: type[Table] = model
    for step in steps:
        field = current.model_fields.get(step) if isinstance(step, str) else None
        current = (_table_in(field.annotation) if field is not None else None) or current
    return list(current.model_fields)


def _table_in(annotation: Any) -> type[Table] | None:
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    return next((found for part in get_args(annotation) if (found := _table_in(part)) is not None), None)


#: No name in a file can be a question mark, so that none is taken for the one that stands in.
_NAME = "?"
_PARTIAL = {_NAME: _NAME}
_RANGE = {"low": 0, "likely": 0, "high": 0}

#: What takes the part of a value that was refused, by its key; a name for all others.
_STAND_INS: Mapping[str, Any] = {
    **dict.fromkeys(("date", "by", "known"), datetime.date.min),
    "happened": False,
    "paragraph": 1,
    "kind": "assertion",
    "firmness": "stated",
    "role": "finding",
    "direction": "rises",
    "completions": "all",
    "tremble": "month",
    "move_months": 1,
    "discount": 0,
    **dict.fromkeys(("low", "likely", "high", "decay", "noise", "adds"), 0),
    **dict.fromkeys(("weight", "level", "probability"), _RANGE),
    **dict.fromkeys(("when", "better", "worse", "event", "given", "reference", "strategies"), _PARTIAL),
    **{key: [_NAME] for key in ("claims", "extended_by", "evidence", "order")},
    "absorbing": [_PARTIAL],
    "best_first": [_NAME, _NAME],
    "effects": [{"when": _PARTIAL, "adds": 0}],
    "scales": {_NAME: 0},
}


def _with_stand_in(table: object, detail: ErrorDetails) -> object:
    """Return a copy in which the value that was refused is replaced, or its unknown key removed."""
    steps = _steps(detail)
    if detail["type"] == "extra_forbidden" or "[key]" in detail["loc"]:
        return _replaced(table, steps, None)
    if steps[-1:] and steps[-1] in _RANGE:  # a part alone might not be in order with the others
        return _replaced(table, steps[:-1], _RANGE)
    if "scales" in steps[-2:-1]:
        return _replaced(table, steps, 0)
    return _replaced(table, steps, _STAND_INS.get(str(steps[-1]), _NAME) if steps else _NAME)


def _replaced(table: object, steps: Sequence[str | int], value: object) -> object:
    """Return a copy with another value where the steps lead to; None removes it."""
    if not steps:
        return value
    step, *rest = steps
    if is_mapping(table):
        changed = _replaced(table.get(step, {}), rest, value)
        kept = {key: entry for key, entry in table.items() if key != step}
        return kept if changed is None else kept | {step: changed}
    if is_sequence(table) and isinstance(step, int) and step < len(table):
        return [*table[:step], _replaced(table[step], rest, value), *table[step + 1 :]]
    return table
