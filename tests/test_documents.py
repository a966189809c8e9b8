"""Every example in documents, docstrings and the examples folder runs, and prints what is said of it."""

import contextlib
import doctest
import importlib
import importlib.metadata
import io
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
BLOCK = re.compile(
    r"^```python\n(?P<code>.*?)^```$(?:\n+```text\n(?P<output>.*?)^```$)?", re.DOTALL | re.MULTILINE
)
#: What a page says that compares us with another program.
WITH = re.compile(r"^Run with (\S+) (\S+)\.$", re.MULTILINE)
COMMANDS = re.compile(BLOCK.pattern.replace("python", "sh"), BLOCK.flags)


def modules():
    """Name every module of the package but those that run something when they are imported."""
    paths = (
        path.relative_to(ROOT / "src").with_suffix("")
        for path in (ROOT / "src" / "belarusgame").rglob("*.py")
    )
    names = {".".join(path.parts).removesuffix(".__init__") for path in paths}
    return sorted(name for name in names if not name.endswith("__main__"))


def stripped(text):
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def run_page(text, where):
    """Run the python blocks of a page in one namespace; compare each with the text block that follows it."""
    namespace = {"__name__": "__main__"}
    for block in BLOCK.finditer(text):
        line = text[: block.start()].count("\n") + 1
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile("\n" * line + block["code"], str(where), "exec"), namespace)
        if block["output"] is not None:
            assert stripped(printed.getvalue()) == stripped(block["output"]), f"{where}, line {line}"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_prints_what_it_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = page.read_text("utf-8")
    with warnings.catch_warnings():
        if other := WITH.search(text):  # what other programs say of each other's releases is not ours
            needs_release(*other.groups())
            warnings.simplefilter("ignore")
        run_page(text, page)


def needs_release(name, release):
    """Skip what was written of a release of another program, where that is not installed."""
    try:
        found = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{name} is not installed")
    if found != release:
        pytest.skip(f"written of {name} {release}; here is {found}")


def test_every_comparison_names_the_release_that_it_was_run_with():
    pages = [page for page in PAGES if page.parent.name == "compared" and page.name != "index.md"]
    assert len(pages) == 6
    assert [page for page in pages if not WITH.search(page.read_text("utf-8"))] == []
    with pytest.raises(pytest.skip.Exception, match=r"written of numpy 0\.0; here is"):
        needs_release("numpy", "0.0")


@pytest.mark.skipif(shutil.which("pyright") is None, reason="needs pyright")
def test_the_readme_passes_strict_type_checking(tmp_path):
    code = "\n".join(block["code"] for block in BLOCK.finditer(PAGES[0].read_text("utf-8")))
    (tmp_path / "lines.py").write_text(code, "utf-8")
    settings = {"typeCheckingMode": "strict", "extraPaths": [str(ROOT / "src")]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    done = subprocess.run(["pyright", "lines.py"], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout


def commands_of(page):
    return list(COMMANDS.finditer(page.read_text("utf-8")))


def said(output):
    """Return a pattern of an output in which a line of three dots stands for any lines."""
    lines = (".*" if line.strip() == "..." else re.escape(line) for line in stripped(output).splitlines())
    return "\n".join(lines).replace(".*\n", "(?:.*\n)?")


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.parent != ROOT and commands_of(page)], ids=lambda page: page.name
)
def test_the_commands_of_a_page_print_what_it_says(page, tmp_path):
    # The README's two commands set a machine up; the continuous check runs them.
    tools = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for beside in page.parent.glob("*.toml"):
        shutil.copy(beside, tmp_path)
    for block in commands_of(page):
        done = subprocess.run(
            ["bash", "-euc", block["code"]],
            cwd=tmp_path,
            env={**os.environ, "PATH": tools, "COLUMNS": "80"},
            capture_output=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout
        if block["output"] is not None:
            printed = stripped(done.stdout.decode())
            assert re.fullmatch(said(block["output"]), printed, re.DOTALL), printed


def test_what_a_page_leaves_out_of_an_output_is_left_out_alone():
    assert re.fullmatch(said("one\n...\nthree"), "one\ntwo\nthree", re.DOTALL)
    assert re.fullmatch(said("...\nthree\n..."), "one\ntwo\nthree\nfour", re.DOTALL)
    assert not re.fullmatch(said("one\n...\nthree"), "one\ntwo\nfour", re.DOTALL)
    assert not re.fullmatch(said("one"), "one\ntwo", re.DOTALL)


def test_what_the_tutorial_shows_of_its_file_stands_in_it():
    folder = ROOT / "docs" / "tutorial"
    page = (folder / "index.md").read_text("utf-8")
    shown = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    file = (folder / "dam.toml").read_text("utf-8")
    assert len(shown) >= 4
    assert [part for part in shown if part not in file] == []


def test_the_readme_has_an_example_with_output():
    assert any(block["output"] for block in BLOCK.finditer(PAGES[0].read_text("utf-8")))


def test_a_page_that_lies_is_caught():
    truth = "```python\nx = 1\nprint(x)\n```\n\nprose\n\n```python\nprint(x + 1)\n```\n\n```text\n2\n```\n"
    run_page(truth, "truth")
    with pytest.raises(AssertionError, match="a lie, line 8"):
        run_page(truth.replace("\n2\n", "\n3\n"), "a lie")
    with pytest.raises(NameError):
        run_page("```python\nprint(nowhere)\n```\n", "broken")


@pytest.mark.parametrize("name", modules())
def test_the_examples_in_docstrings_run(name):
    found = doctest.testmod(importlib.import_module(name))
    assert found.failed == 0


def test_the_examples_in_docstrings_are_found():
    assert doctest.testmod(importlib.import_module("belarusgame.solve.pure")).attempted == 3


@pytest.mark.parametrize("script", EXAMPLES, ids=lambda path: path.name)
def test_an_example_script_runs_anywhere(script, tmp_path):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONWARNINGS": "error"}
    run = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, env=environment, capture_output=True, timeout=300
    )
    assert (run.returncode, run.stderr.decode()) == (0, "")
    assert run.stdout.strip()
    assert list(tmp_path.iterdir()) == []


def test_there_are_examples():
    assert len(EXAMPLES) >= 2
