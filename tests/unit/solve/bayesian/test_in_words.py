import numpy as np

import belarusgame as bg
from belarusgame.solve.bayesian import sentences_of, what_beliefs_do


def test_what_is_done_and_what_holds_it_up(guests):
    solution = bg.solve.perfect_bayesian_equilibria(guests, guests.players)
    assert what_beliefs_do(solution, {"guest": "the guest"}).endswith("what they believe of the guest.")
    assert sentences_of(solution.equilibria[0], {"bully": "The bully"}) == [
        "guest will play beer, whatever its type.",
        "After guest beer, The bully will play spare.",
        "After guest beer, the type of guest is believed to be weak with probability 0.1, strong with "
        "probability 0.9, as before: the move says nothing.",
        "Nobody moves guest quiche; what holds this up is that guest would be believed to be weak with "
        "probability 0.5 to 1, strong with probability 0 to 0.5.",
    ]


def test_types_that_differ_and_say_so():
    game = bg.BayesianGame(
        ["sender", "receiver"],
        [["left", "right"], ["yes", "no"]],
        {"sender": ["one", "two"]},
        {"sender": [0.5, 0.5]},
        {
            "one": [[[2, 2], [0, 0]], [[1, 0], [1, 0]]],
            "two": [[[0, 0], [2, 2]], [[0, 1], [0, 1]]],
        },
    )
    (found,) = bg.solve.perfect_bayesian_equilibria(game, game.players).equilibria
    said = sentences_of(found)
    assert said[0] == "sender will play left if one; right if two."
    assert "After sender left, the type of sender is believed to be one for sure." in said


def test_nobody_has_to_guess_or_knows_anything():
    plain = bg.BayesianGame(["a"], [["x", "y"]], {}, {}, [[1, 0]])
    typed = bg.BayesianGame(["a"], [["x", "y"]], {"a": ["one", "two"]}, {"a": [1, 0]}, np.eye(2)[None])
    solve = bg.solve.perfect_bayesian_equilibria
    assert what_beliefs_do(solve(plain, ["a"]), {}) == "Nobody has private information."
    assert what_beliefs_do(solve(typed, ["a"]), {}).startswith("Nobody has to guess")
