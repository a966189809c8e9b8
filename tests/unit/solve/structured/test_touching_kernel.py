"""Groups of boxes that touch, against comparing all pairs."""

import numpy as np
import pytest

from belarusgame.solve.structured.touching_kernel import any_touch, groups

SLACK = 1e-7


def boxes_of(seed, count=40):
    draw = np.random.default_rng(seed)
    low = draw.random((count, 3))
    return np.stack([low, low + draw.random((count, 3)) * 0.25], axis=2)


def gaps_of(boxes):
    apart = boxes[:, None, :, 0] - boxes[None, :, :, 1]
    return np.maximum(apart, apart.swapaxes(0, 1)).max(axis=2)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("along", [0, 2])
def test_groups_are_the_connected_components(seed, along):
    boxes = boxes_of(seed)
    joined = gaps_of(boxes) <= SLACK
    for _ in range(len(boxes)):  # long enough for any way through others
        joined = joined @ joined
    labels = np.empty(len(boxes), dtype=np.int64)
    groups(boxes, np.argsort(boxes[:, along, 0], kind="stable"), along, SLACK, labels)
    assert labels.tolist() == joined.argmax(axis=1).tolist()
    assert 1 < len(set(labels.tolist())) < len(boxes)


def test_some_touch_others_or_none_does():
    boxes = np.array([[[0.0, 0.2], [0.0, 1.0]], [[0.5, 0.6], [0.0, 1.0]], [[0.2, 0.3], [1.0, 1.0]]])
    assert any_touch(boxes[:1], boxes[1:], SLACK)
    assert not any_touch(boxes[:1], boxes[1:2], SLACK)
    assert any_touch(boxes[:1], boxes[1:2], 0.3)
