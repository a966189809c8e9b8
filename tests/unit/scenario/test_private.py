from datetime import date
from fractions import Fraction

import pytest

import belarusgame as bg


def span(low, likely, high):
    return {"low": low, "likely": likely, "high": high}


def end(*effects):
    return {
        "sentence": "It matters.",
        "judgement": "Made up.",
        "weight": span(0.5, 1, 2),
        "effects": [{"when": when, "adds": adds} for when, adds in effects],
    }


def tables(**changes):
    """A boss who may press a clerk, and a clerk who may comply; the boss alone knows whether it needs it."""
    judged = {"judgement": "Made up."}
    given = {
        "scenario": {
            "title": "Does the clerk comply?",
            "date": date(2026, 1, 1),
            "reference": {"boss": "ask", "clerk": "refuse"},
            "order": ["boss", "clerk"],
        },
        "players": {
            "boss": {"strategies": {"ask": "ask", "press": "press"}},
            "clerk": {"strategies": {"comply": "comply", "refuse": "refuse"}},
        },
        "considerations": {
            "boss": {
                "use": end(({"clerk": "comply"}, 2)),
                "shame": end(({"boss": "press"}, -1)),
            },
            "clerk": {"pride": end(({"clerk": "comply"}, -2))},
        },
        "delegations": {
            "obedience": judged
            | {
                "sentence": "Under pressure the boss decides.",
                "player": "clerk",
                "to": "boss",
                "when": {"boss": "press"},
                "probability": span(0, 0.25, 0.5),
            }
        },
        "types": {
            "boss": {"needy": judged | {"probability": span(0.1, 0.3, 0.5), "scales": {"use": 2}}},
            "clerk": {
                "obedient": judged | {"probability": span(0.1, 0.4, 0.6), "delegations": {"obedience": True}}
            },
        },
    }
    return given | changes


def scenario(**changes):
    return bg.Scenario.from_tables(tables(**changes), "clerk")


def test_what_the_listed_types_leave_over_is_a_type():
    game = scenario().bayesian_game()
    assert game.types == {"boss": ("needy", "ordinary"), "clerk": ("obedient", "ordinary")}
    assert game.marginals["boss"] == {"needy": Fraction(3, 10), "ordinary": Fraction(7, 10)}
    assert game.independent


def test_it_has_the_name_that_the_file_gives_it():
    given = tables()
    given["types"]["boss"]["rest"] = "well_off"
    assert bg.Scenario.from_tables(given, "clerk").bayesian_game().types["boss"] == ("needy", "well_off")


def test_the_game_of_a_type_is_that_of_the_scenario():
    made = scenario()
    game = made.bayesian_game({"boss.use": 1.5})
    kinds = {"boss": "needy", "clerk": "obedient"}
    assert game.game(kinds).equals(made.game({"boss.use": 1.5}, types=kinds))


def test_a_type_alone_knows_which_delegation_is_in_force():
    made = scenario()
    assert [d.name for d in made.game(types={"clerk": "obedient"}).delegations] == ["obedience"]
    assert made.game().delegations == ()  # less likely than not
    assert made.game(types={"clerk": "obedient"}, delegations={"obedience": False}).delegations == ()
    game = made.bayesian_game()
    assert set(game.cells("clerk", {"boss": "press"})) == {
        "obedient, boss needy",
        "obedient, boss ordinary",
        "ordinary",
    }
    assert set(game.cells("clerk", {"boss": "ask"})) == {"obedient", "ordinary"}


def test_whoever_is_obeyed_decides_and_does_not_know_it():
    made = scenario()
    found = bg.solve.perfect_bayesian_equilibria(made.bayesian_game(), made.order)
    assert (found.status, found.used) == ("complete", ())
    (record,) = found.equilibria
    # Pressing costs 1 and brings 2 (or 4) with probability 0.4: only the needy boss presses.
    assert record.probability({"boss": "press"}, {"boss": "needy"}) == 1
    assert record.probability({"boss": "press"}, {"boss": "ordinary"}) == 0
    assert record.probability({"clerk": "comply"}, {"boss": "needy"}) == Fraction(2, 5)
    # welfare stays the clerk's own: it loses 2 where it is made to comply
    assert record.payoffs({"boss": "needy", "clerk": "obedient"})["clerk"] == -2
    assert bg.verify(found)
    assert bg.verify(record)


def test_a_delegation_that_everybody_knows_to_be_in_force_is_no_secret():
    made = scenario(types={"boss": tables()["types"]["boss"]})
    game = made.bayesian_game(delegations={"obedience": True})
    found = bg.solve.perfect_bayesian_equilibria(game, made.order)
    (record,) = found.equilibria
    assert record.probability({"boss": "press", "clerk": "comply"}) == 1


@pytest.mark.parametrize(
    ("place", "entry", "said"),
    [
        (
            ("boss", "needy", "scales"),
            {"use": 2, "pride": 1},
            'types.boss.needy.scales.pride: consideration "pride"',
        ),
        (("clerk", "obedient", "delegations"), {"obedence": True}, 'did you mean "obedience"?'),
        (("clerk", "obedient", "delegations"), {}, "types.clerk.obedient: differs in nothing"),
        (("boss", "needy", "probability"), span(0.5, 1.5, 2), "must be at most 1"),
    ],
)
def test_a_wrong_type_is_named_with_its_place(place, entry, said):
    given = tables()
    player, name, key = place
    given["types"][player][name] = given["types"][player][name] | {key: entry}
    with pytest.raises(bg.ScenarioError) as error:
        bg.Scenario.from_tables(given, "clerk")
    assert said in str(error.value)


def test_types_that_leave_nothing_over_are_said_so():
    given = tables()
    given["types"]["boss"] = {
        "rest": "well_off",
        "needy": given["types"]["boss"]["needy"] | {"probability": span(0.5, 1, 1)},
    }
    with pytest.raises(bg.GameError, match=r"types.boss: the likely probabilities sum to 1"):
        bg.Scenario.from_tables(given, "clerk").bayesian_game()


def test_without_the_claims_of_a_delegation_the_type_that_names_it_goes():
    given = tables()
    given["sources"] = {
        "note": {"title": "A note", "date": date(2026, 1, 1), "address": "https://example.org"}
    }
    given["claims"] = {
        "1": {
            "source": "note",
            "paragraph": 1,
            "says": "He obeys.",
            "kind": "assertion",
            "speaker": "author",
            "firmness": "hedged",
        }
    }
    del given["delegations"]["obedience"]["judgement"], given["delegations"]["obedience"]["probability"]
    given["delegations"]["obedience"]["claims"] = ["1"]
    less = bg.Scenario.from_tables(given, "clerk").without_claims(["1"])
    assert less.delegations == ()
    assert [made.name for made in less.types] == ["needy"]
