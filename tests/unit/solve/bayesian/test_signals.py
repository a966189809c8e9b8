from fractions import Fraction

import pytest

from belarusgame.base.rays import Budget, OutOfStepsError
from belarusgame.solve.bayesian.signals import Signalling, families_of

PLENTY = 10**6


def table(rows):
    return [[[Fraction(value) for value in cell] for cell in row] for row in rows]


def made(sender, receiver, prior=("1/2", "1/2")):
    return Signalling(prior=tuple(map(Fraction, prior)), sender=table(sender), receiver=table(receiver))


def nothing(types, messages, replies):
    return [[[0] * replies for _ in range(messages)] for _ in range(types)]


def counted(game):
    families = families_of(game, Budget(PLENTY))
    return len(families), len({family.component for family in families})


def test_where_nothing_matters_every_set_of_messages_has_a_family_and_all_hang_together():
    game = made(nothing(3, 3, 2), nothing(3, 3, 2), ("1/3",) * 3)
    assert counted(game) == (7, 1)


def test_sending_less_and_less_of_a_message_leads_to_never_sending_it():
    """Types do not care; the receiver would like to tell them apart and must be wrong about neither."""
    game = made(nothing(2, 2, 2), [[[1, 0]] * 2, [[0, 1]] * 2])
    families = families_of(game, Budget(PLENTY))
    assert {family.sent for family in families} == {(0,), (1,), (0, 1)}
    assert len({family.component for family in families}) == 1


def test_types_who_want_to_be_known_are_in_two_languages_or_not_at_all():
    """The receiver matches the type, which wants that: two ways to separate, and all that says nothing."""
    match = [[[1, 0]] * 2, [[0, 1]] * 2]
    found = families_of(made(match, match), Budget(PLENTY))
    by_component = {}
    for family in found:
        by_component.setdefault(family.component, []).append(family.sent)
    assert sorted(map(len, by_component.values())) == [1, 1, 7]
    assert [sent for sent in by_component.values() if len(sent) == 1] == [[(0, 1)], [(0, 1)]]


def test_after_some_messages_there_may_be_fewer_replies():
    """The first type gets 2 for sure by the second message; the second loses nothing by the first one."""
    game = made([[[0, 1], [2]], [[0, 1], [0]]], [[[1, 0], [0]], [[0, 1], [0]]])
    assert game.pairs == ((0, 0), (0, 1), (1, 0))
    families = families_of(game, Budget(PLENTY))
    assert {family.sent for family in families} == {(1,), (0, 1)}
    first_by_the_first_message = game.sends(0, 0)
    assert all(family.before & first_by_the_first_message for family in families)


@pytest.mark.parametrize("factor", [1, 3, Fraction(1, 7)])
def test_neither_the_scale_nor_the_shift_of_payoffs_matters(factor):
    sender = [[[2, 0], [1, 3]], [[0, 2], [3, 1]]]
    receiver = [[[1, 0], [0, 2]], [[0, 1], [2, 0]]]

    def moved(rows):
        return [[[factor * value - 5 for value in cell] for cell in row] for row in rows]

    assert families_of(made(moved(sender), moved(receiver)), Budget(PLENTY)) == families_of(
        made(sender, receiver), Budget(PLENTY)
    )


def test_the_budget_ends_the_search():
    with pytest.raises(OutOfStepsError):
        families_of(made(nothing(2, 2, 2), nothing(2, 2, 2)), Budget(3))
