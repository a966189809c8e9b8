"""Two codings: the same one twice moves nothing, and all of the other's payoffs are the other."""

import datetime
from dataclasses import replace

import pytest
from first_edition import first_edition

import belarusgame as bg


def more(adds=1, **also):
    made = {"sentence": "It does.", "judged": "So.", "effects": [{"when": {"firm": "raise"}, "adds": adds}]}
    return made | also


def test_a_coding_agrees_with_itself_and_moves_nothing():
    a = first_edition()
    found = bg.compare(a, a, draws=500)
    assert [(one.of, one.alpha, one.same) for one in found.agreements] == [
        ("firmness", 1.0, 48),
        ("kind", 1.0, 48),
        ("basis", 1.0, 48),
    ]
    assert all(one.same_sign == 1.0 and one.rank == pytest.approx(1.0) for one in found.payoffs)
    assert {one.shift for one in found.answers} == {0.0}
    assert found.decides is None
    assert found.changes == found.paragraphs == ()
    assert not found.claims.only_a + found.claims.only_b
    assert found.names == ("belarus-2022.toml (A)", "belarus-2022.toml (B)")
    assert [one.choice for one in found.answers[:2]] == [*found.names]
    assert "nothing that is taken alone from the second moves the first" in found.sentence


def test_all_payoffs_of_the_other_give_its_answer_and_whose_coding_decides_is_named(firm):
    a = firm()
    b = firm(considerations__firm={"wish": more(2)}, considerations__state={"ease": more(-1)})
    found = bg.compare(a, b, draws=2000, seed=1)
    shares = {one.choice: one.share.some for one in found.answers}
    second = found.answers[1].share.some
    assert shares["all payoffs"] == second != found.answers[0].share.some
    assert shares["the payoffs of firm"] == pytest.approx(second, abs=0.02)
    assert shares["the payoffs of state"] == pytest.approx(found.answers[0].share.some, abs=0.02)
    assert found.decides.choice == "the payoffs of firm"
    assert found.pooled == (found.answers[0].share.some + second) / 2
    assert found.changes == ()  # they have no consideration in common
    assert [row["paragraph"] for row in found.paragraphs] == [1, 2]
    assert "what decides most is the coding of the payoffs of firm" in found.sentence


def test_of_two_versions_each_change_is_told(firm):
    a, b = firm(), firm(considerations__firm__extra=more(3))
    found = bg.compare(a, b, draws=1000)
    (change,) = found.changes
    assert change.choice == "firm.extra added"
    assert change.share.some == pytest.approx(found.answers[1].share.some, abs=0.03)
    assert change.shift > 0.1
    assert "With each change alone:" in str(found)


def test_what_makes_no_sense_together_is_told_in_its_row(firm):
    made = {"player": "firm", "to": "state", "when": {"state": "urge"}, "claims": ["2a"], "sentence": "So."}
    a, b = firm(delegations={"orders": made}), replace(firm(), order=(("firm",), ("state",)))
    found = bg.compare(a, b, draws=100)
    (order,) = (one for one in found.answers if one.choice == "the order of moves")
    assert order.verdict == "not defined"


def test_without_claims_there_is_nothing_to_match_and_still_an_answer(build):
    players = {"a": ["x", "y"], "b": ["u", "v"]}
    one, other = (build(players, {"a.k": ((0, 1, 2), [({"a": "y"}, adds)])}) for adds in (1, -1))
    found = bg.compare(one, other, {"a": "y"}, draws=200)
    assert found.claims.pairs == ()
    assert all(one.alpha is None for one in found.agreements)
    assert [one.verdict for one in found.answers[:2]] == ["always", "never"]
    assert "nothing varies" in str(found)


def test_what_cannot_be_compared_is_refused(firm, build):
    a = firm()
    other = build(
        {"firm": ["hold", "raise"], "union": ["x", "y"]}, {"firm.k": ((1, 1, 1), [({"firm": "raise"}, 1)])}
    )
    with pytest.raises(bg.GameError, match="its players are firm, union, but those of a are state, firm"):
        bg.compare(a, other)
    lacking = firm(players__firm={"strategies": {"hold": "", "raise": "", "wait": ""}})
    with pytest.raises(bg.GameError, match="its strategies of firm are hold, raise, wait"):
        bg.compare(a, lacking)
    with pytest.raises(bg.GameError, match="its date is 2027-01-01"):
        bg.compare(a, replace(a, date=datetime.date(2027, 1, 1)))
    elsewhere = {"other": {"title": "Another", "date": datetime.date(2026, 1, 1)}}
    moved = {
        name: {
            "source": "other",
            "paragraph": 1,
            "says": "So.",
            "kind": "report",
            "speaker": "x",
            "firmness": "stated",
        }
        for name in ("1a", "2a")
    }
    with pytest.raises(bg.GameError, match="cites none of the sources of a"):
        bg.compare(a, firm(sources=elsewhere, claims=moved))
    with pytest.raises(bg.GameError, match="must be a Scenario"):
        bg.compare(a, "belarus-2022")
