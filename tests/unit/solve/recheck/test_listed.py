"""Every claim of a listed equilibrium or component is checked anew, and each kind of tampering is noticed."""

from dataclasses import replace
from fractions import Fraction
from importlib import import_module

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.game import equilibrium_at
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.by_search import _clusters
from belarusgame.solve.recheck.exact_cells import fractions
from belarusgame.solve.recheck.listed import Enclosure, check_apart, check_box, check_indices, check_numbers
from belarusgame.solve.recheck.search_certificate import Rejected
from belarusgame.solve.search.apart import kept_apart
from belarusgame.solve.search.points import PurePlay
from belarusgame.solve.verify import verify_equilibria


def solved(seed, shape):
    game = bg.Game(np.random.default_rng(seed).uniform(-1, 1, (len(shape), *shape)))
    return all_equilibria(game, certificate=True)


#: Seven equilibria, pure and mixed.
RICH = solved(1, (2, 2, 2, 2))
# Whatever the third player does, whom nothing concerns, the others coordinate: three continua.
COORDINATION = np.array([[2, 0], [0, 1]])
CONTINUA = all_equilibria(
    bg.Game(np.repeat(np.stack([COORDINATION, COORDINATION, 0 * COORDINATION])[..., None], 2, axis=3)),
    certificate=True,
)


def of_component(solution, **changes):
    return replace(
        solution, components=(replace(solution.components[0], **changes), *solution.components[1:])
    )


def test_what_is_tampered_with_below_is_accepted_as_it_is():
    assert verify_equilibria(RICH)
    assert verify_equilibria(CONTINUA)
    assert sum(e.is_pure for e in RICH.equilibria) not in (0, len(RICH.equilibria))
    assert CONTINUA.components


@pytest.mark.parametrize("k", range(len(RICH.outcomes)))
def test_a_box_widened_to_take_in_another_equilibrium_is_noticed(k, listed, reason):
    other = RICH.outcomes[k - 1]
    wide = tuple(
        np.stack([np.minimum(part[:, 0], vector), np.maximum(part[:, 1], vector)], axis=1)
        for part, vector in zip(RICH.outcomes[k].box, other.mixed, strict=True)
    )
    assert "box" in reason(listed(RICH, k, box=wide))


@pytest.mark.parametrize("k", range(len(RICH.outcomes)))
def test_a_box_of_everything_is_noticed(k, listed, reason):
    everything = tuple(np.tile([0.0, 1.0], (len(vector), 1)) for vector in RICH.outcomes[k].mixed)
    assert "box" in reason(listed(RICH, k, box=everything))


@pytest.mark.parametrize("k", range(len(RICH.outcomes)))
def test_a_box_moved_away_is_noticed(k, listed, reason):
    moved = tuple(part[::-1].copy() for part in RICH.outcomes[k].box)
    assert reason(listed(RICH, k, box=moved)) == "the box of an equilibrium does not hold it"


@pytest.mark.parametrize("k", range(len(RICH.outcomes)))
def test_an_index_that_is_flipped_or_missing_is_noticed(k, listed, reason):
    for index in (-RICH.outcomes[k].index, None):
        assert "index" in reason(listed(RICH, k, index=index))


@pytest.mark.parametrize("k", range(len(RICH.outcomes)))
def test_a_box_that_is_missing_is_noticed(k, listed, reason):
    assert "has no box" in reason(listed(RICH, k, box=None))


COORDINATION_OF_TWO = np.array([[[2, 0], [0, 1]], [[2, 0], [0, 1]]]) * Fraction(1)


def enclosed(support, chances, alone):
    point = [fractions(vector) for vector in chances]
    return Enclosure(support=support, low=point, high=point, alone=[fractions(vector) for vector in alone])


