from __future__ import annotations

import pickle

import numpy as np
import pytest

import belarusgame as bg


def test_players_order_and_reference_are_those_of_the_file(scenario: bg.Scenario) -> None:
    assert scenario.labels.players == ("lukashenko", "putin", "west", "china")
    assert scenario.labels.strategies[0] == ("join", "abstain", "mediate")
    assert scenario.order == (("putin",), ("lukashenko",), ("west", "china"))
    assert scenario.reference["putin"] == "tolerate"
    assert scenario.player("west").name == "the West"
    assert {c.player for c in scenario.of_player("china")} == {"china"}


def test_unknown_names_are_refused_with_the_nearest(scenario: bg.Scenario) -> None:
    with pytest.raises(bg.GameError, match=r"did you mean \"putin\.manpower\""):
        scenario.consideration("putin.manpowers")
    with pytest.raises(bg.GameError, match="did you mean"):
        scenario.player("lukashenka")


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
