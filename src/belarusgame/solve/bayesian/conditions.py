"""What has to be believed: conditions on beliefs that no rule gives, and the regions that they leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from belarusgame.base.polytope import Polytope, line_of
from belarusgame.base.priors import Combination
from belarusgame.errors import BudgetError
from belarusgame.solve.bayesian.consistency import informed
from belarusgame.solve.bayesian.perfect_bayesian import belief_name
from belarusgame.solve.bayesian.tree import Chances, History, Play, Tree


@dataclass(frozen=True, slots=True)
class Unknown:
    """A belief that no rule gives: after a move of a player that none of its types makes."""

    history: History
    holder: str
    label: str

    def name(self, tree: Tree, kind: str) -> str:
        """Return the name of the belief in a type, as the coordinate of a region."""
        (mover,) = informed(tree, self.history, self.holder)
        place = tree.groups[tree.group(self.history)].index(mover)
        step = next(s for s in tree.steps(self.history) if s[place] == self.label)
        return belief_name(tree, self.history + step, self.holder, kind)


@dataclass(frozen=True, slots=True)
class Guess:
    """What is believed of a player: probabilities, or an unknown belief given that it is of some types."""

    chances: tuple[tuple[str, Fraction], ...] = ()
    unknown: Unknown | None = None
    among: frozenset[str] = frozenset()


#: For every player whose type matters what is believed.
State: TypeAlias = tuple[tuple[str, Guess], ...]
#: Which unknown beliefs, each in one type, multiply a coefficient.
Term: TypeAlias = tuple[tuple[Unknown, str], ...]
Condition: TypeAlias = dict[Term, Fraction]
#: An unknown belief that must give some types a positive probability together.
Likely: TypeAlias = tuple[Unknown, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequel:
    """One way in which play can go on from a history, and what has to be believed for it."""

    play: Play  #: what everybody does from here on
    outcome: Mapping[Combination, Chances]  #: where that leads, for every combination of types
    conditions: tuple[Condition, ...] = ()  #: sums that must not be negative
    likely: tuple[Likely, ...] = ()  #: where some types must not all be ruled out


def updated(
    guess: Guess, makers: frozenset[str], fresh: Guess
) -> Iterator[tuple[Guess, tuple[Condition, ...], tuple[Likely, ...]]]:
    """Yield what may be believed after a move that these types make, with what has to hold for it."""
    if guess.unknown is None:
        # Bayes' rule, where some type that is believed possible makes the move; else nothing is ruled out.
        mass = sum((p for kind, p in guess.chances if kind in makers), Fraction(0))
        if mass:
            left = tuple((kind, p / mass if kind in makers else Fraction(0)) for kind, p in guess.chances)
            yield Guess(left), (), ()
        else:
            yield fresh, (), ()
        return
    # The belief itself is unknown here, so which of its types make the move decides.
    both = guess.among & makers
    # All of them make it: the move says nothing.
    if both == guess.among:
        yield guess, (), ()
        return
    # None of them makes it: the move was not expected either, and what is believed begins anew.
    if not both:
        yield fresh, (), ()
        return
    # Either those who make it had a chance together, and the belief is what it was among them; or they had
    # none, and it is free. The first is an open condition, which no closed polytope states: `likely` keeps
    # it.
    yield Guess(unknown=guess.unknown, among=both), (), ((guess.unknown, both),)
    yield fresh, ({((guess.unknown, kind),): Fraction(-1) for kind in both},), ()


def regions_of(
    tree: Tree, conditions: Sequence[Condition], likely_types: Sequence[Likely] = ()
) -> tuple[Polytope, ...] | None:
    """Return the beliefs that keep some conditions, by groups that bear on each other; None if none do.

    Raises
    ------
    BudgetError
        If beliefs about two players multiply each other, so that they form no polytope.
    """
    rules = [_linear(tree, condition) for condition in conditions]
    found: list[Polytope] = []
    for unknowns in _groups(rules, [unknown for unknown, _ in likely_types]):
        names = {(u, kind): u.name(tree, kind) for u in unknowns for kind in tree.game.types[u.holder]}
        # Every belief sums to one.
        whole = [line_of([int(u == unknown) for u, _ in names], -1) for unknown in unknowns]
        lines = [line_of([rule.get(key, 0) for key in names]) for rule in rules if names.keys() & rule.keys()]
        region = Polytope.of(list(names.values()), whole, dict.fromkeys(lines))
        likely = [
            {names[unknown, kind]: Fraction(1) for kind in kinds}
            for unknown, kinds in likely_types
            if unknown in unknowns
        ]
        # A sum is positive somewhere in a polytope if its greatest value is; and then it is in all of the
        # interior.
        if not region or not all(region.greatest(some) for some in likely):
            return None
        found.append(region)
    return tuple(found)


def _linear(tree: Tree, condition: Condition) -> dict[tuple[Unknown, str], Fraction]:
    """Write a condition as a sum over single beliefs, where it is one."""
    if all(len(term) == 1 for term in condition):
        return {term[0]: c for term, c in condition.items()}
    unknowns = list(dict.fromkeys(unknown for term in condition for unknown, _ in term))
    kinds = [tree.game.types[unknown.holder] for unknown in unknowns]
    if len(unknowns) == 2:
        table = [
            [condition.get(((unknowns[0], one), (unknowns[1], other))) for other in kinds[1]]
            for one in kinds[0]
        ]
        full = [[c for c in row if c is not None] for row in table]
        # A table c(s, t) = a(s) + b(t) splits: as either belief sums to one, the sum of c(s, t) p(s) q(t) is
        # that of a(s) p(s) plus that of b(t) q(t). Anything else is a product of two unknowns.
        if full == table and all(
            row[k] - row[0] == full[0][k] - full[0][0] for row in full for k in range(len(row))
        ):
            return {
                **{(unknowns[0], kind): row[0] for kind, row in zip(kinds[0], full, strict=True)},
                **{(unknowns[1], kind): c - full[0][0] for kind, c in zip(kinds[1], full[0], strict=True)},
            }
    raise BudgetError(
        f"beliefs about {' and '.join(u.holder for u in unknowns)} multiply each other in one choice; such "
        "beliefs were not searched"
    )


def _groups(
    rules: Sequence[Mapping[tuple[Unknown, str], Fraction]], more: Sequence[Unknown]
) -> list[list[Unknown]]:
    """Put the unknown beliefs that bear on each other together."""
    # Regions that no condition ties together are a product, which would be long to write out.
    groups: list[list[Unknown]] = []
    for together in (*({unknown: None for unknown, _ in rule} for rule in rules), *({u: None} for u in more)):
        touched = [group for group in groups if any(unknown in together for unknown in group)]
        merged = dict.fromkeys([*(u for group in touched for u in group), *together])
        groups = [*(group for group in groups if group not in touched), list(merged)]
    return groups
