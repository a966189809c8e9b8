"""The mutation check breaks what it should, and tells noticed breaks from survivors."""

import ast
import importlib.util
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]


def loaded(name):
    """Import a script of the tests folder, which is no package."""
    spec = importlib.util.spec_from_file_location(name, TESTS / f"{name}.py")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


operators = loaded("mutation_operators")
neighbours = loaded("mutation_neighbours")
mutation = loaded("mutation")


def broken(body, returns="list[int]"):
    source = f"def f(a, b) -> {returns}:\n    {body}\n"
    found = operators.breaks_of("toy", ast.parse(source))
    for one in found:
        assert ast.dump(ast.parse(one.applied(source))) != ast.dump(ast.parse(source))
    return {(one.operator, one.after) for one in found}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a < b", {("boundary", "(a <= b)"), ("negated comparison", "(a >= b)")}),
        ("a in b", {("negated comparison", "(a not in b)")}),
        ("a - b", {("arithmetic", "(a + b)")}),
        ("a *= b", {("arithmetic", "a /= b")}),
        ("a and b", {("and/or", "(a or b)")}),
        ("-a", {("sign", "(a)")}),
        ("not a", {("dropped not", "(a)")}),
        ("a[0]", {("constant", "1")}),
        ("f(True)", {("constant", "False")}),
        ("min(a, b)", {("twin function", "max")}),
        ("a.any()", {("twin function", "a.all")}),
        ("return a", {("returned value", "[]")}),
        ("if a: pass", {("negated condition", "not a")}),
        ("[x for x in a if x]", {("negated condition", "not x")}),
        ("while a: break", {("negated condition", "not a"), ("loop exit", "continue")}),
    ],
)
def test_each_operator_makes_its_change(body, expected):
    assert broken(body) == expected


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("bool", {"not (a)"}),
        ("int | None", {"None"}),
        ("Fraction", {"(a) + 1"}),
        ("tuple[str, ...]", {"()"}),
    ],
)
def test_a_returned_value_is_altered_within_its_type(annotation, expected):
    assert {after for _, after in broken("return a", annotation)} == expected


@pytest.mark.parametrize(
    "source",
    [
        "SIZE = 1 + 1",
        'def f(a: int = 1) -> None:\n    "Give 1 + 1."',
        "def f(a) -> None:\n    raise ValueError(a + 1)",
        "def f(a) -> object:\n    return f'{a + 1}'",
        "def f(a) -> str:\n    return a[0]",
        "class A:\n    def rows(self) -> Rows:\n        return a[0]",
        "def f(a) -> None:\n    b: Literal[1] = cast('list[1]', zip(a, a, strict=True))",
        "def f(a) -> None:\n    a(1e-9, 2000)",
    ],
)
def test_what_the_rules_leave_out_is_left_alone(source):
    assert operators.breaks_of("toy", ast.parse(source)) == []


def test_only_tolerances_may_be_met_exactly_without_notice(tmp_path):
    (tmp_path / "solve").mkdir()
    (tmp_path / "solve" / "toy.py").write_text(
        "BUDGET = 10\nEXACT = Fraction(0)\nNEAR: Final = 1e-9\nSMALL = 2 * Fraction(1, 9)\n\n"
        "def f(a) -> None:\n    a < NEAR\n    a < -SMALL\n    a < BUDGET\n    a < EXACT\n"
    )
    found = operators.possible_breaks(tmp_path)["solve.toy"]
    assert {one.before for one in found if one.operator == "boundary"} == {"a < BUDGET", "a < EXACT"}
    assert {one.lines[0] for one in found if one.operator == "negated comparison"} == {7, 8, 9, 10}


