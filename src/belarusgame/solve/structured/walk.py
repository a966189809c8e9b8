"""Enumeration of supports, pruned by weak dominance against opponents who mix over theirs.

If every strategy of a support is really played, none of them can be *weakly* dominated against opponents who
mix over theirs: the profile at which the other one is better has positive probability. Most supports of a
structured game, which strict dominance would leave to be searched, are excluded by this: of a coordination
game of three players with four strategies 3,375 are left by strict dominance, and 75 by weak.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Supports = tuple[tuple[int, ...], ...]

#: Supports that one call collects, and steps that it takes, before the caller may look at the clock.
_BATCH: Final = 1024
_STEPS: Final = 20_000


def supports(
    ordinal: NDArray[Any], kept: Sequence[Sequence[int]], *, ended: Callable[[], bool] = lambda: False
) -> Iterator[Supports]:
    """Yield every support that weak dominance does not exclude, pure profiles among them, in order.

    ``ordinal`` numbers compare as the exact payoffs do, shape ``(players, *strategies)``; ``kept`` are each
    player's strategies that strict dominance left. The walk stops when ``ended``, asked from time to time,
    says so.
    """
    from belarusgame.solve.structured.walk_kernel import advance

    # Dominance only compares: ranks say the same as payoffs of any size, and fit into int64.
    ranks = ranks_of(ordinal[np.ix_(range(len(ordinal)), *kept)])
    counts = np.array(ranks.shape[1:], dtype=np.int64)
    walk = np.zeros(len(counts) + 2, dtype=np.int64)
    allowed = np.empty((len(counts) + 1, len(counts)), dtype=np.int64)
    allowed[0] = (1 << counts) - 1
    # Two lists of profiles side by side: the kernel writes one while it reads the other.
    places = np.empty(2 * ranks[0].size, dtype=np.int64)
    found = np.empty((_BATCH, len(counts)), dtype=np.int64)
    # The player's own strategy in front, so that what the opponents do is an offset common to all its
    # strategies.
    lines = np.stack([np.moveaxis(own, i, 0).ravel() for i, own in enumerate(ranks)])
    while walk[0] >= 0 and not ended():
        for masks in found[: advance(lines, counts, walk, allowed, places, found, _STEPS)].tolist():
            yield tuple(
                tuple(label for a, label in enumerate(labels) if mask >> a & 1)
                for labels, mask in zip(kept, masks, strict=True)
            )


def ranks_of(ordinal: NDArray[Any]) -> NDArray[np.int64]:
    """Replace every player's payoffs by their ranks, which compare alike and are whole numbers."""
    ranks = [np.unique(own, return_inverse=True)[1].reshape(own.shape) for own in ordinal]
    return np.array(ranks, dtype=np.int64)
