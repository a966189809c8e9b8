"""Check an answer again in exact arithmetic, trusting nothing that the solver computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from belarusgame.errors import GameError, quoted
from belarusgame.game import Equilibrium
from belarusgame.solve.recheck import (
    BORDERLINE,
    PROVEN,
    Certificate,
    Enclosure,
    Exact,
    ExactCell,
    Rejected,
    Supports,
    TwoPlayerCertificate,
    all_supports,
    check_apart,
    check_box,
    check_indices,
    check_numbers,
    check_roots,
    check_samples,
    check_trees,
    check_two_players,
    dominated,
    excluded_by_range,
    fractions,
    whole_cell,
)
from belarusgame.solve.solution import Box, Solution

__all__ = ["Verification", "verify_equilibria"]


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

    Nothing may be missing: every support of the game must be excluded by strict dominance, by the range of a
    payoff difference, or by its cell tree, whose every step is evaluated anew; every pure profile is
    examined; and what a tree leaves open must lie in the box of a component or be unresolved. A two-player
    game needs no tree: all its extreme equilibria are found again by another method, and compared.

    Everything listed must be so: an equilibrium that is regular exists and is the only one in its box, its
    index is the sign of an exact determinant, its regret, computed from the exact payoffs at the recorded
    probabilities, is at most 1e-9 of the player's payoff range and, like its payoffs, is the recorded one.
    The boxes of equilibria do not overlap, nor do they reach into a component's box that does not hold the
    equilibrium itself. Samples lie in the box of their component and are equilibria up to 1e-9 of the largest
    payoff range. Where all equilibria are listed and regular, their indices sum to one.

    Not checked, because there is no method for it here: that a component of a game of three or more players
    is a continuum, or connected (it is not claimed); that a pure equilibrium which is not strict is isolated
    or is not; that an unresolved box holds anything.

    Parameters
    ----------
    solution : Solution
        Found with ``certificate=True``. Checking takes seconds for games of a few dozen profiles, and far
        longer for larger ones; of two players, for games of up to about eight strategies each.

    Returns
    -------
    Verification
        Accepted or not, with the reason.

    Raises
    ------
    GameError
        If the solution carries no certificate of this kind.

    Examples
    --------
    >>> import numpy as np, belarusgame as bg
    >>> from belarusgame.solve.all_equilibria import all_equilibria
    >>> from belarusgame.solve.verify import verify_equilibria
    >>> game = bg.Game(np.random.default_rng(4).integers(-5, 6, (3, 2, 2, 2)))
    >>> verify_equilibria(all_equilibria(game, certificate=True)).accepted
    True
    """
    certificate = solution.certificate
    if not isinstance(certificate, Certificate | TwoPlayerCertificate):
        raise GameError(
            f"certificate = {quoted(certificate)} cannot be checked; solve again with certificate=True"
        )
    try:
        if isinstance(certificate, TwoPlayerCertificate):
            return Verification(accepted=True, reason=check_two_players(solution, certificate))
        return Verification(accepted=True, reason=_verify(solution, certificate))
    except Rejected as problem:
        return Verification(accepted=False, reason=str(problem))


def _verify(solution: Solution, certificate: Certificate) -> str:
    game = certificate.game
    payoffs = game.exact_payoffs
    kept = payoffs[np.ix_(range(len(game.players)), *certificate.kept)].copy()
    for i, power in enumerate(certificate.powers):
        kept[i] *= Fraction(2) ** power
    places = check_roots(certificate, kept)
    left = check_trees(certificate, kept, [region for _, region in places])
    boxes = [component.box for component in solution.components] + list(solution.unresolved)
    pure = _check_supports(payoffs, left, boxes)
    for root, (small, _) in zip(certificate.roots, places, strict=True):
        if root.kind == BORDERLINE:
            _check_boxed(small, root.supports, boxes)
    _check_outcomes(solution, certificate, pure, places)
    _check_claims(solution, payoffs)
    return f"{len(left)} cell trees, {len(places)} roots and {len(pure)} pure equilibria confirmed"


def _check_claims(solution: Solution, payoffs: Exact) -> None:
    """Check what is claimed of the list as a whole."""
    check_samples(solution, payoffs)
    check_apart(solution)
    check_indices(solution)
    if solution.status == "complete" and solution.unresolved:
        raise Rejected("the status is complete, but there are unresolved boxes")


def _check_supports(
    payoffs: Exact, left: dict[Supports, list[ExactCell]], boxes: Sequence[Box]
) -> list[tuple[int, ...]]:
    """Check that every support is accounted for; return the pure equilibria."""
    pure: list[tuple[int, ...]] = []
    for support in all_supports(payoffs.shape[1:]):
        if all(len(labels) == 1 for labels in support):
            position = tuple(labels[0] for labels in support)
            if _is_equilibrium(payoffs, position):
                pure.append(position)
        elif support in left:
            for cell in left[support]:
                _check_boxed(cell, support, boxes)
        elif not dominated(payoffs, support):
            cell = whole_cell(payoffs, support)
            if not excluded_by_range(cell):
                _check_boxed(cell, support, boxes)
    return pure


def _is_equilibrium(payoffs: Exact, position: tuple[int, ...]) -> bool:
    return all(
        payoffs[(i, *position)] >= max(payoffs[i][(*position[:i], slice(None), *position[i + 1 :])])
        for i in range(len(position))
    )


def _check_boxed(cell: ExactCell, support: Supports, boxes: Sequence[Box]) -> None:
    """Check that a cell that was not decided lies in the box of a component or of what is unresolved."""
    for box in boxes:
        if all(
            _within(corners, labels, fractions(bounds))
            for corners, labels, bounds in zip(cell.corners, support, box.bounds, strict=True)
        ):
            return
    raise Rejected(f"something on the support {support} was neither excluded nor reported")


def _within(corners: Exact, labels: Sequence[int], bounds: Exact) -> bool:
    low, high = corners.min(axis=0), corners.max(axis=0)
    outside = [a for a in range(len(bounds)) if a not in labels]
    return all(
        bounds[a, 0] <= max(low[k], 0) and min(high[k], 1) <= bounds[a, 1] for k, a in enumerate(labels)
    ) and all(bounds[a, 0] <= 0 for a in outside)


def _check_outcomes(
    solution: Solution,
    certificate: Certificate,
    pure: Sequence[tuple[int, ...]],
    places: Sequence[tuple[ExactCell, ExactCell]],
) -> None:
    """Check that exactly the confirmed equilibria are listed, each with what was proven of it."""
    payoffs = certificate.game.exact_payoffs
    listed = list(solution.equilibria)
    for position in pure:
        strict = _is_strict(payoffs, position)
        point = [fractions(np.eye(count)[a]) for a, count in zip(position, payoffs.shape[1:], strict=True)]
        match = _taken(listed, point, Fraction(0))
        _check_listed(payoffs, match, 1 if strict else None, _corner(position) if strict else None)
        if match.strict is not strict:
            raise Rejected("an equilibrium is not as strict as recorded")
    for root, (small, region) in zip(certificate.roots, places, strict=True):
        if root.kind == PROVEN:
            point = [np.zeros(count, dtype=object) for count in payoffs.shape[1:]]
            for vector, labels, values in zip(point, root.supports, root.vectors, strict=True):
                vector[list(labels)] = fractions(values)
            match = _taken(listed, point, Fraction(root.small))
            _check_listed(payoffs, match, root.sign, _surroundings(root.supports, small, region))
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
