import math
import pickle
from dataclasses import replace

import numpy as np
import pytest

from belarusgame import Game, GameError
from belarusgame.game import equilibrium_at
from belarusgame.solve import Solution
from belarusgame.solve.logit.equilibria import logit_equilibrium
from belarusgame.solve.rank import rank

STAG_HUNT = Game([[[4, 0], [3, 2]], [[4, 3], [0, 2]]], strategies=[["stag", "hare"]] * 2)
# Of unequal shape: (top, left) and (bottom, right) are strict; third is dominated for column.
UNEQUAL = Game(
    [[[5, 0, 1], [1, 2, 0]], [[3, 1, 0], [0, 7, 2]]],
    ["row", "column"],
    [["top", "bottom"], ["left", "right", "third"]],
)
CRITERIA = ["payoff_dominance", "risk_dominance", "nash_product", "logit_limit", "robustness_radius"]


def solved(game, *profiles, status="complete", **more):
    found = tuple(equilibrium_at(game, profile) for profile in profiles)
    return Solution(outcomes=found, concept="nash", status=status, method="by hand", game=game, **more)


HUNT = solved(STAG_HUNT, ["stag", "stag"], ["hare", "hare"], [[2 / 3, 1 / 3], [2 / 3, 1 / 3]])


def test_stag_hunt_by_every_criterion():
    ranking = rank(HUNT, by=CRITERIA)
    assert ranking["payoff_dominance"].scores == (0.0, -2.0, -1.0)  # mixing pays both 8/3, hare only 2
    assert ranking["payoff_dominance"].best == (0,)
    assert ranking["risk_dominance"].scores == (1.0, 4.0, None)
    assert ranking["risk_dominance"].best == (1,)
    assert ranking["nash_product"].scores == (1.0, 4.0, 0.0)
    assert ranking["nash_product"].best == (1,)
    assert ranking["logit_limit"].scores == (0.0, 1.0, 0.0)
    assert ranking["logit_limit"].best == (1,)
    assert ranking["robustness_radius"].scores == (0.5, 1.0, None)
    assert ranking["robustness_radius"].best == (1,)
    assert [found.pure_profile["player 1"] for found in ranking.best("risk_dominance")] == ["hare"]


def test_the_limit_is_not_an_equilibrium_that_shares_one_players_choice_with_it():
    # The stag hunt, watched by a third player who sleeps in either equilibrium.
    payoffs = np.zeros((3, 2, 2, 3))
    payoffs[:2] = STAG_HUNT.payoffs[..., None]
    payoffs[2] = [0.0, -1.0, -2.0]
    game = Game(payoffs)
    ranking = rank(solved(game, ["s1", "s1", "s1"], ["s2", "s2", "s1"]), by=["logit_limit"])
    assert ranking["logit_limit"].scores == (0.0, 1.0)


def test_losses_are_those_of_the_best_deviation():
    ranking = rank(
        solved(UNEQUAL, ["top", "left"], ["bottom", "right"]), by=["nash_product", "robustness_radius"]
    )
    assert ranking["nash_product"].scores == (8.0, 10.0)  # (5-1)(3-1) and (2-0)(7-2)
    assert ranking["robustness_radius"].scores == (1.0, 1.0)
    assert ranking["robustness_radius"].best == (0, 1)  # a tie is not broken


def test_the_robustness_radius_is_sharp():
    radius = rank(HUNT, by="robustness_radius")["robustness_radius"].scores[1]
    for size, stays in [(radius * 0.999, True), (radius * 1.001, False)]:
        payoffs = np.array(STAG_HUNT.payoffs)
        payoffs[0, 1, 1] -= size  # what the row player gets by hunting hare, and by leaving it: 2 against 0
        payoffs[0, 0, 1] += size
        assert (Game(payoffs).regret(["s2", "s2"])["player 1"] == 0.0) is stays


