"""Proofs that comparisons cannot hold together, found with a solver and checked without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from belarusgame.assume.cases import Case
from belarusgame.assume.formula import Atom, Branch, Node, UnprovableError, branches, breaking
from belarusgame.errors import BudgetError
from belarusgame.scenario import Scenario, Switches
from belarusgame.weightspace import (
    MARGIN_TOLERANCE,
    Comparisons,
    FarkasCertificate,
    Point,
    Space,
    exact_point,
    holds,
    largest_margin,
    simplest_certificate,
    space_of,
    switch_combinations,
    total,
)

#: Comparisons with nonnegative multipliers whose sum cannot be as large as they say, at any admissible point.
Conflict = Mapping[Atom, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Situation:
    """A case at one combination of types: what would break it, and where."""

    case: Case
    switches: Switches
    space: Space
    node: Node


def situations(case: Case) -> list[Situation]:
    """Lay a case out for every combination of types; payoffs do not depend on who decides.

    Raises
    ------
    UnprovableError
        If it cannot be said by comparisons that are linear in the factors.
    """
    space = space_of(case.scenario)
    if case.statement.form == "monotone":
        # A slope in an input does not depend on its own value, only on everything else.
        moved = case.scenario.input(case.statement.entries["input"])
        space = space.with_range(moved.name, Fraction(1), Fraction(1))
    found: list[Situation] = []
    # A delegation changes who decides, not what anybody gets, and only that is compared here.
    for switches in (s for s in switch_combinations(case.scenario) if not s.delegations):
        comparisons = _compiled(case.whole, switches)
        node = breaking(case, space, comparisons, switches)
        found.append(Situation(case=case, switches=switches, space=space, node=node))
    return found


@lru_cache(maxsize=64)
def _compiled(whole: Scenario, switches: Switches) -> Comparisons:
    """Compile payoff differences once: they do not depend on the ranges that a condition leaves."""
    return Comparisons.of(whole, switches, space_of(whole))


@dataclass(slots=True, kw_only=True, eq=False)
class Oracle:
    """Answers for one space, remembered; what counts as impossible has been proven so in fractions."""

    space: Space  #: where
    #: The impossible sets found, each with its proof.
    conflicts: list[Conflict] = field(default_factory=list[Conflict])
    _known: dict[Branch, bool] = field(default_factory=dict[Branch, bool])

    def admits(self, branch: Branch) -> bool:
        """Whether comparisons can hold together, as far as is known."""
        if branch not in self._known:
            # Whatever holds an impossible set is impossible: most branches end here, without a program.
            if any(conflict.keys() <= branch for conflict in self.conflicts):
                self._known[branch] = False
            else:
                conflict = conflict_of(self.space, branch)
                self._known[branch] = conflict is None
                if conflict is not None:
                    self.conflicts.append(conflict)
        return self._known[branch]


def conflict_of(space: Space, branch: Branch) -> Conflict | None:
    """Prove that comparisons cannot hold together in a space; None if they can, or no proof was found.

    Notes
    -----
    A single comparison has a closed form. Several are excluded by nonnegative multipliers under which their
    sum is negative everywhere, or nowhere positive although a strict one enters (Motzkin 1936).
    """
    # The closed form first, which needs no program.
    for atom in branch:
        alone = {atom: Fraction(1)}
        if excludes(space, alone):
            return alone
    if len(branch) < 2:
        return None
    strict = {atom.row for atom in branch if atom.strict}
    best = largest_margin(space, sorted({atom.row for atom in branch}))
    # Floating point has a point at which all hold by a margin: there is nothing to be proven.
    if best.margin > MARGIN_TOLERANCE:
        return None

    def conflict(weighted: FarkasCertificate) -> Conflict:
        # The strict comparison says more: with it a sum that is nowhere positive is a contradiction already.
        return {Atom(row, row in strict): multiplier for row, multiplier in weighted.items()}

    found = simplest_certificate(best.multipliers, lambda weighted: excludes(space, conflict(weighted)))
    return None if found is None else conflict(found)


def excludes(space: Space, conflict: Conflict) -> bool:
    """Whether multipliers prove that their comparisons cannot hold together, in fractions."""
    # An inequality times a number that is not positive would be turned round, or lost.
    if not conflict or min(conflict.values()) <= 0:
        return False
    most = space.greatest(total((atom.row, multiplier) for atom, multiplier in conflict.items()))
    if type(most) is not Fraction:  # a number of the certificate is none, or is not exact
        return False
    return most < 0 or (most == 0 and any(atom.strict for atom in conflict))


def possible(space: Space, branch: Branch) -> Point | None:
    """Find an admissible point at which comparisons hold together, exactly; None if none is found."""
    atoms = sorted(branch, key=lambda atom: (atom.row, atom.strict))
    # One that can hold nowhere by itself needs no program.
    if any(excludes(space, {atom: Fraction(1)}) for atom in atoms):
        return None
    if len(atoms) == 1:
        return _extreme(space, atoms[0])
    point = exact_point(space, [atom.row for atom in atoms], strict=all(atom.strict for atom in atoms))
    return point if point is not None and holding(space, branch, point) else None


def holding(space: Space, branch: Branch, point: Point) -> bool:
    """Whether comparisons hold at a point, exactly."""
    strict = [atom.row for atom in branch if atom.strict]
    return holds(space, [atom.row for atom in branch], point) and holds(space, strict, point, strict=True)


def _extreme(space: Space, atom: Atom) -> Point:
    """Return the point at which a comparison is most in favour; what it does not need stays where it is."""
    weights, levels = list(space.start.weights), list(space.start.levels)
    by_driver: dict[int, Fraction] = {}
    for k, coefficient in atom.row:
        # Factors are never negative, so that the sign of the coefficient alone says which end helps.
        weights[k] = space.high[k] if coefficient > 0 else space.low[k]
        j = space.driver[k]
        if j is not None:
            by_driver[j] = by_driver.get(j, Fraction(0)) + coefficient * weights[k]
    for j, amount in by_driver.items():
        # A level that makes no difference stays where it is, so that it does not count as moved.
        if amount:
            levels[j] = space.highest[j] if amount > 0 else space.lowest[j]
    return Point(weights=tuple(weights), levels=tuple(levels))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaseProof:
    """The conflicts that exclude every way of breaking a case, for each combination of types in order."""

    conflicts: tuple[tuple[Conflict, ...], ...]

    def problems(self, case: Case) -> tuple[str, ...]:
        """Check everything again in fractions, from the scenario's own decimals; return what is wrong."""
        try:
            laid_out = situations(case)
        except UnprovableError:
            return (f"{case.statement}: is not a statement about payoffs alone",)
        if len(laid_out) != len(self.conflicts):
            return (f"{len(laid_out)} combinations of types, {len(self.conflicts)} of them covered",)
        found: list[str] = []
        for situation, conflicts in zip(laid_out, self.conflicts, strict=True):
            where = f"with {situation.switches.words}: " if situation.switches else ""
            if not all(excludes(situation.space, conflict) for conflict in conflicts):
                found.append(f"{where}comparisons that are said to exclude each other can hold together")
            elif _first_open(situation, conflicts) is not None:
                found.append(f"{where}a way of breaking it is not excluded: {case.statement}")
        return tuple(found)


def _first_open(situation: Situation, conflicts: tuple[Conflict, ...]) -> Branch | None:
    def admits(branch: Branch) -> bool:
        return not any(conflict.keys() <= branch for conflict in conflicts)

    try:
        return next(branches(situation.node, admits), None)
    except BudgetError:
        # A search that is not through has excluded nothing: whatever is returned counts as open.
        return frozenset()


def prove_case(laid_out: list[Situation]) -> CaseProof | None:
    """Look for the conflicts that exclude every way of breaking a case; None if one is left.

    Raises
    ------
    BudgetError
        If the ways are too many.
    """
    collected: list[tuple[Conflict, ...]] = []
    for situation in laid_out:
        oracle = Oracle(space=situation.space)
        if next(branches(situation.node, oracle.admits), None) is not None:
            return None
        collected.append(tuple(oracle.conflicts))
    return CaseProof(conflicts=tuple(collected))
