import math
import pickle
from dataclasses import replace
from fractions import Fraction

import pytest

import belarusgame as bg


def pull(build, gain=(0.5, 1, 3), order=None):
    return build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.cost": ((0.5, 1, 1.5), [({"leader": "join"}, -2)]),
            "leader.gain": (gain, [({"leader": "join"}, 1)]),
            "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
        },
        order=order,
    )


def test_the_radius_is_the_distance_to_the_first_gain(build):
    answer = bg.explore.robustness(pull(build))
    (found,) = answer.breaks
    assert found.exact_distance == Fraction(1, 3)
    assert (found.player, found.instead["leader"]) == ("leader", "join")
    assert found.profile == {"leader": "stay", "friend": "watch"}
    assert [o.pure_profile["leader"] for o in found.beyond.outcomes] == ["join"]
    assert bg.verify(found)


@pytest.mark.parametrize(("norm", "distance"), [("l1", Fraction(1, 2)), ("l2", Fraction(1, 5))])
def test_the_radius_in_other_norms(build, norm, distance):
    assert bg.explore.robustness(pull(build), norm=norm).breaks[0].exact_distance == distance


def test_a_weak_outcome_has_radius_zero(build):
    answer = bg.explore.robustness(pull(build, gain=(1, 2, 3)))
    assert answer.radius == 0
    assert len(answer.breaks) == 2  # both outcomes of the tie
    assert all("weak" in found.sentence for found in answer.breaks)
    for found in answer.breaks:
        assert bg.verify(found)


def test_a_weak_outcome_that_was_forged_is_refused(build):
    one, other = bg.explore.robustness(pull(build, gain=(1, 2, 3))).breaks
    (firm,) = bg.explore.robustness(pull(build)).breaks
    for forged in (
        replace(one, profile=other.profile),
        replace(one, certificate=other.certificate),
        replace(one, instead=other.instead),
        replace(one, player="friend"),
        replace(one, player=None, instead=None, distance=math.inf, exact_distance=None),
        replace(one, distance=0.25),
        replace(one, moves=firm.moves),
        replace(one, beyond=other.beyond),
        replace(one, further=other.further),
        replace(one, status="partial"),
        replace(one, certificate=replace(one.certificate, negated=True)),
        replace(firm, distance=0.0, exact_distance=Fraction(0), moves=(), certificate=firm.certificate.asked),
    ):
        assert not bg.verify(forged), forged


def test_what_nothing_breaks_is_proven_to_be_so(build):
    answer = bg.explore.robustness(pull(build, gain=(0.25, 0.5, 0.75)))
    assert answer.radius == math.inf
    assert "nothing in reach" in str(answer)
    assert bg.verify(answer.breaks[0])


def test_in_a_sequence_a_tempting_continuation_must_be_credible(build):
    # Entering pays only if the incumbent yields. It fights as long as its pride outweighs its loss.
    scenario = build(
        {"entrant": ["out", "enter"], "incumbent": ["yield", "fight", "wait"]},
        {
            "entrant.market": ((1, 1, 1), [({"entrant": "enter", "incumbent": "yield"}, 1)]),
            "entrant.war": ((1, 1, 1), [({"entrant": "enter", "incumbent": ["fight", "wait"]}, -1)]),
            "incumbent.loss": ((0.5, 1, 3), [({"entrant": "enter", "incumbent": "fight"}, -1)]),
            "incumbent.pride": ((1, 2, 3), [({"entrant": "enter", "incumbent": "fight"}, 1)]),
            "incumbent.peace": ((1, 1, 1), [({"entrant": "enter", "incumbent": "wait"}, -1)]),
        },
        order=["entrant", "incumbent"],
    )
    (found,) = [f for f in bg.explore.robustness(scenario).breaks if f.profile["incumbent"] == "yield"]
    assert found.exact_distance == Fraction(1, 3)  # 2 - r against 1 + 2 r
    assert (found.player, found.instead) == ("entrant", {"entrant": "enter", "incumbent": "yield"})
    assert {move.name for move in found.moves} == {"incumbent.loss", "incumbent.pride"}
    assert found.status == "complete"


def test_a_tie_at_all_weights_breaks_nothing_and_hides_nothing(build):
    # the follower's only consideration has weight 0, whatever happens; the leader may come to dislike b
    scenario = build(
        {"leader": ["a", "b", "c"], "follower": ["d", "e"]},
        {
            "leader.cost": ((0, 0, 0.25), [({"leader": "b"}, -3)]),
            "follower.none": ((0, 0, 0), [({"follower": "e"}, -3)]),
        },
        order=["leader", "follower"],
    )
    breaks = bg.explore.robustness(scenario).breaks
    assert {f.distance for f in breaks if f.profile["leader"] == "b"} == {0.0}
    assert {f.distance for f in breaks if f.profile["leader"] != "b"} == {math.inf}


def test_the_built_in_scenario_breaks_first_in_beijing(belarus):
    answer = bg.explore.robustness(belarus)
    assert answer.radius == pytest.approx(1 / 3)
    assert "china turns to stand_aside" in str(answer)
    assert str(pickle.loads(pickle.dumps(answer))) == str(answer)
    assert len(answer.to_frame()) == 1


def test_a_game_without_pure_outcome_is_refused(from_payoffs):
    pennies = from_payoffs({"row": [[1, -1], [-1, 1]], "column": [[-1, 1], [1, -1]]}, [["a", "b"]] * 2)
    with pytest.raises(bg.GameError, match="no pure outcome"):
        bg.explore.robustness(pennies)


BAD = [
    ({"concept": "nash"}, "guarantee"),
    ({"norm": "l3"}, "linf"),
    ({"beyond": "yes"}, "True or False"),
    ({"scenario": None}, "load_scenario"),
]


@pytest.mark.parametrize(("bad", "message"), BAD)
def test_bad_input_is_refused(belarus, bad, message):
    with pytest.raises(bg.GameError, match=message):
        bg.explore.robustness(**({"scenario": belarus} | bad))
