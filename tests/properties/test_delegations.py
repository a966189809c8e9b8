"""Laws of decisions that are somebody else's, in random games and scenarios."""

import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame.scenario import Weight

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PLAYERS, LABELS = ["master", "puppet", "third"], [["x", "y"], ["a", "b", "c"], ["u", "v"]]


def random_game(seed, when, *, unit=1, zero=0):
    """Return a game whose payoffs all differ, the master deciding for the puppet after some strategies."""
    generator = np.random.default_rng(seed)
    payoffs = np.array([generator.permutation(12).reshape(2, 3, 2) for _ in PLAYERS], dtype=float)
    payoffs[0] = unit * payoffs[0] + zero
    entry = {"player": "puppet", "to": "master", "when": {"master": list(when)}}
    return bg.Game(payoffs, PLAYERS, LABELS, delegations={"strings": entry})


def played(solution):
    return sorted(
        tuple(sorted(outcome.pure_profile.items())) for outcome in solution.outcomes if outcome.is_pure
    )


def merged(game):
    """Return the game of two in which the master moves for both itself and the puppet."""
    both = [f"{x}{a}" for x, a in itertools.product(*LABELS[:2])]
    payoffs = [game.payoffs[0].reshape(6, 2), game.payoffs[2].reshape(6, 2)]
    return bg.Game(payoffs, ["both", "third"], [both, LABELS[2]])


def as_merged(profile):
    profile = dict(profile)
    return {"both": profile["master"] + profile["puppet"], "third": profile["third"]}


@FEW
@given(st.integers(0, 2**32), st.booleans())
def test_a_puppet_directly_after_its_master_equals_the_merged_game(seed, first):
    game = random_game(seed, "xy")
    rest = ["third"] if first else []
    order = [*rest, "master", "puppet", *(["third"] if not first else [])]
    apart = bg.solve.sequential_equilibria(game, order)
    together = bg.solve.sequential_equilibria(
        merged(game), [*rest, "both", *(["third"] if not first else [])]
    )
    assert [as_merged(p) for p in played(apart)] == [dict(p) for p in played(together)]


@FEW
@given(st.integers(0, 2**32))
def test_every_pure_equilibrium_of_the_merged_game_is_one_of_the_puppets(seed):
    game = random_game(seed, "xy")
    apart = [as_merged(p) for p in played(bg.solve.pure_equilibria(game))]
    together = [dict(p) for p in played(bg.solve.pure_equilibria(merged(game)))]
    assert all(profile in apart for profile in together)


@FEW
@given(st.integers(0, 2**32), st.sampled_from(["x", "y", "xy"]), st.sampled_from([7, 0.25]))
def test_the_unit_of_who_decides_does_not_matter_in_sequential_play(seed, when, unit):
    for order in (
        ["master", "puppet", "third"],
        ["third", "master", "puppet"],
        ["master", ["puppet", "third"]],
    ):
        plain = bg.solve.sequential_equilibria(random_game(seed, when), order)
        scaled = bg.solve.sequential_equilibria(random_game(seed, when, unit=unit, zero=3), order)
        assert played(plain) == played(scaled)


@FEW
@given(st.integers(0, 2**32), st.permutations(range(3)))
def test_names_and_places_do_not_matter(seed, places):
    game = random_game(seed, "x")
    moved = bg.Game(
        np.transpose(game.payoffs[places], [0, *(place + 1 for place in places)]),
        [PLAYERS[place] for place in places],
        [LABELS[place] for place in places],
        delegations={one.name: one.entries for one in game.delegations},
    )
    assert played(bg.solve.pure_equilibria(game)) == played(bg.solve.pure_equilibria(moved))
    for order in (["master", "puppet", "third"], ["third", ["puppet", "master"]]):
        found = [bg.solve.sequential_equilibria(one, order) for one in (game, moved)]
        assert played(found[0]) == played(found[1])


@FEW
@given(st.integers(0, 2**32), st.sampled_from(["x", "y", "xy"]))
def test_what_decides_alone_has_the_same_equilibria(seed, when):
    game = random_game(seed, when)
    plain = bg.Game(game.deciding, PLAYERS, LABELS)
    one, other = (bg.solve.all_equilibria(g, certificate=True) for g in (game, plain))
    assert played(one) == played(other)
    assert len(one.outcomes) == len(other.outcomes)
    assert bg.verify(one).accepted
    for equilibrium in one.equilibria:
        assert equilibrium.payoffs == pytest.approx(game.expected_payoffs(equilibrium), abs=1e-9)
        assert max(game.regret(equilibrium).values()) < 1e-9


def certain(scenario, chance):
    end = Fraction(chance)
    made = Weight(low=end, likely=end, high=end)
    return replace(scenario, delegations=tuple(replace(d, probability=made) for d in scenario.delegations))


QUICK = {"logit": 0, "conventions": False}


def tallies(scenario, concept):
    return [(f, t.count) for f, t in bg.explore.sweep(scenario, 60, 4, concept=concept, **QUICK).counts]


@settings(FEW, max_examples=10)
@given(bg.testing.scenarios(players=(2, 3)), st.sampled_from(["pure", "sequential"]))
def test_a_delegation_that_is_never_in_force_changes_nothing(scenario, concept):
    concept = concept if scenario.order is not None else "pure"
    never, none = certain(scenario, 0), replace(scenario, delegations=())
    assert never.game().equals(none.game())
    assert tallies(never, concept) == tallies(none, concept)
    last = scenario.players[-1]
    asked = {"never": {last.key: [*last.strategies][-1]}, "concept": concept}
    assert bg.explore.guarantee(never, **asked).verdict == bg.explore.guarantee(none, **asked).verdict


@settings(FEW, max_examples=10)
@given(bg.testing.scenarios(players=(2, 3)), st.sampled_from(["pure", "sequential"]))
def test_every_draw_respects_every_guarantee(scenario, concept):
    concept = concept if scenario.order is not None else "pure"
    drawn = bg.explore.sweep(scenario, 60, 5, concept=concept, **QUICK)
    for player, labels in zip(scenario.labels.players, scenario.labels.strategies, strict=True):
        for label in labels:
            found = bg.explore.guarantee(scenario, never={player: label}, concept=concept)
            if found.verdict == "proven":
                assert drawn.share({player: label}).some == 0
                assert found.problems() == ()
