"""Two codings of one source, or two versions of one file: where they differ, and whose coding decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from belarusgame.base.at_work import counted, working_on
from belarusgame.base.concept_names import ConceptName, concept_of
from belarusgame.base.labels import PartialProfile, event_words
from belarusgame.base.settings import whole_number, whole_seed
from belarusgame.base.tables import Listed, Rows, Tabular
from belarusgame.base.time_limit import checked_seconds, within_seconds
from belarusgame.errors import GameError
from belarusgame.explore.sampling import MostExact
from belarusgame.explore.structures.agreement import (
    Agreement,
    Claims,
    PayoffAgreement,
    agreements,
    aligned,
    payoff_agreement,
    same_source,
    uses,
)
from belarusgame.explore.structures.structure import Structure, ask, asked_event
from belarusgame.explore.structures.swaps import changes_between, with_payoffs_of
from belarusgame.explore.structures.variants import Kind, Variant
from belarusgame.scenario import Scenario, checked_scenario


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class CodingComparison(Tabular):
    """Two codings side by side.

    Attributes
    ----------
    names : tuple of str
        The two files.
    event : mapping
        What is asked about.
    claims : Claims
        The claims of both, matched.
    agreements : tuple of Agreement
        On the firmness, the kind and the basis of the claims that both have.
    payoffs : tuple of PayoffAgreement
        For every player how far the two agree about what it prefers.
    answers : tuple of Structure
        The answer under the first coding, under the second, and under the first with one thing of the second
        at a time: one player's payoffs, the delegations, the order of moves; and with all payoffs.
    changes : tuple of Structure
        For two versions of one file: the answer after each change alone.
    paragraphs : tuple of mapping
        One row a paragraph in which they differ: who claims what there, and what it supports.
    """

    names: tuple[str, str]
    event: PartialProfile
    claims: Claims
    agreements: tuple[Agreement, ...]
    payoffs: tuple[PayoffAgreement, ...]
    answers: tuple[Structure, ...]
    changes: tuple[Structure, ...]
    paragraphs: tuple[Mapping[str, object], ...]

    @property
    def pooled(self) -> float:
        """The share of draws in which it happens where half of the draws are each coder's."""
        return sum(_share(one) for one in self.answers[:2]) / 2

    @property
    def decides(self) -> Structure | None:
        """What, taken alone from the second coding, moves the answer most; None if nothing does."""
        # All payoffs together are no single thing that decides.
        swapped = [one for one in self.answers[2:] if one.choice != ALL and one.share is not None]
        moved = [one for one in swapped if one.shift != 0 or one.verdict != self.answers[0].verdict]
        return max(
            moved, key=lambda one: (one.verdict != self.answers[0].verdict, abs(one.shift)), default=None
        )

    def agreement(self, of: str) -> Agreement:
        """Return the agreement on ``firmness``, ``kind`` or ``basis``."""
        return next(one for one in self.agreements if one.of == of)

    @property
    def sentence(self) -> str:
        """The answer in words."""
        a, b = self.answers[:2]
        text = (
            f"{event_words(self.event)}: {a.verdict} at the likely weights of {self.names[0]} and in "
            f"{_share(a):.3g} of its draws, {b.verdict} and in {_share(b):.3g} by {self.names[1]}"
        )
        decides = self.decides
        if decides is None:
            return f"{text}; nothing that is taken alone from the second moves the first."
        return f"{text}; what decides most is the coding of {decides.choice}."

    def rows(self) -> Rows:
        """Return one row an answer."""
        return [_answer_row(one) for one in self.answers]

    @property
    def below(self) -> Sequence[str | Tabular]:
        """How far they agree, and where not."""
        found = self.claims
        parts: list[str | Tabular] = [
            f"Pooled, half of the draws each coder's: {self.pooled:.3g}.",
            f"Claims: {len(found.pairs)} in both, {len(found.only_a)} only in {self.names[0]}"
            f"{_listed(found.only_a)}, {len(found.only_b)} only in {self.names[1]}{_listed(found.only_b)}.",
            Listed(self.agreement_rows(), "What is said of the claims that are in both:"),
            Listed(self.payoff_rows(), "What the players prefer, at the likely weights:"),
        ]
        if self.changes:
            parts.append(Listed([_answer_row(one) for one in self.changes], "With each change alone:"))
        if self.paragraphs:
            parts.append(Listed(self.paragraphs, "Where they differ, by paragraph:"))
        return parts

    def agreement_rows(self) -> Rows:
        """Return one row a thing that coders say of claims."""
        return [
            {
                "agreement on": one.of,
                "same": f"{one.same} of {one.claims}",
                "alpha": "nothing varies" if one.alpha is None else one.alpha,
            }
            for one in self.agreements
        ]

    def payoff_rows(self) -> Rows:
        """Return one row a player."""
        return [
            {
                "payoffs of": one.player,
                "same sign": one.same_sign,
                "rank correlation": "none" if one.rank is None else one.rank,
                "comparisons": one.comparisons,
            }
            for one in self.payoffs
        ]

    @property
    def heading(self) -> str:
        """The answer in words."""
        return self.sentence


