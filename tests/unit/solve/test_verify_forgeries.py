"""Whatever a solution is changed to say, the check answers, and accepts nothing that was not proven."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.all_equilibria import all_equilibria

sys.path.insert(0, str(Path(__file__).parents[2]))
from forging import essence, forgeries, places


def solved(payoffs, **settings):
    return all_equilibria(bg.Game(payoffs), certificate=True, **settings)


def uniform(seed, shape):
    return np.random.default_rng(seed).uniform(-1, 1, (len(shape), *shape))


def a_player_who_does_not_care():
    payoffs = uniform(3, (2, 2, 2))
    payoffs[2] = 0.0
    return payoffs


SEARCHED = [
    solved(uniform(1, (2, 2, 2))),
    solved(uniform(2, (2, 2, 2))),
    solved(uniform(5, (2, 3, 2))),
    solved(np.random.default_rng(8).integers(0, 2, (3, 2, 2, 2)), tolerance=0.1),
    solved(a_player_who_does_not_care(), tolerance=0.1),
    solved(uniform(1, (2, 2, 2)), max_cells=3),
]
TWO_PLAYERS = [
    solved([[[3, 0], [0, 2], [-1, -1]], [[2, 0], [0, 3], [0, 0]]]),
    solved([[[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]]]),
    solved([[[0, 0], [0, 1]], [[0, 0], [0, 1]]]),
    solved(uniform(0, (2, 3))),
    solved(uniform(0, (4, 4)), max_cells=20),
]


def test_the_solutions_that_are_forged_hold_all_that_there_is_to_forge():
    held = {path[-1] for solution in SEARCHED + TWO_PLAYERS for path, _ in places(solution)}
    assert {
        "concept",
        "regrets",
        "strict",
        "box",
        "bounds",
        "samples",
        "unresolved",
        "roots",
        "corners",
    } <= held
    for solution in SEARCHED + TWO_PLAYERS:
        assert bg.verify(solution), bg.verify(solution).reason
    assert {solution.status for solution in SEARCHED} == {"complete", "partial"}


def statements(solution):
    """Return what an accepted solution says of its game, in no order: fewer statements say less.

    What an unfinished search advises is not among them, nor whether a mere sample is known not to be strict.
    """
    samples = [(part.box, replace(e, strict=None)) for part in solution.components for e in part.samples]
    listed = [solution.concept, solution.method, *solution.outcomes, *samples, *solution.unresolved]
    listed += [part.box for part in solution.components] + [solution.game.labels, solution.game.payoffs]
    return {essence(entry) for entry in [*listed, *([] if solution.unresolved else solution.messages)]}


EVERY = SEARCHED + TWO_PLAYERS


@pytest.mark.parametrize("records", [SEARCHED, TWO_PLAYERS, EVERY], ids=["many", "two", "all"])
def test_no_forgery_is_accepted(records):
    """What is accepted, because a certificate has some play or a list is in another order, says no more."""
    rejected = 0
    for what, solution, forged in forgeries(records, 11, 250):
        answer = bg.verify(forged)
        assert answer.reason, what
        if answer.accepted:
            assert forged.status == solution.status, what
            assert statements(forged) <= statements(solution), what
        rejected += not answer.accepted
    assert rejected > 200


@pytest.mark.parametrize("kind", [SEARCHED, TWO_PLAYERS])
def test_a_result_with_the_certificate_of_another_one_is_not_accepted(kind):
    for solution in SEARCHED + TWO_PLAYERS:
        for other in kind:
            if not solution.game.equals(other.game):
                assert not bg.verify(replace(solution, certificate=other.certificate))
                assert not bg.verify(replace(solution, game=other.game))
