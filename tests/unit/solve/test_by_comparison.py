"""Comparisons of many games at once, against looking at one deviation after the other."""

import numpy as np
import pytest

from belarusgame.solve.by_comparison import alive, pure, surviving_strategies, tied


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


def gains(payoffs, position):
    """Return what everybody who deviates alone from a profile would gain, by any other strategy."""
    return [
        payoffs[(i, *position[:i], a, *position[i + 1 :])] - payoffs[(i, *position)]
        for i, count in enumerate(payoffs.shape[1:])
        for a in range(count)
        if a != position[i]
    ]


def has_tie(payoffs, kept):
    part = payoffs[np.ix_(range(len(kept)), *kept)]
    return any(0 in gains(part, position) for position in np.ndindex(part.shape[1:]))


#: The players of the last have as many strategies as others who do not stand beside them.
SHAPES = [(2,), (3, 2), (4, 3), (2, 3, 2), (3, 1, 4), (1, 2, 3, 2)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_game_is_compared_as_by_itself(shape):
    rng = np.random.default_rng(len(shape))
    payoffs = rng.integers(-4, 5, (60, len(shape), *shape)).astype(float)
    for i, count in enumerate(shape):
        own = rng.integers(-6, 7, (60, count))
        payoffs[:, i] += own.reshape(60, *(-1 if j == i else 1 for j in range(len(shape))))
    given = payoffs.copy()
    stable, strict, left = pure(payoffs), pure(payoffs, strictly=True), alive(payoffs)
    ties = tied(payoffs, left)
    assert set(ties) == {False, True}
    for number, own in enumerate(payoffs):
        kept = slowly(own)
        assert tuple(np.flatnonzero(part[number]).tolist() for part in left) == kept
        assert surviving_strategies(own) == kept
        assert ties[number] == has_tie(own, kept)
        for position in np.ndindex(*shape):
            most = max(gains(own, position))
            assert (stable[(number, *position)], strict[(number, *position)]) == (most <= 0, most < 0)
    assert np.array_equal(payoffs, given)


def test_a_dilemma_leaves_one_profile_and_a_tie_leaves_all():
    assert surviving_strategies(np.array([[[2, 0], [3, 1]], [[2, 3], [0, 1]]])) == ([1], [1])
    assert surviving_strategies(np.array([[[2, 0], [3, 0]], [[0, 0], [0, 0]]])) == ([0, 1], [0, 1])


def test_strategies_keep_their_places_in_the_game():
    # The top row goes, then the right column, then the last row.
    first = np.array([[0, 0, 0], [2, 2, 5], [1, 1, 9]])
    second = np.array([[1, 1, 9], [3, 2, 1], [2, 3, 1]])
    assert surviving_strategies(np.stack([first, second])) == ([1], [0])


def test_ties_are_seen_in_any_players_payoffs_at_any_profile_that_is_left():
    payoffs = np.arange(16).reshape(1, 2, 2, 4)
    everything = (np.ones((1, 2), dtype=bool), np.ones((1, 4), dtype=bool))
    assert not tied(payoffs, everything)[0]
    payoffs[0, 1, 1, 3] = payoffs[0, 1, 1, 0]
    assert tied(payoffs, everything)[0]
    assert not tied(payoffs, (everything[0], np.array([[True, True, True, False]])))[0]
    assert not tied(payoffs, (np.array([[True, False]]), everything[1]))[0]
