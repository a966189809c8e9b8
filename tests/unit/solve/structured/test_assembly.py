"""From pieces to isolated equilibria, components, and what is open."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.solution import Box, Component
from belarusgame.solve.structured.assembly import assemble, nearest
from belarusgame.solve.structured.pieces import EXACT, OPEN, Piece

#: Player 1 does not care; player 2 wants to match, so that its choice turns at one half.
GAME = bg.Game([[[0, 0], [0, 0]], [[1, 0], [0, 1]]])


def piece(support, *points, **more):
    return Piece(support=support, points=tuple(np.array(own) for own in points), **{"kind": EXACT} | more)


LEFT = [
    piece(((0,), (0,)), [[1]], [[1]]),
    piece(((0, 1), (0,)), [[2, 0], [1, 1]], [[1]]),
    piece(((0, 1), (0, 1)), [[1, 1]], [[1, 0], [0, 1]]),
]


def test_pieces_that_touch_are_one_component_with_its_pure_members():
    found = assemble(GAME, LEFT, finished=True)
    (component,) = found.components
    assert component.kind == "exact"
    assert len(component.pieces) == 2  # the pure one lies in the edge
    assert [(e.isolated, e.pure_profile) for e in found.equilibria] == [
        (False, {"player 1": "s1", "player 2": "s1"})
    ]
    assert max(max(GAME.regret(e.mixed).values()) for e in component.samples) == 0.0


def test_a_point_alone_is_isolated_in_a_box_of_its_own_if_all_was_seen():
    lone = piece(((1,), (1,)), [[1]], [[1]], index=1)
    found = assemble(GAME, [LEFT[1], lone], finished=True)
    (equilibrium,) = [e for e in found.equilibria if e.isolated]
    assert equilibrium.index == 1
    # Half of the share of the way to the edge, which ends at one half.
    assert equilibrium.box[0][:, 0] == pytest.approx([0.0, 0.51])
    unfinished = assemble(GAME, [LEFT[1], lone], finished=False)
    assert [e.isolated for e in unfinished.equilibria] == [None]


def test_cells_without_an_equilibrium_stay_unresolved():
    cell = np.array([[[0.0, 0.1], [0.9, 1.0], [0.9, 1.0], [0.0, 0.1]]])  # regret at least 0.8 everywhere
    opened = Piece(support=((0, 1), (0, 1)), points=(), kind=OPEN, boxes=cell, reach=0.9)
    found = assemble(GAME, [opened], finished=True)
    assert not found.components
    assert not found.equilibria
    assert len(found.unresolved) == 1
    assert np.concatenate(found.unresolved[0].bounds).tolist() == cell[0].tolist()


def test_cells_with_an_equilibrium_are_a_component_of_boxes():
    cell = np.array([[[0.6, 0.7], [0.3, 0.4], [1.0, 1.0], [0.0, 0.0]]])
    opened = Piece(support=((0, 1), (0,)), points=(), kind=OPEN, boxes=cell, reach=0.04)
    (component,) = assemble(GAME, [opened], finished=True).components
    assert (component.kind, component.reach) == ("boxes", 0.04)
    assert all(e.regret < 1e-9 for e in component.samples)


def test_nothing_makes_nothing():
    assert assemble(GAME, [], finished=True).components == []


def test_the_nearest_is_looked_for_among_cells_not_their_hull():
    point = piece(((0,), (1,)), [[1]], [[1]])
    cells = np.array(
        [[[0.0, 0.1], [0.9, 1.0], [0.0, 0.1], [0.9, 1.0]], [[0.9, 1.0], [0.0, 0.1], [0.5, 1.0], [0.0, 0.5]]]
    )
    opened = Piece(support=((0, 1), (0, 1)), points=(), kind=OPEN, boxes=cells)
    bounds = np.stack([one.bounds((2, 2)) for one in (point, opened)])
    assert nearest(bounds, [point, opened], [0], []).tolist() == [0.5]


@pytest.mark.parametrize("seed", range(3))
def test_the_nearest_of_points_and_component_boxes(seed):
    draw = np.random.default_rng(seed)
    shares = draw.integers(1, 9, (6, 2)).tolist()
    points = [piece(((0, 1), (0, 1)), [[a, 9 - a]], [[b, 9 - b]]) for a, b in shares]
    bounds = np.stack([one.bounds((2, 2)) for one in points])
    box = Box.stacked(GAME.labels, np.array([[0.1, 0.2], [0.8, 0.9]] * 2))
    component = Component(box=box, samples=())
    found = nearest(bounds, points, [1, 4], [component])
    for gap, k in zip(found.tolist(), (1, 4), strict=True):
        here = np.array(shares[k]) / 9
        away = [np.abs(here - np.array(other) / 9).max() for j, other in enumerate(shares) if j != k]
        away.append(max(np.maximum(0.1 - here, here - 0.2).max(), 0.0) or 1.0)
        assert gap == pytest.approx(min(away), abs=1e-12)
