"""What the members of a group that moves at the same time mix, if that says nothing that matters."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from belarusgame.base.priors import Combination
from belarusgame.base.program import roundings
from belarusgame.base.replies import uses_best_replies
from belarusgame.game import Game
from belarusgame.solve.bayesian.belief_updates import held_likely
from belarusgame.solve.bayesian.conditions import Sequel, State
from belarusgame.solve.bayesian.tree import History, Mix, Spot, Tree


def induced_game(
    tree: Tree, history: History, state: State, spots: Sequence[Spot], picked: Mapping[History, Sequel]
) -> Game:
    """Return the game of the types that move together, when what follows is given."""
    choices = [tree.options(spot[0], history) for spot in spots]
    profiles = [dict(zip(spots, labels, strict=True)) for labels in itertools.product(*choices)]
    earned = [[_earned(tree, history, state, spot, choice, picked) for choice in profiles] for spot in spots]
    payoffs = np.array(earned, dtype=object).reshape(len(spots), *map(len, choices))
    names = [f"{k}: {player} ({cell})" for k, (player, cell, _) in enumerate(spots)]
    return Game(payoffs, names, dict(zip(names, choices, strict=True)))


def _earned(
    tree: Tree,
    history: History,
    state: State,
    spot: Spot,
    choice: Mapping[Spot, str],
    picked: Mapping[History, Sequel],
) -> Fraction:
    """Return what a choice of the whole group is worth to one type of a member, given what follows."""
    return sum(
        (
            chance * tree.value(spot[0], c, picked[tree.step(choice, c, history)].outcome[c])
            for c, (chance, _) in held_likely(tree, history, state, spot).items()
        ),
        Fraction(0),
    )


def mixed_sequel(
    tree: Tree, history: History, mixes: Mapping[Spot, Mix], picked: Mapping[History, Sequel]
) -> Sequel:
    """Return the continuation in which the members of a group randomise."""
    group = tree.groups[tree.group(history)]
    outcome: dict[Combination, dict[History, Fraction]] = {}
    for c in tree.game.combinations:
        reached: dict[History, Fraction] = {}
        for step, continuation in picked.items():
            chance = Fraction(1)
            for player, label in zip(group, step, strict=True):
                chance *= mixes[tree.spot(player, c, history)].get(label, Fraction(0))
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


def in_fractions(game: Game, mixture: Sequence[Mix]) -> list[Mix] | None:
    """Return the simplest fractions near a mixture at which it is an equilibrium; None if there are none."""
    labels = game.labels.strategies
    spread = [float(mix.get(label, 0)) for mix, own in zip(mixture, labels, strict=True) for label in own]
    for near in roundings(spread):
        values, mixes = iter(near), list[Mix]()
        for own in labels:
            part = {label: next(values) for label in own}
            # Rounded one by one, probabilities need not sum to one.
            total = sum(part.values(), Fraction(0))
            mixes.append({label: p / total if total else total for label, p in part.items()})
        vectors = [np.array(list(mix.values()), dtype=object) for mix in mixes]
        # The simplest fractions are tried first; the first at which it is an equilibrium exactly is meant.
        if all(vector.any() for vector in vectors) and uses_best_replies(game.exact_payoffs, vectors):
            return mixes
    return None
