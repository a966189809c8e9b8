"""What considerations add up to over profiles, by hand."""

from fractions import Fraction

import pytest

from belarusgame.report.account import Account

HALF = Fraction(1, 2)


@pytest.fixture(scope="module")
def office(build):
    """A chief who may press, and a clerk who stays or goes; pressed, it goes by the chief's payoffs."""
    return build(
        {"chief": ["watch", "press"], "clerk": ["stay", "go", "call"]},
        {
            "chief.aim": ((0.5, 1, 2), [({"clerk": "go"}, 2)]),
            "chief.cost": ((0.5, 1, 1.5), [({"chief": "press"}, -1)]),
            "clerk.fear": ((0.5, 1, 3), [({"clerk": "go"}, -1), ({"clerk": "go", "chief": "press"}, -1)]),
        },
        order=["chief", "clerk"],
        delegations={"orders": ("clerk", "chief", {"chief": "press"})},
    )


@pytest.fixture
def account(office):
    def made(delegations=()):
        factors = tuple(c.weight.likely for c in office.considerations)
        return Account(
            scenario=office,
            features=office.features(),
            factors=factors,
            scales=(Fraction(1),) * len(factors),
            delegations=delegations,
        )

    return made


ORDERS = ({"player": "clerk", "to": "chief", "when": {"chief": ("press",)}},)
WATCH_STAY, WATCH_GO, PRESS_STAY, PRESS_GO = (
    {place: Fraction(1)} for place in ((0, 0), (0, 1), (1, 0), (1, 1))
)


def test_parts_add_up_to_the_difference_the_largest_first(account):
    found = account().comparison("chief", "watch", "press", (WATCH_GO, PRESS_STAY), {"clerk": "stay"})
    assert [(part.consideration, part.amount) for part in found.parts] == [
        ("chief.aim", 2),
        ("chief.cost", 1),
    ]
    assert found.difference == 3
    assert (found.decided_by, found.by_chance) == ("", False)


def test_what_follows_from_replies_is_told_apart(account):
    found = account().comparison("chief", "watch", "press", (WATCH_GO, PRESS_STAY), {"clerk": "stay"})
    (through,) = found.through_replies
    assert (through.consideration, through.players, through.amount) == ("chief.aim", ("clerk",), 2)
    held = account().comparison("chief", "watch", "press", (WATCH_GO, PRESS_GO), None)
    assert held.through_replies == ()
    assert [part.consideration for part in held.parts] == ["chief.cost"]


def test_weights_move_towards_what_hurts_until_it_is_a_tie(account):
    """To stay saves the fear of going: 1 at weight 1, half of which is lost at its least."""
    found = account().comparison("clerk", "stay", "go", (WATCH_STAY, WATCH_GO), None)
    assert found.difference == 1
    assert found.tips_at == 1 / HALF  # twice as far as the range goes
    back = account().comparison("clerk", "go", "stay", (WATCH_GO, WATCH_STAY), None)
    assert (back.difference, back.tips_at) == (-1, 0)
    # 2 for the aim and 1 for the cost, of which the former can lose 1 and the latter a half.
    both = account().comparison("chief", "watch", "press", (WATCH_GO, PRESS_STAY), {"clerk": "stay"})
    assert both.tips_at == 3 / (2 * HALF + 1 * HALF)


def test_under_orders_the_considerations_are_the_chiefs(account):
    found = account(ORDERS).comparison("clerk", "go", "stay", (PRESS_GO, PRESS_STAY), None)
    assert (found.decided_by, found.by_chance) == ("chief", False)
    assert [(part.consideration, part.amount) for part in found.parts] == [("chief.aim", 2)]
    free = account(ORDERS).comparison("clerk", "go", "stay", (WATCH_GO, WATCH_STAY), None)
    assert free.decided_by == ""
    assert [(part.consideration, part.amount) for part in free.parts] == [("clerk.fear", -1)]


def test_in_mixed_play_it_is_a_matter_of_chance_who_decides(account):
    here = {(0, 1): HALF, (1, 1): HALF}
    there = {(0, 0): HALF, (1, 0): HALF}
    found = account(ORDERS).comparison("clerk", "go", "stay", (here, there), None)
    assert (found.decided_by, found.by_chance) == ("chief", True)
    assert {part.consideration: part.amount for part in found.parts} == {
        "chief.aim": 1,  # half of the time
        "clerk.fear": -HALF,
    }


def test_what_is_typed_by_judgement_is_called_judged(account):
    (part,) = account().comparison("clerk", "stay", "go", (WATCH_STAY, WATCH_GO), None).parts
    assert (part.judged, part.kind, part.basis) == (True, "judged", ("judgement",))
