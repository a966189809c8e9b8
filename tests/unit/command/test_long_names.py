"""Every table on a screen of 80 columns, with names of 40 characters and statements of 200."""

import itertools
import re

import pytest

NAMES = [
    "employer",
    "union",
    "hold",
    "raise",
    "work",
    "strike",
    "slow",
    "prices",
    "determined",
    "patient",
    "no_strike_clause",
    "wage_bill",
    "customer",
    "example",
    "pay",
    "strike_fund",
    "a_rise_is_welcome",
    "dear_times_hurt",
    "no_strike_after_a_rise",
    "never_on_strike",
]
RULE = "\u2500"
SENTENCE = re.compile(r'((?:sentence|says|judged|inferred|measured) = ")([^"]*)"')


def lengthened(word):
    return f"{word}_of_the_confederation_of_all_harbours_here"[:40]


def long_winded(line):
    """Lengthen a line of a scenario: its names, unless they are words of a sentence, and its sentence."""
    if line.startswith("#"):
        return line
    if said := SENTENCE.search(line):
        text = (f"{said[2]} " + "and so it is said at length all over the harbour " * 5)[:199].strip()
        return line[: said.start()] + f'{said[1]}{text}."'
    name = re.compile(rf"(?<![\w-])({'|'.join(sorted(NAMES, key=len, reverse=True))})(?![\w-])")
    parts = re.split(r'("[^"]*"|#.*)', line)
    return "".join(
        part if " " in part and i % 2 else name.sub(_lengthen, part) for i, part in enumerate(parts)
    )


def _lengthen(found):
    return lengthened(found[1])


@pytest.fixture
def long(run, tmp_path):
    file, full = tmp_path / "long.toml", tmp_path / "full.toml"
    run("new", full, "--full")
    text = full.read_text().replace('"the union"', '"the united dockers of the northern sea"')
    file.write_text("\n".join(map(long_winded, text.splitlines())))
    return file


COMMANDS = {
    "assess": ("--draws", 0),
    "claims": (),
    "claims --audit": ("--audit",),
    "payoffs": (),
    "explain": (),
    "equilibria": ("--concept", "logit"),
    "equilibria rationalizable": ("--concept", "rationalizable"),
    "equilibria commitment": ("--concept", "commitment"),
    "check": (),
    "check --strength": ("--strength",),
    "signals": (),
    "sweep": ("--draws", 500),
    "tipping-points": (),
    "guarantee": (),
    "sensitivity": ("--draws", 16),
    "structures": ("--draws", 100),
    "what-if": ("--player", lengthened("employer"), "--draws", 100),
    "status-quo": ("--draws", 100),
    "campaign": ("--months", 3, "--runs", 20),
    "campaign --replay": ("--months", 3, "--runs", 20, "--replay", 2),
    "learn": ("--runs", 5),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_word_is_broken_and_what_is_left_out_is_named(name, run, long, monkeypatch):
    arguments = (name.split()[0], long, *COMMANDS[name])
    _, narrow, error = run(*arguments)
    monkeypatch.setenv("COLUMNS", "4000")
    _, wide, _ = run(*arguments)
    assert not error
    assert "No room here" not in wide
    said = r"No\s+room\s+here\s+for:(.*?)--csv\s+and\s+--json\s+have\s+them\."
    left_out = _words(" ".join(re.findall(said, narrow, re.DOTALL)))
    printed = _words(re.sub(said, "", narrow, flags=re.DOTALL))
    assert printed <= _words(wide)
    assert _headings(wide) <= printed | left_out


def _words(text):
    """The words of a text, without the dots where a sentence was cut and the rules of tables."""
    return (
        {word.rstrip(",.;") for word in text.split()}
        - {""}
        - {word for word in text.split() if word[0] == RULE}
    )


def _headings(page):
    """The words that stand above the rules of tables."""
    lines = page.splitlines()
    above = [before for before, line in itertools.pairwise(lines) if line.strip().startswith(RULE)]
    return _words(" ".join(above))
