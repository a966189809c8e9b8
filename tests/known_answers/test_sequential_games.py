"""Games in which players move in turn, with all of their subgame-perfect outcomes, ties included."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

import belarusgame as bg


def solve(payoffs, order, **names):
    found = bg.solve.sequential_equilibria(bg.Game(payoffs, **names), order)
    assert all(outcome.incentive_gap == 0 for outcome in found.outcomes)
    return found


def profiles(found):
    listed = [tuple(outcome.pure_profile.values()) for outcome in found.outcomes]
    assert len(listed) == len(set(listed))
    return set(listed)


def from_rule(counts, rule):
    payoffs = np.full((len(counts), *counts), Fraction(0), dtype=object)
    for profile in product(*map(range, counts)):
        payoffs[(slice(None), *profile)] = [Fraction(value) for value in rule(*profile)]
    return payoffs


IN_TURN = ["one", "two", "three"]


def test_entry_deterrence_the_threat_is_empty():
    found = solve(
        [[[-1, 1], [0, 0]], [[-1, 1], [2, 2]]],
        ["entrant", "incumbent"],
        players=["entrant", "incumbent"],
        strategies=[["enter", "stay out"], ["fight", "accommodate"]],
    )
    assert found.status == "complete"
    assert profiles(found) == {("enter", "accommodate")}
    assert found.outcomes[0].strict


def test_entry_deterrence_with_an_incumbent_who_does_not_care():
    # Fighting costs the incumbent nothing, so both replies are credible: entry may happen, or be deterred.
    found = solve(
        [[[-1, 1], [0, 0]], [[1, 1], [2, 2]]],
        ["entrant", "incumbent"],
        players=["entrant", "incumbent"],
        strategies=[["enter", "stay out"], ["fight", "accommodate"]],
    )
    assert found.status == "complete"
    assert profiles(found) == {("enter", "accommodate"), ("stay out", "fight"), ("stay out", "accommodate")}
    assert not any(outcome.strict for outcome in found.outcomes)
    deterred = next(o for o in found.outcomes if o.pure_profile["entrant"] == "stay out")
    assert deterred.plan.steps[0].instead["entrant"]["enter"].chances == {("enter", "fight"): 1}


def test_ultimatum_with_three_offers():
    # The responder may refuse an offer of nothing, and only that; then offering 1 is best, else offering 0.
    found = solve(
        from_rule((3, 2), lambda offer, accepts: (accepts * (2 - offer), accepts * offer)),
        ["proposer", "responder"],
        players=["proposer", "responder"],
        strategies=[["0", "1", "2"], ["reject", "accept"]],
    )
    assert found.status == "complete"
    assert profiles(found) == {("0", "accept"), ("1", "accept")}


def test_centipede_is_stopped_at_once():
    # Passing helps everybody, if only the next one passed too; the labels after a stop do not matter.
    def rule(one, two, three):
        if not one:
            return 2, 0, 0
        if not two:
            return 1, 3, 0
        return (4, 2, 5) if not three else (5, 2, 4)

    found = solve(from_rule((2, 2, 2), rule), IN_TURN, players=IN_TURN)
    assert found.status == "complete"
    assert {profile[0] for profile in profiles(found)} == {"s1"}
    assert len(found.outcomes) == 4
    assert [o.payoffs for o in found.outcomes] == [{"one": 2.0, "two": 0.0, "three": 0.0}] * 4


@pytest.mark.parametrize(
    ("leader", "expected"),
    [
        # Price 12 - total, no cost. To an odd quantity the follower has two best replies.
        ([0, 2, 4, 6, 8], {("6", "3")}),
        ([4, 5, 6, 7, 8], {("6", "3"), ("5", "3"), ("7", "2")}),
    ],
)
def test_stackelberg_duopoly_in_whole_units(leader, expected):
    def rule(i, j):
        price = 12 - leader[i] - j
        return leader[i] * price, j * price

    found = solve(
        from_rule((len(leader), 7), rule),
        ["leader", "follower"],
        players=["leader", "follower"],
        strategies=[[str(q) for q in leader], [str(q) for q in range(7)]],
    )
    assert found.status == "complete"
    assert profiles(found) == expected


def pennies_after_a_move(prize):
    # One may stay safe for 1, or let two and three match pennies for a prize on heads-heads; the last
    # strategy of three is dominated.
    def rule(plays, two, three):
        match = 1 if two == three else -1
        if three == 2:
            return 0, 0, -9
        return (prize * (two == three == 0) if plays else 1), match, -match

    order = ["one", ["two", "three"]]
    return solve(from_rule((2, 2, 3), rule), order, players=IN_TURN)


def test_a_last_group_that_must_randomise():
    found = pennies_after_a_move(5)
    assert found.status == "complete"
    (outcome,) = found.outcomes
    assert outcome.payoffs == {"one": 1.25, "two": 0.0, "three": 0.0}
    assert outcome.distribution.tolist() == [[[0] * 3] * 2, [[0.25, 0.25, 0], [0.25, 0.25, 0]]]
    first, second = outcome.plan.steps
    assert first.loss("one", "s1") == Fraction(1, 4)
    assert second.play == {"two": {"s1": Fraction(1, 2), "s2": Fraction(1, 2)}, "three": second.play["two"]}
    assert (second.loss("two", "s1"), second.loss("three", "s3")) == (0, 9)


def test_a_chance_too_small_to_be_worth_it_and_one_that_is_a_tie():
    assert [o.probability({"one": "s1"}) for o in pennies_after_a_move(3).outcomes] == [1.0]
    assert sorted(o.probability({"one": "s1"}) for o in pennies_after_a_move(4).outcomes) == [0.0, 1.0]


def test_a_group_of_three_that_has_only_a_mixed_equilibrium():
    # Nau, Gomez Canovas and Hansen 2004: one equilibrium, and it is irrational.
    table = {
        (0, 0, 0): (3, 0, 2), (1, 0, 0): (0, 1, 0), (0, 1, 0): (0, 2, 0), (1, 1, 0): (1, 0, 0),
        (0, 0, 1): (1, 0, 0), (1, 0, 1): (0, 3, 0), (0, 1, 1): (0, 1, 0), (1, 1, 1): (2, 0, 3),
    }  # fmt: skip
    game = bg.Game(from_rule((2, 2, 2), lambda *s: table[s]), IN_TURN)
    found = bg.solve.sequential_equilibria(game, [IN_TURN])
    (outcome,) = found.outcomes
    q = (601**0.5 - 13) / 24
    p, r = (9 * q - 1) / (7 * q + 2), (2 - 3 * q) / (q + 1)
    first = [outcome.probability({player: "s1"}) for player in IN_TURN]
    assert found.status == "complete"
    assert first == pytest.approx([p, q, r], abs=1e-12)


def test_a_group_of_three_is_complete_where_nobody_can_randomise():
    # Everybody has a dominant strategy, whatever "first" does; three pay more after its second move.
    def rule(first, *rest):
        return sum(rest) * (1 if first else -1), *(own * (1 + first) for own in rest)

    order = ["first", ["one", "two", "three"]]
    found = solve(from_rule((2, 2, 3, 2), rule), order, players=["first", *IN_TURN])
    assert found.status == "complete"
    assert profiles(found) == {("s2", "s2", "s3", "s2")}


def test_a_group_of_three_who_coordinate_may_also_randomise():
    found = solve(from_rule((2, 2, 2), lambda *s: [len(set(s)) == 1] * 3), [IN_TURN], players=IN_TURN)
    assert found.status == "complete"
    pure = {tuple(o.pure_profile.values()) for o in found.outcomes if o.is_pure}
    assert pure == {("s1", "s1", "s1"), ("s2", "s2", "s2")}
    (mixed,) = (o for o in found.outcomes if not o.is_pure)
    assert mixed.distribution == pytest.approx(np.full((2, 2, 2), 1 / 8))


# An obvious, slow implementation: every strategy of the extensive form, subgame by subgame.


def histories(counts, groups):
    """Return for every group the action profiles of those before it."""
    flat = [player for group in groups for player in group]
    starts = [sum(map(len, groups[:k])) for k in range(len(groups))]
    return [list(product(*(range(counts[p]) for p in flat[:start]))) for start in starts]


def subgame_perfect_outcomes(payoffs, groups):
    """Check every pure strategy profile: no mover gains by one deviation, after any history."""
    counts = payoffs.shape[1:]
    flat = [player for group in groups for player in group]
    nodes = [(k, history) for k, found in enumerate(histories(counts, groups)) for history in found]
    choices = [list(product(*(range(counts[p]) for p in groups[k]))) for k, _ in nodes]
    outcomes = set()
    for plan in product(*choices):
        strategy = dict(zip(nodes, plan, strict=True))

        def end(history, strategy=strategy):
            while len(history) < len(flat):
                k = next(k for k in range(len(groups)) if sum(map(len, groups[:k])) == len(history))
                history = (*history, *strategy[k, history])
            return tuple(history[flat.index(player)] for player in range(len(counts)))

        if all(
            payoffs[(p, *end((*history, *action)))]
            >= max(
                payoffs[(p, *end((*history, *action[:i], other, *action[i + 1 :])))]
                for other in range(counts[p])
            )
            for (k, history), action in strategy.items()
            for i, p in enumerate(groups[k])
        ):
            outcomes.add(end(()))
    return outcomes


@pytest.mark.parametrize("seed", range(12))
def test_three_in_turn_agree_with_the_definition(seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(3).tolist()
    counts = [0, 0, 0]
    for player, count in zip(order, (2, 3, 2), strict=True):
        counts[player] = count
    game = bg.Game(rng.integers(0, 3, (3, *counts)))
    found = bg.solve.sequential_equilibria(game, [game.players[player] for player in order])
    expected = subgame_perfect_outcomes(game.payoffs, [(player,) for player in order])
    assert found.status == "complete"
    assert {tuple(np.argwhere(o.distribution)[0]) for o in found.outcomes} == expected
    assert len(found.outcomes) == len(expected)


@pytest.mark.parametrize("seed", range(12))
def test_a_group_before_a_single_mover_agrees_with_the_definition(seed):
    game = bg.Game(np.random.default_rng(seed).integers(0, 3, (3, 2, 3, 2)))
    found = bg.solve.sequential_equilibria(game, [["player 1", "player 2"], "player 3"])
    expected = subgame_perfect_outcomes(game.payoffs, [(0, 1), (2,)])
    assert {tuple(np.argwhere(o.distribution)[0]) for o in found.outcomes if o.is_pure} == expected
