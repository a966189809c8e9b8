import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from first_edition import first_edition
from hypothesis import given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame.game import equilibrium_at
from belarusgame.report import explain

BUILT_IN = first_edition()
WEIGHT = st.one_of(
    st.integers(0, 2000).map(lambda n: Fraction(n, 1000)),
    st.fractions(0, 3, max_denominator=99),
    st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 10**7), Fraction(10**9) + Fraction(1, 7)]),
)
LEVEL = st.fractions(0, 2, max_denominator=12)


@st.composite
def choices(draw, scenario):
    """Draw weights, levels of drivers and types of players for a scenario."""
    keys = [c.key for c in scenario.considerations]
    types = {}
    for made in scenario.types:
        if draw(st.booleans()):
            types[made.player] = made.name
    return {
        "weights": draw(st.dictionaries(st.sampled_from(keys), WEIGHT)),
        "drivers": {driver.name: draw(LEVEL) for driver in scenario.drivers},
        "types": types,
    }


def readings(scenario, chosen):
    game = scenario.game(**chosen)
    for solution in (bg.solve.sequential_equilibria(game, scenario.order), bg.solve.pure_equilibria(game)):
        for outcome in solution.outcomes[:4]:
            yield game, outcome, explain(scenario, outcome, **chosen)


def sides(outcome, comparison):
    """Return the distributions over profiles that a comparison is about."""
    if outcome.plan is None:
        here = outcome.pure_profile
        there = here | {comparison.player: comparison.alternative}
        return {tuple(here.values()): Fraction(1)}, {tuple(there.values()): Fraction(1)}
    (step,) = (
        s
        for s in outcome.plan.steps
        if comparison.player in s.movers and comparison.chosen in s.play[comparison.player]
    )
    return step.value.chances, step.instead[comparison.player][comparison.alternative].chances


def value(game, player, chances):
    named = ((dict(zip(game.players, profile, strict=True)), p) for profile, p in chances.items())
    return sum((p * game.payoff(player, profile) for profile, p in named), Fraction(0))


@pytest.mark.parametrize("name", ["harbour", "built-in"])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_every_difference_is_the_games_own_and_its_parts_add_up(name, data, harbour):
    scenario = harbour if name == "harbour" else BUILT_IN
    for game, outcome, explanation in readings(scenario, data.draw(choices(scenario))):
        assert {c.player for c in explanation.comparisons} == set(game.players)
        for comparison in explanation.comparisons:
            here, there = sides(outcome, comparison)
            gained = value(game, comparison.player, here) - value(game, comparison.player, there)
            assert comparison.difference == gained >= 0
            assert sum(part.amount for part in comparison.parts) == gained
            assert all(part.amount != 0 for part in comparison.parts)
            assert all(part.consideration.startswith(comparison.player + ".") for part in comparison.parts)


SENTENCE = re.compile(
    r"(?P<who>.*?) (?:prefers .*? by (?P<by>\d+\.\d+)|is (?:as good as )?indifferent between .*?)(?::|;|\.$)"
)
NUMBER = re.compile(r"([+-]\d+\.\d+) \[")


@pytest.mark.parametrize("name", ["harbour", "built-in"])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_the_numbers_printed_add_up(name, data, harbour):
    scenario = harbour if name == "harbour" else BUILT_IN
    for _, _, explanation in readings(scenario, data.draw(choices(scenario))):
        for comparison, sentence in zip(explanation.comparisons, explanation.sentences, strict=True):
            found = SENTENCE.match(sentence)
            parts = [Fraction(number) for number in NUMBER.findall(sentence)]
            assert len(parts) == len(comparison.parts)
            assert sum(parts) == Fraction(found["by"] or 0)
            assert abs(Fraction(found["by"] or 0) - comparison.difference) <= Fraction(1, 20_000)
            exactly = comparison.difference == 0
            assert ("is indifferent" in sentence) == exactly


def hurt(scenario, chosen, explanation, outcome, comparison, share):
    """Move every weight of a comparison a share of its way to the end of its range that hurts."""
    labels, features = scenario.labels, scenario.features()
    here, there = sides(outcome, comparison)

    def mean(k, chances):
        return sum(
            p * features.exact[(k, *(labels.strategy_index(i, a) for i, a in enumerate(s)))]
            for s, p in chances.items()
        )

    moved = dict(chosen["weights"])
    for k, consideration in enumerate(scenario.considerations):
        change = mean(k, here) - mean(k, there)
        weight = moved.get(consideration.key, consideration.weight.likely)
        if consideration.player == comparison.player and change != 0:
            end = (
                min(weight, consideration.weight.low)
                if change > 0
                else max(weight, consideration.weight.high)
            )
            moved[consideration.key] = weight + share * (end - weight)
    game = scenario.game(moved, chosen["drivers"], chosen["types"])
    return value(game, comparison.player, here) - value(game, comparison.player, there)


