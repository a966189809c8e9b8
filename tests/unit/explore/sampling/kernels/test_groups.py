"""Groups that move together and may randomise: compiled answers against published and against exact ones."""

import itertools
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.explore.sampling import sweep
from belarusgame.explore.sampling.kernels import allocate, allocate_groups, decide, groups, solve_groups
from belarusgame.explore.sampling.kernels.sequential import solve_sequential
from belarusgame.explore.sampling.sweep import _Asked, _job

AROUND_ONE = (0.9, 1, 1.1)  # scales a player's payoffs, which moves no equilibrium
CASES = Path(__file__).parents[4] / "data" / "cases"
QUICK = {"conventions": False, "logit": 0, "max_exact": 0, "progress": False}


def swept(from_payoffs, payoffs, strategies, order, draws=64, **more):
    scenario = from_payoffs(payoffs, strategies, weight=AROUND_ONE, order=order)
    return sweep(scenario, draws, 1, **QUICK, **more)


def test_the_battle_of_the_sexes_has_two_pure_outcomes_and_a_mixture(from_payoffs):
    """Luce and Raiffa (1957): who prefers the fight goes there with probability 2 / 3."""
    payoffs = {"he": [[2, 0], [0, 1]], "she": [[1, 0], [0, 2]]}
    found = swept(from_payoffs, payoffs, [["fight", "ballet"]] * 2, [["he", "she"]])
    assert (found.undecided, found.several) == (0, 1)
    assert [(kind.pure, kind.mixed) for kind, _ in found.counts] == [(0b1001, (0b1111,))]
    share = found.share({"he": "fight"})
    assert (share.every, share.some, share.least, share.greatest) == (0, 1, 0, 1)


def test_matching_pennies_is_one_mixture_and_its_probabilities_do_not_depend_on_scale(from_payoffs):
    """J. von Neumann (1928), with a larger stake on heads: the other one plays heads with 1 / 3."""
    payoffs = {"one": [[3, -1], [-1, 1]], "two": [[-3, 1], [1, -1]]}
    found = swept(from_payoffs, payoffs, [["heads", "tails"]] * 2, [["one", "two"]])
    for player in ("one", "two"):
        share = found.share({player: "heads"})
        assert share.least == pytest.approx(1 / 3, abs=1e-9)
        assert share.greatest == pytest.approx(1 / 3, abs=1e-9)


def test_rock_paper_scissors_needs_three_strategies_each(from_payoffs):
    cycle = [[0, -1, 2], [2, 0, -1], [-1, 2, 0]]
    payoffs = {"one": cycle, "two": np.transpose(cycle).tolist()}
    found = swept(from_payoffs, payoffs, [["rock", "paper", "scissors"]] * 2, [["one", "two"]])
    assert found.undecided == 0
    share = found.share({"one": "paper"})
    assert (share.least, share.greatest) == (pytest.approx(1 / 3, abs=1e-9), pytest.approx(1 / 3, abs=1e-9))


#: Nobody but two cares: one is indifferent, and two stays away as long as one attacks with at most 1 / 4.
CLUSTER = {"one": [[0, -1], [0, 0]], "two": [[0, 3], [0, -1]]}


def test_a_cluster_enters_by_its_least_and_its_greatest_probability(from_payoffs):
    found = swept(from_payoffs, CLUSTER, [["attack", "wait"], ["away", "help"]], [["one", "two"]])
    assert [(kind.pure, kind.mixed) for kind, _ in found.counts] == [(0, (0b0101,))]
    share = found.share({"one": "attack"})
    assert (share.every, share.some, share.least) == (0, 1, 0)
    assert share.greatest == pytest.approx(1 / 4, abs=1e-9)
    assert found.share({"two": "away"}).every == 1


@pytest.mark.parametrize(
    ("outside", "enters", "greatest"),
    [(-2, 1, 1 / 4), (-1 / 2, 0, 1 / 8), (1, 0, 0)],
    ids=["the worst is better", "a part is better", "nothing is better"],
)
def test_an_earlier_mover_supports_the_part_of_a_cluster_that_it_prefers(
    from_payoffs, outside, enters, greatest
):
    """If the first enters, it loses 4 where one attacks, and so between 0 and 1 over the cluster."""
    table = {
        "first": [[[-4, -4], [0, 0]], [[outside] * 2] * 2],
        "one": [CLUSTER["one"], [[0, 0], [1, 1]]],
        "two": [CLUSTER["two"], [[1, 0], [1, 0]]],
    }
    names = [["enter", "stay"], ["attack", "wait"], ["away", "help"]]
    scenario = from_payoffs(table, names, weight=(1, 1, 1), order=["first", ["one", "two"]])
    found = sweep(scenario, 8, 1, **QUICK)
    share = found.share({"first": "enter", "one": "attack"})
    assert found.undecided == 0
    assert found.share({"first": "enter"}).every == enters
    assert found.share({"first": "enter"}).some == (outside < 0)
    attack = found.share({"one": "attack"})
    assert attack.greatest == pytest.approx(greatest, abs=1e-9)
    assert share.some == (outside < 0)


