import pickle
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve import mixtures as mixtures_module
from belarusgame.solve import rationalizable
from belarusgame.solve.maximin import Maximin
from belarusgame.solve.mixtures import harmless_mixture, winning_mixture


def exact(rows):
    return np.array([[Fraction(str(value)) for value in row] for row in rows], dtype=object)


MIXED = bg.Game(
    [[[3, 0], [0, 3], [1, 1]], [[1, 0], [1, 0], [0, 4]]],
    players=["row", "column"],
    strategies=[["a", "b", "c"], ["left", "right"]],
)


def test_every_step_records_its_round_its_mixture_and_its_exact_losses():
    left = rationalizable(MIXED)
    first = left.steps[0]
    assert (first.round, first.player, first.strategy) == (1, "row", "c")
    assert first.mixture == {"a": Fraction(1, 2), "b": Fraction(1, 2)}
    assert (first.least, first.greatest) == (Fraction(1, 2), Fraction(1, 2))
    assert left.sentences[0] == "round 1: for row, c is dominated by 0.5 a + 0.5 b: it loses at least 0.5"
    assert left.survivors == {"row": ("a",), "column": ("left",)}
    assert left.game.equals(MIXED.restrict(left.survivors))
    assert (left.concept, left.status) == ("rationalizable", "complete")


def test_all_removals_of_one_round_look_at_the_same_game():
    # In the second round b is not dominated yet: only once right is gone.
    rounds = [(step.round, step.strategy) for step in rationalizable(MIXED).steps]
    assert rounds == [(1, "c"), (2, "right"), (3, "b")]


def test_the_unit_of_payoffs_reaches_the_losses_but_not_the_verdict():
    game = bg.Game(MIXED.payoffs * np.array([1e-6, 1e6])[:, None, None], strategies=MIXED.labels.strategies)
    left = rationalizable(game)
    assert [float(step.least) for step in left.steps] == pytest.approx([0.5e-6, 1e6, 3e-6])
    assert len(left.steps) == 3


def test_small_stakes_beside_large_ones_are_seen():
    # The mixture wins by 1e-9 in one column where the other column has stakes of 1e6.
    differences = exact([["3e-9", "-1e6"], ["-1e-9", "2e6"]])
    verdict = winning_mixture(differences)
    assert verdict.mixture is not None
    assert min(sum(w * row for w, row in zip(verdict.mixture, differences, strict=True))) > 0


def test_an_exact_tie_keeps_the_strategy_and_is_decided():
    # c equals half a and half b, so nothing dominates it, however the payoffs are scaled.
    tied = bg.Game([[[3, 0], [0, 3], [1.5, 1.5]], [[0, 1], [1, 0], [0, 0]]])
    for weak in (False, True):
        left = rationalizable(tied, weak=weak)
        assert left.status == "complete"
        assert left.game.shape == (3, 2)


def test_a_tie_that_rounding_destroys_is_kept_and_flagged(monkeypatch):
    wrong = Maximin(
        status="optimal", point=np.array([1.0, 0.0]), shares=np.array([1.0, 0.0]), multipliers=np.zeros(2)
    )
    monkeypatch.setattr(mixtures_module, "maximin", lambda payoffs, limits=None: wrong)
    left = rationalizable(MIXED)
    assert left.status == "partial"
    assert left.undecided == {"row": ("c",)}
    assert "row: c kept undecided" in left.messages[-1]
    assert "undecided" in str(left)
    assert left.game.shape == (3, 2)


def test_weak_dominance_only_on_request_and_with_a_warning():
    # Row's b never loses against a and gains nothing against x.
    game = bg.Game(
        [[[1, 1, 0], [1, 0, 0]], [[1, 1, 1], [1, 1, 1]]],
        players=["row", "column"],
        strategies=[["a", "b"], ["x", "y", "z"]],
    )
    assert rationalizable(game).game.shape == (2, 3)
    weakly = rationalizable(game, weak=True)
    assert weakly.game.shape == (1, 3)
    assert weakly.concept == "weakly undominated"
    assert weakly.sentences == (
        "round 1: for row, b is weakly dominated by a: it never gains and can lose 1",
    )
    assert "depends on the order" in weakly.messages[0]


def test_weak_dominance_by_a_mixture_alone():
    # Half a and half b give 1, 1, 1 in the first three columns against 1, 1, 0 of c; no pure strategy does.
    table = exact([[1, -1, 1], [-1, 1, 1]])
    assert harmless_mixture(table).mixture == (Fraction(1, 2), Fraction(1, 2))
    assert winning_mixture(table) == mixtures_module.Verdict()


def test_a_column_in_which_all_tie_does_not_save_a_strategy_from_weak_dominance():
    table = exact([[2, -1, 0], [-1, 2, 0]])
    share, rest = harmless_mixture(table).mixture
    assert share + rest == 1
    assert Fraction(1, 3) <= share <= Fraction(2, 3)
    assert winning_mixture(table).mixture is None


def test_duplicates_dominate_nobody():
    game = bg.Game([[[1, 0], [1, 0], [0, 2]], [[0, 0], [0, 0], [0, 0]]])
    assert rationalizable(game, weak=True).steps == ()


def test_three_players_are_told_about_correlated_beliefs():
    game = bg.Game(np.random.default_rng(1).integers(0, 4, (3, 2, 3, 2)))
    assert "correlated" in rationalizable(game).messages[0]


