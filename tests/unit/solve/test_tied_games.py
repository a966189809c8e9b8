"""What is counted of games with ties is what they have when they are solved one by one."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.by_comparison import alive
from belarusgame.solve.tied_games import counted

SHAPES = [(2, 2), (3, 2), (2, 1, 3), (2, 3, 2), (2, 2, 2, 2)]


def count(payoffs):
    payoffs = np.array(payoffs, dtype=np.float64)
    return counted(payoffs, payoffs, alive(payoffs))


def indifferent(rng, games, shape):
    """Draw games in which somebody is indifferent between two strategies, and some do not care which."""
    payoffs = rng.normal(size=(games, len(shape), *shape))
    who = int(np.argmax(shape))
    for i in range(len(shape)):
        lines = np.moveaxis(payoffs[:, i], who + 1, 1)
        if i == who:
            lines[:, 1, ..., 0] = lines[:, 0, ..., 0]
        elif i % 2:
            lines[:, 1] = lines[:, 0]
    return payoffs


@pytest.mark.parametrize("whole", [False, True], ids=["real", "whole"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_counts_are_those_of_every_game_by_itself(shape, whole):
    rng = np.random.default_rng(len(shape))
    payoffs = (
        rng.integers(-2, 3, (60, len(shape), *shape)).astype(np.float64)
        if whole
        else indifferent(rng, 60, shape)
    )
    found = count(payoffs)
    assert found.numbers.size
    for number, mixed, components in zip(found.numbers, found.mixed, found.components, strict=True):
        alone = bg.solve.all_equilibria(bg.Game(payoffs[number]))
        assert alone.status == "complete"
        assert (mixed, components) == (
            sum(not e.is_pure for e in alone.equilibria),
            len(alone.components),
        )


def test_isolated_mixtures_and_continua_are_counted_apart():
    sexes = [[[2, 0], [0, 1]], [[1, 0], [0, 2]]]
    nothing = np.zeros((2, 2, 2))
    found = count([sexes, nothing])
    assert dict(zip(found.numbers.tolist(), found.mixed.tolist(), strict=True)) == {0: 1, 1: 0}
    assert dict(zip(found.numbers.tolist(), found.components.tolist(), strict=True)) == {0: 0, 1: 1}


def test_what_signs_do_not_tell_or_rounding_may_have_made_is_left_out():
    cycle = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    assert not count([[cycle, -cycle]]).numbers.size
    apart = [[[1, 0], [0, 1]], [[1, 0], [0, 1]]]
    faint = np.array(apart) + 1e6
    assert count([apart, faint]).numbers.tolist() == [0]
