from fractions import Fraction

import pytest

import belarusgame as bg


def solved(game, refine=None):
    return bg.solve.perfect_bayesian_equilibria(game, game.players, refine=refine).equilibria


def test_no_type_is_ruled_out_where_both_could_gain():
    """The unexpected message might bring either type more, so that beliefs stay as free as they were."""
    game = bg.BayesianGame(
        ["sender", "receiver"],
        [["safe", "risky"], ["good", "bad"]],
        {"sender": ["one", "two"]},
        {"sender": [0.5, 0.5]},
        {
            kind: [[[1, 1], [2, 0]], [[0, 0], [int(kind == "one"), int(kind == "two")]]]
            for kind in ("one", "two")
        },
    )

    def on_safe(found):
        return sorted(e.probability({"sender": "safe"}) for e in found)

    assert on_safe(solved(game)) == on_safe(solved(game, "intuitive"))
    assert 1 in on_safe(solved(game))


def test_a_continuum_is_cut_where_what_a_type_gets_crosses_what_decides():
    """After the usual message any reply is best, so that its senders get anything from 0 to 4.

    The other message brings the first type at most 3 and the second at most 1. Where both get more than 1,
    the receiver rules the second out and replies high: then the first must get 3 at least.
    """
    game = bg.BayesianGame(
        ["sender", "receiver"],
        [["usual", "other"], ["low", "high"]],
        {"sender": ["first", "second"]},
        {"sender": [0.5, 0.5]},
        {
            "first": [[[0, 4], [0, 3]], [[0, 0], [0, 1]]],
            "second": [[[0, 4], [0, 1]], [[0, 0], [1, 0]]],
        },
    )
    name = "receiver after sender usual: high"

    def ranges(found):
        pieces = [piece for e in found for piece in e.pieces if piece.sent == (("usual",),)]
        return {piece.regions[-1].range(name) for piece in pieces}

    assert (0, 1) in ranges(solved(game))
    left = ranges(solved(game, "intuitive"))
    quarter = Fraction(1, 4)
    assert {(0, quarter), (3 * quarter, 1)} <= left
    assert all(high <= quarter or low >= 3 * quarter for low, high in left)


@pytest.mark.parametrize(("safe", "survives"), [(1, True), (2, False), (3, True)])
def test_who_gets_just_as_much_is_not_ruled_out_and_has_no_reason_to_leave(safe, survives):
    """The other message brings the second type at most 1, and the first one 3 once it is known."""
    game = bg.BayesianGame(
        ["sender", "receiver"],
        [["usual", "other"], ["low", "high"]],
        {"sender": ["first", "second"]},
        {"sender": [0.5, 0.5]},
        {
            "first": [[[safe, safe], [0, 3]], [[0, 0], [0, 1]]],
            "second": [[[safe, safe], [0, 1]], [[0, 0], [1, 0]]],
        },
    )
    left = [e for e in solved(game, "intuitive") if e.probability({"sender": "usual"}) == 1]
    assert bool(left) == survives
