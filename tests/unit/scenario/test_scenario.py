from __future__ import annotations

import copy
import pickle
import tomllib
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from first_edition import FOLDER, first_edition

import belarusgame as bg
from belarusgame.scenario.scenario import packaged_scenarios

SEEDS = bg.seeds_folder()


@pytest.fixture(scope="module")
def scenario() -> bg.Scenario:
    """The first coding, whose numbers are known."""
    return first_edition()


@pytest.fixture
def tables() -> dict[str, Any]:
    """The same as Python data: floats for decimals, and the evidence inline."""
    inline = tomllib.loads((FOLDER / "belarus-2022.toml").read_text("utf-8"))
    del inline["scenario"]["evidence"]
    for name in ("sources.toml", "claims.toml"):
        inline |= tomllib.loads((FOLDER / name).read_text("utf-8"))
    return inline


def test_players_order_and_reference_are_those_of_the_file(scenario: bg.Scenario) -> None:
    assert scenario.labels.players == ("lukashenko", "putin", "west", "china")
    assert scenario.labels.strategies[0] == ("join", "abstain", "mediate")
    assert scenario.order == (("putin",), ("lukashenko",), ("west", "china"))
    assert scenario.reference["putin"] == "tolerate"
    assert scenario.player("west").name == "the West"
    assert {c.player for c in scenario.of_player("china")} == {"china"}


def test_a_path_and_a_packaged_name_give_the_same(scenario: bg.Scenario) -> None:
    packaged = bg.load_scenario("belarus-2022")
    for source in (SEEDS / "belarus-2022.toml", str(SEEDS / "belarus-2022.toml")):
        assert bg.load_scenario(source).considerations == packaged.considerations
    assert packaged.considerations != scenario.considerations  # these are of the first coding


def test_tables_of_python_give_the_same_as_the_file(scenario: bg.Scenario, tables: dict[str, Any]) -> None:
    before = copy.deepcopy(tables)
    made = bg.Scenario.from_tables(tables, name="mine")
    assert tables == before
    assert made.name == "mine"
    for field in ("considerations", "drivers", "types", "assumptions", "players", "order", "evidence"):
        assert getattr(made, field) == getattr(scenario, field), field
    assert made.game().equals(scenario.game())


def test_without_an_order_nobody_sees_a_move(scenario: bg.Scenario, tables: dict[str, Any]) -> None:
    del tables["scenario"]["order"]
    del tables["scenario"]["claims"]["order"]
    made = bg.Scenario.from_tables(tables)
    assert made.order is None
    assert made.game().equals(scenario.game())


def test_a_payoff_is_the_sum_of_the_considerations_at_work(
    scenario: bg.Scenario, at_work: Callable[..., bool]
) -> None:
    game = scenario.game()
    profile = {"lukashenko": "join", "putin": "coerce", "west": "differentiate", "china": "disengage"}
    for player in game.players:
        total = sum(
            consideration.weight.likely * effect.adds
            for consideration in scenario.of_player(player)
            for effect in consideration.effects
            if at_work(effect, profile)
        )
        assert game.payoff(player, profile) == total


def test_the_reference_is_the_zero_point(scenario: bg.Scenario) -> None:
    game = scenario.game()
    assert all(game.payoff(player, scenario.reference) == 0 for player in game.players)


@pytest.mark.parametrize("weight", [1.4, Decimal("1.4"), Fraction(7, 5), np.float64(1.4)])
def test_a_weight_of_1_4_means_the_decimal(
    scenario: bg.Scenario, weight: object, at_work: Callable[..., bool]
) -> None:
    game = scenario.game(weights={"putin.manpower": weight})
    profile = {**scenario.reference, "lukashenko": "join"}
    others = sum(
        c.weight.likely * effect.adds
        for c in scenario.of_player("putin")
        for effect in c.effects
        if c.name != "manpower" and at_work(effect, profile)
    )
    assert game.payoff("putin", profile) == others + Fraction(14, 5)


def test_drivers_and_types_scale_the_weights_and_all_three_multiply(scenario: bg.Scenario) -> None:
    def manpower(**choice: Any) -> Fraction:
        keys = [c.key for c in scenario.considerations]
        return scenario.factors(**choice)[keys.index("putin.manpower")]

    assert manpower() == 1
    assert manpower(drivers={"shortage": 0.1}) == Fraction(1, 10)
    assert manpower(types={"putin": "desperate"}) == 2
    assert manpower(
        weights={"putin.manpower": 1.5}, drivers={"shortage": 0.1}, types={"putin": "desperate"}
    ) == Fraction(3, 10)
    changed = np.array(scenario.factors(drivers={"shortage": 2})) != np.array(scenario.factors())
    assert changed.tolist() == [c.driver == "shortage" for c in scenario.considerations]


