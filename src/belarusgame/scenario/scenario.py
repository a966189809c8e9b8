"""A scenario: a coding, the games that follow from it, and what is left of it under other assumptions."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from belarusgame.base.deciding import check_order, read_deciders
from belarusgame.base.order import Order, checked_groups
from belarusgame.bayesian_game import BayesianGame
from belarusgame.errors import GameError, quoted
from belarusgame.game import Game
from belarusgame.scenario.coding import FOLLOWING, Coding
from belarusgame.scenario.held import held_parts, read_fix
from belarusgame.scenario.inputs import read_choice
from belarusgame.scenario.leave_out import derived_anew
from belarusgame.scenario.loading import BUILT_IN, parts_of_file, parts_of_tables
from belarusgame.scenario.private import bayesian_game_of
from belarusgame.scenario.records import Weight

if TYPE_CHECKING:
    from belarusgame.scenario.link import LinkSettings

#: The ends of a probability that is certain.
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Scenario(Coding):
    """A coding from which games follow: at a choice of its assumptions, or of what is left of it.

    Made by :func:`load_scenario` from a file or by :meth:`from_tables` from Python data; both check it. Its
    parts are the attributes that ``Coding`` lists.
    """

    @classmethod
    def from_tables(cls, tables: Mapping[str, Any], name: str = "scenario") -> Scenario:
        """Build a scenario from nested mappings with the same entries as a file.

        Parameters
        ----------
        tables : mapping
            The tables of a scenario file. Python floats mean their shortest decimals.
        name : str
            What to call it in messages.

        Raises
        ------
        ScenarioError
            With every mistake.
        """
        return cls(**parts_of_tables(tables, name))

    def factors(
        self,
        weights: Mapping[str, Any] | None = None,
        drivers: Mapping[str, Any] | None = None,
        types: Mapping[str, str] | None = None,
    ) -> tuple[Fraction, ...]:
        """Return for each consideration its weight times its driver's level, exactly; see :meth:`game`."""
        weighed, levels, kinds, _ = read_choice(self.inputs(), self.labels, weights, drivers, types)
        values = {entry.name: entry.base for entry in self.inputs("weight", "driver")} | weighed | levels
        scales = self.scales(kinds)
        return tuple(
            values[c.key] * scales.get(c.key, 1) * (values[c.driver] if c.driver is not None else 1)
            for c in self.considerations
        )

    def game(
        self,
        weights: Mapping[str, Any] | None = None,
        drivers: Mapping[str, Any] | None = None,
        types: Mapping[str, str] | None = None,
        delegations: Mapping[str, bool] | None = None,
    ) -> Game:
        """Return the game at one choice of weights, drivers, types and delegations.

        Parameters
        ----------
        weights : mapping, optional
            New weights by key, such as ``{"putin.manpower": 1.4}``; the others keep their likely value. A
            float means its shortest decimal; fractions and decimals are taken as they are.
        drivers : mapping, optional
            Levels by name; the others stay at 1, the state at the scenario's date.
        types : mapping, optional
            The type of some players, such as ``{"putin": "desperate"}``.
        delegations : mapping, optional
            Whether some delegations are in force, such as ``{"obedience": True}``; the others are if their
            likely probability is at least one half.

        Returns
        -------
        Game
            With exact rational payoffs beside the float64 view.

        Examples
        --------
        >>> import belarusgame as bg
        >>> game = bg.load_scenario("belarus-2022").game(weights={"putin.manpower": 1.4})
        >>> game.players
        ('lukashenko', 'putin', 'west', 'china')
        """
        if weights is None and drivers is None and types is None and delegations is None:
            return self._likely_game
        return self._game_at(self.factors(weights, drivers, types), self.deciders(delegations, types))

    @cached_property
    def _likely_game(self) -> Game:
        return self._game_at(self.factors(), self.deciders())

    def _game_at(self, factors: Sequence[Fraction], deciders: Any) -> Game:
        return Game(
            self.features().payoffs(factors),
            self.labels.players,
            self.labels.strategies,
            variants={player.key: player.variants for player in self.players},
            delegations=deciders,
        )

    def bayesian_game(
        self,
        weights: Mapping[str, Any] | None = None,
        drivers: Mapping[str, Any] | None = None,
        delegations: Mapping[str, bool] | None = None,
    ) -> BayesianGame:
        """Return the game in which each player alone knows its own type.

        Each listed type has its likely probability. What those of a player leave over is a type of its own,
        called as the file's ``rest`` says, else ``ordinary``. A type may scale what other players weigh, and
        say whether a delegation is in force; a move that somebody else decides is made with what that one
        knows, its type included.

        Parameters
        ----------
        weights, drivers : mapping, optional
            As of :meth:`game`.
        delegations : mapping, optional
            Whether some delegations are in force, whatever the types say.

        Returns
        -------
        BayesianGame
            With exact rational payoffs and probabilities.

        Raises
        ------
        GameError
            As :meth:`game`, and if the types of a player leave nothing over for what ``rest`` names.

        Examples
        --------
        >>> import belarusgame as bg
        >>> bayesian = bg.load_scenario("belarus-2022").bayesian_game()
        >>> bayesian.independent
        True
        """
        self.game(weights, drivers, None, delegations)  # a wrong choice is named before anything else
        return bayesian_game_of(
            self.labels, self.types, self.rest, lambda types: self.game(weights, drivers, types, delegations)
        )

    def other_codings(self) -> tuple[Scenario, ...]:
        """Read the files in which others coded the same source; see :func:`belarusgame.compare`.

        Raises
        ------
        ScenarioError
            With the mistakes of a file that is not in order.
        """
        return tuple(load_scenario(self.folder / entry) for entry in self.codings)

    def deciders(
        self, delegations: Mapping[str, bool] | None = None, types: Mapping[str, str] | None = None
    ) -> dict[str, dict[str, Any]]:
        """Return the delegations that are in force, as :class:`Game` takes them; see :meth:`game`."""
        *_, kinds, given = read_choice(self.inputs(), self.labels, None, None, types, delegations)
        states = self.known_delegations(kinds) | given
        return {
            made.name: {"player": made.player, "to": made.to, "when": made.when}
            for made in self.delegations
            if states.get(made.name, made.likely)
        }

    def settled(self, delegations: Mapping[str, bool]) -> Scenario:
        """Return the scenario in which some delegations are certainly in force, or certainly not.

        Raises
        ------
        GameError
            For an unknown delegation.
        """
        *_, states = read_choice(self.inputs(), self.labels, None, None, None, delegations)
        certain = {on: Weight(low=end, likely=end, high=end) for on, end in ((False, ZERO), (True, ONE))}
        return replace(
            self,
            delegations=tuple(
                replace(made, probability=certain[states[made.name]]) if made.name in states else made
                for made in self.delegations
            ),
        )

    def states(self) -> dict[str, Scenario]:
        """Return the scenario with its delegations settled in every possible way, the likely one first.

        Whether a delegation is in force is no number, so that it has no distance and no place on a map: each
        state is a case of its own. The keys say which delegations are on and off; without delegations there
        is one state, with an empty key.
        """
        # False sorts before True: the likely state, which does not differ from itself, comes first.
        options = [sorted(made.possible, key=made.likely.__ne__) for made in self.delegations]
        found: dict[str, Scenario] = {}
        for chosen in itertools.product(*options):
            state = dict(zip((made.name for made in self.delegations), chosen, strict=True))
            words = ", ".join(f"{name} {'on' if on else 'off'}" for name, on in state.items())
            found[words] = self.settled(state) if state else self
        return found

    def without_claims(self, claims: Iterable[str]) -> Scenario:
        """Return what is left without some claims: all that rests on them is derived anew by the codebook.

        A joint entry fails with any member; a weight is derived from the entries left, a typed one stays;
        without entries the consideration disappears. So do delegations, whose probability is derived anew;
        drivers (level 1 is left), types, strategies but the reference's, and statements that lose all their
        claims without a judgement, and what names them.

        Raises
        ------
        GameError
            For a claim that the evidence does not hold.

        Examples
        --------
        >>> import belarusgame as bg
        >>> less = bg.load_scenario("belarus-2022").without_claims(["17b"])
        >>> str(less.consideration("lukashenko.home_front").weight)  # its upper end was 1.5
        '0.75 / 1 / 1.25'
        """
        return replace(self, **derived_anew(self, claims))

    def fixing(self, fix: Mapping[str, str] | None) -> Scenario:
        """Return the scenario in which some players are held to a strategy: their choice is taken away.

        All that may be drawn stays; effects that cannot happen any more go, and assumptions that name a lost
        strategy. The held strategies take their places in the reference; what of the question can still
        happen is asked.

        Parameters
        ----------
        fix : mapping of str to str, optional
            Who is held to what, such as ``{"west": "isolate"}``; without any it is the scenario itself.

        Raises
        ------
        GameError
            For an unknown player, and for what is not one of its strategies; all mistakes in one report.

        Examples
        --------
        >>> import belarusgame as bg
        >>> held = bg.load_scenario("belarus-2022").fixing({"west": "isolate", "china": "intercede"})
        >>> held.labels.counts
        (3, 3, 1, 1)
        """
        held = read_fix(self.labels, fix)
        if not held:
            return self
        return replace(self, **held_parts(self, held), fixed={**self.fixed, **held})

    def settings_from(self, link: str) -> LinkSettings:
        """Read what a link of a report's explorer sets: what does not fit is named, and the rest applied.

        Parameters
        ----------
        link : str
            The link, or what follows its question mark.

        Returns
        -------
        LinkSettings
            The choice, who is held, the claim left out, the rationality; ``remarks`` names what was not
            applied: unknown names, values outside their range; and another scenario or edition of it.

        Examples
        --------
        >>> import belarusgame as bg
        >>> scenario = bg.load_scenario("belarus-2022")
        >>> settings = scenario.settings_from("report.html#?weight.putin.manpower=1.4&fix.west=isolate")
        >>> settings.choice.circumstances, settings.fix
        ('With putin.manpower at 1.4 (likely 0.75)', {'west': 'isolate'})
        """
        from belarusgame.scenario.link import settings_from

        return settings_from(self, link)

    def ordering(self, order: Order) -> Scenario:
        """Return the scenario in which the players move in another order; no claim is cited for it.

        Parameters
        ----------
        order : sequence of str or of sequences of str
            The groups, first movers first; every player moves exactly once.

        Raises
        ------
        GameError
            For an order that omits a player, repeats one or names one who does not play, and for one under
            which a delegation is undefined.

        Examples
        --------
        >>> import belarusgame as bg
        >>> scenario = bg.load_scenario("belarus-2022")
        >>> scenario.ordering(["putin", ["lukashenko", "west"], "china"]).order
        (('putin',), ('lukashenko', 'west'), ('china',))
        """
        groups = checked_groups(self.labels, order)
        # Whatever may be in force must be defined in the new order, not only what likely is.
        states = {made.name: True in made.possible for made in self.delegations}
        check_order(read_deciders(self.deciders(states), self.labels), groups)
        return (
            # The claims for the file's order say nothing of another one.
            self if groups == self.order else replace(self, order=groups, cited={**self.cited, "order": ()})
        )


