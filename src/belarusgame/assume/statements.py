"""Statements about payoffs and outcomes, as plain values that can be combined."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from belarusgame.assume.arguments import checked_parts, intervals
from belarusgame.assume.statement import Condition, Statement
from belarusgame.base.concept_names import CONCEPTS, ConceptName
from belarusgame.base.guards import is_sequence, plain_text
from belarusgame.base.labels import PartialProfile, event_of
from belarusgame.base.settings import flag, mapping_or_empty, option, refused, text, texts
from belarusgame.errors import GameError, quoted
from belarusgame.scenario import Assumption


def prefers(
    player: str,
    *,
    better: PartialProfile,
    worse: PartialProfile,
    given: PartialProfile | None = None,
    completions: Literal["all", "some"] = "all",
    strict: bool = True,
) -> Statement:
    """Say that a player gets more in one partial profile than in another.

    Players that neither names do the same on both sides; a player that only one side names may do anything on
    the other.

    Parameters
    ----------
    player : str
        Whose payoff.
    better, worse : partial profile
        What is compared.
    given : partial profile, optional
        What is known of both sides; where it leaves players a choice, they make the same one on both.
    completions : {"all", "some"}
        Whether it holds for all completions or, at every weight, for at least one.
    strict : bool
        Whether the player gets more, or at least as much.

    Examples
    --------
    >>> from belarusgame import assume
    >>> print(assume.prefers("putin", better={"lukashenko": "abstain"}, worse={"lukashenko": "join"}))
    for putin, lukashenko = abstain pays more than lukashenko = join
    """
    option("completions", completions, ("all", "some"))
    entries = {"player": player, "better": event_of("better", better), "worse": event_of("worse", worse)}
    entries |= {"completions": completions, "strict": flag("strict", strict)}
    return Statement(form="prefers", entries=entries | _where(given))


def monotone(
    player: str,
    *,
    better: PartialProfile,
    worse: PartialProfile,
    input: str,  # noqa: A002 - the word of the scenario file
    direction: Literal["rises", "falls"],
    given: PartialProfile | None = None,
) -> Statement:
    """Say that what a player gains from one partial profile over another rises, or falls, with an input.

    Parameters
    ----------
    player : str
        Whose payoff.
    better, worse : partial profile
        What is compared; completions as in :func:`prefers`, all of them.
    input : str
        A weight such as ``putin.manpower``, or a driver.
    direction : {"rises", "falls"}
        Strictly, at every admissible value of everything else.
    given : partial profile, optional
        As in :func:`prefers`.

    Examples
    --------
    >>> from belarusgame import assume
    >>> print(
    ...     assume.monotone(
    ...         "putin",
    ...         better={"lukashenko": "join"},
    ...         worse={"lukashenko": "abstain"},
    ...         input="shortage",
    ...         direction="rises",
    ...     )
    ... )
    the gain of putin from lukashenko = join over lukashenko = abstain rises with shortage
    """
    option("direction", direction, ("rises", "falls"))
    entries = {"player": player, "better": event_of("better", better), "worse": event_of("worse", worse)}
    entries |= {"input": input, "direction": direction}
    return Statement(form="monotone", entries=entries | _where(given))


def never(event: PartialProfile, *, concept: ConceptName | None = None) -> Statement:
    """Say that an event happens in no outcome of a concept.

    Parameters
    ----------
    event : partial profile
        The event.
    concept : {"sequential", "nash", "pure"}, optional
        By default sequential where the scenario has an order, else nash.

    Examples
    --------
    >>> from belarusgame import assume
    >>> print(assume.never({"china": "disengage"}))
    china = disengage never happens
    """
    return Statement(form="never", entries=_event(event, concept))


def always(event: PartialProfile, *, concept: ConceptName | None = None) -> Statement:
    """Say that every outcome of a concept lies in an event.

    Parameters
    ----------
    event : partial profile
        The event.
    concept : {"sequential", "nash", "pure"}, optional
        As in :func:`never`.

    Examples
    --------
    >>> from belarusgame import assume
    >>> print(assume.always({"lukashenko": ["abstain", "mediate"]}, concept="pure"))
    lukashenko = abstain or mediate always happens (pure)
    """
    return Statement(form="always", entries=_event(event, concept))


def dominates(
    player: str,
    *,
    better: str,
    worse: str,
    given: PartialProfile | None = None,
    strict: bool = True,
) -> Statement:
    """Say that one strategy of a player beats another whatever the others do.

    Parameters
    ----------
    player : str
        Whose strategies.
    better, worse : str
        Two of its strategies.
    given : partial profile, optional
        What the others are known to do.
    strict : bool
        Whether it is better everywhere, or nowhere worse and somewhere better.

    Examples
    --------
    >>> from belarusgame import assume
    >>> print(assume.dominates("china", better="stand_aside", worse="disengage"))
    for china, stand_aside beats disengage whatever the others do
    """
    better, worse = text("better", better), text("worse", worse)
    if better == worse:
        raise GameError(f"worse = {quoted(worse)}: is the same as better; name two that differ")
    entries = {"player": player, "better": better, "worse": worse, "strict": flag("strict", strict)}
    return Statement(form="dominates", entries=entries | _where(given))


def ordering(player: str, *, best_first: list[str], given: PartialProfile | None = None) -> Statement:
    """Say how a player ranks its strategies, whatever the others do.

    Parameters
    ----------
    player : str
        Whose strategies.
    best_first : list of str
        At least two of them; each beats the next.
    given : partial profile, optional
        What the others are known to do.

    Examples
    --------
    >>> from belarusgame import assume
    >>> print(assume.ordering("west", best_first=["isolate", "destabilise"]))
    for west, isolate beats destabilise whatever the others do
    """
    given_names = [plain_text(name) for name in best_first] if is_sequence(best_first) else []
    names = tuple(name for name in given_names if name is not None)
    if len(names) < len(given_names) or not 2 <= len(set(names)) == len(names):
        raise refused("best_first", best_first, "at least two different strategies")
    entries = {"player": player, "best_first": names}
    return Statement(form="ordering", entries=entries | _where(given))


def all_of(*statements: Statement) -> Statement:
    """Combine statements that must all hold.

    Parameters
    ----------
    *statements : Statement
        Two or more.

    Examples
    --------
    >>> from belarusgame import assume
    >>> print(assume.all_of(assume.never({"west": "isolate"}), assume.never({"china": "disengage"})))
    (west = isolate never happens) and (china = disengage never happens)
    """
    return Statement(form="all_of", parts=checked_parts("all_of", statements))


def any_of(*statements: Statement) -> Statement:
    """Combine statements of which at least one must hold, not everywhere the same one.

    Parameters
    ----------
    *statements : Statement
        Two or more.

    Examples
    --------
    >>> from belarusgame import assume
    >>> print(assume.any_of(assume.never({"west": "isolate"}), assume.never({"china": "disengage"})))
    (west = isolate never happens) or (china = disengage never happens)
    """
    return Statement(form="any_of", parts=checked_parts("any_of", statements))


def given(
    statement: Statement,
    *,
    profile: PartialProfile | None = None,
    weights: Mapping[str, Any] | None = None,
    drivers: Mapping[str, Any] | None = None,
    types: Mapping[str, str] | None = None,
) -> Statement:
    """Limit a statement to some circumstances.

    Parameters
    ----------
    statement : Statement
        What then holds.
    profile : partial profile, optional
        Only profiles that match it are looked at; of outcomes, only that part of them.
    weights, drivers : mapping, optional
        By name a number, or the least and the greatest value as a pair, inside the scenario's range.
    types : mapping, optional
        By player, the type that it has.

    Examples
    --------
    >>> from belarusgame import assume
    >>> print(assume.given(assume.never({"putin": "underwrite"}), drivers={"decline": [1, 2]}))
    given decline from 1 to 2: putin = underwrite never happens
    """
    (part,) = checked_parts("given", (statement,))
    condition = Condition(
        profile=event_of("profile", profile) if profile is not None else {},
        weights=intervals("weights", weights),
        drivers=intervals("drivers", drivers),
        types=dict(mapping_or_empty("types", types)),
    )
    if condition == Condition():
        raise GameError("given: names no circumstance; give a profile, weights, drivers or types")
    return Statement(form="given", parts=(part,), condition=condition)


def requirement(
    name: str, statement: Statement, *, sentence: str = "", claims: tuple[str, ...] = ()
) -> Assumption:
    """Name a statement that must hold.

    Parameters
    ----------
    name : str
        What it is called in tables.
    statement : Statement
        What must hold.
    sentence : str, optional
        The same in words; by default the statement's own.
    claims : tuple of str, optional
        What it rests on.

    Examples
    --------
    >>> from belarusgame import assume
    >>> assume.requirement("no_freeze", assume.never({"china": "disengage"})).role
    'requirement'
    """
    return _assumption(name, "requirement", statement, sentence, claims)


def finding(
    name: str, statement: Statement, *, sentence: str = "", claims: tuple[str, ...] = ()
) -> Assumption:
    """Name a statement that is only reported.

    Parameters
    ----------
    name : str
        What it is called in tables.
    statement : Statement
        What is asked.
    sentence, claims : optional
        As in :func:`requirement`.

    Examples
    --------
    >>> from belarusgame import assume
    >>> assume.finding("no_freeze", assume.never({"china": "disengage"})).role
    'finding'
    """
    return _assumption(name, "finding", statement, sentence, claims)


def _assumption(
    name: str,
    role: Literal["requirement", "finding"],
    statement: Statement,
    sentence: str,
    claims: tuple[str, ...],
) -> Assumption:
    (part,) = checked_parts(role, (statement,))
    ((form, entries),) = _as_table(part).items()
    return Assumption(
        name=text("name", name),
        role=role,
        form=form,
        statement=entries,
        sentence=text("sentence", sentence, empty=True) or f"{str(part)[0].upper()}{str(part)[1:]}.",
        claims=texts("claims", claims),
    )


def statement_of(assumption: Assumption) -> Statement:
    """Return what an assumption of a scenario says.

    Parameters
    ----------
    assumption : Assumption
        One of ``scenario.assumptions``.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> print(bg.assume.statement_of(scenario.assumptions[0]))
    for putin, lukashenko = abstain pays more than lukashenko = join
    """
    if not isinstance(assumption, Assumption):
        raise refused("assumption", assumption, "an assumption of a scenario")
    return _from_table({assumption.form: assumption.statement})


def _from_table(table: Mapping[str, Any]) -> Statement:
    """Read ``{form: entries}``, the shape that scenario files have."""
    ((form, entries),) = table.items()
    if form in {"all_of", "any_of"}:
        return Statement(form=form, parts=tuple(map(_from_table, entries)))
    if form == "given":
        condition = {key: entries[key] for key in _CIRCUMSTANCES if entries.get(key)}
        return given(_from_table(entries["holds"]), **condition)
    return _BUILDERS[form](**entries)


def _as_table(statement: Statement) -> dict[str, Any]:
    if statement.form in {"all_of", "any_of"}:
        return {statement.form: tuple(map(_as_table, statement.parts))}
    if statement.condition is not None:
        circumstances = {key: getattr(statement.condition, key) for key in _CIRCUMSTANCES}
        return {"given": {**circumstances, "holds": _as_table(statement.parts[0])}}
    return {statement.form: dict(statement.entries)}


_CIRCUMSTANCES = ("profile", "weights", "drivers", "types")

_BUILDERS: Mapping[str, Callable[..., Statement]] = {
    "prefers": prefers,
    "monotone": monotone,
    "never": never,
    "always": always,
    "dominates": dominates,
    "ordering": ordering,
}


def _event(event: PartialProfile, concept: ConceptName | None) -> dict[str, Any]:
    if concept is not None:
        option("concept", concept, CONCEPTS)
    return {"event": event_of("event", event), "concept": concept}


def _where(partial: PartialProfile | None) -> dict[str, Any]:
    return {} if partial is None else {"given": event_of("given", partial)}
