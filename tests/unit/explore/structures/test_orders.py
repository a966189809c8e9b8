from collections import Counter

import pytest

from belarusgame.explore.structures.orders import number_of_orders, orders_of


@pytest.mark.parametrize(("players", "count"), [("a", 1), ("ab", 3), ("abc", 13), ("abcd", 75)])
def test_every_order_is_there_once(players, count):
    orders = orders_of(tuple(players), 0)
    kinds = {tuple(frozenset(group) for group in order) for order in orders}
    assert len(orders) == len(kinds) == count  # the ordered Bell numbers
    assert all(sorted(player for group in order for player in group) == list(players) for order in orders)


def test_of_five_players_a_sample_is_drawn_in_which_every_order_is_equally_likely():
    assert orders_of("abcde", 3) == orders_of("abcde", 3) != orders_of("abcde", 4)
    found = Counter(len(order) for seed in range(80) for order in orders_of("abcde", seed))
    # Of the 541 orders 1, 30, 150, 240 and 120 have one to five groups; drawn without repetition 75 times.
    assert sum(found.values()) == 80 * 75
    for groups, count in {1: 1, 2: 30, 3: 150, 4: 240, 5: 120}.items():
        assert found[groups] / 6000 == pytest.approx(count / 541, abs=0.02)


def test_a_smaller_sample_is_the_beginning_of_a_larger_one_and_no_sample_has_more_orders_than_there_are():
    assert orders_of("abcdef", 3, 20) == orders_of("abcdef", 3)[:20]
    assert len(set(orders_of("abcde", 1, 10_000))) == number_of_orders(5) == 541
    assert orders_of("abcd", 1, 2) == orders_of("abcd", 1)
    assert [number_of_orders(players) for players in (1, 2, 3, 4, 6)] == [1, 3, 13, 75, 4683]
