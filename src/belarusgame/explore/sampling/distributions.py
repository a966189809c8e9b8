"""Distributions that inputs are drawn from: by name, or by their quantiles."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol, get_args

import numpy as np

from belarusgame.base.guards import attribute, is_mapping
from belarusgame.base.labels import FloatArray
from belarusgame.base.settings import option
from belarusgame.errors import GameError, quoted
from belarusgame.scenario import Input

NamedDistribution = Literal["triangular", "uniform", "pert"]

#: The same at run time, so that what is typed and what is refused cannot differ.
NAMED: tuple[NamedDistribution, ...] = get_args(NamedDistribution)


class WithQuantiles(Protocol):
    """What draws are made from: a frozen ``scipy.stats`` distribution is one."""

    def ppf(self, q: Any, /) -> Any:
        """Return the quantiles of some shares."""
        ...


#: For all inputs, or for some of them by their names; see :func:`make_draws`.
Distribution = NamedDistribution | WithQuantiles | Mapping[str, NamedDistribution | WithQuantiles]


def check_distribution(inputs: tuple[Input, ...], distribution: Any) -> None:
    """Refuse what is no distribution, or reaches beyond the range of its input."""
    if not is_mapping(distribution):
        _check_one("distribution", distribution, 0.0, 1.0)
        return
    ranges = {entry.name: entry.range for entry in inputs if not entry.is_switch}
    for name, made in distribution.items():
        option("distribution: input", name, ranges)
        _check_one(f"distribution of {name}", made, float(ranges[name].low), float(ranges[name].high))


def _check_one(place: str, made: Any, low: float, high: float) -> None:
    if isinstance(made, str):
        option(place, made, NAMED)
        return
    if not callable(attribute(made, "ppf")):
        raise GameError(
            f"{place} = {quoted(made)}: must be {', '.join(NAMED)} or a frozen scipy.stats distribution"
        )
    ends = [float(made.ppf(0.0)), float(made.ppf(1.0))]
    if not (all(map(math.isfinite, ends)) and low - 1e-12 <= ends[0] <= ends[1] <= high + 1e-12):
        raise GameError(
            f"{place}: it reaches from {ends[0]:g} to {ends[1]:g}: must stay within {low:g} to {high:g}; "
            "truncate it, or widen the range in the scenario"
        )


def transform_of(entry: Input, made: Any, own_units: bool) -> Callable[[FloatArray], None] | None:
    """Return what turns uniform numbers into draws of one input, in place; None if compiled code does."""
    low, likely, high = (float(end) for end in (entry.range.low, entry.range.likely, entry.range.high))

    def fixed(row: FloatArray) -> None:
        row[:] = low

    def pert(row: FloatArray) -> None:
        from scipy.special import betaincinv

        position = (likely - low) / (high - low)
        # The beta distribution whose mode is the likely value, with PERT's weight of 4 on it.
        row[:] = low + (high - low) * betaincinv(1.0 + 4.0 * position, 5.0 - 4.0 * position, row)
        np.clip(row, low, high, out=row)

    def given(row: FloatArray) -> None:
        row[:] = made.ppf(row) if own_units else low + (high - low) * made.ppf(row)
        np.clip(row, low, high, out=row)

    if entry.fixed:
        return fixed
    return {"triangular": None, "uniform": None, "pert": pert}[made] if isinstance(made, str) else given
