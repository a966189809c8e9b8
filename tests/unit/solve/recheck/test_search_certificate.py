"""Which supports a search must account for."""

import numpy as np
import pytest

from belarusgame.solve.recheck.search_certificate import all_supports, dominated


def test_every_support_is_walked_through_once():
    found = list(all_supports((1, 3, 2)))
    assert len(found) == len(set(found)) == 1 * 7 * 3
    assert all(part and list(part) == sorted(set(part)) for support in found for part in support)
    assert {support[1] for support in found} == {(0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)}


@pytest.mark.parametrize(
    ("support", "answer"),
    [
        (((0,), (0, 1)), True),  # the second strategy is better, though it is outside
        (((1,), (0, 1)), True),  # as the second player's first strategy is worse than its second against it
        (((0, 1), (0, 1)), True),
        (((0,), (0, 2)), False),  # against the third it is as good
        (((0, 1), (0, 2)), False),
        (((1,), (0,)), True),  # it need not be in the support to be better
        (((1,), (1, 2)), False),
    ],
)
def test_a_support_is_dominated_if_one_of_its_strategies_is_always_worse(support, answer):
    payoffs = np.array([[[1, 2, 3], [2, 3, 3]], [[5, 5, 5], [1, 4, 4]]], dtype=object)
    assert dominated(payoffs, support) is answer
