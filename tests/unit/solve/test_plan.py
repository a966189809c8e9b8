from fractions import Fraction

import belarusgame as bg
from belarusgame.solve import Plan, Prospect, Step


def prospect(leader, follower, **chances):
    return Prospect(
        chances={tuple(key.split("_")): Fraction(p) for key, p in chances.items()},
        payoffs={"leader": Fraction(leader), "follower": Fraction(follower)},
    )


def step(play, value, instead):
    return Step(
        movers=("leader",), history={}, play={"leader": play}, value=value, instead={"leader": instead}
    )


SURE = step(
    {"a": Fraction(1)}, prospect(3, 1, a_x=1), {"b": prospect(1, 5, b_y=1), "c": prospect(3, 0, c_x=1)}
)


def test_a_loss_is_what_the_mover_gives_up():
    assert SURE.loss("leader", "b") == 2
    assert SURE.loss("leader", "c") == 0


def test_a_plan_is_strict_only_if_every_other_action_costs_something():
    tied = Plan(steps=(SURE,))
    assert (tied.incentive_gap, tied.strict) == (0, False)
    clear = Plan(steps=(step(SURE.play["leader"], SURE.value, {"b": SURE.instead["leader"]["b"]}),))
    assert (clear.incentive_gap, clear.strict) == (0, True)


def test_the_gap_is_the_largest_gain_of_any_mover_on_the_path():
    better = step({"a": Fraction(1)}, prospect(3, 1, a_x=1), {"b": prospect(Fraction(10, 3), 0, b_x=1)})
    assert Plan(steps=(SURE, better)).incentive_gap == Fraction(1, 3)
    assert not Plan(steps=(SURE, better)).strict


def test_who_randomises_is_not_strict():
    halves = {"a": Fraction(1, 2), "b": Fraction(1, 2)}
    mixed = step(halves, prospect(3, 1, a_x=1), {"c": prospect(0, 0, c_x=1)})
    assert not Plan(steps=(mixed,)).strict


def test_a_solvers_plan_tells_the_whole_story():
    game = bg.Game(
        [[[4, 0, 1], [2, 3, 1]], [[1, 2, 0], [0, 1, 2]]],
        ["leader", "follower"],
        [["a", "b"], ["x", "y", "z"]],
    )
    (outcome,) = bg.solve.sequential_equilibria(game, ["leader", "follower"]).outcomes
    first, second = outcome.plan.steps
    assert outcome.pure_profile == {"leader": "b", "follower": "z"}
    assert (first.movers, first.history, second.history) == (("leader",), {}, {"leader": "b"})
    assert first.instead["leader"]["a"].chances == {("a", "y"): 1}
    assert {label: second.loss("follower", label) for label in "xy"} == {"x": 2, "y": 1}
    assert outcome.plan.strict
    assert outcome.strict


def test_to_keep_doing_the_same_is_no_alternative():
    listed = step(SURE.play["leader"], SURE.value, {"a": SURE.value, "b": SURE.instead["leader"]["b"]})
    assert Plan(steps=(listed,)).strict
