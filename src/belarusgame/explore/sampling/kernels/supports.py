"""Which strategies of a group could be used together, by the signs of its members' comparisons.

For every choice of supports, the signs say whether a mover can be indifferent: where one of its strategies is
never worse and somewhere better than another one, against everything that the others use, it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.bundle import Bundle
from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling.compile_kernels import called
from belarusgame.explore.sampling.compiled_scenario import IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Group(Bundle):
    """A group at one point of play: its cells, and how its members compare them."""

    members: IntArray  # (players,): the movers
    sizes: IntArray  # (players,): how many strategies each has
    strides: IntArray  # (players,): what one step of a member adds to a cell's number
    digits: IntArray  # (players, cells): what each member does in a cell
    signs: NDArray[np.int8]  # (players, cells, strategies): of what a member gains by each strategy instead
    gains: FloatArray  # the same in payoffs
    begin: IntArray  # (cells,): where the list of a cell's entries begins
    many: IntArray  # (cells,): how many they are
    alive: IntArray  # (players,): the strategies that dominance leaves, as bits
    used: IntArray  # (players,): the supports at hand, as bits
    mixes: FloatArray  # (players, strategies): a mixed strategy of each member
    balanced: FloatArray  # (players, strategies): the mixtures that make another member indifferent
    line: FloatArray  # (strategies, strategies): a buffer for what they follow from
    weights: FloatArray  # (cells,): the probability of each cell
    clusters: IntArray  # (clusters, players): supports of which every smaller equilibrium is known
    found: IntArray  # the entries of the equilibria
    numbers: IntArray  # (3,): members, cells, clusters


@called
def count_of(bits: Any) -> int:
    """Return how many strategies a support has."""
    found = 0
    while bits:
        found += bits & 1
        bits >>= 1
    return found


@called
def lowest(bits: Any) -> int:
    """Return the first strategy of a support."""
    own = 0
    while (bits >> own) & 1 == 0:
        own += 1
    return own


@called
def next_above(bits: Any, own: Any) -> int:
    """Return the strategy of a support that follows another one."""
    own += 1
    while (bits >> own) & 1 == 0:
        own += 1
    return own


@called
def in_use(group: Group, cell: Any) -> bool:
    """Whether everybody uses what it does in a cell."""
    inside = True
    for m in range(group.numbers[0]):
        inside &= (group.used[m] >> group.digits[m, cell]) & 1 == 1
    return inside


@called
def strike_dominated(group: Group) -> None:
    """Strike strategies that are strictly worse than another one in every cell that is left."""
    for m in range(group.numbers[0]):
        group.alive[m] = (1 << group.sizes[m]) - 1
    changed = True
    while changed:
        changed = False
        for m in range(group.numbers[0]):
            for own in range(group.sizes[m]):
                for other in range(group.sizes[m]):
                    both = (1 << own) | (1 << other)
                    if own != other and group.alive[m] & both == both and _is_worse(group, m, own, other):
                        group.alive[m] ^= 1 << own
                        changed = True


@called
def _is_worse(group: Group, m: Any, own: Any, other: Any) -> bool:
    for cell in range(group.numbers[1]):
        if group.digits[m, cell] == own and group.signs[m, cell, other] <= 0:
            possible = True
            for k in range(group.numbers[0]):
                possible &= (group.alive[k] >> group.digits[k, cell]) & 1 == 1
            if possible:
                return False
    return True


@called
def next_supports(group: Group) -> None:
    """Go to the next choice of supports; a choice comes after all those that contain it."""
    for m in range(group.numbers[0] - 1, -1, -1):
        group.used[m] = (group.used[m] - 1) & group.alive[m]
        if group.used[m] != 0:
            return
        group.used[m] = group.alive[m]


@called
def is_known(group: Group) -> bool:
    """Whether every equilibrium with these supports belongs to a cluster that was found."""
    for cluster in range(group.numbers[2]):
        inside = True
        for m in range(group.numbers[0]):
            inside &= group.used[m] & ~group.clusters[cluster, m] == 0
        if inside:
            return True
    return False


@called
def remember(group: Group) -> bool:
    """Note that whatever uses fewer strategies than these belongs to a cluster."""
    place = group.numbers[2]
    if place >= group.clusters.shape[0]:
        return False
    for m in range(group.numbers[0]):
        group.clusters[place, m] = group.used[m]
    group.numbers[2] += 1
    return True


@called
def signs_seen(group: Group, m: Any, own: Any, other: Any) -> int:
    """Return which signs a member's gain has over the cells in use: 1 for positive, 2 for negative ones."""
    seen = 0
    for cell in range(group.numbers[1]):
        if group.digits[m, cell] == own and in_use(group, cell):
            sign = group.signs[m, cell, other]
            seen |= 1 if sign > 0 else (2 if sign < 0 else 0)
    return seen


@called
def may_be(group: Group) -> bool:
    """Whether no sign speaks against an equilibrium in which exactly these strategies are used."""
    for m in range(group.numbers[0]):
        for own in range(group.sizes[m]):
            if (group.used[m] >> own) & 1 == 0:
                continue
            for other in range(group.sizes[m]):
                if other == own:
                    continue
                seen = signs_seen(group, m, own, other)
                if seen == 1 or (seen == 2 and (group.used[m] >> other) & 1):
                    return False
    return True


@called
def kind_of(group: Group, m: Any) -> int:
    """Return 0 if a member is indifferent whatever the others do, 1 if between no two strategies, else -1."""
    ties, others = 0, 0
    lead = lowest(group.used[m])
    for own in range(group.sizes[m]):
        if own != lead and (group.used[m] >> own) & 1:
            if signs_seen(group, m, lead, own) == 0:
                ties += 1
            else:
                others += 1
    return 0 if others == 0 else (1 if ties == 0 else -1)


@called
def mixers(group: Group) -> int:
    """Return how many members use more than one strategy."""
    mixing = 0
    for m in range(group.numbers[0]):
        mixing += group.used[m] & (group.used[m] - 1) != 0
    return mixing
