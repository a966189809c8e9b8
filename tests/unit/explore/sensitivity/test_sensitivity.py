"""What an answer hangs on: closed forms, constants, claims, bad input."""

import html
import math
import pickle
import re
from dataclasses import dataclass

import numpy as np
import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame.explore.sensitivity.answers import Answers, Logit, Outcomes
from belarusgame.explore.sensitivity.sensitivity import _group, _sample
from belarusgame.scenario import Switches

UNIFORM = {"low": 0.0, "likely": 0.5, "high": 1.0}


def contest(**more):
    """Player one acts if the gain outweighs the cost; player two, with three strategies, only watches."""
    claims = {
        name: {
            "source": "s",
            "paragraph": 1,
            "says": name,
            "kind": "assertion",
            "speaker": "author",
            "firmness": "stated",
        }
        for name in ("both", "gain", "spare")
    }
    judged = {"weight": UNIFORM, "judgement": "Made up."}
    tables = {
        "scenario": {
            "title": "?",
            "date": first_edition().date,
            "reference": {"one": "wait", "two": "x"},
            "rationality": {"level": {"low": 1, "likely": 3, "high": 5}, "judgement": "Made up."},
        },
        "sources": {"s": {"title": "S", "date": first_edition().date}},
        "claims": claims,
        "players": {
            "one": {"strategies": {"wait": "w", "act": "a"}},
            "two": {"strategies": {"x": "x", "y": "y", "z": "z"}, "claims": {"z": ["spare"]}},
        },
        "considerations": {
            "one": {
                "gain": {
                    "sentence": "Gain.",
                    "claims": ["both", "gain"],
                    "effects": [{"when": {"one": "act"}, "adds": 1}],
                    **judged,
                },
                "cost": {
                    "sentence": "Cost.",
                    "claims": ["both"],
                    "effects": [{"when": {"one": "act"}, "adds": -1}],
                    **judged,
                },
                "weather": {
                    "sentence": "Changes no choice.",
                    "effects": [{"when": {"two": "y"}, "adds": 1}],
                    **judged,
                },
            },
            "two": {
                "fixed": {
                    "sentence": "Never drawn.",
                    "weight": {"low": 1, "likely": 1, "high": 1},
                    "judgement": "Made up.",
                    "effects": [{"when": {"two": ["y", "z"]}, "adds": -1}],
                },
            },
        },
    }
    return bg.Scenario.from_tables(tables | more)


def kind(probability, scales):
    return {"probability": probability, "scales": scales, "judgement": "Made up."}


ACT = {"one": "act"}


def test_one_comparison_of_two_uniform_weights():
    # The answer is 1 where gain > cost: mean 1/2, E[answer | gain] = gain, so first order 1/3, total 2/3.
    found = bg.explore.sensitivity(
        contest(), ACT, output="share", draws=8192, distribution="uniform", concept="pure"
    )
    assert found.mean == pytest.approx(0.5, abs=0.02)
    for name in ("one.gain", "one.cost"):
        assert found[name].first == pytest.approx(1 / 3, abs=0.05)
        assert found[name].total == pytest.approx(2 / 3, abs=0.05)
        low, high = found[name].total_interval
        assert low < 2 / 3 < high
    assert found["both"].first == pytest.approx(1.0, abs=0.05)
    assert found["gain"].total == found["one.gain"].total
    assert "spare" not in [index.name for index in found.claims]
    assert (found.status, found.dropped) == ("complete", 0)


@pytest.mark.parametrize(("output", "draws"), [("logit", 2048), ("share", 4096)])
def test_as_many_draws_are_made_as_promised(output, draws):
    found = bg.explore.sensitivity(contest(), ACT, output=output, concept="pure", leave_out=False)
    assert found.settings["draws"] == draws


