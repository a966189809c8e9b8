"""The coding of the article keeps the rules of seeds/README.md, and leaves nothing of the article out."""

from __future__ import annotations

import datetime
import tomllib
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import belarusgame as bg
from belarusgame.scenario.loading import packaged_scenarios

SEEDS = bg.seeds_folder()
SCENARIO = bg.load_scenario("belarus-2022")
ARTICLE = "conversation-2022-03-23"

#: For every paragraph of the article, where the design wants it in the model.
WANTED: dict[int, set[str]] = {
    1: {
        "lukashenko.moscow_backing",
        "lukashenko.army_loyalty",
        "lukashenko.independence",
        "lukashenko.broker",
        "strategy mediate",
    },
    2: {"lukashenko.chinese_money"},
    3: {"lukashenko.pretext", "strategy join", "strategy coerce"},
    4: {"strategy destabilise", "strategy differentiate"},
    5: {"putin.border_chaos", "putin.tutelage", "lukashenko.independence"},
    6: {"reference"},
    7: {"lukashenko.army_loyalty", "lukashenko.failing_campaign"},
    8: {"lukashenko.failing_campaign", "driver shortage"},
    9: {"lukashenko.own_words"},
    10: {"lukashenko.economy", "lukashenko.overthrow", "putin.control", "driver decline"},
    11: {"assumption interests_aligned"},
    12: {"china.investment", "china.de_escalation", "strategy intercede", "assumption beijing_speaks_up"},
    13: {"putin.stable_outpost", "putin.shaken_by_war"},
    14: {"putin.manpower", "driver shortage"},
    15: {"order", "delegation obedience"},
    16: {"putin.manpower", "putin.border_chaos"},
    17: {"lukashenko.home_front", "order", "delegation obedience"},
    18: {"background"},
    19: {"putin.loans", "reference"},
    20: {"driver shortage"},
}


def uses() -> dict[str, set[str]]:
    """Where every claim is used."""
    found: dict[str, set[str]] = defaultdict(set)

    def use(claims: Any, where: str) -> None:
        for claim in claims:
            found[claim].add(where)

    for consideration in SCENARIO.considerations:
        use(consideration.cited, consideration.key)
    for delegation in SCENARIO.delegations:
        use(delegation.cited, f"delegation {delegation.name}")
    for driver in SCENARIO.drivers:
        use(driver.claims, f"driver {driver.name}")
        use(driver.dynamics.claims if driver.dynamics else (), f"driver {driver.name}")
    for made in SCENARIO.types:
        use(made.claims, f"type {made.name}")
    for assumption in SCENARIO.assumptions:
        use(assumption.claims, f"assumption {assumption.name}")
    for player in SCENARIO.players:
        for strategy, claims in player.claims.items():
            use(claims, f"strategy {strategy}")
    for topic, claims in SCENARIO.cited.items():
        use(claims, topic)
    use(SCENARIO.rationality.claims if SCENARIO.rationality else (), "rationality")
    return found


USES = uses()


def test_everything_rests_on_claims_or_on_a_judgement_with_a_reason() -> None:
    rests = [(c.key, c.claims, c.judged) for c in SCENARIO.considerations]
    rests += [(d.name, d.claims, d.judgement) for d in SCENARIO.drivers]
    rests += [
        (f"{d.name}.dynamics", d.dynamics.claims, d.dynamics.judgement)
        for d in SCENARIO.drivers
        if d.dynamics
    ]
    rests += [(t.name, t.claims, t.judgement) for t in SCENARIO.types]
    rests += [(a.name, a.claims, a.judgement) for a in SCENARIO.assumptions]
    assert len(rests) > 40
    for name, claims, judgement in rests:
        assert claims or len(judgement) > 20, name


@pytest.mark.parametrize("name", SCENARIO.evidence.claims)
def test_every_claim_is_used_or_is_background_with_a_reason(name: str) -> None:
    claim = SCENARIO.evidence.claims[name]
    assert bool(USES[name]) != bool(claim.background)
    assert not claim.background or len(claim.background) > 20


@pytest.mark.parametrize("paragraph", range(1, 21))
def test_every_paragraph_is_where_the_design_wants_it(paragraph: int) -> None:
    claims = [c for c in SCENARIO.evidence.claims.values() if (c.source, c.paragraph) == (ARTICLE, paragraph)]
    assert claims
    places = {place for claim in claims for place in USES[claim.name]}
    places |= {"background" for claim in claims if claim.background}
    assert places >= WANTED[paragraph]


def test_claims_are_named_by_their_paragraph() -> None:
    for name, claim in SCENARIO.evidence.claims.items():
        if claim.source == ARTICLE:
            assert name[:-1] == str(claim.paragraph)
            assert name[-1].isalpha()


def test_the_conclusion_of_the_article_is_never_an_input() -> None:
    assert all(place.startswith("assumption ") for place in USES["11a"])
    roles = {assumption.name: assumption.role for assumption in SCENARIO.assumptions}
    assert roles["interests_aligned"] == "finding"


