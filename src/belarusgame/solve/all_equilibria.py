"""All Nash equilibria of a game, with a status that says whether the list is proven complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from belarusgame.base.clock import Clock
from belarusgame.base.labels import FloatArray
from belarusgame.base.settings import Settings, finite_number, flag, whole_number
from belarusgame.errors import GameError
from belarusgame.game import Equilibrium, Game, checked_game
from belarusgame.solve.candidates import candidates_in
from belarusgame.solve.pure import pure_positions
from belarusgame.solve.reach import reach_of
from belarusgame.solve.search import (
    Points,
    hull,
    kept_apart,
    merge,
    payoff_ranges,
    pure_record,
    records,
    sample,
    samples,
    surviving_strategies,
)
from belarusgame.solve.solution import (
    BY_DOMINANCE,
    BY_REDUCTION,
    BY_SEARCH,
    Box,
    Component,
    Solution,
    ended_budget,
    with_common_unit,
)
from belarusgame.solve.structured import MOST_REACH, Analysis, CellBudget, analyse, assemble, has_ties
from belarusgame.solve.two_player import two_player_solution

if TYPE_CHECKING:
    from belarusgame.solve.recheck import StructuredCertificate
    from belarusgame.solve.search import Findings, Root, Search

__all__ = ["all_equilibria"]

#: The budget unless told otherwise.
MAX_CELLS: Final = 2_000_000

#: A game with ties is searched like any other, down to this width and within so many cells, before it is
#: taken for one that needs exact methods.
_WIDTH: Final = 1e-3
_TRIED: Final = 20_000

#: The part of ``max_seconds`` that the search itself may take: its findings are still to be put together.
_SEARCHED: Final = 0.85
#: The part after which a structured game is not analysed any further: there are many more pieces.
_ANALYSED: Final = 0.5

#: A set of strategies of one player must fit into one integer of the search.
MOST_STRATEGIES: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SearchSettings(Settings):
    """The settings of a search; see :func:`all_equilibria`."""

    max_cells: int
    tolerance: float
    certificate: bool
    max_seconds: float | None


def all_equilibria(
    game: Game,
    *,
    max_cells: int = MAX_CELLS,
    max_seconds: float | None = None,
    tolerance: float = 1e-6,
    certificate: bool = False,
) -> Solution:
    """Find all Nash equilibria of a game: pure, partly mixed and totally mixed.

    Parameters
    ----------
    game : Game
        Of any number of players; made for 1 to 6.
    max_cells : int
        The budget: the search ends when it has taken up this many supports and cells. One costs between a
        microsecond and, for the largest games, a millisecond.
    max_seconds : float, optional
        A second budget: the time that the search may take, on whatever machine it runs. An answer that it cut
        short differs from run to run; without it the same game always has the same answer.
    tolerance : float
        A probability: regions narrower than this that could not be decided are not divided any further. They
        become components.
    certificate : bool
        Whether to keep what :func:`belarusgame.solve.verify.verify_equilibria` needs to check the answer
        again in exact arithmetic; made for small games.

    Returns
    -------
    Solution
        With the concept ``"nash"``. If ``status`` is ``"complete"`` it is proven that every equilibrium is
        either listed or lies in the box of a component; rounding errors are bounded and enter every deciding
        comparison. Otherwise ``unresolved`` holds the regions that were not decided and ``messages`` says
        what to try. Pure equilibria are found by exact comparison and are always listed. A listed equilibrium
        that is regular carries its index (+1 or -1; +1 for strict pure ones) and a box in which it is proven
        to be the only equilibrium. Of the others, which no method can list point by point, each component
        gives a bounding box and samples with their regret.

    Raises
    ------
    GameError
        If a setting makes no sense.

    Notes
    -----
    Games of two players are solved by vertex enumeration in exact arithmetic, where ``max_cells`` bounds the
    steps, the components are proven continua, and the pure equilibria in them are among their samples only.

    Games in which somebody is indifferent between two strategies at a pure profile, and which the search
    does not settle at once, are reduced exactly (:mod:`belarusgame.solve.structured`): supports with a
    strategy that is weakly dominated against opponents who mix over theirs are left out, and most continua
    come out as exact products of polytopes. Curves and regions are covered by cells in which nobody has a
    regret above 5 % of the payoff range, whatever the ``tolerance``. Pure equilibria that belong to
    a continuum are listed and marked (``isolated`` is False). An answer with a certificate says less of each
    equilibrium and component: neither index nor box, nor whether it is isolated or exact.

    Otherwise strictly dominated strategies are eliminated first. For each support the mixed strategies are
    divided into products of simplices, which are discarded or shrunk by multilinear bounds with multipliers;
    solutions are certified by diagonal dominance of the Jacobian and Brouwer's theorem. See
    :mod:`belarusgame.solve.search` for the method and the error bound. In generic games the number of
    equilibria is finite and odd (Wilson 1971, "Computing equilibria of n-person games"), and the indices of
    regular equilibria sum to +1 (Guel, Pearce & Stacchetti 1993, "A bound on the proportion of pure strategy
    equilibria in generic games"); the latter is checked.

    Examples
    --------
    Three players each choose whether to do a job that needs only one of them.

    >>> import numpy as np, belarusgame as bg
    >>> from belarusgame.solve.all_equilibria import all_equilibria
    >>> payoffs = np.ones((3, 2, 2, 2))
    >>> for player, alone in enumerate([(1, 0, 0), (0, 1, 0), (0, 0, 1)]):
    ...     job = np.moveaxis(payoffs[player], player, 0)
    ...     job[1] = 0
    ...     payoffs[(player, *alone)] = 2
    >>> solution = all_equilibria(bg.Game(payoffs))
    >>> solution.status, len(solution.equilibria), sum(e.index for e in solution.equilibria)
    ('complete', 7, 1)
    """
    checked_game(game)
    max_cells, certificate = whole_number("max_cells", max_cells), flag("certificate", certificate)
    tolerance = finite_number("tolerance", tolerance, 1e-9, 0.5)  # a difference of probabilities
    clock = Clock.starting(max_seconds)
    settings = SearchSettings(
        max_cells=max_cells, tolerance=tolerance, certificate=certificate, max_seconds=clock.seconds
    )
    return with_common_unit(_solved(game, settings, clock))


def _solved(game: Game, settings: SearchSettings, clock: Clock) -> Solution:
    """Choose the method, by the number of players and by whether there are ties."""
    if len(game.players) == 2:
        return two_player_solution(
            game,
            max_steps=settings.max_cells,
            clock=clock,
            certificate=settings.certificate,
            settings=settings,
        )
    kept = surviving_strategies(game.ordinal)
    stable, strict = pure_positions(game)
    ranges = payoff_ranges(game)
    equilibria = [
        pure_record(game, position, ranges, strict=bool(alone))
        for position, alone in zip(np.argwhere(stable).tolist(), strict[stable].tolist(), strict=True)
    ]
    if sum(len(labels) > 1 for labels in kept) <= 1:
        return _without_search(game, kept, equilibria, settings)
    most = max(len(labels) for labels in kept)
    if most > MOST_STRATEGIES:
        raise GameError(
            f"a player has {most} strategies that are not dominated, and at most {MOST_STRATEGIES} can be "
            "handled; leave some out with game.restrict()"
        )
    if has_ties(game, kept):
        return _with_ties(game, kept, equilibria, settings, clock)
    from belarusgame.solve.search import Search

    search = Search(
        game,
        kept,
        max_cells=settings.max_cells,
        tolerance=settings.tolerance,
        logged=settings.certificate,
        deadline=clock.at(_SEARCHED),
    )
    findings = search.run()
    return _assemble(game, kept, equilibria, findings, settings, clock)


def _with_ties(
    game: Game,
    kept: tuple[list[int], ...],
    pure: list[Equilibrium],
    settings: SearchSettings,
    clock: Clock,
) -> Solution:
    """Search a game in which somebody is indifferent somewhere: first as any other, then exactly."""
    from belarusgame.solve.search import Search

    if all(e.strict for e in pure):
        regular = Search(
            game,
            kept,
            max_cells=min(settings.max_cells, _TRIED),
            tolerance=_WIDTH,
            logged=settings.certificate,
            deadline=clock.at(_ANALYSED),
        ).run_if_regular(_WIDTH)
        if regular is not None:
            return _assemble(game, kept, pure, regular, settings, clock)
    search = Search(game, kept, max_cells=1, tolerance=_WIDTH, logged=settings.certificate)
    budget = CellBudget(cells=settings.max_cells, deadline=clock.at(_ANALYSED))
    analysis = analyse(game, kept, search, budget, tolerance=settings.tolerance, logged=settings.certificate)
    answer = assemble(game, analysis.pieces, finished=analysis.finished, deadline=clock.at(_SEARCHED))
    messages: list[str] = []
    if not analysis.finished:
        known = {tuple(np.concatenate(e.mixed).tolist()) for e in answer.equilibria}
        answer.equilibria += [e for e in pure if tuple(np.concatenate(e.mixed).tolist()) not in known]
        messages.append(f"{ended_budget(settings)}, or fix a player's strategy")
        answer.unresolved.append(_all_of(game, kept))
    elif answer.unresolved:
        messages.append(
            f"{len(answer.unresolved)} regions could be neither excluded nor shown to hold an equilibrium"
        )
    more = "allow more seconds" if settings.max_seconds is not None else "try a larger max_cells"
    wide = _wide(answer.components)
    messages += _said_of(wide, f"{more}, or fix a player's strategy")
    answer.unresolved += [part.box for part in wide]
    if settings.certificate:  # a check looks at no claim that a component is exact, or a point isolated
        answer.components = [_plain(part) for part in answer.components]
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
        certificate=_structured_certificate(game, kept, search, analysis) if settings.certificate else None,
    )


def _wide(components: Sequence[Component]) -> list[Component]:
    """Return the components of which it says too little that equilibria lie in them."""
    return [part for part in components if (part.reach or 0.0) > MOST_REACH]


def _said_of(wide: Sequence[Component], advice: str) -> list[str]:
    if not wide:
        return []
    most = max(part.reach or 0.0 for part in wide)
    return [
        f"a component reaches to profiles at which somebody can gain up to {most:.0%} of the payoff range; "
        + advice
    ]


def _plain(component: Component) -> Component:
    """Leave out what is said of a component beyond its box and its samples."""
    return replace(component, kind="boxes", reach=None, pieces=(), cells=None)


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


def _all_of(game: Game, kept: tuple[list[int], ...]) -> Box:
    """Return the box of all profiles that dominance left."""
    bounds = np.zeros((sum(game.shape), 2))
    starts = np.cumsum([0, *game.shape[:-1]])
    bounds[[int(start) + a for start, labels in zip(starts, kept, strict=True) for a in labels], 1] = 1.0
    return Box.stacked(game.labels, bounds)


def _without_search(
    game: Game, kept: tuple[list[int], ...], equilibria: list[Equilibrium], settings: SearchSettings
) -> Solution:
    """Answer when at most one player has a choice left: that player's best strategies are all there is."""
    components: tuple[Component, ...] = ()
    if len(equilibria) > 1:
        components = (_free_choice(game, equilibria),)
    if settings.certificate:  # a check looks at no claim that a component is exact, or a point isolated
        components = tuple(map(_plain, components))
    else:
        equilibria = [replace(e, isolated=len(equilibria) == 1) for e in equilibria]
    return Solution(
        outcomes=tuple(equilibria),
        concept="nash",
        status="complete",
        method=BY_DOMINANCE,
        components=components,
        settings=settings,
        game=game,
        certificate=_certificate(game, kept, None) if settings.certificate else None,
    )


def _free_choice(game: Game, equilibria: Sequence[Equilibrium]) -> Component:
    """Describe all mixtures of the one player's strategies that are equally good."""
    corners = [np.unique(np.stack([e.mixed[i] for e in equilibria]), axis=0) for i in range(len(game.shape))]
    return Component(
        box=Box.stacked(game.labels, hull([_point(e) for e in equilibria])),
        samples=tuple(equilibria),
        kind="exact",
        reach=0.0,
        pieces=(tuple(corners),),
    )


def _certificate(game: Game, kept: tuple[list[int], ...], findings: Findings | None) -> Any:
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


def _assemble(
    game: Game,
    kept: tuple[list[int], ...],
    pure_records: list[Equilibrium],
    findings: Findings,
    settings: SearchSettings,
    clock: Clock,
) -> Solution:
    """Turn what the search found into a solution, and check it as far as it can be checked."""
    from belarusgame.solve.recheck import PROVEN

    proven = [root for root in findings.roots if root.kind == PROVEN]
    equilibria = pure_records + _regular_records(game, proven)
    loose = [e for e in pure_records if not e.strict]
    components, unresolved = _clusters(game, findings.open_boxes, loose)
    reserved = [0.0] * len(pure_records) + [2.0 * root.small for root in proven]
    equilibria = kept_apart(equilibria, reserved, [np.concatenate(part.box.bounds) for part in components])
    messages: list[str] = []
    if findings.left_boxes:
        messages.append(f"{ended_budget(settings)}, or fix a player's strategy")
    if unresolved:
        messages.append(
            f"{len(unresolved)} regions could be neither excluded nor shown to hold an equilibrium; "
            "try a smaller tolerance"
        )
    wide = _wide(components)
    messages += _said_of(wide, "try a smaller tolerance, or fix a player's strategy")
    unresolved += [Box.stacked(game.labels, box) for box in findings.left_boxes]
    unresolved += [part.box for part in wide]
    total = sum(e.index or 0 for e in equilibria)
    if not unresolved and not components and total != 1:
        messages.append(
            f"the indices of the equilibria sum to {total} instead of 1, so that the list is not complete; "
            "please report this game"
        )
    if settings.certificate:  # a check looks at no claim that a point is isolated, or how far a box reaches
        components = [_plain(part) for part in components]
    else:
        equilibria = [replace(e, isolated=True) if e.box is not None else e for e in equilibria]
    return Solution(
        outcomes=tuple(equilibria),
        concept="nash",
        status="partial" if messages else "complete",
        method=BY_SEARCH,
        components=tuple(components),
        unresolved=tuple(unresolved),
        candidates=candidates_in(game, unresolved, equilibria, components, deadline=clock.at(1.0)),
        settings=settings,
        messages=tuple(messages),
        game=game,
        certificate=_certificate(game, kept, findings) if settings.certificate else None,
    )


def _regular_records(game: Game, roots: Sequence[Root]) -> list[Equilibrium]:
    """Record the mixed equilibria that were proven regular."""
    if not roots:
        return []
    mixed = tuple(np.zeros((len(roots), count)) for count in game.shape)
    for k, root in enumerate(roots):
        for x, labels, vector in zip(mixed, root.supports, root.vectors, strict=True):
            x[k, list(labels)] = vector
    points = Points(
        mixed=mixed,
        radius=np.array([root.radius for root in roots]),
        small=np.array([root.small for root in roots]),
        indices=[root.sign for root in roots],
        strict=[False] * len(roots),
    )
    return records(game, points)


def _clusters(
    game: Game, boxes: Sequence[FloatArray], loose: Sequence[Equilibrium]
) -> tuple[list[Component], list[Box]]:
    """Merge the open boxes and the pure equilibria that are not strict into components.

    A cluster in which no equilibrium was found stays unresolved.
    """
    everything = [*map(_point, loose), *boxes]
    components: list[Component] = []
    unresolved: list[Box] = []
    for group in merge(everything):
        bounds = hull([everything[k] for k in group])
        members = [loose[k] for k in group if k < len(loose)]
        known = [list(e.mixed) for e in members]
        found = sample(game, [everything[k] for k in group], bounds, known)
        if found:
            stacked = [np.stack([profile[i] for profile in found]) for i in range(len(game.shape))]
            members += records(game, samples(stacked))
            bounds = hull([bounds, *(_point(e) for e in members)])
        if members:
            reach = reach_of(game, [everything[k] for k in group])
            box = Box.stacked(game.labels, bounds)
            components.append(Component(box=box, samples=tuple(members), reach=reach))
        else:
            unresolved.append(Box.stacked(game.labels, bounds))
    return components, unresolved


def _point(equilibrium: Equilibrium) -> FloatArray:
    """Return an equilibrium as a box of no extent."""
    return np.repeat(np.concatenate(equilibrium.mixed)[:, None], 2, axis=1)
