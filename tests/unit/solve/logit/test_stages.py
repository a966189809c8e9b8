import itertools

import numpy as np
import pytest

from belarusgame.solve.logit import logit
from belarusgame.solve.logit.stages import distributions, induce

COUNTS = (2, 3, 2, 2)
PAYOFFS = np.random.default_rng(4).uniform(-1, 1, (7, 4, *COUNTS))
BASE = [np.array([0.3, 0.7]), np.array([0.5, 0.25, 0.25]), np.full(2, 0.5), np.array([0.6, 0.4])]
LEVELS = np.linspace(0.0, 3.0, 7)


def response(earned, prior, level):
    weights = prior * np.exp(level * (earned - earned.max()))
    return weights / weights.sum()


def by_hand(payoffs, order, level):
    """Return the chances of every profile where one moves after the other, history by history."""

    def after(profile):
        if len(profile) == len(order):
            place = tuple(profile[order.index(i)] for i in range(len(order)))
            return payoffs[(slice(None), *place)], {place: 1.0}
        mover = order[len(profile)]
        follows = [after((*profile, a)) for a in range(COUNTS[mover])]
        mixed = response(np.array([value[mover] for value, _ in follows]), BASE[mover], level)
        value = sum(p * value for p, (value, _) in zip(mixed, follows, strict=True))
        return value, {s: p * c for p, (_, part) in zip(mixed, follows, strict=True) for s, c in part.items()}

    return after(())[1]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 0, 3, 1)])
def test_single_movers_respond_to_what_follows(order):
    stages = induce(PAYOFFS, [(player,) for player in order], BASE, LEVELS)
    found = distributions(stages, COUNTS)
    for game, level in enumerate(LEVELS):
        expected = by_hand(PAYOFFS[game], list(order), level)
        for place, chance in expected.items():
            assert found[(game, *place)] == pytest.approx(chance, rel=1e-11)


def test_a_group_plays_the_logit_equilibrium_of_what_its_profiles_lead_to():
    stages = induce(PAYOFFS, [(1,), (3, 0), (2,)], BASE, LEVELS)
    assert [stage.movers for stage in stages] == [(1,), (3, 0), (2,)]
    last = stages[2].chances.reshape(7, 3, 2, 2, 2)  # game, player 1, players 3 and 0, own
    for game, first in itertools.product(range(7), range(3)):
        ahead = PAYOFFS[game].transpose(0, 2, 4, 1, 3)[:, first]  # player, players 3 and 0, player 2
        induced = (ahead[[3, 0]] * last[game, first]).sum(axis=-1)
        alone = logit(induced[None], LEVELS[game], base=[BASE[3], BASE[0]])
        np.testing.assert_allclose(
            stages[1].chances[game, first], np.concatenate(alone.profiles, axis=1)[0], atol=1e-9
        )
    assert np.all(stages[1].residuals < 1e-11)
    np.testing.assert_allclose(distributions(stages, COUNTS).reshape(7, -1).sum(axis=1), 1.0, rtol=1e-14)


def test_the_answer_does_not_depend_on_the_block():
    groups = [(1,), (3, 0), (2,)]
    whole, part = induce(PAYOFFS, groups, BASE, LEVELS), induce(PAYOFFS[2:4], groups, BASE, LEVELS[2:4])
    for one, other in zip(whole, part, strict=True):
        np.testing.assert_array_equal(one.chances[2:4], other.chances)


def test_what_is_far_too_sharp_for_exponentials_is_no_trouble_to_one_mover():
    stages = induce(1e200 * PAYOFFS[:1], [(k,) for k in range(4)], BASE, np.array([1e200]))
    found = distributions(stages, COUNTS)
    assert found.max() == 1.0
    assert found.sum() == 1.0
