import pickle
from fractions import Fraction

import numpy as np
import pytest

from belarusgame import Game, GameError
from belarusgame.solve.logit import limit as limit_module
from belarusgame.solve.logit.equilibria import LogitPoint, logit_equilibrium, logit_path

DILEMMA = Game([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], ["row", "column"], [["cooperate", "defect"]] * 2)
UNEQUAL = Game(np.random.default_rng(7).uniform(-1, 1, (3, 2, 3, 4)), players=["a", "b", "c"])
FOLDED = Game(([[6, 6, 1], [6, 0, 4]], [[6, 3, 3], [5, 5, 6]]))


def logit_response(game, vectors, base, rationality):
    """The definition, written out: for every player base * exp(rationality * payoff), normalised."""
    responses = []
    for player in range(len(game.players)):
        payoffs = np.zeros(game.shape[player])
        for profile in np.ndindex(*game.shape):
            chance = np.prod([vectors[k][s] for k, s in enumerate(profile) if k != player])
            payoffs[profile[player]] += chance * game.payoffs[(player, *profile)]
        weights = base[player] * np.exp(rationality * payoffs)
        responses.append(weights / weights.sum())
    return responses


@pytest.mark.parametrize("rationality", [0.0, 0.5, 2.0, 7.0])
def test_a_point_is_its_own_logit_response(rationality):
    base = [np.array([0.2, 0.8]), np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.2, 0.3, 0.4])]
    solution = logit_equilibrium(UNEQUAL, rationality, base=base)
    for outcome in solution.outcomes:
        for ours, definition in zip(
            outcome.mixed, logit_response(UNEQUAL, outcome.mixed, base, rationality), strict=True
        ):
            np.testing.assert_allclose(ours, definition, atol=1e-11)
        assert outcome.incentive_gap < 1e-11


def test_the_solution_says_what_it_is():
    solution = logit_equilibrium(UNEQUAL, 1.5)
    outcome = solution.outcomes[0]
    assert solution.concept == outcome.concept == "logit"
    assert solution.status == "complete"
    assert solution.game is UNEQUAL
    assert solution.settings["rationality"] == 1.5
    assert solution.settings["folded"] is False
    assert any("principal branch" in message for message in solution.messages)
    assert isinstance(outcome, LogitPoint)
    assert outcome.rationality == 1.5
    assert outcome.probability({"a": "s1"}) == pytest.approx(outcome["a"]["s1"])
    assert outcome.payoffs == UNEQUAL.expected_payoffs(outcome.mixed)
    assert max(outcome.regrets.values()) > 1e-3  # it is no Nash equilibrium ...
    with pytest.raises(GameError, match=r"use \.outcomes"):  # ... and is not offered as one
        _ = solution.equilibria


def test_two_is_the_default_rationality():
    assert logit_equilibrium(DILEMMA).settings["rationality"] == 2.0


def test_variants_share_one_share():
    payoffs = np.zeros((2, 3, 2))
    game = Game(
        payoffs,
        ["he", "they"],
        [["join", "abstain", "mediate"], ["x", "y"]],
        variants={"he": {"mediate": "abstain"}},
    )
    assert logit_equilibrium(game, 3.0).outcomes[0]["he"] == pytest.approx(
        {"join": 0.5, "abstain": 0.25, "mediate": 0.25}
    )


def test_a_path_holds_points_that_are_logit_responses():
    path = logit_path(FOLDED)
    base = list(FOLDED.base_measure().values())
    for k in range(0, len(path.rationalities), 5):
        vectors = [probabilities[k] for probabilities in path.profiles]
        if path.rationalities[k] < 50:
            for ours, definition in zip(
                vectors, logit_response(FOLDED, vectors, base, path.rationalities[k]), strict=True
            ):
                np.testing.assert_allclose(ours, definition, atol=1e-10)
    assert path.residuals.max() < 1e-9
    assert path.rationalities[0] == 0.0
    np.testing.assert_allclose(path.profiles[1][0], 1 / 3)


def test_rationality_turns_exactly_at_the_turning_points():
    path = logit_path(FOLDED)
    steps = np.sign(np.diff(path.rationalities))
    turns = [k + 1 for k in range(len(steps) - 1) if steps[k] != steps[k + 1]]
    assert tuple(turns) == path.turning_points
    assert len(turns) == 2


