"""Every layer imports only layers before it, and no module imports itself by a detour."""

import ast
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "belarusgame"

#: The floors of the house, from the ground up. A module may import from its own floor and from those below.
FLOORS = (
    ("errors",),
    ("base",),
    ("evidence", "outcome"),
    ("game",),
    ("extensive",),
    ("bayesian_game",),
    ("scenario", "solve", "exchange"),
    ("weightspace", "testing", "verification"),
    ("explore", "simulate"),
    ("assume",),
    ("report", "plugins"),
    ("command", "__main__", "belarusgame"),
)

#: The floors inside a folder: its rooms (folders), and the modules that stand between them.
INSIDE = {
    "solve": (
        ("strategy_polytope",),
        ("sign_forms",),
        (
            "by_comparison",
            "compared",
            "game_stack",
            "sign_pieces",
            "tied_games",
            "solution",
            "plan",
            "pure",
            "maximin",
            "mixtures",
            "obedience",
        ),
        ("search", "dominance", "logit"),
        ("recheck", "rank"),
        ("two_player",),
        ("structured", "candidates", "reach"),
        ("all_equilibria", "by_dominance", "by_reduction", "by_search", "correlated", "leader"),
        ("all_equilibria_batch", "followers", "mixed_play", "sequential", "subgame_perfect", "verify"),
        ("commitment", "bayesian"),
        ("concepts", "solve"),
    ),
    "simulate": (
        ("compile_simulation",),
        ("chance",),
        ("learning",),
        ("months",),
        ("looking_back",),
        ("simulate",),
    ),
    "explore": (
        ("plans", "sampling", "information"),
        ("proving", "changing", "sensitivity"),
        ("mapping", "structures"),
        ("explore",),
    ),
}


def ranks(floors):
    return {name: rank for rank, names in enumerate(floors) for name in names}


RANK = ranks(FLOORS)
RANKS_INSIDE = {folder: ranks(floors) for folder, floors in INSIDE.items()}

#: The one import of a higher floor: every record can be shown, and this is where it asks for its figure.
SHOWN = ("belarusgame.base.tables", "belarusgame.report.figures")

#: The one import of a module that imports it: a scenario reads back the links that its report hands out.
READ_BACK = ("belarusgame.scenario.scenario", "belarusgame.scenario.link")

#: Names that stand twice because both places are known by them: a concept's own, its kernel's, and so on.
TWICE = {
    "backtest": {"simulate/looking_back", "report/figures"},
    "basis": {"scenario", "report/figures"},
    "continuations": {"solve/bayesian", "explore/sampling/kernels"},
    "mistakes": {"evidence", "report/figures"},
    "pure": {"solve", "explore/sampling/kernels"},
    "schema": {"evidence", "scenario"},
    "signals": {"solve/bayesian", "command", "report/figures"},
    "sensitivity": {"explore/sensitivity", "report/figures"},
    "sequential": {"solve", "solve/logit", "explore/sampling/kernels"},
    "shares": {"explore/sampling", "report/figures"},
    "structures": {"explore/structures", "report/figures"},
    "supports": {"solve/search", "explore/sampling/kernels"},
    "walk": {"solve/structured", "report/figures"},
}

#: Folders whose ``__init__`` lists what others may use; inside these two, every folder is one.
ROOMS = ("evidence", "extensive", "scenario", "weightspace")


def modules_of(folder):
    """Map every module's full name to its syntax tree."""
    trees = {}
    for path in sorted(folder.rglob("*.py")):
        parts = ("belarusgame", *path.relative_to(folder).with_suffix("").parts)
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        trees[name] = ast.parse(path.read_text("utf-8"))
    return trees


def names_listed(tree):
    """Return what a module's ``__all__`` names; a function may be called like the module it stands in."""
    return {
        name.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        for name in ast.walk(node.value)
        if isinstance(name, ast.Constant)
    }


