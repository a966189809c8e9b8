"""Draws of weights, drivers and types from the ranges of a scenario, by number.

Draw *n* depends on the seed and *n* alone, so any part of a sample can be made anywhere, in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.guards import is_mapping, is_sequence
from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.base.settings import option, texts, whole_number, whole_seed
from belarusgame.errors import GameError, quoted
from belarusgame.explore.sampling.distributions import Distribution, check_distribution, transform_of
from belarusgame.scenario import Input, Kind, checked_scenario

if TYPE_CHECKING:
    from belarusgame.game import Game
    from belarusgame.scenario import Scenario

#: Draws are made in aligned blocks of this many, whatever part of them is asked for.
BLOCK = 4096

#: Of each coordinate of a Sobol point.
SOBOL_BITS = 32

Points = Literal["random", "sobol"]

#: The same at run time, so that what is typed and what is refused cannot differ.
POINTS: tuple[Points, ...] = get_args(Points)


@dataclass(frozen=True, kw_only=True, eq=False)
class Draws:
    """A sample of a scenario's inputs that can be made piece by piece.

    Attributes
    ----------
    inputs : tuple of Input
        The rows of every array here: weights in the scenario's order, drivers, probabilities of types, one
        ``type`` for every player that has some, rationality.
    seed : int
        The sample.
    points : {"random", "sobol"}
        Independent random numbers (Philox4x32-10, a counter-based generator), or scrambled Sobol points.
    distribution : object
        See :func:`make_draws`.
    scramblings : int
        How many independent scramblings of Sobol points follow one another; 1 for random points.
    size : int
        The number of draws in each scrambling; 0 for random points, which have no end.
    together : tuple of tuple of int
        Rows that share one point in every draw, so that they move together.
    """

    inputs: tuple[Input, ...]
    seed: int
    points: Points = "random"
    distribution: Distribution = "triangular"
    scramblings: int = 1
    size: int = 0
    together: tuple[tuple[int, ...], ...] = ()

    def row(self, name: str, kind: Kind) -> int:
        """Return the row of an input."""
        return next(k for k, entry in enumerate(self.inputs) if (entry.name, entry.kind) == (name, kind))

    def uniforms(self, first: int, count: int) -> FloatArray:
        """Return the points behind the draws ``first`` to ``first + count - 1``.

        Returns
        -------
        numpy.ndarray
            Shape ``(inputs, count)``, strictly between 0 and 1. Rows of fixed inputs say nothing.
        """
        return self._pieces(first, count, self._uniform_block)

    def values(self, first: int, count: int) -> FloatArray:
        """Return the draws ``first`` to ``first + count - 1``.

        Returns
        -------
        numpy.ndarray
            Shape ``(inputs, count)``, in each input's own units; a ``type`` is the position of the player's
            type counted from 1, and 0 for none of them; a ``delegation`` is 1 where it is in force, else 0.
        """
        return self._pieces(first, count, self._value_block)

    def games(self, scenario: Scenario, first: int, count: int) -> list[Game]:
        """Return the games of the draws ``first`` to ``first + count - 1``.

        Parameters
        ----------
        scenario : Scenario
            Whose draws these are.
        first, count : int
            Which; at most a million at a time.

        Returns
        -------
        list of Game
            As :func:`belarusgame.solve.all_equilibria_batch` takes them. A drawn number means its shortest
            decimal, so that payoffs are exact and ties are ties.

        Raises
        ------
        GameError
            For another scenario's draws, or numbers that are no draws.

        Examples
        --------
        >>> import belarusgame as bg
        >>> scenario = bg.load_scenario("belarus-2022")
        >>> draws = bg.explore.make_draws(scenario, seed=1)
        >>> batch = bg.solve.all_equilibria_batch(draws.games(scenario, 0, 20))
        >>> len(batch), bool(batch.complete.all())
        (20, True)
        """
        if checked_scenario(scenario).inputs() != self.inputs:
            raise GameError("scenario: these draws are of other inputs; make them with make_draws(scenario)")
        first = whole_number("first", first, least=0)
        count = whole_number("count", count, least=0, most=MOST_HELD, why="the games are held in memory")
        return [self.game(scenario, values) for values in self.values(first, count).T]

    def game(self, scenario: Scenario, values: FloatArray) -> Game:
        """Return the game of one draw, given by its values."""
        chosen: dict[str, dict[str, Any]] = {kind: {} for kind in ("weight", "driver", "type", "delegation")}
        for entry, value in zip(self.inputs, values.tolist(), strict=True):
            if entry.kind == "type" and value:
                chosen["type"][entry.name] = entry.options[int(value) - 1]
            elif entry.kind == "delegation":
                chosen["delegation"][entry.name] = bool(value)
            elif entry.kind in ("weight", "driver"):
                chosen[entry.kind][entry.name] = entry.range.low if entry.fixed else Fraction(repr(value))
        for name in scenario.known_delegations(chosen["type"]):  # a type says more than a draw
            chosen["delegation"].pop(name, None)
        return scenario.game(*chosen.values())

    def replicate(self, number: int) -> int:
        """Return which scrambling a draw belongs to; 0 for random points."""
        return number // self.size if self.size else 0

    def make_buffer(self) -> FloatArray:
        """Allocate the buffer of a block, to be used again and again: one row more than there are inputs."""
        return np.empty((len(self.inputs) + 1, BLOCK))  # in case the last pair of rows is half used

    def block(self, number: int, buffer: FloatArray) -> FloatArray:
        """Fill ``buffer`` with the values of the draws from ``number * BLOCK`` on, and return the part of it.

        Returns
        -------
        numpy.ndarray
            Shape ``(inputs, BLOCK)``; see :meth:`values`.
        """
        return self._transformed(self._uniform_block(number, buffer))

    def _value_block(self, number: int) -> FloatArray:
        return self.block(number, self.make_buffer())

    def _pieces(self, first: int, count: int, make: Any) -> FloatArray:
        # Whole blocks are made and cut: a vectorised loop may treat the last few numbers differently.
        parts = [make(block) for block in range(first // BLOCK, -(-(first + count) // BLOCK))]
        start = first % BLOCK
        if not parts:
            return np.empty((len(self.inputs), 0))
        whole = parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)
        return whole[:, start : start + count]

    def _uniform_block(self, number: int, buffer: FloatArray | None = None) -> FloatArray:
        buffer = self.make_buffer() if buffer is None else buffer
        if self.points == "sobol":
            buffer[:-1] = self._sobol_block(number)
        else:
            from belarusgame.explore.sampling.random import fill_uniforms

            fill_uniforms(self._keys, number * BLOCK, self._wanted_pairs, buffer)
        for first, *others in self.together:
            # One uniform number for all of them: comonotonic, whatever their distributions.
            buffer[others] = buffer[first]
        return buffer[:-1]

    @cached_property
    def _wanted_pairs(self) -> BoolArray:
        """Which pairs of rows are not both fixed."""
        pairs = (self.inputs[even : even + 2] for even in range(0, len(self.inputs), 2))
        return np.array([not all(entry.fixed for entry in pair) for pair in pairs], dtype=bool)

    @cached_property
    def _keys(self) -> Any:
        from belarusgame.base.counter import seed_keys

        return seed_keys(self.seed)

    def _sobol_block(self, block: int) -> FloatArray:
        """Points of one or more scramblings; their sizes are powers of two, as is the size of a block."""
        parts: list[FloatArray] = []
        first, last = block * BLOCK, (block + 1) * BLOCK
        while first < last:
            replicate = min(self.replicate(first), self.scramblings - 1)
            count = min(last - first, self.size)
            parts.append(self._sobol_points(replicate, first - replicate * self.size, count))
            first += count
        return np.concatenate(parts).T

    def _sobol_points(self, replicate: int, start: int, count: int) -> FloatArray:
        from scipy.stats import qmc

        # Each scrambling has a seed of its own, so that any part of any of them can be made by itself.
        seeds = np.random.SeedSequence(self.seed, spawn_key=(replicate,))
        engine = qmc.Sobol(len(self.inputs), scramble=True, bits=SOBOL_BITS, rng=np.random.default_rng(seeds))
        if start:
            engine.fast_forward(start)
        # The middle of each cell of the grid: an inverse distribution function can be infinite at 0.
        return engine.random(count) + 0.5 ** (SOBOL_BITS + 1)

    def values_at(self, points: FloatArray) -> FloatArray:
        """Turn points of the unit cube into draws by the inverse distribution functions.

        Parameters
        ----------
        points : numpy.ndarray
            Shape ``(inputs, count)``, strictly between 0 and 1. It is left as it is.

        Returns
        -------
        numpy.ndarray
            Of the same shape; see :meth:`values`.
        """
        # A copy, row after row, which compiled code then changes in place.
        return self._transformed(np.array(points, dtype=np.float64, order="C"))

    def _transformed(self, values: FloatArray) -> FloatArray:
        """Turn points into draws, in place."""
        from belarusgame.explore.sampling.random import to_ranges

        to_ranges(*self._shapes, values)
        for k, transform in self._transforms.items():
            transform(values[k])
        for k, rows in self._switch_rows.items():
            _to_settings(values[k], list(values[rows]))
        return values

    @cached_property
    def _shapes(self) -> tuple[NDArray[np.int64], FloatArray]:
        """Return the number that each row's distribution has in compiled code (0: none), and its ends."""
        from belarusgame.explore.sampling.random import TRIANGULAR, UNIFORM

        known = {"uniform": UNIFORM, "triangular": TRIANGULAR}
        shapes = [
            0 if k in self._transforms or entry.is_switch else known[self._distribution_of(entry)[0]]
            for k, entry in enumerate(self.inputs)
        ]
        ends = [[float(end) for end in (e.range.low, e.range.likely, e.range.high)] for e in self.inputs]
        return np.array(shapes, dtype=np.int64), np.array(ends, dtype=np.float64).reshape(-1, 3)

    @cached_property
    def _transforms(self) -> dict[int, Callable[[FloatArray], None]]:
        """For the other rows what turns their points into draws, in place; the types come after."""
        found = (
            (k, transform_of(entry, *self._distribution_of(entry)))
            for k, entry in enumerate(self.inputs)
            if not entry.is_switch
        )
        return {k: transform for k, transform in found if transform is not None}

    @cached_property
    def _switch_rows(self) -> dict[int, list[int]]:
        """For the row of every switch, the rows of the probabilities that it is drawn by."""
        return {
            k: [self.row(name, "probability") for name in _chances_of(entry)]
            for k, entry in enumerate(self.inputs)
            if entry.is_switch
        }

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if not key.startswith("_")}

    def _distribution_of(self, entry: Input) -> tuple[Any, bool]:
        """Return an input's distribution, and whether it is in the input's own units."""
        if is_mapping(self.distribution):
            return self.distribution.get(entry.name, "triangular"), True
        return self.distribution, False


