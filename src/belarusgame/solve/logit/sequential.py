"""Agent quantal response equilibrium: players who err, and move one after the other.

It is found by backward induction: whoever moves chooses with a probability proportional to the
base measure times ``exp(rationality * payoff)``, the payoff being what the choice leads to when those who
move later do the same (McKelvey and Palfrey 1998).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.order import order_words
from belarusgame.base.read_only import read_only
from belarusgame.base.tables import Rows
from belarusgame.errors import GameError, quoted
from belarusgame.game import Game, checked_game
from belarusgame.outcome import Outcome
from belarusgame.solve.logit.checks import base_vectors, plain_rationality
from belarusgame.solve.plan import Order, groups_of
from belarusgame.solve.solution import Status, unit_notes

if TYPE_CHECKING:
    from belarusgame.solve.logit.stages import Stage

#: The residual, as a probability, up to which a group counts as solved.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class SequentialLogit(Outcome):
    """What players who make mistakes do after every history, whether play reaches it or not.

    Its ``incentive_gap`` is the gap of its own concept: the greatest difference, as a probability, between
    what a mover does and the logit response to the others.

    Attributes
    ----------
    rationality : float
        In units of 1 over the payoffs' unit.
    order : tuple of tuple of str
        The groups, first movers first.
    play : tuple of numpy.ndarray
        For every group the probabilities of its movers' strategies after each history, one mover after the
        other: shape ``(*strategies of those before, strategies)``, in the order of moves.
    unique : {"proven", "not claimed"}
        ``proven``: no other behaviour is a logit response after every history. It is so for groups of one,
        and for a simultaneous group where rationality / 4 times the spectral radius of D is below 1, D[i, j]
        being the largest change of a payoff difference of i when j alone changes.
    status : {"complete", "partial"}
        ``complete``: every group was solved, and none met other branches on the way.
    messages : tuple of str
        What the reader should know.
    settings : mapping
        The settings.
    """

    rationality: float
    order: tuple[tuple[str, ...], ...]
    play: tuple[FloatArray, ...]
    unique: Literal["proven", "not claimed"]
    status: Status
    messages: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def after(self, history: Mapping[str, str]) -> dict[str, dict[str, float]]:
        """Return what the next movers do.

        Parameters
        ----------
        history : mapping of str to str
            What everybody in the groups before has done; empty for the first group.
        """
        before: list[str] = []
        for number, movers in enumerate(self.order):
            if len(before) == len(history):
                place = [self._strategy(player, history) for player in before]
                return self._mixed(number, self.play[number][tuple(place)])
            before += movers
        raise GameError(
            f"history = {quoted(dict(history))}: must name the players of the first groups, and leave out "
            "at least the last"
        )

    def _strategy(self, player: str, history: Mapping[str, str]) -> int:
        if player not in history:
            raise GameError(f"history: does not say what {player} did, who moved before")
        return self.labels.strategy_index(self.labels.player_index(player), history[player])

    def _mixed(self, number: int, chances: FloatArray) -> dict[str, dict[str, float]]:
        left = iter(chances.tolist())
        return {player: {name: next(left) for name in self._names(player)} for player in self.order[number]}

    def _names(self, player: str) -> tuple[str, ...]:
        return self.labels.strategies[self.labels.player_index(player)]

    def rows(self) -> Rows:
        """Return one row for every history, mover and strategy, with the history's own probability."""
        return [row for number in range(len(self.order)) for row in self._rows_of(number)]

    def _rows_of(self, number: int) -> Iterator[Mapping[str, object]]:
        before = [player for movers in self.order[:number] for player in movers]
        for place in itertools.product(*(range(len(self._names(player))) for player in before)):
            history = {player: self._names(player)[k] for player, k in zip(before, place, strict=True)}
            after = ", ".join(f"{player} = {name}" for player, name in history.items()) or "the start"
            reached = self.probability(history)
            for player, mixed in self._mixed(number, self.play[number][place]).items():
                for name, chance in mixed.items():
                    yield {
                        "after": after,
                        "reached": reached,
                        "player": player,
                        "strategy": name,
                        "probability": chance,
                    }

    @property
    def below(self) -> Sequence[str]:
        """What the reader should know."""
        return self.messages

    @property
    def heading(self) -> str:
        """The line above the table."""
        moves = order_words(self.order)
        payoffs = ", ".join(f"{player} {value:.4g}" for player, value in self.payoffs.items())
        return (
            f"Sequential logit at rationality {self.rationality:.4g} ({moves}), {self.status}, "
            f"uniqueness {self.unique}, payoffs: {payoffs}"
        )


