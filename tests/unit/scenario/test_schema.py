"""The JSON Schema fits the built-in file; checked by hand, for the few words that the schema uses."""

from __future__ import annotations

import dataclasses
import datetime
import json
import math
import re
import tomllib
from typing import Any

import pytest
from pydantic import ValidationError

import belarusgame as bg
from belarusgame.evidence import Claim, Source
from belarusgame.evidence.schema import ClaimTable, SourceTable, Table
from belarusgame.scenario import records, schema
from belarusgame.scenario.schema import RangeTable, json_schema
from belarusgame.scenario.statement_tables import FORMS

SCHEMA = json_schema()
KNOWN_WORDS = {
    *("$defs", "$ref", "$schema", "title", "description", "default"),
    *("type", "enum", "anyOf", "properties", "required", "additionalProperties", "items", "format"),
    *(
        "minLength",
        "minItems",
        "maxItems",
        "minProperties",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "propertyNames",
    ),
}
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str, datetime.date),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def fits(value: Any, schema: dict[str, Any]) -> bool:
    assert schema.keys() <= KNOWN_WORDS, f"teach the test the words {schema.keys() - KNOWN_WORDS}"
    if "$ref" in schema:
        return fits(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")])
    if "anyOf" in schema:
        return any(fits(value, option) for option in schema["anyOf"])
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        return False
    if isinstance(value, dict):
        return fits_table(value, schema)
    if isinstance(value, list):
        return len(value) >= schema.get("minItems", 0) and all(
            fits(v, schema.get("items", {})) for v in value
        )
    if isinstance(value, str):
        return len(value) >= schema.get("minLength", 0)
    if isinstance(value, int | float):
        if value <= schema.get("exclusiveMinimum", -math.inf):
            return False
        return schema.get("minimum", value) <= value <= schema.get("maximum", value)
    return True


def fits_table(table: dict[str, Any], schema: dict[str, Any]) -> bool:
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for key, value in table.items():
        if key in properties:
            good = fits(value, properties[key])
        else:
            good = fits(value, others) if isinstance(others, dict) else bool(others)
        if not good:
            return False
    return len(table) >= schema.get("minProperties", 0) and set(schema.get("required", [])) <= table.keys()


@pytest.mark.parametrize(
    ("table", "kind", "elsewhere"),
    [
        (SourceTable, Source, ()),
        (ClaimTable, Claim, ()),
        (RangeTable, records.Weight, ()),
        (schema.EffectTable, records.Effect, ()),
        (schema.PlayerTable, records.Player, ()),
        (schema.ConsiderationTable, records.Consideration, ()),
        (schema.DynamicsTable, records.Dynamics, ()),
        (schema.DriverTable, records.Driver, ()),
        (schema.TypeTable, records.PlayerType, ()),
        (schema.RationalityTable, records.Rationality, ()),
        (schema.AssumptionTable, records.Assumption, FORMS),
        (schema.HeadTable, bg.Scenario, ("claims",)),
    ],
)
def test_a_key_of_a_table_is_a_field_of_its_record(
    table: type[Table], kind: type[Any], elsewhere: tuple[str, ...]
) -> None:
    """So that a key is written twice, and nothing need be done to hand it on."""
    assert table.model_fields.keys() - set(elsewhere) <= {field.name for field in dataclasses.fields(kind)}


def built_in() -> dict[str, Any]:
    return tomllib.loads((bg.seeds_folder() / "belarus-2022.toml").read_text("utf-8"))


def test_the_schema_is_json_and_every_reference_in_it_leads_somewhere() -> None:
    text = json.dumps(SCHEMA)
    assert SCHEMA["$schema"].endswith("2020-12/schema")
    assert SCHEMA["required"] == ["scenario", "players", "considerations"]
    for name in re.findall(r'"#/\$defs/(\w+)"', text):
        assert name in SCHEMA["$defs"]


def test_every_table_refuses_unknown_keys() -> None:
    for name, table in SCHEMA["$defs"].items():
        assert table["additionalProperties"] is False, name


def test_the_built_in_files_fit() -> None:
    assert fits(built_in(), SCHEMA)
    claims = tomllib.loads((bg.seeds_folder() / "claims.toml").read_text("utf-8"))["claims"]
    assert all(fits(claim, SCHEMA["$defs"]["ClaimTable"]) for claim in claims.values())


def test_files_of_evidence_have_a_schema_of_their_own() -> None:
    schema = json_schema("evidence")
    for name in ("claims.toml", "sources.toml"):
        tables = tomllib.loads((bg.seeds_folder() / name).read_text("utf-8"))
        assert fits(tables, schema)
        assert not fits(tables | {"scenario": {}}, schema)
    assert not fits({"claims": {"1a": {"says": "So."}}}, schema)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("scenario", "title"), 3),
        (("scenario", "colour"), "grey"),
        (("players", "putin", "strategies"), {}),
        (("considerations", "putin", "manpower", "effects"), []),
        (("drivers", "unrest", "level", "low"), -1),
        (("assumptions", "never_joins", "role"), "hope"),
        (("types", "putin", "desperate", "probability"), {"low": 0.1}),
    ],
)
def test_a_broken_file_does_not_fit(place: tuple[str, ...], value: object) -> None:
    tables = built_in()
    inner = tables
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    assert not fits(tables, SCHEMA)


def test_a_range_is_in_order_and_may_be_a_point() -> None:
    for low, likely, high in ((0, 0, 0), (0, 0, 1), (0, 1, 1), (0.5, 1, 2)):
        assert RangeTable(low=low, likely=likely, high=high).likely == likely  # type: ignore[arg-type]
    for wrong in ((1, 0, 2), (0, 2, 1), (-1, 0, 1), ("0", 1, 2), (0, 1, True)):
        with pytest.raises(ValidationError):
            RangeTable(low=wrong[0], likely=wrong[1], high=wrong[2])  # type: ignore[arg-type]
