"""All equilibria of a structured game as pieces, support by support."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.structured.analysis import payoff_units
from belarusgame.solve.structured.rows import whole_payoffs


def test_units_are_ranges_and_never_zero():
    assert payoff_units(whole_payoffs(bg.Game([[[1, 4]], [[2, 2]]]))) == [3, 1]


@pytest.mark.parametrize("seed", range(5))
def test_the_answer_does_not_depend_on_whether_symmetry_was_made_use_of(seed):
    draw = np.random.default_rng(seed).integers(0, 2, (2, 2, 2))
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    for a, b, c in np.ndindex(2, 2, 2):  # everybody has the same payoff of the own and the sum of the others'
        payoffs[:, a, b, c] = (
            draw[a, min(1, b + c), b & c],
            draw[b, min(1, a + c), a & c],
            draw[c, min(1, a + b), a & b],
        )
    game = bg.Game(payoffs)
    plain, proven = bg.solve.all_equilibria(game), bg.solve.all_equilibria(game, certificate=True)
    assert plain.status == proven.status == "complete"

    def told(solution):
        listed = [tuple(np.concatenate(e.mixed).round(9).tolist()) for e in solution.equilibria]
        return sorted(listed), len(solution.components)

    assert told(plain) == told(proven)
