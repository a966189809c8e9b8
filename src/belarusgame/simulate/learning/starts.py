"""Starts of the runs of a simulation of learning: where the caller says, or at random."""

from __future__ import annotations

from typing import Any

import numpy as np

from belarusgame.base.labels import FloatArray, Labels
from belarusgame.base.settings import refused
from belarusgame.game import Game
from belarusgame.simulate.learning.trajectory import LearningSettings


def starts_of(game: Game, labels: Labels, settings: LearningSettings, start: Any) -> FloatArray:
    """Return where every run starts, shape ``(runs, entries)``."""
    if start is not None:
        vectors = game.vectors(start)[: len(labels.players)]
        if settings.rule != "replicator" and any(np.count_nonzero(vector) != 1 for vector in vectors):
            raise refused("start", start, f"a pure profile: {settings.rule} begins with a round of play")
        return np.tile(np.concatenate(vectors), (settings.runs, 1))
    generator = np.random.Generator(np.random.Philox(np.random.SeedSequence(settings.seed)))
    base = list(game.base_measure().values())[: len(labels.players)]
    if settings.rule != "replicator":
        return np.concatenate([_pure_starts(generator, own, settings.runs) for own in base], axis=1)
    return np.concatenate([_shares(generator, own, settings.runs) for own in base], axis=1)


def _pure_starts(generator: np.random.Generator, base: FloatArray, runs: int) -> FloatArray:
    # The last bound is left out: it is 1 but for rounding, and no number drawn should fall beyond it.
    drawn = (generator.random(runs)[:, None] >= np.cumsum(base)[:-1]).sum(axis=1)
    return np.eye(len(base))[drawn]


def _shares(generator: np.random.Generator, base: FloatArray, runs: int) -> FloatArray:
    """Draw shares: uniform over the simplex, where variants count together as much as another strategy."""
    # Gamma variates divided by their sum have a Dirichlet distribution.
    # Relative to the largest: without variants all shapes are 1, which is the uniform distribution. A share
    # of nothing would stay nothing for ever.
    drawn = np.maximum(generator.standard_gamma(base / base.max(), (runs, len(base))), 1e-300)
    return drawn / drawn.sum(axis=1, keepdims=True)
