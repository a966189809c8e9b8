"""Laws of answers to games with ties: the same words whoever plays along, and pieces exact to the end."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.structured.pieces import hulls_meet


def integers(seed, shape, above=2):
    return np.random.default_rng(seed).integers(0, above, (len(shape), *shape))


def with_an_idle_player(payoffs):
    """Add a third player who has one strategy and gets nothing."""
    return np.concatenate([payoffs[..., None], np.zeros((1, *payoffs.shape[1:], 1), dtype=int)])


def twice(payoffs):
    """Write down the first player's first strategy once more."""
    return np.concatenate([payoffs, payoffs[:, :1]], axis=1)


@pytest.mark.parametrize("seed", range(8))
def test_an_idle_player_changes_no_word(seed):
    for payoffs in (integers(seed, (3, 2), 3), twice(integers(seed, (2, 2), 3))):
        alone = bg.solve.all_equilibria(bg.Game(payoffs))
        joined = bg.solve.all_equilibria(bg.Game(with_an_idle_player(payoffs)))
        assert alone.status == joined.status == "complete"
        assert joined.counted == alone.counted
        pairs = zip(sorted_points(alone), sorted_points(joined), strict=True)
        assert all(np.allclose(one, other[:-1]) for one, other in pairs)
        assert [part.kind for part in joined.components] == ["exact"] * len(alone.components)


def sorted_points(solution):
    return sorted((np.concatenate(e.mixed) for e in solution.equilibria), key=tuple)


def test_no_point_is_printed_twice():
    for seed, shape in ((1, (3, 2)), (2, (2, 2, 2)), (5, (2, 2, 2))):
        points = [
            tuple(point) for point in sorted_points(bg.solve.all_equilibria(bg.Game(integers(seed, shape))))
        ]
        assert len(set(points)) == len(points)


@pytest.mark.parametrize("seed", range(4))
def test_exchanged_players_and_strategies_are_exchanged_in_the_answer(seed):
    payoffs = integers(seed, (2, 3, 2))
    solution = bg.solve.all_equilibria(bg.Game(payoffs))
    draw = np.random.default_rng(seed)
    for order in list(permutations(range(3)))[1::2]:
        names = [draw.permutation(payoffs.shape[j + 1]) for j in order]
        moved = payoffs[list(order)].transpose(0, *(1 + j for j in order))[(slice(None), *np.ix_(*names))]
        answer = bg.solve.all_equilibria(bg.Game(moved))
        assert (answer.status, answer.counted) == (solution.status, solution.counted)
        expected = [
            np.concatenate([e.mixed[j][own] for j, own in zip(order, names, strict=True)])
            for e in solution.equilibria
        ]
        assert np.allclose(sorted_points(answer), sorted(expected, key=tuple))


def exact_regret(game, profile):
    worst = Fraction(0)
    for i in range(len(profile)):
        earned = np.array([Fraction(int(x)) for x in game.payoffs[i].flat], dtype=object).reshape(game.shape)
        for j in reversed(range(len(profile))):
            if j != i:
                earned = np.tensordot(earned, profile[j], axes=(j, 0))
        worst = max(worst, max(earned) - earned.dot(profile[i]))
    return worst


def rational(corners):
    return [np.array([Fraction(float(x)).limit_denominator(1000) for x in c], dtype=object) for c in corners]


def inside(pieces, profile):
    """Whether a profile lies in a union of products of polytopes, exactly."""

    def whole(points):
        scale = np.lcm.reduce([x.denominator for point in points for x in point])
        return tuple(tuple(int(x * scale) for x in point) for point in points)

    for piece in pieces:
        joined = [whole([x, *own]) for x, own in zip(profile, piece, strict=True)]
        if all(hulls_meet(own[:1], own[1:]) for own in joined):
            return True
    return False


@pytest.mark.parametrize(("seed", "shape"), [(0, (2, 2, 2)), (7, (2, 3, 2)), (4, (3, 3, 3)), (4, (3, 2))])
def test_exact_components_are_exact_inside_and_just_outside(seed, shape):
    game = bg.Game(integers(seed, shape))
    solution = bg.solve.all_equilibria(game)
    pieces = [[rational(own) for own in piece] for part in solution.components for piece in part.pieces]
    assert all(part.kind == "exact" for part in solution.components)
    assert pieces
    draw = np.random.default_rng(seed)

    def weights(count, most=9):
        drawn = [Fraction(int(x)) for x in draw.integers(1, most, count)]
        return np.array([x / sum(drawn) for x in drawn], dtype=object)

    for k in range(100):
        piece = pieces[k % len(pieces)]
        point = [weights(len(own)).dot(np.array(own)) for own in piece]
        assert exact_regret(game, point) == 0
        near = [x * Fraction(999, 1000) + weights(len(x)) * Fraction(1, 1000) for x in point]
        assert (exact_regret(game, near) == 0) == inside(pieces, near)


