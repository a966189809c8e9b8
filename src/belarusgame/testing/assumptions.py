"""Hypothesis strategies for partial profiles and for the statements that a scenario's assumptions make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from hypothesis import strategies as st

from belarusgame.base.concept_names import concepts_with
from belarusgame.scenario import Assumption, Scenario, checked_scenario

#: The form of a statement, such as ``prefers``, and its entries as in a file.
Statement: TypeAlias = tuple[str, Any]
Strategies: TypeAlias = Mapping[str, Sequence[str]]

#: What stands where a person would give the reason for a number or a statement.
REASON = "Drawn at random."

#: What an assumption may be for; in failures the first is the simplest.
ROLES: st.SearchStrategy[Literal["requirement", "finding"]] = st.sampled_from(["requirement", "finding"])


@st.composite
def subsets(draw: st.DrawFn, labels: Sequence[str]) -> tuple[str, ...]:
    """Draw some of several labels, at least one, as the bits of a number; the first one is the simplest."""
    bits = draw(st.integers(1, 2 ** len(labels) - 1))
    return tuple(label for position, label in enumerate(labels) if bits >> position & 1)


@st.composite
def partials(draw: st.DrawFn, labels: Strategies, *, least: int = 1) -> dict[str, tuple[str, ...]]:
    """Draw a partial profile of at least so many players (0 or 1)."""
    if not labels:
        return {}
    named = draw(subsets(list(labels))) if least or draw(st.booleans()) else ()
    return {name: draw(subsets(labels[name])) for name in named}


@st.composite
def statements(
    draw: st.DrawFn, labels: Strategies, inputs: Sequence[str], concepts: Sequence[str]
) -> Statement:
    """Draw a statement of any form that there can be for these players, inputs and solution concepts.

    The entries are what a file may hold; those of ``all_of`` and ``any_of`` are a list of statements.
    """
    simple = _simple(labels, inputs, concepts)
    first = draw(simple)
    # Simple statements first and twice, so that failures shrink to them.
    shape = draw(st.sampled_from(["simple", "simple", "all_of", "any_of", "given", "given"]))
    if shape in {"all_of", "any_of"}:
        rest = [draw(simple) for _ in range(draw(st.integers(0, 1)))]
        return shape, [{form: said} for form, said in (first, *rest)]
    free = {name: options for name, options in labels.items() if name not in _named(first)}
    if shape == "given" and free:
        return shape, {"profile": draw(partials(free)), "holds": {first[0]: first[1]}}
    return first


def _named(statement: Statement) -> set[str]:
    """Return the players whose strategies a statement speaks of: a condition leaves them out."""
    _, said = statement
    partial = [said[key] for key in ("event", "better", "worse", "given") if isinstance(said.get(key), dict)]
    return {said.get("player", "")} | {name for entry in partial for name in entry}


@st.composite
def _simple(draw: st.DrawFn, labels: Strategies, inputs: Sequence[str], concepts: Sequence[str]) -> Statement:
    """Draw a statement that holds no other one."""
    choosing = [name for name in labels if len(labels[name]) > 1]
    forms = ["never", "always", *(["prefers", "dominates", "ordering"] if choosing else [])]
    forms += ["monotone"] if choosing and inputs else []
    form = draw(st.sampled_from(forms))
    if form in {"never", "always"}:
        concept = draw(st.sampled_from([None, *concepts]))
        return form, _said(event=draw(partials(labels)), concept=concept)
    if form in {"prefers", "monotone"}:
        return form, _comparison(draw, labels, choosing, inputs if form == "monotone" else None)
    return form, _ranking(draw, labels, choosing, pair=form == "dominates")


def _comparison(
    draw: st.DrawFn, labels: Strategies, choosing: Sequence[str], inputs: Sequence[str] | None
) -> dict[str, Any]:
    """Compare two partial profiles of the same players; with inputs, how the difference moves with one.

    One player does something else in each, so that the two always differ.
    """
    turning = draw(st.sampled_from(choosing))
    one, other = draw(st.permutations(labels[turning]))[:2]
    rest = draw(partials({name: options for name, options in labels.items() if name != turning}, least=0))
    said = _said(
        player=draw(st.sampled_from(list(labels))),
        better={turning: (one,), **rest},
        worse={turning: (other,), **{name: draw(subsets(labels[name])) for name in rest}},
    )
    if inputs is None:
        return said | {"completions": draw(st.sampled_from(["all", "some"])), "strict": draw(st.booleans())}
    moves = draw(st.sampled_from(["rises", "falls"]))
    return said | {"input": draw(st.sampled_from(inputs)), "direction": moves}


def _ranking(draw: st.DrawFn, labels: Strategies, choosing: Sequence[str], *, pair: bool) -> dict[str, Any]:
    """Rank two or more strategies of a player who has a choice, perhaps given what others do."""
    player = draw(st.sampled_from(choosing))
    others = {name: options for name, options in labels.items() if name != player}
    ranked = draw(st.permutations(labels[player]))
    said = _said(player=player, given=draw(partials(others, least=0)) or None)
    if pair:
        return said | {"better": ranked[0], "worse": ranked[1], "strict": draw(st.booleans())}
    return said | {"best_first": ranked[: draw(st.integers(2, len(ranked)))]}


def _said(**entries: Any) -> dict[str, Any]:
    """Collect the entries that are there."""
    return {key: value for key, value in entries.items() if value is not None}


def assumptions(scenario: Scenario) -> st.SearchStrategy[Assumption]:
    """Draw statements that could stand in a scenario's file: the names are right, the claim may be false.

    Parameters
    ----------
    scenario : Scenario
        Whose players, strategies, weights and drivers they speak of.

    Returns
    -------
    SearchStrategy of Assumption
        Of every form; they shrink to "it never happens that the first player uses its first strategy".

    Examples
    --------
    >>> import belarusgame as bg
    >>> from hypothesis import given
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> @given(bg.testing.assumptions(scenario))
    ... def test_a_statement_has_a_role(assumption):
    ...     assert assumption.role in {"requirement", "finding"}
    >>> test_a_statement_has_a_role()
    """
    labels = checked_scenario(scenario).labels
    inputs = [entry.name for entry in scenario.inputs("weight", "driver")]
    concepts = list(concepts_with(scenario.order))
    return _assumptions(
        statements(dict(zip(labels.players, labels.strategies, strict=True)), inputs, concepts)
    )


@st.composite
def _assumptions(draw: st.DrawFn, said: st.SearchStrategy[Statement]) -> Assumption:
    form, drawn = draw(said)
    statement: Any = drawn
    # A record holds what was a list of statements in the file as a tuple.
    entries = tuple(statement) if form in {"all_of", "any_of"} else statement
    return Assumption(name="drawn", role=draw(ROLES), form=form, statement=entries, judgement=REASON)
