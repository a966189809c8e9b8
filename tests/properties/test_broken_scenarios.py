"""Whatever is done to the built-in scenario, it is refused with a clear error, or it still yields a game.

`BROKEN_SCENARIOS=3000 python -m pytest tests/properties/test_broken_scenarios.py` breaks it more often than a
run of all tests does; `--hypothesis-seed=N` breaks it in other places.
"""

from __future__ import annotations

import copy
import datetime
import faulthandler
import os
import time
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import belarusgame as bg

FILES = ("belarus-2022.toml", "claims.toml", "sources.toml")
TEXTS = {name: (bg.seeds_folder() / name).read_text("utf-8") for name in FILES}
TABLES = {name: tomllib.loads(text, parse_float=Decimal) for name, text in TEXTS.items()}

SETTINGS = settings(
    max_examples=int(os.environ.get("BROKEN_SCENARIOS", "500")) // 2,
    deadline=None,  # judge() counts what the processor does: a clock also counts what else the machine does
    derandomize="BROKEN_SCENARIOS" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

MARKS = [*"[]{}=\"'\\#.,", "-1", "nan", "-inf", "true", "1e999999", "1e-99999999999999999999", "2022-02-30"]
UNSEEN = ["\0", "\n", "\r", "\x1b", "\x85", "\ufeff", "\u2028", "\u202e", "\u043e", "\uff4f", "e\u0301"]
ENDLESS = ["0x" + "f" * 4000, "9" * 5000, "[" * 3000, "{a=" * 500, "a." * 3000 + "a = 1\n"]
ODD_TEXT = st.sampled_from([*MARKS, *UNSEEN, *ENDLESS])
ODD_BYTES = st.sampled_from([b"\xff", b"\xc3", b"\x00", b"\xed\xa0\x80", b"\xff\xfe", b"\r", b"\x1b[0m"])

#: Values of every type, in and out of bounds, to be put where another one stood.
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, 1, -1, 10**9, 10**400, -(10**5000)]),
    st.floats(),
    st.sampled_from(
        [Decimal("nan"), Decimal("-Infinity"), Decimal("1e999999"), Decimal("-0.1"), Decimal("1e-40")]
    ),
    st.sampled_from(["", " ", "join", "putin", "17a", "\0", "\ud800", "x" * 100_000, "a.b", "[0]"]),
    st.text(max_size=5),
    st.dates(),
    st.just(datetime.datetime(2022, 3, 23)),
    st.just(b"bytes"),
    st.just({1, 2}),
    st.just(object()),
    st.lists(st.sampled_from(["putin", "lukashenko", "17a", 3, []]), max_size=3),
    st.dictionaries(st.sampled_from(["putin", "lukashenko", "low", "x", ""]), st.integers(), max_size=3),
)
KEYS: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(["", ".", "a b", "putin", "lukashenko", "claims", "weight", "driver", "level", "\n"]),
    st.text(max_size=3),
    st.sampled_from([0, None, True, ("a",)]),
)


#: No file may cost more, in seconds of one processor.
MOST_SECONDS = 5.0


def judge(load: Any) -> None:
    """Load and build; the one exception allowed is an error with a message that can be shown."""
    faulthandler.dump_traceback_later(300, exit=True)  # a hang
    begin = time.process_time()
    try:
        scenario = load()
        game = scenario.game()
    except bg.BelarusGameError as error:
        assert isinstance(error, bg.SeedError)
        assert error.mistakes
        assert len(str(error)) < 60_000
        for mistake in error.mistakes:
            assert mistake.file
            assert mistake.problem
            shown = str(mistake)
            assert shown.isprintable()
            assert len(shown) < 2000
    else:
        assert game.shape == tuple(len(player.strategies) for player in scenario.players)
        scenario.features()
    finally:
        faulthandler.cancel_dump_traceback_later()
    assert time.process_time() - begin < MOST_SECONDS


LINE_SLIPS = ("delete lines", "repeat line", "swap lines", "cut after line")
CHARACTER_SLIPS = ("delete", "repeat", "swap", "insert", "cut")

#: What happens to which file: kind, two positions (taken modulo the length), text to insert.
SLIPS = st.tuples(
    st.sampled_from(FILES),
    st.sampled_from((*LINE_SLIPS, *CHARACTER_SLIPS)),
    st.integers(0, 50_000),
    st.integers(0, 50_000),
    ODD_TEXT,
)


