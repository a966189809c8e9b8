"""The mixed strategies of a group at hand: what members gain under them, and the entries that they make."""

from __future__ import annotations

from typing import Any

import numpy as np

from belarusgame.explore.sampling.compile_kernels import called
from belarusgame.explore.sampling.compiled_scenario import IntArray
from belarusgame.explore.sampling.kernels.continuations import (
    CLOSE,
    NOTHING,
    Entries,
    empty_entry,
    include,
)
from belarusgame.explore.sampling.kernels.supports import (
    Group,
    lowest,
    mixers,
    next_above,
    remember,
    signs_seen,
)

#: The equilibria of a group were not all found.
OPEN = -1
#: Probabilities closer than this are not told apart.
SAME = 1e-9


@called
def set_pure(group: Group) -> None:
    """Let everybody use the first strategy of its support."""
    group.mixes[: group.numbers[0]] = 0.0
    for m in range(group.numbers[0]):
        group.mixes[m, lowest(group.used[m])] = 1.0


@called
def _weigh(group: Group) -> None:
    """Fill in the probability of every cell."""
    for cell in range(group.numbers[1]):
        weight = 1.0
        for m in range(group.numbers[0]):
            weight *= group.mixes[m, group.digits[m, cell]]
        group.weights[cell] = weight


@called
def gain_of(group: Group, m: Any, lead: Any, other: Any) -> float:
    """Return what a member gains by a strategy instead of another, given what the others do."""
    total = 0.0
    for cell in range(group.numbers[1]):
        if group.digits[m, cell] == lead:
            weight = 1.0
            for k in range(group.numbers[0]):
                if k != m:
                    weight *= group.mixes[k, group.digits[k, cell]]
            if weight != 0.0:
                total += weight * group.gains[m, cell, other]
    return total


@called
def stays_put(entries: Entries, group: Group, m: Any) -> int:
    """Whether a member gains by no strategy outside its support: 1, 0, or CLOSE; signs come first."""
    lead, answer = lowest(group.used[m]), 1
    for other in range(group.sizes[m]):
        if (group.used[m] >> other) & 1:
            continue
        seen = signs_seen(group, m, lead, other)
        if seen & 1 == 0:
            continue
        gain = gain_of(group, m, lead, other)
        if abs(gain) <= entries.close[group.members[m]]:
            answer = CLOSE
        elif gain > 0.0:
            return 0
    return answer


@called
def mixture(entries: Entries, group: Group, lists: IntArray) -> int:
    """Make the entry of the mixed strategies at hand."""
    new = empty_entry(entries)
    if new < 0:
        return NOTHING
    _weigh(group)
    entries.worst[:, new] = 0.0
    entries.best[:, new] = 0.0
    entries.low[new] = 0.0
    entries.high[new] = 0.0
    for cell in range(group.numbers[1]):
        weight = group.weights[cell]
        if weight == 0.0:
            continue
        for i in range(entries.worst.shape[0]):
            low, high = np.inf, -np.inf
            for k in range(group.begin[cell], group.begin[cell] + group.many[cell]):
                low = min(low, entries.worst[i, lists[k]])
                high = max(high, entries.best[i, lists[k]])
            entries.worst[i, new] += weight * low
            entries.best[i, new] += weight * high
        for event in range(entries.low.shape[1]):
            low, high = 1.0, 0.0
            for k in range(group.begin[cell], group.begin[cell] + group.many[cell]):
                low = min(low, entries.low[lists[k], event])
                high = max(high, entries.high[lists[k], event])
            entries.low[new, event] += weight * low
            entries.high[new, event] += weight * high
        for k in range(group.begin[cell], group.begin[cell] + group.many[cell]):
            for word in range(entries.reach.shape[1]):
                entries.reach[new, word] |= entries.reach[lists[k], word]
    return new


@called
def add_entry(group: Group, found: Any, new: Any) -> int:
    """List an entry as an equilibrium; OPEN where there is no room for it."""
    if new < 0 or found >= group.found.shape[0]:
        return OPEN
    group.found[found] = new
    return found + 1


@called
def add_segment(
    entries: Entries, group: Group, lists: IntArray, found: Any, one: Any, low: Any, high: Any
) -> int:
    """Add the cluster in which a member uses its second strategy with a probability from low to high."""
    if abs(high - low) <= SAME:
        return OPEN
    if high < low:
        return found
    a = lowest(group.used[one])
    b = next_above(group.used[one], a)
    new, corners = empty_entry(entries), (low, high)
    if new < 0:
        return OPEN
    for k in range(2):
        group.mixes[one, b], group.mixes[one, a] = corners[k], 1.0 - corners[k]
        corner = mixture(entries, group, lists)
        if corner < 0:
            return OPEN
        include(entries, new, corner, k)
        entries.corners[new, k] = corner
    if mixers(group) == 1 and not remember(group):
        return OPEN
    return add_entry(group, found, new)
