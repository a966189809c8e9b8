"""A point that was reached is measured again; what was forged in it is named."""

from dataclasses import replace
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.explore.changing.nearest import CAP, GAP
from belarusgame.explore.changing.rechecked import (
    changed_by,
    covers_all,
    misplaced,
    reached_strictly,
    rightly_beyond,
    rightly_tied,
)

JOIN = {"leader": "join"}


@pytest.fixture(scope="module")
def point(pull):
    """Joining begins where a third of either range has gone: cost at 5/6, gain at 5/3."""
    return bg.explore.tipping_points(pull, JOIN)


def test_moves_lead_to_the_choice_that_they_name(pull, point):
    there = changed_by(pull, point.moves)
    assert dict(there.weights) == {"leader.cost": Fraction(5, 6), "leader.gain": Fraction(5, 3)}
    assert changed_by(pull, ()).changes == ()


@pytest.mark.parametrize("norm", ["linf", "l1", "l2"])
def test_nothing_is_wrong_with_what_the_search_found(pull, norm):
    found = bg.explore.tipping_points(pull, JOIN, norm=norm)
    assert misplaced(found, found.certificate) == ()


FORGED = {
    "the distance": {"distance": 0.25},
    "the exact distance": {"exact_distance": Fraction(1, 4)},
    "no moves": {"moves": ()},
    "the norm": {"norm": "l1"},
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_place_is_noticed(point, name):
    assert misplaced(replace(point, **FORGED[name]), point.certificate)


@pytest.mark.parametrize("radius", [Fraction(1, 3), Fraction(1, 4), Fraction(1, 3) - 2 * GAP])
def test_the_proof_excludes_exactly_what_the_search_excludes(point, radius):
    proof = point.certificate
    assert proof.region.radius == Fraction(1, 3) - GAP
    other = replace(proof, region=replace(proof.region, radius=radius))
    assert misplaced(point, other) == ("the certificate does not exclude what is nearer",)


def test_a_share_that_does_not_follow_from_the_move_is_noticed(point):
    one, *rest = point.moves
    forged = replace(point, moves=(replace(one, share=one.share / 2), *rest))
    assert any("moves" in said for said in misplaced(forged, point.certificate))


def test_a_proof_covers_all_in_reach_only_if_its_region_is_the_whole_one(pull):
    never = bg.explore.tipping_points(pull, JOIN, beyond=False).certificate
    assert not covers_all(never, "linf")  # it ends before the point that was found
    for radius, whole in ((Fraction(1), True), (CAP, True), (Fraction(1, 2), False)):
        proof = replace(never, region=replace(never.region, radius=radius, norm="linf"))
        assert covers_all(proof, "linf") == whole
    assert not covers_all(replace(never, region=replace(never.region, radius=Fraction(1))), "l2")


def test_the_game_a_step_further_on_must_be_the_one_recorded(pull, point):
    proof = point.certificate
    there = changed_by(pull, point.moves)
    assert rightly_beyond(point.beyond, proof, there)
    assert not rightly_beyond(None, proof, there)  # a step further on, joining pays
    assert not rightly_beyond(point.at, proof, there)  # at the point itself it is a tie only
    assert not rightly_beyond(point.beyond, proof, changed_by(pull, ()))  # too far for a step


def test_a_plan_holds_strictly_only_a_step_away_and_only_without_ties(pull, point):
    proof = point.certificate
    there = changed_by(pull, point.moves)
    assert list(reached_strictly(proof, there, point.beyond))
    assert not list(reached_strictly(proof, there, point.at))
    far = replace(point.beyond, weights={"leader.cost": Fraction(1, 2), "leader.gain": Fraction(3)})
    assert not list(reached_strictly(proof, there, far))


def test_a_tie_that_is_nearer_is_looked_for_again(point):
    proof = point.certificate
    assert proof.strict == (point.tie is not None)
    assert rightly_tied(point, proof)
    assert not rightly_tied(replace(point, tie=0.125), proof)
