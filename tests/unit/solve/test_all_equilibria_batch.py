"""Many games at once give what each of them gives by itself."""

import itertools
import pickle
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.errors import GameError

#: Unequal numbers of strategies, so that swapped axes fail; one and two players too.
SHAPES = [
    (3,),
    (2, 3),
    (3, 3),
    (2, 1, 2),
    (2, 3, 2),
    (3, 2, 2),
    (2, 2, 3),
    (1, 3, 2),
    (2, 2, 2, 2),
    (2, 1, 3, 2),
]


def structured(rng, games, shape, effect):
    """Payoffs from -1 to 1 with effects of the own strategy, which let dominance settle some games."""
    payoffs = rng.uniform(-1, 1, (games, len(shape), *shape))
    for i, count in enumerate(shape):
        own = rng.uniform(-effect, effect, (games, count))
        payoffs[:, i] += own.reshape(games, *(-1 if j == i else 1 for j in range(len(shape))))
    return payoffs


def check_alike(batch, number, alone):
    """Compare what a batch says of a game, as arrays and as a solution, with a solution of the game."""
    made = batch[number]
    assert (made.status, made.method, made.messages) == (alone.status, alone.method, alone.messages)
    assert bool(batch.complete[number]) == (alone.status == "complete")
    assert batch.mixed[number] == sum(not e.is_pure for e in alone.equilibria)
    assert batch.components[number] == len(made.components) == len(alone.components)
    assert len(made.equilibria) == len(alone.equilibria)
    for one, other in zip(made.equilibria, alone.equilibria, strict=True):
        assert (one.index, one.strict, one.isolated) == (other.index, other.strict, other.isolated)
        assert all(map(np.array_equal, one.mixed, other.mixed))
        assert one.regrets == other.regrets
        assert one.payoffs == other.payoffs
        assert (one.box is None) == (other.box is None)
        assert one.box is None or all(map(np.array_equal, one.box, other.box))


def test_two_thousand_games_have_the_equilibria_that_each_has_alone():
    payoffs = structured(np.random.default_rng(1), 2000, (2, 3, 2), 1.0)
    batch = bg.solve.all_equilibria_batch(payoffs)
    assert not batch.alone.any()
    assert (batch.mixed > 0).sum() > 200
    assert (batch.mixed == 0).sum() > 200
    for number, own in enumerate(payoffs):
        alone = bg.solve.all_equilibria(bg.Game(own))
        check_alike(batch, number, alone)
        marked = sum((e.distribution for e in alone.equilibria if e.is_pure), np.zeros(own.shape[1:]))
        assert np.array_equal(batch.pure[number], marked)


def torn(rng, games, shape, effect):
    """As structured, but somebody is indifferent in places, to which somebody else does not listen."""
    payoffs = structured(rng, games, shape, effect)
    who = int(np.argmax(shape))
    own, others = np.moveaxis(payoffs[:, who], who + 1, -1), (0,) * (len(shape) - 1)
    own[:, *others, 1] = own[:, *others, 0]
    seen = np.moveaxis(payoffs[:, who - 1], who + 1, 1)
    seen[:, 1] = seen[:, 0]
    return payoffs


def whole(rng, games, shape, effect):
    """As structured, in small whole numbers."""
    return np.rint(structured(rng, games, shape, effect))


@pytest.mark.parametrize("drawn", [structured, whole, torn])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_games_of_every_shape_with_and_without_ties(shape, drawn):
    payoffs = drawn(np.random.default_rng(sum(shape)), 17, shape, 1.5)
    batch = bg.solve.all_equilibria_batch(payoffs)
    for number, own in enumerate(payoffs):
        check_alike(batch, number, bg.solve.all_equilibria(bg.Game(own)))


def test_ties_are_settled_together_where_signs_tell_the_form():
    payoffs = torn(np.random.default_rng(4), 300, (2, 3, 2), 0.5)
    batch = bg.solve.all_equilibria_batch(payoffs)
    assert np.unique(batch.components[~batch.alone]).size > 1
    assert batch.alone.mean() < 0.9
    # A budget that may end is spent game by game.
    few = bg.solve.all_equilibria_batch(payoffs[:3], max_cells=500)
    for number, own in enumerate(payoffs[:3]):
        check_alike(few, number, bg.solve.all_equilibria(bg.Game(own), max_cells=500))


def test_games_of_two_players_are_enumerated_together():
    payoffs = np.random.default_rng(6).uniform(-1, 1, (300, 2, 4, 5))
    payoffs[7] = 0.0
    batch = bg.solve.all_equilibria_batch(payoffs)
    assert np.flatnonzero(batch.alone).tolist() == [7]
    assert (batch.mixed > 1).any()
    for number, own in enumerate(payoffs):
        check_alike(batch, number, bg.solve.all_equilibria(bg.Game(own)))


