"""Terminal, ``--json``, page and Markdown say the same numbers of one assessment, field by field."""

from fractions import Fraction

import pytest

from belarusgame.report.as_data import assessment_data
from belarusgame.report.figures.quantities import percent, plain_number
from belarusgame.report.first_screen import laid_out
from belarusgame.report.numbers import percent as printed


@pytest.fixture(scope="module")
def page(pages):
    return pages("built-in")


@pytest.fixture(scope="module")
def data(page):
    """What the page and its Markdown take their numbers from."""
    return page.contents.data


@pytest.fixture(scope="module")
def machine(page):
    """What ``belarusgame assess --json`` prints."""
    return assessment_data(page.contents.assessment)


@pytest.fixture(scope="module")
def told(machine):
    """The numbers of the first screen of the terminal, by topic."""
    return {said["topic"]: said["numbers"] for said in machine["first_screen"]}


@pytest.fixture(scope="module")
def terminal(page):
    return " ".join(" ".join(laid_out(page.contents.assessment)).split())


def test_the_share_of_draws(page, data, told, terminal):
    swept = data[data["main"]]["sweep"]
    assert told["How sure"]["share"] == swept["share"]
    assert told["How sure"]["draws"] == swept["draws"]
    assert told["How sure"]["undecided"] == swept["undecided"]
    assert f"in {printed(swept['share'])} of {swept['draws']:,} draws" in terminal
    assert f"{percent(swept['share'])} of {swept['draws']:,} draws" in page.markdown


def test_the_answer_at_the_likely_weights(data, machine, told):
    for reading in machine["readings"]:
        own = data[reading["solution"]["concept"]]
        assert (own["status"], own["outcomes"]) == (
            reading["solution"]["status"],
            len(reading["solution"]["outcomes"]),
        )
    chance = data[data["main"]]["chance"]
    assert [told["Answer"][f"{end} probability"] for end in ("least", "greatest")] == [
        chance["least"],
        chance["greatest"],
    ]


def test_what_speaks_for_every_choice(page, data, machine):
    shown = data[data["main"]]["explanations"]
    counted = 0
    for made, written in zip(machine["readings"][0]["explanations"], shown, strict=False):
        for one, other in zip(made, written, strict=True):
            assert float(Fraction(one["difference"])) == other["difference"]
            assert [float(Fraction(part["amount"])) for part in one["parts"]] == [
                part["amount"] for part in other["parts"]
            ]
            counted += 1
    assert counted > 3
    bars = data["figures"]["margins"]
    sums = {row[bars["columns"].index("sum")] for row in bars["rows"]}
    assert sums == {comparison["difference"] for comparison in shown[0]}


def test_what_it_would_take(page, data, told, terminal):
    tipping = data[data["main"]]["tipping"]
    if tipping["moves"]:
        assert told["To change"]["weights"] == tipping["moves"]
        assert told["To change"]["distance"] == pytest.approx(tipping["farthest"], abs=1e-12)
        assert printed(tipping["farthest"]) in terminal and percent(tipping["farthest"]) in page.markdown
    else:
        assert told["To change"].get("radius") == data[data["main"]]["robustness"]["radius"]


def test_what_no_claim_supports(data, machine, told):
    shares = [entry["share"] for entry in data["judgement"]]
    assert shares == list(machine["judgement"].values()) == list(told["Judged"].values())


def test_whether_the_present_is_an_outcome(page, data, told):
    assert told["As it was"]["share"] == data["status_quo"]["share"]
    assert percent(data["status_quo"]["share"]) in page.markdown


def test_every_weight(page, data):
    for entry, coded in zip(data["considerations"], page.contents.scenario.considerations, strict=True):
        ends = [entry["low"], entry["likely"], entry["high"]]
        assert ends == [float(getattr(coded.weight, end)) for end in ("low", "likely", "high")]
        assert f"| {' | '.join(map(plain_number, ends))} |" in page.markdown


def test_the_figures_show_the_numbers_of_the_prose(data):
    shares = data["figures"]["shares"]
    column = shares["columns"].index("in some outcome")
    assert data[data["main"]]["sweep"]["share"] in [row[column] for row in shares["rows"]]
