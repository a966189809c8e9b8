"""How a consideration is known, and the weight that follows: asserted, inferred or judged."""

from __future__ import annotations

import re
from collections.abc import Sequence

from belarusgame.evidence import record
from belarusgame.scenario.codebook import JUDGED_WEIGHT, derived_weight, exceeds_inference
from belarusgame.scenario.names import Names, Where
from belarusgame.scenario.records import Weight
from belarusgame.scenario.schema import ConsiderationTable, EffectTable

#: What the reason for a payoff in the place of a prescription must say.
PRESCRIBED = "prescribed"


def weight_of(names: Names, where: Where, table: ConsiderationTable) -> Weight | None:
    """Return the typed weight, or derive it from the claims by the codebook; None where neither can be.

    What is wrong with the basis is noted as a mistake, what was written otherwise in the codebook's first
    edition as a remark.
    """
    good = names.supported(where, table.claims)
    # With &, not ``and``: the second check is made, and its mistakes noted, whatever the first one says.
    good &= names.cited((*where, "extended_by"), table.extended_by, for_payoff=True)
    _check_basis(names, where, table)
    _remark_first_edition(names, where, table)
    if table.weight is not None:
        return _typed(names, where, table)
    if not table.claims:
        if not table.judged:
            mend = "cite claims, or give the reason why it is here all the same: `judged`"
            names.lacks(where, "has neither claims nor a weight", mend)
        return JUDGED_WEIGHT
    # No weight rather than a wrong one: the claims may be unknown, and so is how firm they are.
    if not good:
        return None
    extended, inferred = bool(table.extended_by), bool(table.inferred)
    return derived_weight(tuple(table.claims), names.firmness, extended=extended, inferred=inferred)


def judged_because(table: ConsiderationTable) -> str:
    """Return why it is there without a claim; in the first edition the weight's reason said it."""
    return table.judged or ("" if table.claims else table.judgement)


def _typed(names: Names, where: Where, table: ConsiderationTable) -> Weight | None:
    if table.weight is None:
        return None
    weight = record(Weight, table.weight)
    if not table.judgement:
        problem = "a typed weight needs a `judgement` with the reason"
        names.lacks(where, problem, "or leave it out: it is derived from the claims")
    if table.inferred and exceeds_inference(weight, extended=bool(table.extended_by)):
        problem = f"{weight}: an inference is at most as firm as a hedged claim, 0.25 / 0.75 / 1.25"
        names.note((*where, "weight"), problem, "leave it out: it is derived from the claims")
    return weight


def _check_basis(names: Names, where: Where, table: ConsiderationTable) -> None:
    if table.judged and table.inferred:
        names.note(
            (*where, "judged"), "is `inferred` too", "with claims as premises it is inferred, else judged"
        )
    elif table.judged and table.claims:
        mend = "say `inferred` where the step from them is yours, or split what no claim supports off"
        names.note((*where, "judged"), "has claims", mend)
    elif table.inferred and not table.claims:
        names.note((*where, "inferred"), "has no claims as premises", "cite them, or say `judged`")
    if table.extended_by and not table.claims:
        names.note((*where, "extended_by"), "there are no `claims` that these would enlarge")
    prescription = _prescription_in(names, table.judged)
    if prescription and PRESCRIBED not in table.judged:
        problem = f"rests on {prescription}, a prescription, and does not say that it is {PRESCRIBED}"
        names.note((*where, "judged"), problem, f"name the strategy, and write that it is {PRESCRIBED}")


def _prescription_in(names: Names, reason: str) -> str:
    """Name the first prescription that a reason names; empty if there is none."""
    claims = names.evidence.claims
    # The names of claims hold letters, digits and hyphens; whatever else is a word of the sentence.
    words: Sequence[str] = re.findall(r"[\w-]+", reason)
    return next((word for word in words if word in claims and claims[word].kind == "prescription"), "")


def _remark_first_edition(names: Names, where: Where, table: ConsiderationTable) -> None:
    """Name what the first edition wrote otherwise: it had one word for three things."""
    if not table.claims and table.judgement and not table.judged:
        names.remark(
            (*where, "judgement"),
            "no claim supports the consideration, so this is read as `judged`",
            "call it so; `judgement` is the reason for a typed weight",
        )
    prescription = "" if table.judged else _prescription_in(names, judged_because(table))
    if prescription and PRESCRIBED not in table.judgement:
        names.remark((*where, "judgement"), f"a payoff in the place of {prescription}, a prescription")
    for position, effect in enumerate(table.effects):
        _remark_judged_effect(names, (*where, "effects", position), effect)


def _remark_judged_effect(names: Names, where: Where, effect: EffectTable) -> None:
    if effect.judgement:
        names.remark(
            (*where, "judgement"),
            "this is read as a judged effect",
            "make it a consideration of its own, with `inferred` or `judged`",
        )
