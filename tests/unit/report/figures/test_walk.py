from fractions import Fraction

import pytest

import belarusgame as bg


def test_a_margin_is_zero_where_the_arithmetic_has_it(pull):
    """Joining pays gain - 2 cost: -1 at the likely weights 1 and 1, on ranges to 3 and from 0.5."""
    chart = bg.explore.tipping_points(pull, {"leader": "join"}).chart()
    (margin,) = [m for m in chart.margins if m.player == "leader"]
    assert margin.worth[0] == -1
    assert margin.zero == 1  # the tipping point itself: nothing nearer does it
    lines = [row for row in chart.rows() if row.get("line")]
    assert [row["margin"] for row in lines if "Leader" in row["line"]] == [-1.0, float(margin.worth[-1])]
    moves = {row["input"]: row for row in chart.rows() if row.get("input")}
    at = {name: Fraction(str(row["tipping"])) for name, row in moves.items()}
    assert float(at["leader.gain"] - 2 * at["leader.cost"]) == pytest.approx(0)
    assert (moves["leader.gain"]["low"], moves["leader.gain"]["high"]) == (0.5, 3.0)
    assert "2 inputs move together" in chart.alt


def test_where_nothing_leads_there_a_sentence_stands_for_the_picture(pull):
    chart = bg.explore.tipping_points(pull, {"friend": "leave"}).chart()
    assert chart.rows() == []
    assert chart.alt == "No change in reach leads to Friend: leave, which is proven."
    assert not chart.draw().lines
