"""What is behind the numbers: inert effects, structural ties, unused claims, and how much is judgement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from belarusgame.base.at_work import working_on
from belarusgame.base.settings import whole_number, whole_seed
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import Mistake
from belarusgame.report.carrying import MOST_CLAIM_DRAWS, silent_claims
from belarusgame.report.inert import (
    InertEffect,
    StructuralTie,
    idle_effects,
    inert_effects,
    structural_ties,
)
from belarusgame.report.knowledge import (
    Doors,
    beside_others,
    claims_with_doors,
    costless_strategies,
    firm_inferences,
    idle_claims,
)
from belarusgame.scenario import (
    Basis,
    Consideration,
    Scenario,
    checked_scenario,
    shares_by_basis,
)

#: How much an effect may add, with a sign: slight, marked, decisive.
SIZES = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Audit(Tabular):
    """What the coding of a scenario rests on.

    Attributes
    ----------
    inert : tuple of InertEffect
        Effects without consequence under some concept.
    ties : tuple of StructuralTie
        Indifference that no weight can break.
    judgement : mapping of str to Fraction
        For every player the share of its numbers that no claim supports.
    by_basis : mapping of str to mapping
        For every player the shares of what is asserted, inferred and judged, by size: the likely weight times
        the largest effect. They sum to 1.
    idle : tuple of str
        Claims that carry nothing under any reading, cited or not.
    beside_others : tuple of str
        Claims that carry something together with others only: without one of them no number changes.
    silent : tuple of str
        Claims without which a number changes, and in none of the ``draws`` the answer under any reading.
    draws : int
        How many draws that was looked at in; with 0, ``silent`` is empty.
    doors : tuple of Doors
        Claims that enter a consideration by several doors, with their total factor.
    costless : tuple of (str, str)
        Strategies that are worse in nothing than what their player does on the date.
    firm_inferences : tuple of str
        Inferences that keep the weight of what is stated: an error.
    remarks : tuple of Mistake
        What the file writes as the codebook's first edition did.
    unused : tuple of str
        Claims that are neither used nor background.
    unusual : mapping of str to str
        Numbers that the codebook does not foresee, by their places, with the reason.
    cited_by : mapping of str to tuple of str
        For every claim the places that use it, inert effects aside.
    """

    inert: tuple[InertEffect, ...]
    ties: tuple[StructuralTie, ...]
    judgement: Mapping[str, Fraction]
    by_basis: Mapping[str, Mapping[Basis, Fraction]]
    idle: tuple[str, ...]
    beside_others: tuple[str, ...]
    silent: tuple[str, ...]
    draws: int
    doors: tuple[Doors, ...]
    costless: tuple[tuple[str, str], ...]
    firm_inferences: tuple[str, ...]
    remarks: tuple[Mistake, ...]
    unused: tuple[str, ...]
    unusual: Mapping[str, str]
    cited_by: Mapping[str, tuple[str, ...]]

    def rows(self) -> Rows:
        """Return one row a finding."""
        return [
            {"finding": finding, "where": where, "what": what} for finding, where, what in self._findings()
        ]

    def _findings(self) -> Iterator[tuple[str, str, str]]:
        for player, share in self.judgement.items():
            yield "judgement", player, f"{float(share):.0%} of its numbers"
        for player, shares in self.by_basis.items():
            yield "basis by size", player, _basis_words(shares)
        for effect in self.inert:
            where = f"{effect.consideration}.effects[{effect.position}]"
            yield "inert effect", where, f"changes no {' and no '.join(effect.concepts)} comparison"
        for tie in self.ties:
            what = f"{' = '.join(tie.strategies)} in {tie.ties} of {tie.profiles} cases"
            yield "structural tie", tie.player, what
        for where, what in self.unusual.items():
            yield "unusual number", where, what
        for claim in self.doors:
            yield "several doors", claim.claim, _doors_words(claim)
        for player, label in self.costless:
            yield "costs nothing", f"{player}: {label}", "worse in nothing than today"
        for where in self.firm_inferences:
            yield "firm inference", where, "an error: it keeps a stated weight"
        for remark in self.remarks:
            yield "first edition", remark.place, _remark_words(remark)
        for name in self.unused:
            yield "unused claim", name, "supports nothing that matters"
        for name in self.idle:
            if name not in self.unused:
                yield "idle claim", name, "is cited, and carries nothing"
        for name in self.beside_others:
            yield "beside others", name, "without it alone no number changes"
        moves = f"without it numbers change, and no answer in {self.draws:,} draws of any reading"
        for name in self.silent:
            yield "silent claim", name, moves

    @property
    def heading(self) -> str:
        """The line above the table."""
        return "Audit of the coding"


def _basis_words(shares: Mapping[Basis, Fraction]) -> str:
    return ", ".join(f"{float(share):.0%} {basis}" for basis, share in shares.items()) or "nothing"


def _remark_words(remark: Mistake) -> str:
    return f"{remark.problem}; {remark.hint}" if remark.hint else remark.problem


def _doors_words(found: Doors) -> str:
    doors = " and ".join(found.doors)
    return f"{doors} of {found.consideration}: up to {float(found.factor):.3g} times its likely size"


@working_on("the audit")
def audit(scenario: Scenario, *, draws: int = 0, seed: int = 1) -> Audit:
    """Examine what the coding of a scenario rests on.

    An effect is inert under a concept if it changes no comparison that the concept makes: in the simultaneous
    game, if it does not depend on the player's own strategy; in the sequential reading, if it depends
    neither on that nor on what later movers do. A claim counts as used if a driver, a type, an assumption, a
    strategy, the order, the reference, or a consideration with an effect that is not inert everywhere cites
    it.

    Parameters
    ----------
    scenario : Scenario
        Any scenario.
    draws : int
        In how many draws of the assumptions to look whether a claim moves the answer; with 0, and for a
        scenario that asks no question, only what is exact is said. At most 100,000.
    seed : int
        For the draws.

    Examples
    --------
    >>> import belarusgame as bg
    >>> bg.report.audit(bg.load_scenario("belarus-2022")).unused
    ()
    """
    checked_scenario(scenario)
    draws = whole_number(
        "draws", draws, least=0, most=MOST_CLAIM_DRAWS, why="the answers without claims are held in memory"
    )
    seed = whole_seed(seed)
    # Without a question there is no event whose share could move.
    draws = 0 if scenario.question is None else draws
    inert = tuple(inert_effects(scenario))
    without = idle_effects(scenario, inert)
    cited_by, idle = _citations(scenario, without), idle_claims(scenario, without)
    return Audit(
        inert=inert,
        ties=tuple(structural_ties(scenario)),
        judgement={player.key: _judgement_share(scenario, player.key) for player in scenario.players},
        by_basis={p.key: shares_by_basis(scenario.of_player(p.key)) for p in scenario.players},
        idle=idle,
        beside_others=tuple(name for name in beside_others(scenario) if name not in idle),
        silent=silent_claims(scenario, draws, seed) if draws else (),
        draws=draws,
        doors=claims_with_doors(scenario),
        costless=costless_strategies(scenario),
        firm_inferences=firm_inferences(scenario),
        remarks=scenario.remarks,
        unused=tuple(
            name
            for name, claim in scenario.evidence.claims.items()
            if name not in cited_by and not claim.background
        ),
        unusual=dict(_unusual(scenario)),
        cited_by=cited_by,
    )


def _unusual(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for consideration in scenario.considerations:
        for position, effect in enumerate(consideration.effects):
            if abs(effect.adds) not in SIZES:
                where = f"considerations.{consideration.key}.effects[{position}].adds"
                yield (
                    where,
                    f"{float(effect.adds):g} is no size of the codebook: 1 slight, 2 marked, 3 decisive",
                )
    for driver in scenario.drivers:
        if driver.level.likely != 1:
            likely = f"{float(driver.level.likely):g}"
            yield f"drivers.{driver.name}.level.likely", f"{likely}, but level 1 is the state at the date"


def _judgement_share(scenario: Scenario, player: str) -> Fraction:
    """Return the share of a player's weights, effects and types that are judgement."""
    marks = [mark for c in scenario.of_player(player) for mark in _marks(c)]
    marks += [bool(made.judgement) for made in scenario.types if made.player == player]
    return Fraction(sum(marks), len(marks)) if marks else Fraction(0)


