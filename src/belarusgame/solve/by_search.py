"""All equilibria by branch and prune: proven roots are listed, what stayed open is clustered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from belarusgame.base.clock import Clock
from belarusgame.base.executors import Executor
from belarusgame.base.labels import FloatArray
from belarusgame.base.settings import Settings
from belarusgame.game import Equilibrium, Game
from belarusgame.solve.candidates import candidates_in
from belarusgame.solve.reach import reach_of
from belarusgame.solve.search import Points, PurePlay, hull, merge, records, sample, samples
from belarusgame.solve.solution import BY_SEARCH, Box, Component, Solution, ended_budget
from belarusgame.solve.structured import MOST_REACH

if TYPE_CHECKING:
    from belarusgame.solve.search import Findings, RootTable

#: The part of ``max_seconds`` that the search itself may take: its findings are still to be put together.
SEARCHED: Final = 0.85

#: After which part nobody waits for what others search.
HANDED_IN: Final = 0.9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SearchSettings(Settings):
    """The settings of a search; see :func:`all_equilibria`."""

    max_cells: int
    tolerance: float
    certificate: bool
    max_seconds: float | None


def wide_components(components: Sequence[Component]) -> list[Component]:
    """Return the components of which it says too little that equilibria lie in them."""
    return [part for part in components if (part.reach or 0.0) > MOST_REACH]


def reach_message(wide: Sequence[Component], advice: str) -> list[str]:
    """Say how far the widest component reaches, with what to try; nothing where none is wide."""
    if not wide:
        return []
    most = max(part.reach or 0.0 for part in wide)
    return [
        f"a component reaches to profiles at which somebody can gain up to {most:.0%} of the payoff range; "
        + advice
    ]


def plain(component: Component) -> Component:
    """Leave out what is said of a component beyond its box and its samples."""
    return replace(component, kind="boxes", reach=None, pieces=(), cells=None)


def search_certificate(game: Game, kept: tuple[list[int], ...], findings: Findings | None) -> Any:
    """Keep what a check needs; a game that dominance settles needs no cell tree."""
    from belarusgame.solve.recheck import Certificate

    return Certificate(
        game=game,
        kept=kept,
        events=() if findings is None else findings.events,
        numbers=np.zeros(0) if findings is None else findings.numbers,
        roots=() if findings is None else tuple(findings.roots),
        powers=(0,) * len(kept) if findings is None else findings.powers,
    )


def solved_by_search(
    game: Game,
    kept: tuple[list[int], ...],
    pure: PurePlay,
    settings: SearchSettings,
    clock: Clock,
    executor: Executor | None,
) -> Solution:
    """Search the supports of what dominance left, in this thread or with the help of an executor."""
    limits: dict[str, Any] = {
        "max_cells": settings.max_cells,
        "tolerance": settings.tolerance,
        "logged": settings.certificate,
    }
    if executor is None:
        from belarusgame.solve.search import Search

        findings = Search(game, kept, **limits, deadline=clock.at(SEARCHED)).run()
    else:
        from belarusgame.solve.search import SearchTask, search_by_stretches

        task = SearchTask(game=game, kept=kept, **limits, deadline=clock.on_the_wall(SEARCHED))
        findings = search_by_stretches(task, executor, until=clock.at(HANDED_IN))
    return assembled(game, kept, pure, findings, settings, clock)


def assembled(
    game: Game,
    kept: tuple[list[int], ...],
    pure: PurePlay,
    findings: Findings,
    settings: SearchSettings,
    clock: Clock,
) -> Solution:
    """Turn what the search found into a solution, and check it as far as it can be checked."""
    components, unresolved = _clusters(game, findings.open_boxes, pure)
    boxes = [np.concatenate(part.box.bounds) for part in components]
    messages: list[str] = []
    if findings.left_boxes:
        messages.append(f"{ended_budget(settings)}, or fix a player's strategy")
    if unresolved:
        messages.append(
            f"{len(unresolved)} regions could be neither excluded nor shown to hold an equilibrium; "
            "try a smaller tolerance"
        )
    far = wide_components(components)
    messages += reach_message(far, "try a smaller tolerance, or fix a player's strategy")
    unresolved += [Box.stacked(game.labels, box) for box in findings.left_boxes]
    unresolved += [part.box for part in far]
    total = pure.indices + findings.table.indices
    if not unresolved and not components and total != 1:
        messages.append(
            f"the indices of the equilibria sum to {total} instead of 1, so that the list is not complete; "
            "please report this game"
        )
    # A check looks at no claim that a point is isolated, or how far a box reaches.
    listed = partial(
        _listed, game, pure, findings.table, boxes, isolated=None if settings.certificate else True
    )
    if settings.certificate:
        components = [plain(part) for part in components]
    known = listed() if unresolved else ()
    return Solution(
        outcomes=known or listed,
        concept="nash",
        status="partial" if messages else "complete",
        method=BY_SEARCH,
        components=tuple(components),
        unresolved=tuple(unresolved),
        candidates=candidates_in(game, unresolved, known, components, deadline=clock.at(1.0)),
        settings=settings,
        messages=tuple(messages),
        game=game,
        certificate=search_certificate(game, kept, findings) if settings.certificate else None,
    )


def _listed(
    game: Game, pure: PurePlay, table: RootTable, components: Sequence[FloatArray], *, isolated: bool | None
) -> tuple[Equilibrium, ...]:
    """Record the pure equilibria, then the mixed ones that were proven regular."""
    proven = table.proven
    regular = Points(
        mixed=proven.profiles(game.shape),
        radius=proven.radius,
        small=proven.small,
        indices=proven.signs.tolist(),
        strict=[False] * len(proven),
    )
    return tuple(records(game, pure.points.and_then(regular), components, isolated=isolated))


def _clusters(game: Game, boxes: Sequence[FloatArray], pure: PurePlay) -> tuple[list[Component], list[Box]]:
    """Merge the open boxes and the pure equilibria that are not strict into components.

    A cluster in which no equilibrium was found stays unresolved.
    """
    components: list[Component] = []
    unresolved: list[Box] = []
    if pure.all_strict and not boxes:
        return components, unresolved
    recorded = records(game, pure.loose.points)
    everything = [*map(as_box, recorded), *boxes]
    for group in merge(everything):
        bounds = hull([everything[k] for k in group])
        members = [recorded[k] for k in group if k < len(recorded)]
        known = [list(e.mixed) for e in members]
        found = sample(game, [everything[k] for k in group], bounds, known)
        if found:
            members += records(game, samples(found))
            bounds = hull([bounds, *(as_box(e) for e in members)])
        if members:
            reach = reach_of(game, [everything[k] for k in group])
            box = Box.stacked(game.labels, bounds)
            components.append(Component(box=box, samples=tuple(members), reach=reach))
        else:
            unresolved.append(Box.stacked(game.labels, bounds))
    return components, unresolved


def as_box(equilibrium: Equilibrium) -> FloatArray:
    """Return an equilibrium as a box of no extent."""
    return np.repeat(np.concatenate(equilibrium.mixed)[:, None], 2, axis=1)
