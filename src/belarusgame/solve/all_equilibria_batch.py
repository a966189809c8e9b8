"""All Nash equilibria of many games: compared and searched together, recorded when they are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.clock import Clock
from belarusgame.base.labels import BoolArray, FloatArray, Labels, PartialProfile
from belarusgame.base.read_only import read_only
from belarusgame.base.settings import finite_number, whole_number
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError
from belarusgame.solve.all_equilibria import MAX_CELLS, MOST_STRATEGIES, all_equilibria
from belarusgame.solve.by_comparison import alive, pure, tied
from belarusgame.solve.by_search import SearchSettings, assembled
from belarusgame.solve.game_stack import GameStack, read_games
from belarusgame.solve.search import Findings, PurePlay
from belarusgame.solve.solution import Solution, with_common_unit
from belarusgame.solve.tied_games import counted
from belarusgame.solve.two_player import regular_numbers

#: So many games are compared at a time: few enough for the processor's cache.
_BLOCK: Final = 2048

#: Within this budget every game of a form that signs tell is solved completely, so that counting it will do.
_COUNTED: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class EquilibriumBatch(Tabular):
    """All equilibria of many games. ``batch[k]`` is the solution of one game, made when it is asked for.

    Attributes
    ----------
    labels : Labels
        The names of the players and of their strategies.
    pure : numpy.ndarray of bool
        The pure equilibria, shape ``(games, *strategies)``, read-only.
    mixed : numpy.ndarray of int
        How many equilibria in which somebody randomises are listed, of each game.
    components : numpy.ndarray of int
        How many continua and clusters of equilibria each game has.
    complete : numpy.ndarray of bool
        Whether it is proven that nothing is missing.
    alone : numpy.ndarray of bool
        The games that were handed to :func:`all_equilibria` one by one.
    settings : mapping
        The settings.
    """

    labels: Labels
    pure: BoolArray
    mixed: NDArray[np.int64]
    components: NDArray[np.int64]
    complete: BoolArray
    alone: BoolArray
    settings: Mapping[str, Any]
    _stack: GameStack
    _searched: Mapping[int, Findings] = field(default_factory=dict[int, Any])
    #: What was solved one by one, at first or, as continua take long, when it was asked for.
    _solved: dict[int, Solution] = field(default_factory=dict[int, Solution])

    def __len__(self) -> int:
        return len(self.pure)

    def __iter__(self) -> Iterator[Solution]:
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: int) -> Solution:
        """Return the solution of one game, as :func:`all_equilibria` gives it."""
        number = whole_number("number", number, least=-len(self))
        if number >= len(self):
            raise GameError(f"number = {number}: there are {len(self)} games, numbered from 0")
        number %= len(self)
        if number in self._solved:
            return self._solved[number]
        game, settings = self._stack.game(number), _search_settings(self.settings)
        if number not in self._searched:
            solution = all_equilibria(game, max_cells=settings.max_cells, tolerance=settings.tolerance)
            if self.components[number]:
                self._solved[number] = solution
            return solution
        found = self._searched[number]
        # Without ties all are strict.
        listed = PurePlay(self.pure[number], self.pure[number])
        clock = Clock.starting(None)
        return with_common_unit(assembled(game, found.table.kept, listed, found, settings, clock))

    def probability_range(self, event: PartialProfile) -> FloatArray:
        """Bound the probability of an event over all that was found in each game, shape ``(games, 2)``.

        They are the bounds of :meth:`Solution.probability_range`; both are missing (NaN) where nothing was
        found.
        """
        inside = self.labels.mask(event)
        axes = tuple(range(1, self.pure.ndim))
        bounds = np.stack([(self.pure <= inside).all(axis=axes), (self.pure & inside).any(axis=axes)], axis=1)
        bounds = bounds.astype(np.float64)
        nothing = ~self.pure.any(axis=axes)
        bounds[nothing] = np.nan
        for number in np.flatnonzero(nothing | (self.mixed > 0) | (self.components > 0)).tolist():
            found = self[number].probability_range(event)
            bounds[number] = (np.nan, np.nan) if found is None else found
        return bounds

    def rows(self) -> Rows:
        """Return one row for each kind of answer: what it holds, and how many games have it, most first."""
        kinds = np.stack([self._pure_numbers, self.mixed, self.components, self.complete], axis=1)
        found, counts = np.unique(kinds, axis=0, return_counts=True)
        order = np.argsort(-counts, kind="stable")
        return [
            {
                "pure": int(kind[0]),
                "mixed": int(kind[1]),
                "components": int(kind[2]),
                "status": "complete" if kind[3] else "partial",
                "games": int(count),
            }
            for kind, count in zip(found[order], counts[order], strict=True)
        ]

    @property
    def _pure_numbers(self) -> NDArray[np.int64]:
        return self.pure.reshape(len(self), -1).sum(axis=1)

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"All equilibria of {len(self)} games: {int(self.complete.sum())} complete"


def all_equilibria_batch(
    games: Any, *, max_cells: int = MAX_CELLS, tolerance: float = 1e-6
) -> EquilibriumBatch:
    """Find all Nash equilibria of many games, each as :func:`all_equilibria` finds them.

    Dominance, pure play and ties are settled by exact comparisons for thousands of games at once. Of games
    with ties, and of those of two players, comparisons and a few roots tell how many mixtures and continua
    there are, wherever at most two players have to mix, each two strategies. Others without ties are searched
    on all cores, games of one shape after the other, or have their corners enumerated if they are of two
    players. What none of this settles is handed to :func:`all_equilibria`.

    Parameters
    ----------
    games : sequence of Game, or array_like
        Games with the same labels, or payoffs of shape ``(games, players, *strategies)``.
    max_cells : int
        The budget of each game.
    tolerance : float
        A probability: regions narrower than this that could not be decided are not divided any further.

    Returns
    -------
    EquilibriumBatch
        What each game has, as arrays; ``batch[k]`` is the :class:`Solution` of a game. The answer does not
        depend on how many cores there are, nor on what other games are in the batch.

    Raises
    ------
    GameError
        For games of different labels, a wrong shape, payoffs that are not finite, or a setting that makes no
        sense.

    Examples
    --------
    >>> import numpy as np, belarusgame as bg
    >>> payoffs = np.random.default_rng(1).normal(size=(100, 3, 2, 2, 2))
    >>> batch = bg.solve.all_equilibria_batch(payoffs)
    >>> bool(batch.complete.all()), len(batch[0].equilibria)
    (True, 3)
    """
    stack = read_games(games)
    max_cells = whole_number("max_cells", max_cells)
    tolerance = finite_number("tolerance", tolerance, 1e-9, 0.5)
    ordinal = stack.ordinal
    blocks = [ordinal[begin : begin + _BLOCK] for begin in range(0, len(stack), _BLOCK)]
    stable = np.concatenate([pure(block) for block in blocks])
    parts = [alive(block) for block in blocks]
    left = tuple(np.concatenate(own) for own in zip(*parts, strict=True))
    choosing = sum((part.sum(axis=1) > 1).astype(np.int64) for part in left)
    several = stable.reshape(len(stack), -1).sum(axis=1) > 1
    # One player who chooses among equals has a continuum; without that, its best strategy is all there is.
    open_games = (choosing > 1) | several
    searchable = _searchable(ordinal, left, open_games & (choosing > 1))
    found = _search(stack, left, np.flatnonzero(searchable), stable, max_cells, tolerance)
    known = _Known.nothing_of(~open_games)
    known.add(list(found), [len(game.table.proven) for game in found.values()])
    if max_cells >= _COUNTED:
        numbers = np.flatnonzero(known.alone & ~searchable)
        told = counted(stack.deciding[numbers], ordinal[numbers], tuple(part[numbers] for part in left))
        known.add(numbers[told.numbers], told.mixed, told.components)
    if len(left) == 2:
        numbers = np.flatnonzero(known.alone)
        regular = regular_numbers(stack.deciding[numbers], stack.rounded[numbers], max_cells)
        numbers, regular = numbers[regular >= 0], regular[regular >= 0]
        known.add(numbers, regular - stable[numbers].sum(axis=(1, 2)))
    solved = {
        number: all_equilibria(stack.game(number), max_cells=max_cells, tolerance=tolerance)
        for number in np.flatnonzero(known.alone).tolist()
    }
    for number, solution in solved.items():
        known.mixed[number] = sum(not e.is_pure for e in solution.outcomes)
        known.components[number] = len(solution.components)
        known.complete[number] = solution.status == "complete"
    return EquilibriumBatch(
        labels=stack.labels,
        pure=read_only(stable),
        mixed=read_only(known.mixed),
        components=read_only(known.components),
        complete=read_only(known.complete),
        alone=read_only(known.alone),
        settings={"max_cells": max_cells, "tolerance": tolerance},
        _stack=stack,
        _searched=found,
        _solved=solved,
    )


@dataclass(slots=True, kw_only=True, eq=False)
class _Known:
    """What is known so far of some games, by :class:`EquilibriumBatch`'s names; ``alone`` are the others."""

    mixed: NDArray[np.int64]
    components: NDArray[np.int64]
    complete: BoolArray
    alone: BoolArray

    @classmethod
    def nothing_of(cls, settled: BoolArray) -> _Known:
        """Begin: the games that are settled have nothing but their one pure equilibrium."""
        nothing = np.zeros(len(settled), dtype=np.int64)
        return cls(mixed=nothing, components=nothing.copy(), complete=np.ones_like(settled), alone=~settled)

    def add(self, numbers: Any, mixed: Any, components: Any = 0) -> None:
        """Note what some games have, all of it."""
        self.mixed[numbers], self.components[numbers], self.alone[numbers] = mixed, components, False


