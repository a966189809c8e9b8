"""What can follow when the members of a group that moves at the same time randomise?"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.game import Game
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.plan import Cell, Continuation, Options, Prospect, Step
from belarusgame.solve.two_player import exact_equilibria

#: The budget of the search for the mixed play of a simultaneous group of three or more.
GROUP_CELLS = 20_000


def mixed_play(
    game: Game, movers: tuple[str, ...], history: Mapping[str, str], options: Options, budget: int
) -> tuple[list[Continuation], frozenset[str]]:
    """Return what can follow when the members of a group randomise, and why some of it may be missing."""
    where = f"{', '.join(movers)} after " + (", ".join(history.values()) or "the start")
    ways = math.prod(len(found) for found in options.values())
    # Ties below a group multiply: each cell may be followed by any of its continuations.
    if ways > budget:
        return [], frozenset({f"{where}: mixed play was not searched, {ways} selections exceed {budget}"})
    strategies = {player: game.strategies[player] for player in movers}
    found: list[Continuation] = []
    gaps: set[str] = set()
    for selection in itertools.product(*options.values()):
        chosen = dict(zip(options, selection, strict=True))
        payoffs = _induced_payoffs(game, movers, chosen)
        if _dominance_settles(payoffs):
            continue  # what is left is the only equilibrium, and nobody randomises in it
        mixtures, complete = mixtures_of(Game(payoffs, movers, strategies))
        if not complete:
            gaps.add(f"{where}: not every mixed equilibrium of this group could be listed")
        # Two members are solved in fractions, more in floating point.
        if len(movers) > 2 and history and mixtures:
            gaps.add(f"{where}: mixed play was found in floating point, so earlier ties are not exact")
        found += [_mixture(game, movers, history, chosen, mixture) for mixture in mixtures]
    return found, frozenset(gaps)


def _induced_payoffs(
    game: Game, movers: tuple[str, ...], chosen: Mapping[Cell, Continuation]
) -> NDArray[np.object_]:
    """Return what a group plays for when what follows each of its profiles is given."""
    counts = [len(game.strategies[player]) for player in movers]
    payoffs = [[continuation.value(player) for continuation in chosen.values()] for player in movers]
    return np.array(payoffs, dtype=object).reshape(len(movers), *counts)


def _dominance_settles(payoffs: NDArray[np.object_]) -> bool:
    """Whether iterated strict dominance, of pure strategies by pure ones, leaves one profile.

    That is nearly always so, and quicker to see than to make a game and enumerate its equilibria.
    """
    left = [list(range(count)) for count in payoffs.shape[1:]]
    struck = True
    while struck:
        struck = False
        for mover, own in enumerate(left):
            table = np.moveaxis(payoffs[mover][np.ix_(*left)], mover, 0)
            lines: list[list[Fraction]] = table.reshape(len(own), -1).tolist()
            kept = [strategy for strategy, line in zip(own, lines, strict=True) if not _is_worse(line, lines)]
            struck |= len(kept) < len(own)
            left[mover] = kept
    return all(len(own) == 1 for own in left)


def _is_worse(line: list[Fraction], lines: list[list[Fraction]]) -> bool:
    """Whether another strategy gives more, whatever the others do."""
    return any(all(more > less for more, less in zip(other, line, strict=True)) for other in lines)


Mixture = tuple[Mapping[str, Fraction], ...]


def mixtures_of(game: Game) -> tuple[list[Mixture], bool]:
    """Return the equilibria of a simultaneous group in which somebody randomises; say whether that is all."""
    if len(game.players) == 2:
        exact = exact_equilibria(game)
        # The corners stand for their continua, which no list holds: then it is not complete.
        found = [_labelled(game, vertex) for vertex in exact.vertices]
        complete = exact.finished and all(len(component) == 1 for component in exact.components)
    else:
        solution = all_equilibria(game, max_cells=GROUP_CELLS)
        samples = [sample for component in solution.components for sample in component.samples]
        found = [_labelled(game, _rational(e.mixed)) for e in (*solution.equilibria, *samples)]
        complete = solution.status == "complete" and not solution.components
    # Pure ones are found exactly, and by themselves, in :mod:`sequential`.
    return [mixture for mixture in found if any(max(mix.values()) < 1 for mix in mixture)], complete


def _labelled(game: Game, vectors: Sequence[Sequence[Fraction]]) -> Mixture:
    return tuple(
        dict(zip(labels, vector, strict=True))
        for labels, vector in zip(game.labels.strategies, vectors, strict=True)
    )


def _rational(vectors: Sequence[FloatArray]) -> list[list[Fraction]]:
    """Turn probabilities into fractions that sum to one exactly."""
    exact = [[Fraction(float(p)) for p in vector] for vector in vectors]
    return [[p / sum(vector) for p in vector] for vector in exact]


def _mixture(
    game: Game,
    movers: tuple[str, ...],
    history: Mapping[str, str],
    chosen: Mapping[Cell, Continuation],
    mixture: Mixture,
) -> Continuation:
    """Return the continuation in which a group randomises."""
    weights = _chances(mixture, chosen)

    # Made only when somebody looks: most plans are never asked what else could have been done.
    def instead() -> dict[str, dict[str, Prospect]]:
        return {
            player: {
                label: _average(game, _chances(_with(mixture, k, label), chosen), chosen)
                for label in game.strategies[player]
            }
            for k, player in enumerate(movers)
        }

    prospect = _average(game, weights, chosen)
    play = {
        player: {label: p for label, p in mix.items() if p > 0}
        for player, mix in zip(movers, mixture, strict=True)
    }
    step = Step(movers=movers, history=dict(history), play=play, value=prospect, instead=instead)
    later = tuple(s for cell in weights for s in chosen[cell].steps)
    return Continuation(prospect=prospect, steps=(step, *later))


def _chances(mixture: Mixture, cells: Iterable[Cell]) -> dict[Cell, Fraction]:
    """Return how likely each cell is, those left out that cannot be reached: they are most."""
    chances: dict[Cell, Fraction] = {}
    for cell in cells:
        parts = [mix.get(label) for mix, label in zip(mixture, cell, strict=True)]
        if all(parts):
            chances[cell] = math.prod((part for part in parts if part is not None), start=Fraction(1))
    return chances


def _with(mixture: Mixture, mover: int, label: str) -> Mixture:
    return (*mixture[:mover], {label: Fraction(1)}, *mixture[mover + 1 :])


def _average(game: Game, weights: Mapping[Cell, Fraction], chosen: Mapping[Cell, Continuation]) -> Prospect:
    chances: dict[tuple[str, ...], Fraction] = {}
    for cell, weight in weights.items():
        for profile, chance in chosen[cell].prospect.chances.items():
            chances[profile] = chances.get(profile, Fraction(0)) + weight * chance
    prospects = {cell: chosen[cell].prospect for cell in weights}
    return Prospect(
        chances=chances,
        payoffs=_mean(game, weights, {cell: prospect.payoffs for cell, prospect in prospects.items()}),
        deciding=_mean(game, weights, {cell: prospect.deciding for cell, prospect in prospects.items()})
        if game.delegations
        else {},
    )


def _mean(
    game: Game, weights: Mapping[Cell, Fraction], numbers: Mapping[Cell, Mapping[str, Fraction]]
) -> dict[str, Fraction]:
    """Return everybody's average over cells."""
    return {
        player: sum((weight * numbers[cell][player] for cell, weight in weights.items()), Fraction(0))
        for player in game.players
    }
