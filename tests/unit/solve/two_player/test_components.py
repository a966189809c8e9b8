import warnings
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.two_player import components as components_module
from belarusgame.solve.two_player.components import exact_equilibria, two_player_solution

CHICKEN_AND_MORE = bg.Game(
    [[[6, 2, 0], [7, 0, 1]], [[6, 7, 0], [2, 0, 1]]],
    players=["row", "column"],
    strategies=[["yield", "drive"], ["yield", "drive", "leave"]],
)
DEGENERATE = bg.Game([[[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]]])


def test_outcomes_carry_index_strictness_regret_and_labels():
    found = two_player_solution(CHICKEN_AND_MORE)
    assert found.status == "complete"
    assert found.concept == "nash"
    assert found.method == "vertex enumeration in exact arithmetic"
    strict = [equilibrium for equilibrium in found.equilibria if equilibrium.strict]
    assert [e.pure_profile for e in strict] == [
        {"row": "yield", "column": "drive"},
        {"row": "drive", "column": "yield"},
    ]
    assert [e.index for e in strict] == [1, 1]
    mixed = [e for e in found.equilibria if not e.is_pure]
    assert [e.index for e in mixed] == [-1]
    assert mixed[0]["column"] == pytest.approx({"yield": 2 / 3, "drive": 1 / 3, "leave": 0.0})
    assert max(e.regret for e in found.equilibria) < 1e-12


def test_every_isolated_equilibrium_has_a_box_in_which_it_is_alone():
    found = two_player_solution(CHICKEN_AND_MORE)
    for one in found.equilibria:
        inside = [other for other in found.equilibria if holds(one.box, other.mixed)]
        assert inside == [one]


def test_a_pure_equilibrium_with_a_second_best_reply_is_not_strict():
    weak, strict = two_player_solution(bg.Game([[[0, 0], [0, 1]], [[0, 0], [0, 1]]])).equilibria
    assert (weak.strict, weak.index) == (False, None)
    assert (strict.strict, strict.index) == (True, 1)


def test_a_lone_equilibrium_has_the_whole_simplex_as_its_box():
    found = two_player_solution(bg.Game([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]))
    assert [box.tolist() for box in found.equilibria[0].box] == [[[0.0, 1.0]] * 2] * 2


def test_a_box_keeps_clear_of_continua_too():
    found = two_player_solution(DEGENERATE)
    alone, inside = found.equilibria
    (continuum,) = found.components
    assert (alone.isolated, inside.isolated, inside.box) == (True, False, None)
    assert not any(holds(alone.box, sample.mixed) for sample in continuum.samples)
    assert holds(alone.box, alone.mixed)


def test_a_continuum_is_a_component_with_its_extreme_equilibria_as_samples():
    (continuum,) = two_player_solution(DEGENERATE).components
    assert len(continuum.samples) == 2
    # (1, 0, 0) against the column player's first strategy with a probability from 2/3 to 1.
    rows, columns = continuum.box.bounds
    assert rows.tolist() == [[1.0, 1.0], [0.0, 0.0], [0.0, 0.0]]
    assert columns == pytest.approx(np.array([[2 / 3, 1.0], [0.0, 1 / 3]]))
    # The bounds are rounded outwards: the exact corner is inside.
    assert Fraction(columns[0, 0]) <= Fraction(2, 3)
    assert Fraction(columns[1, 1]) >= Fraction(1, 3)
    assert all(sample.regret == 0.0 for sample in continuum.samples)


def test_no_bound_is_a_negative_zero():
    (continuum,) = two_player_solution(DEGENERATE).components
    assert not any(np.signbit(bounds).any() for bounds in continuum.box.bounds)


def test_the_messages_describe_each_continuum():
    (message,) = two_player_solution(DEGENERATE).messages
    assert message == "a connected continuum of equilibria with 2 corners, the union of 1 maximal Nash subset"


def test_ties_below_float64_are_told_apart():
    third = Fraction(1, 3)
    tied = bg.Game([[[third, 1], [third, 0]], [[1, 0], [1, 0]]])
    broken = bg.Game([[[third, 1], [third - Fraction(1, 10**30), 0]], [[1, 0], [1, 0]]])
    assert np.array_equal(tied.payoffs, broken.payoffs)
    assert len(two_player_solution(tied).components) == 1
    assert len(two_player_solution(broken).equilibria) == 1


