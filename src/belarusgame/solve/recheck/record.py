"""Checks of a solution's form, and that it is of the game that its certificate is about.

What is proven of a game says nothing about a record that names other players, counts in other units or holds
what is no number. Whatever the arithmetic of the check takes for granted is made sure of here, so that it
meets finite numbers and arrays of the right shape only: a comparison with NaN, which is always false, could
let anything pass.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from belarusgame.game import Equilibrium, Game
from belarusgame.solve.recheck.listed import check_numbers, holds
from belarusgame.solve.recheck.search_certificate import Rejected
from belarusgame.solve.solution import Box, Component, Solution


def check_record(solution: Solution, game: Any, method: str) -> None:
    """Check a solution's form, and all that it says which does not need the proof itself.

    Nothing of the record is taken for granted; the game is that of its certificate, and the method the one
    that leaves such a certificate.

    Raises
    ------
    Rejected
        For the first thing that is not so.
    """
    own = solution.game
    # Exactly these types: a class derived from them could answer anything.
    _demand(type(game) is Game and type(own) is Game, "the solution or its certificate has no game")
    _demand(own is not None and own.equals(game), "the certificate is of another game")
    _demand(solution.concept == "nash", "the concept is another one than that of the certificate")
    _demand(solution.method == method, "the method is another one than that of the certificate")
    _check_kind(solution.messages, str)
    _check_kind(solution.outcomes, Equilibrium)
    _check_kind(solution.components, Component)
    _check_kind(solution.unresolved, Box)
    _demand(
        solution.status == ("partial" if solution.unresolved else "complete"),
        "the status is complete exactly if there are no unresolved boxes, and here it is not",
    )
    for equilibrium in solution.equilibria:
        _check_equilibrium(equilibrium, game)
    for component in solution.components:
        _check_box(component.box, game)
        plain = component.kind == "boxes" and component.reach is None and component.cells is None
        _demand(
            plain and component.pieces == () == component.polytopes,
            "of a component more is said than a certificate proves",
        )
        _check_kind(component.samples, Equilibrium)
        for sample in component.samples:
            _check_equilibrium(sample, game)
            regular = sample.index is not None or sample.box is not None or sample.strict
            _demand(not regular, "a sample of a component is said to be isolated")
    for box in solution.unresolved:
        _check_box(box, game)
    _check_kind(solution.candidates, Equilibrium)
    for candidate in solution.candidates:
        _check_equilibrium(candidate, game)
        more = candidate.index is not None or candidate.box is not None or candidate.strict is not None
        _demand(not more, "of a candidate more is said than its regret")
        check_numbers(game.exact_deciding, candidate)
        _demand(
            any(holds(box.bounds, candidate.mixed) for box in solution.unresolved),
            "a candidate lies in no region that was left undecided",
        )


def _check_kind(entries: Any, kind: type) -> None:
    right = isinstance(entries, tuple) and {type(entry) for entry in cast("tuple[Any, ...]", entries)} <= {
        kind
    }
    _demand(right, f"where there should be a tuple of {kind.__name__} there is something else")


def _check_equilibrium(equilibrium: Equilibrium, game: Game) -> None:
    """Check names, shapes and kinds of all that an equilibrium holds."""
    _demand(equilibrium.labels == game.labels, "an equilibrium has other labels than the game")
    _demand(equilibrium.concept == "nash", "an equilibrium is listed under another concept")
    _demand(equilibrium.plan is None, "an equilibrium of a simultaneous game has a plan")
    _demand(equilibrium.isolated is None, "whether an equilibrium is isolated is not proven by a certificate")
    _demand(type(equilibrium.strict) in (bool, type(None)), "a strict flag is neither true nor false")
    _demand(type(equilibrium.index) in (int, type(None)), "an index is no whole number")
    _demand(_is_number(equilibrium.incentive_gap), "a regret is no number")
    for numbers in (equilibrium.payoffs, equilibrium.regrets):
        named = isinstance(numbers, Mapping) and tuple(numbers) == game.players
        _demand(named and all(map(_is_number, numbers.values())), "a payoff or a regret is no number")
    _check_array(equilibrium.distribution, game.shape)
    _check_arrays(equilibrium.mixed, [(count,) for count in game.shape])
    if equilibrium.box is not None:
        _check_arrays(equilibrium.box, [(count, 2) for count in game.shape])


def _check_box(box: Box, game: Game) -> None:
    _demand(box.labels == game.labels, "a box has other labels than the game")
    _check_arrays(box.bounds, [(count, 2) for count in game.shape])


def _check_arrays(arrays: Any, shapes: list[tuple[int, ...]]) -> None:
    _demand(type(arrays) is tuple and len(arrays) == len(shapes), "there is not one array for every player")
    for array, shape in zip(arrays, shapes, strict=True):
        _check_array(array, shape)


def _check_array(array: Any, shape: tuple[int, ...]) -> None:
    right = type(array) is np.ndarray and array.dtype == np.float64 and array.shape == shape
    # Written so that NaN fails: asking for a number outside would let it pass.
    _demand(right and bool(np.all((array >= 0.0) & (array <= 1.0))), "what should be probabilities is not")


def _is_number(value: Any) -> bool:
    return isinstance(value, float | int) and type(value) is not bool and math.isfinite(value)


def _demand(holds: bool, reason: str) -> None:
    if not holds:
        raise Rejected(reason)
