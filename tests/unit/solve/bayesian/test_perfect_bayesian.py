"""What a perfect Bayesian equilibrium says of play, beliefs and payoffs, of the guest who drinks beer."""

from dataclasses import replace
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.solve.bayesian.perfect_bayesian import belief_name, play_name, shown_by

HALF, ONE = Fraction(1, 2), Fraction(1)


@pytest.fixture
def on_beer(guests):
    """Both drink beer and are spared; after quiche a duel is at least as likely as not."""
    return bg.solve.perfect_bayesian_equilibria(guests, guests.players).equilibria[0]


def test_probabilities_are_named_by_who_knows_what_and_has_seen_what(on_beer):
    tree = on_beer.tree
    assert play_name(tree, ("guest", "weak", ()), "beer") == "guest (weak): beer"
    bully = ("bully", "ordinary", ("quiche",))
    assert play_name(tree, bully, "duel") == "bully after guest quiche: duel"
    assert belief_name(tree, ("quiche", "duel"), "guest", "weak") == "after guest quiche: guest weak"
    assert shown_by(tree, ("beer",), "guest") == "guest beer"


def test_play_and_beliefs_are_told_by_history(on_beer):
    assert on_beer.strategies["guest"]["weak"][()] == {"beer": 1, "quiche": 0}
    assert on_beer.strategies["bully"]["ordinary"]["beer",] == {"duel": 0, "spare": 1}
    assert on_beer.beliefs["beer",]["guest"] == {"weak": Fraction(1, 10), "strong": Fraction(9, 10)}
    assert on_beer.beliefs["quiche",]["guest"]["weak"] >= HALF


def test_probabilities_and_payoffs_are_those_of_the_types_in_their_shares(on_beer):
    assert on_beer.probability({"guest": "beer", "bully": "spare"}) == 1
    assert on_beer.probability({"guest": "quiche"}) == 0
    assert on_beer.probability({"guest": "beer"}, {"guest": "weak"}) == 1
    assert on_beer.probability_range({"bully": ["duel", "spare"]}) == (1, 1)
    assert on_beer.payoffs() == {"guest": Fraction(29, 10), "bully": Fraction(9, 10)}
    assert on_beer.payoffs({"guest": "weak"}) == {"guest": 2, "bully": 0}
    assert on_beer.payoff_ranges({"guest": "strong"}) == {"guest": (3, 3), "bully": (1, 1)}


def test_what_may_vary_is_told_by_ranges(on_beer):
    ranges = on_beer.ranges()
    assert ranges["bully after guest quiche: duel"] == (HALF, 1)
    assert ranges["after guest quiche: guest weak"] == (HALF, 1)
    assert ranges["guest (weak): beer"] == (1, 1)
    assert not on_beer.isolated
    assert len(on_beer.regions("quiche")) == len(on_beer.pieces)
    assert on_beer.regions("beer") == ()


def test_every_corner_is_an_equilibrium_and_what_is_beyond_is_none(on_beer):
    corners = list(on_beer.members())
    duels = {play["bully", "ordinary", ("quiche",)]["duel"] for _, play, _ in corners}
    assert duels == {HALF, ONE}
    assert on_beer.problems() == []
    piece = on_beer.pieces[0]
    quiche = ("bully", "ordinary", ("quiche",))
    wrong = replace(piece, play={**piece.play, quiche: {"duel": Fraction(0), "spare": ONE}}, regions=())
    assert replace(on_beer, pieces=(wrong,)).problems()


def test_rows_say_what_is_done_and_what_is_believed(on_beer):
    rows = {(row["player"], row["type"], row["after"]): row for row in on_beer.rows()}
    assert rows["guest", "weak", ""]["does"] == "beer"
    assert rows["bully", "", "guest beer"]["does"] == "spare"
    assert rows["bully", "", "guest beer"]["believes"] == "weak 0.1, strong 0.9"
    after = rows["bully", "", "guest quiche"]
    assert after["does"] == "duel 0.5 to 1, spare 0 to 0.5"
    assert after["believes"] == "weak 0.5 to 1, strong 0 to 0.5"
    assert on_beer.heading == "Perfect Bayesian equilibria, a continuum; payoffs: guest 2.9, bully 0.9"


def test_a_single_equilibrium_is_isolated_and_says_so():
    game = bg.BayesianGame(["a", "b"], [["x", "y"], ["u", "v"]], {}, {}, [[[3, 1], [2, 0]], [[1, 0], [0, 1]]])
    (only,) = bg.solve.perfect_bayesian_equilibria(game, game.players).equilibria
    assert only.isolated
    assert only.heading == "Perfect Bayesian equilibrium; payoffs: a 3, b 1"
    assert only.certificate is only.tree
    assert replace(only, pieces=()).certificate is None
