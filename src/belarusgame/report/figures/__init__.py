"""Figures: one file a question. What they show is a value before it is a picture."""

from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.making import (
    basis,
    carriers,
    chart_of,
    margins,
    matrix,
    mistakes,
    play,
    regions,
    sensitivity,
    shares,
    structures,
    walk,
)

__all__ = [
    "Chart",
    "basis",
    "carriers",
    "chart_of",
    "margins",
    "matrix",
    "mistakes",
    "play",
    "regions",
    "sensitivity",
    "shares",
    "structures",
    "walk",
]