def test_an_answer_does_not_depend_on_the_other_games():
    payoffs = structured(np.random.default_rng(3), 40, (2, 2, 3), 0.5)
    together, apart = bg.solve.all_equilibria_batch(payoffs), bg.solve.all_equilibria_batch(payoffs[25:])
    for number in range(15):
        check_alike(apart, number, together[25 + number])


def test_exact_payoffs_that_float64_cannot_tell_apart_are_told_apart():
    third = Fraction(1, 3)
    games = []
    for less in (0, Fraction(1, 10**30)):
        payoffs = np.full((3, 2, 2, 2), third, dtype=object)
        payoffs[:, 1, 1, 1] += 1
        payoffs[0, 1, 0, 0] -= less
        games.append(bg.Game(payoffs))
    batch = bg.solve.all_equilibria_batch(games)
    for number, game in enumerate(games):
        check_alike(batch, number, bg.solve.all_equilibria(game))


def test_delegations_decide_and_payoffs_stay_the_players_own():
    rng = np.random.default_rng(5)
    obeys = {"obeys": {"player": "player 2", "to": "player 1", "when": {"player 1": "s1"}}}
    games = [bg.Game(own, delegations=obeys) for own in structured(rng, 60, (2, 2, 2), 0.5)]
    batch = bg.solve.all_equilibria_batch(games)
    assert (~batch.alone & (batch.mixed > 0)).any()
    for number, game in enumerate(games):
        check_alike(batch, number, bg.solve.all_equilibria(game))


def test_bounds_of_an_event_are_those_of_each_solution():
    payoffs = np.rint(2 * structured(np.random.default_rng(7), 60, (2, 3, 2), 0.5))
    batch = bg.solve.all_equilibria_batch(payoffs)
    event = {"player 2": ["s1", "s3"], "player 3": "s2"}
    bounds = batch.probability_range(event)
    assert batch.components.any()
    for solution, own in zip(batch, bounds.tolist(), strict=True):
        assert tuple(own) == solution.probability_range(event)


def test_a_budget_that_ends_is_said_and_not_hidden():
    payoffs = structured(np.random.default_rng(2), 6, (3, 3, 3), 0.0)
    batch = bg.solve.all_equilibria_batch(payoffs, max_cells=3)
    assert not batch.complete.all()
    assert all((batch[k].status == "complete") == batch.complete[k] for k in range(6))
    assert "partial" in str(batch)


def test_a_batch_reads_as_a_table_is_pickled_and_refuses_writing():
    payoffs = structured(np.random.default_rng(2), 30, (2, 2, 2), 1.0)
    made = bg.solve.all_equilibria_batch(payoffs)
    with pytest.raises(ValueError, match="read-only"):
        made.pure[0] = True
    batch = pickle.loads(pickle.dumps(made))
    assert sum(batch.to_frame()["games"]) == len(batch) == 30
    assert str(batch).startswith("All equilibria of 30 games: 30 complete")
    check_alike(batch, -1, bg.solve.all_equilibria(bg.Game(payoffs[29])))
    with pytest.raises(GameError, match="number = 30: there are 30 games, numbered from 0"):
        batch[30]


def test_payoffs_are_not_changed():
    payoffs = structured(np.random.default_rng(2), 30, (2, 2, 2), 1.0)
    before = payoffs.copy()
    bg.solve.all_equilibria_batch(payoffs)
    assert np.array_equal(payoffs, before)


@pytest.mark.parametrize(
    ("games", "says"),
    [
        ([[1, 2], [3]], "games must be a sequence of Game, or numbers of shape"),
        (np.zeros((0, 2, 2, 2)), r"games of shape \(0, 2, 2, 2\)"),
        (np.full((1, 2, 2, 2), np.inf), "payoffs must be finite numbers"),
    ],
    ids=["uneven", "empty", "infinite"],
)
def test_bad_input(games, says):
    with pytest.raises(GameError, match=says):
        bg.solve.all_equilibria_batch(games)


def test_games_of_other_players_are_refused():
    payoffs = np.zeros((2, 2, 2))
    one, other = bg.Game(payoffs), bg.Game(payoffs, players=["a", "b"])
    with pytest.raises(GameError, match=r"games\[1\] has other labels"):
        bg.solve.all_equilibria_batch([one, other])


def test_the_indices_of_every_settled_game_sum_to_one():
    payoffs = structured(np.random.default_rng(9), 200, (2, 2, 3), 0.5)
    batch = bg.solve.all_equilibria_batch(payoffs)
    for solution in itertools.islice(batch, 50):
        assert sum(e.index for e in solution.equilibria) == 1
