import pickle
from fractions import Fraction

import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame import assume
from belarusgame.assume.breach import breach
from belarusgame.assume.cases import cases_of
from belarusgame.assume.counterexample import _one_back, _put_back, drawn_points
from belarusgame.scenario import Choice, Switches
from belarusgame.weightspace.space import space_of

SCENARIO = first_edition()

OUT = ["abstain", "mediate"]
FREE = ["tolerate", "underwrite"]


def side(**choices):
    return choices


STAY, JOIN = side(lukashenko="abstain"), side(lukashenko="join")

#: Statements about the built-in scenario that are false.
FALSE = {
    "he never wants to join": assume.dominates("lukashenko", better="abstain", worse="join"),
    "he always wants to join": assume.dominates("lukashenko", better="join", worse="abstain"),
    "he never volunteers": assume.dominates(
        "lukashenko", better="abstain", worse="join", given=side(putin=FREE)
    ),
    "he never volunteers where helped": assume.prefers(
        "lukashenko", better=STAY, worse=JOIN, given=side(putin="underwrite")
    ),
    "he gives in to pressure": assume.prefers(
        "lukashenko", better=JOIN, worse=STAY, given=side(putin="coerce")
    ),
    "he withstands pressure": assume.prefers(
        "lukashenko", better=STAY, worse=JOIN, given=side(putin="coerce")
    ),
    "a captive gives in": assume.given(
        assume.prefers("lukashenko", better=JOIN, worse=STAY, given=side(putin="coerce")),
        types={"lukashenko": "captive"},
    ),
    "talks before pressure": assume.prefers(
        "lukashenko",
        better=side(putin="coerce", lukashenko="mediate"),
        worse=side(putin="tolerate", lukashenko="join"),
    ),
    "Beijing shields him fully": assume.prefers(
        "lukashenko",
        better=side(putin="coerce", china="intercede"),
        worse=side(putin="tolerate", china="stand_aside"),
        given=side(lukashenko=OUT),
    ),
    "Putin wants him out": assume.prefers("putin", better=STAY, worse=JOIN),
    "Putin wants him in": assume.prefers("putin", better=JOIN, worse=STAY),
    "Putin wants him in even short of nothing": assume.given(
        assume.prefers("putin", better=JOIN, worse=STAY, given=side(putin="coerce")),
        drivers={"shortage": 0.5},
    ),
    "Putin props him up": assume.dominates("putin", better="underwrite", worse="tolerate"),
    "Putin never props him up": assume.dominates("putin", better="tolerate", worse="underwrite"),
    "the West ranks its policies": assume.ordering(
        "west", best_first=["differentiate", "isolate", "destabilise"]
    ),
    "regime change never pays": assume.dominates("west", better="isolate", worse="destabilise"),
    "China speaks up": assume.dominates("china", better="intercede", worse="stand_aside"),
    "shortage lowers what he gains": assume.monotone(
        "putin", better=JOIN, worse=STAY, input="shortage", direction="falls"
    ),
    "decline moves Lukashenko": assume.monotone(
        "lukashenko", better=STAY, worse=JOIN, input="decline", direction="rises"
    ),
    "somebody would rather have him out": assume.any_of(
        assume.prefers("lukashenko", better=STAY, worse=JOIN, given=side(putin="tolerate")),
        assume.prefers("putin", better=STAY, worse=JOIN, given=side(putin="tolerate")),
    ),
    "pressure works or he stays out gladly": assume.all_of(
        assume.any_of(
            assume.prefers("lukashenko", better=JOIN, worse=STAY, given=side(putin="coerce")),
            assume.prefers("lukashenko", better=STAY, worse=JOIN, given=side(putin="coerce")),
        ),
        assume.prefers("china", better=side(china="intercede"), worse=side(china="disengage")),
    ),
    "Putin is of one mind": assume.prefers("putin", better=STAY, worse=JOIN, completions="some"),
    "he never joins": assume.never({"lukashenko": "join"}),
    "he always stays out": assume.always({"lukashenko": OUT}, concept="pure"),
}


def broken(statement, choices):
    return breach(statement, Choice(scenario=SCENARIO, **choices)) is not None


