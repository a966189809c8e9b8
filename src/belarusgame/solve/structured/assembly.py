"""From pieces to an answer: isolated equilibria with boxes, components with samples, and what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, product
from typing import TYPE_CHECKING, Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.search import hull, records, sample, samples, split
from belarusgame.solve.solution import Box, Component
from belarusgame.solve.structured.pieces import EXACT, ROOT, Piece, clusters, lies_in

if TYPE_CHECKING:
    from belarusgame.game import Equilibrium, Game

#: A component in which a regret may be larger than this, in parts of the payoff range, says too little.
MOST_REACH: Final = 0.05
#: Samples of a component that consists of exact pieces, and of another one.
_CORNERS: Final = 48
_SAMPLES: Final = 6
#: Exact pieces of a component among which those are looked for that lie in others.
_COMPARED: Final = 400
#: A box reaches at most this part of the way to the next piece; there is none if that is nearer than this.
_PART: Final = 0.49
_SEPARATED: Final = 1e-9


@dataclass(slots=True, kw_only=True, eq=False)
class Assembled:
    """What the pieces say.

    Attributes
    ----------
    equilibria : list of Equilibrium
        The isolated ones and, marked, the pure members of components; pure ones first.
    components : list of Component
        The others.
    unresolved : list of Box
        Where no equilibrium was found, and none excluded.
    """

    equilibria: list[Equilibrium] = field(default_factory=list["Equilibrium"])
    components: list[Component] = field(default_factory=list[Component])
    unresolved: list[Box] = field(default_factory=list[Box])


def assemble(game: Game, pieces: Sequence[Piece], *, finished: bool) -> Assembled:
    """Turn pieces into an answer.

    Parameters
    ----------
    game : Game
        The game.
    pieces : sequence of Piece
        Of all supports.
    finished : bool
        Whether every equilibrium lies in one of them; otherwise nothing is known to be isolated.
    """
    answer = Assembled()
    if not pieces:
        return answer
    alone: list[Piece] = []
    inside: list[list[FloatArray]] = []
    for group in clusters(pieces, game.shape):
        members = [pieces[k] for k in group]
        if len(members) == 1 and members[0].is_point:
            alone += members
            continue
        component = _component(game, members)
        if component is None:
            answer.unresolved.append(boxed(game, hull([piece.bounds(game.shape) for piece in members])))
            continue
        answer.components.append(component)
        inside += [piece.middle(game.shape) for piece in members if _is_pure(piece)]
    listed = _isolated(game, alone, pieces, answer.components) if finished else _plain(game, alone)
    listed += [replace(e, isolated=False, strict=False) for e in _records(game, inside)]
    answer.equilibria = sorted(listed, key=_order)
    return answer


def boxed(game: Game, bounds: FloatArray) -> Box:
    """Make a box of bounds on all probabilities, players one after the other."""
    bounds = bounds.copy()
    bounds.flags.writeable = False
    return Box(labels=game.labels, bounds=tuple(split(bounds, game.shape)))


def _is_pure(piece: Piece) -> bool:
    return piece.kind == EXACT and all(len(labels) == 1 for labels in piece.support)


def _order(equilibrium: Equilibrium) -> tuple[object, ...]:
    """Pure equilibria first, then by the strategies that are used, then by the probabilities."""
    used = tuple(tuple(np.flatnonzero(vector).tolist()) for vector in equilibrium.mixed)
    return (any(len(labels) > 1 for labels in used), used, tuple(np.concatenate(equilibrium.mixed).tolist()))


def _records(game: Game, profiles: Sequence[list[FloatArray]]) -> list[Equilibrium]:
    if not profiles:
        return []
    stacked = [np.stack([profile[i] for profile in profiles]) for i in range(len(game.shape))]
    return records(game, samples(stacked))


def _plain(game: Game, alone: Sequence[Piece]) -> list[Equilibrium]:
    """Record equilibria of which is not known whether there are others nearby."""
    found = _records(game, [piece.middle(game.shape) for piece in alone])
    return [
        replace(e, strict=piece.index == 1 and _is_pure(piece), index=None)
        for e, piece in zip(found, alone, strict=True)
    ]


def _isolated(
    game: Game, alone: Sequence[Piece], pieces: Sequence[Piece], components: Sequence[Component]
) -> list[Equilibrium]:
    """Record isolated equilibria, each with a box that keeps away from every other piece."""
    if not alone:
        return []
    bounds = np.stack([piece.bounds(game.shape) for piece in pieces])
    hulls = np.stack([np.concatenate(part.box.bounds) for part in components]) if components else None
    own = {id(piece): k for k, piece in enumerate(pieces)}
    found: list[Equilibrium] = []
    for equilibrium, piece in zip(_plain(game, alone), alone, strict=True):
        here = bounds[own[id(piece)]]
        distances = _gaps(here, bounds)
        distances[own[id(piece)]] = np.inf
        for k in np.flatnonzero(distances <= 0.0):
            boxes = pieces[int(k)].boxes
            distances[k] = 0.0 if boxes is None else _gaps(here, boxes).min()
        nearest = float(distances.min(initial=2.0))
        if hulls is not None:
            gaps = _gaps(here, hulls)
            nearest = min(nearest, float(gaps[gaps > 0.0].min(initial=2.0)))
        box = None
        if nearest > _SEPARATED:
            wide = np.clip(here + _PART * nearest * np.array([-1.0, 1.0]), 0.0, 1.0)
            wide.flags.writeable = False
            box = tuple(split(wide, game.shape))
        found.append(replace(equilibrium, index=piece.index, box=box, isolated=True))
    return found


def _gaps(here: FloatArray, others: FloatArray) -> FloatArray:
    """Return the largest distance along a coordinate to each of several boxes; not positive if they meet."""
    gaps: FloatArray = np.maximum(here[:, 0] - others[:, :, 1], others[:, :, 0] - here[:, 1]).max(axis=1)
    return gaps


def _component(game: Game, members: Sequence[Piece]) -> Component | None:
    """Make a component of pieces that touch; None if no equilibrium is known in it, nor found."""
    exact = [piece for piece in members if piece.kind == EXACT]
    profiles = [piece.middle(game.shape) for piece in members if piece.kind == ROOT]
    is_exact = len(exact) == len(members)
    for piece in sorted(exact, key=lambda piece: not _is_pure(piece)):
        profiles += [list(profile) for profile in product(*piece.vertices(game.shape))]
    profiles = list(islice(_distinct(profiles), _CORNERS if is_exact else _SAMPLES))
    boxes = [piece.boxes for piece in members if piece.boxes is not None]
    bounds = hull([piece.bounds(game.shape) for piece in members])
    stacked = np.concatenate(boxes) if boxes else None
    if not profiles and stacked is not None:
        profiles = sample(game, list(stacked), bounds, [])
    if not profiles:
        return None
    inside = [np.repeat(np.concatenate(profile)[:, None], 2, axis=1) for profile in profiles]
    largest = exact if len(exact) > _COMPARED else _largest(exact)
    return Component(
        box=boxed(game, hull([bounds, *inside])),
        samples=tuple(_records(game, profiles)),
        kind="exact" if is_exact else "boxes",
        reach=max(piece.reach for piece in members),
        pieces=tuple(tuple(piece.vertices(game.shape)) for piece in largest),
        cells=stacked,
    )


def _distinct(profiles: Sequence[list[FloatArray]]) -> list[list[FloatArray]]:
    return list({tuple(np.concatenate(profile).tolist()): profile for profile in profiles}.values())


def _largest(exact: Sequence[Piece]) -> list[Piece]:
    """Leave out exact pieces that lie in others."""
    kept: list[Piece] = []
    for piece in sorted(exact, key=lambda piece: -sum(len(labels) for labels in piece.support)):
        if not any(lies_in(piece, other) for other in kept):
            kept.append(piece)
    return kept
