"""The map of two assumptions, against solving one point at a time."""

import itertools
import pickle
from fractions import Fraction
from importlib import import_module

import numpy as np
import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame.explore.mapping.plane import area, centre, cut, holds, side

STRATEGIES = {"a": ["a1", "a2"], "b": ["b1", "b2", "b3"], "c": ["c1", "c2"]}
RANGE = {"low": 0.0, "likely": 1.0, "high": 2.0}


def made(seed, order=None, drivers=False):
    """Three players whose payoffs are random whole numbers; each has two weights, both from 0 to 2."""
    generator = np.random.default_rng(seed)
    reference = {player: names[0] for player, names in STRATEGIES.items()}
    considerations = {player: {} for player in STRATEGIES}
    for player in STRATEGIES:
        for name in ("near", "far"):
            effects = [
                {
                    "when": dict(zip(STRATEGIES, profile, strict=True)),
                    "adds": int(generator.integers(-4, 5)) or 1,
                }
                for profile in itertools.product(*STRATEGIES.values())
                if profile != tuple(reference.values())
            ]
            considerations[player][name] = {
                "sentence": "Random.",
                "weight": RANGE,
                "judgement": "Made up.",
                "effects": effects,
                **({"driver": name} if drivers else {}),
            }
    head = {"title": "?", "date": first_edition().date, "reference": reference}
    tables = {
        "scenario": head | ({"order": order} if order else {}),
        "players": {p: {"strategies": {s: s for s in names}} for p, names in STRATEGIES.items()},
        "considerations": considerations,
    }
    if drivers:
        level = {"low": 0.5, "likely": 1.0, "high": 2.0}
        tables["drivers"] = {n: {"level": level, "judgement": "Made up."} for n in ("near", "far")}
    return bg.Scenario.from_tables(tables)


def raster(found, solve, count=7):
    """Compare the cells with the solver at points that are on no border."""
    (left, right), (low, high) = found.x_range, found.y_range
    compared = 0
    for i, j in itertools.product(range(count), repeat=2):
        x = left + (right - left) * Fraction(2 * i + 1, 2 * count + 1)
        y = low + (high - low) * Fraction(2 * j + 1, 2 * count + 1)
        cells = found.at(x, y)
        if len(cells) != 1:
            continue
        pure = [o.pure_profile for o in solve(x, y).outcomes if o.is_pure]
        listed = [dict(profile) for profile in cells[0].outcomes]
        assert all(profile in pure for profile in listed)
        if not cells[0].randomising:
            assert len(pure) == len(listed)
        compared += 1
    return compared


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("x", "y"), [("a.near", "a.far"), ("b.near", "c.far")])
def test_a_raster_agrees_for_pure_equilibria(seed, x, y):
    scenario = made(seed)
    found = bg.explore.region_map(scenario, x, y)
    assert (found.concept, found.status) == ("pure", "complete")
    assert sum(cell.share for cell in found.cells) == 1
    compared = raster(found, lambda u, v: bg.solve.pure_equilibria(scenario.game(weights={x: u, y: v})))
    assert compared > 30


@pytest.mark.parametrize("order", [["a", "b", "c"], ["b", ["a", "c"]], [["a", "b"], "c"]])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_raster_agrees_for_sequential_outcomes(order, seed):
    scenario = made(seed, order)
    for x, y in (("a.near", "a.far"), ("b.near", "c.far")):
        found = bg.explore.region_map(scenario, x, y)
        assert (found.concept, found.status) == ("sequential", "complete")
        assert sum(cell.share for cell in found.cells) == 1

        def solve(u, v, x=x, y=y):
            return bg.solve.sequential_equilibria(scenario.game(weights={x: u, y: v}), scenario.order)

        assert raster(found, solve, count=4) > 8


def test_two_drivers_scale_the_players_weights():
    scenario = made(4, ["a", "b", "c"], drivers=True)
    found = bg.explore.region_map(scenario, "near", "far")
    assert (found.x_range, len(found.cells) > 1) == ((Fraction(1, 2), Fraction(2)), True)

    def solve(u, v):
        return bg.solve.sequential_equilibria(scenario.game(drivers={"near": u, "far": v}), scenario.order)

    assert raster(found, solve) > 30


def test_no_cell_is_thin_and_borders_belong_to_both_sides():
    found = bg.explore.region_map(made(5), "b.near", "c.far")
    assert len(found.cells) > 5
    for cell in found.cells:
        assert cell.share > 0
        assert found.at(*cell.point) == (cell,)
        for x, y in cell.corners:
            assert cell in found.at(x, y)
    assert any(len(found.at(*corner)) > 1 for cell in found.cells for corner in cell.corners)


