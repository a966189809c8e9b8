"""The negation of a statement about payoffs as a formula: comparisons joined by "and" and "or"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from belarusgame.assume.cases import Case, compared, moved_by, within
from belarusgame.assume.statement import Statement
from belarusgame.errors import BudgetError
from belarusgame.scenario import Switches
from belarusgame.weightspace import Comparisons, Row, Space, normalised


@dataclass(frozen=True, slots=True)
class Atom:
    """A comparison: the row is not negative, or positive if ``strict``."""

    row: Row
    strict: bool


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold; with no part, something that is always so."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds; with no part, something that is never so."""

    parts: tuple[Node, ...]


Node = Atom | Both | Either

#: Comparisons that break a statement together.
Branch = frozenset[Atom]

#: After so many steps a search is given up.
MAX_STEPS = 20_000


class UnprovableError(Exception):
    """The statement is not one of comparisons that are linear in the factors."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Compiler:
    """Compiles the negation of a statement at one combination of types."""

    case: Case
    space: Space
    comparisons: Comparisons
    switches: Switches

    def broken(self, statement: Statement, profile: dict[str, tuple[str, ...]]) -> Node:
        """Return what holds exactly where the statement does not."""
        # De Morgan: a conjunction is broken by any of its parts, a disjunction by all of them.
        if statement.form == "all_of":
            return Either(tuple(self.broken(part, profile) for part in statement.parts))
        if statement.form == "any_of":
            return Both(tuple(self.broken(part, profile) for part in statement.parts))
        condition = statement.condition
        if condition is not None:
            # A limit inside of an ``any_of`` would cut its branches' ranges differently: no single space
            # holds them all.
            if condition.numeric:
                raise UnprovableError
            rest = self.case.scenario.rest  # what the listed types leave over is none of them
            if any(self.switches.types.get(p, rest.get(p)) != name for p, name in condition.types.items()):
                return Either(())
            inside = within(self.case.scenario.labels, profile, condition.profile)
            return self.broken(statement.parts[0], inside)
        if statement.form in {"never", "always"}:
            raise UnprovableError
        return self._leaf(statement, profile)

    def _leaf(self, statement: Statement, profile: dict[str, tuple[str, ...]]) -> Node:
        labels, entries = self.case.scenario.labels, statement.entries
        player = labels.player_index(entries["player"])
        pairs = compared(labels, statement, profile)
        gains = [self.comparisons.payoff_gain(player, one, other) for one, other in pairs]
        if statement.form == "monotone":
            sign = 1 if entries["direction"] == "rises" else -1
            slopes = [self._slope(gain, entries["input"]) for gain in gains]
            return _distinct(Either, [_not_above(slope, sign, or_equal=True) for slope in slopes])
        strict = bool(entries.get("strict", True))
        short = [_not_above(gain, 1, or_equal=strict) for gain in gains]
        if statement.form == "prefers" and entries["completions"] == "some":
            return _distinct(Both, short)
        if statement.form == "dominates" and not strict:
            # Nowhere worse and somewhere better: broken by a loss, or by no gain at all.
            nowhere_better = [_not_above(gain, 1, or_equal=True) for gain in gains]
            return _distinct(Either, [*short, _distinct(Both, nowhere_better)])
        return _distinct(Either, short)

    def _slope(self, gain: dict[int, Fraction], name: str) -> dict[int, Fraction]:
        """Return the slope in an input, times the input itself, which must be positive."""
        moved = [self.space.keys.index(key) for key in moved_by(self.case.scenario, name)]
        # Of the gain, which is linear, only the terms with the input have a slope; divided by it they keep
        # their sign.
        slope = {k: value for k, value in gain.items() if k in moved}
        if slope and self.space.range(name)[0] <= 0:
            raise UnprovableError
        return slope


def _not_above(gain: dict[int, Fraction], sign: int, *, or_equal: bool) -> Node:
    """Say that a gain is not positive or, without ``or_equal``, that it is negative."""
    row = normalised({k: -sign * value for k, value in gain.items()})
    # What is zero at all assumptions is decided here; there is no row to be compared.
    if not row:
        return Both(()) if or_equal else Either(())
    return Atom(row, not or_equal)


def _distinct(kind: type[Both] | type[Either], parts: list[Node]) -> Node:
    """Join parts, each once."""
    return kind(tuple(dict.fromkeys(parts)))


def breaking(case: Case, space: Space, comparisons: Comparisons, switches: Switches) -> Node:
    """Return what holds exactly where a case's statement does not, at one combination of types.

    Raises
    ------
    UnprovableError
        If it cannot be said by comparisons that are linear in the factors.
    """
    compiler = _Compiler(case=case, space=space, comparisons=comparisons, switches=switches)
    return compiler.broken(case.statement, within(case.scenario.labels, case.profile, {}))


def _is_choice(node: Node) -> bool:
    return isinstance(node, Either)


def branches(node: Node, admits: Callable[[Branch], bool]) -> Iterator[Branch]:
    """Yield the sets of comparisons that make a formula true, leaving out those that are not admitted.

    Raises
    ------
    BudgetError
        If there are too many.
    """
    stack: list[tuple[Branch, tuple[Node, ...]]] = [(frozenset(), (node,))]
    seen: set[Branch] = set()
    for _ in range(MAX_STEPS):
        if not stack:
            return
        # The disjunctive normal form, branch by branch: what leaves no choice is taken first, so that a
        # branch that cannot hold is dropped before it is divided.
        chosen, pending = stack.pop()
        while pending and not isinstance(pending[0], Either):
            first, pending = pending[0], pending[1:]
            if isinstance(first, Both):  # what leaves a choice comes last
                pending = tuple(sorted((*first.parts, *pending), key=_is_choice))
            else:
                chosen |= {first}
        # The same comparisons come about in several ways; each set is yielded once.
        if (chosen in seen and not pending) or (chosen and not admits(chosen)):
            continue
        if not pending:
            seen.add(chosen)
            yield chosen
            continue
        choice, rest = pending[0], pending[1:]
        assert isinstance(choice, Either)
        stack += [(chosen, (part, *rest)) for part in reversed(choice.parts)]
    if stack:
        raise BudgetError
