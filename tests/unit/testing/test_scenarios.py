from collections import Counter

import pytest
from drawing import NAMES
from hypothesis import given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame import testing
from belarusgame.scenario import BASES


def test_scenarios_hold_all_that_a_file_can():
    seen = Counter()

    @settings(max_examples=300, deadline=None, database=None, derandomize=True)
    @given(testing.scenarios(players=(1, 3), strategies=(2, 3)))
    def test(scenario):
        assert len(scenario.players) <= 3
        assert set(scenario.labels.counts) <= {2, 3}
        assert scenario.game().payoff(scenario.players[0].key, scenario.reference) == 0
        seen[len(scenario.players)] += 1
        seen["order"] += scenario.order is not None
        seen["question"] += scenario.question is not None
        seen["claims"] += any(c.claims for c in scenario.considerations)
        seen.update({c.basis for c in scenario.considerations})
        seen["extended"] += any(c.extended_by for c in scenario.considerations)
        seen["driver"] += any(c.driver for c in scenario.considerations)
        seen["dynamics"] += any(d.dynamics and d.dynamics.effects for d in scenario.drivers)
        seen["types"] += bool(scenario.types)
        seen["foreign"] += any("." in key for made in scenario.types for key in made.scales)
        seen["delegations"] += bool(scenario.delegations)
        seen["variants"] += any(player.variants for player in scenario.players)
        seen.update({made.form for made in scenario.assumptions})

    test()
    forms = ["prefers", "monotone", "never", "always", "dominates", "ordering", "all_of", "any_of", "given"]
    kinds = ["order", "question", "claims", *BASES, "extended", "driver", "dynamics", "types", "variants"]
    kinds += ["foreign", "delegations"]
    assert all(seen[kind] for kind in [1, 2, 3, *kinds, *forms]), seen  # how often is for Hypothesis to say


def test_the_simplest_scenario_and_how_it_prints(failure):
    printed = failure(testing.scenarios(players=(1, 2)), lambda scenario: True)
    assert printed.startswith("Scenario.from_tables(")
    scenario = eval(printed, NAMES)
    assert scenario.labels.counts == (2,)
    assert [c.weight.likely for c in scenario.considerations] == [1]
    assert not (scenario.drivers or scenario.types or scenario.assumptions or scenario.evidence.claims)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"strategies": (1, 3)}, r"strategies = \[1, 3\]: must be a whole number from 2 up"),
        ({"players": 0}, "players = 0: must be a whole number from 1 up"),
        ({"players": st.just(2)}, "takes numbers or ranges"),
    ],
)
def test_bad_bounds_of_scenarios_are_refused(arguments, message):
    with pytest.raises(bg.GameError, match=message):
        testing.scenarios(**arguments)
