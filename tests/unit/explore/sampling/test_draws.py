import numpy as np
import pytest
from scipy import stats

import belarusgame as bg
from belarusgame.explore.sampling.draws import BLOCK, make_draws


@pytest.mark.parametrize("points", ["random", "sobol"])
def test_a_draw_depends_on_its_number_alone(ladder, points):
    draws = make_draws(ladder, 7, points=points, draws=16 * 1024)
    whole = draws.values(0, 16 * 1024)
    for first, count in ((0, 1), (4095, 2), (5000, 0), (9000, 7000), (16383, 1)):
        assert np.array_equal(draws.values(first, count), whole[:, first : first + count])


@pytest.mark.parametrize("points", ["random", "sobol"])
def test_a_block_made_in_used_room_is_the_same(ladder, points):
    draws = make_draws(ladder, 7, points=points, draws=16 * 1024)
    buffer = draws.make_buffer()
    for number in (3, 0, 3):
        assert np.array_equal(draws.block(number, buffer), draws.values(number * BLOCK, BLOCK))
        buffer[:] = np.nan


def test_far_draws_need_no_earlier_ones_and_differ(ladder):
    draws = make_draws(ladder, 7)
    assert not np.array_equal(draws.values(0, 5), draws.values(2**40, 5))
    assert not np.array_equal(draws.values(0, 5), make_draws(ladder, 8).values(0, 5))


def test_a_fixed_weight_changes_no_other_draw(make):
    def with_weight(weight):
        effects = [{"when": {"x": "s1"}, "adds": 1}]
        ends = [
            {"sentence": "s", "judgement": "j", "weight": w, "effects": effects}
            for w in (weight, {"low": 0, "likely": 1, "high": 2})
        ]
        return make({"x": ["s0", "s1"]}, {"x": ends})

    free = make_draws(with_weight({"low": 0, "likely": 1, "high": 2}), 3).values(0, 50)
    fixed = make_draws(with_weight({"low": 0.3, "likely": 0.3, "high": 0.3}), 3).values(0, 50)
    assert np.array_equal(free[1], fixed[1])
    assert np.all(fixed[0] == 0.3)


def test_pairs_of_columns_and_neighbouring_draws_are_uncorrelated(ladder):
    points = make_draws(ladder, 1).uniforms(0, 16 * BLOCK)
    drawn = [k for k, entry in enumerate(make_draws(ladder, 1).inputs) if not entry.fixed]
    correlations = np.corrcoef(np.vstack([points[drawn, :-1], points[drawn, 1:]]))
    np.fill_diagonal(correlations, 0.0)
    assert np.abs(correlations).max() < 5 / np.sqrt(16 * BLOCK)
    for row in points[drawn]:
        assert stats.kstest(row, "uniform").pvalue > 1e-4


POINTS = np.array([1e-12, 0.001, 0.2, 0.3999, 0.4, 0.4001, 0.9, 0.999999])


@pytest.mark.parametrize(
    ("distribution", "expected"),
    [
        ("triangular", stats.triang(0.5, 0.25, 1.0)),
        ("uniform", stats.uniform(0.25, 1.0)),
        ("pert", stats.beta(3, 3, 0.25, 1.0)),
        (stats.beta(2, 5), stats.beta(2, 5, 0.25, 1.0)),  # of the position in the range
        ({"a.k0": stats.uniform(0.5, 0.5)}, stats.uniform(0.5, 0.5)),  # in its own units
    ],
)
def test_draws_follow_the_distribution_that_was_asked_for(ladder, distribution, expected):
    draws = make_draws(ladder, 1, distribution=distribution)
    points = np.full((len(draws.inputs), len(POINTS)), 0.5)
    points[0] = POINTS
    np.testing.assert_allclose(draws.values_at(points)[0], expected.ppf(POINTS), rtol=1e-9)
    assert np.all(points[0] == POINTS)


def test_types_come_with_their_drawn_probability(ladder):
    draws = make_draws(ladder, 1)
    values = draws.values(0, 20 * BLOCK)
    kinds = values[draws.row("b", "type")]
    shares = [np.mean(kinds == k) for k in (0, 1, 2)]
    np.testing.assert_allclose(shares, [0.6, 0.2, 0.2], atol=0.01)
    likelier = values[draws.row("b.bold", "probability")] > 0.25
    assert np.mean(kinds[likelier] == 1) > np.mean(kinds[~likelier] == 1) + 0.03


def test_a_type_begins_where_the_one_before_it_ends(ladder):
    draws = make_draws(ladder, 1)
    bold, shy = draws.row("b.bold", "probability"), draws.row("b.shy", "probability")
    chances = [0.1, 0.199, 0.375, 0.376, 0.5, 0.9]
    points = np.full((len(draws.inputs), len(chances)), 0.5)
    points[draws.row("b", "type")] = chances
    assert draws.values_at(points)[bold, 0] == pytest.approx(0.2)
    assert draws.values_at(points)[shy, 0] == pytest.approx(0.2)
    assert draws.values_at(points)[draws.row("b", "type")].tolist() == [1, 1, 2, 2, 0, 0]
    at_the_end = points[:, :2].copy()
    at_the_end[draws.row("b", "type")] = draws.values_at(points)[bold, 0]
    assert draws.values_at(at_the_end)[draws.row("b", "type")].tolist() == [2, 2]


