"""The labelled payoff tensor, and what can happen in it.

A :class:`Game` says what every player gets in every profile; an :class:`Outcome` is something that can happen
in it, and an :class:`Equilibrium` is the outcome of independent, possibly mixed, choices. Nothing in this
module knows where the payoffs come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from belarusgame._labels import FloatArray, Labels, PartialProfile, product_distribution
from belarusgame._tables import Tabular
from belarusgame.errors import GameError, nearest, quoted

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Equilibrium", "Game", "Outcome"]

_Array = TypeVar("_Array", bound="np.ndarray[Any, Any]")


class Game(Tabular):
    """A finite game in strategic form, with a name for every player and strategy.

    A game is immutable. Payoffs given as arrays mean their float64 values; payoffs given as fractions,
    decimals or integers are kept exactly beside the float64 view, so that ties between them are exact.

    Parameters
    ----------
    payoffs : array_like
        Shape ``(players, *strategies)``: ``payoffs[i, s_1, ..., s_n]`` is what player *i* gets in that profile.
        A sequence of one array a player will do.
    players : sequence of str, optional
        One name a player; by default ``player 1``, ``player 2``, ...
    strategies : sequence of sequences of str, or mapping of them by player, optional
        The labels along each axis; by default ``s1``, ``s2``, ...
    variants : mapping, optional
        For a player, which strategies are variants of which: ``{"lukashenko": {"mediate": "abstain"}}``. Only
        models that need a starting distribution look at it: a strategy and its variants share one share.

    Raises
    ------
    GameError
        For a wrong shape, a payoff that is not a finite number, or labels that are not unique.

    Examples
    --------
    >>> import belarusgame as bg
    >>> game = bg.Game(
    ...     [[[3, 0], [5, 1]], [[3, 5], [0, 1]]],
    ...     players=["row", "column"],
    ...     strategies=[["cooperate", "defect"], ["cooperate", "defect"]],
    ... )
    >>> game.best_responses({"row": "cooperate", "column": "cooperate"})
    {'row': ('defect',), 'column': ('defect',)}
    """

    __slots__ = ("_exact", "_labels", "_payoffs", "_variants")

    def __init__(
        self,
        payoffs: Any,
        players: Sequence[str] | None = None,
        strategies: Sequence[Sequence[str]] | Mapping[str, Sequence[str]] | None = None,
        *,
        variants: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self._payoffs, self._exact = _payoff_arrays(payoffs)
        self._labels = _labels(self._payoffs.shape, players, strategies)
        self._variants = _variants(self._labels, variants or {})

    @classmethod
    def from_nashpy(
        cls,
        game: Any,
        players: Sequence[str] | None = None,
        strategies: Sequence[Sequence[str]] | None = None,
    ) -> Game:
        """Take over a ``nashpy.Game``, its first matrix being the row player's payoffs."""
        matrices = getattr(game, "payoff_matrices", None)
        if matrices is None:
            raise GameError(f"{quoted(game)} is not a nashpy game: it has no payoff_matrices")
        return cls(list(matrices), players, strategies)

    @property
    def labels(self) -> Labels:
        """The names of players and strategies, in the order of the tensor's axes."""
        return self._labels

    @property
    def players(self) -> tuple[str, ...]:
        """The players' names, in the order of the tensor's axes."""
        return self._labels.players

    @property
    def strategies(self) -> dict[str, tuple[str, ...]]:
        """The labels of every player's strategies."""
        return dict(zip(self._labels.players, self._labels.strategies, strict=True))

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of strategies of each player."""
        return self._labels.counts

    @property
    def payoffs(self) -> FloatArray:
        """The payoffs as a read-only float64 array of shape ``(players, *strategies)``."""
        return self._payoffs

    @property
    def exact_payoffs(self) -> NDArray[np.object_]:
        """The payoffs as ``fractions.Fraction``, of the same shape, read-only."""
        if self._exact is None:
            exact = np.array([Fraction(float(value)) for value in self._payoffs.flat], dtype=object)
            self._exact = _read_only(exact.reshape(self._payoffs.shape))
        return self._exact

    @property
    def is_rounded(self) -> bool:
        """Whether the exact payoffs are other numbers than the float64 ones: only then can floats tie falsely."""
        return self._exact is not None

    @property
    def variants(self) -> dict[str, dict[str, str]]:
        """For every player with variants, the strategy that each variant is a variant of."""
        return {player: dict(pairs) for player, pairs in self._variants.items()}

    def base_measure(self) -> dict[str, FloatArray]:
        """Return each player's starting distribution: one share a strategy, split evenly among its variants."""
        measure: dict[str, FloatArray] = {}
        for player, labels in self.strategies.items():
            heads = [self._variants.get(player, {}).get(label, label) for label in labels]
            shares = [1.0 / (len(set(heads)) * heads.count(head)) for head in heads]
            measure[player] = _read_only(np.array(shares))
        return measure

    def vectors(self, profile: Any) -> tuple[FloatArray, ...]:
        """Read a profile (labels, vectors or an equilibrium) as one vector of probabilities a player."""
        return self._labels.vectors(profile)

    def payoff(self, player: str, profile: Mapping[str, str]) -> Fraction:
        """Return one player's payoff in a pure profile, exactly."""
        index = self._labels.player_index(player)
        position = _pure_position(self.vectors(profile))
        if position is None:
            raise GameError("payoff() takes a pure profile; for a mixed one use expected_payoffs()")
        return self.exact_payoffs[(index, *position)]

    def expected_payoffs(self, profile: Any) -> dict[str, float]:
        """Return what every player gets on average.

        Parameters
        ----------
        profile : mapping, sequence or Equilibrium
            Labels, or vectors of probabilities; see :meth:`vectors`.

        Returns
        -------
        dict of str to float
            In the payoffs' own units.
        """
        vectors = self.vectors(profile)
        return {
            player: float(self.payoffs_against(index, vectors) @ vectors[index])
            for index, player in enumerate(self.players)
        }

    def payoffs_against(self, player: int, vectors: Sequence[FloatArray]) -> FloatArray:
        """Return what each strategy of a player (by position) earns against the others' mixed strategies."""
        tensor = self._payoffs[player]
        for other in reversed(range(len(vectors))):
            if other != player:
                tensor = np.tensordot(tensor, vectors[other], axes=(other, 0))
        return tensor

    def regret(self, profile: Any) -> dict[str, float]:
        """Return the most that each player could gain by deviating alone; never negative.

        Parameters
        ----------
        profile : mapping, sequence or Equilibrium
            Labels, or vectors of probabilities; see :meth:`vectors`.
        """
        vectors = self.vectors(profile)
        position = _pure_position(vectors)
        gains: dict[str, float] = {}
        for index, player in enumerate(self.players):
            if position is not None:
                replies = self._replies(index, position)
                gains[player] = float(max(replies) - replies[position[index]])
            else:
                earned = self.payoffs_against(index, vectors)
                gains[player] = max(0.0, float(earned.max() - earned @ vectors[index]))
        return gains

    def best_responses(self, profile: Any, tolerance: float = 0.0) -> dict[str, tuple[str, ...]]:
        """Return each player's best replies to what the others do.

        Against a pure profile the comparison is exact; against a mixed one it is made in float64.

        Parameters
        ----------
        profile : mapping, sequence or Equilibrium
            Labels, or vectors of probabilities; see :meth:`vectors`.
        tolerance : float
            In payoff units: a strategy that earns at most this much less than the best one counts too.
        """
        if not tolerance >= 0.0:
            raise GameError(f"tolerance = {tolerance} must not be negative")
        vectors = self.vectors(profile)
        position = _pure_position(vectors)
        replies: dict[str, tuple[str, ...]] = {}
        for index, (player, labels) in enumerate(self.strategies.items()):
            earned: Sequence[Any] = (
                self.payoffs_against(index, vectors).tolist()
                if position is None
                else self._replies(index, position)
            )
            bar = max(earned) - (Fraction(tolerance) if position is not None else tolerance)
            replies[player] = tuple(
                label for label, value in zip(labels, earned, strict=True) if value >= bar
            )
        return replies

    def fix(self, partial: Mapping[str, str]) -> Game:
        """Return the game that is left when some players' strategies are given.

        Parameters
        ----------
        partial : mapping of str to str
            The players who no longer choose, with what they do; at least one player must be left.

        Returns
        -------
        Game
            Of the remaining players, in the same order.
        """
        for player, choice in partial.items():
            if not isinstance(choice, str):  # pyright: ignore[reportUnnecessaryIsInstance] - users are untyped
                raise GameError(f"{player}: fix() takes one strategy, not {quoted(choice)}; see restrict()")
        left = [player for player in self.players if player not in partial]
        if not left:
            raise GameError("every player is fixed; leave at least one who chooses")
        admitted = self._labels.allowed(partial)
        kept = [self.players.index(player) for player in left]
        index = tuple(
            slice(None) if axis in kept else choices[0] for axis, choices in enumerate(admitted)
        )
        return self._part(kept, lambda payoffs: payoffs[(kept, *index)])

    def restrict(self, partial: PartialProfile) -> Game:
        """Return the game in which some players may use only some of their strategies."""
        admitted = self._labels.allowed(partial)
        everyone = range(len(self.players))
        return self._part(everyone, lambda payoffs: payoffs[np.ix_(everyone, *admitted)], admitted)

    def _part(
        self,
        kept: Iterable[int],
        part: Any,
        admitted: Sequence[Sequence[int]] | None = None,
    ) -> Game:
        """Build the game of some players and strategies, keeping exact payoffs, labels and variants."""
        players = [self.players[index] for index in kept]
        labels = {
            player: tuple(
                self.strategies[player][choice]
                for choice in (admitted[self.players.index(player)] if admitted else range(self.shape[self.players.index(player)]))
            )
            for player in players
        }
        variants = {
            player: {v: head for v, head in pairs.items() if v in labels[player] and head in labels[player]}
            for player, pairs in self._variants.items()
            if player in labels
        }
        source = self._payoffs if self._exact is None else self._exact
        return Game(part(source), players, labels, variants=variants)

    def _replies(self, player: int, position: Sequence[int]) -> list[Fraction]:
        index: list[Any] = [player, *position]
        index[player + 1] = slice(None)
        return list(self.exact_payoffs[tuple(index)])

    def equals(self, other: Game) -> bool:
        """Whether two games have the same labels, variants and exact payoffs."""
        return (
            self._labels == other._labels
            and self.variants == other.variants
            and bool(np.array_equal(self._payoffs, other._payoffs))
            and (
                (self._exact is None and other._exact is None)
                or bool(np.array_equal(self.exact_payoffs, other.exact_payoffs))
            )
        )

    def to_frame(self) -> pd.DataFrame:
        """Return a data frame with one row a profile: its labels, then every player's payoff."""
        import pandas as pd

        rows: list[dict[str, object]] = []
        for position in np.ndindex(*self.shape):
            row: dict[str, object] = dict(self._labels.named(position))
            row |= {f"payoff {player}": float(self._payoffs[(i, *position)]) for i, player in enumerate(self.players)}
            rows.append(row)
        return pd.DataFrame(rows)

    def _heading(self) -> str:
        return f"Game of {', '.join(self.players)}: {' x '.join(str(count) for count in self.shape)} profiles"

    def __repr__(self) -> str:
        source = self._payoffs if self._exact is None else self._exact
        variants = f", variants={self.variants}" if self._variants else ""
        return f"Game({_nested(source)}, players={list(self.players)}, strategies={self.strategies}{variants})"

    def __getstate__(self) -> tuple[Any, ...]:
        return (self._payoffs, self._exact, self._labels, self._variants)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._payoffs, self._exact, self._labels, self._variants = state
        for array in (self._payoffs, self._exact):
            if array is not None:
                array.flags.writeable = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Outcome(Tabular):
    """Something that can happen in a game: a distribution over its profiles.

    Attributes
    ----------
    labels : Labels
        The names of the players and of their strategies.
    distribution : numpy.ndarray
        The probability of every profile, of shape ``labels.counts``, read-only.
    payoffs : dict of str to float
        What every player gets on average.
    concept : str
        The solution concept that it satisfies.
    incentive_gap : float
        The most that anybody could gain by leaving it, by the rules of its own concept, in payoff units.
    strict : bool or None
        Whether everybody who could leave it would lose; None where the concept has no such notion.
    plan : object or None
        In the sequential reading, who moves when, and what each other action would have led to.
    """

    labels: Labels
    distribution: FloatArray
    payoffs: Mapping[str, float]
    concept: str
    incentive_gap: float
    strict: bool | None = None
    plan: Any = None

    def probability(self, event: PartialProfile) -> float:
        """Return the probability of a partial profile, such as ``{"lukashenko": ["join", "mediate"]}``."""
        return float(min(1.0, self.distribution[self.labels.mask(event)].sum()))

    @property
    def is_pure(self) -> bool:
        """Whether one profile has all the probability."""
        return int(np.count_nonzero(self.distribution)) == 1

    @property
    def pure_profile(self) -> dict[str, str]:
        """The one profile that happens, by labels.

        Raises
        ------
        GameError
            If more than one profile has positive probability.
        """
        if not self.is_pure:
            raise GameError("the outcome is mixed: it has no single profile; see to_frame()")
        return self.labels.named(np.unravel_index(int(self.distribution.argmax()), self.distribution.shape))  # pyright: ignore[reportArgumentType] - numpy integers are integers

    def to_frame(self) -> pd.DataFrame:
        """Return a data frame with one row for each profile of positive probability."""
        import pandas as pd

        rows = [
            {**self.labels.named(position), "probability": float(self.distribution[tuple(position)])}
            for position in np.argwhere(self.distribution > 0.0).tolist()
        ]
        return pd.DataFrame(rows).sort_values("probability", ascending=False, kind="stable")

    def _heading(self) -> str:
        payoffs = ", ".join(f"{player} {value:.4g}" for player, value in self.payoffs.items())
        return f"Outcome ({self.concept}), payoffs: {payoffs}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Equilibrium(Outcome):
    """A Nash equilibrium: independent choices from which nobody gains by deviating alone.

    ``equilibrium["lukashenko"]["join"]`` is a probability.

    Attributes
    ----------
    mixed : tuple of numpy.ndarray
        One read-only vector of probabilities a player.
    regrets : dict of str to float
        The most that each player could gain by deviating alone, in payoff units.
    index : int or None
        The fixed-point index of a regular equilibrium, +1 or -1; None where it is not defined or not computed.
    box : tuple of numpy.ndarray or None
        Lower and upper bounds of every probability, shape ``(strategies, 2)`` a player, between which this is
        proven to be the only equilibrium; None where no such proof was made.
    """

    mixed: tuple[FloatArray, ...]
    regrets: Mapping[str, float]
    index: int | None = None
    box: tuple[FloatArray, ...] | None = None

    @property
    def profile(self) -> dict[str, dict[str, float]]:
        """For every player the probability of each of its strategies."""
        return {
            player: {label: float(p) for label, p in zip(labels, vector, strict=True)}
            for player, labels, vector in zip(
                self.labels.players, self.labels.strategies, self.mixed, strict=True
            )
        }

    @property
    def regret(self) -> float:
        """The largest regret of any player."""
        return self.incentive_gap

    def __getitem__(self, player: str) -> dict[str, float]:
        self.labels.player_index(player)
        return self.profile[player]

    def to_frame(self) -> pd.DataFrame:
        """Return a data frame with one row for each player and strategy."""
        import pandas as pd

        return pd.DataFrame(
            [
                {"player": player, "strategy": label, "probability": probability}
                for player, mixed in self.profile.items()
                for label, probability in mixed.items()
            ]
        )

    def _heading(self) -> str:
        payoffs = ", ".join(f"{player} {value:.4g}" for player, value in self.payoffs.items())
        return f"Equilibrium, regret {self.regret:.2g}, payoffs: {payoffs}"


