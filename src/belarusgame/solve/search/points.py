"""Records of equilibria from positions and vectors: measured regret, proven boxes, indices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.base.lines import lines_of
from belarusgame.base.read_only import read_only
from belarusgame.base.replies import told_apart
from belarusgame.game import Equilibrium
from belarusgame.solve.search.apart import kept_apart

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
    """Return the largest difference between two values that decide for each player: the unit of a regret.

    It is infinite where no float holds it.
    """
    flat = game.deciding.reshape(len(game.players), -1)
    with np.errstate(over="ignore"):
        return (flat.max(axis=1) - flat.min(axis=1)).tolist()


#: Slightly more than one, to make up for the rounding of a bound.
_MARGIN: Final = 1.0 + 2.0**-20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Points:
    """Several mixed profiles, and what is known of each."""

    #: The probabilities of all strategies, players one after the other, shape ``(profiles, strategies)``.
    mixed: FloatArray
    #: For every profile: on simplices of size ``radius`` around it the equations of its support have one
    #: solution, which lies in those of size ``small``.
    radius: FloatArray
    small: FloatArray
    #: For every profile the index of the equilibrium; None where it is not known to be regular.
    indices: Sequence[int | None]
    strict: Sequence[bool | None]  #: for every profile, whether everybody who deviates loses

    def only(self, chosen: Sequence[int]) -> Points:
        """Return some of the profiles."""
        return Points(
            mixed=self.mixed[chosen],
            radius=self.radius[chosen],
            small=self.small[chosen],
            indices=[self.indices[k] for k in chosen],
            strict=[self.strict[k] for k in chosen],
        )

    def and_then(self, other: Points) -> Points:
        """Return these profiles, then others."""
        return Points(
            mixed=np.concatenate([self.mixed, other.mixed]),
            radius=np.concatenate([self.radius, other.radius]),
            small=np.concatenate([self.small, other.small]),
            indices=[*self.indices, *other.indices],
            strict=[*self.strict, *other.strict],
        )


@dataclass(frozen=True, slots=True, eq=False)
class PurePlay:
    """The pure equilibria of a game, as exact comparison marks them."""

    stable: BoolArray
    strict: BoolArray  #: those from which whoever deviates loses: they are regular

    @property
    def indices(self) -> int:
        """The sum of the indices that are known."""
        return int(np.count_nonzero(self.strict))

    @property
    def all_strict(self) -> bool:
        """Whether nobody could leave any of them at no cost."""
        return self.indices == np.count_nonzero(self.stable)

    @property
    def loose(self) -> PurePlay:
        """Those that are not strict."""
        return PurePlay(self.stable & ~self.strict, np.zeros_like(self.strict))

    @property
    def points(self) -> Points:
        """The same as mixed profiles."""
        positions, marked = np.argwhere(self.stable), self.strict[self.stable].tolist()
        mixed = np.zeros((len(positions), sum(self.stable.shape)))
        mixed[np.arange(len(positions))[:, None], positions + _starts(self.stable.shape)] = 1.0
        return Points(
            mixed=mixed,
            radius=np.full(len(positions), np.inf),  # there are no equations
            small=np.zeros(len(positions)),
            indices=[1 if alone else None for alone in marked],
            strict=marked,
        )


def samples(profiles: Sequence[Sequence[FloatArray]]) -> Points:
    """Describe profiles of which nothing is known but that they are equilibria."""
    zero, unknown = np.zeros(len(profiles)), [None] * len(profiles)
    mixed = np.stack([np.concatenate(profile) for profile in profiles])
    return Points(mixed=mixed, radius=zero, small=zero, indices=unknown, strict=unknown)


def records(
    game: Game, points: Points, apart_from: Sequence[FloatArray] = (), *, isolated: bool | None = None
) -> list[Equilibrium]:
    """Record profiles as equilibria, with measured regret; regular ones with boxes that do not meet.

    Parameters
    ----------
    game : Game
        The game.
    points : Points
        The profiles.
    apart_from : sequence of numpy.ndarray
        Bounding boxes of components, from which the boxes keep away.
    isolated : bool, optional
        What is said of those that have a box.
    """
    if not len(points.mixed):
        return []
    starts, cuts, players = _starts(game.shape), _cuts(game.shape), game.players
    # Nobody else has these arrays, and no view of what is read-only can be written to.
    mixed = read_only(points.mixed.copy())
    compared = told_apart(game.deciding)
    earned = earned_by_all(compared, mixed)
    average = np.add.reduceat(earned * mixed, starts, axis=1)
    # An average may exceed the best by a rounding.
    regret = np.maximum(np.maximum.reduceat(earned, starts, axis=1) - average, 0.0)
    # Choices are compared by what decides, as differences; what players get is their own.
    if compared is not game.payoffs:
        average = np.add.reduceat(earned_by_all(game.payoffs, mixed) * mixed, starts, axis=1)
    joint = mixed[:, cuts[0]]
    for cut in cuts[1:]:
        joint = joint[..., None] * mixed[:, cut].reshape(len(mixed), *(1,) * (joint.ndim - 1), -1)
    joint.flags.writeable = False
    boxes = _Boxes(game, points, earned, apart_from)
    return [
        Equilibrium(
            labels=game.labels,
            distribution=joint[k],
            payoffs=dict(zip(players, payoffs, strict=True)),
            concept="nash",
            incentive_gap=max(regrets),
            strict=strict,
            mixed=tuple([mixed[k, cut] for cut in cuts]),
            regrets=dict(zip(players, regrets, strict=True)),
            index=index,
            box=None if index is None else partial(boxes.around, k),
            isolated=None if index is None else isolated,
        )
        for k, (payoffs, regrets, index, strict) in enumerate(
            zip(average.tolist(), regret.tolist(), points.indices, points.strict, strict=True)
        )
    ]


@lru_cache(maxsize=64)
def _starts(shape: tuple[int, ...]) -> NDArray[np.intp]:
    """Return where the strategies of each player begin among those of all."""
    return read_only(np.cumsum((0, *shape[:-1])))


@lru_cache(maxsize=64)
def _cuts(shape: tuple[int, ...]) -> list[slice]:
    """Return which of all strategies are each player's."""
    return [slice(begin, begin + count) for begin, count in zip(_starts(shape).tolist(), shape, strict=True)]


