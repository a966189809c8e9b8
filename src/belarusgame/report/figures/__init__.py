"""Figures: one file a question. What they show is a value before it is a picture."""

from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.making import (
    backtest,
    basis,
    best_replies,
    carriers,
    chart_of,
    margins,
    matrix,
    mistakes,
    months,
    play,
    regions,
    sensitivity,
    shares,
    signals,
    structures,
    walk,
)

__all__ = [
    "Chart",
    "backtest",
    "basis",
    "best_replies",
    "carriers",
    "chart_of",
    "margins",
    "matrix",
    "mistakes",
    "months",
    "play",
    "regions",
    "sensitivity",
    "shares",
    "signals",
    "structures",
    "walk",
]