def equilibrium_at(
    game: Game,
    profile: Any,
    *,
    strict: bool | None = None,
    index: int | None = None,
    box: tuple[FloatArray, ...] | None = None,
) -> Equilibrium:
    """Record a profile as an equilibrium, with the regret that it is measured to have."""
    vectors = game.vectors(profile)
    regrets = game.regret(vectors)
    return Equilibrium(
        labels=game.labels,
        distribution=_read_only(product_distribution(vectors)),
        payoffs=game.expected_payoffs(vectors),
        concept="nash",
        incentive_gap=max(regrets.values()),
        strict=strict,
        mixed=vectors,
        regrets=regrets,
        index=index,
        box=box,
    )


def _read_only(array: _Array) -> _Array:
    array.flags.writeable = False
    return array


def _pure_position(vectors: Sequence[FloatArray]) -> tuple[int, ...] | None:
    """Return the positions of a pure profile, or None for a mixed one."""
    if any(np.count_nonzero(vector) != 1 for vector in vectors):
        return None
    return tuple(int(vector.argmax()) for vector in vectors)


def _payoff_arrays(payoffs: Any) -> tuple[FloatArray, NDArray[np.object_] | None]:
    """Return the float64 view and, where it says more than that view, the exact payoffs."""
    try:
        given = np.array(payoffs)
    except ValueError:
        raise GameError("payoffs must have the shape (players, *strategies): one array a player, all alike") from None
    if given.dtype.kind == "O":
        exact = np.array([_fraction(value) for value in given.flat], dtype=object).reshape(given.shape)
        floats = exact.astype(np.float64)
    elif given.dtype.kind in "iufb":
        exact, floats = None, given.astype(np.float64)
        if given.dtype.kind in "iu" and not np.array_equal(floats.astype(given.dtype), given):
            exact = np.array([Fraction(int(value)) for value in given.flat], dtype=object).reshape(given.shape)
    else:
        raise GameError(f"payoffs must be real numbers, not {given.dtype}")
    _check_shape(floats)
    return _read_only(floats), None if exact is None else _read_only(exact)


