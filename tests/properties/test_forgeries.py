"""Whatever a proven answer about weights is changed to say, nothing is accepted that was not proven."""

import sys
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import belarusgame as bg
from belarusgame import assume, explore

sys.path.insert(0, str(Path(__file__).parents[1]))
from forging import essence, forgeries

#: What verify does not look at: advice, random draws, and the words of whoever makes an assumption.
UNCHECKED = {"messages", "draws", "kept", "undecided", "shifts", "certificate"}
WORDS = {"name": "", "sentence": "", "role": "finding", "claims": (), "judgement": None}


def weighed(sentence, weight, *effects):
    return {
        "sentence": sentence,
        "weight": dict(zip(("low", "likely", "high"), weight, strict=True)),
        "judgement": "Made for a test.",
        "effects": [{"when": when, "adds": adds} for when, adds in effects],
    }


@cache
def port(high=1.5):
    """Two players, the first of whom moves first; the city strikes if the wage matters little."""
    wage = weighed("The wage matters.", (0.5, 1, high), ({"city": "strike"}, -2))
    pride = weighed("Pride matters.", (0.4, 1, 2), ({"city": "strike"}, 1))
    cost = weighed("Guards cost.", (0.5, 1, 2), ({"port": "guard"}, -1))
    order = weighed("Order matters.", (0.5, 1, 2.5), ({"port": "guard", "city": "strike"}, 1.2))
    tables = {
        "scenario": {
            "title": "A strike?",
            "date": date(2026, 1, 1),
            "reference": {"city": "work", "port": "watch"},
            "order": ["city", "port"],
        },
        "players": {
            "city": {"strategies": {"work": "work", "strike": "strike"}},
            "port": {"strategies": {"watch": "watch", "guard": "guard"}},
        },
        "considerations": {
            "city": {"wage": wage, "pride": pride},
            "port": {"cost": cost, "order": order},
        },
    }
    return bg.Scenario.from_tables(tables, "port")


STRIKE, GUARD, BOTH = {"city": "strike"}, {"port": "guard"}, {"city": "work", "port": "guard"}


@cache
def results():
    """Return results of every kind, several of each, from two scenarios."""
    found = {
        name: [] for name in ("guarantee", "point", "break", "region", "explanation", "checked", "check")
    }
    saving = {"better": {"port": "watch"}, "worse": {"port": "guard"}}
    statements = [assume.never(BOTH), assume.prefers("port", **saving)]
    statements += [assume.prefers("port", **saving, given={"city": "work"}), assume.never(STRIKE)]
    for scenario in (port(), port(3.0)):
        for concept in ("sequential", "pure", "nash"):
            found["guarantee"].append(explore.guarantee(scenario, never=BOTH, concept=concept))
        found["guarantee"].append(explore.guarantee(scenario, always={"port": ["watch", "guard"]}))
        for norm in ("linf", "l1", "l2"):
            for event, concept in ((STRIKE, "sequential"), (GUARD, "pure"), (BOTH, "pure")):
                made = explore.tipping_points(scenario, event, norm=norm, concept=concept)
                found["point"].append(made)
            for concept in ("sequential", "pure"):
                found["break"] += explore.robustness(scenario, norm=norm, concept=concept).breaks
        found["region"].append(explore.region(scenario, BOTH))
        for event in (STRIKE, BOTH):
            found["explanation"].append(explore.explain_outcome(scenario, event, concept="pure", draws=50))
        check = bg.check(scenario, statements)
        found["check"].append(check)
        found["checked"] += check.checked
    return {kind: [made for made in listed if made.certificate is not None] for kind, listed in found.items()}


KINDS = ("guarantee", "point", "break", "region", "explanation", "checked", "check")


def says(record):
    """Return what a record says that is not advice, drawn at random or somebody's own words."""
    said = {f.name: getattr(record, f.name) for f in fields(record) if f.name not in UNCHECKED}
    if isinstance(record, assume.Checked):
        said["assumption"] = replace(record.assumption, **WORDS)
    if isinstance(record, explore.Explanation):  # a bound may be reached at several points
        said["weights"] = [replace(weight, least_at={}, greatest_at={}) for weight in record.weights]
    if isinstance(record, assume.Check):
        said["checked"] = [says(entry) for entry in record.checked]
    return essence(said, ordered=False)


@pytest.mark.parametrize("kind", KINDS)
def test_genuine_results_are_accepted(kind):
    assert results()[kind]
    for record in results()[kind]:
        assert bg.verify(record), bg.verify(record).reason


def test_there_is_something_of_everything_to_forge():
    made = results()
    assert {True, False} == {point.found for point in made["point"]}
    assert {"linf", "l1", "l2"} == {found.norm for found in made["point"] if found.found}
    assert any(found.player for found in made["break"])
    assert {True, False} == {found.possible for found in made["explanation"]}
    assert {"proven", "refuted"} == {entry.verdict for entry in made["check"][0].checked}


@pytest.mark.parametrize("kind", KINDS)
def test_no_forgery_is_accepted_that_says_something_else(kind):
    rejected = 0
    for what, record, forged in forgeries(results()[kind], 11, 100, (bg.Scenario, bg.Game)):
        answer = bg.verify(forged)
        assert answer.reason, what
        assert not answer.accepted or says(forged) == says(record), what
        rejected += not answer.accepted
    assert rejected > 50


@pytest.mark.parametrize("kind", KINDS)
def test_no_certificate_of_another_kind_is_accepted(kind):
    for record in results()[kind]:
        for other, listed in results().items():
            if other != kind and kind != "check":
                assert not bg.verify(replace(record, certificate=listed[0].certificate)), other


@pytest.mark.parametrize("kind", ["guarantee", "point", "break", "region", "explanation", "checked"])
def test_every_field_of_another_result_is_another_claim(kind):
    """Each field, the certificate too, of a result put into three others of its kind."""
    listed = results()[kind]
    for k, record in enumerate(listed):
        for other in (listed[k - 1], listed[k - 2], listed[k - len(listed) // 2]):
            for field in fields(record):
                forged = replace(record, **{field.name: getattr(other, field.name)})
                if bg.verify(forged):
                    assert says(forged) == says(record), field.name
