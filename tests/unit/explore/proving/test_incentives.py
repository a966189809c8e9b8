import itertools
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.explore.proving.incentives import IncentivePrograms, greatest_sums
from belarusgame.scenario import Switches
from belarusgame.weightspace.comparisons import Comparisons
from belarusgame.weightspace.space import choice_at, space_of


def test_the_bound_is_the_greatest_probability_in_any_correlated_equilibrium(from_payoffs):
    # One correlated equilibrium, with chances 4/7 and 3/7 for row, 3/7 and 4/7 for column; z is dominated.
    payoffs = {"row": [[5, -2, 0], [-3, 4, 0]], "column": [[-1, 2, -9], [1, -3, -9]]}
    scenario = from_payoffs(payoffs, [["a", "b"], ["x", "y", "z"]])
    space = space_of(scenario)
    comparisons = Comparisons.of(scenario, Switches(), space)
    for asked, bound in (({(0, 0)}, Fraction(12, 49)), ({(0, 0), (1, 0)}, Fraction(3, 7)), ({(1, 2)}, 0)):
        found, _ = IncentivePrograms(comparisons=comparisons, asked=frozenset(asked)).bound(space)
        assert bound <= found <= bound + Fraction(1, 1000)


@pytest.fixture(scope="module")
def driven(build):
    """Two players with 2 and 3 actions, two drivers, weights of every width."""
    return build(
        {"row": ["a", "b"], "column": ["d", "c", "e"]},
        {
            "row.x": ((0.5, 1, 1.5), [({"row": "b"}, -1), ({"row": "b", "column": "c"}, 3)], "first"),
            "row.y": ((0.25, 0.5, 1), [({"row": "b", "column": "e"}, -2)], "first"),
            "row.z": ((1, 1, 1), [({"column": "e", "row": "a"}, 0.5)]),
            "column.u": ((0.5, 1, 1.25), [({"column": "c"}, 2), ({"column": "c", "row": "b"}, -3)], "second"),
            "column.v": ((0, 0.5, 0.75), [({"column": "e"}, 1), ({"column": "e", "row": "a"}, -2)]),
        },
        drivers={"first": (0.5, 1, 2), "second": (0.75, 1, 1.5)},
    )


def corners(space):
    return map(space.point, itertools.product(*({*pair} for pair in space.ends)))


def test_the_greatest_sums_are_those_at_some_corner(driven):
    space = space_of(driven)
    comparisons = Comparisons.of(driven, Switches(), space)
    multipliers = {
        (0, 0, 1): Fraction(2),
        (0, 1, 0): Fraction(1, 3),
        (1, 1, 2): Fraction(5),
        (1, 2, 0): Fraction(1),
    }
    best = {}
    for corner in corners(space):
        payoffs = choice_at(driven, corner).game().payoffs
        for profile in itertools.product(range(2), range(3)):
            worth = 0.0
            for (player, action, other), multiplier in multipliers.items():
                if profile[player] == action:
                    instead = (*profile[:player], other, *profile[player + 1 :])
                    worth += float(multiplier) * (payoffs[(player, *profile)] - payoffs[(player, *instead)])
            best[profile] = max(best.get(profile, worth), worth)
    found = greatest_sums(space, comparisons, multipliers)
    assert {profile: float(value) for profile, value in found.items()} == pytest.approx(best)
    assert set(greatest_sums(space, comparisons, {}).values()) == {0}


def test_a_bound_is_no_smaller_than_at_any_point_and_no_larger_than_needed(driven):
    """At one point it is the greatest probability in a correlated equilibrium, over a space never less."""
    space = space_of(driven)
    comparisons = Comparisons.of(driven, Switches(), space)
    generator = np.random.default_rng(3)
    for event in ({"row": "b"}, {"column": "c"}, {"row": "a", "column": "e"}):
        mask = driven.labels.mask(event)
        asked = frozenset(tuple(map(int, at)) for at in np.argwhere(mask))
        obedience = IncentivePrograms(comparisons=comparisons, asked=asked)
        whole, multipliers = obedience.bound(space)
        assert obedience.proven_bound(greatest_sums(space, comparisons, multipliers)) == whole
        for _ in range(4):
            point = space.drawn(generator)
            there = space.within(zip(point.numbers, point.numbers, strict=True))
            game = choice_at(driven, point).game()
            greatest = bg.solve.correlated_bounds(game, event).greatest
            found, multipliers = obedience.bound(there)
            assert float(found) == pytest.approx(greatest, abs=2e-4)
            assert min(multipliers.values(), default=0) >= 0
            assert float(whole) >= greatest - 1e-9
            none = obedience.exclusion(there)
            assert none is None or greatest < 1e-9
            assert none is not None or found > 0
            if none is not None:
                sums = greatest_sums(there, comparisons, none)
                assert obedience.excludes(sums)
                assert all(sums[profile] < 0 for profile in asked)
                assert max(sums.values()) <= 0


def test_sums_exclude_only_if_negative_where_asked_and_nowhere_positive(driven):
    space = space_of(driven)
    obedience = IncentivePrograms(
        comparisons=Comparisons.of(driven, Switches(), space), asked=frozenset({(0, 1), (1, 2)})
    )
    sums = {profile: Fraction(0) for profile in itertools.product(range(2), range(3))}
    below = {(0, 1): Fraction(-1, 9), (1, 2): Fraction(-2)}
    assert obedience.excludes(sums | below)
    assert obedience.excludes(sums | below | {(0, 0): Fraction(-1)})
    assert not obedience.excludes(sums | below | {(1, 2): Fraction(0)})
    assert not obedience.excludes(sums | below | {(0, 0): Fraction(1, 10**9)})
    assert obedience.proven_bound(sums | below) == Fraction(8, 9)
    assert obedience.proven_bound({profile: Fraction(-3) for profile in sums}) == -2
    assert obedience.proven_bound(sums | below | {(0, 0): Fraction(17, 18)}) == Fraction(17, 18)
    assert obedience.proven_bound(sums | {(0, 0): Fraction(3)}) == 1


def test_what_a_driver_cannot_turn_is_excluded_whatever_its_level(build):
    """Gain and cost grow together, so that their difference counts as a whole."""
    scenario = build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.cost": ((1, 1.1, 1.2), [({"leader": "join"}, -2)], "war"),
            "leader.gain": ((0.5, 0.7, 0.9), [({"leader": "join"}, 2)], "war"),
            "friend.ease": ((0.5, 1, 2), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
        },
        drivers={"war": (0.1, 1, 10)},
    )
    space = space_of(scenario)
    comparisons = Comparisons.of(scenario, Switches(), space)
    for event in ({(1, 0), (1, 1), (1, 2)}, {(0, 1)}, {(1, 2), (0, 2)}):
        obedience = IncentivePrograms(comparisons=comparisons, asked=frozenset(event))
        found = obedience.exclusion(space)
        sums = greatest_sums(space, comparisons, found)
        assert all(sums[profile] < 0 for profile in event)
        assert max(value.denominator for value in found.values()) <= 12
    assert IncentivePrograms(comparisons=comparisons, asked=frozenset({(0, 0)})).exclusion(space) is None
    assert IncentivePrograms(comparisons=comparisons, asked=frozenset({(0, 0)})).bound(space)[0] == 1
