import re
from dataclasses import replace
from io import StringIO

import pytest

import belarusgame as bg
from belarusgame.base.screen import Screen
from belarusgame.report import assess, audit
from belarusgame.report import text as pages


def shown(page, *arguments, width=80):
    console = Screen(file=StringIO(), width=width)
    getattr(pages, page)(console, *arguments)
    text = console.file.getvalue()
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= width
    return text


@pytest.fixture(scope="module")
def page(harbour):
    return shown("print_assessment", assess(harbour))


def test_the_sections_come_in_order(page):
    titles = re.findall(
        r"^(Who can|What happens|Where do|Why does|What decides|How much)", page, re.MULTILINE
    )
    assert titles == [
        "Who can",
        "What happens",
        "What happens",
        "Where do",
        "Why does",
        "Why does",
        "What decides",
        "How much",
    ]


def test_what_is_printed_is_what_was_found(page, harbour):
    folded = " ".join(page.split())
    assessment = assess(harbour)
    assert "(as of 2026-01-15)" in page
    assert "No: at the likely weights the union chooses work" in folded
    assert "if all moved at once, it happens in every outcome." in folded
    assert "- the firm: offer (sequential), hold (nash)." in page.replace("- The", "- the")
    assert "1 outcome, proven to be all there are." in page
    for sentence in assessment.readings[0].explanations[0].sentences:
        assert " ".join(sentence.split()) in folded
    assert "- the firm 20%, the union 22%, City 0%." in page


@pytest.mark.parametrize("width", [40, 60])
def test_narrow_screens_fold(harbour, width):
    assert "strike" in shown("print_assessment", assess(harbour), width=width)


def test_square_brackets_in_names_are_no_markup(make):
    def bracketed(tables):
        tables["scenario"]["title"] = "What [/b] now [red]?"
        tables["players"]["firm"]["name"] = "the [/bold] firm"
        tables["players"]["union"]["strategies"]["strike"] = "walk [out]"
        tables["sources"]["paper"]["title"] = "[/i] Harbour [b]"
        tables["claims"]["1a"]["says"] = "The [/members] expect."

    scenario = make(bracketed)
    page = shown("print_assessment", assess(scenario))
    assert "What [/b] now [red]?" in page
    assert "The [/bold] firm, then the union" in page
    assert "walk [out]" in page
    listed = shown("print_claims", scenario, audit(scenario))
    assert "[/i] Harbour [b] (2026-01-14)" in listed
    assert "The [/members] expect." in listed


def test_claims_say_what_uses_them(harbour):
    listed = " ".join(shown("print_claims", harbour, audit(harbour)).split())
    assert "4a The mayor dislikes noise. (assertion by author, stated) Used by nothing." in listed
    assert "5a The harbour is old. (assertion by author, stated) Background: Colour." in listed
    assert "Used by union.fund, city.peace, drivers.stamina." in listed


def test_payoffs_stand_in_the_players_order(harbour):
    game = harbour.game()
    listed = shown("print_payoffs", game, game.rows())
    assert "Payoffs are those of firm, union, city, in this order." in listed
    assert re.search(r"offer +strike +step_in +-4.25, 1.054, 0 *\n", listed)


def test_a_solution_without_a_proof_and_with_many_outcomes_says_so():
    game = bg.Game([[[0, 0, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 0]]])
    solution = replace(
        bg.solve.pure_equilibria(game), status="partial", messages=("Something was cut short.",)
    )
    listed = shown("print_solution", solution, {"player 1": "Ann"})
    assert "6 outcomes, not proven to be all there are." in listed
    assert "- Something was cut short." in listed
    assert "Outcome 5:" in listed
    assert "Outcome 6:" not in listed
    assert "... and 1 more." in listed
    assert "Ann" in listed
    assert "player 2" in listed


def test_a_tie_is_called_one(make):
    def indifferent(tables):
        del tables["scenario"]["question"]
        tables["considerations"]["city"] = {
            "c": {"sentence": "-", "claims": ["4a"], "effects": [{"when": {"union": "strike"}, "adds": -1}]}
        }

    page = shown("print_assessment", assess(make(indifferent)))
    assert "City is indifferent between watch and step_in." in page
    assert "It is a tie as it stands." in page
