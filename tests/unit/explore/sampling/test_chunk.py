"""One piece of a sweep: what is counted draw by draw, and what is left undecided when a budget ends."""

import numpy as np
import pytest

from belarusgame.base.time_limit import within_seconds
from belarusgame.explore.sampling.alike import solve_alike
from belarusgame.explore.sampling.chunk import groups_may_mix, kernel_for, solve_chunk
from belarusgame.explore.sampling.kernels import solve_pure, solve_sequential
from belarusgame.explore.sampling.tally import UNITS, Found


def counts(chunk):
    return {found: tally.count for found, tally in chunk.tallies.by_found.items()}


@pytest.mark.parametrize("concept", ["pure", "sequential"])
def test_every_draw_is_counted_by_what_the_exact_solver_finds_in_it(ladder, laid_out, concept):
    job = laid_out(ladder, 25, kept=10, concept=concept)
    values = job.exact.draws.values(0, 25)
    expected = [job.exact.solve(np.ascontiguousarray(column))[0] for column in values.T]
    chunk = solve_chunk(job, 0, 25)
    assert (chunk.first, chunk.count) == (0, 25)
    assert counts(chunk) == {found: expected.count(found) for found in expected}
    kinds = list(chunk.tallies.by_found)
    assert [kinds[code] for code in chunk.codes] == expected[:10]


def test_only_the_first_draws_of_the_sweep_are_noted(ladder, laid_out):
    job = laid_out(ladder, 8192, kept=4100, concept="pure")
    assert [len(solve_chunk(job, first, 8).codes) for first in (0, 4096)] == [8, 4]
    assert len(solve_chunk(laid_out(ladder, 8192, kept=4096, concept="pure"), 4096, 8).codes) == 0


@pytest.fixture(scope="module")
def at_once(from_payoffs):
    """Two who move at once and have no equilibrium without chance: heads with 1/3 on either side."""
    table = {"one": [[3, -1], [-1, 1]], "two": [[-3, 1], [1, -1]]}
    return from_payoffs(table, [["heads", "tails"]] * 2, weight=(0.9, 1, 1.1))


def test_mixtures_are_summed_up_between_bounds_and_noted_for_the_draws_that_are_kept(at_once, laid_out):
    job = laid_out(at_once, 6, kept=4, concept="nash")
    chunk = solve_chunk(job, 0, 6)
    assert counts(chunk) == {Found(mixed=(0b1111,)): 6}
    (tally,) = chunk.tallies.by_found.values()
    heads = job.exact.watched.index({"one": "heads"})
    assert tally.least[heads] <= 2 * UNITS <= tally.greatest[heads] <= tally.least[heads] + 6 * 2
    assert sorted(chunk.bounds) == [0, 1, 2, 3]
    for least, greatest in chunk.bounds.values():
        assert 3 * least[heads] <= UNITS <= 3 * greatest[heads]


def test_draws_beyond_the_budget_of_a_block_are_undecided(at_once, laid_out):
    job = laid_out(at_once, 6, kept=6, concept="nash", max_exact=2)
    chunk = solve_chunk(job, 0, 6)
    assert counts(chunk) == {Found(mixed=(0b1111,)): 2, Found(partial=True): 4}
    assert sorted(chunk.bounds) == [0, 1]
    assert chunk.codes.tolist() == [0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize(("seconds", "undecided"), [(0, 6), (600, 0)])
def test_draws_after_the_deadline_are_undecided(at_once, laid_out, seconds, undecided):
    with within_seconds(seconds):
        job = laid_out(at_once, 6, concept="nash")
    chunk = solve_chunk(job, 0, 6)
    assert counts(chunk).get(Found(partial=True), 0) == undecided


def test_three_who_move_at_once_are_solved_for_all_draws_together(pennies, laid_out, monkeypatch):
    job = laid_out(pennies, 12, kept=12, concept="nash")
    monkeypatch.setattr(type(job.exact), "solve", None)  # no draw by itself
    chunk = solve_chunk(job, 0, 12)
    # The third one watches: profiles 1, 3, 5 and 7.
    assert counts(chunk) == {Found(mixed=(0b10101010,)): 12}
    assert sorted(chunk.bounds) == list(range(12))
    (tally,) = chunk.tallies.by_found.values()
    one = job.exact.watched.index({"one": "heads"})
    assert tally.least[one] / UNITS == pytest.approx(4, abs=1e-6)
    assert tally.least[one] < tally.greatest[one]


def test_mixtures_of_different_kinds_are_summed_up_apart(build, laid_out):
    """The third one gains or loses by watching, from draw to draw; the others do not mind it."""
    ends = {
        "third.gain": ((0, 1, 2), [({"third": "watch"}, 1)]),
        "third.pain": ((0, 1, 2), [({"third": "watch"}, -1)]),
    }
    for player, sign in (("one", 1), ("two", -1)):
        both = [
            ({"one": "tails"}, -4 * sign),
            ({"two": "tails"}, -4 * sign),
            ({"one": "tails", "two": "tails"}, 6 * sign),
        ]
        ends[f"{player}.stake"] = ((0.9, 1, 1.1), both)
    players = {"one": ["heads", "tails"], "two": ["heads", "tails"], "third": ["rest", "watch"]}
    job = laid_out(build(players, ends), 12, concept="nash")
    tallies = solve_chunk(job, 0, 12).tallies.by_found
    assert set(tallies) == {Found(mixed=(0b01010101,)), Found(mixed=(0b10101010,))}
    heads = job.exact.watched.index({"one": "heads"})
    for tally in tallies.values():
        assert tally.least[heads] / UNITS == pytest.approx(tally.count / 3, abs=1e-6)


def test_draws_are_counted_by_the_scrambling_that_they_belong_to(ladder, laid_out):
    job = laid_out(ladder, 64, points="sobol", scramblings=16, concept="pure")
    by_scrambling = dict.fromkeys(range(16), 0)
    for found, count in counts(solve_chunk(job, 0, 64)).items():
        by_scrambling[found.replicate] += count
    assert set(by_scrambling.values()) == {4}


def test_a_criterion_sees_the_draws_that_have_a_choice(from_payoffs, laid_out):
    hunt = {"one": [[4, 0], [3, 3]], "two": [[4, 3], [0, 3]]}
    scenario = from_payoffs(hunt, [["stag", "hare"]] * 2)
    for select, found in ((None, 0b1001), ("payoff_dominance", 0b0001)):
        assert counts(solve_chunk(laid_out(scenario, 5, concept="pure", select=select), 0, 5)) == {
            Found(pure=found): 5
        }


def test_each_concept_has_its_kernel_and_only_groups_may_mix(ladder, pull, laid_out):
    assert [kernel_for(name) for name in ("pure", "sequential", "nash")] == [
        solve_pure,
        solve_sequential,
        solve_alike,
    ]
    assert groups_may_mix("sequential", laid_out(ladder, 1).layout)
    assert not groups_may_mix("nash", laid_out(ladder, 1).layout)
    assert not groups_may_mix("sequential", laid_out(pull, 1).layout)  # one after the other
