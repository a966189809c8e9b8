"""Laws that hold for all equilibria of any game: what does not change them, and what they must satisfy."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame.solve.all_equilibria import all_equilibria

SHAPES = st.sampled_from([(2, 2, 2), (2, 3, 2), (3, 1, 2), (2, 2, 3)])


@st.composite
def generic_games(draw):
    shape = draw(SHAPES)
    return np.random.default_rng(draw(st.integers(0, 10**6))).uniform(-1, 1, (len(shape), *shape))


@st.composite
def tied_games(draw):
    shape = draw(SHAPES)
    size = len(shape) * int(np.prod(shape))
    values = draw(st.lists(st.integers(0, 2), min_size=size, max_size=size))
    return np.array(values, dtype=float).reshape(len(shape), *shape)


def points(payoffs):
    return sorted(
        tuple(np.concatenate(e.mixed).round(8)) for e in all_equilibria(bg.Game(payoffs)).equilibria
    )


@settings(max_examples=25, deadline=None)
@given(generic_games(), st.integers(0, 10**6))
def test_constants_and_positive_factors_change_nothing(payoffs, seed):
    rng = np.random.default_rng(seed)
    changed = payoffs.copy()
    for i in range(len(payoffs)):
        constant = rng.integers(-3, 4, payoffs[i].shape).max(axis=i, keepdims=True)
        changed[i] = payoffs[i] * 4.0 + constant
    assert points(changed) == points(payoffs)


@settings(max_examples=25, deadline=None)
@given(generic_games(), st.randoms(use_true_random=False))
def test_the_order_of_players_changes_nothing_but_the_order(payoffs, random):
    order = list(range(len(payoffs)))
    random.shuffle(order)
    moved = np.stack([payoffs[i].transpose(order) for i in order])
    counts = payoffs.shape[1:]
    starts = np.cumsum([0, *counts])
    places = np.concatenate([np.arange(starts[i], starts[i + 1]) for i in order])
    assert sorted(tuple(np.array(point)[places]) for point in points(payoffs)) == points(moved)


@settings(max_examples=25, deadline=None)
@given(generic_games())
def test_the_game_is_left_as_it_was(payoffs):
    game = bg.Game(payoffs)
    all_equilibria(game)
    assert np.array_equal(game.payoffs, payoffs)


@settings(max_examples=40, deadline=None)
@given(tied_games())
def test_games_full_of_ties_are_answered_honestly(payoffs):
    game = bg.Game(payoffs)
    solution = all_equilibria(game, max_cells=100_000)
    assert (solution.status == "partial") == bool(solution.unresolved)
    assert (solution.status == "partial") == bool(solution.messages)
    for equilibrium in solution.equilibria:
        assert max(game.regret(equilibrium).values()) <= 1e-9
    for component in solution.components:
        assert all(max(game.regret(sample).values()) <= 1e-8 for sample in component.samples)
    assert solution.equilibria or solution.components or solution.unresolved


@settings(max_examples=20, deadline=None)
@given(tied_games())
def test_what_two_players_left_to_themselves_do_lies_in_the_answer(payoffs):
    """If the last player is committed to its first strategy, what suits everybody is covered."""
    game = bg.Game(payoffs)
    solution = all_equilibria(game, max_cells=100_000)
    boxes = [c.box.bounds for c in solution.components] + [b.bounds for b in solution.unresolved]
    listed = [np.concatenate(e.mixed) for e in solution.equilibria]
    rest = game.fix({game.players[-1]: game.strategies[game.players[-1]][0]})
    for equilibrium in bg.solve.pure_equilibria(rest).equilibria:
        last = np.eye(game.shape[-1])[0]
        profile = [*equilibrium.mixed, last]
        if max(game.regret(profile).values()) == 0.0:
            point = np.concatenate(profile)
            assert any(np.array_equal(point, other) for other in listed) or any(
                all(np.all((b[:, 0] <= x) & (x <= b[:, 1])) for x, b in zip(profile, box, strict=True))
                for box in boxes
            )
