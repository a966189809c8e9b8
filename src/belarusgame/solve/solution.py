"""What every solver returns: the outcomes, and whether the list is proven complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from belarusgame.base.deciding import Decider
from belarusgame.base.labels import BoolArray, FloatArray, Labels, PartialProfile
from belarusgame.base.made_later import MadeLater, MakesLater
from belarusgame.base.read_only import read_only
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError
from belarusgame.game import Game
from belarusgame.outcome import Equilibrium, Outcome

if TYPE_CHECKING:
    from belarusgame.solve.strategy_polytope import StrategyPolytope

Status = Literal["complete", "partial"]

#: The methods that leave certificates.
BY_SEARCH: Final = "branch and prune over supports"
BY_DOMINANCE: Final = "iterated strict dominance"
BY_VERTICES: Final = "vertex enumeration in exact arithmetic"

#: The method for zero-sum games of two players that have too many corners.
BY_PROGRAMS: Final = "linear programs in exact arithmetic"

#: The method for games with ties.
BY_REDUCTION: Final = "exact reduction, branch and prune over supports"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Box:
    """A region of mixed profiles: bounds on every probability.

    Attributes
    ----------
    labels : Labels
        The names of the players and of their strategies.
    bounds : tuple of numpy.ndarray
        For every player the lower and upper bound of each probability, shape ``(strategies, 2)``.
    """

    labels: Labels
    bounds: tuple[FloatArray, ...]

    @classmethod
    def stacked(cls, labels: Labels, bounds: FloatArray) -> Box:
        """Make a box of bounds on all probabilities, player after player, shape ``(strategies, 2)``."""
        parts = np.split(bounds, np.cumsum(labels.counts)[:-1])
        return cls(labels=labels, bounds=tuple(map(read_only, parts)))

    @property
    def width(self) -> float:
        """The largest distance between a lower and an upper bound."""
        return float(max((bound[:, 1] - bound[:, 0]).max() for bound in self.bounds))

    def probability_bounds(self, event: PartialProfile) -> tuple[float, float]:
        """Return bounds on the probability of an event over all profiles inside."""
        low = high = 1.0
        for bound, choices in zip(self.bounds, self.labels.allowed(event), strict=True):
            if len(choices) < len(bound):
                others = np.delete(bound, choices, axis=0)
                # From both sides: what the strategies have at least, and what the others leave them at least.
                low *= max(0.0, bound[choices, 0].sum(), 1.0 - others[:, 1].sum())
                high *= max(0.0, min(1.0, bound[choices, 1].sum(), 1.0 - others[:, 0].sum()))
        return float(low), float(high)

    def to_dict(self) -> dict[str, dict[str, tuple[float, float]]]:
        """Return the bounds by player and strategy."""
        return {
            player: {
                label: (float(low), float(high)) for label, (low, high) in zip(names, bound, strict=True)
            }
            for player, names, bound in zip(
                self.labels.players, self.labels.strategies, self.bounds, strict=True
            )
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Component:
    """Equilibria that were not told apart: a cluster with a bounding box and verified samples.

    Neither that the cluster is connected nor that none of its members is isolated is claimed.

    Attributes
    ----------
    box : Box
        Every equilibrium of the cluster lies inside.
    samples : tuple of Equilibrium
        Members of the cluster, each with its measured regret.
    kind : {"exact", "boxes"}
        ``exact``: the cluster is the union of ``pieces``. ``boxes``: it lies in these and in ``cells``.
    reach : float or None
        The largest regret that a point of the cluster's pieces and cells can have, in units of the payoff
        range of the player whose regret it is; 0 if it is exact, None if it was not computed.
    pieces : tuple of tuple of numpy.ndarray
        Products of polytopes of which every point is an equilibrium: for every player the corners, shape
        ``(corners, strategies)``.
    cells : numpy.ndarray or None
        Boxes that hold the rest, shape ``(cells, strategies of all, 2)``, players one after the other.
    polytopes : tuple of StrategyPolytope
        Of a zero-sum game that linear programs solved: either player's optimal strategies as inequalities,
        whose product the cluster is, also where their corners are too many to be listed as a piece.
    """

    box: Box
    samples: tuple[Equilibrium, ...]
    kind: Literal["exact", "boxes"] = "boxes"
    reach: float | None = None
    pieces: tuple[tuple[FloatArray, ...], ...] = ()
    cells: FloatArray | None = None
    polytopes: tuple[StrategyPolytope, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Solution(Tabular, MakesLater):
    """The answer of a solver, and how far it goes.

    Attributes
    ----------
    outcomes : tuple of Outcome
        What was found; for Nash concepts these are :class:`~belarusgame.Equilibrium` records. They may be
        made when they are looked at first.
    concept : str
        Which question was answered.
    status : {"complete", "partial"}
        ``complete``: it is proven that nothing of this concept exists outside the outcomes and components
        listed, so that an empty complete list means "there is none". ``partial``: the method promises no
        completeness, or a budget ended.
    components : tuple of Component
        Clusters of equilibria that are not isolated points, or were not proven to be.
    unresolved : tuple of Box
        The regions that were not decided.
    candidates : tuple of Equilibrium
        Of a partial answer: equilibria that were found numerically inside the unresolved boxes, each with its
        measured regret. That they are equilibria, and not only nearly so, is not proven.
    method : str
        The algorithm.
    settings : mapping
        The settings that the solver ran with.
    messages : tuple of str
        What the reader should know: why the list is partial, what was assumed.
    certificate : object or None
        What is needed to check the answer again, where it was asked for.
    game : Game or None
        The game that was solved.
    """

    outcomes: MadeLater[tuple[Outcome, ...]] = MadeLater()  # noqa: RUF009 - no value but a descriptor
    concept: str
    status: Status
    method: str
    components: tuple[Component, ...] = ()
    unresolved: tuple[Box, ...] = ()
    candidates: tuple[Equilibrium, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    messages: tuple[str, ...] = ()
    certificate: Any = None
    game: Game | None = None

    @property
    def equilibria(self) -> tuple[Equilibrium, ...]:
        """The outcomes as Nash equilibria.

        Raises
        ------
        GameError
            If the concept is not a Nash concept; its results are in ``outcomes``.
        """
        nash = tuple(outcome for outcome in self.outcomes if isinstance(outcome, Equilibrium))
        if len(nash) != len(self.outcomes):
            raise GameError(
                f"outcomes of the concept {self.concept!r} are not equilibrium profiles; use .outcomes"
            )
        return nash

    def probability_range(self, event: PartialProfile) -> tuple[float, float] | None:
        """Return bounds on the probability of an event over what was found, None if nothing was.

        They are attained by outcomes, except where the bounding box of a component reaches further.
        """
        chances = [outcome.probability(event) for outcome in self.outcomes]
        chances += [bound for part in self.components for bound in part.box.probability_bounds(event)]
        return (min(chances), max(chances)) if chances else None

    @property
    def counted(self) -> str:
        """How much was found, in the same words for any number of players, such as "2 isolated, 1 continuum".

        Pure equilibria that are listed although they belong to a continuum are counted with it.
        """
        inside = sum(_is_inside(outcome) for outcome in self.outcomes)
        if not self.components and not inside:
            return _number(len(self.outcomes), "outcome")
        exact = sum(part.kind == "exact" for part in self.components)
        parts = [f"{len(self.outcomes) - inside} isolated"]
        parts += [_number(exact, "continuum", "continua")] if exact else []
        more = len(self.components) - exact
        parts += [_number(more, "cluster")] if more else []
        parts[-1] += f" with {_number(inside, 'pure member')}" if inside else ""
        return ", ".join(parts)

    def rows(self) -> Rows:
        """Return one row an outcome: what each player does, the payoffs, the gap.

        Where a pure equilibrium belongs to a continuum, a column says which ones do.
        """
        rows = [_row(number, outcome) for number, outcome in enumerate(self.outcomes, start=1)]
        if not any(map(_is_inside, self.outcomes)):
            return rows
        return [
            {**row, "part of": "a continuum" if _is_inside(outcome) else ""}
            for row, outcome in zip(rows, self.outcomes, strict=True)
        ]

    @property
    def below(self) -> Sequence[str]:
        """What the reader should know."""
        return self.messages

    @property
    def heading(self) -> str:
        """The line above the table."""
        parts = [f"{self.counted} ({self.concept})", self.status]
        if self.unresolved:
            parts.append(f"{len(self.unresolved)} undecided box{'' if len(self.unresolved) == 1 else 'es'}")
        if self.candidates:
            parts.append(
                f"{len(self.candidates)} unproven candidate{'' if len(self.candidates) == 1 else 's'}"
            )
        return "Solution: " + ", ".join([*parts, f"by {self.method}"])


def common_unit(
    game: Game, outcomes: Sequence[Outcome] = (), components: Sequence[Component] = ()
) -> tuple[str, ...]:
    """Say which delegations make mixed play depend on a common unit of two players' payoffs.

    Where it is a matter of chance whether somebody else decides for a player, the player's strategies are
    compared by a sum of what the two get.

    Parameters
    ----------
    game : Game
        What was solved.
    outcomes : sequence of Outcome
        Of players who choose at the same time.
    components : sequence of Component
        Clusters of equilibria.
    """
    return tuple(
        unit_note(one)
        for one in game.delegations
        if any(_by_chance(o.distribution > 0.0, game.labels.mask(one.when)) for o in outcomes)
        or any(_may_vary(component.box, one.when) for component in components)
    )


def unit_note(one: Decider) -> str:
    """Say of a delegation that holds by chance what that means."""
    return (
        f"delegation {one.name} holds by chance in mixed play: {one.player}'s strategies are then compared "
        f"by a sum of what {one.to} and {one.player} get, which depends on a common unit of their payoffs"
    )


def unit_notes(game: Game, groups: Sequence[Sequence[str]] | None = None) -> tuple[str, ...]:
    """Say so of every delegation, where all use every strategy; in groups that move in turn if given."""
    everybody = [game.players] if groups is None else groups
    return tuple(
        unit_note(one)
        for one in game.delegations
        if any(one.player in group and set(one.when) & set(group) for group in everybody)
    )


def _by_chance(happens: BoolArray, matching: BoolArray) -> bool:
    return bool(np.any(happens & matching)) and bool(np.any(happens & ~matching))


def _may_vary(box: Box, when: PartialProfile) -> bool:
    low, high = box.probability_bounds(when)
    return low < 1.0 and high > 0.0


def with_common_unit(solution: Solution) -> Solution:
    """Return a solution of a simultaneous game with what its messages must say of delegations."""
    if solution.game is None or not solution.game.delegations:
        return solution
    notes = common_unit(solution.game, solution.outcomes, solution.components)
    return replace(solution, messages=(*solution.messages, *notes))


def ended_budget(settings: Mapping[str, Any]) -> str:
    """Say which budget of those in the settings ended, and what to do about it."""
    name = "max_steps" if "max_steps" in settings else "max_cells"
    limit = settings.get("max_seconds")
    if limit is not None:
        return f"max_seconds = {limit:g} or {name} = {settings[name]} ended the search; allow more of both"
    return f"{name} = {settings[name]} ended the search; allow more"


def _is_inside(outcome: Outcome) -> bool:
    """Whether an outcome is a pure equilibrium that belongs to a continuum."""
    return isinstance(outcome, Equilibrium) and outcome.isolated is False


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _row(number: int, outcome: Outcome) -> Mapping[str, object]:
    players = outcome.labels.players
    return (
        {"#": number}
        | {player: outcome.doing(player) for player in players}
        | {f"payoff {player}": outcome.payoffs[player] for player in players}
        | {"gap": outcome.incentive_gap}
    )
