"""Check an answer again in exact arithmetic, trusting nothing that the solver computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.errors import quoted
from belarusgame.game import Equilibrium
from belarusgame.solve.recheck import (
    BORDERLINE,
    PROVEN,
    Certificate,
    Enclosure,
    Exact,
    ExactCell,
    ProofEnd,
    Rejected,
    StructuredCertificate,
    Supports,
    TwoPlayerCertificate,
    ZeroSumCertificate,
    all_supports,
    check_apart,
    check_box,
    check_indices,
    check_numbers,
    check_payoffs,
    check_record,
    check_roots,
    check_samples,
    check_trees,
    check_two_players,
    check_zero_sum,
    dominated,
    excluded_by_range,
    fractions,
    leaves_of,
    never_played,
    whole_cell,
)
from belarusgame.solve.solution import (
    BY_DOMINANCE,
    BY_PROGRAMS,
    BY_REDUCTION,
    BY_SEARCH,
    BY_VERTICES,
    Solution,
    common_unit,
)

__all__ = ["Verification", "verify_equilibria"]

#: How much further than what it holds the box of a component may reach: where a root lies that may or may not
#: be one is bounded by a simplex of size 2^-20 or less here, and by a cube around it there.
_SLACK = Fraction(1, 2**19)

#: How far a recorded probability may be from where a proof encloses it: two tiny enclosures of the same
#: equilibrium, proven from different sides, need not have the same middle.
_NEAR = Fraction(1, 2**30)

#: What reading a forged record may raise.


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Whether a certificate holds.

    Attributes
    ----------
    accepted : bool
        True if every step was confirmed.
    reason : str
        What was confirmed, or the first thing that was not.
    """

    accepted: bool
    reason: str

    def __bool__(self) -> bool:
        return self.accepted


def verify_equilibria(solution: Solution) -> Verification:
    """Check a solution of :func:`belarusgame.solve.all_equilibria.all_equilibria` in rational arithmetic.

    Whatever the record says is derived from its game and its certificate, and whatever it holds there is an
    answer: what is malformed is not accepted.

    Nothing may be missing: every support of the game must be excluded by strict dominance, by the range of a
    payoff difference, or by its cell tree, whose every step is evaluated anew; every pure profile is
    examined; and what a tree leaves open must lie in the box of a component or be unresolved. A two-player
    game needs no tree: its certificate lists the extreme points of both best-reply polyhedra, the edges of
    which must lead from one to another, so that none is missing; all equilibria follow from them.

    Everything listed must be so: an equilibrium that is regular exists and is the only one in its box, its
    index is the sign of an exact determinant, its regret, computed from the exact payoffs at the recorded
    probabilities, is at most 1e-9 of the player's payoff range and, like its payoffs, is the recorded one.
    The boxes of equilibria do not overlap, nor do they reach into a component's box that does not hold the
    equilibrium itself. Samples lie in the box of their component and are equilibria up to 1e-9 of the largest
    payoff range. A component, or an unresolved box, holds something that was not decided. Where all
    equilibria are listed and regular, their indices sum to one.

    Not checked, because there is no method for it here: that a component of a game of three or more players
    is a continuum, or connected (it is not claimed); that a pure equilibrium which is not strict is isolated
    or is not; that an unresolved box holds an equilibrium. Nor are the settings, which say what was asked for
    and nothing of the game, and what the messages of an unfinished search advise.

    Parameters
    ----------
    solution : Solution
        Found with ``certificate=True``. Checking takes seconds for games of a few dozen profiles, and far
        longer for larger ones; of two players, for games of up to about eight strategies each.

    Returns
    -------
    Verification
        Accepted or not, with the reason.

    Examples
    --------
    >>> import numpy as np, belarusgame as bg
    >>> from belarusgame.solve.all_equilibria import all_equilibria
    >>> from belarusgame.solve.verify import verify_equilibria
    >>> game = bg.Game(np.random.default_rng(4).integers(-5, 6, (3, 2, 2, 2)))
    >>> verify_equilibria(all_equilibria(game, certificate=True)).accepted
    True
    """
    try:
        return Verification(accepted=True, reason=_confirmed(solution))
    except Rejected as problem:
        return Verification(accepted=False, reason=str(problem))
    except Exception as problem:  # what is forged may hold anything, and raise anything
        return Verification(accepted=False, reason=f"the record is malformed: {problem}")


