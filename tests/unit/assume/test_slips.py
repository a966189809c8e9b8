from collections import Counter

from first_edition import first_edition

from belarusgame.assume.slips import slips_of


def test_every_mistake_is_one_change(build):
    players = {"a": ["x", "y"], "b": ["u", "v"]}
    ends = {
        "a.k": ((0, 1, 2), [({"a": "y"}, 2), ({"a": "y", "b": "v"}, -1)]),
        "b.k": ((1, 1, 1), [({"b": "v"}, 3)]),
    }
    scenario = build(players, ends)
    slips = list(slips_of(scenario))
    assert Counter(slip.kind for slip in slips) == {
        "sign flipped": 3,
        "size a step up": 2,  # 2 to 3 and 1 to 2; a decisive one has no step up
        "size a step down": 2,
        "effect dropped": 2,  # the only effect of a consideration is the consideration
        "consideration dropped": 2,
        "weight at its low end": 1,
        "weight at its high end": 1,  # a range without width has no ends
        "effects of two players swapped": 1,
    }
    for slip in slips[:-1]:
        pairs = zip(slip.scenario.considerations, scenario.considerations, strict=True)
        assert sum(one != other for one, other in pairs) == 1
    assert [c.player for c in slips[-1].scenario.considerations] == ["b", "a"]
    adds = [effect.adds for slip in slips[:4] for effect in slip.scenario.considerations[0].effects]
    assert adds[:6] == [-2, -1, 3, -1, 1, -1]


def test_the_first_edition_can_be_miscoded_in_many_ways():
    kinds = Counter(slip.kind for slip in slips_of(first_edition()))
    assert kinds["effects of two players swapped"] == 6
    assert kinds["consideration dropped"] == len(first_edition().considerations)
    assert kinds["sign flipped"] == sum(len(c.effects) for c in first_edition().considerations)
