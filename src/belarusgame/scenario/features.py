"""The linear map from weights to payoffs, compiled in exact rationals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.expected_time import announce_time
from belarusgame.base.labels import FloatArray, Labels
from belarusgame.base.read_only import read_only
from belarusgame.base.tables import Rows, Tabular
from belarusgame.scenario.records import Consideration, Effect

#: What one exact payoff costs, as measured.
PAYOFF_SECONDS = 1e-5


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Features(Tabular):
    """How payoffs depend on weights: ``u_i(s)`` is the sum of ``w_k * d_k * x_k(s)`` over the *k* of *i*.

    Attributes
    ----------
    labels : Labels
        The names of the players and of their strategies.
    considerations : tuple of str
        The keys ``player.name`` of the K considerations, in the order of every array here.
    owner : numpy.ndarray
        Shape ``(K,)``: the position of the player whose end it is.
    driver : tuple of (str or None)
        The driver that scales each consideration.
    exact : numpy.ndarray
        Shape ``(K, *strategies)``, of ``fractions.Fraction``: ``x_k(s)``, read-only.
    """

    labels: Labels
    considerations: tuple[str, ...]
    owner: NDArray[np.int64]
    driver: tuple[str | None, ...]
    exact: NDArray[np.object_]

    @cached_property
    def values(self) -> FloatArray:
        """``x_k(s)`` as float64, shape ``(K, *strategies)``, read-only."""
        return read_only(self.exact.astype(np.float64))

    def rows(self) -> Rows:
        """Return one row a consideration: whose it is, and between what it lies over how many profiles."""
        return [
            {
                "consideration": name,
                "driver": driver or "",
                "least": float(values.min()),
                "greatest": float(values.max()),
                "profiles changed": int(np.count_nonzero(values)),
            }
            for name, driver, values in zip(self.considerations, self.driver, self.values, strict=True)
        ]

    @property
    def heading(self) -> str:
        """The line above the table."""
        profiles = math.prod(self.labels.counts)
        return f"Features: {len(self.considerations)} considerations over {profiles} profiles"

    def payoffs(self, factors: Sequence[Fraction]) -> NDArray[np.object_]:
        """Return the exact payoffs, shape ``(players, *strategies)``.

        Parameters
        ----------
        factors : sequence of Fraction
            For each consideration its weight times the level of its driver.
        """
        count = len(self.labels.players) * math.prod(self.labels.counts)
        announce_time(PAYOFF_SECONDS * count, f"adding up {count:,} exact payoffs", "fewer strategies")
        whole, unit = self._whole
        multiple = math.lcm(*(factor.denominator for factor in factors))
        totals = np.zeros((len(self.labels.players), whole.shape[1]), dtype=object)
        for owner, factor, values in zip(self.owner.tolist(), factors, whole, strict=True):
            # Everything in one unit, the least common one: one fraction is made for each payoff, not one for
            # each term.
            totals[owner] += factor.numerator * (multiple // factor.denominator) * values
        exact = [Fraction(total, multiple * unit) for total in totals.flat]
        return np.array(exact, dtype=object).reshape(-1, *self.labels.counts)

    @cached_property
    def _whole(self) -> tuple[NDArray[np.object_], int]:
        """``x_k(s)``, shape ``(K, profiles)``, as whole numbers of a unit, and one over the unit.

        Fractions are slow, so that sums are made of whole numbers.
        """
        values: list[Fraction] = self.exact.ravel().tolist()
        unit = math.lcm(*{value.denominator for value in values})
        whole = np.array([value.numerator * (unit // value.denominator) for value in values], dtype=object)
        return whole.reshape(len(self.considerations), math.prod(self.labels.counts)), unit


def compile_features(labels: Labels, considerations: Sequence[Consideration]) -> Features:
    """Lay out every consideration over all profiles."""
    exact: NDArray[Any] = np.full((len(considerations), *labels.counts), Fraction(0), dtype=object)
    for position, consideration in enumerate(considerations):
        for effect in consideration.effects:
            # Added up: several effects of one consideration may match the same profile.
            exact[position][effect_mask(labels, effect)] += effect.adds
    return Features(
        labels=labels,
        considerations=tuple(consideration.key for consideration in considerations),
        owner=np.array([labels.player_index(c.player) for c in considerations], dtype=np.int64),
        driver=tuple(consideration.driver for consideration in considerations),
        exact=read_only(exact),
    )


def effect_mask(labels: Labels, effect: Effect) -> NDArray[np.bool_]:
    """Mark the profiles that match an effect, in an array of shape ``labels.counts``."""
    return labels.mask(effect.when)
