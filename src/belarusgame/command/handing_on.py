"""The commands that write what is handed on: the report, and its figures."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belarusgame import report as reports
from belarusgame.base.files import checked_path, named
from belarusgame.base.screen import harmless
from belarusgame.base.settings import option
from belarusgame.base.tables import Rows
from belarusgame.base.writing import write_bytes
from belarusgame.command.options import AsJson, File, Seed, number
from belarusgame.command.showing import print_json, write_csv
from belarusgame.errors import GameError
from belarusgame.scenario import BUILT_IN, Scenario, load_scenario
from belarusgame.simulate import load_history

if TYPE_CHECKING:
    from belarusgame.report.page.contents import Contents

#: What the report rests on.
DRAWS = 100_000

DrawsOption = Annotated[int, number("--draws", about="How many draws of the assumptions; 0 for none.")]
Force = Annotated[bool, typer.Option("--force", help="Replace files that are there already.")]


def report(
    file: File = BUILT_IN,
    output: Annotated[
        str, typer.Option("--output", "-o", help="Where to; by default report.html or report.md.")
    ] = "",
    format_: Annotated[
        str, typer.Option("--format", help="html or md; by default what the file's name says, else html.")
    ] = "",
    draws: DrawsOption = DRAWS,
    seed: Seed = 1,
    no_explorer: Annotated[
        bool, typer.Option("--no-explorer", help="Leave out the part in which other assumptions are tried.")
    ] = False,
    history: Annotated[
        str, typer.Option("--history", help="A file of what happened, for a back-test; takes seconds more.")
    ] = "",
    open_: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write one file to hand on: the answer, why, how sure, what would change it, with every number traced.

    It asks nothing of any other place; its one script, the explorer, lets its reader try other assumptions.
    With --json its numbers are printed, and nothing is written.

    Examples: belarusgame report

    belarusgame report my-case.toml -o my-case.html --draws 20000
    """
    kind = format_ or ("md" if output.lower().endswith(".md") else "html")
    option("--format", kind, ("html", "md"))
    target = output or f"report.{kind}"
    other = Path(target).suffix.lower()
    if not format_ and other not in ("", ".html", ".htm", ".md"):
        raise GameError(f"{named(target)}: a report is HTML or Markdown; end its name so, or give --format")
    if not as_json:
        _writable(target, force=force)
    contents = _contents(load_scenario(file), draws, seed, history)
    if as_json:
        print_json(contents.data)
        return
    page = reports.Page(contents=contents, explorer=not no_explorer)
    write_bytes(target, (page.markdown if kind == "md" else page.html).encode(), new=not force)
    print(harmless(f"Wrote {target}."))
    if open_:
        import webbrowser

        webbrowser.open(Path(target).resolve().as_uri())


def figures(
    file: File = BUILT_IN,
    to: Annotated[str, typer.Option("--to", help="The folder; it is made if it is not there.")] = "figures",
    format_: Annotated[str, typer.Option("--format", help="svg, pdf or png.")] = "svg",
    width: Annotated[str, typer.Option("--width", help="page (180 mm), column (88) or phone (80).")] = "page",
    draws: DrawsOption = DRAWS,
    seed: Seed = 1,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write every figure of the report to a file of its own, with what it draws as comma-separated values.

    Examples: belarusgame figures --to figures

    belarusgame figures my-case.toml --format pdf --width column
    """
    from belarusgame.report.figures.chart import FORMATS
    from belarusgame.report.figures.palette import WIDTHS

    option("--format", format_, FORMATS)
    option("--width", width, WIDTHS)
    folder = checked_path(to)
    if folder.exists() and not folder.is_dir():
        raise GameError(f"{named(to)}: this is a file; --to names a folder")
    made = _contents(load_scenario(file), draws, seed).charts
    names = [f"{name}.{kind}" for name in made for kind in (format_, "csv")]
    for name in names:
        _writable(folder / name, force=force, in_new_folder=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GameError(f"{named(to)}: the folder cannot be made: {error}") from None
    for name, chart in made.items():
        write_bytes(folder / f"{name}.{format_}", chart.written(format_, width), new=not force)
        write_bytes(folder / f"{name}.csv", _values(chart.rows()).encode(), new=not force)
    if as_json:
        print_json({"folder": to, "files": names})
    else:
        print(harmless(f"Wrote {len(made)} figures with their data to {to}."))


def _contents(scenario: Scenario, draws: int, seed: int, history: str = "") -> Contents:
    """Compute the report; without a question there is nothing to draw for."""
    from belarusgame.report.page.contents import contents_of

    if scenario.question is None:
        said = (
            f"{scenario.name} asks no question; add `question` to its [scenario] table for the full report."
        )
        print(harmless(said), file=sys.stderr)
        draws = 0
    happened = load_history(history) if history else None  # what is wrong with it is said at once
    return contents_of(reports.assess(scenario, draws=draws, seed=seed), happened)


def _writable(path: str | Path, *, force: bool, in_new_folder: bool = False) -> None:
    """Refuse a name that cannot be written, before anything is computed for it."""
    target = checked_path(path)
    if target.is_dir():
        raise GameError(f"{named(str(path))}: this is a folder; name a file in it")
    if target.exists() and not force:
        raise GameError(f"{named(str(path))}: this file exists already; choose another name, or --force")
    if not in_new_folder and not target.parent.is_dir():
        raise GameError(f"{named(str(path))}: there is no folder {named(str(target.parent))}")


def _values(rows: Rows) -> str:
    """Write rows as comma-separated values; an interval takes two columns."""
    stream = io.StringIO()
    write_csv(stream, rows)
    return stream.getvalue()
