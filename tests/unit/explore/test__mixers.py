from belarusgame.explore._mixers import indifferent_somewhere
from belarusgame.explore._question import question
from belarusgame.explore._space import space_of


def test_where_one_randomises_the_others_answer_to_the_average(build):
    """Pushing pays where the gain is 1.5, and must then leave the neighbour calm: fear at most 2."""
    scenario = build(
        {"leader": ["hold", "push", "run"], "neighbour": ["calm", "arm"]},
        {
            "leader.gain": ((0.5, 1, 2), [({"leader": "push"}, 1)]),
            "leader.cost": ((1.5, 1.5, 1.5), [({"leader": "push"}, -1), ({"leader": "run"}, -1)]),
            "neighbour.fear": ((1.5, 3, 4), [({"leader": "push", "neighbour": "arm"}, 1)]),
            "neighbour.price": ((1, 1, 1), [({"neighbour": "arm"}, -1)]),
        },
    )
    asked = question(scenario, {"leader": "push", "neighbour": "calm"}, "nash", ["nash"])
    found = indifferent_somewhere(asked, space_of(scenario), {})
    assert found is not None
    point, equilibrium = found
    gain, fear = point.weights[0], point.weights[2]
    assert gain == 1.5
    share = equilibrium["leader"]["push"]
    assert 0 < share < 1
    assert fear * share <= 1
    assert equilibrium["neighbour"]["calm"] == 1
