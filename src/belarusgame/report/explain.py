"""Why does every player do this, and not something else?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.base.labels import FloatArray
from belarusgame.base.settings import refused
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError
from belarusgame.game import Equilibrium, Outcome
from belarusgame.report.numbers import decimals_for, printed, signed
from belarusgame.scenario import Effect, Features, Scenario, checked_scenario
from belarusgame.solve.plan import Prospect, Step

__all__ = ["Comparison", "Explanation", "Part", "explain", "replies"]

#: How far a difference may be from the outcome's own, relative to its largest part: chances are rounded.
ROUNDING = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one consideration contributes to a difference of payoffs.

    Attributes
    ----------
    consideration : str
        Its key, such as ``putin.manpower``.
    amount : Fraction
        Its share of the difference, exactly.
    claims : tuple of str
        The claims that it rests on.
    judged : bool
        Whether a number behind it is the coder's judgement.
    inferred : bool
        Whether the step from the claims to the consequence is the coder's.
    """

    consideration: str
    amount: Fraction
    claims: tuple[str, ...]
    judged: bool
    inferred: bool = False

    @property
    def basis(self) -> tuple[str, ...]:
        """What it rests on: the claims, and what the coder did: "inferred", or by "judgement"."""
        own = "judgement" if self.judged else "inferred" if self.inferred else ""
        return (*self.claims, own) if own else self.claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One player's comparison of what it does with one alternative.

    Attributes
    ----------
    player : str
        Who compares.
    chosen, alternative : str
        What it does, and what it could do instead.
    parts : tuple of Part
        The considerations that tell the two apart, the largest first; they add up to ``difference``.
    leads_to : mapping of str to str, or None
        What the other players would do differently after the alternative, in the sequential reading. None
        where they are held fixed.
    tips_at : Fraction or None
        How far the weights in the comparison must all move against it, as a share of the way from their
        value to the end of their range, until it is a tie; 0 if it is one. Above 1, no weights within their
        ranges tip it; None, none at all do.
    decided_by : str
        Who decides for the player here, if it is somebody else: the considerations are theirs. In mixed play
        the player's own enter too where it is a matter of chance (``by_chance``).
    by_chance : bool
        Whether it is a matter of chance who decides.
    """

    player: str
    chosen: str
    alternative: str
    parts: tuple[Part, ...]
    leads_to: Mapping[str, str] | None
    tips_at: Fraction | None
    decided_by: str = ""
    by_chance: bool = False

    @property
    def difference(self) -> Fraction:
        """What whoever decides would lose by the alternative, exactly."""
        return sum((part.amount for part in self.parts), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Explanation(Tabular):
    """Why an outcome holds: for every player, its comparisons with every alternative.

    Attributes
    ----------
    comparisons : tuple of Comparison
        In the players' order.
    names : mapping of str to str
        What the players are called in sentences.
    plural : frozenset of str
        The players whose names are plurals.
    """

    comparisons: tuple[Comparison, ...]
    names: Mapping[str, str]
    plural: frozenset[str] = frozenset()

    @property
    def sentences(self) -> tuple[str, ...]:
        """One sentence a comparison; the numbers printed add up."""
        return tuple(self.sentence(comparison) for comparison in self.comparisons)

    def sentence(self, comparison: Comparison) -> str:
        """Put one comparison into words."""
        sign = -1 if comparison.difference < 0 else 1  # where the outcome is only nearly an equilibrium
        better, worse = (comparison.chosen, comparison.alternative)[::sign]
        amounts = [sign * part.amount for part in comparison.parts]
        places = decimals_for(amounts)
        numbers = printed(amounts, places)
        total = sum((Fraction(number) for number in numbers), Fraction(0))
        decider = comparison.decided_by or comparison.player
        who = self.names[decider]
        who = who[0].upper() + who[1:]
        several = decider in self.plural
        if total == 0:
            be = "are" if several else "is"
            nearly = "" if comparison.difference == 0 else "as good as "
            text = f"{who} {be} {nearly}indifferent between {comparison.chosen} and {comparison.alternative}"
        else:
            verb = "would prefer" if sign < 0 else "prefer" if several else "prefers"
            text = f"{who} {verb} {better} to {worse} by {printed([total], places)[0]}"
        if comparison.parts:
            text += ": " + ", ".join(
                _part_text(part, number) for part, number in zip(comparison.parts, numbers, strict=True)
            )
        return self._decided(comparison) + text + self._consequence(comparison) + "."

    def _decided(self, comparison: Comparison) -> str:
        """Say who decides for the player, if it is somebody else."""
        if not comparison.decided_by:
            return ""
        who, whom = self.names[comparison.decided_by], self.names[comparison.player]
        verb = "decide" if comparison.decided_by in self.plural else "decides"
        where = "here with some chance, so that both count" if comparison.by_chance else "here"
        return f"{who[0].upper()}{who[1:]} {verb} for {whom} {where}. "

    def _consequence(self, comparison: Comparison) -> str:
        if not comparison.leads_to:
            return ""
        moves = [f"{self.names[player]} {label}" for player, label in comparison.leads_to.items()]
        return f"; after {comparison.alternative} the others would answer: {', '.join(moves)}"

    @property
    def most_fragile(self) -> Comparison | None:
        """The comparison that the smallest joint move of its weights would tip; None if none can be."""
        tippable = [(c.tips_at, number) for number, c in enumerate(self.comparisons) if c.tips_at is not None]
        return self.comparisons[min(tippable)[1]] if tippable else None

    def rows(self) -> Rows:
        """Return one row for each comparison and consideration."""
        return [
            {
                "player": comparison.player,
                "chosen": comparison.chosen,
                "alternative": comparison.alternative,
                "consideration": part.consideration,
                "amount": float(part.amount),
                "claims": " ".join(part.basis),
            }
            for comparison in self.comparisons
            for part in comparison.parts
        ]

    @property
    def below(self) -> Sequence[str]:
        """The comparisons in words."""
        return self.sentences

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"Explanation: {len(self.comparisons)} comparisons"


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
    account = _Account(
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
    ranked = sorted(comparisons, key=lambda comparison: scenario.labels.player_index(comparison.player))
    return Explanation(
        comparisons=tuple(ranked),
        names={player.key: player.name for player in scenario.players},
        plural=frozenset(player.key for player in scenario.players if player.plural),
    )


Chances = Mapping[tuple[int, ...], Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    """A scenario's considerations, ready to be added up over profiles.

    A consideration's factor is its weight times its scale, which its driver and the types set.
    """

    scenario: Scenario
    features: Features
    factors: tuple[Fraction, ...]
    scales: tuple[Fraction, ...]
    delegations: tuple[Mapping[str, Any], ...]

    def comparison(
        self,
        player: str,
        chosen: str,
        alternative: str,
        chances: tuple[Chances, Chances],
        leads_to: Mapping[str, str] | None,
    ) -> Comparison:
        """Compare two distributions over profiles in the eyes of whoever decides for a player."""
        shares = tuple(self._by_decider(player, side) for side in chances)
        deciders = [name for name in self.scenario.labels.players if name in {*shares[0], *shares[1]}]
        changes = {
            k: self._mean(k, shares[0].get(name, {})) - self._mean(k, shares[1].get(name, {}))
            for name in deciders
            for k in self._owned(name)
        }
        others = [name for name in deciders if name != player]
        parts = [
            Part(
                consideration=self.features.considerations[k],
                amount=self.factors[k] * change,
                claims=self.scenario.considerations[k].cited,
                judged=self._judged(k, chances),
                inferred=self.scenario.considerations[k].basis == "inferred",
            )
            for k, change in changes.items()
            if self.factors[k] * change != 0
        ]
        return Comparison(
            player=player,
            chosen=chosen,
            alternative=alternative,
            parts=tuple(sorted(parts, key=lambda part: -abs(part.amount))),
            leads_to=leads_to,
            tips_at=self._tips_at(changes),
            decided_by=others[0] if others else "",
            by_chance=len(deciders) > 1,
        )

    def _owned(self, player: str) -> list[int]:
        owner = self.scenario.labels.player_index(player)
        return np.flatnonzero(self.features.owner == owner).tolist()

    def _by_decider(self, player: str, chances: Chances) -> dict[str, Chances]:
        """Divide the profiles of a distribution by who decides for a player in them."""
        found: dict[str, dict[tuple[int, ...], Fraction]] = {}
        delegations = [made for made in self.delegations if made["player"] == player]
        for profile, chance in chances.items():
            named = self.scenario.labels.named(profile)
            matching = (
                made["to"]
                for made in delegations
                if all(named[other] in labels for other, labels in made["when"].items())
            )
            found.setdefault(next(matching, player), {})[profile] = chance
        return dict(found)

    def _judged(self, k: int, chances: tuple[Chances, Chances]) -> bool:
        """Whether it rests on no claim, or its weight or an effect that tells the two apart is judgement."""
        consideration = self.scenario.considerations[k]
        if consideration.basis == "judged" or consideration.judgement:
            return True
        # Asked of the few profiles that are played: a mask over all of them takes long in a large game.
        named = [[(self.scenario.labels.named(s), p) for s, p in side.items()] for side in chances]
        judged = [effect for effect in consideration.effects if effect.judgement]
        here, there = (
            [sum(p for profile, p in side if _matches(effect, profile)) for effect in judged]
            for side in named
        )
        return here != there

    def _mean(self, k: int, chances: Chances) -> Fraction:
        return sum((p * self.features.exact[(k, *profile)] for profile, p in chances.items()), Fraction(0))

    def _tips_at(self, changes: Mapping[int, Fraction]) -> Fraction | None:
        """Return how far all weights must move together, towards what hurts, until the difference is zero."""
        difference = sum((self.factors[k] * change for k, change in changes.items()), Fraction(0))
        if difference <= 0:
            return Fraction(0)
        against = Fraction(0)
        for k, change in changes.items():
            weight, scale = self.scenario.considerations[k].weight, self.scales[k]
            room = (
                self.factors[k] - scale * weight.low if change > 0 else scale * weight.high - self.factors[k]
            )
            against += abs(change) * max(room, Fraction(0))  # a chosen weight may lie outside its range
        return difference / against if against > 0 else None


def _matches(effect: Effect, profile: Mapping[str, str]) -> bool:
    return all(profile[player] in labels for player, labels in effect.when.items())


def _step_comparisons(account: _Account, step: Step) -> list[Comparison]:
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
                _check(comparison, step.loss(player, label), step.loss(player, label))
                found.append(comparison)
    return found


def _check(comparison: Comparison, least: Fraction, most: Fraction | None = None) -> None:
    """Refuse a comparison whose difference is not the one that the outcome was found with."""
    size = max([abs(part.amount) for part in comparison.parts], default=Fraction(0))
    slack = ROUNDING * (1 + size)
    if comparison.difference < least - slack or (most is not None and comparison.difference > most + slack):
        raise GameError(
            f"{comparison.player}: {comparison.chosen} is better than {comparison.alternative} by "
            f"{float(comparison.difference):.6g}, which does not fit the outcome; explain it with the "
            "weights, drivers, types and delegations that it was found with"
        )


def _positions(account: _Account, prospect: Prospect) -> Chances:
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


def _fixed_comparisons(account: _Account, outcome: Outcome) -> list[Comparison]:
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


def _part_text(part: Part, number: str) -> str:
    name = part.consideration.split(".", 1)[1].replace("_", " ")
    return f"{name} {signed(number)} [{', '.join(part.basis)}]"
