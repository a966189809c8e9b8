"""Proofs about plans: whatever is changed in one of them, it is refused."""

from dataclasses import replace
from fractions import Fraction

import pytest

from belarusgame.explore.plans.proofs import Extent, first_plan, prove
from belarusgame.explore.plans.question import question
from belarusgame.scenario import Switches
from belarusgame.weightspace.space import Point


@pytest.fixture(scope="module")
def entry(build):
    """Entering pays 2 - cost unless it is fought; fighting costs the other 2 pride, waiting 1."""
    return build(
        {"entrant": ["out", "enter"], "incumbent": ["yield", "fight", "wait"]},
        {
            "entrant.market": ((1, 1, 1), [({"entrant": "enter", "incumbent": ["yield", "wait"]}, 2)]),
            "entrant.war": ((1, 1, 1), [({"entrant": "enter", "incumbent": "fight"}, -1)]),
            "entrant.cost": ((0.5, 1, 1.75), [({"entrant": "enter"}, -1)], "tide"),
            "incumbent.war": (
                (0.5, 1, 1.5),
                [
                    ({"entrant": "enter", "incumbent": "fight"}, -2),
                    ({"entrant": "enter", "incumbent": "wait"}, -1),
                ],
            ),
            "incumbent.pride": ((0.25, 0.5, 0.75), [({"entrant": "enter", "incumbent": "fight"}, 1)]),
        },
        order=["entrant", "incumbent"],
        drivers={"tide": (0.75, 1, 1.25)},
        types={"incumbent": {"proud": {"pride": 1.25}}},
    )


def about(scenario, concept="sequential", **event):
    return question(scenario, event, concept, ["sequential", "pure"])


def test_what_stays_out_only_because_of_the_driver(entry):
    """At the level 1 the cost is at most 1.75 and entering pays; at 1.25 it may be 35/16."""
    out = about(entry, entrant="out")
    assert prove(out, Extent(), mixed=False) is None
    assert prove(out, Extent(drivers=False), mixed=False).problems() == ()
    found = first_plan(out, Extent())
    assert found.start.profile[0] == 0
    assert found.start.player is None
    for radius, impossible in ((Fraction(4, 5), True), (Fraction(1), False)):
        assert (prove(out, Extent(radius=radius), mixed=False) is not None) == impossible
        assert (first_plan(out, Extent(radius=radius)) is None) == impossible


def test_types_are_covered_unless_they_are_left_out(entry):
    # fighting pays pride - 2 war: at most 0.75 - 1, but a proud incumbent's 0.9375 - 1
    fight = about(entry, entrant="enter", incumbent="fight")
    proof = prove(fight, Extent(), mixed=False)
    assert proof.problems() == ()
    assert len(proof.contradictions) == 2
    assert len(prove(fight, Extent(types=False), mixed=False).contradictions) == 1
    short = replace(proof, contradictions=proof.contradictions[:1])
    assert short.problems() == ("2 combinations of types and delegations, 1 of them covered",)
    only_one = replace(proof, region=Extent(types=False))
    assert only_one.problems() == ("1 combinations of types and delegations, 2 of them covered",)
    hollow = replace(proof, contradictions=(proof.contradictions[0], ()))
    (problem,) = hollow.problems()
    assert problem == "with incumbent being proud: a plan that leads to (1, 1) is not excluded"
    (problem,) = replace(proof, contradictions=((), proof.contradictions[1])).problems()
    assert problem == "a plan that leads to (1, 1) is not excluded"


@pytest.mark.parametrize("concept", ["sequential", "pure"])
def test_a_proof_does_not_serve_for_more_than_it_proves(entry, concept):
    fight = about(entry, concept, entrant="enter", incumbent="fight")
    proof = prove(fight, Extent(), mixed=False)
    assert proof.problems() == ()
    for other in (
        about(entry, concept, incumbent="fight"),
        about(entry, concept, entrant="enter"),
        replace(fight, negated=True),
    ):
        assert replace(proof, asked=other).problems()
    wider = replace(proof, region=Extent(radius=Fraction(3)))
    if concept == "sequential":
        assert "can hold together" in wider.problems()[0]
    assert replace(proof, region=Extent(radius=Fraction(1, 2))).problems() == ()
    for rows in proof.contradictions[0]:
        turned = {row: -value for row, value in rows.items()}
        others = tuple(kept for kept in proof.contradictions[0] if kept is not rows)
        damaged = replace(proof, contradictions=((*others, turned), proof.contradictions[1]))
        assert damaged.problems() == ("comparisons that are said to exclude each other can hold together",)


