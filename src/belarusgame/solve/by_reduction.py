"""All equilibria of a game with ties: searched as any other first, then reduced exactly."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np

from belarusgame.base.clock import Clock
from belarusgame.game import Game
from belarusgame.solve.by_search import (
    SEARCHED,
    SearchSettings,
    assembled,
    plain,
    reach_message,
    wide_components,
)
from belarusgame.solve.candidates import candidates_in
from belarusgame.solve.search import PurePlay, everything, records
from belarusgame.solve.solution import BY_REDUCTION, Box, Solution, ended_budget
from belarusgame.solve.structured import Analysis, CellBudget, analyse, assemble

if TYPE_CHECKING:
    from belarusgame.solve.recheck import StructuredCertificate
    from belarusgame.solve.search import Search

#: A game with ties is searched like any other, down to this width and within so many cells, before it is
#: taken for one that needs exact methods.
_WIDTH: Final = 1e-3
_TRIED: Final = 20_000

#: The part after which a structured game is not analysed any further: there are many more pieces.
_ANALYSED: Final = 0.5


def solved_by_reduction(
    game: Game,
    kept: tuple[list[int], ...],
    pure: PurePlay,
    settings: SearchSettings,
    clock: Clock,
) -> Solution:
    """Search a game in which somebody is indifferent somewhere: first as any other, then exactly."""
    from belarusgame.solve.search import Search

    if pure.all_strict:
        regular = Search(
            game,
            kept,
            max_cells=min(settings.max_cells, _TRIED),
            tolerance=_WIDTH,
            logged=settings.certificate,
            deadline=clock.at(_ANALYSED),
        ).run_if_regular(_WIDTH)
        if regular is not None:
            return assembled(game, kept, pure, regular, settings, clock)
    search = cache(partial(Search, game, kept, max_cells=1, tolerance=_WIDTH, logged=settings.certificate))
    budget = CellBudget(cells=settings.max_cells, deadline=clock.at(_ANALYSED))
    analysis = analyse(game, kept, search, budget, tolerance=settings.tolerance, logged=settings.certificate)
    answer = assemble(game, analysis.pieces, finished=analysis.finished, deadline=clock.at(SEARCHED))
    messages: list[str] = []
    if not analysis.finished:
        known = {tuple(np.concatenate(e.mixed).tolist()) for e in answer.equilibria}
        listed = records(game, pure.points)
        answer.equilibria += [e for e in listed if tuple(np.concatenate(e.mixed).tolist()) not in known]
        messages.append(f"{ended_budget(settings)}, or fix a player's strategy")
        answer.unresolved.append(Box.stacked(game.labels, everything(kept, game.shape)))
    elif answer.unresolved:
        messages.append(
            f"{len(answer.unresolved)} regions could be neither excluded nor shown to hold an equilibrium"
        )
    more = "allow more seconds" if settings.max_seconds is not None else "try a larger max_cells"
    far = wide_components(answer.components)
    messages += reach_message(far, f"{more}, or fix a player's strategy")
    answer.unresolved += [part.box for part in far]
    if settings.certificate:  # a check looks at no claim that a component is exact, or a point isolated
        answer.components = [plain(part) for part in answer.components]
        answer.equilibria = [replace(e, index=None, box=None, isolated=None) for e in answer.equilibria]
    return Solution(
        outcomes=tuple(answer.equilibria),
        concept="nash",
        status="partial" if messages else "complete",
        method=BY_REDUCTION,
        components=tuple(answer.components),
        unresolved=tuple(answer.unresolved),
        candidates=candidates_in(
            game, answer.unresolved, answer.equilibria, answer.components, deadline=clock.at(1.0)
        ),
        settings=settings,
        messages=tuple(messages),
        game=game,
        certificate=_structured_certificate(game, kept, search(), analysis) if settings.certificate else None,
    )


def _structured_certificate(
    game: Game, kept: tuple[list[int], ...], search: Search, analysis: Analysis
) -> StructuredCertificate:
    from belarusgame.solve.recheck import StructuredCertificate

    findings = search.logged_findings()
    return StructuredCertificate(
        game=game,
        kept=kept,
        events=findings.events,
        numbers=findings.numbers,
        roots=tuple(analysis.roots),
        powers=findings.powers,
        steps=tuple(analysis.steps.items()),
    )
