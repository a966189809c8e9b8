"""What can happen in a labelled payoff tensor: who gains by what, and which games are left of it.

A :class:`Game` says what every player gets in every profile; an :class:`Outcome` is something that can happen
in it, and an :class:`Equilibrium` is the outcome of independent, possibly mixed, choices. Nothing in this
module knows where the payoffs come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.guards import attribute, is_sequence
from belarusgame.base.labelled_payoffs import LabelledPayoffs
from belarusgame.base.labels import (
    FloatArray,
    Labels,
    PartialProfile,
    choices_of,
    product_distribution,
)
from belarusgame.base.payoff_table import frame_cells, is_frame, payoffs_of_cells
from belarusgame.base.read_only import read_only
from belarusgame.base.replies import earned_against, exact_replies, pure_position, told_apart
from belarusgame.base.settings import finite_number, refused, whole_number
from belarusgame.errors import GameError, quoted
from belarusgame.outcome import Equilibrium


class Game(LabelledPayoffs):
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
    delegations : mapping, optional
        Decisions that are not the player's own: for each name ``{"player": "lukashenko", "to": "putin",
        "when": {"putin": "coerce"}}``. Where ``when`` matches, the strategies of ``player`` are compared by
        what ``to`` gets (`deciding`); payoffs stay as they are.
    deciding : array_like, optional
        What comparisons use, of the payoffs' shape; only needed where somebody who decides for another no
        longer plays (`fix`). By default it follows from the delegations.

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

    __slots__ = ()

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
        matrices = attribute(game, "payoff_matrices")
        if matrices is None:
            raise GameError(f"{quoted(game)} is not a nashpy game: it has no payoff_matrices")
        return cls(list(matrices), players, strategies)

    def payoff(self, player: str, profile: Mapping[str, str]) -> Fraction:
        """Return one player's payoff in a pure profile, exactly."""
        index = self._labels.player_index(player)
        position = pure_position(self.vectors(profile))
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
        return _expected(self, self.vectors(profile))

    def payoffs_against(self, player: int, vectors: Sequence[FloatArray]) -> FloatArray:
        """Return what each strategy of a player (by position) earns against the others' mixed strategies."""
        self._check_mixture(player, vectors)
        return earned_against(self.payoffs, player, vectors)

    def deciding_against(self, player: int, vectors: Sequence[FloatArray]) -> FloatArray:
        """Return what a player's strategies are compared by, against the others' mixed strategies."""
        self._check_mixture(player, vectors)
        return earned_against(self.deciding, player, vectors)

    def _check_mixture(self, player: int, vectors: Sequence[FloatArray]) -> None:
        if whole_number("player", player, least=0) >= len(self.players):
            raise refused("player", player, f"less than {len(self.players)}, the number of players")
        shapes = [attribute(v, "shape") for v in vectors] if is_sequence(vectors) else []
        if shapes != [(count,) for count in self.shape]:
            raise refused("vectors", vectors, f"{len(self.players)} vectors, of {self.shape} probabilities")

    def regret(self, profile: Any) -> dict[str, float]:
        """Return the most that each player could gain by deviating alone; never negative.

        Where somebody else decides for a player, it is what that one could gain.

        Parameters
        ----------
        profile : mapping, sequence or Equilibrium
            Labels, or vectors of probabilities; see :meth:`vectors`.
        """
        return _regrets(self, self.vectors(profile))

    def best_responses(self, profile: Any, tolerance: float = 0.0) -> dict[str, tuple[str, ...]]:
        """Return each player's best replies to what the others do, by the payoffs of whoever decides.

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
        position = pure_position(vectors)
        replies: dict[str, tuple[str, ...]] = {}
        for index, (player, labels) in enumerate(self.strategies.items()):
            earned: Sequence[Any] = (
                earned_against(told_apart(self.deciding), index, vectors).tolist()
                if position is None
                else exact_replies(self.exact_deciding, index, position)
            )
            # In the kind of number that is compared: a float less a fraction would be a rounded float again.
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
        # Whoever is fixed loses the axis and the payoffs; the others keep their order.
        kept = [self.players.index(player) for player in left]
        index = tuple(slice(None) if axis in kept else choices[0] for axis, choices in enumerate(admitted))
        done = {player: (choice,) for player, choice in partial.items()}
        return self._part(lambda payoffs: payoffs[(kept, *index)], kept, done=done)

    def restrict(self, partial: PartialProfile) -> Game:
        """Return the game in which some players may use only some of their strategies."""
        admitted = self._labels.allowed(partial)
        everyone = range(len(self.players))
        return self._part(lambda payoffs: payoffs[np.ix_(everyone, *admitted)], everyone, admitted)

    def _part(
        self,
        cut: Callable[[NDArray[Any]], NDArray[Any]],
        kept: Iterable[int],
        admitted: Sequence[Sequence[int]] | None = None,
        done: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Game:
        """Build the game of some players and strategies, keeping all else; ``cut`` cuts a tensor to it."""
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
        names = Labels(tuple(labels), tuple(labels.values()))
        left = [one.left(names, done or {}) for one in self._delegations]
        return Game(
            # The exact payoffs where there are any: a part of a game has the ties of the whole.
            cut(self._own.source),
            list(labels),
            labels,
            variants=variants,
            delegations={one.name: one.entries for one in left if one is not None},
            # Where a delegation is left, whoever decides may be gone, and then only the array says what is
            # compared.
            deciding=cut(self._deciding.source) if any(left) else None,
        )

    def equals(self, other: Game) -> bool:
        """Whether two games have the same labels, variants, exact payoffs, and who decides for whom."""
        checked_game(other)
        return (
            self._labels == other._labels
            and self.variants == other.variants
            and self._delegations == other._delegations
            and self._own.equals(other._own)
            and self._deciding.equals(other._deciding)
        )


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
    regrets = _regrets(game, vectors)
    return Equilibrium(
        labels=game.labels,
        distribution=read_only(product_distribution(vectors)),
        payoffs=_expected(game, vectors),
        concept="nash",
        incentive_gap=max(regrets.values()),
        strict=strict,
        mixed=vectors,
        regrets=regrets,
        index=index,
        box=box,
    )


def _expected(game: Game, vectors: Sequence[FloatArray]) -> dict[str, float]:
    return {
        player: float(earned_against(game.payoffs, index, vectors) @ vectors[index])
        for index, player in enumerate(game.players)
    }


def _regrets(game: Game, vectors: Sequence[FloatArray]) -> dict[str, float]:
    position = pure_position(vectors)
    compared = told_apart(game.deciding)
    gains: dict[str, float] = {}
    for index, player in enumerate(game.players):
        if position is not None:
            replies = exact_replies(game.exact_deciding, index, position)
            gains[player] = float(max(replies) - replies[position[index]])
        else:
            earned = earned_against(compared, index, vectors)
            gains[player] = max(0.0, float(earned.max() - earned @ vectors[index]))
    return gains


def checked_game(game: Any) -> Game:
    """Refuse what is not a game, such as a scenario, naming what would be."""
    if not isinstance(game, Game):
        raise GameError(
            f"game: {quoted(game)} is not a Game; build one with Game(payoffs) or scenario.game()"
        )
    return game
