"""Two players: all equilibria follow from the extreme points of a certificate, and tampering is noticed."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.game import equilibrium_at
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.recheck.listed import check_apart
from belarusgame.solve.recheck.two_player import _groups, _subsets
from belarusgame.solve.solution import Box
from belarusgame.solve.verify import verify_equilibria


def solved(payoffs, **settings):
    return all_equilibria(bg.Game(payoffs), certificate=True, **settings)


#: Three isolated equilibria, one of them mixed, and no more.
BATTLE = solved([[[3, 0], [0, 2], [-1, -1]], [[2, 0], [0, 3], [0, 0]]])
# peers.md, "degenerate 3x2": one isolated equilibrium and a segment.
MIXED_KIND = solved([[[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]]])


@pytest.mark.parametrize("shape", [(2, 2), (2, 3), (4, 3), (1, 3), (5, 5)])
@pytest.mark.parametrize("values", ["generic", "ties", "many ties"])
def test_solutions_are_accepted(shape, values):
    for seed in range(4):
        rng = np.random.default_rng(seed)
        payoffs = {
            "generic": lambda rng=rng: rng.uniform(-1, 1, (2, *shape)),
            "ties": lambda rng=rng: rng.integers(-2, 3, (2, *shape)),
            "many ties": lambda rng=rng: rng.integers(0, 2, (2, *shape)),
        }[values]()
        solution = solved(payoffs)
        assert solution.status == "complete"
        assert verify_equilibria(solution), verify_equilibria(solution).reason


def test_exact_payoffs_that_floats_round_are_accepted():
    third = Fraction(1, 3)
    solution = solved([[[third, 0], [0, 2 * third]], [[third / 7, 0], [0, third]]])
    assert len(solution.equilibria) == 3
    assert verify_equilibria(solution)


def test_an_unfinished_search_is_accepted_for_what_it_is(reason):
    game = np.random.default_rng(0).uniform(-1, 1, (2, 4, 4))
    solution = solved(game, max_cells=20)
    assert solution.status == "partial"
    assert verify_equilibria(solution), verify_equilibria(solution).reason
    assert "is not listed" in reason(replace(solution, status="complete", unresolved=()))
    assert "complete" in reason(replace(solution, status="complete"))


@pytest.mark.parametrize("k", range(3))
def test_removed_added_and_merged_equilibria_are_noticed(k, listed, reason):
    outcomes = BATTLE.outcomes
    assert "missing" in reason(replace(BATTLE, outcomes=outcomes[:k] + outcomes[k + 1 :]))
    assert "not confirmed" in reason(replace(BATTLE, outcomes=(*outcomes, outcomes[k])))
    assert "missing" in reason(listed(BATTLE, k, mixed=outcomes[k - 1].mixed))


@pytest.mark.parametrize("k", range(3))
def test_a_wrong_index_strictness_or_number_is_noticed(k, listed, reason):
    equilibrium = BATTLE.equilibria[k]
    assert "index" in reason(listed(BATTLE, k, index=-equilibrium.index))
    assert "strict" in reason(listed(BATTLE, k, strict=not equilibrium.strict))
    payoffs = {**equilibrium.payoffs, "player 1": 9.0}
    assert "another payoff" in reason(listed(BATTLE, k, payoffs=payoffs))


@pytest.mark.parametrize("k", range(3))
def test_a_box_that_is_moved_or_takes_in_another_equilibrium_is_noticed(k, listed, reason):
    equilibrium, other = BATTLE.equilibria[k], BATTLE.equilibria[k - 1]
    moved = tuple(np.clip(part + 0.9, 0.9, 1.0) for part in equilibrium.box)
    assert reason(listed(BATTLE, k, box=moved)) == "the box of an equilibrium does not hold it"
    wide = tuple(
        np.stack([np.minimum(part[:, 0], near[:, 0]), np.maximum(part[:, 1], near[:, 1])], axis=1)
        for part, near in zip(equilibrium.box, other.box, strict=True)
    )
    assert reason(listed(BATTLE, k, box=wide)) == "the box of an equilibrium may hold another one"
    assert "neither a box" in reason(listed(BATTLE, k, box=None))


def test_a_tampered_component_is_noticed(reason):
    (component,) = MIXED_KIND.components
    assert verify_equilibria(MIXED_KIND)
    box = component.box
    narrow = tuple(0.5 * (part + part[:, :1]) for part in box.bounds)
    for changes in (
        {"samples": component.samples[:1]},
        {"samples": (component.samples[0], component.samples[0])},
        {"samples": (*component.samples, component.samples[0])},
        {"box": replace(box, bounds=narrow)},
    ):
        changed = replace(MIXED_KIND, components=(replace(component, **changes),))
        assert "continuum" in reason(changed)
    assert "continuum" in reason(replace(MIXED_KIND, components=()))
    assert "not confirmed" in reason(replace(MIXED_KIND, components=(component, component)))


def test_a_continuum_listed_as_points_is_noticed(reason):
    (component,) = MIXED_KIND.components
    points = replace(MIXED_KIND, components=(), outcomes=(*MIXED_KIND.outcomes, *component.samples))
    assert "continuum" in reason(points)


def test_another_game_is_noticed():
    other = replace(BATTLE.certificate, game=bg.Game(-BATTLE.game.payoffs))
    assert not verify_equilibria(replace(BATTLE, certificate=other))


def test_boxes_keep_clear_of_each_other_and_of_continua():
    """In the last game a box would reach into the bounding box of a continuum, away from its points."""
    for seed, shape in [(0, (3, 4)), (1, (3, 4)), (2, (3, 4)), (1351, (4, 4))]:
        solution = solved(np.random.default_rng(seed).integers(0, 3, (2, *shape)))
        inside = [e for e in solution.equilibria if e.box is None]
        samples = [part.samples for part in solution.components]
        assert all(e.is_pure for e in inside)
        assert len(inside) == sum(e.is_pure for own in samples for e in own)
        check_apart(solution)


def test_maximal_sets_of_points_may_share_less_than_any_point_has():
    one, two, three = (Fraction(1),), (Fraction(2),), (Fraction(3),)
    pairs = [(one, one), (one, two), (two, two), (two, three)]
    assert sorted(_subsets(pairs)) == [(0, 1), (1, 2), (2, 3)]


def test_a_point_that_is_no_equilibrium_is_noticed_in_an_unfinished_list(reason):
    solution = solved(np.random.default_rng(0).uniform(-1, 1, (2, 4, 4)), max_cells=20)
    outcomes = (*solution.outcomes, equilibrium_at(solution.game, [[0.5, 0.5, 0.0, 0.0]] * 2))
    assert "not confirmed" in reason(replace(solution, outcomes=outcomes))


def test_it_is_said_what_was_confirmed():
    confirmed = "3 extreme equilibria in 2 components follow from the corners"
    assert verify_equilibria(MIXED_KIND).reason == confirmed


@pytest.mark.parametrize(
    ("player", "strategy", "side"), [(1, 0, 0), (1, 0, 1), (1, 1, 0), (1, 1, 1), (0, 0, 0)]
)
def test_the_box_of_a_continuum_holds_all_its_corners(reason, player, strategy, side):
    (component,) = MIXED_KIND.components
    for move, held in [(1e-12, False), (-1e-12, True)]:
        bounds = [part.copy() for part in component.box.bounds]
        bounds[player][strategy, side] += move if side == 0 else -move
        box = replace(
            component.box, bounds=tuple(np.clip(part, 0.0, 1.0) if held else part for part in bounds)
        )
        changed = replace(MIXED_KIND, components=(replace(component, box=box),))
        if held:
            assert verify_equilibria(changed), verify_equilibria(changed).reason
        else:
            assert reason(changed).startswith(("a continuum", "what should be probabilities"))


def around(equilibrium, below, above):
    """Return a region that reaches so far below and above all probabilities of a profile."""
    bounds = tuple(
        np.clip(np.stack([vector - below, vector + above], axis=1), 0.0, 1.0) for vector in equilibrium.mixed
    )
    return Box(labels=equilibrium.labels, bounds=bounds)


def unfinished(solution, *regions, **changes):
    """Return what a search that found these equilibria would say if it had ended early."""
    everything = around(solution.outcomes[0], 1.0, 1.0)
    outcomes = tuple(replace(e, box=None) for e in solution.outcomes)
    claims = {"outcomes": outcomes, "status": "partial", "components": (), "messages": ("ended",)} | changes
    return replace(solution, unresolved=regions or (everything,), **claims)


@pytest.mark.parametrize("k", range(3))
def test_what_is_not_known_to_be_all_leaves_everything_undecided(reason, k):
    partial = unfinished(BATTLE)
    fewer = replace(partial, outcomes=partial.outcomes[:k])
    assert verify_equilibria(partial).reason == "3 extreme equilibria were confirmed; there may be more"
    assert verify_equilibria(fewer)
    assert verify_equilibria(unfinished(MIXED_KIND))
    near, all_of_it = around(BATTLE.outcomes[k], 0.01, 0.01), partial.unresolved[0]
    for regions in ((near,), (all_of_it, near), (all_of_it, all_of_it)):
        assert "leaves everything undecided" in reason(unfinished(BATTLE, *regions))
    assert "no components" in reason(unfinished(MIXED_KIND, components=MIXED_KIND.components))
    assert "not confirmed" in reason(unfinished(BATTLE, outcomes=BATTLE.outcomes))
    twice = (*partial.outcomes, partial.outcomes[k])
    assert "not confirmed" in reason(replace(partial, outcomes=twice))
    assert "index" in reason(replace(partial, outcomes=(replace(partial.outcomes[k], index=None),)))


@pytest.mark.parametrize("side", [0, 1])
def test_every_extreme_point_is_needed_and_none_may_be_added(reason, side):
    """Also in an unfinished list nothing counts as an extreme point that is none."""
    listed = BATTLE.certificate.corners
    for k in range(len(listed[side])):
        fewer = [*listed]
        fewer[side] = listed[side][:k] + listed[side][k + 1 :]
        changed = replace(BATTLE.certificate, corners=tuple(fewer))
        assert "is not listed" in reason(replace(BATTLE, certificate=changed))
    inner = tuple(sum(halves) / 2 for halves in zip(*listed[side][:2], strict=True))
    more = [*listed]
    more[side] = (*listed[side], inner)
    changed = replace(BATTLE.certificate, corners=tuple(more))
    for solution in (BATTLE, unfinished(BATTLE)):
        assert "not determined" in reason(replace(solution, certificate=changed))
    swapped = replace(BATTLE.certificate, corners=listed[::-1])
    assert "no mixed strategy" in reason(replace(BATTLE, certificate=swapped))


def test_the_messages_say_what_was_proven_of_the_continua(reason):
    assert MIXED_KIND.messages == (
        "a connected continuum of equilibria with 2 corners, the union of 1 maximal Nash subset",
    )
    for messages in ((), MIXED_KIND.messages * 2, ("a connected continuum of equilibria",)):
        assert "messages" in reason(replace(MIXED_KIND, messages=messages))
    assert "messages" in reason(replace(BATTLE, messages=MIXED_KIND.messages))


@pytest.mark.parametrize(("reach", "alone"), [(0.99, True), (1.0, False)])
def test_a_box_ends_before_the_next_equilibrium(listed, reason, reach, alone):
    """Both keep to their first strategies in the first; the mixed one lies at 3/5, 2/5 and 2/5, 3/5."""
    first, mixed = BATTLE.outcomes[0], BATTLE.outcomes[1]
    far = max(np.abs(a - b).max() for a, b in zip(first.mixed, mixed.mixed, strict=True))
    box = around(first, reach * far, reach * far).bounds
    small = around(mixed, 0.001, 0.001).bounds
    changed = listed(listed(BATTLE, 0, box=box), 1, box=small)
    if alone:
        assert verify_equilibria(changed), verify_equilibria(changed).reason
    else:
        assert "box" in reason(changed)


def test_an_index_is_not_claimed_of_an_equilibrium_that_is_not_regular(listed, reason):
    """Whoever takes its other best reply drives the other one away: it stays alone."""
    solution = solved([[[0, 0], [0, 1]], [[0, 0], [0, 1]]])
    assert [e.index for e in solution.equilibria] == [None, 1]
    assert verify_equilibria(solution)
    assert "index" in reason(listed(solution, 0, index=1))
    assert "strict" in reason(listed(solution, 0, strict=True))


def test_points_hang_together_by_common_halves():
    a, b, c, d, e, f = ((Fraction(k),) for k in range(6))
    pairs = [(a, a), (b, b), (c, c), (b, a), (d, d), (e, c), (e, f)]
    assert _groups(pairs) == [(0, 1, 3), (2, 5, 6), (4,)]
    assert _groups([(a, b), (c, d), (a, d), (e, f)]) == [(0, 1, 2), (3,)]
    assert _groups([(a, a), (b, b)]) == [(0,), (1,)]
