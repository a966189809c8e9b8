"""An answer by exact reduction again, in fractions: its proofs, and what they leave."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from belarusgame.game import Equilibrium
from belarusgame.solve.recheck.exact_cells import Exact, fractions, whole_cell
from belarusgame.solve.recheck.exact_roots import check_roots
from belarusgame.solve.recheck.listed import (
    check_numbers,
    check_payoffs,
    check_samples,
    check_strict,
    is_equilibrium,
    is_strict,
    taken,
)
from belarusgame.solve.recheck.open_regions import bounds_of, check_regions
from belarusgame.solve.recheck.proof_ends import ProofEnd
from belarusgame.solve.recheck.proof_tree import StructuredCertificate, leaves_of, never_played
from belarusgame.solve.recheck.search_certificate import (
    BORDERLINE,
    PROVEN,
    Rejected,
    all_supports,
    check_edition,
    kept_payoffs,
)
from belarusgame.solve.recheck.search_log import check_trees
from belarusgame.solve.solution import (
    Solution,
)

#: How far a recorded probability may be from where a proof encloses it: two tiny enclosures of the same
#: equilibrium, proven from different sides, need not have the same middle.
_NEAR = Fraction(1, 2**30)


def check_reduced(solution: Solution, certificate: StructuredCertificate) -> str:
    """Check an answer by exact reduction: which supports there are, their proofs, and what they leave."""
    check_edition(certificate)
    payoffs = certificate.game.exact_deciding
    kept = kept_payoffs(certificate)
    places = check_roots(certificate, kept)
    left = check_trees(certificate, kept, [region for _, region in places])
    if any(root.kind == BORDERLINE for root in certificate.roots) or any(left.values()):
        raise Rejected("a support is taken for settled by the search that is not")
    # Weak dominance only compares, and whole numbers compare faster than fractions.
    ranks = np.unique(payoffs, return_inverse=True)[1].reshape(payoffs.shape)
    steps = dict(certificate.steps)
    pure: list[tuple[int, ...]] = []
    points: list[Exact] = []
    undecided: list[Exact] = []
    for support in all_supports(payoffs.shape[1:]):
        if all(len(labels) == 1 for labels in support):
            position = tuple(labels[0] for labels in support)
            pure += [position] if is_equilibrium(payoffs, position) else []
        elif support in steps:
            for leaf in leaves_of(payoffs, support, steps[support]):
                bounds = bounds_of(leaf.corners, support, payoffs.shape[1:])
                (undecided if leaf.kind == "open" or _is_wide(leaf) else points).append(bounds)
        # Neither a proof nor a reason to need none: equilibria may be anywhere in it.
        elif support not in left and not never_played(ranks, support):
            undecided.append(bounds_of(whole_cell(payoffs, support).corners, support, payoffs.shape[1:]))
    points += [
        bounds_of(small.corners, root.supports, payoffs.shape[1:])
        for root, (small, _) in zip(certificate.roots, places, strict=True)
        if root.kind == PROVEN
    ]
    _check_points(solution, payoffs, pure, points, undecided)
    check_regions(solution, undecided)
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
        check_strict(taken(listed, point, Fraction(0)), strict=is_strict(payoffs, position))
    mixed, confirmed = listed, set[int]()
    for bounds in points:  # a search from two sides may meet the same one twice
        places = [k for k, e in enumerate(mixed) if _lies_in(e, bounds)]
        confirmed.update(places)
        undecided += [] if places else [bounds]  # then a component must hold it
    if len(confirmed) < len(mixed):
        raise Rejected("an equilibrium is listed that was not confirmed")
    for k, equilibrium in enumerate(mixed):
        check_strict(equilibrium, strict=False)
        if any(np.array_equal(np.concatenate(equilibrium.mixed), np.concatenate(e.mixed)) for e in mixed[:k]):
            raise Rejected("an equilibrium is listed twice")


def _lies_in(equilibrium: Equilibrium, bounds: Exact) -> bool:
    """Whether an equilibrium lies within bounds, or as good as."""
    point = fractions(np.concatenate(equilibrium.mixed))
    return bool(np.all((bounds[:, 0] <= point + _NEAR) & (point - _NEAR <= bounds[:, 1])))
