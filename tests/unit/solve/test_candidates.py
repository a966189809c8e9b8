"""Equilibria found numerically where a search was not finished."""

import time

import numpy as np

import belarusgame as bg
from belarusgame.solve.candidates import candidates_in
from belarusgame.solve.solution import Box

GAME = bg.Game([[[2, 0], [0, 1]]] * 2)


def box(low, high):
    return Box.stacked(GAME.labels, np.array([low, high]).T)


WHOLE = box([0.0] * 4, [1.0] * 4)


def shares(found):
    return sorted(round(float(e.mixed[0][0]), 9) for e in found)


def test_all_three_equilibria_are_found_and_measured():
    found = candidates_in(GAME, [WHOLE], [], [])
    assert shares(found) == [0.0, 0.333333333, 1.0]
    assert max(e.regret for e in found) < 1e-9


def test_only_inside_the_boxes():
    inside = box([0.2, 0.5, 0.2, 0.5], [0.5, 0.8, 0.5, 0.8])
    assert shares(candidates_in(GAME, [inside], [], [])) == [0.333333333]


def test_what_is_listed_is_not_a_candidate():
    known = bg.solve.pure_equilibria(GAME).equilibria
    assert shares(candidates_in(GAME, [WHOLE], known, [])) == [0.333333333]


def test_what_lies_in_a_component_is_not_a_candidate():
    idle = bg.Game([[[1, 0], [1, 0]], [[1, 0], [1, 0]]])
    (component,) = bg.solve.all_equilibria(idle).components
    boxes = [Box.stacked(idle.labels, np.array([[0.0] * 4, [1.0] * 4]).T)]
    assert candidates_in(idle, boxes, [], []) != ()
    assert candidates_in(idle, boxes, [], [component]) == ()


def test_nothing_is_looked_for_without_boxes_or_time():
    assert candidates_in(GAME, [], [], []) == ()
    assert candidates_in(GAME, [WHOLE], [], [], deadline=time.monotonic() - 1.0) == ()
