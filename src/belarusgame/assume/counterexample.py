"""The smallest counter-example: as few inputs moved as possible, by as little, in readable numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from belarusgame.assume.breach import Breach, Choice, breach
from belarusgame.assume.cases import Case, moved_by
from belarusgame.assume.conflicts import Oracle, Situation
from belarusgame.assume.events import EventAnswer, Planner
from belarusgame.assume.fewest import Inputs, fewest, shortest
from belarusgame.assume.formula import Branch, branches
from belarusgame.assume.statement import Statement
from belarusgame.base.tables import Rows, Tabular
from belarusgame.game import Game
from belarusgame.scenario import Scenario
from belarusgame.weightspace import Point, Space, chosen, space_of, type_combinations

__all__ = ["Witness", "sampled_witness", "witness_of_event", "witness_of_payoffs"]

#: So many ways of breaking a statement are compared in search of the smallest.
MAX_WAYS = 500


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Witness(Tabular):
    """Weights, drivers and types at which a statement does not hold; the game was built and looked at.

    Attributes
    ----------
    scenario : Scenario
        Whose ranges.
    statement : Statement
        What does not hold.
    weights, drivers, types : mapping
        What differs from the likely weights, drivers at 1 and no types: the arguments of ``scenario.game``.
    moved : tuple of str
        Which of them were moved to break the statement; the rest belongs to its conditions. A moved type is
        listed as ``type of PLAYER``.
    breach : Breach
        The profiles, the payoffs and sentences.
    """

    scenario: Scenario
    statement: Statement
    weights: Mapping[str, Fraction]
    drivers: Mapping[str, Fraction]
    types: Mapping[str, str]
    moved: tuple[str, ...]
    breach: Breach

    def game(self) -> Game:
        """Build the game again."""
        return self.scenario.game(self.weights, self.drivers, self.types)

    def without(self, name: str) -> dict[str, Mapping[str, object]]:
        """Return the arguments of ``scenario.game`` with one moved input back where it likely is."""
        return {
            "weights": {key: value for key, value in self.weights.items() if key != name},
            "drivers": {key: value for key, value in self.drivers.items() if key != name},
            "types": {key: value for key, value in self.types.items() if f"type of {key}" != name},
        }

    def rows(self) -> Rows:
        """Return one row an input that differs from the likely one."""
        likely = {c.key: c.weight.likely for c in self.scenario.considerations}
        rows = [
            {"input": key, "likely": float(likely.get(key, 1)), "here": float(value)}
            for key, value in (*self.weights.items(), *self.drivers.items())
        ]
        types = [{"input": f"type of {p}", "likely": "", "here": kind} for p, kind in self.types.items()]
        return [*rows, *types]

    @property
    def sentence(self) -> str:
        """What was moved, and what is then the case."""
        return f"{self.circumstances}: {' '.join(self.breach.sentences)}"

    @property
    def circumstances(self) -> str:
        """What was moved, in words."""
        parts = [
            f"{key} at {float(value):g} (likely {float(self._likely(key)):g})"
            for key, value in (*self.weights.items(), *self.drivers.items())
        ]
        parts += [f"{player} being {kind}" for player, kind in self.types.items()]
        return f"With {', '.join(parts)}" if parts else "With everything at its likely value"

    def _likely(self, key: str) -> Fraction:
        return next((c.weight.likely for c in self.scenario.considerations if c.key == key), Fraction(1))

    @property
    def heading(self) -> str:
        """What was moved, and what is then the case."""
        return self.sentence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Way:
    """One way of breaking a case, and the fewest inputs that it needs."""

    situation: Situation
    branch: Branch
    inputs: Inputs

    @property
    def count(self) -> tuple[int, int]:
        """How many inputs are moved, the types among them; how many types. Those given are in all ways."""
        types = len(self.situation.types)
        return len(self.inputs) + types, types


def witness_of_payoffs(
    scenario: Scenario, statement: Statement, laid_out: Sequence[Situation]
) -> Witness | None:
    """Find the smallest witness against a case about payoffs; None if none passes in its own game."""
    ways = sorted(_ways(laid_out), key=lambda way: way.count)
    if not ways:
        return None
    least = [way for way in ways if way.count == ways[0].count]
    for way, _, point in sorted(_settled(least), key=lambda found: found[1]):
        witness = _witness(scenario, statement, way.situation, point)
        if witness is not None:
            return witness
    for way, _, point in _settled(ways[len(least) :]):
        witness = _witness(scenario, statement, way.situation, point)
        if witness is not None:
            return witness
    return None


def _ways(laid_out: Sequence[Situation]) -> Iterator[_Way]:
    for situation in laid_out:
        oracle = Oracle(space=situation.space)
        for number, branch in enumerate(branches(situation.node, oracle.admits)):
            inputs = fewest(situation.space, branch)
            if inputs is not None:
                yield _Way(situation=situation, branch=branch, inputs=inputs)
            if number >= MAX_WAYS:
                return


def _settled(ways: Sequence[_Way]) -> Iterator[tuple[_Way, Fraction, Point]]:
    for way in ways:
        found = shortest(way.situation.space, way.branch, way.inputs)
        if found is not None:
            yield way, *found


def _witness(scenario: Scenario, statement: Statement, situation: Situation, point: Point) -> Witness | None:
    space = space_of(situation.case.scenario)
    if situation.case.statement.form == "monotone":
        point = _with_input_back(situation, space, point)
    return witness_at(scenario, statement, situation.case, point, situation.types)


def _with_input_back(situation: Situation, space: Space, point: Point) -> Point:
    """Leave the input of a slope where it is: the slope does not depend on it."""
    name = situation.case.statement.entries["input"]
    moved_by(situation.case.scenario, name)
    if name in space.keys:
        k = space.keys.index(name)
        weights = (*point.weights[:k], space.start.weights[k], *point.weights[k + 1 :])
        return replace(point, weights=weights)
    j = space.drivers.index(name)
    return replace(point, levels=(*point.levels[:j], space.start.levels[j], *point.levels[j + 1 :]))


def witness_at(
    scenario: Scenario, statement: Statement, case: Case, point: Point, types: Mapping[str, str]
) -> Witness | None:
    """Build the game at a point and look whether the statement is broken there; None if it is not."""
    weights, drivers = chosen(space_of(scenario), point)
    choice = Choice(weights=weights, drivers=drivers, types=types)
    found = breach(scenario, statement, choice)
    if found is None:
        return None
    inside = space_of(case.scenario)
    moved = [k for k, w, s in zip(inside.keys, point.weights, inside.start.weights, strict=True) if w != s]
    moved += [n for n, d, s in zip(inside.drivers, point.levels, inside.start.levels, strict=True) if d != s]
    base = min(type_combinations(case.scenario), key=len)
    moved += [f"type of {player}" for player in types if player not in base]
    return Witness(
        scenario=scenario,
        statement=statement,
        weights=weights,
        drivers=drivers,
        types=dict(types),
        moved=tuple(moved),
        breach=found,
    )


def witness_of_event(
    scenario: Scenario, statement: Statement, case: Case, answer: EventAnswer
) -> Witness | None:
    """Reduce the point at which ``guarantee`` refutes a case about outcomes.

    The comparisons of each plan that leads to the event there, and of the plan that the least sum of moves of
    weights leads to, are met with the fewest inputs. The best of these wins; then every input goes back that
    is not needed by this plan or others. That no other plan needs fewer inputs is not proven.
    """
    asked, given = answer.asked, answer.point
    assert asked is not None
    assert given is not None
    space = space_of(case.scenario)
    planner = Planner(asked=asked, space=space)

    def planned(point: Point, types: Mapping[str, str]) -> bool:
        return next(planner.at(point, types), None) is not None

    def solved(point: Point, types: Mapping[str, str]) -> bool:
        return witness_at(scenario, statement, case, point, types) is not None

    for point, types in [*_by_plan(planner, given), (given, answer.types or {})]:
        found = witness_at(scenario, statement, case, point, types)
        if found is not None:
            reduced = _put_back(space, case, point, types, planned)
            reduced = _put_back(space, case, *reduced, solved)  # mixed play may need less than any plan
            if reduced == (point, types):
                return found
            return witness_at(scenario, statement, case, *reduced) or found
    return None


def _by_plan(planner: Planner, point: Point) -> list[tuple[Point, Mapping[str, str]]]:
    """Return the points that plans need, those that move least first.

    They are the plans admitted at a point, and the one that the least sum of moves leads to.
    """
    found: list[tuple[int, Fraction, Point, Mapping[str, str]]] = []
    near = planner.nearest()
    for types in type_combinations(planner.asked.scenario):
        for plan in {*planner.at(point, types), *([near] if near is not None and not types else [])}:
            inputs = fewest(planner.space, plan)
            nearer = None if inputs is None else shortest(planner.space, plan, inputs)
            if inputs is not None and nearer is not None:
                found.append((len(inputs) + len(types), *nearer, types))
    return [(nearest, types) for _, _, nearest, types in sorted(found, key=lambda entry: entry[:2])]


def _put_back(
    space: Space,
    case: Case,
    point: Point,
    types: Mapping[str, str],
    broken: Callable[[Point, Mapping[str, str]], bool],
) -> tuple[Point, Mapping[str, str]]:
    """Put back to where it likely is, one after the other, everything that need not be moved."""
    again = True
    while again:
        again = False
        for other, kinds in _one_back(space, case, point, types):
            if broken(other, kinds):
                point, types, again = other, kinds, True
                break
    return point, types


def _one_back(
    space: Space, case: Case, point: Point, types: Mapping[str, str]
) -> Iterator[tuple[Point, Mapping[str, str]]]:
    for kinds in type_combinations(case.scenario):
        if len(kinds) == len(types) - 1 and kinds.items() <= types.items():
            yield point, kinds
    start = space.start
    for k, (here, there) in enumerate(zip(point.weights, start.weights, strict=True)):
        if here != there:
            yield replace(point, weights=(*point.weights[:k], there, *point.weights[k + 1 :])), types
    for j, (here, there) in enumerate(zip(point.levels, start.levels, strict=True)):
        if here != there:
            yield replace(point, levels=(*point.levels[:j], there, *point.levels[j + 1 :])), types


def sampled_witness(
    scenario: Scenario, statement: Statement, case: Case, points: Iterator[tuple[Point, Mapping[str, str]]]
) -> Witness | None:
    """Look at some points, and reduce the first at which the statement does not hold."""
    space = space_of(case.scenario)

    def broken(point: Point, types: Mapping[str, str]) -> bool:
        return witness_at(scenario, statement, case, point, types) is not None

    for point, types in points:
        if broken(point, types):
            return witness_at(scenario, statement, case, *_put_back(space, case, point, types, broken))
    return None