def test_payoff_dominance_is_a_partial_order():
    battle = Game([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    standing = rank(
        solved(battle, ["s1", "s1"], ["s2", "s2"], [[2 / 3, 1 / 3], [1 / 3, 2 / 3]]), by="payoff_dominance"
    )["payoff_dominance"]
    assert standing.best == (0, 1)
    assert any("none of them dominates another" in note for note in standing.notes)
    assert any("#3 is dominated by #1, #2" in note for note in standing.notes)


def test_dominance_means_more_for_every_player():
    game = Game([[[2, 0], [0, 1]], [[1, 0], [0, 1]]])
    assert rank(solved(game, ["s1", "s1"], ["s2", "s2"]), by="payoff_dominance")["payoff_dominance"].best == (
        0,
        1,
    )


def test_weak_equilibria_have_no_radius_and_no_product():
    game = Game([[[1, 1], [1, 0]], [[1, 1], [1, 0]]])
    ranking = rank(solved(game, ["s1", "s1"]), by=["nash_product", "robustness_radius", "risk_dominance"])
    assert ranking["nash_product"].scores == (0.0,)
    assert ranking["robustness_radius"].scores == (0.0,)
    assert ranking["risk_dominance"].scores == (None,)
    assert ranking["risk_dominance"].best == ()


def test_equal_risks_leave_both():
    game = Game([[[1, 0], [0, 1]], [[1, 0], [0, 1]]])
    ranking = rank(solved(game, ["s1", "s1"], ["s2", "s2"]), by=["risk_dominance", "logit_limit"])
    assert ranking["risk_dominance"].best == (0, 1)
    assert any("neither" in note for note in ranking.notes)
    assert ranking["logit_limit"].best == ()  # the branch meets others: nothing is selected
    assert ranking["logit_limit"].scores == (None, None)
    assert any("not decided" in note for note in ranking.notes)


def test_a_limit_that_is_not_listed_is_described():
    ranking = rank(solved(STAG_HUNT, ["stag", "stag"], status="partial"), by="logit_limit")
    assert ranking["logit_limit"].best == ()
    assert any("player 1 hare 1" in note for note in ranking.notes)
    assert any("the list of equilibria is partial" in note for note in ranking.notes)


def test_players_without_a_choice_do_not_count():
    game = Game([[[3], [1]], [[0], [0]]])
    ranking = rank(solved(game, ["s1", "s1"]), by=["nash_product", "robustness_radius"])
    assert ranking["nash_product"].scores == (2.0,)
    assert ranking["robustness_radius"].scores == (1.0,)
    nobody = Game([[[3]], [[0]]])
    assert rank(solved(nobody, ["s1", "s1"]), by="robustness_radius")["robustness_radius"].scores == (
        math.inf,
    )


def test_an_empty_solution_ranks_to_an_empty_table():
    ranking = rank(solved(STAG_HUNT), by=CRITERIA)
    assert ranking.to_frame().empty
    assert all(standing.best == () for standing in ranking.standings)
    assert "nothing to list" in str(ranking)


def test_it_prints_every_criterion_and_pickles():
    ranking = rank(HUNT, by=CRITERIA)
    frame = ranking.to_frame()
    assert [column for column in frame.columns if column in CRITERIA] == CRITERIA
    assert frame["best by logit_limit"].tolist() == ["", "*", ""]
    assert "nothing is selected" in str(ranking)
    assert pickle.loads(pickle.dumps(ranking))["nash_product"].best == (1,)


def test_the_game_can_be_given_where_the_solution_lacks_it():
    without = replace(HUNT, game=None)
    assert rank(without, by="nash_product", game=STAG_HUNT)["nash_product"].best == (1,)
    with pytest.raises(GameError, match=r"game=game"):
        rank(without, by="nash_product")


BAD_INPUT = [
    ({"by": "nash-product"}, 'did you mean "nash_product"'),
    ({"by": ["nash_product", "luck"]}, "is not one of payoff_dominance"),
    ({"by": []}, "one criterion or several"),
    ({"by": None}, "one criterion or several"),
    ({"by": [3]}, "is not one of"),
    ({"by": [["nash_product"]]}, "is not one of"),
    ({"by": "nash_product", "game": UNEQUAL}, "not those of the solution"),
    ({"by": "nash_product", "game": 3}, "is not a Game"),
]


@pytest.mark.parametrize(("given", "message"), BAD_INPUT)
def test_bad_input_is_refused(given, message):
    with pytest.raises(GameError, match=message):
        rank(HUNT, **given)


def test_what_cannot_be_ranked_is_refused():
    with pytest.raises(GameError, match="is not a Solution"):
        rank(HUNT.outcomes, by="nash_product")
    with pytest.raises(GameError, match="not equilibrium profiles"):
        rank(logit_equilibrium(STAG_HUNT), by="nash_product")
    with pytest.raises(GameError, match="2 x 3"):
        rank(solved(UNEQUAL, ["top", "left"]), by="risk_dominance")


def test_notes_name_their_criterion_and_say_all_that_is_known():
    ranking = rank(HUNT, by=CRITERIA)
    assert ranking.notes == (
        "payoff_dominance: #2 is dominated by #1, #3",
        "payoff_dominance: #3 is dominated by #1",
        "nash_product: a player who mixes loses nothing by deviating within the mixture: 0",
        "robustness_radius: not defined for mixed equilibria",
    )
    assert [standing.criterion for standing in ranking.standings] == CRITERIA
    pure = rank(solved(STAG_HUNT, ["stag", "stag"], ["hare", "hare"]), by=CRITERIA)
    assert pure.notes == ("payoff_dominance: #2 is dominated by #1",)
    assert ranking["risk_dominance"].notes == ()


def test_risk_dominance_says_how_many_it_compares():
    one = rank(solved(STAG_HUNT, ["stag", "stag"]), by="risk_dominance")
    assert one.notes == ("risk_dominance: it compares two strict equilibria; 1 listed here",)
    assert one["risk_dominance"].best == (0,)
    none = rank(solved(STAG_HUNT, [[2 / 3, 1 / 3], [2 / 3, 1 / 3]]), by="risk_dominance")
    assert none.notes == ("risk_dominance: it compares two strict equilibria; 0 listed here",)
    assert none["risk_dominance"].best == ()
    assert rank(HUNT, by="risk_dominance").notes == ()


def test_what_is_not_listed_or_not_ranked_is_said_of_every_criterion():
    partial = rank(solved(STAG_HUNT, ["hare", "hare"], status="partial"), by=["nash_product", "logit_limit"])
    listed = "the list of equilibria is partial: one that is not listed may stand higher"
    assert partial.notes == (f"nash_product: {listed}", f"logit_limit: {listed}")
    clustered = replace(HUNT, components=(None,))
    assert rank(clustered, by="risk_dominance").notes == (
        "risk_dominance: clusters of equilibria (components) are not ranked",
    )


def test_the_branch_that_ends_elsewhere_is_described_player_by_player():
    ranking = rank(solved(STAG_HUNT, ["stag", "stag"]), by="logit_limit")
    assert ranking.notes == (
        "logit_limit: the branch ends in an equilibrium that is not listed: player 1 hare 1; player 2 hare 1",
    )
    assert ranking["logit_limit"].scores == (0.0,)


def test_an_equilibrium_is_the_limit_if_its_probabilities_are_the_same_but_for_rounding():
    near = [[2e-7, 1 - 2e-7], [0.0, 1.0]], [[0.0, 1.0], [2e-6, 1 - 2e-6]]
    ranking = rank(solved(STAG_HUNT, *near), by="logit_limit")
    assert ranking["logit_limit"].scores == (1.0, 0.0)
    assert ranking["logit_limit"].best == (0,)


@pytest.mark.parametrize(("advantage", "dominates"), [(0.0, False), (5e-9, False), (2e-8, True)])
def test_mixed_equilibria_dominate_by_more_than_rounding(advantage, dominates):
    """The second player's payoffs have a range of 10; a billionth of that does not count."""
    game = Game([[[5, 0], [0, 1]], [[10, 0], [0, 1]]])
    one, other = solved(game, ["s1", "s1"], [[1.0 - 1e-12, 1e-12], [1.0, 0.0]]).outcomes
    low = replace(other, payoffs={"player 1": 1.0, "player 2": 10.0 - advantage})
    ranking = rank(replace(solved(game, ["s1", "s1"]), outcomes=(one, low)), by="payoff_dominance")
    assert ranking["payoff_dominance"].scores == (0.0, -1.0 if dominates else 0.0)
    assert ranking["payoff_dominance"].best == ((0,) if dominates else (0, 1))


def test_profiles_that_are_equilibria_only_nearly_score_nothing():
    game = Game([[[4, 0, 3], [5, 1, 0]], [[3, 9, 1], [0, 2, 1]]])
    ranking = rank(solved(game, ["s1", "s1"], ["s2", "s2"]), by=["nash_product", "robustness_radius"])
    assert ranking["nash_product"].scores == (0.0, 1.0)  # both would leave the first
    assert ranking["robustness_radius"].scores == (0.0, 0.5)
    assert ranking["nash_product"].best == (1,)


def test_three_players_losses_are_multiplied_and_the_least_is_halved():
    payoffs = np.zeros((3, 2, 3, 2))
    payoffs[:, 0, 1, 0] = [4.0, 6.0, 10.0]
    payoffs[1, 0, :, 0] = [1.0, 6.0, 3.0]
    ranking = rank(solved(Game(payoffs), ["s1", "s2", "s1"]), by=["nash_product", "robustness_radius"])
    assert ranking["nash_product"].scores == (4.0 * 3.0 * 10.0,)
    assert ranking["robustness_radius"].scores == (1.5,)


def test_a_criterion_asked_for_twice_is_told_once_and_one_not_asked_for_not_at_all():
    ranking = rank(HUNT, by=["nash_product", "risk_dominance", "nash_product"])
    assert [standing.criterion for standing in ranking.standings] == ["nash_product", "risk_dominance"]
    with pytest.raises(GameError, match="payoff_dominance"):
        _ = ranking["payoff_dominance"]
    assert [standing.criterion for standing in rank(HUNT, by=("nash_product",)).standings] == ["nash_product"]


def test_a_given_game_replaces_the_one_that_was_solved():
    doubled = Game(STAG_HUNT.payoffs * 2.0, strategies=[["stag", "hare"]] * 2)
    assert rank(HUNT, by="nash_product", game=doubled)["nash_product"].scores == (4.0, 16.0, 0.0)


def test_an_equilibrium_that_one_player_could_leave_at_no_cost_is_not_compared_by_risk():
    game = Game([[[2, 0], [1, 1]], [[1, 1], [0, 3]]])
    ranking = rank(solved(game, ["s1", "s1"], ["s2", "s2"]), by="risk_dominance")
    assert ranking["risk_dominance"].scores == (None, 3.0)
    assert ranking["risk_dominance"].best == (1,)


def test_the_table_numbers_equilibria_from_one_and_marks_the_best():
    rows = rank(HUNT, by=["risk_dominance"]).rows()
    assert [row["#"] for row in rows] == [1, 2, 3]
    assert [row["best by risk_dominance"] for row in rows] == ["", "*", ""]
    assert [row["risk_dominance"] for row in rows[:2]] == [1.0, 4.0]
    assert math.isnan(rows[2]["risk_dominance"])
    assert [rows[k]["player 2"] for k in (0, 1)] == ["stag", "hare"]