def test_a_certificate_is_kept_if_it_is_asked_for():
    assert two_player_solution(DEGENERATE).certificate is None
    assert two_player_solution(DEGENERATE, certificate=True).certificate.game is DEGENERATE


def test_indices_that_do_not_sum_to_one_make_the_list_partial(monkeypatch):
    found = exact_equilibria(CHICKEN_AND_MORE)
    wrong = replace(found, indices=(1, 1, 1))
    monkeypatch.setattr(components_module, "_by_fractions", lambda *game, **budgets: wrong)
    solution = two_player_solution(CHICKEN_AND_MORE)
    assert solution.status == "partial"
    assert "the indices sum to 3" in solution.messages[0]


def test_a_box_reaches_nearly_half_the_way_to_the_next_equilibrium():
    """In the mixed one both play 2/3 and 1/3: two thirds away from either of the strict ones."""
    first, mixed, last = two_player_solution(CHICKEN_AND_MORE).equilibria
    for equilibrium in (first, mixed, last):
        reach = 0.49 * 2 / 3
        for part, vector in zip(equilibrium.box, equilibrium.mixed, strict=True):
            expected = np.clip(np.stack([vector - reach, vector + reach], axis=1), 0.0, 1.0)
            np.testing.assert_allclose(part, expected, atol=1e-12)
            assert not part.flags.writeable


def test_equilibria_too_near_each_other_to_be_told_apart_have_no_box():
    """The mixed equilibrium lies this far from a strict one."""
    for distance, boxed in [(Fraction(1, 10**8), True), (Fraction(1, 10**10), False)]:
        payoffs = [[1, 0], [0, distance]]
        found = two_player_solution(bg.Game([payoffs, payoffs])).equilibria
        assert [equilibrium.box is not None for equilibrium in found] == [True, boxed, boxed]


def test_a_budget_that_ends_gives_a_partial_solution():
    game = bg.Game(np.random.default_rng(3).integers(0, 3, (2, 6, 7)))
    found = two_player_solution(game, max_steps=20)
    assert found.status == "partial"
    assert "max_steps" in found.messages[0]
    assert found.components == ()
    assert found.unresolved[0].width == 1.0
    assert all(equilibrium.regret < 1e-12 for equilibrium in found.equilibria)
    assert all(equilibrium.box is None for equilibrium in found.equilibria)
    pure = [e.pure_profile for e in found.equilibria if e.is_pure]
    assert pure == brute_force_pure(game)


def test_players_with_one_strategy_are_players():
    found = two_player_solution(bg.Game([[[5]], [[7]]]))
    assert [e.payoffs for e in found.equilibria] == [{"player 1": 5.0, "player 2": 7.0}]
    assert found.equilibria[0].strict
    assert two_player_solution(bg.Game([[[0, 0, 0]], [[1, 3, 2]]])).equilibria[0].pure_profile == {
        "player 1": "s1",
        "player 2": "s2",
    }


def test_huge_and_tiny_payoffs_do_not_disturb_it():
    game = bg.Game([[[1e300, 0], [0, 1e-300]], [[1e-300, 0], [0, 1e300]]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = two_player_solution(game)
    assert [equilibrium.index for equilibrium in found.equilibria] == [1, -1, 1]


def test_the_game_is_not_changed_and_solutions_pickle_to_the_same_table():
    import pickle

    before = DEGENERATE.payoffs.copy()
    found = two_player_solution(DEGENERATE)
    assert np.array_equal(DEGENERATE.payoffs, before)
    assert str(pickle.loads(pickle.dumps(found))) == str(found)


@pytest.mark.parametrize("solve", [two_player_solution, exact_equilibria])
def test_only_games_of_two_players_and_sensible_budgets_are_accepted(solve):
    with pytest.raises(bg.GameError, match=r"exactly 2 players, and there are 3: .*game\.fix"):
        solve(bg.Game(np.zeros((3, 2, 2, 2))))
    for budget in (0, -1, 1.5, None):
        with pytest.raises(bg.GameError, match="max_steps"):
            solve(DEGENERATE, max_steps=budget)


def holds(box, mixed):
    return all(
        bool(np.all((bounds[:, 0] <= vector) & (vector <= bounds[:, 1])))
        for bounds, vector in zip(box, mixed, strict=True)
    )


def brute_force_pure(game):
    rows, columns = game.payoffs
    return [
        game.labels.named((i, j))
        for i in range(rows.shape[0])
        for j in range(rows.shape[1])
        if rows[i, j] == rows[:, j].max() and columns[i, j] == columns[i].max()
    ]