def make_draws(
    scenario: Scenario,
    seed: int | np.random.Generator = 0,
    *,
    distribution: Distribution = "triangular",
    points: Points = "random",
    scramblings: int = 16,
    draws: int = 0,
    together: Sequence[Sequence[str]] = (),
) -> Draws:
    """Prepare the draws of a scenario's weights, drivers, types and rationality from their ranges.

    Parameters
    ----------
    scenario : Scenario
        Whose ranges. A range of zero width is fixed.
    seed : int or numpy.random.Generator
        The sample; a generator gives up one number for it.
    distribution : str, frozen scipy.stats distribution, or mapping of these by input
        ``"triangular"`` (its mode is the likely value), ``"uniform"``, ``"pert"`` (Malcolm et al. 1959: the
        beta distribution with that mode and weight 4), or a frozen distribution of the *position* in each
        range, from 0 at low to 1 at high. In a mapping by the name of an input (the others stay triangular)
        a frozen distribution is in that input's own units, and lies within its range.
    points : {"random", "sobol"}
        Random numbers, or scrambled Sobol points (Owen 1998), which need ``draws``.
    scramblings : int
        For Sobol points: how many independent scramblings, at least 16.
    draws : int
        For Sobol points: how many draws there will be; a power of two for each scrambling.
    together : sequence of lists of str, optional
        Weights and drivers that move together, each named once: those of a list stand, in every draw, at the
        same quantile of their distributions (they are *comonotonic*). The others are independent.

    Examples
    --------
    >>> import belarusgame as bg
    >>> draws = bg.explore.make_draws(bg.load_scenario("belarus-2022"), seed=1)
    >>> draws.values(1_000_000, 3).shape == (len(draws.inputs), 3)
    True
    """
    checked_scenario(scenario)
    inputs = scenario.inputs()
    check_distribution(inputs, distribution)
    option("points", points, POINTS)
    size = _scrambling_size(draws, scramblings) if points == "sobol" else 0
    return Draws(
        inputs=inputs,
        seed=whole_seed(seed),
        points=points,
        distribution=distribution,
        scramblings=scramblings if size else 1,
        size=size,
        together=_rows_together(inputs, together),
    )


