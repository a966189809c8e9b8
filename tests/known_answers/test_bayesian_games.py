"""Published games of hidden information, with all their equilibria."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

import belarusgame as bg

HALF = Fraction(1, 2)


def beer_quiche(strong):
    """Cho and Kreps 1987: the own dish is worth 1, no duel 2; the receiver wants to duel the weak alone."""
    return bg.BayesianGame(
        players=["sender", "receiver"],
        strategies=[["beer", "quiche"], ["duel", "spare"]],
        types={"sender": ["weak", "strong"]},
        prior={"sender": {"weak": 1 - strong, "strong": strong}},
        payoffs={
            "weak": [[[0, 2], [1, 3]], [[1, 0], [1, 0]]],
            "strong": [[[1, 3], [0, 2]], [[0, 1], [0, 1]]],
        },
    )


def solved(game, **settings):
    return bg.solve.perfect_bayesian_equilibria(game, game.players, **settings)


def weak_beliefs(found, dish):
    """The probabilities of the weak type at the corners of beliefs, and those of a duel that go with them."""
    pairs = set()
    for piece in found.pieces:
        (beliefs,) = [r for r in piece.regions if r.coordinates[0].startswith(f"after sender {dish}")]
        replies = piece.regions[-1]
        duel = replies.range(f"receiver after sender {dish}: duel")
        pairs.add((tuple(sorted(corner[0] for corner in beliefs.vertices)), duel))
    return pairs


def test_beer_and_quiche_where_the_sender_is_likely_strong():
    solution = solved(beer_quiche(Fraction(9, 10)))
    assert (solution.status, solution.sequential) == ("complete", "proven")
    on_beer, on_quiche = solution.equilibria
    # duel after the other dish with d in [1/2, 1]; the weak with 1/2 if d < 1, with at least 1/2 if d = 1
    expected = {((HALF,), (HALF, 1)), ((HALF, 1), (1, 1))}
    for found, dish, other in ((on_beer, "beer", "quiche"), (on_quiche, "quiche", "beer")):
        assert found.probability_range({"sender": dish}) == (1, 1)
        assert weak_beliefs(found, other) == expected
        assert found.strategies["receiver"]["ordinary"][(dish,)] == {"duel": 0, "spare": 1}
    assert bg.verify(solution)


def test_the_intuitive_criterion_leaves_beer():
    (left,) = solved(beer_quiche(Fraction(9, 10)), refine="intuitive").equilibria
    assert left.probability({"sender": "beer"}) == 1


def test_beer_and_quiche_where_the_sender_is_likely_weak():
    solution = solved(beer_quiche(Fraction(4, 10)))
    (found,) = solution.equilibria
    assert solution.status == "complete"
    assert found.isolated
    play = found.strategies
    assert play["sender"]["weak"][()] == {"beer": Fraction(2, 3), "quiche": Fraction(1, 3)}
    assert play["sender"]["strong"][()] == {"beer": 1, "quiche": 0}
    assert play["receiver"]["ordinary"] == {
        ("beer",): {"duel": HALF, "spare": HALF},
        ("quiche",): {"duel": 1, "spare": 0},
    }


@pytest.fixture(scope="module")
def spence():
    """Two types, education costs the able 1 and the others 3; the low job pays 0, the high one 2."""
    return bg.BayesianGame(
        players=["worker", "firm"],
        strategies=[["education", "none"], ["high job", "low job"]],
        types={"worker": ["high", "low"]},
        prior={"worker": {"high": "1/3", "low": "2/3"}},
        payoffs={
            "high": [[[1, -1], [2, 0]], [[1, 0], [1, 0]]],
            "low": [[[-1, -3], [2, 0]], [[0, 1], [0, 1]]],
        },
    )


def test_education_separates_or_is_taken_by_nobody(spence):
    solution = solved(spence)
    assert solution.status == "complete"
    by_education = {found.probability({"worker": "education"}): found for found in solution.equilibria}
    assert set(by_education) == {Fraction(1, 3), 0}
    separating, none = by_education[Fraction(1, 3)], by_education[0]
    assert separating.probability({"firm": "high job"}, {"worker": "high"}) == 1
    assert separating.probability({"firm": "high job"}, {"worker": "low"}) == 0
    (jobs,) = {
        piece.regions[-1].range("firm after worker education: high job")
        for piece in none.pieces
        if len(piece.regions[-1].vertices) > 1
    }
    assert jobs == (0, HALF)


def test_the_criterion_removes_what_nobody_learns_from(spence):
    (left,) = solved(spence, refine="intuitive").equilibria
    assert left.probability({"worker": "education"}) == Fraction(1, 3)


@pytest.fixture(scope="module")
def entry():
    """Fudenberg and Tirole 1991, chapter 6: one firm may build, knowing what it costs; one may enter."""
    return bg.BayesianGame(
        players=["builder", "entrant"],
        strategies=[["build", "not"], ["enter", "stay out"]],
        types={"builder": ["high", "low"]},
        prior={"builder": {"high": 0.25, "low": 0.75}},
        payoffs={
            "high": [[[0, 2], [2, 3]], [[-1, 0], [1, 0]]],
            "low": [[[1.5, 3.5], [2, 3]], [[-1, 0], [1, 0]]],
        },
    )


EXPECTED_ENTRY = {(0, 1), (1, 0), (Fraction(2, 3), HALF)}


def test_entry_has_three_bayesian_equilibria(entry):
    solution = bg.solve.bayesian_equilibria(entry, certificate=True)
    assert solution.status == "complete"
    assert {
        (
            Fraction(e.probability({"builder": "build"}, {"builder": "low"})).limit_denominator(100),
            Fraction(e.probability({"entrant": "enter"})).limit_denominator(100),
        )
        for e in solution.equilibria
    } == EXPECTED_ENTRY
    assert all(e.probability({"builder": "build"}, {"builder": "high"}) == 0 for e in solution.equilibria)
    assert bg.verify(solution)


def test_entry_is_the_same_as_a_tree_with_one_group(entry):
    solution = bg.solve.perfect_bayesian_equilibria(entry, [["builder", "entrant"]])
    assert (solution.status, solution.used) == ("complete", ())
    assert {
        (e.probability({"builder": "build"}, {"builder": "low"}), e.probability({"entrant": "enter"}))
        for e in solution.equilibria
    } == EXPECTED_ENTRY
    assert bg.verify(solution)


@pytest.fixture(scope="module")
def chain_store():
    """Kreps and Wilson 1982: two entrants, b = 1/2, a = 2; the strong one likes to fight."""
    gain, alone = HALF, Fraction(2)

    def earned(entry, answer, kind):
        if entry:  # stays out
            return Fraction(0), alone
        fights = not answer
        own = -int(fights) if kind == "weak" else -int(not fights)
        return gain - fights, Fraction(own)

    payoffs = {}
    for kind in ("weak", "strong"):
        table = np.empty((4, 2, 2, 2, 2), dtype=object)
        for first, answer, second, last in product(range(2), repeat=4):
            (one, here), (two, there) = earned(first, answer, kind), earned(second, last, kind)
            table[:, first, answer, second, last] = [one, here + there, two, here + there]
        payoffs[kind] = table.tolist()
    return bg.BayesianGame(
        players=["first", "answer", "second", "last"],
        strategies=[["enter", "out"], ["fight", "yield"]] * 2,
        types={"answer": ["weak", "strong"]},
        prior={"answer": {"weak": 0.9, "strong": 0.1}},
        payoffs=payoffs,
    )


def test_the_chain_store_buys_a_reputation(chain_store):
    solution = bg.solve.perfect_bayesian_equilibria(
        chain_store,
        chain_store.players,
        agents={"store": ["answer", "last"]},
        available={
            "answer": [({"first": "out"}, ["yield"])],
            "last": [({"second": "out"}, ["yield"])],
        },
    )
    assert (solution.status, solution.used, solution.sequential) == ("complete", ("answer",), "proven")
    (found,) = solution.equilibria
    play, after = found.strategies, ("enter", "fight")
    assert play["first"]["ordinary"][()] == {"enter": 1, "out": 0}
    assert play["answer"]["weak"][("enter",)] == {"fight": Fraction(1, 9), "yield": Fraction(8, 9)}
    assert play["answer"]["strong"][("enter",)]["fight"] == 1
    assert found.beliefs[after]["answer"] == {"weak": HALF, "strong": HALF}
    assert play["second"]["ordinary"][after] == {"enter": HALF, "out": HALF}
    assert bg.verify(found)