def pennies(order=None):
    """The row player wants to match, the column player to differ, where both care; c watches."""
    match = [{"when": {"a": "a1", "b": "b2"}, "adds": -1}, {"when": {"a": "a2", "b": "b1"}, "adds": -1}]
    differ = [{"when": {"a": "a2", "b": "b2"}, "adds": -2}, {"when": {"a": "a2", "b": "b1"}, "adds": 0.5}]
    differ += [{"when": {"a": "a1", "b": "b2"}, "adds": 1}]
    dear = [{"when": {"b": "b2"}, "adds": -1}]
    judged = {"sentence": "Made up.", "weight": RANGE, "judgement": "Made up."}
    return bg.Scenario.from_tables(
        {
            "scenario": {
                "title": "?",
                "date": first_edition().date,
                "reference": {"a": "a1", "b": "b1"},
            }
            | ({"order": order} if order else {}),
            "players": {p: {"strategies": {s: s for s in (f"{p}1", f"{p}2")}} for p in "ab"},
            "considerations": {
                "a": {"match": judged | {"effects": match}},
                "b": {"differ": judged | {"effects": differ}, "cost": judged | {"effects": dear}},
            },
        }
    )


def test_cells_without_a_pure_equilibrium_say_so():
    # b answers a1 by b2 where differ > cost, and a2 by b1; a follows b: then nothing pure is stable
    found = bg.explore.region_map(pennies(), "b.differ", "b.cost")
    labels = {cell.label: cell.share for cell in found.cells}
    assert labels == {"mixed only": Fraction(1, 2), "a1/b1": Fraction(1, 2)}
    assert found.at(Fraction(3, 2), Fraction(1, 2))[0].outcomes == ()
    assert found.share({"b": "b1"}) == (Fraction(1, 2), Fraction(1, 2))
    assert any("mixed equilibria" in message for message in found.messages)


def test_where_simultaneous_movers_may_randomise_the_map_says_so():
    found = bg.explore.region_map(pennies([["a", "b"]]), "b.differ", "b.cost")
    assert {cell.label: cell.randomising for cell in found.cells} == {"mixed only": True, "a1/b1": False}
    assert "may be more outcomes" in found.messages[0]
    alone = bg.explore.region_map(pennies(["a", "b"]), "b.differ", "b.cost")
    assert not any(cell.randomising for cell in alone.cells)
    assert alone.messages == ()


def test_the_built_in_scenario():
    scenario = first_edition()
    found = bg.explore.region_map(scenario, "china.de_escalation", "china.moscow_ties")
    # at the likely outcome China gains de_escalation by speaking up and loses moscow_ties
    assert found.share({"china": "intercede"}) == (Fraction(3, 4), Fraction(3, 4))
    assert sum(row["share of the area"] for row in found.rows()) == pytest.approx(1)
    assert pickle.loads(pickle.dumps(found)).at(1, 1)[0].label == found.at(1, 1)[0].label
    assert "Map of china.de_escalation" in str(found)


@pytest.mark.parametrize("change", [lambda right: frozenset(), lambda right: {(1, 2, 1)} if right else right])
def test_a_cell_that_its_own_point_contradicts_is_reported(change, monkeypatch):
    module = import_module(
        "belarusgame.explore.mapping.region_map"
    )  # the package has a function of that name
    right = module.Induction.outcomes
    scenario = made(1, ["a", "b", "c"])
    assert not bg.explore.region_map(scenario, "b.near", "c.far").messages
    monkeypatch.setattr(module.Induction, "outcomes", lambda self: change(right(self)))
    found = bg.explore.region_map(scenario, "b.near", "c.far")
    assert found.status == "partial"
    assert "not confirmed" in found.messages[0]


@pytest.mark.parametrize("most_cells", [1, 2, 3, 7])
def test_a_map_has_no_more_cells_than_its_budget_and_is_partial_then(most_cells):
    whole = bg.explore.region_map(made(5), "b.near", "c.far")
    assert len(whole.cells) > 7
    found = bg.explore.region_map(made(5), "b.near", "c.far", most_cells=most_cells)
    assert found.status == "partial"
    assert "too many for the budget" in found.messages[0]
    assert sum(cell.share for cell in found.cells) == 1
    assert len(found.cells) == most_cells
    open_cells = [cell for cell in found.cells if cell.outcomes is None]
    assert open_cells
    assert {cell.label for cell in open_cells} == {"not worked out"}
    for cell in found.cells:
        if cell.outcomes is not None:
            assert cell.outcomes == whole.at(*cell.point)[0].outcomes


