from __future__ import annotations

import copy
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from first_edition import FOLDER

import belarusgame as bg
from belarusgame.scenario.loading import packaged_scenarios

SEEDS = bg.seeds_folder()


@pytest.fixture
def tables() -> dict[str, Any]:
    """The same as Python data: floats for decimals, and the evidence inline."""
    inline = tomllib.loads((FOLDER / "belarus-2022.toml").read_text("utf-8"))
    del inline["scenario"]["evidence"]
    for name in ("sources.toml", "claims.toml"):
        inline |= tomllib.loads((FOLDER / name).read_text("utf-8"))
    return inline


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


def test_floats_in_tables_mean_their_decimals(tables: dict[str, Any]) -> None:
    tables["considerations"]["putin"]["manpower"]["effects"][0]["adds"] = 1.4
    made = bg.Scenario.from_tables(tables)
    assert made.consideration("putin.manpower").effects[0].adds == Fraction(7, 5)


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
    for path in ("x.toml", "X.TOML", "./belarus-2022", "a\\b", Path("belarus-2022")):
        with pytest.raises(bg.ScenarioError, match="there is no such file"):
            bg.load_scenario(path)
    with pytest.raises(bg.ScenarioError, match="no packaged scenario has this name"):
        bg.load_scenario("belarus-202")
    for game in ("PD.NFG", "./x.efg", "a.agg"):
        with pytest.raises(bg.ScenarioError, match="is the file of a game"):
            bg.load_scenario(game)
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


def test_without_an_order_nobody_sees_a_move(scenario: bg.Scenario, tables: dict[str, Any]) -> None:
    del tables["scenario"]["order"]
    del tables["scenario"]["claims"]["order"]
    made = bg.Scenario.from_tables(tables)
    assert made.order is None
    assert made.game().equals(scenario.game())
