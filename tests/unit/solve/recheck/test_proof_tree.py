"""Proofs by exact reduction are confirmed step by step, and a step that loses something is noticed."""

import copy
from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.recheck.proof_tree import StructuredCertificate, never_played
from belarusgame.solve.solution import BY_REDUCTION


def tabulated(shape, payoffs):
    table = np.zeros((len(shape), *shape))
    for profile in np.ndindex(*shape):
        table[(slice(None), *profile)] = payoffs(profile)
    return bg.Game(table)


def solved(game, **settings):
    solution = bg.solve.all_equilibria(game, certificate=True, **settings)
    assert solution.method == BY_REDUCTION
    return solution


#: Isolated equilibria with an irrational one among them; exact pieces; a curve; open cells and a budget.
COORDINATION = solved(tabulated((3, 3, 3), lambda p: [float(len(set(p)) == 1)] * 3))
EFFORT = solved(tabulated((3, 3, 3), lambda p: [2.0 * min(p) - a for a in p]))
INTEGERS = [solved(bg.Game(np.random.default_rng(s).integers(0, 2, (3, 2, 2, 2)))) for s in (0, 1, 3, 6)]
SHORT = solved(bg.Game(np.random.default_rng(0).integers(0, 2, (3, 3, 3, 3))), max_cells=3000)
EVERY = [COORDINATION, EFFORT, *INTEGERS, SHORT]


@pytest.mark.parametrize("solution", EVERY)
def test_proofs_by_reduction_are_accepted(solution):
    answer = bg.verify(solution)
    assert answer, answer.reason
    assert isinstance(solution.certificate, StructuredCertificate)


def test_an_unfinished_proof_lists_candidates_and_says_what_is_left():
    assert (SHORT.status, len(SHORT.unresolved)) == ("partial", 1)
    assert SHORT.candidates
    wrong = replace(SHORT.candidates[0], payoffs=dict.fromkeys(SHORT.game.players, 7.0))
    assert not bg.verify(replace(SHORT, candidates=(wrong, *SHORT.candidates[1:])))
    assert not bg.verify(replace(COORDINATION, candidates=SHORT.candidates))


@pytest.mark.parametrize("solution", EVERY)
def test_what_is_left_out_of_a_list_is_noticed(solution):
    for k in range(len(solution.outcomes)):
        rest = solution.outcomes[:k] + solution.outcomes[k + 1 :]
        mixed = not solution.outcomes[k].is_pure
        held = any(
            all(
                np.all((part[:, 0] <= x) & (x <= part[:, 1]))
                for part, x in zip(box.bounds, solution.outcomes[k].mixed, strict=True)
            )
            for box in [*solution.unresolved, *(part.box for part in solution.components)]
        )
        assert bool(bg.verify(replace(solution, outcomes=rest))) == (mixed and held)
    if solution.components and not solution.unresolved:
        assert not bg.verify(replace(solution, components=()))


def steps_of(step):
    return [step, *(inner for part in step.parts for inner in steps_of(part))]


def spoilt(solution, kind, change):
    """Return the solution with its first step of a kind changed, or None if it has none."""
    certificate = copy.deepcopy(solution.certificate)
    for support, step in certificate.steps:
        if all(len(labels) == 1 for labels in support):
            continue  # pure profiles are compared directly, without a proof
        for inner in steps_of(step):
            if inner.kind == kind and change(inner) is not False:
                return replace(solution, game=certificate.game, certificate=certificate)
    return None


def becomes(kind, *data):
    def change(step):
        step.kind, step.data, step.parts = kind, data, []

    return change


def without_a_part(step):
    return False if not step.parts else step.parts.pop() and None


def without_a_face(step):
    multipliers, chosen, scales = step.data
    if not chosen:
        return False
    step.data, step.parts = (multipliers, chosen[:-1], scales), step.parts[:-1]
    return None


def negative(step):
    multipliers, chosen, scales = step.data
    step.data = {name: -np.asarray(line) for name, line in multipliers.items()}, chosen, scales


def cut_elsewhere(step):
    row, axis, left = step.data
    if left is None or len(left) < 2:
        return False
    step.data = row, axis, left[:1]
    return None


def cut_by_nothing(step):
    step.data, step.parts = (*step.data[:2], None), []


def of_another_kind(step):
    found, verdict, scales = step.data
    step.data = found, "none" if verdict != "none" else "proven", scales


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("faces", without_a_face),
        ("faces", negative),
        ("split", without_a_part),
        ("split", becomes("out")),
        ("open", becomes("exact")),
        ("root", of_another_kind),
        ("root", becomes("exact")),
        ("exact", becomes("out")),
        ("exact", becomes("sum", {}, (1, 1, 1))),
        ("cut", cut_elsewhere),
        ("cut", cut_by_nothing),
    ],
)
def test_a_step_that_does_not_hold_is_noticed(kind, change):
    forged = [found for solution in EVERY if (found := spoilt(solution, kind, change)) is not None]
    refused = [not bg.verify(found) for found in forged]
    assert any(refused)
    if change in (without_a_face, without_a_part, negative, of_another_kind, cut_elsewhere):
        assert all(refused)


def test_a_support_without_a_proof_is_undecided():
    certificate = COORDINATION.certificate
    for k in range(len(certificate.steps)):
        shorter = replace(certificate, steps=certificate.steps[:k] + certificate.steps[k + 1 :])
        support = certificate.steps[k][0]
        if any(len(labels) > 1 for labels in support):
            answer = bg.verify(replace(COORDINATION, certificate=shorter))
            assert (
                answer.reason == "something was neither excluded nor reported" or "confirmed" in answer.reason
            )


def test_who_is_weakly_dominated_by_what_is_really_played_is_never_played():
    ranks = np.array([[[0, 0], [0, 1]], [[0, 0], [0, 0]]])
    assert never_played(ranks, ((0, 1), (0, 1)))  # the second strategy is better against the second
    assert not never_played(ranks, ((0, 1), (0,)))
    assert never_played(ranks, ((0,), (1,)))
    assert not never_played(ranks, ((1,), (0, 1)))