def test_the_probability_of_a_type_is_an_input():
    # A type to whom the gain is worth nothing never acts: answer (1 - p) [gain > cost], p uniform.
    # Variance 1/6 - 1/16 = 5/48; E[answer | p] = (1 - p) / 2 has variance 1/48.
    scenario = contest(types={"one": {"timid": kind(UNIFORM, {"gain": 0.0})}})
    found = bg.explore.sensitivity(
        scenario, ACT, output="share", draws=8192, distribution="uniform", concept="pure", leave_out=False
    )
    assert found.mean == pytest.approx(0.25, abs=0.01)
    assert found["one.timid"].first == pytest.approx(1 / 5, abs=0.04)


def test_types_break_a_stick():
    types = {
        "one": {
            "timid": kind({"low": 0.2, "likely": 0.4, "high": 0.6}, {"gain": 0.0}),
            "bold": kind({"low": 0.4, "likely": 0.5, "high": 0.6}, {"gain": 2.0}),
        }
    }
    scenario = contest(types=types)
    draws = bg.explore.make_draws(scenario, 1)
    answers = Answers(
        scenario=scenario,
        draws=draws,
        solver=Outcomes(scenario=scenario, draws=draws, event=ACT, concept="pure", most=4),
    )
    chances = answers.chances_of_switches(draws.values(0, 20_000))
    assert [s.types for s in answers.combinations] == [{}, {"one": "timid"}, {"one": "bold"}]
    assert chances.sum(axis=0) == pytest.approx(np.ones(20_000))
    assert chances.min() >= 0.0
    assert chances.mean(axis=1) == pytest.approx([0.1, 0.4, 0.5], abs=0.02)


def test_the_logit_answer_is_the_logistic_function_of_the_difference():
    scenario = contest()
    draws = bg.explore.make_draws(scenario, 3)
    answers = Answers(
        scenario=scenario,
        draws=draws,
        solver=Logit(scenario=scenario, draws=draws, event=ACT, rationality=3.0),
    )
    values = draws.values(0, 50)
    gain, cost = values[draws.row("one.gain", "weight")], values[draws.row("one.cost", "weight")]
    assert answers.at(values) == pytest.approx(1 / (1 + np.exp(-3 * (gain - cost))), abs=1e-9)


def test_the_answer_agrees_with_the_solvers_draw_by_draw():
    scenario = first_edition()
    draws = bg.explore.make_draws(scenario, 5)
    event = {"china": ["intercede", "disengage"]}
    solver = Outcomes(scenario=scenario, draws=draws, event=event, concept="sequential", most=4)
    values = draws.values(0, 12)
    captive = Switches(types={"lukashenko": "captive"})
    chances = solver.chances(values, captive)
    for n, answer in enumerate(chances):
        game = solver.exact.game(solver.switched(values, captive)[:, n])
        solution = bg.solve.sequential_equilibria(game, scenario.order)
        found = [outcome.probability(event) for outcome in solution.outcomes]
        assert answer == pytest.approx((min(found) + max(found)) / 2)


def end(*effects, low=0.25):
    weight = {"low": low, "likely": max(low, 0.75), "high": 1.25}
    made = [{"when": when, "adds": adds} for when, adds in effects]
    return {"sentence": "It matters.", "judgement": "Made up.", "weight": weight, "effects": made}


def test_nash_counts_mixed_equilibria_with_their_probabilities(make):
    # "a" follows "b" and "b" avoids "a", so both mix: "b" is indifferent if lure P(l) = fear P(r)
    scenario = make(
        {"a": ["l", "r"], "b": ["u", "v", "w"]},
        {
            "a": [end(({"a": "r"}, -1), ({"a": "r", "b": "v"}, 2))],
            "b": [
                end(({"a": "l", "b": "v"}, 1)),
                end(({"a": "r", "b": "v"}, -1)),
                end(({"b": "w"}, -3), low=1.25),
            ],
        },
    )
    draws, event = bg.explore.make_draws(scenario, 5), {"a": "r"}
    solver = Outcomes(scenario=scenario, draws=draws, event=event, concept="nash", most=None)
    values = draws.values(0, 40)
    lure, fear = values[draws.row("b.k0", "weight")], values[draws.row("b.k1", "weight")]
    assert solver.chances(values, {}) == pytest.approx(lure / (lure + fear), abs=1e-9)
    found = bg.explore.sensitivity(scenario, event, output="share", leave_out=False)
    assert (found.concept, found.draws, found.dropped) == ("nash", 128, 0)
    assert found["b.k0"].total > 0.3
    assert found["a.k0"].total == 0.0
    pure = bg.explore.sensitivity(scenario, event, output="share", leave_out=False, concept="pure")
    assert (pure.mean, pure.deviation) == (0.0, 0.0)  # there is no pure equilibrium


