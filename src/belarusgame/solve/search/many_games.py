"""The search of many games, on all cores: games of one shape share their memory, and no record is made."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.base.threads import in_threads
from belarusgame.solve.by_comparison import left_part, of_one_shape, places_left
from belarusgame.solve.search import roots, search
from belarusgame.solve.search.findings import Findings
from belarusgame.solve.search.rooms import give_back_room, take_room
from belarusgame.solve.search.root_table import RootTable
from belarusgame.solve.search.scaling import scaled
from belarusgame.solve.search.state import CELLS, DONE, ROOTS, SUPPORTS, restart

#: So many games of one shape are searched in one piece of work, within so many cells each: what takes more is
#: searched by itself.
_PIECE: Final = 256
_CELLS: Final = 20_000


def search_games(
    payoffs: FloatArray, left: tuple[BoolArray, ...], *, rounded: BoolArray, max_cells: int, tolerance: float
) -> dict[int, Findings]:
    """Search the supports of what dominance left of some games.

    Parameters
    ----------
    payoffs : numpy.ndarray
        Shape ``(games, players, *strategies)``.
    left : tuple of numpy.ndarray
        For every player what dominance left, shape ``(games, strategies)``.
    rounded : numpy.ndarray of bool
        The games whose floats are roundings of exact payoffs.
    max_cells, tolerance
        As of :func:`belarusgame.solve.all_equilibria`.

    Returns
    -------
    dict of int to Findings
        By the number of the game: where every root was proven to be an equilibrium or none, and nothing
        stayed open.
    """
    one = partial(_searched, payoffs, left, rounded, min(max_cells, _CELLS), tolerance)
    pieces = [partial(one, numbers) for numbers in _pieces(left)]
    # The first call compiles, and threads would all do so.
    first, others = (
        (pieces[:1], pieces[1:]) if not getattr(search.search, "signatures", True) else ([], pieces)
    )
    return {k: v for found in [*(call() for call in first), *in_threads(others)] for k, v in found.items()}


def _pieces(left: tuple[BoolArray, ...]) -> Iterator[NDArray[np.int64]]:
    """Sort games by the shape of what is left of them, and cut them into pieces."""
    for alike in of_one_shape(left):
        for begin in range(0, len(alike), _PIECE):
            yield alike[begin : begin + _PIECE]


def _searched(
    payoffs: FloatArray,
    left: tuple[BoolArray, ...],
    rounded: BoolArray,
    max_cells: int,
    tolerance: float,
    numbers: NDArray[np.int64],
) -> dict[int, Findings]:
    """Search some games of which as much is left."""
    places = places_left(left, numbers)
    utility, powers, errors = scaled(left_part(payoffs[numbers], places), rounded=rounded[numbers])
    counts = np.array([part.shape[1] for part in places], dtype=np.int64)
    shape = tuple(counts.tolist())
    state, memory = take_room(shape, logged=False)
    found: dict[int, Findings] = {}
    for k, (number, error) in enumerate(zip(numbers.tolist(), errors.tolist(), strict=True)):
        restart(state)
        code = search.search(utility[k], counts, state, memory, tolerance, max_cells, error)
        records = state.roots[: state.control[ROOTS]]
        if code != DONE or (records[:, roots.KIND] == roots.BORDERLINE).any():
            continue
        kept, masks = tuple(part[k].tolist() for part in places), state.root_masks[: len(records)]
        found[number] = Findings(
            table=RootTable(kept=kept, records=records.copy(), masks=masks.copy()),
            cells=int(state.control[CELLS]),
            supports=int(state.control[SUPPORTS]),
            powers=tuple(powers[k].tolist()),
        )
    give_back_room(shape, state, memory)
    return found
