from dataclasses import replace

from first_edition import first_edition

from belarusgame.explore.structures.swaps import OTHER, changes_between, with_payoffs_of


def more(**effects):
    made = {"sentence": "It does.", "judged": "So.", "effects": [{"when": {"firm": "raise"}, "adds": 1}]}
    return made | effects


def test_one_players_payoffs_come_with_their_drivers_and_types(firm):
    chance = {"low": 0.1, "likely": 0.2, "high": 0.3}
    kind = {"probability": chance, "scales": {"all": 2}, "judgement": "Made up."}
    tide = {"level": {"low": 0.5, "likely": 1, "high": 2}, "claims": ["2a"]}
    b = firm(
        considerations__firm={"all": more(driver="tide")}, drivers={"tide": tide}, types__firm__bold=kind
    )
    a = firm()
    mixed = with_payoffs_of(a, b, ["firm"])
    assert [c.key for c in mixed.considerations] == ["firm.all", "state.effort", "state.calm"]
    assert [d.name for d in mixed.drivers] == ["tide"]
    assert [t.name for t in mixed.types] == ["bold"]
    index = a.labels.player_index("firm")
    assert (mixed.game().exact_payoffs[index] == b.game().exact_payoffs[index]).all()
    assert (mixed.game().exact_payoffs[1 - index] == a.game().exact_payoffs[1 - index]).all()
    back = with_payoffs_of(b, a, ["firm"])
    assert back.types == back.drivers == ()


def test_a_driver_that_differs_gets_a_name_of_its_own(firm):
    def made(high):
        tide = {"level": {"low": 0.5, "likely": 1, "high": high}, "claims": ["2a"]}
        calm = more(driver="tide")
        return firm(
            drivers={"tide": tide},
            considerations__firm={"all": more(driver="tide")},
            considerations__state={"c": calm},
        )

    mixed = with_payoffs_of(made(2), made(3), ["firm"])
    assert {c.key: c.driver for c in mixed.considerations} == {"state.c": "tide", "firm.all": "tide" + OTHER}
    assert {d.name: float(d.level.high) for d in mixed.drivers} == {"tide": 2.0, "tide" + OTHER: 3.0}
    same = with_payoffs_of(made(2), made(2), ["firm"])
    assert [d.name for d in same.drivers] == ["tide"]


def test_the_payoffs_of_all_are_the_other_coding(firm):
    b = firm(considerations__firm={"all": more()})
    found = with_payoffs_of(firm(), b, ["firm", "state"])
    assert found.considerations == b.considerations


def test_every_change_is_made_alone(firm):
    a = first_edition()
    assert list(changes_between(a, a)) == []
    b = replace(a, order=(("putin",), ("lukashenko", "west", "china")), drivers=a.drivers[1:])
    assert [words for words, _ in changes_between(a, b)] == ["order changed"]
    changed = firm(considerations__firm__extra=more(), considerations__state__calm=more())
    changes = dict(changes_between(firm(), changed))
    assert list(changes) == ["state.calm changed", "firm.extra added"]
    added = changes["firm.extra added"].considerations
    assert [c.key for c in added] == [c.key for c in firm().considerations] + ["firm.extra"]
    removed = dict(changes_between(changed, firm()))
    assert list(removed) == ["firm.extra removed", "state.calm changed"]
    left = removed["firm.extra removed"].considerations
    assert [c.key for c in left] == [c.key for c in firm().considerations]