def _check_shape(payoffs: FloatArray) -> None:
    players = payoffs.shape[0] if payoffs.ndim else 0
    if payoffs.ndim < 2 or payoffs.ndim != players + 1:
        raise GameError(
            f"payoffs of shape {payoffs.shape} do not fit: {players} arrays need {players} axes each, "
            "that is the shape (players, *strategies)"
        )
    if payoffs.size == 0:
        raise GameError(f"payoffs of shape {payoffs.shape}: every player needs at least one strategy")
    if not np.all(np.isfinite(payoffs)):
        place = np.argwhere(~np.isfinite(payoffs))[0].tolist()
        raise GameError(f"payoffs{place} = {payoffs[tuple(place)]}: payoffs must be finite numbers")


def _fraction(value: Any) -> Fraction:
    try:
        return Fraction(value)
    except (TypeError, ValueError, OverflowError):
        raise GameError(f"payoff {quoted(value)} is not a finite number") from None


def _labels(
    shape: tuple[int, ...],
    players: Sequence[str] | None,
    strategies: Sequence[Sequence[str]] | Mapping[str, Sequence[str]] | None,
) -> Labels:
    count = shape[0]
    names = tuple(players) if players is not None else tuple(f"player {i + 1}" for i in range(count))
    _check_labels("players", names, count)
    if strategies is None:
        labels = [tuple(f"s{k + 1}" for k in range(size)) for size in shape[1:]]
    elif isinstance(strategies, Mapping):
        odd = [name for name in strategies if name not in names]
        if odd or len(strategies) != count:
            hint = nearest(odd[0], names) if odd else ""
            raise GameError(f"strategies must name exactly the players {', '.join(names)}" + (f"; {hint}" if hint else ""))
        labels = [tuple(strategies[name]) for name in names]
    else:
        labels = [tuple(entry) for entry in strategies]
    if len(labels) != count:
        raise GameError(f"strategies has {len(labels)} entries for {count} players")
    for name, entry, size in zip(names, labels, shape[1:], strict=True):
        _check_labels(f"strategies of {name}", entry, size)
    return Labels(names, tuple(labels))


