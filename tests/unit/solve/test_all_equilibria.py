"""What `all_equilibria` promises beyond known answers: status, boxes, components, settings, imports."""

import math
import os
import subprocess
import sys
import time
from fractions import Fraction
from itertools import pairwise, permutations, product

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.errors import GameError
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.search import driver
from belarusgame.solve.search.root_table import RootTable


def random_game(seed, shape):
    return bg.Game(np.random.default_rng(seed).uniform(-1, 1, (len(shape), *shape)))


# Three players in a circle; each but the last wants what the one before does, the last the opposite.
NO_PURE = bg.Game(
    [
        [[[float(a == c) for c in range(2)] for b in range(2)] for a in range(2)],
        [[[float(a == b) for c in range(2)] for b in range(2)] for a in range(2)],
        [[[float(b != c) for c in range(2)] for b in range(2)] for a in range(2)],
    ]
)


def by_probabilities(equilibria):
    return sorted(tuple(np.concatenate(e.mixed).round(9)) for e in equilibria)


def multistart(game, tries=20, steps=15):
    """Find mixed equilibria by Newton's method from random points on every support: no proof."""
    rng = np.random.default_rng(1)
    found = set()
    subsets = [[s for s in product([0, 1], repeat=count) if any(s)] for count in game.shape]
    for support in product(*subsets):
        inside = [np.flatnonzero(s) for s in support]
        ends = np.cumsum([0, *(len(labels) - 1 for labels in inside)])
        free = [slice(begin, end) for begin, end in pairwise(ends)]
        z = rng.uniform(0, 1, (tries if ends[-1] else 1, ends[-1]))
        for _ in range(steps):
            gaps, slopes = linearised(game, mixtures(z, inside, free, game.shape), inside, free)
            step = np.einsum("nab,nb->na", np.linalg.pinv(slopes), gaps)
            z = np.clip(z - step, -1e6, 1e6)  # what runs away comes back no more
        vectors = mixtures(z, inside, free, game.shape)
        gaps, _ = linearised(game, vectors, inside, free)
        for n in np.flatnonzero(np.abs(gaps).max(axis=1, initial=0.0) < 1e-10):
            own = [vector[n] for vector in vectors]
            if min(v.min() for v in own) > -1e-12:
                clean = [np.clip(v, 0, 1) / np.clip(v, 0, 1).sum() for v in own]
                if max(game.regret(clean).values()) < 1e-9:
                    found.add(tuple(np.concatenate(clean).round(6)))
    return found


def mixtures(z, inside, free, shape):
    """Return the mixed strategies at points, which leave out the first label of each support."""
    vectors = []
    for labels, own, count in zip(inside, free, shape, strict=True):
        vector = np.zeros((len(z), count))
        vector[:, labels[1:]] = z[:, own]
        vector[:, labels[0]] = 1 - z[:, own].sum(axis=1)
        vectors.append(vector)
    return vectors


def linearised(game, vectors, inside, free):
    """Return by how much each strategy of a support earns more than its first, and how that changes."""
    letters, points, size = "abcdefgh"[: len(inside)], len(vectors[0]), free[-1].stop
    gaps, slopes = np.zeros((points, size)), np.zeros((points, size, size))
    for i, j in permutations(range(len(inside)), 2):
        others = [k for k in range(len(inside)) if k not in (i, j)]
        axes = ",".join([letters, *(f"n{letters[k]}" for k in others)])
        earned = np.einsum(
            f"{axes}->n{letters[i]}{letters[j]}", game.payoffs[i], *(vectors[k] for k in others)
        )
        more = earned[:, inside[i][1:]] - earned[:, inside[i][:1]]
        slopes[:, free[i], free[j]] = more[:, :, inside[j][1:]] - more[:, :, inside[j][:1]]
        gaps[:, free[i]] = np.einsum("nab,nb->na", more, vectors[j])
    return gaps, slopes


@pytest.mark.parametrize("shape", [(2, 3, 2), (3, 2, 2), (2, 2, 2, 2)])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_finds_what_newton_from_many_points_finds(shape, seed):
    game = random_game(seed, shape)
    solution = all_equilibria(game)
    mine = {tuple(np.concatenate(e.mixed).round(6)) for e in solution.equilibria}
    assert solution.status == "complete"
    assert multistart(game) == mine