@pytest.mark.parametrize(("room", "accepted"), [(0.625, True), (0.6875, False)])
def test_a_box_may_not_admit_a_strategy_that_may_be_a_best_reply(room, accepted):
    """Beside the first equilibrium the second strategies are worse until they have two thirds."""
    corner = enclosed(((0,), (0,)), [[1.0], [1.0]], [[0.0], [0.0]])
    box = [np.array([[1 - room, 1.0], [0.0, room]])] * 2
    if accepted:
        check_box(COORDINATION_OF_TWO, corner, box)
    else:
        with pytest.raises(Rejected, match="may be a best reply"):
            check_box(COORDINATION_OF_TWO, corner, box)


def test_a_box_may_not_exceed_the_region_of_uniqueness():
    middle = enclosed(((0, 1), (0, 1)), [[0.25, 0.75]] * 2, [[0.125, 0.5]] * 2)
    check_box(COORDINATION_OF_TWO, middle, [np.array([[0.125, 0.5], [0.25, 1.0]])] * 2)
    for wide in ([[0.0625, 0.5], [0.5, 0.9375]], [[0.125, 0.75], [0.25, 0.875]]):
        with pytest.raises(Rejected, match="region in which it is the only one"):
            check_box(COORDINATION_OF_TWO, middle, [np.array(wide)] * 2)


@pytest.mark.parametrize(
    "box",
    [
        [[0.5, 1.0], [0.25, 0.5]],  # above it
        [[0.125, 0.25], [0.5, 0.625]],  # below it
    ],
)
def test_a_box_must_hold_its_equilibrium(box):
    middle = enclosed(((0, 1), (0, 1)), [[0.25, 0.75]] * 2, [[0.125, 0.5]] * 2)
    with pytest.raises(Rejected, match="does not hold it"):
        check_box(COORDINATION_OF_TWO, middle, [np.array(box)] * 2)


@pytest.mark.parametrize("other", [[0.125, 0.25], [-0.25, -0.125]])
def test_a_box_must_admit_that_unused_strategies_are_not_used(other):
    corner = enclosed(((0,), (0,)), [[1.0], [1.0]], [[0.0], [0.0]])
    with pytest.raises(Rejected, match="does not hold it"):
        check_box(COORDINATION_OF_TWO, corner, [np.array([[0.5, 1.0], other])] * 2)


def test_a_box_may_not_reach_where_a_strategy_is_not_used():
    middle = enclosed(((0, 1), (0, 1)), [[0.25, 0.75]] * 2, [[-0.5, -0.5]] * 2)
    with pytest.raises(Rejected, match="does not use a strategy"):
        check_box(COORDINATION_OF_TWO, middle, [np.array([[0.0, 0.5], [0.5, 1.0]])] * 2)


def test_a_box_that_holds_no_profile_is_noticed(listed):
    empty = tuple(np.array([[0.0, 0.25], [0.0, 0.25]]) for _ in range(4))
    with pytest.raises(Rejected, match="holds no profile"):
        check_apart(listed(RICH, 0, box=empty))


def test_a_regret_counts_against_the_players_own_range():
    """The second player's stakes are a millionth of the first's, and so must its regret be."""
    payoffs = np.array([[[1000, 0], [0, 1]], [[1e-3, 0], [0, 1e-6]]])
    game = bg.Game(payoffs)
    profile = equilibrium_at(game, [[1.0, 0.0], [1.0 - 2.0**-19, 2.0**-19]])
    exact = game.exact_payoffs
    with pytest.raises(Rejected, match="no equilibrium"):
        check_numbers(exact, profile)


def test_two_equilibria_merged_into_one_are_noticed(listed):
    for k, other in enumerate(RICH.outcomes[:-1]):
        together = tuple(
            np.stack([np.minimum(a[:, 0], b[:, 0]), np.maximum(a[:, 1], b[:, 1])], axis=1)
            for a, b in zip(other.box, RICH.outcomes[k + 1].box, strict=True)
        )
        merged = listed(RICH, k, box=together)
        assert verify_equilibria(
            replace(merged, outcomes=merged.outcomes[: k + 1] + merged.outcomes[k + 2 :])
        ).reason


def test_a_duplicate_of_an_equilibrium_is_noticed(reason):
    for equilibrium in RICH.outcomes:
        assert "not confirmed" in reason(replace(RICH, outcomes=(*RICH.outcomes, equilibrium)))


