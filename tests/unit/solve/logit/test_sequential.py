import pickle

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve import sequential_logit

GAME = bg.Game(
    np.random.default_rng(6).uniform(-1, 1, (3, 2, 3, 2)),
    ["one", "two", "three"],
    [["a", "b"], ["c", "d", "e"], ["f", "g"]],
    variants={"two": {"e": "d"}},
)
ORDER = ["two", ["one", "three"]]


@pytest.fixture(scope="module")
def found():
    return sequential_logit(GAME, ORDER, 1.5)


def test_every_history_has_its_chances_on_and_off_the_path(found):
    rows = found.to_frame()
    assert len(rows) == 3 + 3 * 4
    assert rows["after"].tolist()[:4] == ["the start"] * 3 + ["two = c"]
    for choice in "cde":
        play = found.after({"two": choice})
        assert list(play) == ["one", "three"]
        own = rows[rows["after"] == f"two = {choice}"]
        assert own["probability"].tolist() == [p for mixed in play.values() for p in mixed.values()]
        assert own["reached"].tolist() == pytest.approx([found.after({})["two"][choice]] * 4)
        both = found.probability({"two": choice, "one": "a", "three": ["f"]})
        assert both == pytest.approx(found.after({})["two"][choice] * play["one"]["a"] * play["three"]["f"])


def test_payoffs_are_averages_over_what_happens(found):
    for player, own in zip(GAME.players, GAME.payoffs, strict=True):
        assert found.payoffs[player] == pytest.approx((found.distribution * own).sum())


def test_variants_share_one_share():
    even = sequential_logit(GAME, ORDER, 0.0)
    assert even.after({})["two"] == {"c": 0.5, "d": 0.25, "e": 0.25}
    other = sequential_logit(
        GAME, ORDER, 0.0, base={"one": [0.5, 0.5], "two": [0.2, 0.2, 0.6], "three": [0.9, 0.1]}
    )
    assert other.after({"two": "c"})["three"]["f"] == pytest.approx(0.9)
    assert other.settings["base"]["two"] == pytest.approx((0.2, 0.2, 0.6))


def test_the_record_prints_pickles_and_is_read_only(found):
    assert found.concept == "sequential-logit"
    assert "Sequential logit at rationality 1.5 (two; one, three), complete, uniqueness proven" in str(found)
    again = pickle.loads(pickle.dumps(found))
    assert again.rows() == found.rows()
    for array in (found.distribution, *found.play):
        assert not array.flags.writeable


def test_a_group_that_meets_other_branches_is_partial():
    hunt = bg.Game([[[1, 0], [0, 1]], [[1, 0], [0, 1]]])
    met = sequential_logit(hunt, [hunt.players], 5.0)
    assert (met.status, met.unique) == ("partial", "not claimed")
    assert "player 1, player 2: other branches meet the principal one" in str(met)
    assert sequential_logit(hunt, [hunt.players], 1.0).status == "complete"


@pytest.mark.parametrize(
    ("history", "message"),
    [
        ({"one": "a"}, "history: does not say what two did, who moved before"),
        ({"two": "x"}, "strategy"),
        ({"two": "c", "one": "a"}, "must name the players of the first groups"),
        ({"two": "c", "one": "a", "three": "f"}, "leave out at least the last"),
    ],
)
def test_a_history_that_is_none_is_refused(found, history, message):
    with pytest.raises(bg.GameError, match=message):
        found.after(history)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"order": ["one"]}, "order: omits two, three"),
        ({"order": None}, "order = None"),
        ({"rationality": -1.0}, "rationality = -1.0"),
        ({"rationality": 1e12}, "too sharp for float64"),
        ({"base": [[1, 0], [0.5, 0.25, 0.25], [0.5, 0.5]]}, "has probability 0"),
        ({"game": 3}, "is not a Game"),
    ],
)
def test_bad_input_is_refused(change, message):
    with pytest.raises(bg.GameError, match=message):
        sequential_logit(**({"game": GAME, "order": ORDER, "rationality": 1.0} | change))