def test_payoffs_are_linear_in_the_weights(scenario: bg.Scenario) -> None:
    key = "lukashenko.removal"
    at = {
        w: scenario.game(weights={key: w}).exact_payoffs for w in (Fraction(0), Fraction(1), Fraction(7, 3))
    }
    assert np.array_equal(
        at[Fraction(7, 3)], at[Fraction(0)] + Fraction(7, 3) * (at[Fraction(1)] - at[Fraction(0)])
    )


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (
            {"weights": {"putin.manpowr": 1}},
            'weight "putin.manpowr" is not one of .*did you mean "putin.manpower"',
        ),
        ({"drivers": {"shortag": 1}}, 'driver "shortag" is not one of .*did you mean "shortage"'),
        (
            {"types": {"putin": "desparate"}},
            'putin: type "desparate" is not one of .*did you mean "desperate"',
        ),
        ({"types": {"puttin": "desperate"}}, 'player "puttin" is not one of .*did you mean "putin"'),
        ({"weights": {"putin.manpower": -1}}, "weight putin.manpower = -1: must not be negative"),
        (
            {"weights": {"putin.manpower": float("nan")}},
            "weight putin.manpower = nan: must be a finite number",
        ),
        ({"weights": {"putin.manpower": 1e308}}, "must be a number below ten thousand million"),
        ({"weights": {"putin.manpower": "1/0"}}, 'weight putin.manpower = "1/0": must be a number'),
        ({"drivers": {"shortage": True}}, "driver shortage = true: must be a number"),
        ({"weights": [1.0]}, "weights = .*: must be a mapping"),
        ({"types": "desperate"}, 'types = "desperate": must be a mapping'),
    ],
)
def test_a_choice_that_makes_no_sense(scenario: bg.Scenario, choice: dict[str, Any], message: str) -> None:
    with pytest.raises(bg.GameError, match=message):
        scenario.game(**choice)


def test_unknown_names_are_refused_with_the_nearest(scenario: bg.Scenario) -> None:
    with pytest.raises(bg.GameError, match=r"did you mean \"putin\.manpower\""):
        scenario.consideration("putin.manpowers")
    with pytest.raises(bg.GameError, match="did you mean"):
        scenario.player("lukashenka")


def test_floats_in_tables_mean_their_decimals(tables: dict[str, Any]) -> None:
    tables["considerations"]["putin"]["manpower"]["effects"][0]["adds"] = 1.4
    made = bg.Scenario.from_tables(tables)
    assert made.consideration("putin.manpower").effects[0].adds == Fraction(7, 5)


def test_a_scenario_survives_pickling(scenario: bg.Scenario) -> None:
    again = pickle.loads(pickle.dumps(scenario))
    assert again.considerations == scenario.considerations
    assert again.game().equals(scenario.game())


def test_features_are_compiled_once_and_are_not_sent_to_workers(scenario: bg.Scenario) -> None:
    features = scenario.features()
    assert scenario.features() is features
    again = pickle.loads(pickle.dumps(scenario))
    assert "_features" not in vars(again)
    np.testing.assert_array_equal(again.features().exact, features.exact)


def test_the_frame_has_a_row_a_consideration(scenario: bg.Scenario) -> None:
    frame = scenario.to_frame()
    assert list(frame["consideration"]) == [c.key for c in scenario.considerations]
    assert "Will Belarus enter the war?" in str(scenario)


HEADLESS = "the table [scenario] is missing; it holds title, date and reference"


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (3, "mine: 3: must be a table"),
        ([("scenario", {})], "must be a table"),
        ({3: {}}, "mine: 3: 3: a name must be text in quotes"),
        ({"players": {}}, f"mine: {HEADLESS}"),
        (
            {"scenario": {"evidence": ["x.toml"]}},
            'mine: scenario.evidence[0]: "x.toml": there is no such file',
        ),
    ],
)
def test_what_is_no_scenario_is_refused(tables: Any, message: str) -> None:
    with pytest.raises(bg.ScenarioError) as caught:
        bg.Scenario.from_tables(tables, "mine")
    assert message in str(caught.value)


def test_only_a_name_without_folder_and_ending_is_packaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bg.load_scenario().name == bg.load_scenario("belarus-2022").name == "belarus-2022.toml"
    monkeypatch.chdir(tmp_path)
    for path in ("x.toml", "./belarus-2022", "a\\b", Path("belarus-2022")):
        with pytest.raises(bg.ScenarioError, match="there is no such file"):
            bg.load_scenario(path)
    with pytest.raises(bg.ScenarioError, match="no packaged scenario has this name"):
        bg.load_scenario("belarus-202")
    assert packaged_scenarios() == ["belarus-2022", "belarus-2022-beliefs"]


def test_other_codings_are_read_from_beside_the_file(tmp_path):
    text = (Path(__file__).parents[2] / "bad_input" / "shared" / "valid.toml").read_text("utf-8")
    evidence = (Path(__file__).parents[2] / "bad_input" / "shared" / "evidence.toml").read_text("utf-8")
    (tmp_path / "evidence.toml").write_text(evidence, "utf-8")
    (tmp_path / "codings").mkdir()
    (tmp_path / "codings" / "b.toml").write_text(
        text.replace('"evidence.toml"', '"../evidence.toml"'), "utf-8"
    )
    own = tmp_path / "a.toml"
    own.write_text(text.replace("[scenario]", '[scenario]\ncodings = ["codings/b.toml"]'), "utf-8")
    scenario = bg.load_scenario(own)
    assert scenario.codings == ("codings/b.toml",)
    assert [other.name for other in scenario.other_codings()] == ["b.toml"]
    for named, problem in (("a.toml", "is this file"), ("codings/c.toml", "there is no such file")):
        own.write_text(text.replace("[scenario]", f'[scenario]\ncodings = ["{named}"]'), "utf-8")
        with pytest.raises(bg.ScenarioError, match=rf"scenario.codings\[0\]: \"{named}\".*{problem}"):
            bg.load_scenario(own)
    own.write_text(
        text.replace("[scenario]", '[scenario]\ncodings = ["codings/b.toml", "codings/b.toml"]'), "utf-8"
    )
    with pytest.raises(bg.ScenarioError, match="is named twice"):
        bg.load_scenario(own)