# joining pays gain - 2 cost: the nearest is at 1/3, 1/2 or the root of 1/5
NEAREST = {"linf": Fraction(1, 3), "l1": Fraction(1, 2), "l2": Fraction(4472136, 10**7)}


@pytest.mark.parametrize("norm", ["linf", "l1", "l2"])
@pytest.mark.parametrize("radius", [Fraction(1), Fraction(1000)])
def test_a_proof_reaches_up_to_the_nearest_point(pull, norm, radius):
    asked = about(pull, leader="join")

    def within(distance):
        if norm == "linf":
            return Extent(radius=distance, drivers=False, types=False)
        return Extent(radius=radius, drivers=False, types=False, norm=norm, distance=distance)

    assert within(Fraction(2)).reach == 2
    near = within(NEAREST[norm] - Fraction(1, 10**5))
    proof = prove(asked, near, mixed=False)
    assert proof.problems() == ()
    assert proof.region.reach == NEAREST[norm] - Fraction(1, 10**5)
    assert not proof.strict
    assert prove(asked, within(NEAREST[norm] + Fraction(1, 10**5)), mixed=False) is None
    assert prove(asked, within(NEAREST[norm] + Fraction(1, 10**5)), mixed=False, strict=True) is None
    assert replace(proof, region=within(NEAREST[norm] + Fraction(1, 10**5))).problems()
    if norm == "linf":  # at the distance itself there is a tie, and nothing else
        at = prove(asked, within(NEAREST[norm]), mixed=False, strict=True)
        assert at.problems() == ()
        assert replace(at, strict=False).problems()
        assert prove(asked, within(NEAREST[norm]), mixed=False) is None


def test_a_ball_may_leave_the_ranges_only_beyond_radius_one(pull):
    asked = about(pull, leader="join")
    inside = Extent(radius=Fraction(1), norm="l1", distance=Fraction(1, 4)).ball(asked)
    assert (inside.beyond, inside.radius, inside.norm) == (False, Fraction(1, 4), "l1")
    assert Extent(radius=Fraction(2), norm="l2", distance=Fraction(1, 4)).ball(asked).beyond
    assert not Extent(norm="l2", distance=Fraction(1, 4)).ball(asked).beyond
    assert Extent(norm="l2").ball(asked) is None
    assert Extent(norm="linf", distance=Fraction(1)).ball(asked) is None
    assert Extent(norm="l2").reach is None
    assert Extent().reach is None


def test_a_region_is_laid_out_as_asked(entry):
    asked = about(entry, entrant="out")
    whole = Extent().space(asked)
    assert (whole.lowest, whole.highest) == ((0.75,), (1.25,))
    assert Extent(drivers=False).space(asked).lowest == (1,)
    half = Extent(radius=Fraction(1, 2)).space(asked)
    assert (half.high[2], half.lowest) == (Fraction(11, 8), (Fraction(7, 8),))
    assert len(Extent().combinations(asked)) == 2
    assert Extent(types=False).combinations(asked) == (Switches(),)


def test_the_first_plan_is_one_that_holds_in_the_region(entry):
    out = about(entry, entrant="out")
    found = first_plan(out, Extent(), strict=True)
    space = found.feasible.space
    corner = Point(weights=(*space.low[:2], space.high[2], *space.high[3:]), levels=space.highest)
    assert space.contains(corner)
    rows = found.feasible.comparisons.members(found.mask)
    assert len(rows) > 0
    assert set(found.feasible.comparisons.by_owners) <= {(0,), (1,)}
    assert found.switches == Switches()
    assert found.feasible.strict


def test_mixed_play_is_covered_where_that_is_asked(from_payoffs):
    """Coming always loses, whatever the others mix."""
    comes = {"row": [[1, -1], [-1, 1]], "column": [[-1, 1], [1, -1]], "leader": [[-1, -3], [-2, -1]]}
    payoffs = {player: [[[0, 0], [0, 0]], comes[player]] for player in ("leader", "row", "column")}
    scenario = from_payoffs(
        payoffs,
        [["stay", "come"], ["heads", "tails"], ["heads", "tails"]],
        order=["leader", ["row", "column"]],
    )
    asked = about(scenario, leader="come")
    proof = prove(asked, Extent(), mixed=True)
    assert proof.mixed
    assert proof.problems() == ()
    assert replace(proof, mixed=False).problems() == ()
    assert prove(about(scenario, leader="stay"), Extent(), mixed=True) is None
