import importlib
import pickle
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.optimize import linprog

import belarusgame as bg
from belarusgame.solve import commitment, leader
from belarusgame.solve.maximin import Maximin

_commitment_module = importlib.import_module("belarusgame.solve.commitment")

STANDARD = bg.Game(
    [[[1, 3], [0, 2]], [[1, 0], [0, 1]]],
    players=["row", "column"],
    strategies=[["up", "down"], ["left", "right"]],
)
CHICKEN = [[[6, 2], [7, 0]], [[6, 7], [2, 0]]]
#: A leader without a choice, who gets what the two followers get together.
AUDIENCE = bg.Game(
    [[np.sum(CHICKEN, axis=0)], [CHICKEN[0]], [CHICKEN[1]]],
    players=["leader", "row", "column"],
    strategies=[["watch"], ["yield", "dare"], ["yield", "dare"]],
)


def test_an_indifferent_follower_splits_the_readings():
    # After "in" the follower does not care; the leader cares much.
    game = bg.Game([[[5, -5], [1, 1]], [[0, 0], [0, 1]]], strategies=[["in", "out"], ["x", "y"]])
    result = commitment(game, "player 1")
    assert result.optimistic_value == 5.0
    assert result.optimistic.pure_profile == {"player 1": "in", "player 2": "x"}
    assert result.pessimistic_value == 1.0
    assert result.pessimistic.pure_profile == {"player 1": "out", "player 2": "y"}
    assert (result.status, result.attained, result.concept) == ("complete", True, "commitment")
    assert len(result.cases) == 3


def test_ties_between_payoffs_are_exact():
    # In floating point 0.1 + 0.2 is greater than 0.3; as given, the follower prefers the first.
    game = bg.Game([[[0, 1]], [[0.3, 0.1 + 0.2]]])
    assert commitment(game, "player 1").optimistic.pure_profile == {"player 1": "s1", "player 2": "s2"}
    assert len(commitment(game, "player 1").cases) == 1


def test_several_followers_who_settle_by_dominance_are_complete():
    base = np.random.default_rng(2).integers(0, 4, (3, 3, 2, 4)).astype(float)
    base[1, :, 1, :] += 10
    base[2, :, :, 3] += 10
    result = commitment(bg.Game(base), "player 1")
    assert result.status == "complete"
    assert result.messages == ()
    assert result.optimistic.probability({"player 2": "s2", "player 3": "s4"}) == 1.0


def test_the_followers_best_equilibrium_may_be_mixed():
    """Chicken: 9 together in either pure equilibrium, 28/3 if both yield with chance 2/3."""
    result = commitment(AUDIENCE, "leader")
    assert (result.status, result.messages) == ("complete", ())
    assert result.optimistic_value == pytest.approx(28 / 3, abs=1e-12)
    assert result.optimistic.probability({"row": "yield"}) == pytest.approx(2 / 3, abs=1e-12)
    assert result.optimistic.incentive_gap < 1e-12
    assert result.pessimistic_value == 9.0
    assert len(result.cases) == 3


def test_followers_who_only_have_a_mixed_equilibrium_play_it():
    """Matching pennies; the leader, who moves in the middle, also chooses how much it gains if they match."""
    pennies = np.array([[1, -1], [-1, 1]])
    leader = np.stack([2 * (pennies > 0), 3 * (pennies > 0)], axis=1)
    row, column = np.stack([pennies] * 2, axis=1), np.stack([-pennies] * 2, axis=1)
    game = bg.Game([row, leader, column], players=["row", "leader", "column"])
    result = commitment(game, "leader")
    assert (result.status, result.attained) == ("complete", True)
    assert result.optimistic_value == result.pessimistic_value == 1.5
    assert result.optimistic.probability({"leader": "s2"}) == 1.0
    assert result.optimistic.probability({"row": "s1", "column": "s2"}) == 0.25
    assert [case.payoffs["leader"] for case in result.cases] == [1.0, 1.5]


