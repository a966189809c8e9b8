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

import numpy as np

from belarusgame.base.priors import Combination
from belarusgame.base.program import roundings
from belarusgame.errors import BudgetError
from belarusgame.game import Game
from belarusgame.solve.bayesian.conditions import (
    Condition,
    Guess,
    Likely,
    State,
    Term,
    Unknown,
    regions_of,
    updated,
)
from belarusgame.solve.bayesian.consistency import informed
from belarusgame.solve.bayesian.tree import Chances, History, Mix, Play, Spot, Tree
from belarusgame.solve.mixed_play import mixtures_of

__all__ = ["BeliefInduction", "Sequel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Branch:
    """What is believed of a player after some moves, and what has to hold for that.

    ``mover`` is who may have shown its type, by ``label``; None where nobody has.
    """

    holder: str
    guess: Guess
    mover: str | None = None
    label: str = ""
    conditions: tuple[Condition, ...] = ()
    likely: tuple[Likely, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequel:
    """One way in which play can go on from a history, and what has to be believed for it.

    Attributes
    ----------
    play : mapping
        What everybody does from here on.
    outcome : mapping of tuple of str to mapping
        Where that leads, for every combination of types.
    conditions : tuple of Condition
        Sums that must not be negative.
    likely : tuple of Likely
        Where some types must not all be ruled out.
    """

    play: Play
    outcome: Mapping[Combination, Chances]
    conditions: tuple[Condition, ...] = ()
    likely: tuple[Likely, ...] = ()


@dataclass(slots=True, kw_only=True)
class BeliefInduction:
    """The search through a tree.

    Attributes
    ----------
    tree : Tree
        What is played.
    used : tuple of str
        The players whose types matter.
    until : float
        When to stop, by the monotonic clock.
    mixes : bool
        Whether to look for what members of a group mix, and to note who is indifferent.
    gaps : dict of str to None
        What may be missing from the list, in words, in the order in which it was noticed.
    """

    tree: Tree
    used: tuple[str, ...]
    until: float
    mixes: bool
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
            branches = self._branches(history, state, choice)
            if branches is None or self._ended():
                return
            for chosen in itertools.product(*branches):
                yield from self._supported(history, state, choice, chosen)

    def _step(self, history: History, choice: Mapping[Spot, str], combination: Combination) -> History:
        group = self.tree.groups[self.tree.group(history)]
        return tuple(choice[self.tree.spot(player, combination, history)] for player in group)

    def _branches(
        self, history: History, state: State, choice: Mapping[Spot, str]
    ) -> list[list[_Branch]] | None:
        """Return, for every type that matters and every move that may show it, what may be believed then.

        None where a move may show several things at once.
        """
        tree = self.tree
        found: list[list[_Branch]] = []
        last = tree.group(history) + 1 == len(tree.groups)
        for holder, guess in state:
            movers = informed(tree, history, holder)
            if last or not movers:  # nobody is left who could believe anything
                found.append([_Branch(holder=holder, guess=guess)])
                continue
            if len(movers) > 1 or tree.known(movers[0], history) != frozenset((holder,)):
                self.note(
                    f"after {tree.words(history) or 'the start'}, {' and '.join(movers)} may show several "
                    "types at once; beliefs that depend on each other are not searched"
                )
                return None
            for label in tree.options(movers[0], history):
                makers = self._makers(history, choice, movers[0], label, holder)
                fresh = Guess(
                    unknown=Unknown(history, holder, label), among=frozenset(tree.game.types[holder])
                )
                found.append(
                    [
                        _Branch(
                            holder=holder,
                            guess=after,
                            mover=movers[0],
                            label=label,
                            conditions=conditions,
                            likely=likely,
                        )
                        for after, conditions, likely in updated(guess, makers, fresh)
                    ]
                )
        return found

    def _makers(
        self, history: History, choice: Mapping[Spot, str], mover: str, label: str, holder: str
    ) -> frozenset[str]:
        """Return the types that make a move."""
        place = self.tree.game.players.index(holder)
        cells = self.tree.cells(mover, history).items()
        return frozenset(
            c[place] for cell, members in cells if choice[mover, cell, history] == label for c in members
        )

    def _states(self, history: History, chosen: Sequence[_Branch]) -> dict[History, State]:
        """Return what is believed after each step."""
        group = self.tree.groups[self.tree.group(history)]
        return {
            step: tuple(
                (branch.holder, branch.guess)
                for branch in chosen
                if branch.mover is None or step[group.index(branch.mover)] == branch.label
            )
            for step in self.tree.steps(history)
        }

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
        chosen: Sequence[_Branch],
    ) -> Iterator[Sequel]:
        """Yield the ways of going on after every step that make the choice best for everybody."""
        states = self._states(history, chosen)
        options = {step: self.after(history + step, after) for step, after in states.items()}
        tests = [test for spot in choice for test in self._tests(history, state, choice, spot)]
        for picked, conditions in self._picks(list(options.items()), tests, {}, ()):
            outcome = {
                c: picked[self._step(history, choice, c)].outcome[c] for c in self.tree.game.combinations
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
        chances = self._weights(history, state, spot)
        for label in self.tree.options(spot[0], history):
            if label != choice[spot]:
                other = {**choice, spot: label}
                yield _Test(
                    player=spot[0],
                    compared=tuple(
                        (term, chance, c, self._step(history, choice, c), self._step(history, other, c))
                        for c, (chance, term) in chances.items()
                    ),
                )

    def _weights(
        self, history: History, state: State, spot: Spot
    ) -> dict[Combination, tuple[Fraction, Term]]:
        """Return how likely a mover holds each combination: a number times unknown beliefs."""
        game, guesses = self.tree.game, dict(state)
        members = self.tree.cells(spot[0], history)[spot[1]]
        found: dict[Combination, tuple[Fraction, Term]] = {}
        for c in members:
            chance = Fraction(1) if game.independent else game.prior[c]
            term: Term = ()
            for place, holder in enumerate(game.players):
                if len({other[place] for other in members}) == 1 or not game.independent:
                    continue
                guess = guesses.get(holder, Guess(tuple(game.marginals[holder].items())))
                if guess.unknown is None:
                    chance *= dict(guess.chances).get(c[place], Fraction(0))
                else:
                    chance *= c[place] in guess.among
                    term = (*term, (guess.unknown, c[place]))
            if chance:
                found[c] = chance, term
        return found

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
        unknown = any(term for spot in spots for _, term in self._weights(history, state, spot).values())
        if unknown or (later and any(informed(tree, history, h) for h in self.used)):
            self.note(f"{where}: what they may mix depends on beliefs, and was not searched")
            return
        steps = tree.steps(history)
        options = [self.after(history + step, state) for step in steps]
        for selection in itertools.product(*options):
            if self._ended():
                return
            picked = dict(zip(steps, selection, strict=True))
            induced = self._induced(history, state, spots, picked)
            mixtures, finished = mixtures_of(induced)
            if not finished:
                self.note(f"{where}: not every mixture could be listed")
            for mixture in mixtures:
                exact = _in_fractions(induced, mixture)
                if exact is None:
                    self.note(f"{where}: a mixture was found that no simple fractions write")
                else:
                    yield self._mixture(history, dict(zip(spots, exact, strict=True)), picked)

    def _induced(
        self, history: History, state: State, spots: Sequence[Spot], picked: Mapping[History, Sequel]
    ) -> Game:
        """Return the game of the types that move together, when what follows is given."""
        choices = [self.tree.options(spot[0], history) for spot in spots]
        profiles = [dict(zip(spots, labels, strict=True)) for labels in itertools.product(*choices)]
        earned = [
            [self._earned(history, state, spot, choice, picked) for choice in profiles] for spot in spots
        ]
        payoffs = np.array(earned, dtype=object).reshape(len(spots), *map(len, choices))
        names = [f"{k}: {player} ({cell})" for k, (player, cell, _) in enumerate(spots)]
        return Game(payoffs, names, dict(zip(names, choices, strict=True)))

    def _earned(
        self,
        history: History,
        state: State,
        spot: Spot,
        choice: Mapping[Spot, str],
        picked: Mapping[History, Sequel],
    ) -> Fraction:
        """Return what a choice of the whole group is worth to one type of a member, given what follows."""
        return sum(
            (
                chance * self.tree.value(spot[0], c, picked[self._step(history, choice, c)].outcome[c])
                for c, (chance, _) in self._weights(history, state, spot).items()
            ),
            Fraction(0),
        )

    def _mixture(
        self, history: History, mixes: Mapping[Spot, Mix], picked: Mapping[History, Sequel]
    ) -> Sequel:
        """Return the continuation in which the members of a group randomise."""
        group = self.tree.groups[self.tree.group(history)]
        outcome: dict[Combination, dict[History, Fraction]] = {}
        for c in self.tree.game.combinations:
            reached: dict[History, Fraction] = {}
            for step, continuation in picked.items():
                chance = Fraction(1)
                for player, label in zip(group, step, strict=True):
                    chance *= mixes[self.tree.spot(player, c, history)].get(label, Fraction(0))
                for profile, p in continuation.outcome[c].items():
                    if chance:
                        reached[profile] = reached.get(profile, Fraction(0)) + chance * p
            outcome[c] = reached
        play: dict[Spot, Mix] = {spot: dict(mix) for spot, mix in mixes.items()}
        for continuation in picked.values():
            play |= continuation.play
        return Sequel(
            play=play,
            outcome=outcome,
            conditions=tuple(c for p in picked.values() for c in p.conditions),
            likely=tuple(entry for p in picked.values() for entry in p.likely),
        )


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


def _in_fractions(game: Game, mixture: Sequence[Mix]) -> list[Mix] | None:
    """Return the simplest fractions near a mixture at which it is an equilibrium; None if there are none."""
    labels = game.labels.strategies
    spread = [float(mix.get(label, 0)) for mix, own in zip(mixture, labels, strict=True) for label in own]
    for near in roundings(spread):
        values, mixes = iter(near), list[Mix]()
        for own in labels:
            part = {label: next(values) for label in own}
            total = sum(part.values(), Fraction(0))
            mixes.append({label: p / total if total else total for label, p in part.items()})
        if all(any(mix.values()) for mix in mixes) and all(
            _is_best(game, axis, mixes) for axis in range(len(mixes))
        ):
            return mixes
    return None


def _is_best(game: Game, axis: int, mixes: Sequence[Mix]) -> bool:
    """Whether somebody uses nothing but best replies, exactly."""
    earned = game.exact_payoffs[axis]
    for other in reversed(range(len(mixes))):
        if other != axis:
            chances = np.array(list(mixes[other].values()), dtype=object)
            earned = np.tensordot(earned, chances, axes=(other, 0))
    best = max(earned.tolist())
    return all(not p or value == best for p, value in zip(mixes[axis].values(), earned.tolist(), strict=True))


def _can_hold(total: Condition) -> bool:
    """Whether a sum can be other than negative for some beliefs."""
    return not total or max(total.values()) >= 0
