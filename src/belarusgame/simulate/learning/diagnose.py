"""Diagnosis of a run of learning: an equilibrium, a cycle, or neither within its rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray, Labels
from belarusgame.explore.sampling import wilson_interval
from belarusgame.simulate.learning.averages import Earnings, IntArray, earnings
from belarusgame.simulate.learning.trajectory import Basin, Diagnosis

#: As many of the last profiles are kept.
RING = 64
#: As many profiles that come again in their order make a cycle.
SEEN_AGAIN = 4
#: Ends that differ by no more are the same, and a share that is no nearer to 1 is mixed.
NEAR = 0.05
#: A state that still moves by more in the second half of the time is not at rest.
AT_REST = 0.02
#: Where players keep making mistakes, an equilibrium is where they spend most of their time.
MOSTLY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Runs:
    """What the compiled code leaves of all runs; see :class:`Trajectory` for the shapes."""

    ends: FloatArray
    averages: FloatArray
    spread: FloatArray
    visits: IntArray
    visited: IntArray
    steps: IntArray
    path: FloatArray
    plays: IntArray
    joint: FloatArray
    late: FloatArray

    @classmethod
    def joined(cls, parts: Sequence[Runs]) -> Runs:
        """Put parts together; only the first one's path is kept."""
        names = [name for name in cls.__slots__ if name != "path"]
        whole = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
        return cls(path=parts[0].path, **whole)


def regrets_of(at: Earnings, states: FloatArray) -> FloatArray:
    """Return what each learner could gain at most by deviating alone, shape ``(states, learners)``."""
    earned = np.empty_like(states)
    earnings(at, states, earned)
    starts = at.begin[:-1]
    means = np.add.reduceat(earned * states, starts, axis=1)
    # The mean is at most the greatest but for rounding, and no regret is negative.
    return np.maximum(np.maximum.reduceat(earned, starts, axis=1) - means, 0.0)


def coarse_gaps(payoffs: FloatArray, joint: FloatArray) -> FloatArray:
    """Return what each player could gain at most by deciding beforehand, shape ``(runs, players)``."""
    found: list[FloatArray] = []
    for i, own in enumerate(payoffs):
        others = joint.sum(axis=i + 1, keepdims=True)
        axes = tuple(k + 1 for k in range(own.ndim) if k != i)
        instead = (others * own).sum(axis=axes)
        found.append(instead.max(axis=1) - (joint * own).reshape(len(joint), -1).sum(axis=1))
    return np.maximum(np.stack(found, axis=1), 0.0)


def logit_residuals(at: Earnings, states: FloatArray, base: FloatArray, level: float) -> FloatArray:
    """Return how far each state is from the logit response to it, as a probability."""
    earned = np.empty_like(states)
    earnings(at, states, earned)
    worst = np.zeros(len(states))
    for first, last in zip(at.begin, at.begin[1:], strict=False):
        own = earned[:, first:last]
        # Less the greatest: only differences count, and nothing overflows.
        weights = base[first:last] * np.exp(level * (own - own.max(axis=1, keepdims=True)))
        response = weights / weights.sum(axis=1, keepdims=True)
        worst = np.maximum(worst, np.abs(response - states[:, first:last]).max(axis=1))
    return worst


def repeats(visits: Sequence[int]) -> int:
    """Return the period with which the last profiles repeat themselves; 0 if they do not.

    A whole period, and of a long one at least its last profiles, must have been passed through twice.
    """
    # From 2 on, as only changes are kept: whoever stays put is at rest and not in a cycle of one. The
    # shortest period is found first; its multiples repeat too.
    for period in range(2, len(visits)):
        again = min(period, SEEN_AGAIN)
        if len(visits) >= period + again and visits[-again:] == visits[-again - period : -period]:
            return period
    return 0


def _last_visits(visits: NDArray[np.int64], visited: int) -> list[int]:
    """Return what stands in a ring, the latest last."""
    ring = visits.tolist()
    if visited <= len(ring):
        return ring[:visited]
    turn = visited % len(ring)
    return ring[turn:] + ring[:turn]