@pytest.mark.parametrize("name", ["harbour", "built-in"])
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_at_the_tipping_share_the_comparison_is_a_tie(name, data, harbour):
    scenario = harbour if name == "harbour" else BUILT_IN
    chosen = data.draw(choices(scenario))
    for _, outcome, explanation in readings(scenario, chosen):
        for comparison in explanation.comparisons:
            share = comparison.tips_at
            at = lambda share: hurt(scenario, chosen, explanation, outcome, comparison, share)  # noqa: B023, E731
            if share is None:
                assert at(Fraction(1)) == comparison.difference > 0
            elif share > 1:
                assert at(Fraction(1)) > 0
            else:
                assert at(share) == 0
                assert share == 0 or at(share / 2) > 0


def test_the_most_fragile_comparison_tips_first(harbour):
    (outcome,) = bg.solve.sequential_equilibria(harbour.game(), harbour.order).outcomes[:1]
    explanation = explain(harbour, outcome)
    shares = [c.tips_at for c in explanation.comparisons if c.tips_at is not None]
    assert explanation.most_fragile.tips_at == min(shares)


def test_a_sentence_in_full(make):
    def strike_now(tables):
        tables["scenario"]["order"] = ["union", "city", "firm"]

    scenario = make(strike_now)
    outcome = bg.solve.sequential_equilibria(scenario.game(), scenario.order).outcomes[0]
    sentences = explain(scenario, outcome).sentences
    assert outcome.pure_profile == {"firm": "hold", "union": "strike", "city": "step_in"}
    assert sentences == (
        "The firm prefers hold to offer by 2.0: wage bill +2.0 [1a].",
        "The union prefers strike to work by 1.054: pay +1.554 [1a, judgement], fund -0.500 [3a]; "
        "after work the others would answer: City watch.",
        "The union prefers strike to talks by 1.054: pay +1.554 [1a, judgement], fund -0.500 [3a]; "
        "after talks the others would answer: City watch; through City's reply (asserted): standing +0.750.",
        "City prefers step_in to watch by 1.0: peace +1.0 [3a].",
    )


def test_an_effect_that_is_judgement_is_marked_only_where_it_counts():
    (outcome,) = bg.solve.sequential_equilibria(BUILT_IN.game(), BUILT_IN.order).outcomes
    marks = {
        comparison.alternative: part.judged
        for comparison in explain(BUILT_IN, outcome).comparisons
        for part in comparison.parts
        if part.consideration == "putin.control"
    }
    by_judgement = [bool(effect.judgement) for effect in BUILT_IN.consideration("putin.control").effects]
    assert True in by_judgement
    assert False in by_judgement
    assert marks == {"coerce": False, "underwrite": True}


def mismatch(tables):
    """Let the firm and the union be drawn to different profiles, so that only mixing is stable."""

    def one(**effects):
        effects = [
            {"when": {"firm": firm, "union": union.split("_")}, "adds": adds}
            for (firm, union), adds in ((key.split("__"), adds) for key, adds in effects.items())
        ]
        return {"end": {"sentence": "An end.", "claims": ["1a"], "effects": effects}}

    tables["considerations"] = {
        "firm": one(offer__work=-3, offer__strike_talks=7),
        "union": one(hold__strike=1, offer__strike=-1),
        "city": {
            "rest": {
                "sentence": "Rest.",
                "claims": ["2a"],
                "effects": [{"when": {"city": "step_in"}, "adds": -1}],
            }
        },
    }
    del tables["types"], tables["drivers"]


def mixed_sentences(scenario, strike):
    mix = {"firm": [0.5, 0.5], "union": {"work": 1 - strike, "strike": strike}, "city": "watch"}
    return [s.split(":")[0] for s in explain(scenario, equilibrium_at(scenario.game(), mix)).sentences]


def test_a_mixed_equilibrium_is_explained_by_ties(make):
    assert mixed_sentences(make(mismatch), 0.3) == [
        "The firm is as good as indifferent between hold or offer and hold",
        "The firm is as good as indifferent between hold or offer and offer",
        "The union is indifferent between work or strike and work.",
        "The union is indifferent between work or strike and strike.",
        "The union is indifferent between work or strike and talks.",
        "City prefers watch to step_in by 0.75",
    ]  # three tenths are rounded, halves are not


def test_in_what_is_only_nearly_an_equilibrium_somebody_would_prefer_something_else(make):
    assert mixed_sentences(make(mismatch), 0.25)[:2] == [
        "The firm would prefer hold to hold or offer by 0.25",
        "The firm prefers hold or offer to offer by 0.25",
    ]


