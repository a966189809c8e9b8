"""Six figures look as they did when somebody last looked at them.

After a change that is meant, make them anew (``--mpl-generate-path=tests/unit/report/figures/baseline``) and
look at each.
"""

import re
import tomllib
from pathlib import Path

import matplotlib as mpl
import pytest

from belarusgame.report.figures.palette import WIDTHS

PROJECT = tomllib.loads((Path(__file__).parents[4] / "pyproject.toml").read_text("utf-8"))["project"]
(PINNED,) = re.findall(r"matplotlib==([\d.]+)", " ".join(PROJECT["optional-dependencies"]["dev"]))


@pytest.mark.skipif(mpl.__version__ != PINNED, reason=f"letters look otherwise than in matplotlib {PINNED}")
@pytest.mark.mpl_image_compare(style="default", tolerance=1.5, savefig_kwargs={"dpi": 60})
@pytest.mark.parametrize(
    ("scenario", "name"),
    [
        ("tutorial", "play"),
        ("tutorial", "margins"),
        ("tutorial", "walk"),
        ("tutorial", "regions"),
        ("no claims", "matrix"),
        ("no claims", "triangle"),
    ],
    ids=lambda part: part.replace(" ", "-"),
)
def test_a_figure_looks_as_it_did(charts, scenario, name):
    return charts(scenario)[name].figure(WIDTHS["column"])