def test_a_continuum_of_two_followers_is_judged_at_its_corners():
    """Whatever the first follower does after the first strategy, the second only cares about itself."""
    indifferent = np.zeros((2, 3))
    eager = np.array([[0, 1, 1], [0, 1, 1]])
    own = np.array([[0, 5, -7], [9, 2, 1]])
    result = commitment(bg.Game([[own], [indifferent], [eager]]), "player 1")
    assert result.status == "complete"
    assert result.optimistic_value == 5.0
    assert result.pessimistic_value == -7.0
    assert len(result.cases) == 4


def three_followers(own):
    """A leader with one strategy; the last follower is indifferent, the first two coordinate."""
    same = np.repeat(np.eye(2)[:, :, None], 2, axis=2)
    return bg.Game([[own], [same], [same], [np.zeros((2, 2, 2))]])


def test_a_continuum_of_three_followers_is_bounded_over_its_box():
    harmless = np.zeros((2, 2, 2))
    harmless[0, 0], harmless[1, 1] = 1.0, 3.0
    result = commitment(three_followers(harmless), "player 1")
    assert (result.status, result.optimistic_value) == ("complete", 3.0)
    assert result.pessimistic_value == 1.0
    distributions = [case.distribution.round(9).tobytes() for case in result.cases]
    assert len(distributions) == len(set(distributions)) >= 6


def test_a_continuum_that_could_change_the_answer_makes_the_status_partial():
    """The first two followers' equilibria are an edge of a square and another one, not its far corner."""
    row = np.repeat(np.array([[1.0, 1.0], [1.0, 0.0]])[:, :, None], 2, axis=2)
    own = np.zeros((2, 2, 2))
    own[1, 1, :] = [100.0, -100.0]
    game = bg.Game([[own], [row], [row], [np.zeros((2, 2, 2))]])
    result = commitment(game, "player 1")
    assert result.status == "partial"
    assert result.messages == (
        "optimistic reading: the followers may have further equilibria, in which the leader gets up to 100",
        "pessimistic reading: the followers may have further equilibria, so that it is only proven that the "
        "leader can secure -100",
    )
    assert (result.optimistic_value, result.pessimistic_value) == (0.0, 0.0)


def test_replies_that_were_not_told_apart_make_the_status_partial():
    game = bg.Game(np.random.default_rng(3).uniform(-1, 1, (4, 2, 3, 2, 2)))
    everything = commitment(game, "player 1")
    assert (everything.status, everything.messages) == ("complete", ())
    result = commitment(game, "player 1", max_cells=1)
    assert result.status == "partial"
    assert any("optimistic reading" in message for message in result.messages)
    assert any("pessimistic reading" in message for message in result.messages)
    assert result.optimistic_value <= everything.optimistic_value


def test_followers_without_any_equilibrium_found_are_named():
    # The three players in a circle have no pure equilibrium.
    circle = [
        [[[float(a == c) for c in range(2)] for b in range(2)] for a in range(2)],
        [[[float(a == b) for c in range(2)] for b in range(2)] for a in range(2)],
        [[[float(b != c) for c in range(2)] for b in range(2)] for a in range(2)],
    ]
    game = bg.Game([[np.zeros((2, 2, 2))], *([part] for part in circle)])
    result = commitment(game, "player 1", max_cells=1)
    assert result.outcomes == ()
    assert result.attained is None
    assert result.status == "partial"
    assert result.messages == ("no equilibrium of the followers was found after s1; try a larger max_cells",)
    assert "nothing found" in str(result)
    assert commitment(game, "player 1").status == "complete"


def test_a_mixed_commitment_beats_the_pure_ones_in_the_limit():
    result = commitment(STANDARD, "row", mixed=True)
    assert result.optimistic_value == pytest.approx(2.5)
    assert result.optimistic.probability({"row": "up"}) == pytest.approx(0.5)
    assert result.pessimistic_value == pytest.approx(2.5)
    assert result.attained is False
    assert result.upper_bound == pytest.approx(2.5)
    assert result.upper_bound >= 2.5
    assert result.status == "complete"
    assert len(result.cases) == 2


