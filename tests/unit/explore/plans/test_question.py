import pytest

import belarusgame as bg
from belarusgame.explore.plans.question import question

ALL = ("sequential", "nash", "pure")


def test_the_profiles_asked_about_are_those_of_the_event(ladder):
    asked = question(ladder, {"b": ["b0", "b2"], "c": "c1", "d": "d2"}, None, ALL)
    wanted = [(a, b, 1, 2) for a in (0, 1) for b in (0, 2)]
    assert asked.profiles == wanted
    assert asked.words() == "b = b0 or b2, c = c1, d = d2"
    other = question(ladder, {"b": ["b0", "b2"], "c": "c1", "d": "d2"}, None, ALL, negated=True)
    assert set(other.profiles).isdisjoint(wanted)
    assert len(other.profiles) + len(wanted) == 2 * 3 * 2 * 3
    assert other.words().startswith("not b")


def test_the_concept_follows_from_the_order_and_what_is_allowed(ladder, build):
    bare = build({"row": ["a", "b"], "column": ["d", "c", "e"]}, {"row.x": ((0, 1, 2), [({"row": "b"}, 1)])})
    assert question(ladder, {"a": "a1"}, None, ALL).concept == "sequential"
    assert question(bare, {"row": "b"}, None, ALL).concept == "nash"
    assert question(bare, {"row": "b"}, None, ("sequential", "pure")).concept == "pure"
    assert question(ladder, {"a": "a1"}, None, ALL).groups == ((0,), (1, 2), (3,))
    assert question(ladder, {"a": "a1"}, "pure", ALL).groups == ((0, 1, 2, 3),)
    assert question(bare, {"row": "b"}, "nash", ALL).groups == ((0, 1),)
    with pytest.raises(bg.GameError, match="no order of moves"):
        question(bare, {"row": "b"}, "sequential", ALL)
    with pytest.raises(bg.GameError, match=r"guarantee\(\) covers them"):
        question(bare, {"row": "b"}, "nash", ("sequential", "pure"))
    with pytest.raises(bg.GameError) as refused:
        question(bare, {"row": "b"}, "trembling", ("sequential", "pure"))
    assert "guarantee" not in str(refused.value)


def test_each_concept_is_solved_as_itself(from_payoffs):
    # the first mover prefers (b, c); moving at the same time only (a, d) is an equilibrium
    payoffs = {"first": [[1, 4, 0], [0, 3, 0]], "second": [[3, 2, 0], [1, 5, 0]]}
    scenario = from_payoffs(payoffs, [["a", "b"], ["d", "c", "e"]], order=["first", "second"])
    found = {
        concept: [
            o.pure_profile
            for o in question(scenario, {"first": "a"}, concept, ALL).solve(scenario.game()).outcomes
        ]
        for concept in ("sequential", "pure")
    }
    assert found == {
        "sequential": [{"first": "b", "second": "c"}],
        "pure": [{"first": "a", "second": "d"}],
    }
