from dataclasses import replace

import pytest

import belarusgame as bg
from belarusgame.report import assess


def test_both_readings_are_solved_and_every_outcome_explained(harbour):
    found = assess(harbour)
    assert [reading.solution.concept for reading in found.readings] == ["sequential", "nash"]
    assert found.readings[0].title == "the firm, then the union, then City"
    assert [len(r.explanations) for r in found.readings] == [len(r.solution.outcomes) for r in found.readings]


def test_printing_says_what_happens_and_why(harbour):
    found = assess(harbour)
    assert str(found.readings[0].explanations[0].sentences[0]) in str(found)
    assert found.readings[0].answer(harbour.question) in str(found)


def test_without_an_order_there_is_one_reading(make):
    found = assess(make(lambda tables: tables["scenario"].pop("order")))
    assert [reading.title for reading in found.readings] == ["everybody moves at once"]
    assert found.differences == {}


def test_the_choices_reach_the_game_and_the_explanation(harbour):
    likely, changed = assess(harbour), assess(harbour, weights={"union.pay": 0, "union.fund": 1.1})
    assert likely.readings[1].used("union", ("work", "strike", "talks")) == ("strike",)
    assert "strike" not in changed.readings[1].used("union", ("work", "strike", "talks"))
    strike = next(c for c in changed.readings[1].explanations[0].comparisons if c.alternative == "strike")
    assert float(strike.difference) == pytest.approx(1.1)


def test_the_template_differs_between_the_readings(tmp_path):
    from belarusgame.evidence.reading import template

    path = tmp_path / "case.toml"
    path.write_text(template("new.toml"), "utf-8")
    found = assess(bg.load_scenario(path))
    assert found.differences == {"employer": (("raise",), ("hold",)), "union": (("work",), ("strike",))}
    question = {"union": "strike"}
    assert [r.answer(question) for r in found.readings] == [
        "happens in no outcome",
        "happens in every outcome",
    ]
    assert "the employer raise hold" in " ".join(str(found).split())  # rich before 14.3 adds a space


def test_the_full_template_loads_and_its_plural_agrees(tmp_path):
    from belarusgame.evidence.reading import template

    path = tmp_path / "case.toml"
    path.write_text(template("full.toml"), "utf-8")
    scenario = bg.load_scenario(path)
    parts = (scenario.drivers, scenario.types, scenario.assumptions)
    assert all(parts)
    assert scenario.drivers[0].dynamics is not None
    assert bg.check(scenario).passed
    found = assess(scenario)
    said = "\n".join(s for r in found.readings for e in r.explanations for s in e.sentences)
    assert "The port authorities prefer " in said
    assert "The union prefers " in said
    assert found.audit.unusual == {}


def test_numbers_that_the_codebook_does_not_foresee_are_told(tmp_path):
    import io

    from belarusgame.base.screen import Screen
    from belarusgame.evidence.reading import template
    from belarusgame.report.text import print_assessment

    path = tmp_path / "case.toml"
    text = (
        template("full.toml")
        .replace("adds = -3 }", "adds = -10 }")
        .replace(
            "level = { low = 0.5, likely = 1, high = 2 }", "level = { low = 0.5, likely = 1.5, high = 2 }", 1
        )
    )
    path.write_text(text, "utf-8")
    found = assess(bg.load_scenario(path))
    assert list(found.audit.unusual) == [
        "considerations.employer.customer.effects[0].adds",
        "drivers.prices.level.likely",
    ]
    screen = Screen(file=io.StringIO(), width=100)
    print_assessment(screen, found)
    assert "Warning: numbers that the codebook does not foresee" in screen.file.getvalue()
    assert "-10 is no size of the codebook" in str(found.audit)


def test_the_most_fragile_comparison_is_the_first_to_tip_that_changes_the_answer(harbour):
    """The question is whether the union strikes: it would if the firm held, and that is the nearest way."""
    found = assess(harbour)
    explanation, comparison = found.most_fragile
    assert comparison in explanation.comparisons
    assert (comparison.player, comparison.chosen, comparison.alternative) == ("firm", "offer", "hold")
    assert comparison.leads_to["union"] == "strike"
    anything = assess(replace(harbour, question=None)).most_fragile[1]
    every = [c.tips_at for e in found.readings[0].explanations for c in e.comparisons]
    assert anything.tips_at == min(share for share in every if share is not None)
    assert anything.tips_at <= comparison.tips_at


PENNIES = bg.Game([[[1, 0], [0, 1]], [[0, 1], [1, 0]]])


@pytest.mark.parametrize(
    ("game", "event", "answer"),
    [
        ([[[2, 2], [0, 0]], [[0, 0], [0, 0]]], {"player 1": "s1"}, "happens in every outcome"),
        ([[[2, 2], [0, 0]], [[0, 0], [0, 0]]], {"player 1": "s2"}, "happens in no outcome"),
        ([[[2, 2], [0, 0]], [[0, 0], [0, 0]]], {"player 2": "s2"}, "happens in some outcomes but not in all"),
        ([[[1, 0], [0, 1]], [[0, 1], [1, 0]]], {"player 1": "s1"}, "no outcome exists"),
    ],
)
def test_answers_in_words(game, event, answer, harbour):
    reading = replace(assess(harbour).readings[1], solution=bg.solve.pure_equilibria(bg.Game(game)))
    assert reading.answer(event) == answer


def test_answers_with_probabilities_and_without_a_proof(harbour):
    order = [["player 1", "player 2"]]
    mixed = bg.solve.sequential_equilibria(PENNIES, order)
    reading = replace(assess(harbour).readings[0], solution=mixed)
    assert reading.answer({"player 1": "s2"}) == "happens with probability 0.5 in every outcome"
    unproven = replace(reading, solution=replace(mixed, status="partial"))
    assert unproven.answer({"player 1": "s2"}).endswith("found, but the list is not proven complete")
    nothing = replace(reading, solution=replace(mixed, status="partial", outcomes=()))
    assert nothing.answer({}) == "no outcome was found, and the search is not complete"
    coordination = bg.Game([[[3, 0], [0, 1]], [[1, 0], [0, 3]]])
    several = replace(reading, solution=bg.solve.sequential_equilibria(coordination, order))
    assert several.answer({"player 1": "s1"}) == "happens in some outcomes but not in all"
    both = {"player 1": "s1", "player 2": "s2"}
    assert several.answer(both) == "happens with probability 0 to 0.562, depending on the outcome"


def test_a_player_who_is_held_is_so_in_readings_and_headlines_and_not_in_the_audit(harbour):
    found = assess(harbour, fix={"firm": "offer"}, draws=64)
    assert all(reading.used("firm", ("offer",)) == ("offer",) for reading in found.readings)
    assert "with firm = offer" in found.heading
    assert found.headlines[0].sweep.settings.fix == {"firm": "offer"}
    assert found.audit.judgement == assess(harbour).audit.judgement


def test_a_question_of_which_nothing_is_left_is_refused(harbour):
    (player, asked), *_ = harbour.question.items()
    other = next(name for name in harbour.player(player).strategies if name not in asked)
    with pytest.raises(bg.GameError, match="nothing is left of the question"):
        assess(harbour, fix={player: other})


def test_the_search_may_be_given_a_time(harbour):
    assert assess(harbour).readings[-1].solution.settings["max_seconds"] is None
    assert assess(harbour, max_seconds=9).readings[-1].solution.settings["max_seconds"] == 9
    with pytest.raises(bg.GameError, match="max_seconds"):
        assess(harbour, max_seconds=-1)
