import csv
import json

import pytest


@pytest.fixture
def case(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("new", "my.toml")[0] == 0
    return tmp_path


def test_a_report_is_written_once_and_again_by_force(run, case):
    assert run("report", "my.toml", "--draws", "0")[0] == 0
    page = (case / "report.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>") and page.rstrip().endswith("</html>")
    code, _, error = run("report", "my.toml", "--draws", "0")
    assert code == 2 and "exists already" in error and "--force" in error
    assert run("report", "my.toml", "--draws", "0", "--force")[0] == 0
    assert run("report", "my.toml", "--draws", "0", "--format", "md", "-o", "mine.txt")[0] == 0
    assert (case / "mine.txt").read_text("utf-8").startswith("# ")


def test_the_numbers_of_the_page_are_printed_for_machines(run, case):
    code, printed, _ = run("report", "my.toml", "--draws", "0", "--json")
    data = json.loads(printed)
    assert code == 0 and not (case / "report.html").exists()
    assert data[data["main"]]["outcomes"] >= 1
    assert data["figures"]["play"]["rows"]


def test_figures_are_written_with_their_data(run, case):
    code, printed, _ = run("figures", "my.toml", "--draws", "0", "--to", "out", "--format", "png")
    made = {path.name for path in (case / "out").iterdir()}
    assert code == 0 and "figures" in printed
    assert {"play.png", "play.csv", "margins.png", "basis.csv"} <= made
    with (case / "out" / "play.csv").open(newline="", encoding="utf-8") as stream:
        assert {row["player"] for row in csv.DictReader(stream)}
    assert run("figures", "my.toml", "--draws", "0", "--to", "out", "--format", "png")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("report", "my.toml", "--format", "pdf"), "is not one of html, md"),
        (("report", "my.toml", "-o", "my.pdf"), "my.pdf: a report is HTML or Markdown"),
        (("report", "my.toml", "-o", "."), "this is a folder"),
        (("report", "my.toml", "-o", "nowhere/x.html"), "there is no folder nowhere"),
        (("report", "my.toml", "--draws", "many"), "must be a whole number"),
        (("report", "my.toml", "--history", "nowhere.toml"), "there is no such file"),
        (("figures", "my.toml", "--format", "gif"), "is not one of svg, pdf, png"),
        (("figures", "my.toml", "--width", "tablet"), "is not one of page, column, phone"),
        (("figures", "my.toml", "--to", "my.toml"), "this is a file"),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_is_computed(run, case, arguments, said):
    before = sorted(case.iterdir())
    code, _, error = run(*arguments)
    assert code == 2 and said in error
    assert sorted(case.iterdir()) == before
