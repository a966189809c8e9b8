"""The page of a scenario in which one player decides for another."""

import re

import pytest

import belarusgame as bg


@pytest.fixture(scope="module")
def delegated():
    return bg.report.page(bg.report.assess(bg.load_scenario("belarus-2022"), draws=300))


def test_who_decides_for_another_is_said_to_gain_and_to_lose(delegated):
    text = " ".join(re.sub("<[^>]*>", "", delegated.html).split())
    assert "Putin decides for Lukashenko here and gains 3.25 by join over abstain" in text
    assert "Lukashenko gains" not in text
    assert "Putin decides for Lukashenko here: the losses shown at that move are those of Putin." in text
    assert "Lukashenko (decided by Putin): join rather than abstain" in text
    assert "Putin, deciding for Lukashenko, join over abstain" in delegated.markdown


def test_what_moves_the_answer_most_is_said_in_words(delegated):
    text = " ".join(re.sub("<[^>]*>", "", delegated.html).split())
    assert "moved most by holding Putin at " in text
    assert "Putin held at tolerate" in text


def test_of_what_happens_already_the_walk_shows_what_would_stop_it(delegated):
    chart = delegated.contents.charts["walk"]
    assert chart.tipping.negated and chart.tipping.moves
    assert chart.margins[0].player == "putin"


def test_the_picture_of_play_names_who_decides(delegated):
    figure = delegated.contents.charts["play"].figure(180.0)
    words = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert "3. Lukashenko (decided by Putin): join" in words
    assert "2. Putin: coerce" in words
