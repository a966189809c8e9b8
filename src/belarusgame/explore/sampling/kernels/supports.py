"""All equilibria of a group that moves together, mixed ones included, draw by draw, compiled.

Which strategies could be used together? For every choice of supports, the signs of comparisons say whether a
mover can be indifferent: where one of its strategies is never worse and somewhere better than another one,
against everything that the others use, it is not. What is left is solved: a mover who is indifferent by
construction makes a cluster, bounded by where another one would leave; two movers who make each other
indifferent have one mixture, in closed form. Whatever is not of this kind, and whatever is too close to call,
is left to the exact solvers: nothing here guesses.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.explore.sampling.compile_kernels import called
from belarusgame.explore.sampling.compiled_scenario import IntArray
from belarusgame.explore.sampling.kernels.continuations import (
    CLOSE,
    NOTHING,
    Entries,
    empty_entry,
    include,
)

__all__ = ["OPEN", "Group", "find_equilibria"]

#: The equilibria of a group were not all found.
OPEN = -1
#: So many choices of supports are looked at, at most, and so many clusters are remembered.
MOST_SUPPORTS, MOST_CLUSTERS = 20_000, 32
#: Probabilities closer than this are not told apart.
SAME = 1e-9


class Group(NamedTuple):
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
def find_equilibria(entries: Entries, group: Group, lists: IntArray) -> int:
    """Fill in the entries of all equilibria, ``group.found``; return how many, OPEN if not all are known."""
    _strike_dominated(group)
    group.numbers[2] = 0
    total = 1
    for m in range(group.numbers[0]):
        total *= (1 << _count(group.alive[m])) - 1
        if total > MOST_SUPPORTS:
            return OPEN
        group.used[m] = group.alive[m]
    found: Any = 0
    for _ in range(total):
        if not _known(group) and _may_be(group):
            found = _solve(entries, group, lists, found)
            if found < 0:
                return OPEN
        _next_supports(group)
    return found if found > 0 else OPEN


@called
def _count(bits: Any) -> int:
    found = 0
    while bits:
        found += bits & 1
        bits >>= 1
    return found


@called
def _strike_dominated(group: Group) -> None:
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
def _next_supports(group: Group) -> None:
    """Go to the next choice of supports; a choice comes after all those that contain it."""
    for m in range(group.numbers[0] - 1, -1, -1):
        group.used[m] = (group.used[m] - 1) & group.alive[m]
        if group.used[m] != 0:
            return
        group.used[m] = group.alive[m]


@called
def _known(group: Group) -> bool:
    """Whether every equilibrium with these supports belongs to a cluster that was found."""
    for cluster in range(group.numbers[2]):
        inside = True
        for m in range(group.numbers[0]):
            inside &= group.used[m] & ~group.clusters[cluster, m] == 0
        if inside:
            return True
    return False


@called
def _in_use(group: Group, cell: Any) -> bool:
    inside = True
    for m in range(group.numbers[0]):
        inside &= (group.used[m] >> group.digits[m, cell]) & 1 == 1
    return inside


@called
def _seen(group: Group, m: Any, own: Any, other: Any) -> int:
    """Return which signs a member's gain has over the cells in use: 1 for positive, 2 for negative ones."""
    seen = 0
    for cell in range(group.numbers[1]):
        if group.digits[m, cell] == own and _in_use(group, cell):
            sign = group.signs[m, cell, other]
            seen |= 1 if sign > 0 else (2 if sign < 0 else 0)
    return seen


@called
def _may_be(group: Group) -> bool:
    """Whether no sign speaks against an equilibrium in which exactly these strategies are used."""
    for m in range(group.numbers[0]):
        for own in range(group.sizes[m]):
            if (group.used[m] >> own) & 1 == 0:
                continue
            for other in range(group.sizes[m]):
                if other == own:
                    continue
                seen = _seen(group, m, own, other)
                if seen == 1 or (seen == 2 and (group.used[m] >> other) & 1):
                    return False
    return True


