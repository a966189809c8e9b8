"""How much of what a player weighs is asserted, inferred or judged: by size, not by the number of fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from belarusgame.scenario.records import BASES, Basis, Consideration


def shares_by_basis(considerations: Sequence[Consideration]) -> dict[Basis, Fraction]:
    """Return the share of each basis in the sizes of some considerations; they sum to 1.

    The size of a consideration is its likely weight times its largest effect. An effect that is marked as
    judged, as in the codebook's first edition, is a part of its own. Empty where every size is zero.

    Parameters
    ----------
    considerations : sequence of Consideration
        Those of one player; sizes of different players are not comparable.

    Examples
    --------
    >>> import belarusgame as bg
    >>> from belarusgame.scenario import shares_by_basis
    >>> sum(shares_by_basis(bg.load_scenario("belarus-2022").of_player("putin")).values())
    Fraction(1, 1)
    """
    sizes: Mapping[Basis, Fraction] = dict.fromkeys(BASES, Fraction(0))
    sizes = {
        basis: sum((size for c in considerations for of, size in _parts(c) if of == basis), start)
        for basis, start in sizes.items()
    }
    total = sum(sizes.values())
    return {basis: size / total for basis, size in sizes.items()} if total else {}


def _parts(consideration: Consideration) -> Iterator[tuple[Basis, Fraction]]:
    """Yield the size of what has the consideration's own basis, and of its judged effects."""
    weight = consideration.weight.likely
    own = [abs(effect.adds) for effect in consideration.effects if not effect.judgement]
    judged = [abs(effect.adds) for effect in consideration.effects if effect.judgement]
    if own:
        # The largest effect, not their sum: effects of one end often exclude one another.
        yield consideration.basis, weight * max(own)
    if judged:
        yield "judged", weight * max(judged)
