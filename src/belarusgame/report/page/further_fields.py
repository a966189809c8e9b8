"""What a page says of the further records: their numbers and words as plain data, field by field."""

from __future__ import annotations

from typing import Any

from belarusgame.explore import CodingComparison, StatusQuo, Structure
from belarusgame.report.figures.naming import Naming, begun, plain
from belarusgame.simulate import BackTest, Campaign, Forecast
from belarusgame.solve.bayesian import PerfectBayesianSolution, what_beliefs_do

#: Of what breaks the situation of the day so many comparisons are shown.
MOST_DEPARTURES = 6


def status_quo_fields(found: StatusQuo | None, words: Naming) -> dict[str, Any] | None:
    """Return in what share of the draws the situation of the day is an outcome, and what breaks it."""
    if found is None:
        return None
    return {
        "share": found.share.some,
        "draws": found.share.draws,
        "likely": found.likely,
        "departures": [
            {
                "player": begun(words.player(one.player)),
                "stays": plain(one.stays),
                "leaves": plain(one.leaves),
                "breaks": one.breaks,
                "gain": one.gain,
            }
            for one in found.departures[:MOST_DEPARTURES]
            if one.breaks > 0.0
        ],
    }


def coding_fields(found: CodingComparison | None) -> dict[str, Any] | None:
    """Return the answer under the other coding, what decides, and how far the two agree."""
    if found is None:
        return None
    claims, decides = found.claims, found.decides
    return {
        "names": list(found.names),
        "answers": [_answer(one) for one in found.answers],
        "decides": None if decides is None else plain(decides.choice),
        "claims": {
            "both": len(claims.pairs),
            "first": len(claims.only_a),
            "second": len(claims.only_b),
        },
        "agreement": [{"of": one.of, "alpha": one.alpha} for one in found.agreements],
        "draws": next((one.share.draws for one in found.answers if one.share is not None), 0),
    }


def _answer(one: Structure) -> dict[str, Any]:
    return {
        "with": plain(one.choice),
        "likely": one.verdict,
        "share": None if one.share is None else one.share.some,
    }


def signals_fields(found: PerfectBayesianSolution | None, words: Naming) -> dict[str, Any] | None:
    """Return who has which types, how many equilibria there are, and whether beliefs matter."""
    if found is None:
        return None
    game = found.game
    return {
        "equilibria": len(found.equilibria),
        "status": found.status,
        "sequential": found.sequential,
        "types": [
            {"player": begun(words.player(player)), "type": plain(kind), "chance": float(chance)}
            for player in game.typed
            for kind, chance in game.marginals[player].items()
        ],
        "beliefs": what_beliefs_do(found, {player: words.player(player) for player in game.players}),
        "messages": list(found.messages),
    }


def months_fields(found: Campaign | None, words: Naming) -> dict[str, Any] | None:
    """Return the share by the last month, and what the length of a move does to it."""
    if found is None:
        return None
    settings, event = found.settings, bool(found.event)
    interval = found.interval(settings.months) if event else (None, None)
    return {
        "event": begun(" or ".join(words.event(one) for one in found.event)) if event else None,
        "months": settings.months,
        "runs": settings.runs,
        "share": float(found.by_month[-1]) if event else None,
        "low": interval[0],
        "high": interval[1],
        "lengths": [
            {
                "stands": one.move_months,
                "mistakes": "anew in each move" if one.tremble == "month" else "once for a run",
                "share": float(one.by_month[-1]),
            }
            for one in found.lengths
        ],
        "clamped": [{"driver": begun(plain(name)), "share": share} for name, share in found.clamped.items()],
        "unique": found.unique == "proven",
    }


def backtest_fields(found: BackTest | None) -> dict[str, Any] | None:
    """Return what was forecast of the first outcome, what one outcome can show, and the further rows."""
    if found is None:
        return None
    first, own = found.outcomes[0], found.forecast().scores[0]
    return {
        "by": str(first.by),
        "happened": first.happened,
        "probability": own.probability,
        "brier": own.brier,
        "logarithmic": own.logarithmic,
        "runs": found.settings.runs,
        "rivals": [_rival(one) for one in found.forecasts if one.by == first.by and one.at_most is not None],
        "readings": [
            {"name": one.name, "probability": one.scores.probability, "brier": one.scores.brier}
            for one in (*found.rationality, *found.readings)
        ],
        "further": [
            {"date": str(one.seen.date), "says": one.seen.says, "share": one.probability}
            for one in found.further
        ],
        "self_test": found.self_test.passed,
    }


def _rival(one: Forecast) -> dict[str, Any]:
    return {
        "name": plain(one.name),
        "probability": one.scores[0].probability,
        "at_most": one.at_most,
        "address": one.address,
    }
