"""A link read back: what fits is set, and the rest is named."""

from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.scenario import edition_of

LINK = (
    "file:///r.html#?scenario=belarus-2022.toml&weight.putin.manpower=29/48&driver.shortage=1.5"
    "&type.putin=desperate&delegation.obedience=off&fix.west=isolate&without=17b&rationality=3"
)


@pytest.fixture(scope="module")
def scenario():
    return bg.load_scenario()


def test_everything_is_set(scenario):
    found = scenario.settings_from(LINK)
    assert found.remarks == ()
    assert found.choice.weights == {"putin.manpower": Fraction(29, 48)}
    assert found.choice.drivers == {"shortage": Fraction(3, 2)}
    assert found.choice.types == {"putin": "desperate"}
    assert found.choice.delegations == {"obedience": False}
    assert (found.fix, found.without, found.rationality) == ({"west": "isolate"}, "17b", 3)
    less = scenario.without_claims(["17b"]).fixing({"west": "isolate"})
    assert found.scenario.labels == less.labels
    assert (found.game().exact_payoffs == less.game(**found.choice.arguments).exact_payoffs).all()
    assert "west = isolate" in str(found) and "17b" in str(found)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("weight.putin.manpowr=1", 'did you mean "putin.manpower"'),
        ("weight.putin.manpower=99", "must lie in its range"),
        ("weight.putin.manpower=much", "is not a number"),
        ("driver.shortage=0.1", "must lie in its range"),
        ("type.putin=angry", "angry"),
        ("type.nobody=angry", "nobody"),
        ("delegation.obedience=maybe", "on, off"),
        ("fix.west=nothing", "nothing"),
        ("fix.lukashenko=join", "the question is about it"),
        ("without=99z", "99z"),
        ("rationality=1000", "must lie between 0.5 and 8"),
        ("rationality=x", "is not a number"),
        ("colour=blue", "is none of"),
        ("scenario=other.toml", "another scenario"),
        ("edition=0", "another edition"),
    ],
)
def test_what_does_not_fit_is_named_and_the_rest_is_set(scenario, entry, said):
    found = scenario.settings_from(f"?{entry}&weight.putin.loans=0.8")
    assert len(found.remarks) == 1 and said in found.remarks[0], found.remarks
    assert found.choice.weights == {"putin.loans": Fraction(4, 5)}


def test_the_first_of_two_is_kept(scenario):
    found = scenario.settings_from("weight.putin.loans=0.8&weight.putin.loans=0.9")
    assert found.choice.weights == {"putin.loans": Fraction(4, 5)}
    assert "set twice" in found.remarks[0]


def test_an_edition_changes_with_a_number_and_with_no_word(scenario):
    assert edition_of(scenario) == edition_of(bg.load_scenario())
    assert edition_of(scenario) != edition_of(scenario.without_claims(["17b"]))
    assert edition_of(scenario) != edition_of(scenario.ordering(["putin", "china", "lukashenko", "west"]))


def test_what_is_no_text_is_refused(scenario):
    with pytest.raises(bg.GameError, match="link"):
        scenario.settings_from(3)