@called
def _solve(entries: Entries, group: Group, lists: IntArray, found: Any) -> int:
    """Add the equilibria in which exactly the strategies at hand are used; OPEN if they are not all known."""
    one, two, mixing = -1, -1, 0
    for m in range(group.numbers[0]):
        if group.used[m] & (group.used[m] - 1):
            mixing += 1
            one, two = (m, two) if one < 0 else (one, m)
    if mixing == 0:
        return _pure(group, lists, found)
    if mixing == 1:
        return _one_mixes(entries, group, lists, found, one)
    if mixing > 2:
        return OPEN
    first, second = _kind(group, one), _kind(group, two)
    if first < 0 or second < 0:
        return OPEN
    if first == 0 and second == 0:
        return _whole(entries, group, lists, found)
    if first == 0 or second == 0:
        free, bound = (one, two) if first == 0 else (two, one)
        return _one_is_free(entries, group, lists, found, free, bound)
    return _two_mix(entries, group, lists, found, one, two)


@called
def _kind(group: Group, m: Any) -> int:
    """Return 0 if a member is indifferent whatever the others do, 1 if between no two strategies, else -1."""
    ties, others = 0, 0
    lead = _lowest(group.used[m])
    for own in range(group.sizes[m]):
        if own != lead and (group.used[m] >> own) & 1:
            if _seen(group, m, lead, own) == 0:
                ties += 1
            else:
                others += 1
    return 0 if others == 0 else (1 if ties == 0 else -1)


@called
def _lowest(bits: Any) -> int:
    own = 0
    while (bits >> own) & 1 == 0:
        own += 1
    return own


@called
def _next(bits: Any, own: Any) -> int:
    own += 1
    while (bits >> own) & 1 == 0:
        own += 1
    return own


@called
def _pure(group: Group, lists: IntArray, found: Any) -> int:
    """Add the continuations of a cell that nobody leaves; signs have said already that nobody does."""
    cell = 0
    for m in range(group.numbers[0]):
        cell += _lowest(group.used[m]) * group.strides[m]
    for k in range(group.many[cell]):
        if found >= group.found.shape[0]:
            return OPEN
        group.found[found] = lists[group.begin[cell] + k]
        found += 1
    return found


@called
def _set_pure(group: Group) -> None:
    """Let everybody use the first strategy of its support."""
    group.mixes[: group.numbers[0]] = 0.0
    for m in range(group.numbers[0]):
        group.mixes[m, _lowest(group.used[m])] = 1.0


@called
def _weigh(group: Group) -> None:
    """Fill in the probability of every cell."""
    for cell in range(group.numbers[1]):
        weight = 1.0
        for m in range(group.numbers[0]):
            weight *= group.mixes[m, group.digits[m, cell]]
        group.weights[cell] = weight


@called
def _gain(group: Group, m: Any, lead: Any, other: Any) -> float:
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
def _stays(entries: Entries, group: Group, m: Any) -> int:
    """Whether a member gains by no strategy outside its support: 1, 0, or CLOSE; signs come first."""
    lead, answer = _lowest(group.used[m]), 1
    for other in range(group.sizes[m]):
        if (group.used[m] >> other) & 1:
            continue
        seen = _seen(group, m, lead, other)
        if seen & 1 == 0:
            continue
        gain = _gain(group, m, lead, other)
        if abs(gain) <= entries.close[group.members[m]]:
            answer = CLOSE
        elif gain > 0.0:
            return 0
    return answer


@called
def _mixture(entries: Entries, group: Group, lists: IntArray) -> int:
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
def _add(group: Group, found: Any, new: Any) -> int:
    if new < 0 or found >= group.found.shape[0]:
        return OPEN
    group.found[found] = new
    return found + 1


@called
def _remember(group: Group) -> bool:
    """Note that whatever uses fewer strategies than these belongs to a cluster."""
    place = group.numbers[2]
    if place >= group.clusters.shape[0]:
        return False
    for m in range(group.numbers[0]):
        group.clusters[place, m] = group.used[m]
    group.numbers[2] += 1
    return True


