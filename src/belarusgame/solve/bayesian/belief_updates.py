"""What is believed after a move: of the types that may make it, and by whoever is to move next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from belarusgame.base.priors import Combination
from belarusgame.errors import BudgetError
from belarusgame.solve.bayesian.conditions import Condition, Guess, Likely, State, Term, Unknown, updated
from belarusgame.solve.bayesian.consistency import informed
from belarusgame.solve.bayesian.tree import History, Spot, Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """What is believed of a player after some moves, and what has to hold for that.

    ``mover`` is who may have shown its type, by ``label``; None where nobody has.
    """

    holder: str
    guess: Guess
    mover: str | None = None
    label: str = ""
    conditions: tuple[Condition, ...] = ()
    likely: tuple[Likely, ...] = ()


def branches_after(
    tree: Tree, history: History, state: State, choice: Mapping[Spot, str]
) -> list[list[Branch]]:
    """Return, for every type that matters and every move that may show it, what may be believed then.

    Raises
    ------
    BudgetError
        Where a move may show several types at once.
    """
    found: list[list[Branch]] = []
    last = tree.group(history) + 1 == len(tree.groups)
    for holder, guess in state:
        movers = informed(tree, history, holder)
        if last or not movers:  # nobody is left who could believe anything
            found.append([Branch(holder=holder, guess=guess)])
            continue
        if len(movers) > 1 or tree.known(movers[0], history) != frozenset((holder,)):
            raise BudgetError(
                f"after {tree.words(history) or 'the start'}, {' and '.join(movers)} may show several "
                "types at once; beliefs that depend on each other are not searched"
            )
        for label in tree.options(movers[0], history):
            makers = _makers(tree, history, choice, movers[0], label, holder)
            fresh = Guess(unknown=Unknown(history, holder, label), among=frozenset(tree.game.types[holder]))
            found.append(
                [
                    Branch(
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
    tree: Tree, history: History, choice: Mapping[Spot, str], mover: str, label: str, holder: str
) -> frozenset[str]:
    """Return the types that make a move."""
    # The mover knows this player's type and no other, so that each member of a cell names it.
    place = tree.game.players.index(holder)
    cells = tree.cells(mover, history).items()
    return frozenset(
        c[place] for cell, members in cells if choice[mover, cell, history] == label for c in members
    )


def states_after(tree: Tree, history: History, chosen: Sequence[Branch]) -> dict[History, State]:
    """Return what is believed after each step."""
    group = tree.groups[tree.group(history)]
    return {
        step: tuple(
            (branch.holder, branch.guess)
            for branch in chosen
            if branch.mover is None or step[group.index(branch.mover)] == branch.label
        )
        for step in tree.steps(history)
    }


def held_likely(
    tree: Tree, history: History, state: State, spot: Spot
) -> dict[Combination, tuple[Fraction, Term]]:
    """Return how likely a mover holds each combination: a number times unknown beliefs."""
    game, guesses = tree.game, dict(state)
    members = tree.cells(spot[0], history)[spot[1]]
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
                # An unknown belief, given that it is of some types, is the same belief but for a common
                # factor, which moves no comparison: the others are left out.
                chance *= c[place] in guess.among
                term = (*term, (guess.unknown, c[place]))
        if chance:
            found[c] = chance, term
    return found
