"""Mutation analysis of a scenario's requirements: which mistakes of coding they would notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from belarusgame.assume.cases import cases_of, compared
from belarusgame.assume.certificate import EventProof
from belarusgame.assume.check import Checked, check, is_refuted
from belarusgame.assume.slips import Slip, SlipKind, slips_of
from belarusgame.assume.statement import Condition, Statement
from belarusgame.assume.statements import statement_of
from belarusgame.base.at_work import counted, working_on
from belarusgame.base.labels import PartialProfile
from belarusgame.base.tables import Listed, Rows, Tabular
from belarusgame.errors import GameError
from belarusgame.explore.plans import PlanProof
from belarusgame.scenario import Scenario, checked_scenario, effect_mask

#: These only narrow a range, so that what is proven over the whole range stays proven.
NARROWING = ("weight at its low end", "weight at its high end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """One mistake, and which requirements notice it.

    Attributes
    ----------
    kind : str
        Which sort of mistake, such as ``sign flipped``.
    place : str
        Where it was made.
    by : tuple of str
        The requirements that no longer hold.
    """

    kind: SlipKind
    place: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementStrength:
    """What one requirement is worth.

    Attributes
    ----------
    name : str
        The requirement.
    holds : bool
        Whether it is proven in the scenario as it is; otherwise it can notice nothing.
    notices : int
        How many of the mistakes it notices.
    share : float
        The same as a share of all mistakes.
    effects : int or None
        How many effects tell apart what it compares: a requirement with one restates that effect. None for
        what is said of outcomes, where any effect may matter.
    one_branch : bool
        Whether it is an ``any_of`` that holds by one of its branches alone.
    """

    name: str
    holds: bool
    notices: int
    share: float
    effects: int | None
    one_branch: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Strength(Tabular):
    """Which mistakes of coding the requirements would notice.

    Attributes
    ----------
    name : str
        The scenario's file.
    mistakes : tuple of Noticed
        Every mistake that was made, and who noticed.
    requirements : tuple of RequirementStrength
        What each requirement is worth.
    """

    name: str
    mistakes: tuple[Noticed, ...]
    requirements: tuple[RequirementStrength, ...]

    @property
    def share(self) -> float:
        """The share of the mistakes that some requirement notices."""
        return sum(bool(one.by) for one in self.mistakes) / len(self.mistakes) if self.mistakes else 0.0

    @property
    def unnoticed(self) -> tuple[Noticed, ...]:
        """The mistakes that nobody notices."""
        return tuple(one for one in self.mistakes if not one.by)

    def rows(self) -> Rows:
        """Return one row a requirement."""
        return [
            {
                "requirement": one.name,
                "notices": one.notices,
                "share": one.share,
                "effects": "any" if one.effects is None else one.effects,
                "remark": _remark(one),
            }
            for one in self.requirements
        ]

    def kind_rows(self) -> Rows:
        """Return one row a sort of mistake."""
        made = Counter(one.kind for one in self.mistakes)
        seen = Counter(one.kind for one in self.mistakes if one.by)
        return [{"mistake": kind, "made": made[kind], "noticed": seen[kind]} for kind in made]

    def unnoticed_rows(self) -> Rows:
        """Return one row a mistake that nobody notices; what only narrows a range is left out."""
        return [
            {"mistake": one.kind, "where": one.place} for one in self.unnoticed if one.kind not in NARROWING
        ]

    @property
    def below(self) -> Sequence[str | Tabular]:
        """The sorts of mistakes, and those that nobody notices."""
        return (
            Listed(self.kind_rows(), "By sort of mistake:"),
            "A weight at an end of its range is inside the range over which a requirement is proven, so that "
            "no requirement can notice it.",
            Listed(self.unnoticed_rows(), "Nobody notices:"),
        )

    @property
    def heading(self) -> str:
        """How many mistakes are noticed."""
        noticed = len(self.mistakes) - len(self.unnoticed)
        return (
            f"Requirements of {self.name}: they notice {noticed} of {len(self.mistakes)} mistakes of coding "
            f"({self.share:.0%})"
        )


def _remark(one: RequirementStrength) -> str:
    if not one.holds:
        return "is not proven, so it says nothing"
    parts = ["restates one effect"] if one.effects == 1 else []
    parts += ["notices nothing"] if one.notices == 0 else []
    parts += ["holds by one branch alone"] if one.one_branch else []
    return ", ".join(parts)


@working_on("the strength of assumptions")
def strength(scenario: Scenario) -> Strength:
    """Make mistakes of coding on purpose, one at a time, and say which of them some requirement notices.

    A sign flipped, a size one step up or down, an effect or a consideration dropped, a weight at an end of
    its range, and what two players weigh swapped. A requirement notices a mistake if it held before and is
    refuted with it. The share is no target: requirements that restate every effect would notice all and say
    nothing, which is why each is shown with the number of effects that it rests on.

    Parameters
    ----------
    scenario : Scenario
        Its requirements are asked; its findings are not.

    Returns
    -------
    Strength
        The mistakes and who notices them; what each requirement is worth.

    Examples
    --------
    >>> import belarusgame as bg
    >>> pay = {"sentence": "Pay.", "judged": "So.", "effects": [{"when": {"union": "strike"}, "adds": -2}]}
    >>> tables = {
    ...     "scenario": {
    ...         "title": "A strike?",
    ...         "date": __import__("datetime").date(2026, 1, 1),
    ...         "reference": {"union": "work"},
    ...     },
    ...     "players": {"union": {"strategies": {"work": "", "strike": ""}}},
    ...     "considerations": {"union": {"pay": pay}},
    ...     "assumptions": {
    ...         "costly": {
    ...             "role": "requirement",
    ...             "judgement": "So.",
    ...             "prefers": {
    ...                 "player": "union",
    ...                 "better": {"union": "work"},
    ...                 "worse": {"union": "strike"},
    ...                 "strict": False,
    ...             },
    ...         }
    ...     },
    ... }
    >>> found = bg.assume.strength(bg.Scenario.from_tables(tables))
    >>> [(one.kind, one.by) for one in found.mistakes][:2]
    [('sign flipped', ('costly',)), ('size a step up', ())]
    """
    checked_scenario(scenario)
    asked = [made for made in scenario.assumptions if made.role == "requirement"]
    checked = [check(scenario, [made]).checked[0] for made in asked]
    proven = [one for one in checked if one.verdict == "proven"]
    holding = [one.assumption for one in proven]
    mistakes = tuple(
        Noticed(kind=slip.kind, place=slip.place, by=_noticed_by(slip, proven))
        for slip in counted([*slips_of(scenario)], "mistakes of coding")
    )
    counts = Counter(name for one in mistakes for name in one.by)
    return Strength(
        name=scenario.name,
        mistakes=mistakes,
        requirements=tuple(
            RequirementStrength(
                name=made.name,
                holds=made in holding,
                notices=counts[made.name],
                share=counts[made.name] / len(mistakes) if mistakes else 0.0,
                effects=_effects_behind(scenario, statement_of(made)),
                one_branch=_holds_by_one_branch(scenario, statement_of(made)),
            )
            for made in asked
        ),
    )


def _noticed_by(slip: Slip, proven: Sequence[Checked]) -> tuple[str, ...]:
    """Name the requirements that held and are refuted by a mistake."""
    if slip.kind in NARROWING:
        return ()
    return tuple(one.assumption.name for one in proven if _notices(slip, one))


def _notices(slip: Slip, one: Checked) -> bool:
    compares = _players_compared(slip.scenario, statement_of(one.assumption))
    # Payoffs of other players cannot break it: no check is needed.
    if compares is not None and not compares & slip.players:
        return False
    if compares is None and _proven_by_the_same(slip.scenario, one):
        return False
    try:
        return is_refuted(slip.scenario, one.assumption)
    except GameError:  # it names what is gone, so the file no longer loads
        return True


def _proven_by_the_same(scenario: Scenario, one: Checked) -> bool:
    """Whether the certificates of what is said of outcomes prove it of another scenario too.

    To look for new ones takes ten times as long, and most mistakes leave the old ones valid.
    """
    proof, statement = one.certificate, statement_of(one.assumption)
    return proof is not None and all(
        isinstance(part, EventProof) and all(_accepted(kept, case.scenario) for kept in part.certificates)
        for case, part in zip(cases_of(scenario, statement), proof.parts, strict=True)
    )


def _accepted(kept: object, scenario: Scenario) -> bool:
    if not isinstance(kept, PlanProof):
        return False
    moved = replace(kept, asked=replace(kept.asked, scenario=scenario))
    return not moved.problems()


def _players_compared(scenario: Scenario, statement: Statement) -> frozenset[str] | None:
    """Return the players whose payoffs decide a statement; None for what is said of outcomes."""
    if statement.form in {"never", "always"}:
        return None
    if statement.parts:
        parts = [_players_compared(scenario, part) for part in statement.parts]
        return None if None in parts else frozenset[str]().union(*(part or () for part in parts))
    player = statement.entries["player"]
    # Whoever decides for a player has payoffs that may be compared instead.
    return frozenset([player, *(d.to for d in scenario.delegations if d.player == player)])


def _effects_behind(scenario: Scenario, statement: Statement) -> int | None:
    """Count the effects that tell apart the profiles that a statement compares."""
    if _players_compared(scenario, statement) is None:
        return None
    behind: set[tuple[str, int]] = set()
    for part, profile in _comparisons(scenario, statement):
        pairs = compared(scenario.labels, part, profile)
        players = _players_compared(scenario, part) or frozenset()
        for consideration in (c for c in scenario.considerations if c.player in players):
            for position, effect in enumerate(consideration.effects):
                mask = effect_mask(scenario.labels, effect)
                # An effect at work on both sides, or on neither, drops out of the difference.
                if any(mask[one] != mask[other] for one, other in pairs):
                    behind.add((consideration.key, position))
    return len(behind)


def _comparisons(scenario: Scenario, statement: Statement) -> Iterator[tuple[Statement, PartialProfile]]:
    """Yield every comparison in a statement, with the profiles that it is about."""
    for case in cases_of(scenario, statement):
        if case.statement.form == "any_of":
            for part in case.statement.parts:
                yield from _comparisons(scenario, _alone(part, case.profile))
        else:
            yield case.statement, case.profile


def _alone(part: Statement, profile: PartialProfile) -> Statement:
    """Return a branch as a statement of its own, about the same profiles."""
    if not profile:
        return part
    return Statement(form="given", parts=(part,), condition=Condition(profile=profile))


def _holds_by_one_branch(scenario: Scenario, statement: Statement) -> bool:
    """Whether some ``any_of`` in it holds by one of its branches alone, which is proven by itself."""
    for case in cases_of(scenario, statement):
        if case.statement.form == "any_of":
            branches = [_alone(part, case.profile) for part in case.statement.parts]
            alone = [check(case.scenario, [branch]) for branch in branches]
            # Exactly one: with two, the other would hold the statement up if the one fell.
            if sum(found.checked[0].verdict == "proven" for found in alone) == 1:
                return True
    return False