CUT = [
    (bg.Game(integers(0, (3, 3, 3))), 2500),
    (bg.Game(np.random.default_rng(3).uniform(-1, 1, (3, 3, 3, 3))), 20),
    (bg.Game(np.random.default_rng(1).uniform(-1, 1, (3, 2, 2, 2))), 3),
    (bg.Game(np.random.default_rng(1).integers(-9, 10, (2, 8, 8))), 300),
    (bg.Game(np.random.default_rng(2).uniform(-1, 1, (2, 7, 9))), 100),
]


@pytest.mark.parametrize(("game", "cells"), CUT)
def test_the_advice_to_allow_more_is_true(game, cells):
    short = bg.solve.all_equilibria(game, max_cells=cells)
    assert short.status == "partial"
    assert f"max_cells = {cells} ended the search; allow more" in short.messages[0]
    longer = bg.solve.all_equilibria(game, max_cells=200_000)
    assert longer.status == "complete"
    assert not longer.candidates


@pytest.mark.parametrize(("game", "cells"), CUT[:3])
def test_the_advice_to_fix_a_strategy_is_true(game, cells):
    short = bg.solve.all_equilibria(game, max_cells=cells)
    assert "or fix a player's strategy" in short.messages[0]
    left = game.fix({game.players[0]: game.strategies[game.players[0]][0]})
    assert bg.solve.all_equilibria(left, max_cells=max(cells, 100)).status == "complete"


@pytest.mark.parametrize(("game", "cells"), CUT)
def test_candidates_have_the_regret_that_they_state_and_lie_where_nothing_was_decided(game, cells):
    short = bg.solve.all_equilibria(game, max_cells=cells)
    span = max(float(np.ptp(own)) for own in game.payoffs)
    for candidate in short.candidates:
        assert candidate.incentive_gap == pytest.approx(max(game.regret(candidate.mixed).values()))
        assert candidate.incentive_gap <= 1e-9 * span
        assert (candidate.index, candidate.box, candidate.isolated) == (None, None, None)
        assert any(
            all(
                np.all((b[:, 0] <= x) & (x <= b[:, 1]))
                for b, x in zip(box.bounds, candidate.mixed, strict=True)
            )
            for box in short.unresolved
        )
    known = {tuple(np.concatenate(e.mixed)) for e in short.equilibria}
    assert not known & {tuple(np.concatenate(e.mixed)) for e in short.candidates}


def test_candidates_are_found_where_equilibria_were_missed():
    game, cells = CUT[1]
    everything = bg.solve.all_equilibria(game)
    short = bg.solve.all_equilibria(game, max_cells=cells)
    assert short.candidates
    for candidate in short.candidates:
        point = np.concatenate(candidate.mixed)
        assert any(np.abs(np.concatenate(e.mixed) - point).max() < 1e-7 for e in everything.equilibria)


@pytest.mark.parametrize("seconds", [0.0, -1, "soon", float("nan"), True, [1]])
def test_seconds_that_make_no_sense_are_refused(seconds):
    with pytest.raises(bg.GameError, match="max_seconds = "):
        bg.solve.all_equilibria(CUT[0][0], max_seconds=seconds)


def test_a_time_limit_is_kept_and_named():
    import time

    for game, _ in (CUT[2], CUT[4]):  # what is compiled or imported at first does not count
        bg.solve.all_equilibria(game)
    for game in (
        bg.Game(np.random.default_rng(0).uniform(-1, 1, (3, 6, 6, 6))),
        bg.Game(np.random.default_rng(0).uniform(-1, 1, (2, 30, 30))),
    ):
        began = time.process_time()
        solution = bg.solve.all_equilibria(game, max_seconds=1.0)
        assert time.process_time() - began < 1.5  # a machine under load still counts its own work
        assert solution.status == "partial"
        assert "max_seconds = 1 or max_cells = 2000000 ended the search" in solution.messages[0]
    assert bg.solve.all_equilibria(CUT[2][0], max_seconds=60).status == "complete"
