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

from belarusgame.base.program import roundings
from belarusgame.game import Equilibrium, Game
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.bayesian.consistency import defects, informed, on_the_way, values_at
from belarusgame.solve.bayesian.never_best import Left, has_free_beliefs, signs_of, without_never_best
from belarusgame.solve.bayesian.tree import History, Mix, Play, Spot, Tree

#: More patterns of support, or more payoffs of the game that is left, are not searched.
MOST_PATTERNS, MOST_PAYOFFS = 4_096, 500_000

#: The budget of the search for the equilibria of one pattern.
CELLS = 20_000


@dataclass(slots=True, kw_only=True)
class Mixing:
    """The search through all patterns of support."""

    tree: Tree  #: what is played
    used: tuple[str, ...]  #: the players whose types matter
    until: float  #: when to stop, by the monotonic clock
    #: What may be missing from the list, in words.
    gaps: dict[str, None] = field(default_factory=dict[str, None])

    def found(self) -> Iterator[Play]:
        """Yield every equilibrium in which somebody randomises, as what everybody does."""
        if any(len(_movers(self.tree, h, holder)) > 1 for h in self.tree.histories() for holder in self.used):
            self.gaps["several movers may show one type at once; what they may mix was not searched"] = None
            return
        everything = {spot: self.tree.options(spot[0], spot[2]) for spot in self.tree.spots()}
        # What is never best is in no equilibrium, and each move less halves the number of patterns.
        start = without_never_best(self.tree, self.used, everything, {})
        if start is None:
            return
        # Only what those mix who know a type that matters changes beliefs, so only their supports are
        # enumerated; what the others mix is left to the solver.
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
        # Who makes which move is given now, so that more is known of beliefs, and more is never best.
        left = without_never_best(self.tree, self.used, {**start, **pattern}, {**start, **pattern})
        if left is None:
            return
        if has_free_beliefs(self.tree, self.used, left):
            self.gaps["what is mixed in reply to moves that nobody makes was not searched"] = None
            return
        agents = [spot for spot, labels in left.items() if len(labels) > 1]
        if not agents:
            return
        if len(agents) * prod(len(left[spot]) for spot in agents) > MOST_PAYOFFS:
            self.gaps["mixtures were not searched: the game that is left is too large"] = None
            return
        # With the supports given, every belief follows from Bayes' rule or does not matter: what is left are
        # the Nash equilibria of one game among the types.
        game = self._game(left, agents)
        solution = all_equilibria(game, max_cells=CELLS)
        if solution.status != "complete" or solution.components:
            self.gaps["not every mixture could be listed: some form continua, or the budget ended"] = None
        for equilibrium in solution.equilibria:
            # Pure ones were found by induction; one that uses fewer moves belongs to another pattern.
            if not equilibrium.is_pure and _fills(equilibrium, agents, pattern):
                yield from self._confirmed(left, agents, equilibrium)

    def _confirmed(self, left: Left, agents: Sequence[Spot], found: Equilibrium) -> Iterator[Play]:
        """Yield an equilibrium in the simplest fractions in which it is one."""
        spread = [float(p) for mix in found.mixed for p in mix]
        # The solver proposes in floating point; the definition, evaluated in fractions, decides.
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
            # A millionth of what is at stake: far more than rounding leaves of an equilibrium.
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
            # An agent's payoffs are multiplied by the chance that its earlier movers bring play to it. That
            # depends on the others alone and is positive in the pattern, so best replies stay best replies,
            # and no division by a chance that varies is needed: payoffs stay multilinear.
            weight = Fraction(1)
            for place, holder in enumerate(game.players):
                if len({other[place] for other in members}) > 1:
                    weight *= game.marginals[holder][c[place]]
                    for past, mover, label in signs_of(tree, history, holder) if holder in self.used else ():
                        weight *= play[tree.spot(mover, c, past)].get(label, Fraction(0))
            if weight:
                total += weight * tree.value(player, c, tree.chances(play, c, history))
        return total


def _movers(tree: Tree, history: History, holder: str) -> list[str]:
    """Return who may show a player's type after a history, twice if they may show another's too."""
    return [
        player for player in informed(tree, history, holder) for _ in range(len(tree.known(player, history)))
    ]


def _fills(found: Equilibrium, agents: Sequence[Spot], pattern: Mapping[Spot, tuple[str, ...]]) -> bool:
    """Whether an equilibrium uses every move of its pattern."""
    mixes = dict(zip(agents, found.mixed, strict=True))
    return all((mixes[spot] > 0.0).all() for spot, labels in pattern.items() if len(labels) > 1)
