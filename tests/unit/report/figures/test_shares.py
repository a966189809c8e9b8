import math

from belarusgame.report.figures.shares import END, spot_of


def test_the_scale_is_that_of_log_odds_and_ends_at_never_and_always():
    assert spot_of(0.5) == 0.0
    assert math.isclose(spot_of(0.9), math.log(9))
    assert math.isclose(spot_of(0.1), -spot_of(0.9))
    assert (spot_of(0.0), spot_of(1.0)) == (-END, END)
    assert -END < spot_of(0.00028) < spot_of(0.9997) < END
