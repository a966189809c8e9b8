"""The commands about modelling choices, on a small file of two players."""

import json

import pytest

FILE = """
[scenario]
title = "Who gives way?"
date = 2026-01-01
order = ["b", "a"]
reference = { a = "x", b = "l" }
question = { a = "y" }

[players.a]
strategies = { x = "", y = "" }

[players.b]
strategies = { l = "", r = "" }

[considerations.a.gain]
sentence = "It gains."
judged = "For the tests."
judgement = "For the tests."
weight = { low = 0.5, likely = 1, high = 1.5 }
effects = [{ when = { a = "y", b = "r" }, adds = 1 }, { when = { a = "y", b = "l" }, adds = -1 }]

[considerations.b.cost]
sentence = "It costs."
judged = "For the tests."
judgement = "For the tests."
weight = { low = 1, likely = 1, high = 1 }
effects = [{ when = { b = "r" }, adds = -1 }]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "case.toml"
    path.write_text(FILE, "utf-8")
    return path


def test_who_is_asked_about_is_held_at_each_strategy_in_turn(run, file):
    code, out, _ = run("what-if", file, "--player", "b", "--draws", "20")
    assert code == 0
    # Where the other one goes right it always pays to give way, and where it stays it never does.
    assert out.splitlines()[0] == "Whatever B does: a = y happens in 0 % to 100 % of the draws."
    lines = [line.split() for line in out.splitlines() if line.startswith(" b = ")]
    assert [line[:5] for line in lines] == [["b", "=", "l", "never", "0"], ["b", "=", "r", "always", "1"]]


def test_without_a_player_it_is_said_who_there_is(run, file):
    code, out, err = run("what-if", file)
    assert (code, out) == (2, "")
    assert "--player is needed: say who is held at each strategy in turn, a or b" in err
    code, _, err = run("what-if", file, "--player", "c")
    assert code == 2
    assert '"c" is not one of a, b' in err


def test_every_choice_has_its_row_and_the_same_in_json(run, file):
    code, out, _ = run("structures", file, "--draws", "20")
    assert code == 0
    assert "as coded" in out
    code, data, _ = run("structures", file, "--draws", "20", "--json")
    assert code == 0
    assert json.loads(data)


def test_the_present_is_asked_about(run, file):
    code, out, _ = run("status-quo", file, "--draws", "20")
    assert code == 0
    assert out.startswith("The situation of the day is an outcome in 100 % of the draws.")


def test_two_versions_are_set_side_by_side_and_each_must_be_there(run, file):
    other = file.with_name("other.toml")
    other.write_text(FILE.replace("high = 1.5", "high = 2.5"), "utf-8")
    code, out, _ = run("compare", file, other, "--draws", "20")
    assert code == 0
    assert "other.toml" in out
    code, _, err = run("compare", file, file.with_name("nowhere.toml"))
    assert code == 2
    assert "nowhere.toml" in err
