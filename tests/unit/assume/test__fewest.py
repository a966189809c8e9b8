import pytest

from belarusgame.assume import _fewest
from belarusgame.assume._fewest import Inputs, fewest
from belarusgame.assume._formula import Atom
from belarusgame.explore._space import space_of


@pytest.mark.parametrize("guess", [None, ["union.jobs"]])
def test_what_the_program_finds_is_checked_and_replaced(port, monkeypatch, guess):
    """The program works in floating point: what it gives up, or gets wrong, is found another way."""
    space = space_of(port)
    calm, jobs, order = (space.keys.index(name) for name in ("city.calm", "union.jobs", "owner.order"))
    # Both (0.75) beat calm (1) if they grow; lowering calm to 0.75 would give no more than ties.
    branch = frozenset(Atom(tuple(sorted({k: 1, calm: -1}.items())), True) for k in (jobs, order))
    enough = Inputs(frozenset([jobs, order]))
    assert fewest(space, branch) == enough
    wrong = None if guess is None else Inputs(frozenset(map(space.keys.index, guess)))
    monkeypatch.setattr(_fewest, "_program", lambda *_: wrong)
    assert fewest(space, branch) == enough