def test_the_leader_may_be_any_player_and_counts_may_differ():
    game = bg.Game([[[1, 0], [3, 2], [0, 0]], [[1, 0], [0, 1], [0, 0]]])
    swapped = bg.Game(np.swapaxes(game.payoffs[::-1], 1, 2))
    one = commitment(game, "player 2", mixed=True)
    two = commitment(swapped, "player 1", mixed=True)
    assert one.optimistic_value == pytest.approx(two.optimistic_value)
    assert one.pessimistic_value == pytest.approx(two.pessimistic_value)


def test_the_correlated_bound_can_exceed_what_pure_replies_give():
    result = commitment(AUDIENCE, "leader", mixed=True)
    assert result.optimistic_value == pytest.approx(9.0)
    assert result.upper_bound == pytest.approx(10.5)
    assert result.pessimistic is None
    assert result.attained is None
    assert result.status == "partial"
    assert "several followers" in result.messages[0]


def test_a_budget_is_said_to_have_ended():
    result = commitment(AUDIENCE, "leader", mixed=True, max_programs=1)
    assert "only 1 of 4 profiles of the followers were examined" in result.messages
    assert result.upper_bound == pytest.approx(10.5)


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_the_unit_of_payoffs_does_not_matter(scale):
    game = bg.Game(STANDARD.payoffs * np.array([scale, 1 / scale])[:, None, None])
    result = commitment(game, "player 1", mixed=True)
    assert result.optimistic_value == pytest.approx(2.5 * scale)
    assert (result.attained, result.status) == (False, "complete")


def test_gaps_are_in_the_followers_payoff_units():
    leadership = leader.Leadership(bg.Game(STANDARD.payoffs * np.array([1, 1e6])[:, None, None]), 0)
    gap, share = leadership.gap((1,), np.array([0.75, 0.25]))
    assert gap == pytest.approx(0.5e6)
    assert share == pytest.approx(0.5)


def test_a_failed_program_is_partial_and_says_so(monkeypatch):
    nothing = np.zeros(0)
    failed = Maximin(
        status="failed", point=nothing, shares=nothing, multipliers=nothing, reason="out of time"
    )
    monkeypatch.setattr(leader, "maximin", lambda payoffs, limits: failed)
    result = commitment(STANDARD, "row", mixed=True)
    assert result.status == "partial"
    assert result.outcomes == ()
    assert any("out of time" in message for message in result.messages)
    assert any("pessimistic" in message for message in result.messages)


def test_a_point_at_which_followers_would_leave_is_not_returned(monkeypatch):
    def careless(payoffs, limits):
        chances = np.array([0.75, 0.25])
        return Maximin(status="optimal", point=chances, shares=np.ones(1), multipliers=np.zeros(1))

    monkeypatch.setattr(leader, "maximin", careless)
    result = commitment(STANDARD, "row", mixed=True)
    assert all(case.incentive_gap == 0.0 for case in result.cases)
    assert any("left out: a follower would gain 0.5" in message for message in result.messages)
    assert result.status == "partial"


def test_the_result_prints_as_a_table_and_pickles():
    result = commitment(STANDARD, "row", mixed=True)
    assert str(result).startswith(
        "Commitment of row (mixed), complete: optimistic 2.5, supremum of pessimistic 2.5, at most 2.5"
    )
    readings = result.to_frame()["reading"].tolist()
    assert readings == ["optimistic", "pessimistic (limit)", "case", "case"]
    assert "<table" in result._repr_html_()
    again = pickle.loads(pickle.dumps(result))
    assert again.optimistic_value == result.optimistic_value


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: commitment(STANDARD, "rov"), 'player "rov" is not one of row, column; did you mean "row"?'),
        (lambda: commitment(bg.Game([[1, 2]], ["only"]), "only"), "needs a second player"),
        (
            lambda: commitment(STANDARD, "row", mixed=True, max_programs=0),
            "max_programs = 0: must be a whole",
        ),
        (lambda: commitment(AUDIENCE, "leader", max_cells=0), "max_cells = 0: must be a whole number"),
        (lambda: commitment(STANDARD, "row", max_programs="x"), 'max_programs = "x": must be a whole number'),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(bg.GameError) as caught:
        call()
    assert message in str(caught.value)


