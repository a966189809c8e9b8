"""Comparisons in words, from parts written by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from belarusgame.report.explanation import Comparison, Explanation, Part, ThroughReplies


def part(name, amount, claims=("1a",), **more):
    return Part(
        consideration=name, amount=Fraction(amount), claims=claims, judged=more.pop("judged", False), **more
    )


BILL, LEFT = part("firm.wage_bill", 2), part("firm.customers", Fraction(-1, 2), (), judged=True)


def comparison(*parts, **more):
    said = {
        "player": "firm",
        "chosen": "hold",
        "alternative": "offer",
        "leads_to": None,
        "tips_at": None,
    } | more
    return Comparison(parts=parts, **said)


def sentence(compared, plural=()):
    names = {"firm": "the firm", "union": "the unions", "city": "Ross"}
    return Explanation(comparisons=(compared,), names=names, plural=frozenset(plural)).sentences[0]


@pytest.mark.parametrize(
    ("made", "basis", "kind"),
    [
        (BILL, ("1a",), "asserted"),
        (LEFT, ("judgement",), "judged"),
        (replace(BILL, inferred=True), ("1a", "inferred"), "inferred"),
        (replace(BILL, inferred=True, judged=True), ("1a", "judgement"), "judged"),
    ],
)
def test_a_part_rests_on_claims_and_on_what_the_coder_did(made, basis, kind):
    assert (made.basis, made.kind) == (basis, kind)


@pytest.mark.parametrize(
    ("bases", "words"),
    [
        ({}, "indifferent"),
        ({"judged": Fraction(1)}, "judged"),
        ({"judged": Fraction(1, 4), "asserted": Fraction(3, 4)}, "mostly asserted"),
        ({"judged": Fraction(1, 2), "asserted": Fraction(1, 2)}, "of mixed basis"),
    ],
)
def test_replies_are_known_wholly_mostly_or_by_a_mixture(bases, words):
    found = ThroughReplies(consideration="a.b", players=("x",), amount=Fraction(1), bases=bases)
    assert found.basis == words


def test_a_preference_is_told_with_its_parts_and_who_prefers():
    made = comparison(BILL, LEFT)
    assert made.difference == Fraction(3, 2)
    said = "The firm prefers hold to offer by 1.5: wage bill +2.0 [1a], customers -0.5 [judgement]."
    assert sentence(made) == said
    assert sentence(made, {"firm"}) == said.replace("prefers", "prefer")


def test_where_the_outcome_is_only_nearly_one_the_other_is_preferred():
    said = sentence(comparison(LEFT))
    assert said == "The firm would prefer offer to hold by 0.5: customers +0.5 [judgement]."


def test_a_tie_is_told_as_one_and_a_tiny_difference_as_good_as_one():
    assert sentence(comparison()) == "The firm is indifferent between hold and offer."
    tiny = sentence(comparison(part("firm.wage_bill", Fraction(1, 10**9))))
    assert tiny.startswith("The firm is as good as indifferent between hold and offer: wage bill +0.0000")
    assert sentence(comparison(), {"firm"}).startswith("The firm are indifferent")


def test_numbers_that_are_rounded_add_up_all_the_same():
    thirds = [part(f"firm.p{k}", Fraction(1, 3)) for k in range(3)]
    said = sentence(comparison(*thirds))
    assert "by 1.0000" in said
    amounts = [Fraction(word) for word in said.replace(",", " ").split() if word.startswith("+0.")]
    assert sum(amounts) == 1


def test_who_decides_for_the_player_is_named_first():
    said = sentence(comparison(BILL, decided_by="union"), {"union"})
    assert said.startswith("The unions decide for the firm here. The unions prefer hold to offer by 2.0")
    chance = sentence(comparison(BILL, decided_by="city", by_chance=True))
    assert chance.startswith(
        "Ross decides for the firm here with some chance, so that both count. Ross prefers"
    )


def test_answers_are_told_and_what_follows_from_them():
    through = ThroughReplies(
        consideration="firm.customers",
        players=("city",),
        amount=Fraction(-1, 2),
        bases={"asserted": Fraction(1)},
    )
    made = comparison(BILL, LEFT, leads_to={"city": "step_in"}, through_replies=(through,))
    assert sentence(made).endswith(
        "; after offer the others would answer: Ross step_in; through Ross' reply (asserted): customers -0.5."
    )
    assert made.replied("firm.customers") == {"through replies": -0.5, "whose replies": "city (asserted)"}
    assert made.replied("firm.wage_bill") == {"through replies": 0.0, "whose replies": ""}
    whole = replace(made, parts=(LEFT,))
    assert sentence(whole).endswith("(asserted): all of it.")
    both = replace(through, players=("firm", "city"))
    assert "through the firm's and Ross' replies" in sentence(replace(made, through_replies=(both,)))


def test_the_most_fragile_comparison_is_the_nearest_tie():
    far, near, never = (
        comparison(BILL, tips_at=t, alternative=str(t)) for t in (Fraction(2), Fraction(1, 2), None)
    )
    found = Explanation(comparisons=(never, far, near), names={})
    assert found.most_fragile is near
    assert Explanation(comparisons=(never,), names={}).most_fragile is None
    assert len(found.rows()) == 3
    assert found.heading == "Explanation: 3 comparisons"
