"""Hypothesis strategies for games and for what can be played in them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from belarusgame.base.guards import is_sequence
from belarusgame.errors import GameError, quoted
from belarusgame.game import Game, checked_game

#: How many of something: exactly, from a lowest to a highest (a tuple includes both ends), or as drawn.
Count: TypeAlias = int | tuple[int, int] | range | st.SearchStrategy[int]
Bytes: TypeAlias = NDArray[np.uint8]
Payoffs: TypeAlias = NDArray[Any]
Shape: TypeAlias = tuple[int, ...]

#: Up to this size a game is cut out of the largest admissible one, so that it can lose players and strategies
#: without a change in any payoff that stays: Hypothesis then finds small failures in few steps.
CUT_OUT = 1024

#: How many payoffs are drawn in one go.
CHUNK = 32

#: Hypothesis gives up on a test case that needs more than 8 kB; beyond this, payoffs repeat.
DRAWN_PAYOFFS = 4096

#: Nobody enumerates the profiles of a larger game in a test.
MOST_PAYOFFS = 1_000_000

#: How finely mixed profiles are cut: the denominators of their probabilities.
DENOMINATORS = (4, 20, 100)


def _simplest_first(largest: int) -> tuple[int, ...]:
    return (0, *(sign * size for size in range(1, largest + 1) for sign in (1, -1)))


@dataclass(frozen=True, slots=True)
class _Flavour:
    """What a byte means, the simplest value first (None: its rank), and whether ties are then built in."""

    values: tuple[int, ...] | None
    tied: bool = False


#: From -5 to 5: ties and dominated strategies come up often, and failures are easy to read.
_SMALL = _simplest_first(5)

#: By what the caller asked for, the simplest first.
_FLAVOURS: Mapping[bool | None, st.SearchStrategy[_Flavour]] = {
    None: st.sampled_from(
        [_Flavour(_SMALL), _Flavour((0, 1), tied=True), _Flavour(None), _Flavour(_simplest_first(100))]
    ),
    True: st.sampled_from([_Flavour((0, 1), tied=True), _Flavour(_SMALL, tied=True)]),
    False: st.just(_Flavour(None)),
}

#: What may be done to one player's part of a game, the simplest first.
_TWISTS = st.sampled_from(["leave", "duplicate", "indifferent", "powerless"])


def bounds(what: str, given: Count, least: int = 1) -> tuple[int, int] | None:
    """Return the lowest and the highest number of something; None where a strategy draws it."""
    if isinstance(given, st.SearchStrategy):
        return None
    low, high = (given, given) if isinstance(given, int) else _ends(what, given)
    if isinstance(given, bool) or not least <= low <= high:
        raise GameError(
            f"{what} = {quoted(given)}: must be a whole number from {least} up, or a range of them; "
            f"did you mean {what}=({least}, 3)?"
        )
    if high > MOST_PAYOFFS:
        raise GameError(f"{what} = {quoted(given)}: a game has at most {MOST_PAYOFFS:,} payoffs; lower it")
    return low, high


def _ends(what: str, given: Any) -> tuple[int, int]:
    """Return the lowest and the highest number of a range."""
    if isinstance(given, range) and given.step == 1 and given:
        return given[0], given[-1]
    if is_sequence(given) and len(given) == 2 and all(isinstance(end, int) for end in given):
        return given[0], given[1]
    raise GameError(f"{what} = {quoted(given)}: must be a whole number, (low, high), a range or a strategy")


def games(
    *,
    players: Count = (1, 3),
    strategies: Count = (1, 3),
    payoffs: st.SearchStrategy[Any] | None = None,
    degenerate: bool | None = None,
) -> st.SearchStrategy[Game]:
    """Draw games; ``st.from_type(bg.Game)`` draws the same with the default settings.

    Everything is made within its bounds, and nothing drawn is thrown away. A failure shrinks to the fewest
    players and strategies, and to payoffs of zero or near it; it is printed as an expression that builds the
    game again.

    Parameters
    ----------
    players : int, (low, high), range or strategy
        How many players; a tuple includes both ends. The least number is 1.
    strategies : int, (low, high), range or strategy
        How many strategies, drawn for every player by itself. The least number is 1.
    payoffs : strategy, optional
        What a payoff may be: whole numbers, floats, fractions. By default whole numbers, most of them from -5
        to 5, now and then up to 100, or a player's distinct ranks from 0; all are exact as float64.
    degenerate : bool, optional
        True: ties, duplicate strategies, players who do not care what they do and players whose choice nobody
        cares about are likely. False: no player has the same payoff in two profiles (which does not rule out
        ties between mixtures); the payoffs are then ranks. None: any of these.

    Returns
    -------
    SearchStrategy of Game
        A game of more than 4,096 payoffs repeats them: Hypothesis limits what a test case may draw.

    Raises
    ------
    GameError
        If a bound makes no sense, or both ``payoffs`` and ``degenerate=False`` are given.

    Examples
    --------
    >>> import belarusgame as bg
    >>> from hypothesis import given
    >>> @given(bg.testing.games(players=2, strategies=(2, 4)))
    ... def test_pure_equilibria_leave_nothing_to_gain(game):
    ...     for equilibrium in bg.solve.pure_equilibria(game).equilibria:
    ...         bg.testing.assert_equilibrium(game, equilibrium)
    >>> test_pure_equilibria_leave_nothing_to_gain()
    """
    if payoffs is not None and not isinstance(payoffs, st.SearchStrategy):
        raise GameError(f"payoffs = {quoted(payoffs)}: must be a Hypothesis strategy, such as integers(0, 9)")
    if payoffs is not None and degenerate is False:
        raise GameError(
            "payoffs and degenerate=False exclude each other: distinct payoffs are made as ranks; "
            "leave one of them out"
        )
    few, several = bounds("players", players), bounds("strategies", strategies)
    if few is not None and several is not None:
        largest = _payoffs_of((several[1],) * few[1])
        if payoffs is None and largest <= CUT_OUT:
            return _cut_out(few, several, degenerate)
    return _drawn(_counts(players, few), _counts(strategies, several), payoffs, degenerate)


def _counts(given: Count, ends: tuple[int, int] | None) -> st.SearchStrategy[int]:
    return given if isinstance(given, st.SearchStrategy) else st.integers(*ends or (1, 1))


def _payoffs_of(shape: Shape) -> int:
    """Return how many payoffs there are, or refuse."""
    number = len(shape) * math.prod(shape)
    if number > MOST_PAYOFFS:
        raise GameError(
            f"{len(shape)} players with {' x '.join(map(str, shape))} strategies have {number:,} payoffs, "
            f"more than {MOST_PAYOFFS:,}; lower players= or strategies="
        )
    return number


@st.composite
def _cut_out(
    draw: st.DrawFn, players: tuple[int, int], strategies: tuple[int, int], degenerate: bool | None
) -> Game:
    """Draw the largest admissible game as bytes, then remove players and strategies."""
    # What is removed comes first, so that a smaller game counts as simpler than smaller payoffs.
    leaving = [(draw(_victim(left)), draw(_up_to(strategies[1]))) for left in _falling(players)]
    removed = [[draw(_victim(left)) for left in _falling(strategies)] for _ in range(players[1])]
    flavour = draw(_FLAVOURS[degenerate])
    block: Bytes = _block(draw, (strategies[1],) * players[1])
    for player, victims in enumerate(removed):
        for victim in victims:
            if victim is not None:
                block = np.delete(block, victim % block.shape[player + 1], axis=player + 1)
    for player, choice in leaving:
        if player is not None:
            axis = player % len(block) + 1
            fixed: Bytes = block.take([choice % block.shape[axis]], axis=axis).squeeze(axis)
            block = np.delete(fixed, axis - 1, axis=0)
    return Game(_finished(draw, flavour, _meaning(flavour, block)))


def _falling(ends: tuple[int, int]) -> range:
    """Count down from the most to one more than the fewest: how many there are before each removal."""
    return range(ends[1], ends[0], -1)


@cache
def _up_to(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


@cache
def _victim(count: int) -> st.SearchStrategy[int | None]:
    """Draw one of several to be removed, or, twice as often, none; to remove is simpler."""
    return st.sampled_from([*range(count), *[None] * (2 * count)])


@st.composite
def _drawn(
    draw: st.DrawFn,
    count: st.SearchStrategy[int],
    size: st.SearchStrategy[int],
    values: st.SearchStrategy[Any] | None,
    degenerate: bool | None,
) -> Game:
    """Draw the shape, then the payoffs."""
    shape = tuple(_positive("strategies", draw(size)) for _ in range(_positive("players", draw(count))))
    flavour = draw(_FLAVOURS[degenerate])
    if values is not None:
        payoffs = _drawn_payoffs(draw, shape, values, few=flavour.tied)
    else:
        payoffs = _meaning(flavour, _block(draw, shape))
    return Game(_finished(draw, flavour, payoffs))


def _finished(draw: st.DrawFn, flavour: _Flavour, payoffs: Payoffs) -> Payoffs:
    if flavour.tied:
        for player in range(len(payoffs)):
            payoffs = _twisted(draw, payoffs, player)
    return payoffs


def _positive(what: str, number: Any) -> int:
    if isinstance(number, int) and number >= 1:
        return number
    raise GameError(f"{what}: the strategy drew {quoted(number)}; it must draw whole numbers from 1 up")


def _block(draw: st.DrawFn, shape: Shape) -> Bytes:
    """Draw one byte a payoff, many in one go: a choice apiece would take ten times as long."""
    number = _payoffs_of(shape)
    length = min(number, DRAWN_PAYOFFS)
    parts = [min(CHUNK, length - start) for start in range(0, length, CHUNK)]
    drawn = b"".join(draw(st.binary(min_size=part, max_size=part)) for part in parts)
    return np.resize(np.frombuffer(drawn, dtype=np.uint8), (len(shape), *shape))


def _meaning(flavour: _Flavour, drawn: Bytes) -> Payoffs:
    """Turn bytes into payoffs: by a list of values, or into each player's ranks, ties going by position."""
    if flavour.values is not None:
        return np.array(flavour.values)[drawn % len(flavour.values)]
    # The rank of each byte: sorting the order of sorting gives it, and equal bytes still get different ranks.
    order = drawn.reshape(len(drawn), -1).argsort(axis=1, kind="stable")
    return order.argsort(axis=1).reshape(drawn.shape)


