"""The end of a branch of logit equilibria: from its last point to the Nash equilibrium it approaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from belarusgame.base.labels import BoolArray, FloatArray
from belarusgame.game import Equilibrium, Game, equilibrium_at

if TYPE_CHECKING:
    from belarusgame.solve.logit.path import BranchTrace
    from belarusgame.solve.logit.system import LogitSystem

#: A limit counts as settled if no player's regret exceeds this part of the player's payoff scale.
SETTLED_REGRET = 1e-9
#: How far branches are followed, in units of the smallest player's payoff scale.
END = 1e6
#: The same in units of the greatest player's: no farther than this.
LATEST_END = 1e9
#: Probabilities below these are tried as "not used in the limit".
UNUSED = (1e-3, 1e-5, 1e-8)
#: How far the limit may be from the last point of the branch.
FARTHEST_LIMIT = 1e-2


def branch_end(system: LogitSystem) -> float:
    """Return how far to follow a branch, in units of 1 over the payoff scale."""
    scales = system.player_scales[0]
    active = scales[scales > 0.0]
    return min(END * float(system.scale[0] / active.min()), LATEST_END) if active.size else END


def settled(system: LogitSystem, limit: Equilibrium) -> bool:
    """Whether every player's regret is negligible on the player's own scale."""
    regrets = np.array(list(limit.regrets.values()))
    return bool(np.all(regrets <= SETTLED_REGRET * system.player_scales[0]))


def limit_equilibrium(game: Game, system: LogitSystem, trace: BranchTrace) -> Equilibrium:
    """Return the Nash equilibrium near the last point, or that point where none was found."""
    last = tuple(part[0] for part in system.normalised(trace.points[-1].place[None, :-1]))
    best: Equilibrium | None = None
    # A strategy that vanishes slowly is still played at the last point: small thresholds keep it, large ones
    # do not, and the regret tells which were right.
    for unused in UNUSED:
        used = [vector > unused for vector in last]
        vectors = _indifferent(game, last, used)
        if (
            vectors is None
            or max(np.abs(a - b).max() for a, b in zip(vectors, last, strict=True)) > FARTHEST_LIMIT
        ):
            continue
        candidate = equilibrium_at(game, vectors, strict=_strict(game, vectors))
        if settled(system, candidate):
            return candidate
        best = candidate if best is None or candidate.regret < best.regret else best
    raw = equilibrium_at(game, last, strict=_strict(game, last))
    # Never worse than the point that was reached by following.
    return raw if best is None or raw.regret <= best.regret else best


def _strict(game: Game, vectors: tuple[FloatArray, ...]) -> bool:
    pure = all(np.count_nonzero(vector) == 1 for vector in vectors)
    return pure and all(len(replies) == 1 for replies in game.best_responses(vectors).values())


def _indifferent(
    game: Game, start: tuple[FloatArray, ...], used: list[BoolArray]
) -> tuple[FloatArray, ...] | None:
    """Solve for equal payoffs of the strategies used, by Gauss-Newton steps of least length."""
    system = _Indifference(game, used)
    free = np.concatenate([vector[mask] for vector, mask in zip(start, used, strict=True)])
    for _ in range(20):
        residual, derivative = system.evaluate(free)
        move = np.linalg.lstsq(derivative, residual, rcond=1e-10)[0]
        free = free - move
        # Probabilities do not become more exact in float64.
        if np.abs(move).max() <= 1e-15:
            break
    vectors = system.vectors(np.maximum(free, 0.0))
    if not np.all(np.isfinite(free)) or any(vector.sum() <= 0.0 for vector in vectors):
        return None
    return tuple(vector / vector.sum() for vector in vectors)


class _Indifference:
    """The equations of a mixed equilibrium on given supports: equal payoffs, probabilities summing to one."""

    def __init__(self, game: Game, used: list[BoolArray]) -> None:
        self.used = used
        self.game = game
        payoffs = np.array(game.deciding)
        spans = [float(np.ptp(payoffs[i], axis=i).max()) for i in range(len(used))]
        self.spans = [span if span > 0.0 else 1.0 for span in spans]

    def vectors(self, free: FloatArray) -> tuple[FloatArray, ...]:
        vectors: list[FloatArray] = []
        start = 0
        for mask in self.used:
            vector = np.zeros(mask.size)
            count = int(mask.sum())
            vector[mask] = free[start : start + count]
            vectors.append(vector)
            start += count
        return tuple(vectors)

    def _equations(self, free: FloatArray) -> FloatArray:
        vectors = self.vectors(free)
        rows: list[FloatArray] = []
        for i, mask in enumerate(self.used):
            # On each player's own scale, so that no player's equations drown another's.
            earned = self.game.deciding_against(i, vectors)[mask] / self.spans[i]
            rows += [np.diff(earned), np.array([vectors[i].sum() - 1.0])]
        return np.concatenate(rows)

    def evaluate(self, free: FloatArray) -> tuple[FloatArray, FloatArray]:
        # Payoffs are linear in each player's probabilities, so a difference quotient over a step of any
        # length is the derivative exactly, but for rounding.
        residual = self._equations(free)
        columns: list[FloatArray] = []
        for k in range(free.size):
            moved = free.copy()
            moved[k] += 1.0
            columns.append(self._equations(moved) - residual)
        return residual, np.stack(columns, axis=1)
