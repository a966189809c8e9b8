import numpy as np
import pytest

from belarusgame import Game
from belarusgame.solve import sequential_logit
from belarusgame.solve.logit.uniqueness import couplings, radius_bound


def test_the_change_of_a_payoff_difference_is_the_largest_over_everything_else():
    payoffs = np.random.default_rng(2).uniform(-1, 1, (3, 2, 3, 2))
    found = couplings(payoffs)
    for i in range(3):
        for j in range(3):
            largest = 0.0
            for one in np.ndindex(2, 3, 2):
                for a in range((2, 3, 2)[i]):
                    for b in range((2, 3, 2)[j]):
                        if i == j:
                            continue
                        mine, theirs, both = (list(one) for _ in range(3))
                        mine[i] = both[i] = a
                        theirs[j] = both[j] = b
                        now = payoffs[(i, *one)] - payoffs[(i, *mine)]
                        then = payoffs[(i, *theirs)] - payoffs[(i, *both)]
                        largest = max(largest, abs(now - then))
            assert found[i, j] == pytest.approx(largest, abs=1e-15)


@pytest.mark.parametrize("seed", range(20))
def test_no_radius_is_below_its_bound_by_more_than_its_rounding_and_the_bound_is_close(seed):
    generator = np.random.default_rng(seed)
    size = 2 + seed % 4
    matrix = generator.exponential(size=(size, size)) * (generator.uniform(size=(size, size)) < 0.8)
    radius = np.abs(np.linalg.eigvals(matrix)).max()
    bound, spread = radius_bound(matrix)
    assert radius * (1 - 1e-13) <= bound <= radius + max(0.1 * radius, 0.02)
    assert spread >= 1.0


def test_the_bound_of_two_is_the_root_of_the_product():
    assert radius_bound(np.array([[0.0, 4.0], [0.25, 0.0]]))[0] == pytest.approx(1.0, rel=1e-9)
    assert radius_bound(np.array([[0.0, 4.0], [0.25, 0.0]]))[0] >= 1.0
    assert radius_bound(np.zeros((2, 2)))[0] == 0.0
    assert radius_bound(np.array([[0.0, 900.0], [0.0, 0.0]]))[0] < 0.05  # nobody depends back


def test_at_the_very_edge_nothing_is_claimed():
    """Matching pennies: every D is 4, so at rationality 1 the radius is 1, and just below it is proven."""
    pennies = Game([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    together = [pennies.players]
    assert sequential_logit(pennies, together, 1.0).unique == "not claimed"
    assert sequential_logit(pennies, together, 1.0 - 1e-15).unique == "not claimed"
    assert sequential_logit(pennies, together, 1.0 - 1e-8).unique == "proven"


def test_a_claim_needs_every_group_and_every_history():
    stakes = np.array([1.0, 40.0])[:, None, None]
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    game = Game([np.zeros((2, 2, 2)), stakes * pennies, -stakes * pennies])
    first, *rest = game.players
    assert sequential_logit(game, [first, rest], 0.02).unique == "proven"
    assert sequential_logit(game, [first, rest], 0.03).unique == "not claimed"  # after one history only
    assert sequential_logit(game, [rest, first], 1e-9).unique == "proven"


def test_payoffs_whose_differences_rounding_hides_claim_nothing():
    pennies = np.array([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    far = Game(1e15 + pennies)
    assert sequential_logit(Game(pennies), [["player 1", "player 2"]], 0.5).unique == "proven"
    assert sequential_logit(far, [["player 1", "player 2"]], 0.5).unique == "not claimed"
