import pickle
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.base.information import Knows

A, B = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], [[[0, 1], [0, 1]], [[2, 0], [0, 2]]]


def made(**changes):
    given = {
        "players": ["row", "column"],
        "strategies": [["up", "down"], ["left", "right"]],
        "types": {"row": ["calm", "keen"]},
        "prior": {"row": {"calm": 0.3, "keen": 0.7}},
        "payoffs": {"calm": A, "keen": B},
    }
    return bg.BayesianGame(**given | changes)


def test_it_says_who_is_of_which_type_and_how_likely():
    game = made()
    assert game.types == {"row": ("calm", "keen"), "column": ("ordinary",)}
    assert game.typed == ("row",)
    assert game.marginals["row"] == {"calm": Fraction(3, 10), "keen": Fraction(7, 10)}
    assert game.probability({"row": "keen"}) == Fraction(7, 10)
    assert game.probability({}) == 1
    assert game.independent


def test_the_game_of_a_type_is_the_one_that_was_given():
    assert (
        made()
        .game({"row": "keen"})
        .equals(bg.Game(B, ["row", "column"], [["up", "down"], ["left", "right"]]))
    )


@pytest.mark.parametrize(
    "payoffs", [[[A[0], B[0]], [A[1], B[1]]], np.array([[A[0], B[0]], [A[1], B[1]]]), {"calm": A, "keen": B}]
)
def test_payoffs_may_be_an_array_or_a_mapping(payoffs):
    game = made(payoffs=payoffs)
    assert game.payoffs.shape == (2, 2, 2, 2)
    assert game.payoffs.tolist() == [[A[0], B[0]], [A[1], B[1]]]
    assert not game.payoffs.flags.writeable
    assert game.equals(made())


@pytest.mark.parametrize(
    "prior", [[0.3, 0.7], {("calm",): "3/10", ("keen",): "7/10"}, {"row": [0.3, 0.7]}, np.array([0.3, 0.7])]
)
def test_a_prior_has_several_forms(prior):
    assert made(prior=prior).prior == made().prior


def both(prior):
    return bg.BayesianGame(
        ["a", "b"],
        [["x", "y"], ["u", "v"]],
        {"a": ["one", "two"], "b": ["three", "four"]},
        prior,
        np.arange(32).reshape(2, 2, 2, 2, 2),
    )


def test_types_that_depend_on_each_other_are_seen():
    assert both({"a": [0.5, 0.5], "b": [0.25, 0.75]}).independent
    assert both([[0.125, 0.375], [0.125, 0.375]]).independent
    joined = both([[0.5, 0], [0, 0.5]])
    assert not joined.independent
    assert joined.marginals["b"] == {"three": Fraction(1, 2), "four": Fraction(1, 2)}


def test_the_axes_of_types_come_before_those_of_strategies():
    game = both([[0.25, 0.25], [0.25, 0.25]])
    # player, type of a, type of b, strategy of a, strategy of b
    assert game.game({"a": "two", "b": "three"}).payoffs.tolist() == [
        [[8, 9], [10, 11]],
        [[24, 25], [26, 27]],
    ]


def test_in_the_agent_form_payoffs_are_weighted_by_the_types():
    form = made().agent_form()
    assert form.players == ("row (calm)", "row (keen)", "column")
    up, down, left = "up", "down", "left"
    profile = {"row (calm)": up, "row (keen)": down, "column": left}
    assert form.payoff("row (calm)", profile) == Fraction(3, 10) * 1
    assert form.payoff("row (keen)", profile) == 0
    assert form.payoff("column", profile) == Fraction(3, 10) * 5 + Fraction(7, 10) * 0


def test_a_type_of_probability_zero_has_no_agent():
    assert made(prior={"row": [0, 1]}).agent_form().players == ("row (keen)", "column")
    assert [agent.knows for agent in made(prior={"row": [0, 1]}).agents()] == ["keen", "ordinary"]


def test_one_type_that_is_sure_is_the_plain_game():
    game = bg.BayesianGame(["row", "column"], [["up", "down"], ["left", "right"]], {}, {}, A)
    assert game.agent_form().equals(bg.Game(A, ["row", "column"], [["up", "down"], ["left", "right"]]))


def test_who_knows_more_can_tell_more_apart():
    game = made(knows=[Knows(player="column", about="row")])
    assert game.agent_form().players == (
        "row (calm)",
        "row (keen)",
        "column (ordinary, row calm)",
        "column (ordinary, row keen)",
    )
    later = made(knows=[Knows(player="column", about="row", when={"row": ("down",)})])
    assert len(later.cells("column", {"row": "down"})) == 2
    assert len(later.cells("column", {"row": "up"})) == 1


