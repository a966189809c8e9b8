"""Exchanges that leave a game as it is carry equilibria to equilibria."""

import numpy as np

import belarusgame as bg
from belarusgame.solve.structured.pieces import EXACT, Piece
from belarusgame.solve.structured.symmetry import symmetries


def lowest_number():
    """Whoever names the lowest number that nobody else names wins."""
    payoffs = np.zeros((3, 4, 4, 4))
    for profile in np.ndindex(4, 4, 4):
        alone = [a for a in profile if profile.count(a) == 1]
        for i, a in enumerate(profile):
            payoffs[(i, *profile)] = bool(alone) and a == min(alone)
    return bg.Game(payoffs)


def test_equilibria_are_carried_to_equilibria():
    game = lowest_number()
    group = symmetries(game.ordinal)
    piece = Piece(
        support=((0,), (1,), (2, 3)), points=tuple(map(np.array, ([[1]], [[1]], [[2, 1]]))), kind=EXACT
    )
    images = [exchange.piece(piece, game.shape) for exchange in group]
    assert len(group) == 12
    assert len({image.support for image in images}) == 6
    regrets = [max(game.regret(image.middle(game.shape)).values()) for image in images]
    assert max(regrets) == max(game.regret(piece.middle(game.shape)).values())


def test_a_game_without_symmetry_has_the_identity_only():
    payoffs = np.random.default_rng(0).random((3, 2, 2, 2))
    assert len(symmetries(payoffs)) == 1
    assert len(symmetries(payoffs[:, :, :1])) == 1
