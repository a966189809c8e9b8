"""From positions and vectors to records: equilibria with measured regret, proven boxes, indices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from belarusgame._labels import FloatArray
from belarusgame.game import Equilibrium

if TYPE_CHECKING:
    from belarusgame.game import Game


def payoffs_against(payoffs: FloatArray, player: int, mixed: Sequence[FloatArray]) -> FloatArray:
    """Return what each strategy of a player earns against several mixed profiles at once.

    Parameters
    ----------
    payoffs : numpy.ndarray
        Shape ``(players, *strategies)``.
    player : int
        Whose strategies.
    mixed : sequence of numpy.ndarray
        For every player the vectors of all profiles, shape ``(profiles, strategies)``.

    Returns
    -------
    numpy.ndarray
        Shape ``(profiles, strategies of the player)``.
    """
    tensor = np.moveaxis(payoffs[player], player, 0)[None]
    for j in reversed([other for other in range(len(mixed)) if other != player]):
        shape = (len(mixed[j]),) + (1,) * (tensor.ndim - 2) + (-1,)
        tensor = (tensor * mixed[j].reshape(shape)).sum(axis=-1)
    return np.broadcast_to(tensor, (len(mixed[player]), tensor.shape[-1]))


def spans(payoffs: FloatArray) -> FloatArray:
    """Return the most that each player's own choice can change its payoff, opponents' profile by profile."""
    return np.array([np.ptp(payoffs[i], axis=i).max() for i in range(len(payoffs))])


def payoff_range(game: Game) -> float:
    """Return the largest difference between two payoffs of one player: the unit of a regret."""
    return float(np.ptp(game.payoffs.reshape(len(game.players), -1), axis=1).max())


def pure_record(game: Game, position: tuple[int, ...], *, strict: bool) -> Equilibrium:
    """Record a pure profile that was found to be an equilibrium by exact comparison; its regret is zero."""
    mixed: list[FloatArray] = []
    for choice, count in zip(position, game.shape, strict=True):
        vector = np.zeros(count)
        vector[choice] = 1.0
        mixed.append(_frozen(vector))
    distribution = np.zeros(game.shape)
    distribution[position] = 1.0
    return Equilibrium(
        labels=game.labels,
        distribution=_frozen(distribution),
        payoffs=dict(zip(game.players, game.payoffs[(slice(None), *position)].tolist(), strict=True)),
        concept="nash",
        incentive_gap=0.0,
        strict=strict,
        mixed=tuple(mixed),
        regrets=dict.fromkeys(game.players, 0.0),
        index=1 if strict else None,
        box=_pure_box(game, position) if strict else None,
    )


def _pure_box(game: Game, position: tuple[int, ...]) -> tuple[FloatArray, ...] | None:
    """Bound a region in which a strict pure equilibrium is the only equilibrium; see :func:`reach`."""
    margins: list[float] = []
    for i in range(len(position)):
        line = game.payoffs[i][(*position[:i], slice(None), *position[i + 1 :])]
        others = np.delete(line, position[i])
        if others.size:
            margins.append(float(line[position[i]] - others.max()) - 4e-16 * float(np.abs(line).max()))
        else:
            margins.append(np.inf)
    radius = reach(game, margins)
    if radius <= 0.0:
        return None
    vectors = [np.eye(count)[choice] for count, choice in zip(game.shape, position, strict=True)]
    return box_around(vectors, [radius] * len(vectors), [radius] * len(vectors))


def reach(game: Game, margins: Sequence[float]) -> float:
    """Return a distance within which no strategy that is worse by its player's margin becomes a best reply.

    If every probability moves by at most r, the total variation of player j's mixture moves by at most
    ``strategies * r / 2``, and a payoff difference of a player, being multilinear and at most its
    span in size, by at most ``span * r *`` the sum of all opponents' numbers of strategies.
    """
    room = [
        margin / span if span > 0.0 else np.inf
        for margin, span in zip(margins, spans(game.payoffs).tolist(), strict=True)
    ]
    return min(0.5, 0.99 * min(room) / sum(game.shape))


def box_around(
    vectors: Sequence[FloatArray], inside: Sequence[float], outside: Sequence[float]
) -> tuple[FloatArray, ...]:
    """Bound every probability: positive ones within ``inside`` of their value, zeros by ``outside``."""
    box: list[FloatArray] = []
    for vector, near, far in zip(vectors, inside, outside, strict=True):
        low = np.where(vector > 0.0, np.maximum(vector - near, 0.0), 0.0)
        high = np.where(vector > 0.0, np.minimum(vector + near, 1.0), far)
        box.append(_frozen(np.stack([low, high], axis=1)))
    return tuple(box)


def mixed_records(
    game: Game,
    mixed: Sequence[FloatArray],
    *,
    indices: Sequence[int | None],
    boxes: Sequence[tuple[FloatArray, ...] | None],
) -> list[Equilibrium]:
    """Record several mixed profiles, with the regret that each is measured to have.

    Parameters
    ----------
    game : Game
        The game.
    mixed : sequence of numpy.ndarray
        For every player the vectors of all profiles, shape ``(profiles, strategies)``.
    indices, boxes : sequence
        One entry a profile.
    """
    earned = [payoffs_against(game.payoffs, i, mixed) for i in range(len(mixed))]
    average = np.stack([(e * x).sum(axis=1) for e, x in zip(earned, mixed, strict=True)], axis=1)
    regret = np.maximum(np.stack([e.max(axis=1) for e in earned], axis=1) - average, 0.0)
    joint = mixed[0]
    for x in mixed[1:]:
        joint = joint[..., None] * x.reshape((len(x),) + (1,) * (joint.ndim - 1) + (-1,))
    return [
        Equilibrium(
            labels=game.labels,
            distribution=_frozen(joint[k].copy()),
            payoffs=dict(zip(game.players, average[k].tolist(), strict=True)),
            concept="nash",
            incentive_gap=float(regret[k].max()),
            strict=None if index is None else False,
            mixed=tuple(_frozen(x[k].copy()) for x in mixed),
            regrets=dict(zip(game.players, regret[k].tolist(), strict=True)),
            index=index,
            box=box,
        )
        for k, (index, box) in enumerate(zip(indices, boxes, strict=True))
    ]


def _frozen(array: FloatArray) -> FloatArray:
    array.flags.writeable = False
    return array
