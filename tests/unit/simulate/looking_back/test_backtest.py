"""The back-test: its scores, what it may not read, and what it refuses."""

import pickle
from pathlib import Path

import pytest

import belarusgame as bg

HISTORY = bg.seeds_folder() / "history.toml"


@pytest.fixture(scope="module")
def found():
    return bg.simulate.backtest(bg.load_scenario(), runs=300, seed=2, structures=False)


def written(tmp_path, change):
    """Write the packaged history with one text replaced by another."""
    old, new = change
    text = HISTORY.read_text("utf-8")
    assert old in text
    path = tmp_path / "changed.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_the_references_stand_beside_the_model_each_with_its_source_and_date(found):
    assert found.forecast().interval[0] <= found.forecast().scores[0].probability
    assert found.forecast("community_average").scores[0].probability == 0.075
    assert found.forecast("community_average").address.startswith("https://www.metaculus.com/")
    assert found.forecast("community_at_close").kind == "hindsight"
    assert found.forecast("nato_official").scores == ()
    rates = found.forecast("base rates")
    assert [score.probability for score in rates.scores] == [0.22, 0.745]
    assert all(one.address for one in found.forecasts if one.kind not in ("model", "fixed", "range"))
    late = [one.name for one in found.forecasts if one.by == found.outcomes[1].by]
    assert "community_average" not in late  # it spoke of another date
    assert "war_watchers" in late


def test_the_first_outcome_is_said_to_show_little(found):
    said = str(found)
    assert "2 against 50 % (even_odds)" in said
    assert "1.1 against 7.5 % (community_average)" in said
    assert "1.4 against 27 % (wars_that_spread)" in said
    assert "no calibration" in said
    assert "not pooled into one score" in said


def test_rationality_and_other_readings_are_scored_too(found):
    levels = [one.name for one in found.rationality]
    assert levels[0] == "rationality 0.5"
    assert levels[-1] == "rationality 8"
    assert all(0.0 < one.scores.probability < 1.0 for one in found.rationality)
    assert len({one.scores.probability for one in found.rationality}) > 1  # it decides much
    names = {one.name for one in found.readings}
    assert {"farsighted players", "likely inputs, nobody of a type"} <= names
    assert len(names) == 8
    assert found.structures == ()


def test_further_rows_say_how_likely_the_model_had_what_was_seen(found):
    rows = {one.seen.name: one for one in found.further}
    mediates = rows["wagner_mutiny_brokered"]
    place = mediates.month - 1
    share = found.campaign.strategies["lukashenko"][
        place, found.campaign.labels.strategies[0].index("mediate")
    ]
    assert mediates.probability == pytest.approx(share)
    assert rows["the_west_splits"].probability is None
    assert mediates.month == 16  # 24 June 2023 lies in the sixteenth month


def test_a_back_test_can_be_kept_and_shown(found):
    again = pickle.loads(pickle.dumps(found))
    assert again.forecast().scores == found.forecast().scores
    assert "<table>" in found._repr_html_()
    assert len(found.to_frame()) == len(found.forecasts)
    assert len(found.history.rows()) == len(found.history.to_frame())


def test_every_other_modelling_choice_is_scored(build):
    scenario = build(
        {"leader": ["stay", "join"], "friend": ["watch", "help"]},
        {
            "leader.cost": (
                (0.5, 1, 1.5),
                [({"leader": "join"}, -2), ({"leader": "join", "friend": "help"}, 1)],
            ),
            "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1)]),
        },
        order=["leader", "friend"],
    )
    outcome = bg.simulate.Happened(
        name="joined",
        event={"leader": ("join",)},
        by=scenario.date.replace(year=2027),
        happened=False,
        source="",
        says="x",
    )
    history = bg.simulate.History(name="made up", sources={}, outcomes=(outcome,))
    found = bg.simulate.backtest(scenario, history, runs=100, seed=1)
    names = [one.name for one in found.structures]
    assert "simultaneous: nobody sees a move" in names
    assert {"held: friend = watch", "held: friend = help"} <= set(names)
    held = {one.name: one.scores.probability for one in found.structures}
    assert held["held: friend = help"] > held["held: friend = watch"]


def test_neither_the_scenario_nor_a_campaign_opens_the_history(monkeypatch):
    opened = []
    real = Path.open

    def watching(self, *arguments, **named):
        opened.append(self.name)
        return real(self, *arguments, **named)

    def listening(event, arguments):
        if event == "open" and watch:
            opened.append(str(arguments[0]))

    import sys

    watch = [True]
    sys.addaudithook(listening)  # sees every file that anything opens
    monkeypatch.setattr(Path, "open", watching)
    scenario = bg.load_scenario()
    bg.simulate.campaign(scenario, months=2, runs=5)
    assert any("belarus-2022.toml" in name for name in opened)  # the watch works
    assert not [name for name in opened if "history" in name]
    bg.simulate.load_history()
    assert [name for name in opened if "history.toml" in name]
    watch.clear()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ('source = "isw-2022"\nsays = "After', 'source = "isw"\nsays = "After'),
            'outcomes.before_winter_2022.source: "isw" is not one of',
        ),
        (
            ("by = 2022-12-20", "by = 2022-01-20"),
            "outcomes.before_winter_2022: by = 2022-01-20: must be later than 2022-03-23",
        ),
        (
            ("date = 2022-11-15\nsource", "date = 2022-03-23\nsource"),
            "events.debt_deferred: date = 2022-03-23: must be later",
        ),
        (
            ('event = { lukashenko = "join" }', 'event = { lukashenko = "fight" }'),
            'outcomes.before_june_2022: lukashenko: strategy "fight" is not one of',
        ),
        (('source = "nato-2022"\n', ""), "references.nato_official: has no source"),
        (
            ("probability = 0.27", "probability = 1.27"),
            "references.wars_that_spread.probability: 1.27: must be a number between 0 and 1",
        ),
        (("probability = 0.27\n", ""), "references.wars_that_spread: lacks a probability"),
        (
            ('kind = "verbal"', 'kind = "verbal"\nprobability = 0.5'),
            "references.nato_official: words have no probability",
        ),
        (("happened = false\n", ""), "outcomes.before_june_2022.happened: is missing"),
        (
            ('address = "https://doi.org/10.1177/2053168018779697"\n', ""),
            "sources.berkemeier-2018.address: is missing",
        ),
        (("[outcomes.before_june_2022]", "[outcome.before_june_2022]"), "outcome: unknown section"),
        (
            ('event = { lukashenko = "join" }', "event = {}"),
            "outcomes.before_june_2022.event: {}: must be a table such as",
        ),
        (("[sources.nato-2022]", "[sources.talks]"), "nato-2022"),
    ],
)
def test_a_history_that_is_not_in_order_is_refused(tmp_path, change, message):
    with pytest.raises(bg.BelarusGameError) as error:
        bg.simulate.backtest(bg.load_scenario(), written(tmp_path, change), runs=5, structures=False)
    assert message in str(error.value)


def test_what_the_scenario_rests_on_cannot_test_it(tmp_path):
    own = next(iter(bg.load_scenario().evidence.sources))
    path = tmp_path / "own.toml"
    path.write_text(HISTORY.read_text("utf-8").replace("isw-2022", own), "utf-8")
    with pytest.raises(bg.GameError, match="is also a source of the scenario"):
        bg.simulate.backtest(bg.load_scenario(), path, runs=5, structures=False)
