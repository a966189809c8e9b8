import pytest

import belarusgame as bg
from belarusgame.report.headlines import headlines


def test_both_readings_are_asked_and_the_same_seed_says_the_same():
    scenario = bg.load_scenario("belarus-2022")
    first, again = (headlines(scenario, draws=3000, seed=5) for _ in range(2))
    assert [found.concept for found in first] == ["sequential", "nash"]
    assert [found.sentences for found in first] == [found.sentences for found in again]


def test_what_is_said_is_what_was_found():
    (found, _) = headlines(bg.load_scenario("belarus-2022"), draws=3000, seed=5)
    share = found.sweep.share({"lukashenko": "join"})
    said = " ".join(found.sentences)
    assert f"{len(found.tipping.moves)} weights must move" in said
    assert ("is refuted" in said) == (found.never.verdict == "refuted")
    assert (
        f"In {share.some:.3%} of" in said
        or f"In {share.some:.0%} of" in said
        or f"In {share.some:.1%} of" in said
    )


def test_a_scenario_without_a_question_is_refused(harbour):
    from dataclasses import replace

    with pytest.raises(bg.GameError, match="asks no question"):
        headlines(replace(harbour, question=None))
