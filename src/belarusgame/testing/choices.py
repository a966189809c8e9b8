"""Hypothesis strategies for what a scenario leaves open: weights, drivers, types, delegations, games."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from hypothesis import strategies as st

from belarusgame.base.tables import Rows, Tabular
from belarusgame.game import Game
from belarusgame.scenario import Choice, Input, Scenario, Weight, checked_scenario, readable

#: A float stands for its shortest decimal, as everywhere; a fraction for what no float stands for.
Number: TypeAlias = float | Fraction

#: A range is cut into this many steps or a few more, all of them round numbers.
STEPS = 20

#: The tables behind a scenario that was drawn, so that a failure can be printed in full.
TABLES: WeakKeyDictionary[Scenario, Mapping[str, Any]] = WeakKeyDictionary()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Draw(Tabular):
    """One admissible choice of all that a scenario leaves open; what is not named is as in the likely game.

    Its ``repr`` is an expression that makes it again, with ``scenario`` standing for the scenario.

    Attributes
    ----------
    scenario : Scenario
        What it was drawn from.
    weights : mapping of str to number
        The weights that differ from their likely value, such as ``{"putin.manpower": 1.4}``.
    drivers : mapping of str to number
        The drivers that are not at level 1, their state at the scenario's date.
    types : mapping of str to str
        The players who are of a type.
    delegations : mapping of str to bool
        The delegations that are in force, or not, other than they likely are.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> draw = bg.testing.Draw(scenario=scenario, types={"putin": "desperate"})
    >>> draw
    Draw(scenario=scenario, types={'putin': 'desperate'})
    >>> draw.game.equals(scenario.game(types={"putin": "desperate"}))
    True
    """

    scenario: Scenario
    weights: Mapping[str, Number] = field(default_factory=dict[str, Number])
    drivers: Mapping[str, Number] = field(default_factory=dict[str, Number])
    types: Mapping[str, str] = field(default_factory=dict[str, str])
    delegations: Mapping[str, bool] = field(default_factory=dict[str, bool])

    @property
    def choice(self) -> Choice:
        """The same in exact numbers."""
        return Choice(scenario=self.scenario, **self._changes)

    @property
    def _changes(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("weights", "drivers", "types", "delegations")}

    @cached_property
    def game(self) -> Game:
        """The scenario's game at this choice; it is made when first asked for."""
        return self.choice.game()

    def rows(self) -> Rows:
        """Return one row a change: what, from which value, to which."""
        choice = self.choice
        return [
            {"input": "", "likely": "none", **row}
            | ({} if entry.is_switch else {"input": f"{entry.kind} {entry.name}"})
            for (entry, _), row in zip(choice.changes, choice.rows(), strict=True)
        ]

    @property
    def heading(self) -> str:
        """How many changes there are."""
        count = sum(map(len, self._changes.values()))
        return (
            f"Draw from {self.scenario.name}: {count} change{'' if count == 1 else 's'} from the likely game"
        )

    def __repr__(self) -> str:
        tables = TABLES.get(self.scenario)
        scenario = "scenario" if tables is None else f"Scenario.from_tables({dict(tables)!r})"
        named = [f"{name}={dict(values)!r}" for name, values in self._changes.items() if values]
        return f"Draw({', '.join([f'scenario={scenario}', *named])})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Keep Hypothesis from spelling out the whole scenario."""
        printer.text(repr(self))


def weights(scenario: Scenario) -> st.SearchStrategy[dict[str, Number]]:
    """Draw admissible weights for :meth:`Scenario.game`; they shrink to their likely values.

    Parameters
    ----------
    scenario : Scenario
        Whose considerations they are for.

    Returns
    -------
    SearchStrategy of dict of str to float or Fraction
        Only the weights that differ from their likely value: round numbers inside the range, and its ends,
        which come up often. A float means its shortest decimal.

    Examples
    --------
    >>> import belarusgame as bg
    >>> from hypothesis import given
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> @given(bg.testing.weights(scenario))
    ... def test_no_weight_leaves_its_range(weights):
    ...     for key, weight in weights.items():
    ...         allowed = scenario.consideration(key).weight
    ...         assert float(allowed.low) <= weight <= float(allowed.high)
    >>> test_no_weight_leaves_its_range()
    """
    return _changes(checked_scenario(scenario).inputs("weight"))


def drivers(scenario: Scenario) -> st.SearchStrategy[dict[str, Number]]:
    """Draw admissible driver levels for :meth:`Scenario.game`; they shrink to their likely values.

    Parameters
    ----------
    scenario : Scenario
        Whose drivers they are for.

    Returns
    -------
    SearchStrategy of dict of str to float or Fraction
        Only the levels that differ from 1, the state at the scenario's date.
    """
    return _changes(checked_scenario(scenario).inputs("driver"))