def test_one_sobol_point_in_each_scrambling_will_do(ladder):
    draws = make_draws(ladder, 5, points="sobol", draws=16)
    assert [draws.replicate(number) for number in (0, 1, 15)] == [0, 1, 15]


def test_every_scrambling_of_sobol_points_is_even_by_itself(ladder):
    draws = make_draws(ladder, 5, points="sobol", draws=16 * 64)
    points = draws.uniforms(0, 16 * 64)
    for replicate in range(16):
        part = points[:, replicate * 64 : (replicate + 1) * 64]
        assert {draws.replicate(replicate * 64), draws.replicate(replicate * 64 + 63)} == {replicate}
        for row in part:
            assert sorted((row * 64).astype(int)) == list(range(64))
    assert not np.array_equal(points[:, :64], points[:, 64:128])


def test_a_generator_gives_up_a_seed(ladder):
    one, same = (make_draws(ladder, np.random.default_rng(1)) for _ in range(2))
    assert one.seed == same.seed
    assert np.array_equal(one.values(0, 3), same.values(0, 3))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"seed": -1}, "seed = -1: must be a whole number, 0 or more"),
        ({"seed": 1.5}, "seed = 1.5"),
        ({"distribution": "normal"}, 'distribution "normal" is not one of triangular, uniform, pert'),
        ({"distribution": 3}, "distribution = 3: must be triangular, uniform, pert or a frozen scipy.stats"),
        (
            {"distribution": stats.norm(0.5, 0.1)},
            "it reaches from -inf to inf: must stay within 0 to 1; truncate",
        ),
        ({"distribution": stats.expon()}, "it reaches from 0 to inf: must stay within 0 to 1"),
        ({"points": "sobol", "draws": 8}, "take 16 or 32"),
        ({"distribution": {"a.k9": "pert"}}, 'distribution: input "a.k9" is not one of a.k0'),
        ({"distribution": {"a.k0": stats.uniform(0, 2)}}, "distribution of a.k0: it reaches from 0 to 2"),
        ({"points": "halton"}, 'points "halton" is not one of random, sobol'),
        ({"points": "sobol", "draws": 1000}, "draws = 1000: Sobol points come in a power of two"),
        (
            {"points": "sobol", "draws": 1024, "scramblings": 8},
            "scramblings = 8: must be a whole number, 16 or more",
        ),
    ],
)
def test_refuses(ladder, settings, message):
    with pytest.raises(bg.GameError) as error:
        make_draws(ladder, **settings)
    assert message in str(error.value)


def test_refuses_a_range_that_falls(ladder):
    from dataclasses import replace
    from fractions import Fraction

    first = ladder.considerations[0]
    fallen = replace(first, weight=replace(first.weight, high=Fraction(0)))
    broken = replace(ladder, considerations=(fallen, *ladder.considerations[1:]))
    with pytest.raises(bg.GameError, match=r"a\.k0: low = 0\.25, likely = 0\.75, high = 0: must rise"):
        make_draws(broken)


def test_the_games_of_draws_are_exact_and_solved_as_each_alone(ladder):
    draws = make_draws(ladder, 7)
    games = draws.games(ladder, 4000, 200)
    values = draws.values(4000, 200)
    weight, driver = draws.row("a.k0", "weight"), draws.row("tide", "driver")
    kind = draws.row("b", "type")
    assert set(values[kind]) == {0.0, 1.0, 2.0}
    for n in range(0, 200, 17):
        types = {} if values[kind, n] == 0 else {"b": ("bold", "shy")[int(values[kind, n]) - 1]}
        weights = {e.name: values[k, n] for k, e in enumerate(draws.inputs) if e.kind == "weight"}
        assert weights["a.k0"] == values[weight, n]
        made = ladder.game(weights=weights, drivers={"tide": values[driver, n]}, types=types)
        assert games[n].equals(made)
    batch = bg.solve.all_equilibria_batch(games)
    assert batch.complete.all()
    for n in range(0, 200, 29):
        alone = bg.solve.all_equilibria(games[n])
        assert [e.distribution.tolist() for e in batch[n].outcomes] == [
            e.distribution.tolist() for e in alone.outcomes
        ]


def test_the_games_of_draws_are_those_of_a_sweep(ladder):
    draws = make_draws(ladder, 3)
    batch = bg.solve.all_equilibria_batch(draws.games(ladder, 0, 300))
    swept = bg.explore.sweep(ladder, 300, 3, concept="nash", logit=0, conventions=False)
    event = {"a": "a1"}
    ranges = batch.probability_range(event)
    assert swept.share(event).some == pytest.approx((ranges[:, 1] > 0).mean())


@pytest.mark.parametrize(
    ("first", "count", "message"),
    [
        (-1, 1, "first = -1"),
        (0, -1, "count = -1"),
        (0, 10**7, "the games are held in memory"),
        (0, "2", "count"),
    ],
)
def test_numbers_that_are_no_draws_are_refused(ladder, first, count, message):
    with pytest.raises(bg.GameError, match=message):
        make_draws(ladder, 1).games(ladder, first, count)


def test_the_games_of_another_scenario_are_refused(ladder, belarus):
    with pytest.raises(bg.GameError, match="these draws are of other inputs"):
        make_draws(ladder, 1).games(belarus, 0, 1)
    with pytest.raises(bg.GameError, match="must be a Scenario"):
        make_draws(ladder, 1).games(2, 0, 1)
