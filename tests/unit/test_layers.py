"""Every layer imports only layers before it, and no module imports itself by a detour."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "belarusgame"

#: From the foundation upwards. A module may import from its own layer and from those before it.
LAYERS = (
    ("errors", "_common"),
    ("_parsing",),
    ("evidence",),
    ("_outcome", "game"),
    ("_scenario", "scenario"),
    ("solve",),
    ("explore",),
    ("simulate",),
    ("assume",),
    ("_verification",),
    ("exchange",),
    ("report",),
    ("_strategies", "testing"),
    ("_hypothesis_hook",),
    ("_command", "cli", "__main__", "pytest_plugin", "belarusgame"),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


def modules_of(folder):
    """Map every module's full name to its syntax tree."""
    trees = {}
    for path in sorted(folder.rglob("*.py")):
        parts = ("belarusgame", *path.relative_to(folder).with_suffix("").parts)
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        trees[name] = ast.parse(path.read_text("utf-8"))
    return trees


def imports_of(name, tree, known):
    """Return the modules of the package that a module names in an import, wherever it stands."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative import in line {node.lineno}; write the full name"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in known else node.module)
        elif isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return {other for other in found if other.split(".")[0] == "belarusgame"}


def graph_of(trees):
    return {name: imports_of(name, tree, trees) for name, tree in trees.items()}


def layer(name):
    return name.split(".")[1] if "." in name else name


def upward_imports(graph):
    return [
        f"{name} imports {other}"
        for name, others in graph.items()
        for other in sorted(others)
        if RANK[layer(other)] > RANK[layer(name)]
    ]


@pytest.fixture(scope="module")
def graph():
    return graph_of(modules_of(SOURCE))


def test_every_module_has_a_place(graph):
    assert {layer(name) for name in graph} <= set(RANK), "give the new module a place in LAYERS"
    assert len(graph) > 30  # the package was really read


def test_no_layer_imports_a_later_one(graph):
    assert upward_imports(graph) == []


def test_no_module_depends_on_itself(graph):
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize(
    "line",
    [
        "import belarusgame.report",
        "from belarusgame import report",
        "from belarusgame.report import explain",
        "def f():\n    from belarusgame.report.explain import explain",
        "if TYPE_CHECKING:\n    from belarusgame import cli",
        "import belarusgame as bg",
        "from belarusgame import Game",
        "report = import_module('belarusgame.report')",
    ],
)
def test_a_solver_that_imports_upwards_is_caught(line):
    trees = {name: ast.parse("") for name in ("belarusgame", "belarusgame.report", "belarusgame.cli")}
    trees["belarusgame.solve.pure"] = ast.parse(line)
    assert len(upward_imports(graph_of(trees))) == 1


def test_a_cycle_is_caught():
    one = ast.parse("from belarusgame.solve.two import x")
    two = ast.parse("def f():\n    import belarusgame.solve.one")
    with pytest.raises(CycleError):
        TopologicalSorter(graph_of({"belarusgame.solve.one": one, "belarusgame.solve.two": two})).prepare()


def test_a_relative_import_is_refused():
    with pytest.raises(AssertionError, match="write the full name"):
        graph_of({"belarusgame.solve.pure": ast.parse("from . import plan")})
