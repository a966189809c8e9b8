from fractions import Fraction

from belarusgame.explore._comparisons import Comparisons
from belarusgame.explore._obedience import Obedience
from belarusgame.explore._space import space_of


def test_the_bound_is_the_greatest_probability_in_any_correlated_equilibrium(from_payoffs):
    # One correlated equilibrium, with chances 4/7 and 3/7 for row, 3/7 and 4/7 for column; z is dominated.
    payoffs = {"row": [[5, -2, 0], [-3, 4, 0]], "column": [[-1, 2, -9], [1, -3, -9]]}
    scenario = from_payoffs(payoffs, [["a", "b"], ["x", "y", "z"]])
    space = space_of(scenario)
    comparisons = Comparisons.of(scenario, {}, space)
    for asked, bound in (({(0, 0)}, Fraction(12, 49)), ({(0, 0), (1, 0)}, Fraction(3, 7)), ({(1, 2)}, 0)):
        found, _ = Obedience(comparisons=comparisons, asked=frozenset(asked)).bound(space)
        assert bound <= found <= bound + Fraction(1, 1000)