@called
def _one_mixes(entries: Entries, group: Group, lists: IntArray, found: Any, one: Any) -> int:
    """Add the cluster in which one member, who is indifferent, mixes: as far as nobody else would leave."""
    a = _lowest(group.used[one])
    b = _next(group.used[one], a)
    if group.used[one] != (1 << a) | (1 << b):
        return _whole(entries, group, lists, found)
    _set_pure(group)
    low, high = 0.0, 1.0  # the probability of b
    cell = 0
    for m in range(group.numbers[0]):
        cell += _lowest(group.used[m]) * group.strides[m]
    there = cell + (b - a) * group.strides[one]
    for m in range(group.numbers[0]):
        if m == one:
            continue
        for other in range(group.sizes[m]):
            here, then = group.signs[m, cell, other], group.signs[m, there, other]
            if here <= 0 and then <= 0:
                continue
            if here >= 0 and then >= 0:
                return found  # nobody stays but, at most, at one end, which is an equilibrium of its own
            gain, later = group.gains[m, cell, other], group.gains[m, there, other]
            root = gain / (gain - later)
            if here < 0:
                high = min(high, root)
            else:
                low = max(low, root)
    return _segment(entries, group, lists, found, one, low, high)


@called
def _segment(
    entries: Entries, group: Group, lists: IntArray, found: Any, one: Any, low: Any, high: Any
) -> int:
    """Add the cluster in which a member uses its second strategy with a probability from low to high."""
    if abs(high - low) <= SAME:
        return OPEN
    if high < low:
        return found
    a = _lowest(group.used[one])
    b = _next(group.used[one], a)
    new, corners = empty_entry(entries), (low, high)
    if new < 0:
        return OPEN
    for k in range(2):
        group.mixes[one, b], group.mixes[one, a] = corners[k], 1.0 - corners[k]
        corner = _mixture(entries, group, lists)
        if corner < 0:
            return OPEN
        include(entries, new, corner, k == 0)
        entries.corners[new, k] = corner
    if _mixers(group) == 1 and not _remember(group):
        return OPEN
    return _add(group, found, new)


@called
def _mixers(group: Group) -> int:
    mixing = 0
    for m in range(group.numbers[0]):
        mixing += group.used[m] & (group.used[m] - 1) != 0
    return mixing


@called
def _whole(entries: Entries, group: Group, lists: IntArray, found: Any) -> int:
    """Add the cluster in which indifferent members mix as they like, if in no cell anybody would leave."""
    for m in range(group.numbers[0]):
        for other in range(group.sizes[m]):
            leaves, stays = 0, 0
            for cell in range(group.numbers[1]):
                if _in_use(group, cell) and group.digits[m, cell] != other:
                    leaves += group.signs[m, cell, other] > 0
                    stays += group.signs[m, cell, other] <= 0
            if leaves > 0 and stays == 0:
                return found
            if leaves > 0:
                return OPEN
    new, first = empty_entry(entries), True
    if new < 0:
        return OPEN
    for cell in range(group.numbers[1]):
        if _in_use(group, cell):
            for k in range(group.begin[cell], group.begin[cell] + group.many[cell]):
                include(entries, new, lists[k], first)
                first = False
    return _add(group, found, new) if _remember(group) else OPEN


@called
def _one_is_free(entries: Entries, group: Group, lists: IntArray, found: Any, free: Any, bound: Any) -> int:
    """Add the cluster in which a member, indifferent anyway, keeps another one so, who mixes freely."""
    a, c = _lowest(group.used[free]), _lowest(group.used[bound])
    b, d = _next(group.used[free], a), _next(group.used[bound], c)
    if group.used[free] != (1 << a) | (1 << b) or group.used[bound] != (1 << c) | (1 << d):
        return OPEN
    _set_pure(group)
    gain = _gain(group, bound, c, d)
    group.mixes[free, a], group.mixes[free, b] = 0.0, 1.0
    later = _gain(group, bound, c, d)
    root = gain / (gain - later)
    group.mixes[free, a], group.mixes[free, b] = 1.0 - root, root
    low, high = 0.0, 1.0  # the probability of d
    for m in range(group.numbers[0]):
        lead = _lowest(group.used[m])
        for other in range(group.sizes[m]):
            if (group.used[m] >> other) & 1 or _seen(group, m, lead, other) & 1 == 0:
                continue
            group.mixes[bound, c], group.mixes[bound, d] = 1.0, 0.0
            here = _gain(group, m, lead, other)
            group.mixes[bound, c], group.mixes[bound, d] = 0.0, 1.0
            then = _gain(group, m, lead, other)
            close = entries.close[group.members[m]]
            if abs(here) <= close or abs(then) <= close:
                return OPEN
            if here > 0.0 and then > 0.0:
                return found
            if here < 0.0 < then:
                high = min(high, here / (here - then))
            elif then < 0.0 < here:
                low = max(low, here / (here - then))
    return _segment(entries, group, lists, found, bound, low, high)


