"""All optimal strategies of a zero-sum game: its value and two polytopes, by exact linear programs.

HiGHS proposes corners, which are then solved for in fractions (:mod:`belarusgame.base.program`). That they
are optimal needs no trust: what one player is sure to get and the other need not exceed are equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final, TypeAlias

import numpy as np

from belarusgame.base.program import Program
from belarusgame.base.rays import Budget, OutOfStepsError, rays_of
from belarusgame.solve.strategy_polytope import StrategyPolytope, strategy_constraints

Matrix: TypeAlias = Sequence[Sequence[Fraction]]
Point: TypeAlias = tuple[Fraction, ...]

#: Corners of a polytope are listed if there are no more, and are found in so many steps of some microseconds.
_CORNERS: Final = 400
_WORK: Final = 300_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OptimalStrategies:
    """What is known of a zero-sum game."""

    value: Fraction  #: what the first player can be sure of, and the second can hold it to
    sides: tuple[StrategyPolytope, StrategyPolytope]  #: either player's optimal strategies


def optimal_strategies(
    matrix: Matrix, players: Sequence[str], strategies: Sequence[Sequence[str]]
) -> OptimalStrategies | None:
    """Find the value of a matrix and both polytopes of optimal strategies; None if rounding prevents it.

    Parameters
    ----------
    matrix : sequence of sequences of Fraction
        What the first player gets from the second.
    players, strategies : sequence
        The labels.

    Notes
    -----
    A strategy in the relative interior is an average of corners, each of which is sought where what was still
    zero is greatest. Together both interiors show that nothing was missed: whatever one of them leaves at
    zero is excluded by a strict inequality at the other (Goldman and Tucker 1956).
    """
    rows = [list(map(Fraction, row)) for row in matrix]
    against = [[-x for x in column] for column in zip(*rows, strict=True)]
    sides = [_guaranteed(list(zip(*rows, strict=True))), _guaranteed(list(zip(*against, strict=True)))]
    # By the minimax theorem both programs have one value: two different ones are no answer.
    if sides[0] is None or sides[1] is None or sides[0][1] != -sides[1][1]:
        return None
    value = sides[0][1]
    ours = _interior(list(zip(*rows, strict=True)), value, sides[0][0])
    theirs = _interior(list(zip(*against, strict=True)), -value, sides[1][0])
    if ours is None or theirs is None or not _complementary(rows, value, ours, theirs):
        return None
    return OptimalStrategies(
        value=value,
        sides=(
            _polytope(list(zip(*rows, strict=True)), value, ours, players[0], strategies[0]),
            _polytope(list(zip(*against, strict=True)), -value, theirs, players[1], strategies[1]),
        ),
    )


def mixed_value(line: Sequence[Fraction], point: Sequence[Fraction]) -> Fraction:
    """Return what a mixed strategy earns against a reply."""
    return sum((a * b for a, b in zip(line, point, strict=True) if b), Fraction(0))


def _guaranteed(replies: Matrix) -> tuple[Point, Fraction] | None:
    """Return a strategy that earns as much as possible against every reply, and how much that is."""
    count = len(replies[0])
    middle = replies[0][0]  # so that the program's numbers are differences of payoffs
    scale = max((abs(x - middle) for line in replies for x in line), default=Fraction(0)) or Fraction(1)
    lines = [({**{n: (x - middle) / scale for n, x in enumerate(line)}, count: -1}, 0) for line in replies]
    program = Program(
        limits=[*[(0, None)] * count, (None, None)],
        constraints=[*lines, *strategy_constraints(count, ())],
    )
    point = program.exact_optimum({count: -1.0})
    # Back to the game's units, in fractions, so that nothing is lost on the way.
    return None if point is None else (point[:count], point[count] * scale + middle)


def _interior(replies: Matrix, value: Fraction, corner: Point) -> Point | None:
    """Return an optimal strategy that uses all that any uses, and earns more wherever any does."""
    count = len(corner)
    program = Program(
        limits=[(0, None)] * count,
        constraints=strategy_constraints(count, [(line, value) for line in replies]),
    )
    scale = max((abs(x) for line in replies for x in line), default=Fraction(0)) or Fraction(1)
    # Every round adds a corner that uses a strategy, or beats the value against a reply, where none did
    # before: there are no more rounds than strategies of both.
    found = [corner]
    while True:
        unused = [n for n in range(count) if not any(point[n] for point in found)]
        level = [line for line in replies if all(mixed_value(line, point) == value for point in found)]
        # Whatever was zero so far, be it a probability or a margin over the value, is to be as large as
        # possible in sum.
        gains = np.zeros(count)
        gains[unused] += 1.0
        for line in level:
            gains += [float((x - value) / scale) for x in line]
        point = program.exact_optimum({n: -float(x) for n, x in enumerate(gains)})
        if point is None:
            return None
        more = any(point[n] for n in unused) or any(mixed_value(line, point) > value for line in level)
        if not more:
            return tuple(sum(chances, Fraction(0)) / len(found) for chances in zip(*found, strict=True))
        found.append(point)


def _complementary(matrix: Matrix, value: Fraction, ours: Point, theirs: Point) -> bool:
    """Whether both are optimal, and all that one leaves at zero is excluded by the other."""
    earned = [mixed_value(row, theirs) for row in matrix]
    conceded = [mixed_value(column, ours) for column in zip(*matrix, strict=True)]
    return all(x == value if chance else x < value for x, chance in zip(earned, ours, strict=True)) and all(
        x == value if chance else x > value for x, chance in zip(conceded, theirs, strict=True)
    )


def _polytope(
    replies: Matrix, value: Fraction, inside: Point, player: str, strategies: Sequence[str]
) -> StrategyPolytope:
    """Describe all optimal strategies of one player, given one in the relative interior."""
    used = [n for n, chance in enumerate(inside) if chance]
    level = [line for line in replies if mixed_value(line, inside) == value]
    # Level replies are equations already; only the others bound the polytope from outside.
    loose = [line for line in replies if mixed_value(line, inside) > value]
    # In the relative interior only what is level everywhere is level: these equations span the affine hull.
    equations = independent([[1] * len(used), *(_whole(line, value, used) for line in level)])
    return StrategyPolytope(
        player=player,
        strategies=tuple(strategies),
        inequalities=tuple((tuple(line), value) for line in replies),
        inside=inside,
        dimension=len(used) - len(equations),
        # Without the first, that shares add up to 1: a cone has no constants, and its rays are scaled
        # afterwards.
        vertices=_corners(equations[1:], [_whole(line, value, used) for line in loose], used, len(inside)),
    )


def _whole(line: Sequence[Fraction], value: Fraction, used: Sequence[int]) -> list[int]:
    """Return, in integers, what each strategy that is used earns above the value against a reply."""
    excess = [line[n] - value for n in used]
    scale = lcm(*(x.denominator for x in excess))
    return [int(x * scale) for x in excess]


def _corners(
    equations: Sequence[Sequence[int]], inequalities: Sequence[Sequence[int]], used: Sequence[int], count: int
) -> tuple[Point, ...] | None:
    """Return the corners over all strategies, in lexicographic order; None if they are too many."""
    try:
        rays = rays_of(len(used), equations, inequalities, Budget(_WORK))
    except OutOfStepsError:
        return None
    found: list[Point] = []
    for ray in rays[: _CORNERS + 1]:
        point = [Fraction(0)] * count
        for n, weight in zip(used, ray.point, strict=True):
            point[n] = Fraction(weight, sum(ray.point))
        found.append(tuple(point))
    return tuple(sorted(found, reverse=True)) if len(rays) <= _CORNERS else None


def independent(lines: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """Return the first lines that are linearly independent and span them all."""
    chosen: list[Sequence[int]] = []
    pivots: list[tuple[int, list[Fraction]]] = []
    for line in lines:
        left = [Fraction(x) for x in line]
        for column, pivot in pivots:
            # Gaussian elimination, one line at a time against those that were chosen.
            if left[column]:
                left = [x - left[column] * y for x, y in zip(left, pivot, strict=True)]
        column = next((n for n, x in enumerate(left) if x), None)
        if column is not None:
            pivots.append((column, [x / left[column] for x in left]))
            chosen.append(line)
    return chosen
