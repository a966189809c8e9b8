"""What the explorer must find, worked out by Python: settings as links, and what follows from each.

    python tests/explorer_cases.py FOLDER [SETTINGS TIES]

writes one file for each scenario, for ``node --test`` in ``web/``.
"""

import json
import random
import sys
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

import belarusgame as bg
from belarusgame.explore.mapping.induction import Induction
from belarusgame.report.page.explorer import model_data

HERE = Path(__file__).parent


def scenarios():
    """Return three: with delegations and a type, with a group of three, and another case."""
    built_in = bg.load_scenario()
    return {
        "built-in": built_in,
        "group-of-three": built_in.ordering(["putin", ["lukashenko", "west", "china"]]),
        "price-war": bg.load_scenario(HERE / "data" / "cases" / "price-war.toml"),
    }


def random_link(scenario, dice):
    """Set about a third of everything, by chance."""
    entries = []
    for entry in scenario.inputs("weight", "driver"):
        low, high = entry.range.low, entry.range.high
        if dice.random() < 0.4 and low < high:
            value = low + (high - low) * Fraction(dice.randrange(0, 41), 40)
            entries.append((f"{entry.kind}.{entry.name}", str(value)))
    types = [entry for entry in scenario.inputs("type") if dice.random() < 0.4]
    entries += [(f"type.{entry.name}", dice.choice(entry.options)) for entry in types]
    states = scenario.inputs("delegation")
    entries += [(f"delegation.{entry.name}", dice.choice(("on", "off"))) for entry in states]
    free = [p for p in scenario.players if p.key not in (scenario.question or {}) and dice.random() < 0.1]
    entries += [(f"fix.{player.key}", dice.choice(list(player.strategies))) for player in free]
    if dice.random() < 0.2:
        entries.append(("without", dice.choice(list(scenario.evidence.claims))))
    if scenario.rationality is not None and dice.random() < 0.5:
        level = scenario.rationality.level
        entries.append(
            ("rationality", str(level.low + (level.high - level.low) * Fraction(dice.randrange(41), 40)))
        )
    return urlencode(fitting(scenario, entries), safe="/")


def fitting(scenario, entries):
    """Leave out what a link may not set, such as the weight of what went with a claim."""
    remarks = scenario.settings_from(urlencode(entries)).remarks
    return [
        entry
        for entry in entries
        if not any(entry[0] in said or entry[0].split(".", 1)[-1] in said for said in remarks)
    ]


def tied_link(scenario, dice):
    """Move one weight or level so that two profiles pay one player exactly the same."""
    while True:
        link = random_link(scenario, dice)
        settings = scenario.settings_from(link)
        entry = dice.choice(
            [i for i in settings.scenario.inputs("weight", "driver") if i.range.low < i.range.high]
        )
        at = [
            settings.choice.having({entry.name: value}).game().exact_deciding
            for value in (Fraction(0), Fraction(1))
        ]
        player = dice.randrange(len(at[0]))
        one, other = (tuple(dice.randrange(n) for n in at[0].shape[1:]) for _ in range(2))
        start, after = (game[(player, *one)] - game[(player, *other)] for game in at)
        if start == after:
            continue
        value = -start / (after - start)
        if entry.range.low <= value <= entry.range.high:
            kept = [p for p in link.split("&") if p and not p.startswith(f"{entry.kind}.{entry.name}=")]
            return "&".join([*kept, f"{entry.kind}.{entry.name}={value}"])