def slip(text: str, kind: str, first: int, second: int, odd: str) -> str:
    """Return the text with one slip of a pen in it."""
    if kind in LINE_SLIPS:
        lines = text.split("\n")
        return "\n".join(slip_of_lines(lines, kind, first % len(lines), second % len(lines)))
    at = first % (len(text) + 1)
    return {
        "delete": text[:at] + text[at + 1 + second % 10 :],
        "repeat": text[:at] + text[at : at + 20] + text[at:],
        "swap": text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
        "insert": text[:at] + odd + text[at:],
        "cut": text[:at],
    }[kind]


def slip_of_lines(lines: list[str], kind: str, first: int, second: int) -> list[str]:
    match kind:
        case "delete lines":
            del lines[first : first + 1 + second % 5]
        case "repeat line":
            lines.insert(second, lines[first])
        case "swap lines":
            lines[first], lines[second] = lines[second], lines[first]
        case _:
            del lines[first:]
    return lines


@SETTINGS
@given(slips=st.lists(SLIPS, min_size=1, max_size=4), odd=ODD_BYTES, position=st.integers(0, 400_000))
def test_slips_in_the_text(slips: list[Any], odd: bytes, position: int, tmp_path: Path) -> None:
    texts = dict(TEXTS)
    for name, *what in slips:
        texts[name] = slip(texts[name], *what)
    for name, text in texts.items():
        content = text.encode("utf-8")
        if position < len(content) and name == slips[0][0]:  # now and then
            content = content[:position] + odd + content[position:]
        (tmp_path / name).write_bytes(content)
    judge(lambda: bg.load_scenario(tmp_path / FILES[0]))


@st.composite
def broken_tables(draw: st.DrawFn) -> Any:
    """The tables of the scenario and its evidence, with one to four entries changed, lost or added."""
    tables = copy.deepcopy(TABLES["belarus-2022.toml"])
    del tables["scenario"]["evidence"]
    tables |= copy.deepcopy(TABLES["claims.toml"]) | copy.deepcopy(TABLES["sources.toml"])
    for _ in range(draw(st.integers(1, 4))):
        places = list(containers(tables))
        container = places[draw(st.integers(0, len(places) - 1))]
        change(draw, container)
    return tables


def containers(value: Any) -> Iterator[Any]:
    """Every table and list inside a table, itself included."""
    if isinstance(value, dict | list):
        yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from containers(part)


def change(draw: st.DrawFn, container: Any) -> None:
    keys: list[Any] = list(container) if isinstance(container, dict) else list(range(len(container)))
    if not keys:
        return
    key = draw(st.sampled_from(keys))
    match draw(st.sampled_from(["replace", "delete", "rename", "add"])):
        case "replace":
            container[key] = draw(VALUES)
        case "delete":
            del container[key]
        case "rename" if isinstance(container, dict):
            container[draw(KEYS)] = container.pop(key)
        case "add" if isinstance(container, dict):
            container[draw(KEYS)] = draw(VALUES)
        case _:
            container.append(draw(VALUES))


@SETTINGS
@given(tables=broken_tables())
def test_slips_in_the_tables(tables: Any) -> None:
    judge(lambda: bg.Scenario.from_tables(tables))


@pytest.mark.parametrize("tables", [None, [], 3, {}, {"scenario": {}}, {"scenario": None, "players": []}])
def test_what_is_no_scenario_at_all(tables: Any) -> None:
    with pytest.raises(bg.ScenarioError):
        bg.Scenario.from_tables(tables)


def test_a_table_inside_itself() -> None:
    tables: dict[str, Any] = copy.deepcopy(TABLES["belarus-2022.toml"])
    tables["players"]["putin"]["strategies"] = tables
    with pytest.raises(bg.ScenarioError, match="nested too deeply"):
        bg.Scenario.from_tables(tables)
    ring: list[Any] = []
    ring.append(ring)
    tables = copy.deepcopy(TABLES["belarus-2022.toml"])
    tables["players"]["putin"]["name"] = ring
    with pytest.raises(bg.ScenarioError, match="must be text"):
        bg.Scenario.from_tables(tables)