def imports_of(name, tree, known):
    """Return the modules of the package that a module names in an import, wherever it stands."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative import in line {node.lineno}; write the full name"
            listed = (
                names_listed(known[node.module]) if node.module in known and "." in node.module else set()
            )
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in known and alias.name not in listed else node.module)
        elif isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return {other for other in found if other.split(".")[0] == "belarusgame"}


def graph_of(trees):
    return {name: imports_of(name, tree, trees) for name, tree in trees.items()}


def floor(name):
    return name.split(".")[1] if "." in name else name


def upward_imports(graph):
    """Return the imports of a higher floor: of the house, or inside one folder of it."""
    found = []
    for name, others in graph.items():
        for other in sorted(others):
            own, its = floor(name), floor(other)
            low, high = RANK[own], RANK[its]
            if own == its and own in RANKS_INSIDE:
                inside = RANKS_INSIDE[own]
                low, high = (
                    inside[name.split(".")[-1] if name.count(".") < 2 else name.split(".")[2]],
                    (inside[other.split(".")[-1] if other.count(".") < 2 else other.split(".")[2]]),
                )
            if high > low:
                found.append(f"{name} imports {other}")
    return found


def rooms_of(name, packages):
    """Return the rooms that a module stands in, the outermost first."""
    parts = name.split(".")
    folders = [".".join(parts[:k]) for k in range(2, len(parts) + 1)]
    return [
        folder
        for folder in folders
        if folder in packages
        and (floor(folder) in ROOMS or (floor(folder) in INSIDE and folder.count(".") > 1))
    ]


def reaching_past(graph, packages):
    """Return the imports from inside a room by a module that stands outside it."""
    return [
        f"{name} imports {other}"
        for name, others in graph.items()
        for other in sorted(others)
        for room in rooms_of(other, packages)
        if other != room and other not in packages and room not in rooms_of(name, packages)
    ]


@pytest.fixture(scope="module")
def packages():
    folders = {path.parent.relative_to(SOURCE).parts for path in SOURCE.rglob("__init__.py")}
    return {".".join(("belarusgame", *parts)) for parts in folders}


@pytest.fixture(scope="module")
def graph():
    found = graph_of(modules_of(SOURCE))
    for where, what in (SHOWN, READ_BACK):
        found[where].remove(what)
    return found


def test_every_module_has_a_place(graph):
    assert {floor(name) for name in graph} <= set(RANK), "give the new module a place in FLOORS"
    for folder, inside in RANKS_INSIDE.items():
        here = [name.split(".") for name in graph if floor(name) == folder]
        assert {parts[min(2, len(parts) - 1)] for parts in here} <= set(inside), "give it a place in INSIDE"
    assert len(graph) > 30  # the package was really read


def test_no_floor_imports_a_higher_one(graph):
    assert upward_imports(graph) == []


def test_no_module_depends_on_itself(graph):
    TopologicalSorter(graph).prepare()


def test_no_folder_depends_on_itself(graph):
    """Between the rooms of a folder there is no circle either, though no single module closes it."""
    rooms = {}
    for name, others in graph.items():
        if floor(name) in INSIDE and name.count(".") > 1:
            own = rooms.setdefault(tuple(name.split(".")[1:3]), set())
            own |= {tuple(other.split(".")[1:3]) for other in others if other.count(".") > 1}
    TopologicalSorter({room: others - {room} for room, others in rooms.items()}).prepare()


def test_nobody_reaches_past_what_a_room_lists(graph, packages):
    assert reaching_past(graph, packages) == []


def test_a_room_lists_what_it_has(packages):
    for room in sorted(packages):
        if rooms_of(room, packages):
            module = import_module(room)
            assert [name for name in module.__all__ if not hasattr(module, name)] == [], room


def test_only_packages_list_names():
    """What is private has an underscore, what is public a package lists: a third list would go stale."""
    lists = [path for path in SOURCE.rglob("*.py") if names_listed(ast.parse(path.read_text("utf-8")))]
    assert lists
    assert {path.name for path in lists} == {"__init__.py"}


def test_no_name_is_hidden_by_an_underscore():
    names = [part for path in SOURCE.rglob("*.py") for part in path.relative_to(SOURCE).parts]
    assert [name for name in names if name.startswith("_") and not name.startswith("__")] == []


def test_a_name_says_which_module_is_meant():
    places = {}
    for path in SOURCE.rglob("*.py"):
        places.setdefault(path.stem, set()).add(path.parent.relative_to(SOURCE).as_posix())
    del places["__init__"]
    assert {name: folders for name, folders in places.items() if len(folders) > 1} == TWICE


@pytest.mark.parametrize(
    "line",
    [
        "import belarusgame.report",
        "from belarusgame import report",
        "from belarusgame.report import explain",
        "def f():\n    from belarusgame.report.explain import explain",
        "if TYPE_CHECKING:\n    from belarusgame import command",
        "import belarusgame as bg",
        "from belarusgame import Game",
        "report = import_module('belarusgame.report')",
    ],
)
def test_a_solver_that_imports_upwards_is_caught(line):
    trees = {name: ast.parse("") for name in ("belarusgame", "belarusgame.report", "belarusgame.command")}
    trees["belarusgame.solve.pure"] = ast.parse(line)
    assert len(upward_imports(graph_of(trees))) == 1


def test_a_cycle_is_caught():
    one = ast.parse("from belarusgame.solve.two import x")
    two = ast.parse("def f():\n    import belarusgame.solve.one")
    with pytest.raises(CycleError):
        TopologicalSorter(graph_of({"belarusgame.solve.one": one, "belarusgame.solve.two": two})).prepare()


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("explore.plans.question", "from belarusgame.explore.changing import tipping_points"),
        ("solve.search.cells", "from belarusgame.solve.all_equilibria import all_equilibria"),
        ("solve.search.cells", "from belarusgame.solve.recheck import Exact"),
    ],
)
def test_a_room_that_imports_upwards_is_caught(module, line):
    known = ("explore.changing", "solve.all_equilibria", "solve.recheck")
    trees = {f"belarusgame.{name}": ast.parse("") for name in known}
    trees[f"belarusgame.{module}"] = ast.parse(line)
    assert len(upward_imports(graph_of(trees))) == 1


def test_reaching_past_a_room_is_caught():
    trees = {"belarusgame.solve.recheck.ranges": ast.parse("")}
    trees["belarusgame.solve.verify"] = ast.parse("from belarusgame.solve.recheck.ranges import highest")
    trees["belarusgame.solve.recheck.listed"] = ast.parse(
        "from belarusgame.solve.recheck.ranges import highest"
    )
    (found,) = reaching_past(graph_of(trees), {"belarusgame.solve", "belarusgame.solve.recheck"})
    assert found == "belarusgame.solve.verify imports belarusgame.solve.recheck.ranges"


def test_a_relative_import_is_refused():
    with pytest.raises(AssertionError, match="write the full name"):
        graph_of({"belarusgame.solve.pure": ast.parse("from . import plan")})
