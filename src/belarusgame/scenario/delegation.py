"""A choice that is not the player's own: whose it is, where, and how likely that is."""

from __future__ import annotations

from collections.abc import Sequence

from belarusgame.base.deciding import Decider, conflicts, order_problem
from belarusgame.errors import quoted
from belarusgame.evidence import record
from belarusgame.scenario.codebook import derived_probability
from belarusgame.scenario.names import Names, Where
from belarusgame.scenario.records import Weight
from belarusgame.scenario.schema import DelegationTable, RangeTable


def decider_of(names: Names, where: Where, name: str, table: DelegationTable) -> Decider | None:
    """Check the names in a delegation; None if it says of nobody who decides where."""
    if name in (taken := [*names.strategies, *names.drivers, "rationality"]):
        what = "a player" if taken.index(name) < len(names.strategies) else "a driver or of rationality"
        names.note(where, f"{quoted(name)} is also the name of {what}", "find another name")
    good = names.player((*where, "player"), table.player) & names.player((*where, "to"), table.to)
    good &= names.partial((*where, "when"), table.when)
    return Decider(name=name, player=table.player, to=table.to, when=table.when) if good else None


def check_deciders(
    names: Names, deciders: Sequence[Decider], order: Sequence[tuple[str, ...]] | None
) -> None:
    """Check that delegations go together, and that the order of moves leaves each of them defined."""
    for name, problem in conflicts(deciders):
        names.note(("delegations", name), problem)
    for one in deciders:
        # A delegation that names its own player is refused already, and what the order says of it is no
        # second mistake.
        if order is not None and one.player not in one.when and (problem := order_problem(one, order)):
            names.note(("delegations", one.name, "when"), problem)


def probability_of(names: Names, where: Where, table: DelegationTable) -> Weight | None:
    """Return the typed probability of a delegation, or derive it from the claims by the codebook."""
    good = names.supported(where, table.claims)
    if table.probability is not None:
        if not table.judgement:
            problem = "a typed probability needs a `judgement` with the reason"
            names.lacks(where, problem, "or leave it out: it is derived from the claims")
        check_probability(names, where, table.probability)
        return record(Weight, table.probability)
    if not table.claims:
        mend = "cite claims, or type a `probability` with a `judgement`"
        names.lacks(where, "has neither claims nor a probability", mend)
        return None
    return derived_probability(tuple(table.claims), names.firmness) if good else None


def check_probability(names: Names, where: Where, probability: RangeTable) -> None:
    """Check that a probability is at most 1."""
    if probability.high > 1:
        names.note((*where, "probability"), f"high = {float(probability.high):g}: must be at most 1")
