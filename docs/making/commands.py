"""`{commands}`: what each command takes, from the definitions that the command itself reads."""

from typing import Any

import typer
from sphinx.util.docutils import SphinxDirective

from belarusgame.command.cli import app as commands


def option_row(option: Any) -> str:
    """Return the row of an option or an argument."""
    spelled = ", ".join(f"`{spelling}`" for spelling in option.opts)
    default = "" if option.default is False or option.default in (None, "", ()) else f"`{option.default}`"
    kind = getattr(option.type_descriptor.annotation, "__members__", None)
    words = ", ".join(f"`{member.value}`" for member in kind.values()) + ": " if kind else ""
    meaning = (option.help or "").replace("|", "\\|")
    return f"| {spelled} | {words}{meaning} | {default} |"


def described(name: str, command: Any) -> str:
    """Return a command in Markdown."""
    said, _, examples = (command.help or "").partition("Examples: ")
    lines = [f"## belarusgame {name}", "", said.strip(), ""]
    if examples:
        lines += ["```console", *(f"$ {line}" for line in examples.split("\n") if line), "```", ""]
    rows = [option_row(option) for option in command.params if not option.hidden]
    return "\n".join([*lines, "| takes | meaning | default |", "|---|---|---|", *rows, ""])


class Commands(SphinxDirective):
    """Write the commands where the directive stands."""

    def run(self):
        """Return the commands as nodes."""
        group: Any = typer.main.get_command(commands)
        text = "\n".join(described(name, command) for name, command in sorted(group.commands.items()))
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def setup(app):
    """Name the directive."""
    app.add_directive("commands", Commands)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
