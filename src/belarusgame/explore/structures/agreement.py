"""How far two codings of one source agree: claim by claim, and in the payoffs that they arrive at."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, sqrt

import numpy as np

from belarusgame.base.tables import Printed
from belarusgame.evidence import FIRMNESSES, Claim, Source
from belarusgame.scenario import BASES, Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims(Printed):
    """The claims of two codings, side by side.

    Attributes
    ----------
    pairs : tuple of (Claim, Claim)
        Those that were matched: by name and paragraph, else by paragraph, in their order.
    only_a, only_b : tuple of Claim
        The others.
    """

    pairs: tuple[tuple[Claim, Claim], ...]
    only_a: tuple[Claim, ...]
    only_b: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two coders say the same of the claims that both found.

    Attributes
    ----------
    of : str
        What they say: ``firmness``, ``kind`` or ``basis``.
    same : int
        Of how many claims they say the same.
    claims : int
        Of how many they say something.
    alpha : float or None
        Krippendorff's alpha: 1 is perfect agreement, 0 what chance would give; None where nothing varies, so
        that agreement means nothing.
    """

    of: str
    same: int
    claims: int
    alpha: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoffAgreement:
    """How far two codings agree about what one player prefers, at the likely weights.

    Attributes
    ----------
    player : str
        Whose payoffs.
    comparisons : int
        Pairs of the player's strategies, over everything that the others can do.
    same_sign : float
        The share of these in which both codings prefer the same strategy, or none.
    rank : float or None
        Spearman's rank correlation of the differences; None where one of the codings knows no difference.
    """

    player: str
    comparisons: int
    same_sign: float
    rank: float | None


def aligned(a: Scenario, b: Scenario) -> Claims:
    """Match the claims of two codings: of one source, by name and paragraph, else by paragraph."""
    left, right = list(a.evidence.claims.values()), list(b.evidence.claims.values())
    pairs: list[tuple[Claim, Claim]] = []
    # By name first, for two claims of one paragraph would else be matched by their order in the files.
    for by_name in (True, False):
        for claim in list(left):
            match = next((c for c in right if _alike(a, b, claim, c, by_name=by_name)), None)
            if match is not None:
                pairs.append((claim, match))
                left.remove(claim)
                right.remove(match)
    order = list(a.evidence.claims)
    pairs.sort(key=lambda pair: order.index(pair[0].name))
    return Claims(pairs=tuple(pairs), only_a=tuple(left), only_b=tuple(right))


def _alike(a: Scenario, b: Scenario, one: Claim, other: Claim, *, by_name: bool) -> bool:
    sources = a.evidence.sources[one.source], b.evidence.sources[other.source]
    named = one.name == other.name or not by_name
    return named and one.paragraph == other.paragraph and same_source(*sources)


def same_source(one: Source, other: Source) -> bool:
    """Whether two entries mean one document: the same address, else the same title; else the same name."""
    if one.address and other.address:
        return one.address == other.address
    return one.title == other.title or one.name == other.name


def agreements(a: Scenario, b: Scenario, claims: Claims) -> tuple[Agreement, ...]:
    """Return the agreement on firmness (an ordinal scale), kind and basis (nominal ones)."""
    pairs = claims.pairs
    basis = [(_basis(a, one.name), _basis(b, other.name)) for one, other in pairs]
    # Of a nominal scale the order means nothing; sorted, it is the same every time.
    kinds = sorted({claim.kind for pair in pairs for claim in pair})
    return (
        _agreement(
            "firmness", [(one.firmness, other.firmness) for one, other in pairs], FIRMNESSES, "ordinal"
        ),
        _agreement("kind", [(one.kind, other.kind) for one, other in pairs], kinds, "nominal"),
        _agreement("basis", basis, ("", *BASES), "nominal"),
    )


def _basis(scenario: Scenario, claim: str) -> str:
    """Return the firmest basis of the payoffs that a claim supports; empty if it supports none."""
    found = {c.basis for c in scenario.considerations if claim in c.cited}
    return next((basis for basis in BASES if basis in found), "")


def _agreement(
    of: str, said: Sequence[tuple[Hashable, Hashable]], scale: Sequence[Hashable], level: str
) -> Agreement:
    same = sum(one == other for one, other in said)
    return Agreement(of=of, same=same, claims=len(said), alpha=_alpha(said, scale, level))


def _alpha(said: Sequence[tuple[Hashable, Hashable]], scale: Sequence[Hashable], level: str) -> float | None:
    """Return Krippendorff's alpha (2004, chapter 11) of two coders."""
    # Alpha divides by the disagreement that chance would give, which is then zero.
    if len({value for pair in said for value in pair}) < 2:
        return None
    import krippendorff

    codes = [[float(scale.index(value)) for value in own] for own in zip(*said, strict=True)]
    return float(krippendorff.alpha(reliability_data=codes, level_of_measurement=level))  # type: ignore[arg-type]


def payoff_agreement(a: Scenario, b: Scenario, player: str) -> PayoffAgreement:
    """Compare what one player prefers in two codings with the same players and strategies."""
    one, other = (list(_differences(scenario, player)) for scenario in (a, b))
    same = sum(_sign(x) == _sign(y) for x, y in zip(one, other, strict=True))
    return PayoffAgreement(
        player=player,
        comparisons=len(one),
        same_sign=same / len(one) if one else 1.0,
        rank=_spearman(one, other),
    )


def _differences(scenario: Scenario, player: str) -> Iterator[Fraction]:
    """Yield the exact differences between each pair of own strategies, whatever the others do."""
    index = scenario.labels.player_index(player)
    own = np.moveaxis(scenario.game().exact_payoffs[index], index, 0)
    own = own.reshape(own.shape[0], -1)
    for first, second in itertools.combinations(range(own.shape[0]), 2):
        yield from (own[first] - own[second]).tolist()


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def _spearman(one: Sequence[Fraction], other: Sequence[Fraction]) -> float | None:
    """Return the correlation of the ranks (Spearman 1904); equal values share the mean of their ranks."""
    if len(set(one)) < 2 or len(set(other)) < 2:
        return None
    ranks = [_centred_ranks(values) for values in (one, other)]
    # Exact sums of floats, so that the order of the comparisons does not matter.
    products, first, second = (
        fsum(x * y for x, y in zip(*pair, strict=True))
        for pair in (ranks, (ranks[0], ranks[0]), (ranks[1], ranks[1]))
    )
    return products / sqrt(first * second)


def _centred_ranks(values: Sequence[Fraction]) -> list[float]:
    """Return each value's rank less the mean rank."""
    ordered = sorted(values)
    begins = {value: k for k, value in reversed(list(enumerate(ordered)))}
    counts = dict.fromkeys(begins, 0)
    for value in ordered:
        counts[value] += 1
    middle = (len(values) - 1) / 2
    return [begins[value] + (counts[value] - 1) / 2 - middle for value in values]


def uses(scenario: Scenario, claim: str) -> tuple[str, ...]:
    """Name what a claim supports: considerations, delegations, drivers and types; else what keeps it out."""
    found = [c.key for c in scenario.considerations if claim in c.cited]
    found += [f"delegation {made.name}" for made in scenario.delegations if claim in made.cited]
    found += [f"driver {made.name}" for made in scenario.drivers if claim in made.claims]
    found += [f"type {made.player}.{made.name}" for made in scenario.types if claim in made.claims]
    if not found and scenario.evidence.claims[claim].background:
        return ("background",)
    return tuple(found)
