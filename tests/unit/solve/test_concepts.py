import pytest

import belarusgame as bg
from belarusgame.base.concept_names import CONCEPTS
from belarusgame.solve.concepts import _LISTED, Concept, outcomes_of, solve_by_name

#: The leader is better off if it moves first, and again better off if it may be believed.
GAME = bg.Game(
    [[[1, 3], [0, 2]], [[1, 0], [0, 1]]],
    ["row", "column"],
    [["up", "down"], ["left", "right"]],
)
ORDER = ["column", "row"]


def test_without_a_concept_it_is_the_sequential_reading_where_there_is_an_order():
    assert outcomes_of(GAME, None, None).concept == "nash"
    assert outcomes_of(GAME, None, ORDER).concept == "sequential"
    assert outcomes_of(GAME, None, ORDER).settings["order"] == (("column",), ("row",))
    assert solve_by_name(GAME, order=ORDER).concept == "sequential"
    assert solve_by_name(GAME).concept == "nash"


@pytest.mark.parametrize("order", [None, ORDER])
def test_a_concept_that_is_named_is_the_one_that_is_used(order):
    assert outcomes_of(GAME, Concept.nash, order).concept == "nash"
    assert outcomes_of(GAME, Concept.pure, order).concept == "pure"
    assert solve_by_name(GAME, Concept.pure, order=order).concept == "pure"
    for concept in ("correlated", "logit", "sequential-logit", "rationalizable", "commitment"):
        with pytest.raises(bg.GameError, match=f'concept "{concept}" is not one of sequential, pure, nash'):
            outcomes_of(GAME, Concept(concept), order)


def test_the_sequential_reading_needs_an_order():
    with pytest.raises(bg.GameError, match="there is no order of moves"):
        outcomes_of(GAME, Concept.sequential, None)
    with pytest.raises(bg.GameError, match="there is no order of moves"):
        solve_by_name(GAME, Concept.sequential_logit)


def test_every_concept_that_lists_outcomes_has_a_solver_and_a_name():
    assert tuple(_LISTED) == CONCEPTS
    assert set(CONCEPTS) < set(Concept)


def test_questions_are_answered_with_what_they_ask_about():
    assert solve_by_name(GAME, Concept.logit, rationality=0.5).settings["rationality"] == 0.5
    assert solve_by_name(GAME, Concept.logit).settings["rationality"] == 2.0
    in_turn = solve_by_name(GAME, Concept.sequential_logit, order=ORDER, rationality=0.5)
    assert (in_turn.concept, in_turn.rationality) == ("sequential-logit", 0.5)
    assert in_turn.order == (("column",), ("row",))
    assert solve_by_name(GAME, Concept.rationalizable).concept == "rationalizable"
    assert solve_by_name(GAME, Concept.correlated).settings["objective"] == "welfare"
    bounds = solve_by_name(GAME, Concept.correlated, event={"row": "down"})
    assert (bounds.event, bounds.greatest) == ({"row": "down"}, 0.0)


@pytest.mark.parametrize(
    ("order", "leader", "expected"),
    [
        (None, None, "row"),
        (ORDER, None, "column"),
        ([["column", "row"]], None, "column"),
        (ORDER, "row", "row"),
        (None, "column", "column"),
    ],
)
def test_the_first_mover_leads_unless_somebody_else_is_named(order, leader, expected):
    assert solve_by_name(GAME, Concept.commitment, order=order, leader=leader).leader == expected


SETTINGS = {"event": {"row": "down"}, "leader": "row", "rationality": 1.0}
ASKED = {
    "correlated": {"event"},
    "commitment": {"leader"},
    "logit": {"rationality"},
    "sequential-logit": {"rationality"},
}


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("concept", [None, *Concept])
def test_a_setting_that_the_concept_does_not_have_is_refused(concept, name):
    if name in ASKED.get(concept, ()):
        solve_by_name(GAME, concept, order=ORDER, **{name: SETTINGS[name]})
        return
    shown = concept or "sequential"
    with pytest.raises(bg.GameError, match=f"^{name} = .*: only for .*, not for {shown}$"):
        solve_by_name(GAME, concept, order=ORDER, **{name: SETTINGS[name]})
