"""Which figures a page shows, by what an assessment holds."""

from types import SimpleNamespace

import pytest

import belarusgame as bg
from belarusgame.report import audit
from belarusgame.report.page import pictures
from belarusgame.report.page.further import Further
from belarusgame.report.page.pictures import charts_of


@pytest.fixture
def names(monkeypatch):
    """Let figures be made of nothing but their names, and note the settings that are given."""
    made = []

    class Figures:
        def __getattr__(self, name):
            def make(record, **settings):
                made.append((name, record, settings))
                return name

            return make

    monkeypatch.setattr(pictures, "figures", Figures())
    return made


def assessment(scenario, **more):
    solution = bg.solve.sequential_equilibria(scenario.game(), scenario.order)
    main = SimpleNamespace(solution=solution, explanations=("why",))
    said = {"headlines": (), "structures": None} | more
    return SimpleNamespace(scenario=scenario, readings=(main,), audit=audit(scenario), **said)


def shown(*arguments):
    return [name for name, _ in charts_of(*arguments)]


def test_without_draws_a_page_shows_what_the_likely_game_says(harbour, names):
    assert shown(assessment(harbour), None, Further()) == [
        "play",
        "margins",
        "matrix",
        "best_replies",
        "basis",
    ]
    # The table is of the union, which is asked about, and of who moves first; the city is held.
    (table,) = [record for name, record, _ in names if name == "matrix"]
    assert table.players == ("firm", "union")


def test_what_was_found_under_uncertain_payoffs_is_shown_in_order(harbour, names):
    without, tipping = SimpleNamespace(claims=("1a",)), SimpleNamespace(stops=None)
    found = SimpleNamespace(
        sweep="sweep", tipping=tipping, mistakes=None, sensitivity="sensitivity", without=without
    )
    further = Further(signals="signals", months="months", backtest="back")
    names_of = shown(assessment(harbour, headlines=(found,), structures="all"), None, further)
    assert names_of[4:] == [
        "structures", "basis", "shares", "signals", "months", "backtest", "walk", "sensitivity", "carriers",
    ]  # fmt: skip
    assert [record for name, record, _ in names if name == "walk"] == [tipping]
    without.claims = ()
    found.sensitivity, tipping.stops = None, "what would stop it"
    assert "carriers" not in shown(assessment(harbour, headlines=(found,)), None, Further())
    assert "sensitivity" not in shown(assessment(harbour, headlines=(found,)), None, Further())
    assert [record for name, record, _ in names if name == "walk"][1:] == ["what would stop it"] * 2


def test_a_path_is_drawn_for_a_scenario_with_rationality_and_a_triangle_for_three_strategies(
    make, names, monkeypatch
):
    def rational(tables):
        tables["scenario"]["rationality"] = {"level": {"low": 1, "likely": 2, "high": 4}, "judgement": "So."}

    scenario = make(rational)
    monkeypatch.setattr(pictures, "logit_path", lambda game: "path")
    assert [
        name for name in shown(assessment(scenario), None, Further()) if name in ("mistakes", "triangle")
    ] == [
        "mistakes",
        "triangle",
    ]
    assert names[-1][2]["player"] == "union"
    monkeypatch.setattr(pictures, "MOST_PROFILES", 11)  # of twelve
    assert "mistakes" not in shown(assessment(scenario), None, Further())


def test_a_large_game_has_no_arrows(harbour, names, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_DRAWN", 11)
    assert "best_replies" not in shown(assessment(harbour), None, Further())
    monkeypatch.setattr(pictures, "MOST_DRAWN", 12)
    assert "best_replies" in shown(assessment(harbour), None, Further())


def test_a_map_is_drawn_of_the_first_pair_that_tells_something(harbour, names, monkeypatch):
    asked = []
    monkeypatch.setattr(pictures, "region_map", lambda *what, **how: asked.append((what[1:], how)) or "map")
    pairs = [SimpleNamespace(x="union.pay", y="union.fund"), SimpleNamespace(x="a", y="b")]
    assert "regions" in shown(assessment(harbour), SimpleNamespace(pairs=pairs), Further())
    assert asked == [(("union.pay", "union.fund"), {"concept": "sequential"})]
    assert "regions" not in shown(assessment(harbour), SimpleNamespace(pairs=[]), Further())
