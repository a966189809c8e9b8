"""Check what a solution lists: that points are equilibria, that boxes hold one each, that samples lie inside.

What is proven elsewhere of an equilibrium (where it lies, and where the equations of its support have no
other solution) comes in as an :class:`Enclosure`; everything else is computed here, from the exact payoffs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from belarusgame.base.labels import product_distribution
from belarusgame.base.replies import earned_against
from belarusgame.solve.recheck.exact_cells import Exact, fractions
from belarusgame.solve.recheck.ranges import highest, is_inhabited
from belarusgame.solve.recheck.search_certificate import Rejected, Supports

if TYPE_CHECKING:
    from belarusgame.game import Equilibrium, Game
    from belarusgame.solve.solution import Solution

#: A listed equilibrium, or a sample, must be one up to this part of each player's payoff range; recorded
#: numbers must be right up to this part of the largest payoff.
ALLOWED_REGRET = Fraction(1, 10**9)
#: A thousand steps of the smallest floats, whose rounding is in proportion to nothing.
_SMALLEST = Fraction(1, 2**1064)
#: A little more than the distance up to which equilibria get no boxes, which floats could not keep apart.
_CROWDED = 1.1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Enclosure:
    """Where an equilibrium was proven to lie, and to be the only one that uses the same strategies."""

    support: Supports  #: for every player the strategies that it uses
    #: For every player bounds on the probabilities of these strategies; the equilibrium lies within them.
    low: list[Exact]
    high: list[Exact]
    #: Lower bounds on the same probabilities: of the profiles of this support that keep to them, only this
    #: one makes everybody indifferent.
    alone: list[Exact]


def check_box(payoffs: Exact, enclosure: Enclosure, box: Sequence[Any]) -> None:
    """Check that a box holds the enclosed equilibrium, and no other one.

    An equilibrium in the box uses every strategy of the support, because the box keeps away from where one is
    not played; it uses no other, because those are excluded by the box or worse than one of the support all
    over it; and where the support's equations have one solution there is no second one.
    """
    bounds = [fractions(part) for part in box]
    for part, inside, low, high in zip(bounds, enclosure.support, enclosure.low, enclosure.high, strict=True):
        outside = np.setdiff1d(np.arange(len(part)), inside)
        if np.any(part[list(inside), 0] > low) or np.any(part[list(inside), 1] < high):
            raise Rejected("the box of an equilibrium does not hold it")
        if np.any(part[outside, 0] > 0) or np.any(part[outside, 1] < 0):
            raise Rejected("the box of an equilibrium does not hold it")
        if np.any(part[list(inside), 0] <= 0):
            raise Rejected("the box of an equilibrium reaches to where it does not use a strategy any more")
    _check_alone(bounds, enclosure)
    for player in range(len(bounds)):
        _check_tempted(payoffs, bounds, enclosure.support, player)


def _check_alone(bounds: Sequence[Exact], enclosure: Enclosure) -> None:
    """Check that on the support the box stays within the region of uniqueness."""
    for part, inside, alone in zip(bounds, enclosure.support, enclosure.alone, strict=True):
        low, high = part[list(inside), 0], part[list(inside), 1]
        # What the upper bounds of the others leave to a probability bounds it from below, too.
        least = [max(low[k], 1 - (high.sum() - high[k])) for k in range(len(inside))]
        if any(mine < theirs for mine, theirs in zip(least, alone, strict=True)):
            raise Rejected("the box of an equilibrium is larger than the region in which it is the only one")


def _check_tempted(payoffs: Exact, bounds: Sequence[Exact], support: Supports, player: int) -> None:
    """Check that a strategy that is not used is no best reply wherever the box admits it."""
    others = [part for j, part in enumerate(bounds) if j != player]
    own = np.moveaxis(payoffs[player], player, 0)
    for a, upper in enumerate(bounds[player][:, 1]):
        if (
            a not in support[player]
            and upper > 0
            and not any(highest(own[a] - own[b], others) < 0 for b in support[player])
        ):
            raise Rejected("the box of an equilibrium admits a strategy that may be a best reply")


def check_numbers(payoffs: Exact, equilibrium: Equilibrium) -> None:
    """Check that a profile is an equilibrium, by each player's payoff range, with the regret recorded."""
    mixed = exact_profile(equilibrium)
    flat = payoffs.reshape(len(payoffs), -1)
    for player, name in enumerate(equilibrium.labels.players):
        earned = earned_against(payoffs, player, mixed)
        regret = max(earned) - earned.dot(mixed[player])
        if regret > ALLOWED_REGRET * (flat[player].max() - flat[player].min()):
            raise Rejected("a listed profile is no equilibrium")
        # What is recorded was computed in floats, whose errors are in proportion to the payoffs.
        if abs(equilibrium.regrets[name] - regret) > _play(flat[player]):
            raise Rejected("an equilibrium has another regret than recorded")
    if equilibrium.incentive_gap != max(equilibrium.regrets.values()):
        raise Rejected("an equilibrium has another regret than recorded")
    product = product_distribution(equilibrium.mixed)
    if np.abs(equilibrium.distribution - product).max() > float(ALLOWED_REGRET):
        raise Rejected("the distribution of an equilibrium is not that of its mixed strategies")


def check_payoffs(solution: Solution, payoffs: Exact) -> None:
    """Check that every player gets in every listed profile what is recorded, by the players' own payoffs."""
    samples = (sample for component in solution.components for sample in component.samples)
    for equilibrium in (*solution.equilibria, *samples, *solution.candidates):
        mixed = exact_profile(equilibrium)
        for player, name in enumerate(equilibrium.labels.players):
            average = earned_against(payoffs, player, mixed).dot(mixed[player])
            if abs(equilibrium.payoffs[name] - average) > _play(payoffs[player].ravel()):
                raise Rejected("an equilibrium has another payoff than recorded")


