from fractions import Fraction
from time import monotonic

import pytest

import belarusgame as bg
from belarusgame.base.rays import Budget
from belarusgame.solve.bayesian.mixing import Mixing
from belarusgame.solve.bayesian.one_sender import OneSender
from belarusgame.solve.bayesian.tree import tree_of


def test_the_weak_guest_mixes_where_it_is_likely(guests):
    game = bg.BayesianGame(
        guests.players,
        guests.strategies,
        {"guest": ["weak", "strong"]},
        {"guest": [0.6, 0.4]},
        {kind: guests.game({"guest": kind}) for kind in ("weak", "strong")},
    )
    search = Mixing(tree=tree_of(game, game.players, None, None), used=("guest",), until=monotonic() + 60)
    (play,) = search.found()
    assert play["guest", "weak", ()] == {"beer": Fraction(2, 3), "quiche": Fraction(1, 3)}
    assert play["bully", "ordinary", ("beer",)]["duel"] == Fraction(1, 2)


@pytest.mark.parametrize("seed", range(8))
def test_what_it_finds_is_among_all_equilibria(signalling, seed):
    game = signalling(seed)
    tree = tree_of(game, game.players, None, None)
    found = list(Mixing(tree=tree, used=("sender",), until=monotonic() + 60).found())
    records = OneSender(tree).components(Budget(10**6))
    for play in found:
        spots = [("sender", kind, ()) for kind in game.types["sender"]]
        sent = {(label,) for spot in spots for label, p in play[spot].items() if p}
        assert any(set(piece.sent) == sent for record in records for piece in record.pieces)


def test_too_little_time_is_said(guests):
    search = Mixing(tree=tree_of(guests, guests.players, None, None), used=("guest",), until=monotonic() - 1)
    assert list(search.found()) == []
    assert "max_seconds" in next(iter(search.gaps))