def test_an_outcome_of_other_weights_is_refused(harbour):
    changed = {"union.pay": 0}
    for solution in (
        bg.solve.sequential_equilibria(harbour.game(changed), harbour.order),
        bg.solve.pure_equilibria(harbour.game(changed)),
    ):
        outcome = solution.outcomes[0]
        assert explain(harbour, outcome, weights=changed).comparisons
        with pytest.raises(bg.GameError, match="does not fit the outcome; explain it with the weights"):
            explain(harbour, outcome)


def test_an_outcome_of_another_scenario_or_without_a_plan_is_refused(harbour):
    elsewhere = bg.solve.pure_equilibria(bg.Game([[[1, 0]], [[0, 1]]])).outcomes[0]
    with pytest.raises(bg.GameError, match="other players or strategies"):
        explain(harbour, elsewhere)
    outcome = bg.solve.sequential_equilibria(harbour.game(), harbour.order).outcomes[0]
    with pytest.raises(bg.GameError, match="without a plan cannot be explained"):
        explain(harbour, replace(outcome, plan=None))


def test_the_table_has_the_amounts(harbour):
    outcome = bg.solve.pure_equilibria(harbour.game()).outcomes[0]
    explanation = explain(harbour, outcome)
    frame = explanation.to_frame()
    for comparison in explanation.comparisons:
        ours = (frame.player == comparison.player) & (frame.alternative == comparison.alternative)
        assert np.isclose(frame.amount[ours].sum(), float(comparison.difference))


def answered(scenario, outcome, comparison, through):
    """Return what a part owes to replies, found anew: the move alone first, then the others' answers."""
    here, there = sides(outcome, comparison)
    i = scenario.labels.player_index(comparison.player)
    stepped = {}
    for profile, chance in here.items():
        moved = (*profile[:i], comparison.alternative, *profile[i + 1 :])
        stepped[moved] = stepped.get(moved, 0) + chance
    k = [c.key for c in scenario.considerations].index(through)
    values = scenario.features().exact[k]
    at = lambda s: values[tuple(scenario.labels.strategy_index(j, a) for j, a in enumerate(s))]  # noqa: E731
    return sum(p * at(s) for s, p in stepped.items()) - sum(p * at(s) for s, p in there.items())


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_what_follows_from_replies_is_what_the_replies_change(data):
    chosen = data.draw(choices(BUILT_IN))
    factors = BUILT_IN.factors(chosen["weights"], chosen["drivers"], chosen["types"])
    game = BUILT_IN.game(**chosen)
    for outcome in bg.solve.sequential_equilibria(game, BUILT_IN.order).outcomes[:2]:
        for comparison in explain(BUILT_IN, outcome, **chosen).comparisons:
            for k, consideration in enumerate(BUILT_IN.considerations):
                if consideration.player == comparison.player:
                    through = [
                        p.amount for p in comparison.through_replies if p.consideration == consideration.key
                    ]
                    expected = factors[k] * answered(BUILT_IN, outcome, comparison, consideration.key)
                    assert sum(through) == expected
            assert all(sum(p.bases.values()) in {0, 1} for p in comparison.through_replies)


def test_the_basis_is_carried_through_a_judged_reply():
    (outcome,) = bg.solve.sequential_equilibria(BUILT_IN.game(), BUILT_IN.order).outcomes
    explanation = explain(BUILT_IN, outcome)
    joining = next(c for c in explanation.comparisons if c.alternative == "join")
    (economy,) = joining.through_replies
    assert (economy.consideration, economy.players, economy.amount) == ("lukashenko.economy", ("west",), 2)
    assert (economy.basis, economy.bases) == ("judged", {"judged": 1})
    assert explanation.sentence(joining).endswith("; through the West's reply (judged): economy +2.00.")
    frame = explanation.to_frame().set_index(["player", "alternative", "consideration"])
    row = frame.loc["lukashenko", "join", "lukashenko.economy"]
    assert (row["amount"], row["through replies"], row["whose replies"]) == (3, 2, "west (judged)")
    assert all(c.through_replies == () for c in explanation.comparisons if c.leads_to is None)


def test_a_reply_that_nothing_speaks_for_is_said_to_be_indifferent(build):
    players = {"a": ["stay", "go"], "b": ["x", "y"]}
    scenario = build(players, {"a.k": ((0, 1, 2), [({"b": "y"}, -3)])}, order=["a", "b"])
    found = bg.solve.sequential_equilibria(scenario.game(), scenario.order)
    through = [t for o in found.outcomes for c in explain(scenario, o).comparisons for t in c.through_replies]
    assert through
    assert {(t.players, abs(t.amount), t.basis) for t in through} == {(("b",), 3, "indifferent")}
