"""Proofs that comparisons cannot hold together, and points at which they do."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from belarusgame import assume
from belarusgame.assume.cases import cases_of
from belarusgame.assume.conflicts import (
    CaseProof,
    Oracle,
    Situation,
    _first_open,
    conflict_of,
    excludes,
    holding,
    possible,
    prove_case,
    situations,
)
from belarusgame.assume.formula import Atom, Both, Either, UnprovableError
from belarusgame.scenario import Switches
from belarusgame.weightspace.comparisons import normalised, row_value
from belarusgame.weightspace.space import Point, Space

ONE = Fraction(1)


def numbers(*values):
    return tuple(Fraction(str(value)) for value in values)


#: Factors from 1 to 3, from 2 to 4 and, with their driver, from 0.5 to 8 together.
SPACE = Space(
    keys=("a", "b", "c", "d"),
    low=numbers(1, 2, 1, 1),
    likely=numbers(2, 3, 2, 1),
    high=numbers(3, 4, 4, 2),
    drivers=("x", "y"),
    driver=(None, None, 0, 0),
    lowest=numbers("0.5", 1),
    highest=numbers(2, 3),
)


def atom(strict=False, **coefficients):
    return Atom(tuple((SPACE.keys.index(k), value) for k, value in coefficients.items()), strict)


@pytest.mark.parametrize(
    ("conflict", "excluded"),
    [
        ({atom(a=-1, b=-1): 1}, True),
        ({atom(a=1, b=-1): 1}, False),  # 3 against 2
        ({atom(a=2, b=-3): 1}, False),  # a tie at one corner
        ({atom(True, a=2, b=-3): 1}, True),
        ({atom(a=2, b=-3): 1, atom(True, a=-1): Fraction(1, 9)}, True),
        ({atom(c=1, b=-4): 1}, False),  # 8 against 8
        ({atom(True, c=1, b=-4): 1}, True),
        ({atom(True, c=-4, a=1): 1}, False),  # 2 against 3
        ({atom(c=-1, a=-1, d=1): 1, atom(d=-1, c=1): 1}, True),  # their sum is -a
        ({atom(c=-1, a=-1, d=1): 1, atom(d=-1, c=1): 2}, False),
        ({atom(a=-1, b=-1): 0}, False),
        ({atom(a=-1, b=-1): 2, atom(a=-1, b=-2): -1}, False),
        ({}, False),
    ],
)
def test_multipliers_exclude_what_their_sum_says_is_impossible(conflict, excluded):
    assert excludes(SPACE, {one: Fraction(value) for one, value in conflict.items()}) is excluded


@pytest.mark.parametrize(
    ("weights", "levels", "branch", "holds"),
    [
        ((2, 2, 1, 1), (1, 1), [atom(a=1, b=-1), atom(True, b=1)], True),
        ((2, 2, 1, 1), (1, 1), [atom(True, a=1, b=-1), atom(True, b=1)], False),
        ((2, 3, 1, 1), (1, 1), [atom(a=1, b=-1), atom(True, b=1)], False),
        ((3, 2, 1, 1), (1, 1), [atom(True, a=1, b=-1)], True),
        ((2, 2, 2, 1), (1, 1), [atom(c=1, d=-2)], True),
        ((2, 2, 4, 1), (2, 1), [atom(c=1, b=-4)], True),
        ((2, 2, 4, 1), (1, 1), [atom(c=1, b=-4)], False),
        ((3.5, 2, 1, 1), (1, 1), [atom(True, a=1, b=-1)], False),  # outside of the ranges
        ((3, 2, 1, 1), (1, 0.5), [atom(True, a=1, b=-1)], False),
    ],
)
def test_comparisons_hold_at_a_point_of_the_space_only(weights, levels, branch, holds):
    point = Point(weights=numbers(*weights), levels=numbers(*levels))
    assert holding(SPACE, frozenset(branch), point) is holds


def test_a_single_comparison_is_taken_to_where_it_is_worth_most_and_nothing_else_moves():
    single = atom(True, a=-1, c=3, d=-2)
    point = possible(SPACE, frozenset([single]))
    assert point == Point(weights=numbers(1, 3, 4, 1), levels=numbers(2, 1))
    assert row_value(single.row, SPACE.factors(point)) == SPACE.greatest(dict(single.row)) == 19
    lowered = possible(SPACE, frozenset([atom(True, a=3, d=-2)]))
    assert lowered == Point(weights=numbers(3, 3, 2, 1), levels=numbers("0.5", 1))
    assert possible(SPACE, frozenset([atom(a=-1)])) is None
    balanced = possible(replace(SPACE, high=numbers(3, 4, 1, 1)), frozenset([atom(c=1, d=-1)]))
    assert balanced.levels == numbers(1, 1)  # the driver does not matter


def test_comparisons_can_hold_together_or_are_proven_not_to():
    """Of random comparisons, exactly one of the two is found, and what is found is right."""
    generator = np.random.default_rng(2)
    found = set()
    for _ in range(150):
        branch = frozenset(
            Atom(normalised({k: Fraction(c) for k, c in enumerate(row) if c}), bool(generator.integers(2)))
            for row in generator.integers(-2, 3, size=(generator.integers(1, 4), 4)).tolist()
            if any(row)
        )
        if not branch:
            continue
        conflict, point = conflict_of(SPACE, branch), possible(SPACE, branch)
        assert (conflict is None) == (point is not None)
        if conflict is None:
            assert holding(SPACE, branch, point)
        else:
            assert conflict.keys() <= branch
            assert excludes(SPACE, conflict)
        found.add((len(branch), conflict is None, len(conflict or ())))
    assert {(2, False, 2), (3, False, 2), (2, True, 0), (3, True, 0), (1, False, 1)} <= found


def test_what_was_found_impossible_is_not_proven_again():
    oracle = Oracle(space=SPACE)
    never, ever = atom(a=-1, b=-1), atom(True, a=1)
    assert not oracle.admits(frozenset([never]))
    assert not oracle.admits(frozenset([never, ever]))
    assert oracle.admits(frozenset([ever]))
    assert oracle.conflicts == [{never: ONE}]
    apart = frozenset([atom(True, a=1, b=-1), atom(True, b=2, a=-2, d=-1)])
    for branch in (apart, apart, apart | {ever}):
        assert not oracle.admits(branch)
    assert [conflict.keys() for conflict in oracle.conflicts] == [{never}, apart]
    assert not oracle.admits(frozenset([never]))  # as remembered


def case_of(scenario, statement):
    (case,) = cases_of(scenario, statement)
    return case


WORK_OR_SLOW = assume.prefers(
    "union", better={"union": "slow"}, worse={"union": "work"}, given={"owner": "wait"}
)


def test_a_proof_covers_every_combination_of_types_and_every_way(port):
    case = case_of(port, WORK_OR_SLOW)
    laid_out = situations(case)
    proof = prove_case(laid_out)
    assert [situation.switches.types for situation in laid_out] == [{}, {"union": "angry"}]
    assert len(proof.conflicts) == 2
    assert proof.problems(case) == ()
    (first, second) = proof.conflicts
    assert CaseProof(conflicts=(first,)).problems(case) == ("2 combinations of types, 1 of them covered",)
    assert (
        CaseProof(conflicts=(first, ()))
        .problems(case)[0]
        .startswith("with union being angry: a way of breaking it is not excluded: ")
    )
    wrong = ({atom(True, a=1): ONE},)
    (problem,) = CaseProof(conflicts=(wrong, second)).problems(case)
    assert problem == "comparisons that are said to exclude each other can hold together"
    outcomes = case_of(port, assume.any_of(assume.never({"union": "work"}), WORK_OR_SLOW))
    assert proof.problems(outcomes) == (f"{outcomes.statement}: is not a statement about payoffs alone",)
    with pytest.raises(UnprovableError):
        situations(outcomes)


def test_what_can_be_broken_is_not_proven(port):
    strike = assume.prefers("union", better={"union": "strike"}, worse={"union": "slow"})
    assert prove_case(situations(case_of(port, strike))) is None


def test_ways_that_are_too_many_to_be_looked_at_are_not_taken_for_excluded(port):
    """A million combinations, of which only the last choice is excluded."""
    rows = [atom(True, a=1, b=n, c=m) for n in range(1, 5) for m in range(1, 11)]
    node = Both(tuple(Either(pair) for pair in zip(rows[::2], rows[1::2], strict=True)))
    situation = Situation(case=case_of(port, WORK_OR_SLOW), switches=Switches(), space=SPACE, node=node)
    conflicts = tuple({one: ONE} for one in rows[-2:])
    assert _first_open(situation, conflicts) is not None
    assert _first_open(replace(situation, node=Either(tuple(rows[-2:]))), conflicts) is None
    assert _first_open(replace(situation, node=Either(tuple(rows[-3:]))), conflicts) == frozenset([rows[-3]])