@pytest.mark.parametrize(
    "shape", [(2, 3, 4), (3, 2, 4, 2), (3, 3, 3), (2, 2, 2, 2, 2), (1, 3, 2, 2), (3, 1, 2, 1)]
)
def test_random_games_are_complete_with_an_odd_number_of_regular_equilibria(shape):
    for seed in range(4):
        solution = all_equilibria(random_game(seed, shape))
        assert solution.status == "complete"
        assert not solution.components
        assert len(solution.equilibria) % 2 == 1
        assert sum(e.index for e in solution.equilibria) == 1
        assert max(e.regret for e in solution.equilibria) < 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_six_players_with_two_strategies_each(seed):
    game = random_game(seed, (2,) * 6)
    solution = all_equilibria(game)
    assert (solution.status, solution.components, solution.unresolved) == ("complete", (), ())
    assert len(solution.equilibria) % 2 == 1
    assert sum(e.index for e in solution.equilibria) == 1
    pure = bg.solve.pure_equilibria(game).equilibria
    assert sum(e.is_pure for e in solution.equilibria) == len(pure)
    assert max(max(game.regret(e).values()) for e in solution.equilibria) < 1e-9


def test_six_players_of_whom_some_have_a_dominant_strategy():
    """What the others play among themselves is then the game of four that is left."""
    payoffs = np.random.default_rng(7).uniform(-1, 1, (6, 2, 3, 2, 2, 3, 2))
    payoffs[1, :, 2] += 3.0
    payoffs[4, :, :, :, :, 0] += 3.0
    game = bg.Game(payoffs)
    solution = all_equilibria(game)
    rest = all_equilibria(game.fix({"player 2": "s3", "player 5": "s1"}))
    assert solution.status == rest.status == "complete"
    assert all(e["player 2"]["s3"] == e["player 5"]["s1"] == 1.0 for e in solution.equilibria)
    left = [[v for i, v in enumerate(e.mixed) if i not in (1, 4)] for e in solution.equilibria]
    assert sorted(tuple(np.concatenate(x).round(9)) for x in left) == by_probabilities(rest.equilibria)
    assert sum(e.index for e in solution.equilibria) == 1


def test_every_equilibrium_has_a_box_that_holds_it_alone():
    for seed in range(6):
        equilibria = all_equilibria(random_game(seed, (3, 3, 3))).equilibria
        points = [np.concatenate(e.mixed) for e in equilibria]
        for k, equilibrium in enumerate(equilibria):
            bounds = np.concatenate(equilibrium.box)
            inside = [bool(np.all((bounds[:, 0] <= x) & (x <= bounds[:, 1]))) for x in points]
            assert inside == [m == k for m in range(len(points))]


def test_agrees_with_the_exact_solver_on_two_players():
    """With a third player who has no choice, the general method answers."""
    for seed in range(5):
        game = random_game(seed, (3, 4))
        exact = all_equilibria(game)
        watched = np.append(game.payoffs, np.zeros((1, 3, 4)), axis=0)[..., None]
        general = all_equilibria(bg.Game(watched))
        assert exact.method != general.method
        points = [tuple(point[:-1]) for point in by_probabilities(general.equilibria)]
        assert by_probabilities(exact.equilibria) == points
        assert sorted(e.index for e in exact.equilibria) == sorted(e.index for e in general.equilibria)


def test_exact_payoffs_decide_ties_that_floats_cannot():
    tenth = Fraction(1, 10)
    payoffs = np.full((3, 2, 2, 2), Fraction(0), dtype=object)
    payoffs[0, 1] = Fraction(1, 10**30)
    payoffs[1, :, 1] = tenth
    payoffs[2, :, :, 1] = tenth
    payoffs[2, :, :, 0] = 3 * tenth - 2 * tenth
    solution = all_equilibria(bg.Game(payoffs))
    assert [e.pure_profile["player 1"] for e in solution.equilibria] == ["s2", "s2"]
    assert [e.strict for e in solution.equilibria] == [False, False]
    assert len(solution.components) == 1


def test_the_budget_ends_with_boxes_that_hold_what_is_missing():
    game = random_game(0, (3, 3, 3, 3))
    everything = all_equilibria(game).equilibria
    solution = all_equilibria(game, max_cells=300)
    assert solution.status == "partial"
    assert "max_cells = 300" in solution.messages[0]
    listed = by_probabilities(solution.equilibria)
    for equilibrium in everything:
        if tuple(np.concatenate(equilibrium.mixed).round(9)) not in listed:
            assert any(
                all(
                    np.all((bounds[:, 0] <= x) & (x <= bounds[:, 1]))
                    for x, bounds in zip(equilibrium.mixed, box.bounds, strict=True)
                )
                for box in solution.unresolved
            )


