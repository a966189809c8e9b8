"""What is never best, whatever is believed and whatever follows: no pattern of moves needs it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from belarusgame.base.priors import Combination
from belarusgame.solve.bayesian.consistency import informed
from belarusgame.solve.bayesian.tree import History, Spot, Tree

#: What each type may still do.
Left = dict[Spot, tuple[str, ...]]


def has_free_beliefs(tree: Tree, used: Sequence[str], left: Left) -> bool:
    """Whether somebody has a choice where a belief is free."""
    return any(
        len(labels) > 1 and _possible(tree, used, left, spot, left) is None for spot, labels in left.items()
    )


def without_never_best(
    tree: Tree, used: Sequence[str], left: Left, support: Mapping[Spot, tuple[str, ...]]
) -> Left | None:
    """Remove what is never best; None if that hits what must be used."""
    left = dict(left)
    while True:
        # All that is worse by these ranges goes at once; what beats it may go too, by something still better.
        ranges = _Ranges(tree, left)
        worse = [
            (spot, label)
            for spot, labels in left.items()
            for label in support.get(spot, tree.options(spot[0], spot[2]))
            if label in labels
            and any(
                _beats(tree, used, ranges, left, support, spot, b, label)
                for b in tree.options(spot[0], spot[2])
            )
        ]
        if not worse:
            return left
        for spot, label in worse:
            # The pattern says that exactly these moves are made.
            if spot in support and tree.known(spot[0], spot[2]) & set(used):
                return None
            left[spot] = tuple(other for other in left[spot] if other != label)
            if not left[spot]:
                return None


def _beats(
    tree: Tree,
    used: Sequence[str],
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
    members = tree.cells(spot[0], spot[2])[spot[1]]
    chances = _possible(tree, used, left, spot, support)
    gains = {c: ranges.gain(spot, c, better, worse) for c in members}
    # Where probabilities are known the mean decides. Where only the possible types are, it has to be better
    # for each: any of them may be believed for sure.
    if isinstance(chances, dict):
        return sum((p * gains[c] for c, p in chances.items()), Fraction(0)) > 0
    return all(gains[c] > 0 for c in (members if chances is None else chances))


def _possible(
    tree: Tree, used: Sequence[str], left: Left, spot: Spot, support: Mapping[Spot, tuple[str, ...]]
) -> dict[Combination, Fraction] | list[Combination] | None:
    """Return what a mover believes: probabilities, or which combinations at all; None if it is free.

    Free is what follows a move that no type may make. Without a pattern nothing is known.
    """
    game = tree.game
    player, cell, history = spot
    members = tree.cells(player, history)[cell]
    open_to = [p for p, h in enumerate(game.players) if len({c[p] for c in members}) > 1 and h in used]
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
        # Those who move at the same time do not see the option, so they do the same after either; who moves
        # later may answer each as it likes, so there the worst stands against the best.
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


def signs_of(tree: Tree, history: History, holder: str) -> Iterator[tuple[History, str, str]]:
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
    for past, mover, label in signs_of(tree, history, holder):
        factors: dict[str, Fraction | None] = {}
        for cell, members in tree.cells(mover, past).items():
            labels = left[mover, cell, past]
            # In a pattern each move of a support is made with a positive chance, which is not known.
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
