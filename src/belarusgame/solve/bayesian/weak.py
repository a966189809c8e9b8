"""The weak version: Bayes' rule on the path of play alone, so that types may depend on each other.

Where nobody expected to be, each type believes what it likes of the others' types. That allows threats which
no subgame supports; so it is used only where it is asked for by name.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from time import monotonic

from belarusgame.base.polytope import Line, Polytope, line_of
from belarusgame.base.priors import Combination
from belarusgame.solve.bayesian.tree import Chances, History, Mix, Play, Spot, Tree

#: How likely play is to be here, for every combination of types; None where it never is.
Masses = tuple[Fraction, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _WeakSequel:
    """One way in which play can go on, and where it leads for every combination of types."""

    play: Play
    outcome: Mapping[Combination, Chances]


@dataclass(slots=True, kw_only=True)
class WeakInduction:
    """The search for all pure equilibria."""

    tree: Tree  #: what is played
    until: float  #: when to stop, by the monotonic clock
    ended: bool = False  #: whether the time was over before everything was examined
    _known: dict[tuple[History, Masses], list[_WeakSequel]] = field(
        default_factory=dict[tuple[History, Masses], list[_WeakSequel]]
    )

    def plays(self) -> list[Play]:
        """Return what is played in every pure equilibrium."""
        masses = tuple(self.tree.game.prior.values())
        return [found.play for found in self._after((), masses)]

    def _after(self, history: History, masses: Masses) -> list[_WeakSequel]:
        if len(history) == len(self.tree.movers):
            sure = {combination: {history: Fraction(1)} for combination in self.tree.game.combinations}
            return [_WeakSequel(play={}, outcome=sure)]
        key = history, masses
        if key not in self._known:
            self._known[key] = list(self._found(history, masses))
        return self._known[key]

    def _found(self, history: History, masses: Masses) -> Iterator[_WeakSequel]:
        tree, steps = self.tree, self.tree.steps(history)
        group = tree.groups[tree.group(history)]
        spots = [(player, cell, history) for player in group for cell in tree.cells(player, history)]
        for labels in itertools.product(*(tree.options(spot[0], history) for spot in spots)):
            choice = dict(zip(spots, labels, strict=True))
            options = [
                self._after(history + step, self._moved(history, masses, choice, step)) for step in steps
            ]
            for picked in itertools.product(*options):
                if monotonic() > self.until:
                    self.ended = True
                    return
                play: dict[Spot, Mix] = {spot: {label: Fraction(1)} for spot, label in choice.items()}
                for sequel in picked:
                    play |= sequel.play
                after = dict(zip(steps, picked, strict=True))
                if all(self._supported(masses, choice, spot, after) for spot in spots):
                    outcome = {
                        c: after[_step(tree, history, choice, c)].outcome[c] for c in tree.game.combinations
                    }
                    yield _WeakSequel(play=play, outcome=outcome)

    def _moved(self, history: History, masses: Masses, choice: Mapping[Spot, str], step: History) -> Masses:
        """Return how likely play is to come to a step."""
        # Off the path all is one case, whatever was done before: its continuations are found once.
        if masses is None:
            return None
        combinations = self.tree.game.combinations
        # These chances are not divided by their sum: only their proportions are compared.
        left = tuple(
            mass if _step(self.tree, history, choice, c) == step else Fraction(0)
            for c, mass in zip(combinations, masses, strict=True)
        )
        return left if any(left) else None

    def _supported(
        self,
        masses: Masses,
        choice: Mapping[Spot, str],
        spot: Spot,
        after: Mapping[History, _WeakSequel],
    ) -> bool:
        """Whether a type's choice is best for what it believes, or for something that it may believe."""
        tree, (player, cell, history) = self.tree, spot
        members = tree.cells(player, history)[cell]
        gains: list[dict[Combination, Fraction]] = []
        for label in tree.options(player, history):
            other = {**choice, spot: label}
            gains.append(
                {
                    c: tree.value(player, c, after[_step(tree, history, choice, c)].outcome[c])
                    - tree.value(player, c, after[_step(tree, history, other, c)].outcome[c])
                    for c in members
                }
            )
        here = _here(tree, masses, members)
        if here is not None:
            return all(sum(here[c] * gain[c] for c in members) >= 0 for gain in gains)
        # Each type may believe what it likes here, so beliefs of different types need not agree.
        return bool(_region(tree, spot, gains))


def _step(tree: Tree, history: History, choice: Mapping[Spot, str], combination: Combination) -> History:
    group = tree.groups[tree.group(history)]
    return tuple(choice[tree.spot(player, combination, history)] for player in group)


def _here(tree: Tree, masses: Masses, members: Sequence[Combination]) -> dict[Combination, Fraction] | None:
    """Return how likely each combination is where a mover is; None where it did not expect to be."""
    if masses is None:
        return None
    own = {c: m for c, m in zip(tree.game.combinations, masses, strict=True) if c in members}
    return own if any(own.values()) else None


def _region(tree: Tree, spot: Spot, gains: Sequence[Mapping[Combination, Fraction]]) -> Polytope:
    """Return what a mover may believe of the types so that nothing else would gain."""
    player, cell, history = spot
    members = tree.cells(player, history)[cell]
    names = [
        f"after {tree.words(history) or 'the start'}, {player} ({cell}): " + " ".join(combination)
        for combination in members
    ]
    lines: dict[Line, None] = dict.fromkeys(line_of([gain[c] for c in members]) for gain in gains)
    # Lines without a negative entry hold for every belief.
    return Polytope.simplex(names).where(inequalities=[line for line in lines if any(v < 0 for v in line)])


def weak_regions(tree: Tree, play: Play) -> tuple[Polytope, ...] | None:
    """Check pure play against the definition; return what may be believed off the path, None if it fails."""
    regions: list[Polytope] = []
    reached: dict[History, dict[Combination, Fraction]] = {}
    for combination, chance in tree.game.prior.items():
        for profile in tree.chances(play, combination):
            for end in range(len(profile)):
                reached.setdefault(profile[:end], {})[combination] = chance
    for spot in tree.spots():
        player, cell, history = spot
        members = tree.cells(player, history)[cell]
        worth = {
            label: {
                c: tree.value(player, c, tree.chances({**play, spot: {label: Fraction(1)}}, c, history))
                for c in members
            }
            for label in tree.options(player, history)
        }
        (used,) = play[spot]
        gains = [{c: worth[used][c] - other[c] for c in members} for other in worth.values()]
        here = {c: reached.get(history, {}).get(c, Fraction(0)) for c in members}
        if any(here.values()):
            if any(sum(here[c] * gain[c] for c in members) < 0 for gain in gains):
                return None
            continue
        region = _region(tree, spot, gains)
        if not region:
            return None
        # With one combination possible there is nothing to believe otherwise.
        if len(members) > 1:
            regions.append(region)
    return tuple(regions)
