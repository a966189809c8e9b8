import pickle

import numpy as np
import pytest

import belarusgame as bg

ORDER = ["entrant", "incumbent"]
ENTRY = bg.Game(
    [[[-1, 1, 0], [0, 0, 0]], [[-1, 1, 0], [2, 2, 2]]],
    ORDER,
    [["enter", "stay out"], ["fight", "accommodate", "wait"]],
)


def three_at_once():
    # A and B play matching pennies; C (three strategies) does not matter to them, nor they to C.
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    own = np.stack([pennies, -pennies])[..., None] * np.ones(3)
    return bg.Game([*own, np.broadcast_to([1.0, 2.0, 0.0], (2, 2, 3))])


def test_the_answer_says_what_was_asked():
    found = bg.solve.sequential_equilibria(ENTRY, ORDER)
    assert (found.concept, found.status, found.messages) == ("sequential", "complete", ())
    assert found.settings["order"] == (("entrant",), ("incumbent",))
    assert found.game is ENTRY
    with pytest.raises(bg.GameError, match=r"use \.outcomes"):
        _ = found.equilibria


def test_the_order_of_moves_matters():
    def profiles(order):
        return {tuple(o.pure_profile.values()) for o in bg.solve.sequential_equilibria(ENTRY, order).outcomes}

    assert profiles(["entrant", "incumbent"]) == {("enter", "accommodate")}
    assert ("stay out", "fight") in profiles(["incumbent", "entrant"])


def test_an_empty_group_is_nobody():
    with_gap = bg.solve.sequential_equilibria(ENTRY, ["entrant", [], ("incumbent",)])
    assert with_gap.settings["order"] == (("entrant",), ("incumbent",))


@pytest.mark.parametrize(
    ("order", "message"),
    [
        (["entrant"], "order: omits incumbent; every player moves exactly once"),
        (["entrant", "incumbent", "entrant"], 'order: player "entrant" moves more than once'),
        ([["entrant", "incumbent", "incumbent"]], 'order: player "incumbent" moves more than once'),
        (
            ["entrant", "incumbant"],
            'player "incumbant" is not one of entrant, incumbent; did you mean "incumbent"?',
        ),
        ("entrant", 'order = "entrant": must be a list of players and groups of players'),
        (None, "order = None: must be a list of players and groups of players"),
        (["entrant", 7], "player 7 is not one of entrant, incumbent"),
        ([["entrant", ["incumbent"]]], 'player ["incumbent"] is not one of entrant, incumbent'),
    ],
)
def test_a_wrong_order_is_refused(order, message):
    with pytest.raises(bg.GameError) as caught:
        bg.solve.sequential_equilibria(ENTRY, order)
    assert str(caught.value) == message


@pytest.mark.parametrize("budget", [0, -3, 1.5, "many", None])
def test_a_wrong_budget_is_refused(budget):
    with pytest.raises(bg.GameError, match=r"max_selections = .*: must be a positive integer"):
        bg.solve.sequential_equilibria(ENTRY, ORDER, max_selections=budget)


def test_a_budget_that_ends_is_told():
    # After each of four profiles of the first two, the third is indifferent: 2 ** 4 selections.
    game = bg.Game(np.zeros((3, 2, 2, 2)))
    order = [["player 1", "player 2"], "player 3"]
    found = bg.solve.sequential_equilibria(game, order, max_selections=15)
    assert found.status == "partial"
    assert (
        "player 1, player 2 after the start: mixed play was not searched, 16 selections exceed 15"
        in found.messages
    )
    assert len(found.outcomes) == 8  # the pure ones are listed nevertheless


def test_a_continuum_of_mixtures_is_told():
    game = bg.Game([[[1, 1], [1, 1], [0, 0]], [[0, 0], [0, 0], [0, 0]]])
    found = bg.solve.sequential_equilibria(game, [["player 1", "player 2"]])
    assert found.status == "partial"
    assert found.messages == (
        "player 1, player 2 after the start: not every mixed equilibrium of this group could be listed",
    )


def test_three_at_once_without_a_pure_equilibrium_randomise():
    game = three_at_once()
    found = bg.solve.sequential_equilibria(game, [["player 1", "player 2", "player 3"]])
    equilibria = bg.solve.all_equilibria(game).equilibria
    assert found.status == "complete"
    assert len(found.outcomes) == len(equilibria) > 0
    assert all(0 <= outcome.incentive_gap < 1e-9 for outcome in found.outcomes)


def test_a_move_before_mixed_play_of_three_is_not_called_exact():
    inner = three_at_once()
    payoffs = np.stack(
        [np.concatenate([np.zeros((1, 2, 2, 3)), np.ones((1, 2, 2, 3))])]
        + [np.stack([own, own]) for own in inner.payoffs]
    )
    game = bg.Game(payoffs, ["first", "a", "b", "c"])
    found = bg.solve.sequential_equilibria(game, ["first", ["a", "b", "c"]])
    assert [outcome.probability({"first": "s2"}) for outcome in found.outcomes] == [1.0]
    assert found.status == "partial"
    assert all("mixed play was found in floating point" in message for message in found.messages)


def test_an_outcome_survives_pickling_with_its_plan():
    (outcome,) = bg.solve.sequential_equilibria(ENTRY, ORDER).outcomes
    again = pickle.loads(pickle.dumps(outcome))
    assert again.plan == outcome.plan
    assert again.pure_profile == {"entrant": "enter", "incumbent": "accommodate"}


def test_the_game_is_not_changed():
    before = ENTRY.payoffs.copy()
    bg.solve.sequential_equilibria(ENTRY, ORDER)
    assert np.array_equal(ENTRY.payoffs, before)
