"""How much somebody can gain in a box is bounded, and the bound is met where it can be."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.reach import reach_of


def around(*bounds):
    return np.array(bounds, dtype=float)


def test_at_a_pure_profile_it_is_the_regret():
    game = bg.Game([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    assert reach_of(game, [around([1, 1], [0, 0], [1, 1], [0, 0])]) == pytest.approx(2 / 5)
    assert reach_of(game, [around([0, 0], [1, 1], [0, 0], [1, 1])]) == 0.0
    assert reach_of(game, []) == 0.0


def test_what_hardly_anybody_does_costs_little():
    game = bg.Game([[[1, 1], [0, 0]], [[0, 0], [0, 0]]])
    rare = around([0.99, 1], [0, 0.01], [0, 1], [0, 1])
    assert reach_of(game, [rare]) == pytest.approx(0.01)
    assert reach_of(game, [around([0, 1], [0, 1], [0, 1], [0, 1])]) == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(5))
def test_no_profile_in_the_boxes_has_a_larger_regret(seed):
    draw = np.random.default_rng(seed)
    game = bg.Game(draw.uniform(-3, 3, (3, 2, 3, 2)))
    spans = [float(np.ptp(own)) for own in game.payoffs]
    low = draw.uniform(0, 0.2, 7)
    boxes = [np.stack([low, low + width], axis=1) for width in (0.3, 0.8)]
    bound = reach_of(game, boxes)
    assert bound == max(reach_of(game, [box]) for box in boxes)
    for _ in range(200):
        vectors = [draw.dirichlet(np.ones(count)) for count in game.shape]
        point = np.concatenate(vectors)
        if any(np.all((box[:, 0] <= point) & (point <= box[:, 1])) for box in boxes):
            regrets = game.regret(vectors).values()
            assert max(r / span for r, span in zip(regrets, spans, strict=True)) <= bound
