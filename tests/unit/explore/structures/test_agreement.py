"""Agreement of coders: Krippendorff's own tables, and payoffs by hand."""

import itertools

import pytest
from first_edition import first_edition

from belarusgame.explore.structures.agreement import (
    _alpha,
    _spearman,
    agreements,
    aligned,
    payoff_agreement,
    uses,
)


@pytest.mark.parametrize(
    ("one", "other", "alpha"),
    [
        # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), sections A and B.
        ("0100000010", "1110010000", 0.095),
        ("aabbdcccedda", "babbbccceddd", 0.692),
    ],
)
def test_alpha_of_the_published_tables(one, other, alpha):
    said = list(zip(one, other, strict=True))
    assert _alpha(said, sorted(set(one + other)), "nominal") == pytest.approx(alpha, abs=0.0005)


def test_alpha_on_an_ordinal_scale_by_its_definition():
    said = [("a", "a"), ("a", "b"), ("b", "b"), ("c", "b"), ("c", "c"), ("a", "c")]
    values = [value for pair in said for value in pair]
    count = {value: values.count(value) for value in "abc"}

    def distance(one, other):
        low, high = sorted("abc".index(value) for value in (one, other))
        between = sum(count["abc"[k]] for k in range(low, high + 1))
        return (between - (count[one] + count[other]) / 2) ** 2

    observed = sum(distance(*pair) for pair in said) / len(said)
    pairs = list(itertools.permutations(values, 2))
    expected = sum(distance(*pair) for pair in pairs) / len(pairs)
    assert _alpha(said, "abc", "ordinal") == pytest.approx(1 - observed / expected)


def test_where_nothing_varies_agreement_means_nothing():
    assert _alpha([("a", "a")] * 5, "ab", "nominal") is None
    assert _alpha([], "ab", "nominal") is None


def test_claims_are_matched_by_name_else_by_paragraph(firm):
    claim = {"source": "paper", "says": "So.", "kind": "assertion", "speaker": "author", "firmness": "hedged"}
    a = firm(claims__3a=claim | {"paragraph": 3}, claims__9z=claim | {"paragraph": 9})
    b = firm(claims__3b=claim | {"paragraph": 3}, claims__3c=claim | {"paragraph": 3})
    found = aligned(a, b)
    assert [(one.name, other.name) for one, other in found.pairs] == [
        ("1a", "1a"),
        ("2a", "2a"),
        ("3a", "3b"),
    ]
    assert [c.name for c in found.only_a] == ["9z"]
    assert [c.name for c in found.only_b] == ["3c"]
    firmness = agreements(a, b, found)[0]
    assert (firmness.of, firmness.same, firmness.claims) == ("firmness", 3, 3)


def test_the_basis_of_a_claim_is_the_firmest_of_what_it_supports(firm):
    asserted = firm()  # 1a supports an asserted gain and an inferred cost
    only = firm(considerations__firm__gain={
        "sentence": "It gains.",
        "claims": ["1a"],
        "inferred": "A step.",
        "effects": [{"when": {"firm": "raise"}, "adds": 1}],
    })  # fmt: skip
    basis = agreements(asserted, only, aligned(asserted, only))[2]
    assert (basis.of, basis.same, basis.claims) == ("basis", 1, 2)
    assert uses(asserted, "1a") == ("firm.gain", "firm.cost")


def test_payoffs_agree_by_sign_and_by_rank(firm):
    a = firm()
    twice = firm(considerations__firm__gain={
        "sentence": "It gains.",
        "claims": ["1a"],
        "effects": [{"when": {"firm": "raise"}, "adds": 2}],
    })  # fmt: skip
    own = payoff_agreement(a, a, "firm")
    assert (own.comparisons, own.same_sign) == (2, 1.0)
    assert own.rank is None  # hold to raise is worth the same whatever the state does
    changed = payoff_agreement(a, twice, "firm")
    assert changed.same_sign == 0.0  # 1 - 1.5 against 2 - 1.5
    state = payoff_agreement(a, a, "state")
    assert state.rank == pytest.approx(1.0)
    assert payoff_agreement(first_edition(), first_edition(), "putin").rank == pytest.approx(1.0)


def test_ranks_share_ties_and_turn_round():
    assert _spearman([1, 2, 2, 3], [1, 2, 2, 3]) == pytest.approx(1.0)
    assert _spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1.0)
    # Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
    assert _spearman([1, 2, 2, 3], [1, 2, 3, 4]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)
