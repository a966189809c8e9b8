"""Equilibria of two-player games by nashpy, and whether they are all there are."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.settings import option
from belarusgame.errors import GameError
from belarusgame.game import Equilibrium, Game, checked_game, equilibrium_at
from belarusgame.solve.solution import Solution
from belarusgame.solve.two_player.components import check_two_players, two_player_solution
from belarusgame.solve.two_player.extreme import MAX_STEPS

TwoPlayerMethod: TypeAlias = Literal["support_enumeration", "vertex_enumeration", "lemke_howson"]

#: A profile is an equilibrium if nobody can gain more than this share of the payoffs' range.
REGRET_TOLERANCE = 1e-9

#: Probabilities below this are rounding: they become zero.
CHANCE_TOLERANCE = 1e-12

#: Two profiles are the same if no probability differs by more than this.
SAME_PROFILE = 1e-7

#: A path of Lemke and Howson's that is longer than this has lost its way.
MAX_PIVOTS = 1000

Profile: TypeAlias = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True)
class _NashpyAnswer:
    """What nashpy gave, and what is to be said about it."""

    profiles: list[Any]
    messages: list[str]


def two_player_equilibria(
    game: Game, method: TwoPlayerMethod = "support_enumeration", *, max_steps: int = MAX_STEPS
) -> Solution:
    """Find equilibria of a game of two players with nashpy, and prove whether these are all.

    nashpy works in floating point and promises all equilibria of games that are not degenerate. Whether the
    game is one, and whether the list then is all there is, is decided by exact vertex enumeration
    (:func:`belarusgame.solve.all_equilibria` uses that alone, and also lists what nashpy misses).

    Parameters
    ----------
    game : Game
        Of exactly two players.
    method : {"support_enumeration", "vertex_enumeration", "lemke_howson"}
        The first two enumerate; their time grows with the number of supports, about fourfold for one more
        strategy each. Lemke and Howson's path is followed from every starting label: quick, and finds some.
    max_steps : int
        The budget of the exact enumeration that proves completeness.

    Returns
    -------
    Solution
        ``complete`` if and only if the method enumerates, all equilibria of the game are regular by exact
        arithmetic, and nashpy's list is those, one by one; otherwise ``partial``, and the messages say why.
        Profiles with a regret above 1e-9 of the payoffs' range are left out, with a message.

    Raises
    ------
    GameError
        If the game has not two players, or the method's name is unknown.

    Notes
    -----
    Knight and Campbell 2018, "Nashpy: A Python library for the computation of Nash equilibria"; the
    algorithms are 3.4 to 3.6 of Nisan, Roughgarden, Tardos and Vazirani 2007.

    Examples
    --------
    >>> import belarusgame as bg
    >>> from belarusgame.solve.two_player import two_player_equilibria
    >>> found = two_player_equilibria(bg.Game([[[3, 0], [0, 2]], [[2, 0], [0, 3]]]))
    >>> found.status, len(found.equilibria)
    ('complete', 3)
    """
    checked_game(game)
    check_two_players(game)
    option("method", method, _METHODS)
    exact = two_player_solution(game, max_steps=max_steps)
    answer = _ask_nashpy(game, method)
    profiles = _distinct_equilibria(game, answer)
    equilibria = tuple(_recorded(game, profile, exact) for profile in profiles)
    shortfall = _shortfall(method, equilibria, exact)
    return Solution(
        outcomes=equilibria,
        concept="nash",
        status="partial" if shortfall else "complete",
        method=f"{method.replace('_', ' ')} (nashpy)",
        settings={"method": method, "max_steps": max_steps},
        messages=(*answer.messages, *shortfall),
    )


def _ask_nashpy(game: Game, method: str) -> _NashpyAnswer:
    """Run nashpy; its warnings, and the errors that it dies of, become messages."""
    nashpy: Any = importlib.import_module("nashpy")  # slow to import, and untyped
    answer = _NashpyAnswer([], [])
    with warnings.catch_warnings(record=True) as caught:
        # Python shows a warning once a place; here each game is told of its own.
        warnings.simplefilter("always")
        try:
            for profile in _METHODS[method](nashpy.Game(*game.deciding), answer.messages):
                answer.profiles.append(profile)
        except Exception as trouble:  # nashpy lets errors of numpy, scipy and Qhull through
            answer.messages.append(f"nashpy stopped early: {_line(trouble)}")
    answer.messages.extend(dict.fromkeys(f"nashpy warns: {_line(warning.message)}" for warning in caught))
    return answer


def _lemke_howson(game: Any, messages: list[str]) -> Iterator[Any]:
    """Follow the path from every starting label."""
    for label in range(sum(game.payoff_matrices[0].shape)):
        try:
            yield _path_end(game, label)
        except Exception as trouble:  # one failed start says nothing of the next
            messages.append(f"nashpy failed from starting label {label}: {_line(trouble)}")


def _path_end(game: Any, label: int) -> tuple[Any, Any]:
    """Follow one path with nashpy's tableaux: its own loop does not end on a cycle."""
    linalg: Any = importlib.import_module("nashpy.linalg")
    column = linalg.create_col_tableau(game.payoff_matrices[0], True)
    row = linalg.create_row_tableau(game.payoff_matrices[1], True)
    tableaux = (row, column) if label in row.non_basic_variables else (column, row)
    for pivot in range(MAX_PIVOTS):
        label = tableaux[pivot % 2].pivot_and_drop_label(label)
        # Every label is carried by one of the two corners: that is what an equilibrium is.
        if row.non_basic_variables | column.non_basic_variables == column.labels:
            return row.to_strategy(column.non_basic_variables), column.to_strategy(row.non_basic_variables)
    raise GameError(f"the path did not end within {MAX_PIVOTS} pivots")


