import pickle

import numpy as np
import pytest

from belarusgame import Game, GameError
from belarusgame.solve.logit import first
from belarusgame.solve.logit.batch import logit
from belarusgame.solve.logit.equilibria import logit_equilibrium

GENERATOR = np.random.default_rng(3)
BATCH = GENERATOR.uniform(-1, 1, (40, 3, 2, 3, 4))
FOLDED = Game(([[6, 6, 1], [6, 0, 4]], [[6, 3, 3], [5, 5, 6]]))
COORDINATION = Game(([[1, 0], [0, 1]], [[1, 0], [0, 1]]))


@pytest.mark.parametrize("rationality", [0.0, 1.0, 4.0])
def test_every_game_gets_the_first_point_of_its_path(rationality):
    batch = logit(BATCH, rationality)
    assert batch.converged.all()
    for k in range(0, 40, 7):
        first = logit_equilibrium(Game(BATCH[k]), rationality).outcomes[0]
        for probabilities, expected in zip(batch.profiles, first.mixed, strict=True):
            np.testing.assert_allclose(probabilities[k], expected, atol=1e-9)


def test_the_answer_does_not_depend_on_the_batch():
    whole = logit(BATCH, 3.0)
    part = logit(BATCH[11:13], 3.0)
    for all_games, two in zip(whole.profiles, part.profiles, strict=True):
        np.testing.assert_array_equal(all_games[11:13], two)


@pytest.mark.parametrize("cores", [1, 3])
def test_chunks_are_put_together_in_order_whoever_solves_them(monkeypatch, cores):
    whole = logit(BATCH, 3.0)
    monkeypatch.setattr(first, "CHUNK", 7)
    monkeypatch.setattr("belarusgame.base.threads.cores", lambda: cores)
    pieces = logit(BATCH, 3.0)
    for one, other in zip(whole.profiles, pieces.profiles, strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(whole.residuals, pieces.residuals)


def test_one_rationality_a_game():
    rationalities = np.linspace(0.0, 3.0, 40)
    batch = logit(np.repeat(BATCH[:1], 40, axis=0), rationalities)
    assert np.ptp(batch.profiles[0][:, 0]) > 0.05
    np.testing.assert_allclose(batch.profiles[1][0], 1 / 3)
    expected = logit_equilibrium(Game(BATCH[0]), rationalities[30]).outcomes[0]
    np.testing.assert_allclose(batch.profiles[2][30], expected.mixed[2], atol=1e-9)


def test_a_sample_can_be_checked_against_the_path():
    batch = logit(BATCH, 2.0, check=10, seed=1)
    assert batch.checked == 10
    assert batch.agreement == 1.0
    assert logit(BATCH, 2.0).agreement is None


def test_disagreement_is_counted():
    batch = logit([FOLDED] * 4, [1.0, 1.79, 1.9, 3.0], follow_folds=False, check=4)
    assert batch.agreement == 0.5
    assert batch.converged.tolist() == [True, True, False, False]
    assert (batch.residuals[2:] > 1e-3).all()
    assert not batch.followed.any()


def test_a_symmetry_is_flagged():
    batch = logit([COORDINATION] * 3, [1.0, 1.9, 5.0])
    assert batch.singular.tolist() == [False, False, True]
    np.testing.assert_allclose(batch.profiles[0], 0.5)


def test_games_bring_their_variants_and_a_base_replaces_them():
    game = Game(np.zeros((2, 3, 2)), variants={"player 1": {"s3": "s2"}})
    np.testing.assert_allclose(logit([game, game]).profiles[0][1], [0.5, 0.25, 0.25])
    base = [[0.2, 0.3, 0.5], [0.5, 0.5]]
    np.testing.assert_allclose(logit([game], base=base).profiles[0][0], base[0])


def test_the_input_stays_as_it_was_and_the_output_is_read_only():
    payoffs = BATCH.copy()
    batch = logit(payoffs, 1.0)
    np.testing.assert_array_equal(payoffs, BATCH)
    for array in (*batch.profiles, batch.residuals, batch.rationality, batch.converged):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_the_record_prints_and_pickles():
    batch = logit(BATCH[:3], 1.0)
    assert "3 games: 3 converged" in str(batch)
    assert batch.to_frame().shape == (3, 1 + 9 + 2)
    assert pickle.loads(pickle.dumps(batch)).residuals.shape == (3,)


BAD_INPUT = [
    ({"games": []}, r"shape \(0,\)"),
    ({"games": np.zeros((2, 2))}, r"shape \(2, 2\)"),
    ({"games": np.zeros((5, 3, 2, 2))}, "do not fit"),
    ({"games": np.full((1, 2, 2, 2), np.nan)}, r"games\[0, 0, 0, 0\] = nan"),
    ({"games": "games"}, "sequence of Game"),
    ({"games": [[1], [1, 2]]}, "sequence of Game"),
    ({"games": [FOLDED, COORDINATION]}, r"games\[1\] has other labels"),
    ({"rationality": -1.0}, "must be a finite number"),
    ({"rationality": [1.0, 2.0]}, "2 entries for 40 games"),
    ({"rationality": np.full((40, 1), 1.0)}, "must be a finite number"),
    ({"rationality": [1.0] * 39 + [np.nan]}, "must be a finite number"),
    ({"rationality": "sharp"}, "must be a finite number"),
    ({"rationality": 1e12}, "too sharp"),
    ({"base": [[1.0, 0.0], [0.5, 0.25, 0.25], [0.25] * 4]}, "has probability 0"),
    ({"tolerance": 0.0}, "tolerance = 0.0"),
    ({"tolerance": "small"}, "tolerance ="),
    ({"check": -1}, "check = -1"),
    ({"check": 2.5}, "check = 2.5"),
    ({"seed": "dice"}, "seed ="),
    ({"seed": -1}, "seed = -1"),
]


@pytest.mark.parametrize(("change", "message"), BAD_INPUT)
def test_bad_input_is_refused(change, message):
    given = {"games": BATCH} | change
    with pytest.raises(GameError, match=message):
        logit(**given)


def test_a_step_to_another_branch_is_refused():
    # A long step finds a branch far away, whose derivative has a positive determinant too: only the length of
    # Newton's first move tells.
    leaping = Game(([[2, 6, 8], [0, 4, 1], [3, 2, 5]], [[7, 0, 9], [7, 5, 7], [8, 5, 3]]))
    batch = logit([leaping], 1.0)
    first = logit_equilibrium(leaping, 1.0).outcomes[0]
    for probabilities, expected in zip(batch.profiles, first.mixed, strict=True):
        np.testing.assert_allclose(probabilities[0], expected, atol=1e-9)


def test_tables_hold_every_probability_under_its_players_and_strategys_name():
    batch = logit(BATCH[:12], np.linspace(0.5, 2.0, 12))
    frame = batch.to_frame()
    names = [f"player {i + 1}: s{k + 1}" for i, count in enumerate((2, 3, 4)) for k in range(count)]
    assert list(frame.columns) == ["rationality", *names, "residual", "followed"]
    np.testing.assert_array_equal(frame["player 2: s3"], batch.profiles[1][:, 2])
    np.testing.assert_array_equal(frame["rationality"], np.linspace(0.5, 2.0, 12))
    rows = batch.rows()
    assert len(rows) == 12
    assert rows[3]["player 3: s4"] == batch.profiles[2][3, 3]
    assert rows[11]["residual"] == batch.residuals[11]
    assert str(batch).endswith("... and 2 more")
    assert "more" not in str(logit(BATCH[:10], 1.0))


def test_probabilities_of_every_player_sum_to_one():
    batch = logit(BATCH, 2.0)
    for probabilities, count in zip(batch.profiles, (2, 3, 4), strict=True):
        assert probabilities.shape == (40, count)
        np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, atol=1e-15)


