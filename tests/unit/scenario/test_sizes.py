from fractions import Fraction

from first_edition import first_edition

from belarusgame.scenario import BASES, shares_by_basis


def test_shares_are_of_sizes_and_sum_to_one():
    scenario = first_edition()
    for player in scenario.labels.players:
        shares = shares_by_basis(scenario.of_player(player))
        assert tuple(shares) == BASES
        assert sum(shares.values()) == 1
    # The West: 2 asserted at 1 is judged (an effect), 2 at 0.5 judged, 2 at 0.75 asserted, 1 at 1 judged.
    assert shares_by_basis(scenario.of_player("west")) == {
        "asserted": Fraction(3, 11),
        "inferred": 0,
        "judged": Fraction(8, 11),
    }


def test_nothing_has_no_shares():
    assert shares_by_basis([]) == {}
