"""The line of a place is right, or there is none."""

import tomllib

import pytest

import belarusgame as bg
from belarusgame.evidence.places import line_of, lines_of, place


def places_in(value, steps=()):
    yield steps
    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(part, dict | list):
            yield from places_in(part, (*steps, key))
        else:
            yield (*steps, key)


@pytest.mark.parametrize("name", ["belarus-2022.toml", "claims.toml", "sources.toml", "history.toml"])
def test_every_place_of_the_seeds_has_a_line_with_its_name(name):
    text = (bg.seeds_folder() / name).read_text("utf-8")
    rows, lines = text.split("\n"), lines_of(text)
    found = [steps for steps in places_in(tomllib.loads(text)) if steps]
    assert {place(steps) for steps in found} == lines.keys()
    for steps in found:
        if isinstance(steps[-1], str):
            assert steps[-1] in rows[lines[place(steps)] - 1], steps


ODD = """# a = 1
a.b."c.d" = '''
x = 1 # ]
''' # y = 2
[[t.u]]
"v\\u0041" = [
  "1]",
  { w = \"\"\"
a\\"\"\"\"\"\", z = 2024-01-01 10:00:00 }, # ,
]
[t.u.x]
k = { a = [[1, 2],
 [3]], b.c = true }
[[ t . u ]]
'q"' = 1
y = -1.5e3
"""


def test_whatever_the_format_allows_is_walked_through():
    tomllib.loads(ODD)
    lines = lines_of(ODD)
    assert {name: line for name, line in lines.items() if line} == {
        "a": 2,
        "a.b": 2,
        'a.b."c.d"': 2,
        "t": 5,
        "t.u": 5,
        "t.u[0]": 5,
        "t.u[0].vA": 6,
        "t.u[0].vA[0]": 7,
        "t.u[0].vA[1]": 8,
        "t.u[0].vA[1].w": 8,
        "t.u[0].vA[1].z": 9,
        "t.u[0].x": 11,
        "t.u[0].x.k": 12,
        "t.u[0].x.k.a": 12,
        "t.u[0].x.k.a[0]": 12,
        "t.u[0].x.k.a[0][0]": 12,
        "t.u[0].x.k.a[0][1]": 12,
        "t.u[0].x.k.a[1]": 13,
        "t.u[0].x.k.a[1][0]": 13,
        "t.u[0].x.k.b": 13,
        "t.u[0].x.k.b.c": 13,
        "t.u[1]": 14,
        "t.u[1].y": 16,
    }
    assert lines['t.u[1]."q""'] is None  # another name might be written so


def test_what_is_missing_is_in_the_line_of_its_table():
    lines = lines_of("\n[a.b]\nc = 1\n")
    assert [line_of(name, lines) for name in ("a.b.c", "a.b.d", "a.b.c[0]", "e", "")] == [3, 2, 3, None, None]


def test_of_names_that_are_cut_no_line_is_told():
    long = "x" * 200
    lines = lines_of(f"[a.{long}1]\n[a.{long}2]\nb = 1\n")
    assert line_of(place(["a", f"{long}2", "c"]), lines) is None


def test_a_long_text_is_walked_through_in_time_that_grows_with_its_length():
    assert len(lines_of("a = [" + "'x' , # ]\n" * 100_000 + "]")) == 100_001
    assert len(lines_of('a = """' + '"\\"' * 500_000 + ' """')) == 1
