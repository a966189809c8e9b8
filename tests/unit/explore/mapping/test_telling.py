import itertools

import pytest

import belarusgame as bg


def slow_pairs(scenario, concept, kinds=("weight",)):
    """Map every pair."""
    names = [e.name for e in scenario.inputs(*kinds) if e.range.low < e.range.high]
    scaled = [{c.key, c.driver} for c in scenario.considerations]
    for x, y in itertools.combinations(names, 2):
        if {x, y} not in scaled:
            labels = {c.label for c in bg.explore.region_map(scenario, x, y, concept=concept).cells}
            if len(labels) > 1:
                yield (x, y), len(labels)


@pytest.mark.parametrize("concept", ["sequential", "pure"])
@pytest.mark.parametrize("drivers", [False, True])
def test_they_are_those_whose_map_has_more_than_one_region(ladder, concept, drivers):
    found = bg.explore.telling_pairs(ladder, concept=concept, drivers=drivers)
    kinds = ("weight", "driver") if drivers else ("weight",)
    assert {(pair.x, pair.y): pair.regions for pair in found.pairs} == dict(
        slow_pairs(ladder, concept, kinds)
    )
    assert found.asked >= len(found.pairs) > 0
    assert len(found.rows()) == len(found.pairs)


def test_what_touches_the_question_comes_first(ladder):
    touches = [pair.touches for pair in bg.explore.telling_pairs(ladder).pairs]
    assert touches == sorted(touches, reverse=True)
    pair = bg.explore.telling_pairs(ladder).pairs[0]
    every, some = bg.explore.region_map(ladder, pair.x, pair.y).share(ladder.question)
    assert pair.touches == (some > 0 and every < 1)


@pytest.mark.parametrize("most", [1, 3, 1000])
def test_what_was_not_mapped_is_counted_and_the_rest_is_as_without_a_limit(ladder, most):
    all_of_them = bg.explore.telling_pairs(ladder)
    assert all_of_them.left == 0
    assert len(all_of_them.pairs) > 3
    found = bg.explore.telling_pairs(ladder, max_maps=most)
    assert [pair for pair in all_of_them.pairs if pair in found.pairs] == list(found.pairs)
    assert 0 < len(found.pairs) <= most
    assert (found.left > 0) == (most < 1000) == ("more pairs were not mapped; allow more" in str(found))
    assert found.asked == all_of_them.asked


def test_where_nothing_changes_it_says_so(make):
    end = {"sentence": "x", "judgement": "x", "weight": {"low": 1, "likely": 2, "high": 3}}
    gain = end | {"effects": [{"when": {"a": "y"}, "adds": 1}]}
    found = bg.explore.telling_pairs(make({"a": ["x", "y"]}, {"a": [gain, gain]}), concept="pure")
    assert found.pairs == () and found.asked == 1
    assert "the outcomes stay the same" in found.heading


def test_a_wrong_setting_is_refused(ladder):
    with pytest.raises(bg.GameError, match="drivers"):
        bg.explore.telling_pairs(ladder, drivers="yes")
    with pytest.raises(bg.GameError, match="max_maps"):
        bg.explore.telling_pairs(ladder, max_maps=0)
    with pytest.raises(bg.GameError, match="concept"):
        bg.explore.telling_pairs(ladder, concept="nash")
