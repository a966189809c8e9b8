"""All equilibria of a group that moves together, mixed ones included, draw by draw, compiled.

The supports that the signs of comparisons admit are solved one after the other: a mover who is indifferent by
construction makes a cluster, bounded by where another one would leave; two movers who make each other
indifferent have one mixture, in closed form. Whatever is not of this kind, and whatever is too close to call,
is left to the exact solvers: nothing here guesses.
"""

from __future__ import annotations

from typing import Any

from belarusgame.explore.sampling.compile_kernels import NONE, ZERO, called
from belarusgame.explore.sampling.compiled_scenario import IntArray
from belarusgame.explore.sampling.kernels.continuations import CLOSE, Entries, empty_entry, include
from belarusgame.explore.sampling.kernels.group_mixtures import (
    OPEN,
    SAME,
    add_entry,
    add_segment,
    gain_of,
    mixture,
    set_pure,
    stays_put,
)
from belarusgame.explore.sampling.kernels.supports import (
    Group,
    count_of,
    in_use,
    is_known,
    kind_of,
    lowest,
    may_be,
    next_above,
    next_supports,
    remember,
    signs_seen,
    strike_dominated,
)

#: So many choices of supports are looked at, at most, and so many clusters are remembered.
MOST_SUPPORTS, MOST_CLUSTERS = 20_000, 32


@called
def find_equilibria(entries: Entries, group: Group, lists: IntArray) -> int:
    """Fill in the entries of all equilibria, ``group.found``; return how many, OPEN if not all are known."""
    strike_dominated(group)
    group.numbers[2] = 0
    total = 1
    for m in range(group.numbers[0]):
        total *= (1 << count_of(group.alive[m])) - 1
        if total > MOST_SUPPORTS:
            return OPEN
        group.used[m] = group.alive[m]
    found = ZERO
    for _ in range(total):
        if not is_known(group) and may_be(group):
            found = _solve(entries, group, lists, found)
            if found < 0:
                return OPEN
        next_supports(group)
    return found if found > 0 else OPEN


@called
def _solve(entries: Entries, group: Group, lists: IntArray, found: Any) -> int:
    """Add the equilibria in which exactly the strategies at hand are used; OPEN if they are not all known."""
    one, two, mixing = NONE, NONE, 0
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
    first, second = kind_of(group, one), kind_of(group, two)
    if first < 0 or second < 0:
        return OPEN
    if first == 0 and second == 0:
        return _whole(entries, group, lists, found)
    if first == 0 or second == 0:
        free, bound = (one, two) if first == 0 else (two, one)
        return _one_is_free(entries, group, lists, found, free, bound)
    return _two_mix(entries, group, lists, found, one, two)


@called
def _pure(group: Group, lists: IntArray, found: Any) -> int:
    """Add the continuations of a cell that nobody leaves; signs have said already that nobody does."""
    cell = ZERO
    for m in range(group.numbers[0]):
        cell += lowest(group.used[m]) * group.strides[m]
    for k in range(group.many[cell]):
        if found >= group.found.shape[0]:
            return OPEN
        group.found[found] = lists[group.begin[cell] + k]
        found += 1
    return found


@called
def _one_mixes(entries: Entries, group: Group, lists: IntArray, found: Any, one: Any) -> int:
    """Add the cluster in which one member, who is indifferent, mixes: as far as nobody else would leave."""
    a = lowest(group.used[one])
    b = next_above(group.used[one], a)
    if group.used[one] != (1 << a) | (1 << b):
        return _whole(entries, group, lists, found)
    set_pure(group)
    low, high = 0.0, 1.0  # the probability of b
    cell = ZERO
    for m in range(group.numbers[0]):
        cell += lowest(group.used[m]) * group.strides[m]
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
    return add_segment(entries, group, lists, found, one, low, high)


@called
def _whole(entries: Entries, group: Group, lists: IntArray, found: Any) -> int:
    """Add the cluster in which indifferent members mix as they like, if in no cell anybody would leave."""
    for m in range(group.numbers[0]):
        for other in range(group.sizes[m]):
            leaves, stays = 0, 0
            for cell in range(group.numbers[1]):
                if in_use(group, cell) and group.digits[m, cell] != other:
                    leaves += group.signs[m, cell, other] > 0
                    stays += group.signs[m, cell, other] <= 0
            if leaves > 0 and stays == 0:
                return found
            if leaves > 0:
                return OPEN
    new, included = empty_entry(entries), ZERO
    if new < 0:
        return OPEN
    for cell in range(group.numbers[1]):
        if in_use(group, cell):
            for k in range(group.begin[cell], group.begin[cell] + group.many[cell]):
                include(entries, new, lists[k], included)
                included += 1
    return add_entry(group, found, new) if remember(group) else OPEN


