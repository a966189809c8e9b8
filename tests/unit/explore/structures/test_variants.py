from first_edition import first_edition

from belarusgame.explore.structures.variants import linked_by_claims, variants_of


def test_every_sort_of_choice_is_there_once_as_coded_first():
    variants = variants_of(first_edition(), {"lukashenko": ("join",)}, "sequential", 0)
    kinds = [variant.kind for variant in variants]
    assert kinds[0] == "as coded"
    assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == {
        "as coded": 1,
        "type": 4,
        "convention": 3,
        "dependence": 2,
        "held": 9,
        "simultaneous": 1,
        "order": 74,
    }


def test_claims_link_directly_and_by_way_of_others(firm):
    assert linked_by_claims(firm()) == (("firm.gain", "firm.cost"),)
    more = {
        "sentence": "And more.",
        "claims": [["1a", "2a"]],
        "effects": [{"when": {"firm": "raise"}, "adds": 1}],
    }
    (linked,) = linked_by_claims(firm(considerations__firm__more=more))
    assert set(linked) == {"firm.gain", "firm.cost", "firm.more", "state.effort"}


def test_a_driver_moves_with_the_weights_that_its_claims_support(firm):
    level = {"claims": ["2a"], "level": {"low": 0.5, "likely": 1, "high": 2}}
    assert ("state.effort", "tide") in linked_by_claims(firm(drivers={"tide": level}))


def test_the_players_whose_motives_are_judged_are_held_in_pairs(firm):
    judged = {"sentence": "It does.", "judged": "So.", "effects": [{"when": {"firm": "raise"}, "adds": 1}]}
    scenario = firm(considerations__firm={"all": judged})
    pairs = [v for v in variants_of(scenario, {}, "sequential", 0) if v.kind == "pair held"]
    assert [v.choice for v in pairs] == [
        "state = watch, firm = hold",
        "state = watch, firm = raise",
        "state = urge, firm = hold",
        "state = urge, firm = raise",
    ]
