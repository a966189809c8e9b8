"""Fifty mistakes are shown, the others counted; the time to find them does not explode."""

import pickle
import time

import pytest

import belarusgame as bg
from belarusgame.evidence.mistakes import MOST_MISTAKES, Mistakes
from belarusgame.evidence.reading import parse_tables

HEAD = "[scenario]\ntitle = 'x'\ndate = 2022-03-23\nreference = { a = 'x' }\n"


def test_the_first_are_shown_and_the_others_counted():
    mistakes = Mistakes()
    for number in range(MOST_MISTAKES + 3):
        mistakes.add("f", f"a[{number}]", "is odd", lambda: "mend it")
        mistakes.add("f", f"a[{number}]", "is odd", lambda: "mend it")
    assert (len(mistakes.found), mistakes.more) == (MOST_MISTAKES, 3)
    error = bg.ScenarioError(mistakes.found, mistakes.more)
    assert str(error).endswith("f: a[49]: is odd; mend it\n... and 3 more mistakes")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert str(bg.SeedError(mistakes.found[:1], 1)).endswith("\n... and 1 more mistake")


def unlooked():
    raise AssertionError("a hint was looked for that nobody sees")


def test_what_is_only_counted_costs_no_hint():
    mistakes = Mistakes()
    for number in range(MOST_MISTAKES):
        mistakes.add("f", str(number), "is odd")
    mistakes.add("f", "x", "is odd", unlooked)
    assert mistakes.more == 1


MANY = {
    "files": (HEAD + "evidence = [" + ",".join(f"'{n}.toml'" for n in range(50_000)) + "]\n", 50_000),
    "keys": (HEAD + "".join(f"k{n} = 1\n" for n in range(30_000)), 30_000),
    "claims": (
        HEAD + "[scenario.claims]\norder = [" + ",".join(f"'{n}'" for n in range(100_000)) + "]",
        100_000,
    ),
    "players": (
        HEAD + "order = [" + ",".join(f"'{n}'" for n in range(100_000)) + "]\n[players.a.strategies]\nx=''",
        100_000,
    ),
    "drivers": (HEAD + "".join(f"[drivers.d{n}]\n" for n in range(5_000)), 5_000),
    "sections": (HEAD + "".join(f"[d{n}]\n" for n in range(30_000)), 30_000),
}


@pytest.mark.parametrize("kind", MANY)
def test_many_mistakes_are_found_in_seconds_and_told_in_kilobytes(kind, tmp_path):
    text, least = MANY[kind]
    (tmp_path / "case.toml").write_text(text, "utf-8")
    started = time.process_time()
    with pytest.raises(bg.ScenarioError) as caught:
        bg.load_scenario(tmp_path / "case.toml")
    assert time.process_time() - started < 30
    assert len(str(caught.value)) < 30_000
    assert len(caught.value.mistakes) == MOST_MISTAKES
    assert caught.value.more + MOST_MISTAKES >= least


@pytest.mark.parametrize(
    "text",
    [
        "a = '" + "('" * 1_000_000,
        '"' + "('" * 500_000 + '" = 1\n"' + "('" * 500_000 + '" = 2\n',
        '"' * 1_000_000,
        "a" * 2_000_000,
        "a " * 1_000_000,
        ("a." * 60 + " ") * 30_000,
        "'x'." * 63 + "\n" * 1_000_000,
        "[scenario]\na = " + "1_" * 1_000_000,
        " (at line " * 300_000,
    ],
    ids=range(9),
)
def test_no_text_keeps_the_reader_busy(text):
    mistakes = Mistakes()
    started = time.process_time()
    assert parse_tables(text, "f", mistakes) is None
    assert time.process_time() - started < 10
    assert mistakes


def test_a_file_that_is_not_ours_is_not_quoted(tmp_path):
    secret = tmp_path / "secret"
    (tmp_path / "case.toml").write_text(HEAD + "evidence = ['secret']\n[players.a.strategies]\nx=''", "utf-8")
    for text in ("root:x:0:0:hunter2", "[hunter2]\nhunter2 = 1\n", "hunter2 = ["):
        secret.write_text(text, "utf-8")
        with pytest.raises(bg.ScenarioError) as caught:
            bg.load_scenario(tmp_path / "case.toml")
        assert "secret: " in str(caught.value)
        assert "hunter2" not in str(caught.value)
    secret.write_text("[claims.1a]\nsays = =\n", "utf-8")
    with pytest.raises(bg.ScenarioError, match="`says = =`: not valid TOML"):
        bg.load_scenario(tmp_path / "case.toml")


def test_claims_and_sources_are_named_likewise(tmp_path):
    path = tmp_path / "e.toml"
    path.write_text('[sources."s\\u001b"]\ntitle = "t\\u202e"\ndate = 2022-03-23\n', "utf-8")
    with pytest.raises(bg.SeedError) as caught:
        bg.load_evidence(path)
    (mistake,) = caught.value.mistakes
    assert mistake.problem == '"s\\x1b" holds characters that are not seen'
    assert str(caught.value).isprintable()