def delegated(told):
    """Row decides for column after up; whether it does depends on the type of somebody."""
    obeys = {"obedience": {"player": "column", "to": "row", "when": {"row": ["up"]}}}
    games = {
        kinds: bg.Game(
            A,
            ["row", "column"],
            [["up", "down"], ["left", "right"]],
            delegations=obeys if told in kinds else {},
        )
        for kinds in [("calm", "soft"), ("calm", "hard"), ("keen", "soft"), ("keen", "hard")]
    }
    return made(
        types={"row": ["calm", "keen"], "column": ["soft", "hard"]},
        prior={"row": [0.5, 0.5], "column": [0.5, 0.5]},
        payoffs=games,
    )


def test_a_delegated_move_is_made_with_what_the_other_one_knows():
    game = delegated("soft")
    assert set(game.cells("column", {"row": "up"})) == {"soft, row calm", "soft, row keen", "hard"}
    assert set(game.cells("column", {"row": "down"})) == {"soft", "hard"}
    # decided by what row gets
    assert game.deciding_of(("calm", "soft"))[1].tolist() == [[1, 2], [7, 8]]
    assert game.exact_payoffs[1, 0, 0].tolist() == [[5, 6], [7, 8]]


def test_it_keeps_itself_in_a_pickle_and_says_what_it_is():
    game = pickle.loads(pickle.dumps(made(knows=[Knows(player="column", about="row")])))
    assert game.equals(made(knows=[Knows(player="column", about="row")]))
    assert not game.equals(made())
    assert game.heading == "Bayesian game of row, column: row is calm or keen"
    assert len(game.rows()) == 8
    assert game.rows()[0]["type of row"] == "calm"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"prior": {"row": [0.3, 0.6]}}, "prior of row: the probabilities sum to 0.9, not to 1"),
        ({"prior": {"row": {"calm": 1}}}, "prior of row: says nothing of keen"),
        ({"prior": {"row": {"calm": 0.3, "kean": 0.7}}}, "prior of row: knows no kean"),
        ({"prior": {}}, "prior: says nothing of row"),
        ({"prior": {"row": [-0.5, 1.5]}}, "prior of row: calm = -0.5: must be a finite number from 0 to 1"),
        ({"prior": [[0.3, 0.7]]}, "prior of shape (1, 2): must be (2,)"),
        ({"prior": {"raw": [1]}}, 'prior: player "raw" is not one of row, column; did you mean "row"?'),
        ({"types": {"row": ["calm", "calm"]}}, 'types of row = ["calm", "calm"]: must be different names'),
        ({"types": {"raw": ["calm"]}}, 'did you mean "row"?'),
        ({"payoffs": {"calm": A}}, "payoffs: must have an entry for each combination of types: calm, keen"),
        ({"payoffs": A}, "payoffs of shape (2, 2, 2): must be (2, 2, 2, 2)"),
        ({"payoffs": {"calm": A, "keen": bg.Game(B)}}, "payoffs of keen: the game has other players"),
        ({"strategies": [["up", "down"]]}, "must be one list of names for each player"),
        ({"knows": ["column"]}, "must be a list of Knows(player=..., about=...)"),
        ({"knows": [Knows(player="column", about="raw")]}, 'did you mean "row"?'),
    ],
)
def test_bad_input_is_refused_with_its_place(changes, said):
    with pytest.raises(bg.GameError) as error:
        made(**changes)
    assert said in str(error.value)


def test_the_game_of_too_few_types_is_refused():
    with pytest.raises(bg.GameError, match="says nothing of row"):
        made().game({})
    with pytest.raises(bg.GameError, match="have probability zero"):
        made(prior={"row": [0, 1]}).given({"row": "calm"})


def test_who_may_have_to_decide_by_itself_keeps_its_types_apart():
    game = delegated("soft")
    assert set(game.cells("column")) == {"soft, row calm", "soft, row keen", "hard"}
    everybody = bg.BayesianGame(
        game.players,
        game.strategies,
        {"row": game.types["row"], "column": game.types["column"]},
        {"row": [0.5, 0.5], "column": [0.5, 0.5]},
        {kinds: game.game_of((kinds[0], "soft")) for kinds in game.combinations},
    )
    assert set(everybody.cells("column", {"row": "up"})) == {"soft/hard, row calm", "soft/hard, row keen"}
    assert set(everybody.cells("column", {"row": "down"})) == {"soft", "hard"}
    assert len(everybody.cells("column")) == 4
