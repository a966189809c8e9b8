"""The smallest counter-example: as few inputs moved as possible, to where it holds most firmly."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from belarusgame.assume.breach import Breach, breach
from belarusgame.assume.cases import Case
from belarusgame.assume.conflicts import Oracle, Situation
from belarusgame.assume.events import EventAnswer, Planner
from belarusgame.assume.fewest import Inputs, fewest, firmest
from belarusgame.assume.formula import Atom, Branch, branches
from belarusgame.assume.statement import Statement
from belarusgame.base.sameness import same
from belarusgame.explore.plans import Question
from belarusgame.explore.plans import firmest as firmest_of_event
from belarusgame.explore.plans import witness_at as event_witness_at
from belarusgame.scenario import Choice, Scenario, Switches
from belarusgame.weightspace import Point, Space, choice_at, space_of, switch_combinations

#: At how many points a statement is looked at for which there is no method of proof.
SAMPLES = 200

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
        listed as ``type of PLAYER``. With any one of them put back the statement holds, or is broken by
        nothing but a tie where the witness breaks it by a margin.
    breach : Breach
        The profiles, the payoffs, by how much, and sentences.
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
        tie = "" if self.breach.margin else " Nothing but a tie was found against it."
        return f"{self.circumstances}: {' '.join(self.breach.sentences)}{tie}"

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
    """Find the smallest witness against a case about payoffs; None if none passes in its own game.

    One that holds by some margin comes before a tie, then the fewest inputs count, then the margin.
    """
    broken = [(situation, branch) for situation in laid_out for branch in _branches(situation)]
    for strict in (True, False):
        ways = sorted(_ways(broken, strict), key=lambda way: way.count)
        for _, alike in itertools.groupby(ways, key=lambda way: way.count):
            # All that need equally few inputs are made: which of them is the firmest is seen only then.
            made = (_witness(scenario, statement, way) for way in alike)
            found = [w for w in made if w is not None and (w.breach.margin > 0 or not strict)]
            if found:
                return max(found, key=lambda witness: witness.breach.margin)
    return None


def _branches(situation: Situation) -> Iterator[Branch]:
    oracle = Oracle(space=situation.space)
    return itertools.islice(branches(situation.node, oracle.admits), MAX_WAYS)


def _ways(broken: Sequence[tuple[Situation, Branch]], strict: bool) -> Iterator[_Way]:
    for situation, branch in broken:
        wanted = frozenset(Atom(atom.row, atom.strict or strict) for atom in branch)
        inputs = fewest(situation.space, wanted)
        if inputs is not None:
            yield _Way(situation=situation, branch=wanted, inputs=inputs)


def _witness(scenario: Scenario, statement: Statement, way: _Way) -> StatementWitness | None:
    situation, case = way.situation, way.situation.case
    point = firmest(situation.space, way.branch, way.inputs)
    if point is None:
        return None
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
    # What a condition fixes was not moved to break the statement.
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
    # A record may have been changed: what it moves must be allowed, and the rest must follow from it.
    if choice.outside or choice.switches not in switch_combinations(scenario):
        return False
    point = space_of(scenario).point_of(choice)
    return same(witness_at(scenario, statement, case, point, choice.switches), witness)


def witness_of_event(
    scenario: Scenario, statement: Statement, case: Case, answer: EventAnswer
) -> StatementWitness | None:
    """Reduce the point at which ``guarantee`` refutes a case about outcomes.

    The comparisons of each plan that leads to the event there, and of the plan that the least sum of moves of
    weights leads to, are met with the fewest inputs, strictly if they can be. The best of these wins; then
    every input goes back that is not needed by this plan or others, and the rest goes where the outcome is
    firmest. That no other plan needs fewer inputs is not proven.
    """
    asked, given = answer.asked, answer.point
    assert asked is not None
    assert given is not None
    space = space_of(case.scenario)
    for strict in (True, False):
        planner = Planner(asked=asked, space=space, strict=strict)

        def planned(point: Point, switches: Switches, planner: Planner = planner) -> bool:
            return next(planner.at(point, switches), None) is not None

        def solved(point: Point, switches: Switches, strict: bool = strict) -> bool:
            found = witness_at(scenario, statement, case, point, switches)
            return found is not None and (found.breach.margin > 0 or not strict)

        for start in [*_by_plan(planner, given), (given, answer.switches or Switches())]:
            if solved(*start):
                reduced = _put_back(space, case, *start, planned)
                # Mixed play may need less than any plan.
                reduced = _put_back(space, case, *(reduced if solved(*reduced) else start), solved)
                return witness_at(scenario, statement, case, *_firm(asked, *reduced))
    return None


def _firm(asked: Question, point: Point, switches: Switches) -> tuple[Point, Switches]:
    """Move what is moved to where the outcome holds by the largest margin, if it is one of pure choices."""
    space = space_of(asked.scenario)
    there = event_witness_at(asked, choice_at(asked.scenario, point, switches))
    return (point, switches) if there is None else (space.point_of(firmest_of_event(asked, there)), switches)


def _by_plan(planner: Planner, point: Point) -> list[tuple[Point, Switches]]:
    """Return the points that plans need, those that move the fewest inputs first.

    They are the plans admitted at a point, and the one that the least sum of moves leads to.
    """
    found: list[tuple[int, Point, Switches]] = []
    # The plan that happened to be found first once needed 15 inputs where 4 were enough.
    near = planner.nearest()
    for switches in switch_combinations(planner.asked.scenario):
        also = [near] if near is not None and not switches else []
        for plan in dict.fromkeys([*planner.at(point, switches), *also]):
            inputs = fewest(planner.space, plan)
            firm = None if inputs is None else firmest(planner.space, plan, inputs)
            if inputs is not None and firm is not None:
                found.append((len(inputs) + len(switches), firm, switches))
    return [(firm, switches) for _, firm, switches in sorted(found, key=lambda entry: entry[0])]


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
        # One switch less, types before numbers: a moved type is the larger assumption.
        if len(kinds) == len(switches) - 1 and kinds <= switches:
            yield point, kinds
    for name in space.moved(point):
        yield space.putting_back(point, name), switches


def sampled_witness(scenario: Scenario, statement: Statement, case: Case) -> StatementWitness | None:
    """Look at some points, and reduce the first that breaks the statement, by more than a tie if any does."""
    space = space_of(case.scenario)
    # Kept, as they are gone through twice: by a margin first, and only then with ties.
    looked_at = list(drawn_points(case))
    for strict in (True, False):

        def broken(point: Point, switches: Switches, strict: bool = strict) -> bool:
            found = witness_at(scenario, statement, case, point, switches)
            return found is not None and (found.breach.margin > 0 or not strict)

        for point, switches in looked_at:
            if broken(point, switches):
                return witness_at(scenario, statement, case, *_put_back(space, case, point, switches, broken))
    return None


def drawn_points(case: Case) -> Iterator[tuple[Point, Switches]]:
    """Yield where everything likely is, with every combination of switches, then points from the ranges."""
    space, combinations = space_of(case.scenario), switch_combinations(case.scenario)
    # Always the same points, so that whoever checks the record looks at them again.
    generator = np.random.default_rng(2022)
    for number in range(SAMPLES):
        switches = combinations[number % len(combinations)]
        yield (space.start if number < len(combinations) else space.drawn(generator)), switches
