"""An answer to a zero-sum game by programs is confirmed, and what does not hold is named."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.recheck.optimal_pair import check_zero_sum, value_message
from belarusgame.solve.recheck.search_certificate import Rejected
from belarusgame.solve.two_player import components


def by_programs(matrix):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(components, "_BEFORE_PROGRAMS", 1)
        return bg.solve.all_equilibria(bg.Game([np.array(matrix), -np.array(matrix)]), certificate=True)


@pytest.fixture(scope="module")
def mixed():
    """Value 1/5: two fifths and three fifths on either side."""
    return by_programs([[2, -1], [-1, 1]])


@pytest.fixture(scope="module")
def continuum():
    """The first may mix as it likes, the second must stay on the left."""
    return by_programs([[0, 0, 1], [0, 1, 0]])


def check(solution, **changes):
    return check_zero_sum(solution, replace(solution.certificate, **changes))


def test_what_was_found_is_confirmed_with_its_value(mixed, continuum):
    assert check(mixed) == "the value 1/5 and all optimal strategies of either player are confirmed"
    assert check(continuum).startswith("the value 0 and")


TWO_FIFTHS = (Fraction(2, 5), Fraction(3, 5))


@pytest.mark.parametrize(
    ("strategies", "said"),
    [
        ((TWO_FIFTHS[:1], TWO_FIFTHS), "no mixed strategy"),
        (((Fraction(2, 5), Fraction(2, 5)), TWO_FIFTHS), "no mixed strategy"),
        (((Fraction(-1), Fraction(2)), TWO_FIFTHS), "no mixed strategy"),
        ((TWO_FIFTHS[::-1], TWO_FIFTHS), "do not exclude all others"),
        ((TWO_FIFTHS, (Fraction(1), Fraction(0))), "do not exclude all others"),
    ],
)
def test_a_pair_that_proves_nothing_is_refused(mixed, strategies, said):
    with pytest.raises(Rejected, match=said):
        check(mixed, strategies=strategies)


def test_an_optimal_strategy_at_the_border_does_not_show_that_nothing_was_missed(continuum):
    ours, theirs = continuum.certificate.strategies
    assert all(ours)
    with pytest.raises(Rejected, match="do not exclude all others"):
        check(continuum, strategies=((Fraction(1), Fraction(0)), theirs))


def test_nor_does_one_of_the_second_player():
    turned = by_programs([[0, 0], [0, -1], [-1, 0]])
    ours, theirs = turned.certificate.strategies
    assert all(theirs)
    with pytest.raises(Rejected, match="do not exclude all others"):
        check(turned, strategies=(ours, (Fraction(1), Fraction(0))))
    nothing, one = bg.Game([[[0, 0]], [[0, 0]]]), Fraction(1)  # the second may do either
    with pytest.raises(Rejected, match="do not exclude all others"):
        check(turned, game=nothing, strategies=((one,), (one, Fraction(0))))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (lambda s: {"messages": ()}, "messages"),
        (lambda s: {"messages": ("the value of the game is 2",)}, "messages"),
        (lambda s: {"outcomes": ()}, "another number of them"),
        (lambda s: {"outcomes": s.outcomes * 2}, "another number of them"),
        (lambda s: {"outcomes": (replace(s.outcomes[0], index=-1),)}, "another index"),
        (lambda s: {"outcomes": (replace(s.outcomes[0], strict=True),)}, "not as strict"),
        (lambda s: {"outcomes": (replace(s.outcomes[0], box=None),)}, "does not hold everything"),
        (
            lambda s: {
                "outcomes": (replace(s.outcomes[0], mixed=(np.array([0.5, 0.5]), s.outcomes[0].mixed[1])),)
            },
            "is not the one that was confirmed",
        ),
    ],
)
def test_what_is_listed_is_exactly_what_was_proven(mixed, changes, said):
    with pytest.raises(Rejected, match=said):
        check(replace(mixed, **changes(mixed)))


def test_a_continuum_is_one_box_that_holds_it_and_not_much_more(continuum):
    (part,) = continuum.components
    with pytest.raises(Rejected, match="something else is listed"):
        check(replace(continuum, components=()))
    for player, place, ends, said in (
        (0, 1, (0.25, 1.0), "does not hold all of it"),
        (1, 2, (0.0, 1.0), "larger than what programs"),
        (1, 0, (0.5, 1.0), "larger than what programs"),
    ):
        bounds = [own.copy() for own in part.box.bounds]
        bounds[player][place] = ends
        box = replace(part.box, bounds=tuple(bounds))
        with pytest.raises(Rejected, match=said):
            check(replace(continuum, components=(replace(part, box=box),)))
    with pytest.raises(Rejected, match="the pure equilibria are not those"):
        check(replace(continuum, outcomes=continuum.outcomes[:1]))
    regular = (replace(continuum.outcomes[0], index=1), *continuum.outcomes[1:])
    with pytest.raises(Rejected, match="said to be regular"):
        check(replace(continuum, outcomes=regular))


def test_another_kind_of_game_is_refused(mixed):
    same = bg.Game([np.eye(2), np.eye(2)])
    with pytest.raises(Rejected, match="not the best replies of a zero-sum game"):
        check(mixed, game=same)
    with pytest.raises(Rejected, match="two players"):
        check(mixed, game=bg.Game(np.zeros((3, 2, 2, 2))))


def test_only_a_game_with_one_sum_has_a_value():
    players = ("one", "two")
    assert value_message(players, Fraction(1, 5), Fraction(1)).endswith("is 1/5 to one and 4/5 to two")
    assert value_message(players, Fraction(1, 5), None).endswith("all pairs of good strategies")
