"""What draws with ties have, by signs and roots, is what the exact solvers find."""

from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.explore.sampling import continua
from belarusgame.explore.sampling.chunk import _ChunkBuffers, solve_chunk
from belarusgame.explore.sampling.kernels import decide, solve_nash
from belarusgame.explore.sampling.sweep import _Asked, _job

AROUND_ONE = (0.999, 1, 1.001)
NAMES = [["a0", "a1"], ["b0", "b1", "b2"], ["c0", "c1"]]


def job_of(scenario, draws, **changed):
    asked = _Asked(
        scenario=scenario,
        draws=draws,
        seed=1,
        concept="nash",
        select=None,
        events=(),
        distribution="triangular",
        points="random",
        scramblings=16,
        logit=0,
        confidence=0.95,
        max_exact=None,
        together=(),
    )
    return _job(replace(asked, **changed), draws)


def compared(scenario, draws, seed=1):
    """Compare the draws that are decided with the exact solver; yield how many mixtures each has."""
    job = job_of(scenario, draws, seed=seed)
    values = np.ascontiguousarray(job.exact.draws.values(0, draws))
    buffers = _ChunkBuffers(job)
    bits, hard = buffers.bits[:draws], buffers.hard[:draws]
    decide(job.layout, values, buffers.kernel, hard)
    sure = hard == 0
    solve_nash(job.layout, values, buffers.kernel, bits, hard)
    which = np.flatnonzero((hard != 0) & sure)
    mixed = buffers.continua.solve(buffers.kernel, which, bits, hard)
    for n in which[hard[which] == 0].tolist():
        solution = job.exact.solution(job.exact.game(np.ascontiguousarray(values[:, n])))
        found, _, _ = job.exact._described(solution)
        supports = sorted(
            int.from_bytes(row.tobytes(), "little") for row in mixed.supports[n, : mixed.many[n]]
        )
        assert solution.status == "complete"
        assert (found.pure, list(found.mixed)) == (int.from_bytes(bits[n].tobytes(), "little"), supports)
        if supports:
            ranges = np.array([solution.probability_range(event) for event in job.exact.watched])
            assert np.allclose(mixed.least[n], ranges[:, 0], atol=1e-9)
            assert np.allclose(mixed.greatest[n], ranges[:, 1], atol=1e-9)
        yield len(supports)


@pytest.mark.parametrize("highest", [2, 3, 6])
def test_agrees_with_the_exact_solver_where_payoffs_are_small_numbers(from_payoffs, highest):
    rng, decided, mixing = np.random.default_rng(highest), 0, 0
    for _ in range(40):
        table = dict(zip("abc", rng.integers(0, highest, (3, 2, 3, 2)).tolist(), strict=True))
        for many in compared(from_payoffs(table, NAMES, weight=AROUND_ONE), 1):
            decided, mixing = decided + 1, mixing + (many > 0)
    assert decided > 5
    assert mixing > 2


def test_agrees_with_the_exact_solver_on_the_built_in_scenario():
    """A delegation that is in force makes a continuum of most draws."""
    found = list(compared(bg.load_scenario("belarus-2022"), 60))
    assert len(found) > 30
    assert set(found) == {1}


def test_a_sweep_solves_no_draw_of_the_built_in_scenario_by_itself(monkeypatch):
    scenario = bg.load_scenario("belarus-2022")
    job = job_of(scenario, 8192)
    monkeypatch.setattr(type(job.exact), "solve", None)
    whole = solve_chunk(job, 0, 8192)
    parts = [solve_chunk(job, first, 4096) for first in (4096, 0)]
    assert sum(tally.count for tally in whole.tallies.by_found.values()) == 8192
    parts[0].tallies.update(parts[1].tallies)
    assert list(parts[0].tallies.sorted()) == list(whole.tallies.sorted())


def test_forms_are_worked_out_for_a_few_draws_at_a_time(monkeypatch):
    scenario = bg.load_scenario("belarus-2022")
    whole = solve_chunk(job_of(scenario, 500), 0, 500)
    monkeypatch.setattr(continua, "_SIZE", 1)
    assert solve_chunk(job_of(scenario, 500), 0, 500).as_data() == whole.as_data()
