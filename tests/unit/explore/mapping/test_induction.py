"""Reading a polygon throughout: against the solver where every comparison has one sign, and cut where not."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.explore.mapping.induction import CutError, Induction

SQUARE = ((0, 0), (1, 0), (1, 1), (0, 1))


def reading(payoffs, groups, lines=None, *, examined=True):
    """Read the unit square with payoffs that are constant, but for those of ``lines``: player and profile."""
    payoffs = np.array(payoffs)
    constant = [{place: (0, 0, int(own[place])) for place in np.ndindex(own.shape)} for own in payoffs]
    for (player, place), line in (lines or {}).items():
        constant[player][place] = line
    return Induction(
        payoffs=constant, shape=payoffs.shape[1:], groups=groups, polygon=SQUARE, examined=examined
    )


@pytest.mark.parametrize(
    ("shape", "groups"),
    [
        ((2, 3), ((0,), (1,))),
        ((3, 2), ((1,), (0,))),
        ((2, 3, 2), ((0,), (1, 2))),
        ((2, 2, 3), ((2, 0), (1,))),
        ((2, 3, 2), ((1,), (2,), (0,))),
        ((3, 1, 2), ((0, 1), (2,))),
        ((2, 3), ((0, 1),)),
    ],
)
def test_without_a_cut_the_outcomes_are_those_of_the_game(shape, groups):
    rng, settled = np.random.default_rng(4), 0
    for _ in range(60):
        payoffs = rng.integers(0, 5, (len(shape), *shape))
        game = bg.Game(payoffs)
        order = [[game.players[player] for player in group] for group in groups]
        read = reading(payoffs, groups)
        ends = {tuple(game.labels.named(end).items()) for end in read.outcomes()}
        solved = bg.solve.sequential_equilibria(game, order).outcomes
        if not read.randomising:
            assert all(outcome.is_pure for outcome in solved)
            assert ends == {tuple(outcome.pure_profile.items()) for outcome in solved}
            settled += 1
    assert settled >= 5


@pytest.mark.parametrize(
    ("column", "randomising"),
    [([[3, 3], [0, 1]], True), ([[3, 2], [0, 1]], False), ([[2, 3], [1, 0]], False)],
)
def test_whoever_is_left_with_a_choice_may_randomise(column, randomising):
    # the first row beats the second; then the column player has a favourite, or has not
    row = [[2, 2], [1, 1]]
    assert reading([row, column], ((0, 1),)).outcomes()
    read = reading([row, column], ((0, 1),))
    read.outcomes()
    assert read.randomising is randomising
    unasked = reading([row, column], ((0, 1),), examined=False)
    unasked.outcomes()
    assert not unasked.randomising


def test_who_moves_alone_never_randomises():
    read = reading([[[1, 1], [1, 1]], [[2, 2], [2, 2]]], ((0,), (1,)))
    assert read.outcomes() == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert not read.randomising


def test_a_comparison_that_changes_sign_inside_is_the_cut():
    # player 2, moving last after the first strategy, gains 2x - 1 by the second of hers
    payoffs = [[[0, 0], [5, 5]], [[0, 0], [0, 1]]]
    with pytest.raises(CutError) as stop:
        reading(payoffs, ((0,), (1,)), {(1, (0, 1)): (2, 0, -1)}).outcomes()
    x, y, constant = stop.value.line
    assert y == 0 and x != 0 and -constant / x == 0.5
    # what is beaten anyway needs no cut
    read = reading([[[9, 9], [5, 5]], [[0, 1], [0, 1]]], ((0,), (1,)), {(0, (1, 0)): (2, 0, -1)})
    assert read.outcomes() == {(0, 1)}