@pytest.mark.parametrize("until", [0.0, 1e-6, 0.7, 1.79, 30.0])
def test_until_ends_the_path_there(until):
    path = logit_path(FOLDED, until=until)
    assert path.rationalities[-1] == pytest.approx(until, rel=1e-12, abs=0.0)
    assert path.status == "complete"
    assert path.limit is None
    first = logit_equilibrium(FOLDED, until).outcomes[0]
    for probabilities, expected in zip(path.profiles, first.mixed, strict=True):
        np.testing.assert_allclose(probabilities[-1], expected, atol=1e-10)


def test_the_limit_is_a_nash_equilibrium_with_its_regret():
    for seed, shape in enumerate([(2, 3), (3, 2, 4), (2, 2, 2, 3), (4, 5)]):
        game = Game(np.random.default_rng(seed).uniform(-1, 1, (len(shape), *shape)))
        path = logit_path(game)
        assert path.status == "complete"
        assert path.limit.regret < 1e-12
        for probabilities, limit in zip(path.profiles, path.limit.mixed, strict=True):
            np.testing.assert_allclose(probabilities[-1], limit, atol=1e-4)


def test_players_on_very_different_scales_all_reach_the_limit():
    payoffs = np.array(DILEMMA.payoffs)
    path = logit_path(Game([payoffs[0] * 1e3, payoffs[1] * 1e-3]))
    assert path.status == "complete"
    assert path.limit.pure_profile == {"player 1": "s2", "player 2": "s2"}


def test_a_limit_out_of_reach_is_not_claimed():
    payoffs = np.array(DILEMMA.payoffs)
    path = logit_path(Game([payoffs[0] * 1e9, payoffs[1] * 1e-9]))
    assert path.status == "partial"
    assert "had not settled" in path.messages[0]
    assert path.limit.regret > 0.0


def test_of_limits_that_have_not_settled_the_best_is_named(monkeypatch):
    game = Game(
        [[[9, 0], [0, 1]], [[0, 1], [1, 0]]]
    )  # mixed only; the last point of the branch is merely near
    right = logit_path(game).limit
    assert right.regret < 1e-12
    monkeypatch.setattr(limit_module, "settled", lambda *_: False)
    limit = logit_path(game).limit
    assert limit.regret <= right.regret + 1e-12
    np.testing.assert_allclose(limit.mixed[1], [0.1, 0.9], atol=1e-12)


def test_a_budget_that_ends_gives_a_partial_path_and_solution():
    path = logit_path(UNEQUAL, max_steps=3)
    assert path.status == "partial"
    assert path.limit is None
    assert "max_steps = 3" in path.messages[0]
    path = logit_path(UNEQUAL, until=50.0, max_steps=3)
    assert path.rationalities[-1] < 50.0  # no point is claimed where the branch was not followed to
    solution = logit_equilibrium(UNEQUAL, 50.0, max_steps=3)
    assert solution.status == "partial"
    assert solution.outcomes == ()


@pytest.mark.parametrize("shape", [(1, 3), (1, 1), (3,), (2, 1, 3), (1,)])
def test_players_without_a_choice_are_no_trouble(shape):
    game = Game(np.arange(len(shape) * np.prod(shape), dtype=float).reshape(len(shape), *shape))
    path = logit_path(game)
    assert path.status == "complete"
    assert path.limit.regret == 0.0
    assert logit_equilibrium(game, 1.0).status == "complete"


def test_a_game_that_no_choice_changes_stays_at_the_base_measure():
    path = logit_path(Game(np.ones((2, 2, 3))))
    assert path.status == "complete"
    np.testing.assert_allclose(path.limit.mixed[1], 1 / 3)


def test_large_constants_do_not_drown_the_payoffs():
    payoffs = np.array(UNEQUAL.payoffs)
    near = logit_equilibrium(UNEQUAL, 2.0).outcomes[0]
    far = logit_equilibrium(Game(payoffs + 1e6), 2.0).outcomes[0]
    for one, other in zip(near.mixed, far.mixed, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-8)


def test_degenerate_games_end_in_an_equilibrium_or_say_that_they_did_not():
    weak = Game(([[1, 1], [1, 0]], [[1, 1], [1, 0]]))
    path = logit_path(weak)
    assert path.limit.regret < 1e-9
    duplicated = Game(np.array(DILEMMA.payoffs)[:, [0, 1, 1]])
    limit = logit_path(duplicated).limit
    np.testing.assert_allclose(limit.mixed[0], [0.0, 0.5, 0.5], atol=1e-9)


