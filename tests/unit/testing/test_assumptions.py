"""Statements that are drawn could stand in the file of their scenario."""

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame import testing
from belarusgame.testing.assumptions import partials, statements, subsets
from belarusgame.testing.scenarios import scenario_tables

FEW = settings(max_examples=60, deadline=None, database=None)
#: Always the same draws, and no time spent on explaining a failure.
SURE = settings(
    FEW, max_examples=1000, derandomize=True, phases=[Phase.generate, Phase.shrink], print_blob=False
)
LABELS = {"a": ["x", "y"], "b": ["l", "m", "r"], "c": ["only"]}


def test_assumptions_could_stand_in_the_file():
    @FEW
    @given(st.data())
    def test(data):
        tables = data.draw(scenario_tables((1, 3), (2, 3)))
        drawn = data.draw(testing.assumptions(bg.Scenario.from_tables(tables)))
        entries = list(drawn.statement) if isinstance(drawn.statement, tuple) else drawn.statement
        table = {"role": drawn.role, "judgement": drawn.judgement, drawn.form: entries}
        (resolved,) = bg.Scenario.from_tables(tables | {"assumptions": {"drawn": table}}).assumptions
        assert resolved == drawn

    test()


def drawn(strategy, count=300):
    found = []

    @settings(SURE, max_examples=count)
    @given(strategy)
    def collect(value):
        found.append(value)

    collect()
    return found


def test_some_of_several_labels_are_drawn_at_least_one_and_in_their_order():
    found = set(drawn(subsets(["l", "m", "r"])))
    assert found == {("l",), ("m",), ("r",), ("l", "m"), ("l", "r"), ("m", "r"), ("l", "m", "r")}
    assert find(subsets(["l", "m", "r"]), lambda labels: True, settings=SURE) == ("l",)


@pytest.mark.parametrize("least", [0, 1])
def test_a_partial_profile_names_as_many_players_as_it_must(least):
    found = drawn(partials(LABELS, least=least))
    assert min(map(len, found)) == least
    assert max(map(len, found)) == 3
    assert all(set(labels) <= set(LABELS[name]) for partial in found for name, labels in partial.items())
    assert drawn(partials({}), 1) == [{}]


def test_every_form_comes_up_and_speaks_of_what_there_is():
    found = drawn(statements(LABELS, ["a.end", "tide"], ["pure", "nash"]), 600)
    forms = {form for form, _ in found}
    assert forms == {
        "never", "always", "prefers", "monotone", "dominates", "ordering", "all_of", "any_of", "given",
    }  # fmt: skip
    for form, said in found:
        if form == "prefers":
            assert said["better"] != said["worse"]
            assert said["better"].keys() == said["worse"].keys()
        if form == "ordering":
            assert 2 <= len(said["best_first"]) == len(set(said["best_first"]))
            assert said["player"] in ("a", "b")  # the third has no choice
        if form == "dominates":
            assert said["better"] != said["worse"]
            assert said["player"] not in said.get("given", {})
        if form == "given":
            ((_, inner),) = said["holds"].items()
            partial = [inner[key] for key in ("event", "better", "worse", "given") if key in inner]
            named = {name for entry in partial if isinstance(entry, dict) for name in entry}
            assert not (named | {inner.get("player")}) & said["profile"].keys()


def test_without_inputs_or_choices_there_are_fewer_forms():
    forms = {form for form, _ in drawn(statements(LABELS, [], []))}
    assert "monotone" not in forms
    alone = drawn(statements({"c": ["only"]}, ["c.end"], ["pure"]))
    assert {form for form, _ in alone} <= {"never", "always", "all_of", "any_of"}


def test_the_simplest_statement_is_that_the_first_strategy_never_happens():
    form, said = find(statements(LABELS, ["a.end"], ["pure"]), lambda statement: True, settings=SURE)
    assert (form, said) == ("never", {"event": {"a": ("x",)}})
