"""How the words of a command line are read: no option is dropped without a word, no exception is lost."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

from belarusgame.command.ending import CarriedError
from belarusgame.errors import GameError


class Command(TyperCommand):
    """A command that takes each option once, unless it is made to be repeated, and none that is empty.

    The parser would keep the last one of two and say nothing, and an empty one would count as not given.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse what would be dropped, then read as ever."""
        if not ctx.resilient_parsing:  # as it is while a shell completes the line
            values, _, given = self.make_parser(ctx).parse_args(list(args))
            for option in given:
                if option.param_type_name == "option":
                    _check(option, given.count(option), values[option.name])
        return super().parse_args(ctx, args)


class Commands(TyperGroup):
    """Commands whose exceptions reach :func:`belarusgame.command.ending.end` as they are."""

    def invoke(self, ctx: Any) -> Any:
        """Carry an exception past the parser, which would make another one of it."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, EOFError, OSError) as error:
            raise CarriedError(error) from error


def _check(option: Any, count: int, value: Any) -> None:
    name = max(option.opts, key=len)
    if count > 1 and not option.multiple and not option.is_flag:
        raise GameError(f"{name}: is given {count} times; give it once")
    if any(isinstance(entry, str) and not entry.strip() for entry in (value if option.multiple else [value])):
        raise GameError(f'{name} "": must not be empty; leave the option out instead')
