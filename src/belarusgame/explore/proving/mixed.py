"""Nash equilibria that are proven to exist: enough to refute a statement, never to prove one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from belarusgame.base.labels import BoolArray
from belarusgame.explore.plans import Question
from belarusgame.game import Equilibrium, Game, equilibrium_at
from belarusgame.scenario import Choice, Switches
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.two_player import exact_equilibria
from belarusgame.weightspace import (
    Comparisons,
    Feasible,
    Profile,
    Space,
    choice_at,
    exact_point,
    simplest,
)

Mixture = tuple[Fraction, ...]

#: The chances tried for the one player who randomises because it is indifferent.
CHANCES = (Fraction(1, 2), Fraction(1, 8), Fraction(7, 8))

#: The budget of the exact enumeration for each pair of players, in steps of some microseconds.
STEPS = 100_000

#: The budget of the search for equilibria in which more players randomise.
CELLS = 20_000


def equilibrium_in(game: Game, asked: BoolArray) -> Equilibrium | None:
    """Find an equilibrium that gives some profiles a positive probability; None if none of the kind is found.

    For every pair of players, and every pure choice of the others, the pair's game is solved; its extreme
    equilibria count if the others' choices are best replies, compared in fractions.
    """
    for mixtures in _candidates(game, asked):
        # A look at the supports is cheap, the test in fractions is not.
        if _likely(mixtures, asked) and _stable(game, mixtures):
            return equilibrium_at(game, [np.array([float(p) for p in mixture]) for mixture in mixtures])
    return None


def any_equilibrium_in(game: Game, asked: BoolArray) -> Equilibrium | None:
    """Find an equilibrium of any kind that surely gives some profiles a chance; None if none is found.

    Only equilibria count that are pure, or proven to be the only one in a box in which some profile asked
    about has a positive probability throughout.
    """
    for equilibrium in all_equilibria(game, max_cells=CELLS).equilibria:
        if equilibrium.is_pure:
            # Of a pure one the float64 probabilities are 0 and 1 exactly; of a mixed one only its box is
            # proven.
            sure = [bound > 0.5 for bound in equilibrium.mixed]
        elif equilibrium.box is not None:
            sure = [bounds[:, 0] > 0.0 for bounds in equilibrium.box]
        else:
            continue
        if asked[np.ix_(*(np.flatnonzero(own) for own in sure))].any():
            return equilibrium
    return None


def _candidates(game: Game, asked: BoolArray) -> Iterator[tuple[Mixture, ...]]:
    players = range(len(game.players))
    for pair in itertools.combinations(players, min(2, len(players))):
        others = [player for player in players if player not in pair]
        for choices in itertools.product(*(range(game.shape[player]) for player in others)):
            index: list[int | slice] = [slice(None)] * len(players)
            for player, choice in zip(others, choices, strict=True):
                index[player] = choice
            # Where no profile asked about is left, no equilibrium of the pair is of interest.
            if asked[tuple(index)].any():
                yield from _with_pair(game, pair, dict(zip(others, choices, strict=True)))


def _with_pair(game: Game, pair: Sequence[int], fixed: dict[int, int]) -> Iterator[tuple[Mixture, ...]]:
    """Yield the profiles in which a pair plays an extreme equilibrium of what the others leave it."""
    left = game.fix({game.players[p]: game.labels.strategies[p][choice] for p, choice in fixed.items()})
    if len(pair) == 1:  # a lone player: each of its strategies, to be tested for stability
        yield from ((_pure(choice, game.shape[0]),) for choice in range(game.shape[0]))
        return
    for vertex in exact_equilibria(left, max_steps=STEPS).vertices:
        mixtures = dict(zip(pair, (tuple(half) for half in vertex), strict=True))
        yield tuple(
            mixtures[p] if p in mixtures else _pure(fixed[p], game.shape[p]) for p in range(len(game.players))
        )


def _pure(choice: int, count: int) -> Mixture:
    return tuple(Fraction(int(position == choice)) for position in range(count))


def _likely(mixtures: Sequence[Mixture], asked: BoolArray) -> bool:
    supports = [[i for i, p in enumerate(mixture) if p > 0] for mixture in mixtures]
    return bool(asked[np.ix_(*supports)].any())


def _stable(game: Game, mixtures: Sequence[Mixture]) -> bool:
    """Whether nobody gains by deviating, in fractions."""
    for player, own in enumerate(mixtures):
        earned = game.exact_deciding[player]
        for other in reversed(range(len(mixtures))):
            if other != player:
                earned = np.tensordot(earned, np.array(mixtures[other], dtype=object), axes=(other, 0))
        best = max(earned)
        # A mixture is a best reply exactly if every strategy that it uses is one.
        if any(p > 0 and value < best for p, value in zip(own, earned, strict=True)):
            return False
    return True


def indifferent_somewhere(
    asked: Question, space: Space, switches: Switches
) -> tuple[Choice, Equilibrium] | None:
    """Find assumptions at which one player is indifferent and randomises; None if none are found.

    For given chances an expected gain is linear in the factors, as for a pure profile; so for every player,
    pair of actions and pure choice of the others, the assumptions that support it form a polyhedron.
    """
    comparisons = Comparisons.of(asked.scenario, switches, space)
    feasible = Feasible(space=space, comparisons=comparisons)
    for profile, player, other, chance in _lotteries(comparisons.shape, asked.asked):
        mask = _lottery_rows(comparisons, profile, player, other, chance)
        if not feasible.admits(mask):
            continue
        rows = comparisons.members(mask)
        point = exact_point(space, rows)
        if point is None:
            continue
        point = simplest(space, rows, point)
        mixtures = [_pure(choice, n) for choice, n in zip(profile, comparisons.shape, strict=True)]
        second = _pure(other, comparisons.shape[player])
        mixtures[player] = tuple(
            chance * a + (1 - chance) * b for a, b in zip(mixtures[player], second, strict=True)
        )
        choice = choice_at(asked.scenario, point, switches)
        game = choice.game()
        # Whether the indifference survived in the game itself is decided there, in fractions.
        if _stable(game, mixtures):
            return choice, equilibrium_at(game, [np.array([float(p) for p in m]) for m in mixtures])
    return None


def _lotteries(shape: Sequence[int], asked: BoolArray) -> Iterator[tuple[Profile, int, int, Fraction]]:
    """Yield profiles asked about, with one player's second action and the chance of its first."""
    for chance in CHANCES:
        for profile in np.ndindex(*shape):
            for player, other in ((p, b) for p, n in enumerate(shape) for b in range(profile[p] + 1, n)):
                if asked[profile] or asked[(*profile[:player], other, *profile[player + 1 :])]:
                    yield profile, player, other, chance


def _lottery_rows(
    comparisons: Comparisons, profile: Profile, player: int, other: int, chance: Fraction
) -> int:
    """Return what it takes that a player randomises between two actions and nobody gains by deviating."""
    second = (*profile[:player], other, *profile[player + 1 :])
    mask = 0
    for mover, count in enumerate(comparisons.shape):
        for action in range(count):
            instead = (*profile[:mover], action, *profile[mover + 1 :])
            # Both actions of the one who randomises must be best replies; everybody else compares averages.
            if mover == player:
                mask |= comparisons.at_least(mover, profile, instead)
                mask |= comparisons.at_least(mover, second, instead)
            else:
                also = (*second[:mover], action, *second[mover + 1 :])
                one, two = comparisons.gain(mover, profile, instead), comparisons.gain(mover, second, also)
                average = {
                    k: chance * one.get(k, Fraction(0)) + (1 - chance) * two.get(k, Fraction(0))
                    for k in {*one, *two}
                }
                mask |= comparisons.not_negative({k: value for k, value in average.items() if value})
    return mask
