from fractions import Fraction

import pytest

from belarusgame.solve.bayesian.consistency import defects, on_the_way, posterior, values_at
from belarusgame.solve.bayesian.tree import tree_of

HALF = Fraction(1, 2)


def mix(**chances):
    return {label: Fraction(p) for label, p in chances.items()}


@pytest.fixture
def tree(guests):
    return tree_of(guests, guests.players, None, None)


def play(weak, strong, beer, quiche):
    return {
        ("guest", "weak", ()): mix(beer=weak, quiche=1 - weak),
        ("guest", "strong", ()): mix(beer=strong, quiche=1 - strong),
        ("bully", "ordinary", ("beer",)): mix(duel=beer, spare=1 - beer),
        ("bully", "ordinary", ("quiche",)): mix(duel=quiche, spare=1 - quiche),
    }


def beliefs(tree, played, weak):
    return on_the_way(tree, played, {(("quiche",), "guest"): mix(weak=weak, strong=1 - weak)})


def test_bayes_rule_weighs_the_types_by_what_they_do(tree):
    played = play(HALF, 1, 0, 0)
    prior = tree.game.marginals["guest"]
    assert posterior(tree, played, (), ("beer",), "guest", prior) == {
        "weak": Fraction(1, 19),
        "strong": Fraction(18, 19),
    }
    assert posterior(tree, played, (), ("quiche",), "guest", prior) == {"weak": 1, "strong": 0}
    assert posterior(tree, play(1, 1, 0, 0), (), ("quiche",), "guest", prior) is None


@pytest.mark.parametrize(
    ("quiche", "weak", "sound"),
    [(1, HALF, True), (1, 1, True), (1, 0, False), (HALF, HALF, True), (HALF, 1, False), (0, 0, False)],
)
def test_only_what_the_beliefs_support_is_an_equilibrium(tree, quiche, weak, sound):
    played = play(1, 1, 0, quiche)
    assert (not list(defects(tree, played, beliefs(tree, played, weak), used=["guest"]))) == sound


def test_a_belief_against_bayes_rule_is_found(tree):
    played = play(1, 1, 0, 1)
    wrong = {**beliefs(tree, played, 1), (("beer",), "guest"): mix(weak=0, strong=1)}
    assert any("breaks Bayes' rule" in said for said in defects(tree, played, wrong, used=["guest"]))
    first = {**beliefs(tree, played, 1), ((), "guest"): mix(weak=HALF, strong=HALF)}
    assert any("is not the prior" in said for said in defects(tree, played, first, used=["guest"]))
    missing = {key: own for key, own in beliefs(tree, played, 1).items() if key[0] != ("quiche",)}
    assert any("no belief is given" in said for said in defects(tree, played, missing, used=["guest"]))


def test_probabilities_that_do_not_sum_to_one_are_found(tree):
    played = play(1, 1, 0, 1) | {("guest", "weak", ()): mix(beer=HALF, quiche=0)}
    assert "do not sum to one" in next(defects(tree, played, {}, used=[]))


def test_what_an_option_is_worth_depends_on_what_is_believed(tree):
    played = play(1, 1, 0, 1)
    spot = ("bully", "ordinary", ("quiche",))
    assert values_at(tree, played, beliefs(tree, played, Fraction(1, 4)), spot) == {
        "duel": Fraction(1, 4),
        "spare": Fraction(3, 4),
    }
