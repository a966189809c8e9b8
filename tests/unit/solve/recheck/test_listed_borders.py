"""What a list claims is accepted up to the border of what is allowed, in small games."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.base.replies import earned_against
from belarusgame.game import equilibrium_at
from belarusgame.solve.recheck.exact_cells import fractions
from belarusgame.solve.recheck.listed import (
    Enclosure,
    check_apart,
    check_box,
    check_indices,
    check_numbers,
    check_payoffs,
    check_samples,
    exact_profile,
)
from belarusgame.solve.recheck.search_certificate import Rejected
from belarusgame.solve.solution import Box, Component, Solution

BILLIONTH = Fraction(1, 10**9)
SMALL = Fraction(1, 10**15)


def short_of_best(loss):
    """Return a game and a profile in which the first of three players loses so much, of a range of 8.

    The second player's range is 2, the third's 20, and its largest payoff 12.
    """
    payoffs = np.zeros((3, 3, 2, 1), dtype=object)
    payoffs[0, :, :, 0] = np.array([[0, 1], [-loss, -1], [-8 + 1, -3]])
    payoffs[1, :, :, 0] = [[1, 1], [2, 0], [1, 1]]
    payoffs[2, 0], payoffs[2, 2] = 12, -8
    game = bg.Game(payoffs * Fraction(1))
    return game, equilibrium_at(game, [[0.0, 1.0, 0.0], [1.0, 0.0], [1.0]])


def accepts(loss, **changes):
    game, profile = short_of_best(loss)
    claimed = replace(profile, **changes)
    listed = Solution(outcomes=(claimed,), concept="nash", status="complete", method="by hand")
    try:
        check_numbers(game.exact_deciding, claimed)
        check_payoffs(listed, game.exact_payoffs)
    except Rejected as problem:
        return str(problem)
    return True


def test_a_regret_is_allowed_up_to_a_billionth_of_the_players_range():
    no_equilibrium = "a listed profile is no equilibrium"
    assert accepts(0) is accepts(8 * BILLIONTH) is True
    assert accepts(8 * BILLIONTH + SMALL) == no_equilibrium


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize(("player", "largest"), [(0, 7), (1, 2), (2, 12)])
def test_recorded_numbers_may_be_off_by_a_billionth_of_the_largest_payoff(player, largest, sign):
    game, profile = short_of_best(0)
    name = game.players[player]
    refused = "an equilibrium has another {} than recorded"
    for part, within in [(0.99, True), (1.01, False)]:
        off = sign * part * largest * 1e-9
        payoffs = {**profile.payoffs, name: profile.payoffs[name] + off}
        assert accepts(0, payoffs=payoffs) == (within or refused.format("payoff"))
        regrets = {**profile.regrets, name: profile.regrets[name] + off}
        found = accepts(0, regrets=regrets, incentive_gap=max(regrets.values()))
        assert found == (within or refused.format("regret"))
    assert "another regret" in accepts(0, incentive_gap=1e-12)


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_distribution_is_that_of_the_mixed_strategies(sign):
    _, profile = short_of_best(0)
    for off, accepted in [(0.99e-9, True), (1.01e-9, False)]:
        moved = profile.distribution.copy()
        moved[2, 1, 0] += sign * off
        assert (accepts(0, distribution=moved) is True) is accepted
        assert accepted or "distribution" in accepts(0, distribution=moved)


def test_a_profile_is_made_to_sum_to_one():
    _, profile = short_of_best(0)
    mixed = (np.array([0.25, 0.5, 0.75]), np.array([1.0, 0.0]), np.array([3.0]))
    found = exact_profile(replace(profile, mixed=mixed))
    sixth = Fraction(1, 6)
    assert [vector.tolist() for vector in found] == [[sixth, 2 * sixth, 3 * sixth], [1, 0], [1]]
    for wrong in ([1.5, -0.5, 0.0], [0.0, 0.0, 0.0]):
        with pytest.raises(Rejected, match="are none"):
            exact_profile(replace(profile, mixed=(np.array(wrong), *mixed[1:])))


def test_what_a_strategy_earns_is_summed_up_over_all_profiles():
    payoffs = np.random.default_rng(6).integers(-9, 10, (3, 2, 4, 3)).astype(object) * Fraction(1, 7)
    mixed = [fractions(v) for v in ([0.25, 0.75], [0.5, 0.0, 0.125, 0.375], [0.25, 0.5, 0.25])]
    for player, letters in enumerate(("bc", "ac", "ab")):
        others = [mixed[j] for j in range(3) if j != player]
        terms = f"abc,{','.join(letters)}->{'abc'[player]}"
        expected = np.einsum(terms, payoffs[player], *others, dtype=object, casting="unsafe")
        assert earned_against(payoffs, player, mixed).tolist() == expected.tolist()


#: The first player's strategies earn 4 and 0 or 0 and 4, its third one; the second's 1 throughout.
TEMPTING = np.array([[[4, 0], [0, 4], [3, 1]], [[1, 1], [1, 1], [1, 1]]]) * Fraction(1)


def box_of(first, second):
    return [np.array(first), np.array(second)]


#: The first player uses its outer strategies, the second one both; only the middle is left over.
MIXING = Enclosure(
    support=((0, 2), (0, 1)),
    low=[fractions([0.375, 0.5]), fractions([0.5, 0.375])],
    high=[fractions([0.5, 0.625]), fractions([0.625, 0.5])],
    alone=[fractions([0.25, 0.25]), fractions([0.25, 0.375])],
)
FIRST, SECOND = [[0.375, 0.5], [0.0, 0.0], [0.5, 0.625]], [[0.5, 0.625], [0.375, 0.5]]


def with_bound(bounds, strategy, side, value):
    changed = [list(pair) for pair in bounds]
    changed[strategy][side] = value
    return changed


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (FIRST, SECOND, None),
        (with_bound(FIRST, 0, 0, 0.376), SECOND, "does not hold it"),
        (with_bound(FIRST, 2, 0, 0.501), SECOND, "does not hold it"),
        (with_bound(FIRST, 0, 1, 0.499), SECOND, "does not hold it"),
        (FIRST, with_bound(SECOND, 1, 1, 0.499), "does not hold it"),
        (with_bound(FIRST, 1, 0, -0.125), SECOND, None),
        (with_bound(FIRST, 1, 0, 0.001), SECOND, "does not hold it"),
        (with_bound(FIRST, 1, 1, -0.001), SECOND, "does not hold it"),
        (with_bound(FIRST, 0, 0, 0.0), SECOND, "does not use a strategy"),
        (FIRST, with_bound(SECOND, 1, 0, -0.5), "does not use a strategy"),
        # what the others leave counts as well as a strategy's own bound
        (with_bound(FIRST, 2, 0, 0.125), SECOND, None),
        (with_bound(with_bound(FIRST, 2, 0, 0.125), 0, 1, 0.75), SECOND, None),
        (with_bound(with_bound(FIRST, 2, 0, 0.125), 0, 1, 0.875), SECOND, "larger than the region"),
        (FIRST, with_bound(with_bound(SECOND, 1, 0, 0.25), 0, 1, 0.75), "larger than the region"),
        # the strategy in the middle is as good as the last one where the second player mixes by halves
        (with_bound(FIRST, 1, 1, 0.125), SECOND, "may be a best reply"),
    ],
)
def test_a_box_holds_one_equilibrium_and_no_other(first, second, reason):
    if reason is None:
        check_box(TEMPTING, MIXING, box_of(first, second))
    else:
        with pytest.raises(Rejected, match=reason):
            check_box(TEMPTING, MIXING, box_of(first, second))


@pytest.mark.parametrize(("least", "tempting"), [(0.5625, False), (0.5, True)])
@pytest.mark.parametrize("outside", [1, 2])
def test_a_strategy_as_good_as_those_used_is_a_best_reply(outside, least, tempting):
    """The one outside earns as much as the first if the second player mixes by halves."""
    payoffs = TEMPTING.copy()
    payoffs[0, 1:] = -9
    payoffs[0, outside] = [0, 4]
    chances = fractions([0.75, 0.25])
    enclosure = Enclosure(
        support=((0,), (0, 1)),
        low=[fractions([1.0]), chances],
        high=[fractions([1.0]), chances],
        alone=[fractions([0.0]), fractions([0.0, 0.0])],
    )
    box = box_of([[0.5, 1.0], [0.0, 0.0], [0.0, 0.0]], [[least, 1.0], [0.125, 1 - least]])
    check_box(payoffs, enclosure, box)
    box[0][outside, 1] = 0.25
    if tempting:
        with pytest.raises(Rejected, match="may be a best reply"):
            check_box(payoffs, enclosure, box)
    else:
        check_box(payoffs, enclosure, box)


GAME = bg.Game(np.zeros((2, 2, 3)))


def at(first, second, reach=None):
    """Return a profile by the first strategies' chances, perhaps with a box that reaches so far."""
    equilibrium = equilibrium_at(GAME, [[first, 1 - first], [second, 0.5 - second, 0.5]])
    if reach is None:
        return equilibrium
    box = tuple(np.stack([vector - reach, vector + reach], axis=1) for vector in equilibrium.mixed)
    return replace(equilibrium, box=box)


