"""Why does every player do this, and not something else?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from belarusgame.base.at_work import working_on
from belarusgame.base.labels import FloatArray
from belarusgame.base.settings import refused
from belarusgame.errors import GameError
from belarusgame.outcome import Equilibrium, Outcome
from belarusgame.report.account import Account, Chances
from belarusgame.report.explanation import Comparison, Explanation
from belarusgame.scenario import Scenario, checked_scenario
from belarusgame.solve.plan import Prospect, Step

#: How far a difference may be from the outcome's own, relative to its largest part: chances are rounded.
ROUNDING = Fraction(1, 10**9)


@working_on("reasons")
def explain(
    scenario: Scenario,
    outcome: Outcome,
    *,
    weights: Mapping[str, Any] | None = None,
    drivers: Mapping[str, Any] | None = None,
    types: Mapping[str, str] | None = None,
    delegations: Mapping[str, bool] | None = None,
) -> Explanation:
    """Explain an outcome: for every player, why it does this and not the alternatives.

    Parameters
    ----------
    scenario : Scenario
        Where the considerations and their claims come from.
    outcome : Outcome
        Found in the scenario's game. An outcome with a plan is explained in the sequential reading, by what
        the alternatives would have led to; any other one with the other players held fixed.
    weights, drivers, types, delegations : mapping, optional
        The choices with which the game was made; see :meth:`Scenario.game`.

    Returns
    -------
    Explanation
        The parts of each comparison add up to the difference, in rational arithmetic and as printed.

    Raises
    ------
    GameError
        If the outcome has other players or strategies than the scenario, or was not found with these choices:
        somebody would gain by leaving it, or loses another amount than its plan says.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> outcome = bg.solve.pure_equilibria(scenario.game()).outcomes[0]
    >>> explanation = bg.report.explain(scenario, outcome)
    >>> comparison = explanation.comparisons[0]
    >>> sum(part.amount for part in comparison.parts) == comparison.difference
    True
    """
    checked_scenario(scenario)
    if not isinstance(outcome, Outcome):
        raise refused("outcome", outcome, "one of a solution's outcomes")
    if outcome.labels != scenario.labels:
        raise GameError(
            "the outcome has other players or strategies than the scenario; explain it with its own"
        )
    account = Account(
        scenario=scenario,
        features=scenario.features(),
        factors=scenario.factors(weights, drivers, types),
        scales=scenario.factors({c.key: 1 for c in scenario.considerations}, drivers, types),
        delegations=tuple(scenario.deciders(delegations, types).values()),
    )
    if outcome.plan is not None:
        comparisons = [c for step in outcome.plan.steps for c in _step_comparisons(account, step)]
    else:
        comparisons = _fixed_comparisons(account, outcome)
    # Stable, so that a player's comparisons keep the order of its strategies.
    ranked = sorted(comparisons, key=lambda comparison: scenario.labels.player_index(comparison.player))
    return Explanation(
        comparisons=tuple(ranked),
        names={player.key: player.name for player in scenario.players},
        plural=frozenset(player.key for player in scenario.players if player.plural),
    )


def _step_comparisons(account: Account, step: Step) -> list[Comparison]:
    """Compare, at one point of a plan, what the movers do with what else they could do."""
    labels = account.scenario.labels
    found: list[Comparison] = []
    for player in step.movers:
        chosen = " or ".join(step.play[player])
        for label, prospect in step.instead[player].items():
            if label not in step.play[player]:
                chances = (_positions(account, step.value), _positions(account, prospect))
                leads_to = replies(labels.players, player, step.value, prospect)
                comparison = account.comparison(player, chosen, label, chances, leads_to)
                # Both ways: a plan says exactly what would be lost.
                _check(comparison, step.loss(player, label), step.loss(player, label))
                found.append(comparison)
    return found


def _check(comparison: Comparison, least: Fraction, most: Fraction | None = None) -> None:
    """Refuse a comparison whose difference is not the one that the outcome was found with."""
    size = max([abs(part.amount) for part in comparison.parts], default=Fraction(0))
    # Relative to the largest part, and never less than for parts of size 1: chances are floats.
    slack = ROUNDING * (1 + size)
    if comparison.difference < least - slack or (most is not None and comparison.difference > most + slack):
        raise GameError(
            f"{comparison.player}: {comparison.chosen} is better than {comparison.alternative} by "
            f"{float(comparison.difference):.6g}, which does not fit the outcome; explain it with the "
            "weights, drivers, types and delegations that it was found with"
        )


def _positions(account: Account, prospect: Prospect) -> Chances:
    labels = account.scenario.labels
    return {
        tuple(labels.strategy_index(i, label) for i, label in enumerate(profile)): chance
        for profile, chance in prospect.chances.items()
    }


def replies(players: Sequence[str], mover: str, here: Prospect, there: Prospect) -> dict[str, str]:
    """Return what the others would do differently; what they mix between is joined by "or"."""
    changed: dict[str, str] = {}
    for position, player in enumerate(players):
        before = {profile[position] for profile in here.chances}
        after = dict.fromkeys(profile[position] for profile in there.chances)
        if player != mover and set(after) != before:
            changed[player] = " or ".join(after)
    return changed


def _fixed_comparisons(account: Account, outcome: Outcome) -> list[Comparison]:
    """Compare every player's strategies while the others are held fixed."""
    if not isinstance(outcome, Equilibrium):
        raise GameError(f"an outcome of the concept {outcome.concept!r} without a plan cannot be explained")
    labels = outcome.labels
    mixes = [_exact_mix(mix) for mix in outcome.mixed]
    gap = Fraction(outcome.incentive_gap)
    found: list[Comparison] = []
    for i, (player, names) in enumerate(zip(labels.players, labels.strategies, strict=True)):
        used = " or ".join(names[a] for a in mixes[i])
        here = _product(mixes)
        for a, name in enumerate(names):
            # What is played alone is not compared with itself; in a mixture each strategy is compared with
            # the whole.
            if a not in mixes[i] or len(mixes[i]) > 1:
                there = _product([*mixes[:i], {a: Fraction(1)}, *mixes[i + 1 :]])
                comparison = account.comparison(player, used, name, (here, there), None)
                _check(comparison, -gap)
                found.append(comparison)
    return found


def _exact_mix(mix: FloatArray) -> dict[int, Fraction]:
    """Return the positive probabilities of a vector as fractions that sum to one."""
    chances = {a: Fraction(float(p)) for a, p in enumerate(mix) if p > 0}
    total = sum(chances.values(), Fraction(0))
    return {a: p / total for a, p in chances.items()}


def _product(mixes: Sequence[Mapping[int, Fraction]]) -> Chances:
    chances: dict[tuple[int, ...], Fraction] = {(): Fraction(1)}
    for mix in mixes:
        chances = {(*profile, a): p * q for profile, p in chances.items() for a, q in mix.items()}
    return chances
