"""Whenever the budget ends, every equilibrium lies in what is listed or in what is left undecided."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame.solve.all_equilibria import all_equilibria

SHAPES = st.sampled_from([(2, 2, 2), (2, 3, 2), (2, 2, 2, 2), (3, 3, 3), (3, 4)])


def covered(solution, mixed):
    """Whether a profile is listed, or lies in a component or in an unresolved box."""
    if any(
        max(np.abs(a - b).max() for a, b in zip(mixed, e.mixed, strict=True)) < 1e-9
        for e in solution.equilibria
    ):
        return True
    boxes = [part.box for part in solution.components] + list(solution.unresolved)
    return any(
        all(
            np.all((bounds[:, 0] - 1e-12 <= x) & (x <= bounds[:, 1] + 1e-12))
            for x, bounds in zip(mixed, box.bounds, strict=True)
        )
        for box in boxes
    )


def check_budget(game, cells):
    everything = all_equilibria(game)
    assert everything.status == "complete"
    solution = all_equilibria(game, max_cells=cells)
    known = [e.mixed for e in everything.equilibria]
    known += [e.mixed for part in everything.components for e in part.samples]
    assert all(covered(solution, mixed) for mixed in known)
    assert (solution.status == "partial") == bool(solution.unresolved)
    assert solution.messages or solution.status == "complete"
    for equilibrium in solution.equilibria:
        assert max(game.regret(equilibrium).values()) < 1e-9
    return solution


@settings(max_examples=60, deadline=None)
@given(SHAPES, st.integers(0, 10**6), st.integers(1, 400))
def test_nothing_is_lost_in_generic_games(shape, seed, cells):
    payoffs = np.random.default_rng(seed).uniform(-1, 1, (len(shape), *shape))
    check_budget(bg.Game(payoffs), cells)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([(2, 2, 2), (2, 3, 2), (3, 4)]), st.integers(0, 10**6), st.integers(1, 200))
def test_nothing_is_lost_in_games_full_of_ties(shape, seed, cells):
    payoffs = np.random.default_rng(seed).integers(0, 3, (len(shape), *shape))
    check_budget(bg.Game(payoffs), cells)


@pytest.mark.parametrize("cells", [1, 30, 300, 3000])
def test_six_players_are_cut_off_anywhere(cells):
    payoffs = np.random.default_rng(3).uniform(-1, 1, (6, 2, 2, 2, 2, 2, 2))
    check_budget(bg.Game(payoffs), cells)
