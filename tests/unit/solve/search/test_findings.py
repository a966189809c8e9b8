"""From what dominance left back to the whole game."""

import numpy as np

from belarusgame.solve.search.findings import Findings, bounds_in_game, everything

KEPT = ([0, 2, 3], [1], [0, 1])


def test_what_a_support_leaves_out_is_not_played():
    support = ((0, 3), (1,))
    bounds = bounds_in_game(support, [[(0.25, 0.5), (0.5, 0.75)], [(1.0, 1.0)]], (4, 2))
    assert bounds.tolist() == [[0.25, 0.5], [0, 0], [0, 0], [0.5, 0.75], [0, 0], [1, 1]]


def test_bounds_are_those_of_probabilities():
    bounds = bounds_in_game(((0, 1),), [[(-0.25, 0.5), (0.5, 1.25)]], (2,))
    assert bounds.tolist() == [[0, 0.5], [0.5, 1]]


def test_everything_is_what_dominance_left():
    assert everything(KEPT, (4, 2, 2)).tolist() == [
        [0, 1], [0, 0], [0, 1], [0, 1],
        [0, 0], [0, 1],
        [0, 1], [0, 1],
    ]  # fmt: skip


def test_findings_share_nothing_with_each_other():
    one, other = Findings(table=None), Findings(table=None)
    one.open_boxes.append(np.zeros((2, 2)))
    assert (other.open_boxes, other.left_boxes, len(other.events)) == ([], [], 0)
