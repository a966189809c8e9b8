"""The smallest counter-example: as few inputs moved as possible, by as little, in readable numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from belarusgame.assume.breach import Breach, breach
from belarusgame.assume.cases import Case
from belarusgame.assume.conflicts import Oracle, Situation
from belarusgame.assume.events import EventAnswer, Planner
from belarusgame.assume.fewest import Inputs, fewest, shortest
from belarusgame.assume.formula import Branch, branches
from belarusgame.assume.statement import Statement
from belarusgame.base.sameness import same
from belarusgame.scenario import Choice, Scenario, Switches
from belarusgame.weightspace import Point, Space, choice_at, space_of, switch_combinations

__all__ = [
    "StatementWitness",
    "breaks",
    "sampled_witness",
    "witness_at",
    "witness_of_event",
    "witness_of_payoffs",
]

#: So many ways of breaking a statement are compared in search of the smallest.
MAX_WAYS = 500


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StatementWitness(Choice):
    """Weights, drivers and types at which a statement does not hold; the game was built and looked at.

    Attributes
    ----------
    scenario, weights, drivers, types, delegations
        The choice of the assumptions; see :class:`belarusgame.Choice`.
    statement : Statement
        What does not hold.
    moved : tuple of str
        Which of them were moved to break the statement; the rest belongs to its conditions. A moved type is
        listed as ``type of PLAYER``.
    breach : Breach
        The profiles, the payoffs and sentences.
    """

    statement: Statement = field(hash=False)
    moved: tuple[str, ...]
    breach: Breach

    def without(self, name: str) -> dict[str, Mapping[str, object]]:
        """Return the arguments of ``scenario.game`` with one moved input back where it likely is."""
        return self.putting_back(name).arguments

    @property
    def sentence(self) -> str:
        """What was moved, and what is then the case."""
        return f"{self.circumstances}: {' '.join(self.breach.sentences)}"

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
        switches = len(self.situation.switches)
        return len(self.inputs) + switches, switches


def witness_of_payoffs(
    scenario: Scenario, statement: Statement, laid_out: Sequence[Situation]
) -> StatementWitness | None:
    """Find the smallest witness against a case about payoffs; None if none passes in its own game."""
    ways = sorted(_ways(laid_out), key=lambda way: way.count)
    if not ways:
        return None
    # The way with the fewest inputs wins, and among those the shortest; longer ones only if none of these
    # passes in its own game.
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


def _witness(
    scenario: Scenario, statement: Statement, situation: Situation, point: Point
) -> StatementWitness | None:
    case = situation.case
    if case.statement.form == "monotone":  # the slope does not depend on where its input is
        point = space_of(case.scenario).putting_back(point, case.statement.entries["input"])
    return witness_at(scenario, statement, case, point, situation.switches)


def witness_at(
    scenario: Scenario, statement: Statement, case: Case, point: Point, switches: Switches
) -> StatementWitness | None:
    """Build the game at a point and look whether the statement is broken there; None if it is not."""
    choice = choice_at(scenario, point, switches)
    found = breach(statement, choice)
    if found is None:
        return None
    given = min(switch_combinations(case.scenario), key=len)
    changed = switches.labels - given.labels
    kinds = [entry.label for entry in scenario.inputs("type", "delegation") if entry.label in changed]
    moved = (*space_of(case.scenario).moved(point), *kinds)
    return StatementWitness(
        scenario=scenario, statement=statement, **choice.arguments, moved=moved, breach=found
    )


def breaks(scenario: Scenario, statement: Statement, case: Case, witness: Any) -> bool:
    """Whether a witness, possibly forged, is of admissible assumptions at which a case fails."""
    choice = Choice(scenario=scenario, **witness.arguments)
    if choice.outside or choice.switches not in switch_combinations(scenario):
        return False
    point = space_of(scenario).point_of(choice)
    return same(witness_at(scenario, statement, case, point, choice.switches), witness)


def witness_of_event(
    scenario: Scenario, statement: Statement, case: Case, answer: EventAnswer
) -> StatementWitness | None:
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

    def planned(point: Point, switches: Switches) -> bool:
        return next(planner.at(point, switches), None) is not None

    def solved(point: Point, switches: Switches) -> bool:
        return witness_at(scenario, statement, case, point, switches) is not None

    for point, switches in [*_by_plan(planner, given), (given, answer.switches or Switches())]:
        found = witness_at(scenario, statement, case, point, switches)
        if found is not None:
            reduced = _put_back(space, case, point, switches, planned)
            reduced = _put_back(space, case, *reduced, solved)  # mixed play may need less than any plan
            if reduced == (point, switches):
                return found
            return witness_at(scenario, statement, case, *reduced) or found
    return None


def _by_plan(planner: Planner, point: Point) -> list[tuple[Point, Switches]]:
    """Return the points that plans need, those that move least first.

    They are the plans admitted at a point, and the one that the least sum of moves leads to.
    """
    found: list[tuple[int, Fraction, Point, Switches]] = []
    # The plan that happened to be found first once needed 15 inputs where 4 were enough.
    near = planner.nearest()
    for switches in switch_combinations(planner.asked.scenario):
        for plan in {*planner.at(point, switches), *([near] if near is not None and not switches else [])}:
            inputs = fewest(planner.space, plan)
            nearer = None if inputs is None else shortest(planner.space, plan, inputs)
            if inputs is not None and nearer is not None:
                found.append((len(inputs) + len(switches), *nearer, switches))
    return [(nearest, switches) for _, _, nearest, switches in sorted(found, key=lambda entry: entry[:2])]


def _put_back(
    space: Space,
    case: Case,
    point: Point,
    switches: Switches,
    broken: Callable[[Point, Switches], bool],
) -> tuple[Point, Switches]:
    """Put back to where it likely is, one after the other, everything that need not be moved."""
    again = True
    while again:
        again = False
        for other, kinds in _one_back(space, case, point, switches):
            if broken(other, kinds):
                point, switches, again = other, kinds, True
                break
    return point, switches


def _one_back(space: Space, case: Case, point: Point, switches: Switches) -> Iterator[tuple[Point, Switches]]:
    for kinds in switch_combinations(case.scenario):
        if len(kinds) == len(switches) - 1 and kinds <= switches:
            yield point, kinds
    for name in space.moved(point):
        yield space.putting_back(point, name), switches


def sampled_witness(
    scenario: Scenario, statement: Statement, case: Case, points: Iterator[tuple[Point, Switches]]
) -> StatementWitness | None:
    """Look at some points, and reduce the first at which the statement does not hold."""
    space = space_of(case.scenario)

    def broken(point: Point, switches: Switches) -> bool:
        return witness_at(scenario, statement, case, point, switches) is not None

    for point, switches in points:
        if broken(point, switches):
            return witness_at(scenario, statement, case, *_put_back(space, case, point, switches, broken))
    return None
