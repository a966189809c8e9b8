"""The first screen: at most 16 lines of at most 80 columns, in words, with the numbers beside them."""

from dataclasses import replace
from pathlib import Path

import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame.explore.structures import Structure
from belarusgame.report import assess
from belarusgame.report.first_screen import MOST_LINES, WIDTH, choice_words, chosen, first_screen, laid_out

CASES = Path(__file__).parents[2] / "data" / "cases"


def fits(lines):
    return len(lines) <= MOST_LINES and max(map(len, lines)) <= WIDTH


@pytest.fixture(scope="module")
def built_in():
    return assess(first_edition(), draws=2000, brief=True)


def test_the_first_edition_is_told_on_one_screen(built_in):
    lines = laid_out(built_in)
    text = " ".join(" ".join(lines).split())
    assert fits(lines)
    assert not any(line.endswith(" ...") for line in lines)
    assert lines[0] == "Will Belarus enter the war? (as of 2022-03-23)"
    assert "No: at the likely weights Lukashenko chooses mediate, the only outcome (proven)" in text
    assert "shares of draws are not probabilities" in text
    assert "8 of 9 findings hold at the likely weights; not: interests aligned." in text
    assert "13 weights must move, the farthest 69.2% of the way to an end." in text


def test_it_says_why_the_one_who_is_asked_about_chooses_and_on_whom_that_hangs():
    """He joins because Putin decides for him, which hangs on whether Putin prefers to coerce."""
    found = assess(bg.load_scenario("belarus-2022"), draws=2000, brief=True)
    lines = laid_out(found)
    assert fits(lines)
    assert not any(line.endswith(" ...") for line in lines)
    text = " ".join(" ".join(lines).split())
    assert "Putin decides for Lukashenko and prefers join to abstain, above all for control. " in text
    assert "Putin prefers coerce to tolerate (then Lukashenko would mediate), above all for manpower" in text
    (why,) = (said for said in first_screen(found) if said.topic == "Why")
    # of join for abstain, and of coerce for tolerate: manpower, border chaos, tutelage, loans, shaken by war
    rest = 1.5 + 0.75 + 0.75 + 0.5 + 1.5
    assert why.numbers["inferred"] == (2.25 + 1.5 + 1.5) / (2.25 + 2 * rest)
    assert why.numbers["judged"] == 0


def test_where_nobody_else_decides_the_answer_one_sentence_says_why():
    found = assess(bg.load_scenario(CASES / "sweden-nato.toml"))
    (why,) = (said for said in first_screen(found) if said.topic == "Why")
    assert why.sentence.startswith(
        "Turkey prefers ratify to delay (then Hungary would wait), above all for f16"
    )
    assert why.sentence.count(" prefers ") == 1


def test_the_numbers_are_those_of_the_results(built_in):
    numbers = {said.topic: said.numbers for said in first_screen(built_in)}
    main = built_in.headlines[0]
    assert numbers["How sure"]["share"] == main.sweep.share(built_in.scenario.question).some
    low, high = built_in.structures.range
    assert numbers["How sure"]["least over structures"] == low
    assert numbers["How sure"]["greatest over structures"] == high
    assert numbers["To change"] == {"weights": len(main.tipping.moves), "distance": main.tipping.distance}
    assert numbers["As it was"]["share"] == built_in.status_quo.share.some
    assert numbers["Judged"] == {player: float(s) for player, s in built_in.audit.judgement.items()}


def test_what_was_not_computed_is_not_said(harbour):
    topics = [said.topic for said in first_screen(assess(harbour))]
    assert topics == ["Answer", "Why", "Judged", "Read on"]


def test_without_a_question_or_an_order_it_says_what_everybody_does(harbour):
    alone = replace(harbour, question=None, order=None)
    lines = laid_out(assess(alone))
    text = " ".join(" ".join(lines).split())
    assert fits(lines)
    assert "The file asks no question. At the likely weights the firm chooses hold" in text
    assert "moving in turn" not in text


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        ("sweden-nato", "Yes: at the likely weights Turkey chooses ratify, the only outcome (proven)"),
        ("two-leaders", "happens in some outcomes but not in all, 7 outcomes (as far as the search went)"),
        ("price-war-in-turn", "No: at the likely weights Nordmarkt chooses private label, the only outcome"),
        ("price-war", "No: at the likely weights Nordmarkt chooses private label, one of 4 outcomes"),
    ],
)
def test_files_of_others_are_told_on_one_screen(case, answer):
    lines = laid_out(assess(bg.load_scenario(CASES / f"{case}.toml")))
    assert fits(lines)
    assert answer in " ".join(" ".join(lines).split())
    assert not any(line.endswith(" ...") for line in lines)


def test_several_outcomes_and_long_words_fit(built_in, harbour):
    long = replace(built_in.scenario, title="a long title " * 30)
    assert fits(laid_out(replace(built_in, scenario=long)))
    verbose = tuple(replace(p, name=f"{p.name} with a name " + "and so on " * 20) for p in harbour.players)
    assert fits(laid_out(assess(replace(harbour, players=verbose))))


@pytest.mark.parametrize(
    ("kind", "choice", "said"),
    [
        ("held", "city = step_in", "holding City at step in"),
        ("pair held", "firm = hold, union = work", "holding the firm at hold and the union at work"),
        ("convention", "sizes 1, 3, 9", "the convention of sizes 1, 3, 9 (for slight, marked, decisive)"),
        ("convention", "likely weights 1", "every likely weight at 1"),
        ("delegation", "obedience off", "the delegation obedience off"),
        ("order", "firm; union, city", "the order firm; union, city"),
        ("simultaneous", "nobody sees a move", "nobody sees a move"),
    ],
)
def test_a_modelling_choice_is_said_in_words(harbour, kind, choice, said):
    made = Structure(kind=kind, choice=choice, verdict="never", share=None)
    assert choice_words(harbour, made) == said


def test_events_are_said_in_words(harbour):
    assert chosen(harbour, {"union": ["work", "strike"]}) == "the union chooses work or strike"
    both = {"lukashenko": "join", "china": "stand_aside"}
    assert chosen(first_edition(), both) == "Lukashenko chooses join and China chooses stand aside"


def test_the_answer_is_in_the_data_with_its_numbers(harbour):
    from belarusgame.report.as_data import assessment_data

    data = assessment_data(assess(harbour))["first_screen"]
    assert data[0]["topic"] == "Answer"
    assert data[0]["numbers"] == {"least probability": 0.0, "greatest probability": 0.0}


def test_a_brief_assessment_leaves_out_what_only_the_sections_show(built_in):
    (found,) = built_in.headlines
    assert (found.sensitivity, found.mistakes, found.without) == (None, None, None)
    assert (found.sweep.logit_sample, found.sweep.alternatives) == (None, {})
    assert found.sentences
    assert isinstance(found.sweep, bg.explore.Sweep)


def test_in_brief_the_first_screen_says_the_same(harbour):
    brief, whole = (assess(harbour, draws=64, brief=brief) for brief in (True, False))
    assert first_screen(brief) == first_screen(whole)
    assert [found.concept for found in brief.excluded] == ["sequential", "nash"]
