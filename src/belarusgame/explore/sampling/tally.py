"""Counts of draws by what their outcomes look like, which add up in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from belarusgame.base.labels import Labels, PartialProfile

#: Probabilities are added up as whole multiples of 2^-40, so that sums do not depend on their order.
UNITS = 2**40


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the outcomes of a draw look like; a set of profiles is a whole number with one bit a profile."""

    replicate: int = 0  #: the scrambling that the draw belongs to; 0 for random points
    partial: bool = False  #: whether the solver could not say that these outcomes are all
    pure: int = 0  #: the profiles that are outcomes
    #: For every outcome in which somebody randomises, and for every cluster of equilibria, the profiles that
    #: may happen; sorted.
    mixed: tuple[int, ...] = ()

    @property
    def outcomes(self) -> int:
        """How many outcomes there are; a cluster counts once."""
        return self.pure.bit_count() + len(self.mixed)

    @property
    def reached(self) -> int:
        """The profiles that happen in some outcome."""
        reached = self.pure
        for support in self.mixed:
            reached |= support
        return reached

    def always(self, event: int) -> bool:
        """Whether an event is certain in every outcome, and there is one, and there are no others."""
        return not self.partial and self.outcomes > 0 and not self.reached & ~event

    def sometimes(self, event: int) -> bool:
        """Whether an event may happen in some outcome that was found."""
        return bool(self.reached & event)


@dataclass(slots=True)
class Tally:
    """How many draws look alike, and the sums of the watched events' bounds where they do not follow."""

    count: int
    least: list[int]
    greatest: list[int]


class Tallies:
    """Counts by what was found."""

    def __init__(self) -> None:
        self.by_found: dict[Found, Tally] = {}

    def add(
        self, found: Found, count: int = 1, least: Iterable[int] = (), greatest: Iterable[int] = ()
    ) -> None:
        """Count draws; the bounds are sums over them, in units of 2^-40."""
        held = self.by_found.get(found)
        if held is None:
            self.by_found[found] = Tally(count, list(least), list(greatest))
            return
        held.count += count
        held.least = [a + b for a, b in zip(held.least, least, strict=True)]
        held.greatest = [a + b for a, b in zip(held.greatest, greatest, strict=True)]

    def update(self, other: Tallies) -> None:
        """Add the counts of another part of the draws."""
        for found, tally in other.by_found.items():
            self.add(found, tally.count, tally.least, tally.greatest)

    def sorted(self) -> Iterator[tuple[Found, Tally]]:
        """Go through the counts in an order that does not depend on how the work was split."""
        return iter(sorted(self.by_found.items(), key=_place))

    def as_data(self) -> list[list[Any]]:
        """Return the counts as plain lists that JSON can hold."""
        return [
            [
                f.replicate,
                int(f.partial),
                hex(f.pure),
                [hex(m) for m in f.mixed],
                t.count,
                t.least,
                t.greatest,
            ]
            for f, t in self.by_found.items()
        ]

    @classmethod
    def from_data(cls, rows: list[list[Any]]) -> Tallies:
        """Read what :meth:`as_data` wrote."""
        made = cls()
        for replicate, partial, pure, mixed, count, least, greatest in rows:
            supports = tuple(int(m, 16) for m in mixed)
            found = Found(replicate=replicate, partial=bool(partial), pure=int(pure, 16), mixed=supports)
            made.add(found, count, least, greatest)
        return made


def _place(item: tuple[Found, Tally]) -> Any:
    found, tally = item
    # The most frequent first, and equally frequent ones in an order of their own, not that of arrival.
    return -tally.count, found.replicate, found.partial, found.pure, found.mixed


def bits_of(mask: Any) -> int:
    """Turn an array of marks, one a profile, into a whole number."""
    return int.from_bytes(
        np.packbits(np.asarray(mask, dtype=np.bool_).ravel(), bitorder="little").tobytes(), "little"
    )


def event_bits(labels: Labels, event: PartialProfile) -> int:
    """Return the profiles in which an event holds."""
    return bits_of(labels.mask(event))