@pytest.mark.parametrize("seed", range(4))
def test_pure_commitment_compares_best_and_worst_best_replies(seed):
    payoffs = np.random.default_rng(seed).integers(0, 3, (2, 4, 3))
    for first in (0, 1):
        result = commitment(bg.Game(payoffs), f"player {first + 1}")
        own = np.moveaxis(payoffs[first], first, 0)
        other = np.moveaxis(payoffs[1 - first], first, 0)
        replies = [values[theirs == theirs.max()] for values, theirs in zip(own, other, strict=True)]
        assert result.optimistic_value == max(values.max() for values in replies)
        assert result.pessimistic_value == max(values.min() for values in replies)
        assert [case.payoffs[result.leader] for case in result.cases] == np.concatenate(replies).tolist()
        assert (result.status, result.attained, result.upper_bound) == ("complete", True, None)
        assert result.settings == {"leader": result.leader, "mixed": False, "max_cells": 200_000}


THREE = bg.Game(np.random.default_rng(11).integers(-4, 5, (3, 2, 4, 3)), ["a", "leader", "b"])


def test_every_reply_that_can_be_made_optimal_is_a_case_and_the_best_comes_first():
    result = commitment(THREE, "leader", mixed=True)
    own = THREE.payoffs
    expected = []
    for first in range(2):
        for second in range(3):
            gains = [
                own[0][other, :, second] - own[0][first, :, second] for other in range(2) if other != first
            ]
            gains += [
                own[2][first, :, other] - own[2][first, :, second] for other in range(3) if other != second
            ]
            best = linprog(-own[1][first, :, second], gains, np.zeros(3), [[1.0] * 4], [1.0])
            if best.status == 0:
                expected.append(-best.fun)
    values = [case.payoffs["leader"] for case in result.cases]
    assert values == pytest.approx(sorted(expected, reverse=True), abs=1e-8)
    assert len(set(np.round(values, 6))) > 1
    assert result.optimistic is result.cases[0]
    for case in result.cases:
        assert case.incentive_gap <= 1e-8
        assert np.count_nonzero(case.distribution.sum(axis=1)) == 1  # followers do not randomise
    assert result.upper_bound >= values[0] - 1e-9
    assert result.settings["max_programs"] == 2000


def test_a_budget_that_is_just_enough_is_not_said_to_have_ended():
    enough = commitment(THREE, "leader", mixed=True, max_programs=6)
    assert not any("were examined" in message and "only 6 of" in message for message in enough.messages)
    assert len(enough.messages) == 1
    short = commitment(THREE, "leader", mixed=True, max_programs=5)
    assert "only 5 of 6 profiles of the followers were examined" in short.messages


def leadership(followers=1):
    return SimpleNamespace(followers=[0] * followers, unit=Fraction(8), zero=Fraction(-3))


def guarantee(value, bound):
    return leader.Secured(value=value, commitment=np.ones(1), reply=0, attained=True, bound=Fraction(bound))