@called
def _one_is_free(entries: Entries, group: Group, lists: IntArray, found: Any, free: Any, bound: Any) -> int:
    """Add the cluster in which a member, indifferent anyway, keeps another one so, who mixes freely."""
    a, c = lowest(group.used[free]), lowest(group.used[bound])
    b, d = next_above(group.used[free], a), next_above(group.used[bound], c)
    if group.used[free] != (1 << a) | (1 << b) or group.used[bound] != (1 << c) | (1 << d):
        return OPEN
    set_pure(group)
    gain = gain_of(group, bound, c, d)
    group.mixes[free, a], group.mixes[free, b] = 0.0, 1.0
    later = gain_of(group, bound, c, d)
    root = gain / (gain - later)
    group.mixes[free, a], group.mixes[free, b] = 1.0 - root, root
    low, high = 0.0, 1.0  # the probability of d
    for m in range(group.numbers[0]):
        lead = lowest(group.used[m])
        for other in range(group.sizes[m]):
            if (group.used[m] >> other) & 1 or signs_seen(group, m, lead, other) & 1 == 0:
                continue
            group.mixes[bound, c], group.mixes[bound, d] = 1.0, 0.0
            here = gain_of(group, m, lead, other)
            group.mixes[bound, c], group.mixes[bound, d] = 0.0, 1.0
            then = gain_of(group, m, lead, other)
            close = entries.close[group.members[m]]
            if abs(here) <= close or abs(then) <= close:
                return OPEN
            if here > 0.0 and then > 0.0:
                return found
            if here < 0.0 < then:
                high = min(high, here / (here - then))
            elif then < 0.0 < here:
                low = max(low, here / (here - then))
    return add_segment(entries, group, lists, found, bound, low, high)


@called
def _two_mix(entries: Entries, group: Group, lists: IntArray, found: Any, one: Any, two: Any) -> int:
    """Add the mixture by which two members make each other indifferent, if there is one."""
    set_pure(group)
    first, second = count_of(group.used[one]), count_of(group.used[two])
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
        stays = stays_put(entries, group, m)
        if stays == 0:
            return found
        answer = max(answer, stays)
    return OPEN if answer == CLOSE else add_entry(group, found, mixture(entries, group, lists))


@called
def _gains_from(group: Group, judge: Any, other: Any, mover: Any) -> None:
    """Fill in what one member gains by a strategy rather than its first, for each strategy of a mover."""
    lead = lowest(group.used[judge])
    kept = lowest(group.used[mover])
    for x in range(group.sizes[mover]):
        group.mixes[mover] = 0.0
        group.mixes[mover, x] = 1.0
        group.line[other, x] = gain_of(group, judge, lead, other)
    group.mixes[mover] = 0.0
    group.mixes[mover, kept] = 1.0


@called
def _agrees(group: Group, judge: Any, mover: Any) -> bool:
    """Whether one mixture of two strategies could make another member indifferent between three."""
    x = lowest(group.used[mover])
    y = next_above(group.used[mover], x)
    b = next_above(group.used[judge], lowest(group.used[judge]))
    c = next_above(group.used[judge], b)
    for other in (b, c):
        _gains_from(group, judge, other, mover)
    one = group.line[b, x] / (group.line[b, x] - group.line[b, y])
    other = group.line[c, x] / (group.line[c, x] - group.line[c, y])
    return abs(one - other) <= SAME


@called
def _balance(group: Group, judge: Any, mover: Any, count: Any) -> int:
    """Find how a member must mix so that another is indifferent: 1, 0 if it cannot, CLOSE if that is open."""
    x = lowest(group.used[mover])
    y = next_above(group.used[mover], x)
    b = next_above(group.used[judge], lowest(group.used[judge]))
    _gains_from(group, judge, b, mover)
    out, line = group.balanced[mover], group.line
    out[:] = 0.0
    if count == 2:
        out[y] = line[b, x] / (line[b, x] - line[b, y])
        out[x] = 1.0 - out[y]
        return 1
    z, c = next_above(group.used[mover], y), next_above(group.used[judge], b)
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
