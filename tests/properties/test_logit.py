"""Laws that logit equilibria obey in every game."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from belarusgame import Game
from belarusgame.solve import sequential_equilibria, sequential_logit
from belarusgame.solve.logit.batch import logit
from belarusgame.solve.logit.equilibria import logit_equilibrium, logit_path

SHAPES = st.sampled_from([(2, 3), (3, 2), (2, 2, 3), (1, 4), (2, 3, 2), (2, 2, 2, 2)])
PAYOFFS = SHAPES.flatmap(
    lambda shape: arrays(np.float64, (len(shape), *shape), elements=st.integers(-8, 8).map(lambda n: n / 4))
)
RATIONALITIES = st.sampled_from([0.0, 0.25, 1.0, 3.0])
FEW = settings(max_examples=15, deadline=None)


def mixed(payoffs, rationality, **more):
    return logit_equilibrium(Game(payoffs, **more), rationality).outcomes[0].mixed


@FEW
@given(PAYOFFS)
def test_paths_follow_logit_responses_and_end_in_equilibria(payoffs):
    game = Game(payoffs)
    before = game.payoffs.copy()
    path = logit_path(game)
    assert path.residuals.max() < 1e-8
    assert (path.status == "complete") == (
        not path.singular and path.limit is not None and len(path.messages) == 1
    )
    if path.status == "complete":
        assert path.limit.regret <= 1e-9 * 4.0
    np.testing.assert_array_equal(game.payoffs, before)


@FEW
@given(PAYOFFS, RATIONALITIES, st.integers(0, 2**32 - 1))
def test_what_no_reply_depends_on_changes_nothing(payoffs, rationality, seed):
    generator = np.random.default_rng(seed)
    moved = payoffs.copy()
    for player in range(len(payoffs)):
        shape = [1 if axis == player else count for axis, count in enumerate(payoffs.shape[1:])]
        moved[player] += generator.integers(-5, 6, shape)
    for one, other in zip(mixed(payoffs, rationality), mixed(moved, rationality), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-7)


@FEW
@given(PAYOFFS, RATIONALITIES, st.sampled_from([1e-3, 0.5, 7.0, 1e4]))
def test_larger_payoffs_are_the_same_as_sharper_players(payoffs, rationality, factor):
    scaled = mixed(payoffs * factor, rationality / factor)
    for one, other in zip(mixed(payoffs, rationality), scaled, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-7)


@FEW
@given(PAYOFFS, RATIONALITIES, st.randoms(use_true_random=False))
def test_names_do_not_matter(payoffs, rationality, random):
    order = list(range(len(payoffs)))
    random.shuffle(order)
    turned = payoffs[order].transpose(0, *[player + 1 for player in order])[:, ::-1]
    relabelled = mixed(turned, rationality)
    expected = mixed(payoffs, rationality)
    for position, player in enumerate(order):
        found = relabelled[position][::-1] if position == 0 else relabelled[position]
        np.testing.assert_allclose(found, expected[player], atol=1e-7)


@FEW
@given(PAYOFFS, RATIONALITIES)
def test_a_variant_that_does_the_same_takes_nothing_from_the_others(payoffs, rationality):
    doubled = np.concatenate([payoffs, payoffs[:, -1:]], axis=1)
    last = f"s{payoffs.shape[1]}"
    variants = {"player 1": {f"s{payoffs.shape[1] + 1}": last}}
    split = mixed(doubled, rationality, variants=variants)
    plain = mixed(payoffs, rationality)
    np.testing.assert_allclose(split[0][:-2], plain[0][:-1], atol=1e-7)
    assert split[0][-2:].sum() == pytest.approx(plain[0][-1], abs=1e-7)


@FEW
@given(PAYOFFS, RATIONALITIES)
def test_the_batch_agrees_with_the_path(payoffs, rationality):
    batch = logit(payoffs[None], rationality)
    assert batch.converged.all()
    if not logit_path(Game(payoffs)).singular:
        for one, other in zip(batch.profiles, mixed(payoffs, rationality), strict=True):
            np.testing.assert_allclose(one[0], other, atol=1e-6)


@FEW
@given(PAYOFFS)
def test_dull_players_are_where_repeated_replies_take_them(payoffs):
    game = Game(payoffs)
    rationality = 0.1  # replies are a contraction: any start leads to the only logit equilibrium
    vectors = [np.eye(count)[0] for count in game.shape]
    for _ in range(400):
        replies = []
        for player in range(len(vectors)):
            weights = np.exp(rationality * game.payoffs_against(player, vectors))
            replies.append(weights / weights.sum())
        vectors = replies
    for one, other in zip(mixed(payoffs, rationality), vectors, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-9)


def shuffled(payoffs, random):
    """Name the players in another order; return where each has gone and the payoffs."""
    order = list(range(len(payoffs)))
    random.shuffle(order)
    return order, payoffs[order].transpose(0, *[player + 1 for player in order])


def groups_of(players, random):
    """Cut players into groups who move in turn."""
    cuts = [0, *sorted(random.sample(range(1, len(players)), random.randint(0, len(players) - 1)))]
    return [players[a:b] for a, b in zip(cuts, [*cuts[1:], len(players)], strict=True)]


@FEW
@given(PAYOFFS, RATIONALITIES, st.randoms(use_true_random=False))
def test_names_do_not_matter_to_those_who_move_in_turn(payoffs, rationality, random):
    order, turned = shuffled(payoffs, random)
    groups = groups_of([f"p{k}" for k in order], random)
    one = sequential_logit(Game(payoffs, [f"p{k}" for k in range(len(payoffs))]), groups, rationality)
    other = sequential_logit(Game(turned, [f"p{k}" for k in order]), groups, rationality)
    if one.status == other.status == "complete":
        np.testing.assert_allclose(one.distribution.transpose(order), other.distribution, atol=1e-7)


@FEW
@given(PAYOFFS, RATIONALITIES)
def test_all_in_one_group_are_in_a_logit_equilibrium(payoffs, rationality):
    game = Game(payoffs)
    found = sequential_logit(game, [game.players], rationality)
    if found.status == "complete":
        first = logit_equilibrium(game, rationality).outcomes[0]
        np.testing.assert_allclose(found.distribution, first.distribution, atol=1e-6)


@FEW
@given(st.integers(0, 2**32 - 1), SHAPES.filter(lambda shape: len(shape) < 4))
def test_sharp_players_who_move_in_turn_do_what_is_best(seed, shape):
    generator = np.random.default_rng(seed)
    payoffs = generator.permuted(np.arange(np.prod((len(shape), *shape)))).reshape(len(shape), *shape)
    game = Game(payoffs)  # no two payoffs tie
    order = [game.players[k] for k in generator.permutation(len(shape))]
    (best,) = sequential_equilibria(game, order).outcomes
    errors = [
        np.abs(sequential_logit(game, order, rationality).distribution - best.distribution).max()
        for rationality in (1.0, 5.0, 60.0)
    ]
    assert errors[2] < 1e-12
    assert errors[1] < 0.1
