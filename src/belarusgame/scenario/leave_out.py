"""What is left of a scenario without some of its claims, by the rules of the codebook (seeds/README.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from belarusgame.base.guards import is_mapping, is_sequence
from belarusgame.base.settings import option
from belarusgame.errors import GameError, quoted
from belarusgame.evidence import Firmness
from belarusgame.scenario.codebook import derived_probability, derived_weight
from belarusgame.scenario.coding import Coding
from belarusgame.scenario.records import (
    Consideration,
    Delegation,
    Driver,
    Dynamics,
    Effect,
    Player,
    PlayerType,
    Simulation,
    Weight,
    scaled_key,
)

Partial = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gone:
    """Claims that are left out, and the strategies that nothing speaks for any more."""

    claims: frozenset[str]
    strategies: frozenset[tuple[str, str]]
    firmness: Mapping[str, Firmness]

    def left(self, claims: Iterable[str]) -> tuple[str, ...]:
        return tuple(claim for claim in claims if claim not in self.claims)

    def unsupported(self, claims: tuple[str, ...], judgement: str) -> bool:
        """Whether all claims behind something are gone and nobody's judgement stands in for them."""
        # What never rested on claims does not fall with them.
        return bool(claims) and not self.left(claims) and not judgement

    def trimmed(self, partial: Partial) -> dict[str, tuple[str, ...]] | None:
        """Take the lost strategies out of a partial profile; None if it can no longer happen."""
        kept = {
            player: tuple(label for label in labels if (player, label) not in self.strategies)
            for player, labels in partial.items()
        }
        return kept if all(kept.values()) else None


def derived_anew(coded: Coding, claims: Iterable[str]) -> dict[str, Any]:
    """Return the parts of a scenario that change when claims are left out, by the names of its fields.

    See :meth:`belarusgame.Scenario.without_claims` for the rules.

    Raises
    ------
    GameError
        For a claim that the evidence does not hold.
    """
    gone = _gone(coded, claims)
    considerations = [made for c in coded.considerations if (made := _consideration(c, gone)) is not None]
    drivers = [d for d in coded.drivers if not gone.unsupported(d.claims, d.judgement)]
    names = {driver.name for driver in drivers}
    keys = {c.key for c in considerations}
    delegations = [made for old in coded.delegations if (made := _delegation(old, gone)) is not None]
    named = keys | {made.name for made in delegations}
    types = [made for kind in coded.types if (made := _type(kind, named, gone)) is not None]
    lost = _lost(coded, gone, keys | names | {f"{kind.player}.{kind.name}" for kind in types})
    # What types mean may name a consideration or another type that is gone, so it comes after both.
    types = [meaning_left(kind, coded.reference.keys(), lost) for kind in types]
    players = {kind.player for kind in types}
    noise = coded.rationality
    return {
        "evidence": replace(
            coded.evidence, claims={k: v for k, v in coded.evidence.claims.items() if k not in gone.claims}
        ),
        "players": tuple(_player(player, gone) for player in coded.players),
        # Level 1 is a driver's state at the date: without the driver a consideration counts as it does then.
        "considerations": tuple(c if c.driver in names else replace(c, driver=None) for c in considerations),
        "drivers": tuple(_driver(driver, gone) for driver in drivers),
        "types": tuple(types),
        "rest": {player: name for player, name in coded.rest.items() if player in players},
        "delegations": tuple(delegations),
        "assumptions": tuple(
            replace(a, claims=gone.left(a.claims))
            for a in coded.assumptions
            if not gone.unsupported(a.claims, a.judgement)
            and not mentions(a.statement, "", coded.reference.keys(), lost)
        ),
        "rationality": None
        if noise is None or gone.unsupported(noise.claims, noise.judgement)
        else replace(noise, claims=gone.left(noise.claims)),
        "simulation": _simulation(coded.simulation, gone),
        "question": None if coded.question is None else gone.trimmed(coded.question),
        "cited": {topic: gone.left(named) for topic, named in coded.cited.items()},
    }


def _gone(coded: Coding, claims: Iterable[str]) -> _Gone:
    """Check the claims, and find the strategies that rest on nothing else."""
    known = coded.evidence.claims
    if not is_sequence(claims):
        raise GameError(f'claims = {quoted(claims)}: must be a list of claims, such as ["17b"]')
    for claim in claims:
        option("claim", claim, known)
    found = frozenset(claims)
    return _Gone(
        claims=found,
        strategies=frozenset(
            (player.key, label)
            for player in coded.players
            for label, named in player.claims.items()
            # What is in force at the date can be done, whatever is said of it.
            if named and found.issuperset(named) and coded.reference[player.key] != label
        ),
        firmness={name: claim.support_firmness for name, claim in known.items()},
    )


def _player(player: Player, gone: _Gone) -> Player:
    kept = {s: text for s, text in player.strategies.items() if (player.key, s) not in gone.strategies}
    return replace(
        player,
        strategies=kept,
        variants={v: head for v, head in player.variants.items() if v in kept and head in kept},
        claims={s: gone.left(named) for s, named in player.claims.items() if s in kept},
    )


