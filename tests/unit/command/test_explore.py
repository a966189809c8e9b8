import contextlib
import json
import sqlite3
from pathlib import Path

import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame.explore.sampling.store import Store


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["sweep", "-n", 2000], 0, ["Share of 2000 draws"]),
        (["sweep", "-n", 2000, "-e", "putin=coerce"], 0, ["putin = coerce, in 2000 draws"]),
        (["tipping-points", "--event", "china=stand_aside"], 0, ["china.moscow_ties"]),
        (["tipping-points"], 0, ["together", "no assumption moves through more than"]),
        (
            ["tipping-points", "-e", "lukashenko=mediate", "--norm", "l1"],
            0,
            ["happens already", "without lukashenko = mediate"],
        ),
        (["guarantee", "--never", "china=disengage"], 0, ["proven"]),
        (["guarantee"], 1, ["refuted"]),
        (["guarantee", "--max-seconds", 0], 0, ["max_seconds ended the search"]),
        (["tipping-points", "--max-seconds", 0], 0, ["No change in reach was found"]),
        (["sensitivity", "-n", 64], 0, ["By claim"]),
    ],
)
def test_each_answers_as_a_page_and_as_json(run, arguments, code, said):
    ended, page, _ = run(*arguments)
    assert ended == code
    assert [words for words in said if words not in " ".join(page.split())] == []
    assert max(map(len, page.splitlines())) <= 80
    ended, data, _ = run(*arguments, "--json")
    assert ended == code
    assert json.loads(data)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sweep", "-n", 0], "draws = 0: must be a whole number, 1 or more"),
        (["sweep", "-n", -5], "draws = -5: must be a whole number, 1 or more"),
        (
            ["sweep", "-e", "putn=coerce"],
            'player "putn" is not one of lukashenko, putin, west, china; did you',
        ),
        (["sweep", "-e", "putin=coerc"], 'did you mean "coerce"?'),
        (["sweep", "-e", "putin"], '--event "putin": must be of the form NAME=VALUE'),
        (["tipping-points", "--event", "putn=coerce"], 'did you mean "putin"?'),
        (["tipping-points", "--event", "putin=coerc"], 'did you mean "coerce"?'),
        (["tipping-points", "--norm", "l2", "--drivers"], 'use norm="linf"'),
        (["tipping-points", "--concept", "nash"], "guarantee() covers them"),
        (["guarantee", "--never", "china=disengage", "--always", "china=intercede"], "not both"),
        (["guarantee", "--max-seconds", -1], "max_seconds = -1.0: must be a finite number"),
        (["tipping-points", "--max-seconds", "nan"], "max_seconds = nan: must be a finite number"),
        (["guarantee", "--never", "chna=disengage"], 'did you mean "china"?'),
        (["guarantee", "--always", "china=disengag"], 'did you mean "disengage"?'),
        (["sensitivity", "-n", 0], "draws = 0: must be a whole number, 16 or more"),
        (["sensitivity", "-e", "china=disengag"], 'did you mean "disengage"?'),
    ],
)
def test_bad_input_ends_with_a_message_and_code_2(run, arguments, said):
    code, page, message = run(*arguments)
    assert (code, page) == (2, "")
    assert said in " ".join(message.split())


@pytest.mark.parametrize("name", ["sweep", "tipping-points", "guarantee", "sensitivity"])
def test_a_range_that_falls_is_refused_with_its_place(run, name):
    path = Path(__file__).parents[2] / "bad_input" / "scenarios" / "likely-above-high.toml"
    code, page, message = run(name, path)
    assert (code, page) == (2, "")
    assert "types.putin.desperate.probability: low = 0.1, likely = 0.3, high = 0.2: must be in the order" in (
        " ".join(message.split())
    )


def test_a_store_goes_on_and_one_of_another_run_is_refused(run, tmp_path):
    store = tmp_path / "run.sqlite"
    first = run("sweep", "-n", 2000, "--store", store, "--json")
    assert first[0] == 0
    assert run("sweep", "-n", 2000, "--store", store, "--json") == first
    code, page, message = run("sweep", "-n", 2000, "--seed", 2, "--store", store)
    assert (code, page) == (2, "")
    assert "differs in seed (there 0, here 2); name another file, or remove this one" in " ".join(
        message.split()
    )


def test_control_c_says_how_to_go_on(run, tmp_path, monkeypatch):
    store, add = tmp_path / "run.sqlite", Store.add

    def interrupted(self, chunk):
        add(self, chunk)
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "add", interrupted)
    code, page, message = run("sweep", "-n", 100_000, "--store", store, "--json")
    assert (code, json.loads(page)["exit_code"]) == (130, 130)
    assert f"the finished chunks are in {store}; the same call goes on from there" in message
    with contextlib.closing(sqlite3.connect(store)) as connection:
        assert connection.execute("SELECT first FROM chunks").fetchall() == [(0,)]


def test_a_damaged_a_foreign_and_a_locked_store_are_refused(run, tmp_path, monkeypatch):
    monkeypatch.setattr("belarusgame.explore.sampling.store.PATIENCE", 0.1)
    damaged, foreign, locked = (tmp_path / f"{name}.sqlite" for name in ("damaged", "foreign", "locked"))
    damaged.write_bytes(b"not a database, but long enough to be looked at" * 50)
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE letters (text TEXT)")
    connection.close()
    holder = sqlite3.connect(locked, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    for store, said in (
        (damaged, "the file is damaged or is no store"),
        (foreign, "the file is a database of another program"),
        (locked, "the file is locked by another program; wait for it, or name another file"),
        (tmp_path / "nowhere" / "run.sqlite", "the file cannot be used"),
    ):
        before = store.read_bytes() if store.exists() and store != locked else b""
        code, page, message = run("sweep", "-n", 2000, "--store", store)
        assert (code, page) == (2, "")
        assert said in " ".join(message.split())
        assert store == locked or not store.exists() or store.read_bytes() == before
    holder.close()


def test_an_event_is_needed_where_the_file_asks_nothing(run, tmp_path):
    path = tmp_path / "case.toml"
    assert run("new", path)[0] == 0
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("question")))
    code, _, message = run("tipping-points", path)
    assert (code, "say which event" in message) == (2, True)


