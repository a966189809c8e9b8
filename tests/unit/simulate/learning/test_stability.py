"""Eigenvalues of the replicator equation at equilibria that are known."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.simulate import stability

HALF = [[0.5, 0.5]] * 2
DOVES = bg.Game([[[-1, 2], [0, 1]], [[-1, 0], [2, 1]]])
CYCLE = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])


def test_at_a_strict_equilibrium_each_value_is_what_leaving_would_lose():
    game = bg.Game([[[3, 0], [1, 0], [0, 5]], [[4, 2], [0, 0], [0, 1]]])
    found = stability(game, ["s1", "s1"])
    assert found.eigenvalues == (-2, -2, -3)  # of the first 2 and 3, of the second 2
    assert found.verdict == "stable"


def test_matching_pennies_is_a_centre():
    pennies = bg.Game([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    found = stability(pennies, HALF)
    # x' = x (1 - x) (4 y - 2): at the middle the derivative by y is 1, and by x of y' it is -1.
    assert found.eigenvalues == (1j, -1j)
    assert found.verdict == "undecided"


def test_a_mixed_equilibrium_of_coordination_is_a_saddle():
    found = stability(bg.Game([[[1, 0], [0, 1]], [[1, 0], [0, 1]]]), HALF)
    assert found.eigenvalues == pytest.approx((0.5, -0.5))
    assert found.verdict == "unstable"


@pytest.mark.parametrize(
    ("populations", "values", "verdict"),
    [("one", (-0.5,), "stable"), ("several", (0.5, -0.5), "unstable")],
)
def test_hawks_and_doves_share_out_in_one_population_and_part_in_two(populations, values, verdict):
    found = stability(DOVES, HALF, populations=populations)
    assert found.eigenvalues == pytest.approx(values)
    assert (found.verdict, found.populations) == (verdict, populations)


@pytest.mark.parametrize(("stake", "verdict"), [(0.5, "stable"), (0, "undecided"), (-0.5, "unstable")])
def test_rock_paper_scissors_turns_with_what_winning_pays_beyond_losing(stake, verdict):
    """E. C. Zeeman (1980): the middle attracts where a win is worth more than a loss costs."""
    own = CYCLE + stake * (CYCLE > 0)
    game = bg.Game([own, own.T])
    third = [[1 / 3] * 3] * 2
    found = stability(game, third, populations="one")
    assert found.verdict == verdict
    assert found.eigenvalues[0].real == pytest.approx(-stake / 6, abs=1e-12)
    assert found.eigenvalues[0].imag > 0


def test_three_players_are_linearised_against_finite_differences():
    payoffs = np.random.default_rng(2).normal(size=(3, 2, 2, 2))
    payoffs[:] = payoffs.mean(axis=0)  # everybody gains alike, so that a pure equilibrium exists
    best = np.unravel_index(payoffs[0].argmax(), (2, 2, 2))
    game = bg.Game(payoffs)
    found = stability(game, [f"s{k + 1}" for k in best])
    expected = []
    for i in range(3):
        other = list(best)
        other[i] = 1 - other[i]
        expected.append(payoffs[0][tuple(other)] - payoffs[0][best])
    real = [value.real for value in found.eigenvalues]
    assert real == pytest.approx(sorted(expected, reverse=True), abs=1e-9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: stability(DOVES, ["s1", "s1"]), "would gain 1 by deviating alone"),
        (lambda: stability(DOVES, HALF, populations="two"), "populations"),
        (lambda: stability(DOVES, ["s1", "s2"], populations="one"), "both players must do the same"),
        (lambda: stability(bg.Game(np.zeros((2, 2, 3))), ["s1", "s1"], populations="one"), "symmetric"),
    ],
)
def test_what_cannot_be_asked_is_refused(call, message):
    with pytest.raises(bg.GameError, match=message):
        call()


def test_the_table_has_a_row_for_each_value():
    found = stability(DOVES, HALF)
    assert [tuple(row) for row in found.rows()] == [("real part", "imaginary part")] * 2
    assert [row["real part"] for row in found.rows()] == pytest.approx([0.5, -0.5])
    assert found.heading.endswith("a population for each player: unstable")
