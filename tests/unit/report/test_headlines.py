from dataclasses import replace
from pathlib import Path

import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame.report.headlines import headlines
from belarusgame.report.hinges import hinges, is_ranked

CASES = Path(__file__).parents[2] / "data" / "cases"


@pytest.fixture(scope="module")
def built_in():
    return headlines(first_edition(), draws=3000, seed=5)


def test_both_readings_are_asked_and_the_same_seed_says_the_same(built_in):
    assert [found.concept for found in built_in] == ["sequential", "nash"]
    small = bg.load_scenario(CASES / "price-war-in-turn.toml")
    first, again = (headlines(small, draws=3000, seed=5) for _ in range(2))
    assert all(found.mistakes is not None for found in first)
    assert [found.sentences for found in first] == [found.sentences for found in again]


def test_what_is_said_is_what_was_found(built_in):
    (found, _) = built_in
    share = found.sweep.share({"lukashenko": "join"})
    said = " ".join(found.sentences)
    assert f"{len(found.tipping.moves)} weights must move: " in said
    assert "13 weights must move: 11 of them 69.2% of the way to an end" in said
    assert ("is refuted" in said) == (found.never.verdict == "refuted")
    assert (
        f"In {share.some:.3%} of" in said
        or f"In {share.some:.0%} of" in said
        or f"In {share.some:.1%} of" in said
    )


def test_what_it_hangs_on_is_said_of_outcomes_else_of_players_who_make_mistakes(built_in):
    (found, _) = built_in
    said = " ".join(found.sentences)
    assert found.sensitivity.output == "share"
    assert not is_ranked(found.sensitivity)  # it is rare
    assert hinges(found.sensitivity) in found.sentences
    assert found.mistakes.output == "logit"
    assert "Its probability with players who make mistakes varies" in said
    assert found.without.sentence == found.sentences[-1]
    assert "hangs on" in found.sentences[-1]


def test_a_scenario_without_rationality_is_asked_about_outcomes_only(harbour):
    assert harbour.rationality is None
    for found in headlines(harbour, draws=3000, seed=5):
        assert found.mistakes is None
        assert any("Whether it happens varies most with" in sentence for sentence in found.sentences)


def test_a_scenario_without_a_question_is_refused(harbour):
    with pytest.raises(bg.GameError, match="asks no question"):
        headlines(replace(harbour, question=None))


def test_a_radius_without_end_is_said_in_words():
    from belarusgame.explore import Break, Robustness
    from belarusgame.report.headlines import _present

    never = Break(profile={"a": "x"}, norm="linf", distance=float("inf"))
    found = Robustness(concept="pure", breaks=(never,))
    assert _present(found).endswith("wherever the weights lie in their ranges, as far as the search went.")
    assert "inf" not in found.heading
