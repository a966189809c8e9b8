"""The labelled payoff tensor: who gets what in every profile, what comparisons use, and how it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.deciding import Decider, checked_tensor, deciding_tensor, read_deciders
from belarusgame.base.labelled import Labelled
from belarusgame.base.labels import FloatArray, checked_variants, make_labels, matches
from belarusgame.base.payoffs import Tensor
from belarusgame.base.read_only import read_only
from belarusgame.base.replies import pure_position
from belarusgame.base.tables import Rows
from belarusgame.errors import GameError

#: A longer expression is not shown by ``repr``: five lines of a terminal.
LONGEST = 400


class LabelledPayoffs(Labelled):
    """Payoffs with a name for every player and strategy, and who decides for whom.

    :class:`belarusgame.Game` says what the parameters are.
    """

    __slots__ = ("_deciding", "_delegations", "_own", "_variants")

    def __init__(
        self,
        payoffs: Any,
        players: Sequence[str] | None = None,
        strategies: Sequence[Sequence[str]] | Mapping[str, Sequence[str]] | None = None,
        *,
        variants: Mapping[str, Mapping[str, str]] | None = None,
        delegations: Mapping[str, Mapping[str, Any]] | None = None,
        deciding: Any = None,
    ) -> None:
        self._own = Tensor.of(payoffs)
        self._labels = make_labels(self._own.floats.shape, players, strategies)
        self._variants = checked_variants(self._labels, {} if variants is None else variants)
        given: Mapping[str, Any] = {} if delegations is None else delegations
        self._delegations = read_deciders(given, self._labels, gone=deciding is not None)
        if deciding is None:
            self._deciding = deciding_tensor(self._own, self._labels, self._delegations)
        else:
            self._deciding = checked_tensor(deciding, self._own, self._labels, self._delegations)

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of strategies of each player."""
        return self._own.floats.shape[1:]

    @property
    def payoffs(self) -> FloatArray:
        """The payoffs as a read-only float64 array of shape ``(players, *strategies)``."""
        return self._own.floats

    @property
    def exact_payoffs(self) -> NDArray[np.object_]:
        """The payoffs as ``fractions.Fraction``, of the same shape, read-only."""
        return self._own.exact

    @property
    def deciding(self) -> FloatArray:
        """What every comparison uses: the payoffs, and where a delegation matches, those of who decides.

        Best replies, regret, incentive gaps and every equilibrium are of this array; what the players get is
        in `payoffs`. Without delegations the two are the same array.
        """
        return self._deciding.floats

    @property
    def exact_deciding(self) -> NDArray[np.object_]:
        """What every comparison uses, as ``fractions.Fraction``, read-only."""
        return self._deciding.exact

    @property
    def delegations(self) -> tuple[Decider, ...]:
        """Who decides for whom, and when; only what is in force in this game."""
        return self._delegations

    @property
    def is_rounded(self) -> bool:
        """Whether the float64 payoffs are roundings of other, exact ones."""
        return self._own.is_rounded

    @property
    def ordinal(self) -> NDArray[Any]:
        """Numbers that compare as each player's exact `deciding` values do, of the same shape.

        They are these values where float64 holds them exactly, and their ranks elsewhere.
        """
        return self._deciding.ordinal

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

    def deciders(self, profile: Mapping[str, str]) -> dict[str, str]:
        """Return who decides for whom in a pure profile: the player for whom, and by whom it is decided.

        Examples
        --------
        >>> import belarusgame as bg
        >>> game = bg.Game(
        ...     [[[2, 0], [0, 1]], [[0, 0], [3, 3]]],
        ...     players=["puppet", "master"],
        ...     strategies=[["go", "stay"], ["order", "ask"]],
        ...     delegations={"orders": {"player": "puppet", "to": "master", "when": {"master": "order"}}},
        ... )
        >>> game.deciders({"puppet": "go", "master": "order"})
        {'puppet': 'master'}
        >>> game.best_responses({"puppet": "go", "master": "order"})["puppet"]
        ('stay',)
        """
        position = pure_position(self.vectors(profile))
        if position is None:
            raise GameError("deciders() takes a pure profile: it may be a matter of chance who decides")
        named = self._labels.named(position)
        return {one.player: one.to for one in self._delegations if matches(one.when, named)}

    def rows(self) -> Rows:
        """Return one row a profile: its labels, every player's payoff, and who decides for another there."""
        rows: list[dict[str, object]] = []
        for position in np.ndindex(*self.shape):
            row: dict[str, object] = dict(self._labels.named(position))
            row |= {
                f"payoff {player}": float(self.payoffs[(i, *position)])
                for i, player in enumerate(self.players)
            }
            if self._delegations:
                row["decided for"] = ", ".join(self.deciders(self._labels.named(position)))
            rows.append(row)
        return rows

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"Game of {', '.join(self.players)}: {' x '.join(str(count) for count in self.shape)} profiles"

    def __repr__(self) -> str:
        code = self.code() if self.payoffs.size <= LONGEST else ""
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
        return f"Game({_nested(self._own.source)}, {names}{variants}{self._decided_code()})"

    def _decided_code(self) -> str:
        """Write who decides for whom, and what is compared where that does not follow."""
        if not self._delegations:
            return ""
        code = f", delegations={ {one.name: one.entries for one in self._delegations} }"
        if all(one.to in self.players for one in self._delegations):
            return code
        return f"{code}, deciding={_nested(self._deciding.source)}"

    def __getstate__(self) -> tuple[Any, ...]:
        deciding = self._deciding if self._delegations else None
        return (self._own, self._labels, self._variants, self._delegations, deciding)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._own, self._labels, self._variants, self._delegations, deciding = state
        self._deciding = self._own if deciding is None else deciding


def _nested(array: Any) -> str:
    """Write an array as nested lists of readable numbers that build it again."""
    if isinstance(array, np.ndarray):
        return "[" + ", ".join(_nested(part) for part in array) + "]"
    if isinstance(array, Fraction):
        return str(array) if array.denominator == 1 else repr(array)
    return f"{array:g}" if float(f"{array:g}") == array else repr(float(array))
