"""An answer by branch and prune again, in fractions: its cell trees, roots and pure profiles."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from belarusgame.game import Equilibrium
from belarusgame.solve.recheck.exact_cells import Exact, ExactCell, excluded_by_range, fractions, whole_cell
from belarusgame.solve.recheck.exact_roots import check_roots
from belarusgame.solve.recheck.listed import (
    Enclosure,
    check_box,
    check_lists,
    check_numbers,
    check_strict,
    is_equilibrium,
    is_strict,
    taken,
)
from belarusgame.solve.recheck.open_regions import bounds_of, check_regions
from belarusgame.solve.recheck.search_certificate import (
    BORDERLINE,
    PROVEN,
    Certificate,
    Rejected,
    Supports,
    all_supports,
    check_edition,
    dominated,
    kept_payoffs,
)
from belarusgame.solve.recheck.search_log import check_trees
from belarusgame.solve.solution import (
    Solution,
)


def check_searched(solution: Solution, certificate: Certificate) -> str:
    """Check an answer by branch and prune or by dominance; return what was confirmed."""
    check_edition(certificate)
    payoffs = certificate.game.exact_deciding
    kept = kept_payoffs(certificate)
    places = check_roots(certificate, kept)
    left = check_trees(certificate, kept, [region for _, region in places])
    pure, undecided = _leftovers(payoffs, left)
    undecided += [
        bounds_of(small.corners, root.supports, payoffs.shape[1:])
        for root, (small, _) in zip(certificate.roots, places, strict=True)
        if root.kind == BORDERLINE
    ]
    _check_outcomes(solution, certificate, pure, places)
    check_regions(solution, undecided)
    check_lists(solution, certificate.game)
    return f"{len(left)} cell trees, {len(places)} roots and {len(pure)} pure equilibria confirmed"


def _leftovers(
    payoffs: Exact, left: dict[Supports, list[ExactCell]]
) -> tuple[list[tuple[int, ...]], list[Exact]]:
    """Go through all supports; return the pure equilibria, and bounds on all that was not excluded."""
    pure: list[tuple[int, ...]] = []
    cells: list[Exact] = []
    for support in all_supports(payoffs.shape[1:]):
        if all(len(labels) == 1 for labels in support):
            position = tuple(labels[0] for labels in support)
            if is_equilibrium(payoffs, position):
                pure.append(position)
        # A support without a tree was left out by dominance or by the range of one row; that is cheap to see
        # again, and so is not written down.
        elif support in left:
            cells += [bounds_of(cell.corners, support, payoffs.shape[1:]) for cell in left[support]]
        elif not dominated(payoffs, support):
            cell = whole_cell(payoffs, support)
            if not excluded_by_range(cell):
                cells.append(bounds_of(cell.corners, support, payoffs.shape[1:]))
    return pure, cells


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
        strict = is_strict(payoffs, position)
        point = [fractions(np.eye(count)[a]) for a, count in zip(position, payoffs.shape[1:], strict=True)]
        match = taken(listed, point, Fraction(0))  # taken off the list, so that none can stand for two
        _check_listed(payoffs, match, 1 if strict else None, _corner(position) if strict else None)
        check_strict(match, strict=strict)
    for root, (small, region) in zip(certificate.roots, places, strict=True):
        if root.kind == PROVEN:
            point = [np.zeros(count, dtype=object) for count in payoffs.shape[1:]]
            for vector, labels, values in zip(point, root.supports, root.vectors, strict=True):
                vector[list(labels)] = fractions(values)
            match = taken(listed, point, Fraction(root.small))
            _check_listed(payoffs, match, root.sign, _surroundings(root.supports, small, region))
            check_strict(match, strict=False)
    if listed:
        raise Rejected("an equilibrium is listed that was not confirmed")


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
