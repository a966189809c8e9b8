import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from first_edition import FOLDER, first_edition

import belarusgame as bg
from belarusgame.command import ending

COMMANDS = {
    "the main job": [],
    "assess": ["assess"],
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
    assert max(map(len, out.splitlines())) <= 80 or name == "schema"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_prints_json_for_machines(name, run):
    code, out, err = run(*COMMANDS[name], "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)


def test_the_main_job_answers_the_question(run):
    _, out, _ = run()
    for line in (
        "Will Belarus enter the war?",
        "Answer ",
        "most fragile comparison",
    ):
        assert line in out
    assert run("assess")[1] == run("assess", "belarus-2022")[1] == out


def test_the_json_of_the_main_job_is_the_assessment(run):
    data = json.loads(run("--json")[1])
    scenario = first_edition()
    (outcome,) = bg.solve.sequential_equilibria(scenario.game(), scenario.order).outcomes
    (listed,) = data["readings"][0]["solution"]["outcomes"]
    assert listed["profiles"] == [outcome.pure_profile | {"probability": 1.0}]
    assert listed["payoffs"] == outcome.payoffs


def test_weights_drivers_and_types_change_the_numbers(run):
    at = {"lukashenko": "join", "putin": "coerce", "west": "isolate", "china": "stand_aside"}
    where = " ".join(f"{player}={label}" for player, label in at.items())
    arguments = ["-w", "putin.manpower=1.4", "-d", "shortage=1.5", "-t", "putin=desperate"]
    (row,) = json.loads(run("payoffs", "--at", where, *arguments, "--json")[1])
    game = first_edition().game({"putin.manpower": 1.4}, {"shortage": 1.5}, {"putin": "desperate"})
    assert (
        row["payoff putin"]
        == float(game.payoff("putin", at))
        != float(first_edition().game().payoff("putin", at))
    )
    trace = json.loads(run("payoffs", "-p", "putin", "--at", where, *arguments, "--json")[1])
    assert trace["payoff"] == str(game.payoff("putin", at))


def test_part_of_a_profile_selects_rows(run):
    rows = json.loads(run("payoffs", "--at", "putin=coerce west=isolate", "--json")[1])
    assert len(rows) == 9
    assert {(row["putin"], row["west"]) for row in rows} == {("coerce", "isolate")}


def test_a_refuted_requirement_is_exit_code_1(run, tmp_path):
    path = tmp_path / "case.toml"
    run("new", path)
    wrong = """
[assumptions.%s]
role = "%s"
sentence = "The union never accepts a rise."
judgement = "For the test."
never = { event = { employer = "raise", union = "work" } }
"""
    template = path.read_text("utf-8")
    path.write_text(template + wrong % ("never_agrees", "finding"), "utf-8")
    code, out, err = run("check", path)
    verdict = json.loads(run("check", path, "--json")[1])["assumptions"][-1]["verdict"]
    assert (code, err, verdict) == (0, "", "refuted")
    path.write_text(template + wrong % ("never_agrees", "requirement"), "utf-8")
    code, out, err = run("check", path)
    assert (code, err) == (1, "")
    assert "Must hold and does not: mend the coding or the statement." in out
    code, out, err = run("check", path, "--json")
    data = json.loads(out)
    assert (code, err, data["passed"]) == (1, "", False)
    witness = data["assumptions"][-1]["witness"]
    assert witness["outcomes"]
    assert witness["sentence"].startswith("With ")


def test_the_schema_is_a_json_schema(run):
    schema = json.loads(run("schema")[1])
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["additionalProperties"] is False
    assert {"scenario", "players", "considerations"} <= set(schema["required"]) <= set(schema["properties"])
    references = {part.split('"')[0] for part in json.dumps(schema).split('"$ref": "#/$defs/')[1:]}
    assert references == set(schema["$defs"])


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


def test_a_new_file_loads_and_solves_and_is_never_overwritten(run, tmp_path):
    path = tmp_path / "my-case.toml"
    code, out, _ = run("new", path)
    assert (code, out) == (0, f"Wrote {path}. Next: belarusgame assess {path}\n")
    content = path.read_bytes()
    code, page, _ = run("assess", path)
    assert code == 0
    assert "Will the union strike?" in page
    path.write_bytes(content + b"# mine\n")
    code, _, err = run("new", path)
    assert code == 2
    assert "exists already; choose another name" in err
    assert path.read_bytes() == content + b"# mine\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["my-case.toml"]


def test_a_new_file_is_as_readable_as_any_other(run, tmp_path):
    run("new", tmp_path / "case.toml")
    (tmp_path / "other").touch()
    assert (tmp_path / "case.toml").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_game_of_gambits(run, tmp_path):
    path = tmp_path / "game.nfg"
    bg.exchange.write_nfg(bg.Game([[[3, 0, 1], [0, 2, 1]], [[2, 0, 1], [0, 3, 1]]], ["Ann", "Bob"]), path)
    code, out, _ = run("equilibria", path)
    assert code == 0
    assert "3 outcomes, proven to be all there are." in out
    assert "2 outcomes, proven to be all there are." in run("equilibria", path, "-c", "pure")[1]
    assert "Ann" in out
    assert "there is no order of moves" in run("equilibria", path, "-c", "sequential")[2]
    assert (
        "game.nfg: a game has no weights, drivers, types or delegations"
        in run("equilibria", path, "-w", "a=1")[2]
    )


def test_a_game_in_a_table(run, tmp_path):
    path = tmp_path / "GAME.CSV"
    path.write_text('Ann / Bob, left, right\nup, "3, 2", "0, 0"\ndown, "0, 0", "2, 3"\n')
    code, out, _ = run("equilibria", path)
    assert code == 0
    assert "3 outcomes, proven to be all there are." in out
    assert "Ann" in out


def test_a_tree_of_gambits(run, tmp_path):
    path = tmp_path / "Entry.EFG"
    path.write_text(
        'EFG 2 R "Entry" { "Eve" "Ida" } p "" 1 1 "" { "in" "out" } 0 p "" 2 1 "" { "fight" "share" } 0 '
        't "" 1 "" { -1 -1 } t "" 2 "" { 1 1 } t "" 3 "" { 0 2 }'
    )
    code, out, _ = run("equilibria", path)
    assert code == 0
    assert "1 isolated, 1 continuum with 1 pure member, proven to be all there are." in out
    assert "Outcome 2, a pure member of a continuum:" in out
    assert "and a continuum of equilibria, not listed one by one" in out
    perfect = run("equilibria", path, "-c", "sequential")[1]
    assert "1 outcome, subgame_perfect, complete." in perfect
    assert "share" in perfect
    assert "fight" not in perfect


def test_a_search_ends_when_it_should(run, tmp_path):
    path = tmp_path / "game.nfg"
    bg.exchange.write_nfg(bg.Game(np.random.default_rng(3).uniform(-1, 1, (3, 3, 3, 3))), path)
    long = tmp_path / "long.nfg"  # takes a quarter of a second
    bg.exchange.write_nfg(bg.Game(np.random.default_rng(3).uniform(-1, 1, (3, 5, 5, 5))), long)
    for file, *option in ((path, "--max-cells", "2e1"), (long, "--max-seconds", "0.01")):
        code, out, _ = run("equilibria", file, *option)
        assert code == 0
        assert "not proven to be all there are" in out
        assert "ended the search; allow more" in " ".join(out.split())
    assert "unproven candidate, regret" in run("equilibria", path, "--max-cells", "20")[1]
    assert "max_cells = 20: only for nash, not for pure" in run(
        "equilibria", path, "-c", "pure", "--max-cells", "20"
    )[2].replace("\n", " ")


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


@pytest.mark.parametrize("arguments", [[], ["--json"], ["equilibria", "--json"]])
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
        command = [sys.executable, "-m", "belarusgame"]
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


@pytest.mark.parametrize(
    ("concept", "said"),
    [
        ("sequential", "proven to be all there are"),
        ("nash", "proven to be all there are"),
        ("pure", "proven to be all there are"),
        ("correlated", "one point of a polytope"),
        ("logit", "principal branch"),
        ("rationalizable", "8 removed"),
        ("commitment", "Commitment of putin"),
    ],
)
def test_every_concept_answers_as_a_page_and_as_json(run, concept, said):
    code, page, _ = run("equilibria", "-c", concept)
    assert code == 0
    assert said in " ".join(page.split())
    assert max(map(len, page.splitlines())) <= 80
    assert json.loads(run("equilibria", "-c", concept, "--json")[1])


def test_correlated_equilibria_are_asked_about_an_event(run):
    page = run("equilibria", "-c", "correlated", "--event", "lukashenko=join")[1]
    assert "Probability of lukashenko = join: 0 to 0" in page


def test_rationality_comes_from_the_file_unless_it_is_given(run):
    likely, given = (
        run("equilibria", "-c", "logit", "--json"),
        run("equilibria", "-c", "logit", "--rationality", "2", "--json"),
    )
    assert likely == given
    assert run("equilibria", "-c", "logit", "--rationality", "0.1", "--json") != given


def test_a_leader_who_does_not_play_is_refused(run):
    code, _, message = run("equilibria", "-c", "commitment", "--leader", "putn")
    assert (code, 'did you mean "putin"?' in message) == (2, True)


def test_a_number_outside_its_range_is_used_with_a_warning(run):
    code, out, err = run("payoffs", "-w", "putin.manpower=20", "--json")
    assert code == 0
    assert json.loads(out)
    assert err.startswith("Warning: weight putin.manpower = 20: must lie in its range, ")
    assert run("payoffs", "-w", "putin.manpower=1.1")[2] == ""


def test_of_many_outcomes_the_first_are_explained_and_a_line_says_so(run):
    weightless = [word for c in first_edition().considerations for word in ("-w", f"{c.key}=0")]
    said = "The other outcomes are explained by --json and --csv."
    assert said not in run("explain", "-c", "pure")[1]
    code, out, _ = run("explain", "-c", "pure", *weightless)
    assert (code, said in out) == (0, True)
    assert out.count("Lukashenko is indifferent") == 5 * 2
