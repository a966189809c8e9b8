"""The colours and sizes of every figure, each with a job."""

from __future__ import annotations

#: What is written, what is written beside it, thin lines, a faint ground, and what all of it stands on.
INK, SOFT, RULE, SHADE, PAPER = "#1b1f24", "#555b66", "#c9ced6", "#eceff3", "#ffffff"

#: Steps of lightness as well as of hue, so that they stay apart for every eye and in grey; the first two are
#: the farthest apart. Whatever has a hue also has a shape, a pattern or a name of its own.
HUES = ("#1d5fa6", "#e2933a", "#152647", "#8dc4ea", "#8c2f55", "#f4dc8c", "#54913d", "#c77ba0")
FOR, AGAINST = HUES[:2]

#: A pattern for each hue, of lines: dots take a hundred times the room in a file; and a way to draw a line.
HATCHES = ("", "////", "----", "\\\\\\\\", "xxxx", "||||", "++++", "//")
DASHES = (
    "-",
    (0, (5, 2)),
    (0, (1, 1.5)),
    (0, (6, 2, 1, 2)),
    (0, (2, 2)),
    (0, (8, 3)),
    (0, (3, 1, 1, 1)),
    ":",
)

#: Sizes of letters in points; no text of a figure is smaller than the smallest.
SMALL, TEXT, LARGE = 7.0, 8.0, 9.0

#: How wide a figure is, in millimetres.
WIDTHS = {"page": 180.0, "column": 88.0, "phone": 80.0}
