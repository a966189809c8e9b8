"""The compiled kernels against the solvers in exact arithmetic, draw by draw."""

import numpy as np
import pytest
from first_edition import first_edition

from belarusgame.explore.sampling.kernels.buffers import allocate
from belarusgame.explore.sampling.kernels.grouping import mark_several
from belarusgame.explore.sampling.kernels.nash import solve_nash
from belarusgame.explore.sampling.kernels.pure import decide, solve_pure
from belarusgame.explore.sampling.kernels.sequential import solve_sequential
from belarusgame.explore.sampling.sweep import _Asked, _job

KERNELS = {"sequential": solve_sequential, "pure": solve_pure, "nash": solve_nash}


def solved(scenario, concept, count, seed=1, fix=None):
    """Return the job, the draws, and what the kernel found in each: bits, or None where it is hard."""
    asked = _Asked(
        scenario=scenario.fixing(fix),
        draws=count,
        seed=seed,
        concept=concept,
        select=None,
        events=(),
        distribution="triangular",
        points="random",
        scramblings=16,
        logit=0,
        confidence=0.95,
        max_exact=None,
    )
    job = _job(asked, 0)
    values = np.ascontiguousarray(job.exact.draws.values(0, count))
    bits = np.zeros((count, job.layout.replies.shape[2]), dtype=np.uint64)
    hard = np.zeros(count, dtype=np.uint8)
    buffers = allocate(job.layout)
    decide(job.layout, values, buffers, hard)
    KERNELS[concept](job.layout, values, buffers, bits, hard)
    found = [None if h else int.from_bytes(b.tobytes(), "little") for b, h in zip(bits, hard, strict=True)]
    return job, values, found


def check(scenario, concept, count, seed=1, fix=None):
    """Compare every draw with the exact solver; return how many the kernel settled."""
    job, values, found = solved(scenario, concept, count, seed, fix)
    for n, bits in enumerate(found):
        if bits is not None:
            exact, _, _ = job.exact.solve(np.ascontiguousarray(values[:, n]))
            assert (exact.pure, exact.mixed) == (bits, ()), f"draw {n}"
    return sum(bits is not None for bits in found)


@pytest.mark.parametrize("concept", ["sequential", "pure", "nash"])
def test_agrees_with_the_exact_solvers_on_the_built_in_scenario(concept):
    assert check(first_edition(), concept, 40) > 30


@pytest.mark.parametrize("concept", ["sequential", "pure", "nash"])
@pytest.mark.parametrize("fix", [{}, {"b": "b2"}, {"a": "a1", "d": "d2"}])
def test_agrees_with_groups_types_and_drivers(ladder, concept, fix):
    assert check(ladder, concept, 60, fix=fix) > 0


def end(effects, weight=(1, 1, 1)):
    low, likely, high = weight
    made = [{"when": when, "adds": adds} for when, adds in effects]
    weight = {"low": low, "likely": likely, "high": high}
    return {"sentence": "s", "judgement": "j", "effects": made, "weight": weight}


TIED = {
    # the last mover does not care what it does, so two threats are credible and two outcomes follow
    "indifferent": (
        ["a", "b"],
        {"a": [end([({"a": "a1", "b": "b1"}, 1)], (0.5, 1, 1.5)), end([({"a": "a1"}, -1)], (0.2, 0.3, 0.4))]},
    ),
    # 0.1 + 0.2 - 0.3 is no float tie
    "decimals": (
        ["a", "b"],
        {
            "b": [
                end([({"b": "b1"}, 1)], (0.1,) * 3),
                end([({"b": "b1"}, 1)], (0.2,) * 3),
                end([({"b": "b1"}, -1)], (0.3,) * 3),
            ],
            "a": [end([({"a": "a1"}, 1)], (0, 1, 2))],
        },
    ),
    # two at once, both with a dominant strategy, before one who is sometimes indifferent
    "group first": (
        [["a", "b"], "c"],
        {
            "a": [end([({"a": "a1"}, 1)], (0.5, 1, 2))],
            "b": [end([({"b": "b2"}, 1)], (0.5, 1, 2)), end([({"b": "b1", "c": "c1"}, 1)], (0, 0.1, 0.2))],
            "c": [end([({"c": "c1", "a": "a1"}, 1)], (0, 1, 2))],
        },
    ),
}


@pytest.mark.parametrize("name", TIED)
def test_ties_are_exact(make, name):
    order, ends = TIED[name]
    scenario = make(
        {"a": ["a0", "a1"], "b": ["b0", "b1", "b2"], "c": ["c0", "c1"]},
        ends,
        [*order, *([] if "c" in str(order) else ["c"])],
    )
    for concept in ("sequential", "pure"):
        assert check(scenario, concept, 30) == 30


def test_indifference_gives_several_outcomes_in_one_draw(make):
    order, ends = TIED["indifferent"]
    scenario = make({"a": ["a0", "a1"], "b": ["b0", "b1", "b2"]}, ends, order)
    _, _, found = solved(scenario, "sequential", 10)
    assert all(bits.bit_count() > 3 for bits in found)


def test_play_that_may_be_mixed_is_left_to_the_exact_solvers(make):
    pennies = {
        "a": [end([({"a": "a1", "b": "b1"}, 1)], (0.5, 1, 2)), end([({"a": "a1"}, -1)], (0.25, 0.3, 0.4))],
        "b": [end([({"a": "a1", "b": "b1"}, -1)], (0.5, 1, 2)), end([({"b": "b1"}, 1)], (0.25, 0.3, 0.4))],
    }
    scenario = make({"a": ["a0", "a1"], "b": ["b0", "b1"]}, pennies, [["a", "b"]])
    for concept in ("sequential", "nash"):
        job, values, found = solved(scenario, concept, 20)
        assert found == [None] * 20
        exact, _, _ = job.exact.solve(np.ascontiguousarray(values[:, 0]))
        assert exact.mixed == (0b1111,)
        assert exact.pure == 0
    assert solved(scenario, "pure", 20)[2] == [0] * 20