def _confirmed(solution: Solution) -> str:
    """Return what was confirmed of a solution, or raise what it is not accepted for."""
    certificate: object = solution.certificate
    if isinstance(certificate, TwoPlayerCertificate):
        check_record(solution, certificate.game, BY_VERTICES)
        return check_two_players(_without_notes(solution), certificate)
    if isinstance(certificate, ZeroSumCertificate):
        check_record(solution, certificate.game, BY_PROGRAMS)
        return check_zero_sum(_without_notes(solution), certificate)
    if isinstance(certificate, StructuredCertificate):
        check_record(solution, certificate.game, BY_REDUCTION)
        solution = _without_notes(solution)
        _check_messages(solution)
        return _verify_structured(solution, certificate)
    if not isinstance(certificate, Certificate):
        raise Rejected(
            f"certificate = {quoted(certificate)} cannot be checked; solve again with certificate=True"
        )
    settled = sum(len(labels) > 1 for labels in certificate.kept) <= 1
    check_record(solution, certificate.game, BY_DOMINANCE if settled else BY_SEARCH)
    solution = _without_notes(solution)
    _check_messages(solution)
    return _verify(solution, certificate)


def _check_messages(solution: Solution) -> None:
    if bool(solution.messages) != bool(solution.unresolved):
        raise Rejected("there are messages exactly if something is unresolved, and here it is not so")


def _without_notes(solution: Solution) -> Solution:
    """Check what the messages say of delegations, and return the solution without it."""
    notes: tuple[str, ...] = ()
    if solution.game is not None and solution.game.delegations:
        notes = common_unit(solution.game, solution.outcomes, solution.components)
    kept = solution.messages[: len(solution.messages) - len(notes)]
    if solution.messages != (*kept, *notes):
        raise Rejected("it is not said which delegations make mixed play depend on a common unit")
    return replace(solution, messages=kept)


def _verify(solution: Solution, certificate: Certificate) -> str:
    payoffs = certificate.game.exact_deciding
    kept = _kept_payoffs(certificate)
    places = check_roots(certificate, kept)
    left = check_trees(certificate, kept, [region for _, region in places])
    pure, undecided = _leftovers(payoffs, left)
    undecided += [
        _bounds(small.corners, root.supports, payoffs.shape[1:])
        for root, (small, _) in zip(certificate.roots, places, strict=True)
        if root.kind == BORDERLINE
    ]
    _check_outcomes(solution, certificate, pure, places)
    _check_regions(solution, undecided)
    check_samples(solution, payoffs)
    check_payoffs(solution, certificate.game.exact_payoffs)
    check_apart(solution)
    check_indices(solution)
    return f"{len(left)} cell trees, {len(places)} roots and {len(pure)} pure equilibria confirmed"


def _kept_payoffs(certificate: Certificate) -> Exact:
    """Return the payoffs at what dominance left, scaled as the search had them."""
    payoffs = certificate.game.exact_deciding
    kept = payoffs[np.ix_(range(len(payoffs)), *certificate.kept)].copy()
    for i, power in enumerate(certificate.powers):
        if type(power) is not int or abs(power) > 2200:  # float64 knows no numbers further apart
            raise Rejected("the payoffs are scaled beyond all numbers")
        kept[i] *= Fraction(2) ** power
    return kept


def _verify_structured(solution: Solution, certificate: StructuredCertificate) -> str:
    """Check an answer by exact reduction: which supports there are, their proofs, and what they leave."""
    payoffs = certificate.game.exact_deciding
    kept = _kept_payoffs(certificate)
    places = check_roots(certificate, kept)
    left = check_trees(certificate, kept, [region for _, region in places])
    if any(root.kind == BORDERLINE for root in certificate.roots) or any(left.values()):
        raise Rejected("a support is taken for settled by the search that is not")
    ranks = np.unique(payoffs, return_inverse=True)[1].reshape(payoffs.shape)
    steps = dict(certificate.steps)
    pure: list[tuple[int, ...]] = []
    points: list[Exact] = []
    undecided: list[Exact] = []
    for support in all_supports(payoffs.shape[1:]):
        if all(len(labels) == 1 for labels in support):
            position = tuple(labels[0] for labels in support)
            pure += [position] if _is_equilibrium(payoffs, position) else []
        elif support in steps:
            for leaf in leaves_of(payoffs, support, steps[support]):
                bounds = _bounds(leaf.corners, support, payoffs.shape[1:])
                (undecided if leaf.kind == "open" or _is_wide(leaf) else points).append(bounds)
        elif support not in left and not never_played(ranks, support):
            undecided.append(_bounds(whole_cell(payoffs, support).corners, support, payoffs.shape[1:]))
    points += [
        _bounds(small.corners, root.supports, payoffs.shape[1:])
        for root, (small, _) in zip(certificate.roots, places, strict=True)
        if root.kind == PROVEN
    ]
    _check_points(solution, payoffs, pure, points, undecided)
    _check_regions(solution, undecided)
    check_samples(solution, payoffs)
    check_payoffs(solution, certificate.game.exact_payoffs)
    return f"{len(steps)} proofs, {len(left)} cell trees and {len(pure)} pure equilibria confirmed"


