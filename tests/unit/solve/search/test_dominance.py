"""What strict dominance leaves, against trying one strategy at a time."""

import numpy as np
import pytest

from belarusgame.solve.search.dominance import surviving_strategies


def slowly(payoffs):
    """Strike any strategy that another one beats in all profiles that are left, as long as there is one."""
    left = [list(range(count)) for count in payoffs.shape[1:]]
    while True:
        for i, own in enumerate(left):
            part = np.moveaxis(payoffs[i][np.ix_(*left)], i, 0)
            beaten = [a for a in range(len(own)) if any((part[b] > part[a]).all() for b in range(len(own)))]
            if beaten:
                del own[beaten[0]]
                break
        else:
            return tuple(left)


@pytest.mark.parametrize("shape", [(2, 3), (4, 3), (2, 3, 2), (3, 1, 4)])
def test_the_order_of_striking_makes_no_difference(shape):
    struck = 0
    for seed in range(15):
        payoffs = np.random.default_rng(seed).integers(0, 6, (len(shape), *shape))
        found = surviving_strategies(payoffs)
        assert found == slowly(payoffs)
        struck += sum(map(len, found)) < sum(shape)
    assert struck > 0


def test_a_dilemma_leaves_one_profile_and_a_tie_leaves_all():
    assert surviving_strategies(np.array([[[2, 0], [3, 1]], [[2, 3], [0, 1]]])) == ([1], [1])
    assert surviving_strategies(np.array([[[2, 0], [3, 0]], [[0, 0], [0, 0]]])) == ([0, 1], [0, 1])


def test_strategies_keep_their_places_in_the_game():
    first = np.array(
        [[0, 0, 0], [2, 2, 5], [1, 1, 9]]
    )  # the top row goes, then the right column, then the last
    second = np.array([[1, 1, 9], [3, 2, 1], [2, 3, 1]])
    assert surviving_strategies(np.stack([first, second])) == ([1], [0])


def test_what_is_given_is_left_as_it_is():
    payoffs = np.array([[[2, 0], [3, 1]], [[2, 3], [0, 1]]])
    payoffs.flags.writeable = False
    surviving_strategies(payoffs)
