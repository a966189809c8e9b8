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