def test_a_draw_is_spread_and_repeats():
    small, large = ("def f(a) -> None:\n" + "    a + a\n" * lines for lines in (25, 100))
    possible = {
        name: operators.breaks_of(name, ast.parse(text))
        for name, text in (("small", small), ("large", large))
    }
    first = operators.drawn(possible, seed=1, count=10)
    assert [one.module for one in first] == ["large"] * 8 + ["small"] * 2
    assert first == operators.drawn(possible, seed=1, count=10) != operators.drawn(possible, seed=2, count=10)
    assert len({(one.module, one.lines) for one in first}) == 10
    assert {one.module for one in operators.drawn(possible, seed=1, count=2)} == set(possible)


def test_the_nearest_tests_come_first():
    code = neighbours.Code(folder=neighbours.ROOT / "src" / "belarusgame")
    tests = neighbours.Tests(code, {"tests/unit/command/test_cli.py": 1000.0})
    nearest = tests.nearest("solve.two_player.components", budget=100.0)
    assert nearest[0] == "tests/unit/solve/two_player/test_components.py"
    direct, by_detour = (
        "tests/properties/test_two_players.py",
        "tests/known_answers/test_all_equilibria.py",
    )
    assert nearest.index(direct) < nearest.index(by_detour)
    assert "tests/unit/command/test_cli.py" not in nearest
    assert "tests/unit/command/test_cli.py" in tests.nearest("solve.two_player.components", budget=2000.0)
    nearest = tests.nearest("solve.search.cells", budget=100.0)
    assert nearest[0] == "tests/unit/solve/search/test_cells.py"
    assert nearest.index("tests/unit/solve/test_all_equilibria.py") < nearest.index(by_detour)


@pytest.fixture
def bench(tmp_path):
    """A bench with a toy module and a test of it."""
    made = mutation.Bench(folder=tmp_path)
    made.seconds = {}
    (tmp_path / "machine_code" / "healthy").mkdir(parents=True)
    package = made.copy / "src" / "belarusgame"
    package.mkdir(parents=True)
    (package / "toy.py").write_text("def larger(a, b) -> bool:\n    return a > b\n")
    (made.copy / "test_toy.py").write_text(
        "import sys; sys.path.insert(0, 'src/belarusgame')\n"
        "from toy import larger\n\n\ndef test_larger():\n    assert larger(2, 1) and not larger(1, 2)\n"
    )
    return made


def test_a_break_is_noticed_or_survives_and_is_mended(bench):
    path = bench.copy / "src" / "belarusgame" / "toy.py"
    source, stat = path.read_text(), path.stat()
    breaks = {one.operator: one for one in operators.breaks_of("toy", ast.parse(source))}
    assert bench.noticed_by(breaks["negated comparison"], ["test_toy.py"]) == "test_toy.py::test_larger"
    assert bench.noticed_by(breaks["boundary"], ["test_toy.py"]) is None  # no test of equal numbers
    assert (path.read_text(), path.stat().st_mtime_ns) == (source, stat.st_mtime_ns)


def test_a_hang_is_noticed(bench):
    (bench.copy / "test_toy.py").write_text("def test_it():\n    while True: pass\n")
    assert bench.run(["test_toy.py"], limit=2.0, machine_code="broken") == "time limit"


def test_survivors_may_be_tried_again(tmp_path):
    kept = tmp_path / "results.jsonl"
    assert mutation.results_of(kept, again=False) == {}
    kept.write_text('{"break": 1, "noticed": null}\n{"break": 2, "noticed": "test"}\n')
    assert set(mutation.results_of(kept, again=False)) == {"1", "2"}
    assert set(mutation.results_of(kept, again=True)) == {"2"}
    kept.write_text(kept.read_text() + '{"break": 1, "noticed": "new test"}\n')
    assert set(mutation.results_of(kept, again=True)) == {"1", "2"}


def test_a_changed_file_has_another_digest(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "one.py").write_text("1")
    before = mutation.digests_of(tmp_path)
    assert list(before) == ["src/one.py"]
    (tmp_path / "src" / "one.py").write_text("2")
    assert mutation.digests_of(tmp_path) != before
