"""Hypothesis knows what a game and a scenario are, and nothing is loaded before they are asked for."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame.plugins.hypothesis import register

ROOT = Path(__file__).parents[3]


def test_types_are_registered():
    register()

    @settings(max_examples=3, deadline=None, database=None)
    @given(st.from_type(bg.Game), st.from_type(bg.Scenario))
    def test(game, scenario):
        assert isinstance(game, bg.Game)
        assert isinstance(scenario, bg.Scenario)

    test()


def test_the_entry_point_registers_and_loads_nothing_early(tmp_path):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    installed = tmp_path / "belarusgame-0.1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: belarusgame\nVersion: 0.1.0\n")
    points = project["entry-points"]["hypothesis"]
    lines = ["[hypothesis]", *(f"{name} = {target}" for name, target in points.items())]
    (installed / "entry_points.txt").write_text("\n".join(lines))
    script = (
        "import sys, belarusgame as bg\n"
        "assert 'hypothesis' not in sys.modules\n"
        "from hypothesis import find, strategies as st\n"
        "assert 'belarusgame.testing' not in sys.modules and 'pydantic' not in sys.modules\n"
        "print(find(st.from_type(bg.Game), lambda game: True).shape)\n"
    )
    path = os.pathsep.join([str(tmp_path), str(ROOT / "src")])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env=os.environ | {"PYTHONPATH": path},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "(1,)\n", done.stderr
