"""Check an answer again in exact arithmetic, trusting nothing that the solver computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from belarusgame.errors import GameError, quoted
from belarusgame.game import Equilibrium
from belarusgame.solve._search.certificate import (
    BORDERLINE,
    PROVEN,
    Certificate,
    Rejected,
    Supports,
    all_supports,
    check_roots,
    check_trees,
    dominated,
)
from belarusgame.solve._search.exact import Exact, ExactCell, excluded_by_range, fractions, whole_cell
from belarusgame.solve.solution import Box, Solution

if TYPE_CHECKING:
    from belarusgame.game import Game

__all__ = ["Verification", "verify_equilibria"]

#: Samples of components must be equilibria up to this part of the payoff range.
_SAMPLE_REGRET = Fraction(1, 10**9)


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
    """Check a solution of :func:`belarusgame.solve.every_equilibrium.all_equilibria` in rational arithmetic.

    Every support of the game must be excluded by strict dominance, by the range of a payoff difference, or by
    its cell tree, whose every step is evaluated anew; every equilibrium must be confirmed, no pure one may be
    missing, and what a tree leaves open must lie in the box of a component or be unresolved.

    Parameters
    ----------
    solution : Solution
        Found with ``certificate=True``. Checking takes seconds for games of a few dozen profiles, and far
        longer for larger ones.

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
    >>> from belarusgame.solve.every_equilibrium import all_equilibria
    >>> from belarusgame.solve.verify import verify_equilibria
    >>> game = bg.Game(np.random.default_rng(4).integers(-5, 6, (3, 2, 2, 2)))
    >>> verify_equilibria(all_equilibria(game, certificate=True)).accepted
    True
    """
    certificate = solution.certificate
    if not isinstance(certificate, Certificate):
        raise GameError(
            f"certificate = {quoted(certificate)} cannot be checked; solve again with certificate=True"
        )
    try:
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
    _check_outcomes(solution, certificate, pure)
    _check_samples(solution, game, payoffs)
    if solution.status == "complete" and solution.unresolved:
        raise Rejected("the status is complete, but there are unresolved boxes")
    return f"{len(left)} cell trees, {len(places)} roots and {len(pure)} pure equilibria confirmed"


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


def _check_outcomes(solution: Solution, certificate: Certificate, pure: Sequence[tuple[int, ...]]) -> None:
    """Check that exactly the confirmed equilibria are listed, with the right indices."""
    expected: list[tuple[list[Exact], Fraction, int | None]] = []
    payoffs = certificate.game.exact_payoffs
    for position in pure:
        point = [fractions(np.eye(count)[a]) for a, count in zip(position, payoffs.shape[1:], strict=True)]
        expected.append((point, Fraction(0), 1 if _is_strict(payoffs, position) else None))
    for root in certificate.roots:
        if root.kind == PROVEN:
            point = [np.zeros(count, dtype=object) for count in payoffs.shape[1:]]
            for vector, labels, values in zip(point, root.supports, root.vectors, strict=True):
                vector[list(labels)] = fractions(values)
            expected.append((point, Fraction(root.small), root.sign))
    listed = list(solution.equilibria)
    for point, distance, index in expected:
        match = next((e for e in listed if _is_near(e, point, distance)), None)
        if match is None:
            raise Rejected("an equilibrium is missing from the list")
        if match.index != index:
            raise Rejected("a listed equilibrium has another index than claimed")
        listed.remove(match)
    if listed:
        raise Rejected("an equilibrium is listed that was not confirmed")


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


def _check_samples(solution: Solution, game: Game, payoffs: Exact) -> None:
    """Check that every component has a sample, inside its box, that is nearly an equilibrium."""
    flat: Any = payoffs.reshape(len(game.players), -1)
    bound = _SAMPLE_REGRET * max(line.max() - line.min() for line in flat)
    for component in solution.components:
        if not component.samples:
            raise Rejected("a component has no sample")
        for sample in component.samples:
            if _exact_regret(payoffs, [fractions(vector) for vector in sample.mixed]) > bound:
                raise Rejected("a sample of a component is no equilibrium")


def _exact_regret(payoffs: Exact, mixed: Sequence[Exact]) -> Fraction:
    worst = Fraction(0)
    for i, own in enumerate(mixed):
        tensor = payoffs[i]
        for j in reversed(range(len(mixed))):
            if j != i:
                tensor = np.tensordot(tensor, mixed[j], axes=(j, 0))
        worst = max(worst, max(tensor) - tensor.dot(own) / sum(own))
    return worst
