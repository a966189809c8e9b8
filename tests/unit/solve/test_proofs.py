from fractions import Fraction

import numpy as np
import pytest

from belarusgame.solve._proofs import Verdict, harmless_mixture


@pytest.mark.parametrize("size", ["1/8", "1/1000000", "1/1000000000000"])
def test_a_belief_is_found_that_makes_small_stakes_count(size):
    """Both rows lose only if the ratio of the columns' chances is between half of ``size`` and ``size``."""
    small = Fraction(size)
    differences = np.array([[Fraction(1), -small], [Fraction(-1), small / 2]], dtype=object)
    assert harmless_mixture(differences) == Verdict()
