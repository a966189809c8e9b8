"""What breaks a statement, as comparisons joined by "and" and "or"."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

from belarusgame import assume
from belarusgame.assume.breach import breach
from belarusgame.assume.cases import cases_of
from belarusgame.assume.conflicts import situations
from belarusgame.assume.formula import Atom, Both, Either, UnprovableError, branches
from belarusgame.errors import BudgetError
from belarusgame.weightspace.comparisons import row_value
from belarusgame.weightspace.space import choice_at

ATOMS = [Atom(((k, 1),), bool(k % 2)) for k in range(5)]


def is_true(node, holds):
    match node:
        case Both(parts):
            return all(is_true(part, holds) for part in parts)
        case Either(parts):
            return any(is_true(part, holds) for part in parts)
        case _:
            return holds(node)


def drawn(generator, depth):
    if depth == 0 or generator.random() < 0.2:
        return ATOMS[generator.integers(len(ATOMS))]
    kind = (Both, Either)[generator.integers(2)]
    return kind(tuple(drawn(generator, depth - 1) for _ in range(generator.choice([0, 1, 2, 2, 3, 3]))))


def test_the_branches_of_a_formula_are_what_makes_it_true():
    """Against its truth table: each branch is enough, and whatever is enough holds a branch."""
    generator = np.random.default_rng(3)
    sets = [frozenset(s) for n in range(6) for s in itertools.combinations(ATOMS, n)]
    counts = set()
    for number in range(120):
        node = drawn(generator, 3)
        refused = sets[generator.integers(1, len(sets))] if number % 2 else frozenset(["nothing"])
        found = list(branches(node, lambda branch, refused=refused: not refused <= branch))
        assert len(set(found)) == len(found)
        assert all(is_true(node, branch.__contains__) for branch in found)
        for chosen in sets:
            enough = is_true(node, chosen.__contains__) and not refused <= chosen
            assert enough <= any(branch <= chosen for branch in found)
            assert chosen not in found or not refused <= chosen
        counts.add(len(found))
    assert {0, 1, 2, 3} <= counts


def pairs(count):
    """Return choices between two comparisons each, all of them different."""
    numbered = [Atom(((k, 1),), False) for k in range(2 * count)]
    return [Either(pair) for pair in zip(numbered[::2], numbered[1::2], strict=True)]


def test_ways_beyond_the_budget_are_not_left_out_in_silence():
    assert len(list(branches(Both(tuple(pairs(10))), lambda _: True))) == 2**10
    with pytest.raises(BudgetError):
        list(branches(Both(tuple(pairs(20))), lambda _: True))


def test_what_leaves_no_choice_is_looked_at_first_and_each_admission_is_asked_for_once_a_step():
    """A million combinations, of which the last comparison admits none: one question settles them."""
    asked = []

    def admits(branch):
        asked.append(branch)
        return ATOMS[1] not in branch

    nested = Both((*pairs(20), Both((ATOMS[1],))))
    assert list(branches(nested, admits)) == []
    assert asked == [frozenset([ATOMS[1]])]


STRIKE, WORK, SLOW = {"union": "strike"}, {"union": "work"}, {"union": "slow"}
QUIET = {"owner": "wait", "city": "watch"}
LOCK_COSTS = {"better": {"owner": "lock"}, "worse": {"owner": "wait"}}
STRIKE_PAYS = assume.prefers("union", better=STRIKE, worse=WORK)
WORK_PAYS = assume.prefers("union", better=WORK, worse=STRIKE, given={"city": ["watch", "police"]})

STATEMENTS = {
    "strict": STRIKE_PAYS,
    "weak": assume.prefers("owner", better={"owner": "wait"}, worse={"owner": "lock"}, strict=False),
    "some": assume.prefers("union", better=STRIKE, worse=WORK, given={"owner": "lock"}, completions="some"),
    "with itself": assume.prefers("union", better=STRIKE, worse=STRIKE, given=QUIET),
    "weakly with itself": assume.prefers("union", better=STRIKE, worse=STRIKE, given=QUIET, strict=False),
    "dominates": assume.dominates("city", better="watch", worse="talk"),
    "dominates weakly": assume.dominates("city", better="watch", worse="leave", strict=False),
    "dominates weakly where nothing happens": assume.dominates(
        "owner", better="wait", worse="lock", given=WORK, strict=False
    ),
    "ordering": assume.ordering("city", best_first=["watch", "leave", "police"]),
    "rises with a driver": assume.monotone(
        "union", better=STRIKE, worse=WORK, given=QUIET, input="prices", direction="rises"
    ),
    "falls with a driver": assume.monotone("owner", **LOCK_COSTS, input="trade", direction="falls"),
    "rises with a driver that only costs": assume.monotone(
        "owner", **LOCK_COSTS, input="trade", direction="rises"
    ),
    "rises with a weight": assume.monotone(
        "union", better=STRIKE, worse=SLOW, input="union.pay", direction="rises"
    ),
    "falls with a weight that does not matter": assume.monotone(
        "union", better=SLOW, worse=WORK, given=QUIET, input="union.fund", direction="falls"
    ),
    "all": assume.all_of(STRIKE_PAYS, WORK_PAYS),
    "any": assume.any_of(STRIKE_PAYS, WORK_PAYS, assume.ordering("city", best_first=["talk", "leave"])),
    "on a condition": assume.given(
        STRIKE_PAYS,
        profile={"city": ["leave", "police"]},
        weights={"union.fund": [0.25, 0.75]},
        types={"union": "angry"},
    ),
    "one on a condition": assume.any_of(
        assume.given(STRIKE_PAYS, profile={"city": "police"}, types={"union": "angry"}),
        assume.given(WORK_PAYS, profile={"owner": "lock"}),
    ),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_is_broken_exactly_where_its_formula_holds(name, port):
    """At the ends of the ranges, where ties are, and at what is likely; for every combination of types."""
    generator = np.random.default_rng(11)
    verdicts = set()
    for case in cases_of(port, STATEMENTS[name]):
        for situation in situations(case):
            space = situation.space
            for number in range(12):
                point = space.start if number == 0 else corner(space, generator)
                choice = choice_at(port, point, situation.switches)
                factors = space.factors(point)

                def holds(atom, factors=factors):
                    worth = row_value(atom.row, factors)
                    return worth > 0 or (worth == 0 and not atom.strict)

                broken = breach(case.statement, choice, case.profile) is not None
                assert is_true(situation.node, holds) == broken
                verdicts.add(broken)
    assert verdicts


def corner(space, generator):
    """Draw a point with every weight and level at one of its ends or where it likely is."""
    numbers = zip(space.start.numbers, space.ends, strict=True)
    return space.point([(low, start, high)[generator.integers(3)] for start, (low, high) in numbers])


LOCKED = {"player": "owner", **LOCK_COSTS, "direction": "falls"}
TALKED = {"player": "city", "better": {"city": "talk"}, "worse": {"city": "watch"}, "direction": "falls"}
SLOWED = {"player": "union", "better": SLOW, "worse": WORK, "direction": "rises"}


@pytest.mark.parametrize(
    ("slope", "moved", "provable"),
    [
        (LOCKED, "owner.ships", True),
        (LOCKED, "trade", False),  # may be zero
        (SLOWED, "union.pay", True),
        (SLOWED, "prices", True),
        (TALKED, "city.cost", False),  # may be zero
        (TALKED, "trade", False),
        (TALKED, "union.faces", True),  # may be zero, but does not matter here
    ],
)
def test_a_slope_is_compared_times_its_input_which_must_be_positive(slope, moved, provable, port):
    police = assume.ordering("city", best_first=["police", "watch"])
    (case,) = cases_of(port, assume.any_of(assume.monotone(**slope, input=moved), police))
    if provable:
        assert [situation.switches.types for situation in situations(case)] == [{}, {"union": "angry"}]
    else:
        with pytest.raises(UnprovableError):
            situations(case)


def test_outcomes_and_limits_inside_alternatives_are_no_comparisons(port):
    for part in (assume.never(STRIKE), assume.given(STRIKE_PAYS, drivers={"prices": 1})):
        (case,) = cases_of(port, assume.any_of(part, STRIKE_PAYS))
        with pytest.raises(UnprovableError):
            situations(case)


def test_the_weight_whose_slope_is_asked_for_is_set_to_one(port):
    statement = assume.monotone("union", better=SLOW, worse=WORK, input="union.fund", direction="rises")
    (case,) = cases_of(port, statement)
    space = situations(case)[0].space
    fund = space.keys.index("union.fund")
    assert space.low[fund] == space.high[fund] == Fraction(1)
    assert (space.low[0], space.lowest) == (Fraction(3, 4), (Fraction(1, 2), 0))
