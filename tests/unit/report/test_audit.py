import re
from fractions import Fraction

import belarusgame as bg
from belarusgame.report import audit
from belarusgame.report.inert import InertEffect, StructuralTie

BOTH = ("simultaneous", "sequential")


def test_inert_effects_are_those_that_change_no_comparison(harbour):
    assert audit(harbour).inert == (
        InertEffect(consideration="firm.customers", position=0, concepts=("simultaneous",)),
        InertEffect(consideration="firm.customers", position=1, concepts=("simultaneous",)),
        InertEffect(consideration="union.pay", position=0, concepts=BOTH),
        InertEffect(consideration="city.noise", position=0, concepts=BOTH),
    )


def test_an_inert_effect_can_change_without_changing_any_equilibrium(make):
    def louder(tables):
        tables["considerations"]["city"]["noise"]["effects"][0]["adds"] = 3

    quiet, loud = make(), make(louder)
    for solve in (bg.solve.pure_equilibria, lambda game: bg.solve.sequential_equilibria(game, quiet.order)):
        found = [[o.pure_profile for o in solve(scenario.game()).outcomes] for scenario in (quiet, loud)]
        assert found[0] == found[1] != []


def test_without_an_order_only_the_simultaneous_reading_counts(make):
    found = audit(make(lambda tables: tables["scenario"].pop("order")))
    assert {effect.concepts for effect in found.inert} == {("simultaneous",)}
    assert len(found.inert) == 4
    assert found.unused == ("4a",)


def test_who_moves_at_the_same_time_does_not_answer(make):
    found = audit(make(lambda tables: tables["scenario"].update(order=["firm", ["union", "city"]])))
    assert InertEffect(consideration="city.noise", position=0, concepts=BOTH) in found.inert


def test_an_effect_on_all_of_ones_own_strategies_is_inert(make):
    def whatever_it_does(tables):
        effect = {"when": {"firm": ["hold", "offer"], "union": "strike"}, "adds": -1}
        tables["considerations"]["firm"]["wage_bill"]["effects"].append(effect)

    found = audit(make(whatever_it_does)).inert
    assert InertEffect(consideration="firm.wage_bill", position=1, concepts=("simultaneous",)) in found


def test_structural_ties_count_the_others_profiles(harbour):
    found = audit(harbour).ties
    # The city cannot tell its strategies apart while the union works, whatever the firm does: 2 of 6 cases.
    assert StructuralTie(player="city", strategies=("watch", "step_in"), ties=2, profiles=6) in found
    # The firm holds, the city watches: nothing speaks for or against talks.
    assert StructuralTie(player="union", strategies=("work", "talks"), ties=1, profiles=4) in found
    assert {tie.player for tie in found} == {"union", "city"}


def test_a_claim_that_only_inert_effects_cite_is_unused(harbour):
    found = audit(harbour)
    assert found.unused == ("4a",)
    assert "4a" not in found.cited_by
    assert "5a" not in found.unused  # background
    assert found.cited_by["3a"] == (
        "considerations.union.fund",
        "considerations.city.peace",
        "drivers.stamina",
    )


def test_the_order_can_use_a_claim(make):
    found = audit(make(lambda tables: tables["scenario"].update(claims={"order": ["4a"]})))
    assert found.unused == ()
    assert found.cited_by["4a"] == ("scenario.order",)


def test_the_share_of_judgement_counts_weights_effects_and_types(harbour):
    # The union: one typed weight of three, no effect of five, and one type: 2 of 9.
    assert audit(harbour).judgement == {"firm": Fraction(1, 5), "union": Fraction(2, 9), "city": Fraction(0)}


def test_the_table_has_a_row_for_every_finding(harbour):
    found = audit(harbour)
    kinds = [row["finding"] for row in found.rows()]
    assert kinds.count("judgement") == 3
    assert kinds.count("inert effect") == len(found.inert)
    assert kinds.count("structural tie") == len(found.ties)
    assert kinds.count("unused claim") == 1
    assert re.search(
        r"city\.noise\.effects\[0\] +changes no simultaneous and no sequential comparison", str(found)
    )


def test_a_silent_claim_moves_numbers_and_no_answer(make):
    # Without the mayor's dislike a consideration is gone, and nobody does anything else.
    found = audit(make(), draws=512)
    assert (found.silent, found.draws) == (("4a",), 512)
    assert (audit(make()).silent, audit(make()).draws) == ((), 0)

    def louder(tables):
        tables["considerations"]["city"]["noise"]["effects"][0]["when"]["city"] = "step_in"
        tables["considerations"]["city"]["noise"]["effects"][0]["adds"] = -3

    heard = audit(make(louder), draws=512)
    assert heard.silent == ()


def test_without_a_question_nothing_is_asked_of_draws(make):
    found = audit(make(lambda tables: tables["scenario"].pop("question")), draws=512)
    assert (found.silent, found.draws) == ((), 0)
