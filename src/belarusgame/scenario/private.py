"""The game in which each player alone knows its own type."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from belarusgame.base.labels import Labels
from belarusgame.base.type_space import ORDINARY
from belarusgame.bayesian_game import BayesianGame
from belarusgame.errors import GameError
from belarusgame.game import Game
from belarusgame.scenario.records import PlayerType


def bayesian_game_of(
    labels: Labels,
    types: Sequence[PlayerType],
    rest: Mapping[str, str],
    game: Callable[[Mapping[str, str]], Game],
) -> BayesianGame:
    """Make one game for each combination of types; see :meth:`Scenario.bayesian_game`.

    ``rest`` says what the types of a player leave over is called; ``game`` returns the game in which some
    players are of given types.
    """
    kinds = {player: dict(_types(types, rest, player)) for player in labels.players}
    kinds = {player: own for player, own in kinds.items() if own}
    games = {
        names: game(
            {player: name for (player, own), name in zip(kinds.items(), names, strict=True) if own[name]}
        )
        for names in itertools.product(*kinds.values())
    }
    prior = {player: _chances(player, own) for player, own in kinds.items()}
    return BayesianGame(
        labels.players,
        labels.strategies,
        {player: list(own) for player, own in kinds.items()},
        prior,
        dict(_by_typed(kinds, games)),
    )


def _types(
    types: Sequence[PlayerType], rest: Mapping[str, str], player: str
) -> Iterator[tuple[str, PlayerType | None]]:
    """Yield a player's types, and at last what they leave over, if that is not nothing."""
    listed = [made for made in types if made.player == player]
    if not listed:
        return
    yield from ((made.name, made) for made in listed)
    left = rest.get(player)
    total = sum((made.probability.likely for made in listed), Fraction(0))
    if total < 1:
        name = ORDINARY if left is None else left
        if name in [made.name for made in listed]:
            raise GameError(f"types.{player}: name what the types leave over with `rest`")
        yield name, None
    elif left is not None:
        raise GameError(
            f"types.{player}: the likely probabilities sum to 1, so that nothing is left over for "
            f'"{left}"; lower one, or remove `rest`'
        )


def _chances(player: str, own: Mapping[str, PlayerType | None]) -> dict[str, Fraction]:
    """Return the likely probability of each type of a player."""
    chances = {name: Fraction(0) if made is None else made.probability.likely for name, made in own.items()}
    left = 1 - sum(chances.values(), Fraction(0))
    return {name: left if own[name] is None else chance for name, chance in chances.items()}


def _by_typed(
    kinds: Mapping[str, Mapping[str, Any]], games: Mapping[tuple[str, ...], Any]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Leave the types out of players who have only one."""
    for names, game in games.items():
        yield (
            tuple(name for own, name in zip(kinds.values(), names, strict=True) if len(own) > 1),
            game,
        )
