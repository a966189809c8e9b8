"""Claims that change somebody's choice where they are left out."""

from types import SimpleNamespace

from belarusgame.explore.sensitivity.without_claim import LeftOut
from belarusgame.report.figures.carriers import NOBODY, CarriersChart
from belarusgame.report.figures.naming import Naming


def left(claim, overturned=False, **turns):
    return LeftOut(
        claim=claim, says=f"{claim} says so.", changes=("x",), answer=0.5, move=0.0, settled=1, outcomes=(),
        changed=bool(turns), overturned=overturned, partial=False, turns=turns,
    )  # fmt: skip


def chart(*claims):
    found = SimpleNamespace(claims=claims, players=("firm", "big_union"), event={"big_union": ("strike",)})
    return CarriersChart(without=found, words=Naming())


def test_a_row_is_a_claim_without_which_somebody_does_something_else():
    rows = chart(
        left("1a"), left("2a", firm="offer"), left("3a", True, firm="hold", big_union="talks")
    ).rows()
    assert rows == [
        {"claim": "2a", "firm": "offer", "big_union": "", "says": "2a says so."},
        {"claim": "3a", "firm": "hold", "big_union": "talks", "says": "3a says so."},
    ]


def test_the_claims_that_turn_the_answer_are_named():
    assert chart(left("1a"), left("2a", firm="offer"), left("3a", True, firm="hold")).alt == (
        "Without one of 2 of 3 claims somebody's choice changes; "
        "the answer on Big union: strike turns with 3a."
    )
    assert chart(left("2a", firm="offer")).alt.endswith("turns with none of them.")
    assert chart(left("2a", True, firm="offer"), left("4a", True, firm="x")).alt.endswith(
        "turns with 2a or 4a."
    )


def test_where_nothing_turns_a_sentence_stands_for_the_picture():
    quiet = chart(left("1a"), left("2a"))
    assert quiet.rows() == []
    assert quiet.alt == f"{NOBODY} 2 claims were left out, one at a time."
