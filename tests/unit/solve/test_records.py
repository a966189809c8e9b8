import numpy as np

import belarusgame as bg
from belarusgame.solve._search.records import Points, records


def test_in_the_box_around_an_equilibrium_every_strategy_of_its_support_is_used():
    """The box says that there is no other equilibrium inside: beyond the support another may lie."""
    rare = 1 / 64
    # each mixes so that the other does not care; the second never plays its third strategy
    game = bg.Game(
        [
            [[1.0, 0.0, -1.0], [0.0, 1.0, -1.0]],
            [[-(1 - rare), 0.0, -8.0], [rare, 0.0, -8.0]],
        ]
    )
    mixed = (np.array([[rare, 1 - rare]]), np.array([[0.5, 0.5, 0.0]]))
    points = Points(mixed=mixed, radius=np.array([1.0]), small=np.array([1e-12]), indices=[1], strict=[False])
    (found,) = records(game, points)
    assert found.regret < 1e-15
    first, second = found.box
    assert np.all(first[:, 0] > 0.0)
    assert np.all(second[:2, 0] > 0.0)
    for bounds, vector in zip(found.box, found.mixed, strict=True):
        assert np.all((bounds[:, 0] <= vector) & (vector <= bounds[:, 1]))
    assert first[0, 1] > first[0, 0]