@pytest.mark.parametrize("k", range(len(RICH.outcomes)))
def test_wrong_numbers_are_noticed(k, listed, reason):
    equilibrium = RICH.outcomes[k]
    name = RICH.game.players[2]
    wrong = {**equilibrium.regrets, name: equilibrium.regrets[name] + 1e-6}
    assert "another regret" in reason(listed(RICH, k, regrets=wrong, incentive_gap=max(wrong.values())))
    assert "another regret" in reason(listed(RICH, k, incentive_gap=0.5))
    wrong = {**equilibrium.payoffs, name: equilibrium.payoffs[name] + 1e-6}
    assert "another payoff" in reason(listed(RICH, k, payoffs=wrong))
    assert "distribution" in reason(listed(RICH, k, distribution=equilibrium.distribution[::-1]))


def test_strictness_is_checked(listed, reason):
    k = next(k for k, equilibrium in enumerate(RICH.equilibria) if equilibrium.is_pure)
    assert "strict" in reason(listed(RICH, k, strict=False))


def test_a_place_off_the_equilibrium_is_noticed(listed, reason):
    k = next(k for k, equilibrium in enumerate(RICH.equilibria) if not equilibrium.is_pure)
    mixed = tuple(
        vector + 1e-8 * np.sign(vector[::-1] * vector) * [1, -1] for vector in RICH.equilibria[k].mixed
    )
    assert "missing" in reason(listed(RICH, k, mixed=mixed))


def test_a_sample_outside_its_component_is_noticed(reason):
    box = CONTINUA.components[0].box
    elsewhere = CONTINUA.components[1].samples
    assert reason(of_component(CONTINUA, samples=elsewhere)) == "a sample of a component lies outside its box"
    narrow = tuple(part.copy() for part in box.bounds)
    narrow[2][:, 1] -= 0.25
    assert not verify_equilibria(of_component(CONTINUA, box=replace(box, bounds=narrow)))


def test_a_sample_that_is_no_equilibrium_is_noticed(reason):
    sample = CONTINUA.components[0].samples[0]
    other = replace(sample, mixed=(np.array([0.5, 0.5]), np.array([0.5, 0.5]), sample.mixed[2]))
    assert reason(of_component(CONTINUA, samples=(other,))) == "a listed profile is no equilibrium"
    assert reason(of_component(CONTINUA, samples=())) == "a component has no sample"


def test_an_equilibrium_without_a_box_must_lie_in_a_component():
    solution = replace(CONTINUA, components=CONTINUA.components[1:])
    assert not verify_equilibria(solution)


def test_indices_that_do_not_sum_to_one_are_noticed():
    check_indices(RICH)
    with pytest.raises(Rejected, match="sum to one"):
        check_indices(replace(RICH, outcomes=RICH.outcomes[1:]))


def test_boxes_that_overlap_are_noticed():
    check_apart(RICH)
    with pytest.raises(Rejected, match="two equilibria overlap"):
        check_apart(replace(RICH, outcomes=(*RICH.outcomes, RICH.outcomes[0])))
    strict = RICH.equilibria[0]
    reaching = replace(
        CONTINUA.components[0].box,
        bounds=tuple(np.stack([part[:, 1], part[:, 1]], axis=1) for part in strict.box),
    )
    component = replace(CONTINUA.components[0], box=reaching)
    with pytest.raises(Rejected, match="reaches into a component"):
        check_apart(replace(RICH, components=(component,)))


def test_boxes_are_cut_so_that_they_keep_apart():
    first, second = RICH.equilibria[:2]
    gap = max(np.abs(a - b).max() for a, b in zip(first.mixed, second.mixed, strict=True))
    points = np.stack([np.concatenate(e.mixed) for e in (first, second)])
    wide = np.tile([0.0, 1.0], (*points.shape, 1))
    for box, point in zip(kept_apart(points, wide, np.zeros(2), []), points, strict=True):
        assert np.all((box[:, 0] <= point) & (point <= box[:, 1]))
        assert np.all(np.abs(box - point[:, None]) < gap / 2)
    assert np.array_equal(kept_apart(points, wide, np.array([0.0, 2.0]), [])[1], wide[1])
    assert np.array_equal(kept_apart(points[:1], wide[:1], np.zeros(1), []), wide[:1])


