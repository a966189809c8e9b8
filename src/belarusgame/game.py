"""The labelled payoff tensor, and what can happen in it.

A :class:`Game` says what every player gets in every profile; an :class:`Outcome` is something that can happen
in it, and an :class:`Equilibrium` is the outcome of independent, possibly mixed, choices. Nothing in this
module knows where the payoffs come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.guards import is_sequence
from belarusgame.base.labels import (
    FloatArray,
    Labels,
    PartialProfile,
    checked_variants,
    choices_of,
    make_labels,
    product_distribution,
)
from belarusgame.base.payoff_table import frame_cells, is_frame, payoffs_of_cells
from belarusgame.base.payoffs import payoff_arrays
from belarusgame.base.read_only import read_only
from belarusgame.base.settings import finite_number, refused, whole_number
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError, quoted
from belarusgame.outcome import Equilibrium, Outcome

__all__ = ["Equilibrium", "Game", "Outcome"]

#: A longer expression is not shown by ``repr``: five lines of a terminal.
LONGEST = 400


class Game(Tabular):
    """A finite game in strategic form, with a name for every player and strategy.

    A game is immutable. Payoffs given as arrays mean their float64 values; payoffs given as fractions,
    decimals, integers or text such as ``"1/3"`` are kept exactly beside the float64 view, so that ties
    between them are exact.

    Parameters
    ----------
    payoffs : array_like
        Shape ``(players, *strategies)``: ``payoffs[i, s_1, ..., s_n]`` is what player *i* gets.
        A sequence of arrays, one a player, will do.
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
        For a wrong shape, a payoff that is not a finite number, labels that are not unique, or payoffs that
        stand together in tuples: `Game.from_cells` takes those.

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

    __slots__ = ("_exact", "_labels", "_payoffs", "_ranks", "_variants")

    def __init__(
        self,
        payoffs: Any,
        players: Sequence[str] | None = None,
        strategies: Sequence[Sequence[str]] | Mapping[str, Sequence[str]] | None = None,
        *,
        variants: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self._payoffs, self._exact = payoff_arrays(payoffs)
        self._labels = make_labels(self._payoffs.shape, players, strategies)
        self._variants = checked_variants(self._labels, {} if variants is None else variants)
        self._ranks: NDArray[np.int64] | None = None

    @classmethod
    def from_cells(
        cls,
        cells: Any,
        players: Sequence[str] | None = None,
        strategies: Sequence[Sequence[str]] | Mapping[str, Sequence[str]] | None = None,
        *,
        variants: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Game:
        """Build a game from a table whose cells hold one payoff a player, as textbooks print it.

        Parameters
        ----------
        cells : array_like or pandas.DataFrame
            ``cells[s_1][...][s_n]`` holds what each of the *n* players gets. A data frame is a game of two
            players: its index and its columns are their strategies, and the names of the two are the
            players. A cell of it may be text, such as ``"3, 5"``.
        players, strategies, variants
            As of `Game`; where they are given, they replace the labels of a data frame.

        Raises
        ------
        GameError
            If a cell does not hold one payoff a player, and for whatever `Game` refuses.

        Examples
        --------
        >>> import belarusgame as bg
        >>> game = bg.Game.from_cells([[(3, 3), (0, 5)], [(5, 0), (1, 1)]], players=["row", "column"])
        >>> print(game.payoff("column", {"row": "s1", "column": "s2"}))
        5
        """
        if is_frame(cells):
            cells, named, labelled = frame_cells(cells)
            players = named if players is None else players
            strategies = labelled if strategies is None else strategies
        return cls(payoffs_of_cells(cells), players, strategies, variants=variants)

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
            self._exact = read_only(exact.reshape(self._payoffs.shape))
        return self._exact

    @property
    def is_rounded(self) -> bool:
        """Whether the float64 payoffs are roundings of other, exact ones."""
        return self._exact is not None

    @property
    def _source(self) -> NDArray[Any]:
        """The payoffs in the form that says most."""
        return self._payoffs if self._exact is None else self._exact

    @property
    def ordinal(self) -> NDArray[Any]:
        """Numbers that compare as each player's exact payoffs do, of the same shape.

        They are the payoffs where float64 holds them exactly, and their ranks elsewhere.
        """
        if self._exact is None:
            return self._payoffs
        if self._ranks is None:
            ranks = [_dense_ranks(own, exact) for own, exact in zip(self._payoffs, self._exact, strict=True)]
            self._ranks = read_only(np.array(ranks, dtype=np.int64))
        return self._ranks

    @property
    def variants(self) -> dict[str, dict[str, str]]:
        """For every player with variants, the strategy that each variant is a variant of."""
        return {player: dict(pairs) for player, pairs in self._variants.items()}

    def base_measure(self) -> dict[str, FloatArray]:
        """Return each player's starting distribution: one share a strategy, split among its variants."""
        measure: dict[str, FloatArray] = {}
        for player, labels in self.strategies.items():
            heads = [self._variants.get(player, {}).get(label, label) for label in labels]
            shares = [1.0 / (len(set(heads)) * heads.count(head)) for head in heads]
            measure[player] = read_only(np.array(shares))
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
        if whole_number("player", player, least=0) >= len(self.players):
            raise refused("player", player, f"less than {len(self.players)}, the number of players")
        shapes = [getattr(v, "shape", None) for v in vectors] if is_sequence(vectors) else []
        if shapes != [(count,) for count in self.shape]:
            raise refused("vectors", vectors, f"{len(self.players)} vectors, of {self.shape} probabilities")
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
        tolerance = finite_number("tolerance", tolerance)
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
        choices_of("fix", partial)
        for player, choice in partial.items():
            if not isinstance(choice, str):
                raise GameError(f"{player}: fix() takes one strategy, not {quoted(choice)}; see restrict()")
        left = [player for player in self.players if player not in partial]
        if not left:
            raise GameError("every player is fixed; leave at least one who chooses")
        admitted = self._labels.allowed(partial)
        kept = [self.players.index(player) for player in left]
        index = tuple(slice(None) if axis in kept else choices[0] for axis, choices in enumerate(admitted))
        return self._part(self._source[(kept, *index)], kept)

    def restrict(self, partial: PartialProfile) -> Game:
        """Return the game in which some players may use only some of their strategies."""
        admitted = self._labels.allowed(partial)
        everyone = range(len(self.players))
        return self._part(self._source[np.ix_(everyone, *admitted)], everyone, admitted)

    def _part(
        self,
        payoffs: NDArray[Any],
        kept: Iterable[int],
        admitted: Sequence[Sequence[int]] | None = None,
    ) -> Game:
        """Build the game of some players and strategies, keeping exact payoffs, labels and variants."""
        choices = admitted if admitted is not None else [range(count) for count in self.shape]
        labels = {
            self.players[index]: tuple(self._labels.strategies[index][choice] for choice in choices[index])
            for index in kept
        }
        variants = {
            player: {v: head for v, head in pairs.items() if v in labels[player] and head in labels[player]}
            for player, pairs in self._variants.items()
            if player in labels
        }
        return Game(payoffs, list(labels), labels, variants=variants)

    def _replies(self, player: int, position: Sequence[int]) -> list[Fraction]:
        index: list[Any] = [player, *position]
        index[player + 1] = slice(None)
        return list(self.exact_payoffs[tuple(index)])

    def equals(self, other: Game) -> bool:
        """Whether two games have the same labels, variants and exact payoffs."""
        checked_game(other)
        return (
            self._labels == other._labels
            and self.variants == other.variants
            and bool(np.array_equal(self._payoffs, other._payoffs))
            and (
                (self._exact is None and other._exact is None)
                or bool(np.array_equal(self.exact_payoffs, other.exact_payoffs))
            )
        )

    def rows(self) -> Rows:
        """Return one row a profile: its labels, then every player's payoff."""
        rows: list[dict[str, object]] = []
        for position in np.ndindex(*self.shape):
            row: dict[str, object] = dict(self._labels.named(position))
            row |= {
                f"payoff {player}": float(self._payoffs[(i, *position)])
                for i, player in enumerate(self.players)
            }
            rows.append(row)
        return rows

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"Game of {', '.join(self.players)}: {' x '.join(str(count) for count in self.shape)} profiles"

    def __repr__(self) -> str:
        code = self.code() if self._payoffs.size <= LONGEST else ""
        if 0 < len(code) <= LONGEST:
            return code
        heading = self.heading
        return f"<{heading if len(heading) <= LONGEST - 2 else f'{heading[: LONGEST - 6]} ...'}>"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """Let Hypothesis show the whole game, so that a failure can be repeated."""
        failure = type(printer).__module__.startswith("hypothesis.")
        printer.text(self.code() if failure else repr(self))

    def code(self) -> str:
        """Write the game as the expression that builds it again; ``repr`` does where that is short."""
        variants = f", variants={self.variants}" if self._variants else ""
        names = f"players={list(self.players)}, strategies={self.strategies}"
        return f"Game({_nested(self._source)}, {names}{variants})"

    def __getstate__(self) -> tuple[Any, ...]:
        return (self._payoffs, self._exact, self._labels, self._variants)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        payoffs, exact, self._labels, self._variants = state
        self._payoffs, self._exact = read_only(payoffs), None if exact is None else read_only(exact)
        self._ranks = None


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
        distribution=read_only(product_distribution(vectors)),
        payoffs=game.expected_payoffs(vectors),
        concept="nash",
        incentive_gap=max(regrets.values()),
        strict=strict,
        mixed=vectors,
        regrets=regrets,
        index=index,
        box=box,
    )


def _pure_position(vectors: Sequence[FloatArray]) -> tuple[int, ...] | None:
    """Return the positions of a pure profile, or None for a mixed one."""
    if any(np.count_nonzero(vector) != 1 for vector in vectors):
        return None
    return tuple(int(vector.argmax()) for vector in vectors)


def _dense_ranks(payoffs: FloatArray, exact: NDArray[Any]) -> NDArray[np.int64]:
    """Rank exact values by their float64 view, which keeps their order; only where floats tie ask them."""
    ranks = np.unique(payoffs, return_inverse=True)[1].reshape(payoffs.shape)
    first: dict[int, tuple[int, int]] = {}
    for rank, value in zip(ranks.ravel().tolist(), exact.ravel().tolist(), strict=True):
        ratio = value.as_integer_ratio()  # compares faster than a fraction
        if first.setdefault(rank, ratio) != ratio:
            return np.unique(exact, return_inverse=True)[1].reshape(exact.shape)
    return ranks


def _nested(array: Any) -> str:
    """Write an array as nested lists of readable numbers that build it again."""
    if isinstance(array, np.ndarray):
        return "[" + ", ".join(_nested(part) for part in array) + "]"
    if isinstance(array, Fraction):
        return str(array) if array.denominator == 1 else repr(array)
    return f"{array:g}" if float(f"{array:g}") == array else repr(float(array))


def checked_game(game: Any) -> Game:
    """Refuse what is not a game, such as a scenario, naming what would be."""
    if not isinstance(game, Game):
        raise GameError(
            f"game: {quoted(game)} is not a Game; build one with Game(payoffs) or scenario.game()"
        )
    return game
