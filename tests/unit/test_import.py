import subprocess
import sys

import pytest

HEAVY = ["matplotlib", "pandas", "numba", "nashpy", "hypothesis", "pydantic", "scipy", "rich", "typer"]


def loaded_by(statement):
    code = f"import sys\n{statement}\nprint(*(name for name in {HEAVY!r} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.split()


@pytest.mark.parametrize(
    "statement",
    [
        "import belarusgame",
        "import belarusgame.solve",
        "import belarusgame.report",
        "import belarusgame.simulate",
        "import belarusgame.exchange",
        "import belarusgame.assume",
        "import belarusgame.plugins.pytest",
    ],
)
def test_importing_loads_no_heavy_library(statement):
    assert loaded_by(statement) == []


def test_a_heavy_library_would_be_noticed():
    assert "typer" in loaded_by("import belarusgame.command.cli")


def test_solving_a_game_from_arrays_loads_no_heavy_library():
    code = "import belarusgame as bg; bg.solve.pure_equilibria(bg.Game([[[1, 2]], [[0, 3]]]))"
    assert loaded_by(code) == []


def test_the_command_can_be_interrupted_before_it_loads_anything():
    """Until ``main`` has set its handler, Ctrl-C ends in Python's own traceback."""
    code = (
        "import sys; before = set(sys.modules); import belarusgame.__main__\n"
        "print(*(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "belarusgame.__main__" in loaded
    assert not loaded & {"typing", "re", "dataclasses", "inspect", "decimal", "belarusgame.errors"}


def test_every_public_name_exists():
    import belarusgame

    assert all(hasattr(belarusgame, name) for name in belarusgame.__all__)
    assert set(belarusgame.__all__) <= set(dir(belarusgame))
    with pytest.raises(AttributeError, match="nonsense"):
        belarusgame.nonsense  # noqa: B018 - looking it up is the test
