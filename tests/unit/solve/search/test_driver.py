"""How the search is run: what it is given, how long its turns are, and which boxes it leaves."""

from fractions import Fraction
from itertools import chain

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.recheck.search_log import Certificate, check_roots, check_trees
from belarusgame.solve.search import driver, search
from belarusgame.solve.search.dominance import surviving_strategies
from belarusgame.solve.search.driver import Search, scaled
from belarusgame.solve.search.roots import BORDERLINE


def largest_span(payoffs, i):
    own = np.moveaxis(payoffs[i], i, 0)
    return float((own.max(axis=0) - own.min(axis=0)).max())


GAMES = {
    "uniform": np.random.default_rng(1).uniform(-1, 1, (3, 2, 4, 3)),
    "wide": np.array([[[0.9, 0.1], [-0.9, 0.0], [0.3, 0.2]], [[3.0, -2.9], [1.0, 2.0], [0.0, 0.5]]]),
    "large": np.random.default_rng(2).integers(-9, 9, (2, 3, 2)) * 1e150,
    "small": np.random.default_rng(3).integers(-9, 9, (2, 3, 2)) * 1e-150,
    "nearly constant": 1000.0 + np.random.default_rng(4).integers(0, 3, (3, 2, 3, 2)) / 64,
    "one is indifferent": np.concatenate(
        [np.random.default_rng(5).uniform(-1, 1, (2, 3, 2, 2)), np.ones((1, 3, 2, 2))]
    ),
}


@pytest.mark.parametrize("name", GAMES)
def test_payoffs_are_scaled_by_powers_of_two_to_differences_of_about_one(name):
    payoffs = GAMES[name]
    lines, powers, error = scaled(payoffs, is_rounded=False)
    for i, power in enumerate(powers):
        assert np.array_equal(lines[i], np.ldexp(np.moveaxis(payoffs[i], i, 0).ravel(), power))
        span = largest_span(payoffs, i) * 2.0**power
        assert span == 0.0 or 0.5 <= span <= 1.0
    assert error == pytest.approx(1.2e-16, rel=1e-9)
    _, _, rounded = scaled(payoffs, is_rounded=True)
    assert rounded == pytest.approx(1.2e-16 * (1 + 2 * np.abs(lines).max()), rel=1e-9)


def test_hardly_any_difference_is_scaled_as_far_as_numbers_reach():
    """Payoffs of 1 and a difference of 1e-290; what a float of that size lost counts as an error."""
    payoffs = np.zeros((2, 2, 2))
    payoffs[0, 0, 0] = 1.0
    payoffs[0, 1, 0] = 1.0
    payoffs[0, 1, 1] = 1e-290
    payoffs[1, 0, 1] = 1.0
    lines, powers, error = scaled(payoffs, is_rounded=False)
    assert powers == [899, -1]
    assert lines[0].max() == 2.0**899
    assert error == pytest.approx(1.2e-16 + 2.0**-160, rel=1e-12)


def searched(payoffs, **settings):
    game = bg.Game(payoffs)
    kept = surviving_strategies(game.ordinal)
    given = {"max_cells": 100_000, "tolerance": 1e-6, "logged": True} | settings
    return game, kept, Search(game, kept, **given).run()


def replayed(game, kept, findings):
    """Return the bounding boxes of all cells that the log leaves open, from exact numbers."""
    certificate = Certificate(
        game=game,
        kept=kept,
        events=findings.events,
        numbers=findings.numbers,
        roots=tuple(findings.roots),
        powers=findings.powers,
    )
    payoffs = game.exact_payoffs[np.ix_(range(len(kept)), *kept)].copy()
    for i, power in enumerate(findings.powers):
        payoffs[i] = payoffs[i] * Fraction(2) ** power
    regions = [region for _, region in check_roots(certificate, payoffs)]
    boxes = []
    for support, cells in check_trees(certificate, payoffs, regions).items():
        for cell in cells:
            parts = []
            for count, inside, corners in zip(game.shape, support, cell.corners, strict=True):
                part = np.zeros((count, 2))
                for a, column in zip(inside, corners.T, strict=True):
                    part[a] = float(min(column)), float(max(column))
                parts.append(part)
            boxes.append(np.concatenate(parts))
    return boxes


def with_dominated(shape, seed, *, tied=False):
    """Return payoffs by which everybody's first strategy is dominated."""
    rng = np.random.default_rng(seed)
    size = (len(shape), *shape)
    payoffs = rng.integers(0, 3, size).astype(float) if tied else rng.uniform(-1, 1, size)
    for i in range(len(shape)):
        np.moveaxis(payoffs[i], i, 0)[0] -= 9.0
    return payoffs


def in_order(boxes):
    return sorted(boxes, key=lambda box: tuple(box.round(7).ravel()))