def test_the_main_job_says_how_sure_it_is_unless_told_not_to(run, tmp_path):
    run("new", tmp_path / "small.toml", "--full")
    page = " ".join(run("assess", tmp_path / "small.toml", "--draws", 2000)[1].split())
    assert "2,000 draws of the assumptions" in page
    assert "draws of the assumptions" not in run("assess", "--draws", 0)[1]
    assert "draws of the assumptions" not in run("assess", "-w", "putin.manpower=1.2")[1]


def test_the_command_and_the_library_have_the_same_defaults():
    import inspect

    from belarusgame import explore
    from belarusgame.command import explore as commands

    for name, options in {"sweep": ("draws", "seed"), "sensitivity": ("output", "seed")}.items():
        own = inspect.signature(getattr(commands, name)).parameters
        library = inspect.signature(getattr(explore, name)).parameters
        for option in options:
            assert own[option].default == library[option].default, (name, option)


HELD = ["--fix", "putin=coerce", "--fix", "west=isolate china=stand_aside"]


def test_fix_and_order_say_the_same_as_the_library(run):
    joins = {"lukashenko": "join"}
    scenario = first_edition().ordering(["lukashenko", "putin", ["west", "china"]])
    fix = {"putin": "coerce", "west": "isolate", "china": "stand_aside"}
    order = ["--order", "lukashenko; putin; west, china"]
    _, page, _ = run("sweep", "-n", 2000, *HELD, *order, "--json", "-e", "lukashenko=join")
    share = bg.explore.sweep(scenario, 2000, fix=fix).share(joins)
    assert json.loads(page)["rows"][0]["value"] == share.every
    _, page, _ = run("tipping-points", "--norm", "l1", *HELD, *order, "--json")
    assert json.loads(page)["heading"] == (
        bg.explore.tipping_points(scenario, joins, norm="l1", fix=fix).heading
    )
    _, page, _ = run("guarantee", *HELD, *order)
    assert bg.explore.guarantee(scenario, never=joins, fix=fix).verdict in page
    assert "held, whatever the others do: putin = coerce, west = isolate" in " ".join(page.split())
    _, page, _ = run("sensitivity", "-n", 64, *HELD, *order)
    assert "with putin = coerce, west = isolate, china = stand_aside" in " ".join(page.split())


def test_a_certificate_of_a_held_scenario_is_checked_in_it():
    scenario = first_edition()
    for fix in ({"west": "isolate"}, {"putin": "tolerate"}):
        assert bg.verify(bg.explore.tipping_points(scenario, {"lukashenko": "join"}, fix=fix))
        assert bg.verify(bg.explore.guarantee(scenario, never={"china": "disengage"}, fix=fix))


@pytest.mark.parametrize("name", ["assess", "sweep", "tipping-points", "guarantee", "sensitivity"])
def test_mistakes_of_fix_and_order_are_in_one_report(run, name):
    mistakes = ["--fix", "wset=isolate", "--fix", "china=interced", "--order", "putin; lukashenko; west"]
    code, page, message = run(name, *mistakes)
    assert (code, page) == (2, "")
    for said in ('did you mean "west"?', 'did you mean "intercede"?', "order: omits china"):
        assert said in " ".join(message.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fix", "west"], '--fix "west": must be of the form NAME=VALUE'),
        (["--fix", "west=isolate|differentiate"], "is not one strategy"),
        (["--fix", "west=isolate", "--fix", "west=differentiate"], '"west" is named twice'),
        (["--order", "putin;; lukashenko; west, china"], "must name the players"),
        (["--order", "putin, putin; lukashenko; west, china"], 'player "putin" moves more than once'),
        (["--order", "putn; lukashenko; west, china"], 'did you mean "putin"?'),
        (["--fix", "lukashenko=abstain", "-e", "lukashenko=join"], '"join" is not one of abstain'),
    ],
)
def test_what_cannot_be_held_or_ordered_is_refused(run, arguments, said):
    code, page, message = run("tipping-points", *arguments)
    assert (code, page) == (2, "")
    assert said in " ".join(message.split())


def test_what_if_says_that_it_needs_a_player(run):
    code, out, err = run("what-if")
    assert (code, out) == (2, "")
    assert "--player is needed" in err
    assert "lukashenko or putin or west or china" in err


def test_what_happens_already_in_another_state_is_answered_by_a_table_too(run, tmp_path):
    path = tmp_path / "case.toml"
    run("new", "--full", path)
    code, out, err = run("tipping-points", path, "--event", "employer=raise", "--norm", "l1")
    assert (code, err) == (0, "")
    rows = [line.split() for line in out.splitlines() if line.lstrip().startswith("union.strike_fund ")]
    assert [row[:2] for row in rows] == [["union.strike_fund", "0.75"]] * 2
    assert "With no_strike_clause off: employer = raise happens already" in " ".join(out.split())
    _, out, _ = run("tipping-points", path, "--event", "employer=raise", "--norm", "l1", "--json")
    (state,) = json.loads(out)["other_states"]
    assert "happens already" in state["happens_already"]
    assert state["rows"]