def test_a_game_counts_as_converged_within_the_tolerance():
    loose = logit([FOLDED] * 2, [1.0, 1.9], follow_folds=False, tolerance=0.9)
    assert loose.converged.all()
    residual = float(loose.residuals[1])
    assert residual > 1e-3
    for tolerance, converged in ((residual, True), (residual * 0.999, False)):
        batch = logit([FOLDED] * 2, [1.0, 1.9], follow_folds=False, tolerance=tolerance)
        assert batch.converged.tolist() == [True, converged]
    assert batch.settings == {"tolerance": residual * 0.999, "follow_folds": False, "check": 0}


def test_more_games_than_there_are_cannot_be_checked():
    batch = logit(BATCH[:3], 1.0, check=7)
    assert (batch.checked, batch.agreement, batch.settings["check"]) == (3, 1.0, 3)
    assert (logit(BATCH[:3], 1.0).checked, logit(BATCH[:3], 1.0, check=3).checked) == (0, 3)
    assert not batch.followed.any()
    assert not batch.singular.any()


def test_games_apart_from_others_by_labels_or_variants_are_refused():
    plain, named = Game(np.zeros((2, 3, 2))), Game(np.zeros((2, 3, 2)), ["a", "b"])
    varied = Game(np.zeros((2, 3, 2)), variants={"player 1": {"s3": "s2"}})
    for other in (named, varied):
        with pytest.raises(GameError, match=r"games\[2\] has other labels or variants than games\[0\]"):
            logit([plain, plain, other])
    assert logit((plain, plain)).labels == plain.labels


def test_a_rationality_too_sharp_for_one_game_is_told_with_its_scale():
    payoffs = np.stack([BATCH[0], BATCH[1] * 1000.0])
    with pytest.raises(GameError, match=r"rationality = 1e\+06 is too sharp.*payoff scale 1\d\d\d"):
        logit(payoffs, [1e6, 1e6])
    with pytest.raises(GameError, match="too sharp"):
        logit(COORDINATION.payoffs[None], 1.01e8)


def test_a_game_that_nothing_can_follow_keeps_the_point_that_was_reached(monkeypatch):
    monkeypatch.setattr(first, "MOST_STEPS", 3)
    batch = logit([FOLDED], 1.9, check=1)
    quick = logit([FOLDED], 1.9, follow_folds=False)
    assert batch.followed.tolist() == [True]
    assert not batch.converged.any()
    assert batch.agreement == 0.0  # nothing was reached that could agree
    np.testing.assert_array_equal(batch.profiles[0], quick.profiles[0])


@pytest.mark.parametrize("tolerance", [1.0, 0.0, -0.5, 1, float("nan")])
def test_a_tolerance_is_a_probability(tolerance):
    with pytest.raises(GameError, match="tolerance = "):
        logit(BATCH, tolerance=tolerance)


def test_games_disagree_although_one_player_has_no_choice():
    payoffs = np.concatenate([FOLDED.payoffs, np.zeros((1, 2, 3))])[None, ..., None]
    assert logit(payoffs, 1.9, follow_folds=False, check=1).agreement == 0.0


@pytest.mark.parametrize("seed", range(4))
def test_no_game_is_checked_twice(seed):
    games, levels = [FOLDED] * 5, [1.0, 0.0, 1.9, 1.2, 0.7]
    assert logit(games, levels, follow_folds=False, check=5, seed=seed).agreement == 0.8
