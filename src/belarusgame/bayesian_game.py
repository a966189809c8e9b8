"""Who gets what, and who knows what: a game in which players have types that others do not see.

A :class:`BayesianGame` is one :class:`~belarusgame.game.Game` for every combination of types, and how likely
each combination is (Harsanyi 1967-68). It knows no scenario.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.deciding import Decider
from belarusgame.base.guards import is_mapping, is_sequence
from belarusgame.base.labels import FloatArray, Labels, PartialProfile, make_labels
from belarusgame.base.payoffs import as_array
from belarusgame.base.priors import Combination, prior_of
from belarusgame.base.read_only import read_only
from belarusgame.base.settings import option, texts
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError, quoted
from belarusgame.game import Game

__all__ = ["ORDINARY", "Agent", "BayesianGame", "Knows"]

#: The one type of a player who has no private information.
ORDINARY = "ordinary"

#: The strategic form of the types has at most so many payoffs.
MOST_PAYOFFS = 5_000_000

Types: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knows:
    """A player knows more than its own type.

    Attributes
    ----------
    player : str
        Who knows it.
    about : str
        Whose type it knows.
    when : mapping of str to tuple of str
        Only after these moves of others; in the simultaneous reading it knows it in any case.
    types : tuple of str or None
        Only as one of these types of its own, which are then one: who decides in its place cannot tell them
        apart. None: as every type, and it can. In the simultaneous reading it can in any case, as it may have
        to decide by itself.
    """

    player: str
    about: str
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    types: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A player with what it knows: one of the players of the agent form.

    Attributes
    ----------
    player : str
        Whose move it makes.
    name : str
        The player, and what it knows where that differs: ``"putin (desperate)"``.
    knows : str
        What it knows: its type, and of others what it has learnt.
    combinations : tuple of tuple of str
        The types of all players that it holds possible.
    """

    player: str
    name: str
    knows: str
    combinations: tuple[Combination, ...]


