"""Requirements on a scenario in which it can be told by hand what each of them notices."""

from dataclasses import replace

import pytest

import belarusgame as bg
from belarusgame import assume
from belarusgame.assume.slips import slips_of

PLAYERS = {"a": ["stay", "go"], "b": ["rest", "act"]}


@pytest.fixture
def case(build):
    """Going costs a 1, and acting costs b 3; nothing is uncertain, so that only sizes and signs can slip."""

    def made(*requirements, **ends):
        considerations = {
            "a.cost": ((1, 1, 1), [({"a": "go"}, -1)]),
            "b.cost": ((1, 1, 1), [({"b": "act"}, -3)]),
        }
        scenario = build(PLAYERS, considerations | ends, order=["a", "b"])
        return replace(scenario, assumptions=requirements)

    return made


STAYS = assume.requirement("stays", assume.prefers(player="a", better={"a": "stay"}, worse={"a": "go"}))
RESTS = assume.requirement("rests", assume.prefers(player="b", better={"b": "rest"}, worse={"b": "act"}))
NEVER = assume.requirement("never", assume.never({"b": "act"}))


def test_exactly_one_mistake_goes_unnoticed(build):
    """That it costs something is required, so that only its being marked instead of decisive passes."""
    scenario = build({"a": ["stay", "go"]}, {"a.cost": ((1, 1, 1), [({"a": "go"}, -3)])})
    found = assume.strength(replace(scenario, assumptions=(STAYS,)))
    assert [(one.kind, one.by) for one in found.mistakes] == [
        ("sign flipped", ("stays",)),
        ("size a step down", ()),
        ("consideration dropped", ("stays",)),
    ]
    assert [(one.kind, one.place) for one in found.unnoticed] == [("size a step down", "a.cost.effects[0]")]
    assert found.share == 2 / 3


def test_who_notices_is_told_for_every_mistake(case):
    found = assume.strength(case(STAYS, RESTS))
    assert {(one.kind, one.place): one.by for one in found.mistakes} == {
        ("sign flipped", "a.cost.effects[0]"): ("stays",),
        ("size a step up", "a.cost.effects[0]"): (),
        ("consideration dropped", "a.cost"): ("stays",),
        ("sign flipped", "b.cost.effects[0]"): ("rests",),
        ("size a step down", "b.cost.effects[0]"): (),
        ("consideration dropped", "b.cost"): ("rests",),
        ("effects of two players swapped", "a and b"): ("stays", "rests"),
    }


def test_each_requirement_says_what_it_is_worth(case):
    either = assume.requirement(
        "either",
        assume.any_of(
            assume.prefers(player="a", better={"a": "stay"}, worse={"a": "go"}),
            assume.prefers(player="a", better={"a": "go"}, worse={"a": "stay"}),
        ),
    )
    idle = assume.requirement(
        "idle", assume.prefers(player="a", better={"b": "rest"}, worse={"b": "act"}, strict=False)
    )
    wrong = assume.requirement("wrong", assume.prefers(player="a", better={"a": "go"}, worse={"a": "stay"}))
    found = assume.strength(case(STAYS, NEVER, either, idle, wrong))
    worth = {one.name: one for one in found.requirements}
    assert (worth["stays"].notices, worth["stays"].effects) == (3, 1)
    assert worth["never"].effects is None
    assert (
        worth["never"].notices == 3
    )  # b's sign, b's cost dropped, and b with a's cost: that is no cost to b
    assert worth["either"].one_branch
    assert not worth["stays"].one_branch
    assert (worth["idle"].notices, worth["idle"].effects) == (0, 0)
    assert (worth["wrong"].holds, worth["wrong"].notices) == (False, 0)
    text = str(found)
    for said in ("restates one effect", "notices nothing", "holds by one branch alone", "is not proven"):
        assert said in text
    assert found.heading.startswith("Requirements of test: they notice ")


def test_what_it_says_is_what_a_check_of_the_miscoded_file_says(case):
    scenario = case(STAYS, RESTS, NEVER)
    found = assume.strength(scenario)
    for slip, noticed in zip(slips_of(scenario), found.mistakes, strict=True):
        refuted = {c.assumption.name for c in bg.check(slip.scenario).checked if c.verdict == "refuted"}
        assert set(noticed.by) == refuted, (slip.kind, slip.place)


def test_an_end_of_a_range_cannot_be_noticed(case):
    found = assume.strength(case(STAYS, **{"a.cost": ((0.5, 1, 2), [({"a": "go"}, -1)])}))
    ends = [one for one in found.mistakes if one.kind.startswith("weight")]
    assert len(ends) == 2
    assert not any(one.by for one in ends)
    assert not any("weight" in row["mistake"] for row in found.unnoticed_rows())


def test_without_requirements_nothing_is_noticed(case):
    found = assume.strength(case())
    assert found.share == 0.0
    assert found.rows() == []
    assert "they notice 0 of" in found.heading
