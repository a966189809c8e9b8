"""What holds of every figure, on four scenarios and at three widths."""

import itertools
import pickle
import re
import xml.etree.ElementTree as ElementTree

import matplotlib
import pytest
from first_edition import first_edition
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

import belarusgame as bg
from belarusgame.report.figures import Chart
from belarusgame.report.figures.inline import inlined
from belarusgame.report.figures.lettering import tolerant
from belarusgame.report.figures.palette import SMALL, WIDTHS

NAMES = ("play", "chances", "margins", "matrix", "shares", "walk", "regions", "sensitivity", "carriers")
NAMES += ("mistakes", "triangle", "basis", "structures", "months", "backtest", "signals", "best_replies")
SCENARIOS = ("built-in", "tutorial", "no claims", "long labels")

#: Two boxes of letters touch if they share more than this, in points: letters do not fill their boxes.
TOUCHING = 1.2

#: So fine that letters are as wide as they are set.
DPI = 288


def drawn(chart, width):
    with tolerant():
        figure = chart.figure(WIDTHS[width])
        figure.set_dpi(DPI)
        figure.draw_without_rendering()
    return figure


def texts_of(figure):
    """Return every visible text with what it takes up, in points."""
    found = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    with tolerant():
        boxes = [text.get_window_extent().transformed(Affine2D().scale(72 / DPI)) for text in found]
    return [(text, box) for text, box in zip(found, boxes, strict=True) if box.width > 0]


@pytest.mark.parametrize(
    ("scenario", "width"), [*itertools.product(SCENARIOS, ("page", "phone")), ("built-in", "column")]
)
@pytest.mark.parametrize("name", NAMES)
def test_every_text_has_room_and_every_scale_a_name(charts, name, scenario, width):
    figure = drawn(charts(scenario)[name], width)
    texts = texts_of(figure)
    assert texts
    wide, high = figure.get_size_inches() * 72
    for text, box in texts:
        assert text.get_fontsize() >= SMALL, text
        assert box.x0 >= -0.5 and box.x1 <= wide + 0.5, (text, box, wide)
        assert box.y0 >= -0.5 and box.y1 <= high + 0.5, (text, box, high)
    for (one, a), (two, b) in itertools.combinations(texts, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= TOUCHING or down <= TOUCHING, (one, two)
    for axes in figure.findobj(matplotlib.axes.Axes):
        if axes.axison and axes.name == "rectilinear":
            assert axes.get_xlabel()
            assert axes.get_ylabel() or not len(axes.get_yticks())


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("name", NAMES)
def test_a_figure_says_in_words_what_it_shows(charts, name, scenario):
    chart = charts(scenario)[name]
    assert chart.alt.endswith(".") and chart.question.endswith("?")
    assert len(chart.to_frame()) == len(chart.rows())
    assert chart.alt in str(chart)
    again = pickle.loads(pickle.dumps(chart))
    assert again.alt == chart.alt and list(again.rows()) == list(chart.rows())


@pytest.mark.parametrize("scenario", ["built-in", "tutorial"])
@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_a_small_part_of_a_page(charts, name, scenario):
    chart = charts(scenario)[name]
    made = inlined(chart.written("svg"), prefix=f"{name}-", alt=chart.alt)
    assert len(made) < 32_000
    root = ElementTree.fromstring(made)
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(set(ids)) == len(ids) and all(one.startswith(f"{name}-") for one in ids)
    assert set(re.findall(r"(?:url\(#|href=\"#)([^)\"]+)", made)) <= set(ids)
    assert not re.search(r"(?<!,)#[0-9a-f]{6}", re.sub(r"var\(--[a-z0-9-]+,#[0-9a-f]{6}\)", "", made))


def test_svg_keeps_text_and_the_same_figure_is_the_same_file(charts, tmp_path):
    chart = charts("built-in")["margins"]
    for place in ("a.svg", "b.svg"):
        chart.save(tmp_path / place, "column")
    svg = (tmp_path / "a.svg").read_text("utf-8")
    assert svg == (tmp_path / "b.svg").read_text("utf-8")
    words = [
        "".join(text.itertext())
        for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert any("rather than" in text for text in words)
    assert re.search(r'width="(249\.\d+)pt"', svg)  # 88 millimetres


def test_pdf_holds_outlines_that_can_be_searched(charts):
    assert b"/Type42" in charts("built-in")["play"].written("pdf", "page") or b"FontFile2" in charts(
        "built-in"
    )["play"].written("pdf", "page")


def test_letters_of_another_alphabet_draw_no_warning(charts):
    assert "שלום" in charts("long labels")["play"].written("svg").decode()


def test_markup_and_formulas_in_a_label_are_text(charts):
    page = charts("long labels")["carriers"]._repr_html_()
    assert "<b>" not in page


def test_it_draws_on_given_axes(charts):
    axes = Figure(figsize=(7, 4)).subplots()
    assert charts("built-in")["play"].draw(axes) is axes
    assert axes.texts


@pytest.mark.parametrize("ax", [1, "x", None.__class__, object()])
def test_what_is_no_axes_is_refused(charts, ax):
    with pytest.raises(bg.GameError, match="must be matplotlib axes"):
        charts("built-in")["play"].draw(ax)


def test_axes_with_a_projection_are_refused(charts):
    ax = Figure().add_subplot(projection="polar")
    with pytest.raises(bg.GameError, match="polar"):
        charts("built-in")["shares"].draw(ax)


@pytest.mark.parametrize(
    ("path", "width", "said"),
    [
        ("x.gif", "page", r"ends in \.svg"),
        ("x", "page", r"ends in \.svg"),
        ("x.svg", "tablet", "width"),
        ("nowhere/x.svg", "page", "cannot be written"),
        (".", "page", "ends in"),
        (3, "page", "not the path"),
    ],
)
def test_a_figure_that_cannot_be_saved_says_why(charts, tmp_path, monkeypatch, path, width, said):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(bg.GameError, match=said):
        charts("built-in")["play"].save(path, width)
    assert not list(tmp_path.iterdir())


def test_a_record_knows_its_figure(charts):
    scenario = bg.load_scenario()
    outcome = bg.solve.sequential_equilibria(scenario.game(), order=scenario.order).outcomes[0]
    assert isinstance(outcome.chart(scenario=scenario), Chart)
    assert list(outcome.chart(scenario=scenario).rows()) == list(charts("built-in")["play"].rows())
    assert outcome.plot(Figure().subplots()).texts


def test_a_record_without_a_figure_and_a_setting_that_is_none_are_refused(charts):
    scenario = first_edition()
    with pytest.raises(bg.GameError, match="no figure shows a Evidence"):
        scenario.evidence.chart()
    with pytest.raises(bg.GameError, match="setting"):
        scenario.game().fix({"west": "isolate", "china": "intercede"}).chart(colour="red")


def test_a_result_of_another_scenario_is_refused(charts):
    outcome = bg.solve.pure_equilibria(bg.Game([[[1, 0], [0, 1]], [[1, 0], [0, 1]]])).outcomes[0]
    with pytest.raises(bg.GameError, match="other players or strategies"):
        outcome.chart(scenario=first_edition())
