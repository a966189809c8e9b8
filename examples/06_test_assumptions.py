"""Test your payoff assumptions: a plain pytest file to copy beside your own scenario.

Run it with ``pytest 06_test_assumptions.py``, or with ``python 06_test_assumptions.py`` for a summary. The
statements can also stand in the scenario file; then ``pytest my-case.toml`` needs no Python at all.
"""

import belarusgame as bg
from belarusgame import assume

SCENARIO = bg.load_scenario("belarus-2022")
AT_HOME = ["abstain", "mediate"]

#: Wrong on purpose: whoever depends on Moscow altogether cannot hold out against open pressure.
TOO_STRONG = assume.requirement(
    "he_holds_out",
    assume.prefers(
        "lukashenko",
        better={"lukashenko": "abstain"},
        worse={"lukashenko": "join"},
        given={"putin": "coerce", "west": "isolate", "china": "stand_aside"},
    ),
    sentence="Even under open pressure he would rather stay out than join.",
)


def test_defiance_is_worse_for_putin_than_restraint() -> None:
    """Both considerations (control, and Beijing's word) and every completion count."""
    statement = assume.prefers(
        "putin",
        better={"putin": "tolerate", "lukashenko": AT_HOME},
        worse={"putin": "coerce", "lukashenko": AT_HOME},
    )
    found = bg.check(SCENARIO, [assume.requirement("defiance", statement)])
    assert found.passed, found


def test_pressure_never_makes_putin_want_belarus_in_less() -> None:
    """Neither part holds everywhere; that one of them does is proven all the same."""

    def wants(better: str, worse: str, move: str) -> assume.Statement:
        return assume.prefers(
            "putin",
            better={"lukashenko": better},
            worse={"lukashenko": worse},
            given={"putin": move, "west": "isolate", "china": "stand_aside"},
        )

    in_once_pressed = wants("join", "abstain", "coerce")
    out_before = wants("abstain", "join", "tolerate")
    verdicts = [c.verdict for c in bg.check(SCENARIO, [in_once_pressed, out_before]).checked]
    assert verdicts == ["refuted", "refuted"]
    assert bg.check(SCENARIO, [assume.any_of(in_once_pressed, out_before)]).passed


def test_the_article_is_right_only_within_limits() -> None:
    """A finding never fails; its smallest counter-example says what it hangs on."""
    statement = assume.prefers("putin", better={"lukashenko": "abstain"}, worse={"lukashenko": "join"})
    (checked,) = bg.check(SCENARIO, [assume.finding("aligned", statement)]).checked
    assert checked.verdict == "refuted"
    assert not checked.failed


def test_every_requirement_of_the_scenario_file() -> None:
    """What the file itself requires, with certificates that are checked again in fractions."""
    found = bg.check(SCENARIO)
    assert found.passed, found
    assert bg.verify(found)


def test_a_wrong_requirement_is_caught() -> None:
    """The witness is as small as it can be: here one input is enough."""
    (checked,) = bg.check(SCENARIO, [TOO_STRONG]).checked
    assert checked.failed
    assert checked.witness is not None
    assert checked.witness.moved == ("type of lukashenko",)


if __name__ == "__main__":
    print(bg.check(SCENARIO).heading)
    for checked in bg.check(SCENARIO, [TOO_STRONG]).checked:
        print(f"{checked.heading}: {checked.reading}.")
        print(checked.witness)
