"""The equations of a logit equilibrium, written in log-probabilities, for many games at once.

With ``z`` the log-probabilities, ``b`` the base measure and ``u`` what each strategy earns, a point is a
logit equilibrium where ``z`` is ``log b + rationality * u`` up to a constant a player, and probabilities sum
to one. Logarithms keep apart what probabilities below 1e-300 would merge (Turocy 2005).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray

__all__ = ["LogitSystem", "logit_system"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LogitSystem:
    """Games of one shape, their payoffs centred and scaled, with their base measures.

    Attributes
    ----------
    tensors : tuple of numpy.ndarray
        One array a player, shape ``(games, *strategies)``: payoffs less their mean over the player's own
        strategies (which no reply depends on), divided by ``scale``.
    log_base : numpy.ndarray
        Shape ``(games, sum of strategies)``.
    scale : numpy.ndarray
        Shape ``(games,)``: the greatest difference that a choice makes to its player; 1 where none does.
    player_scales : numpy.ndarray
        Shape ``(games, players)``: the same for each player, unscaled.
    """

    tensors: tuple[FloatArray, ...]
    log_base: FloatArray
    scale: FloatArray
    player_scales: FloatArray

    @property
    def counts(self) -> tuple[int, ...]:
        """The number of strategies of each player."""
        return tuple(self.tensors[0].shape[1:])

    @property
    def parts(self) -> tuple[slice, ...]:
        """Where each player's entries stand in a stacked vector."""
        return _parts(self.counts)

    def pick(self, games: NDArray[np.intp]) -> LogitSystem:
        """Return the system of some of the games."""
        return LogitSystem(
            tensors=tuple(tensor[games] for tensor in self.tensors),
            log_base=self.log_base[games],
            scale=self.scale[games],
            player_scales=self.player_scales[games],
        )

    def _cross_effects(self, probabilities: FloatArray) -> FloatArray:
        """Return how each strategy's payoff changes with each probability of another player."""
        axes = list(range(len(self.tensors) + 1))
        parts = self.parts
        factors: list[list[Any]] = [[probabilities[:, part], [0, k + 1]] for k, part in enumerate(parts)]
        effects = np.zeros((*probabilities.shape, probabilities.shape[1]))
        for i, j in combinations(range(len(parts)), 2):
            others = [item for k, factor in enumerate(factors) if k not in (i, j) for item in factor]
            contract: Any = np.einsum  # its typed signatures know subscripts as strings only
            effects[:, parts[i], parts[j]] = contract(self.tensors[i], axes, *others, [0, i + 1, j + 1])
            effects[:, parts[j], parts[i]] = contract(self.tensors[j], axes, *others, [0, j + 1, i + 1])
        return effects

    def _earned(self, z: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return probabilities, what each strategy earns against them, and how that changes with them."""
        probabilities = np.exp(
            np.minimum(z, 1.0)
        )  # a bad Newton guess must not overflow; answers lie below 0
        effects = self._cross_effects(probabilities)
        if len(self.tensors) == 1:
            return probabilities, self.tensors[0], effects
        earned = np.empty_like(z)
        parts = self.parts
        for i, part in enumerate(parts):
            other = parts[(i + 1) % len(parts)]
            earned[:, part] = np.einsum("gab,gb->ga", effects[:, part, other], probabilities[:, other])
        return probabilities, earned, effects

    def evaluate(self, z: FloatArray, rationality: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the equations' left sides, which are zero at a logit equilibrium, and their derivatives.

        For each player the likeliest strategy's equation says that probabilities sum to one; every other says
        that its log-odds against the likeliest are those of the logit response. That form is quadratic at
        most in each pair of players' probabilities, so that Newton's method works at any rationality.

        Parameters
        ----------
        z : numpy.ndarray
            Log-probabilities, shape ``(games, entries)``.
        rationality : numpy.ndarray
            In units of ``1 / scale``, shape ``(games,)``.

        Returns
        -------
        tuple of numpy.ndarray
            The left sides, their derivative by ``z`` of shape ``(games, entries, entries)``, and that by
            rationality.
        """
        probabilities, earned, effects = self._earned(z)
        values = z - self.log_base - rationality[:, None] * earned
        by_z = np.eye(z.shape[1]) - rationality[:, None, None] * effects * probabilities[:, None, :]
        by_rationality = -earned
        rows = np.arange(len(z))
        for part in self.parts:
            likeliest = part.start + z[:, part].argmax(axis=1)
            total = probabilities[:, part].sum(axis=1)
            values[:, part] -= values[rows, likeliest][:, None]
            by_z[:, part] -= by_z[rows, likeliest][:, None]
            by_rationality[:, part] -= by_rationality[rows, likeliest][:, None]
            values[rows, likeliest] = np.log(total)
            by_z[rows, likeliest, part] = probabilities[:, part] / total[:, None]
            # The likeliest strategy's row has become zero by the subtraction, also in by_rationality.
        return values, by_z, by_rationality

    def response_derivative(self, z: FloatArray, by_z: FloatArray) -> FloatArray:
        """Return the derivative, at a logit equilibrium, of ``z`` less the logarithmic response to it.

        It is a combination, of determinant 1, of the rows that :meth:`evaluate` returns.
        """
        derivative = by_z.copy()
        rows = np.arange(len(z))
        for part in self.parts:
            likeliest = part.start + z[:, part].argmax(axis=1)
            total = by_z[rows, likeliest]
            derivative[rows, likeliest] = 0.0
            mean = np.einsum("ga,gab->gb", np.exp(z[:, part]), derivative[:, part])
            derivative[:, part] += (total - mean)[:, None]
        return derivative

    def distance(self, z: FloatArray, rationality: FloatArray) -> FloatArray:
        """Return the greatest difference, in probability, between points and their logit responses."""
        probabilities = np.exp(np.minimum(z, 1.0))
        earned = np.concatenate([self._against(i, probabilities) for i in range(len(self.tensors))], axis=1)
        exponents = self.log_base + rationality[:, None] * earned
        gaps = np.empty((len(z), len(self.tensors)))
        for i, part in enumerate(self.parts):
            weights = np.exp(exponents[:, part] - exponents[:, part].max(axis=1, keepdims=True))
            response = weights / weights.sum(axis=1, keepdims=True)
            gaps[:, i] = np.abs(response - probabilities[:, part]).max(axis=1)
        return gaps.max(axis=1)

    def _against(self, player: int, probabilities: FloatArray) -> FloatArray:
        """Return what each of a player's strategies earns, summing over the others one by one."""
        left = self.tensors[player]
        for k in reversed(range(len(self.tensors))):
            chances = probabilities[:, self.parts[k]]
            if k > player:
                left = np.einsum("g...k,gk->g...", left, chances)
            elif k < player:
                left = np.einsum("g...ka,gk->g...a", left, chances)
        return left

    def normalised(self, z: FloatArray) -> tuple[FloatArray, ...]:
        """Return every player's probabilities, summing to one to the last bit or two."""
        weights = [np.exp(z[..., part]) for part in self.parts]
        return tuple(weight / weight.sum(axis=-1, keepdims=True) for weight in weights)


@lru_cache(maxsize=64)
def _parts(counts: tuple[int, ...]) -> tuple[slice, ...]:
    return tuple(slice(start, end) for start, end in pairwise(accumulate((0, *counts))))


def logit_system(payoffs: FloatArray, base: Sequence[FloatArray]) -> LogitSystem:
    """Prepare games for :class:`LogitSystem`.

    Parameters
    ----------
    payoffs : numpy.ndarray
        Shape ``(games, players, *strategies)``, finite.
    base : sequence of numpy.ndarray
        For every player positive probabilities, shape ``(strategies,)`` or ``(games, strategies)``.
    """
    games = payoffs.shape[0]
    tensors = [payoffs[:, i] - payoffs[:, i].mean(axis=i + 1, keepdims=True) for i in range(payoffs.shape[1])]
    scales = np.stack(
        [np.ptp(tensor, axis=i + 1).reshape(games, -1).max(axis=1) for i, tensor in enumerate(tensors)],
        axis=1,
    )
    scale = scales.max(axis=1)
    scale = np.where(scale > 0.0, scale, 1.0)
    shape = (games, *[1] * (payoffs.ndim - 2))
    logs = [np.log(np.broadcast_to(vector, (games, vector.shape[-1]))) for vector in base]
    return LogitSystem(
        tensors=tuple(tensor / scale.reshape(shape) for tensor in tensors),
        log_base=np.concatenate(logs, axis=1),
        scale=scale,
        player_scales=scales,
    )