def types(scenario: Scenario) -> st.SearchStrategy[dict[str, str]]:
    """Draw the players' types for :meth:`Scenario.game`; they shrink to none.

    Parameters
    ----------
    scenario : Scenario
        Whose types they are.

    Returns
    -------
    SearchStrategy of dict of str to str
        The players who are of a type, each with one.
    """
    options = {entry.name: [None, *entry.options] for entry in checked_scenario(scenario).inputs("type")}
    return _any_of(options)


def delegations(scenario: Scenario) -> st.SearchStrategy[dict[str, bool]]:
    """Draw which delegations are in force for :meth:`Scenario.game`; they shrink to the likely state.

    Parameters
    ----------
    scenario : Scenario
        Whose delegations they are.

    Returns
    -------
    SearchStrategy of dict of str to bool
        The delegations that are not as they likely are, as far as their probabilities allow that.
    """
    made = checked_scenario(scenario).delegations
    return _any_of({one.name: [None, *(on for on in one.possible if on != one.likely)] for one in made})


def draws(scenario: Scenario) -> st.SearchStrategy[Draw]:
    """Draw games of a scenario: weights, drivers, types and delegations anywhere in their ranges.

    A failure shrinks to the likely game with as few changes as it takes, each as small as it can be alone,
    and prints as an expression that makes it again.

    Parameters
    ----------
    scenario : Scenario
        Any scenario.

    Returns
    -------
    SearchStrategy of Draw
        With ``game``, ``weights``, ``drivers``, ``types`` and ``delegations``.

    Examples
    --------
    >>> import belarusgame as bg
    >>> from hypothesis import given, settings
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> @given(bg.testing.draws(scenario))
    ... @settings(max_examples=20)
    ... def test_the_reference_is_the_zero_point(draw):
    ...     assert all(draw.game.payoff(player, scenario.reference) == 0 for player in draw.game.players)
    >>> test_the_reference_is_the_zero_point()
    """
    parts = (weights(scenario), drivers(scenario), types(scenario), delegations(scenario))
    return _draws(scenario, *parts)


@st.composite
def _draws(
    draw: st.DrawFn,
    scenario: Scenario,
    weights: st.SearchStrategy[dict[str, Number]],
    drivers: st.SearchStrategy[dict[str, Number]],
    types: st.SearchStrategy[dict[str, str]],
    delegations: st.SearchStrategy[dict[str, bool]],
) -> Draw:
    return Draw(
        scenario=scenario,
        weights=draw(weights),
        drivers=draw(drivers),
        types=draw(types),
        delegations=draw(delegations),
    )


def _changes(inputs: Sequence[Input]) -> st.SearchStrategy[dict[str, Number]]:
    """Draw a number from each range and keep those that differ from what holds when nothing is said."""
    return _any_of({entry.name: _options(entry.range, entry.base) for entry in inputs})


def _any_of(options: Mapping[str, Sequence[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw one of each list; what comes out as None is left out."""
    # One choice an input, so that each shrinks by itself.
    drawn = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in options.items()})
    return drawn.map(lambda values: {name: value for name, value in values.items() if value is not None})


def _options(weight: Weight, unchanged: Fraction) -> list[Number | None]:
    """List the numbers of a range, those near the likely one first; None is the unchanged value."""
    step = _round_step((weight.high - weight.low) / STEPS)
    # Multiples of the step strictly inside; the ends come in by themselves, however odd they are.
    inside = (
        (step * k for k in range(int(weight.low // step) + 1, -int(-weight.high // step))) if step else ()
    )
    values = sorted(
        {weight.likely, *inside, weight.low, weight.high}, key=lambda v: (abs(v - weight.likely), v)
    )
    # Payoffs are linear in the weights, so that much is decided at the ends: they take a third of the draws.
    ends = [weight.low, weight.high] * (len(values) // 4)
    return [None if value == unchanged else readable(value) for value in [*values, *ends]]


def _round_step(largest: Fraction) -> Fraction:
    """Return the largest of 1, 2, 5, 10, 20, ... and 0.5, 0.2, 0.1, ... that is not above a number."""
    if largest <= 0:
        return Fraction(0)
    power = Fraction(1)
    while power > largest:
        power /= 10
    while power * 10 <= largest:
        power *= 10
    return max(power * lead for lead in (1, 2, 5) if power * lead <= largest)
