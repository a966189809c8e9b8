"""What can be assumed of payoffs and outcomes, as plain values that can be combined."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal

from belarusgame._guards import is_mapping, is_sequence
from belarusgame._labels import PartialProfile
from belarusgame._reading import exact_number
from belarusgame.errors import GameError, quoted, unknown
from belarusgame.scenario import Assumption

__all__ = [
    "Condition",
    "Statement",
    "all_of",
    "always",
    "any_of",
    "dominates",
    "finding",
    "given",
    "monotone",
    "never",
    "ordering",
    "prefers",
    "requirement",
    "statement_of",
]

Interval = tuple[Fraction, Fraction]

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Under which circumstances a statement is meant.

    Attributes
    ----------
    profile : mapping
        A partial profile: only the profiles that match it are looked at.
    weights, drivers : mapping of str to (Fraction, Fraction)
        The least and the greatest value, inside the scenario's own range.
    types : mapping of str to str
        The types that some players have.
    """

    profile: PartialProfile = field(default_factory=dict[str, str])
    weights: Mapping[str, Interval] = field(default_factory=dict[str, Interval])
    drivers: Mapping[str, Interval] = field(default_factory=dict[str, Interval])
    types: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def numeric(self) -> bool:
        """Whether it limits weights or drivers."""
        return bool(self.weights or self.drivers)

    def words(self) -> str:
        """Say it in words."""
        parts = [profile_words(self.profile)] if self.profile else []
        parts += [f"{name} {_interval(*ends)}" for name, ends in (*self.weights.items(), *self.drivers.items())]
        parts += [f"{player} is {kind}" for player, kind in self.types.items()]
        return " and ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that payoffs or outcomes are said to satisfy; made by the functions of this module.

    Attributes
    ----------
    form : str
        ``prefers``, ``monotone``, ``never``, ``always``, ``dominates``, ``ordering``, or how the parts are
        combined: ``all_of``, ``any_of``, ``given``.
    entries : mapping
        What the form needs, under the same names as in a scenario file.
    parts : tuple of Statement
        What is combined.
    condition : Condition or None
        Of ``given``.
    """

    form: str
    entries: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    parts: tuple[Statement, ...] = ()
    condition: Condition | None = None

    def __str__(self) -> str:
        return _WORDS[self.form](self)


def prefers(
    player: str,
    *,
    better: PartialProfile,
    worse: PartialProfile,
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
    completions : {"all", "some"}
        Whether it holds for all completions or, at every weight, for at least one.
    strict : bool
        Whether the player gets more, or at least as much.

    Examples
    --------
    >>> from belarusgame import assume
    >>> print(assume.prefers("putin", better={"lukashenko": "abstain"}, worse={"lukashenko": "join"}))
    putin gets more from lukashenko = abstain than from lukashenko = join
    """
    _one_of("completions", completions, ("all", "some"))
    return Statement(
        form="prefers",
        entries={
            "player": player,
            "better": _copied(better),
            "worse": _copied(worse),
            "completions": completions,
            "strict": _truth("strict", strict),
        },
    )