def test_records_print_pickle_and_are_read_only():
    path = logit_path(FOLDED)
    assert "2 turning points" in str(path)
    assert list(path.to_frame().columns)[-1] == "turns"
    assert len(pickle.loads(pickle.dumps(path)).rationalities) == len(path.rationalities)
    outcome = logit_equilibrium(FOLDED, 1.0).outcomes[0]
    assert "rationality 1" in str(outcome)
    assert pickle.loads(pickle.dumps(outcome)).rationality == 1.0
    for array in (path.rationalities, path.residuals, *path.profiles, *outcome.mixed, outcome.distribution):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0.0


def test_exact_payoffs_and_rationalities_are_welcome():
    game = Game([[[Fraction(1, 3), 0], [0, 0]], [[0, 0], [0, 0]]])
    assert logit_equilibrium(game, Fraction(3)).outcomes[0].incentive_gap < 1e-12


@pytest.mark.parametrize(
    "rationality", [-1.0, float("nan"), float("inf"), "two", None, True, [1.0], 10**400, 1j]
)
def test_a_rationality_that_is_none_is_refused(rationality):
    with pytest.raises(GameError, match=r"rationality = .* must be a finite number"):
        logit_equilibrium(DILEMMA, rationality)
    if rationality is not None:
        with pytest.raises(GameError, match=r"rationality = .* must be a finite number"):
            logit_path(DILEMMA, until=rationality)


def test_a_rationality_beyond_float64_is_refused_with_the_mend():
    with pytest.raises(GameError, match=r"too sharp for float64.*logit_path\(game\)\.limit"):
        logit_equilibrium(DILEMMA, 1e9)


BAD_BASES = [
    ([[1.0, 0.0], [0.5, 0.5]], r"row: \"defect\" has probability 0.*restrict"),
    ([[0.5, 0.6], [0.5, 0.5]], r"row: the probabilities sum to 1\.1"),
    ([[0.5, 0.5]], r"1 entries, but there are 2 players"),
    ({"row": "defect", "column": [0.5, 0.5]}, r"\"cooperate\" has probability 0"),
    ({"rwo": [0.5, 0.5]}, r"did you mean \"row\""),
    (3, "not a profile"),
]


@pytest.mark.parametrize(("base", "message"), BAD_BASES)
def test_a_wrong_base_measure_is_refused(base, message):
    with pytest.raises(GameError, match=message):
        logit_path(DILEMMA, base=base)
    with pytest.raises(GameError, match=message):
        logit_equilibrium(DILEMMA, base=base)


@pytest.mark.parametrize("max_steps", [0, -1, 2.5, True, "many", None])
def test_a_wrong_budget_is_refused(max_steps):
    with pytest.raises(GameError, match=r"max_steps = .* must be a whole number, 1 or more"):
        logit_path(DILEMMA, max_steps=max_steps)


def test_what_is_not_a_game_is_refused():
    with pytest.raises(GameError, match="is not a Game"):
        logit_path([[1, 0], [0, 1]])


HUNT = Game([[[4, 0], [3, 2]], [[4, 3], [0, 2]]])