def _is_wide(leaf: ProofEnd) -> bool:
    """Whether a leaf is a continuum of equilibria."""
    return leaf.kind == "exact" and any(len(own) > 1 for own in leaf.corners)


def _check_points(
    solution: Solution,
    payoffs: Exact,
    pure: Sequence[tuple[int, ...]],
    points: Sequence[Exact],
    undecided: list[Exact],
) -> None:
    """Check that what is listed is confirmed, and what is confirmed listed; or, if mixed, in a component."""
    listed = list(solution.equilibria)
    for equilibrium in listed:
        check_numbers(payoffs, equilibrium)
        if equilibrium.index is not None or equilibrium.box is not None:
            raise Rejected("of an equilibrium more is said than a proof by reduction keeps")
    for position in pure:
        point = [fractions(np.eye(count)[a]) for a, count in zip(position, payoffs.shape[1:], strict=True)]
        _check_strict(_taken(listed, point, Fraction(0)), strict=_is_strict(payoffs, position))
    mixed, confirmed = listed, set[int]()
    for bounds in points:  # a search from two sides may meet the same one twice
        places = [k for k, e in enumerate(mixed) if _lies_in(e, bounds)]
        confirmed.update(places)
        undecided += [] if places else [bounds]  # then a component must hold it
    if len(confirmed) < len(mixed):
        raise Rejected("an equilibrium is listed that was not confirmed")
    for k, equilibrium in enumerate(mixed):
        _check_strict(equilibrium, strict=False)
        if any(np.array_equal(np.concatenate(equilibrium.mixed), np.concatenate(e.mixed)) for e in mixed[:k]):
            raise Rejected("an equilibrium is listed twice")


def _lies_in(equilibrium: Equilibrium, bounds: Exact) -> bool:
    """Whether an equilibrium lies within bounds, or as good as."""
    point = fractions(np.concatenate(equilibrium.mixed))
    return bool(np.all((bounds[:, 0] <= point + _NEAR) & (point - _NEAR <= bounds[:, 1])))


def _leftovers(
    payoffs: Exact, left: dict[Supports, list[ExactCell]]
) -> tuple[list[tuple[int, ...]], list[Exact]]:
    """Go through all supports; return the pure equilibria, and bounds on all that was not excluded."""
    pure: list[tuple[int, ...]] = []
    cells: list[Exact] = []
    for support in all_supports(payoffs.shape[1:]):
        if all(len(labels) == 1 for labels in support):
            position = tuple(labels[0] for labels in support)
            if _is_equilibrium(payoffs, position):
                pure.append(position)
        elif support in left:
            cells += [_bounds(cell.corners, support, payoffs.shape[1:]) for cell in left[support]]
        elif not dominated(payoffs, support):
            cell = whole_cell(payoffs, support)
            if not excluded_by_range(cell):
                cells.append(_bounds(cell.corners, support, payoffs.shape[1:]))
    return pure, cells


def _is_equilibrium(payoffs: Exact, position: tuple[int, ...]) -> bool:
    return all(
        payoffs[(i, *position)] >= max(payoffs[i][(*position[:i], slice(None), *position[i + 1 :])])
        for i in range(len(position))
    )


def _bounds(corners: Sequence[Exact], support: Supports, counts: Sequence[int]) -> Exact:
    """Bound all probabilities over a product, the players one after the other, shape ``(strategies, 2)``."""
    bounds = [np.full((count, 2), Fraction(0), dtype=object) for count in counts]
    for part, own, labels in zip(bounds, corners, support, strict=True):
        part[list(labels)] = np.stack(
            [np.maximum(own.min(axis=0), 0), np.minimum(own.max(axis=0), 1)], axis=1
        )
    return np.concatenate(bounds)


