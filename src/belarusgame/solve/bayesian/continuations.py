"""What can follow each history, for every state of belief: backward induction with regions of beliefs.

A state says of each player whose type matters what is believed of it: known probabilities, or an unknown
belief after a move that none of its types makes, of which the conditions are collected. What can follow is
pure, except where the members of a group randomise and say nothing by it that matters.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from time import monotonic

from belarusgame.base.priors import Combination
from belarusgame.errors import BudgetError
from belarusgame.solve.bayesian.belief_updates import Branch, branches_after, held_likely, states_after
from belarusgame.solve.bayesian.conditions import (
    Condition,
    Guess,
    Likely,
    Sequel,
    State,
    Term,
    regions_of,
)
from belarusgame.solve.bayesian.consistency import informed
from belarusgame.solve.bayesian.group_mixing import in_fractions, induced_game, mixed_sequel
from belarusgame.solve.bayesian.tree import History, Mix, Spot, Tree
from belarusgame.solve.mixed_play import mixtures_of


@dataclass(slots=True, kw_only=True)
class BeliefInduction:
    """The search through a tree."""

    tree: Tree  #: what is played
    used: tuple[str, ...]  #: the players whose types matter
    until: float  #: when to stop, by the monotonic clock
    mixes: bool  #: whether to look for what members of a group mix, and to note who is indifferent
    #: What may be missing from the list, in words, in the order in which it was noticed.
    gaps: dict[str, None] = field(default_factory=dict[str, None])
    _known: dict[tuple[History, State], list[Sequel]] = field(
        default_factory=dict[tuple[History, State], list[Sequel]]
    )

    def start(self) -> list[Sequel]:
        """Return everything that can happen from the start."""
        marginals = self.tree.game.marginals
        return self.after((), tuple((h, Guess(tuple(marginals[h].items()))) for h in self.used))

    def after(self, history: History, state: State) -> list[Sequel]:
        """Return what can follow a history if this is believed there."""
        if len(history) == len(self.tree.movers):
            sure = {combination: {history: Fraction(1)} for combination in self.tree.game.combinations}
            return [Sequel(play={}, outcome=sure)]
        key = history, state
        if key not in self._known:
            # One history is met with the same beliefs by many ways, and what can follow depends on nothing
            # else.
            found = [*self._pure(history, state), *self._mixed(history, state)]
            self._known[key] = [c for c in found if self._possible(c.conditions, c.likely)]
        return self._known[key]

    def _spots(self, history: History) -> list[Spot]:
        group = self.tree.groups[self.tree.group(history)]
        return [(p, cell, history) for p in group for cell in self.tree.cells(p, history)]

    def _pure(self, history: History, state: State) -> Iterator[Sequel]:
        """Yield what can follow when every type uses one strategy."""
        spots = self._spots(history)
        for labels in itertools.product(*(self.tree.options(spot[0], history) for spot in spots)):
            choice = dict(zip(spots, labels, strict=True))
            try:
                branches = branches_after(self.tree, history, state, choice)
            except BudgetError as gap:
                self.note(str(gap))
                return
            if self._ended():
                return
            for chosen in itertools.product(*branches):
                yield from self._supported(history, state, choice, chosen)

    def note(self, gap: str) -> None:
        """Note what may be missing."""
        self.gaps[gap] = None

    def _ended(self) -> bool:
        """Whether the time is over; if so that is noted."""
        over = monotonic() > self.until
        if over:
            self.note("max_seconds ended before everything was examined; allow more seconds")
        return over

    def _supported(
        self,
        history: History,
        state: State,
        choice: Mapping[Spot, str],
        chosen: Sequence[Branch],
    ) -> Iterator[Sequel]:
        """Yield the ways of going on after every step that make the choice best for everybody."""
        states = states_after(self.tree, history, chosen)
        options = {step: self.after(history + step, after) for step, after in states.items()}
        tests = [test for spot in choice for test in self._tests(history, state, choice, spot)]
        for picked, conditions in self._picks(list(options.items()), tests, {}, ()):
            outcome = {
                c: picked[self.tree.step(choice, c, history)].outcome[c] for c in self.tree.game.combinations
            }
            play: dict[Spot, Mix] = {
                spot: {other: Fraction(other == label) for other in self.tree.options(spot[0], history)}
                for spot, label in choice.items()
            }
            for continuation in picked.values():
                play |= continuation.play
            yield Sequel(
                play=play,
                outcome=outcome,
                conditions=(
                    *(c for branch in chosen for c in branch.conditions),
                    *conditions,
                    *(c for p in picked.values() for c in p.conditions),
                ),
                likely=(
                    *(like for branch in chosen for like in branch.likely),
                    *(like for p in picked.values() for like in p.likely),
                ),
            )

    def _tests(
        self, history: History, state: State, choice: Mapping[Spot, str], spot: Spot
    ) -> Iterator[_Test]:
        """Yield what must be best: for each other option, what is compared for which types."""
        chances = held_likely(self.tree, history, state, spot)
        for label in self.tree.options(spot[0], history):
            if label != choice[spot]:
                other = {**choice, spot: label}
                yield _Test(
                    player=spot[0],
                    compared=tuple(
                        (
                            term,
                            chance,
                            c,
                            self.tree.step(choice, c, history),
                            self.tree.step(other, c, history),
                        )
                        for c, (chance, term) in chances.items()
                    ),
                )

    def _picks(
        self,
        options: Sequence[tuple[History, list[Sequel]]],
        tests: Sequence[_Test],
        picked: dict[History, Sequel],
        conditions: tuple[Condition, ...],
    ) -> Iterator[tuple[dict[History, Sequel], tuple[Condition, ...]]]:
        """Choose one continuation after each step, and leave those early that make the choice a mistake."""
        if len(picked) == len(options):
            yield dict(picked), conditions
            return
        step, continuations = options[len(picked)]
        ready = {*picked, step}
        due = [test for test in tests if step in test.steps and test.steps <= ready]
        for continuation in continuations:
            if self._ended():
                return
            picked[step] = continuation
            sums = [test.condition(self.tree, picked) for test in due]
            if all(_can_hold(total) for total in sums):
                self._note_ties(due, sums)
                # A sum that is zero binds nothing, and one without unknown beliefs was decided by its sign.
                wanted = tuple(total for total in sums if any(total.values()) and set(total) != {()})
                if not wanted or self._possible(conditions + wanted):
                    yield from self._picks(options, tests, picked, conditions + wanted)
            del picked[step]

    def _possible(self, conditions: Sequence[Condition], likely: Sequence[Likely] = ()) -> bool:
        """Whether there are beliefs that keep all conditions; where that is not decided, it is noted."""
        try:
            return regions_of(self.tree, conditions, likely) is not None
        except BudgetError as gap:
            self.note(str(gap))
            return False

    def _note_ties(self, tests: Sequence[_Test], sums: Sequence[Condition]) -> None:
        for test, total in zip(tests, sums, strict=True):
            if self.mixes and not any(total.values()):
                self.note(f"{test.player} is indifferent somewhere; what it may mix there is not listed")

    def _mixed(self, history: History, state: State) -> Iterator[Sequel]:
        """Yield what can follow when members of a group randomise, if that says nothing that matters."""
        tree, spots = self.tree, self._spots(history)
        group = tree.groups[tree.group(history)]
        if not self.mixes or len(group) < 2:
            return
        later = tree.group(history) + 1 < len(tree.groups)
        where = f"{', '.join(group)} after {tree.words(history) or 'the start'}"
        unknown = any(
            term for spot in spots for _, term in held_likely(self.tree, history, state, spot).values()
        )
        # Who knows a type that matters would show it by what it mixes: then mixture and beliefs have to be
        # solved for together, which :mod:`mixing` does.
        if unknown or (later and any(informed(tree, history, h) for h in self.used)):
            self.note(f"{where}: what they may mix depends on beliefs, and was not searched")
            return
        steps = tree.steps(history)
        # Nobody shows anything that matters here, so after every step the same is believed as before.
        options = [self.after(history + step, state) for step in steps]
        for selection in itertools.product(*options):
            if self._ended():
                return
            picked = dict(zip(steps, selection, strict=True))
            induced = induced_game(tree, history, state, spots, picked)
            mixtures, finished = mixtures_of(induced)
            if not finished:
                self.note(f"{where}: not every mixture could be listed")
            for mixture in mixtures:
                exact = in_fractions(induced, mixture)
                if exact is None:
                    self.note(f"{where}: a mixture was found that no simple fractions write")
                else:
                    yield mixed_sequel(tree, history, dict(zip(spots, exact, strict=True)), picked)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Test:
    """One comparison of a mover: a term, its factor, the types, and where the two options lead then."""

    player: str
    compared: tuple[tuple[Term, Fraction, Combination, History, History], ...]

    @property
    def steps(self) -> set[History]:
        return {step for _, _, _, chosen, other in self.compared for step in (chosen, other)}

    def condition(self, tree: Tree, picked: Mapping[History, Sequel]) -> Condition:
        """Return by how much the choice is better, for each term of unknown beliefs."""
        total: Condition = {}
        for term, chance, c, chosen, other in self.compared:
            gain = tree.value(self.player, c, picked[chosen].outcome[c]) - tree.value(
                self.player, c, picked[other].outcome[c]
            )
            total[term] = total.get(term, Fraction(0)) + chance * gain
        return total


def _can_hold(total: Condition) -> bool:
    """Whether a sum can be other than negative for some beliefs."""
    # Beliefs are not negative: a sum of which all coefficients are negative is negative, whatever they are.
    return not total or max(total.values()) >= 0