@pytest.mark.parametrize("unit", [1.0, 10.0])
def test_a_point_of_the_path_itself_is_one_point(unit):
    """Two steps of the path share it."""
    game = Game(np.array(HUNT.payoffs) * unit)
    path = logit_path(game)
    for k in (1, len(path.rationalities) // 2):
        solution = logit_equilibrium(game, path.rationalities[k])
        (outcome,) = solution.outcomes
        assert outcome.rising
        for probabilities, mixed in zip(path.profiles, outcome.mixed, strict=True):
            np.testing.assert_allclose(mixed, probabilities[k], atol=1e-10)


def test_at_a_turning_point_the_branch_is_met_once_there_and_once_elsewhere():
    path = logit_path(FOLDED)
    last, first = (path.rationalities[k] for k in path.turning_points)
    assert first < last
    for rationality, rising, count in (
        (last, [True, True], 2),
        (first, [True, False], 2),
        (first - 1e-3, [True], 1),
    ):
        solution = logit_equilibrium(FOLDED, rationality)
        assert [outcome.rising for outcome in solution.outcomes] == rising
        times = {1: "once", 2: "twice"}[count]
        assert f"it passes rationality {rationality:g} {times}, and the first" in solution.messages[0]
    assert "3 times" in logit_equilibrium(FOLDED, 1.79).messages[0]
    assert logit_equilibrium(FOLDED, 1.79).status == "complete"


def test_a_branch_is_followed_beyond_the_rationality_asked_for_however_sharp():
    (outcome,) = logit_equilibrium(DILEMMA, 2e7).outcomes
    assert outcome.mixed[0].tolist() == pytest.approx([0.0, 1.0])
    assert outcome.rationality == 2e7


def test_rationality_is_told_in_units_of_one_over_the_payoffs():
    for unit in (1.0, 4.0):
        path = logit_path(Game(np.stack([np.eye(2)] * 2) * unit))
        assert path.singular == pytest.approx((2.0 / unit,), abs=1e-4)
        assert path.messages[0].startswith(
            f"other branches meet the principal one near rationality {2.0 / unit:.4g} "
        )
        short = logit_path(Game(np.array(HUNT.payoffs) * unit), max_steps=6)
        assert short.rationalities[-1] * unit == pytest.approx(
            logit_path(HUNT, max_steps=6).rationalities[-1]
        )
        end = f"{short.rationalities[-1]:.4g}"
        assert short.messages[0].endswith(f"followed to rationality {end} only: max_steps = 6 was used up")


def test_an_unsettled_limit_is_told_with_the_rationality_at_which_it_was_left():
    payoffs = np.array(DILEMMA.payoffs)
    path = logit_path(Game([payoffs[0] * 1e9, payoffs[1] * 1e-9]))
    # followed to 1e9 in units of the first player's payoff scale, which is 2e9
    assert "had not settled at rationality 0.5: its last point" in path.messages[0]


def test_a_path_is_complete_only_without_a_message_of_its_own():
    path = logit_path(DILEMMA)
    assert (path.status, len(path.messages)) == ("complete", 1)
    assert path.messages[-1].startswith("complete refers to the principal branch")
    assert (path.folded, path.turning_points, path.singular) == (False, (), ())
    assert path.limit.strict
    stopped = logit_path(UNEQUAL, max_steps=3)
    assert len(stopped.messages) == 2
    assert len(stopped.rationalities) <= 4


def test_settings_name_the_base_measure_by_player():
    base = [[0.2, 0.8], [0.25, 0.75]]
    expected = {"row": pytest.approx((0.2, 0.8)), "column": pytest.approx((0.25, 0.75))}
    path = logit_path(DILEMMA, base=base, until=1.0, max_steps=77)
    assert path.settings == {"until": 1.0, "base": expected, "max_steps": 77}
    solution = logit_equilibrium(DILEMMA, 1.0, base=base, max_steps=77)
    assert solution.settings == {"rationality": 1.0, "folded": False, "base": expected, "max_steps": 77}
    assert solution.messages[-1] == "incentive_gap is the distance to the logit response, as a probability"
    assert len(solution.messages) == 2


def test_a_point_tells_what_players_earn_and_could_gain():
    """Against even play defection earns 3 and cooperation 1.5: mixing evenly costs 0.75."""
    (outcome,) = logit_equilibrium(DILEMMA, 0.0).outcomes
    assert outcome.payoffs == {"row": 2.25, "column": 2.25}
    assert outcome.regrets == {"row": 0.75, "column": 0.75}
    assert outcome.distribution.tolist() == [[0.25, 0.25], [0.25, 0.25]]
    assert outcome["column"] == {"cooperate": 0.5, "defect": 0.5}
    with pytest.raises(GameError, match="rwo"):
        outcome["rwo"]
    point = logit_path(DILEMMA, until=0.0)
    assert point.rationalities.tolist() == [0.0]
    assert point.residuals[0] < 1e-15


@pytest.mark.parametrize("rationality", [0.1, 0.7, 3.0])
def test_the_log_odds_of_the_dilemma_follow_from_one_equation(rationality):
    """In a symmetric point, log(p / (1 - p)) = rationality * (earned by defecting - by cooperating)."""
    (outcome,) = logit_equilibrium(DILEMMA, rationality).outcomes
    p = outcome["row"]["defect"]
    assert outcome["column"]["defect"] == pytest.approx(p, abs=1e-12)
    assert np.log(p / (1 - p)) == pytest.approx(rationality * (2 - p), abs=1e-9)


def test_points_are_told_apart_although_one_player_has_no_choice():
    payoffs = np.concatenate([FOLDED.payoffs, np.zeros((1, 2, 3))])[..., None]
    assert len(logit_equilibrium(Game(payoffs), 1.79).outcomes) == 3


def test_a_branch_that_folds_is_said_to_fold_wherever_it_is_asked_about():
    solution = logit_equilibrium(FOLDED, 0.1)
    assert solution.settings["folded"] is True
    assert "it passes rationality 0.1 once" in solution.messages[0]