#: The last of the swaps.
ALL = "all payoffs"


@working_on("the comparison of codings")
def compare(
    a: Scenario,
    b: Scenario,
    event: PartialProfile | None = None,
    *,
    concept: ConceptName | None = None,
    draws: int = 20_000,
    seed: int | np.random.Generator = 0,
    max_exact: MostExact = "default",
    max_seconds: float | None = None,
) -> CodingComparison:
    """Set two codings of one source side by side, or two versions of one file.

    Parameters
    ----------
    a, b : Scenario
        With the same players, strategies and date, and a source in common.
    event : mapping, optional
        The partial profile that is asked about; by default what the first asks.
    concept : {"sequential", "pure", "nash"}, optional
        Which outcomes; by default of each coding ``sequential`` where it has an order, else ``nash``.
    draws : int
        For each answer.
    seed : int or numpy.random.Generator
        Which sample; all answers rest on the same one.
    max_exact, max_seconds : optional
        As for :func:`belarusgame.explore.sweep`: the first in each sweep, the second in all of them together.

    Returns
    -------
    CodingComparison
        Agreement is Krippendorff's alpha (2004), firmness on an ordinal scale. *Whose coding decides* is
        asked by taking one thing at a time from the second: a player's payoffs, with its drivers and types,
        the delegations, the order of moves. Where at least half of the considerations have the same names,
        the two are versions of one file, and each change is made alone.

    Raises
    ------
    GameError
        For two scenarios that cannot be compared.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> found = bg.compare(scenario, scenario, draws=200)
    >>> found.agreement("firmness").alpha, found.decides
    (1.0, None)
    """
    checked_scenario(a)
    checked_scenario(b)
    _check_comparable(a, b)
    asked = asked_event(a, event)
    draws = whole_number("draws", draws)
    number = whole_seed(seed)
    first, second = _names(a, b)
    coded = Variant(kind="as coded", choice=first, scenario=a, concept=concept_of(concept, a.order))
    variants = [coded, replace(coded, choice=second, scenario=b, concept=concept_of(concept, b.order))]
    swapped, changed = (*variants, *_swaps(coded, b, concept)), _changes(coded, b, concept)
    asking = counted([*swapped, *changed], "codings, and mixtures of them")
    with within_seconds(checked_seconds(max_seconds)):
        found = [ask(one, asked, draws, number, max_exact) for one in asking]
    answers, changes = found[: len(swapped)], found[len(swapped) :]
    claims = aligned(a, b)
    return CodingComparison(
        names=_names(a, b),
        event=asked,
        claims=claims,
        agreements=agreements(a, b, claims),
        payoffs=tuple(payoff_agreement(a, b, player) for player in a.labels.players),
        answers=tuple(_shifted(one, answers[0]) for one in answers),
        changes=tuple(_shifted(one, answers[0]) for one in changes),
        paragraphs=tuple(_paragraphs(a, b)),
    )


def _names(a: Scenario, b: Scenario) -> tuple[str, str]:
    """Name the two, also where their files have the same name."""
    return (a.name, b.name) if a.name != b.name else (f"{a.name} (A)", f"{b.name} (B)")


