"""A result is accepted only for what its own certificate proves, and there is an answer to any record."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame import explore


@pytest.fixture(scope="module")
def belarus():
    return first_edition()


@pytest.fixture(scope="module")
def proven(belarus):
    return explore.guarantee(belarus, never={"china": "disengage"}, concept="pure")


@pytest.fixture(scope="module")
def point(belarus):
    return explore.tipping_points(belarus, {"lukashenko": "join"}, concept="pure")


def test_a_refuted_statement_does_not_become_proven_by_another_certificate(belarus, proven):
    refuted = explore.guarantee(belarus, never={"lukashenko": "mediate"}, concept="pure")
    assert refuted.verdict == "refuted"
    assert bg.verify(proven)
    forged = replace(refuted, verdict="proven", certificate=proven.certificate, witness=None)
    answer = bg.verify(forged)
    assert not answer
    assert answer.reason.startswith("event = ")


@pytest.mark.parametrize(
    "changes",
    [
        {"event": {"lukashenko": "join"}},
        {"statement": "always"},
        {"concept": "nash"},
        {"verdict": "undecided", "bound": Fraction(1, 2)},
        {"bound": Fraction(1, 10)},
        {"bound": 0},
        {"bound": math.nan},
        {"verdict": None},
    ],
)
def test_a_guarantee_says_only_what_was_proven(proven, changes):
    assert not bg.verify(replace(proven, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"event": {"lukashenko": "mediate"}},
        {"norm": "l1"},
        {"distance": 0.9},
        {"exact_distance": Fraction(9, 10)},
        {"status": "partial"},
        {"found": False},
        {"at": None},
        {"moves": ()},
        {"tie": 0.01},
        {"step": Fraction(1)},
    ],
)
def test_a_tipping_point_says_only_what_was_proven(point, changes):
    assert bg.verify(point)
    assert not bg.verify(replace(point, **changes))


@pytest.mark.parametrize("nothing", [None, math.nan, 0, "proven", object(), (), type])
def test_what_is_no_certificate_is_not_accepted(proven, point, nothing):
    for result in (proven, point):
        answer = bg.verify(replace(result, certificate=nothing))
        assert not answer
        assert answer.reason


@pytest.mark.parametrize("number", [math.nan, math.inf, 1.0])
def test_a_certificate_of_floats_proves_nothing(proven, number):
    proof = proven.certificate
    spoilt = tuple(tuple(dict.fromkeys(rows, number) for rows in part) for part in proof.contradictions)
    assert not bg.verify(replace(proven, certificate=replace(proof, contradictions=spoilt)))


def test_what_breaks_an_outcome_is_bound_to_it(belarus):
    (broken,) = explore.robustness(belarus, concept="pure").breaks
    assert bg.verify(broken)
    assert broken.beyond.game.equals(broken.further.game())
    for changes in (
        {"player": "putin"},
        {"profile": {**broken.profile, "china": "disengage"}},
        {"beyond": bg.solve.pure_equilibria(belarus.game())},
        {"further": bg.Choice(scenario=belarus)},
        {"norm": "l2"},
    ):
        assert not bg.verify(replace(broken, **changes)), changes


def test_a_check_is_bound_to_its_scenario_and_statements(belarus):
    found, refuted = (bg.check(belarus, [belarus.assumptions[k]]) for k in (-1, 0))
    assert [made.checked[0].verdict for made in (found, refuted)] == ["proven", "refuted"]
    assert bg.verify(found)
    assert bg.verify(refuted)
    assert not bg.verify(replace(found, scenario=replace(belarus, title="Another question?")))
    certificate = found.checked[0].certificate
    forged = replace(refuted.checked[0], verdict="proven", witness=None, certificate=certificate)
    sampled = replace(refuted.checked[0], verdict="sampled", witness=None, samples=200)
    assert not bg.verify(forged)
    assert not bg.verify(replace(refuted, checked=(forged,)))
    assert not bg.verify(replace(refuted, checked=(sampled,)))


@pytest.mark.parametrize("thing", [None, 1, "proven", object(), explore.Guarantee])
def test_what_is_of_a_kind_without_certificate_is_refused(thing):
    with pytest.raises(bg.GameError, match="carries no certificate to check"):
        bg.verify(thing)


def test_a_check_of_which_entries_were_dropped_says_no_more_than_the_others(belarus):
    check = bg.check(belarus)
    for left in (check.checked[::2], check.checked[1:2], ()):
        fewer = replace(check, checked=left)
        assert bg.verify(fewer)
        assert {row["statement"] for row in fewer.rows()} == {one.assumption.name for one in left}
    proven, refuted = check["western_ranking"], check["never_joins"]
    false = replace(refuted, verdict="proven", certificate=proven.certificate, witness=None)
    assert not bg.verify(replace(check, checked=(proven, false)))
