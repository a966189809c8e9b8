import numpy as np
import pytest

import belarusgame as bg
from belarusgame.explore.plans.question import question
from belarusgame.explore.proving.mixed import any_equilibrium_in, equilibrium_in, indifferent_somewhere
from belarusgame.game import equilibrium_at
from belarusgame.scenario import Switches
from belarusgame.weightspace.space import space_of


def test_where_one_randomises_the_others_answer_to_the_average(build):
    """Pushing pays where the gain is 1.5, and must then leave the neighbour calm: fear at most 2."""
    scenario = build(
        {"leader": ["hold", "push", "run"], "neighbour": ["calm", "arm"]},
        {
            "leader.gain": ((0.5, 1, 2), [({"leader": "push"}, 1)]),
            "leader.cost": ((1.5, 1.5, 1.5), [({"leader": "push"}, -1), ({"leader": "run"}, -1)]),
            "neighbour.fear": ((1.5, 3, 4), [({"leader": "push", "neighbour": "arm"}, 1)]),
            "neighbour.price": ((1, 1, 1), [({"neighbour": "arm"}, -1)]),
        },
    )
    asked = question(scenario, {"leader": "push", "neighbour": "calm"}, "nash", ["nash"])
    found = indifferent_somewhere(asked, space_of(scenario), Switches())
    assert found is not None
    choice, equilibrium = found
    gain, fear = choice.level("leader.gain"), choice.level("neighbour.fear")
    assert gain == 1.5
    share = equilibrium["leader"]["push"]
    assert 0 < share < 1
    assert fear * share <= 1
    assert equilibrium["neighbour"]["calm"] == 1


def cycle():
    """The first wants to match the second, the second the third, the third to differ from the first."""
    payoffs = np.zeros((3, 2, 2, 2))
    for a, b, c in np.ndindex(2, 2, 2):
        payoffs[:, a, b, c] = a == b, b == c, c != a
    return bg.Game(payoffs)


def lopsided():
    """Pennies with odds of 1 to 2 and 1 to 3, while a third player has one best strategy, its second."""
    payoffs = np.zeros((3, 2, 2, 3))
    payoffs[0] = np.array([[2, 0], [0, 1]])[:, :, None]
    payoffs[1] = np.array([[0, 1], [3, 0]])[:, :, None]
    payoffs[2] = [1, 5, 4]
    return bg.Game(payoffs)


def marked(game, *profiles):
    asked = np.zeros(game.shape, dtype=np.bool_)
    for profile in profiles:
        asked[profile] = True
    return asked


@pytest.mark.parametrize("find", [equilibrium_in, any_equilibrium_in])
def test_a_mixed_equilibrium_of_two_beside_a_third_is_found_where_it_reaches(find):
    game = lopsided()
    for profile in ((0, 0, 1), (1, 0, 1), (1, 1, 1)):
        found = find(game, marked(game, profile, (0, 1, 2)))
        assert [own.tolist() for own in found.mixed] == [
            pytest.approx([3 / 4, 1 / 4]),
            pytest.approx([1 / 3, 2 / 3]),
            [0, 1, 0],
        ]
    assert find(game, marked(game, (0, 0, 0), (1, 0, 0), (1, 1, 2))) is None


def test_an_equilibrium_in_which_all_randomise_is_found_if_it_is_looked_for():
    game = cycle()
    asked = marked(game, (0, 1, 1))
    assert equilibrium_in(game, asked) is None
    assert [own.tolist() for own in any_equilibrium_in(game, asked).mixed] == [[0.5, 0.5]] * 3


@pytest.mark.parametrize("find", [equilibrium_in, any_equilibrium_in])
def test_of_several_equilibria_the_one_asked_about_is_found(find):
    payoffs = np.zeros((2, 2, 3))
    payoffs[:, 0, 2] = 1, 2
    payoffs[:, 1, 0] = 3, 1
    payoffs[0, :, 1] = -1
    payoffs[1, :, 1] = -1
    game = bg.Game(payoffs)
    for profile in ((0, 2), (1, 0)):
        found = find(game, marked(game, profile))
        assert found.probability(marked_event(game, profile)) > 0
    pure = any_equilibrium_in(game, marked(game, (1, 0)))
    assert pure.is_pure
    assert find(game, marked(game, (0, 1), (1, 1))) is None


def marked_event(game, profile):
    return {p: s[k] for p, s, k in zip(game.players, game.labels.strategies, profile, strict=True)}


def test_a_lone_player_chooses_what_pays_most():
    game = bg.Game(np.array([[1.0, 3.0, 3.0, 2.0]]))
    assert [equilibrium_in(game, marked(game, (k,))) is not None for k in range(4)] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_found_is_an_equilibrium_and_what_is_pure_is_found(seed):
    rng = np.random.default_rng(seed)
    game = bg.Game(rng.integers(0, 4, (3, 2, 3, 2)).astype(float))
    pure = {tuple(int(own.argmax()) for own in e.mixed) for e in bg.solve.pure_equilibria(game).equilibria}
    for profile in np.ndindex(*game.shape):
        found = equilibrium_in(game, marked(game, profile))
        assert found is not None or profile not in pure
        if found is not None:
            assert found.regret < 1e-9
            assert found.probability(marked_event(game, profile)) > 0


def test_a_lottery_is_found_beyond_assumptions_that_are_out_of_reach(build):
    """Only its last two strategies can the first player mix, at a gain of 3, and the second one answers c."""
    scenario = build(
        {"one": ["a", "b", "c"], "two": ["x", "y"], "three": ["s", "t"]},
        {
            "one.gain": ((2, 3, 4), [({"one": "b"}, 1), ({"one": "c"}, 2)]),
            "one.cost": ((1, 1, 1), [({"one": "c"}, -3)]),
            "two.worry": ((1, 2, 3), [({"one": "b", "two": "y"}, -1), ({"one": "c", "two": "y"}, 1)]),
            "two.price": ((0.5, 1, 4), [({"two": "y"}, -1)]),
            "three.calm": ((1, 1, 1), [({"three": "t"}, -1)]),
        },
    )
    for event, mixer in (({"one": "b"}, "one"), ({"one": "c", "two": "x"}, "one"), ({"two": "y"}, "two")):
        asked = question(scenario, event, "nash", ["nash"])
        choice, found = indifferent_somewhere(asked, space_of(scenario), Switches())
        assert equilibrium_at(choice.game(), list(found.mixed)).regret < 1e-12
        assert found.probability(event) > 0
        assert sorted(found[mixer].values()) in ([0, 0.5, 0.5], [0.5, 0.5])
        assert found["three"]["s"] == 1
        assert (choice.level("one.gain") == 3) == (mixer == "one")
        assert (choice.level("two.worry") == choice.level("two.price")) == (mixer == "two")
    for event in ({"three": "t"}, {"one": "a"}):
        asked = question(scenario, event, "nash", ["nash"])
        assert indifferent_somewhere(asked, space_of(scenario), Switches()) is None
