"""The first logit equilibrium on the principal branch, for many games at one rationality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from belarusgame.base.guards import is_sequence
from belarusgame.base.labels import BoolArray, FloatArray, Labels
from belarusgame.base.read_only import read_only
from belarusgame.base.settings import flag, generator_of, share, whole_number
from belarusgame.base.tables import Rows, Tabular, plain_text
from belarusgame.errors import GameError
from belarusgame.solve.game_stack import read_games
from belarusgame.solve.logit.checks import base_vectors, plain_rationality

if TYPE_CHECKING:
    import pandas as pd

#: How many games a batch prints.
LINES_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class LogitBatch(Tabular):
    """Logit equilibria of many games, each with the residual that says whether it is one.

    Attributes
    ----------
    labels : Labels
        The names of the players and of their strategies.
    rationality : numpy.ndarray
        Shape ``(games,)``, in units of 1 over the payoffs' unit.
    profiles : tuple of numpy.ndarray
        For every player the probabilities, shape ``(games, strategies)``, read-only.
    residuals : numpy.ndarray
        Shape ``(games,)``: the greatest difference from the logit response, as a probability.
    converged : numpy.ndarray of bool
        Whether the residual is within the tolerance.
    followed : numpy.ndarray of bool
        The games whose branch seemed to fold, so that it was followed by its length.
    singular : numpy.ndarray of bool
        Those of them whose branch met others on the way, as in games with a symmetry: the principal branch
        is not well defined beyond, and the one that goes straight on was taken.
    checked : int
        How many games were solved again by following the path.
    agreement : float or None
        The share of those in which every probability agrees within 1e-6; None if none was checked.
    settings : dict
        The settings.
    """

    labels: Labels
    rationality: FloatArray
    profiles: tuple[FloatArray, ...]
    residuals: FloatArray
    converged: BoolArray
    followed: BoolArray
    singular: BoolArray
    checked: int = 0
    agreement: float | None = None
    settings: dict[str, Any] = field(default_factory=dict[str, Any])

    def rows(self) -> Rows:
        """Return one row a game: rationality, every probability, the residual."""
        return self._rows(len(self.residuals))

    def _rows(self, count: int) -> Rows:
        shown = probability_columns(self.labels, self.profiles)
        return [
            {"rationality": float(self.rationality[k])}
            | {name: float(column[k]) for name, column in shown.items()}
            | {"residual": float(self.residuals[k]), "followed": bool(self.followed[k])}
            for k in range(count)
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return the table as a pandas data frame, without a detour over rows: there may be a million."""
        import pandas as pd

        columns: dict[str, Any] = {"rationality": self.rationality}
        columns |= probability_columns(self.labels, self.profiles)
        return pd.DataFrame(columns | {"residual": self.residuals, "followed": self.followed})

    def _text(self) -> str:
        count = min(LINES_SHOWN, len(self.residuals))
        more = f"\n... and {len(self.residuals) - count} more" if count < len(self.residuals) else ""
        return f"{self.heading}\n{plain_text(self._rows(count))}{more}"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"

    @property
    def heading(self) -> str:
        """The line above the table."""
        games = len(self.residuals)
        worst = f"{self.residuals.max():.2g}" if games else "none"
        checked = (
            "" if self.agreement is None else f", agreement {self.agreement:.4g} on {self.checked} checked"
        )
        return (
            f"Logit equilibria of {games} games: {int(self.converged.sum())} converged, "
            f"{int(self.followed.sum())} followed along the path, largest residual {worst}{checked}"
        )


def probability_columns(labels: Labels, profiles: Sequence[FloatArray]) -> dict[str, FloatArray]:
    """Return the columns of a table of profiles, named by player and strategy."""
    return {
        f"{player}: {name}": vectors[:, k]
        for player, names, vectors in zip(labels.players, labels.strategies, profiles, strict=True)
        for k, name in enumerate(names)
    }


