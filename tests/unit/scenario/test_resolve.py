"""From tables to records: what stands at the edge of a rule is taken, what is beyond it is a mistake."""

import datetime
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.scenario.records import Dynamics, Effect, Player, Rationality, Weight


def weight(*values):
    low, likely, high = (Fraction(str(value)) for value in values)
    return Weight(low=low, likely=likely, high=high)


def test_tables_that_keep_every_rule_become_records(small):
    made = small()
    firm, lender = made.players
    assert firm == Player(
        key="small_firm",
        name="Small firm",
        strategies={"wait": "", "fold": "gives up", "pause": ""},
        variants={"pause": "fold"},
        claims={"fold": ("wanted", "said")},
    )
    assert (lender.key, lender.name, lender.claims, lender.variants) == ("lender", "The bank", {}, {})
    assert made.order == (("lender",), ("small_firm",))
    assert made.question == {"small_firm": ("fold", "pause")}
    assert made.cited == {"order": ("said",), "reference": ("said", "guessed")}
    assert made.rationality == Rationality(level=weight(0.5, 1, 4), claims=("said",))
    cash, risk = made.considerations
    assert (cash.weight, cash.claims, cash.extended_by) == (
        weight(0, 0.5, 1.5),  # as weak as the guess, and extended
        (("said", "guessed"),),
        ("guessed",),
    )
    when = {"small_firm": ("fold", "wait"), "lender": ("call",)}
    assert cash.effects == (Effect(when=when, adds=Fraction(-3, 2)),)
    assert (risk.weight, risk.claims, risk.driver, cash.driver) == (weight(0, 0.5, 1), (), None, "rates")
    (driver,) = made.drivers
    assert driver.level == weight(0.5, 1, 2)
    assert driver.dynamics == Dynamics(
        decay=Fraction(1),
        noise=Fraction(1, 10),
        effects=(Effect(when={"lender": ("hold",)}, adds=Fraction(1, 4)),),  # the reference may move a driver
        judgement="A guess.",
    )
    assert [(kind.name, kind.probability, kind.scales, kind.claims) for kind in made.types] == [
        ("rash", weight(0, 0.75, 1), {"risk": 2}, ()),
        ("shy", weight(0, 0.25, 0.5), {"risk": 0}, ("said",)),
    ]
    (one,) = made.assumptions
    assert (one.name, one.role, one.form, one.claims) == ("one", "finding", "given", ("said",))
    assert one.statement == {
        "profile": {"lender": ("hold",)},
        "weights": {"lender.risk": (Fraction(1, 4), Fraction(1, 2))},
        "drivers": {"rates": (1, 1)},
        "types": {"lender": "shy"},
        "holds": {
            "any_of": (
                {"dominates": {"player": "small_firm", "better": "wait", "worse": "fold", "strict": True}},
                {"never": {"event": {"small_firm": ("pause",)}}},
            )
        },
    }


def test_what_need_not_be_said_may_be_left_out(small):
    def bare(tables):
        for name in ("order", "question", "claims", "rationality"):
            del tables["scenario"][name]
        del tables["drivers"]["rates"]["dynamics"]
        del tables["types"], tables["assumptions"]

    made = small(bare)
    assert (made.order, made.question, made.rationality) == (None, None, None)
    assert made.cited == {"order": (), "reference": ()}
    assert (made.types, made.assumptions, made.drivers[0].dynamics) == ((), (), None)


def at(*steps, value):
    """Return a change that sets what the steps lead to."""

    def change(tables):
        for step in steps[:-1]:
            tables = tables[step]
        tables[steps[-1]] = value

    return change


HEAD = ("scenario",)
CASH = ("considerations", "small_firm", "cash")
DYNAMICS = ("drivers", "rates", "dynamics")
RASH = ("types", "lender", "rash")
LABELS = '"{}" is not one of wait, fold, pause'
NO_CLAIM = 'claim "x" is not one of said, guessed, wanted, old'
NOTHING = "rests on nothing; cite claims, or give a `judgement` with the reason"

