import itertools
import pickle
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg

ORDER = ["entrant", "incumbent"]
ENTRY = bg.Game(
    [[[-1, 1, 0], [0, 0, 0]], [[-1, 1, 0], [2, 2, 2]]],
    ORDER,
    [["enter", "stay out"], ["fight", "accommodate", "wait"]],
)


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
        (None, "order = None: nobody sees a move; give an order, or use another concept"),
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
    with pytest.raises(bg.GameError, match=r"max_selections = .*: must be a whole number, 1 or more"):
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


def test_an_outcome_survives_pickling_with_its_plan():
    (outcome,) = bg.solve.sequential_equilibria(ENTRY, ORDER).outcomes
    again = pickle.loads(pickle.dumps(outcome))
    assert again.plan == outcome.plan
    assert again.pure_profile == {"entrant": "enter", "incumbent": "accommodate"}


def test_the_game_is_not_changed():
    before = ENTRY.payoffs.copy()
    bg.solve.sequential_equilibria(ENTRY, ORDER)
    assert np.array_equal(ENTRY.payoffs, before)


def assert_consistent(game, outcome):
    """Every prospect of a plan pays what its profiles pay, and the plan leads to the outcome."""

    def check(prospect):
        assert sum(prospect.chances.values()) == 1
        assert all(chance > 0 for chance in prospect.chances.values())
        for player in game.players:
            paid = sum(
                chance * game.payoff(player, dict(zip(game.players, profile, strict=True)))
                for profile, chance in prospect.chances.items()
            )
            assert prospect.payoffs[player] == paid

    chances = dict.fromkeys(itertools.product(*game.labels.strategies), 0.0)
    chances |= {profile: float(chance) for profile, chance in outcome.plan.steps[0].value.chances.items()}
    assert outcome.distribution.ravel().tolist() == list(chances.values())
    for step in outcome.plan.steps:
        check(step.value)
        reached = [dict(zip(game.players, profile, strict=True)) for profile in step.value.chances]
        for player in step.movers:
            position = game.players.index(player)
            assert sum(step.play[player].values()) == 1
            assert all(chance > 0 for chance in step.play[player].values())
            for profile, chance in step.value.chances.items():
                assert chance <= step.play[player][profile[position]]
            for label, prospect in step.instead[player].items():
                check(prospect)
                assert {profile[position] for profile in prospect.chances} == {label}
        assert all(profile[player] == label for profile in reached for player, label in step.history.items())


def pennies_before_a_witness():
    """Two match pennies; the second could also leave at a loss. Then a witness names what it has seen."""
    first = np.array([[3.0, -1.0, 2.0], [-1.0, 1.0, 2.0]])
    second = np.array([[-1.0, 1.0, -9.0], [1.0, -1.0, -9.0]])
    same = np.arange(2)[:, None, None] == np.arange(2)[None, None, :]
    third = np.where(same, 4.0, 1.0) * np.ones((2, 3, 2))
    # What the witness says costs the first player 6 if it says "s2".
    cost = np.array([0.0, 6.0])
    return bg.Game(
        [first[..., None] - cost, second[..., None] + 0.0 * cost, third], ["first", "second", "witness"]
    )


def test_mixed_play_looks_ahead_to_what_each_of_its_profiles_leads_to():
    game = pennies_before_a_witness()
    found = bg.solve.sequential_equilibria(game, [["first", "second"], "witness"])
    (outcome,) = found.outcomes
    assert found.status == "complete"
    assert_consistent(game, outcome)
    # The first player's second row costs 6, so it plays the first; the second then plays its second column.
    assert outcome.pure_profile == {"first": "s1", "second": "s2", "witness": "s1"}
    free = bg.Game(
        game.payoffs + np.array([0.0, 6.0]) * (np.arange(3) == 0)[:, None, None, None], game.players
    )
    (mixed,) = bg.solve.sequential_equilibria(free, [["first", "second"], "witness"]).outcomes
    assert_consistent(free, mixed)
    start, *later = mixed.plan.steps
    assert start.play == {
        "first": {"s1": Fraction(1, 2), "s2": Fraction(1, 2)},
        "second": {"s1": Fraction(1, 3), "s2": Fraction(2, 3)},
    }
    # The witness moves after each history that is reached, and only after those.
    assert [tuple(step.history.values()) for step in later] == list(itertools.product(["s1", "s2"], repeat=2))
    assert all(step.play["witness"] == {step.history["first"]: 1} for step in later)
    assert start.instead["second"]["s3"].payoffs == {"first": 2, "second": -9, "witness": 4}
    assert start.loss("second", "s3") == 9
    assert start.loss("first", "s1") == start.loss("first", "s2") == 0
    assert mixed.payoffs == pytest.approx({"first": 1 / 3, "second": 0.0, "witness": 4.0})
    assert mixed.incentive_gap == 0.0
    assert not mixed.strict


