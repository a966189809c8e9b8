"""The command `belarusgame`: the main job without arguments, and one command for each question."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated, NoReturn

import typer

from belarusgame.command import explore, handing_on, modelling, scenario_file, simulate, solving
from belarusgame.command.ending import end
from belarusgame.command.options import AsCsv, AsJson, Brief
from belarusgame.command.parser import Command, Commands
from belarusgame.command.signals import signals
from belarusgame.errors import GameError

app = typer.Typer(
    cls=Commands,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    brief: Brief = False,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Turn a political assessment into a game, solve it, and say how far the answer can be trusted.

    Without a command: the main job on the built-in scenario, "Will Belarus enter the war?".

    Exit codes: 0 done, 1 something was refuted, 2 bad input, 70 a fault of the program, 130 interrupted.
    """
    asked = {"json": as_json, "csv": as_csv, "brief": brief}
    if show_version:
        print(f"belarusgame {version('belarusgame')}")
    elif context.invoked_subcommand is None:
        solving.assess(as_json=as_json, as_csv=as_csv, brief=brief)
    elif misplaced := [f"--{name}" for name, given in asked.items() if given]:
        flags = " ".join(misplaced)
        raise GameError(f"{flags} comes after the command: belarusgame {context.invoked_subcommand} {flags}")


for command in (
    solving.assess,
    scenario_file.claims,
    solving.payoffs,
    solving.explain,
    solving.equilibria,
    scenario_file.check,
    scenario_file.schema,
    scenario_file.new,
    signals,
    explore.sweep,
    explore.tipping_points,
    explore.guarantee,
    explore.sensitivity,
    modelling.structures,
    modelling.what_if,
    modelling.status_quo,
    modelling.compare,
    handing_on.report,
    handing_on.figures,
    simulate.campaign,
    simulate.learn,
    simulate.backtest,
):
    app.command(cls=Command)(command)  # it is called after its function, with hyphens


def run() -> NoReturn:
    """Run the command; bad input ends with its message and exit code 2, never with a traceback."""
    end(lambda: app(prog_name="belarusgame", standalone_mode=False))