@pytest.mark.parametrize(
    ("optimistic", "bound", "secured", "messages"),
    [
        (5.0, 5.0, (1.0, 1), []),
        (0.0, 8 * 1e-7, (1.0, 1), []),
        (5.0, 5.0 + 7e-7, (1.0, 1), []),  # a ten-millionth of the unit of 8 is allowed
        (5.0, 5.0 + 9e-7, (1.0, 1), ["the optimistic payoff stays below the bound that is proven"]),
        (None, 5.0, (1.0, 1), ["the optimistic payoff stays below the bound that is proven"]),
        (5.0, 5.0, None, ["the linear programs of the pessimistic reading failed"]),
        (5.0, 5.0, (1.0, "1.00000009"), []),
        (
            5.0,
            5.0,
            (1.0, "1.25"),
            ["pessimistic reading: it is only proven that the leader cannot secure above 7"],
        ),
    ],
)
def test_what_was_not_proven_is_said(optimistic, bound, secured, messages):
    known = None if secured is None else guarantee(*secured)
    assert _commitment_module._mixed_messages(leadership(), optimistic, bound, known) == messages


@pytest.mark.parametrize(("bound", "proven"), [(5.0, True), (5.0 + 9e-7, False)])
def test_several_followers_are_a_reason_for_doubt_even_if_the_bound_is_met(bound, proven):
    (message,) = _commitment_module._mixed_messages(leadership(followers=2), 5.0, bound, None)
    assert message.startswith("several followers: only their pure equilibria were examined")
    assert message.endswith("; no commitment does better for the leader, whatever they do") is proven


def test_the_table_holds_each_reading_and_every_case_with_its_payoffs():
    result = commitment(STANDARD, "row", mixed=True)
    rows = result.rows()
    assert [row["payoff row"] for row in rows] == pytest.approx([2.5, 2.5, 2.5, 1.0])
    assert "#" not in rows[0]
    attained = commitment(STANDARD, "row").rows()
    assert [row["reading"] for row in attained] == ["optimistic", "pessimistic", "case", "case"]
    assert [row["row"] for row in attained] == ["down", "down", "up", "down"]


def test_dust_is_no_probability_of_the_leader():
    (first, second) = _commitment_module._profile(STANDARD, "row", np.array([1.0, 5e-13]), (1,))
    assert (first.tolist(), second.tolist()) == ([1.0, 0.0], [0.0, 1.0])
    (first, second) = _commitment_module._profile(STANDARD, "column", np.array([0.6, 0.2]), (0,))
    assert first.tolist() == [1.0, 0.0]
    assert second.tolist() == pytest.approx([0.75, 0.25])


def test_differences_of_a_billionth_of_the_leaders_range_do_not_count(monkeypatch):
    asked = []
    monkeypatch.setattr(_commitment_module, "doubts", lambda replies, play: asked.append(play) or ())
    result = commitment(bg.Game([[[-2, 0], [1, 6]], [[0, 1], [5, 0]]]), "player 1")
    assert asked == [Fraction(1e-9) * 8]
    assert (result.mixed, result.messages) == (False, ())
    assert commitment(STANDARD, "row", mixed=True).mixed is True
    assert commitment(STANDARD, "row", mixed=True).settings["mixed"] is True


@pytest.mark.parametrize("wrong", ["failed", "careless"])
def test_one_program_that_goes_wrong_does_not_end_the_search(monkeypatch, wrong):
    honest, asked = leader.maximin, []

    def first_time_wrong(payoffs, limits):
        asked.append(limits)
        answer = honest(payoffs, limits)
        if len(asked) > 1:
            return answer
        if wrong == "failed":
            return Maximin(
                status="failed", point=answer.point, shares=answer.shares, multipliers=answer.multipliers
            )
        point = np.eye(len(answer.point))[1]  # the follower would gain 1
        return Maximin(status="optimal", point=point, shares=answer.shares, multipliers=answer.multipliers)

    game = bg.Game([[[1, 9], [0, 2]], [[0, 1], [1, 0]]])
    right = commitment(game, "player 1", mixed=True)
    assert len(right.cases) == 2
    monkeypatch.setattr(leader, "maximin", first_time_wrong)
    result = commitment(game, "player 1", mixed=True)
    assert len(result.cases) == 1
    assert result.cases[0].payoffs == right.cases[1].payoffs
    assert result.status == "partial"
