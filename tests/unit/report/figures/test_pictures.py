"""Six figures look as they did when somebody last looked at them.

They are kept as SVG, which is text. After a change that is meant, delete a picture and run the test: it is
drawn anew, and the test fails once, so that somebody looks at it.
"""

import re
import tomllib
from pathlib import Path

import matplotlib as mpl
import pytest

HERE = Path(__file__)
PROJECT = tomllib.loads((HERE.parents[4] / "pyproject.toml").read_text("utf-8"))["project"]
(PINNED,) = re.findall(r"matplotlib==([\d.]+)", " ".join(PROJECT["optional-dependencies"]["dev"]))

NUMBER = re.compile(r"(?<![\w#])-?\d+(?:\.\d+)?(?:e-?\d+)?")
#: Names that are made of what is drawn, to the last bit: which is which follows from their order.
NAME = re.compile(r'(?<=id=")\w+|(?<=href="#)\w+|(?<=url\(#)\w+')
#: Points by which a place may differ: less than a fifth of a line's width.
NEAR = 0.1


def parts(picture):
    """Return what a picture says and draws, and where."""
    names = {}
    plain = NAME.sub(lambda found: f"name{names.setdefault(found[0], len(names))}", picture)
    return NUMBER.sub("0", plain), [float(number) for number in NUMBER.findall(plain)]


@pytest.mark.skipif(mpl.__version__ != PINNED, reason=f"letters look otherwise than in matplotlib {PINNED}")
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
    kept = HERE.parent / "baseline" / f"{scenario.replace(' ', '-')}-{name}.svg"
    drawn = charts(scenario)[name].written("svg", "column")
    if not kept.exists():
        kept.write_bytes(drawn)
        pytest.fail(f"{kept.name} was missing, and is drawn now: look at it")
    words, places = parts(drawn.decode())
    words_then, places_then = parts(kept.read_text("utf-8"))
    assert words == words_then
    assert places == pytest.approx(places_then, rel=0, abs=NEAR)
