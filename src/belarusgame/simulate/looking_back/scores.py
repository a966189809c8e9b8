"""Proper scores of a forecast, given what happened, and what one outcome can show at most."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.tables import Rows, Tabular

#: Outcomes drawn from the model to test the scores with, and the standard errors that chance is given.
DRAWN, CHANCE = 100_000, 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A forecast of something that happened or did not, with its scores.

    Attributes
    ----------
    probability : float
        What it said.
    brier : float
        The squared distance from what happened, 0 at best and 1 at worst (Brier 1950).
    logarithmic : float
        Minus the logarithm of the probability of what happened, 0 at best (Good 1952), in natural units.
    """

    probability: float
    brier: float
    logarithmic: float


def scored(probability: float, happened: bool) -> Scored:
    """Score a forecast."""
    outcome, rules = 1 if happened else 0, _rules()
    return Scored(
        probability=probability,
        brier=float(rules.brier_score(outcome, probability)),
        logarithmic=float(rules.log_score(outcome, probability)),
    )


def _rules() -> Any:
    """Load the scores: their library takes seconds to load, and nothing else needs it."""
    import scoringrules  # pyright: ignore[reportMissingTypeStubs]

    return scoringrules


def probability_of(count: int, runs: int) -> float:
    """Return the probability that a count of runs stands for: what never happened in them may still happen.

    Laplace's rule of succession, (count + 1) / (runs + 2); so that a logarithmic score is finite.
    """
    return (count + 1) / (runs + 2)


def odds_factor(own: float, rival: float, happened: bool) -> float:
    """Return by what the outcome multiplies the odds of one forecaster against another."""
    return own / rival if happened else (1.0 - own) / (1.0 - rival)


def odds_at_most(rival: float, happened: bool) -> float:
    """Return by what the outcome can multiply the odds of any forecaster against a rival, at most.

    Who was certain gains 1 / (1 - p) on who gave probability p to what did not happen.
    """
    return 1.0 / rival if happened else 1.0 / (1.0 - rival)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class SelfTest(Tabular):
    """The scores of all forecasts where the model is right: outcomes are drawn from it.

    Attributes
    ----------
    names : tuple of str
        The forecasts; the first is the model's.
    probabilities : tuple of float
        What they say.
    means : tuple of float
        Their mean Brier scores over the outcomes drawn.
    errors : tuple of float
        The standard error of each one's difference from the first.
    """

    names: tuple[str, ...]
    probabilities: tuple[float, ...]
    means: tuple[float, ...]
    errors: tuple[float, ...]

    @property
    def passed(self) -> bool:
        """Whether no other forecast beats the model on average, chance apart."""
        return all(
            # In expectation a proper score is best for the truth; five standard errors happen once in
            # millions of tests.
            mean >= self.means[0] - CHANCE * error
            for mean, error in zip(self.means, self.errors, strict=True)
        )

    def rows(self) -> Rows:
        """Return one row a forecast."""
        return [
            {"forecast": name, "probability": p, "mean Brier score": mean}
            for name, p, mean in zip(self.names, self.probabilities, self.means, strict=True)
        ]

    @property
    def heading(self) -> str:
        """The line above the table."""
        verdict = "nobody beats the model" if self.passed else "the model is beaten: its scores are wrong"
        return f"Self-test: {DRAWN:,} outcomes drawn from the model; {verdict}"


def self_test(named: Sequence[tuple[str, float]], generator: np.random.Generator) -> SelfTest:
    """Score forecasts on outcomes drawn from the first."""
    rules = _rules()
    outcomes = (generator.random(DRAWN) < named[0][1]).astype(np.float64)
    scores: list[FloatArray] = [rules.brier_score(outcomes, np.full(DRAWN, p)) for _, p in named]
    return SelfTest(
        names=tuple(name for name, _ in named),
        probabilities=tuple(p for _, p in named),
        means=tuple(float(score.mean()) for score in scores),
        # Of the differences, outcome by outcome: what both owe to the same luck drops out.
        errors=tuple(float((score - scores[0]).std()) / math.sqrt(DRAWN) for score in scores),
    )
