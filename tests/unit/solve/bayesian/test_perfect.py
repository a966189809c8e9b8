import pickle
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.base.information import Knows


def solved(game, *order, **settings):
    return bg.solve.perfect_bayesian_equilibria(game, list(order) or game.players, **settings)


def test_beliefs_off_the_path_are_whole_regions(guests):
    on_beer, on_quiche = solved(guests).equilibria
    assert {region.range("after guest quiche: guest weak") for region in on_beer.regions("quiche")} == {
        (Fraction(1, 2), 1),
        (Fraction(1, 2), Fraction(1, 2)),
    }
    assert on_beer.regions("beer") == ()
    assert on_beer.beliefs[("beer",)]["guest"] == {"weak": Fraction(1, 10), "strong": Fraction(9, 10)}
    assert not on_beer.isolated
    assert on_quiche.payoff_ranges()["guest"] == (Fraction(21, 10), Fraction(21, 10))
    assert on_beer.payoffs({"guest": "strong"})["guest"] == 3


def test_a_forged_record_is_not_accepted(guests):
    solution = solved(guests)
    record = solution.equilibria[0]
    piece = record.pieces[0]
    spot = ("guest", "weak", ())
    wrong = replace(piece, play={**piece.play, spot: {"beer": Fraction(0), "quiche": Fraction(1)}})
    assert not bg.verify(replace(record, pieces=(wrong, *record.pieces[1:])))
    assert not bg.verify(replace(solution, equilibria=solution.equilibria[:1]))
    assert not bg.verify(replace(solution, status="partial"))
    regions = tuple(replace(r, vertices=r.vertices[:1]) for r in piece.regions)
    assert not bg.verify(replace(record, pieces=(replace(piece, regions=regions), *record.pieces[1:])))
    assert bg.verify(pickle.loads(pickle.dumps(solution)))


def test_too_little_time_is_said(guests):
    solution = solved(guests, max_seconds=0)
    assert solution.status == "partial"
    assert "max_seconds" in solution.messages[0]


def three_movers(third):
    """A first mover with types, one who sees it, and a last one whose payoffs ``third`` gives by type."""
    draw = np.random.default_rng(3)
    own = draw.integers(0, 999, (2, 2, 2, 2))
    return bg.BayesianGame(
        ["a", "b", "c"],
        [["x", "y"], ["u", "v"], ["l", "r"]],
        {"a": ["one", "two"]},
        {"a": [0.5, 0.5]},
        {kind: [*own.tolist(), payoffs] for kind, payoffs in zip(("one", "two"), third, strict=True)},
    )


def test_nobody_has_to_guess_what_does_not_matter_to_it():
    table = np.random.default_rng(5).integers(0, 999, (2, 2, 2))
    shifted = table + np.array([[[4], [7]], [[2], [1]]])  # by what the last mover does not choose
    solution = solved(three_movers([table.tolist(), shifted.tolist()]))
    assert (solution.used, solution.status) == ((), "complete")
    assert solution.method == "backward induction on the prior, in exact arithmetic"
    assert bg.verify(solution)


