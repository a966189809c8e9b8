import math

from belarusgame.report.figures.quantities import amount, counted, percent, share_words
from belarusgame.report.figures.shares import END, spot_of


def test_the_scale_is_that_of_log_odds_and_ends_at_never_and_always():
    assert spot_of(0.5) == 0.0
    assert math.isclose(spot_of(0.9), math.log(9))
    assert math.isclose(spot_of(0.1), -spot_of(0.9))
    assert (spot_of(0.0), spot_of(1.0)) == (-END, END)
    assert -END < spot_of(0.00028) < spot_of(0.9997) < END


def test_a_share_is_a_count_of_draws():
    assert share_words(0.00028, 100_000) == "28 of 100,000"
    assert share_words(0.0, 2048) == "none of 2,048"
    assert share_words(1.0, 2048) == "all of 2,048"
    assert counted(0.123456, 10) is None and share_words(0.123456, 10) == "12.3% of 10"


def test_only_nothing_is_0_percent_and_only_everything_100():
    assert [percent(s) for s in (0.0, 0.00028, 0.5, 0.9997, 1.0)] == [
        "0%",
        "0.028%",
        "50.0%",
        "99.970%",
        "100%",
    ]
    assert [amount(v) for v in (1.5, 0.0, -0.75)] == ["+1.5", "0", "\u22120.75"]
