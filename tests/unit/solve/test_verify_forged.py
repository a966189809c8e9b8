"""A proof written by hand is accepted as a whole, and refused as soon as one thing in it is not so."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.game import equilibrium_at
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.pure import pure_positions
from belarusgame.solve.recheck.listed import _is_near, is_equilibrium, is_strict
from belarusgame.solve.recheck.search_certificate import PROVEN, Certificate
from belarusgame.solve.recheck.search_log import COVERED, OPEN, SUPPORT
from belarusgame.solve.search.root_table import Root
from belarusgame.solve.solution import BY_SEARCH, Box, Component, Solution
from belarusgame.solve.verify import verify_equilibria

#: The third player always loses by its first strategy. If it plays the second, the first player plays 1/4 and
#: 3/4, and the second 3/8 and 5/8, and neither cares.
PAYOFFS = np.full((3, 2, 2, 2), 5)
PAYOFFS[0, :, :, 1] = [[0, 0], [-5, 3]]
PAYOFFS[1, :, :, 1] = [[0, 3], [0, -1]]
PAYOFFS[2, :, :, 1] = 6
GAME = bg.Game(PAYOFFS)
MIXED = ([0.25, 0.75], [0.375, 0.625], [0.0, 1.0])
ROOT = Root(
    supports=((0, 1), (0, 1), (1,)),
    vectors=tuple(np.array(part) for part in (MIXED[0], MIXED[1], [1.0])),
    kind=PROVEN,
    radius=2.0,
    small=2.0**-20,
    sign=1,
    inverse=np.array([[0.0, -0.25], [0.125, 0.0]]),
)
#: One tree, which the region around the root covers.
CERTIFICATE = Certificate(
    game=GAME,
    kept=([0, 1], [0, 1], [1]),
    events=(SUPPORT, 3, 3, 1, COVERED, 0),
    numbers=np.zeros(0),
    roots=(ROOT,),
    powers=(0, 0, 0),
)
BOUNDS = (
    np.array([[0.125, 0.375], [0.625, 0.875]]),
    np.array([[0.25, 0.5], [0.5, 0.75]]),
    np.array([[0.0, 0.25], [0.75, 1.0]]),
)
EQUILIBRIUM = equilibrium_at(GAME, MIXED, strict=False, index=1, box=BOUNDS)
SOLUTION = Solution(
    outcomes=(EQUILIBRIUM,),
    concept="nash",
    status="complete",
    method=BY_SEARCH,
    game=GAME,
    certificate=CERTIFICATE,
)


def proven(**changes):
    return replace(SOLUTION, certificate=replace(CERTIFICATE, **changes))


def box_of(game, *bounds):
    return Box(labels=game.labels, bounds=tuple(np.array(part) for part in bounds))


EVERYTHING = box_of(GAME, *[[[0.0, 1.0]] * 2] * 3)
SUPPORTED = box_of(GAME, [[0.0, 1.0]] * 2, [[0.0, 1.0]] * 2, [[0.0, 0.0], [1.0, 1.0]])
#: All but a corner where the first player nearly always plays its second strategy.
NOT_ALL = box_of(GAME, [[0.001, 1.0], [0.0, 1.0]], *[[[0.0, 1.0]] * 2] * 2)


def test_a_proof_is_accepted():
    answer = verify_equilibria(SOLUTION)
    assert answer
    assert answer.reason == "1 cell trees, 1 roots and 0 pure equilibria confirmed"


def test_payoffs_may_be_multiplied_by_powers_of_two():
    scaled = replace(ROOT, inverse=ROOT.inverse * [0.125, 2.0])
    assert verify_equilibria(proven(roots=(scaled,), powers=(3, -1, -2)))
    for powers in [(0, 0, 0), (3, 0, -2), (4, -1, -2), (-3, 1, 2)]:
        assert not verify_equilibria(proven(roots=(scaled,), powers=powers))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"index": -1}, "another index"),
        ({"index": None}, "another index"),
        ({"box": None}, "has no box"),
        ({"incentive_gap": 0.5}, "another regret"),
        ({"box": (BOUNDS[1], *BOUNDS[1:])}, "does not hold it"),
        ({"mixed": tuple(map(np.array, ([0.25 + 2.0**-19, 0.75 - 2.0**-19], *MIXED[1:])))}, "missing"),
    ],
)
def test_every_entry_of_an_equilibrium_is_checked(listed, reason, changes, why):
    assert why in reason(listed(SOLUTION, 0, **changes))


def test_the_list_is_neither_too_short_nor_too_long(reason):
    assert "missing" in reason(replace(SOLUTION, outcomes=()))
    assert "not confirmed" in reason(replace(SOLUTION, outcomes=(EQUILIBRIUM, EQUILIBRIUM)))


def test_what_a_tree_leaves_open_must_be_reported(reason):
    for events in ((SUPPORT, 3, 3, 1, OPEN), ()):
        opened = proven(events=events)
        assert "neither excluded nor reported" in reason(opened)
        partial = replace(opened, status="partial", messages=("ended",), unresolved=(EVERYTHING,))
        assert verify_equilibria(partial)
        assert "neither excluded nor reported" in reason(replace(partial, unresolved=(NOT_ALL,)))
        assert "left undecided" in reason(replace(partial, unresolved=(NOT_ALL, EVERYTHING)))
        assert "status" in reason(replace(partial, status="complete"))
        assert "status" in reason(replace(partial, unresolved=()))
        assert "messages" in reason(replace(partial, messages=()))
        sample = replace(EQUILIBRIUM, index=None, box=None)
        component = Component(box=SUPPORTED, samples=(sample,))
        assert verify_equilibria(replace(opened, components=(component,)))
        assert "listed twice" in reason(replace(opened, components=(component, component)))
        larger = replace(component, box=EVERYTHING)
        assert "larger than what was left" in reason(replace(opened, components=(larger,)))
    assert "status" in reason(replace(SOLUTION, unresolved=(EVERYTHING,)))
    assert "messages" in reason(replace(SOLUTION, messages=("a proof",)))


def test_a_root_must_be_right_and_belong_to_the_game(reason):
    assert "another kind" in reason(proven(roots=(replace(ROOT, kind=1),)))
    assert "not confirmed" in reason(proven(roots=(replace(ROOT, kind=3),)))  # left open, and yet listed
    assert "another index" in reason(proven(roots=(replace(ROOT, sign=-1),)))
    assert "does not hold" in reason(proven(roots=(replace(ROOT, radius=0.5),)))
    assert not verify_equilibria(proven(game=bg.Game(-PAYOFFS)))


def settled():
    """Return the solution of a game of three in which everybody has a dominant strategy."""
    payoffs = np.zeros((3, 2, 3, 2))
    payoffs[0, 1], payoffs[1, :, 2], payoffs[2, :, :, 0] = 1, 4, 2
    return all_equilibria(bg.Game(payoffs), certificate=True)


def test_a_game_that_dominance_settles_has_one_strict_equilibrium(listed, reason):
    solution = settled()
    assert verify_equilibria(solution).reason == "0 cell trees, 0 roots and 1 pure equilibria confirmed"
    (equilibrium,) = solution.equilibria
    assert (equilibrium.strict, equilibrium.index) == (True, 1)
    assert solution.components == ()
    assert solution.certificate.game is solution.game
    assert solution.certificate.powers == (0, 0, 0)
    for changes, why in [
        ({"strict": False}, "as strict as recorded"),
        ({"index": None}, "another index"),
        ({"box": None}, "has no box"),
        ({"box": tuple(part * 0.5 for part in equilibrium.box)}, "does not hold it"),
        ({"mixed": tuple(vector[::-1] for vector in equilibrium.mixed)}, "missing"),
    ]:
        assert why in reason(listed(solution, 0, **changes))


def test_strategies_of_one_player_that_are_as_good_are_a_component(listed, reason):
    payoffs = np.array([[[1.0], [3.0], [3.0], [2.0]], [[0.0], [1.0], [2.0], [3.0]], [[0.0]] * 4])[..., None]
    solution = all_equilibria(bg.Game(payoffs), max_cells=9, certificate=True)
    assert verify_equilibria(solution).reason == "0 cell trees, 0 roots and 2 pure equilibria confirmed"
    assert (solution.status, solution.concept, solution.messages) == ("complete", "nash", ())
    assert solution.settings == {"max_cells": 9, "tolerance": 1e-6, "certificate": True, "max_seconds": None}
    assert all_equilibria(bg.Game(payoffs)).certificate is None
    (component,) = solution.components
    assert component.box.bounds[0].tolist() == [[0, 0], [0, 1], [0, 1], [0, 0]]
    assert [part.tolist() for part in component.box.bounds[1:]] == [[[1, 1]]] * 2
    assert not any(part.flags.writeable for part in component.box.bounds)
    assert [sample.mixed[0].tolist() for sample in component.samples] == [[0, 1, 0, 0], [0, 0, 1, 0]]
    assert [(e.strict, e.index, e.box) for e in solution.equilibria] == [(False, None, None)] * 2
    assert "another index" in reason(listed(solution, 0, index=1))
    assert "as strict as recorded" in reason(listed(solution, 0, strict=True))
    bounds = tuple(np.tile([0.0, 1.0], (len(part), 1)) for part in component.box.bounds)
    assert "another one has one" in reason(listed(solution, 0, box=bounds))
    for k, side in [(1, 1), (2, 1), (0, 0), (3, 0)]:
        narrow = component.box.bounds[0].copy()
        narrow[k, side] = 0.5
        box = replace(component.box, bounds=(narrow, *component.box.bounds[1:]))
        changed = replace(solution, components=(replace(component, box=box),))
        assert "neither excluded nor reported" in reason(changed)


@pytest.mark.parametrize("seed", [0, 12, 18])
def test_pure_equilibria_are_where_nobody_can_gain(seed):
    game = bg.Game(np.random.default_rng(seed).integers(0, 3, (3, 2, 3, 2)))
    stable, strict = pure_positions(game)
    for position in np.ndindex(*game.shape):
        assert is_equilibrium(game.exact_payoffs, position) == stable[position]
        if stable[position]:
            assert is_strict(game.exact_payoffs, position) == strict[position]
    assert stable.sum() > strict.sum() > 0


def test_a_place_is_near_if_no_probability_is_further_away():
    point = [np.array([Fraction(c) for c in part], dtype=object) for part in MIXED]
    assert _is_near(EQUILIBRIUM, point, Fraction(0))
    for sign in (-1, 1):
        point[1][0] += sign * Fraction(1, 8)
        assert _is_near(EQUILIBRIUM, point, Fraction(1, 8))
        assert not _is_near(EQUILIBRIUM, point, Fraction(124, 1000))
        point[1][0] -= sign * Fraction(1, 8)
