"""The solution concepts that list outcomes: their names, their words, and which one is meant by default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast, get_args

from belarusgame.base.guards import plain_text
from belarusgame.base.settings import option
from belarusgame.errors import GameError

#: Each has its solver in ``solve.concepts``; some questions can be asked of pure play only.
ConceptName = Literal["sequential", "pure", "nash"]
PureConcept = Literal["sequential", "pure"]
#: The same names to go through: said once, for the type checker and at run time.
CONCEPTS: tuple[ConceptName, ...] = get_args(ConceptName)

#: What one outcome is called.
OUTCOME = {
    "sequential": "subgame-perfect outcome",
    "pure": "pure equilibrium",
    "nash": "Nash equilibrium, mixed ones included",
}


def concept_of(concept: object, order: object, among: Sequence[str] = CONCEPTS) -> ConceptName:
    """Return the concept that is asked for.

    By default it is the sequential reading where there is an order of moves; else Nash equilibria, or only
    the pure ones where a question cannot be asked of mixed ones.
    """
    if concept is None:
        return "sequential" if order is not None else "nash" if "nash" in among else "pure"
    if plain_text(concept) == "nash" and "nash" not in among:
        raise GameError(
            f'concept "nash" is not one of {", ".join(among)}; mixed equilibria have no such region: '
            "guarantee() covers them"
        )
    chosen = cast("ConceptName", option("concept", concept, among))
    if chosen == "sequential" and order is None:
        raise GameError('concept = "sequential": there is no order of moves; add one, or use "pure"')
    return chosen


def concepts_with(order: object) -> tuple[ConceptName, ...]:
    """Return the concepts that can be asked for, with an order of moves or without one."""
    return tuple(name for name in CONCEPTS if name != "sequential" or order is not None)