#: The path alone can fail to end in an equilibrium; what it met then goes into the list.
_METHODS: Mapping[str, Callable[[Any, list[str]], Iterator[Any]]] = {
    "support_enumeration": lambda solver, _: solver.support_enumeration(),
    "vertex_enumeration": lambda solver, _: solver.vertex_enumeration(),
    "lemke_howson": _lemke_howson,
}


def _distinct_equilibria(game: Game, answer: _NashpyAnswer) -> list[Profile]:
    """Keep what is an equilibrium, once each; say how much was dropped."""
    limit = REGRET_TOLERANCE * float(np.ptp(game.deciding.reshape(2, -1), axis=1).max())
    kept: list[Profile] = []
    shapeless, regretted = 0, 0
    for given in answer.profiles:
        profile = _cleaned(game, given)
        if profile is None:
            shapeless += 1
        elif max(game.regret(profile).values()) > limit:
            regretted += 1
        elif not any(_same(profile, other) for other in kept):
            kept.append(profile)
    if shapeless:
        answer.messages.append(f"{shapeless} of nashpy's results dropped: wrong shape, nan or inf")
    if regretted:
        answer.messages.append(f"{regretted} of nashpy's profiles dropped: regret above {limit:.3g}")
    return kept


def _cleaned(game: Game, given: Any) -> Profile | None:
    """Read one of nashpy's results as two vectors of probabilities; None if it is none."""
    try:
        vectors = [np.asarray(part, dtype=np.float64) for part in given]
    except (TypeError, ValueError):
        return None
    if [vector.shape for vector in vectors] != [(count,) for count in game.shape]:
        return None
    if not all(np.isfinite(vector).all() and vector.min() >= -CHANCE_TOLERANCE for vector in vectors):
        return None
    # Rounding is cut off before dividing, so that what is left is a distribution again.
    row, column = (np.where(vector < CHANCE_TOLERANCE, 0.0, vector) for vector in vectors)
    return (row / row.sum(), column / column.sum()) if row.sum() > 0.0 and column.sum() > 0.0 else None


def _same(one: Profile, other: Profile) -> bool:
    return all(bool(np.abs(a - b).max() <= SAME_PROFILE) for a, b in zip(one, other, strict=True))


def _recorded(game: Game, profile: Profile, exact: Solution) -> Equilibrium:
    """Record a profile, with the index and strictness of the exact equilibrium that it is, if it is one."""
    for equilibrium in exact.equilibria:
        if _same(profile, (equilibrium.mixed[0], equilibrium.mixed[1])):
            return equilibrium_at(game, profile, strict=equilibrium.strict, index=equilibrium.index)
    return equilibrium_at(game, profile)


def _shortfall(method: str, found: tuple[Equilibrium, ...], exact: Solution) -> tuple[str, ...]:
    """Say why the list is not proven complete; empty if it is."""
    if method == "lemke_howson":
        return ("Lemke and Howson's algorithm finds some equilibria; it does not promise all",)
    if exact.status != "complete":
        return ("whether these are all was not decided by the exact enumeration", *exact.messages)
    # Of a degenerate game nashpy promises nothing, even where all that it found is right.
    if exact.components or any(equilibrium.index is None for equilibrium in exact.equilibria):
        alone = sum(equilibrium.isolated is not False for equilibrium in exact.equilibria)
        return (
            f"the game is degenerate: it has {alone} isolated equilibria and "
            f"{len(exact.components)} continua; all_equilibria lists them",
        )
    regular = sum(equilibrium.index is not None for equilibrium in found)
    if (regular, len(found)) != (len(exact.equilibria), len(exact.equilibria)):
        return (f"nashpy found {regular} of {len(exact.equilibria)} equilibria; all_equilibria lists them",)
    return ()


def _line(message: object) -> str:
    """Put a message of several lines on one."""
    kind = type(message).__name__ + ": " if isinstance(message, LookupError | TypeError) else ""
    return kind + " ".join(str(message).split())