@pytest.mark.parametrize(
    ("more", "kept"), [({}, 20), ({"max_exact": 18}, 18), ({"max_exact": 0}, 0), ({"max_seconds": 0}, 0)]
)
def test_draws_are_solved_one_by_one_while_they_may_be(make, more, kept):
    """Three want to be told apart: all randomise, which only the exact solver finds."""

    def own(me, other, third):
        sizes = {(other, "x"): 1, (other, "y"): -1, (third, "x"): -2, (third, "y"): 2}
        return end(*(({me: "y", player: label}, adds) for (player, label), adds in sizes.items()))

    ends = {me: [own(me, other, third)] for me, other, third in ("abc", "bca", "cab")}
    scenario = make({player: ["x", "y"] for player in "abc"}, ends)
    found = bg.explore.sensitivity(scenario, {"a": "x"}, draws=20, seed=1, leave_out=False, **more)
    status = "complete" if kept == 20 else "partial"
    assert (found.draws, found.dropped, found.status) == (kept, 20 - kept, status)


def test_leaving_a_claim_out_of_the_mixed_reading():
    pure, nash = (
        bg.explore.sensitivity(contest(), ACT, output="share", draws=64, seed=1, concept=concept).without
        for concept in ("pure", "nash")
    )
    assert (pure.outcomes, nash.outcomes) == (("act/x", "wait/x"), ("wait or act/x",))  # a tie, a cluster
    assert (pure.draws, nash.draws) == (4096, 128)
    assert "the share of 128 draws" in nash.heading
    assert not any(left.changed or left.overturned or left.partial for left in nash.claims)


def test_inputs_that_change_no_choice_or_cannot_change_say_so():
    found = bg.explore.sensitivity(contest(), ACT, output="logit", draws=64)
    assert (found["one.weather"].total, found["one.weather"].note) == (0.0, "changes no choice")
    assert (found["two.fixed"].total, found["two.fixed"].note) == (None, "fixed")


def test_a_constant_answer_reads_no_variation_and_never_zero():
    found = bg.explore.sensitivity(contest(), {"two": "x"}, output="share", draws=64, concept="pure")
    assert found.deviation == 0.0
    assert all(index.total is None and index.first is None for index in (*found.inputs, *found.claims))
    assert found["one.gain"].note == "no variation"
    assert "no variation" in str(found)
    assert "does not vary" in found.sentences[0]


def test_leaving_a_claim_out():
    found = bg.explore.sensitivity(
        first_edition(), {"lukashenko": "join"}, output="logit", draws=16, seed=1
    ).without
    by_claim = {left.claim: left for left in found.claims}
    assert abs(found.claims[0].move) == max(abs(left.move) for left in found.claims)
    assert by_claim["1a"].changes == ("lukashenko.army_loyalty disappears",)
    assert by_claim["1a"].move == pytest.approx(by_claim["1a"].answer - found.answer)
    assert by_claim["7b"].changes == ()
    assert by_claim["7b"].move == 0.0
    assert by_claim["12b"].changed
    assert not by_claim["12b"].overturned
    assert "17b" in by_claim
    assert all(not first_edition().evidence.claims[name].background for name in by_claim)


def test_an_event_that_cannot_happen_any_more():
    scenario = first_edition()
    found = bg.explore.sensitivity(scenario, {"china": "intercede"}, output="share", draws=64).without
    left = next(left for left in found.claims if left.claim == "12c")
    assert "china is not known to be able to intercede" in left.changes
    assert (left.answer, left.overturned) == (0.0, True)
    assert "hangs on claim" in found.sentence