def monotone(
    player: str,
    *,
    better: PartialProfile,
    worse: PartialProfile,
    input: str,  # noqa: A002 - the word of the scenario file
    direction: Literal["rises", "falls"],
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
    what putin gains from lukashenko = join over lukashenko = abstain rises with shortage
    """
    _one_of("direction", direction, ("rises", "falls"))
    return Statement(
        form="monotone",
        entries={
            "player": player,
            "better": _copied(better),
            "worse": _copied(worse),
            "input": input,
            "direction": direction,
        },
    )


def never(event: PartialProfile, *, concept: str | None = None) -> Statement:
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


def always(event: PartialProfile, *, concept: str | None = None) -> Statement:
    """Say that every outcome of a concept lies in an event; the parameters are those of :func:`never`.

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
    entries = {"player": player, "better": better, "worse": worse, "strict": _truth("strict", strict)}
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
    if not is_sequence(best_first) or len(best_first) < 2 or len(set(best_first)) < len(best_first):
        raise GameError(f"best_first = {quoted(best_first)}: must be at least two different strategies")
    return Statement(form="ordering", entries={"player": player, "best_first": tuple(best_first)} | _where(given))


def all_of(*statements: Statement) -> Statement:
    """Combine statements that must all hold.

    Examples
    --------
    >>> from belarusgame import assume
    >>> print(assume.all_of(assume.never({"west": "isolate"}), assume.never({"china": "disengage"})))
    (west = isolate never happens) and (china = disengage never happens)
    """
    return Statement(form="all_of", parts=_parts("all_of", statements))


def any_of(*statements: Statement) -> Statement:
    """Combine statements of which at least one must hold at every weight, driver and type; not always the same.

    Examples
    --------
    >>> from belarusgame import assume
    >>> print(assume.any_of(assume.never({"west": "isolate"}), assume.never({"china": "disengage"})))
    (west = isolate never happens) or (china = disengage never happens)
    """
    return Statement(form="any_of", parts=_parts("any_of", statements))


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
    (part,) = _parts("given", (statement,))
    condition = Condition(
        profile=_copied(profile) if profile is not None else {},
        weights=_intervals("weights", weights),
        drivers=_intervals("drivers", drivers),
        types=dict(_mapping("types", types)),
    )
    if condition == Condition():
        raise GameError("given: names no circumstance; give a profile, weights, drivers or types")
    return Statement(form="given", parts=(part,), condition=condition)


def requirement(
    name: str, statement: Statement, *, sentence: str = "", claims: tuple[str, ...] = ()
) -> Assumption:
    """Name a statement that must hold.

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
    """Name a statement that is only reported; see :func:`requirement`."""
    return _assumption(name, "finding", statement, sentence, claims)


def _assumption(
    name: str,
    role: Literal["requirement", "finding"],
    statement: Statement,
    sentence: str,
    claims: tuple[str, ...],
) -> Assumption:
    if not isinstance(name, str) or not name:
        raise GameError(f"name = {quoted(name)}: must be text that is not empty")
    (part,) = _parts(role, (statement,))
    ((form, entries),) = _as_table(part).items()
    return Assumption(
        name=name,
        role=role,
        form=form,
        statement=entries,
        sentence=sentence or f"{str(part)[0].upper()}{str(part)[1:]}.",
        claims=tuple(claims),
    )


def statement_of(assumption: Assumption) -> Statement:
    """Return what an assumption of a scenario says.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> print(bg.assume.statement_of(scenario.assumptions[0]))
    putin gets more from lukashenko = abstain than from lukashenko = join
    """
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


def profile_words(profile: PartialProfile) -> str:
    """Write a partial profile in words."""
    return ", ".join(
        f"{player} = {choice if isinstance(choice, str) else ' or '.join(choice)}"
        for player, choice in profile.items()
    )


def _interval(low: Fraction, high: Fraction) -> str:
    return f"at {float(low):g}" if low == high else f"from {float(low):g} to {float(high):g}"


def _prefers_words(statement: Statement) -> str:
    e = statement.entries
    degree = "more" if e["strict"] else "at least as much"
    end = "" if e["completions"] == "all" else ", in at least one completion"
    versus = f"{degree} from {profile_words(e['better'])} {'than' if e['strict'] else 'as'}"
    return f"{e['player']} gets {versus} from {profile_words(e['worse'])}{end}"


def _monotone_words(statement: Statement) -> str:
    e = statement.entries
    versus = f"{profile_words(e['better'])} over {profile_words(e['worse'])}"
    return f"what {e['player']} gains from {versus} {e['direction']} with {e['input']}"


def _event_words(statement: Statement) -> str:
    e = statement.entries
    concept = f" ({e['concept']})" if e.get("concept") else ""
    return f"{profile_words(e['event'])} {statement.form} happens{concept}"


def _ranked_words(statement: Statement) -> str:
    e = statement.entries
    ranked = e["best_first"] if "best_first" in e else (e["better"], e["worse"])
    beats = " beats " if e.get("strict", True) else " weakly beats "
    where = f"given {profile_words(e['given'])}" if e.get("given") else "whatever the others do"
    return f"for {e['player']}, {beats.join(ranked)} {where}"


def _given_words(statement: Statement) -> str:
    condition = statement.condition or Condition()
    return f"given {condition.words()}: {statement.parts[0]}"


_WORDS: Mapping[str, Callable[[Statement], str]] = {
    "prefers": _prefers_words,
    "monotone": _monotone_words,
    "never": _event_words,
    "always": _event_words,
    "dominates": _ranked_words,
    "ordering": _ranked_words,
    "all_of": lambda statement: " and ".join(f"({part})" for part in statement.parts),
    "any_of": lambda statement: " or ".join(f"({part})" for part in statement.parts),
    "given": _given_words,
}


def _event(event: PartialProfile, concept: str | None) -> dict[str, Any]:
    if concept is not None:
        _one_of("concept", concept, ("sequential", "nash", "pure"))
    return {"event": _copied(event), "concept": concept}


def _where(partial: PartialProfile | None) -> dict[str, Any]:
    return {} if partial is None else {"given": _copied(partial)}


def _copied(partial: PartialProfile) -> dict[str, str | tuple[str, ...]]:
    """Copy a partial profile; its names are checked where it meets a scenario."""
    if not is_mapping(partial) or not partial:
        raise GameError(
            f"{quoted(partial)}: must be a partial profile such as {{player: strategy}}, or {{player: [any of]}}"
        )
    return {
        player: tuple(choice) if is_sequence(choice) else choice for player, choice in partial.items()
    }


def _mapping(name: str, value: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if value is not None and not is_mapping(value):
        raise GameError(f"{name} = {quoted(value)}: must be a mapping")
    return value or {}


def _intervals(name: str, value: Mapping[str, Any] | None) -> dict[str, Interval]:
    found: dict[str, Interval] = {}
    for key, entry in _mapping(name, value).items():
        ends = list(entry) if is_sequence(entry) else [entry, entry]
        try:
            low, high = (exact_number(end) for end in ends)
        except ValueError:
            low, high = Fraction(1), Fraction(0)
        if low > high:
            raise GameError(
                f"{name} {key} = {quoted(entry)}: must be a number, or the least and the greatest value as a pair"
            )
        found[key] = (low, high)
    return found


def _one_of(name: str, value: object, options: tuple[str, ...]) -> None:
    if value not in options:
        raise GameError(unknown(name, value, options))


def _truth(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise GameError(f"{name} = {quoted(value)}: must be True or False")
    return value


def _parts(name: str, statements: tuple[Any, ...]) -> tuple[Statement, ...]:
    if not statements:
        raise GameError(f"{name}: needs at least one statement")
    for entry in statements:
        if not isinstance(entry, Statement):
            raise GameError(f"{name}: {quoted(entry)} is not a statement; assume.prefers(...) makes one")
    return statements