def test_the_result_prints_as_a_table_and_pickles():
    left = rationalizable(MIXED)
    assert str(left).startswith("Elimination (rationalizable), complete: 3 removed, 1 x 1 left")
    frame = left.to_frame()
    assert frame["fate"].tolist() == [
        "survives",
        "removed in round 3",
        "removed in round 1",
        "survives",
        "removed in round 2",
    ]
    assert pickle.loads(pickle.dumps(left)).steps == left.steps
    assert "<table" in left._repr_html_()


def test_stakes_at_the_end_of_the_floating_point_range_are_no_trouble():
    payoffs = [[[1.0, 5e-324], [0.0, 2e-320], [1.0, 1e-310]], [[0, 1], [1e-310, 0], [5e-324, 1]]]
    game = bg.Game(payoffs)
    for weak in (False, True):
        assert rationalizable(game, weak=weak).survivors == {"player 1": ("s3",), "player 2": ("s2",)}
    assert bg.solve.correlated_bounds(game, {"player 1": "s1"}).greatest <= 1.0
    assert bg.solve.commitment(game, "player 1", mixed=True).optimistic is not None


def test_the_table_tells_the_fate_of_every_strategy_of_the_original_game():
    assert rationalizable(MIXED).rows() == [
        {"player": "row", "strategy": "a", "fate": "survives", "dominated by": "", "loses at least": ""},
        {
            "player": "row",
            "strategy": "b",
            "fate": "removed in round 3",
            "dominated by": "a",
            "loses at least": "3",
        },
        {
            "player": "row",
            "strategy": "c",
            "fate": "removed in round 1",
            "dominated by": "0.5 a + 0.5 b",
            "loses at least": "0.5",
        },
        {
            "player": "column",
            "strategy": "left",
            "fate": "survives",
            "dominated by": "",
            "loses at least": "",
        },
        {
            "player": "column",
            "strategy": "right",
            "fate": "removed in round 2",
            "dominated by": "left",
            "loses at least": "1",
        },
    ]


def test_an_undecided_strategy_is_undecided_in_the_table_too(monkeypatch):
    failed = Maximin(status="failed", point=np.zeros(0), shares=np.zeros(0), multipliers=np.zeros(0))
    monkeypatch.setattr(mixtures_module, "maximin", lambda payoffs, limits=None: failed)
    # Neither the last two rows nor the last two columns are settled by looking at signs.
    game = bg.Game([[[4, 0, 1], [0, 4, 1], [1, 1, 0], [1, 1, 0.5]], np.ones((4, 3))])
    left = rationalizable(game, weak=True)
    assert left.undecided == {"player 1": ("s4",)}
    assert [row["fate"] for row in left.rows()][2:5] == ["removed in round 1", "undecided", "survives"]
    assert left.messages[1:] == ("player 1: s4 kept undecided, too near to a tie to be proven either way",)
    assert left.status == "partial"


def test_losses_are_told_from_the_least_to_the_greatest_over_what_is_left_of_the_others():
    # The third row is best in the third column; once that is gone, it loses 1 or 2 to the first.
    game = bg.Game([[[5, 5, 0], [7, 1, 0], [4, 3, 9]], [[1, 1, 0], [2, 2, 0], [5, 5, 1]]])
    column, row = rationalizable(game).steps
    assert (column.round, column.player, column.strategy) == (1, "player 2", "s3")
    assert (column.least, column.greatest) == (1, 4)
    assert (row.round, row.player, row.strategy) == (2, "player 1", "s3")
    assert (row.least, row.greatest, row.mixture) == (1, 2, {"s1": Fraction(1)})


def test_messages_are_about_weakness_or_the_number_of_players():
    two = bg.Game(np.random.default_rng(1).integers(0, 4, (2, 2, 3)))
    three = bg.Game(np.random.default_rng(1).integers(0, 4, (3, 2, 3, 2)))
    assert rationalizable(two).messages == ()
    assert len(rationalizable(three).messages) == 1
    for game in (two, three):
        (message,) = rationalizable(game, weak=True).messages
        assert message.startswith("weak dominance depends on the order")


def dominated_by_a_row(payoffs, alive, player, choice):
    """Say whether another row that is left does better against everything that is left."""
    part = np.moveaxis(payoffs[player][np.ix_(*alive)], player, 0).reshape(len(alive[player]), -1)
    own = part[alive[player].index(choice)]
    return any((other > own).all() for other in part)


@pytest.mark.parametrize("seed", range(5))
def test_what_pure_dominance_leaves_holds_all_that_is_left_in_the_end(seed):
    payoffs = np.random.default_rng(seed).integers(0, 30, (3, 3, 4, 2)).astype(float)
    alive = [list(range(count)) for count in (3, 4, 2)]
    while True:
        left = [
            [c for c in choices if not dominated_by_a_row(payoffs, alive, player, c)]
            for player, choices in enumerate(alive)
        ]
        if left == alive:
            break
        alive = left
    found = rationalizable(bg.Game(payoffs))
    for choices, labels in zip(alive, found.survivors.values(), strict=True):
        assert {f"s{choice + 1}" for choice in choices} >= set(labels)
    for step in found.steps:
        assert step.least > 0
        assert sum(step.mixture.values()) == 1
