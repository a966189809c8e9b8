"""Logit quantal response equilibria of one game: the principal branch, and where it leads.

In a logit equilibrium every player chooses a strategy with a probability proportional to its base measure
times ``exp(rationality * payoff)``, the payoff being the average against what the others do. At rationality 0
that is the base measure; the branch of equilibria that starts there, the *principal branch*, ends, for
almost every game, in one Nash equilibrium as rationality grows without bound (McKelvey and Palfrey 1995).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from belarusgame.base.at_work import working_on
from belarusgame.base.labels import FloatArray, Labels, product_distribution
from belarusgame.base.read_only import read_only
from belarusgame.base.settings import whole_number
from belarusgame.base.tables import Rows, Tabular
from belarusgame.game import Equilibrium, Game, checked_game
from belarusgame.outcome import MixedOutcome
from belarusgame.solve.logit.batch import probability_columns
from belarusgame.solve.logit.checks import base_vectors, checked_rationality, plain_rationality
from belarusgame.solve.logit.limit import branch_end, limit_equilibrium, settled
from belarusgame.solve.solution import Solution, Status, unit_notes

if TYPE_CHECKING:
    from belarusgame.solve.logit.path import BranchTrace
    from belarusgame.solve.logit.system import LogitSystem

METHOD = "predictor-corrector continuation of the principal logit branch"
SCOPE = (
    "complete refers to the principal branch, followed numerically from rationality 0; "
    "logit equilibria off that branch are not looked for"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class LogitPoint(MixedOutcome):
    """A logit equilibrium at one rationality: independent choices, but not a Nash equilibrium.

    Its ``incentive_gap`` is the gap of its own concept: the greatest difference, as a probability, between
    what a player does and the logit response to it. What players could gain is in ``regrets``.

    Attributes
    ----------
    rationality : float
        In units of 1 over the payoffs' unit.
    rising : bool
        Whether rationality grows along the branch here; it shrinks between two turning points.
    """

    rationality: float
    rising: bool = True

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"Logit equilibrium at rationality {self.rationality:.4g}, residual {self.incentive_gap:.2g}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class LogitPath(Tabular):
    """The principal branch of logit equilibria, from the base measure to its limit.

    Attributes
    ----------
    labels : Labels
        The names of the players and of their strategies.
    rationalities : numpy.ndarray
        Shape ``(points,)``, in path order; it falls between two turning points.
    profiles : tuple of numpy.ndarray
        For every player the probabilities at each point, shape ``(points, strategies)``.
    residuals : numpy.ndarray
        Shape ``(points,)``: the greatest difference from the logit response, as a probability.
    turning_points : tuple of int
        The positions in ``rationalities`` at which rationality turns.
    singular : tuple of float
        Rationalities near which other branches meet this one.
    limit : Equilibrium or None
        Where the branch ends, with its measured regret; None if it was not followed so far.
    status : {"complete", "partial"}
        ``complete``: followed, without meeting another branch, to ``until`` or to a limit whose regret is at
        most 1e-9 of each player's payoff scale. It says nothing of logit equilibria off the branch.
    messages : tuple of str
        What the reader should know.
    method : str
        The algorithm.
    settings : mapping
        The settings that it ran with.
    """

    labels: Labels
    rationalities: FloatArray
    profiles: tuple[FloatArray, ...]
    residuals: FloatArray
    turning_points: tuple[int, ...]
    singular: tuple[float, ...]
    limit: Equilibrium | None
    status: Status
    messages: tuple[str, ...]
    method: str = METHOD
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def folded(self) -> bool:
        """Whether rationality turns anywhere on the branch."""
        return bool(self.turning_points)

    def rows(self) -> Rows:
        """Return one row a point: rationality, every probability, whether rationality turns there."""
        shown = probability_columns(self.labels, self.profiles)
        return [
            {"rationality": rationality, **{name: float(column[k]) for name, column in shown.items()}}
            | {"turns": "*" if k in self.turning_points else ""}
            for k, rationality in enumerate(self.rationalities.tolist())
        ]

    @property
    def below(self) -> Sequence[str]:
        """What the reader should know."""
        return self.messages

    @property
    def heading(self) -> str:
        """The line above the table."""
        folds = f"{len(self.turning_points)} turning points" if self.folded else "no turning point"
        end = f"rationality {self.rationalities[-1]:.4g}"
        regret = "" if self.limit is None else f", limit with regret {self.limit.regret:.2g}"
        return f"Logit path: {len(self.rationalities)} points to {end}, {folds}, {self.status}{regret}"


@working_on("the path of logit equilibria")
def logit_path(
    game: Game, *, until: float | None = None, base: Any = None, max_steps: int = 5000
) -> LogitPath:
    """Follow the principal branch of logit equilibria through its turning points.

    Parameters
    ----------
    game : Game
        With any number of players.
    until : float, optional
        The rationality at which to stop when it is first reached, in units of 1 over the payoffs' unit;
        by default the branch is followed to its limit.
    base : profile, optional
        What players do at rationality 0: any mixed profile without zeros. By default
        ``game.base_measure()``, in which a strategy and its variants share one share.
    max_steps : int
        How many steps to try before the path is returned as ``partial``.

    Returns
    -------
    LogitPath
        The points in path order, the turning points, the limit and a status.

    Raises
    ------
    GameError
        For a rationality that is negative, not finite or beyond what float64 can resolve, and for a base
        measure with a zero.

    Notes
    -----
    The curve is followed by its length in the space of log-probabilities and rationality (Turocy 2005,
    "A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence"), with
    an Euler predictor and a Newton corrector at right angles to it. The sign of a bordered determinant
    tells a jump to another branch, which shortens the step, from a place where branches meet, which makes
    the path ``partial``: games with a symmetry have such places.

    Examples
    --------
    >>> import belarusgame as bg
    >>> hunt = bg.Game([[[4, 0], [3, 2]], [[4, 3], [0, 2]]], strategies=[["stag", "hare"]] * 2)
    >>> path = bg.solve.logit_path(hunt)
    >>> path.status, path.folded, path.limit.pure_profile
    ('complete', False, {'player 1': 'hare', 'player 2': 'hare'})
    """
    from belarusgame.solve.logit.path import cut

    system, trace, end = _trace(game, base, whole_number("max_steps", max_steps), until=until)
    if until is not None and not trace.stopped:
        cut(system, trace, end)
    limit = limit_equilibrium(game, system, trace) if until is None and not trace.stopped else None
    messages = _messages(system, trace)
    if limit is not None and not settled(system, limit):
        messages.append(
            f"the branch had not settled at rationality {end / system.scale[0]:.4g}: its last point stands "
            "in for the limit, with its measured regret"
        )
    z = np.array([point.place[:-1] for point in trace.points])
    rationalities = np.array([point.rationality for point in trace.points])
    return LogitPath(
        labels=game.labels,
        rationalities=read_only(rationalities / system.scale[0]),
        profiles=tuple(read_only(part) for part in system.normalised(z)),
        residuals=read_only(_residuals(system, z, rationalities)),
        turning_points=tuple(trace.turning),
        singular=tuple(rationality / float(system.scale[0]) for rationality in trace.singular),
        limit=limit,
        status="partial" if messages else "complete",
        messages=(*messages, *unit_notes(game), SCOPE),
        settings={"until": until, "base": _named_base(game, system), "max_steps": max_steps},
    )


def logit_equilibrium(
    game: Game, rationality: float = 2.0, *, base: Any = None, max_steps: int = 5000
) -> Solution:
    """Find the logit equilibria of the principal branch at one rationality.

    Parameters
    ----------
    game : Game
        With any number of players.
    rationality : float
        How sharply players tell better from worse, in units of 1 over the payoffs' unit: with 2, a strategy
        that earns 1 more is e^2 = 7.4 times as likely as its base measure says.
    base : profile, optional
        See :func:`logit_path`.
    max_steps : int
        See :func:`logit_path`.

    Returns
    -------
    Solution
        Of the concept "logit". The outcomes are :class:`LogitPoint` records in path order, so that the first
        is the one reached first from rationality 0; there are several where the branch folds back
        (``settings["folded"]``). Their ``incentive_gap`` is a probability: the distance to the logit
        response. ``complete`` refers to the principal branch, which was then followed to its limit.

    Raises
    ------
    GameError
        See :func:`logit_path`.

    Examples
    --------
    >>> import belarusgame as bg
    >>> game = bg.Game([[[1, 1], [0, 0]], [[0, 0], [0, 0]]], strategies=[["up", "down"], ["left", "right"]])
    >>> solution = bg.solve.logit_equilibrium(game, rationality=2.0)
    >>> round(solution.outcomes[0]["player 1"]["up"], 6)  # 1 / (1 + exp(-2))
    0.880797
    >>> solution.status, solution.settings["folded"]
    ('complete', False)
    """
    from belarusgame.solve.logit.path import crossings

    rationality = plain_rationality(rationality)
    system, trace, _ = _trace(game, base, whole_number("max_steps", max_steps), at_least=rationality)
    scaled = rationality * float(system.scale[0])
    messages = _messages(system, trace)
    status: Status = "partial" if messages else "complete"
    points = crossings(system, trace, scaled)
    outcomes = tuple(_logit_point(game, system, z, rationality, rising) for z, rising in points)
    folded = bool(trace.turning)
    if folded:
        messages.append(
            f"the branch folds: it passes rationality {rationality:g} {_times(len(outcomes))}, and the first "
            "point listed is the one reached first"
        )
    return Solution(
        outcomes=outcomes,
        concept="logit",
        status=status,
        method=METHOD,
        settings={
            "rationality": rationality,
            "folded": folded,
            "base": _named_base(game, system),
            "max_steps": max_steps,
        },
        messages=(
            *messages,
            *unit_notes(game),
            SCOPE,
            "incentive_gap is the distance to the logit response, as a probability",
        ),
        game=game,
    )


def _trace(
    game: Game, base: Any, max_steps: int, *, until: float | None = None, at_least: float | None = None
) -> tuple[LogitSystem, BranchTrace, float]:
    """Check the input and follow the branch to ``until``, or to its limit and beyond ``at_least``."""
    from belarusgame.solve.logit.path import follow
    from belarusgame.solve.logit.system import logit_system

    checked_game(game)
    asked = until if until is not None else at_least
    vectors = base_vectors(game, base)
    system = logit_system(game.deciding[None], vectors)
    scaled = 0.0 if asked is None else checked_rationality(asked, float(system.scale[0]))
    # Beyond the rationality asked for, because the branch may fold and pass it again.
    end = scaled if until is not None else max(branch_end(system), 10.0 * scaled)
    return system, follow(system, end=end, max_steps=max_steps), end


def _logit_point(
    game: Game, system: LogitSystem, z: FloatArray, rationality: float, rising: bool
) -> LogitPoint:
    vectors = tuple(read_only(part[0]) for part in system.normalised(z[None]))
    scaled = np.array([rationality * float(system.scale[0])])
    return LogitPoint(
        labels=game.labels,
        distribution=read_only(product_distribution(vectors)),
        payoffs=game.expected_payoffs(vectors),
        concept="logit",
        incentive_gap=float(_residuals(system, z[None], scaled)[0]),
        rationality=float(rationality),
        mixed=vectors,
        regrets=game.regret(vectors),
        rising=rising,
    )


def _residuals(system: LogitSystem, z: FloatArray, rationalities: FloatArray) -> FloatArray:
    """Return the distances of points of one game from their logit responses."""
    return system.pick(np.zeros(len(z), dtype=np.intp)).distance(z, rationalities)


def _messages(system: LogitSystem, trace: BranchTrace) -> list[str]:
    """Say why a path is partial; nothing if it is not."""
    scale = float(system.scale[0])
    messages = [
        f"other branches meet the principal one near rationality {rationality / scale:.4g} (as they do in "
        "games with a symmetry); what is reported beyond is the branch that goes straight on; a base measure "
        "without the symmetry selects one of the others"
        for rationality in trace.singular
    ]
    if trace.stopped:
        last = trace.points[-1].rationality / scale
        messages.append(f"the branch was followed to rationality {last:.4g} only: {trace.stopped}")
    return messages


def _named_base(game: Game, system: LogitSystem) -> dict[str, tuple[float, ...]]:
    vectors = system.normalised(system.log_base)
    return {player: tuple(vector[0].tolist()) for player, vector in zip(game.players, vectors, strict=True)}


def _times(count: int) -> str:
    return {0: "at no point", 1: "once", 2: "twice"}.get(count, f"{count} times")