def _check_labels(what: str, names: Sequence[str], count: int) -> None:
    if len(names) != count:
        raise GameError(f"{what}: {len(names)} names for {count} in the payoffs")
    for name in names:
        if not isinstance(name, str) or not name:  # pyright: ignore[reportUnnecessaryIsInstance] - users are untyped
            raise GameError(f"{what}: {quoted(name)} is not a name; a label is a string that is not empty")
    for name in names:
        if list(names).count(name) > 1:
            raise GameError(f"{what}: {quoted(name)} appears twice; labels must be unique")


def _variants(labels: Labels, variants: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    checked: dict[str, dict[str, str]] = {}
    for player, pairs in variants.items():
        index = labels.player_index(player)
        for variant, head in pairs.items():
            labels.strategy_index(index, variant)
            labels.strategy_index(index, head)
            if head in pairs or head == variant:
                raise GameError(f"variants of {player}: {quoted(head)} is itself a variant")
        if pairs:
            checked[player] = dict(pairs)
    return checked


def _nested(array: Any) -> str:
    """Write an array as nested lists of readable numbers that build it again."""
    if isinstance(array, np.ndarray):
        return "[" + ", ".join(_nested(part) for part in array) + "]"
    if isinstance(array, Fraction):
        return str(array) if array.denominator == 1 else repr(array)
    return f"{array:g}" if float(f"{array:g}") == array else repr(float(array))
