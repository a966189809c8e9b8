"""The one gate to the terminal: what it shows can be printed, fits, and steers nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from belarusgame.errors import printable

#: A terminal that calls itself narrower is not believed.
NARROWEST = 20

#: Between words and inside letters of some scripts; neither steers a terminal.
_JOINERS = {"\u200c": "\u200c", "\u200d": "\u200d"}


class Screen(Console):
    """A console for text from anywhere: no markup, no emoji, no control characters."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, **settings)
        # Terminals without a size say 0 or 1; 80 is what one is taken to have then.
        if self.width < NARROWEST:
            self.width = 80

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Write out what a terminal would obey or hide, whatever it came from."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else harmless(text), style, control)

    def on_broken_pipe(self) -> None:
        """Leave it to the command what to do when nobody reads any more."""
        raise BrokenPipeError


def harmless(text: str) -> str:
    """Write out every character that is not printable, but for line breaks and joiners of letters."""
    if text.isprintable():
        return text
    return "".join(c if c == "\n" or c in _JOINERS else printable(c) for c in text)


def encodable(text: str) -> str:
    """Write out what the standard output of this process cannot encode."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def takes_lines() -> bool:
    """Whether the standard output, also the one behind a test runner's, takes the lines of tables."""
    encodings = {getattr(stream, "encoding", None) or "utf-8" for stream in (sys.stdout, sys.__stdout__)}
    try:
        return all("\u2500".encode(encoding) for encoding in encodings)
    except (UnicodeEncodeError, LookupError):
        return False
