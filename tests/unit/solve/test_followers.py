from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.followers import FollowerReply, Replies, doubts, follower_replies

PLAY = Fraction(1, 10)


def known(*values, low=None, high=None):
    found = tuple(FollowerReply(vectors=(), value=Fraction(value), gap=0.0) for value in values)
    return Replies(
        found=found,
        low=min(found, key=lambda reply: reply.value).value if low is None else Fraction(low),
        high=max(found, key=lambda reply: reply.value).value if high is None else Fraction(high),
    )


def test_without_anything_that_was_not_told_apart_there_is_no_doubt():
    assert doubts({"a": known(1, 3), "b": known(2)}, PLAY) == ()


@pytest.mark.parametrize(("high", "doubted"), [("3.1", False), ("3.11", True), ("2.9", False), ("50", True)])
def test_more_for_the_leader_than_was_found_is_a_doubt_if_it_is_more_than_rounding(high, doubted):
    messages = doubts({"a": known(1, 3), "b": known(2, low=2, high=high)}, PLAY)
    assert len(messages) == int(doubted)
    if doubted:
        assert messages[0].startswith("optimistic reading:")
        assert messages[0].endswith(f"in which the leader gets up to {high}")


@pytest.mark.parametrize(("low", "doubted"), [("1.9", False), ("1.89", True), ("1.5", True), ("-7", True)])
def test_less_for_the_leader_than_was_found_is_a_doubt_unless_it_would_not_choose_so(low, doubted):
    """After "a" it is sure of 1 at least; of the 2 that "b" seems to secure only so much is proven."""
    messages = doubts({"a": known(1, 3), "b": known(2, low=low)}, PLAY)
    assert len(messages) == int(doubted)
    if doubted:
        assert messages[0].startswith("pessimistic reading:")
        assert messages[0].endswith(f"the leader can secure {max(Fraction(low), Fraction(1)).__float__():g}")


def test_strategies_after_which_nothing_was_found_are_named():
    nothing = Replies(found=(), low=Fraction(-9), high=Fraction(9))
    messages = doubts({"a": nothing, "b": known(2), "c": nothing}, PLAY)
    assert messages[0] == "no equilibrium of the followers was found after a, c; try a larger max_cells"
    assert len(messages) == 2  # after a and c the leader might get 9; what it can secure is that of b
    assert "up to 9" in messages[1]
    assert doubts({"a": nothing}, PLAY) == (messages[0].replace("a, c", "a"),)


@pytest.mark.parametrize("leader", [0, 1])
@pytest.mark.parametrize("seed", range(4))
def test_a_single_follower_replies_with_all_that_is_best_for_it(leader, seed):
    payoffs = np.random.default_rng(seed).integers(0, 3, (2, 3, 4))
    game = bg.Game(payoffs)
    name, other = game.players[leader], 1 - leader
    for k, strategy in enumerate(game.strategies[name]):
        own, follower = (np.take(payoffs[player], k, axis=leader) for player in (leader, other))
        replies = follower_replies(game, name, strategy, max_cells=1)
        best = np.flatnonzero(follower == follower.max())
        assert [int(reply.vectors[0].argmax()) for reply in replies.found] == best.tolist()
        assert [reply.value for reply in replies.found] == own[best].tolist()
        assert all(reply.gap == 0.0 for reply in replies.found)
        assert (replies.low, replies.high) == (own[best].min(), own[best].max())


def test_two_followers_reply_with_every_equilibrium_and_the_leader_gets_its_average():
    """They play the battle of the sexes: one equilibrium is mixed, 2 to 1 and 1 to 2."""
    own = np.array([[9.0, 0.0], [3.0, 18.0]])
    row, column = [[2, 0], [0, 1]], [[1, 0], [0, 2]]
    game = bg.Game([[own, own * 0], [row, row], [column, column]], ["leader", "row", "column"])
    replies = follower_replies(game, "leader", "s1", max_cells=10_000)
    values = sorted(float(reply.value) for reply in replies.found)
    mixed = (2 * 9 + 4 * 0 + 1 * 3 + 2 * 18) / 9
    assert values == pytest.approx([mixed, 9.0, 18.0])
    assert (float(replies.low), float(replies.high)) == pytest.approx((mixed, 18.0))
    assert {reply.value for reply in follower_replies(game, "leader", "s2", max_cells=9).found} == {0}
