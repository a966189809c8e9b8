"""From a statement to separate questions: the pairs of profiles, the ranges that are left, the events."""

import itertools
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame import assume
from belarusgame.assume.cases import cases_of, compared, event_parts, moved_by, narrowed, within

STRIKE, WORK = {"union": "strike"}, {"union": "work"}


def named(labels, pairs):
    return {tuple("/".join(labels.named(position).values()) for position in pair) for pair in pairs}


def test_what_matches_both_names_the_players_that_either_names(port):
    one = {"union": ["strike", "work"], "owner": "lock"}
    other = {"city": ["watch", "leave"], "union": ["slow", "strike"]}
    assert within(port.labels, one, other) == {
        "union": ("strike",),
        "owner": ("lock",),
        "city": ("watch", "leave"),
    }
    assert within(port.labels, {}, {}) == {}
    with pytest.raises(bg.GameError, match=r'union: "strike" and "work" exclude each other'):
        within(port.labels, STRIKE, WORK)


def test_who_is_named_may_do_anything_on_the_other_side_and_all_others_do_the_same(port):
    labels = port.labels
    statement = assume.prefers(
        "owner",
        better={"owner": "lock"},
        worse={"owner": "wait", "city": ["talk", "leave"]},
        given={"union": ["work", "strike"], "city": ["watch", "talk", "leave"]},
    )
    found = compared(labels, statement, {"city": ["talk", "watch"]})
    assert len(found) == 4
    assert named(labels, found) == {
        (f"{union}/lock/{city}", f"{union}/wait/talk")
        for union, city in itertools.product(["work", "strike"], ["talk", "watch"])
    }


def test_a_ranking_compares_each_strategy_with_the_next(port):
    labels = port.labels
    statement = assume.ordering("city", best_first=["leave", "watch", "police"], given={"owner": "lock"})
    assert named(labels, compared(labels, statement, STRIKE)) == {
        ("strike/lock/leave", "strike/lock/watch"),
        ("strike/lock/watch", "strike/lock/police"),
    }
    two = assume.dominates("owner", better="lock", worse="wait")
    assert len(compared(labels, two, {"city": ["talk", "leave"]})) == 6
    assert named(labels, compared(labels, two, STRIKE | {"city": "talk"})) == {
        ("strike/lock/talk", "strike/wait/talk")
    }


def test_a_weight_moves_one_consideration_and_a_driver_all_that_it_scales(make, port):
    assert moved_by(port, "union.pay") == ("union.pay",)
    assert moved_by(port, "prices") == ("union.pay", "union.fund")

    def idle(tables):
        tables["drivers"]["rain"] = tables["drivers"]["trade"]

    assert moved_by(make(idle), "rain") == ()
    with pytest.raises(bg.GameError, match=r'input "trode" is not one of prices, trade, union\.pay'):
        moved_by(port, "trode")


@pytest.fixture(scope="module")
def typed(make):
    """The port with two types of the union and one of the owner."""

    def change(tables):
        types = tables["types"]
        types["union"]["tired"] = types["union"]["angry"] | {"scales": {"jobs": 3}}
        types["owner"] = {"rich": types["union"]["angry"] | {"scales": {"ships": 2}}}

    return make(change)


def condition(**circumstances):
    return assume.given(assume.never(WORK), **circumstances).condition


def test_a_condition_leaves_a_part_of_the_ranges_with_what_is_likeliest_in_it(typed):
    left = narrowed(
        typed,
        condition(
            weights={"union.fund": [0.25, 0.5], "union.pay": [1.125, 1.25], "owner.ships": [0.75, 1.25]},
            drivers={"prices": 2},
        ),
    )

    def ends(weight):
        return float(weight.low), float(weight.likely), float(weight.high)

    assert ends(left.consideration("union.fund").weight) == (0.25, 0.5, 0.5)
    assert ends(left.consideration("union.pay").weight) == (1.125, 1.125, 1.25)
    assert ends(left.consideration("owner.ships").weight) == (0.75, 1, 1.25)
    assert [ends(driver.level) for driver in left.drivers] == [(2, 2, 2), (0, 1, 1.5)]
    assert left.consideration("city.calm") == typed.consideration("city.calm")
    assert left.types == typed.types


