"""The boxes of equilibria are cut where they would meet, and no further."""

from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.game import equilibrium_at
from belarusgame.solve.search.apart import kept_apart

GAME = bg.Game(np.zeros((2, 2, 3)))


def at(first, second, reach=1.0):
    """Return a profile by the first strategies' chances, with a box that reaches so far."""
    equilibrium = equilibrium_at(GAME, [[first, 1 - first], [second, 0.5 - second, 0.5]])
    around = [np.stack([vector - reach, vector + reach], axis=1) for vector in equilibrium.mixed]
    return replace(equilibrium, box=tuple(np.clip(part, 0.0, 1.0) for part in around))


def reaches(equilibria):
    return [
        None
        if e.box is None
        else max(np.abs(part - vector[:, None]).max() for part, vector in zip(e.box, e.mixed, strict=True))
        for e in equilibria
    ]


ONE, NEAR, FAR = at(0.5, 0.25), at(0.5, 0.375), at(0.75, 0.25)
POINT = np.repeat(np.concatenate(ONE.mixed)[:, None], 2, axis=1)


def test_a_box_reaches_nearly_half_the_way_to_the_next_equilibrium():
    assert reaches(kept_apart([ONE, NEAR], [0, 0], [])) == pytest.approx([0.49 / 8, 0.49 / 8])
    found = kept_apart([NEAR, FAR, ONE], [0, 0, 0], [])
    assert reaches(found) == pytest.approx([0.49 / 8, 0.49 / 4, 0.49 / 8])
    for cut, whole in zip(found, (NEAR, FAR, ONE), strict=True):
        for part, vector in zip(cut.box, whole.mixed, strict=True):
            reach = reaches([cut])[0]
            expected = np.stack([np.maximum(vector - reach, 0), np.minimum(vector + reach, 1)], axis=1)
            np.testing.assert_allclose(part, expected)
            assert not part.flags.writeable


def test_a_box_is_not_cut_below_what_is_reserved_for_rounding():
    found = kept_apart([ONE, NEAR, FAR], [0.125, 0.0, 0.25], [])
    assert reaches(found) == pytest.approx([0.125, 0.49 / 8, 0.25])


def test_what_has_no_box_neither_gets_one_nor_counts():
    bare = replace(NEAR, box=None)
    found = kept_apart([bare, ONE, FAR], [0.5, 0.0, 0.2], [])
    assert reaches(found[1:]) == pytest.approx([0.49 / 4, 0.2])
    assert found[0] is bare
    assert kept_apart([bare, ONE], [0, 0], [])[1] is ONE
    assert kept_apart([bare, bare], [0, 0], [POINT, POINT]) == [bare, bare]


def test_boxes_that_are_small_enough_stay_as_they_are():
    small, wide = at(0.5, 0.25, 0.0625 * 0.75), at(0.5, 0.375, 0.0625)
    found = kept_apart([small, wide], [0, 0], [])
    assert found[0] is small
    assert reaches(found)[1] == pytest.approx(0.49 / 8)
    lower = tuple(np.stack([part[:, 0], part.mean(axis=1)], axis=1) for part in wide.box)
    upper = tuple(np.stack([part.mean(axis=1), part[:, 1]], axis=1) for part in wide.box)
    for half in (lower, upper):
        assert reaches(kept_apart([ONE, replace(wide, box=half)], [0, 0], [])) == pytest.approx([0.06125] * 2)


@pytest.mark.parametrize("side", [-1, 1])
def test_a_box_reaches_nearly_half_the_way_to_a_component(side):
    component = POINT + np.array([[0.0, 0.0]] * 2 + [sorted([side * 0.125, side * 0.25])] + [[-1, 1]] * 2)
    assert reaches(kept_apart([ONE], [0.0], [component])) == pytest.approx([0.49 / 8])
    assert reaches(kept_apart([ONE, FAR], [0.0, 0.0], [component])) == pytest.approx([0.49 / 8, 0.49 / 4])
    # one that touches the equilibrium, or holds it, is left out of account
    touching = POINT + np.array([[0.0, 0.0]] * 2 + [sorted([0.0, side * 0.25])] + [[-1, 1]] * 2)
    assert reaches(kept_apart([ONE], [0.0], [touching, component])) == pytest.approx([0.49 / 8])
    assert kept_apart([ONE], [0.0], [touching])[0] is ONE
