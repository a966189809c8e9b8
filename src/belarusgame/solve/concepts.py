"""One name for each question, for callers that choose the question at run time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from belarusgame.base.concept_names import ConceptName, concept_of
from belarusgame.base.labels import PartialProfile
from belarusgame.base.tables import Tabular
from belarusgame.errors import GameError, quoted
from belarusgame.game import Game
from belarusgame.solve.all_equilibria import MAX_CELLS, all_equilibria
from belarusgame.solve.commitment import commitment
from belarusgame.solve.correlated import correlated_bounds, correlated_equilibrium
from belarusgame.solve.dominance import rationalizable
from belarusgame.solve.logit import logit_equilibrium, sequential_logit
from belarusgame.solve.plan import Order
from belarusgame.solve.pure import pure_equilibria
from belarusgame.solve.sequential import sequential_equilibria
from belarusgame.solve.solution import Solution


class Concept(StrEnum):
    """The solution concepts by name."""

    sequential = "sequential"
    nash = "nash"
    pure = "pure"
    correlated = "correlated"
    logit = "logit"
    sequential_logit = "sequential-logit"
    rationalizable = "rationalizable"
    commitment = "commitment"


def outcomes_of(game: Game, concept: ConceptName | Concept | None, order: Order | None) -> Solution:
    """Return the outcomes of a concept that lists them: sequential, nash or pure.

    None stands for sequential where there is an order of moves, else for nash.
    """
    return _LISTED[concept_of(concept, order)](game, order)


_LISTED: Mapping[str, Callable[[Game, Order | None], Solution]] = {
    "sequential": lambda game, order: sequential_equilibria(game, order or ()),
    "pure": lambda game, _: pure_equilibria(game),
    "nash": lambda game, _: all_equilibria(game),
}


#: Which concepts a setting is for.
_SETTING: Mapping[str, tuple[Concept, ...]] = {
    "event": (Concept.correlated,),
    "leader": (Concept.commitment,),
    "rationality": (Concept.logit, Concept.sequential_logit),
    "max_cells": (Concept.nash,),
    "max_seconds": (Concept.nash,),
}


def solve_by_name(
    game: Game,
    concept: Concept | None = None,
    *,
    order: Order | None = None,
    event: PartialProfile | None = None,
    leader: str | None = None,
    rationality: float | None = None,
    max_cells: int | None = None,
    max_seconds: float | None = None,
) -> Tabular:
    """Answer one question about a game.

    Parameters
    ----------
    game : Game
        What everybody gets.
    concept : Concept, optional
        Which question; see :func:`outcomes_of` for the default.
    order : sequence, optional
        Who moves after whom, for the sequential readings; its first mover is the default leader.
    event : partial profile, optional
        What correlated equilibria are asked about; without it, the one with the greatest sum of payoffs.
    leader : str, optional
        Who commits itself.
    rationality : float
        For logit equilibria, sequential or not; by default 2.
    max_cells, max_seconds : int, float, optional
        For nash: the budgets of `all_equilibria`.

    Raises
    ------
    GameError
        For a setting that the concept does not have.
    """
    asked = concept or concept_of(None, order)
    budgets = {"max_cells": max_cells, "max_seconds": max_seconds}
    for name, value in {"event": event, "leader": leader, "rationality": rationality, **budgets}.items():
        if value is not None and asked not in _SETTING[name]:
            raise GameError(
                f"{name} = {quoted(value)}: only for {' and '.join(_SETTING[name])}, not for {asked}"
            )
    if asked == Concept.nash:
        cells = MAX_CELLS if max_cells is None else max_cells
        return all_equilibria(game, max_cells=cells, max_seconds=max_seconds)
    level = 2.0 if rationality is None else rationality
    if concept is Concept.correlated:
        return correlated_equilibrium(game) if event is None else correlated_bounds(game, event)
    if concept is Concept.logit:
        return logit_equilibrium(game, level)
    if concept is Concept.sequential_logit:
        if order is None:
            raise GameError(
                'concept = "sequential-logit": there is no order of moves; add one, or use "logit"'
            )
        return sequential_logit(game, order, level)
    if concept is Concept.rationalizable:
        return rationalizable(game)
    if concept is Concept.commitment:
        return commitment(game, _first_mover(game, order) if leader is None else leader)
    return outcomes_of(game, concept, order)


def _first_mover(game: Game, order: Order | None) -> str:
    # Without an order somebody must lead, and the first player is who a file names first.
    first = game.players[0] if order is None else order[0]
    return first if isinstance(first, str) else first[0]