def diagnose(
    rule: str, at: Earnings, runs: Runs, regrets: FloatArray, rests: NDArray[np.bool_], scale: FloatArray
) -> tuple[Diagnosis, ...]:
    """Say of every run what it came to; ``rests`` marks those within the tolerance."""
    found: list[Diagnosis] = []
    for run, rest in enumerate(rests.tolist()):
        late = runs.late[run]
        if rule in ("best_reply", "logit_response"):
            # Best replies that have come to rest never move again; with mistakes, play only comes back to it
            # most of the time.
            settled = bool(late.max() >= (1.0 if rule == "best_reply" else MOSTLY) * late.sum())
            rest = settled and _is_pure_equilibrium(at, int(late.argmax()), scale)
        if rest:
            found.append(_REST.get(rule, "equilibrium"))
        elif rule in _REGULAR and repeats(_last_visits(runs.visits[run], int(runs.visited[run]))):
            found.append("cycling")
        else:
            found.append("undecided")
    return tuple(found)


_REST: dict[str, Diagnosis] = {
    "stochastic_fictitious_play": "logit equilibrium",
    "regret_matching": "coarse correlated",
}
#: The rules whose course is not made by chance, so that a repetition means something.
_REGULAR = ("replicator", "fictitious_play", "best_reply")


def _is_pure_equilibrium(at: Earnings, code: int, scale: FloatArray) -> bool:
    state = pure_state(at, code)[None]
    # Payoffs of pure profiles are sums of one number: what is above this is no rounding.
    return bool(np.all(regrets_of(at, state)[0] <= 1e-12 * scale))


def pure_state(at: Earnings, code: int) -> FloatArray:
    """Return the entries of a pure profile by its number."""
    state = np.zeros(int(at.begin[-1]))
    state[np.array(np.unravel_index(code, tuple(at.counts.tolist()))) + at.begin[:-1]] = 1.0
    return state


def basins_of(
    labels: Labels,
    at: Earnings,
    states: FloatArray,
    diagnosis: Sequence[Diagnosis],
    regrets: FloatArray,
    scale: FloatArray,
    confidence: float,
) -> tuple[Basin, ...]:
    """Put together the runs that came to the same; states that are nearly a pure equilibrium are that."""
    found: list[tuple[Diagnosis, FloatArray | None, list[int]]] = []
    for run, said in enumerate(diagnosis):
        state = _at_rest(at, states[run], said, scale)
        # With the first run of each basin, not with all of its runs: else a chain of near ones could grow
        # together.
        same = next((one for one in found if one[0] == said and _alike(one[1], state)), None)
        if same is None:
            found.append((said, state, [run]))
        else:
            same[2].append(run)
    basins = [
        Basin(
            diagnosis=said,
            profile=None if state is None else _named(labels, at, state),
            runs=len(members),
            share=len(members) / len(diagnosis),
            interval=wilson_interval(len(members), len(diagnosis), confidence),
            regret=float(regrets[members].max()),
        )
        for said, state, members in found
    ]
    return tuple(sorted(basins, key=lambda basin: -basin.runs))


def _at_rest(at: Earnings, state: FloatArray, said: Diagnosis, scale: FloatArray) -> FloatArray | None:
    if said not in ("equilibrium", "logit equilibrium"):
        return None
    likeliest = [int(state[a:b].argmax()) for a, b in zip(at.begin, at.begin[1:], strict=False)]
    code = int(np.ravel_multi_index(likeliest, tuple(at.counts.tolist())))
    pure = pure_state(at, code)
    # Shares never arrive at 0: what is near a pure equilibrium is on its way there.
    if said == "equilibrium" and np.abs(pure - state).max() <= NEAR and _is_pure_equilibrium(at, code, scale):
        return pure
    return state


def _alike(one: FloatArray | None, other: FloatArray | None) -> bool:
    if one is None or other is None:
        return one is other
    return bool(np.abs(one - other).max() <= NEAR)


def _named(labels: Labels, at: Earnings, state: FloatArray) -> dict[str, dict[str, float]]:
    return {
        player: dict(zip(own, state[a:b].tolist(), strict=True))
        for player, own, a, b in zip(labels.players, labels.strategies, at.begin, at.begin[1:], strict=False)
    }


def with_pure_ends(rule: str, at: Earnings, runs: Runs) -> Runs:
    """Where players keep making mistakes, let the end be the profile they spent most of the time in."""
    if rule not in ("best_reply", "logit_response"):
        return runs
    ends = np.array([pure_state(at, int(late.argmax())) for late in runs.late])
    return replace(runs, ends=ends)
