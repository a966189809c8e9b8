"""The game of one move when some choices are given: who still chooses, and what."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.errors import GameError
from belarusgame.simulate.months.world import Group, IntArray, World
from belarusgame.solve.logit import radius_bound, sequential_logit_batch

#: The residual, as a probability, up to which play counts as found.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choosing:
    """The game of one move, with some players' choices given."""

    players: IntArray  #: who still chooses, by their positions
    counts: tuple[int, ...]  #: between how many strategies
    profiles: IntArray  #: the numbers of the profiles that are left, in the order of the players' axes
    groups: tuple[Group, ...]  #: who moves together, by their positions in ``players``
    order: IntArray  #: ``players`` in the order of moves
    place: IntArray  #: ``profiles`` in the order of moves
    base: tuple[FloatArray, ...]  #: what each of them does at rationality 0

    @property
    def alone(self) -> bool:
        """Whether everybody moves alone, so that there is one answer."""
        return all(len(group) == 1 for group in self.groups)

    def play(self, payoffs: FloatArray, levels: FloatArray, month: int) -> FloatArray:
        """Return the chances of the profiles in the order of moves, shape ``(games, profiles)``.

        Parameters
        ----------
        payoffs : numpy.ndarray
            What choices are compared by, shape ``(games, players, profiles)``.
        levels : numpy.ndarray
            The rationality of each game.
        month : int
            For the message.
        """
        games = len(payoffs)
        shaped = payoffs.reshape(games, len(self.counts), *self.counts)
        try:
            joint, residuals = sequential_logit_batch(shaped, self.groups, self.base, levels)
        except GameError as error:
            raise GameError(f"month {month}: {error}") from None
        if not np.all(residuals <= TOLERANCE):
            # What is not a number is not within the tolerance either.
            worst = int(np.argmax(~(residuals <= TOLERANCE)))
            raise GameError(
                f"month {month}: at rationality {levels[worst]:g} no play could be certified; a lower "
                "rationality, or an order in which players move one by one, has an answer"
            )
        axes = [player for group in self.groups for player in group]
        return np.ascontiguousarray(joint.transpose(0, *[axis + 1 for axis in axes])).reshape(games, -1)

    def only_one(self, payoffs: FloatArray, levels: FloatArray) -> bool:
        """Whether no other play is a logit response in any of the games; False where that is not claimed.

        Proven where all move alone; for a group that moves last, where rationality / 4 times a matrix of
        couplings has a spectral radius below 1, after every history.
        """
        if self.alone:
            return True
        # What an earlier group compares depends on how the later ones answer, which the couplings do not
        # measure.
        if any(len(group) > 1 for group in self.groups[:-1]):
            return False
        last = self.groups[-1]
        shaped = payoffs.reshape(len(payoffs), len(self.counts), *self.counts)
        matrix = np.zeros((len(last), len(last)))
        for (m, i), (n, j) in itertools.permutations(enumerate(last), 2):
            # How much can what i gains by one strategy rather than another change with what j does, whatever
            # the others do?
            own = np.moveaxis(shaped[:, i], (i + 1, j + 1), (1, 2))
            gains = own[:, :, None] - own[:, None]
            changes = np.ptp(gains, axis=3).reshape(len(payoffs), -1).max(axis=1)
            # A logit probability changes by at most a quarter of the rationality times the change of a payoff
            # difference.
            matrix[m, n] = float((0.25 * levels * changes).max())
        # A little more, for what rounding may have taken from the entries: the proof must err on the safe
        # side.
        return radius_bound(matrix * (1.0 + 1e-9))[0] < 1.0


def make_choosing(world: World, fix: Mapping[str, str], *, ahead: bool) -> Choosing:
    """Lay out the game that is left when some players' choices are given.

    Players who move together and do not look at each other, because what each gains does not depend on the
    others, move one after the other instead: the answer is the same and needs no fixed point. Where players
    look ahead, that must hold of what they do to the drivers and to the end too.
    """
    labels = world.labels
    given = {
        labels.player_index(player): labels.strategy_index(labels.player_index(player), label)
        for player, label in fix.items()
    }
    free = [k for k in range(len(labels.players)) if k not in given]
    numbers = np.arange(world.profiles).reshape(labels.counts)
    left = numbers[tuple(given.get(k, slice(None)) for k in range(len(labels.players)))]
    counts = tuple(labels.counts[k] for k in free)
    groups = [tuple(free.index(k) for k in group if k in free) for group in world.groups]
    split = [part for group in groups if group for part in _split(world, free, group, ahead)]
    axes = [player for group in split for player in group]
    return Choosing(
        players=np.array(free, dtype=np.int64),
        counts=counts,
        profiles=np.ascontiguousarray(left).ravel().astype(np.int64),
        groups=tuple(split),
        order=np.array([free[k] for k in axes], dtype=np.int64),
        place=np.ascontiguousarray(left.transpose(axes)).ravel().astype(np.int64),
        base=tuple(world.base[k] for k in free),
    )


def _split(world: World, free: list[int], group: Group, ahead: bool) -> list[Group]:
    """Take a group apart if its members do not look at each other."""
    members = [free[k] for k in group]
    apart = all(_looks_past(world, i, j) for i in members for j in members if i != j)
    if ahead:
        apart = apart and not any(_matters_later(world, i) for i in members)
    return [(k,) for k in group] if apart else [group]


def _looks_past(world: World, player: int, other: int) -> bool:
    """Whether what a player gains by one strategy rather than another does not depend on another player."""
    delegations = [made for made in world.deciders if made.player == player]
    # Whose payoffs count depends on the other then, hence what is gained does.
    if any(other in made.when for made in delegations):
        return False
    owners = [player, *(made.to for made in delegations)]  # whose payoffs may be what is compared
    # Feature by feature, not in sum: it must hold at all weights and levels that a run may have.
    tables = world.features[np.isin(world.owner, owners)].reshape(-1, *world.labels.counts)
    # Exact, without a tolerance: rounding can only keep players together, where the answer is the same.
    gains = tables - tables.take([0], axis=player + 1)
    return bool(np.all(gains == gains.take([0], axis=other + 1)))


def _matters_later(world: World, player: int) -> bool:
    """Whether what a player does moves a driver or brings about the end."""
    shape = world.labels.counts
    later: list[FloatArray | BoolArray] = [*world.pushes, world.ends]
    tables = [table.reshape(shape) for table in later]
    return any(bool(np.any(table != table.take([0], axis=player))) for table in tables)