def margin(statement, choices):
    """Say by how much a statement is broken; nothing at a tie, and where it holds."""
    found = breach(statement, Choice(scenario=SCENARIO, **choices))
    return 0 if found is None else found.margin


def in_range(witness):
    for entry in SCENARIO.inputs("weight", "driver"):
        assert entry.range.low <= witness.level(entry.name) <= entry.range.high
    assert witness.outside == ()


def test_there_are_enough_false_statements():
    assert len(FALSE) >= 20


@pytest.mark.parametrize("name", FALSE)
def test_a_false_statement_is_refuted_and_its_witness_is_minimal(name):
    (checked,) = bg.check(SCENARIO, [FALSE[name]]).checked
    assert checked.verdict == "refuted"
    witness = checked.witness
    in_range(witness)
    everything = {"weights": witness.weights, "drivers": witness.drivers, "types": witness.types}
    firm = margin(FALSE[name], everything)
    assert firm == witness.breach.margin
    assert (firm == 0) == witness.sentence.endswith(" Nothing but a tie was found against it.")
    for moved in witness.moved:
        assert margin(FALSE[name], witness.without(moved)) == 0, moved
        assert firm > 0 or not broken(FALSE[name], witness.without(moved)), moved
    assert all(float(value) == round(float(value), 2) for value in witness.weights.values())
    assert pickle.loads(pickle.dumps(witness)).sentence == witness.sentence


def test_the_witness_against_a_single_comparison_moves_as_few_inputs_as_any():
    """By brute force over which inputs may move, each to the end that hurts the statement."""
    from itertools import combinations

    statement = assume.prefers(
        "lukashenko",
        better={"lukashenko": "abstain"},
        worse={"lukashenko": "join"},
        given={"putin": "underwrite"},
    )
    (checked,) = bg.check(SCENARIO, [statement]).checked
    ends = {f"lukashenko.{name}": RANGES[name] for name in (*HELPS_JOINING, *HURTS_JOINING)}
    hurts = {key: high if key.split(".")[1] in HELPS_JOINING else low for key, (low, high) in ends.items()}
    count = len(checked.witness.moved)
    assert 0 < count < 5
    for size in range(count):
        for names in combinations([*hurts, "unrest"], size):
            weights = {name: hurts[name] for name in names if name != "unrest"}
            drivers = {"unrest": 0.5} if "unrest" in names else {}
            assert not broken(statement, {"weights": weights, "drivers": drivers}), names


HELPS_JOINING = {"cushion", "moscow_backing", "own_words"}
HURTS_JOINING = {"home_front", "army_loyalty", "failing_campaign", "independence", "economy"}
RANGES = {c.name: (c.weight.low, c.weight.high) for c in SCENARIO.of_player("lukashenko")}


def test_a_witness_reads_like_a_sentence_and_a_table():
    (checked,) = bg.check(SCENARIO, [FALSE["Putin never props him up"]]).checked
    witness = checked.witness
    assert witness.moved == ("putin.control", "decline")  # the decline alone brings him no more than a tie
    assert witness.sentence.startswith(
        "With putin.control at 1.25 (likely 1), decline at 0.5 (likely 1): Putin gets 1 from "
        "putin = tolerate, 0.25 less than the 1.25 from putin = underwrite (with "
    )
    assert witness.rows() == [
        {"input": "putin.control", "likely": 1.0, "here": 1.25},
        {"input": "decline", "likely": 1.0, "here": 0.5},
    ]
    comparison = witness.breach.comparisons[0]
    game = witness.game()
    assert comparison.payoffs == (
        game.payoff("putin", comparison.better),
        game.payoff("putin", comparison.worse),
    )


def test_what_a_condition_fixes_is_no_move():
    (checked,) = bg.check(SCENARIO, [FALSE["Putin wants him in even short of nothing"]]).checked
    witness = checked.witness
    assert witness.drivers["shortage"] == 0.5
    assert "shortage" not in witness.moved
    (checked,) = bg.check(SCENARIO, [FALSE["a captive gives in"]]).checked
    assert checked.witness.types == {"lukashenko": "captive"}
    assert "type of lukashenko" not in checked.witness.moved


def test_a_statement_that_is_false_as_things_stand_needs_no_move():
    (checked,) = bg.check(SCENARIO, [FALSE["Putin wants him out"]]).checked
    assert checked.witness.moved == ()
    assert checked.witness.sentence.startswith("With everything at its likely value: Putin gets ")


