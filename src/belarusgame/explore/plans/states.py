"""The same question in every state of the delegations: each is a case of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from belarusgame.base.guards import is_sequence
from belarusgame.base.sameness import same
from belarusgame.explore.plans.question import Question
from belarusgame.scenario import Scenario

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


def question_of(certificate: Any) -> Any:
    """Return what a certificate, possibly forged, is about: a question stands for itself."""
    return certificate if isinstance(certificate, Question) else getattr(certificate, "asked", certificate)


def state_problems(answer: Any, scenario: Scenario) -> tuple[str, ...]:
    """Return what is wrong with the state that a record, possibly forged, names, and with those beside it.

    A record may say nothing of states; if it does, each of the others needs a certificate of its own.
    """
    if same((answer.state, answer.otherwise), ("", ())):
        return ()
    (likely, _), *others = scenario.states().items()
    beside: Any = answer.otherwise
    count = len(beside) if is_sequence(beside) else None
    if not same(answer.state, likely) or type(beside) is not tuple or count != len(others):
        return ("the states of the delegations are others than those recorded",)
    found: list[str] = []
    for number, (words, settled) in enumerate(others):
        other: Any = answer.otherwise[number]
        proof: Any = other.certificate if type(other) is type(answer) and same(other.state, words) else None
        about = question_of(proof)
        if proof is None or not same(getattr(about, "scenario", None), settled):
            found.append(f"{words}: there is no certificate of this state")
        else:
            found += [f"{words}: {problem}" for problem in other.problems()]
    return tuple(found)
