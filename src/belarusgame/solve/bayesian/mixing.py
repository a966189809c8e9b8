"""Equilibria in which types randomise, so that a move says something without saying everything.

For each set of moves that the types that matter may use, what is then never best is removed, whatever is
believed. The types that still have a choice play an ordinary game, whose payoffs are weighted with how likely
it is that the moves before were made by the types in question. All its equilibria are found by the certified
search and confirmed in fractions.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from time import monotonic

import numpy as np

from belarusgame.base.priors import Combination
from belarusgame.base.program import roundings
from belarusgame.game import Equilibrium, Game
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.bayesian.consistency import defects, informed, on_the_way, values_at
from belarusgame.solve.bayesian.tree import History, Mix, Play, Spot, Tree

__all__ = ["Mixing"]

#: What each type may still do.
Left = dict[Spot, tuple[str, ...]]

#: More patterns of support, or more payoffs of the game that is left, are not searched.
MOST_PATTERNS, MOST_PAYOFFS = 4_096, 500_000

#: The budget of the search for the equilibria of one pattern.
CELLS = 20_000


@dataclass(slots=True, kw_only=True)
class Mixing:
    """The search through all patterns of support.

    Attributes
    ----------
    tree : Tree
        What is played.
    used : tuple of str
        The players whose types matter.
    until : float
        When to stop, by the monotonic clock.
    gaps : dict of str to None
        What may be missing from the list, in words.
    """

    tree: Tree
    used: tuple[str, ...]
    until: float
    gaps: dict[str, None] = field(default_factory=dict[str, None])

    def found(self) -> Iterator[Play]:
        """Yield every equilibrium in which somebody randomises, as what everybody does."""
        if any(len(_movers(self.tree, h, holder)) > 1 for h in self.tree.histories() for holder in self.used):
            self.gaps["several movers may show one type at once; what they may mix was not searched"] = None
            return
        everything = {spot: self.tree.options(spot[0], spot[2]) for spot in self.tree.spots()}
        start = self._reduced(everything, {})
        if start is None:
            return
        shown = [
            (spot, [s for n in range(1, len(labels) + 1) for s in itertools.combinations(labels, n)])
            for spot, labels in start.items()
            if len(labels) > 1 and self.tree.known(spot[0], spot[2]) & set(self.used)
        ]
        if prod(len(supports) for _, supports in shown) > MOST_PATTERNS:
            self.gaps["mixtures were not searched: there are too many patterns of support"] = None
            return
        for chosen in itertools.product(*(supports for _, supports in shown)):
            if monotonic() > self.until:
                self.gaps["max_seconds ended before every mixture was examined; allow more seconds"] = None
                return
            pattern = dict(zip((spot for spot, _ in shown), chosen, strict=True))
            yield from self._with_support(start, pattern)

    def _with_support(self, start: Left, pattern: Mapping[Spot, tuple[str, ...]]) -> Iterator[Play]:
        """Yield the equilibria in which these types use exactly these moves."""
        left = self._reduced({**start, **pattern}, {**start, **pattern})
        if left is None:
            return
        if self._undecided(left):
            self.gaps["what is mixed in reply to moves that nobody makes was not searched"] = None
            return
        agents = [spot for spot, labels in left.items() if len(labels) > 1]
        if not agents:
            return
        if len(agents) * prod(len(left[spot]) for spot in agents) > MOST_PAYOFFS:
            self.gaps["mixtures were not searched: the game that is left is too large"] = None
            return
        game = self._game(left, agents)
        solution = all_equilibria(game, max_cells=CELLS)
        if solution.status != "complete" or solution.components:
            self.gaps["not every mixture could be listed: some form continua, or the budget ended"] = None
        for equilibrium in solution.equilibria:
            if not equilibrium.is_pure and _fills(equilibrium, agents, pattern):
                yield from self._confirmed(left, agents, equilibrium)

    def _confirmed(self, left: Left, agents: Sequence[Spot], found: Equilibrium) -> Iterator[Play]:
        """Yield an equilibrium in the simplest fractions in which it is one."""
        spread = [float(p) for mix in found.mixed for p in mix]
        for near in roundings(spread):
            play = self._play(left, agents, near)
            if play is not None:
                beliefs = on_the_way(self.tree, play, self._uniform())
                if not any(defects(self.tree, play, beliefs, used=self.used)):
                    yield play
                    return
        if self._is_near(left, agents, spread):
            self.gaps["an equilibrium was found in floating point that no simple fractions write"] = None

    def _is_near(self, left: Left, agents: Sequence[Spot], spread: Sequence[float]) -> bool:
        """Whether nothing but rounding keeps an assessment from being an equilibrium."""
        play = self._play(left, agents, [Fraction(p) for p in spread])
        if play is None:
            return True
        beliefs = on_the_way(self.tree, play, self._uniform())
        for spot in self.tree.spots():
            worth = values_at(self.tree, play, beliefs, spot)
            size = max(1, *(abs(value) for value in worth.values()))
            if any(
                p and worth[label] < max(worth.values()) - size / 10**6 for label, p in play[spot].items()
            ):
                return False
        return True

    def _uniform(self) -> dict[tuple[History, str], Mix]:
        """Return a belief for moves that nobody makes: there, only what is best anyhow is left."""
        kinds = {holder: self.tree.game.types[holder] for holder in self.used}
        return {
            (history, holder): dict.fromkeys(own, Fraction(1, len(own)))
            for history in self.tree.histories()
            if history
            for holder, own in kinds.items()
        }

    def _play(self, left: Left, agents: Sequence[Spot], chances: Sequence[Fraction]) -> Play | None:
        """Put probabilities in the agents' order together; None if they do not sum to one."""
        play: dict[Spot, Mix] = {}
        rest = list(chances)
        for spot in agents:
            own, rest = rest[: len(left[spot])], rest[len(left[spot]) :]
            total = sum(own)
            if not total:
                return None
            play[spot] = {label: p / total for label, p in zip(left[spot], own, strict=True)}
        return {
            spot: {
                label: play[spot].get(label, Fraction(0)) if spot in play else Fraction(label == labels[0])
                for label in self.tree.options(spot[0], spot[2])
            }
            for spot, labels in left.items()
        }

    def _undecided(self, left: Left) -> bool:
        """Whether somebody has a choice where a belief is free."""
        return any(
            len(labels) > 1 and self._possible(left, spot, left) is None for spot, labels in left.items()
        )

    def _reduced(self, left: Left, support: Mapping[Spot, tuple[str, ...]]) -> Left | None:
        """Remove what is never best; None if that hits what must be used."""
        left = dict(left)
        while True:
            ranges = _Ranges(self.tree, left)
            worse = [
                (spot, label)
                for spot, labels in left.items()
                for label in self._considered(spot, support)
                if label in labels
                and any(
                    self._beats(ranges, left, support, spot, b, label)
                    for b in self.tree.options(spot[0], spot[2])
                )
            ]
            if not worse:
                return left
            for spot, label in worse:
                if spot in support and self.tree.known(spot[0], spot[2]) & set(self.used):
                    return None
                left[spot] = tuple(other for other in left[spot] if other != label)
                if not left[spot]:
                    return None

    def _considered(self, spot: Spot, support: Mapping[Spot, tuple[str, ...]]) -> tuple[str, ...]:
        return support.get(spot, self.tree.options(spot[0], spot[2]))

    def _beats(
        self,
        ranges: _Ranges,
        left: Left,
        support: Mapping[Spot, tuple[str, ...]],
        spot: Spot,
        better: str,
        worse: str,
    ) -> bool:
        """Whether one option is better than another whatever is believed and whatever follows."""
        if better == worse:
            return False
        members = self.tree.cells(spot[0], spot[2])[spot[1]]
        chances = self._possible(left, spot, support)
        gains = {c: ranges.gain(spot, c, better, worse) for c in members}
        if isinstance(chances, dict):
            return sum((p * gains[c] for c, p in chances.items()), Fraction(0)) > 0
        return all(gains[c] > 0 for c in (members if chances is None else chances))

    def _possible(
        self, left: Left, spot: Spot, support: Mapping[Spot, tuple[str, ...]]
    ) -> dict[Combination, Fraction] | list[Combination] | None:
        """Return what a mover believes: probabilities, or which combinations at all; None if it is free.

        Free is what follows a move that no type may make. Without a pattern nothing is known.
        """
        tree, game = self.tree, self.tree.game
        player, cell, history = spot
        members = tree.cells(player, history)[cell]
        open_to = [
            p for p, h in enumerate(game.players) if len({c[p] for c in members}) > 1 and h in self.used
        ]
        shares: dict[int, dict[str, Fraction | None]] = {}
        for place in open_to:
            own = _likelihoods(tree, left, support, history, game.players[place])
            if own is None:
                return None
            shares[place] = own
        chances: dict[Combination, Fraction] = {}
        sure = True
        for c in members:
            chance = Fraction(1)
            for place, holder in enumerate(game.players):
                if len({other[place] for other in members}) > 1:
                    factor = shares[place][c[place]] if place in shares else Fraction(1)
                    sure = sure and factor is not None
                    chance *= game.marginals[holder][c[place]] * (1 if factor is None else factor)
            if chance:
                chances[c] = chance
        return chances if sure else list(chances)

    def _game(self, left: Left, agents: Sequence[Spot]) -> Game:
        """Return the game of those who still have a choice."""
        shape = [len(left[spot]) for spot in agents]
        payoffs = np.zeros((len(agents), *shape), dtype=object)
        fixed: dict[Spot, Mix] = {spot: {labels[0]: Fraction(1)} for spot, labels in left.items()}
        for position in np.ndindex(*shape):
            labels = [left[spot][int(k)] for spot, k in zip(agents, position, strict=True)]
            chosen: Play = {spot: {label: Fraction(1)} for spot, label in zip(agents, labels, strict=True)}
            play = {**fixed, **chosen}
            for axis, spot in enumerate(agents):
                payoffs[(axis, *position)] = self._earned(play, spot)
        names = [f"{k}: {player} ({cell})" for k, (player, cell, _) in enumerate(agents)]
        return Game(payoffs, names, {n: left[spot] for n, spot in zip(names, agents, strict=True)})

    def _earned(self, play: Play, spot: Spot) -> Fraction:
        """Return what an agent gets, weighted with how likely the types are to have made the moves before."""
        tree, game = self.tree, self.tree.game
        player, cell, history = spot
        members = tree.cells(player, history)[cell]
        total = Fraction(0)
        for c in members:
            weight = Fraction(1)
            for place, holder in enumerate(game.players):
                if len({other[place] for other in members}) > 1:
                    weight *= game.marginals[holder][c[place]]
                    for past, mover, label in _signs(tree, history, holder) if holder in self.used else ():
                        weight *= play[tree.spot(mover, c, past)].get(label, Fraction(0))
            if weight:
                total += weight * tree.value(player, c, tree.chances(play, c, history))
        return total


