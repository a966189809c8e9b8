"""A perfect Bayesian equilibrium in sentences: what types do, what is then believed, what holds it up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from belarusgame.solve.bayesian.consistency import informed
from belarusgame.solve.bayesian.perfect import PerfectBayesianSolution
from belarusgame.solve.bayesian.perfect_bayesian import (
    PerfectBayesian,
    Range,
    belief_name,
    play_name,
    shown_by,
)
from belarusgame.solve.bayesian.tree import History, Spot

#: How players are called in sentences, perhaps by a plural; by default as in the game.
Names = Mapping[str, str]


def what_beliefs_do(solution: PerfectBayesianSolution, names: Names) -> str:
    """Say whether anybody has to guess a type."""
    if solution.used:
        who = " and ".join(names.get(player, player) for player in solution.used)
        return f"What later movers do hangs on what they believe of {who}."
    if not solution.game.typed:
        return "Nobody has private information."
    return (
        "Nobody has to guess: what a later mover gains never depends on a type that it does not know. So a "
        "move signals nothing that matters, and no belief supports anything."
    )


def sentences_of(found: PerfectBayesian, names: Names | None = None) -> list[str]:
    """Describe an equilibrium, or a continuum of them; ``names`` says how players are called."""
    ranges, called = found.ranges(), names or {}
    return [
        *_doing(found, ranges, called),
        *(sentence for holder in found.used for sentence in _beliefs(found, ranges, called, holder)),
    ]


def _doing(found: PerfectBayesian, ranges: Mapping[str, Range], names: Names) -> Iterator[str]:
    """Yield what is done wherever play may come to."""
    tree = found.tree
    reached = reached_histories(found)
    for history in tree.histories():
        for player in tree.groups[tree.group(history)] if history in reached else ():
            cells = tree.cells(player, history)
            mixes = {cell: _mix(found, ranges, (player, cell, history)) for cell in cells}
            said = "; ".join(f"{mix} if {cell}" for cell, mix in mixes.items())
            if len({*mixes.values()}) == 1:
                said = next(iter(mixes.values())) + (", whatever its type" if len(cells) > 1 else "")
            after = f"After {tree.words(history)}, " if history else ""
            yield f"{after}{names.get(player, player)} will play {said}."


def _mix(found: PerfectBayesian, ranges: Mapping[str, Range], spot: Spot) -> str:
    labels = found.tree.options(spot[0], spot[2])
    shares = [(label, ranges[play_name(found.tree, spot, label)]) for label in labels]
    used = [(label, span) for label, span in shares if span[1]]
    if len(used) == 1:
        return used[0][0]
    return ", ".join(f"{label} with probability {_between(span)}" for label, span in used)


def _beliefs(found: PerfectBayesian, ranges: Mapping[str, Range], names: Names, holder: str) -> Iterator[str]:
    """Yield what is believed of a player: after moves that are made, and after those that are not."""
    tree, told = found.tree, set[str]()
    reached, who = reached_histories(found), names.get(holder, holder)
    for history in tree.histories():
        shown = shown_by(tree, history, holder)
        moved = any(
            informed(tree, history[: tree.movers.index(group[0])], holder)
            for group in tree.groups[: tree.group(history)]
        )
        # Histories that show the same of a type are told once.
        if not moved or shown in told:
            continue
        told.add(shown)
        spans = {
            kind: ranges.get(belief_name(tree, history, holder, kind)) for kind in tree.game.types[holder]
        }
        known = {kind: span for kind, span in spans.items() if span is not None}
        if history in reached:
            believed = f"{_kinds(known)}{_news(found, holder, known)}"
            yield f"After {shown}, the type of {who} is believed to be {believed}."
        else:
            yield _held_up(found, history, holder, shown, who, known)


def _news(found: PerfectBayesian, holder: str, known: Mapping[str, Range]) -> str:
    prior = found.game.marginals[holder]
    if all(span == (prior[kind], prior[kind]) for kind, span in known.items()):
        return ", as before: the move says nothing"
    return ""


def _held_up(
    found: PerfectBayesian, history: History, holder: str, shown: str, who: str, known: Mapping[str, Range]
) -> str:
    """Say which beliefs after a move that nobody makes hold the equilibrium up."""
    regions = [r for r in found.regions(*history) if len(r.vertices) and _binds(found, r.coordinates, holder)]
    if not regions:
        return f"Nobody moves {shown}; whatever would then be believed of {who}, nothing changes."
    return f"Nobody moves {shown}; what holds this up is that {who} would be believed to be {_kinds(known)}."


def _binds(found: PerfectBayesian, coordinates: Sequence[str], holder: str) -> bool:
    """Whether some piece excludes a belief: a certain type is not among its corners."""
    kinds = len(found.game.types[holder])
    return any(
        # With every type for sure among the corners, the region is the whole simplex: any belief will do.
        sum(max(corner) == 1 for corner in region.vertices) < kinds
        for piece in found.pieces
        for region in piece.regions
        if region.coordinates == coordinates
    )


def reached_histories(found: PerfectBayesian) -> set[History]:
    """Return the histories that have positive probability in some member of it."""
    tree = found.tree
    reached = {()}
    for piece in found.pieces:
        for combination, chance in found.game.prior.items():
            for profile in tree.chances(piece.play, combination) if chance else ():
                ends = [tree.movers.index(group[0]) for group in tree.groups]
                reached |= {profile[:end] for end in ends}
    return reached


def _kinds(known: Mapping[str, Range]) -> str:
    used = [(kind, span) for kind, span in known.items() if span[1]]
    if len(used) == 1 and used[0][1] == (1, 1):
        return f"{used[0][0]} for sure"
    return ", ".join(f"{kind} with probability {_between(span)}" for kind, span in used)


def _between(span: Range) -> str:
    low, high = (_plain(value) for value in span)
    return low if low == high else f"{low} to {high}"


def _plain(value: Fraction) -> str:
    return f"{float(value) + 0.0:.4g}"