def test_a_type_that_is_given_is_certain_and_excludes_the_players_others(typed):
    left = narrowed(typed, condition(types={"union": "tired"}))
    assert [(kind.player, kind.name, kind.probability.likely) for kind in left.types] == [
        ("union", "tired", 1),
        ("owner", "rich", Fraction(1, 5)),
    ]
    assert left.types[0].probability.low == left.types[0].probability.high == 1


@pytest.mark.parametrize(
    ("circumstances", "message"),
    [
        ({"weights": {"union.fund": [0.2, 0.5]}}, r"0\.2 to 0\.5 is not inside its range, 0\.25 to 1\.25"),
        ({"weights": {"union.fund": [0.5, 1.5]}}, r"0\.5 to 1\.5 is not inside its range"),
        ({"drivers": {"trade": 1.75}}, r"driver trade: 1\.75 is not inside its range, 0 to 1\.5"),
        ({"drivers": {"trode": 1}}, r'driver "trode" is not one of prices, trade; did you mean "trade"'),
        ({"types": {"owner": "angry"}}, r'owner: type "angry" is not one of rich'),
        ({"types": {"onion": "angry"}}, r'player "onion" is not one of'),
    ],
)
def test_a_condition_outside_of_the_scenario_is_refused(typed, circumstances, message):
    with pytest.raises(bg.GameError, match=message):
        narrowed(typed, condition(**circumstances))


def test_conditions_around_each_other_add_up_and_only_all_of_is_taken_apart(port):
    first, second = assume.never(WORK), assume.any_of(assume.never(STRIKE), assume.never(WORK))
    inner = assume.given(
        assume.all_of(second, first), profile={"city": ["talk", "watch"]}, drivers={"trade": 1}
    )
    outer = assume.given(inner, profile={"city": ["leave", "talk"], "owner": "lock"})
    found = list(cases_of(port, assume.all_of(outer, first)))
    assert [case.statement for case in found] == [second, first, first]
    assert [case.profile for case in found] == [{"owner": ("lock",), "city": ("talk",)}] * 2 + [{}]
    assert [case.scenario.drivers[1].level.high for case in found] == [1, 1, Fraction(3, 2)]
    assert all(case.whole is port for case in found)


ANY = {"owner": ["wait", "lock"]}


@pytest.mark.parametrize(
    ("statement", "profile", "parts"),
    [
        (assume.never(STRIKE), {}, [{"never": {"union": ("strike",)}}]),
        (assume.never(STRIKE), {"city": "talk"}, [{"never": {"union": ("strike",), "city": ("talk",)}}]),
        (assume.never(STRIKE), WORK, []),
        (assume.always(STRIKE), {}, [{"always": {"union": ("strike",)}}]),
        (assume.always(STRIKE), {"city": "talk"}, [{"never": {"city": "talk", "union": ("work", "slow")}}]),
        (
            assume.always(STRIKE | {"city": ["talk", "leave"]}),
            {"city": ["talk", "police"], "union": ["slow", "strike"]},
            [
                {"never": {"city": ["talk", "police"], "union": ("slow",)}},
                {"never": {"city": ("police",), "union": ["slow", "strike"]}},
            ],
        ),
        (assume.always(STRIKE | ANY), STRIKE, []),
    ],
)
def test_on_a_condition_an_event_is_asked_about_where_the_condition_is_met(port, statement, profile, parts):
    assert event_parts(port.labels, statement, profile) == parts


def test_an_unknown_name_in_an_event_is_no_event_that_cannot_happen(port):
    with pytest.raises(bg.GameError, match='strategy "stirke" is not one of'):
        event_parts(port.labels, assume.never({"union": "stirke"}), WORK)
