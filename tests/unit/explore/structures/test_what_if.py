import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame.explore import sweep, what_if

JOIN = {"lukashenko": ("join",)}
PLAIN = {"logit": 0, "conventions": False, "progress": False}


def test_what_if_a_player_is_held(firm):
    found = what_if(first_edition(), "west", draws=2000, seed=1)
    shares = [
        sweep(first_edition(), 2000, 1, fix={"west": s}, **PLAIN).share(JOIN).some
        for s in ("isolate", "differentiate", "destabilise")
    ]
    assert [one.share.some for one in found.held] == shares
    assert found.range == (min(shares), max(shares))
    assert found.heading.startswith("Whatever the West does: lukashenko = join happens in ")
    with pytest.raises(bg.GameError, match="the event names it"):
        what_if(firm(), "firm")
    with pytest.raises(bg.GameError, match="is not one of"):
        what_if(firm(), "frim")


def test_all_of_the_draws_are_a_hundred_percent(build):
    """Giving way pays where the other one goes right, and never where it stays."""
    scenario = build(
        {"a": ["x", "y"], "b": ["l", "r"]},
        {"a.gain": ((0.5, 1, 2), [({"a": "y", "b": "r"}, 1), ({"a": "y", "b": "l"}, -1)])},
        order=["b", "a"],
    )
    found = what_if(scenario, "b", {"a": "y"}, draws=20, seed=1)
    assert found.range == (0, 1)
    assert found.heading == "Whatever B does: a = y happens in 0 % to 100 % of the draws."
