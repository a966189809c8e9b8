"""Tables whose cells hold one payoff a player, as textbooks print a game."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.guards import attribute, is_sequence
from belarusgame.base.payoffs import as_array
from belarusgame.errors import GameError, quoted

#: What may stand between the payoffs of a written cell: "3, 5", "3; 5", "3 5".
_BETWEEN = re.compile(r"\s*+[,;]\s*+|\s++")


def payoffs_of_cells(cells: Any) -> NDArray[Any]:
    """Turn a table of cells into payoffs of shape ``(players, *strategies)``."""
    given = as_array(cells, "every cell must hold one payoff a player, and all rows as many cells")
    axes, held = given.ndim - 1, given.shape[-1] if given.ndim else 0
    if axes < 1 or held != axes:
        table = f"a table with {max(axes, 0)} {'axis' if axes == 1 else 'axes'}"
        raise GameError(
            f"cells of shape {given.shape} do not fit: {table} is a game of as many players, and its cells "
            f"hold {held} payoffs; one array a player is for Game(payoffs)"
        )
    return np.moveaxis(given, -1, 0)


def is_frame(cells: object) -> bool:
    """Whether a table carries labels as a pandas data frame does."""
    return all(attribute(cells, name) is not None for name in ("columns", "index", "to_numpy"))


def frame_cells(frame: Any) -> tuple[list[list[Sequence[Any]]], list[str], list[list[str]]]:
    """Read a data frame: its cells, the players whom its axes name, and the strategies along them."""
    axes = (frame.index, frame.columns)
    if any(axis.nlevels > 1 for axis in axes):
        raise GameError("a data frame of cells is a game of two players, with one level of labels an axis")
    players = [
        name if isinstance(name, str) and name else f"player {number}"
        for number, name in enumerate((axis.name for axis in axes), start=1)
    ]
    rows, columns = ([str(label) for label in axis] for axis in axes)
    cells = [
        [_two_payoffs(cell, f"cell ({row}, {column})") for column, cell in zip(columns, entries, strict=True)]
        for row, entries in zip(rows, frame.to_numpy(), strict=True)
    ]
    return cells, players, [rows, columns]


def _two_payoffs(cell: Any, place: str) -> Sequence[Any]:
    held = payoffs_in(cell) if isinstance(cell, str) else list(cell) if is_sequence(cell) else []
    if len(held) != 2:
        raise GameError(f"{place}: {quoted(cell)} must hold two payoffs, such as (3, 5)")
    return held


def payoffs_in(text: str) -> list[str]:
    """Take a written cell such as ``3, 5`` or ``(1/3, 0.5)`` apart; what stands in it is read later."""
    inner = text.strip()
    if inner[:1] + inner[-1:] in ("()", "[]"):
        inner = inner[1:-1].strip()
    return _BETWEEN.split(inner)