def test_the_answer_does_not_depend_on_how_the_work_was_split(monkeypatch):
    game = random_game(3, (3, 3, 3))
    whole = all_equilibria(game)
    monkeypatch.setattr(driver, "_TURN", -1.0)
    parts = all_equilibria(game)
    assert by_probabilities(whole.equilibria) == by_probabilities(parts.equilibria)


def test_an_interrupted_search_leaves_nothing_behind(monkeypatch):
    from belarusgame.solve.search import search

    def interrupted(*arguments):
        raise KeyboardInterrupt

    game = random_game(3, (3, 3, 3))
    before = by_probabilities(all_equilibria(game).equilibria)
    with monkeypatch.context() as patch:
        patch.setattr(search, "search", interrupted)
        with pytest.raises(KeyboardInterrupt):
            all_equilibria(game)
    assert by_probabilities(all_equilibria(game).equilibria) == before


def test_a_wrong_sum_of_indices_makes_the_status_partial(monkeypatch):
    monkeypatch.setattr(RootTable, "indices", property(lambda table: 0))
    solution = all_equilibria(NO_PURE)
    assert solution.status == "partial"
    assert "indices" in solution.messages[-1]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"max_cells": 0}, "max_cells = 0: must be a whole number, 1 or more"),
        ({"max_cells": 2.5}, "max_cells = 2.5: must be a whole number, 1 or more"),
        ({"max_cells": "many"}, 'max_cells = "many": must be a whole number, 1 or more'),
        ({"max_cells": True}, "max_cells = true: must be a whole number, 1 or more"),
        ({"tolerance": 0.0}, "tolerance = 0.0: must be a finite number from 1e-09 to 0.5"),
        ({"tolerance": float("nan")}, "tolerance = nan: must be a finite number from 1e-09 to 0.5"),
        ({"tolerance": "fine"}, 'tolerance = "fine": must be a finite number'),
    ],
)
def test_bad_settings(settings, message):
    with pytest.raises(GameError, match=message):
        all_equilibria(random_game(0, (2, 2, 2)), **settings)


@pytest.mark.parametrize("scale", [1e-200, 1e200])
def test_very_small_and_very_large_payoffs(scale):
    game = random_game(2, (2, 3, 2))
    scaled = bg.Game(game.payoffs * scale)
    assert by_probabilities(all_equilibria(scaled).equilibria) == by_probabilities(
        all_equilibria(game).equilibria
    )


def test_the_box_of_a_component_reaches_no_further_than_it():
    # Player 2 meets s1 by s2 and s2 by s1; player 1 cares only against s2, where s1 costs it something. So
    # player 2 plays s1, and player 1 anything in which s1 has at most 1/2.
    payoffs = np.zeros((3, 2, 2, 3))
    payoffs[0, 0, 1] = -1.0
    payoffs[1, 1, 0] = payoffs[1, 0, 1] = 1.0
    payoffs[2] = [0.0, -1.0, -2.0]
    solution = all_equilibria(bg.Game(payoffs))
    assert solution.status == "complete"
    (component,) = solution.components
    first, second, third = component.box.bounds
    np.testing.assert_allclose(first, [[0.0, 0.5], [0.5, 1.0]], atol=0.02)
    np.testing.assert_allclose(second, [[1.0, 1.0], [0.0, 0.0]], atol=1e-6)
    np.testing.assert_allclose(third, [[1.0, 1.0], [0.0, 0.0], [0.0, 0.0]], atol=1e-6)


def test_a_game_with_very_many_supports_ends_with_its_budget():
    game = random_game(0, (14, 14, 14))
    solution = all_equilibria(game, max_cells=200)
    assert solution.status == "partial"
    assert solution.unresolved


def test_too_many_strategies_are_refused():
    with pytest.raises(GameError, match="61 strategies that are not dominated"):
        all_equilibria(bg.Game(np.zeros((3, 61, 2, 2))))