def test_somebody_has_to_guess_what_changes_its_choice():
    table = np.array([[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
    solution = solved(three_movers([table.tolist(), (1 - table).tolist()]))
    assert solution.used == ("a",)
    assert bg.verify(solution)
    for record in solution.equilibria:
        assert record.problems() == []


def test_without_types_the_outcomes_are_the_sequential_ones():
    for seed in range(8):
        payoffs = np.random.default_rng(seed).integers(0, 40, (3, 2, 3, 2)).tolist()
        players, strategies = ["a", "b", "c"], [["x", "y"], ["u", "v", "w"], ["l", "r"]]
        game = bg.Game(payoffs, players, strategies)
        order = [["a"], ["b", "c"]]
        hidden = bg.BayesianGame(players, strategies, {}, {}, payoffs)
        plain = bg.solve.sequential_equilibria(game, order)
        found = solved(hidden, *order)
        ours = {tuple(round(float(e.probability(p)), 9) for p in profiles(game)) for e in found.equilibria}
        theirs = {tuple(round(o.probability(p), 9) for p in profiles(game)) for o in plain.outcomes}
        assert ours == theirs


def profiles(game):
    return [game.labels.named(position) for position in np.ndindex(*game.shape)]


def test_equal_types_give_the_plain_game():
    payoffs = np.random.default_rng(2).integers(0, 40, (2, 2, 3))
    plain = bg.Game(payoffs, ["a", "b"], [["x", "y"], ["u", "v", "w"]])
    twins = bg.BayesianGame(
        ["a", "b"], plain.strategies, {"a": ["one", "two"]}, {"a": [0.5, 0.5]}, {"one": plain, "two": plain}
    )
    (outcome,) = bg.solve.sequential_equilibria(plain, ["a", "b"]).outcomes
    solution = solved(twins)
    assert {e.probability(outcome.pure_profile) for e in solution.equilibria} == {1}


def test_who_knows_a_type_may_show_it():
    """The informed middle mover bets on the type; the last one wants to match the type and can infer it."""
    match = [[[1, 0], [1, 0]]] * 2
    differ = [[[0, 1], [0, 1]]] * 2
    nothing = [[[0, 0], [0, 0]]] * 2
    bets = {"one": [[[1, 1], [0, 0]]] * 2, "two": [[[0, 0], [1, 1]]] * 2}
    game = bg.BayesianGame(
        ["a", "b", "c"],
        [["x", "y"], ["u", "v"], ["l", "r"]],
        {"a": ["one", "two"]},
        {"a": [0.5, 0.5]},
        {"one": [nothing, bets["one"], match], "two": [nothing, bets["two"], differ]},
        knows=[Knows(player="b", about="a")],
    )
    solution = solved(game, ["a", "b"], "c")
    # several may show one type: that is said, and what is listed is right
    assert solution.status == "partial"
    assert solution.used == ("a",)
    assert all(record.problems() == [] for record in solution.equilibria)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"order": ["guest"]}, "order: omits bully"),
        ({"order": None}, "order = None"),
        ({"refine": "divine"}, 'refine "divine" is not one of intuitive'),
        ({"agents": {"x": ["guest", "bully"]}}, "agents: x: the payoffs of guest, bully differ"),
        ({"agents": {"x": ["gest"]}}, 'did you mean "guest"?'),
        ({"available": {"guest": [({"bully": "duel"}, ["beer"])]}}, "does not see what bully does"),
        ({"available": {"bully": [({"guest": "beer"}, [])]}}, "nothing is left"),
        ({"available": {"bully": ["duel"]}}, "must be a list of pairs"),
        ({"available": {"bully": [({"guest": "beer"}, ["dual"])]}}, 'did you mean "duel"?'),
        ({"max_seconds": -1}, "max_seconds = -1"),
    ],
)
def test_bad_input_is_refused(guests, settings, said):
    with pytest.raises(bg.GameError) as error:
        bg.solve.perfect_bayesian_equilibria(guests, **{"order": ["guest", "bully"], **settings})
    assert said in str(error.value)


def test_types_that_depend_on_each_other_are_refused_where_beliefs_matter():
    draw = np.random.default_rng(1)
    game = bg.BayesianGame(
        ["a", "b"],
        [["x", "y"], ["u", "v"]],
        {"a": ["one", "two"], "b": ["three", "four"]},
        [[0.5, 0], [0, 0.5]],
        draw.integers(0, 9, (2, 2, 2, 2, 2)),
    )
    with pytest.raises(bg.GameError, match="the types of a and b depend on each other"):
        solved(game)
    with pytest.raises(bg.GameError, match="needs one player with types who moves first"):
        solved(game, refine="intuitive")
