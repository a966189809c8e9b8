"""How much work the search needs: most slips in it leave the answer right and make the way to it longer.

All that is guessed is proven before it counts, so that a worse guess shows in the number of steps alone. The
numbers below are the same on a processor that joins no product and sum into one operation, but for two in a
hundred where strategies tie. Whoever makes the search better writes the new numbers down.
"""

from typing import NamedTuple

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.compared import compared
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
    kept = compared(game.ordinal).kept
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
    (uniform, (2, 2, 2), 40, {}, (126, 81, 1152, 1855, 0, 39, 0, 0, 0, 120, 1248)),
    (uniform, (2, 3, 4), 12, {}, (547, 531, 4740, 11016, 0, 42, 0, 0, 0, 135, 1344)),
    (uniform, (3, 3, 3), 12, {}, (688, 661, 6467, 16243, 0, 57, 0, 0, 0, 191, 1824)),
    (uniform, (2, 2, 2, 2), 20, {}, (273, 235, 4354, 8440, 0, 70, 0, 0, 0, 223, 2240)),
    (uniform, (3, 2, 1, 3), 12, {}, (188, 180, 2105, 3760, 0, 28, 0, 0, 0, 88, 896)),
    (uniform, (2, 2, 2, 2, 2), 8, {}, (481, 413, 7539, 15196, 0, 44, 0, 0, 0, 142, 1408)),
    (uniform, (5, 2, 3), 8, {}, (799, 776, 6235, 15433, 0, 37, 0, 0, 0, 121, 1184)),
    (uniform, (4, 4, 4), 2, {}, (2694, 2251, 20918, 85982, 0, 23, 0, 0, 0, 91, 736)),
    (uniform, (2, 2, 2, 2, 2, 2), 3, {}, (1004, 658, 16860, 42548, 0, 39, 0, 0, 0, 169, 1248)),
    (uniform, (3, 3, 3, 2), 3, {}, (1285, 858, 16900, 56604, 0, 36, 0, 0, 0, 153, 1152)),
    (uniform, (3, 3, 3, 2), 3, {"max_cells": 200}, (601, 522, 7612, 18449, 0, 15, 0, 0, 9, 57, 480)),
    (tied, (2, 3, 2), 8, {"tolerance": 1e-4}, (7752, 138, 23739, 3988, 0, 4, 29, 3496, 0, 101, 1056)),
    (tied, (2, 3, 2), 8, {"max_cells": 40}, (293, 16, 739, 246, 0, 0, 3, 12, 143, 9, 96)),
    (tied, (2, 2, 2, 2), 5, {}, (2057, 108, 7382, 2407, 0, 7, 16, 1001, 0, 73, 736)),
    (tied, (2, 2, 2, 2), 5, {"max_cells": 40}, (157, 38, 747, 807, 0, 4, 0, 0, 62, 14, 128)),
    (tied, (3, 2, 3), 3, {"max_cells": 5000}, (8611, 113, 29824, 23425, 0, 3, 10, 2390, 28, 41, 416)),
    (tied, (3, 2, 3), 1, {"tolerance": 0.01}, (2892, 45, 13173, 20607, 0, 0, 4, 926, 0, 12, 128)),
    (with_a_strategy_twice, (2, 3, 2), 6, {}, (2857, 106, 23083, 64940, 0, 0, 20, 1328, 0, 62, 640)),
    (
        with_a_player_who_does_not_care, (2, 3, 3), 3, {},
        (22378, 106, 123195, 257716, 0, 0, 3, 10159, 0, 9, 96),
    ),
    (
        with_a_strategy_twice, (2, 2, 2, 2), 4, {"tolerance": 0.01},
        (2304, 145, 21096, 59906, 0, 3, 22, 1094, 0, 77, 800),
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