def _check_comparable(a: Scenario, b: Scenario) -> None:
    for what, one, other in (
        ("players", a.labels.players, b.labels.players),
        *(
            (
                f"strategies of {player}",
                tuple(a.player(player).strategies),
                tuple(b.player(player).strategies),
            )
            for player in a.labels.players
            if player in b.labels.players
        ),
    ):
        if one != other:
            raise GameError(
                f"b: its {what} are {', '.join(other)}, but those of a are {', '.join(one)}; two codings of "
                "one source have the same players and strategies, in the same order"
            )
    if a.date != b.date:
        raise GameError(f"b: its date is {b.date}, but that of a is {a.date}; two codings have the same date")
    sources = a.evidence.sources.values(), b.evidence.sources.values()
    if all(sources) and not any(same_source(one, other) for one in sources[0] for other in sources[1]):
        raise GameError(
            f"b: cites none of the sources of a ({', '.join(a.evidence.sources)}); "
            "compare codings of one source"
        )


def _swaps(coded: Variant, b: Scenario, concept: ConceptName | None) -> list[Variant]:
    """Return the first coding with one thing at a time from the second, and with all its payoffs."""
    a, kind = coded.scenario, _SWAPPED
    swapped = [
        replace(coded, kind=kind, choice=f"the payoffs of {player}", scenario=with_payoffs_of(a, b, [player]))
        for player in a.labels.players
    ]
    ordered = replace(a, order=b.order)
    made = {"the delegations": replace(a, delegations=b.delegations), "the order of moves": ordered}
    for choice, scenario in made.items():
        asked = concept_of(concept, scenario.order)
        swapped.append(replace(coded, kind=kind, choice=choice, scenario=scenario, concept=asked))
    everything = with_payoffs_of(a, b, a.labels.players)
    return [*swapped, replace(coded, kind=kind, choice=ALL, scenario=everything)]


#: What makes no sense together, such as an order under which a delegation is undefined, is told in its row.
_SWAPPED: Kind = "coding"


def _changes(coded: Variant, b: Scenario, concept: ConceptName | None) -> list[Variant]:
    """Return the changes between two versions of one file; nothing for two codings."""
    mine, theirs = ({c.key for c in scenario.considerations} for scenario in (coded.scenario, b))
    # With fewer than half of the names in common they are two codings: one by one, changes would mean
    # nothing.
    if 2 * len(mine & theirs) < max(len(mine), len(theirs)):
        return []
    return [
        replace(
            coded,
            kind=_SWAPPED,
            choice=choice,
            scenario=scenario,
            concept=concept_of(concept, scenario.order),
        )
        for choice, scenario in changes_between(coded.scenario, b)
    ]


def _shifted(one: Structure, first: Structure) -> Structure:
    if one.share is None or first.share is None:
        return one
    return replace(one, shift=one.share.some - first.share.some)


def _paragraphs(a: Scenario, b: Scenario) -> list[dict[str, object]]:
    """Return one row for each paragraph in which the claims, their firmness or their use differ."""
    sides = [_by_paragraph(scenario) for scenario in (a, b)]
    return [
        {
            "source": source,
            "paragraph": paragraph,
            "in A": sides[0].get(key, ""),
            "in B": sides[1].get(key, ""),
        }
        for key in sorted({*sides[0], *sides[1]})
        if sides[0].get(key) != sides[1].get(key)
        for source, paragraph in [key]
    ]


def _by_paragraph(scenario: Scenario) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], list[str]] = {}
    for claim in scenario.evidence.claims.values():
        used = ", ".join(uses(scenario, claim.name)) or "no payoff"
        said = f"{claim.name} {claim.firmness} {claim.kind}: {used}"
        found.setdefault((claim.source, claim.paragraph), []).append(said)
    return {key: "; ".join(said) for key, said in found.items()}


def _answer_row(one: Structure) -> dict[str, object]:
    row = one.row()
    del row["structure"]
    return {"with": row.pop("choice")} | row


def _share(one: Structure) -> float:
    return float("nan") if one.share is None else one.share.some


def _listed(claims: Sequence[object]) -> str:
    names = [getattr(claim, "name", "") for claim in claims]
    return f" ({', '.join(names)})" if names else ""
