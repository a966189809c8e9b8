"""What is no number, of another game or of another shape is noticed before anything is compared."""

from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.recheck.record import check_record
from belarusgame.solve.recheck.search_certificate import Rejected

NAMES = ["he", "she", "it"]
#: Who does as the others do gains, more or less; by branch and prune two pure equilibria and a mixed one.
PAYOFFS = np.arange(24.0).reshape(3, 2, 2, 2) ** 2 % 7 / 8
PAYOFFS[:, 0, 0, 0] += 5
PAYOFFS[:, 1, 1, 1] += 5
GAME = bg.Game(PAYOFFS, NAMES)
SOLUTION = bg.solve.all_equilibria(GAME, certificate=True)
FIRST = SOLUTION.outcomes[0]


def check(**changes):
    check_record(replace(SOLUTION, **changes), GAME, SOLUTION.method)


def first(**changes):
    return {"outcomes": (replace(FIRST, **changes), *SOLUTION.outcomes[1:])}


def test_a_solution_of_the_game_has_the_right_form():
    check()
    assert len(SOLUTION.outcomes) == 3


class Derived(bg.Game):
    """Could answer anything."""


@pytest.mark.parametrize(
    ("game", "said"),
    [
        (None, "has no game"),
        (Derived(PAYOFFS, NAMES), "has no game"),
        (bg.Game(PAYOFFS + 1, NAMES), "another game"),
        (bg.Game(PAYOFFS, NAMES[::-1]), "another game"),
    ],
)
def test_the_certificate_is_of_the_same_game(game, said):
    with pytest.raises(Rejected, match=said):
        check_record(SOLUTION, game, SOLUTION.method)


NAN = float("nan")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"concept": "pure"}, "the concept is another one"),
        ({"method": "guess"}, "the method is another one"),
        ({"messages": ("so", 3)}, "a tuple of str"),
        ({"messages": ["so"]}, "a tuple of str"),
        ({"outcomes": list(SOLUTION.outcomes)}, "a tuple of Equilibrium"),
        ({"status": "partial"}, "the status is complete exactly if"),
        (first(concept="pure"), "listed under another concept"),
        (first(plan=()), "has a plan"),
        (first(isolated=True), "whether an equilibrium is isolated"),
        (first(strict=1), "neither true nor false"),
        (first(index=True), "an index is no whole number"),
        (first(index=1.0), "an index is no whole number"),
        (first(incentive_gap=NAN), "a regret is no number"),
        (first(incentive_gap=True), "a regret is no number"),
        (first(payoffs={"he": 2.0, "she": 1.0}), "a payoff or a regret"),
        (first(payoffs={"she": 1.0, "he": 2.0, "it": 3.0}), "a payoff or a regret"),
        (first(regrets={"he": 0.0, "she": NAN, "it": 0.0}), "a payoff or a regret"),
        (first(mixed=FIRST.mixed[:1]), "one array for every player"),
        (first(mixed=(np.array([1.0, NAN]), *FIRST.mixed[1:])), "what should be probabilities"),
        (first(mixed=(np.array([1.0, -0.5]), *FIRST.mixed[1:])), "what should be probabilities"),
        (first(mixed=(np.array([1.5, 0.0]), *FIRST.mixed[1:])), "what should be probabilities"),
        (first(mixed=(np.array([1, 0]), *FIRST.mixed[1:])), "what should be probabilities"),
        (first(mixed=(np.array([1.0]), *FIRST.mixed[1:])), "what should be probabilities"),
        (first(box=(np.zeros((2, 2)), np.zeros((2, 2)), np.zeros((2, 3)))), "what should be probabilities"),
        ({"candidates": (FIRST,)}, "more is said than its regret"),
        ({"unresolved": (FIRST,)}, "a tuple of Box"),
    ],
)
def test_what_a_record_may_not_say_is_named(changes, said):
    method = SOLUTION.method
    with pytest.raises(Rejected, match=said):
        check_record(replace(SOLUTION, **changes), GAME, method)


def test_a_candidate_lies_where_something_is_undecided():
    box = bg.solve.Box(labels=GAME.labels, bounds=(np.array([[0.0, 0.5], [0.5, 1.0]]),) * 3)
    said = {"unresolved": (box,), "status": "partial"}
    plain = {
        e.mixed[0][1]: replace(e, index=None, box=None, strict=None) for e in SOLUTION.outcomes if e.is_pure
    }
    check(**said, candidates=(plain[1.0],))
    with pytest.raises(Rejected, match="lies in no region that was left undecided"):
        check(**said, candidates=(plain[0.0],))
