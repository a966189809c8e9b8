"""How much work the search needs: most slips in it leave the answer right and make the way to it longer.

All that is guessed is proven before it counts, so that a worse guess shows in the number of steps alone. The
numbers below are the same on a processor that joins no product and sum into one operation, but for two in a
hundred where strategies tie. Whoever makes the search better writes the new numbers down.
"""

from typing import NamedTuple

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.by_comparison import surviving_strategies
from belarusgame.solve.search.driver import Search
from belarusgame.solve.search.roots import BORDERLINE, PROVEN, REJECTED


class Steps(NamedTuple):
    """What was done and found, added up over some games."""

    cells: float
    supports: float
    events: float  # entries of the log
    numbers: float  # multipliers and bounds that were used
    rejected: float
    proven: float
    borderline: float
    open_boxes: float
    left_boxes: float
    halvings: float  # of the unit to which the regions of the roots are narrow
    small_halvings: float  # and the places of the roots


def uniform(shape, count):
    return [np.random.default_rng(seed).uniform(-1, 1, (len(shape), *shape)) for seed in range(count)]


def tied(shape, count):
    draws = (np.random.default_rng(seed).integers(0, 4, (len(shape), *shape)) for seed in range(count))
    return [draw.astype(float) for draw in draws]


def with_a_strategy_twice(shape, count):
    return [payoffs[:, [*range(shape[0]), 1]] for payoffs in uniform(shape, count)]


def with_a_player_who_does_not_care(shape, count):
    """Make continua of equilibria, of which some fill the list of opened cells even at a great width."""
    games = uniform(shape, count)
    for payoffs in games:
        payoffs[-1] = 0.0
    return games


def searched(payoffs, *, max_cells=100_000, tolerance=1e-6, logged=True):
    game = bg.Game(payoffs)
    kept = surviving_strategies(game.ordinal)
    return Search(game, kept, max_cells=max_cells, tolerance=tolerance, logged=logged).run()


def steps(findings):
    kinds = [root.kind for root in findings.roots]
    return Steps(
        cells=findings.cells,
        supports=findings.supports,
        events=findings.events.size,
        numbers=findings.numbers.size,
        rejected=kinds.count(REJECTED),
        proven=kinds.count(PROVEN),
        borderline=kinds.count(BORDERLINE),
        open_boxes=len(findings.open_boxes),
        left_boxes=len(findings.left_boxes),
        halvings=-sum(np.log2(root.radius) for root in findings.roots),
        small_halvings=-sum(np.log2(root.small) for root in findings.roots),
    )


KNOWN = [
    (uniform, (2, 2, 2), 40, {}, (126, 81, 520, 1151, 0, 39, 0, 0, 0, 120, 1248)),
    (uniform, (2, 3, 4), 12, {}, (553, 531, 3051, 14478, 1, 42, 0, 0, 0, 138, 1376)),
    (uniform, (3, 3, 3), 12, {}, (712, 661, 4020, 26799, 1, 57, 0, 0, 0, 194, 1856)),
    (uniform, (2, 2, 2, 2), 20, {}, (291, 235, 1932, 9260, 1, 70, 0, 0, 0, 226, 2272)),
    (uniform, (3, 2, 1, 3), 12, {}, (190, 180, 1254, 3943, 2, 28, 0, 0, 0, 94, 960)),
    (uniform, (2, 2, 2, 2, 2), 8, {}, (581, 413, 4101, 27860, 1, 44, 0, 0, 0, 147, 1440)),
    (uniform, (5, 2, 3), 8, {}, (811, 776, 4422, 23876, 2, 37, 0, 0, 0, 131, 1248)),
    (uniform, (4, 4, 4), 2, {}, (3372, 2251, 17023, 365548, 0, 23, 0, 0, 0, 91, 736)),
    (uniform, (2, 2, 2, 2, 2, 2), 3, {}, (1358, 658, 8980, 98952, 2, 39, 0, 0, 0, 177, 1312)),
    (uniform, (3, 3, 3, 2), 3, {}, (1869, 858, 10078, 181949, 3, 36, 0, 0, 0, 165, 1248)),
    (uniform, (3, 3, 3, 2), 3, {"max_cells": 200}, (600, 435, 3682, 29652, 2, 12, 0, 0, 7, 54, 448)),
    (tied, (2, 3, 2), 8, {"tolerance": 1e-4}, (10784, 138, 30385, 2453, 0, 4, 29, 4318, 0, 101, 1056)),
    (tied, (2, 3, 2), 8, {"max_cells": 40}, (323, 9, 726, 4, 0, 0, 0, 0, 88, 0, 0)),
    (tied, (2, 2, 2, 2), 5, {}, (3071, 108, 9279, 2581, 0, 7, 16, 1308, 0, 73, 736)),
    (tied, (2, 2, 2, 2), 5, {"max_cells": 40}, (167, 38, 532, 843, 0, 4, 0, 0, 53, 14, 128)),
    (tied, (3, 2, 3), 3, {"max_cells": 5000}, (10117, 113, 28471, 45897, 0, 3, 10, 3026, 41, 41, 416)),
    (tied, (3, 2, 3), 1, {"tolerance": 0.01}, (3780, 45, 10921, 44180, 0, 0, 4, 963, 0, 12, 128)),
    (with_a_strategy_twice, (2, 3, 2), 6, {}, (1849, 106, 8323, 67424, 0, 0, 20, 781, 0, 62, 640)),
    (
        with_a_player_who_does_not_care, (2, 3, 3), 3, {},
        (26198, 106, 79956, 474731, 0, 0, 3, 10852, 0, 9, 96),
    ),
    (
        with_a_strategy_twice, (2, 2, 2, 2), 4, {"tolerance": 0.01},
        (1434, 145, 6664, 52755, 2, 3, 22, 633, 0, 83, 864),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("draw", "shape", "count", "settings", "known"), KNOWN)
def test_the_search_takes_the_steps_that_it_is_known_to_take(draw, shape, count, settings, known):
    taken = Steps(*np.sum([steps(searched(payoffs, **settings)) for payoffs in draw(shape, count)], axis=0))
    assert taken == pytest.approx(known, rel=0.03, abs=1e-9), taken


def test_the_log_changes_nothing_but_itself():
    payoffs = uniform((2, 3, 3), 5)[-1]
    silent, logged = (searched(payoffs, logged=asked) for asked in (False, True))
    assert (silent.events.size, silent.numbers.size) == (0, 0)
    assert steps(silent)._replace(events=0, numbers=0) == steps(logged)._replace(events=0, numbers=0)
    for one, other in zip(silent.roots, logged.roots, strict=True):
        assert np.array_equal(one.inverse, other.inverse)