STRIKE, SLOW, WORK = {"union": "strike"}, {"union": "slow"}, {"union": "work"}


@pytest.mark.parametrize(
    ("shared", "moved"),
    [({"weight": {"low": 0.5, "likely": 1, "high": 1.5}}, "union.a"), ({"driver": "prices"}, "prices")],
)
def test_the_witness_against_several_comparisons_moves_as_few_inputs_as_any(make, shared, moved):
    """What pays for both actions can fall, or what each costs can rise: one input is fewer than two."""
    certain = {"low": 1, "likely": 1, "high": 1}

    def end(effects, **more):
        effects = [{"when": when, "adds": adds} for when, adds in effects]
        return {"sentence": "An end.", "judgement": "For the test.", "effects": effects} | more

    def change(tables):
        rising = {"low": 1, "likely": 1, "high": 2}
        tables["considerations"]["union"] = {
            "a": end([(STRIKE, 3), (SLOW, 3)], **{"weight": certain, **shared}),
            "b": end([(STRIKE, -2)], weight=rising),
            "d": end([(SLOW, -2)], weight=rising),
        }
        del tables["types"]

    statement = assume.any_of(
        assume.prefers("union", better=STRIKE, worse={"union": "work"}),
        assume.prefers("union", better=SLOW, worse={"union": "work"}),
    )
    (checked,) = bg.check(make(change), [statement]).checked
    assert checked.witness.moved == (moved,)


RISING, CERTAIN = {"low": 1, "likely": 1, "high": 2}, {"low": 1, "likely": 1, "high": 1}


@pytest.mark.parametrize(
    ("gain", "cost", "weights", "margin"),
    [
        # 3 a - 2 b, 1 as things stand: the cost takes 2 off, the gain 1.5, and one of them is enough
        ({"low": 0.5, "likely": 1, "high": 2}, RISING, {"b": "2"}, "1"),
        ({"low": 0.5, "likely": 1, "high": 2}, CERTAIN, {"a": "0.5"}, "0.5"),
        # the cost alone brings a tie; both together more
        ({"low": 0.9, "likely": 1, "high": 2}, RISING | {"high": 1.5}, {"a": "0.9", "b": "1.5"}, "0.3"),
        # there is nothing but the tie
        (CERTAIN, RISING | {"high": 1.5}, {"b": "1.5"}, "0"),
    ],
)
def test_a_witness_holds_by_the_largest_margin_that_its_few_inputs_allow(make, gain, cost, weights, margin):
    def change(tables):
        said = {"sentence": "An end.", "judgement": "For the test."}
        tables["considerations"]["union"] = {
            name: said | {"weight": weight, "effects": [{"when": STRIKE, "adds": adds}]}
            for name, weight, adds in (("a", gain, 3), ("b", cost, -2))
        }
        del tables["types"]

    witness = port_witness(make(change), assume.dominates("union", better="strike", worse="work"))
    assert witness.weights == {f"union.{name}": Fraction(value) for name, value in weights.items()}
    assert witness.breach.margin == Fraction(margin)
    less = f"{margin} less than" if margin != "0" else "just as much as"
    assert f", {less} the 0 from union = work" in witness.sentence
    assert ("Nothing but a tie was found" in witness.sentence) == (margin == "0")


def test_a_witness_is_firm_where_a_tie_would_break_a_statement_with_nothing_moved(build):
    scenario = build(
        {"p1": ["s1", "s2"]},
        {"p1.k1": ((0.25, 0.5, 1.25), [({"p1": "s2"}, -2)]), "p1.k2": ((1, 1, 1), [({"p1": "s2"}, 1)])},
    )
    statement = assume.never({"p1": "s1"})
    (checked,) = bg.check(scenario, [statement]).checked
    assert checked.witness.moved == ("p1.k1",)
    assert checked.witness.breach.margin == Fraction(3, 2)
    assert breach(statement, checked.witness.putting_back("p1.k1")).margin == 0


def test_the_witness_against_an_outcome_counts_types_as_moves():
    (checked,) = bg.check(SCENARIO, [assume.never({"putin": "coerce"}, concept="pure")]).checked
    assert len(checked.witness.moved) == 3
    assert "type of lukashenko" in checked.witness.moved


