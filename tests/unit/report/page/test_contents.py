"""What stands in a report besides the records: commands that repeat it, and the files behind it."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

import belarusgame as bg
from belarusgame.report.page import contents
from belarusgame.report.page.contents import Contents
from belarusgame.report.page.further import Further
from belarusgame.scenario import BUILT_IN

FILE = """
[scenario]
title = "What?"
date = 2026-01-01
reference = { a = "x" }
evidence = ["claims.toml"]

[players.a]
strategies = { x = "", y = "" }

[considerations.a.end]
sentence = "It matters."
claims = ["1"]
effects = [{ when = { a = "y" }, adds = 1 }]
"""

CLAIMS = """
[sources.s]
title = "The paper"
date = 2025-12-31

[claims.1]
source = "s"
paragraph = 1
says = "So."
kind = "assertion"
speaker = "author"
firmness = "stated"
"""


def holding(scenario, **more):
    said = {"headlines": (), "structures": None, "status_quo": None, "readings": ()} | more
    return Contents(
        assessment=SimpleNamespace(scenario=scenario, **said), checked=None, telling=None, further=Further()
    )


@pytest.fixture
def written(tmp_path):
    (tmp_path / "case.toml").write_text(FILE, "utf-8")
    (tmp_path / "claims.toml").write_text(CLAIMS, "utf-8")
    return tmp_path / "case.toml"


def test_the_files_behind_a_report_are_those_that_the_scenario_names(written):
    found = holding(bg.load_scenario(written))
    assert [(name, text) for name, text in found.files] == [("case.toml", FILE), ("claims.toml", CLAIMS)]


def test_files_that_are_gone_or_too_large_are_not_shown(written, monkeypatch):
    scenario = bg.load_scenario(written)
    monkeypatch.setattr(contents, "MOST_BYTES", len(CLAIMS) - 1)
    assert holding(scenario).files == ()
    monkeypatch.setattr(contents, "MOST_BYTES", 200_000)
    (written.parent / "claims.toml").unlink()
    assert holding(scenario).files == ()


@pytest.mark.parametrize("text", [b"title = ", b"# \xff"], ids=["no TOML", "no UTF-8"])
def test_a_file_that_was_spoilt_since_is_not_shown(written, text):
    scenario = bg.load_scenario(written)
    written.write_bytes(text)
    assert holding(scenario).files == ()


def test_commands_repeat_what_is_there(harbour):
    plain = dict(holding(harbour).commands)
    assert plain["the answer"] == "belarusgame assess harbour"
    assert list(plain) == ["the answer", "why", "the claims", "the figures", "this report"]
    full = holding(harbour, headlines=(1,), structures=1, status_quo=1)
    full = replace(full, checked=1, further=Further(signals=1, months=1))
    assert [command.split()[1] for _, command in full.commands] == [
        "assess", "explain", "claims", "sweep", "tipping-points", "guarantee", "sensitivity", "structures",
        "status-quo", "signals", "campaign", "check", "figures", "report",
    ]  # fmt: skip


def test_the_built_in_scenario_needs_no_name(belarus):
    named = replace(belarus, name=f"{BUILT_IN}.toml")
    assert dict(holding(named).commands)["the answer"] == "belarusgame assess"
