"""Every figure of four scenarios, made once."""

import tomllib
from datetime import date, timedelta
from functools import cache

import pytest

import belarusgame as bg
from belarusgame.base.labels import choices_of
from belarusgame.evidence import template
from belarusgame.explore.plans import question
from belarusgame.explore.sensitivity import leaving_out

NAMES = (
    "play",
    "chances",
    "margins",
    "matrix",
    "shares",
    "walk",
    "regions",
    "sensitivity",
    "carriers",
    "mistakes",
    "triangle",
    "basis",
    "structures",
    "months",
    "backtest",
    "signals",
    "best_replies",
)


def effects(*made):
    """Write effects, with a sentence that holds what a page must not obey."""
    return {
        "sentence": "<i>It</i> $matters$.",
        "effects": [{"when": when, "adds": adds} for when, adds in made],
    }


def long_labels():
    """Two players with names that are far too long, some in another script."""
    many = "to do what nobody has ever dared to do before and will not dare again " * 3
    words = {"first": many.replace(" ", "_"), "second": "שלום_עולם", "third": "x" * 200}
    end = {"judgement": "Made up.", "weight": {"low": 0.5, "likely": 1, "high": 2}}
    return bg.Scenario.from_tables(
        {
            "scenario": {
                "title": "What " + "ever " * 40 + "happens?",
                "date": date(2026, 1, 1),
                "reference": {"one": words["first"], "other": "stay"},
                "question": {"one": words["third"]},
                "order": ["one", "other"],
                "rationality": {"level": {"low": 0.5, "likely": 2, "high": 8}, "judgement": "Made up."},
            },
            "sources": {"s": {"title": "A report", "date": date(2026, 1, 1), "address": "https://example.org"}},
            "claims": {
                "a-claim-with-a-long-name": {
                    "source": "s", "paragraph": 1, "says": "<b>It</b> $is$ " + many, "kind": "assertion",
                    "speaker": "author", "firmness": "hedged",
                }
            },
            "players": {
                "one": {"strategies": dict.fromkeys(words.values(), "x")},
                "other": {"strategies": {"stay": "x", "go": "x"}},
            },
            "types": {
                "one": {
                    "so_determined_that_" * 8 + "never": {
                        "probability": {"low": 0.1, "likely": 0.2, "high": 0.3}, "scales": {"b": 2},
                        "judgement": "Made up.",
                    }
                }
            },
            "considerations": {
                "one": {
                    "a_wish_" * 12 + "end": end | effects(({"one": words["third"]}, 2)),
                    "b": {"claims": ["a-claim-with-a-long-name"]} | effects(({"one": words["second"]}, 3)),
                },
                "other": {
                    "follow": end
                    | effects(({"one": words["third"], "other": "go"}, 1), ({"other": "go"}, -1))
                },
            },
        },
        "long",
    )  # fmt: skip


def no_claims():
    """Two players who move at once, without any claim."""
    end = {"judgement": "Made up.", "weight": {"low": 0, "likely": 1, "high": 2}}
    return bg.Scenario.from_tables(
        {
            "scenario": {
                "title": "What happens?", "date": date(2026, 1, 1), "question": {"a": "y"},
                "reference": {"a": "x", "b": "u"},
                "rationality": {"level": {"low": 0.5, "likely": 2, "high": 8}, "judgement": "Made up."},
            },
            "players": {
                "a": {"strategies": {"x": "x", "y": "y", "z": "z"}},
                "b": {"strategies": {"u": "u", "v": "v"}},
            },
            "considerations": {
                "a": {
                    "like": end | effects(({"a": "y"}, 1)),
                    "fear": end | effects(({"a": ["y", "z"]}, -1)),
                },
                "b": {"match": end | effects(({"a": "y", "b": "v"}, 1), ({"b": "v"}, -1))},
            },
        },
        "unclaimed",
    )  # fmt: skip


def tutorial():
    return bg.Scenario.from_tables(tomllib.loads(template("full.toml")), "tutorial")


SCENARIOS = {
    "built-in": bg.load_scenario,
    "tutorial": tutorial,
    "no claims": no_claims,
    "long labels": long_labels,
}


