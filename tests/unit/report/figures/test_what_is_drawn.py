"""The frame of a figure is what is drawn: every number of it stands in the picture, as a mark or in words."""

import math

import numpy as np
import pytest
from matplotlib.collections import Collection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from belarusgame.report.figures.lettering import tolerant
from belarusgame.report.figures.palette import WIDTHS
from belarusgame.report.figures.quantities import amount, percent, plain_number
from belarusgame.report.figures.shares import spot_of

#: For each figure the columns that place a mark, or are written; the others only say what the row is about.
DRAWN = {
    "play": ("probability", "would lose"),
    "walk": ("part of the way", "margin"),
    "margins": ("amount",),
    "matrix": ("payoff",),
    "shares": ("in some outcome", "interval"),
    "structures": ("share", "interval"),
    "sensitivity": ("total", "interval"),
    "mistakes": ("rationality", " "),
    "basis": ("share", "asserted", "inferred", "judged"),
    "months": ("share by then", "interval", "a choice", "%"),
    "backtest": ("probability", "interval", "Brier"),
    "signals": ("prior", "makes it", "is then believed"),
}


def numbers_of(rows, columns):
    """Yield every number in the columns whose names hold one of some words."""
    for row in rows:
        for name, value in row.items():
            if not any(part in name for part in columns):
                continue
            for number in value if isinstance(value, tuple) else (value,):
                if isinstance(number, float) and math.isfinite(number):
                    yield name, number


def placed(figure):
    """Return every coordinate of a mark, sorted."""
    found = [np.zeros(0)]
    for artist in figure.findobj(lambda a: isinstance(a, Line2D | Patch | Collection)):
        if isinstance(artist, Line2D):
            found += [np.asarray(side, dtype=float).ravel() for side in artist.get_data()]
        elif isinstance(artist, Patch):
            corners = artist.get_patch_transform().transform(artist.get_path().vertices)
            wide = np.ptp(corners[:, 0])  # a bar in a stack shows its number by its length
            found += [corners.ravel(), np.array([wide, -wide])]
        else:
            found += [path.vertices.ravel() for path in artist.get_paths()]
    return np.sort(np.concatenate(found))


def is_there(value, coordinates, words):
    """Whether a number is a coordinate, on a plain scale or in log-odds, or is written."""
    for spot in (value, 100.0 * value, spot_of(value) if 0.0 <= value <= 1.0 else value):
        k = int(np.searchsorted(coordinates, spot - 1e-7))
        if k < len(coordinates) and coordinates[k] <= spot + 1e-7:
            return True
    return any(said in words for said in (plain_number(value), amount(value), percent(value)))


def missing(chart, columns, width="page"):
    with tolerant():
        figure = chart.figure(WIDTHS[width])
    words = " ".join(text.get_text() for text in figure.findobj(Text))
    coordinates = placed(figure)
    return [
        (name, value)
        for name, value in numbers_of(chart.rows(), columns)
        if not is_there(value, coordinates, words)
    ]


@pytest.mark.parametrize("scenario", ["tutorial", "no claims", "built-in"])
@pytest.mark.parametrize("name", DRAWN)
def test_every_number_of_the_frame_is_drawn(charts, name, scenario):
    assert missing(charts(scenario)[name], DRAWN[name]) == []


@pytest.mark.parametrize("name", ["shares", "months", "backtest", "basis"])
def test_the_words_hold_the_main_number(charts, name):
    chart = charts("tutorial")[name]
    shown = [number for _, number in numbers_of(chart.rows(), DRAWN[name])]
    assert any(percent(number) in chart.alt or plain_number(number) in chart.alt for number in shown)


def test_a_number_that_is_not_drawn_is_noticed(charts):
    chart = charts("tutorial")["shares"]
    with tolerant():
        coordinates = placed(chart.figure(WIDTHS["page"]))
    (_, drawn), *_ = numbers_of(chart.rows(), DRAWN["shares"])
    assert is_there(drawn, coordinates, "") and not is_there(0.7 * drawn + 0.0123456, coordinates, "")