@pytest.mark.parametrize(
    ("event", "most"),
    [
        ({"putin": "coerce", "lukashenko": ["abstain", "mediate"]}, 4),
        ({"west": "destabilise"}, 2),
        ({"west": "isolate"}, 4),  # with one, at most a tie
        ({"china": "stand_aside"}, 1),
    ],
)
def test_the_witness_against_an_outcome_moves_no_more_inputs_than_the_nearest_plan(event, most):
    # The plan that a guarantee happens to be refuted by may need a dozen inputs more.
    witness = bg.check(SCENARIO, [assume.never(event)]).checked[0].witness
    assert len(witness.moved) <= most


def port_witness(scenario, statement):
    (checked,) = bg.check(scenario, [statement]).checked
    assert checked.verdict == "refuted"
    return checked.witness


def test_the_game_of_a_witness_and_what_was_moved_can_be_built_again(make):
    """What a condition fixes is part of the game, but was not moved."""

    def change(tables):
        tables["types"]["owner"] = {"poor": tables["types"]["union"]["angry"] | {"scales": {"ships": 2}}}

    scenario = make(change)
    statement = assume.given(
        assume.prefers("union", better=SLOW, worse=STRIKE, given={"owner": "wait", "city": "watch"}),
        types={"owner": "poor"},
        weights={"union.fund": [0.25, 1.25]},
    )
    witness = port_witness(scenario, statement)  # 1 against 2 - 0.75, as things stand
    assert (witness.weights, witness.drivers, witness.types) == ({}, {}, {"owner": "poor"})
    assert witness.moved == ()
    assert witness.game().equals(scenario.game(types={"owner": "poor"}))
    assert witness.rows() == [{"input": "type of owner", "here": "poor"}]
    assert witness.circumstances == "With owner being poor"


def test_a_moved_type_is_counted_named_and_can_be_put_back(port):
    """With twice the pay and half the fund, only the angry gain from a strike that is locked out."""
    statement = assume.given(
        assume.prefers("union", better=WORK, worse=STRIKE, given={"owner": "lock", "city": "watch"}),
        weights={"union.pay": 1, "union.fund": 0.75, "union.jobs": 0.75},
        drivers={"prices": [0.75, 1.25]},
    )
    witness = port_witness(port, statement)  # (4 - 0.375) d - 2.25 against (2 - 0.75) d - 2.25
    assert witness.moved == ("type of union",)
    assert witness.types == {"union": "angry"}
    assert witness.without("type of union") == {"weights": {}, "drivers": {}, "types": {}, "delegations": {}}
    assert witness.without("prices")["types"] == {"union": "angry"}
    assert witness.rows() == [{"input": "type of union", "here": "angry"}]


def test_every_input_of_a_witness_is_named_with_what_is_likely(port):
    """A strike costs more than it pays, (2 - fund) d < faces: neither at one end is enough."""
    policed = {"owner": "wait", "city": "police"}
    statement = assume.given(
        assume.prefers("union", better=STRIKE, worse=WORK, given=policed, strict=False),
        weights={"union.pay": 1, "union.fund": [0.75, 1]},
        drivers={"prices": [0.75, 2]},
    )
    witness = port_witness(port, statement)
    assert len(witness.moved) == 2
    assert "union.faces" in witness.moved
    for kept in witness.moved:
        less = witness.without(kept)
        assert kept not in {**less["weights"], **less["drivers"]}
        assert len(less["weights"]) + len(less["drivers"]) == len(witness.moved) - 1
    likely = {"union.fund": 0.75, "union.faces": 0.5, "prices": 1}
    for row in witness.rows():
        assert row["likely"] == likely[row["input"]]
        assert row["here"] == float({**witness.weights, **witness.drivers}[row["input"]])
        assert f"{row['input']} at {row['here']:g} (likely {row['likely']:g})" in witness.circumstances
    assert [row["input"] for row in witness.rows()] == list(witness.moved)


TALKS_COST = assume.monotone(
    "city", better={"city": "talk"}, worse={"city": "watch"}, input="trade", direction="falls"
)