def _play(payoffs: Exact) -> Fraction:
    """Return how far a number of a player that was computed in floats may be from the exact one."""
    return ALLOWED_REGRET * max(abs(value) for value in payoffs) + _SMALLEST


def exact_profile(equilibrium: Equilibrium) -> list[Exact]:
    """Return the mixed strategies as recorded, made to sum to one exactly."""
    vectors = [fractions(vector) for vector in equilibrium.mixed]
    if any(min(vector) < 0 or sum(vector) <= 0 for vector in vectors):
        raise Rejected("the probabilities of an equilibrium are none")
    return [vector / sum(vector) for vector in vectors]


def check_lists(solution: Solution, game: Game) -> None:
    """Check samples, payoffs, that boxes keep away from one another, and that indices sum to one."""
    check_samples(solution, game.exact_deciding)
    check_payoffs(solution, game.exact_payoffs)
    check_apart(solution)
    check_indices(solution)


def check_samples(solution: Solution, payoffs: Exact) -> None:
    """Check that every component has samples, and that all of them are equilibria inside its box."""
    for component in solution.components:
        if not component.samples:
            raise Rejected("a component has no sample")
        for sample in component.samples:
            check_numbers(payoffs, sample)
            if not holds(component.box.bounds, sample.mixed):
                raise Rejected("a sample of a component lies outside its box")


def check_apart(solution: Solution) -> None:
    """Check that boxes of equilibria keep away from one another and, where they can, from components.

    The bounding box of a component may hold an isolated equilibrium that is not a part of it; then the two
    boxes cannot be apart. An equilibrium without a box must lie in a component, in an unresolved region, or
    too near to something else for a box.
    """
    boxed = [equilibrium for equilibrium in solution.equilibria if equilibrium.box is not None]
    boxes = [[np.asarray(part) for part in equilibrium.box or ()] for equilibrium in boxed]
    if any(not is_inhabited(fractions(part)) for box in boxes for part in box):
        raise Rejected("the box of an equilibrium holds no profile")
    if any(_meet(one, other) for one, other in combinations(boxes, 2)):
        raise Rejected("the boxes of two equilibria overlap")
    for component in solution.components:
        for equilibrium, box in zip(boxed, boxes, strict=True):
            if _meet(box, component.box.bounds) and not holds(component.box.bounds, equilibrium.mixed):
                raise Rejected("the box of an equilibrium reaches into a component")
    regions = [component.box.bounds for component in solution.components]
    regions += [box.bounds for box in solution.unresolved]
    for equilibrium in solution.equilibria:
        if (
            equilibrium.box is None
            and not any(holds(region, equilibrium.mixed) for region in regions)
            and not _is_crowded(solution, equilibrium)
        ):
            raise Rejected("an equilibrium has neither a box nor a place in a component")


def _is_crowded(solution: Solution, equilibrium: Equilibrium) -> bool:
    """Whether another equilibrium, or a component, is so near that no box could tell the two apart."""
    others = [[(x, x) for x in other.mixed] for other in solution.equilibria if other is not equilibrium]
    others += [[part.T for part in component.box.bounds] for component in solution.components]
    return any(
        all(
            bool(np.all((low - _CROWDED <= x) & (x <= high + _CROWDED)))
            for (low, high), x in zip(other, equilibrium.mixed, strict=True)
        )
        for other in others
    )


def check_indices(solution: Solution) -> None:
    """Check that the indices sum to one where every equilibrium is listed and regular."""
    # Where all equilibria are regular their indices sum to one (Shapley 1974 for two players, Ritzberger 1994
    # for more), so a missing one is seen, if its index is not made up for by another missing one.
    everything = solution.status == "complete" and not solution.components and not solution.unresolved
    indices = [equilibrium.index for equilibrium in solution.equilibria]
    if everything and None not in indices and sum(index or 0 for index in indices) != 1:
        raise Rejected("the indices of all equilibria do not sum to one")


def holds(bounds: Sequence[Any], mixed: Sequence[Any]) -> bool:
    """Whether a profile lies in a box; comparing floats is exact."""
    return all(
        bool(np.all((part[:, 0] <= vector) & (vector <= part[:, 1])))
        for part, vector in zip(bounds, mixed, strict=True)
    )


def _meet(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether two boxes have a point in common, be it no profile."""
    return all(
        bool(np.all((mine[:, 0] <= theirs[:, 1]) & (theirs[:, 0] <= mine[:, 1])))
        for mine, theirs in zip(one, other, strict=True)
    )


def is_equilibrium(payoffs: Exact, position: tuple[int, ...]) -> bool:
    """Whether nobody gains by leaving a pure profile."""
    return all(
        payoffs[(i, *position)] >= max(payoffs[i][(*position[:i], slice(None), *position[i + 1 :])])
        for i in range(len(position))
    )


def taken(listed: list[Equilibrium], point: Sequence[Exact], distance: Fraction) -> Equilibrium:
    """Take the equilibrium at a point off the list of those that are still to be confirmed."""
    for k, equilibrium in enumerate(listed):
        if _is_near(equilibrium, point, distance):
            return listed.pop(k)
    raise Rejected("an equilibrium is missing from the list")


def check_strict(equilibrium: Equilibrium, *, strict: bool) -> None:
    """Check that it is recorded whether everybody would lose by leaving."""
    if equilibrium.strict is not strict:
        raise Rejected("an equilibrium is not as strict as recorded")


def is_strict(payoffs: Exact, position: tuple[int, ...]) -> bool:
    """Whether everybody would lose by leaving a pure equilibrium."""
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
