"""Laws of games of hidden information, whatever their payoffs."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import belarusgame as bg

whole = st.integers(0, 6)
shares = st.lists(st.integers(1, 5), min_size=2, max_size=3)


@st.composite
def signalling_games(draw):
    """Draw a game of one informed sender and one receiver."""
    weights = draw(shares)
    messages, replies = draw(st.integers(1, 2)), draw(st.integers(1, 3))
    kinds = [f"t{k}" for k in range(len(weights))]
    row = st.lists(st.lists(whole, min_size=replies, max_size=replies), min_size=messages, max_size=messages)
    return bg.BayesianGame(
        ["sender", "receiver"],
        [[f"m{k}" for k in range(messages)], [f"r{k}" for k in range(replies)]],
        {"sender": kinds},
        {"sender": [Fraction(w, sum(weights)) for w in weights]},
        {kind: draw(st.lists(row, min_size=2, max_size=2)) for kind in kinds},
    )


def solved(game, order=("sender", "receiver"), **more):
    return bg.solve.perfect_bayesian_equilibria(game, list(order), **more)


def events(game):
    return [
        {"sender": m, "receiver": r} for m in game.strategies["sender"] for r in game.strategies["receiver"]
    ]


def spans(solution):
    """Return the ranges of the probabilities of all profiles, for each component."""
    return sorted(
        tuple(record.probability_range(event) for event in events(solution.game))
        for record in solution.equilibria
    )


@given(signalling_games())
@settings(max_examples=15, deadline=None)
def test_there_is_an_equilibrium_and_probabilities_sum_to_one(game):
    solution = solved(game)
    assert solution.status == "complete"
    assert solution.equilibria
    for record in solution.equilibria:
        assert record.problems() == []
        assert sum(record.probability(event) for event in events(game)) == 1
        for own in record.strategies.values():
            assert all(sum(mix.values()) == 1 for at in own.values() for mix in at.values())
        assert all(sum(mix.values()) == 1 for at in record.beliefs.values() for mix in at.values())


@given(signalling_games(), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_order_of_types_changes_nothing(game, random):
    kinds = list(game.types["sender"])
    random.shuffle(kinds)
    other = bg.BayesianGame(
        game.players,
        game.strategies,
        {"sender": kinds},
        {"sender": game.marginals["sender"]},
        {kind: game.game({"sender": kind}) for kind in kinds},
    )
    assert spans(solved(game)) == spans(solved(other))


@given(signalling_games())
@settings(max_examples=10, deadline=None)
def test_what_nobody_chooses_changes_nothing(game):
    """A payoff that depends on the type alone, or for the receiver on type and message, moves no choice."""
    changed = {}
    for number, kind in enumerate(game.types["sender"]):
        sender, receiver = game.game({"sender": kind}).exact_payoffs
        extra = [[Fraction(3 * number + 5 * m)] for m in range(receiver.shape[0])]
        changed[kind] = [(2 * sender + number).tolist(), (receiver + extra).tolist()]
    other = bg.BayesianGame(
        game.players,
        game.strategies,
        {"sender": game.types["sender"]},
        {"sender": game.marginals["sender"]},
        changed,
    )
    assert spans(solved(game)) == spans(solved(other))


@given(signalling_games())
@settings(max_examples=10, deadline=None)
def test_the_intuitive_criterion_only_leaves_out(game):
    everything, left = solved(game), solved(game, refine="intuitive")
    assert len(left.equilibria) <= len(everything.equilibria)
    for record in left.equilibria:
        assert record.problems() == []


@given(signalling_games())
@settings(max_examples=10, deadline=None)
def test_a_receiver_who_knows_the_type_never_loses_where_the_sender_has_no_choice(game):
    message = game.strategies["sender"][0]
    mute = bg.BayesianGame(
        game.players,
        {"sender": [message], "receiver": game.strategies["receiver"]},
        {"sender": game.types["sender"]},
        {"sender": game.marginals["sender"]},
        {kind: game.game({"sender": kind}).restrict({"sender": message}) for kind in game.types["sender"]},
    )
    found = bg.explore.value_of_information(mute, "receiver", "sender", order=["sender", "receiver"])
    low, high = found.value
    assert low == pytest.approx(high)
    assert low >= -1e-12
