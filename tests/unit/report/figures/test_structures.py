"""Modelling choices beside the scenario as coded, those first that move the answer most."""

from belarusgame.explore.sampling.shares import Share
from belarusgame.explore.structures.structure import Structure
from belarusgame.explore.structures.structures import Structures
from belarusgame.report.figures import structures
from belarusgame.report.figures.structures import MOST


def share(some):
    return Share(
        event={"a": ("x",)}, draws=200, every=0.0, some=some, every_interval=(0, 1),
        some_interval=(0, 1), none=0.0, undecided=0.0, least=None, greatest=None,
    )  # fmt: skip


def one(kind, choice, verdict, some, coded=0.5):
    made = None if some is None else share(some)
    return Structure(
        kind=kind, choice=choice, verdict=verdict, share=made, shift=0.0 if some is None else some - coded
    )


CODED = one("as coded", "", "never", 0.5)


def chart(*others):
    return structures(Structures(event={"a": ("x",)}, concept="pure", structures=(CODED, *others)))


def test_another_verdict_comes_first_and_then_what_shifts_the_share_most():
    small, large = one("held", "b = l", "never", 0.375), one("held", "b = r", "never", 1.0)
    turned, open_ = one("type", "a bold", "always", 0.5), one("coding", "other", "undecided", 0.25)
    rows = chart(small, large, turned, open_).rows()
    assert [row["choice"] for row in rows] == ["", "a bold", "b = r", "other", "b = l"]
    assert [row["share"] for row in rows] == [0.5, 0.5, 1.0, 0.25, 0.375]


def test_what_is_not_defined_is_not_drawn_and_of_many_the_last_are_counted():
    assert [row["choice"] for row in chart(one("order", "x; y", "not defined", None)).rows()] == [""]
    many = chart(*(one("held", f"b = {k}", "never", 0.25) for k in range(MOST + 5)))
    assert len(many.rows()) == MOST + 1


def test_the_range_and_what_moves_it_most_are_told():
    assert chart(one("held", "b = r_1", "never", 1.0), one("held", "b = l", "never", 0.375)).alt == (
        "A: x in 50.0% of the draws as coded, and between 37.5% and 100% over 2 other choices; "
        "b = r 1 moves it most."
    )
    assert chart(one("held", "b = l", "never", 0.5)).alt == (
        "A: x in 50.0% of the draws as coded, and no modelling choice moves that."
    )
