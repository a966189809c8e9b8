"""How wide words are on paper, and where a line ends."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

#: The letters that come with matplotlib; the browser puts its own in their place, which are no wider.
FAMILY = "DejaVu Sans"

#: Letters fitted to pixels take so much more room than their outlines.
HINTED = 1.025


@contextmanager
def tolerant() -> Generator[None]:
    """Let pass that the font lacks a letter: in SVG text stays text, and who shows it has the letter."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def one_line(words: str) -> str:
    """Write a text on one line, without characters that steer what shows it."""
    from belarusgame.base.screen import harmless

    return " ".join(harmless(words).split())


@lru_cache(maxsize=20_000)
def width_of(words: str, size: float, weight: str = "normal") -> float:
    """Return the width of a line in points."""
    from matplotlib.font_manager import FontProperties

    if not words:
        return 0.0
    letters = FontProperties(family=FAMILY, size=size, weight=weight)
    with tolerant():
        return HINTED * float(_measure().get_text_width_height_descent(words, letters, False)[0])


@cache
def _measure() -> Any:
    from matplotlib.textpath import TextToPath

    return TextToPath()


def folded(words: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Fold a text into lines of at most a width in points; a word that is wider is cut."""
    lines, line = list[str](), ""
    for word in one_line(words).split(" "):
        longer = f"{line} {word}" if line else word
        if width_of(longer, size, weight) <= width:
            line = longer
            continue
        lines += [line] if line else []
        *full, line = _pieces(word, width, size, weight)
        lines += full
    return [*lines, line]


def _pieces(word: str, width: float, size: float, weight: str) -> list[str]:
    """Cut a word into pieces that fit, each of at least one letter."""
    pieces, piece = list[str](), ""
    if width_of(word, size, weight) <= width:
        return [word]
    for letter in word:
        if piece and width_of(piece + letter, size, weight) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]
