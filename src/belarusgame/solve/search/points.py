"""Records of equilibria from positions and vectors: measured regret, proven boxes, indices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.read_only import read_only
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
    return np.broadcast_to(tensor, (len(mixed[player]), tensor.shape[1]))


def payoff_ranges(game: Game) -> list[float]:
    """Return the largest difference between two values that decide for each player: the unit of a regret."""
    flat = game.deciding.reshape(len(game.players), -1)
    return (flat.max(axis=1) - flat.min(axis=1)).tolist()


#: Slightly more than one, to make up for the rounding of a bound.
_MARGIN: Final = 1.0 + 2.0**-20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Points:
    """Several mixed profiles, and what is known of each."""

    #: For every player the vectors of all profiles, shape ``(profiles, strategies)``.
    mixed: tuple[FloatArray, ...]
    #: For every profile: on simplices of size ``radius`` around it the equations of its support have one
    #: solution, which lies in those of size ``small``.
    radius: FloatArray
    small: FloatArray
    #: For every profile the index of the equilibrium; None where it is not known to be regular.
    indices: Sequence[int | None]
    strict: Sequence[bool | None]  #: for every profile, whether everybody who deviates loses


def pure_record(game: Game, position: Sequence[int], ranges: Sequence[float], *, strict: bool) -> Equilibrium:
    """Record a pure profile that exact comparison showed to be an equilibrium; its regret is zero.

    The box of a strict one is that of :func:`_boxes`, where all strategies but one are outside.
    """
    decided: list[float] = game.deciding[(slice(None), *position)].tolist()
    # At most half, so that what is played stays in use all over the box.
    near, mixed = 0.5, list[FloatArray]()
    for i, (choice, own, width, size) in enumerate(zip(position, decided, ranges, game.shape, strict=True)):
        vector = np.zeros(size)
        vector[choice] = 1.0
        mixed.append(read_only(vector))
        line: list[float] = game.deciding[(i, *position[:i], slice(None), *position[i + 1 :])].tolist()
        if size > 1:
            # A payoff difference of floats is off by some units in the last place of the larger payoff.
            margin = own - max(line[:choice] + line[choice + 1 :]) - 1e-12 * max(map(abs, line))
            near = min(near, 0.99 * margin / (width * sum(game.shape))) if margin > 0.0 else 0.0
    distribution = np.zeros(game.shape)
    distribution[tuple(position)] = 1.0
    payoffs: list[float] = game.payoffs[(slice(None), *position)].tolist()
    return Equilibrium(
        labels=game.labels,
        distribution=read_only(distribution),
        payoffs=dict(zip(game.players, payoffs, strict=True)),
        concept="nash",
        incentive_gap=0.0,
        strict=strict,
        mixed=tuple(mixed),
        regrets=dict.fromkeys(game.players, 0.0),
        index=1 if strict else None,
        box=tuple(_corner(vector, near) for vector in mixed) if strict else None,
    )


def _corner(vector: FloatArray, near: float) -> FloatArray:
    """Bound the surroundings of a pure strategy; of no extent, it is still the only profile in them."""
    box = np.empty((len(vector), 2))
    box[:, 0] = np.maximum(vector - near, 0.0)
    box[:, 1] = np.minimum(vector + near, 1.0)
    return read_only(box)


def samples(mixed: Sequence[FloatArray]) -> Points:
    """Describe profiles of which nothing is known but that they are equilibria."""
    count = len(mixed[0])
    unknown = [None] * count
    zero = np.zeros(count)
    return Points(mixed=tuple(mixed), radius=zero, small=zero, indices=unknown, strict=unknown)


def records(game: Game, points: Points) -> list[Equilibrium]:
    """Record profiles as equilibria, with measured regret, and with proven boxes where they are regular."""
    mixed = points.mixed
    earned = [payoffs_against(game.deciding, i, mixed) for i in range(len(mixed))]
    average = _averages(earned, mixed)
    # An average may exceed the best by a rounding.
    regret = np.maximum(np.stack([e.max(axis=1) for e in earned], axis=1) - average, 0.0)
    # Choices are compared by what decides; what players get is their own.
    if game.delegations:
        average = _averages([payoffs_against(game.payoffs, i, mixed) for i in range(len(mixed))], mixed)
    boxes = _boxes(game, points, earned) if any(index is not None for index in points.indices) else []
    joint = mixed[0]
    for x in mixed[1:]:
        joint = joint[..., None] * x.reshape((len(x),) + (1,) * (joint.ndim - 1) + (-1,))
    return [
        Equilibrium(
            labels=game.labels,
            distribution=read_only(joint[k]),
            payoffs=dict(zip(game.players, payoffs, strict=True)),
            concept="nash",
            incentive_gap=max(regrets),
            strict=strict,
            mixed=tuple(read_only(x[k]) for x in mixed),
            regrets=dict(zip(game.players, regrets, strict=True)),
            index=index,
            box=None if index is None else tuple(read_only(part[k]) for part in boxes),
        )
        for k, (payoffs, regrets, index, strict) in enumerate(
            zip(average.tolist(), regret.tolist(), points.indices, points.strict, strict=True)
        )
    ]


def _averages(earned: Sequence[FloatArray], mixed: Sequence[FloatArray]) -> FloatArray:
    """Return what every player earns on average, shape ``(profiles, players)``."""
    return np.stack([(e * x).sum(axis=1) for e, x in zip(earned, mixed, strict=True)], axis=1)


def _boxes(game: Game, points: Points, earned: Sequence[FloatArray]) -> list[FloatArray]:
    """Bound, around each regular equilibrium, a region in which it is the only one.

    Inside it every strategy of the support is used, so that an equilibrium satisfies the support's equations,
    and these have one solution there. No strategy outside can become a best reply: if every probability moves
    by at most r, a payoff difference of a player, being multilinear and at most its range in size, moves by
    at most ``range * r *`` the number of all players' strategies. Where the margin is too small to say so,
    outside strategies are not admitted at all. Whatever the margins, the box reaches as far as the simplices
    in which the equilibrium was proven to lie.

    Returns
    -------
    list of numpy.ndarray
        One array a player, shape ``(profiles, strategies, 2)``.
    """
    count = len(points.radius)
    margin, used = np.full(count, np.inf), np.full(count, 0.5)
    inside = [x > 0.0 for x in points.mixed]
    for span, here, x, e in zip(payoff_ranges(game), inside, points.mixed, earned, strict=True):
        worst, best = np.where(here, e, np.inf).min(axis=1), np.where(here, -np.inf, e).max(axis=1)
        if span > 0.0:
            margin = np.minimum(margin, (worst - best - 1e-12 * np.abs(e).max(axis=1)) / span)
        used = np.minimum(used, np.where(here, x, np.inf).min(axis=1))
    # The equilibrium is somewhere in its enclosure, not at the point recorded.
    drift = 2.0 * points.small
    far = np.minimum(0.5, 0.99 * margin / sum(game.shape)) - drift
    near = np.minimum(0.99 * points.radius / max(game.shape), used - drift)
    near = np.where(far > 0.0, np.minimum(near, far), near)
    admitted = np.maximum(np.minimum(far, near), 0.0)[:, None]
    boxes: list[FloatArray] = []
    for here, x in zip(inside, points.mixed, strict=True):
        used_here = here.sum(axis=1)
        down = np.maximum(near, _MARGIN * points.small / used_here)[:, None]
        up = np.maximum(near, _MARGIN * points.small * (1.0 - 1.0 / used_here))[:, None]
        low = np.where(here, np.maximum(x - down, 0.0), 0.0)
        boxes.append(np.stack([low, np.where(here, np.minimum(x + up, 1.0), admitted)], axis=2))
    return boxes
