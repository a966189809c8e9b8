"""Within a distance, where the distances of players add up."""

from fractions import Fraction

import pytest

from belarusgame.scenario import Switches
from belarusgame.weightspace.balls import Ball
from belarusgame.weightspace.comparisons import Comparisons
from belarusgame.weightspace.feasible import Feasible
from belarusgame.weightspace.space import space_of
from belarusgame.weightspace.within import Within


def compiled(scenario, space=None):
    space = space or space_of(scenario)
    return space, Comparisons.of(scenario, Switches(), space)


@pytest.mark.parametrize(("norm", "near"), [("l1", Fraction(1, 2)), ("l2", Fraction(44722, 100_000))])
def test_within_a_distance_sets_of_two_players_must_share_it(build, norm, near):
    pair = [({"one": "b"}, 1)], [({"two": "d"}, 1)]
    scenario = build(
        {"one": ["a", "b"], "two": ["c", "d", "e"]},
        {
            "one.gain": ((0.5, 1, 3), pair[0]),
            "one.cost": ((0.5, 1, 1.5), pair[0]),
            "two.gain": ((0.5, 1, 3), pair[1]),
            "two.cost": ((0.5, 1, 1.5), pair[1]),
        },
    )
    space, comparisons = compiled(scenario)
    first, second, never = ((0, 1), (1, -2)), ((2, 1), (3, -2)), ((0, 1), (1, -7))
    alone, both = comparisons.set_of([first]), comparisons.set_of([first, second])

    def within(radius, **more):
        ball = Ball(space=space, norm=norm, radius=Fraction(radius), beyond=False)
        return Within(ball=ball, feasible=Feasible(space=space, comparisons=comparisons, **more))

    for strict in (False, True):
        here = within(near, strict=strict)
        assert here.admits(alone)
        assert here.contradictions == []
        assert not here.admits(both)
        ((core, proof),) = here.contradictions
        assert core == both
        assert here.ball.excludes(proof, strict=strict)
        assert not here.admits(both)
        assert len(here.contradictions) == 1
        assert not here.admits(comparisons.set_of([never]))
        twice = within(2 * near if norm == "l1" else near * Fraction(15, 10), strict=strict)
        assert twice.admits(both)
        assert not twice.admits(comparisons.set_of([never, second]))
        less = within(near - Fraction(1, 1000), strict=strict)
        assert not less.admits(alone)
        assert not less.admits(both)
        assert len(less.contradictions) == 1  # the first one shows the second


def test_an_answer_is_remembered_and_a_core_settles_what_holds_it(build, monkeypatch):
    scenario = build(
        {"one": ["a", "b"]},
        {"one.gain": ((0.5, 1, 3), [({"one": "b"}, 1)]), "one.cost": ((0.5, 1, 1.5), [({"one": "b"}, 1)])},
    )
    space, comparisons = compiled(scenario)
    near, far = ((0, 1), (1, -2)), ((0, 1), (1, -7))
    ball = Ball(space=space, norm="l1", radius=Fraction(1, 2), beyond=False)
    within = Within(ball=ball, feasible=Feasible(space=space, comparisons=comparisons))
    assert within.comparisons is comparisons
    asked = []
    right = Within._holds
    monkeypatch.setattr(Within, "_holds", lambda self, mask: asked.append(mask) or right(self, mask))
    one, both = comparisons.set_of([near]), comparisons.set_of([near, far])
    assert within.admits(one)
    assert within.admits(one)
    assert not within.admits(comparisons.set_of([far]))
    found = len(within.contradictions)
    assert not within.admits(both)  # it holds what was shown to be impossible
    assert len(within.contradictions) == found
    assert asked.count(one) == 1