def test_a_budget_that_is_never_spent_changes_nothing():
    whole = bg.explore.region_map(made(5), "b.near", "c.far")
    enough = len(whole.cells)
    found = bg.explore.region_map(made(5), "b.near", "c.far", most_cells=enough)
    assert [cell.corners for cell in found.cells] == [cell.corners for cell in whole.cells]
    assert (whole.status, found.status) == ("complete", "complete")
    assert bg.explore.region_map(made(5), "b.near", "c.far", most_cells=enough - 1).status == "partial"


def test_shares_of_the_area_count_every_and_some_outcome_apart():
    """Where both cares are worth it, meeting at either place is an equilibrium; else only the first."""
    meet = [{"when": {"a": "a2", "b": "b2"}, "adds": 2}, {"when": {"a": "a2", "b": ["b1", "b3"]}, "adds": -1}]
    meet += [{"when": {"a": "a1", "b": "b2"}, "adds": -1}]
    judged = {"sentence": "Made up.", "weight": RANGE, "judgement": "Made up."}
    price = judged | {"effects": [{"when": {"a": "a2", "b": "b2"}, "adds": -1}]}
    never = judged | {"weight": {"low": 1, "likely": 1, "high": 1}}
    never |= {"effects": [{"when": {"b": "b3"}, "adds": -5}, {"when": {"b": "b3", "a": "a2"}, "adds": 1}]}
    follow = [{"when": {"b": "b2", "a": "a1"}, "adds": -2}, {"when": {"b": "b2", "a": "a2"}, "adds": 3}]
    scenario = bg.Scenario.from_tables(
        {
            "scenario": {
                "title": "?",
                "date": first_edition().date,
                "reference": {"a": "a1", "b": "b1"},
            },
            "players": {
                "a": {"strategies": {s: s for s in ("a1", "a2")}},
                "b": {"strategies": {s: s for s in ("b1", "b2", "b3")}},
            },
            "considerations": {
                "a": {"meet": judged | {"effects": meet}, "price": price},
                "b": {"follow": judged | {"effects": follow}, "never": never},
            },
        }
    )
    # at b2 the first gains 3 meet - price by a2: that is positive where price < 3 meet, 5/6 of the square
    found = bg.explore.region_map(scenario, "a.meet", "a.price")
    both = Fraction(5, 6)
    assert found.share({"a": "a1"}) == (1 - both, 1)
    assert found.share({"a": "a2"}) == (0, both)
    assert found.share({"a": "a2", "b": ["b2", "b3"]}) == (0, both)
    assert found.share({"a": "a2", "b": "b1"}) == (0, 0)
    assert found.share({"b": ["b1", "b2"]}) == (1, 1)
    assert found.share({"b": "b3"}) == (0, 0)


@pytest.mark.parametrize(
    ("x", "y", "more", "message"),
    [
        ("putin.manpowr", "decline", {}, 'did you mean "putin.manpower"'),
        ("decline", "decline", {}, "choose two different inputs"),
        ("putin.manpower", "shortage", {}, "their product"),
        (3, "decline", {}, "weight or driver 3"),
        ("unrest", "decline", {"concept": "nash"}, 'concept "nash"'),
        ("unrest", "decline", {"most_cells": 0}, "most_cells = 0"),
        ("unrest", "decline", {"most_cells": True}, "most_cells = true"),
        ("unrest", "decline", {"most_cells": 2.0}, "most_cells = 2.0"),
    ],
)
def test_bad_input_is_refused(x, y, more, message):
    with pytest.raises(bg.GameError, match=message):
        bg.explore.region_map(first_edition(), x, y, **more)


def test_a_point_outside_the_map_is_refused():
    found = bg.explore.region_map(made(0), "a.near", "a.far")
    with pytest.raises(bg.GameError, match=r"a.far = 3: the map reaches from 0 to 2"):
        found.at(1, 3)
    with pytest.raises(bg.GameError, match=r"a.near = \"x\""):
        found.at("x", 1)


def test_polygons_are_cut_exactly():
    square = tuple((Fraction(x), Fraction(y)) for x, y in ((0, 0), (3, 0), (3, 3), (0, 3)))
    line = (Fraction(1), Fraction(-1), Fraction(0))  # x - y
    below, above = cut(square, line)
    assert area(below) + area(above) == area(square) == 9
    assert (side(line, below), side(line, above), side(line, square)) == (-1, 1, None)
    third = (Fraction(3), Fraction(0), Fraction(-1))
    assert [area(part) for part in cut(square, third)] == [1, 8]
    assert holds(above, centre(above))
    assert not holds(below, centre(above))
