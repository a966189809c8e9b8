"""The same question in every state of the delegations: each is a case of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from belarusgame.scenario import Scenario

__all__ = ["in_every_state", "nested_problems", "state_words"]

_Answer = TypeVar("_Answer", bound=Any)


def in_every_state(scenario: Scenario, solve: Callable[[Scenario], _Answer]) -> _Answer:
    """Answer for the likely state of the delegations, with the answers for the other states beside it.

    Whether a delegation is in force is no number: it has no distance, and no place between off and on. The
    answer is a dataclass with the fields ``state``, in words, and ``otherwise``.
    """
    (likely, _), *others = scenario.states().items()
    answers: tuple[Any, ...] = tuple(replace(solve(settled), state=words) for words, settled in others)
    whole: Any = replace(solve(scenario), state=likely, otherwise=answers)
    return whole


def state_words(answer: Any) -> str:
    """Say at the beginning of a sentence which state an answer is about; nothing without delegations."""
    return f"With {answer.state}: " if answer.state else ""


def nested_problems(answer: Any) -> tuple[str, ...]:
    """Return what is wrong with the answers for the other states that have a certificate."""
    return tuple(
        f"{other.state}: {problem}"
        for other in answer.otherwise
        if other.certificate is not None
        for problem in other.problems()
    )