class _Ranges:
    """The least and the greatest that a player can get, whatever is done with what is left."""

    def __init__(self, tree: Tree, left: Left) -> None:
        self.tree = tree
        self.left = left
        self._known: dict[tuple[int, Combination, History], tuple[Fraction, Fraction]] = {}

    def gain(self, spot: Spot, combination: Combination, better: str, worse: str) -> Fraction:
        """Return by how much one option is better than another at least."""
        player, _, history = spot
        group = self.tree.groups[self.tree.group(history)]
        place, own = group.index(player), self.tree.game.players.index(player)
        others: list[tuple[str, ...]] = [
            (better,) if other == player else self.left[self.tree.spot(other, combination, history)]
            for other in group
        ]
        gains: list[Fraction] = []
        for step in itertools.product(*others):
            one, two = ((*step[:place], label, *step[place + 1 :]) for label in (better, worse))
            low, _ = self._range(own, combination, history + one)
            _, high = self._range(own, combination, history + two)
            gains.append(low - high)
        return min(gains)

    def _range(self, own: int, combination: Combination, history: History) -> tuple[Fraction, Fraction]:
        key = own, combination, history
        if key not in self._known:
            if len(history) == len(self.tree.movers):
                value = self.tree.worth(combination, history)[own]
                self._known[key] = value, value
            else:
                group = self.tree.groups[self.tree.group(history)]
                choices = [self.left[self.tree.spot(p, combination, history)] for p in group]
                spans = [
                    self._range(own, combination, history + step) for step in itertools.product(*choices)
                ]
                self._known[key] = min(low for low, _ in spans), max(high for _, high in spans)
        return self._known[key]


