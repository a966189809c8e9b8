"""What happens when players move one after the other, each seeing what came before?

Backward induction over groups of players, in exact arithmetic. A continuation is one way in which play can go
on from some point, credible from there to the end; the continuations of a point are built from those of the
points that its movers can reach.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.deciding import Decider
from belarusgame.base.expected_time import announce_time
from belarusgame.base.read_only import read_only
from belarusgame.base.settings import whole_number
from belarusgame.game import Game, checked_game
from belarusgame.outcome import Outcome
from belarusgame.solve.mixed_play import mixed_play
from belarusgame.solve.plan import Cell, Continuation, Options, Order, Plan, Prospect, Step, groups_of
from belarusgame.solve.solution import Solution, unit_note

#: How many ways of continuing after a simultaneous group are combined in search of its mixed equilibria.
MAX_SELECTIONS = 1_000

#: What one profile costs, as measured.
PROFILE_SECONDS = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """The continuations of one point of play, and why the list may be incomplete."""

    continuations: tuple[Continuation, ...]
    gaps: frozenset[str] = frozenset()


def sequential_equilibria(
    game: Game, order: Order | None, *, max_selections: int = MAX_SELECTIONS
) -> Solution:
    """Find all subgame-perfect outcomes of a game in which groups of players move in turn.

    Every group sees what those before it have done; the players of a group choose at the same time. A single
    mover does not randomise; its action *a* with the continuation *o* is supported if its payoff from *o* is
    at least the largest, over its other actions, of the least that it gets among their continuations. Ties
    therefore give several outcomes, and all of them are listed. A profile of a simultaneous group is
    supported if no member gains by an action that is followed by the continuation that is worst for it; the
    group's mixed equilibria are found for each way of selecting the continuations, if it has two members; for
    more it is only examined whether there is none. Where a group has a whole continuum of mixed equilibria,
    as after a tie, its corners are listed and stand for it: the status is ``partial``, as no list holds them
    all.

    Parameters
    ----------
    game : Game
        What everybody gets in each profile.
    order : sequence of str or of sequences of str
        The groups, first movers first; every player moves exactly once. ``scenario.order`` fits;
        None, where a scenario has no order, is refused.
    max_selections : int
        How many ways of continuing after a simultaneous group are combined in the search for its mixed
        equilibria, at most.

    Returns
    -------
    Solution
        Concept ``sequential``. Every outcome carries its :class:`~belarusgame.solve.Plan`. Status
        ``complete`` if the outcomes listed are proven to be all there are; else the messages say what is
        missing.

    Raises
    ------
    GameError
        If the order omits a player, repeats one or names one who does not play.

    References
    ----------
    R. Selten, "Spieltheoretische Behandlung eines Oligopolmodells mit Nachfrageträgheit", Zeitschrift für die
    gesamte Staatswissenschaft 121 (1965). H. W. Kuhn, "Extensive games and the problem of information"
    (1953), for backward induction.

    Examples
    --------
    The incumbent's threat to fight an entrant is not credible:

    >>> import belarusgame as bg
    >>> game = bg.Game(
    ...     [[[-1, 1], [0, 0]], [[-1, 1], [2, 2]]],
    ...     players=["entrant", "incumbent"],
    ...     strategies=[["enter", "stay out"], ["fight", "accommodate"]],
    ... )
    >>> solution = bg.solve.sequential_equilibria(game, order=["entrant", "incumbent"])
    >>> [outcome.pure_profile for outcome in solution.outcomes]
    [{'entrant': 'enter', 'incumbent': 'accommodate'}]
    """
    checked_game(game)
    groups = groups_of(game, order)
    most = whole_number("max_selections", max_selections)
    count = math.prod(game.shape)
    announce_time(PROFILE_SECONDS * count, f"looking ahead over {count:,} profiles", "fewer strategies")
    point = _solve(game, groups, {}, _ends(game), most)
    gaps = tuple(sorted(point.gaps))
    notes = [unit_note(one) for one in game.delegations if _holds_by_chance(one, point.continuations)]
    return Solution(
        outcomes=tuple(_outcome(game, continuation) for continuation in point.continuations),
        concept="sequential",
        status="partial" if gaps else "complete",
        method="backward induction over groups, in exact arithmetic",
        settings={"order": groups, "max_selections": max_selections},
        messages=(*gaps, *notes),
        game=game,
    )


def _holds_by_chance(one: Decider, continuations: Iterable[Continuation]) -> bool:
    """Whether somebody moves together with those by whose chances another decides for it."""
    return any(
        one.player in step.movers
        and any(
            player in step.movers and len({label in named for label in step.play[player]}) > 1
            for player, named in one.when.items()
        )
        for continuation in continuations
        for step in continuation.steps
    )


def _solve(
    game: Game,
    groups: Sequence[tuple[str, ...]],
    history: Mapping[str, str],
    ends: Mapping[Cell, Continuation],
    budget: int,
) -> _Node:
    """Return the continuations after a history."""
    if not groups:
        # In the players' order, not that of the moves: one end is shared by all orders.
        return _Node(continuations=(ends[tuple(history[player] for player in game.players)],))
    movers, later = groups[0], groups[1:]
    cells = {
        cell: _solve(game, later, {**history, **dict(zip(movers, cell, strict=True))}, ends, budget)
        for cell in itertools.product(*(game.strategies[player] for player in movers))
    }
    gaps = frozenset[str]().union(*(point.gaps for point in cells.values()))
    options = {cell: point.continuations for cell, point in cells.items()}
    # Without a continuation after every action no deviation there can be judged: nothing is claimed.
    if not all(options.values()):
        where = ", ".join(f"{player} = {label}" for player, label in history.items()) or "the start"
        return _Node(continuations=(), gaps=gaps | {f"after {where}: what follows some action was not found"})
    found = _pure_play(movers, history, options)
    if len(movers) > 1:
        mixed, more = mixed_play(game, movers, history, options, budget)
        found, gaps = [*found, *mixed], gaps | more
    return _Node(continuations=_distinct(found), gaps=gaps)


def _ends(game: Game) -> dict[Cell, Continuation]:
    """Return what every profile gives: there, play is over."""
    profiles = list(itertools.product(*game.labels.strategies))
    earned = _by_profile(game, game.exact_payoffs)
    nothing: list[dict[str, Fraction]] = [{}] * len(profiles)
    decided = _by_profile(game, game.exact_deciding) if game.delegations else nothing
    return {
        profile: Continuation(
            prospect=Prospect(chances={profile: Fraction(1)}, payoffs=payoffs, deciding=deciding), steps=()
        )
        for profile, payoffs, deciding in zip(profiles, earned, decided, strict=True)
    }


def _by_profile(game: Game, exact: NDArray[np.object_]) -> list[dict[str, Fraction]]:
    """Return the numbers of every profile by player."""
    rows = exact.reshape(len(game.players), -1).T.tolist()
    return [dict(zip(game.players, row, strict=True)) for row in rows]


def _pure_play(movers: tuple[str, ...], history: Mapping[str, str], options: Options) -> list[Continuation]:
    """Return what can follow when every mover uses one strategy.

    A deviation by one mover leads to a cell that no other deviation reaches, so the continuation that
    punishes it can be chosen by itself: the worst one for the deviator.
    """
    # A mover compares what it gets with the worst that may follow its other actions: any of these is
    # credible, and an outcome needs only one of them.
    worst = [
        {cell: min(found, key=_value_of(player)) for cell, found in options.items()} for player in movers
    ]
    lines = [_lines(options, k) for k in range(len(movers))]
    tempting = {player: _most_elsewhere(player, lines[k], worst[k]) for k, player in enumerate(movers)}
    supported: list[Continuation] = []
    for cell, found in options.items():
        held = [
            continuation
            for continuation in found
            if all(continuation.value(player) >= most[cell] for player, most in tempting.items())
        ]
        if not held:
            continue  # of hundreds of strategies few hold, and what every other one leads to is long to write
        instead = {
            player: {
                other[k]: worst[k][other].prospect for other in lines[k][_others(cell, k)] if other != cell
            }
            for k, player in enumerate(movers)
        }
        for continuation in held:
            step = Step(
                movers=movers,
                history=dict(history),
                play={player: {label: Fraction(1)} for player, label in zip(movers, cell, strict=True)},
                value=continuation.prospect,
                instead=instead,
            )
            supported.append(Continuation(prospect=continuation.prospect, steps=(step, *continuation.steps)))
    return supported


def _value_of(player: str) -> Callable[[Continuation], Fraction]:
    return lambda continuation: continuation.value(player)


def _others(cell: Cell, mover: int) -> Cell:
    """Return what the others do."""
    return (*cell[:mover], *cell[mover + 1 :])


def _lines(cells: Iterable[Cell], mover: int) -> dict[Cell, list[Cell]]:
    """Group the cells that one mover reaches from each other by changing its own strategy alone."""
    lines: dict[Cell, list[Cell]] = {}
    for cell in cells:
        lines.setdefault(_others(cell, mover), []).append(cell)
    return lines


def _most_elsewhere(
    player: str, lines: Mapping[Cell, list[Cell]], worst: Mapping[Cell, Continuation]
) -> dict[Cell, Fraction]:
    """For every cell, return the most that the mover gets elsewhere on its line; if it is alone, here."""
    most: dict[Cell, Fraction] = {}
    for line in lines.values():
        ranked = sorted((worst[cell].value(player) for cell in line), reverse=True)
        for cell in line:
            own = worst[cell].value(player)
            # The greatest but for the cell itself, for all cells of a line by one sorting.
            most[cell] = ranked[1] if own == ranked[0] and len(ranked) > 1 else ranked[0]
    return most


def _distinct(continuations: Iterable[Continuation]) -> tuple[Continuation, ...]:
    """Keep one continuation for each distribution over profiles."""
    kept: dict[Any, Continuation] = {}
    for continuation in continuations:
        # The first found stays: others lead to the same by another threat, and the outcome is the same.
        kept.setdefault(frozenset(continuation.prospect.chances.items()), continuation)
    return tuple(kept.values())


def _outcome(game: Game, continuation: Continuation) -> Outcome:
    distribution = np.zeros(game.shape)
    for profile, chance in continuation.prospect.chances.items():
        position = tuple(game.labels.strategy_index(i, label) for i, label in enumerate(profile))
        distribution[position] = float(chance)
    plan = Plan(steps=continuation.steps)
    return Outcome(
        labels=game.labels,
        distribution=read_only(distribution),
        payoffs={player: float(value) for player, value in continuation.prospect.payoffs.items()},
        concept="sequential",
        incentive_gap=float(plan.incentive_gap),
        strict=plan.strict,
        plan=plan,
    )
