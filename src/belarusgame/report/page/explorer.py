"""What the explorer in the page is given: the scenario as whole numbers, where to walk, and its script."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import shlex
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from belarusgame.base.order import checked_groups
from belarusgame.explore.structures import Variant, variants_of
from belarusgame.scenario import BUILT_IN, Consideration, Scenario, Weight, edition_of

if TYPE_CHECKING:
    from belarusgame.explore import TippingPoint
    from belarusgame.report.page.contents import Contents

#: Weights and levels are whole numbers of one over this, or over a multiple where a file is finer.
UNIT = 10_000

#: A game with more profiles is not worked out anew while a hand moves.
MOST_PROFILES = 5_000

#: The modelling choices that can be set by hand.
SET_BY_HAND = ("delegation", "type", "held", "pair held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explorer:
    """What goes into the page."""

    data: str  #: JSON that cannot end its element, nor begin another
    #: The files that are built from ``web/``.
    script: str
    style: str

    @property
    def allowed(self) -> str:
        """The script's hash, by which the page's policy allows it and nothing else."""
        return f"sha256-{base64.b64encode(hashlib.sha256(self.script.encode()).digest()).decode()}"


def explorer_of(contents: Contents) -> Explorer | None:
    """Gather what goes into the page; None where the game is too large to be worked out in it."""
    if math.prod(contents.scenario.labels.counts) > MOST_PROFILES:
        return None
    folder = Path(__file__).parent
    written = json.dumps(explorer_data(contents), separators=(",", ":"))
    # In JSON they stand within strings alone, where an escape means the same; none of them can then end the
    # element.
    for sign in "<>&":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return Explorer(
        data=written,
        script=(folder / "explorer.js").read_text("utf-8"),
        style=(folder / "explorer.css").read_text("utf-8"),
    )


def explorer_data(contents: Contents) -> dict[str, Any]:
    """Return the scenario, exactly, with where to walk and what to press, as plain data."""
    scenario, telling = contents.scenario, contents.telling
    first = telling.pairs[0] if telling is not None and telling.pairs else None
    return {
        **model_data(scenario),
        "command": _command(contents),
        "walks": _walks(contents),
        "structures": list(_structures(contents)),
        "map": None if first is None else [first.x, first.y],
    }


def model_data(scenario: Scenario) -> dict[str, Any]:
    """Return what the answers follow from, in whole numbers, and its words."""
    labels, without = scenario.labels, _without_each(scenario)
    every = (scenario, *without.values())
    unit = _unit(every)
    size = math.lcm(*(e.adds.denominator for c in scenario.considerations for e in c.effects))
    place = {name: k for k, name in enumerate(labels.players)}
    keys = [c.key for c in scenario.considerations]
    drivers = [d.name for d in scenario.drivers]

    def when(partial: Mapping[str, tuple[str, ...]]) -> list[list[int] | None]:
        return [
            None if player not in partial else [names.index(label) for label in partial[player]]
            for player, names in zip(labels.players, labels.strategies, strict=True)
        ]

    return {
        "scenario": scenario.name,
        "edition": edition_of(scenario),
        "release": version("belarusgame"),
        "players": [
            {
                "key": p.key, "name": p.name, "plural": p.plural, "strategies": list(p.strategies),
                "words": list(p.strategies.values()), "variants": dict(p.variants),
            }
            for p in scenario.players
        ],
        "order": None if scenario.order is None else [[place[p] for p in group] for group in scenario.order],
        "reference": [
            labels.strategy_index(i, scenario.reference[p]) for i, p in enumerate(labels.players)
        ],
        "question": None if scenario.question is None else when(scenario.question),
        "unit": unit,
        "size": size,
        "considerations": [
            {
                "key": c.key, "sentence": c.sentence, "owner": place[c.player],
                "range": _range(c.weight, unit),
                "driver": -1 if c.driver is None else drivers.index(c.driver), "claims": list(c.cited),
                "effects": [{"when": when(e.when), "adds": int(e.adds * size)} for e in c.effects],
            }
            for c in scenario.considerations
        ],
        "drivers": [
            {"key": d.name, "sentence": d.sentence, "range": _range(d.level, unit), "claims": list(d.claims)}
            for d in scenario.drivers
        ],
        "types": [
            {
                "player": place[t.player], "name": t.name, "sentence": t.sentence,
                "delegations": dict(t.delegations),
                "scales": [
                    [keys.index(key), scale.numerator, scale.denominator] for key, scale in t.factors.items()
                ],
            }
            for t in scenario.types
        ],
        "rest": dict(scenario.rest),
        "delegations": [
            {
                "name": d.name, "player": place[d.player], "to": place[d.to], "when": when(d.when),
                "sentence": d.sentence, "likely": d.likely, "claims": list(d.cited),
            }
            for d in scenario.delegations
        ],
        "rationality": None if scenario.rationality is None else _range(scenario.rationality.level, unit),
        "claims": [
            {"name": c.name, "says": c.says, "leaves": _left(scenario, without[c.name], unit)}
            for c in scenario.evidence.claims.values()
        ],
    }  # fmt: skip


def _without_each(scenario: Scenario) -> dict[str, Scenario]:
    """Leave each claim out in turn."""
    return {name: scenario.without_claims([name]) for name in scenario.evidence.claims}


def _unit(scenarios: Sequence[Scenario]) -> int:
    """Return of what one over all weights and levels are whole numbers."""
    ranges = {entry.range for one in scenarios for entry in one.inputs("weight", "driver", "rationality")}
    ends = (end for r in ranges for end in (r.low, r.likely, r.high))
    return math.lcm(UNIT, *(end.denominator for end in ends))


def _range(weight: Weight, unit: int) -> list[int]:
    return [int(end * unit) for end in (weight.low, weight.likely, weight.high)]


def _left(scenario: Scenario, less: Scenario, unit: int) -> dict[str, Any]:
    """Return what leaving a claim out changes: by position, and None where something is gone."""
    kept = {c.key: c for c in less.considerations}
    types = {(t.player, t.name) for t in less.types}
    states = {d.name: d.likely for d in less.delegations}
    levels = {d.name for d in less.drivers}
    return {
        "weights": {
            str(k): new
            for k, c in enumerate(scenario.considerations)
            if (new := _weight_left(kept.get(c.key), unit)) != _range(c.weight, unit)
        },
        "drivers": [k for k, d in enumerate(scenario.drivers) if d.name not in levels],
        "types": [k for k, t in enumerate(scenario.types) if (t.player, t.name) not in types],
        "delegations": {
            d.name: states.get(d.name) for d in scenario.delegations if states.get(d.name) != d.likely
        },
        "strategies": [
            [i, a]
            for i, (old, new) in enumerate(zip(scenario.players, less.players, strict=True))
            for a, label in enumerate(old.strategies)
            if label not in new.strategies
        ],
    }


def _weight_left(kept: Consideration | None, unit: int) -> list[int] | None:
    return None if kept is None else _range(kept.weight, unit)


def _command(contents: Contents) -> list[str]:
    """Return the file, and the options without which the command would read another scenario from it."""
    scenario = contents.scenario
    options = [f"--fix {shlex.quote(f'{player}={label}')}" for player, label in scenario.fixed.items()]
    if scenario.order is not None and not _in_this_order(contents):
        groups = "; ".join(", ".join(group) for group in scenario.order)
        options.append(f"--order {shlex.quote(groups)}")
    return [BUILT_IN if scenario.name == f"{BUILT_IN}.toml" else scenario.name, *options]


def _in_this_order(contents: Contents) -> bool:
    """Whether the file itself has the order of moves; also where there is no file to look at."""
    if not contents.files:
        return True
    order = tomllib.loads(contents.files[0][1]).get("scenario", {}).get("order")
    return order is not None and checked_groups(contents.scenario.labels, order) == contents.scenario.order


def _walks(contents: Contents) -> list[dict[str, Any]]:
    """Return, for each state of the delegations, the way to the nearest weights at which the answer turns."""
    if not contents.assessment.headlines:
        return []
    scenario, found = contents.scenario, contents.assessment.headlines[0].tipping
    return [
        {"state": {d.name: d.likely for d in settled.delegations}, **_walk(answer)}
        for settled, answer in zip(scenario.states().values(), (found, *found.otherwise), strict=True)
    ]


def _walk(found: TippingPoint) -> dict[str, Any]:
    """Return the end of one way: a step beyond the tipping point where there is such a step."""
    already = found.found and not found.moves
    turning = found.stops if already else found
    end = None if turning is None else turning.beyond or turning.at
    moved = dict[str, Fraction]() if end is None else end.weights
    return {
        "already": already,
        "proven": turning is not None and turning.certificate is not None,
        "moves": 0 if turning is None else len(turning.moves),
        "to": {key: _fraction(value) for key, value in moved.items()},
    }


def _fraction(value: Fraction) -> list[str]:
    """Write a fraction so that no digit of it is lost."""
    return [str(value.numerator), str(value.denominator)]


def _structures(contents: Contents) -> Iterator[dict[str, Any]]:
    """List the modelling choices that can be set by hand, those first that move the answer most."""
    scenario, found = contents.scenario, contents.assessment.structures
    concept = "nash" if scenario.order is None else "sequential"
    rows = {} if found is None else {(one.kind, one.choice): one for one in found.structures}
    rank = {key: k for k, key in enumerate(rows)}
    variants = [
        v for v in variants_of(scenario, scenario.question or {}, concept, 0) if v.kind in SET_BY_HAND
    ]
    for variant in sorted(variants, key=lambda v: rank.get((v.kind, v.choice), len(rank))):
        settings, row = _settings(scenario, variant), rows.get((variant.kind, variant.choice))
        if any(settings.values()):
            share = None if row is None or row.share is None else row.share.some
            yield {"kind": variant.kind, "choice": variant.choice, "share": share, **settings}


def _settings(scenario: Scenario, variant: Variant) -> dict[str, dict[str, Any]]:
    """Return what a modelling choice sets, as far as it is not so already."""
    states = {d.name: d.likely for d in variant.scenario.delegations}
    likely = {d.name: d.likely for d in scenario.delegations}
    return {
        "fix": dict(variant.fix),
        "types": dict(variant.types),
        "delegations": {name: on for name, on in states.items() if on != likely[name]},
    }