@called
def _two_mix(entries: Entries, group: Group, lists: IntArray, found: Any, one: Any, two: Any) -> int:
    """Add the mixture by which two members make each other indifferent, if there is one."""
    _set_pure(group)
    first, second = _count(group.used[one]), _count(group.used[two])
    if max(first, second) > 3:
        return OPEN
    if first != second:  # two demands on one number, which they hardly ever agree on
        few, many = (one, two) if first < second else (two, one)
        return OPEN if _agrees(group, many, few) else found
    answer = 1
    for judge, mover in ((one, two), (two, one)):
        made = _balance(group, judge, mover, first)
        if made == 0:
            return found
        answer = max(answer, made)
    if answer == CLOSE:
        return OPEN
    for mover in (one, two):
        for own in range(group.sizes[mover]):
            group.mixes[mover, own] = group.balanced[mover, own]
    for m in range(group.numbers[0]):
        stays = _stays(entries, group, m)
        if stays == 0:
            return found
        answer = max(answer, stays)
    return OPEN if answer == CLOSE else _add(group, found, _mixture(entries, group, lists))


@called
def _gains_from(group: Group, judge: Any, other: Any, mover: Any) -> None:
    """Fill in what one member gains by a strategy rather than its first, for each strategy of a mover."""
    lead = _lowest(group.used[judge])
    kept = _lowest(group.used[mover])
    for x in range(group.sizes[mover]):
        group.mixes[mover] = 0.0
        group.mixes[mover, x] = 1.0
        group.line[other, x] = _gain(group, judge, lead, other)
    group.mixes[mover] = 0.0
    group.mixes[mover, kept] = 1.0


@called
def _agrees(group: Group, judge: Any, mover: Any) -> bool:
    """Whether one mixture of two strategies could make another member indifferent between three."""
    x = _lowest(group.used[mover])
    y = _next(group.used[mover], x)
    b = _next(group.used[judge], _lowest(group.used[judge]))
    c = _next(group.used[judge], b)
    for other in (b, c):
        _gains_from(group, judge, other, mover)
    one = group.line[b, x] / (group.line[b, x] - group.line[b, y])
    other = group.line[c, x] / (group.line[c, x] - group.line[c, y])
    return abs(one - other) <= SAME


@called
def _balance(group: Group, judge: Any, mover: Any, count: Any) -> int:
    """Find how a member must mix so that another is indifferent: 1, 0 if it cannot, CLOSE if that is open."""
    x = _lowest(group.used[mover])
    y = _next(group.used[mover], x)
    b = _next(group.used[judge], _lowest(group.used[judge]))
    _gains_from(group, judge, b, mover)
    out, line = group.balanced[mover], group.line
    out[:] = 0.0
    if count == 2:
        out[y] = line[b, x] / (line[b, x] - line[b, y])
        out[x] = 1.0 - out[y]
        return 1
    z, c = _next(group.used[mover], y), _next(group.used[judge], b)
    _gains_from(group, judge, c, mover)
    out[x] = line[b, y] * line[c, z] - line[b, z] * line[c, y]
    out[y] = line[b, z] * line[c, x] - line[b, x] * line[c, z]
    out[z] = line[b, x] * line[c, y] - line[b, y] * line[c, x]
    total, size, answer = out[x] + out[y] + out[z], abs(out[x]) + abs(out[y]) + abs(out[z]), 1
    for own in (x, y, z):
        if abs(out[own]) <= SAME * size:
            answer = CLOSE
    if answer == 1 and not (min(out[x], out[y], out[z]) > 0.0 or max(out[x], out[y], out[z]) < 0.0):
        return 0
    if answer == 1:
        for own in (x, y, z):
            out[own] /= total
    return answer
