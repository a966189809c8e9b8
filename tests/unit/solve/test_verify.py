"""The exact check accepts what the search finds, and nothing that was tampered with."""

from copy import copy
from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.recheck.search_log import SUPPORT
from belarusgame.solve.solution import Box, Component
from belarusgame.solve.verify import verify_equilibria

SHAPES = [(2, 2, 2), (2, 2, 3), (3, 2, 2), (2, 2, 2, 2), (2, 3, 3), (3, 3, 3), (2, 3, 1)]


def solved(seed, shape):
    game = bg.Game(np.random.default_rng(seed).uniform(-1, 1, (len(shape), *shape)))
    return all_equilibria(game, certificate=True)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(4))
def test_random_games_are_accepted(seed, shape):
    solution = solved(seed, shape)
    assert solution.status == "complete"
    assert verify_equilibria(solution), verify_equilibria(solution).reason


@pytest.mark.parametrize("seed", range(6))
def test_games_full_of_ties_are_accepted(seed):
    payoffs = np.random.default_rng(seed).integers(-2, 3, (3, 2, 2, 2))
    solution = all_equilibria(bg.Game(payoffs), certificate=True)
    assert verify_equilibria(solution), verify_equilibria(solution).reason


def test_a_cell_is_not_dropped_for_what_holds_around_a_root_that_was_tried_in_it():
    """A proof of a root overwrote the rows of the cell from which multipliers were sought afterwards."""
    payoffs = np.random.default_rng(6).integers(0, 2, (3, 2, 2, 2))
    solution = all_equilibria(bg.Game(payoffs), tolerance=0.1, certificate=True)
    assert verify_equilibria(solution), verify_equilibria(solution).reason


def test_an_unfinished_search_is_accepted_for_what_it_is():
    game = solved(0, (2, 2, 2, 2)).game
    solution = all_equilibria(game, max_cells=3, certificate=True)
    assert solution.status == "partial"
    assert verify_equilibria(solution)
    claimed = replace(solution, status="complete", unresolved=())
    assert not verify_equilibria(claimed)


RICH = solved(1, (2, 2, 2, 2))


def with_certificate(solution, **changes):
    return replace(solution, certificate=replace(solution.certificate, **changes))


def test_a_removed_equilibrium_is_noticed():
    for k in range(len(RICH.outcomes)):
        outcomes = RICH.outcomes[:k] + RICH.outcomes[k + 1 :]
        assert (
            verify_equilibria(replace(RICH, outcomes=outcomes)).reason
            == "an equilibrium is missing from the list"
        )


def test_an_added_equilibrium_is_noticed():
    solution = replace(RICH, outcomes=(*RICH.outcomes, RICH.outcomes[0]))
    assert verify_equilibria(solution).reason == "an equilibrium is listed that was not confirmed"


def test_a_wrong_index_is_noticed():
    outcomes = (replace(RICH.outcomes[0], index=-RICH.equilibria[0].index), *RICH.outcomes[1:])
    assert not verify_equilibria(replace(RICH, outcomes=outcomes))


def test_a_removed_root_is_noticed():
    for k in range(len(RICH.certificate.roots)):
        roots = RICH.certificate.roots
        changed = with_certificate(RICH, roots=roots[:k] + roots[k + 1 :])
        assert not verify_equilibria(changed)


def test_a_root_that_is_moved_is_noticed():
    root = RICH.certificate.roots[0]
    vectors = [np.array(vector) for vector in root.vectors]
    mixed = next(k for k, vector in enumerate(vectors) if len(vector) > 1)
    vectors[mixed] = vectors[mixed] + np.array([2.0**-20, -(2.0**-20)])
    changed = replace(root, vectors=tuple(vectors))
    assert not verify_equilibria(with_certificate(RICH, roots=(changed, *RICH.certificate.roots[1:])))


def test_a_larger_region_of_uniqueness_is_noticed():
    roots = tuple(replace(root, radius=4.0) for root in RICH.certificate.roots)
    assert not verify_equilibria(with_certificate(RICH, roots=roots))


def test_every_dropped_step_is_noticed():
    solution = solved(3, (2, 2, 3))
    events = np.asarray(solution.certificate.events)
    assert len(events) > 10
    for k in range(len(events)):
        changed = with_certificate(solution, events=np.delete(events, k))
        assert not verify_equilibria(changed), k


def test_a_dropped_tree_is_noticed():
    events = np.asarray(RICH.certificate.events)
    begins = np.flatnonzero(events == SUPPORT)
    assert not verify_equilibria(with_certificate(RICH, events=events[: begins[-1]]))


def test_changed_multipliers_are_noticed():
    """Multipliers have some play; a change of sign must not pass."""
    numbers = np.asarray(RICH.certificate.numbers)
    assert not verify_equilibria(with_certificate(RICH, numbers=-numbers))
    rejected = 0
    for k in np.flatnonzero(numbers)[:40]:
        changed = numbers.copy()
        changed[k] = -1e3 * changed[k]
        rejected += not verify_equilibria(with_certificate(RICH, numbers=changed))
    assert rejected >= 30


def test_what_another_edition_kept_is_refused_by_name():
    for edition in (1, 3, None):
        changed = with_certificate(RICH, edition=edition)
        assert verify_equilibria(changed).reason.endswith("another edition of the check; solve again")
    older = copy(RICH.certificate)
    object.__delattr__(older, "edition")  # as one that was pickled before there were editions
    assert "another edition" in verify_equilibria(replace(RICH, certificate=older)).reason
    continuum = all_equilibria(bg.Game(np.zeros((3, 2, 2, 2))), certificate=True)
    assert "another edition" in verify_equilibria(with_certificate(continuum, edition=1)).reason


def test_another_game_is_noticed():
    other = solved(2, (2, 2, 2, 2)).game
    assert not verify_equilibria(with_certificate(RICH, game=other))


def test_a_missing_component_is_noticed():
    solution = all_equilibria(bg.Game(np.zeros((3, 2, 2, 2))), certificate=True)
    assert verify_equilibria(solution)
    assert not verify_equilibria(replace(solution, components=()))


@pytest.mark.parametrize("certificate", [None, float("nan"), "nash", RICH.game])
def test_a_solution_without_certificate_is_not_accepted(certificate):
    answer = verify_equilibria(replace(RICH, certificate=certificate))
    assert not answer.accepted
    assert answer.reason.endswith("cannot be checked; solve again with certificate=True")


def test_a_box_that_holds_nothing_undecided_is_noticed():
    """It would say that less is known than is proven."""
    box = Box(labels=RICH.game.labels, bounds=tuple(np.tile([0.0, 1.0], (n, 1)) for n in RICH.game.shape))
    partial = replace(RICH, status="partial", unresolved=(box,), messages=("the budget ended",))
    assert "nothing that was left undecided" in verify_equilibria(partial).reason
    component = Component(box=box, samples=(replace(RICH.equilibria[0], index=None, box=None, strict=False),))
    more = replace(RICH, components=(component,))
    assert "nothing that was left undecided" in verify_equilibria(more).reason