def earned_by_all(payoffs: FloatArray, mixed: FloatArray) -> FloatArray:
    """Return what every strategy earns against several mixed profiles, shape ``(profiles, strategies)``.

    Parameters
    ----------
    payoffs : numpy.ndarray
        Shape ``(players, *strategies)``.
    mixed : numpy.ndarray
        The probabilities of all strategies, players one after the other, shape ``(profiles, strategies)``.
    """
    numbers, earned = payoffs.ravel(), np.empty_like(mixed)
    for own, columns, met in _meeting_alike(payoffs.shape[1:]):
        # By profile, player, own strategy, and what each of the others does: these are summed up in turn.
        tensor = numbers.take(own)
        for others in met:
            tensor = _summed(tensor * mixed.take(others, axis=1))
        earned[:, columns] = tensor
    return earned


def _summed(terms: FloatArray) -> FloatArray:
    """Sum up along the last axis; a few terms are added in a third of the time, in the same order."""
    if terms.shape[-1] > 3:
        return np.add.reduce(terms, axis=-1)
    total = terms[..., 0]
    for k in range(1, terms.shape[-1]):
        total = total + terms[..., k]
    return total


@lru_cache(maxsize=64)
def _meeting_alike(
    shape: tuple[int, ...],
) -> list[tuple[NDArray[np.intp], NDArray[np.intp], list[NDArray[np.intp]]]]:
    """Return players who have and meet as many strategies: where their payoffs and, by player, theirs stand.

    Last come, for each of them, the places of those whom it meets last, whom it meets before them, and so on;
    the axes of payoffs that are left to be summed up then are there too.
    """
    groups: dict[tuple[int, ...], list[int]] = {}
    for i, count in enumerate(shape):
        groups.setdefault((count, *shape[:i], *shape[i + 1 :]), []).append(i)
    order = lines_of(shape).order
    places: list[NDArray[np.intp]] = [np.arange(cut.start, cut.stop, dtype=np.intp) for cut in _cuts(shape)]
    return [
        (
            order[players].reshape(len(players), *counts),
            np.stack([places[i] for i in players]),
            [
                np.stack([places[k + (k >= i)] for i in players]).reshape(len(players), *(1,) * (k + 1), -1)
                for k in reversed(range(len(shape) - 1))
            ],
        )
        for counts, players in groups.items()
    ]