def _check_regions(solution: Solution, undecided: Sequence[Exact]) -> None:
    """Check that what was not decided lies in a component or in what is unresolved, and that these hold it.

    A component may instead hold pure equilibria that are not strict.
    """
    boxes = [component.box for component in solution.components] + list(solution.unresolved)
    regions = [np.concatenate([fractions(part) for part in box.bounds]) for box in boxes]
    parts = [tuple(region.flat) for region in regions[: len(solution.components)]]
    if len(set(parts)) < len(parts):
        raise Rejected("a component is listed twice")
    loose = [np.concatenate(e.mixed)[:, None] for e in solution.equilibria if e.box is None]
    inside: list[list[Any]] = [[] for _ in regions]
    for number, cell in enumerate([*undecided, *loose]):
        holders = [
            k
            for k, region in enumerate(regions)
            if np.all((region[:, 0] <= cell[:, 0]) & (cell[:, -1] <= region[:, 1]))
        ]
        if not holders and number < len(undecided):
            raise Rejected("something was neither excluded nor reported")
        for k in holders:
            inside[k].append(cell)
    if not all(inside):
        raise Rejected("a component or an unresolved box holds nothing that was left undecided")
    for component, region, cells in zip(solution.components, regions, inside, strict=False):
        cells += [np.concatenate(sample.mixed)[:, None] for sample in component.samples]
        low, high = np.min([c[:, 0] for c in cells], axis=0), np.max([c[:, -1] for c in cells], axis=0)
        if np.any(region[:, 0] < low - _SLACK) or np.any(region[:, 1] > high + _SLACK):
            raise Rejected("the box of a component is larger than what was left undecided")


def _check_outcomes(
    solution: Solution,
    certificate: Certificate,
    pure: Sequence[tuple[int, ...]],
    places: Sequence[tuple[ExactCell, ExactCell]],
) -> None:
    """Check that exactly the confirmed equilibria are listed, each with what was proven of it."""
    payoffs = certificate.game.exact_deciding
    listed = list(solution.equilibria)
    for position in pure:
        strict = _is_strict(payoffs, position)
        point = [fractions(np.eye(count)[a]) for a, count in zip(position, payoffs.shape[1:], strict=True)]
        match = _taken(listed, point, Fraction(0))
        _check_listed(payoffs, match, 1 if strict else None, _corner(position) if strict else None)
        _check_strict(match, strict=strict)
    for root, (small, region) in zip(certificate.roots, places, strict=True):
        if root.kind == PROVEN:
            point = [np.zeros(count, dtype=object) for count in payoffs.shape[1:]]
            for vector, labels, values in zip(point, root.supports, root.vectors, strict=True):
                vector[list(labels)] = fractions(values)
            match = _taken(listed, point, Fraction(root.small))
            _check_listed(payoffs, match, root.sign, _surroundings(root.supports, small, region))
            _check_strict(match, strict=False)
    if listed:
        raise Rejected("an equilibrium is listed that was not confirmed")


def _taken(listed: list[Equilibrium], point: Sequence[Exact], distance: Fraction) -> Equilibrium:
    """Take the equilibrium at a point off the list of those that are still to be confirmed."""
    for k, equilibrium in enumerate(listed):
        if _is_near(equilibrium, point, distance):
            return listed.pop(k)
    raise Rejected("an equilibrium is missing from the list")


def _check_listed(
    payoffs: Exact, equilibrium: Equilibrium, index: int | None, enclosure: Enclosure | None
) -> None:
    """Check an equilibrium's index and numbers, and its box if it is regular; else there must be none."""
    if equilibrium.index != index:
        raise Rejected("a listed equilibrium has another index than claimed")
    if (equilibrium.box is None) != (enclosure is None):
        raise Rejected("an equilibrium that is regular has no box, or another one has one")
    check_numbers(payoffs, equilibrium)
    if enclosure is not None:
        check_box(payoffs, enclosure, equilibrium.box or ())


def _check_strict(equilibrium: Equilibrium, *, strict: bool) -> None:
    if equilibrium.strict is not strict:
        raise Rejected("an equilibrium is not as strict as recorded")


def _corner(position: Sequence[int]) -> Enclosure:
    """Describe a strict pure equilibrium: there is no other profile of the same support."""
    played = [fractions([1.0]) for _ in position]
    return Enclosure(support=tuple((a,) for a in position), low=played, high=played, alone=played)


def _surroundings(support: Supports, small: ExactCell, region: ExactCell) -> Enclosure:
    """Describe a proven root by the cell that holds it and that in which it is the only one."""
    return Enclosure(
        support=support,
        low=[corners.min(axis=0) for corners in small.corners],
        high=[np.minimum(corners.max(axis=0), 1) for corners in small.corners],
        alone=[corners.min(axis=0) for corners in region.corners],
    )


def _is_strict(payoffs: Exact, position: tuple[int, ...]) -> bool:
    for i, choice in enumerate(position):
        line = list(payoffs[i][(*position[:i], slice(None), *position[i + 1 :])])
        if sum(value >= line[choice] for value in line) > 1:
            return False
    return True


def _is_near(equilibrium: Equilibrium, point: Sequence[Exact], distance: Fraction) -> bool:
    return all(
        all(abs(value) <= distance for value in fractions(mine) - theirs)
        for mine, theirs in zip(equilibrium.mixed, point, strict=True)
    )
