"""All equilibria of a game in which dominance leaves at most one player a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from belarusgame.game import Equilibrium, Game
from belarusgame.solve.by_search import SearchSettings, as_box, plain, search_certificate
from belarusgame.solve.search import PurePlay, hull, records
from belarusgame.solve.solution import BY_DOMINANCE, Box, Component, Solution


def solved_by_dominance(
    game: Game, kept: tuple[list[int], ...], pure: PurePlay, settings: SearchSettings
) -> Solution:
    """Answer when at most one player has a choice left: that player's best strategies are all there is."""
    several = np.count_nonzero(pure.stable) > 1
    components = [_free_choice(game, records(game, pure.points))] if several else []
    # A check looks at no claim that a component is exact, or a point isolated.
    isolated = None if settings.certificate else not several
    return Solution(
        outcomes=partial(_listed, game, pure, isolated),
        concept="nash",
        status="complete",
        method=BY_DOMINANCE,
        components=tuple(map(plain, components) if settings.certificate else components),
        settings=settings,
        game=game,
        certificate=search_certificate(game, kept, None) if settings.certificate else None,
    )


def _listed(game: Game, pure: PurePlay, isolated: bool | None) -> tuple[Equilibrium, ...]:
    """Record the best strategies; if there is only one, it is strict and has a box."""
    equilibria = records(game, pure.points, isolated=isolated)
    return tuple([replace(e, isolated=False) for e in equilibria] if isolated is False else equilibria)


def _free_choice(game: Game, equilibria: Sequence[Equilibrium]) -> Component:
    """Describe all mixtures of the one player's strategies that are equally good."""
    corners = [np.unique(np.stack([e.mixed[i] for e in equilibria]), axis=0) for i in range(len(game.shape))]
    return Component(
        box=Box.stacked(game.labels, hull([as_box(e) for e in equilibria])),
        samples=tuple(equilibria),
        kind="exact",
        reach=0.0,
        pieces=(tuple(corners),),
    )