def found_by(scenario, link):
    """Return what Python finds: pure outcomes of both readings, who may randomise, and logit play."""
    settings = scenario.settings_from(link)
    assert settings.remarks == (), settings.remarks
    game, less = settings.game(), settings.scenario
    everybody = (tuple(range(len(game.players))),)
    order = (
        everybody
        if less.order is None
        else tuple(tuple(game.labels.player_index(p) for p in group) for group in less.order)
    )
    level = settings.rationality or (
        Fraction(2) if scenario.rationality is None else scenario.rationality.level.likely
    )
    logit = bg.solve.sequential_logit(
        game, less.order if less.order is not None else [list(game.players)], rationality=float(level)
    )
    return {
        "link": link,
        "sequential": pure_play(scenario, game, order),
        "pure": pure_play(scenario, game, everybody),
        "logit": None if logit.status != "complete" else {
            str(place_of(scenario, game, index)): float(p) for index, p in np.ndenumerate(logit.distribution)
        },
    }  # fmt: skip


def margins_of(scenario, link):
    """Return what each choice gains over each alternative, where play is one outcome without randomising."""
    settings = scenario.settings_from(link)
    game, less = settings.game(), settings.scenario
    found = bg.solve.sequential_equilibria(game, less.order)
    if found.status != "complete" or len(found.outcomes) != 1 or not found.outcomes[0].is_pure:
        return None
    labels = scenario.labels
    told = bg.report.explain(less, found.outcomes[0], **settings.choice.arguments)
    places = [(labels.player_index(c.player), c.alternative, c.difference) for c in told.comparisons]
    return sorted([i, labels.strategy_index(i, other), float(gain)] for i, other, gain in places)


def pure_play(scenario, game, groups):
    """Return pure outcomes, as positions in the whole scenario, and whether somebody may randomise."""
    zero = Fraction(0)
    play = Induction(
        payoffs=[
            {place: (zero, zero, own[place]) for place in np.ndindex(*game.shape)}
            for own in game.exact_deciding
        ],
        shape=game.shape,
        groups=groups,
        polygon=((zero, zero),),
        examined=True,
    )
    ends = sorted(place_of(scenario, game, end) for end in play.outcomes())
    return {"outcomes": ends, "randomising": play.randomising}


def place_of(scenario, game, end):
    """Return where a profile of a smaller game stands among all profiles of the scenario."""
    full = scenario.labels
    whole = [full.strategy_index(i, game.labels.strategies[i][a]) for i, a in enumerate(end)]
    return int(np.ravel_multi_index(whole, full.counts))


def maps_of(scenario, dice, count):
    """Return some region maps: of each label the area."""
    names = [e.name for e in scenario.inputs("weight", "driver") if e.range.low < e.range.high]
    found = []
    while len(found) < count:
        x, y = dice.sample(names, 2)
        try:
            drawn = bg.explore.region_map(scenario, x, y)
        except bg.GameError:
            continue
        shares = {}
        for cell in drawn.cells:
            ends = sorted(
                place_of(
                    scenario,
                    scenario.game(),
                    [
                        labels.index(cell_label)
                        for labels, cell_label in zip(scenario.labels.strategies, o.values(), strict=True)
                    ],
                )
                for o in cell.outcomes
            )
            label = " ".join(map(str, ends))
            shares[label] = shares.get(label, 0.0) + float(cell.share)
        found.append({"x": x, "y": y, "concept": drawn.concept, "shares": shares})
    return found


def cases(scenario, settings=200, ties=100, maps=20, seed=1):
    """Return everything that one scenario is tested with."""
    dice = random.Random(seed)
    links = [random_link(scenario, dice) for _ in range(settings)]
    links += [tied_link(scenario, dice) for _ in range(ties)]
    links += [f"without={claim}" for claim in scenario.evidence.claims]
    answers = [found_by(scenario, link) for link in links]
    for answer in answers[::8]:
        if scenario.order is not None and not answer["sequential"]["randomising"]:
            answer["margins"] = margins_of(scenario, answer["link"])
    return {
        "model": {
            **model_data(scenario),
            "command": [scenario.name],
            "walks": [],
            "structures": [],
            "map": None,
        },
        "cases": answers,
        "maps": maps_of(scenario, dice, maps),
    }


def main(folder, *counts):
    """Write a file for each scenario."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, scenario in scenarios().items():
        text = json.dumps(cases(scenario, *map(int, counts)))
        (Path(folder) / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