def region(low, high):
    """Return a box in which the first player's first strategy has chances from one number to another."""
    bounds = (np.array([[low, high], [1 - high, 1 - low]]), np.array([[0.0, 1.0]] * 3))
    return Box(labels=GAME.labels, bounds=bounds)


def listing(*outcomes, components=(), unresolved=(), status="complete"):
    return Solution(
        outcomes=outcomes,
        concept="nash",
        status=status,
        method="by hand",
        components=tuple(Component(box=box, samples=samples) for box, samples in components),
        unresolved=unresolved,
        game=GAME,
    )


def test_boxes_may_come_near_each_other_but_not_touch():
    one = at(0.25, 0.25, 0.0625)
    check_apart(listing(one, at(0.5, 0.25, 0.125)))
    check_apart(listing(one, at(0.25, 0.375, 0.03125)))  # apart in the second player's strategy alone
    for other in (at(0.5, 0.25, 0.1875), at(0.25, 0.375, 0.0625), at(0.0, 0.25, 0.1875)):
        for pair in ((one, other), (other, one), (at(0.875, 0.25, 0.0625), other, one)):
            with pytest.raises(Rejected, match="two equilibria overlap"):
                check_apart(listing(*pair))


def test_a_box_may_reach_into_a_component_that_holds_its_equilibrium():
    one = at(0.25, 0.25, 0.0625)
    for low, high in [(0.0, 0.125), (0.375, 1.0), (0.125, 0.25), (0.25, 0.5), (0.0, 0.5)]:
        check_apart(listing(one, components=[(region(low, high), ())]))
    for low, high in [(0.0, 0.1875), (0.3125, 1.0), (0.0, 0.24)]:
        with pytest.raises(Rejected, match="reaches into a component"):
            check_apart(listing(one, components=[(region(low, high), ())]))
        check_apart(listing(one, unresolved=(region(low, high),)))


