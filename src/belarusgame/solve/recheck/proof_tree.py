"""The analysis of a structured game again, in fractions: every step of the proof that it logged.

A support is either excluded because one of its strategies cannot be played if all of it is, or it has a tree
of steps on products of polytopes. A step that cuts, divides or leaves only faces is checked to lose no
equilibrium that uses the whole support (:mod:`proof_steps`); what the leaves say is checked at their points
(:mod:`proof_ends`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from belarusgame.solve.recheck.exact_cells import Exact, ExactCell, whole_cell
from belarusgame.solve.recheck.proof_ends import EXACT, OPEN, ROOT, ProofEnd, exact_end, open_end, root_end
from belarusgame.solve.recheck.proof_steps import cut, faces, out, split, summed
from belarusgame.solve.recheck.search_certificate import Certificate, Rejected, Supports


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StructuredCertificate(Certificate):
    """The proof of an answer to a structured game; its log holds the supports that the search settled."""

    #: For every other support that was not excluded the steps of its proof.
    steps: tuple[tuple[Supports, Any], ...]


def never_played(ranks: NDArray[np.int64], support: Supports) -> bool:
    """Whether a strategy of the support loses against another one if the opponents play all of theirs.

    It is nowhere better, and worse at some profile of the support, which has positive probability. ``ranks``
    compare as the exact payoffs of every player do.
    """
    for i, inside in enumerate(support):
        index: list[Sequence[int]] = list(support)
        index[i] = range(ranks.shape[i + 1])
        own = np.moveaxis(ranks[i][np.ix_(*index)], i, 0).reshape(ranks.shape[i + 1], -1)
        for a in inside:
            gains = own - own[a]
            if bool(((gains >= 0).all(axis=1) & (gains > 0).any(axis=1)).any()):
                return True
    return False


def leaves_of(payoffs: Exact, support: Supports, step: Any) -> Iterator[ProofEnd]:
    """Check the steps of one support; yield what they leave.

    Raises
    ------
    Rejected
        For the first step that does not hold.
    """
    whole = whole_cell(_in_whole_numbers(payoffs), support)
    # By a stack and not by recursion: a proof may be deeper than Python goes.
    stack: list[tuple[ExactCell, Any]] = [(whole, step)]
    while stack:
        cell, step = stack.pop()
        parts = list(step.parts)
        if step.kind in (EXACT, OPEN, ROOT):
            if parts:
                raise Rejected("a proof goes on where it ended")
            leaf = _ENDS[step.kind](cell, *step.data)
            if leaf is not None:
                yield leaf
            continue
        left = _STEPS[step.kind](whole, cell, len(parts), *step.data)
        if len(left) != len(parts):
            raise Rejected("a proof does not go on for everything that a step left")
        stack += zip(left, parts, strict=True)


def _in_whole_numbers(payoffs: Exact) -> Exact:
    """Multiply each player's payoffs by their least common denominator: multipliers are for these."""
    scales = [lcm(*(Fraction(value).denominator for value in own.flat)) for own in payoffs]
    return np.stack([own * scale for own, scale in zip(payoffs, scales, strict=True)])


#: What ends a branch of a proof, and what goes on with it, each with its check; nothing else is believed.
_ENDS: Final[Mapping[str, Any]] = {EXACT: exact_end, OPEN: open_end, ROOT: root_end}


_STEPS: Final[Mapping[str, Any]] = {"cut": cut, "faces": faces, "split": split, "sum": summed, "out": out}
