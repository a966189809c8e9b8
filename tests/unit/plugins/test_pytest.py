"""The plugin collects scenario files that are asked for, and nothing else."""

from importlib.metadata import entry_points
from pathlib import Path

import pytest

import belarusgame as bg

pytest_plugins = ["pytester"]

SHARED = Path(__file__).parents[2] / "bad_input" / "shared"
INSTALLED = any(entry.name == "belarusgame" for entry in entry_points(group="pytest11"))

STATEMENTS = """
[assumptions.true]
role = "requirement"
judgement = "For the test."
dominates = { player = "putin", better = "tolerate", worse = "coerce", strict = false }

[assumptions.false]
role = "requirement"
sentence = "He would rather fight."
judgement = "For the test."
dominates = { player = "lukashenko", better = "join", worse = "abstain" }

[assumptions.open]
role = "finding"
sentence = "Putin does not care."
judgement = "For the test."
prefers = { player = "putin", better = { lukashenko = "abstain" }, worse = { lukashenko = "join" } }
"""


@pytest.fixture
def run(pytester):
    """Return a function that runs pytest with the plugin, and nothing from around."""
    plugin = [] if INSTALLED else ["-p", "belarusgame.plugins.pytest"]

    def command(*arguments):
        return pytester.runpytest(*plugin, "-p", "no:cacheprovider", *arguments)

    return command


@pytest.fixture
def case(pytester):
    """Write a scenario with a true, a false and an open statement; return where the second begins."""
    (pytester.path / "evidence.toml").write_bytes((SHARED / "evidence.toml").read_bytes())
    text = (SHARED / "valid.toml").read_text("utf-8").split("[assumptions.")[0]
    text = text.replace('claims = ["14b"]', 'claims = ["14b"]\n', 1) + STATEMENTS
    (pytester.path / "my-case.toml").write_text(text, "utf-8")
    return text


def test_a_statement_without_a_sentence_is_called_by_its_name(run, case, pytester):
    text = case.replace('sentence = "Putin does not care."', "").replace('"He would rather fight."', '""')
    (pytester.path / "my-case.toml").write_text(text, "utf-8")
    found = run("my-case.toml", "-rx")
    found.stdout.fnmatch_lines(["false", "XFAIL my-case.toml::open - *refuted: open"])


def test_a_named_scenario_file_is_collected(run, case):
    found = run("my-case.toml", "-v", "-rxX")
    found.assert_outcomes(failed=2, xfailed=1)
    found.stdout.fnmatch_lines(
        [
            "my-case.toml::true FAILED*",
            "my-case.toml::false FAILED*",
            "my-case.toml::open XFAIL*",
            "He would rather fight.",
            "With everything at its likely value: Lukashenko gets -2 from lukashenko = join, 2 less than*",
            "XFAIL my-case.toml::open - *refuted: Putin does not care.",
        ]
    )
    found.stdout.no_fnmatch_line("*Traceback*")
    found.stdout.no_fnmatch_line("*pytest_plugin.py*")


@pytest.mark.parametrize("arguments", [("tests", "tests/my-case.toml"), ("tests/my-case.toml", "tests"), ()])
def test_a_file_beside_its_folder_is_collected_once(arguments, run, case, pytester):
    """From version 9 pytest drops a file that lies in a folder which is named too."""
    folder = pytester.mkdir("tests")
    for name in ("evidence.toml", "my-case.toml"):
        (pytester.path / name).rename(folder / name)
    pytester.makeini("[pytest]\ntestpaths = tests tests/my-case.toml")
    run(*arguments).assert_outcomes(failed=2, xfailed=1)


def test_a_scenario_is_recognised_however_its_tables_are_written(run, case, pytester):
    path = pytester.path / "my-case.toml"
    path.write_text(case.replace("[scenario]", "[ scenario ]").replace("[players.", "[ players ."), "utf-8")
    run("my-case.toml").assert_outcomes(failed=2, xfailed=1)
    path.write_text("[ scenario ]\ntitle =", "utf-8")
    run("my-case.toml").assert_outcomes(errors=1)


def test_capitals_in_the_name_do_not_matter(run, case, pytester):
    folder = pytester.mkdir("tests")
    (pytester.path / "evidence.toml").rename(folder / "evidence.toml")
    (pytester.path / "my-case.toml").rename(folder / "MY.TOML")
    run("tests", "tests/MY.TOML").assert_outcomes(failed=2, xfailed=1)


def test_one_statement_can_be_named(run, case):
    found = run("my-case.toml::open", "-v")
    found.assert_outcomes(xfailed=1)


def test_a_statement_that_holds_passes(run, case, pytester):
    path = pytester.path / "my-case.toml"
    path.write_text(case.replace('better = "join", worse = "abstain"', 'better = "abstain", worse = "join"'))
    run("my-case.toml::false").assert_outcomes(passed=1)


def test_nothing_is_collected_unless_asked(run, case, pytester):
    (pytester.path / "pyproject.toml").write_text("[project]\nname = 'x'\n", "utf-8")
    pytester.makepyfile(test_it="def test_it():\n    pass\n")
    run().assert_outcomes(passed=1)
    run("--belarusgame").assert_outcomes(passed=1, failed=2, xfailed=1)


def test_a_mistake_is_a_collection_error_that_reads_like_the_commands(run, case, pytester):
    path = pytester.path / "my-case.toml"
    path.write_text(case.replace("[assumptions.true]\nrole", "[assumptions.true]\nrule"), "utf-8")
    with pytest.raises(bg.ScenarioError) as caught:
        bg.load_scenario(path)
    found = run("my-case.toml")
    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines([line.replace("[", "[[]") for line in str(caught.value).splitlines()])
    found.stdout.no_fnmatch_line("*Traceback*")


def test_a_condition_outside_its_range_fails_without_a_traceback(run, case, pytester):
    path = pytester.path / "my-case.toml"
    limited = case.replace(
        'dominates = { player = "putin", better = "tolerate", worse = "coerce", strict = false }',
        'given = { drivers = { unrest = 9 }, holds = { never = { event = { lukashenko = "join" } } } }',
    )
    path.write_text(limited, "utf-8")
    found = run("my-case.toml::true")
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(["assumptions.true: driver unrest: 9 is not inside its range, 0.5 to 2"])


def test_the_line_of_a_statement_is_reported(case):
    from belarusgame.plugins.pytest import _line_of

    lines = case.splitlines()
    assert lines[_line_of("false", lines)] == "[assumptions.false]"
    assert _line_of("nowhere", lines) == 0
