"""The answer as a function of the inputs: each part of it by hand, draw by draw."""

from dataclasses import dataclass, field

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.explore.sensitivity.answers import Answers, Logit, LogitInTurn, Outcomes, _exact_bounds
from belarusgame.scenario import Switches

EVENT = {"b": ["b1", "b2"], "c": "c1"}


@dataclass
class Recorded:
    """A solver whose answer is known, and that notes what it was asked; some considerations do not enter."""

    positions: tuple[int, ...]
    asked: list = field(default_factory=list)

    def chances(self, values, switches):
        self.asked.append(dict(switches.types))
        return np.full(values.shape[1], {"bold": 0.25, "shy": 1.0}.get(switches.types.get("b"), 0.5))

    def enters(self, position, switches):
        return position in self.positions


@pytest.fixture(scope="module")
def draws(ladder):
    return bg.explore.make_draws(ladder, 7)


def answers(ladder, draws, solver):
    return Answers(scenario=ladder, draws=draws, solver=solver)


def test_each_type_takes_its_part_of_what_is_left(ladder, draws):
    made = answers(ladder, draws, Recorded((2,)))
    assert [s.types for s in made.combinations] == [{}, {"b": "bold"}, {"b": "shy"}]
    values = draws.values(0, 3)
    bold, shy = (draws.row(f"b.{name}", "probability") for name in ("bold", "shy"))
    values[bold], values[shy] = [0.25, 0.0, 1.0], [0.2, 0.4, 0.8]
    # of what is left, "shy" takes its drawn probability by the 0.8 that "bold" is expected to leave
    assert made.chances_of_switches(values) == pytest.approx(
        np.array([[0.5625, 0.5, 0.0], [0.25, 0.0, 1.0], [0.1875, 0.5, 0.0]])
    )
    assert made.parts(values) == pytest.approx(np.array([[0.5] * 3, [0.25] * 3, [1.0] * 3]))
    expected = [0.5 * 0.5625 + 0.25 * 0.25 + 0.1875, 0.25 + 0.5, 0.25]
    assert made.at(values) == pytest.approx(expected)
    assert made.averaged(np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), values) == pytest.approx([2.875, 5, 6])


def test_types_that_scale_what_makes_no_difference_are_solved_once(ladder, draws):
    values = draws.values(0, 2)
    keys = [c.key for c in ladder.considerations]
    for positions, solved in (((keys.index("b.k0"),), 3), ((keys.index("b.k1"), 0), 1), ((), 1)):
        solver = Recorded(positions)
        parts = answers(ladder, draws, solver).parts(values)
        assert len(solver.asked) == solved
        assert parts.shape == (3, 2)
        assert {part[0] for part in parts} == ({0.25, 0.5, 1.0} if solved == 3 else {0.5})


def test_what_can_make_a_difference(ladder, draws):
    keys = [c.key for c in ladder.considerations]
    made = answers(ladder, draws, Recorded((keys.index("a.k1"), keys.index("b.k1"))))
    found = {
        (draws.inputs[row].kind, draws.inputs[row].name)
        for row in range(len(draws.inputs))
        if draws.inputs[row].kind in ("weight", "driver", "probability") and made.makes_a_difference(row)
    }
    assert found == {("weight", "a.k1"), ("weight", "b.k1"), ("driver", "tide")}
    made = answers(ladder, draws, Recorded((keys.index("b.k0"),)))
    found = {
        (draws.inputs[row].kind, draws.inputs[row].name)
        for row in range(len(draws.inputs))
        if draws.inputs[row].kind in ("weight", "driver", "probability") and made.makes_a_difference(row)
    }
    assert found == {("weight", "b.k0"), ("probability", "b.bold"), ("probability", "b.shy")}


def test_the_logit_answer_is_that_of_the_game_rebuilt(ladder, draws):
    solver = Logit(scenario=ladder, draws=draws, event=EVENT, rationality=1.5)
    values = draws.values(0, 4)
    base = list(ladder.game().base_measure().values())
    for types in ({}, {"b": "bold"}, {"b": "shy"}):
        found = solver.chances(values, Switches(types=types))
        for n in range(4):
            weights = {c.key: values[draws.row(c.key, "weight"), n] for c in ladder.considerations}
            game = ladder.game(weights, {"tide": values[draws.row("tide", "driver"), n]}, types)
            solved = bg.solve.logit(game.payoffs[None], 1.5, base=base)
            assert solved.converged.all()
            chance = 1.0
            for vectors, admitted in zip(solved.profiles, ladder.labels.allowed(EVENT), strict=True):
                chance *= sum(vectors[0, i] for i in admitted)
            assert found[n] == pytest.approx(chance, abs=1e-6)
            assert 0 < found[n] < 1


