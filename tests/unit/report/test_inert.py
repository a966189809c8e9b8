"""Effects that change no comparison, and strategies that no weight tells apart."""

from dataclasses import replace

import pytest

from belarusgame.report.inert import InertEffect, StructuralTie, idle_effects, inert_effects, structural_ties


@pytest.fixture(scope="module")
def found(harbour):
    return tuple(inert_effects(harbour))


def test_an_effect_on_what_others_do_is_inert_unless_they_answer(found):
    """The firm moves first: what the union does is its answer, and means nothing where all move at once."""
    firm = [one for one in found if one.consideration == "firm.customers"]
    assert [(one.position, one.concepts) for one in firm] == [(0, ("simultaneous",)), (1, ("simultaneous",))]
    noise = next(one for one in found if one.consideration == "city.noise")
    assert noise.concepts == ("simultaneous", "sequential")  # the city moves last, and nobody answers it


def test_an_effect_on_ones_own_choice_is_never_inert(found):
    assert not [one for one in found if one.consideration in ("firm.wage_bill", "union.fund", "city.peace")]


def test_only_what_is_inert_under_every_reading_is_idle(harbour, make, found):
    assert idle_effects(harbour, found) == {("union.pay", 0), ("city.noise", 0)}
    at_once = make(lambda tables: tables["scenario"].pop("order"))
    assert idle_effects(at_once, tuple(inert_effects(at_once))) == {
        ("firm.customers", 0),
        ("firm.customers", 1),
        ("union.pay", 0),
        ("city.noise", 0),
    }
    assert idle_effects(harbour, ()) == frozenset()
    half = (InertEffect(consideration="city.noise", position=0, concepts=("sequential",)),)
    assert idle_effects(harbour, half) == frozenset()


def test_ties_are_counted_over_the_others_profiles(harbour):
    ties = {(tie.player, tie.strategies): (tie.ties, tie.profiles) for tie in structural_ties(harbour)}
    # While the union works the city cannot tell its two apart: with either choice of the firm, 2 of 6.
    assert ties["city", ("watch", "step_in")] == (2, 6)
    # The firm holds, the city watches: nothing speaks for or against talks, 1 of 4.
    assert ties["union", ("work", "talks")] == (1, 4)
    assert ("union", ("work", "strike")) not in ties
    assert not [key for key in ties if key[0] == "firm"]


def test_who_has_no_consideration_cannot_tell_anything_apart(build):
    scenario = build({"a": ["x", "y"], "b": ["l", "m", "r"]}, {"a.end": ((1, 1, 1), [({"a": "y"}, 1)])})
    assert list(structural_ties(scenario)) == [
        StructuralTie(player="b", strategies=pair, ties=2, profiles=2)
        for pair in (("l", "m"), ("l", "r"), ("m", "r"))
    ]


def test_who_moves_together_does_not_answer(harbour, found):
    together = replace(harbour, order=(("firm", "union", "city"),))
    assert {one.concepts for one in inert_effects(together)} == {("simultaneous", "sequential")}
    assert {(one.consideration, one.position) for one in found} == {
        (one.consideration, one.position) for one in inert_effects(together)
    }
