"""Which claims carry the share of draws, and which carry nothing under any reading."""

import pytest

from belarusgame.explore.plans import question
from belarusgame.explore.sampling import make_draws
from belarusgame.explore.sensitivity import left_out_in_draws
from belarusgame.report.carrying import share_without_claims, silent_claims

DRAWS = 256


def test_the_share_without_each_claim_is_that_of_the_same_draws(harbour):
    found = share_without_claims(harbour, "sequential", DRAWS, 3)
    asked = question(harbour, harbour.question, "sequential", ("sequential",))
    expected = left_out_in_draws(asked, make_draws(harbour, 3), "share", DRAWS)
    assert [(one.claim, one.move) for one in found.claims] == [
        (one.claim, one.move) for one in expected.claims
    ]
    assert {one.claim for one in found.claims} == {"1a", "2a", "3a", "4a"}  # background carries nothing
    moving = {one.claim for one in found.claims if one.move}
    assert moving == {"1a", "2a", "3a"}  # who dislikes noise does nothing about it


def test_a_claim_is_silent_if_a_number_changes_and_no_answer_does(harbour):
    assert silent_claims(harbour, DRAWS, 1) == ("4a",)


def test_a_claim_that_no_number_rests_on_is_not_called_silent(make):
    def without(tables):
        del tables["considerations"]["city"]["noise"]

    assert silent_claims(make(without), DRAWS, 1) == ()


@pytest.mark.parametrize("order", [["firm", "union", "city"], None])
def test_what_speaks_under_one_reading_is_not_silent(make, order):
    """The mayor's dislike is felt only if calling both in is noisy as well."""

    def change(tables):
        noise = tables["considerations"]["city"]["noise"]["effects"][0]
        noise["when"]["city"], noise["adds"] = "step_in", -3
        if order is None:
            del tables["scenario"]["order"]

    assert "4a" not in silent_claims(make(change), DRAWS, 1)