@pytest.mark.parametrize(
    ("payoffs", "settings"),
    [
        (with_dominated((3, 4, 4), 1), {"max_cells": 12}),
        (with_dominated((4, 4, 4), 5), {"max_cells": 25}),
        (with_dominated((3, 4, 3), 6, tied=True), {"max_cells": 300}),
        (with_dominated((3, 3, 4), 3, tied=True), {"tolerance": 0.05}),
        (np.zeros((3, 2, 2, 3)), {}),
        (with_dominated((3, 3, 3), 8, tied=True), {"tolerance": 0.3}),
    ],
)
def test_the_boxes_are_those_of_the_cells_that_the_log_leaves_open(payoffs, settings):
    game, kept, findings = searched(payoffs, **settings)
    uncertain = [root for root in findings.roots if root.kind == BORDERLINE]
    left = list(findings.left_boxes)
    if "max_cells" in settings:
        (rest,) = [
            box for box in left if np.isin(box, [0.0, 1.0]).all() and box[:, 1].sum() == sum(map(len, kept))
        ]
        left = [box for box in left if box is not rest]
        allowed = [a in labels for labels, count in zip(kept, game.shape, strict=True) for a in range(count)]
        assert np.array_equal(rest[:, 1], allowed)
        assert not rest[:, 0].any()
    else:
        assert not left
    opened = findings.open_boxes[: len(findings.open_boxes) - len(uncertain)]
    expected = replayed(game, kept, findings)
    assert expected
    assert len(opened) + len(left) == len(expected)
    for mine, exact in zip(in_order([*opened, *left]), in_order(expected), strict=True):
        np.testing.assert_allclose(mine, exact, atol=1e-12)
        assert np.all(mine[:, 0] <= exact[:, 0])
        assert np.all(mine[:, 1] >= exact[:, 1])
        assert mine.min() >= 0.0
        assert mine.max() <= 1.0
        assert not mine[exact.max(axis=1) == 0.0].any()
    for root, box in zip(uncertain, findings.open_boxes[len(opened) :], strict=True):
        point = np.zeros(len(box))
        starts = np.cumsum([0, *game.shape])
        for start, labels, vector in zip(starts, root.supports, root.vectors, strict=False):
            point[[start + a for a in labels]] = vector
        inside = [
            a in labels for labels, count in zip(root.supports, game.shape, strict=True) for a in range(count)
        ]
        wide = np.where(inside, root.small, 0.0)
        np.testing.assert_array_equal(box, np.clip([point - wide, point + wide], 0.0, 1.0).T)


def test_roots_are_told_in_the_terms_of_the_whole_game():
    game, _, findings = searched(with_dominated((3, 4, 4), 5))
    assert findings.roots
    for root in findings.roots:
        profile = [np.zeros(count) for count in game.shape]
        for part, labels, vector in zip(profile, root.supports, root.vectors, strict=True):
            assert min(labels) > 0
            assert vector.sum() == pytest.approx(1.0)
            part[list(labels)] = vector
        for i, labels in enumerate(root.supports):
            earned = game.payoffs_against(i, profile)[list(labels)]
            np.testing.assert_allclose(earned, earned[0], atol=1e-9)
        equations = sum(map(len, root.supports)) - len(root.supports)
        assert root.inverse.shape == (equations, equations)


class Kernel:
    """Stands in for the compiled search: takes up all the cells that it is asked to, and never ends."""

    def __init__(self, seconds):
        self.budgets, self.seconds, self.now = [], seconds, 0.0

    def __call__(self, utility, counts, state, memory, floor, budget, error):
        self.budgets.append(budget)
        self.now += self.seconds(budget)
        state.control[search.CELLS] += budget
        return search.PAUSED

    def perf_counter(self):
        return self.now

    monotonic = perf_counter


@pytest.mark.parametrize(
    ("seconds", "budgets"),
    [
        (lambda budget: 0.09, [256, 512, 1024, 2048, 1160]),
        (lambda budget: 1.0, [256, 128, 64, 32, *[16] * 282, 8]),
        (lambda budget: budget / 6000, [256, 512, 1024, 512, 1024, 512, 1024, 136]),
    ],
)
def test_a_turn_takes_about_a_tenth_of_a_second_and_the_last_ends_with_the_budget(
    monkeypatch, seconds, budgets
):
    kernel = Kernel(seconds)
    monkeypatch.setattr(search, "search", kernel)
    monkeypatch.setattr(driver, "time", kernel)
    searched(np.random.default_rng(1).uniform(-1, 1, (3, 2, 2, 2)), max_cells=5000)
    assert kernel.budgets == budgets


def test_no_more_cells_are_taken_up_than_the_budget_allows_but_for_the_last_halving():
    payoffs = with_dominated((3, 3, 4), 3, tied=True)
    for budget in (1, 2, 3, 10, 57, 300, 900):
        _, _, findings = searched(payoffs, max_cells=budget)
        assert budget <= findings.cells <= budget + 1
        assert findings.left_boxes


def test_room_is_doubled_and_what_there_was_is_kept():
    counts = np.array([2, 3])
    state = driver._new_state(counts, logged=True)
    for table in (state.roots, state.root_masks, state.events, state.numbers):
        table[:] = np.arange(table.size).reshape(table.shape) % 100
    larger = driver._enlarged(state)
    for name in ("roots", "root_masks", "events", "numbers"):
        before, after = getattr(state, name), getattr(larger, name)
        assert after.shape == (2 * len(before), *before.shape[1:])
        assert np.array_equal(after[: len(before)], before)
    roomy = driver._with_room(state, 9)
    assert [len(roomy.open_rows), len(roomy.open_corners), len(roomy.open_notes)] == [9, 9, 9]
    assert roomy.open_rows.shape[1] == state.rows.shape[1] == 1 * 3 + 2 * 2
    assert roomy.open_corners.shape[1] == state.corners.shape[1] == 4 + 9
    assert roomy.open_notes.shape[1] == state.notes.shape[1] == 2
    assert state.roots.shape[1] == 4 + 2 * 5 + 3 * 3
    assert list(chain(state.events.shape, state.numbers.shape)) == [2**12, 2**16]
    silent = driver._new_state(counts, logged=False)
    assert (silent.events.size, silent.numbers.size) == (0, 0)
