"""`{scenario-format}`: every table and key of a scenario file, from the schema that checks the files."""

from typing import Any

from sphinx.util.docutils import SphinxDirective

from belarusgame.scenario import json_schema

#: What stands in a file under which heading; tables inside tables follow those that hold them.
HEADINGS = {
    "HeadTable": "[scenario]",
    "SourceTable": "[sources.NAME]",
    "ClaimTable": "[claims.NAME]",
    "PlayerTable": "[players.NAME]",
    "ConsiderationTable": "[considerations.PLAYER.NAME]",
    "DriverTable": "[drivers.NAME]",
    "TypeTable": "[types.PLAYER.NAME]",
    "DelegationTable": "[delegations.NAME]",
    "SimulationTable": "[simulation]",
    "AssumptionTable": "[assumptions.NAME]",
}

PLAIN = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "`true` or `false`"}


def kind_of(part: dict[str, Any]) -> str:
    """Say in words what may stand at a key."""
    if "$ref" in part:
        return "a table, " + heading(part["$ref"].rpartition("/")[2])
    if "enum" in part or "const" in part:
        return ", ".join(f"`{value}`" for value in part.get("enum", [part.get("const")]))
    if "anyOf" in part:
        kinds = [kind_of(one) for one in part["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if part.get("type") == "array":
        return "a list" if not part.get("items") else f"a list: {kind_of(part['items'])}"
    if part.get("type") == "object":
        inside = part.get("additionalProperties")
        return f"a table, each name with {kind_of(inside)}" if isinstance(inside, dict) else "a table"
    named = {
        "string": "text",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "`true` or `false`",
    }
    return named.get(part.get("type", ""), "a value")


def heading(table: str) -> str:
    """Return what a table is called where the format is described."""
    return f"`{HEADINGS[table]}`" if table in HEADINGS else f"*{table.removesuffix('Table').lower()}*"


def described(schema: dict[str, Any]) -> str:
    """Return the tables of a schema in Markdown."""
    lines: list[str] = []
    tables = schema["$defs"]
    for table in sorted(tables, key=lambda name: [*HEADINGS, name].index(name)):
        required = tables[table].get("required", [])
        lines += [
            f"**{heading(table)}** {tables[table].get('description', '')}",
            "",
            "| key | what stands there | note |",
        ]
        lines += ["|---|---|---|"]
        for key, part in tables[table].get("properties", {}).items():
            must = "must be there. " if key in required else ""
            lines.append(f"| `{key}` | {kind_of(part)} | {must}{part.get('description', '')} |")
        lines.append("")
    return "\n".join(lines)


class ScenarioFormat(SphinxDirective):
    """Write the tables where the directive stands."""

    def run(self):
        """Return the tables as nodes."""
        return self.parse_text_to_nodes(described(json_schema("scenario")))


def setup(app):
    """Name the directive."""
    app.add_directive("scenario-format", ScenarioFormat)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