def sequential_logit(
    game: Game, order: Order | None, rationality: float = 2.0, *, base: Any = None
) -> SequentialLogit:
    """Find what players who make mistakes do when they move in turn.

    A single mover needs no fixed point: its choice depends on what each strategy leads to. A group that moves
    together follows its principal logit branch to the rationality, with what comes after it held at the final
    rationality; where that branch folds, the point reached first is taken.

    Parameters
    ----------
    game : Game
        With any number of players.
    order : sequence of str or of sequences of str
        The groups, first movers first; every player moves exactly once. ``scenario.order`` fits.
    rationality : float
        How sharply players tell better from worse, in units of 1 over the payoffs' unit.
    base : profile, optional
        What players do at rationality 0: any mixed profile without zeros. By default
        ``game.base_measure()``, in which a strategy and its variants share one share.

    Returns
    -------
    SequentialLogit
        Probabilities after every history and of every event, expected payoffs, and whether it is unique.

    Raises
    ------
    GameError
        For an order that does not fit, a rationality that is negative, not finite or too sharp for float64,
        and a base measure with a zero.

    References
    ----------
    R. D. McKelvey and T. R. Palfrey, "Quantal response equilibria for extensive form games", Experimental
    Economics 1 (1998).

    Examples
    --------
    The incumbent usually accommodates, but the entrant reckons with a fight:

    >>> import belarusgame as bg
    >>> game = bg.Game(
    ...     [[[-1, 1], [0, 0]], [[-1, 1], [2, 2]]],
    ...     players=["entrant", "incumbent"],
    ...     strategies=[["enter", "stay out"], ["fight", "accommodate"]],
    ... )
    >>> found = bg.solve.sequential_logit(game, order=["entrant", "incumbent"], rationality=1.0)
    >>> round(found.after({"entrant": "enter"})["incumbent"]["fight"], 4)  # 1 / (1 + exp(2))
    0.1192
    >>> round(found.probability({"entrant": "enter"}), 4), found.unique
    (0.6817, 'proven')
    """
    from belarusgame.solve.logit.stages import distributions, induce
    from belarusgame.solve.logit.uniqueness import all_unique

    checked_game(game)
    groups = groups_of(game, order)
    rationality = plain_rationality(rationality)
    vectors = base_vectors(game, base)
    movers = [tuple(map(game.players.index, group)) for group in groups]
    stages = induce(game.deciding[None], movers, vectors, np.array([rationality]))
    distribution = distributions(stages, game.shape)[0]
    messages = tuple(_messages(stages, groups))
    return SequentialLogit(
        labels=game.labels,
        distribution=read_only(distribution),
        payoffs={
            player: float((distribution * own).sum())
            for player, own in zip(game.players, game.payoffs, strict=True)
        },
        concept="sequential-logit",
        incentive_gap=max(float(stage.residuals.max()) for stage in stages),
        rationality=rationality,
        order=groups,
        play=tuple(_by_history(stages, game.shape)),
        unique="proven" if all_unique(stages, game.shape, rationality) else "not claimed",
        status="partial" if messages else "complete",
        messages=(*messages, *unit_notes(game, groups)),
        settings={
            "order": groups,
            "rationality": rationality,
            "base": {p: tuple(vector.tolist()) for p, vector in zip(game.players, vectors, strict=True)},
        },
    )


def _by_history(stages: tuple[Stage, ...], counts: tuple[int, ...]) -> list[FloatArray]:
    before: list[int] = []
    play: list[FloatArray] = []
    for stage in stages:
        play.append(read_only(stage.chances[0].reshape(*before, -1)))
        before += [counts[player] for player in stage.movers]
    return play


def _messages(stages: tuple[Stage, ...], groups: tuple[tuple[str, ...], ...]) -> list[str]:
    """Say why the answer is partial; nothing if it is not."""
    messages: list[str] = []
    for stage, movers in zip(stages, groups, strict=True):
        who = ", ".join(movers)
        met, stuck = int(stage.singular.sum()), int((stage.residuals > TOLERANCE).sum())
        if met:
            messages.append(
                f"{who}: other branches meet the principal one, as they do in games with a symmetry, after "
                f"{met} of {stage.singular.size} histories; what is reported goes straight on"
            )
        if stuck:
            messages.append(f"{who}: the branch could not be followed to the end after {stuck} histories")
    return messages


def sequential_logit_batch(
    payoffs: FloatArray, groups: Sequence[tuple[int, ...]], base: Sequence[FloatArray], levels: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Solve many games of one shape and order, without the checks and the record of each.

    Parameters
    ----------
    payoffs : numpy.ndarray
        What choices are compared by, shape ``(games, players, *strategies)``.
    groups : sequence of tuple of int
        The positions of those who move together, first movers first; everybody moves once.
    base : sequence of numpy.ndarray
        The base measure, one vector a player.
    levels : numpy.ndarray
        The rationality of each game.

    Returns
    -------
    tuple of numpy.ndarray
        The probability of every profile, shape ``(games, *strategies)``, and for each game the greatest
        difference from a logit response, which is 0 where everybody moves alone.
    """
    from belarusgame.solve.logit.chain import chain
    from belarusgame.solve.logit.stages import distributions, induce

    games, players, *counts = payoffs.shape
    if any(len(movers) > 1 for movers in groups):
        stages = induce(payoffs, groups, base, levels)
        residuals: FloatArray = np.concatenate([stage.residuals for stage in stages], axis=1).max(axis=1)
        return distributions(stages, counts), residuals
    # Where everybody moves alone there is no fixed point to find: one pass back and one forth.
    order = [player for (player,) in groups]
    place = np.arange(math.prod(counts)).reshape(counts).transpose(order).ravel()
    flat = np.ascontiguousarray(payoffs).reshape(games, players, -1)
    out = np.empty((games, len(place)))
    chain(flat, place, np.array(order), np.array(counts)[order], _log_rows(base, order), levels, out)
    return out.reshape(games, *counts), np.zeros(len(payoffs))


def _log_rows(base: Sequence[FloatArray], order: Sequence[int]) -> FloatArray:
    """Return the logarithms of the movers' base measures, one row a move."""
    from belarusgame.base.arithmetic import logarithms

    rows = np.zeros((len(order), max(vector.size for vector in base)))
    for row, player in zip(rows, order, strict=True):
        row[: base[player].size] = logarithms(base[player])
    return rows
