"""What types do and what is then believed, of a guest who drinks beer or eats quiche."""

import pytest

import belarusgame as bg
from belarusgame.report.figures import signals


@pytest.fixture(scope="module")
def found(guests):
    return bg.solve.perfect_bayesian_equilibria(guests, ["guest", "bully"])


def test_a_row_is_an_equilibrium_a_move_and_a_type(found):
    rows = signals(found).rows()
    assert [(row["move"], row["type"]) for row in rows[:4]] == [
        ("beer", "weak"), ("beer", "strong"), ("quiche", "weak"), ("quiche", "strong"),
    ]  # fmt: skip
    assert len(rows) == 4 * len(found.equilibria)
    on_beer = rows[:4]
    assert [row["makes it"] for row in on_beer] == [(1, 1), (1, 1), (0, 0), (0, 0)]
    assert [row["prior"] for row in on_beer] == [0.1, 0.9, 0.1, 0.9]
    # After beer the prior; after quiche, which nobody eats, anything that deters.
    assert [row["is then believed"] for row in on_beer] == [(0.1, 0.1), (0.9, 0.9), (0.5, 1.0), (0.0, 0.5)]


def test_the_words_count_equilibria_and_tell_what_types_do(found):
    alt = signals(found).alt
    assert alt.startswith(
        "2 perfect Bayesian equilibria, complete. In the first: guest if weak beer 100% and "
    )
    assert "guest if strong beer 100%" in alt
    assert "quiche" not in alt.split("In the first:")[1].split(".")[0]


def test_without_types_there_is_nothing_to_draw():
    plain = bg.BayesianGame(
        ["a", "b"], [["x", "y"], ["u", "v"]], {}, {}, [[[3, 1], [2, 0]], [[1, 0], [0, 1]]]
    )
    chart = signals(bg.solve.perfect_bayesian_equilibria(plain, ["a", "b"]))
    assert chart.rows() == []
    assert chart.alt == "Nobody has private information."
