"""Who gets what, and who knows what: a game in which players have types that others do not see.

A :class:`BayesianGame` is one :class:`~belarusgame.game.Game` for every combination of types, and how likely
each combination is (Harsanyi 1967-68). It knows no scenario.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.deciding import Decider
from belarusgame.base.guards import is_mapping
from belarusgame.base.information import (
    Agent,
    Knows,
    agents_of,
    checked_knows,
    partition,
    told_by_delegations,
)
from belarusgame.base.labelled import Labelled
from belarusgame.base.labels import FloatArray, PartialProfile, labels_of
from belarusgame.base.payoffs import as_array
from belarusgame.base.priors import Combination
from belarusgame.base.read_only import read_only
from belarusgame.base.tables import Rows
from belarusgame.base.type_space import Types, TypeSpace
from belarusgame.errors import GameError, quoted
from belarusgame.game import Game

#: The strategic form of the types has at most so many payoffs.
MOST_PAYOFFS = 5_000_000


class BayesianGame(Labelled):
    """A finite game with private information: payoffs for all types, and a common prior over them.

    A Bayesian game is immutable. Payoffs and probabilities are kept exactly where they were given exactly, as
    in :class:`~belarusgame.game.Game`.

    Parameters
    ----------
    players : sequence of str
        One name a player.
    strategies : sequence of sequences of str, or mapping of them by player
        What each can do, whatever its type.
    types : mapping of str to sequence of str
        The types of the players who have some; each of the others has one, called ``ordinary``.
    prior : mapping or array_like
        Independent types: ``{player: {type: probability}}``. Types that depend on each other: an array with
        one axis for each player who has types, or a mapping whose keys are tuples with one type for each of
        them. A float means its shortest decimal.
    payoffs : array_like or mapping
        Of shape ``(players, *types, *strategies)``, the types' axes being those of the players who have some;
        or a mapping with a game, or its payoffs of shape ``(players, *strategies)``, for each combination of
        types: the type, if only one player has some, or a tuple.
    knows : sequence of Knows, optional
        Who knows more than its own type.

    Raises
    ------
    GameError
        For probabilities that are negative or do not sum to one, for unknown or repeated names, and for
        payoffs that do not fit.

    Examples
    --------
    A buyer knows whether he is keen; the seller does not:

    >>> import belarusgame as bg
    >>> sale = bg.BayesianGame(
    ...     players=["seller", "buyer"],
    ...     strategies=[["high", "low"], ["buy", "leave"]],
    ...     types={"buyer": ["keen", "cool"]},
    ...     prior={"buyer": {"keen": 0.25, "cool": 0.75}},
    ...     payoffs={
    ...         "keen": [[[3, 0], [1, 0]], [[1, 0], [3, 0]]],
    ...         "cool": [[[3, 0], [1, 0]], [[-2, 0], [1, 0]]],
    ...     },
    ... )
    >>> print(sale.probability({"buyer": "keen"}))
    1/4
    >>> sale.agent_form().players
    ('seller', 'buyer (keen)', 'buyer (cool)')
    """

    __slots__ = ("_games", "_knows", "_space")

    def __init__(
        self,
        players: Sequence[str],
        strategies: Sequence[Sequence[str]] | Mapping[str, Sequence[str]],
        types: Mapping[str, Sequence[str]],
        prior: Any,
        payoffs: Any,
        *,
        knows: Sequence[Knows] = (),
    ) -> None:
        self._labels = labels_of(players, strategies)
        self._space = TypeSpace.read(self._labels, types, prior)
        self._games = _games_of(self._space, payoffs)
        told = told_by_delegations(self._space, {c: game.delegations for c, game in self._games.items()})
        self._knows = (*checked_knows(self._space, knows), *told)

    @property
    def types(self) -> dict[str, tuple[str, ...]]:
        """The types of every player; ``("ordinary",)`` for one without private information."""
        return dict(zip(self.players, self._space.types, strict=True))

    @property
    def typed(self) -> tuple[str, ...]:
        """The players who have more than one type."""
        return self._space.typed

    @property
    def knows(self) -> tuple[Knows, ...]:
        """Who knows more than its own type."""
        return self._knows

    @property
    def delegations(self) -> tuple[Decider, ...]:
        """The decisions that are not the player's own, for some types at least."""
        named = {made.name: made for game in self._games.values() for made in game.delegations}
        return tuple(named.values())

    @property
    def combinations(self) -> tuple[Combination, ...]:
        """All combinations of types, one type a player."""
        return self._space.combinations

    @property
    def prior(self) -> dict[Combination, Fraction]:
        """The probability of every combination of types, exactly."""
        return dict(self._space.prior.joint)

    @property
    def marginals(self) -> dict[str, dict[str, Fraction]]:
        """The probability of every type of every player."""
        return {
            player: dict(own) for player, own in zip(self.players, self._space.prior.marginals, strict=True)
        }

    @property
    def independent(self) -> bool:
        """Whether the type of one player says nothing of another's."""
        return self._space.prior.independent

    def probability(self, types: Types) -> Fraction:
        """Return how likely it is that some players have these types."""
        return self._space.probability(types)

    def checked_types(self, types: Types | None) -> dict[str, str]:
        """Refuse types that nobody has, naming those there are."""
        return self._space.checked(types)

    def fits(self, combination: Combination, types: Types) -> bool:
        """Whether a combination has these types."""
        return self._space.fits(combination, types)

    def game(self, types: Types) -> Game:
        """Return the game that the players would play if everybody knew everybody's type.

        Parameters
        ----------
        types : mapping of str to str
            A type for every player who has more than one.
        """
        wanted = self.checked_types(types)
        missing = [player for player in self.typed if player not in wanted]
        if missing:
            raise GameError(f"types: says nothing of {', '.join(missing)}; name a type for each")
        return next(game for combination, game in self._games.items() if self.fits(combination, wanted))

    def game_of(self, combination: Combination) -> Game:
        """Return the game of a combination with one type a player."""
        return self._games[combination]

    def deciding_of(self, combination: Combination) -> NDArray[np.object_]:
        """Return the exact payoffs by which decisions are made, if the types are these."""
        return self._games[combination].exact_deciding

    def knowing(self, more: Sequence[Knows]) -> BayesianGame:
        """Return the game in which somebody knows more."""
        # Everything else was checked when this one was made.
        made = BayesianGame.__new__(BayesianGame)
        made.__setstate__(self.__getstate__())
        made._knows = (*self._knows, *checked_knows(self._space, more))
        return made

    @property
    def payoffs(self) -> FloatArray:
        """The payoffs as a read-only float64 array of shape ``(players, *types, *strategies)``."""
        return read_only(self._stacked([game.payoffs for game in self._games.values()]))

    @property
    def exact_payoffs(self) -> NDArray[np.object_]:
        """The payoffs as fractions, of the same shape, read-only."""
        return read_only(self._stacked([game.exact_payoffs for game in self._games.values()]))

    def _stacked(self, arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """Lay the payoffs of all combinations out, with one axis a typed player."""
        counts = tuple(len(self.types[player]) for player in self.typed)
        whole = np.stack(arrays).reshape(*counts, *arrays[0].shape)
        return np.moveaxis(whole, len(counts), 0)

    def agents(self) -> tuple[Agent, ...]:
        """Return every player once for each thing that it may know, types of probability zero left out.

        In the simultaneous reading; an agent whose combinations all have probability zero never acts.
        """
        return agents_of(self._space, self._knows)

    def cells(
        self, player: str, history: Mapping[str, str] | None = None
    ) -> dict[str, tuple[Combination, ...]]:
        """Return what a player can tell apart: for each thing that it may know, the combinations that fit.

        Parameters
        ----------
        player : str
            Who is to move.
        history : mapping of str to str, optional
            What it has seen others do; None in the simultaneous reading.
        """
        return partition(self._space, self._knows, player, history)

    def agent_form(self) -> Game:
        """Return the ordinary game in which each type is a player, its payoffs weighted by its probability.

        Its Nash equilibria are the Bayesian equilibria. Types of probability zero are not in it: they change
        nobody's play. Where somebody else decides for a player, the payoffs are those by which it decides.

        Raises
        ------
        GameError
            If it would have more than five million payoffs.
        """
        agents = self.agents()
        counts = [len(self.strategies[agent.player]) for agent in agents]
        if prod(counts) * len(agents) > MOST_PAYOFFS:
            raise GameError(
                f"the agent form of {len(agents)} types has {prod(counts):,} profiles: more than can be laid "
                "out; give fewer types"
            )
        payoffs = [np.zeros(counts, dtype=object) + Fraction(0) for _ in agents]
        for combination, chance in self._space.prior.joint.items():
            acting = [
                next(k for k, a in enumerate(agents) if a.player == player and combination in a.combinations)
                for player in self.players
                if chance
            ]
            # Nobody acts where a combination has no chance. Payoffs are not divided by the chance of the
            # agent's own type: the unit of a player's payoffs moves no equilibrium.
            for own, agent in zip(self.deciding_of(combination), acting, strict=False):
                payoffs[agent] = payoffs[agent] + chance * _spread(own, acting, len(agents))
        return Game(
            np.stack(payoffs),
            [agent.name for agent in agents],
            {agent.name: self.strategies[agent.player] for agent in agents},
        )

    def equals(self, other: BayesianGame) -> bool:
        """Whether two games have the same labels, types, exact prior and exact payoffs."""
        checked_bayesian(other)
        return (self._space, self._knows) == (other._space, other._knows) and all(
            game.equals(other._games[combination]) for combination, game in self._games.items()
        )

    def event_chance(
        self, event: PartialProfile, types: Types | None, play: Callable[[Combination], FloatArray]
    ) -> float:
        """Return the probability of an event, given types, where ``play`` says what combinations lead to."""
        mask = self._labels.mask(event)
        given = self.given(types)
        return float(sum(float(p) * play(c)[mask].sum() for c, p in given.items())) / float(
            sum(given.values())
        )

    def given(self, types: Types | None) -> dict[Combination, Fraction]:
        """Return the probabilities of the combinations with some types, as far as they are not zero.

        Raises
        ------
        GameError
            If there is none.
        """
        return self._space.given(types)

    def rows(self) -> Rows:
        """Return one row for each combination of types and each profile."""
        return list(self._lines())

    def _lines(self) -> Iterator[dict[str, object]]:
        for combination, game in self._games.items():
            named = dict(zip(self.players, combination, strict=True))
            kinds = {f"type of {player}": named[player] for player in self.typed}
            for row in game.rows():
                yield {**kinds, "probability": float(self._space.prior.joint[combination]), **row}

    @property
    def heading(self) -> str:
        """The line above the table."""
        kinds = "; ".join(f"{player} is {' or '.join(self.types[player])}" for player in self.typed)
        return f"Bayesian game of {', '.join(self.players)}" + (f": {kinds}" if kinds else "")

    def __getstate__(self) -> tuple[Any, ...]:
        return (self._labels, self._space, self._games, self._knows)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._labels, self._space, self._games, self._knows = state


def checked_bayesian(game: Any) -> BayesianGame:
    """Refuse what is not a Bayesian game, naming what would be."""
    if not isinstance(game, BayesianGame):
        raise GameError(
            f"game: {quoted(game)} is not a BayesianGame; build one with BayesianGame(...) or "
            "scenario.bayesian_game()"
        )
    return game


def _spread(own: NDArray[Any], acting: Sequence[int], count: int) -> NDArray[Any]:
    """Turn the axes of the players into those of the agents who act for them."""
    # The axes of ``own`` come in the order of the players, those of the form in the order of the agents.
    order = sorted(range(len(acting)), key=acting.__getitem__)
    shape = [1] * count
    for axis, agent in enumerate(acting):
        shape[agent] = own.shape[axis]
    return np.transpose(own, order).reshape(shape)


def _games_of(space: TypeSpace, payoffs: Any) -> dict[Combination, Game]:
    """Read one game for each combination of types."""
    labels = space.labels
    parts = dict(_parts(space, payoffs))
    places = [space.place(player) for player in space.typed]
    games: dict[Combination, Game] = {}
    for combination in space.combinations:
        key = tuple(combination[place] for place in places)
        game = parts[key]
        if not isinstance(game, Game):
            game = Game(game, labels.players, dict(zip(labels.players, labels.strategies, strict=True)))
        if game.labels != labels:
            raise GameError(f"payoffs of {' '.join(key)}: the game has other players or strategies")
        games[combination] = game
    return games


def _parts(space: TypeSpace, payoffs: Any) -> Iterator[tuple[Combination, Any]]:
    labels, kinds = space.labels, [space.types[space.place(player)] for player in space.typed]
    wanted = list(itertools.product(*kinds))
    if is_mapping(payoffs):
        # With one typed player a key is the bare type, which nobody has to wrap in a tuple.
        given = {(key,) if isinstance(key, str) else key: value for key, value in payoffs.items()}
        if set(given) != set(wanted):
            listed = ", ".join(" ".join(key) for key in wanted)
            raise GameError(f"payoffs: must have an entry for each combination of types: {listed}")
        yield from given.items()
        return
    if isinstance(payoffs, Game):
        yield from ((key, payoffs) for key in wanted)
        return
    array = as_array(payoffs, "payoffs must have the shape (players, *types, *strategies)")
    shape = (len(labels.players), *(len(own) for own in kinds), *labels.counts)
    if array.shape != shape:
        raise GameError(
            f"payoffs of shape {array.shape}: must be {shape}, that is (players, *types, *strategies), with "
            "an axis of types for each player who has more than one"
        )
    for key in wanted:
        position = [own.index(name) for own, name in zip(kinds, key, strict=True)]
        yield key, array[(slice(None), *position)]