def _movers(tree: Tree, history: History, holder: str) -> list[str]:
    """Return who may show a player's type after a history, twice if they may show another's too."""
    return [
        player for player in informed(tree, history, holder) for _ in range(len(tree.known(player, history)))
    ]


def _signs(tree: Tree, history: History, holder: str) -> Iterator[tuple[History, str, str]]:
    """Yield the moves of a history that say something of a player's type: what was before, who, what."""
    for group in tree.groups[: tree.group(history)]:
        start = tree.movers.index(group[0])
        for mover in informed(tree, history[:start], holder):
            yield history[:start], mover, history[tree.movers.index(mover)]


def _likelihoods(
    tree: Tree, left: Left, support: Mapping[Spot, tuple[str, ...]], history: History, holder: str
) -> dict[str, Fraction | None] | None:
    """Return how likely each type makes the moves of a history: 0, 1, or None for something positive.

    None instead of the mapping if Bayes' rule says nothing, or may say nothing.
    """
    place = tree.game.players.index(holder)
    current: dict[str, Fraction | None] = {
        kind: Fraction(1 if p else 0) for kind, p in tree.game.marginals[holder].items()
    }
    for past, mover, label in _signs(tree, history, holder):
        factors: dict[str, Fraction | None] = {}
        for cell, members in tree.cells(mover, past).items():
            labels = left[mover, cell, past]
            exact = (mover, cell, past) in support
            if label not in labels:
                factor: Fraction | None = Fraction(0)
            elif len(labels) == 1:
                factor = Fraction(1)
            elif exact:
                factor = None
            else:
                return None  # the type may or may not make the move
            factors[members[0][place]] = factor
        current = {kind: _times(before, factors[kind]) for kind, before in current.items()}
        if not any(value is None or value for value in current.values()):
            return None
    return current


def _times(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    if one == 0 or other == 0:
        return Fraction(0)
    return None if one is None or other is None else one * other


def _fills(found: Equilibrium, agents: Sequence[Spot], pattern: Mapping[Spot, tuple[str, ...]]) -> bool:
    """Whether an equilibrium uses every move of its pattern."""
    mixes = dict(zip(agents, found.mixed, strict=True))
    return all((mixes[spot] > 0.0).all() for spot, labels in pattern.items() if len(labels) > 1)
