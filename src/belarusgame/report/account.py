"""What a scenario's considerations add up to over profiles, in the eyes of whoever decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.base.labels import matches
from belarusgame.report.explanation import Comparison, Part, ThroughReplies
from belarusgame.scenario import BASES, Effect, Features, Scenario

#: A distribution over profiles, as positions of strategies in the players' order.
Chances = Mapping[tuple[int, ...], Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
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
        changes, deciders = self._changes(player, chances)
        others = [name for name in deciders if name != player]
        return Comparison(
            player=player,
            chosen=chosen,
            alternative=alternative,
            parts=self._parts(changes, chances),
            leads_to=leads_to,
            tips_at=self._tips_at(changes),
            decided_by=others[0] if others else "",
            by_chance=len(deciders) > 1,
            through_replies=() if leads_to is None else self._through_replies(player, alternative, chances),
        )

    def _changes(
        self, player: str, chances: tuple[Chances, Chances]
    ) -> tuple[dict[int, Fraction], list[str]]:
        """Return by how much each consideration is larger in the first, and who decides for the player."""
        here, there = (self._by_decider(player, side) for side in chances)
        deciders = [name for name in self.scenario.labels.players if name in {*here, *there}]
        changes = {
            k: self._mean(k, here.get(name, {})) - self._mean(k, there.get(name, {}))
            for name in deciders
            for k in self._owned(name)
        }
        return changes, deciders

    def _parts(self, changes: Mapping[int, Fraction], chances: tuple[Chances, Chances]) -> tuple[Part, ...]:
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
        return tuple(sorted(parts, key=lambda part: -abs(part.amount)))

    def _through_replies(
        self, player: str, alternative: str, chances: tuple[Chances, Chances]
    ) -> tuple[ThroughReplies, ...]:
        """Return what of the difference follows from others' replies, effect by effect.

        The mover's own step is taken first, with all others as they are, and theirs after it.
        """
        amounts: dict[tuple[int, tuple[str, ...]], Fraction] = {}
        for k, repliers, amount in self._answered(player, alternative, chances):
            amounts[k, repliers] = amounts.get((k, repliers), Fraction(0)) + amount
        found = [
            ThroughReplies(
                consideration=self.features.considerations[k],
                players=repliers,
                amount=amount,
                bases=self._bases(repliers, chances),
            )
            for (k, repliers), amount in amounts.items()
            if amount
        ]
        return tuple(sorted(found, key=lambda part: (part.players, -abs(part.amount))))

    def _answered(
        self, player: str, alternative: str, chances: tuple[Chances, Chances]
    ) -> Iterator[tuple[int, tuple[str, ...], Fraction]]:
        """Yield what every effect adds to the difference by replies, with whose replies it depends on."""
        here, there = chances
        labels = self.scenario.labels
        i = labels.player_index(player)
        stepped = _replaced(here, i, {labels.strategy_index(i, alternative): Fraction(1)})
        others = [name for name in labels.players if name != player]
        moved = [
            name for name in others if _differ(stepped, there, labels.player_index(name))
        ] or others  # their mixtures may be the same one by one and differ together
        before, after = (self._by_decider(player, side) for side in (stepped, there))
        for k in (k for name in {**before, **after} for k in self._owned(name)):
            owner = self.scenario.considerations[k].player
            for effect in self.scenario.considerations[k].effects:
                first, then = (self._matched(effect, side.get(owner, {})) for side in (before, after))
                if first != then:
                    repliers = tuple(name for name in moved if name in effect.when)
                    yield k, repliers, self.factors[k] * effect.adds * (first - then)

    def _bases(self, repliers: tuple[str, ...], chances: tuple[Chances, Chances]) -> dict[Any, Fraction]:
        """Return how what tells replies from what is done otherwise is known, as shares by size.

        Each reply is set against what its player does otherwise, with all others as after the replies.
        """
        here, there = chances
        sizes = dict.fromkeys(BASES, Fraction(0))
        for player in repliers:
            j = self.scenario.labels.player_index(player)
            sides = there, _replaced(there, j, _marginal(here, j))
            for part in self._parts(self._changes(player, sides)[0], sides):
                sizes[part.kind] += abs(part.amount)
        total = sum(sizes.values(), Fraction(0))
        return {basis: size / total for basis, size in sizes.items() if size}

    def _owned(self, player: str) -> list[int]:
        owner = self.scenario.labels.player_index(player)
        return np.flatnonzero(self.features.owner == owner).tolist()

    def _by_decider(self, player: str, chances: Chances) -> dict[str, Chances]:
        """Divide the profiles of a distribution by who decides for a player in them."""
        found: dict[str, dict[tuple[int, ...], Fraction]] = {}
        delegations = [made for made in self.delegations if made["player"] == player]
        for profile, chance in chances.items():
            named = self.scenario.labels.named(profile)
            # One at most matches: delegations of one player that could match together are refused.
            matching = (made["to"] for made in delegations if matches(made["when"], named))
            found.setdefault(next(matching, player), {})[profile] = chance
        return dict(found)

    def _judged(self, k: int, chances: tuple[Chances, Chances]) -> bool:
        """Whether it rests on no claim, or its weight or an effect that tells the two apart is judgement."""
        consideration = self.scenario.considerations[k]
        if consideration.basis == "judged" or consideration.judgement:
            return True
        judged = [effect for effect in consideration.effects if effect.judgement]
        here, there = ([self._matched(effect, side) for effect in judged] for side in chances)
        return here != there

    def _matched(self, effect: Effect, chances: Chances) -> Fraction:
        """Return the chance that an effect matches.

        Asked of the few profiles that are played: a mask over all of them takes long in a large game.
        """
        named = ((self.scenario.labels.named(profile), p) for profile, p in chances.items())
        return sum((p for profile, p in named if matches(effect.when, profile)), Fraction(0))

    def _mean(self, k: int, chances: Chances) -> Fraction:
        return sum((p * self.features.exact[(k, *profile)] for profile, p in chances.items()), Fraction(0))

    def _tips_at(self, changes: Mapping[int, Fraction]) -> Fraction | None:
        """Return how far all weights must move together, towards what hurts, until the difference is zero."""
        difference = sum((self.factors[k] * change for k, change in changes.items()), Fraction(0))
        # A tie, or an outcome that is an equilibrium only nearly: no move is needed.
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


def _marginal(chances: Chances, i: int) -> dict[int, Fraction]:
    """Return how likely each of one player's strategies is."""
    mix: dict[int, Fraction] = {}
    for profile, p in chances.items():
        mix[profile[i]] = mix.get(profile[i], Fraction(0)) + p
    return mix


def _differ(one: Chances, other: Chances, i: int) -> bool:
    return _marginal(one, i) != _marginal(other, i)


def _replaced(chances: Chances, i: int, mix: Mapping[int, Fraction]) -> Chances:
    """Let one player mix so instead, whatever the others do."""
    found: dict[tuple[int, ...], Fraction] = {}
    for profile, p in chances.items():
        for a, q in mix.items():
            changed = (*profile[:i], a, *profile[i + 1 :])
            found[changed] = found.get(changed, Fraction(0)) + p * q
    return found
