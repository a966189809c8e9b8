"""A least distance: how far that is in words, and between what bounds it is proven to lie."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Protocol

from belarusgame.base.tables import Rows
from belarusgame.explore.changing.nearest import Move
from belarusgame.explore.plans import PlanProof, Question
from belarusgame.weightspace import Norm

#: Bounds of distances are shown in whole multiples of one by this.
SHOWN = 10**6


def move_rows(moves: tuple[Move, ...]) -> Rows:
    """Return one row a move; ``share`` is the part of its side of the range that it moves through."""
    return [
        {
            "assumption": move.name,
            "likely": float(move.likely),
            "to": float(move.to),
            "share": float(move.share),
            "rests on": ", ".join(move.claims) or "judgement",
        }
        for move in moves
    ]


def move_words(move: Move) -> str:
    """Say how an assumption moves, and what it rests on."""
    way = "rises" if move.to > move.likely else "falls"
    rests = f"claims {', '.join(move.claims)}" if move.claims else "judgement"
    return f"{move.name} {way} from {float(move.likely):.4g} to {float(move.to):.4g} (resting on {rests})"


def distance_words(answer: Any) -> str:
    """Say how far that is."""
    size = f"{answer.distance:.4g}"
    return {
        "linf": f"no assumption moves through more than {size} of its side of the range",
        "l1": f"together {size} sides of ranges",
        "l2": f"a distance of {size} sides of ranges",
    }[answer.norm]


class _Answer(Protocol):
    """A least distance, with what proves it."""

    @property
    def norm(self) -> Norm: ...
    @property
    def distance(self) -> float: ...
    @property
    def exact_distance(self) -> Fraction | None: ...
    @property
    def certificate(self) -> PlanProof | Question | None: ...


def proven_distance(answer: _Answer) -> Fraction | None:
    """Return how near it is proven that there is nothing; None if that is not proven of any distance."""
    if answer.distance == 0:
        return Fraction(0)
    return answer.certificate.region.reach if isinstance(answer.certificate, PlanProof) else None


def proven_words(answer: _Answer) -> str:
    """Say between what bounds the least distance is proven to lie, to six decimals, rounded outwards."""
    least, size = proven_distance(answer), answer.exact_distance
    if not isinstance(answer.certificate, PlanProof) or least is None or size is None:
        return "That nothing nearer does it is not proven."
    # In l2 the size is a square: its root is rounded up by way of whole numbers, as no float would be exact.
    greatest = -(-size * SHOWN**2 // 1) if answer.norm == "l2" else -(-size * SHOWN // 1)
    above = math.isqrt(greatest - 1) + 1 if answer.norm == "l2" else greatest
    ties = ", exact ties left out" if answer.certificate.strict else ""
    return f"Proven: the least distance is between {least * SHOWN // 1 / SHOWN} and {above / SHOWN}{ties}."
