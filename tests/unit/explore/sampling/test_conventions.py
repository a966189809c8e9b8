from fractions import Fraction

from belarusgame.explore.sampling.conventions import other_conventions


def test_each_convention_changes_what_it_names_and_nothing_else(build):
    effects = [
        ({"row": "b"}, 3),
        ({"column": "c"}, -2),
        ({"column": "e"}, 1),
        ({"row": "b", "column": "e"}, -3),
    ]
    scenario = build(
        {"row": ["a", "b"], "column": ["d", "c", "e"]},
        {
            "row.x": ((0.25, 0.5, 0.75), effects),
            "row.y": ((1.5, 2, 3), [({"row": "b"}, -2.5)]),
            "column.x": ((0.5, 0.75, 2), [({"column": "c"}, 2)]),
        },
    )
    made = other_conventions(scenario)
    assert list(made) == ["likely weights 1", "sizes 1, 2, 4", "sizes 1, 3, 9"]

    def sizes(name):
        return [[effect.adds for effect in c.effects] for c in made[name].considerations]

    def ranges(one):
        return [(c.weight.low, c.weight.likely, c.weight.high) for c in one.considerations]

    plain = [[3, -2, 1, -3], [Fraction(-5, 2)], [2]]
    assert sizes("likely weights 1") == plain
    assert sizes("sizes 1, 2, 4") == [[4, -2, 1, -4], [Fraction(-5, 2)], [2]]
    assert sizes("sizes 1, 3, 9") == [[9, -3, 1, -9], [Fraction(-5, 2)], [3]]
    assert ranges(made["likely weights 1"]) == [(0.25, 1, 1), (1, 1, 3), (0.5, 1, 2)]
    assert ranges(made["sizes 1, 2, 4"]) == ranges(made["sizes 1, 3, 9"]) == ranges(scenario)
