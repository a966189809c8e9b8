"""What does the answer hang on? The headline of a sensitivity analysis, with its error in plain sight."""

from __future__ import annotations

import math
from collections.abc import Sequence

from belarusgame.base.labels import listed
from belarusgame.explore import Sensitivity
from belarusgame.explore.sensitivity import Index

#: With more than this many that may come first, there is no ranking to speak of; of fewer, some are named.
MOST_RIVALS, NAMED = 5, 3

_ANSWER = {"share": "Whether it happens", "logit": "Its probability with players who make mistakes"}


def is_ranked(found: Sensitivity) -> bool:
    """Whether only few inputs may be the one that the answer varies most with."""
    return 0 < len(_rivals(found.inputs)) <= MOST_RIVALS


def hinges(found: Sensitivity) -> str:
    """Say with which inputs and with which claims the answer varies most, or why that cannot be said."""
    answer, draws = _ANSWER[found.output], f"{2 * found.draws:,} draws"
    rivals = _rivals(found.inputs)
    if math.isnan(found.mean):
        return f"{answer} is undecided in too many draws to say what it hangs on."
    if not rivals:
        return f"{answer} does not vary in {draws}; with which inputs it would vary, they cannot say."
    if len(rivals) > MOST_RIVALS:
        return f"{answer} varies too seldom in {draws} to rank the inputs: {len(rivals)} of them may lead."
    claims = _rivals(found.claims)
    said = f"{answer} varies most with {_named(rivals)}"
    if claims:
        said += f"; by claim, with what rests on {_named(claims)}"
    said += f" (total indices with {found.settings.confidence:.0%} intervals from {draws})."
    vague = [same[0] for same in (*rivals, *claims) if not same[0].determined]
    if vague:
        needed = 2 * max(index.draws_needed(found.draws) for index in vague)
        said += f" Where no index is given it is not determined; about {needed:,} draws would do."
    return said


def _rivals(indices: Sequence[Index]) -> list[list[Index]]:
    """Return the indices that may be the greatest, those of the same inputs together."""
    ranked = [index for index in indices if index.total_interval is not None and index.total]
    if not ranked:
        return []
    # Whoever's interval reaches up to the lower end of the first one's may be first.
    least = (ranked[0].total_interval or (0.0, 0.0))[0]
    together: dict[tuple[str, ...], list[Index]] = {}
    for index in ranked:
        if (index.total_interval or (0.0, 0.0))[1] >= least:
            # Claims that rest on the same inputs have the same index, and are one rival.
            together.setdefault(index.inputs, []).append(index)
    return list(together.values())


def _named(rivals: list[list[Index]]) -> str:
    shown = [_index(same) for same in rivals[:NAMED]]
    more = len(rivals) - len(shown)
    shown += [f"{more} more"] if more else []
    return listed(shown, "or") + (", too close to rank" if len(shown) > 1 else "")


def _index(same: list[Index]) -> str:
    basis = f" [{', '.join(same[0].claims) or 'judgement'}]" if same[0].kind != "claim" else ""
    names = "/".join(index.name for index in same)
    if not same[0].determined:
        return names + basis
    low, high = same[0].total_interval or (math.nan, math.nan)
    return f"{names}{basis} ({same[0].total:.2f}, {low:.2f} to {high:.2f})"
