"""What a search leaves so that its answer can be checked again, and which supports it must account for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, product
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.solve.recheck.exact_cells import (
    Exact,
)

if TYPE_CHECKING:
    from belarusgame.game import Game
    from belarusgame.solve.search import Root


Supports = tuple[tuple[int, ...], ...]


# The kinds of a root; they must agree with those of the search.
REJECTED, PROVEN, BORDERLINE = 1, 2, 3


#: To be raised when the log's steps or their arguments change: older logs would be misread.
EDITION: Final = 2


class Rejected(Exception):  # noqa: N818 - it says what happens to the certificate
    """A step of a certificate does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Certificate:
    """The proof of a list of equilibria: how every support was searched, and why each root is one."""

    game: Game  #: the game that was solved
    #: The strategies that dominance left of each player; supports and rows are counted within them.
    kept: tuple[list[int], ...]
    events: Any  #: the cell trees, in the order of the search: for every step its kind and arguments
    numbers: FloatArray  #: multipliers and bounds, in the order in which the events use them
    roots: tuple[Root, ...]  #: the solutions of indifference equations around which cells were dropped
    #: Each player's payoffs are multiplied by two to this power before multipliers are applied.
    powers: tuple[int, ...]
    edition: int = EDITION  #: of the log that it keeps


def check_edition(certificate: Certificate) -> None:
    """Refuse what was kept from another edition of the check, by its name and not by the first misread step.

    Raises
    ------
    Rejected
        If the certificate is of another edition, or of one that had no number yet.
    """
    if getattr(certificate, "edition", None) != EDITION:
        raise Rejected("the certificate was made for another edition of the check; solve again")


def all_supports(counts: Sequence[int]) -> Iterator[Supports]:
    """Walk through all supports of a game."""

    def subsets(count: int) -> list[tuple[int, ...]]:
        return list(chain.from_iterable(combinations(range(count), k) for k in range(1, count + 1)))

    return product(*(subsets(count) for count in counts))


def dominated(payoffs: Exact, support: Supports) -> bool:
    """Whether a strategy of the support is strictly worse than another one, whatever the others do in it."""
    for i, inside in enumerate(support):
        index: list[Sequence[int]] = list(support)
        index[i] = range(payoffs.shape[i + 1])
        own = np.moveaxis(payoffs[i][np.ix_(*index)], i, 0)
        if any((own[b] > own[a]).all() for a in inside for b in range(len(own)) if b != a):
            return True
    return False


def kept_payoffs(certificate: Certificate) -> Exact:
    """Return the payoffs at what dominance left, scaled as the search had them."""
    payoffs = certificate.game.exact_deciding
    kept = payoffs[np.ix_(range(len(payoffs)), *certificate.kept)].copy()
    for i, power in enumerate(certificate.powers):
        if type(power) is not int or abs(power) > 2200:  # float64 knows no numbers further apart
            raise Rejected("the payoffs are scaled beyond all numbers")
        kept[i] *= Fraction(2) ** power
    return kept
