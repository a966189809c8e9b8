"""The boxes of equilibria are cut where they would meet, and no further."""

import numpy as np
import pytest

from belarusgame.solve.search.apart import kept_apart


def at(first, second, reach=1.0):
    """Return a profile by the first strategies' chances, with a box that reaches so far."""
    point = np.array([first, 1 - first, second, 0.5 - second, 0.5])
    return point, np.clip(np.stack([point - reach, point + reach], axis=1), 0.0, 1.0)


def cut(equilibria, reserved, components=()):
    points, boxes = map(np.stack, zip(*equilibria, strict=True))
    given = boxes.copy()
    found = kept_apart(points, boxes, np.array(reserved, dtype=float), components)
    assert np.array_equal(boxes, given)
    return found


def reaches(equilibria, reserved, components=()):
    points, _ = map(np.stack, zip(*equilibria, strict=True))
    return np.abs(cut(equilibria, reserved, components) - points[:, :, None]).max(axis=(1, 2)).tolist()


ONE, NEAR, FAR = at(0.5, 0.25), at(0.5, 0.375), at(0.75, 0.25)
POINT = np.repeat(ONE[0][:, None], 2, axis=1)


def test_a_box_reaches_nearly_half_the_way_to_the_next_equilibrium():
    assert reaches([ONE, NEAR], [0, 0]) == pytest.approx([0.49 / 8, 0.49 / 8])
    assert reaches([NEAR, FAR, ONE], [0, 0, 0]) == pytest.approx([0.49 / 8, 0.49 / 4, 0.49 / 8])
    for box, (point, _), reach in zip(
        cut([NEAR, FAR, ONE], [0, 0, 0]), (NEAR, FAR, ONE), (0.49 / 8, 0.49 / 4, 0.49 / 8), strict=True
    ):
        expected = np.stack([np.maximum(point - reach, 0), np.minimum(point + reach, 1)], axis=1)
        np.testing.assert_allclose(box, expected)


def test_a_box_is_not_cut_below_what_is_reserved_for_rounding():
    assert reaches([ONE, NEAR, FAR], [0.125, 0.0, 0.25]) == pytest.approx([0.125, 0.49 / 8, 0.25])


def test_a_box_that_nothing_is_near_stays_as_it_is():
    assert np.array_equal(cut([ONE], [0])[0], ONE[1])


def test_boxes_that_are_small_enough_stay_as_they_are():
    small, wide = at(0.5, 0.25, 0.0625 * 0.75), at(0.5, 0.375, 0.0625)
    found = cut([small, wide], [0, 0])
    assert np.array_equal(found[0], small[1])
    assert np.abs(found[1] - wide[0][:, None]).max() == pytest.approx(0.49 / 8)
    middle = wide[1].mean(axis=1)
    for half in ([wide[1][:, 0], middle], [middle, wide[1][:, 1]]):
        found = reaches([ONE, (wide[0], np.stack(half, axis=1))], [0, 0])
        assert found == pytest.approx([0.06125] * 2)


@pytest.mark.parametrize("side", [-1, 1])
def test_a_box_reaches_nearly_half_the_way_to_a_component(side):
    component = POINT + np.array([[0.0, 0.0]] * 2 + [sorted([side * 0.125, side * 0.25])] + [[-1, 1]] * 2)
    assert reaches([ONE], [0.0], [component]) == pytest.approx([0.49 / 8])
    assert reaches([ONE, FAR], [0.0, 0.0], [component]) == pytest.approx([0.49 / 8, 0.49 / 4])
    # one that touches the equilibrium, or holds it, is left out of account
    touching = POINT + np.array([[0.0, 0.0]] * 2 + [sorted([0.0, side * 0.25])] + [[-1, 1]] * 2)
    assert reaches([ONE], [0.0], [touching, component]) == pytest.approx([0.49 / 8])
    assert np.array_equal(cut([ONE], [0.0], [touching])[0], ONE[1])