def in_order(scenario: Scenario, order: tuple[tuple[str, ...], ...]) -> Scenario:
    """Return a scenario in which players move in another order, with all that this leaves as it is."""
    changed = replace(scenario, order=order)
    vars(changed).update({name: getattr(scenario, name) for name in FOLLOWING})
    return changed


def load_scenario(source: str | Path = BUILT_IN) -> Scenario:
    """Read a scenario and the evidence that it names.

    Parameters
    ----------
    source : str or Path
        The name of a packaged scenario, such as ``belarus-2022``; or a path, which ends in ``.toml`` or
        holds a separator.

    Returns
    -------
    Scenario
        Checked: every name exists, every number is in its range, every effect is a change from the reference.

    Raises
    ------
    ScenarioError
        With all mistakes of the file and of its evidence, each with its place and, where possible, the mend.

    Examples
    --------
    >>> import belarusgame as bg
    >>> bg.load_scenario("belarus-2022").order
    (('china',), ('putin',), ('lukashenko',), ('west',))
    """
    return Scenario(**parts_of_file(source))


def checked_scenario(scenario: Any) -> Scenario:
    """Refuse what is not a scenario, such as a game, naming what would be."""
    if not isinstance(scenario, Scenario):
        raise GameError(f"scenario = {quoted(scenario)}: must be a Scenario; bg.load_scenario(...) reads one")
    return scenario
