"""Proofs about all Nash equilibria: found with few boxes, and refused when anything in them is changed."""

from dataclasses import replace
from fractions import Fraction

import pytest

from belarusgame.explore.plans.question import question
from belarusgame.explore.proving.cover import Cover, NashProof, cover_space
from belarusgame.scenario import Switches
from belarusgame.weightspace.space import space_of, switch_combinations


@pytest.fixture(scope="module")
def thresholds(build):
    """Row takes y above 1 + rest / 4, column A above 3/2 and up: (x, A) needs two levels at once."""
    return build(
        {"row": ["x", "y"], "column": ["B", "A", "C"]},
        {
            "row.rise": ((1, 1, 1), [({"row": "y"}, 1)], "level"),
            "row.fall": ((0.9, 1, 1.1), [({"row": "y"}, -1)]),
            "column.rise": ((1, 1, 1), [({"column": "A"}, 1)], "level"),
            "column.fall": ((1, 1, 1.25), [({"column": "A"}, -1.5), ({"column": "C"}, -1)]),
        },
        drivers={"level": (0.5, 1, 2)},
    )


@pytest.fixture(scope="module")
def asked(thresholds):
    return question(thresholds, {"row": "x", "column": "A"}, "nash", ["nash"])


@pytest.fixture(scope="module")
def proof(asked):
    cover, undecided = cover_space(asked, Switches(), 16)
    assert undecided == []
    return NashProof(asked=asked, bound=Fraction(0), covers=(cover,))


def test_the_boxes_make_up_the_space(proof, thresholds):
    whole = space_of(thresholds)
    boxes = [space for space, _ in proof.covers[0].leaves(whole)]
    assert 1 < len(boxes) <= 4  # one cut of the level between 1.1 and 1.5 is enough
    sizes = []
    for box in boxes:
        size = Fraction(1)
        for low, high, least, most in (
            *zip(box.low, box.high, whole.low, whole.high, strict=True),
            *zip(box.lowest, box.highest, whole.lowest, whole.highest, strict=True),
        ):
            size *= (high - low) / (most - least) if most > least else 1
        sizes.append(size)
    assert sum(sizes) == 1
    assert [box.lowest for box in boxes][1:] == [box.highest for box in boxes][:-1]
    assert proof.problems() == ()


def test_a_proof_is_refused_when_any_part_of_it_is_changed(proof, asked, thresholds):
    cover = proof.covers[0]
    (lower, upper), at = cover.halves, cover.at

    def problems(changed, **more):
        return replace(proof, covers=(changed,), **more).problems()

    assert problems(cover) == ()
    assert problems(replace(cover, at=at + Fraction(1, 2))) == ("the multipliers of a box do not prove it",)
    assert problems(replace(cover, at=at - Fraction(1, 2)))
    assert problems(replace(cover, halves=(upper, lower)))
    assert problems(replace(cover, halves=(lower, replace(upper, multipliers=None))))
    first, value = next(iter(upper.multipliers.items()))
    turned = {**upper.multipliers, first: -value}
    assert problems(replace(cover, halves=(lower, replace(upper, multipliers=turned)))) == (
        "a multiplier is negative",
    )
    assert problems(replace(cover, halves=(lower, Cover(multipliers={})))) == (
        "the multipliers of a box do not prove it",
    )
    idle = {**lower.multipliers, (1, 2, 1): Fraction(0)}
    assert (1, 2, 1) not in lower.multipliers
    assert problems(replace(cover, halves=(replace(lower, multipliers=idle), upper))) == ()
    assert replace(proof, covers=()).problems() == (
        "1 combinations of types and delegations, 0 of them covered",
    )
    for other in ({"row": "y"}, {"column": "B"}, {"row": "x"}):
        about = question(thresholds, other, "nash", ["nash"])
        assert replace(proof, asked=about).problems()
    assert replace(proof, asked=replace(asked, negated=True)).problems()


