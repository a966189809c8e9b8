"""What a statement names is checked, each mistake with its place; the rest is kept as it is written."""

import pytest

HELD = "assumptions.one.given.holds.any_of[0]"
LABELS = '"{}" is not one of wait, fold, pause'
SIDES = {"better": {"small_firm": "wait"}, "worse": {"small_firm": "fold"}}


def in_place_of_all(statement):
    """Return a change of the statement itself."""
    return lambda tables: tables["assumptions"]["one"].update(given=statement)


def held(form):
    """Return a change of the first of the forms of which any is to hold."""

    def change(tables):
        tables["assumptions"]["one"]["given"]["holds"]["any_of"][0] = form

    return change


#: What is changed, and the place and the beginning of everything that is then said.
MISTAKES = {
    "circumstances": (
        in_place_of_all(
            {
                "profile": {"lender": "x"},
                "weights": {"lender.cash": 1},
                "drivers": {"rate": 1},
                "types": {"lender": "bold", "x": "shy"},
                "holds": {"never": {"event": {"lender": "y"}}},
            },
        ),
        [
            'assumptions.one.given.profile.lender: lender = "x" is not one of hold, call',
            'assumptions.one.given.weights."lender.cash": weight "lender.cash" is not one of',
            'assumptions.one.given.drivers.rate: driver "rate" is not one of rates',
            'assumptions.one.given.types.lender: type "bold" is not one of rash, shy',
            'assumptions.one.given.types.x: player "x" is not one of',
            'assumptions.one.given.holds.never.event.lender: lender = "y" is not one of hold, call',
        ],
    ),
    "a ranking": (
        held({"ordering": {"player": "small_firm", "best_first": ["fold", "x", "fold"]}}),
        [
            f"{HELD}.ordering.best_first: small_firm = {LABELS.format('x')}",
            f'{HELD}.ordering.best_first: strategy "fold" is named twice',
        ],
    ),
    "a dominated strategy": (
        held({"dominates": {"player": "small_firm", "better": "x", "worse": "y", "given": {"z": "z"}}}),
        [
            f"{HELD}.dominates.better: small_firm = {LABELS.format('x')}",
            f"{HELD}.dominates.worse: small_firm = {LABELS.format('y')}",
            f'{HELD}.dominates.given.z: player "z" is not one of',
        ],
    ),
    "an unknown player's comparison": (
        held({"prefers": {"player": "x", "better": {"y": "y"}, "worse": {"y": "y"}}}),
        [f'{HELD}.prefers.player: player "x" is not one of'],
    ),
    "a comparison": (
        held({"prefers": {"player": "lender", "better": {"x": "x"}, "worse": {"y": "y"}}}),
        [
            f'{HELD}.prefers.better.x: player "x" is not one of',
            f'{HELD}.prefers.worse.y: player "y" is not one of',
        ],
    ),
    "an input": (
        held({"monotone": {"player": "lender", **SIDES, "input": "x", "direction": "rises"}}),
        [f'{HELD}.monotone.input: weight or driver "x" is not one of rates, small_firm.cash, lender.risk'],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_a_statement_names_must_exist(name, all_said):
    all_said(*MISTAKES[name])


@pytest.mark.parametrize("moved", ["rates", "small_firm.cash", "lender.risk"])
def test_a_weight_or_a_driver_may_be_an_input(moved, small):
    slope = {"player": "lender", **SIDES, "input": moved, "direction": "rises"}
    made = small(held({"monotone": slope}))
    assert made.assumptions[0].statement["holds"]["any_of"][0]["monotone"]["input"] == moved