def _search_settings(settings: Mapping[str, Any]) -> SearchSettings:
    return SearchSettings(**settings, certificate=False, max_seconds=None)


def _searchable(ordinal: FloatArray, left: tuple[BoolArray, ...], choosing: BoolArray) -> BoolArray:
    """Mark the games that the search may settle: three players or more, and no ties."""
    most = np.max([part.sum(axis=1) for part in left], axis=0)
    marked = choosing & (len(left) > 2) & (most <= MOST_STRATEGIES)
    numbers = np.flatnonzero(marked)
    if numbers.size:
        marked[numbers] = ~tied(ordinal[numbers], tuple(part[numbers] for part in left))
    return marked


def _search(
    stack: GameStack,
    left: tuple[BoolArray, ...],
    numbers: NDArray[np.int64],
    stable: BoolArray,
    max_cells: int,
    tolerance: float,
) -> dict[int, Findings]:
    """Search some games, and keep the answers that are complete: without ties, the indices sum to 1."""
    if not numbers.size:
        return {}
    from belarusgame.solve.search import search_games

    rounded = stack.rounded[numbers]
    searched = search_games(
        stack.deciding[numbers],
        tuple(part[numbers] for part in left),
        rounded=rounded,
        max_cells=max_cells,
        tolerance=tolerance,
    )
    found = {int(numbers[k]): game for k, game in searched.items()}
    return {
        number: game
        for number, game in found.items()
        # Without ties every pure equilibrium is strict, and its index +1.
        if int(stable[number].sum()) + game.table.indices == 1
    }