def test_a_bound_is_checked_exactly(asked):
    cover, undecided = cover_space(asked, Switches(), 1)
    (left,) = undecided
    assert 0 < left.bound < 1
    assert left.switches == Switches()
    whole = space_of(asked.scenario)
    assert [space.low for space, _ in cover.leaves(whole)] == [whole.low]
    proof = NashProof(asked=asked, bound=left.bound, covers=(cover,))
    assert proof.problems() == ()
    assert replace(proof, bound=Fraction(1)).problems() == ()
    short = replace(proof, bound=left.bound - Fraction(1, 10**9))
    assert "proves only the bound" in short.problems()[0]
    assert replace(proof, bound=Fraction(0)).problems() == ("the multipliers of a box do not prove it",)


def test_the_box_with_the_greatest_bound_is_cut_where_payoffs_move_most(asked):
    """The level moves payoff differences by 1.5 times 1, and no weight by more than 1/4 times 1.5."""
    cover, undecided = cover_space(asked, Switches(), 2)
    assert (cover.name, cover.at) == ("level", Fraction(5, 4))
    assert undecided == []
    # y is excluded below a level of 0.9 only
    never = question(asked.scenario, {"row": "y"}, "nash", ["nash"])
    bounds = {}
    for boxes in (1, 2, 3, 5):
        cover, undecided = cover_space(never, Switches(), boxes)
        whole = space_of(asked.scenario)
        leaves = list(cover.leaves(whole))
        assert len(leaves) == boxes
        assert {box.bound for box in undecided} <= {Fraction(1)}
        bounds[boxes] = len(undecided)
    assert bounds == {
        1: 1,
        2: 2,
        3: 2,
        5: 4,
    }  # the older of equal boxes first: at 7/8 the third cut closes one


def test_weights_are_cut_too_and_a_space_without_width_is_not(build):
    # joining pays gain - cost: certain above, impossible below
    scenario = build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.cost": ((1, 1, 2), [({"leader": "join"}, -1)]),
            "leader.gain": ((0.5, 1, 2), [({"leader": "join"}, 1)]),
            "leader.talk": ((0, 1, 9), [({"friend": "leave"}, 4)]),  # widest, but it changes no choice
            "friend.ease": ((0.25, 0.5, 1), [({"friend": "help"}, -1), ({"friend": "leave"}, -1.25)]),
        },
    )
    about = question(scenario, {"leader": "join"}, "nash", ["nash"])
    cover, undecided = cover_space(about, Switches(), 4)
    assert (cover.name, cover.at) == ("leader.gain", Fraction(5, 4))
    assert cover.halves[1].name == "leader.cost"
    assert len(undecided) <= 3
    fixed = build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {"leader.gain": ((1, 1, 1), [({"leader": "join"}, 1)])},
    )
    cover, undecided = cover_space(question(fixed, {"leader": "join"}, "nash", ["nash"]), Switches(), 9)
    assert cover.halves is None
    assert [box.bound for box in undecided] == [1]


def test_a_driver_counts_with_the_weights_that_it_scales(build):
    scenario = build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.cost": ((1, 1, 2), [({"leader": "join"}, -2)]),
            "leader.gain": ((2, 2.5, 3), [({"leader": "join"}, 1)], "wind"),
            "leader.rest": ((0, 0, 0.1), [({"leader": "join"}, 1)], "wind"),
            "friend.ease": ((1, 1, 1.5), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)], "calm"),
        },
        drivers={"wind": (0.5, 1, 1.5), "calm": (0.5, 1, 1.25)},
    )
    about = question(scenario, {"leader": "join"}, "nash", ["nash"])
    cover, _ = cover_space(about, Switches(), 2)
    assert (cover.name, cover.at) == ("wind", 1)  # 1 * 3 against 1 * 2 and 0.75 * 1.5 * 2


def test_every_combination_of_types_has_a_cover(ladder):
    about = question(ladder, {"d": "d1", "b": "b0"}, "nash", ["nash"])
    covers = [cover_space(about, types, 1) for types in switch_combinations(ladder)]
    assert [left.switches for _, undecided in covers for left in undecided] == [
        types for types, (_, undecided) in zip(switch_combinations(ladder), covers, strict=True) if undecided
    ]
    bound = max((left.bound for _, undecided in covers for left in undecided), default=Fraction(0))
    proof = NashProof(asked=about, bound=bound, covers=tuple(cover for cover, _ in covers))
    assert proof.problems() == ()
