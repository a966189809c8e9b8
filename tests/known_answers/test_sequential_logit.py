"""Sequential logit play that is known: closed forms, the first edition of the built-in case, and Gambit's."""

import io
import itertools
import math
from pathlib import Path

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve import logit_equilibrium, sequential_logit

FIRST_EDITION = Path(__file__).parents[1] / "data" / "first-edition" / "belarus-2022.toml"


@pytest.mark.parametrize("rationality", [0.0, 0.7, 2.0, 300.0])
def test_one_mover_follows_the_logistic_function(rationality):
    game = bg.Game([[0.3, 1.0]], players=["one"], strategies=[["a", "b"]])
    found = sequential_logit(game, ["one"], rationality)
    assert found.probability({"one": "b"}) == pytest.approx(1 / (1 + math.exp(-0.7 * rationality)), rel=1e-14)


@pytest.mark.parametrize("rationality", [0.5, 2.0, 8.0])
def test_the_first_of_two_movers_reckons_with_the_mistakes_of_the_second(rationality):
    """The second is the entrant's incumbent: it fights with probability 1 / (1 + e^2r), if it is asked."""
    game = bg.Game(
        [[[-1, 1], [0, 0]], [[-1, 1], [2, 2]]],
        ["entrant", "incumbent"],
        [["enter", "stay out"], ["fight", "accommodate"]],
    )
    fights = 1 / (1 + math.exp(2 * rationality))
    enters = 1 / (1 + math.exp(-rationality * (1 - 2 * fights)))
    found = sequential_logit(game, ["entrant", "incumbent"], rationality)
    entering = found.after({"entrant": "enter"})["incumbent"]
    assert entering["fight"] == pytest.approx(fights, rel=1e-13)
    assert found.after({"entrant": "stay out"})["incumbent"] == {"fight": 0.5, "accommodate": 0.5}
    assert found.after({})["entrant"]["enter"] == pytest.approx(enters, rel=1e-13)
    both = found.probability({"entrant": "enter", "incumbent": "fight"})
    assert both == pytest.approx(enters * fights, rel=1e-13)
    assert found.payoffs["entrant"] == pytest.approx(enters * (1 - 2 * fights), rel=1e-12)
    assert (found.unique, found.status) == ("proven", "complete")


@pytest.mark.parametrize(
    ("rationality", "sequential", "simultaneous"), [(2.0, 1.34e-6, 9.4e-5), (0.5, 0.068, 0.109)]
)
def test_the_first_edition_of_the_built_in_case(rationality, sequential, simultaneous):
    scenario = bg.load_scenario(FIRST_EDITION)
    event, game = {"lukashenko": "join"}, scenario.game()
    found = sequential_logit(game, scenario.order, rationality)
    assert found.probability(event) == pytest.approx(sequential, rel=5e-3)
    assert (found.unique, found.status) == ("proven", "complete")
    together = logit_equilibrium(game, rationality).outcomes[0]
    assert together.probability(event) == pytest.approx(simultaneous, rel=5e-3)


def test_a_group_whose_members_depend_on_each_other():
    """After the first move two play a stag hunt, with stakes that it doubles: an equation in one unknown."""
    hunt, rationality = np.array([[4.0, 0.0], [3.0, 2.0]]), 0.5
    stakes = np.array([1.0, 2.0])[:, None, None]
    game = bg.Game([np.zeros((2, 2, 2)), stakes * hunt, stakes * hunt.T], ["first", "one", "other"])
    found = sequential_logit(game, ["first", ["one", "other"]], rationality)
    for choice, stake in (("s1", 1.0), ("s2", 2.0)):
        hunts = found.after({"first": choice})["one"]["s1"]
        assert hunts == pytest.approx(1 / (1 + math.exp(-rationality * stake * (3 * hunts - 2))), abs=1e-12)
        assert found.after({"first": choice})["other"]["s1"] == pytest.approx(hunts, abs=1e-12)
    # D is 3 and 6, so rationality / 4 times its radius is 3 / 8 and 3 / 4; at 0.7 it is more than 1.
    assert found.unique == "proven"
    assert sequential_logit(game, ["first", ["one", "other"]], 0.6).unique == "proven"
    assert sequential_logit(game, ["first", ["one", "other"]], 0.7).unique == "not claimed"


def tree(payoffs):
    """Write a game of three who move in turn, each seeing what came before, in Gambit's format."""
    lines = ['EFG 2 R "" { "a" "b" "c" }']
    outcomes = itertools.count(1)

    def node(before):
        if len(before) == 3:
            number = next(outcomes)
            numbers = " ".join(repr(float(payoffs[(i, *before)])) for i in range(3))
            lines.append(f't "" {number} "" {{ {numbers} }}')
            return
        position = int("1" + "".join(map(str, before)), 2) - 2 ** len(before) + 1
        lines.append(f'p "" {len(before) + 1} {position} "" {{ "0" "1" }} 0')
        for choice in range(2):
            node((*before, choice))

    node(())
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(3))
def test_agent_logit_of_gambit(seed):
    pygambit = pytest.importorskip("pygambit", reason="pygambit is an optional extra")
    qre = pytest.importorskip("pygambit.qre")
    payoffs = np.random.default_rng(seed).integers(-9, 10, (3, 2, 2, 2)) / 4
    (solved,) = qre.logit_solve_lambda(pygambit.read_efg(io.StringIO(tree(payoffs))), lam=1.3)
    try:
        theirs = getattr(solved, "profile", solved)
    except ValueError as problem:
        pytest.skip(f"pygambit 16 does not hand out the play that it found: {problem}")
    found = sequential_logit(bg.Game(payoffs, ["a", "b", "c"]), ["a", "b", "c"], 1.3)
    for player, ours in zip("abc", found.play, strict=True):
        given = [[float(chance) for _, chance in mixed] for _, mixed in theirs[player]]
        np.testing.assert_allclose(given, ours.reshape(-1, 2), atol=1e-5)
