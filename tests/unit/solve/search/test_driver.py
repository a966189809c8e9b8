"""How the search is run: what it is given, how long its turns are, and which boxes it leaves."""

from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.compared import compared
from belarusgame.solve.recheck.exact_roots import check_roots
from belarusgame.solve.recheck.search_certificate import Certificate
from belarusgame.solve.recheck.search_log import check_trees
from belarusgame.solve.search import driver, search
from belarusgame.solve.search.driver import Search
from belarusgame.solve.search.roots import BORDERLINE


def searched(payoffs, **settings):
    game = bg.Game(payoffs)
    kept = compared(game.ordinal).kept
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