@pytest.mark.parametrize(("seed", "shape"), [(122, (2, 2, 2, 2)), (469, (2, 3, 2))])
def test_games_in_which_boxes_would_overlap(seed, shape):
    """Each box holds one equilibrium, and yet they would have profiles in common."""
    solution = solved(seed, shape)
    assert verify_equilibria(solution), verify_equilibria(solution).reason


def test_a_sample_found_beside_the_box_of_a_component_enlarges_it(monkeypatch):
    """Rounding may leave a sample a little outside the cells that were merged."""
    beside = [np.array([1.0, 0.0]), np.array([1.0, 0.0]), np.array([0.25 - 2.0**-26, 0.75 + 2.0**-26])]
    monkeypatch.setattr(import_module("belarusgame.solve.by_search"), "sample", lambda *arguments: [beside])
    box = np.array([[1, 1], [0, 0], [1, 1], [0, 0], [0.25, 0.5], [0.5, 0.75]], dtype=float)
    none = np.zeros(CONTINUA.game.shape, dtype=bool)
    (component,), unresolved = _clusters(CONTINUA.game, [box], PurePlay(none, none))
    assert unresolved == []
    assert component.box.bounds[2].tolist() == [[0.25 - 2.0**-26, 0.5], [0.5, 0.75 + 2.0**-26]]


def test_boxes_keep_away_from_components_that_do_not_hold_them():
    first = RICH.equilibria[0]
    point = np.concatenate(first.mixed)
    here = np.stack([point, point], axis=1)
    there = np.stack([1.0 - point, 1.0 - point], axis=1)
    wide = np.tile([0.0, 1.0], (1, len(point), 1))
    assert np.array_equal(kept_apart(point[None], wide, np.zeros(1), [here]), wide)
    (cut,) = kept_apart(point[None], wide, np.zeros(1), [here, there])
    assert np.abs(cut - point[:, None]).max() < 0.5


def test_exact_payoffs_count_not_their_roundings():
    third = Fraction(1, 3)
    payoffs = [
        [[[third * (1 + a) * (a == c) for c in range(2)] for b in range(2)] for a in range(2)],
        [[[third * (a == b) for c in range(2)] for b in range(2)] for a in range(2)],
        [[[third * (2 - c) * (b != c) for c in range(2)] for b in range(2)] for a in range(2)],
    ]
    solution = all_equilibria(bg.Game(payoffs), certificate=True)
    assert verify_equilibria(solution), verify_equilibria(solution).reason
    assert any(not e.is_pure for e in solution.equilibria)


def test_equilibria_too_near_to_each_other_for_boxes_are_accepted():
    """Two of three equilibria are some 1e-14 apart."""
    near = np.array([[-1, 2, -2], [-1, -1, -1]]) + 1e-14 * np.array([[2, -2, 1], [-2, -2, 2]])
    other = np.array([[2, -2, 2], [-1, -1, 1]]) + 1e-14 * np.array([[2, -1, 0], [2, 3, -3]])
    solution = all_equilibria(bg.Game([near, other]), certificate=True)
    assert [equilibrium.box is None for equilibrium in solution.equilibria].count(True) == 2
    assert verify_equilibria(solution).accepted
    bare = tuple(replace(equilibrium, box=None) for equilibrium in solution.equilibria)
    assert not verify_equilibria(replace(solution, outcomes=bare)).accepted


def test_the_rounding_of_the_smallest_floats_is_allowed_for():
    payoffs = np.random.default_rng(930961).integers(-4, 5, (20, 2, 3, 3)) * 5e-324
    assert all(verify_equilibria(all_equilibria(bg.Game(own), certificate=True)).accepted for own in payoffs)