def _consideration(old: Consideration, gone: _Gone) -> Consideration | None:
    """Derive a consideration anew; None if nothing supports it or it bears on nothing any more."""
    effects = _effects(old.effects, gone)
    claims = tuple(entry for entry in old.claims if not gone.claims.intersection(entry))
    extended_by = gone.left(old.extended_by)
    # One that never had effects bears on nothing already, and is not lost by this.
    if (old.effects and not effects) or (old.claims and not claims and not old.judgement):
        return None
    weight = old.weight
    if claims and weight == _derived(old, gone):  # else it was typed
        weight = _derived(replace(old, claims=claims, extended_by=extended_by), gone)
    left = replace(old, weight=weight, effects=effects, claims=claims, extended_by=extended_by)
    # Without claims there is nothing to infer from; the reason of the weight becomes the reason why it is
    # there.
    return left if claims else replace(left, inferred="", judged=old.judged or old.judgement)


def _derived(old: Consideration, gone: _Gone) -> Weight:
    extended, inferred = bool(old.extended_by), bool(old.inferred)
    return derived_weight(old.claims, gone.firmness, extended=extended, inferred=inferred)


def _effects(effects: tuple[Effect, ...], gone: _Gone) -> tuple[Effect, ...]:
    return tuple(
        replace(effect, when=when) for effect in effects if (when := gone.trimmed(effect.when)) is not None
    )


def _driver(old: Driver, gone: _Gone) -> Driver:
    made = old.dynamics
    if made is not None:
        made = None if gone.unsupported(made.claims, made.judgement) else _dynamics(made, gone)
    return replace(old, claims=gone.left(old.claims), dynamics=made)


def _dynamics(old: Dynamics, gone: _Gone) -> Dynamics:
    return replace(old, claims=gone.left(old.claims), effects=_effects(old.effects, gone))


def _simulation(old: Simulation, gone: _Gone) -> Simulation:
    """Put back to its default what rested on claims that are gone, unless a judgement stands in for them."""
    kept = {name: gone.left(claims) for name, claims in old.claims.items()}
    lost = {
        name: getattr(Simulation(), name)
        for name in ("absorbing", "move_months", "discount", "tremble")
        if (claims := old.claims.get(name, old.claims.get("", ())))
        and gone.unsupported(claims, old.judgement.get(name, old.judgement.get("", "")))
    }
    absorbing = tuple(event for told in old.absorbing if (event := gone.trimmed(told)) is not None)
    claims = {name: claims for name, claims in kept.items() if claims}
    return replace(old, **{"absorbing": absorbing, "claims": claims} | lost)


def _type(old: PlayerType, keys: set[str], gone: _Gone) -> PlayerType | None:
    scales = {name: scale for name, scale in old.scales.items() if scaled_key(old.player, name) in keys}
    delegations = {name: state for name, state in old.delegations.items() if name in keys}
    if not (scales or delegations) or gone.unsupported(old.claims, old.judgement):
        return None
    return replace(old, scales=scales, delegations=delegations, claims=gone.left(old.claims))


def meaning_left(kind: PlayerType, players: Collection[str], lost: frozenset[tuple[str, str]]) -> PlayerType:
    """Take from a type the statement that it means, if that names something that is gone."""
    if kind.means is None or not mentions(kind.means.statement, "", players, lost):
        return kind
    return replace(kind, means=None)


def _delegation(old: Delegation, gone: _Gone) -> Delegation | None:
    """Derive a delegation anew; None if nothing supports it or it can match nothing any more."""
    when = gone.trimmed(old.when)
    claims = tuple(entry for entry in old.claims if not gone.claims.intersection(entry))
    if when is None or (old.claims and not claims and not old.judgement):
        return None
    probability = old.probability
    if claims and probability == derived_probability(old.claims, gone.firmness):  # else it was typed
        probability = derived_probability(claims, gone.firmness)
    return replace(old, when=when, claims=claims, probability=probability)


def _lost(coded: Coding, gone: _Gone, kept: set[str]) -> frozenset[tuple[str, str]]:
    """Pair the lost strategies with their players, and all other lost names with nobody."""
    names = {c.key for c in coded.considerations} | {driver.name for driver in coded.drivers}
    names |= {f"{kind.player}.{kind.name}" for kind in coded.types}
    types = {(kind.player, kind.name) for kind in coded.types if f"{kind.player}.{kind.name}" not in kept}
    return gone.strategies | {("", name) for name in names - kept} | types


def mentions(entry: Any, owner: str, players: Collection[str], lost: frozenset[tuple[str, str]]) -> bool:
    """Whether a statement names something that is gone; what stands under a player is that player's."""
    if isinstance(entry, str):
        return (owner, entry) in lost or ("", entry) in lost
    if is_mapping(entry):
        owner = entry.get("player", owner)  # whose strategies the statement compares
        return any(
            ("", key) in lost or mentions(value, key if key in players else owner, players, lost)
            for key, value in entry.items()
        )
    return is_sequence(entry) and any(mentions(value, owner, players, lost) for value in entry)
