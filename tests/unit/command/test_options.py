import inspect
import json

import pytest
from typer.main import get_command

from belarusgame import explore, simulate
from belarusgame.command import cli


def test_a_number_outside_its_range_is_used_with_a_warning(run):
    code, out, err = run("payoffs", "-w", "putin.manpower=20", "--json")
    assert code == 0
    assert json.loads(out)
    assert err.startswith("Warning: weight putin.manpower = 20: must lie in its range, ")
    assert run("payoffs", "-w", "putin.manpower=1.1")[2] == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sweep", "-n", "many"], '--draws "many": must be a whole number'),
        (["sweep", "-n", "2.5"], '--draws "2.5": must be a whole number, at most'),
        (["guarantee", "--never", "china"], '--never "china": must be of the form NAME=VALUE'),
        (
            ["payoffs", "--at", "china=disengage china=intercede"],
            '--at: "china" is named twice; several strategies of one player are written china=disengage|',
        ),
    ],
)
def test_what_an_option_cannot_be_read_as_is_said_of_that_option(run, arguments, said):
    code, page, message = run(*arguments)
    assert (code, page) == (2, "")
    assert " ".join(message.split()).startswith(f"belarusgame: {said}")


def test_a_number_may_be_written_with_an_exponent(run):
    code, page, _ = run("sweep", "-n", "1e2", "-e", "putin=coerce")
    assert (code, "in 100 draws" in page) == (0, True)


#: These print no table: a schema, a starter file, and what lies in files afterwards.
WITHOUT_A_TABLE = {"schema", "new", "report", "figures"}


def test_every_command_that_prints_a_table_gives_it_to_machines_too():
    commands = get_command(cli.app).commands
    assert len(commands) > 20
    for name, command in commands.items():
        flags = {flag for option in command.params for flag in option.opts}
        assert name in WITHOUT_A_TABLE or {"--json", "--csv"} <= flags, name


CALLS = {
    "sweep": explore.sweep,
    "sensitivity": explore.sensitivity,
    "structures": explore.structures,
    "what-if": explore.what_if,
    "status-quo": explore.status_quo,
    "compare": explore.compare,
    "campaign": simulate.campaign,
    "learn": simulate.learn,
    "backtest": simulate.backtest,
}


@pytest.mark.parametrize("name", CALLS)
def test_a_command_and_its_function_have_the_same_defaults(name):
    ours = {option.name: option.default for option in get_command(cli.app).commands[name].params}
    shared = {
        setting: (ours[setting], parameter.default)
        for setting, parameter in inspect.signature(CALLS[name]).parameters.items()
        if setting in ("seed", "draws", "output", "norm", "runs", "months", "rule") and setting in ours
    }
    assert "seed" in shared
    assert {setting: pair for setting, pair in shared.items() if pair[0] != pair[1]} == {}