@cache
def structures_of_tutorial():
    """Ask every modelling choice; of the other scenarios that takes too long here."""
    scenario = tutorial()
    found = bg.explore.structures(scenario, draws=16, seed=1)
    return bg.report.figures.structures(found, scenario=scenario)


def looked_back(scenario):
    """Score a forecast by a history in the words of a scenario, which is made up."""
    said = {"known": date(2022, 1, 1), "by": None, "source": "", "says": "It was said.", "judgement": ""}
    rates = {"a_forecast_" * 9 + "end": ("forecast", 0.2), "words": ("verbal", None)}
    rates |= {"low": ("base rate", 0.01), "high": ("base rate", 0.9)}
    simulate = bg.simulate
    read = simulate.History(
        name="history",
        sources={},
        outcomes=(
            simulate.Happened(
                name="one", event=choices_of("question", scenario.question),
                by=scenario.date + timedelta(days=60), happened=False, source="", says="It did not.",
            ),
        ),
        events=(),
        references=tuple(
            simulate.Outlook(name=name, kind=kind, probability=p, **said) for name, (kind, p) in rates.items()
        ),
    )  # fmt: skip
    return simulate.backtest(scenario, read, runs=20, structures=False)


@cache
def charts_of(name):
    """Make every figure of a scenario."""
    scenario = SCENARIOS[name]()
    game, event, figures = scenario.game(), scenario.question, bg.report.figures
    pure = bg.solve.pure_equilibria(game).outcomes[0]
    main = pure
    if scenario.order is not None:
        main = bg.solve.sequential_equilibria(game, order=scenario.order).outcomes[0]
    concept = "pure" if scenario.order is None else "sequential"
    others = {player: pure.pure_profile[player] for player in game.players[2:]}
    path = bg.solve.logit_path(game)
    weights = [entry.name for entry in scenario.inputs("weight") if entry.range.low < entry.range.high]
    made = {
        "play": figures.play(main, scenario=scenario),
        "chances": figures.play(pure, scenario=scenario),
        "margins": figures.margins(bg.report.explain(scenario, main), scenario=scenario),
        "matrix": figures.matrix(game.fix(others) if others else game, scenario=scenario),
        "shares": figures.shares(
            bg.explore.sweep(scenario, 512, logit=0, conventions=False), scenario=scenario
        ),
        "walk": figures.walk(bg.explore.tipping_points(scenario, event), scenario=scenario),
        "regions": figures.regions(
            bg.explore.region_map(scenario, *weights[-2:], concept=concept), scenario=scenario
        ),
        "sensitivity": figures.sensitivity(
            bg.explore.sensitivity(scenario, event, output="logit", draws=32, leave_out=False),
            scenario=scenario,
        ),
        "carriers": figures.carriers(
            leaving_out(question(scenario, event, concept, (concept,))), scenario=scenario
        ),
        "mistakes": figures.mistakes(path, scenario=scenario),
        "triangle": figures.mistakes(path, scenario=scenario, as_triangle=True),
        "basis": figures.basis(bg.report.audit(scenario), scenario=scenario),
        "structures": structures_of_tutorial(),
        "months": figures.months(bg.simulate.campaign(scenario, months=4, runs=40)),
        "backtest": figures.backtest(looked_back(scenario)),
        "signals": figures.signals(
            bg.solve.perfect_bayesian_equilibria(
                scenario.bayesian_game(), scenario.order or [tuple(game.players)]
            ),
            scenario=scenario,
        ),
        "best_replies": figures.best_replies(game, scenario=scenario),
    }
    assert tuple(made) == NAMES
    return made


@pytest.fixture(scope="session")
def charts():
    return charts_of


@cache
def telling_map_of(name):
    """Make a map of two inputs that has more than one region."""
    scenario = SCENARIOS[name]()
    concept = "pure" if scenario.order is None else "sequential"
    first = bg.explore.telling_pairs(scenario, concept=concept).rows()[0]
    found = bg.explore.region_map(scenario, first["x"], first["y"], concept=concept)
    return bg.report.figures.regions(found, scenario=scenario)


@pytest.fixture(scope="session")
def telling():
    return telling_map_of
