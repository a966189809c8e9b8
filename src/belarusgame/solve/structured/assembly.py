"""From pieces to an answer: isolated equilibria with boxes, components with samples, and what is open."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, product
from typing import TYPE_CHECKING, Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search import hull, records, sample, samples
from belarusgame.solve.solution import Box, Component
from belarusgame.solve.structured.pieces import EXACT, ROOT, Piece, clusters, lies_in

if TYPE_CHECKING:
    from belarusgame.game import Equilibrium, Game

#: A component in which a regret may be larger than this, in parts of the payoff range, says too little.
MOST_REACH: Final = 0.05
#: Samples of a component that consists of exact pieces, and of another one.
_CORNERS: Final = 48
_SAMPLES: Final = 6
#: Where none is known: how many are looked for.
_FOUND: Final = 2
#: Exact pieces of a component among which those are looked for that lie in others: all pairs are compared.
_COMPARED: Final = 400
#: A box reaches at most this part of the way to the next piece, so that no two boxes meet; there is none if
#: that is nearer than this.
_PART: Final = 0.49
#: No two boxes of probabilities are as far apart as this.
_FAR: Final = 2.0
#: Two points nearer than this may be one: a box that tells them apart would be mere rounding.
_SEPARATED: Final = 1e-9


@dataclass(slots=True, kw_only=True, eq=False)
class Assembled:
    """What the pieces say."""

    #: The isolated ones and, marked, the pure members of components; pure ones first.
    equilibria: list[Equilibrium] = field(default_factory=list["Equilibrium"])
    components: list[Component] = field(default_factory=list[Component])  #: the others
    #: Where no equilibrium was found, and none excluded.
    unresolved: list[Box] = field(default_factory=list[Box])


def assemble(
    game: Game, pieces: Sequence[Piece], *, finished: bool, deadline: float = float("inf")
) -> Assembled:
    """Turn the pieces of all supports into an answer.

    ``finished`` says whether every equilibrium lies in one of them; otherwise nothing is known to be
    isolated. After the deadline, by ``time.monotonic``, nothing is looked for any more: a cluster in which no
    equilibrium is known stays unresolved.
    """
    answer = Assembled()
    if not pieces:
        return answer
    alone: list[int] = []
    inside: list[Piece] = []
    joined: list[tuple[list[Piece], FloatArray, list[list[FloatArray]]]] = []
    bounds = np.array([piece.bounds(game.shape) for piece in pieces])
    # What touches belongs together; only a point that nothing touches is isolated.
    for group in clusters(pieces, bounds):
        members = [pieces[k] for k in group]
        if len(members) == 1 and members[0].is_point:
            alone += group
            continue
        around = hull(list(bounds[group]))
        profiles = _profiles(game, members, around, deadline)
        if profiles:
            joined.append((members, around, profiles))
            inside += filter(_is_pure, members)
        else:
            answer.unresolved.append(Box.stacked(game.labels, around))
    points = [pieces[k] for k in alone]
    middles = [piece.middle(game.shape) for piece in [*points, *inside]]
    # All at once, as to set out a game costs more than a record.
    found = _records(game, [*middles, *chain.from_iterable(profiles for *_, profiles in joined)])
    recorded = iter(found[len(middles) :])
    answer.components = [
        _component(game, members, around, list(islice(recorded, len(profiles))))
        for members, around, profiles in joined
    ]
    listed = found[: len(points)]
    # Nothing is isolated as long as some equilibria may not have been found.
    if finished and points:
        gaps = nearest(bounds, pieces, alone, answer.components)
        listed = _isolated(game, listed, points, bounds[alone], gaps)
    # What is strict is isolated, however near others are.
    listed += [
        replace(e, isolated=piece.index == 1)
        for e, piece in zip(found[len(points) : len(middles)], inside, strict=True)
    ]
    listed = [
        replace(e, strict=piece.index == 1 and _is_pure(piece))
        for e, piece in zip(listed, [*points, *inside], strict=True)
    ]
    answer.equilibria = sorted(listed, key=_order)
    return answer


def _is_pure(piece: Piece) -> bool:
    return piece.kind == EXACT and all(len(labels) == 1 for labels in piece.support)


def _order(equilibrium: Equilibrium) -> tuple[object, ...]:
    """Pure equilibria first, then by the strategies that are used, then by the probabilities."""
    mixed: list[list[float]] = [vector.tolist() for vector in equilibrium.mixed]
    used = [[a for a, share in enumerate(own) if share] for own in mixed]
    return any(len(labels) > 1 for labels in used), used, mixed


def _records(game: Game, profiles: Sequence[list[FloatArray]]) -> list[Equilibrium]:
    if not profiles:
        return []
    return records(game, samples(profiles))


def _isolated(
    game: Game, listed: Sequence[Equilibrium], alone: Sequence[Piece], bounds: FloatArray, gaps: FloatArray
) -> list[Equilibrium]:
    """Say of isolated equilibria what is known, each with a box that keeps away from every other piece."""
    found: list[Equilibrium] = []
    for equilibrium, piece, here, gap in zip(listed, alone, bounds, gaps.tolist(), strict=True):
        box = None
        if gap > _SEPARATED:
            wide = np.clip(here + _PART * gap * np.array([-1.0, 1.0]), 0.0, 1.0)
            box = Box.stacked(game.labels, wide).bounds
        found.append(replace(equilibrium, index=piece.index, box=box, isolated=True))
    return found


def nearest(
    bounds: FloatArray, pieces: Sequence[Piece], alone: Sequence[int], components: Sequence[Component]
) -> FloatArray:
    """Return how far from each isolated equilibrium the nearest other piece or component box is."""
    gaps: list[float] = []
    boxes = np.array([np.concatenate(part.box.bounds) for part in components]).reshape(-1, *bounds.shape[1:])
    for k in alone:
        others = _gaps(bounds[k], bounds)
        others[k] = _FAR
        for other in np.flatnonzero(others <= 0.0).tolist():  # in the bounds of something: its cells count
            cells = pieces[other].boxes
            others[other] = 0.0 if cells is None else _gaps(bounds[k], cells).min()
        apart = _gaps(bounds[k], boxes)
        gaps.append(float(min(others.min(), apart[apart > 0.0].min(initial=_FAR))))
    return np.array(gaps)


def _gaps(here: FloatArray, others: FloatArray) -> FloatArray:
    """Return the largest distance along a coordinate to each of several boxes; not positive if they meet."""
    gaps: FloatArray = np.maximum(here[:, 0] - others[:, :, 1], others[:, :, 0] - here[:, 1]).max(axis=1)
    return gaps


def _profiles(
    game: Game, members: Sequence[Piece], around: FloatArray, deadline: float
) -> list[list[FloatArray]]:
    """Choose some equilibria of pieces that touch; none if none is known in them, nor found."""
    exact = [piece for piece in members if piece.kind == EXACT]
    profiles = [piece.middle(game.shape) for piece in members if piece.kind == ROOT]
    # Pure equilibria first: they are what a reader recognises, and samples are few.
    for piece in sorted(exact, key=lambda piece: not _is_pure(piece)):
        profiles += [list(profile) for profile in product(*piece.vertices(game.shape))]
    profiles = _distinct(profiles)[: _CORNERS if len(exact) == len(members) else _SAMPLES]
    cells = _cells(members)
    # Open cells alone prove nothing: without one equilibrium that was verified there is no component.
    if not profiles and cells is not None and time.monotonic() < deadline:
        return sample(game, list(cells), around, [], most=_FOUND)
    return profiles


def _component(
    game: Game, members: Sequence[Piece], around: FloatArray, known: Sequence[Equilibrium]
) -> Component:
    """Make a component of pieces that touch, and of some equilibria in them."""
    exact = [piece for piece in members if piece.kind == EXACT]
    largest = exact if len(exact) > _COMPARED else _largest(exact)
    # A sample may lie a rounding outside of the cells in which it was found.
    inside = [np.concatenate(e.mixed)[:, None].repeat(2, axis=1) for e in known]
    return Component(
        box=Box.stacked(game.labels, hull([around, *inside])),
        samples=tuple(known),
        kind="exact" if len(exact) == len(members) else "boxes",
        reach=max(piece.reach for piece in members),
        pieces=tuple(tuple(piece.vertices(game.shape)) for piece in largest),
        cells=_cells(members),
    )


def _cells(members: Sequence[Piece]) -> FloatArray | None:
    boxes = [piece.boxes for piece in members if piece.boxes is not None]
    return np.concatenate(boxes) if boxes else None


def _distinct(profiles: Sequence[list[FloatArray]]) -> list[list[FloatArray]]:
    return list({tuple(np.concatenate(profile).tolist()): profile for profile in profiles}.values())


def _largest(exact: Sequence[Piece]) -> list[Piece]:
    """Leave out exact pieces that lie in others."""
    kept: list[Piece] = []
    # Only a larger support can hold a smaller one, so what was kept so far is all there is to compare with.
    for piece in sorted(exact, key=lambda piece: -sum(len(labels) for labels in piece.support)):
        if not any(lies_in(piece, other) for other in kept):
            kept.append(piece)
    return kept