def test_the_answer_depends_on_the_seed_alone():
    one, same, other = (
        bg.explore.sensitivity(contest(), ACT, output="logit", draws=64, seed=seed, leave_out=False)
        for seed in (1, 1, 2)
    )
    assert one["one.gain"].total == same["one.gain"].total != other["one.gain"].total
    assert pickle.loads(pickle.dumps(one))["one.gain"] == one["one.gain"]
    assert list(one.to_frame()["input"]) == [index.name for index in one.inputs]
    assert "do not sum to 1" in str(one)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"output": "odds"}, 'output "odds" is not one of logit, share'),
        ({"draws": 3}, "draws = 3: must be a whole number, 16 or more"),
        ({"draws": 64.0}, "draws = 64.0"),
        ({"concept": "mixed"}, 'concept "mixed" is not one of sequential, pure, nash'),
        ({"concept": "sequential"}, "no order of moves"),
        ({"confidence": 1.0}, "confidence = 1.0"),
        ({"seed": -1}, "seed = -1"),
        ({"max_exact": -1}, "max_exact = -1: must be a whole number"),
        ({"max_exact": "all"}, 'max_exact = "all"'),
        ({"max_seconds": -1.0}, "max_seconds = -1.0"),
        ({"output": "logit", "max_exact": 3}, '"logit" solves no draw by itself'),
        ({"output": "logit", "max_seconds": 3}, '"logit" solves no draw by itself'),
        ({"event": {"one": "jump"}}, '"jump" is not one of wait, act'),
        ({"event": {}}, "must name at least one player"),
    ],
)
def test_bad_settings_are_refused(more, message):
    with pytest.raises(bg.GameError, match=message):
        bg.explore.sensitivity(contest(), **({"event": ACT} | more))


def test_a_scenario_without_rationality_has_no_logit_answer():
    bare = contest()
    head = {"title": "?", "date": bare.date, "reference": dict(bare.reference)}
    with pytest.raises(bg.GameError, match='take output="share"'):
        bg.explore.sensitivity(contest(scenario=head), ACT, output="logit")
    found = bg.explore.sensitivity(contest(scenario=head), ACT, output="share", draws=64, leave_out=False)
    assert not math.isnan(found.mean)
    with pytest.raises(bg.GameError, match="is not one of"):
        found["nobody"]


@dataclass
class Patchy:
    """Answers that are the input of one row, unless another one is high: then there is none."""

    draws: bg.explore.Draws
    rows: tuple[int, int]

    def makes_a_difference(self, row):
        return row in self.rows

    def parts(self, values):
        seen, hiding = self.rows
        return np.where(values[hiding] > 0.6, np.nan, values[seen])[np.newaxis]

    def averaged(self, parts, values):
        return parts[0]

    def at(self, values):
        return self.averaged(self.parts(values), values)


def test_a_draw_with_any_answer_missing_is_left_out_of_all_samples():
    draws = bg.explore.make_draws(contest(), 3)
    seen, hiding = (draws.row(name, "weight") for name in ("one.gain", "one.cost"))
    made = Patchy(draws, (seen, hiding))
    groups = [_group(draws, name, "weight", (row,), ()) for name, row in (("seen", seen), ("hiding", hiding))]
    sampled = _sample(made, groups, 200)
    one, other = draws.values(0, 200), draws.values(4096, 200)
    kept = (one[hiding] <= 0.6) & (other[hiding] <= 0.6)  # in the mixtures they are either
    assert 16 < kept.sum() < 150
    assert sampled.a.tolist() == one[seen, kept].tolist()
    assert sampled.b.tolist() == other[seen, kept].tolist()
    assert sampled.mixed[sampled.place[(seen,)]].tolist() == sampled.b.tolist()
    assert sampled.mixed[sampled.place[(hiding,)]].tolist() == sampled.a.tolist()


def test_a_notebook_shows_all_that_printing_shows():
    found = bg.explore.sensitivity(contest(), ACT, output="share", concept="pure", draws=16)
    page = html.unescape(re.sub("<[^<>]+>", " ", found._repr_html_()))
    assert {"both", "gain"} < set(page.split())
    assert set(str(found).replace("\u2500", "").split()) <= set(page.split())