@pytest.mark.parametrize("seed", range(6))
def test_every_plan_leads_to_its_outcome_and_its_prospects_pay_what_they_say(seed):
    game = bg.Game(np.random.default_rng(seed).integers(0, 3, (3, 2, 3, 2)))
    for order in ([["player 3", "player 1"], "player 2"], ["player 2", ["player 1", "player 3"]]):
        found = bg.solve.sequential_equilibria(game, order)
        for outcome in found.outcomes:
            assert_consistent(game, outcome)
        supports = [outcome.distribution.tobytes() for outcome in found.outcomes]
        assert len(set(supports)) == len(supports)


def guessing_before_a_shrug(known):
    """One moves, then two others match pennies, then the last does not care: they have no pure play.

    After ``known`` of the first player's moves the pennies are not at stake.
    """
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    stakes = np.array([0.0 if k < known else 1.0 for k in range(3)])
    own = stakes[:, None, None] * pennies + (1.0 - stakes)[:, None, None] * np.array([[1.0, 1.0], [0.0, 0.0]])
    other = -stakes[:, None, None] * pennies + (1.0 - stakes)[:, None, None] * np.array([[1.0, 0.0]] * 2)
    start = np.arange(3.0)[:, None, None] * np.ones((3, 2, 2))
    payoffs = np.stack([start, own, other, np.zeros((3, 2, 2))])[:, None, :, :, :, None]
    return bg.Game(
        np.concatenate([np.zeros((1, 1, 3, 2, 2, 1)), payoffs]) * np.ones((1, 1, 1, 1, 1, 2)),
        ["zero", "one", "two", "three", "four"],
    )


GUESSING = ["zero", "one", ["two", "three"], "four"]


def test_where_nothing_was_found_nothing_before_it_is_claimed():
    found = bg.solve.sequential_equilibria(guessing_before_a_shrug(2), GUESSING, max_selections=15)
    assert (found.outcomes, found.status) == ((), "partial")
    assert set(found.messages) >= {
        "after the start: what follows some action was not found",
        "after zero = s1: what follows some action was not found",
        "two, three after s1, s3: mixed play was not searched, 16 selections exceed 15",
    }
    enough = bg.solve.sequential_equilibria(guessing_before_a_shrug(2), GUESSING, max_selections=16)
    assert enough.status == "complete"
    assert len(enough.outcomes) == 16  # whatever the last does after each of the four profiles
    assert all(outcome.probability({"one": "s3"}) == 1.0 for outcome in enough.outcomes)
    for outcome in enough.outcomes[:4]:
        assert_consistent(guessing_before_a_shrug(2), outcome)


def test_ties_after_mixed_play_are_weighed_with_the_chance_of_reaching_them():
    """The second of two groups randomises in proportions of 1 to 2, after each move of the first player."""
    rows = np.array([[[2.0, 0.0], [0.0, 1.0]], [[0.0, 3.0], [1.0, 0.0]]])
    columns = -rows
    start = np.array([[[9.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 4.0]]])
    game = bg.Game([start, rows, columns])
    (outcome,) = bg.solve.sequential_equilibria(game, ["player 1", ["player 2", "player 3"]]).outcomes
    # After s1 both play s1 with chance 1/3: 9 * 1/9. After s2: 1/4 and 3/4 of s1, so 4 * 3/4 * 1/4.
    assert outcome.payoffs["player 1"] == 1.0
    assert outcome.plan.steps[0].loss("player 1", "s2") == Fraction(1, 4)
    assert outcome.plan.steps[0].instead["player 1"]["s2"].chances["s2", "s2", "s2"] == Fraction(3, 16)
    assert_consistent(game, outcome)


def test_the_chances_of_groups_that_randomise_in_turn_are_multiplied():
    early, late = np.array([[1.0, -1.0], [-1.0, 1.0]]), np.array([[2.0, 0.0], [0.0, 1.0]])
    first, second = early[:, :, None, None] * np.ones((1, 1, 2, 2)), late[None, None] * np.ones((2, 2, 1, 1))
    game = bg.Game([first, -first, second, -second], ["a", "b", "c", "d"])
    (outcome,) = bg.solve.sequential_equilibria(game, [["a", "b"], ["c", "d"]]).outcomes
    assert outcome.plan.steps[0].value.chances["s1", "s2", "s1", "s2"] == Fraction(1, 4) * Fraction(2, 9)
    assert_consistent(game, outcome)


def test_a_look_ahead_over_many_profiles_is_announced(monkeypatch):
    said = []
    monkeypatch.setattr("belarusgame.solve.sequential.announce_time", lambda *words: said.append(words))
    game = bg.Game([[[1, 2]], [[0, 3]]])
    bg.solve.sequential_equilibria(game, game.players)
    ((seconds, work, _),) = said
    assert (round(seconds, 9), work) == (2e-4, "looking ahead over 2 profiles")
