"""A group that moves together, given what follows: its game, its mixtures, and where they lead."""

from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.solve.bayesian.conditions import Guess, Sequel, Unknown
from belarusgame.solve.bayesian.group_mixing import in_fractions, induced_game, mixed_sequel
from belarusgame.solve.bayesian.tree import tree_of

WEAK, STRONG, BULLY = ("guest", "weak", ()), ("guest", "strong", ()), ("bully", "ordinary", ())


@pytest.fixture
def tree(guests):
    return tree_of(guests, [["guest", "bully"]], None, None)


@pytest.fixture
def ends(tree):
    """Every step leads to itself."""
    return {
        step: Sequel(play={}, outcome={c: {step: Fraction(1)} for c in tree.game.combinations})
        for step in tree.steps(())
    }


def test_types_that_move_together_play_a_game_of_their_own(tree, ends):
    game = induced_game(tree, (), (), [WEAK, STRONG, BULLY], ends)
    assert game.players == ("0: guest (weak)", "1: guest (strong)", "2: bully (ordinary)")
    assert game.shape == (2, 2, 2)
    # Weak with beer gets 0 in a duel and 2 without, whatever the strong one does.
    assert game.exact_payoffs[0].tolist() == [[[0, 2], [0, 2]], [[1, 3], [1, 3]]]
    assert game.exact_payoffs[1][:, :, 0].tolist() == [[1, 0], [1, 0]]
    # The bully gains by a duel with the weak one, of whom one in ten is.
    assert game.exact_payoffs[2][0, 0].tolist() == [Fraction(1, 10), Fraction(9, 10)]


def test_what_a_member_believes_weighs_its_payoffs(tree, ends):
    sure = (("guest", Guess(chances=(("weak", Fraction(1)), ("strong", Fraction(0))))),)
    game = induced_game(tree, (), sure, [WEAK, STRONG, BULLY], ends)
    assert game.exact_payoffs[2][0, 0].tolist() == [1, 0]


def test_a_mixture_leads_to_the_average_of_what_follows(tree, ends):
    mixes = {
        WEAK: {"beer": Fraction(1, 3), "quiche": Fraction(2, 3)},
        STRONG: {"beer": Fraction(1)},
        BULLY: {"duel": Fraction(1, 4), "spare": Fraction(3, 4)},
    }
    free = Unknown((), "guest", "quiche")
    condition = {((free, "weak"),): Fraction(1)}
    later = ("late", "ordinary", ("beer", "duel"))
    first = ("beer", "duel")
    picked = ends | {
        first: Sequel(
            play={later: {"end": Fraction(1)}},
            outcome=ends[first].outcome,
            conditions=(condition,),
            likely=((free, frozenset({"weak"})),),
        )
    }
    found = mixed_sequel(tree, (), mixes, picked)
    assert found.outcome["weak", "ordinary"] == {
        ("beer", "duel"): Fraction(1, 12),
        ("beer", "spare"): Fraction(3, 12),
        ("quiche", "duel"): Fraction(2, 12),
        ("quiche", "spare"): Fraction(6, 12),
    }
    assert found.outcome["strong", "ordinary"] == {first: Fraction(1, 4), ("beer", "spare"): Fraction(3, 4)}
    assert found.play == {**mixes, later: {"end": 1}}
    assert found.conditions == (condition,)
    assert found.likely == ((free, frozenset({"weak"})),)


def test_ways_to_the_same_end_add_up(tree):
    half = {"beer": Fraction(1, 2), "quiche": Fraction(1, 2)}
    mixes = {WEAK: half, STRONG: half, BULLY: {"duel": Fraction(1)}}
    end = {c: {("end",): Fraction(1)} for c in tree.game.combinations}
    found = mixed_sequel(tree, (), mixes, {step: Sequel(play={}, outcome=end) for step in tree.steps(())})
    assert found.outcome == end


PENNIES = bg.Game([[[3, -1], [-1, 1]], [[-3, 1], [1, -1]]], ["one", "two"], [["h", "t"]] * 2)


def test_a_mixture_in_floats_is_read_as_the_fractions_that_it_stands_for():
    near = [{"h": Fraction(0.3333333), "t": Fraction(0.6666667)}] * 2
    assert in_fractions(PENNIES, near) == [{"h": Fraction(1, 3), "t": Fraction(2, 3)}] * 2
    pure = bg.Game([[[2, 0], [3, 1]], [[2, 3], [0, 1]]], ["one", "two"], [["h", "t"]] * 2)
    assert in_fractions(pure, [{"t": Fraction(1)}] * 2) == [{"h": 0, "t": 1}] * 2


def test_what_is_near_no_equilibrium_has_no_fractions():
    assert in_fractions(PENNIES, [{"h": Fraction(1, 2), "t": Fraction(1, 2)}] * 2) is None
    assert in_fractions(PENNIES, [{}, {}]) is None