def test_an_equilibrium_without_a_box_lies_somewhere_that_is_reported():
    bare = at(0.25, 0.25)
    for low, high, held in [(0.25, 0.5, True), (0.0, 0.25, True), (0.26, 0.5, False), (0.0, 0.24, False)]:
        here = region(low, high)
        in_component = listing(bare, components=[(here, ())])
        for solution in (in_component, listing(bare, unresolved=(region(0.9, 1.0), here))):
            if held:
                check_apart(solution)
            else:
                with pytest.raises(Rejected, match="neither a box nor a place"):
                    check_apart(solution)


def test_samples_are_equilibria_in_the_box_of_their_component():
    game, profile = short_of_best(8 * BILLIONTH)
    inside = Box(labels=game.labels, bounds=tuple(np.array([[0.0, 1.0]] * n) for n in game.shape))
    check_samples(listing(components=[(inside, (profile,))]), game.exact_payoffs)
    with pytest.raises(Rejected, match="has no sample"):
        check_samples(listing(components=[(inside, (profile,)), (inside, ())]), game.exact_payoffs)
    elsewhere = Box(labels=game.labels, bounds=(np.array([[0.5, 1.0]] * 3), *inside.bounds[1:]))
    with pytest.raises(Rejected, match="outside its box"):
        check_samples(listing(components=[(elsewhere, (profile,))]), game.exact_payoffs)
    game, worse = short_of_best(16 * BILLIONTH)
    with pytest.raises(Rejected, match="no equilibrium"):
        check_samples(listing(components=[(inside, (worse,))]), game.exact_payoffs)


def test_indices_sum_to_one_where_all_equilibria_are_known_and_regular():
    plus, minus, none = (replace(at(0.25, 0.25), index=index) for index in (1, -1, None))
    for right in ((plus,), (plus, minus, plus), (none,), (plus, plus, none)):
        check_indices(listing(*right))
    for wrong in ((), (minus,), (plus, plus), (plus, minus)):
        with pytest.raises(Rejected, match="sum to one"):
            check_indices(listing(*wrong))
        check_indices(listing(*wrong, status="partial"))
        check_indices(listing(*wrong, components=[(region(0, 1), ())]))
        check_indices(listing(*wrong, unresolved=(region(0, 1),)))
