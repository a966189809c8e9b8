"""Games of one shape, centred and scaled, with the equations of their logit equilibria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.arithmetic import logarithms
from belarusgame.base.labels import FloatArray
from belarusgame.solve.logit.arrays import Buffers, Layout, allocate, lay_out
from belarusgame.solve.logit.equations import differences, distances, evaluate, normalised


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LogitSystem:
    """Games of one shape, their payoffs centred and scaled, with their base measures."""

    #: Payoffs less their mean over the player's own strategies (which no reply depends on), divided by
    #: ``scale``, and the logarithms of the base measures.
    at: Layout
    buffers: Buffers  #: where points are worked out; so a system is one thread's
    #: Shape ``(games,)``: the greatest difference that a choice makes to its player; 1 where none does.
    scale: FloatArray
    player_scales: FloatArray  #: shape ``(games, players)``: the same for each player, unscaled

    @property
    def log_base(self) -> FloatArray:
        """The base measures' logarithms, shape ``(games, entries)``."""
        return self.at.log_base

    def pick(self, games: NDArray[np.intp]) -> LogitSystem:
        """Return the system of some of the games, which works in the same buffers."""
        at = self.at._replace(tensors=self.at.tensors[games], log_base=self.log_base[games])
        return replace(self, at=at, scale=self.scale[games], player_scales=self.player_scales[games])

    def evaluate(self, z: FloatArray, rationality: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the equations' left sides, which are zero at a logit equilibrium, and their derivatives.

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
        values, by_z, by_rationality = np.empty_like(z), np.empty((*z.shape, z.shape[1])), np.empty_like(z)
        evaluate(self.at, z, rationality, self.buffers, values, by_z, by_rationality)
        return values, by_z, by_rationality

    def response_derivative(self, z: FloatArray, by_z: FloatArray) -> FloatArray:
        """Return the derivative, at a logit equilibrium, of ``z`` less the logarithmic response to it.

        It takes one point, and what :meth:`evaluate` returns for it.
        """
        return differences(self.at.begin, z, by_z)

    def distance(self, z: FloatArray, rationality: FloatArray) -> FloatArray:
        """Return the greatest difference, in probability, between points and their logit responses."""
        return distances(self.at, z, rationality, self.buffers)

    def normalised(self, z: FloatArray) -> tuple[FloatArray, ...]:
        """Return every player's probabilities at points, shape ``(points, strategies)`` each."""
        return tuple(np.split(normalised(self.at.begin, z), self.at.begin[1:-1], axis=1))


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
    # A logit response depends on differences between own strategies only; centred payoffs round least.
    tensors = [payoffs[:, i] - payoffs[:, i].mean(axis=i + 1, keepdims=True) for i in range(payoffs.shape[1])]
    scales = np.stack(
        [np.ptp(tensor, axis=i + 1).reshape(games, -1).max(axis=1) for i, tensor in enumerate(tensors)],
        axis=1,
    )
    scale = scales.max(axis=1)
    # Where nobody's choice makes a difference nothing has to be scaled, and nothing divided by zero.
    scale = np.where(scale > 0.0, scale, 1.0)
    shape = (games, *[1] * (payoffs.ndim - 2))
    logs = [np.broadcast_to(logarithms(vector), (games, vector.shape[-1])) for vector in base]
    at = lay_out([tensor / scale.reshape(shape) for tensor in tensors], np.concatenate(logs, axis=1))
    return LogitSystem(at=at, buffers=allocate(at), scale=scale, player_scales=scales)
