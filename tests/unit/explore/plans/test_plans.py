"""The search for plans against backward induction, one grid point of weights after another."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.errors import BudgetError
from belarusgame.explore.plans.plans import (
    Demand,
    MixedPlans,
    PlanSearch,
    PurePlans,
    completions,
    temptations,
)
from belarusgame.explore.plans.question import question
from belarusgame.scenario import Switches
from belarusgame.weightspace.comparisons import Comparisons, row_value
from belarusgame.weightspace.space import space_of


@pytest.fixture(scope="module")
def scenario(build):
    """Three movers with 2, 3 and 2 strategies; every payoff depends on several choices."""
    return build(
        {"first": ["a", "b"], "second": ["c", "d", "e"], "third": ["f", "g"]},
        {
            "first.push": ((0, 1, 2), [({"first": "b"}, 1), ({"first": "b", "second": "d"}, -3)]),
            "first.fear": ((0, 1, 2), [({"third": "g"}, -2), ({"first": "a", "second": "e"}, 1)]),
            "second.pull": ((0, 1, 2), [({"second": "d"}, 1), ({"second": "e", "third": "g"}, -1)]),
            "second.rest": ((0, 1, 2), [({"second": "d", "first": "a"}, -2), ({"second": "e"}, -1)]),
            "third.aim": (
                (0, 1, 2),
                [({"third": "g", "first": "b"}, 1), ({"third": "g", "second": "d"}, -2)],
            ),
            "third.toll": ((0, 1, 2), [({"third": "g", "second": "e"}, 1), ({"third": "g"}, -1)]),
        },
    )


ORDERS = [
    ((0,), (1,), (2,)),
    ((2,), (0,), (1,)),
    ((0,), (1, 2)),
    ((1, 2), (0,)),
    ((0, 1, 2),),
]


def names(scenario, groups):
    players = scenario.labels.players
    return [[players[i] for i in group] for group in groups]


@pytest.mark.parametrize("groups", ORDERS)
def test_a_plan_is_found_just_where_backward_induction_finds_the_outcome(scenario, groups):
    comparisons = Comparisons.of(scenario, Switches(), space_of(scenario))
    plans = PurePlans(comparisons=comparisons, groups=groups)
    generator = np.random.default_rng(2)
    found = {True: 0, False: 0}
    for _ in range(6):
        weights = [Fraction(int(n), 97) for n in generator.integers(1, 190, 6)]
        keys = [c.key for c in scenario.considerations]
        game = scenario.game(dict(zip(keys, weights, strict=True)))
        if len(groups) == 1:
            outcomes = bg.solve.pure_equilibria(game).outcomes
        else:
            outcomes = bg.solve.sequential_equilibria(game, names(scenario, groups)).outcomes
        pure = [outcome for outcome in outcomes if outcome.is_pure]
        if len(pure) < len(outcomes):
            continue
        present = {tuple(int(i) for i in np.argwhere(o.distribution > 0)[0]) for o in pure}

        def admits(mask, at=tuple(weights)):
            return all(row_value(row, at) >= 0 for row in comparisons.members(mask))

        for profile in itertools.product(range(2), range(3), range(2)):
            mask = PlanSearch(plans=plans, admits=admits).find(plans.support(0, profile))
            assert (mask is not None) == (profile in present)
            assert mask is None or admits(mask)
            found[mask is not None] += 1
    assert min(found.values()) > 0


@pytest.mark.parametrize("groups", ORDERS)
def test_who_is_tempted_leaves(scenario, groups):
    """At generic weights an outcome is one just where no credible continuation tempts a mover on its path."""
    comparisons = Comparisons.of(scenario, Switches(), space_of(scenario))
    plans = PurePlans(comparisons=comparisons, groups=groups)
    generator = np.random.default_rng(7)
    tempted = 0
    for _ in range(4):
        weights = tuple(Fraction(int(n), 97) for n in generator.integers(1, 190, 6))

        def admits(mask, at=weights):
            return all(row_value(row, at) > 0 for row in comparisons.members(mask))

        for profile in itertools.product(range(2), range(3), range(2)):
            supported = PlanSearch(plans=plans, admits=admits).find(plans.support(0, profile)) is not None
            starts = list(temptations(plans, profile))
            leaving = [s for s in starts if PlanSearch(plans=plans, admits=admits).find(s.needs) is not None]
            if len(groups) == 1 or all(len(group) == 1 for group in groups):
                assert supported or leaving
            for start in leaving:
                gain = comparisons.gain(start.player, start.profile, profile)
                assert sum(c * weights[k] for k, c in gain.items()) > 0
                level = next(n for n, group in enumerate(groups) if start.player in group)
                earlier = {player for group in groups[: level + 1] for player in group} - {start.player}
                assert all(start.profile[player] == profile[player] for player in earlier)
                assert start.profile[start.player] != profile[start.player]
                tempted += 1
            if len(groups) == 1:
                assert supported != bool(leaving)
    assert tempted > 10


def test_mixed_play_of_the_others_admits_all_that_pure_play_admits_and_more(scenario):
    comparisons = Comparisons.of(scenario, Switches(), space_of(scenario))
    generator = np.random.default_rng(12)
    more = 0
    for groups in (((0,), (1, 2)), ((0, 1), (2,)), ((0, 1, 2),), ((1,), (0,), (2,))):
        pure, mixed = (kind(comparisons=comparisons, groups=groups) for kind in (PurePlans, MixedPlans))
        for _ in range(3):
            weights = tuple(Fraction(int(n), 97) for n in generator.integers(1, 190, 6))

            def admits(mask, at=weights):
                return all(row_value(row, at) >= 0 for row in comparisons.members(mask))

            for profile in itertools.product(range(2), range(3), range(2)):
                one, other = (
                    PlanSearch(plans=plans, admits=admits).find(plans.support(0, profile)) is not None
                    for plans in (pure, mixed)
                )
                assert other or not one
                more += other and not one
                if all(len(group) == 1 for group in groups):
                    assert one == other
    assert more > 0


def test_what_pays_less_whatever_the_others_do_is_not_mixed(from_payoffs):
    """A leader who gets 1 to 3 after coming comes; one who loses by it at each answer never does."""
    payoffs = ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    for gains, comes in (
        ([[1, 3], [2, 1]], True),
        ([[-1, -3], [-2, -1]], False),
        ([[-1, 3], [-2, -1]], True),
    ):
        tables = dict(zip(("row", "column"), payoffs, strict=True)) | {"leader": gains}
        nothing = [[0, 0], [0, 0]]
        scenario = from_payoffs(
            {player: [nothing, tables[player]] for player in ("leader", "row", "column")},
            [["stay", "come"], ["heads", "tails"], ["heads", "tails"]],
            order=["leader", ["row", "column"]],
        )
        asked = question(scenario, {"leader": "come"}, "sequential", ["sequential"])
        comparisons = Comparisons.of(scenario, Switches(), space_of(scenario))
        plans = MixedPlans(comparisons=comparisons, groups=asked.groups)

        def admits(mask, rows=comparisons):
            return all(row_value(row, (1, 1, 1)) >= 0 for row in rows.members(mask))

        found = [PlanSearch(plans=plans, admits=admits).find(s.needs) for s in asked.starts(plans)]
        assert any(mask is not None for mask in found) == comes


def test_every_end_of_a_history_is_listed_once():
    assert list(completions((1, -1, 0), (2, 3, 2))) == [(1, 0, 0), (1, 1, 0), (1, 2, 0)]
    assert list(completions((1, 0), (2, 2))) == [(1, 0)]
    assert len(list(completions((-1, -1), (2, 3)))) == 6


def test_a_demand_knows_what_has_happened_so_far(scenario):
    comparisons = Comparisons.of(scenario, Switches(), space_of(scenario))
    plans = PurePlans(comparisons=comparisons, groups=((2,), (0,), (1,)))
    mask, demands = plans.support(0, (1, 2, 0))
    assert demands == {
        Demand(0, (-1, -1, -1), 2, 0, 1, (1, 2, 0)),
        Demand(1, (-1, -1, 0), 0, 1, 0, (1, 2, 0)),
    }
    # the last mover's two comparisons leave no choice
    wanted = [comparisons.at_least(1, (1, 2, 0), (1, other, 0)) for other in (0, 1)]
    assert mask == wanted[0] | wanted[1]
    later, none = plans.support(2, (1, 2, 0))
    assert (later, none) == (mask, frozenset())
    # what deters the mover of level 1: each answer of the last one, with what that answer needs
    (demand,) = [demand for demand in demands if demand.level == 1]
    for needs, further in plans.options(demand):
        assert not further
        assert any(
            needs == comparisons.at_least(0, (1, 2, 0), (0, answer, 0)) | plans.support(2, (0, answer, 0))[0]
            for answer in range(3)
        )


def test_options_that_need_more_than_others_are_dropped(scenario):
    comparisons = Comparisons.of(scenario, Switches(), space_of(scenario))
    for kind, groups in itertools.product((PurePlans, MixedPlans), ORDERS):
        plans = kind(comparisons=comparisons, groups=groups)
        for profile in itertools.product(range(2), range(3), range(2)):
            for demand in plans.support(0, profile)[1]:
                options = plans.options(demand)
                assert len(options) > 0
                for (m, d), (n, e) in itertools.permutations(options, 2):
                    assert m & ~n or not d <= e


def test_a_search_ends_with_its_budget(scenario):
    comparisons = Comparisons.of(scenario, Switches(), space_of(scenario))
    plans = PurePlans(comparisons=comparisons, groups=ORDERS[0])
    start = plans.support(0, (1, 2, 1))
    free = PlanSearch(plans=plans, admits=lambda _: True)
    found, steps = free.find(start), free.steps
    assert found is not None
    assert steps > 1
    assert PlanSearch(plans=plans, admits=lambda _: True, budget=steps).find(start) == found
    with pytest.raises(BudgetError):
        PlanSearch(plans=plans, admits=lambda _: True, budget=steps - 1).find(start)
    never = PlanSearch(plans=plans, admits=lambda _: False)
    assert (never.find(start), never.steps) == (None, 0)


@pytest.fixture(scope="module")
def deep(build):
    """Four movers with 2, 3, 2 and 2 strategies, to whom every profile is worth something else."""
    generator = np.random.default_rng(33)
    players = {"one": ["a", "b"], "two": ["c", "d", "e"], "three": ["f", "g"], "four": ["h", "i"]}
    considerations = {}
    for player, key in itertools.product(players, "xyz"):
        effects = [
            (dict(zip(players, profile, strict=True)), int(generator.integers(-9, 10)))
            for profile in list(itertools.product(*players.values()))[1:]
        ]
        considerations[f"{player}.{key}"] = ((0, 1, 2), effects)
    return build(players, considerations)


#: How many branches were entered when this was written: without the shortcuts many more.
STEPS = {
    ((0,), (1,), (2,), (3,)): 108,
    ((3,), (1,), (0,), (2,)): 107,
    ((0,), (1, 2), (3,)): 78,
    ((0, 3), (1,), (2,)): 70,
}


@pytest.mark.parametrize("groups", STEPS)
def test_a_search_is_right_and_enters_few_branches(deep, groups):
    """A demand with the fewest answers is met first, and what is met already raises no branch."""
    comparisons = Comparisons.of(deep, Switches(), space_of(deep))
    generator = np.random.default_rng(21)
    plans = PurePlans(comparisons=comparisons, groups=groups)
    steps = 0
    for _ in range(3):
        weights = tuple(Fraction(int(n), 97) for n in generator.integers(1, 190, 12))
        keys = [c.key for c in deep.considerations]
        game = deep.game(dict(zip(keys, weights, strict=True)))
        outcomes = bg.solve.sequential_equilibria(game, names(deep, groups)).outcomes
        present = {tuple(np.argwhere(o.distribution > 0)[0].tolist()) for o in outcomes if o.is_pure}

        def admits(mask, at=weights):
            return all(row_value(row, at) >= 0 for row in comparisons.members(mask))

        for profile in itertools.product(range(2), range(3), range(2), range(2)):
            search = PlanSearch(plans=plans, admits=admits)
            mask = search.find(plans.support(0, profile))
            assert (mask is not None) == (profile in present) or any(not o.is_pure for o in outcomes)
            assert mask is None or admits(mask)
            steps += search.steps
    assert steps <= 1.1 * STEPS[groups]
