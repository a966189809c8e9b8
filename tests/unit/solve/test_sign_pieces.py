"""Where pieces lie, and which hang together, in games that are solved by hand."""

import numpy as np
import pytest

from belarusgame.solve.sign_forms import Held, SignForm, SignPiece
from belarusgame.solve.sign_pieces import SAME, located


class ByHand(dict):
    """Gains by pairs; the other direction is the same number with the other sign."""

    def __missing__(self, pair):
        return -self[-pair]


def gains(**pairs):
    return ByHand({int(name[1:]): np.array(values, dtype=float) for name, values in pairs.items()})


def test_who_is_held_mixes_so_that_the_other_gains_nothing():
    piece = SignPiece(
        supports=((0, 1), (0, 1)), held=(Held(player=0, gains=(1, -2)), Held(player=1, gains=(3, -4)))
    )
    found = located(
        SignForm(pure=(), pieces=(piece,)), gains(_1=[1, 3], _2=[3, 1], _3=[1, 1], _4=[1, 4]), (2, 3), 2
    )
    # At the root r the first gain times 1 - r and the second times r cancel: 1 / (1 + 3), 3 / (3 + 1).
    (box,) = found.boxes
    assert np.allclose(box[0][1], [[0.25, 0.75], [0.25, 0.75]])
    assert np.allclose([low for low, _ in box[1][:2]], [[0.5, 0.8], [0.5, 0.2]])
    assert box[1][2] == (0.0, 0.0)
    assert found.there.all()
    assert not found.close.any()


def test_who_slides_goes_as_far_as_nobody_is_tempted():
    piece = SignPiece(supports=((0, 1), (0,)), slides=0, temptations=((1, 2), (3, 4)))
    found = located(
        SignForm(pure=(), pieces=(piece,)),
        # A third of the way up, and half of it down; a fifth and two fifths; two roots that are the same.
        gains(_1=[-1, -1, -1], _2=[2, 4, 1], _3=[1, 2, 1], _4=[-1, -3, -1]),
        (2, 1),
        3,
    )
    assert not found.there.any()
    assert found.close.tolist() == [False, False, True]
    swapped = located(SignForm(pure=(), pieces=(piece,)), gains(_1=[-1], _2=[1], _3=[1], _4=[-3]), (2, 1), 1)
    assert np.allclose(swapped.boxes[0][0][1], [[0.25], [0.5]])
    assert swapped.boxes[0][1] == [(1.0, 1.0)]  # no number a game where all games have the same
    assert swapped.there.all()


@pytest.mark.parametrize(
    ("end", "hangs", "close"), [(0.0, True, False), (0.5 * SAME, False, True), (0.1, False, False)]
)
def test_pieces_that_share_a_point_hang_together(end, hangs, close):
    """The second player slides up to its root with the first strategy of the first, and from there on."""
    up = SignPiece(supports=((0, 1), (0,)), slides=0, temptations=((1, 2),))
    down = SignPiece(supports=((0, 1), (0,)), slides=0, temptations=((3, 4),))
    found = located(
        SignForm(pure=(), pieces=(up, down)),
        gains(_1=[-1.0], _2=[1.0], _3=[1.0 + 4.0 * end], _4=[-1.0]),
        (2, 1),
        1,
    )
    assert found.there.all()
    assert (found.first[1, 0] == 0) == hangs
    assert bool(found.close[0]) == close