def _rows_together(inputs: tuple[Input, ...], together: object) -> tuple[tuple[int, ...], ...]:
    """Return the rows of what moves together; what is fixed does not move."""
    if not is_sequence(together):
        raise GameError(f"together = {quoted(together)}: must be a list of lists of weights and drivers")
    rows = {entry.name: k for k, entry in enumerate(inputs) if entry.kind in ("weight", "driver")}
    named: set[str] = set()
    for group in together:
        for name in texts("together", group):
            option("together: input", name, rows)
            if name in named:
                raise GameError(f"together: {quoted(name)} is named twice; each moves with one group only")
            named.add(name)
    moving = (tuple(rows[name] for name in group if not inputs[rows[name]].fixed) for group in together)
    return tuple(group for group in moving if len(group) > 1)


#: A sample of so many draws of fifty inputs takes 400 MB.
MOST_HELD = 10**6


def sample_size(draws: object, *, least: int = 1) -> int:
    """Return the number of draws of a sample that is held in memory as a whole."""
    return whole_number("draws", draws, least=least, most=MOST_HELD, why="the sample is held in memory")


def _scrambling_size(draws: int, scramblings: Any) -> int:
    scramblings = whole_number("scramblings", scramblings, least=16)
    size, rest = divmod(draws, scramblings)
    if rest or size < 1 or size & (size - 1):
        power = 1 << max(0, (draws // scramblings).bit_length() - 1)
        raise GameError(
            f"draws = {draws}: Sobol points come in a power of two for each of {scramblings} scramblings; "
            f"take {power * scramblings} or {2 * power * scramblings}"
        )
    if size > 2**SOBOL_BITS:
        raise GameError(f"draws = {draws}: a scrambling has at most 2^{SOBOL_BITS} Sobol points; take fewer")
    return size


def _chances_of(entry: Input) -> list[str]:
    """Name the probabilities that a switch is drawn by."""
    return [f"{entry.name}.{option}" for option in entry.options] if entry.kind == "type" else [entry.name]


def _to_settings(row: FloatArray, probabilities: Sequence[FloatArray]) -> None:
    """Pick, in place, the setting where the probabilities, laid end to end, pass the uniform number, or 0."""
    ahead = [(row < end).astype(np.int16) for end in accumulate(probabilities)]
    # Where the last end is ahead, so are all from the one that is passed to the last.
    row[:] = (len(ahead) + 1) * ahead[-1] - sum(ahead)