def _drawn_payoffs(draw: st.DrawFn, shape: Shape, values: st.SearchStrategy[Any], *, few: bool) -> Payoffs:
    """Draw payoffs from the caller's strategy: one by one, or a few that are then used again and again."""
    number = _payoffs_of(shape)
    length = 3 if few else min(number, DRAWN_PAYOFFS)
    drawn: list[Any] = draw(st.lists(values, min_size=length, max_size=length))
    # Objects keep whole numbers and fractions exact; for floats they would only cost time.
    kind = np.float64 if all(isinstance(value, float) for value in drawn) else object
    pool = np.array(drawn, dtype=kind)
    return pool[_block(draw, shape) % length] if few else np.resize(pool, (len(shape), *shape))


def _twisted(draw: st.DrawFn, payoffs: Payoffs, player: int) -> Payoffs:
    """Give a player a duplicate strategy, or make it a dummy: one who does not care, or does not matter."""
    twist = draw(_TWISTS)
    ignoring = np.repeat(payoffs.take([0], axis=player + 1), payoffs.shape[player + 1], axis=player + 1)
    if twist == "duplicate":
        last = payoffs.shape[player + 1] - 1
        return payoffs.take([*range(last), draw(st.integers(0, max(last - 1, 0)))], axis=player + 1)
    if twist == "indifferent":
        return np.concatenate([payoffs[:player], ignoring[player : player + 1], payoffs[player + 1 :]])
    if twist == "powerless":
        return np.concatenate([ignoring[:player], payoffs[player : player + 1], ignoring[player + 1 :]])
    return payoffs


