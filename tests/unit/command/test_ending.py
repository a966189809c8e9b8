"""How the command ends, whatever happens."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import belarusgame as bg
from belarusgame.command import ending, scenario_file


def environment(**more):
    return os.environ | {"PYTHONPATH": str(Path(bg.__file__).parents[1])} | more


@pytest.fixture
def failing(monkeypatch, run):
    """Return a function that runs a command which ends in an exception."""

    def command(error, *arguments):
        def fail(*_):
            raise error

        monkeypatch.setattr(scenario_file, "load_scenario", fail)
        return run("claims", *arguments)

    return command


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (TypeError("x"), 70, "a fault of the program, not of your input: TypeError (test_ending.py:"),
        (EOFError(), 70, "a fault of the program, not of your input: EOFError"),
        (AssertionError("\x1b[2J"), 70, "\\x1b[2J"),
        (bg.GameError("no such game"), 2, "belarusgame: no such game\n"),
        (OSError(28, "No space left on device"), 2, "the output cannot be written: "),
        (MemoryError(), 2, "there is not enough memory for this"),
        (KeyboardInterrupt(), 130, "belarusgame: interrupted\n"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_every_exception_has_its_exit_code_and_its_sentence(error, code, said, failing):
    found, out, err = failing(error)
    assert (found, out) == (code, "")
    assert said in err
    assert "Traceback" not in err


def test_what_an_interrupted_run_has_to_say_is_said(failing):
    stop = KeyboardInterrupt()
    stop.add_note("the store goes on")
    assert failing(stop)[2] == "belarusgame: interrupted\nthe store goes on\n"


def test_a_fault_shows_where_it_comes_from_when_it_is_asked(failing, monkeypatch):
    monkeypatch.setenv(ending.TRACEBACK, "1")
    assert "Traceback" in failing(TypeError("x"))[2]


@pytest.mark.parametrize("error", [bg.GameError("no"), TypeError("no")])
def test_errors_are_json_where_json_was_asked(error, failing):
    code, out, err = failing(error, "--json")
    assert json.loads(out)["exit_code"] == code
    assert json.loads(out)["error"] in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "nonsense"),
        (["sweep", "--nonsense"], "--nonsense"),
        (["sweep", "-n", "1e400"], '--draws "1e400": must be a whole number, at most'),
        (["sweep", "-n", "2.5"], '--draws "2.5": must be a whole number'),
        (["sweep", "--seed", "sNaN"], '--seed "sNaN": must be a whole number'),
        (["claims", "--json", "--csv"], "give --json or --csv, not both"),
        (
            ["guarantee", "--never", "lukashenko=join", "--never", "putin=coerce"],
            "--never: is given 2 times; give it once",
        ),
        (["sweep", "--seed=1", "--seed", "2"], "--seed: is given 2 times"),
        (["guarantee", "--never", " "], '--never "": must not be empty'),
        (["assess", "--fix", ""], '--fix "": must not be empty'),
        (["guarantee", "--never", ","], '--never ",": names no player'),
        (["guarantee", "--always", "putin=coerce putin=x"], '--always: "putin" is named twice'),
        (
            ["assess", "-w", "putin.manpower=1", "-w", "putin.manpower=2"],
            "--weight putin.manpower: is set twice",
        ),
        (
            ["guarantee", "--never", "lukashenko=join lukashenko=mediate"],
            "several strategies of one player are written lukashenko=join|mediate",
        ),
    ],
)
def test_bad_arguments_are_bad_input(arguments, said, run):
    code, _, err = run(*arguments)
    assert code == 2
    assert said in err


def test_what_may_be_repeated_is_repeated_and_a_strategy_named_twice_is_one(run):
    held = ("--fix", "west=isolate", "--fix", "china=intercede")
    assert run("sweep", "-n", "100", *held, "--json", "-e", "putin=coerce|coerce")[0] == 0
    assert run("guarantee", "--never", "putin=coerce|coerce")[1].startswith("putin = coerce never happens")


def test_numbers_may_be_written_with_an_exponent(run):
    assert "in 4096 draws" in run("sweep", "-n", "4.096e3", "-e", "putin=coerce")[1]


def test_the_version_and_the_short_help(run):
    assert run("--version")[:2] == (0, "belarusgame 0.1.0\n")
    assert run("-h")[1] == run("--help")[1]
    assert run("sweep", "-h")[1] == run("sweep", "--help")[1]


def test_tables_for_spreadsheets(run):
    head, first, *_ = run("sweep", "-n", "4096", "--csv")[1].splitlines()
    assert head.startswith("player,strategy,in every outcome,interval low,interval high,")
    assert len(first.split(",")) == len(head.split(","))
    assert isinstance(json.loads(run("sweep", "-n", "4096", "--json")[1])["rows"][0]["interval"], list)


def test_json_is_ascii_whatever_the_encoding(run, tmp_path):
    path = tmp_path / "fall.toml"
    run("new", path)
    path.write_text(path.read_text("utf-8").replace("Will the union", "Führt die union"), "utf-8")
    out = run("assess", path, "--json")[1]
    assert out.isascii()
    assert json.loads(out)["title"].startswith("Führt")


@pytest.mark.skipif(os.name != "posix", reason="shells of other systems close no stream")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", ">/dev/full", "2>/dev/full"])
def test_closed_and_full_streams_give_no_traceback(closed):
    for arguments, code in (("claims", 2 if closed[0] == ">" else 0), ("assess nonsense", 2)):
        line = f"{sys.executable} -m belarusgame {arguments} {closed}"
        found = subprocess.run(["sh", "-c", line], capture_output=True, env=environment(), timeout=60)
        assert found.returncode == code, found.stderr
        assert b"Traceback" not in found.stderr


#: Sends Ctrl-C to itself when so many modules were asked for since the command began.
EARLY = """
import os, signal, sys
count, asked = int(sys.argv.pop()), 0
def listen(event, arguments):
    global asked
    if event == "import" and (asked or arguments[0] == "belarusgame.command"):
        asked += 1
        if asked == count:
            os.kill(os.getpid(), signal.SIGINT)
from belarusgame.__main__ import main
sys.addaudithook(listen)
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX has it")
@pytest.mark.parametrize("count", [2, 50, 200, 500])
def test_control_c_while_libraries_are_loaded_ends_without_a_traceback(count):
    found = subprocess.run(
        [sys.executable, "-c", EARLY, "sweep", "-n", "1e9", str(count)],
        capture_output=True,
        env=environment(),
        timeout=60,
    )
    assert (found.returncode, found.stdout) == (130, b"")
    assert b"Traceback" not in found.stderr