class BayesianGame(Tabular):
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

    __slots__ = ("_games", "_knows", "_labels", "_prior", "_types")

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
        self._labels = _labels_of(players, strategies)
        self._types = _types_of(self._labels, types)
        self._prior = prior_of(self._labels.players, self._types, self.typed, prior)
        self._games = _games_of(self._labels, self._types, self.typed, payoffs)
        self._knows = (*_checked_knows(self, knows), *_delegated(self._labels, self._types, self._games))

    @property
    def labels(self) -> Labels:
        """The names of players and strategies, in the order of the axes."""
        return self._labels

    @property
    def players(self) -> tuple[str, ...]:
        """The players' names."""
        return self._labels.players

    @property
    def strategies(self) -> dict[str, tuple[str, ...]]:
        """The labels of every player's strategies."""
        return dict(zip(self._labels.players, self._labels.strategies, strict=True))

    @property
    def types(self) -> dict[str, tuple[str, ...]]:
        """The types of every player; ``("ordinary",)`` for one without private information."""
        return dict(zip(self.players, self._types, strict=True))

    @property
    def typed(self) -> tuple[str, ...]:
        """The players who have more than one type."""
        return tuple(player for player, own in self.types.items() if len(own) > 1)

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
        return tuple(self._games)

    @property
    def prior(self) -> dict[Combination, Fraction]:
        """The probability of every combination of types, exactly."""
        return dict(self._prior.joint)

    @property
    def marginals(self) -> dict[str, dict[str, Fraction]]:
        """The probability of every type of every player."""
        return {player: dict(own) for player, own in zip(self.players, self._prior.marginals, strict=True)}

    @property
    def independent(self) -> bool:
        """Whether the type of one player says nothing of another's."""
        return self._prior.independent

    def probability(self, types: Types) -> Fraction:
        """Return how likely it is that some players have these types."""
        wanted = self.checked_types(types)
        return sum(
            (chance for combination, chance in self._prior.joint.items() if self.fits(combination, wanted)),
            Fraction(0),
        )

    def checked_types(self, types: Types | None) -> dict[str, str]:
        """Refuse types that nobody has, naming those there are."""
        if types is None:
            return {}
        if not is_mapping(types):
            raise GameError(f"types = {quoted(types)}: must be a mapping such as {{player: type}}")
        for player, name in types.items():
            index = self._labels.player_index(player)
            option(f"type of {player}", name, self._types[index])
        return dict(types)

    def fits(self, combination: Combination, types: Types) -> bool:
        """Whether a combination has these types."""
        return all(combination[self.players.index(player)] == name for player, name in types.items())

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
        made = BayesianGame.__new__(BayesianGame)
        made.__setstate__(self.__getstate__())
        made._knows = (*self._knows, *_checked_knows(self, more))
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
        found: list[Agent] = []
        for player in self.players:
            cells = self.cells(player)
            for circumstances, combinations in cells.items():
                if any(self._prior.joint[combination] for combination in combinations):
                    name = f"{player} ({circumstances})" if len(cells) > 1 else player
                    found.append(
                        Agent(player=player, name=name, knows=circumstances, combinations=combinations)
                    )
        return tuple(found)

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
        found: dict[str, list[Combination]] = {}
        for combination in self._games:
            found.setdefault(self._known(player, combination, history), []).append(combination)
        return {circumstances: tuple(members) for circumstances, members in found.items()}

    def _known(self, player: str, combination: Combination, history: Mapping[str, str] | None) -> str:
        """Say what a player knows if the types are these."""
        own = combination[self.players.index(player)]
        parts, past = [own], history or {}
        for knows in self._knows:
            seen = all(p not in past or past[p] in labels for p, labels in knows.when.items())
            if knows.player == player and seen and (knows.types is None or own in knows.types):
                if knows.types is not None and all(p in past for p in knows.when):
                    parts[0] = "/".join(knows.types)
                if knows.about in self.typed:
                    parts.append(f"{knows.about} {combination[self.players.index(knows.about)]}")
        return ", ".join(parts)

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
        for combination, chance in self._prior.joint.items():
            acting = [
                next(k for k, a in enumerate(agents) if a.player == player and combination in a.combinations)
                for player in self.players
                if chance
            ]
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
        return (
            (self._labels, self._types, self._knows) == (other._labels, other._types, other._knows)
            and self._prior == other._prior
            and all(game.equals(other._games[combination]) for combination, game in self._games.items())
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
        wanted = self.checked_types(types)
        found = {c: p for c, p in self._prior.joint.items() if p and self.fits(c, wanted)}
        if not found:
            raise GameError(f"types = {quoted(types)}: have probability zero, so that nothing follows")
        return found

    def rows(self) -> Rows:
        """Return one row for each combination of types and each profile."""
        return list(self._lines())

    def _lines(self) -> Iterator[dict[str, object]]:
        for combination, game in self._games.items():
            named = dict(zip(self.players, combination, strict=True))
            kinds = {f"type of {player}": named[player] for player in self.typed}
            for row in game.rows():
                yield {**kinds, "probability": float(self._prior.joint[combination]), **row}

    @property
    def heading(self) -> str:
        """The line above the table."""
        kinds = "; ".join(f"{player} is {' or '.join(self.types[player])}" for player in self.typed)
        return f"Bayesian game of {', '.join(self.players)}" + (f": {kinds}" if kinds else "")

    def __getstate__(self) -> tuple[Any, ...]:
        return (self._labels, self._types, self._prior, self._games, self._knows)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._labels, self._types, self._prior, self._games, self._knows = state


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
    order = sorted(range(len(acting)), key=acting.__getitem__)
    shape = [1] * count
    for axis, agent in enumerate(acting):
        shape[agent] = own.shape[axis]
    return np.transpose(own, order).reshape(shape)


def _labels_of(players: Any, strategies: Any) -> Labels:
    names = texts("players", players)
    if is_mapping(strategies):
        sizes = [len(own) if is_sequence(own) else 0 for own in map(strategies.get, names)]
    elif is_sequence(strategies) and len(strategies) == len(names):
        sizes = [len(own) if is_sequence(own) else 0 for own in strategies]
    else:
        raise GameError(f"strategies = {quoted(strategies)}: must be one list of names for each player")
    if not names or 0 in sizes:
        raise GameError(
            f"strategies = {quoted(strategies)}: there must be a player, and each needs a strategy"
        )
    return make_labels((len(names), *sizes), names, strategies)


def _types_of(labels: Labels, types: Any) -> tuple[tuple[str, ...], ...]:
    if not is_mapping(types):
        raise GameError(f"types = {quoted(types)}: must be a mapping such as {{player: [types]}}")
    found: dict[str, tuple[str, ...]] = dict.fromkeys(labels.players, (ORDINARY,))
    for player, given in types.items():
        labels.player_index(player)
        own = texts(f"types of {player}", given)
        if not own or "" in own or len(set(own)) < len(own):
            raise GameError(f"types of {player} = {quoted(given)}: must be different names, at least one")
        found[player] = own
    return tuple(found.values())


def _games_of(
    labels: Labels, types: Sequence[tuple[str, ...]], typed: Sequence[str], payoffs: Any
) -> dict[Combination, Game]:
    """Read one game for each combination of types."""
    parts = dict(_parts(labels, types, typed, payoffs))
    places = [labels.players.index(player) for player in typed]
    games: dict[Combination, Game] = {}
    for combination in itertools.product(*types):
        key = tuple(combination[place] for place in places)
        game = parts[key]
        if not isinstance(game, Game):
            game = Game(game, labels.players, dict(zip(labels.players, labels.strategies, strict=True)))
        if game.labels != labels:
            raise GameError(f"payoffs of {' '.join(key)}: the game has other players or strategies")
        games[combination] = game
    return games


def _parts(
    labels: Labels, types: Sequence[tuple[str, ...]], typed: Sequence[str], payoffs: Any
) -> Iterator[tuple[Combination, Any]]:
    kinds = [types[labels.players.index(player)] for player in typed]
    wanted = list(itertools.product(*kinds))
    if is_mapping(payoffs):
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


def _delegated(
    labels: Labels, types: Sequence[tuple[str, ...]], games: Mapping[Combination, Game]
) -> Iterator[Knows]:
    """Yield who decides with another's information: where a decision is delegated, its type is known."""
    named = {made.name: made for game in games.values() for made in game.delegations}
    for name, made in named.items():
        place, to = labels.players.index(made.player), labels.players.index(made.to)
        inside = {c for c, game in games.items() if any(d.name == name for d in game.delegations)}
        own = tuple(kind for kind in types[place] if any(c[place] == kind for c in inside))
        if inside == {c for c in games if c[place] in own}:
            pooled = own if len(types[place]) > 1 else None
        elif inside == {c for c in games if (c[place], c[to]) in {(i[place], i[to]) for i in inside}}:
            pooled = None
        else:
            raise GameError(
                f"delegation {name}: whether it is in force must depend on the types of {made.player} and "
                f"{made.to} alone; they are the ones who can know it"
            )
        yield Knows(player=made.player, about=made.to, when=made.when, types=pooled)


def _checked_knows(bayesian: BayesianGame, knows: Any) -> tuple[Knows, ...]:
    if not is_sequence(knows) or not all(isinstance(entry, Knows) for entry in knows):
        raise GameError(f"knows = {quoted(knows)}: must be a list of Knows(player=..., about=...)")
    for entry in knows:
        for player in (entry.player, entry.about):
            bayesian.labels.player_index(player)
        bayesian.labels.allowed(entry.when)
        for own in entry.types or ():
            bayesian.checked_types({entry.player: own})
    return tuple(knows)
