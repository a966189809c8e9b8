"""What was not decided lies in a component or in an unresolved box, and each of these holds some of it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.solve.recheck.exact_cells import Exact, fractions
from belarusgame.solve.recheck.search_certificate import Rejected, Supports
from belarusgame.solve.solution import (
    Solution,
)

#: How much further than what it holds the box of a component may reach: where a root lies that may or may not
#: be one is bounded by a simplex of size 2^-20 or less here, and by a cube around it there.
_SLACK = Fraction(1, 2**19)


def bounds_of(corners: Sequence[Exact], support: Supports, counts: Sequence[int]) -> Exact:
    """Bound all probabilities over a product, the players one after the other, shape ``(strategies, 2)``."""
    bounds = [np.full((count, 2), Fraction(0), dtype=object) for count in counts]
    for part, own, labels in zip(bounds, corners, support, strict=True):
        part[list(labels)] = np.stack(
            [np.maximum(own.min(axis=0), 0), np.minimum(own.max(axis=0), 1)], axis=1
        )
    return np.concatenate(bounds)


def check_regions(solution: Solution, undecided: Sequence[Exact]) -> None:
    """Check that what was not decided lies in a component or in what is unresolved, and that these hold it.

    A component may instead hold pure equilibria that are not strict.
    """
    boxes = [component.box for component in solution.components] + list(solution.unresolved)
    regions = [np.concatenate([fractions(part) for part in box.bounds]) for box in boxes]
    parts = [tuple(region.flat) for region in regions[: len(solution.components)]]
    if len(set(parts)) < len(parts):
        raise Rejected("a component is listed twice")
    # A box may also be there for an equilibrium of which it is not known whether it is isolated.
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