def profiles(game: Game) -> st.SearchStrategy[dict[str, str]]:
    """Draw pure profiles of a game; they shrink to everybody's first strategy.

    Parameters
    ----------
    game : Game
        Any game.

    Returns
    -------
    SearchStrategy of dict of str to str
        For every player the label of a strategy.

    Examples
    --------
    >>> import belarusgame as bg
    >>> from hypothesis import given
    >>> game = bg.Game([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], ["row", "column"])
    >>> @given(bg.testing.profiles(game))
    ... def test_the_second_strategy_is_always_best(profile):
    ...     assert game.best_responses(profile) == {"row": ("s2",), "column": ("s2",)}
    >>> test_the_second_strategy_is_always_best()
    """
    return st.fixed_dictionaries(
        {player: st.sampled_from(labels) for player, labels in checked_game(game).strategies.items()}
    )


def mixed_profiles(game: Game) -> st.SearchStrategy[dict[str, dict[str, float]]]:
    """Draw mixed profiles of a game; they shrink to everybody's first strategy.

    Parameters
    ----------
    game : Game
        Any game.

    Returns
    -------
    SearchStrategy of dict
        For every player the probability of each strategy that has any: quarters, twentieths or hundredths, so
        that pure choices and the edges of the simplex come up often.

    Examples
    --------
    >>> import belarusgame as bg
    >>> from hypothesis import given
    >>> game = bg.Game([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], ["row", "column"])
    >>> @given(bg.testing.mixed_profiles(game))
    ... def test_nobody_gets_more_than_the_best_payoff(profile):
    ...     assert max(game.expected_payoffs(profile).values()) <= 5
    >>> test_nobody_gets_more_than_the_best_payoff()
    """
    return st.fixed_dictionaries(
        {player: _mixtures(labels) for player, labels in checked_game(game).strategies.items()}
    )


@st.composite
def _mixtures(draw: st.DrawFn, labels: tuple[str, ...]) -> dict[str, float]:
    """Cut the whole into one share a label; without a cut, the first label has it all."""
    whole = draw(st.sampled_from(DENOMINATORS))
    cuts = sorted(draw(st.integers(0, whole)) for _ in labels[1:])
    shares = [high - low for low, high in pairwise([0, *cuts, whole])]
    return {label: share / whole for label, share in zip(labels, reversed(shares), strict=True) if share > 0}