def _marks(consideration: Consideration) -> list[bool]:
    """Say of each number of a consideration whether it is judgement; without claims, all of them are."""
    unsupported = not consideration.claims
    return [bool(consideration.judgement), *(unsupported or bool(e.judgement) for e in consideration.effects)]


def _citations(scenario: Scenario, without: frozenset[tuple[str, int]]) -> dict[str, tuple[str, ...]]:
    cited: dict[str, list[str]] = {}
    for place, claims in _citing(scenario, without):
        for claim in claims:
            cited.setdefault(claim, []).append(place)
    return {claim: tuple(places) for claim, places in cited.items()}


def _citing(scenario: Scenario, without: frozenset[tuple[str, int]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every place that uses claims, with the claims."""
    for topic, claims in scenario.cited.items():
        yield f"scenario.{topic}", claims
    for player in scenario.players:
        for label, claims in player.claims.items():
            yield f"players.{player.key}.{label}", claims
    for consideration in scenario.considerations:
        if any((consideration.key, k) not in without for k in range(len(consideration.effects))):
            yield f"considerations.{consideration.key}", consideration.cited
    for driver in scenario.drivers:
        dynamics = driver.dynamics.claims if driver.dynamics is not None else ()
        yield f"drivers.{driver.name}", (*driver.claims, *dynamics)
    for made in scenario.types:
        yield f"types.{made.player}.{made.name}", made.claims
    for made in scenario.delegations:
        yield f"delegations.{made.name}", made.cited
    for assumption in scenario.assumptions:
        yield f"assumptions.{assumption.name}", assumption.claims
    if scenario.rationality is not None:
        yield "scenario.rationality", scenario.rationality.claims
    for name, claims in scenario.simulation.claims.items():
        yield f"simulation.{name}" if name else "simulation", claims
