import dataclasses
import io
import sys
from collections.abc import Mapping
from importlib.resources import files

import pytest

import belarusgame as bg

LETTERS = str.maketrans({letter: chr(0x430 + k) for k, letter in enumerate("abcdefghijklmnopqrstuvwxyz")})


def records_in(value):
    """Yield every record that a value holds."""
    if dataclasses.is_dataclass(value):
        yield value
        value = [getattr(value, field.name) for field in dataclasses.fields(value)]
    for inner in value.values() if isinstance(value, Mapping) else value if is_listed(value) else ():
        yield from records_in(inner)


def is_listed(value):
    return isinstance(value, list | tuple)


def in_other_letters(text):
    """Write the sentences of a scenario, and only these, in Cyrillic letters."""
    said = ("title = ", "sentence = ", "says = ", "name = ", "measured = ", "judgement = ", "inferred = ")
    lines = []
    for line in text.splitlines():
        before, quote, rest = line.partition('"')
        words, *end = rest.rpartition('"')
        lines.append(
            before + quote + words.translate(LETTERS) + "".join(end) if line.startswith(said) else line
        )
    return "\n".join(lines)


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.toml"
    text = (files("belarusgame") / "templates/full.toml").read_text("utf-8")
    path.write_text(in_other_letters(text), "utf-8")
    return bg.load_scenario(path)


def test_every_record_prints_where_the_output_takes_ascii_alone(case, monkeypatch):
    found = [case, bg.solve.pure_equilibria(case.game()), bg.check(case, [case.assumptions[0]])]
    found += [bg.report.explain(case, outcome) for outcome in found[1].outcomes]
    assert not str(case).isascii()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "ascii"))
    records = list(records_in(found))
    assert {"Claim", "Player", "Consideration", "Assumption"} <= {type(one).__name__ for one in records}
    assert [type(one).__name__ for one in records if not str(one).isascii()] == []
