"""Comparisons as bars: what is drawn, and what is said of it."""

from fractions import Fraction

import pytest
from matplotlib.text import Text

from belarusgame.report.explanation import Comparison, Explanation, Part, ThroughReplies
from belarusgame.report.figures import margins
from belarusgame.report.figures.palette import WIDTHS


def part(name, amount, **more):
    return Part(consideration=name, amount=Fraction(amount), claims=("1a",), judged=False, **more)


def comparison(player, alternative, *parts, **more):
    said = {"chosen": "hold", "leads_to": None, "tips_at": None} | more
    return Comparison(player=player, alternative=alternative, parts=parts, **said)


CLOSE = comparison(
    "firm", "offer", part("firm.wage_bill", 2), part("firm.customers", Fraction(-3, 2), inferred=True)
)
CLEAR = comparison("city", "step_in", part("city.peace", 1))
TIED = comparison("city", "leave")


def chart(*comparisons):
    return margins(Explanation(comparisons=comparisons, names={"firm": "the firm"}))


def test_parts_for_the_choice_come_before_those_against_it():
    rows = chart(CLOSE).rows()
    assert [(row["consideration"], row["amount"]) for row in rows] == [
        ("firm.wage_bill", 2),
        ("firm.customers", -1.5),
    ]
    assert {row["sum"] for row in rows} == {0.5}
    assert [row["rests on"] for row in rows] == ["1a", "1a inferred"]


def test_what_follows_from_replies_stands_beside_its_part():
    through = ThroughReplies(
        consideration="city.peace", players=("union",), amount=Fraction(1, 2), bases={"judged": Fraction(1)}
    )
    (row,) = chart(comparison("city", "step_in", part("city.peace", 1), through_replies=(through,))).rows()
    assert (row["through replies"], row["whose replies"]) == (0.5, "union (judged)")


@pytest.mark.parametrize(
    ("comparisons", "said"),
    [
        ((), "No player has an alternative."),
        (
            (CLEAR, CLOSE),
            "2 of 2 comparisons are decided for what is done; "
            "the closest is The firm: hold rather than offer, by 0.5.",
        ),
        (
            (CLEAR, TIED),
            "1 of 2 comparisons are decided for what is done; "
            "the closest is City: hold rather than leave, by 0.",
        ),
    ],
)
def test_the_closest_comparison_is_named(comparisons, said):
    assert chart(*comparisons).alt == said


def test_the_words_of_the_picture_add_up_like_the_bars():
    figure = chart(CLOSE, TIED).figure(WIDTHS["page"])
    words = " ".join(text.get_text() for text in figure.findobj(Text))
    assert "for it: wage bill +2.0 [1a]" in words
    assert "against: customers -1.5 [1a inferred]" in words
    assert "no consideration tells them apart" in words
    bars = sorted(patch.get_width() for patch in figure.axes[0].child_axes[0].patches)
    assert bars == [-1.5, 2.0]