class _Boxes:
    """The boxes around equilibria that are recorded together, made when one of them is looked at.

    Parameters
    ----------
    game, points, apart_from
        As of :func:`records`.
    earned : numpy.ndarray
        What every strategy earns, shape ``(profiles, strategies)``.
    """

    def __init__(
        self, game: Game, points: Points, earned: FloatArray, apart_from: Sequence[FloatArray]
    ) -> None:
        self._game, self._points, self._earned, self._apart_from = game, points, earned, apart_from

    def around(self, k: int) -> tuple[FloatArray, ...]:
        """Return the box around one of the regular ones."""
        return tuple([self._bounds[k, cut] for cut in _cuts(self._game.shape)])

    @cached_property
    def _bounds(self) -> FloatArray:
        regular = [k for k, index in enumerate(self._points.indices) if index is not None]
        known = self._points.only(regular)
        bounds = np.zeros((*self._earned.shape, 2))
        wide = _bounds_around(self._game, known, self._earned[regular])
        bounds[regular] = kept_apart(known.mixed, wide, 2.0 * known.small, self._apart_from)
        return read_only(bounds)


def _bounds_around(game: Game, points: Points, earned: FloatArray) -> FloatArray:
    """Bound, around each regular equilibrium, a region in which it is the only one.

    Inside it every strategy of the support is used, so that an equilibrium satisfies the support's equations,
    and these have one solution there. No strategy outside can become a best reply: if every probability moves
    by at most r, a payoff difference of a player, being multilinear and at most its range in size, moves by
    at most ``range * r *`` the number of all players' strategies. Where the margin is too small to say so,
    outside strategies are not admitted at all. Whatever the margins, the box reaches as far as the simplices
    in which the equilibrium was proven to lie.

    Returns
    -------
    numpy.ndarray
        Shape ``(profiles, strategies, 2)``.
    """
    x, small, starts = points.mixed, points.small, _starts(game.shape)
    inside = x > 0.0
    worst = np.minimum.reduceat(np.where(inside, earned, np.inf), starts, axis=1)
    best = np.maximum.reduceat(np.where(inside, -np.inf, earned), starts, axis=1)
    largest = np.maximum.reduceat(np.abs(earned), starts, axis=1)
    spans = np.array(payoff_ranges(game))
    # Who is indifferent everywhere is never tempted.
    with np.errstate(over="ignore", invalid="ignore"):
        margins = (worst - best - 1e-12 * largest) / np.where(spans > 0.0, spans, 1.0)
    # Of differences that no float holds nothing is known.
    margins = np.where(np.isnan(margins), 0.0, margins)
    margin = np.where(spans > 0.0, margins, np.inf).min(axis=1)
    # The equilibrium is somewhere in its enclosure, not at the point recorded.
    drift = 2.0 * small
    used = np.minimum(0.5, np.where(inside, x, np.inf).min(axis=1))
    far = np.minimum(0.5, 0.99 * margin / sum(game.shape)) - drift
    near = np.minimum(0.99 * points.radius / max(game.shape), used - drift)
    near = np.where(far > 0.0, np.minimum(near, far), near)
    admitted = np.maximum(np.minimum(far, near), 0.0)[:, None]
    count = np.repeat(np.add.reduceat(inside, starts, axis=1, dtype=np.float64), game.shape, axis=1)
    proven = (_MARGIN * small)[:, None]
    low = np.maximum(x - np.maximum(near[:, None], proven / count), 0.0)
    high = np.minimum(x + np.maximum(near[:, None], proven * (1.0 - 1.0 / count)), 1.0)
    return np.stack([np.where(inside, low, 0.0), np.where(inside, high, admitted)], axis=2)
