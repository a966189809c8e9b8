import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from first_edition import FOLDER

from belarusgame.command import ending

COMMANDS = {
    "the main job": [],
    "assess": ["assess", "--draws", "0"],  # with draws it is the main job
    "claims": ["claims"],
    "audit": ["claims", "--audit"],
    "payoffs": ["payoffs", "--at", "lukashenko=join putin=coerce"],
    "trace": ["payoffs", "-p", "putin", "--at", "lukashenko=join,putin=coerce,west=isolate,china=disengage"],
    "explain": ["explain"],
    "explain pure": ["explain", "-c", "pure"],
    "equilibria": ["equilibria", "--concept", "sequential"],
    "choices": ["equilibria", "-w", "putin.manpower=1.5", "-d", "shortage=2", "-t", "putin=desperate"],
    "check": ["check"],
    "schema": ["schema"],
}


def separately(*arguments, cwd=None, **options):
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "belarusgame", *arguments]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | options.pop("env", {})
    return subprocess.run(command, capture_output=True, cwd=cwd, env=environment, timeout=60, **options)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_prints_a_page_for_people(name, run):
    code, out, err = run(*COMMANDS[name])
    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert out.strip()
    # The places that the audit names are longer than half a screen, and are neither cut nor left out.
    assert max(map(len, out.splitlines())) <= 80 or name in ("schema", "audit")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_prints_json_for_machines(name, run):
    code, out, err = run(*COMMANDS[name], "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)


BAD = {
    "unknown file": (["assess", "nowhere/case.toml"], "nowhere/case.toml: there is no such file"),
    "unknown scenario": (["assess", "belarus-2021"], 'did you mean "belarus-2022"?'),
    "unknown command": (["asses"], "No such command 'asses'"),
    "unknown option": (["assess", "--wieght", "a=1"], "No such option: --wieght"),
    "unknown concept": (["equilibria", "-c", "nahs"], "'nahs' is not one of"),
    "unknown weight": (["assess", "-w", "putin.manpowr=1"], 'did you mean "putin.manpower"?'),
    "unknown driver": (["assess", "-d", "shortages=1"], 'did you mean "shortage"?'),
    "unknown type": (["assess", "-t", "putin=desparate"], 'did you mean "desperate"?'),
    "negative weight": (
        ["assess", "-w", "putin.manpower=-1"],
        "weight putin.manpower = -1: must not be negative",
    ),
    "weight nan": (
        ["assess", "-w", "putin.manpower=nan"],
        "weight putin.manpower = nan: must be a finite number",
    ),
    "weight inf": (["assess", "-w", "putin.manpower=inf"], "putin.manpower = inf: must be a finite number"),
    "weight vast": (["assess", "-w", "putin.manpower=1e999999999"], "must be a number below"),
    "weight text": (
        ["assess", "-w", "putin.manpower=much"],
        '--weight putin.manpower: "much" is not a number',
    ),
    "no value": (
        ["assess", "-w", "putin.manpower"],
        '--weight "putin.manpower": must be of the form NAME=VALUE',
    ),
    "missing strategies": (
        ["payoffs", "-p", "putin", "--at", "lukashenko=join"],
        "says nothing of putin, west, china",
    ),
    "unknown strategy": (["payoffs", "--at", "lukashenko=jion"], 'did you mean "join"?'),
    "unknown player": (["payoffs", "--at", "lukashenka=join"], 'did you mean "lukashenko"?'),
    "unknown owner": (["payoffs", "-p", "putn", "--at", "lukashenko=join"], 'did you mean "putin"?'),
    "not a .nfg file": (["equilibria", "nowhere.nfg"], "nowhere.nfg"),
    "not a .csv file": (["equilibria", "nowhere.CSV"], "nowhere.CSV: there is no such file"),
    "a format that is not read": (
        ["equilibria", "kuhn.agg"],
        "kuhn.agg: is a file of an action graph game",
    ),
    "csv too early": (["--csv", "claims"], "--csv comes after the command: belarusgame claims --csv"),
    "json too early": (["--json", "claims"], "--json comes after the command: belarusgame claims --json"),
    "not a .toml name": (["new", "case.txt"], "case.txt: a scenario file's name ends in .toml"),
    "nothing to check": (["check", "wrong.toml"], "wrong.toml: there is no such file"),
    "no such folder": (["new", "nowhere/case.toml"], "nowhere/case.toml: the file cannot be written"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_ends_with_a_message_and_code_2(name, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arguments, message = BAD[name]
    code, out, err = run(*arguments)
    assert code == ending.BAD_INPUT
    assert out == "" if "--json" not in arguments else json.loads(out)["error"] in err
    assert message in " ".join(err.split())
    assert "Traceback" not in err


def test_help_has_examples(run):
    for command in ("assess", "claims", "payoffs", "explain", "equilibria", "check", "schema", "new"):
        code, out, _ = run(command, "--help")
        assert code == 0
        assert "Example" in out
        assert f"belarusgame {command}" in out
    assert "70 a fault of the program, 130 interrupted" in " ".join(run("--help")[1].split())


def test_a_process_of_its_own_prints_the_same_from_anywhere(run, tmp_path):
    file = str(FOLDER / "belarus-2022.toml")
    found = separately("equilibria", file, cwd=tmp_path, env={"COLUMNS": "80"})
    assert found.returncode == 0
    assert found.stdout.decode("utf-8") == run("equilibria", file)[1]


def test_bad_input_to_a_process_of_its_own():
    found = separately("assess", "belarus-2021")
    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr.startswith(b"belarusgame: belarus-2021: no packaged scenario has this name")


@pytest.mark.parametrize("arguments", [["claims"], ["claims", "--json"], ["equilibria", "--json"]])
def test_a_reader_who_leaves_early_gets_no_traceback(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "belarusgame", *arguments]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    found = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=environment, timeout=60)
    os.close(writer)
    assert (found.returncode, found.stderr) == (0, b"")


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_reported_without_a_traceback():
    with FULL.open("w") as full:
        command = [sys.executable, "-m", "belarusgame", "claims"]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        found = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment, timeout=60)
    assert found.returncode == 2
    assert found.stderr.decode().splitlines() == [
        "belarusgame: the output cannot be written: [Errno 28] No space left on device"
    ]


def test_a_terminal_without_umlauts_still_shows_the_rest(tmp_path):
    path = tmp_path / "fall.toml"
    assert separately("new", str(path)).returncode == 0
    path.write_text(
        path.read_text("utf-8").replace("Will the union strike?", "Führt es zum Streik?"), "utf-8"
    )
    found = separately("assess", str(path), env={"PYTHONIOENCODING": "ascii"})
    assert (found.returncode, found.stderr) == (0, b"")
    assert b"F\\xfchrt es zum Streik?" in found.stdout