def test_the_search_gives_the_same_answer_when_it_is_interpreted():
    """Indices out of bounds and wrong types go unnoticed in compiled code; Python notices them."""
    program = (
        "import numpy as np, belarusgame as bg\n"
        "from belarusgame.solve.all_equilibria import all_equilibria\n"
        "game = bg.Game(np.random.default_rng(5).uniform(-1, 1, (3, 2, 3, 2)))\n"
        "for equilibrium in all_equilibria(game).equilibria:\n"
        "    print(*np.concatenate(equilibrium.mixed).round(9) + 0.0)\n"
    )
    settings = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    answer = subprocess.run(
        [sys.executable, "-c", program], check=True, env=settings, capture_output=True, text=True
    )
    found = [tuple(float(number) for number in line.split()) for line in answer.stdout.splitlines()]
    expected = all_equilibria(random_game(5, (2, 3, 2))).equilibria
    assert len(expected) > 1
    assert sorted(found) == by_probabilities(expected)


class SearchedError(Exception):
    """The search was asked for."""


@pytest.fixture
def asked(monkeypatch):
    """Return the settings that the search is made with; it is not run."""
    seen = {}

    def search(game, kept, **settings):
        seen.update(settings, kept=[len(labels) for labels in kept])
        raise SearchedError

    for module in ("search", "search.by_stretches"):
        monkeypatch.setattr(f"belarusgame.solve.{module}.Search", search)
    return seen


def test_the_search_gets_the_settings_and_what_dominance_left(asked):
    game = bg.Game(np.random.default_rng(1).random((3, 2, 3, 2)))
    with pytest.raises(SearchedError):
        all_equilibria(game, max_cells=1, tolerance=0.5, certificate=True)
    expected = {"max_cells": 1, "tolerance": 0.5, "logged": True, "kept": [2, 3, 2]}
    assert asked == expected | {"deadline": math.inf}
    with pytest.raises(SearchedError):
        all_equilibria(game, tolerance=1e-9)
    expected = {"max_cells": 2_000_000, "tolerance": 1e-9, "logged": False, "kept": [2, 3, 2]}
    assert asked == expected | {"deadline": math.inf}
    with pytest.raises(SearchedError):
        all_equilibria(game, max_seconds=5)
    assert 4.0 < asked["deadline"] - time.monotonic() < 4.5


def test_a_player_may_have_sixty_strategies_that_are_not_dominated():
    assert len(all_equilibria(bg.Game(np.zeros((3, 2, 60, 2))), max_cells=1).equilibria) == 240
    with pytest.raises(GameError, match="61 strategies"):
        all_equilibria(bg.Game(np.zeros((3, 2, 61, 2))), max_cells=1)


def test_no_search_is_needed_where_one_player_alone_has_a_choice(asked):
    payoffs = np.zeros((3, 2, 61, 2))
    payoffs[0, 0], payoffs[2, :, :, 1] = 1, 1
    assert all_equilibria(bg.Game(payoffs)).status == "complete"
    payoffs[0, 0] = 0
    with pytest.raises((SearchedError, GameError)):
        all_equilibria(bg.Game(payoffs))


@pytest.mark.parametrize("settings", [{"tolerance": 0.9e-9}, {"tolerance": 0.51}, {"max_cells": -1}])
def test_settings_that_make_no_sense_are_refused(settings):
    with pytest.raises(GameError, match=next(iter(settings))):
        all_equilibria(NO_PURE, **settings)


def test_two_players_are_answered_with_the_same_budget():
    game = bg.Game(np.random.default_rng(0).uniform(-1, 1, (2, 4, 4)))
    solution = all_equilibria(game, max_cells=20)
    assert (solution.status, solution.settings["max_cells"]) == ("partial", 20)
    assert all_equilibria(game, certificate=True).certificate.game is game
    assert all_equilibria(game).certificate is None


@pytest.mark.parametrize("shape", [(4, 3), (3, 3, 2)])
@pytest.mark.parametrize("offset", [2.0**52, -(2.0**52)])
def test_what_is_recorded_as_regret_does_not_depend_on_where_payoffs_are_counted_from(shape, offset):
    draw = np.random.default_rng(930702)
    for _ in range(8):
        payoffs = draw.integers(-3, 4, (len(shape), *shape)).astype(float)
        found = all_equilibria(bg.Game(offset + payoffs))
        samples = [sample for component in found.components for sample in component.samples]
        assert max(e.incentive_gap for e in (*found.equilibria, *samples)) < 1e-9
        for equilibrium in found.equilibria:
            pays = found.game.expected_payoffs(equilibrium)
            assert equilibrium.payoffs == pytest.approx(pays, abs=2.0)
