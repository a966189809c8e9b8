"""Which of several equilibria, and why? Named criteria, each with a source, none of which decides alone.

Criteria disagree, and a criterion can leave several equilibria on a par or say nothing: the answer is always
a table, and the best by a criterion are always a list.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import numpy as np

from belarusgame.base.guards import is_sequence
from belarusgame.base.settings import option
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError, quoted, unknown
from belarusgame.game import Equilibrium, Game, checked_game
from belarusgame.solve.logit import logit_path
from belarusgame.solve.solution import Solution

Criterion = Literal["payoff_dominance", "risk_dominance", "nash_product", "logit_limit", "robustness_radius"]
_Score: TypeAlias = Fraction | float | None

#: Equilibria whose probabilities differ by no more than this are the same one.
SAME_PROFILE = 1e-6
#: Payoffs of mixed equilibria that differ by no more than this part of the payoff range count as equal.
SAME_PAYOFF = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the equilibria of a solution stand by one criterion.

    Attributes
    ----------
    criterion : str
        Its name.
    scores : tuple of float or None
        One an equilibrium, higher being better; None where the criterion says nothing.
    best : tuple of int
        The positions of all that none is better than; empty if the criterion says nothing of any.
    notes : tuple of str
        What the reader should know.
    """

    criterion: str
    scores: tuple[float | None, ...]
    best: tuple[int, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Ranking(Tabular):
    """Equilibria beside each other, by every criterion asked for; nothing is selected.

    Attributes
    ----------
    solution : Solution
        What was ranked.
    standings : tuple of Standing
        One a criterion, in the order asked for.
    """

    solution: Solution
    standings: tuple[Standing, ...]

    def __getitem__(self, criterion: str) -> Standing:
        for standing in self.standings:
            if standing.criterion == criterion:
                return standing
        raise GameError(unknown("criterion", criterion, [standing.criterion for standing in self.standings]))

    def best(self, criterion: str) -> tuple[Equilibrium, ...]:
        """Return all equilibria that none is better than by a criterion."""
        return tuple(self.solution.equilibria[position] for position in self[criterion].best)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader should know of each criterion."""
        return tuple(f"{each.criterion}: {note}" for each in self.standings for note in each.notes)

    def rows(self) -> Rows:
        """Return one row an equilibrium: what is played, each score, a star where it is best by it."""
        return [self._row(position, outcome) for position, outcome in enumerate(self.solution.equilibria)]

    def _row(self, position: int, outcome: Equilibrium) -> dict[str, object]:
        row: dict[str, object] = {"#": position + 1}
        row |= {player: outcome.doing(player) for player in outcome.labels.players}
        for standing in self.standings:
            score = standing.scores[position]
            row[standing.criterion] = math.nan if score is None else score
            row[f"best by {standing.criterion}"] = "*" if position in standing.best else ""
        return row

    @property
    def below(self) -> Sequence[str]:
        """What the reader should know."""
        return self.notes

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"Ranking of {len(self.solution.outcomes)} equilibria; nothing is selected"


def rank(solution: Solution, *, by: Criterion | Sequence[Criterion], game: Game | None = None) -> Ranking:
    """Say how the equilibria of a solution stand by named criteria.

    Parameters
    ----------
    solution : Solution
        Nash equilibria.
    by : str or sequence of str
        ``"payoff_dominance"``: one equilibrium dominates another if it gives *every* player more; the score
        is minus the number of equilibria that dominate it, 0 for the undominated (Harsanyi and Selten 1988).
        ``"risk_dominance"``: for two players with two strategies and two strict equilibria, the product of
        what the players would lose by deviating alone; the greater one is less risky (the same source).
        ``"nash_product"``: that product for any game, each player's loss being that of the best
        deviation; 0 where somebody loses nothing, as in every mixed equilibrium. ``"logit_limit"``: 1 for the
        equilibrium in which the principal branch of logit equilibria ends (McKelvey and Palfrey 1995).
        ``"robustness_radius"``: every payoff may be wrong by up to this much and a strict pure equilibrium
        stays one: half of the least loss from deviating; 0 for a pure one that is not strict, not defined
        for a mixed one.
    game : Game, optional
        The game that was solved, if the solution does not hold it.

    Returns
    -------
    Ranking
        Scores and the best by each criterion. Payoffs of pure equilibria are compared exactly.

    Raises
    ------
    GameError
        For an unknown criterion, outcomes that are not Nash equilibria, a missing game, or risk dominance
        in a game that is not 2 x 2.

    Examples
    --------
    >>> import belarusgame as bg
    >>> from belarusgame.solve.rank import rank
    >>> hunt = bg.Game([[[4, 0], [3, 2]], [[4, 3], [0, 2]]], strategies=[["stag", "hare"]] * 2)
    >>> found = bg.solve.pure_equilibria(hunt)
    >>> ranking = rank(found, by=["payoff_dominance", "risk_dominance"])
    >>> ranking["payoff_dominance"].scores, ranking["risk_dominance"].scores
    ((0.0, -1.0), (1.0, 4.0))
    """
    if not isinstance(solution, Solution):  # pyright: ignore[reportUnnecessaryIsInstance] - users are untyped
        raise GameError(f"solution: {quoted(solution)} is not a Solution; solve the game first")
    known = _known_game(solution, game)
    found = solution.equilibria
    general = _general_notes(solution)
    standings: list[Standing] = []
    for name in _criteria(by):
        scores, best, notes = _MEASURES[name](known, found)
        shown = tuple(None if score is None else float(score) for score in scores)
        standings.append(Standing(criterion=name, scores=shown, best=best, notes=(*notes, *general)))
    return Ranking(solution=solution, standings=tuple(standings))


_Measured: TypeAlias = tuple[list[_Score], tuple[int, ...], list[str]]


def _criteria(by: Any) -> list[str]:
    named = [by] if isinstance(by, str) else list(by) if is_sequence(by) else []
    if not named:
        raise GameError(f"by = {quoted(by)} must be one criterion or several of {', '.join(_MEASURES)}")
    return list(dict.fromkeys(option("by: criterion", name, _MEASURES) for name in named))


def _known_game(solution: Solution, game: Any) -> Game:
    chosen = solution.game if game is None else game
    if chosen is None:
        raise GameError("the solution does not hold its game; give it: rank(solution, by=..., game=game)")
    checked_game(chosen)
    if any(outcome.labels != chosen.labels for outcome in solution.outcomes):
        raise GameError(
            "game: its players or strategies are not those of the solution; give the game that was solved"
        )
    return chosen


def _general_notes(solution: Solution) -> list[str]:
    notes: list[str] = []
    if solution.status == "partial":
        notes.append("the list of equilibria is partial: one that is not listed may stand higher")
    if solution.components:
        notes.append("clusters of equilibria (components) are not ranked")
    return notes


def _highest(scores: Sequence[_Score]) -> tuple[int, ...]:
    known = [score for score in scores if score is not None]
    return tuple(k for k, score in enumerate(scores) if score is not None and score == max(known))


def _losses(game: Game, equilibrium: Equilibrium) -> list[Fraction] | None:
    """Return what each player with a choice loses by the best deviation; None from a mixed profile."""
    if not equilibrium.is_pure:
        return None
    position = tuple(int(vector.argmax()) for vector in equilibrium.mixed)
    losses: list[Fraction] = []
    for i, own in enumerate(position):
        line = game.exact_deciding[(i, *position[:i], slice(None), *position[i + 1 :])].tolist()
        # A player with one strategy cannot deviate, and has no part in the product.
        if others := line[:own] + line[own + 1 :]:
            losses.append(line[own] - max(others))
    return losses


def _payoff_dominance(game: Game, found: Sequence[Equilibrium]) -> _Measured:
    better = [[_dominates(game, one, other) for one in found] for other in found]
    scores: list[_Score] = [float(-sum(row)) for row in better]
    undominated = tuple(k for k, row in enumerate(better) if not any(row))
    notes = [
        f"#{k + 1} is dominated by " + ", ".join(f"#{j + 1}" for j, is_better in enumerate(row) if is_better)
        for k, row in enumerate(better)
        if any(row)
    ]
    if len(undominated) > 1:
        listed = ", ".join(f"#{k + 1}" for k in undominated)
        notes.append(f"a partial order: {listed} are undominated, and none of them dominates another")
    return scores, undominated, notes


def _dominates(game: Game, one: Equilibrium, other: Equilibrium) -> bool:
    if one.is_pure and other.is_pure:
        # Pure payoffs are exact, so they are compared without a tolerance.
        first, second = one.pure_profile, other.pure_profile
        return all(game.payoff(player, first) > game.payoff(player, second) for player in game.players)
    ranges = np.ptp(game.payoffs.reshape(len(game.players), -1), axis=1)
    return all(
        one.payoffs[player] - other.payoffs[player] > SAME_PAYOFF * width
        for player, width in zip(game.players, ranges.tolist(), strict=True)
    )


def _risk_dominance(game: Game, found: Sequence[Equilibrium]) -> _Measured:
    if game.shape != (2, 2):
        size = " x ".join(str(count) for count in game.shape)
        raise GameError(
            f'by = "risk_dominance" compares the equilibria of 2 x 2 games; this one is {size}: '
            'use "nash_product", or fix() and restrict() the game first'
        )
    scores: list[_Score] = []
    for equilibrium in found:
        losses = _losses(game, equilibrium)
        strict = losses is not None and min(losses) > 0
        scores.append(math.prod(losses, start=Fraction(1)) if losses is not None and strict else None)
    compared = sum(score is not None for score in scores)
    notes = [] if compared == 2 else [f"it compares two strict equilibria; {compared} listed here"]
    best = _highest(scores)
    if len(best) == 2:
        notes.append("the products are equal: neither risk-dominates the other")
    return scores, best, notes


def _nash_product(game: Game, found: Sequence[Equilibrium]) -> _Measured:
    losses = [_losses(game, equilibrium) for equilibrium in found]
    zero = Fraction(0)
    # Nobody loses by the best deviation from a pure profile that is an equilibrium only within a tolerance.
    scores: list[_Score] = [
        zero if each is None else math.prod((max(loss, zero) for loss in each), start=Fraction(1))
        for each in losses
    ]
    notes = ["a player who mixes loses nothing by deviating within the mixture: 0"] if None in losses else []
    return scores, _highest(scores), notes


def _robustness_radius(game: Game, found: Sequence[Equilibrium]) -> _Measured:
    losses = [_losses(game, equilibrium) for equilibrium in found]
    scores: list[_Score] = []
    for each in losses:
        if each is None:
            scores.append(None)
        else:
            # Half: the payoff that falls and the one that rises may both be wrong by as much.
            scores.append(max(min(each) / 2, Fraction(0)) if each else math.inf)
    notes = ["not defined for mixed equilibria"] if None in losses else []
    return scores, _highest(scores), notes


def _logit_limit(game: Game, found: Sequence[Equilibrium]) -> _Measured:
    # Which equilibrium the branch ends in is a statement about the whole game: none, if the path was cut off.
    path = logit_path(game)
    if path.limit is None or path.status == "partial":
        return [None] * len(found), (), ["not decided: " + "; ".join(path.messages[:-1])]
    scores: list[_Score] = []
    for equilibrium in found:
        pairs = zip(equilibrium.mixed, path.limit.mixed, strict=True)
        scores.append(float(max(np.abs(one - other).max() for one, other in pairs) <= SAME_PROFILE))
    best = tuple(k for k, score in enumerate(scores) if score == 1.0)
    notes = (
        [] if best else [f"the branch ends in an equilibrium that is not listed: {_described(path.limit)}"]
    )
    return scores, best, notes


def _described(equilibrium: Equilibrium) -> str:
    return "; ".join(
        f"{player} " + " ".join(f"{name} {chance:.4g}" for name, chance in mixed.items() if chance > 0.0)
        for player, mixed in equilibrium.profile.items()
    )


_MEASURES: dict[str, Callable[[Game, Sequence[Equilibrium]], _Measured]] = {
    "payoff_dominance": _payoff_dominance,
    "risk_dominance": _risk_dominance,
    "nash_product": _nash_product,
    "logit_limit": _logit_limit,
    "robustness_radius": _robustness_radius,
}
