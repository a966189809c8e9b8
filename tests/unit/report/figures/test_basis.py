"""How each number is known, player by player."""

import pytest

from belarusgame.report import audit
from belarusgame.report.figures import basis
from belarusgame.report.figures.palette import WIDTHS


@pytest.fixture(scope="module")
def chart(make):
    """Half of what the city weighs, by size, rests on no claim: 1 of 1/2 times 2 and 1 times 1."""

    def guess(tables):
        noise = tables["considerations"]["city"]["noise"]
        del noise["claims"]
        noise |= {
            "judged": "It is.",
            "judgement": "A guess.",
            "weight": {"low": 0.5, "likely": 1, "high": 1.5},
        }

    scenario = make(guess)
    return basis(audit(scenario), scenario=scenario)


def test_a_row_is_a_basis_of_a_player_and_the_parts_are_the_whole(chart, harbour):
    rows = chart.rows()
    assert [row["player"] for row in rows[::3]] == list(harbour.labels.players)
    assert [row["basis"] for row in rows[:3]] == ["asserted", "inferred", "judged"]
    for start in range(0, len(rows), 3):
        assert sum(row["share"] for row in rows[start : start + 3]) == pytest.approx(1)


def test_what_is_judged_is_told_with_names(chart):
    judged = {row["player"]: row["share"] for row in chart.rows() if row["basis"] == "judged"}
    # Of the firm's 2, 3/4 times 3 and 3/4 times 1 the last is a judged effect.
    assert judged == pytest.approx({"firm": 0.75 / 5, "union": 0, "city": 0.5})
    assert chart.alt.startswith("Judged without a claim, by size: ")
    assert "the union 0%" in chart.alt
    assert chart.alt.endswith("City 50.0%.")


def test_bars_are_as_long_as_their_shares(chart):
    panel = chart.figure(WIDTHS["page"]).axes[0].child_axes[0]
    drawn = [patch.get_width() for patch in panel.patches]
    assert drawn == pytest.approx([row["share"] for row in chart.rows()])


def test_bars_of_a_player_follow_one_another(chart):
    panel = chart.figure(WIDTHS["page"]).axes[0].child_axes[0]
    bars = list(panel.patches)
    assert len(bars) == 9
    for first, second, third in zip(bars[::3], bars[1::3], bars[2::3], strict=True):
        assert first.get_x() == 0
        assert second.get_x() == pytest.approx(first.get_width())
        assert third.get_x() == pytest.approx(1 - third.get_width())