def test_three_uses_of_belarusian_forces_are_not_counted_three_times() -> None:
    places = {place for name in ("16a", "16b", "16c") for place in USES[name]}
    keys = {place for place in places if not place.startswith("assumption ")}
    assert keys == {"putin.manpower", "putin.border_chaos"}
    assert len(SCENARIO.consideration("putin.manpower").effects) == 1


def test_prescriptions_justify_strategies_and_no_payoff() -> None:
    for name, claim in SCENARIO.evidence.claims.items():
        if claim.kind == "prescription":
            assert all(place.startswith("strategy ") for place in USES[name]), name


def test_no_effect_matches_the_reference_and_sizes_are_those_of_the_codebook(
    at_work: Callable[..., bool],
) -> None:
    for consideration in SCENARIO.considerations:
        for effect in consideration.effects:
            assert not at_work(effect, SCENARIO.reference), consideration.key
            assert abs(effect.adds) in {1, 2, 3}, consideration.key


def test_weights_are_derived_as_the_codebook_says() -> None:
    """The derivation once more, from the raw files and in other words."""
    raw = tomllib.loads((SEEDS / "belarus-2022.toml").read_text("utf-8"), parse_float=Decimal)
    claims = tomllib.loads((SEEDS / "claims.toml").read_text("utf-8"))["claims"]
    rows = {3: ("0.75", "1", "1.25"), 2: ("0.25", "0.75", "1.25"), 1: ("0", "0.5", "1.25")}

    def strength(name: str) -> int:
        said = {"stated": 3, "hedged": 2, "speculated": 1}[claims[name]["firmness"]]
        return min(said, 2) if claims[name]["kind"] == "utterance" else said

    for consideration in SCENARIO.considerations:
        table = raw["considerations"][consideration.player][consideration.name]
        if "weight" in table:
            assert table["judgement"]
            wanted = [table["weight"][end] for end in ("low", "likely", "high")]
        else:
            entries = [[entry] if isinstance(entry, str) else entry for entry in table.get("claims", [])]
            row_number = max((min(strength(name) for name in entry) for entry in entries), default=1)
            row = rows[min(row_number, 2) if "inferred" in table else row_number]
            wanted = [Decimal(number) for number in row]
            if table.get("extended_by"):
                wanted[2] = Decimal("1.5")
        weight = consideration.weight
        assert [weight.low, weight.likely, weight.high] == wanted, consideration.key


def test_no_source_is_later_than_the_scenario() -> None:
    assert SCENARIO.date == datetime.date(2022, 3, 23)
    assert all(source.date <= SCENARIO.date for source in SCENARIO.evidence.sources.values())


def history() -> dict[str, Any]:
    return tomllib.loads((SEEDS / "history.toml").read_text("utf-8"), parse_float=Decimal)


def test_the_history_is_in_order_and_comes_after_the_scenario() -> None:
    read = bg.simulate.load_history()
    assert len(read.outcomes) >= 2
    assert len(read.events) >= 8
    for outcome in read.outcomes:
        assert outcome.by > SCENARIO.date, outcome.name
        assert SCENARIO.labels.mask(outcome.event).any(), outcome.name
    for seen in read.events:
        assert seen.date > SCENARIO.date, seen.name
        assert seen.observed is None or SCENARIO.labels.mask(seen.observed).any(), seen.name
    used = {entry.source for entry in (*read.outcomes, *read.events, *read.references)} - {""}
    assert used == set(read.sources), "a source that nothing cites is left out"
    for row in read.rows():
        assert str(row["address"]).startswith("https://") or row["entry"] == "even_odds", row["entry"]


def test_the_scenario_cites_nothing_of_what_happened_afterwards() -> None:
    assert not history()["sources"].keys() & SCENARIO.evidence.sources.keys()
    head = tomllib.loads((SEEDS / "belarus-2022.toml").read_text("utf-8"))["scenario"]
    assert head["evidence"] == ["sources.toml", "claims.toml"]
    assert packaged_scenarios() == ["belarus-2022", "belarus-2022-beliefs"]


def test_the_variant_differs_in_what_the_desperate_type_scales_and_in_nothing_else() -> None:
    base, variant = (
        tomllib.loads((SEEDS / f"{name}.toml").read_text("utf-8"))
        for name in ("belarus-2022", "belarus-2022-beliefs")
    )
    del base["scenario"]["codings"]
    assert variant["scenario"].pop("title") != base["scenario"].pop("title")
    mine, coded = variant["types"]["putin"].pop("desperate"), base["types"]["putin"].pop("desperate")
    assert variant == base
    assert mine["scales"] == coded["scales"] | {"lukashenko.moscow_backing": mine["scales"]["manpower"]}
    assert (mine["probability"], mine["means"]) == (coded["probability"], coded["means"])


def test_in_the_variant_somebody_has_to_guess() -> None:
    found = {
        name: bg.solve.perfect_bayesian_equilibria(scenario.bayesian_game(), scenario.order).used
        for name in packaged_scenarios()
        for scenario in [bg.load_scenario(name)]
    }
    assert found == {"belarus-2022": (), "belarus-2022-beliefs": ("putin",)}