def logit(
    games: Any,
    rationality: Any = 2.0,
    *,
    base: Any = None,
    tolerance: float = 1e-9,
    follow_folds: bool = True,
    check: int = 0,
    seed: int | np.random.Generator = 0,
) -> LogitBatch:
    """Find the first logit equilibrium on the principal branch of many games at one rationality.

    Parameters
    ----------
    games : sequence of Game, or array_like
        Games with the same labels, or payoffs of shape ``(games, players, *strategies)``.
    rationality : float or array_like
        One number, or one a game, in units of 1 over the payoffs' unit.
    base : profile, optional
        A mixed profile without zeros, the same for every game; by default the first game's base measure,
        which for an array is even.
    tolerance : float
        The residual, as a probability, up to which a game counts as converged.
    follow_folds : bool
        Whether games on which the quick method stalls are followed by the length of their branch. If not,
        they keep the last point that was reached, and their residual says so.
    check : int
        How many games, drawn at random, to solve again by following the path.
    seed : int or numpy.random.Generator
        Draws the games to check.

    Returns
    -------
    LogitBatch
        Probabilities, residuals and, if asked for, the rate of agreement with the path.

    Raises
    ------
    GameError
        For games of different labels, a wrong shape, a rationality that is negative, not finite or too
        sharp for float64, and a base measure with a zero.

    Notes
    -----
    Rationality grows from 0 in steps that each game chooses for itself: a prediction along the tangent, bent
    as the tangent turned on the step before, then Newton's method at fixed rationality, in log-probabilities
    (McKelvey and Palfrey 1995 for the branch, Allgower and
    Georg 1990, chapter 6, for steps of this kind). A step is refused where Newton moves the prediction far,
    contracts slowly or ends where the derivative's determinant is not positive: before the first turning
    point the branch has a positive one. A game whose steps become very short is near a turning point, and
    is followed by length up to the first place where its branch reaches the rationality. What remains
    possible is a step to another branch with the same sign nearby; ``check`` measures how often.

    Examples
    --------
    >>> import numpy as np
    >>> from belarusgame.solve.logit import logit
    >>> payoffs = np.zeros((3, 2, 2, 3))
    >>> payoffs[:, 0, 0] = [[1.0], [2.0], [3.0]]  # the first strategy pays player 1 more by 1, 2, 3
    >>> batch = logit(payoffs, rationality=0.5)
    >>> batch.profiles[0][:, 0].round(4)
    array([0.6225, 0.7311, 0.8176])
    """
    from belarusgame.solve.logit.first import agreement, first_points

    stack = read_games(games)
    payoffs, labels, vectors = stack.deciding, stack.labels, base_vectors(stack.game(0), base)
    count = len(stack)
    follow_folds = flag("follow_folds", follow_folds)
    check = min(whole_number("check", check, least=0), count)
    tolerance, generator = share("tolerance", tolerance), generator_of(seed)
    levels = _levels(rationality, count)
    probabilities, residuals, followed, singular = first_points(payoffs, vectors, levels, follow_folds)
    # Without replacement: no game counts twice in the rate of agreement.
    chosen = generator.choice(count, size=check, replace=False)
    return LogitBatch(
        labels=labels,
        rationality=read_only(levels),
        profiles=tuple(
            read_only(part)
            for part in np.split(probabilities, np.cumsum(labels.counts)[:-1].tolist(), axis=1)
        ),
        residuals=read_only(residuals),
        converged=read_only(residuals <= tolerance),
        followed=read_only(followed),
        singular=read_only(singular),
        checked=check,
        agreement=agreement(payoffs[chosen], vectors, levels[chosen], probabilities[chosen])
        if check
        else None,
        settings={"tolerance": tolerance, "follow_folds": follow_folds, "check": check},
    )


def _levels(rationality: Any, count: int) -> FloatArray:
    if not is_sequence(rationality):
        return np.full(count, plain_rationality(rationality))
    levels = np.array([plain_rationality(value) for value in rationality])
    if levels.shape != (count,):
        raise GameError(
            f"rationality has {len(levels)} entries for {count} games; give one number, or one a game"
        )
    return levels
