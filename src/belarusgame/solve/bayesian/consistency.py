"""Is this a perfect Bayesian equilibrium? The definition itself, evaluated in fractions.

An assessment says what every type does after every history, and what everybody believes of the types there.
It is a perfect Bayesian equilibrium (Fudenberg and Tirole 1991, for observed actions and independent types)
if

* everybody does what is best for it, wherever it is to move, given what it believes and what follows;
* beliefs follow Bayes' rule wherever that applies, off the path of play too;
* nobody's choice says anything of types that it does not know; beliefs about several players are independent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from belarusgame.base.priors import Combination
from belarusgame.solve.bayesian.tree import History, Mix, Play, Spot, Tree

#: What is believed of a player's type after a history.
Beliefs: TypeAlias = Mapping[tuple[History, str], Mix]


def informed(tree: Tree, history: History, holder: str) -> list[str]:
    """Return the movers after a history who know a player's type."""
    group = tree.groups[tree.group(history)]
    return [player for player in group if holder in tree.known(player, history)]


def posterior(
    tree: Tree, play: Play, history: History, step: History, holder: str, before: Mix
) -> Mix | None:
    """Return what a step says of a player's type by Bayes' rule; None where the rule says nothing.

    ``before`` is what was believed. Where no mover knows the type, that stays.
    """
    group = tree.groups[tree.group(history)]
    position = tree.game.players.index(holder)
    masses = dict(before)
    for player in informed(tree, history, holder):
        label = step[group.index(player)]
        # Whoever knows several types shows something of all of them at once: beliefs about them would depend
        # on each other, and a rule for one alone says nothing.
        if tree.known(player, history) != frozenset((holder,)):
            return None
        for circumstances, members in tree.cells(player, history).items():
            for kind in {c[position] for c in members}:
                masses[kind] *= play[player, circumstances, history].get(label, Fraction(0))
    total = sum(masses.values(), Fraction(0))
    # No type makes the move: Bayes' rule would divide by zero, and the belief is free.
    return {kind: mass / total for kind, mass in masses.items()} if total else None


def on_the_way(tree: Tree, play: Play, free: Beliefs) -> dict[tuple[History, str], Mix]:
    """Return the beliefs everywhere: by Bayes' rule where it applies, else as they are given."""
    found: dict[tuple[History, str], Mix] = {((), h): tree.game.marginals[h] for h in tree.typed}
    # Shorter histories come first, so what was believed before a step is known when the step is looked at.
    for history in tree.histories():
        # After the last group nobody is left who could believe anything.
        if tree.group(history) + 1 == len(tree.groups):
            continue
        for step in tree.steps(history):
            for holder in tree.typed:
                before = found.get((history, holder))
                after = None if before is None else posterior(tree, play, history, step, holder, before)
                after = free.get((history + step, holder)) if after is None else after
                if after is not None:
                    found[history + step, holder] = after
    return found


def weights(
    tree: Tree, beliefs: Beliefs, history: History, members: Sequence[Combination]
) -> dict[Combination, Fraction]:
    """Return how likely a mover holds each of the combinations that it cannot tell apart."""
    # Types that depend on each other come here only where no move shows anything that matters: elsewhere they
    # are refused. So what is believed of them is the prior.
    if not tree.game.independent:
        prior = tree.game.prior
        return {c: prior[c] for c in members}
    found = dict.fromkeys(members, Fraction(1))
    for position, holder in enumerate(tree.game.players):
        kinds = {c[position] for c in members}
        # The mover knows this type, so it has no probability for the mover.
        if len(kinds) == 1:
            continue
        own = beliefs.get((history, holder), tree.game.marginals[holder])
        for c in members:
            found[c] *= own[c[position]]
    return found


def values_at(tree: Tree, play: Play, beliefs: Beliefs, spot: Spot) -> dict[str, Fraction]:
    """Return what each option is worth to a mover, given what it believes and what follows.

    They are multiplied by the probability of what it holds possible, which changes no comparison.
    """
    player, circumstances, history = spot
    members = tree.cells(player, history)[circumstances]
    chances = weights(tree, beliefs, history, members)
    worth: dict[str, Fraction] = {}
    for label in tree.options(player, history):
        instead = {**play, spot: {label: Fraction(1)}}
        worth[label] = sum(
            (p * tree.value(player, c, tree.chances(instead, c, history)) for c, p in chances.items() if p),
            Fraction(0),
        )
    return worth


def defects(tree: Tree, play: Play, beliefs: Beliefs, *, used: Sequence[str]) -> Iterator[str]:
    """Yield what keeps an assessment, play and beliefs, from being a perfect Bayesian equilibrium.

    Only beliefs about the players in ``used`` are looked at: others matter to nobody's choice.
    """
    for spot in tree.spots():
        mix = play.get(spot)
        if mix is None or sum(mix.values()) != 1 or any(p < 0 for p in mix.values()):
            yield f"{spot}: the probabilities of its strategies do not sum to one"
            return
        worth = values_at(tree, play, beliefs, spot)
        if any(p and (label not in worth or worth[label] < max(worth.values())) for label, p in mix.items()):
            yield f"{spot}: something better could be done"
    yield from _against_bayes(tree, play, beliefs, used)


def _against_bayes(tree: Tree, play: Play, beliefs: Beliefs, used: Sequence[str]) -> Iterator[str]:
    """Yield where beliefs do not follow from what was believed and done before."""
    for holder in used:
        if beliefs.get(((), holder)) != tree.game.marginals[holder]:
            yield f"{holder}: the first belief is not the prior"
            return
        for history in tree.histories():
            if tree.group(history) + 1 == len(tree.groups):
                continue
            chosen: dict[str, Mix] = {}
            for step in tree.steps(history):
                after = beliefs.get((history + step, holder))
                if after is None or sum(after.values()) != 1 or any(p < 0 for p in after.values()):
                    yield f"{holder} after {tree.words(history + step)}: no belief is given"
                    return
                rule = posterior(tree, play, history, step, holder, beliefs[history, holder])
                if rule is not None and after != rule:
                    yield f"{holder} after {tree.words(history + step)}: the belief breaks Bayes' rule"
                # Where several may show one type nothing was searched, so there is one at most.
                (own,) = informed(tree, history, holder) or [""]
                if own:
                    label = step[tree.groups[tree.group(history)].index(own)]
                    # Nobody signals what it does not know (Fudenberg and Tirole's condition): after one move
                    # of who knows, the belief is the same whatever the others of the group did.
                    if chosen.setdefault(label, after) != after:
                        yield f"{holder} after {tree.words(history)}: others' moves change the belief"