PLAYERS = {
    "small_firm": {"strategies": {"wait": "", "fold": "", "pause": ""}},
    "lender": {"strategies": {"hold": "", "call": ""}, "claims": {"x": ["said"]}},
}

#: What is changed, and the place and the beginning of everything that is then said.
MISTAKES = {
    "question": (
        at(*HEAD, "question", value={"small_firm": "x"}),
        ["scenario.question.small_firm: small_firm"],
    ),
    "order's claims": (at(*HEAD, "claims", "order", value=["x"]), [f"scenario.claims.order[0]: {NO_CLAIM}"]),
    "reference's claims": (
        at(*HEAD, "claims", "reference", value=["said", "old", "said"]),
        [
            'scenario.claims.reference[1]: claim "old" is background',
            'scenario.claims.reference[2]: claim "said" is named twice',
        ],
    ),
    "rationality's claims": (
        at(*HEAD, "rationality", "claims", value=["x"]),
        [f"scenario.rationality.claims[0]: {NO_CLAIM}"],
    ),
    "rationality": (at(*HEAD, "rationality", "claims", value=[]), [f"scenario.rationality: {NOTHING}"]),
    "a later source": (
        at("sources", "paper", "date", value=datetime.date(2024, 5, 2)),
        ['scenario.date: 2024-05-01 is earlier than the source "paper" of 2024-05-02'],
    ),
    "one of two left out of the reference": (
        at(*HEAD, "reference", value={"lender": "hold"}),
        ["scenario.reference: says nothing of small_firm"],
    ),
    "both left out of the reference and another named": (
        at(*HEAD, "reference", value={"x": "hold"}),
        [
            'scenario.reference.x: player "x" is not one of small_firm, lender',
            "scenario.reference: says nothing of small_firm, lender",
        ],
    ),
    "one misspelt in the reference": (
        at(*HEAD, "reference", value={"lender": "hold", "x": "wait"}),
        ['scenario.reference.x: player "x" is not one of'],
    ),
    "one misspelt in the order": (
        at(*HEAD, "order", value=["lender", "x"]),
        ['scenario.order[1]: player "x" is not one of small_firm, lender'],
    ),
    "both left out of the order": (
        at(*HEAD, "order", value=["x"]),
        ['scenario.order[0]: player "x" is not one of', "scenario.order: omits small_firm, lender"],
    ),
    "twice in the order": (
        at(*HEAD, "order", value=["lender", ["small_firm", "lender"]]),
        ['scenario.order: player "lender" moves more than once'],
    ),
    "claims of an unknown strategy": (
        at("players", "small_firm", "claims", value={"x": ["x"], "wait": ["y"]}),
        [
            f"players.small_firm.claims.x: small_firm = {LABELS.format('x')}",
            'players.small_firm.claims.wait[0]: claim "y" is not one of',
        ],
    ),
    "unknown variants": (
        at("players", "small_firm", "variants", value={"x": "fold", "pause": "y", "fold": "fold"}),
        [
            f"players.small_firm.variants.x: small_firm = {LABELS.format('x')}",
            f"players.small_firm.variants.pause: small_firm = {LABELS.format('y')}",
            'players.small_firm.variants.fold: "fold" is itself a variant',
        ],
    ),
    "a table that is none does not hide the next": (
        at("considerations", value={"x": 3, "lender": {"risk": 3, "fear": {"sentence": "?", "effects": []}}}),
        [
            'considerations.x: player "x" is not one of small_firm, lender',
            "considerations.x: 3: must be a table",
            "considerations.lender.risk: 3: must be a table",
            "considerations.lender.fear.effects: []: must not be empty",
            "considerations.lender.fear: has neither claims nor a weight",
        ],
    ),
    "a driver": (
        at(*CASH, "driver", value="x"),
        [f'{".".join(CASH)}.driver: driver "x" is not one of rates'],
    ),
    "a prescription": (
        at(*CASH, "claims", value=["said", ["guessed", "wanted"]]),
        [f'{".".join(CASH)}.claims[1][1]: claim "wanted" is a prescription'],
    ),
    "a prescription that extends": (
        at(*CASH, "extended_by", value=["wanted"]),
        [f'{".".join(CASH)}.extended_by[0]: claim "wanted" is a prescription'],
    ),
    "an effect at the reference": (
        at(*CASH, "effects", 0, "when", value={"small_firm": ["fold", "wait"], "lender": ["call", "hold"]}),
        [f"{'.'.join(CASH)}.effects[0].when: matches the reference"],
    ),
    "an effect of nobody": (
        at(*CASH, "effects", 0, "when", value={"x": "wait", "lender": "y"}),
        [
            f'{".".join(CASH)}.effects[0].when.x: player "x" is not one of',
            f'{".".join(CASH)}.effects[0].when.lender: lender = "y" is not one of',
        ],
    ),
    "dynamics": (
        at(
            *DYNAMICS, value={"decay": 1.01, "noise": 0, "effects": [{"when": {"lender": "hold"}, "adds": 0}]}
        ),
        [
            f"{'.'.join(DYNAMICS)}: {NOTHING}",
            f"{'.'.join(DYNAMICS)}.decay: 1.01: a share lost in a month must be at most 1",
            f"{'.'.join(DYNAMICS)}.effects[0].adds: an effect that adds 0 changes nothing",
        ],
    ),
    "claims of dynamics": (
        at(*DYNAMICS, "claims", value=["x"]),
        [f"{'.'.join(DYNAMICS)}.claims[0]: {NO_CLAIM}"],
    ),
    "a type": (
        at(*RASH, value={"probability": {"low": 0, "likely": 0.76, "high": 1.01}, "scales": {"cash": 1}}),
        [
            'types.lender.rash.scales.cash: consideration "cash" is not one of risk',
            f"types.lender.rash: {NOTHING}",
            "types.lender.rash.probability: high = 1.01: must be at most 1",
            "types.lender: the likely probabilities sum to 1.01: must be at most 1",
        ],
    ),
    "types of nobody": (
        at("types", value={"lender": 3, "x": {}}),
        [
            "types.lender: 3: must be a table",
            'types.x: player "x" is not one of small_firm, lender',
            'assumptions.one.given.types.lender: type "shy" does not exist: there is no type at all',
        ],
    ),
    "a driver that is no table does not hide the next": (
        at("drivers", value={"x": 3, "rates": {"level": {"low": 0, "likely": 1, "high": 1}}}),
        ["drivers.x: 3: must be a table", f"drivers.rates: {NOTHING}"],
    ),
    "nor a player": (
        at("players", value={"x": 3, **PLAYERS}),
        [
            "scenario.reference: says nothing of x",
            "scenario.order: omits x",
            "players.x: 3: must be a table",
            'players.lender.claims.x: lender = "x" is not one of hold, call',
        ],
    ),
    "nor an assumption": (
        at("assumptions", value={"x": 3, "y": {"role": "finding", "never": {"event": {"lender": "call"}}}}),
        ["assumptions.x: 3: must be a table", f"assumptions.y: {NOTHING}"],
    ),
    "claims of an assumption": (
        at("assumptions", "one", "claims", value=["x"]),
        [f"assumptions.one.claims[0]: {NO_CLAIM}"],
    ),
    "an assumption": (at("assumptions", "one", "claims", value=[]), [f"assumptions.one: {NOTHING}"]),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_is_beyond_a_rule_is_named_with_its_place_and_nothing_else_is(name, all_said):
    all_said(*MISTAKES[name])


@pytest.mark.parametrize(("more", "too_many"), [({}, False), ({"t": ""}, True)])
def test_a_million_profiles_are_not_too_many(more, too_many, small):
    def many(tables):
        tables["players"] = {f"p{n}": {"strategies": {f"s{k}": "" for k in range(10)}} for n in range(6)}
        tables["players"]["p5"]["strategies"] |= more

    with pytest.raises(bg.ScenarioError) as caught:
        small(many)
    assert ("profiles, more than 1,000,000" in str(caught.value)) is too_many
