"""The frame of a figure is what is drawn: every number of it stands in the picture, as a mark or in words."""

import itertools
import math

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch, Polygon
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


def drawn(chart, width="page"):
    with tolerant():
        return chart.figure(WIDTHS[width])


def texts_of(figure):
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


@pytest.mark.parametrize("name", ["tutorial", "no claims", "built-in"])
def test_the_cells_of_the_frame_are_the_polygons_of_the_map(telling, name):
    chart = telling(name)
    cells = {}
    for row in chart.rows():
        corner = row[chart.map.x], row[chart.map.y]
        cells.setdefault((row["region"], row["cell"]), set()).add(corner)
    assert len({region for region, _ in cells}) > 1
    figure = drawn(chart)
    polygons = [p for axes in figure.findobj(Axes) for p in axes.patches if isinstance(p, Polygon)]
    assert sorted(sorted({tuple(corner) for corner in p.get_xy()}) for p in polygons) == sorted(
        map(sorted, cells.values())
    )
    # the same look for the cells of one region, another for each region
    looks = {}
    for (region, _), polygon in zip(cells, polygons, strict=True):
        looks.setdefault(region, set()).add((polygon.get_facecolor(), polygon.get_hatch()))
    assert all(len(own) == 1 for own in looks.values())
    assert len(set.union(*looks.values())) == len(looks)
    assert set(looks) <= set(texts_of(figure))
    likely = [line.get_xydata().tolist() for line in figure.findobj(Line2D) if line.get_marker() == "P"]
    assert likely == [[list(chart.likely)]]


@pytest.mark.parametrize("name", ["tutorial", "no claims", "long labels", "built-in"])
def test_a_diamond_stands_where_a_claim_turns_a_choice(charts, name):
    chart = charts(name)["carriers"]
    figure, rows = drawn(chart), chart.rows()
    spots = [line.get_xydata()[0] for line in figure.findobj(Line2D) if line.get_marker() == "D"]
    players = list(chart.without.players)
    turned = [(k, player) for k, row in enumerate(rows) for player in players if row[player]]
    assert len(spots) == len(turned)
    # a column a player, a row a claim
    across = {
        player: {x for (x, _), (_, p) in zip(spots, turned, strict=True) if p == player} for player in players
    }
    down = [{y for (_, y), (k, _) in zip(spots, turned, strict=True) if k == row} for row in range(len(rows))]
    columns = [x for player in players for x in across[player]]
    assert columns == sorted(set(columns))
    assert all(len(own) == 1 for own in down)
    heights = [y for own in down for y in own]
    assert heights == sorted(heights, reverse=True)
    said = "".join("".join(texts_of(figure)).split())  # long words are cut where a line ends
    for row in rows:
        assert row["claim"] in said
        assert all("".join(row[player].replace("_", " ").split()) in said for player in players)
    if not rows:
        assert "Leavingoutanysingleclaim" in said


@pytest.mark.parametrize("name", ["tutorial", "no claims"])
def test_an_arrow_leaves_each_profile_for_each_better_reply(charts, name):
    chart = charts(name)["best_replies"]
    figure, rows = drawn(chart), chart.rows()
    players = chart.game.players
    dots = {
        tuple(line.get_xydata()[0]): line.get_markerfacecolor() == line.get_markeredgecolor()
        for line in figure.findobj(Line2D)
        if line.get_marker() == "o"
    }
    # whoever is written beside the rows, row by row; the others column by column
    beside, above = chart._sides()
    strategies = chart.game.strategies
    order = itertools.product(*(strategies[player] for player in (*beside, *above)))
    spots = sorted(dots, key=lambda spot: (-spot[1], spot[0]))
    place = {
        frozenset(zip((*beside, *above), labels, strict=True)): spot
        for labels, spot in zip(order, spots, strict=True)
    }
    for row in rows:
        assert dots[place[frozenset((player, row[player]) for player in players)]] == row["equilibrium"]
    wanted = [
        (frozenset(here.items()), frozenset((here | {player: label}).items()))
        for row in rows
        for here in [{player: row[player] for player in players}]
        for player in players
        for label in row[f"best reply of {player}"].split(" or ")
        if label
    ]
    arrows = [tuple(map(tuple, arrow._posA_posB)) for arrow in figure.findobj(FancyArrowPatch)]
    assert sorted(arrows) == sorted((place[here], place[after]) for here, after in wanted)
    assert arrows


@pytest.mark.parametrize("name", ["no claims", "built-in", "long labels"])
def test_the_triangle_shows_the_shares_of_the_frame(charts, name):
    chart = charts(name)["triangle"]
    rows = chart.rows()
    shares = np.array([[row[column] for column in row if column != "rationality"] for row in rows])
    assert shares.shape[1] == 3
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    (panel,) = (axes for axes in drawn(chart).findobj(Axes) if axes.name == "ternary")
    corners = np.array([[0.0, 1.0], [-1 / math.sqrt(3), 0.0], [1 / math.sqrt(3), 0.0]])  # top, left, right
    path, *_, start, end = (line.get_xydata() for line in panel.get_lines())
    np.testing.assert_allclose(path, shares @ corners, atol=1e-9)
    np.testing.assert_allclose((start[0], end[0]), shares[[0, -1]] @ corners, atol=1e-9)