def job_of(scenario, draws):
    asked = _Asked(
        scenario=scenario,
        draws=draws,
        seed=1,
        concept="sequential",
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
    return _job(asked, 0)


def outcomes(scenario, draws):
    """Yield for each draw what the kernels and what the exact solver find."""
    job = job_of(scenario, draws)
    values = np.ascontiguousarray(job.exact.draws.values(0, draws))
    bits = np.zeros((draws, job.layout.replies.shape[2]), dtype=np.uint64)
    hard, buffers = np.zeros(draws, dtype=np.uint8), allocate(job.layout)
    decide(job.layout, values, buffers, hard)
    solve_sequential(job.layout, values, buffers, bits, hard)
    own = allocate_groups(job.layout, job.inside)
    solve_groups(job.layout, values, buffers, own, bits, hard)
    for n in range(draws):
        pure = int.from_bytes(bits[n].tobytes(), "little")
        many = own.mixed.many[n]
        supports = sorted(int.from_bytes(row.tobytes(), "little") for row in own.mixed.supports[n, :many])
        exact = job.exact.solution(job.exact.game(np.ascontiguousarray(values[:, n])))
        yield job, bool(hard[n]), pure, supports, own.mixed.least[n], own.mixed.greatest[n], exact


def agrees(scenario, draws):
    """Compare where the exact solver knows everything; count the draws compared, and those decided."""
    compared, decided = 0, 0
    for job, hard, pure, supports, least, greatest, exact in outcomes(scenario, draws):
        decided += not hard
        if hard or exact.status != "complete":
            continue
        compared += 1
        described, _, _ = job.exact._described(exact)
        assert (described.pure, list(described.mixed)) == (pure, supports)
        if supports:
            ranges = [exact.probability_range(event) for event in job.exact.watched]
            assert np.allclose(least, [low for low, _ in ranges], atol=1e-9)
            assert np.allclose(greatest, [high for _, high in ranges], atol=1e-9)
    return compared, decided


ORDERS = ([["a", "b"], "c"], ["c", ["a", "b"]], [["a", "b", "c"]], ["a", ["b", "c"]])


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_agrees_with_the_exact_solver_where_payoffs_are_small_numbers_with_ties(from_payoffs, order):
    generator, compared, decided = np.random.default_rng(5), 0, 0
    names = [["a0", "a1"], ["b0", "b1", "b2"], ["c0", "c1"]]
    for _ in range(40):
        table = generator.integers(-2, 4, (3, 2, 3, 2)).tolist()
        payoffs = dict(zip("abc", table, strict=True))
        scenario = from_payoffs(payoffs, names, weight=AROUND_ONE, order=order)
        one, other = agrees(scenario, 1)
        compared, decided = compared + one, decided + other
    assert compared > 3
    assert decided > 10


def test_agrees_on_a_case_of_two_leaders():
    scenario = bg.load_scenario(CASES / "two-leaders.toml")
    compared, decided = agrees(scenario, 40)
    assert compared == decided == 40


def test_clusters_hold_what_trying_finds(from_payoffs):
    """Every outcome of a fine grid of mixed strategies that is an equilibrium lies within the bounds."""
    generator = np.random.default_rng(11)
    seen = 0
    grid = np.linspace(0, 1, 21)
    for _ in range(60):
        table = generator.integers(0, 3, (2, 2, 2))
        payoffs = {"a": table[0].tolist(), "b": table[1].tolist()}
        scenario = from_payoffs(payoffs, [["x", "y"], ["x", "y"]], weight=(1, 1, 1), order=[["a", "b"]])
        ((job, hard, _, supports, least, greatest, _),) = outcomes(scenario, 1)
        if hard or not supports:
            continue
        seen += 1
        event = job.exact.watched.index({"a": "x"})
        for p, q in itertools.product(grid, grid):
            one, two = np.array([p, 1 - p]), np.array([q, 1 - q])
            regret = max(
                (table[0] @ two).max() - one @ table[0] @ two, (one @ table[1]).max() - one @ table[1] @ two
            )
            if regret < 1e-12:
                assert least[event] - 1e-9 <= p <= greatest[event] + 1e-9
    assert seen > 15


@pytest.mark.parametrize(
    ("difference", "tied", "expected"),
    [
        (1.0, False, 1),
        (-1.0, True, -1),
        (0.25, True, 0),
        (0.25, False, groups.CLOSE),
        (-0.5, False, groups.CLOSE),
    ],
)
def test_bounds_that_are_close_are_a_tie_only_if_every_end_gives_the_same(
    monkeypatch, difference, tied, expected
):
    """Entry 2 is a cluster; its best is set against the worst of the first end."""
    monkeypatch.setattr(groups, "all_tied", lambda *_: tied)
    entries = SimpleNamespace(
        best=np.array([[0.0, 0.0, 4.0 + difference]]),
        worst=np.array([[4.0, 0.0, -9.0]]),
        close=np.array([0.5]),
    )
    own = SimpleNamespace(entries=entries, play=SimpleNamespace(tables=np.array([0])))
    rather = getattr(groups._rather, "py_func", groups._rather)
    assert rather(SimpleNamespace(terminal=np.arange(2)), own, 0, 2, 0) == expected
