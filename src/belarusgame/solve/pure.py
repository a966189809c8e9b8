"""Which profiles are stable when nobody randomises?"""

from __future__ import annotations

import numpy as np

from belarusgame.base.labels import BoolArray
from belarusgame.game import Game, checked_game, equilibrium_at
from belarusgame.solve.compared import compared
from belarusgame.solve.solution import Solution


def pure_equilibria(game: Game) -> Solution:
    """Find all pure Nash equilibria of a game with any number of players.

    Every profile is examined, and payoffs are compared exactly, so the list is always complete: if it is
    empty, the game has no equilibrium in pure strategies.

    Parameters
    ----------
    game : Game
        Any game.

    Returns
    -------
    Solution
        Concept ``pure``, status ``complete``. An equilibrium's ``strict`` says whether everybody who deviates
        alone loses; in a weak one somebody could deviate at no cost. Strict ones have index +1.

    References
    ----------
    J. F. Nash, "Equilibrium points in n-person games", PNAS 36 (1950).

    Examples
    --------
    >>> import belarusgame as bg
    >>> game = bg.Game([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    >>> [equilibrium.pure_profile for equilibrium in bg.solve.pure_equilibria(game).equilibria]
    [{'player 1': 's2', 'player 2': 's2'}]
    """
    checked_game(game)
    stable, strict = pure_positions(game)
    return Solution(
        outcomes=tuple(
            equilibrium_at(
                game,
                game.labels.named(position),
                strict=bool(strict[tuple(position)]),
                index=1 if strict[tuple(position)] else None,
            )
            for position in np.argwhere(stable).tolist()
        ),
        concept="pure",
        status="complete",
        method="enumeration of all profiles with exact comparisons",
        game=game,
    )


def pure_positions(game: Game) -> tuple[BoolArray, BoolArray]:
    """Mark the profiles that are pure equilibria, and those that are strict ones.

    Returns
    -------
    tuple of numpy.ndarray
        Two arrays of the game's shape.
    """
    found = compared(game.ordinal)  # ranks compare as the exact payoffs do, and faster than fractions
    return found.stable, found.strict
