"""What the explorer is given: every number exactly, no text that could end its element, and one script."""

import json
import re
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import hostile
import numpy as np
import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame.report.page.explorer import MOST_PROFILES, explorer_data, explorer_of, model_data


@pytest.fixture
def data(pages):
    page = pages("built-in")
    written = re.search(r'id="explorer-data">(.*?)</script>', page.html, re.DOTALL)[1]
    return page.contents, json.loads(written)


def payoffs_of(data, factors):
    """Sum up what was exported, without the library."""
    shape = [len(p["strategies"]) for p in data["players"]]
    totals = np.full((len(shape), *shape), Fraction(0), dtype=object)
    for c, factor in zip(data["considerations"], factors, strict=True):
        for effect in c["effects"]:
            for place in np.ndindex(*shape):
                if all(w is None or a in w for w, a in zip(effect["when"], place, strict=True)):
                    totals[(c["owner"], *place)] += factor * Fraction(effect["adds"], data["size"])
    return totals


def test_the_payoffs_are_those_of_the_whole_numbers(data):
    contents, exported = data
    factors = [Fraction(c["range"][1], exported["unit"]) for c in exported["considerations"]]
    assert np.array_equal(payoffs_of(exported, factors), contents.scenario.game().exact_payoffs)


def test_types_and_delegations_are_exported_with_what_they_do():
    scenario = bg.load_scenario()
    exported = model_data(scenario)
    kinds = {t["name"]: t for t in exported["types"]}
    keys = [c["key"] for c in exported["considerations"]]
    scales = {keys[k]: Fraction(n, d) for k, n, d in kinds["desperate"]["scales"]}
    assert scales == scenario.scales({"putin": "desperate"})
    (made,) = exported["delegations"]
    players = [p["key"] for p in exported["players"]]
    assert (players[made["player"]], players[made["to"]]) == ("lukashenko", "putin")
    assert made["likely"] is scenario.delegations[0].likely


def test_leaving_a_claim_out_is_exported_as_the_codebook_has_it():
    scenario = first_edition()
    exported = model_data(scenario)
    keys = [c["key"] for c in exported["considerations"]]
    for claim in exported["claims"]:
        less = scenario.without_claims([claim["name"]])
        weights = {c.key: c.weight for c in less.considerations}
        for k, key in enumerate(keys):
            left = claim["leaves"]["weights"].get(str(k), exported["considerations"][k]["range"])
            told = None if left is None else tuple(Fraction(end, exported["unit"]) for end in left)
            own = weights.get(key)
            assert told == (None if own is None else (own.low, own.likely, own.high)), (claim["name"], key)
        lost = {
            (exported["players"][i]["key"], exported["players"][i]["strategies"][a])
            for i, a in claim["leaves"]["strategies"]
        }
        assert lost == {
            (old.key, label)
            for old, new in zip(scenario.players, less.players, strict=True)
            for label in old.strategies
            if label not in new.strategies
        }


def test_the_walk_ends_where_the_answer_has_turned(data):
    contents, exported = data
    (walk,) = exported["walks"]
    to = {key: Fraction(int(n), int(d)) for key, (n, d) in walk["to"].items()}
    game = contents.scenario.game(to)
    found = bg.solve.sequential_equilibria(game, contents.scenario.order)
    least, greatest = found.probability_range(contents.scenario.question)
    assert greatest == 1.0 if not walk["already"] else least == 0.0


def test_what_can_be_pressed_sets_something(data):
    _, exported = data
    assert exported["structures"]
    assert all(one["fix"] or one["types"] or one["delegations"] for one in exported["structures"])


def test_no_text_ends_the_element_or_begins_another(pages):
    made = explorer_of(pages("hostile").contents)
    assert not set("<>&") & set(made.data)
    assert json.loads(made.data)["considerations"][0]["sentence"] == hostile.MARKUP


def test_it_is_left_out_when_asked(pages):
    page = replace(pages("hostile"), explorer=False)
    assert "<script" not in page.html and "script-src" not in page.html
    assert 'id="try"' not in page.html and "default-src 'none'" in page.html


def test_a_large_game_is_not_worked_out_in_the_page(build):
    players = {f"p{k}": [f"s{a}" for a in range(6)] for k in range(5)}
    assert MOST_PROFILES < 6**5
    scenario = build(players, {"p0.wish": ((1, 2, 3), [({"p0": "s1"}, 1)])})

    assert explorer_of(SimpleNamespace(scenario=scenario)) is None


@pytest.mark.parametrize(
    ("order", "more"), [(None, []), (["putin", ["lukashenko", "west", "china"]], ["--order"])]
)
def test_the_command_reads_the_same_scenario(order, more):
    scenario = bg.load_scenario()
    made = scenario if order is None else scenario.ordering(order)
    text = (scenario.folder / scenario.name).read_text("utf-8")
    contents = SimpleNamespace(
        scenario=made.fixing({"west": "isolate"}),
        files=((scenario.name, text),),
        telling=None,
        assessment=SimpleNamespace(headlines=(), structures=None),
    )
    file, *options = explorer_data(contents)["command"]
    assert file == "belarus-2022"
    assert [option.split()[0] for option in options] == ["--fix", *more]


def test_the_script_is_small_and_holds_its_licences(pages):
    script = explorer_of(pages("hostile").contents).script
    assert len(script.encode()) <= 140_000
    assert all(
        name in script[:20_000] for name in ("preact", "@preact/signals", "d3-scale", "d3-shape", "d3-format")
    )