def test_a_comparison_that_float64_cannot_make_is_left_to_the_exact_solvers(make):
    equal = make(
        {"a": ["a0", "a1"]},
        {"a": [end([({"a": "a1"}, 1)], (0.5, 1, 2)), end([({"a": "a1"}, -1)], (0.5, 1, 2))]},
    )
    job, values, _ = solved(equal, "pure", 4)
    values[1] = values[0]  # a tie by accident: the kernel cannot know that it is exact
    values[1, 3] = np.nextafter(values[0, 3], 2.0)
    hard = np.zeros(4, dtype=np.uint8)
    decide(job.layout, values, allocate(job.layout), hard)
    assert hard.tolist() == [1, 1, 1, 1]
    assert job.exact.solve(np.ascontiguousarray(values[:, 0]))[0].pure == 0b11
    assert job.exact.solve(np.ascontiguousarray(values[:, 3]))[0].pure == 0b01


FOLLOWED = {
    # b follows a, who compares where both moved with where nobody did
    "between two replies": [end([({"a": "a1", "b": "b1"}, 2), ({"b": "b1"}, -1)])],
    # b does not care, and a compares the two ends of one and the same move
    "between two ends of a move": [end([({"a": "a1"}, 1)])],
}


@pytest.mark.parametrize("name", FOLLOWED)
def test_later_play_that_float64_cannot_compare_is_left_to_the_exact_solvers(make, name):
    drawn = (0.5, 1, 2)
    alone = {"a": "a1"} if name == "between two replies" else {"b": "b1"}
    scenario = make(
        {"a": ["a0", "a1"], "b": ["b0", "b1"]},
        {"a": [end([({"b": "b1"}, 1)], drawn), end([(alone, -1)], drawn)], "b": FOLLOWED[name]},
        ["a", "b"],
    )
    job, values, _ = solved(scenario, "sequential", 5)
    values[1] = 0.75
    values[0] = [0.75, np.nextafter(0.75, 1), np.nextafter(0.75, 0), 0.75 + 1e-9, 0.75 - 1e-9]
    bits, hard = np.zeros((5, 1), dtype=np.uint64), np.zeros(5, dtype=np.uint8)
    buffers = allocate(job.layout)
    decide(job.layout, values, buffers, hard)
    assert hard.tolist() == [0] * 5  # no player has to compare two of its own actions so closely
    solve_sequential(job.layout, values, buffers, bits, hard)
    assert hard.tolist() == [1, 1, 1, 0, 0]
    for n in (3, 4):
        assert job.exact.solve(np.ascontiguousarray(values[:, n]))[0].pure == bits[n, 0]


def test_comparisons_are_trusted_beyond_their_greatest_rounding_error_only(make):
    scenario = make(
        {"a": ["a0", "a1", "a2"], "b": ["b0", "b1"]},
        {
            "a": [
                end([({"a": "a1"}, 3), ({"a": "a2"}, -1)], (0.5, 1, 2)),
                end([({"a": "a1"}, -2)], (0.5, 1, 1.25)) | {"driver": "tide"},
                end([({"a": "a2"}, 1)], (0.5,) * 3),
            ],
            "b": [end([({"b": "b1", "a": "a1"}, 1)], (0, 1, 4))],
        },
        drivers={"tide": {"judgement": "j", "level": {"low": 0.5, "likely": 1, "high": 2}}},
    )
    layout = solved(scenario, "pure", 1)[0].layout
    unit = 2.0**-52
    # of a's three variables: 3 x - 2 y, x - 1/2 and 4 x - 2 y - 1/2, where x <= 2, y <= 5/2
    expected = [(3 + 8) * size for size in (6 + 5, 2 + 0.5, 8 + 5 + 0.5)]
    rows = layout.row_slack[layout.row_begin[0] : layout.row_begin[1]] / unit
    assert sorted(rows.tolist()) == pytest.approx(sorted(expected), abs=0)
    assert layout.row_slack[layout.row_begin[1] :].tolist() == [0.0]  # of one term: its sign is sure
    # in other comparisons a coefficient is at most twice the greatest: 3, 2, 1/2 and 1
    table = [(3 + 8) * 2 * (3 * 2 + 2 * 2.5 + 0.5), (1 + 8) * 2 * 4]
    assert (layout.slack / unit).tolist() == pytest.approx(table, abs=0)


def test_the_exact_game_is_the_scenarios_own(ladder):
    job, values, _ = solved(ladder, "pure", 25)
    for n in range(25):
        column = dict(
            zip([(e.name, e.kind) for e in job.exact.draws.inputs], values[:, n].tolist(), strict=True)
        )
        kind = int(column["b", "type"])
        game = ladder.game(
            weights={name: value for (name, what), value in column.items() if what == "weight"},
            drivers={"tide": column["tide", "driver"]},
            types={"b": ["bold", "shy"][kind - 1]} if kind else {},
        )
        assert job.exact.game(np.ascontiguousarray(values[:, n])).equals(game)


def test_draws_with_more_than_one_outcome_are_marked():
    words = [[0, 0], [1, 0], [2, 0], [0, 1 << 63], [3, 0], [0, 6], [1, 1], [1 << 63, 1]]
    hard = np.zeros(len(words), dtype=np.uint8)
    mark_several(np.array(words, dtype=np.uint64), hard)
    assert hard.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