def test_players_who_err_move_in_turn_in_the_sequential_reading(ladder, draws):
    common = {"scenario": ladder, "draws": draws, "event": EVENT, "rationality": 1.5}
    solver = LogitInTurn(**common, concept="sequential", most=0)
    values = draws.values(0, 4)
    for types in ({}, {"b": "bold"}):
        found = solver.chances(values, Switches(types=types))
        for n in range(4):
            weights = {c.key: values[draws.row(c.key, "weight"), n] for c in ladder.considerations}
            game = ladder.game(weights, {"tide": values[draws.row("tide", "driver"), n]}, types)
            play = bg.solve.sequential_logit(game, ladder.order, 1.5)
            assert found[n] == pytest.approx(play.probability(EVENT), abs=1e-9)
    assert solver.enters(0, Switches())


def test_in_logit_only_what_depends_on_ones_own_choice_enters(ladder, draws):
    solver = Logit(scenario=ladder, draws=draws, event=EVENT, rationality=1.5)
    keys = [c.key for c in ladder.considerations]
    entering = {key for position, key in enumerate(keys) if solver.enters(position, Switches())}
    assert entering == set(keys) - {"a.k1"}  # it depends on d alone
    outcomes = Outcomes(scenario=ladder, draws=draws, event=EVENT, concept="sequential", most=None)
    assert all(outcomes.enters(position, Switches()) for position in range(len(keys)))


def test_the_rows_of_types_are_filled_in(ladder, draws):
    solver = Outcomes(scenario=ladder, draws=draws, event=EVENT, concept="sequential", most=None)
    values = draws.values(0, 3)
    before, row = values.copy(), draws.row("b", "type")
    for types, number in (({}, 0), ({"b": "bold"}, 1), ({"b": "shy"}, 2)):
        filled = solver.switched(values, Switches(types=types))
        assert filled[row].tolist() == [number] * 3
        assert np.array_equal(np.delete(filled, row, 0), np.delete(values, row, 0))
    assert np.array_equal(values, before)


@pytest.mark.parametrize("concept", ["sequential", "pure"])
def test_a_draw_with_ties_is_solved_exactly(ladder, draws, concept):
    """The event is sure where it happens in every outcome, and possible where it happens in some."""
    made = Outcomes(scenario=ladder, draws=draws, event=EVENT, concept=concept, most=None)
    values = np.round(made.switched(draws.values(0, 12), Switches(types={"b": "bold"})) * 4) / 4
    settled = 0
    for n in range(12):
        weights = {c.key: values[draws.row(c.key, "weight"), n] for c in ladder.considerations}
        game = ladder.game(weights, {"tide": values[draws.row("tide", "driver"), n]}, {"b": "bold"})
        solve = bg.solve.pure_equilibria
        solution = solve(game) if concept == "pure" else bg.solve.sequential_equilibria(game, ladder.order)
        least, greatest = _exact_bounds(made.exact, np.ascontiguousarray(values[:, n]))
        if solution.status == "complete" and not np.isnan(least):
            each = [outcome.probability(EVENT) for outcome in solution.outcomes] or [0.0]
            assert (least, greatest) == (float(min(each) == 1), float(max(each) > 0))
            settled += 1
    assert settled > 3


def test_nothing_is_left_for_a_type_after_one_that_is_certain(make):
    def kind(low, likely, high, **more):
        chance = {"low": low, "likely": likely, "high": high}
        return {"judgement": "For the tests.", "probability": chance, "scales": {"k0": 2}} | more

    worth = {
        "sentence": "It matters.",
        "judgement": "For the tests.",
        "effects": [{"when": {"b": "y"}, "adds": 1}],
    }
    weight = {"low": 0.5, "likely": 1, "high": 2}
    scenario = make(
        {"a": ["x"], "b": ["x", "y"]},
        {"b": [worth | {"weight": weight}]},
        types={"b": {"bold": kind(0.5, 1, 1), "shy": kind(0, 0, 0.25)}},
        scenario={"question": {"b": "y"}},
    )
    draws = bg.explore.make_draws(scenario, 1)
    values = draws.values(0, 2)
    values[draws.row("b.bold", "probability")] = [1.0, 0.75]
    values[draws.row("b.shy", "probability")] = [0.0, 0.125]
    made = answers(scenario, draws, Recorded(()))
    assert [s.types for s in made.combinations] == [{}, {"b": "bold"}, {"b": "shy"}]
    assert made.chances_of_switches(values).tolist() == [[0.0, 0.25], [1.0, 0.75], [0.0, 0.0]]
