import numpy as np
import pytest

import belarusgame as bg
from belarusgame.base.information import Knows
from belarusgame.solve.bayesian.relevance import types_that_matter
from belarusgame.solve.bayesian.tree import tree_of

FLAT = np.zeros((2, 2))
OWN = np.array([[0, 1], [0, 1]])  # what the second mover gains by its second strategy
FIRST = np.array([[0, 0], [5, 5]])  # what the first mover's choice brings it


def game(by_type, **more):
    """The first mover has types; the second one's payoffs are given for each of them."""
    return bg.BayesianGame(
        ["a", "b"],
        [["x", "y"], ["u", "v"]],
        {"a": ["one", "two"]},
        {"a": [0.5, 0.5]},
        {kind: [FLAT.tolist(), own.tolist()] for kind, own in zip(("one", "two"), by_type, strict=True)},
        **more,
    )


def matter(made, order, **more):
    return types_that_matter(tree_of(made, order, more.get("agents"), None))


@pytest.mark.parametrize(
    ("by_type", "expected"),
    [
        ((OWN, OWN), ()),
        ((OWN, OWN + FIRST), ()),  # changes what it gets, not what its choice gains
        ((OWN, OWN + 7), ()),
        ((OWN, 2 * OWN), ("a",)),
        ((OWN, 1 - OWN), ("a",)),
    ],
)
def test_a_type_matters_if_it_changes_what_a_later_choice_gains(by_type, expected):
    assert matter(game(by_type), ["a", "b"]) == expected


def test_nothing_is_shown_before_anybody_has_moved():
    assert matter(game((OWN, 1 - OWN)), ["b", "a"]) == ()
    assert matter(game((OWN, 1 - OWN)), [["a", "b"]]) == ()


def test_who_knows_it_does_not_have_to_guess():
    made = game((OWN, 1 - OWN), knows=[Knows(player="b", about="a")])
    assert matter(made, ["a", "b"]) == ()


def test_a_type_matters_if_whoever_knows_it_is_still_to_move():
    payoffs = np.zeros((3, 2, 2, 2))
    made = bg.BayesianGame(
        ["a", "b", "c"],
        [["x", "y"], ["u", "v"], ["l", "r"]],
        {"a": ["one", "two"]},
        {"a": [0.5, 0.5]},
        {"one": payoffs, "two": payoffs},
    )
    assert matter(made, ["a", "b", "c"]) == ()
    assert matter(made, ["a", "b", "c"], agents={"a": ["a", "c"]}) == ("a",)
