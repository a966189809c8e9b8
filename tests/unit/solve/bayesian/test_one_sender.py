from time import monotonic

import pytest

from belarusgame.base.rays import Budget, OutOfStepsError
from belarusgame.solve.bayesian.continuations import BeliefInduction
from belarusgame.solve.bayesian.one_sender import OneSender
from belarusgame.solve.bayesian.perfect_bayesian import play_name
from belarusgame.solve.bayesian.tree import tree_of


def pure_plays(tree):
    """Return what is played in every pure equilibrium, by the other method."""
    search = BeliefInduction(tree=tree, used=tree.typed, until=monotonic() + 60, mixes=False)
    return [found.play for found in search.start()]


def lies_in(tree, piece, play):
    values = {play_name(tree, spot, label): p for spot, mix in play.items() for label, p in mix.items()}
    regions = [region for region in piece.regions if not region.coordinates[0].startswith("after")]
    inside = {name for region in regions for name in region.coordinates}
    sent = {(label,) for spot, mix in play.items() if not spot[2] for label, p in mix.items() if p}
    return (
        sent == set(piece.sent)
        and all(name in inside or not p for name, p in values.items())
        and all(region.contains([values[name] for name in region.coordinates]) for region in regions)
    )


@pytest.mark.parametrize("seed", range(25))
def test_every_corner_is_an_equilibrium_and_the_pure_ones_are_those_of_induction(signalling, seed):
    game = signalling(seed)
    tree = tree_of(game, game.players, None, None)
    records = OneSender(tree).components(Budget(10**6))
    assert [problem for record in records for problem in record.problems()] == []
    pieces = [piece for record in records for piece in record.pieces]
    plays = pure_plays(tree)
    assert all(any(lies_in(tree, piece, play) for piece in pieces) for play in plays)
    listed = [
        {spot: max(mix, key=mix.get) for spot, mix in play.items()}
        for record in records
        for piece, play, _ in record.members()
        if all(max(mix.values()) == 1 for mix in play.values()) and lies_in(tree, piece, play)
    ]
    by_induction = [{spot: max(mix, key=mix.get) for spot, mix in play.items()} for play in plays]
    assert all(play in by_induction for play in listed)


def test_a_type_of_probability_zero_changes_nothing_for_the_others(guests):
    import belarusgame as bg

    def answers(types, prior):
        payoffs = {kind: guests.game({"guest": kind if kind != "ghost" else "weak"}) for kind in types}
        game = bg.BayesianGame(guests.players, guests.strategies, {"guest": types}, {"guest": prior}, payoffs)
        found = bg.solve.perfect_bayesian_equilibria(game, game.players)
        assert found.status == "complete"
        return sorted(e.probability({"guest": "beer"}) for e in found.equilibria)

    assert answers(["weak", "strong", "ghost"], [0.1, 0.9, 0]) == answers(["weak", "strong"], [0.1, 0.9])


def test_the_budget_ends_the_search(guests):
    with pytest.raises(OutOfStepsError):
        OneSender(tree_of(guests, guests.players, None, None)).components(Budget(5))