@pytest.mark.parametrize(
    ("statement", "weights", "drivers", "moved"),
    [
        # its likely weight is 0.75, and it does not matter
        (
            assume.monotone("union", better=SLOW, worse=WORK, input="union.fund", direction="falls"),
            {},
            {},
            (),
        ),
        # the cost may be nothing, whatever is traded
        (TALKS_COST, {"city.cost": 0}, {}, ("city.cost",)),
        (
            assume.given(TALKS_COST, drivers={"trade": [1.25, 1.5]}),
            {"city.cost": 0},
            {"trade": 1.25},
            ("city.cost",),
        ),
        # without trade the weight of ships does not matter
        (
            assume.monotone(
                "owner",
                better={"owner": "lock"},
                worse={"owner": "wait"},
                input="owner.ships",
                direction="falls",
            ),
            {},
            {"trade": 0},
            ("trade",),
        ),
    ],
)
def test_the_input_of_a_slope_stays_where_it_is(statement, weights, drivers, moved, port):
    witness = port_witness(port, statement)
    assert (witness.weights, witness.drivers, witness.moved) == (weights, drivers, moved)


def at(space, *moved):
    """Return the start, with some weights and drivers moved to their upper ends."""
    numbers = zip(space.names, space.start.numbers, space.ends, strict=True)
    return space.point([high if name in moved else start for name, start, (_, high) in numbers])


ANGRY = {"union": "angry"}
OF_TYPE = Switches(types=ANGRY)


def test_everything_that_was_moved_is_put_back_in_turn_but_not_a_type_that_is_given(port):
    (case,) = cases_of(port, assume.never(WORK))
    space = space_of(port)
    point = at(space, "union.fund", "city.calm", "trade")
    each = [
        (at(space, "city.calm", "trade"), OF_TYPE),
        (at(space, "union.fund", "trade"), OF_TYPE),
        (at(space, "union.fund", "city.calm"), OF_TYPE),
    ]
    assert list(_one_back(space, case, point, OF_TYPE)) == [(point, Switches()), *each]
    (given,) = cases_of(port, assume.given(assume.never(WORK), types=ANGRY))
    assert list(_one_back(space, given, point, OF_TYPE)) == each


@pytest.mark.parametrize("needed", [["union.fund"], ["city.calm", "trade"], ["trade"], []])
@pytest.mark.parametrize("switches", [Switches(), OF_TYPE])
def test_what_is_not_needed_is_put_back(port, needed, switches):
    (case,) = cases_of(port, assume.never(WORK))
    space = space_of(port)
    least = at(space, *needed)

    def broken(point, kinds):
        moved = zip((*point.weights, *point.levels), (*least.weights, *least.levels), strict=True)
        return all(here >= there for here, there in moved) and switches <= kinds

    everything = at(space, "union.fund", "city.calm", "union.pay", "trade")
    found = _put_back(space, case, everything, OF_TYPE, broken)
    assert found == (least, switches)


def test_samples_begin_with_what_is_likely_and_take_turns_among_the_types(port):
    (case,) = cases_of(port, assume.given(assume.never(WORK), drivers={"trade": [1.25, 1.5]}))
    drawn = list(drawn_points(case))
    space = space_of(case.scenario)
    assert len(drawn) == 200
    assert [switches.types for _, switches in drawn] == [{}, {"union": "angry"}] * 100
    assert [point == space.start for point, _ in drawn] == [True] * 2 + [False] * 198
    assert all(space.contains(point) for point, _ in drawn)


def test_of_drawn_points_the_first_that_breaks_a_statement_is_reduced(port):
    """What no method decides: a strike happens, and pays less than work if it is policed."""
    policed = {"owner": "wait", "city": "police"}
    statement = assume.any_of(
        assume.never({"city": "police"}, concept="pure"),
        assume.prefers("union", better=STRIKE, worse=WORK, given=policed),
    )
    (checked,) = bg.check(port, [statement]).checked
    assert checked.verdict == "proven"  # there are no police
    either = assume.any_of(
        assume.always(STRIKE), assume.prefers("union", better=STRIKE, worse=WORK, given=policed, strict=False)
    )
    witness = port_witness(port, either)
    assert len(witness.moved) >= 2
    for moved in witness.moved:
        assert breach(either, witness.putting_back(moved)) is None, moved
