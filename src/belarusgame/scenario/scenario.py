"""Who can do what, and why: a scenario, from its file to its game."""

from __future__ import annotations

import datetime
import itertools
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from belarusgame.base.deciding import check_order, read_deciders
from belarusgame.base.files import checked_path
from belarusgame.base.guards import is_mapping, is_sequence, plain_text
from belarusgame.base.labels import Labels, event_words
from belarusgame.base.order import Order, checked_groups
from belarusgame.base.settings import mapping_or_empty, option, text
from belarusgame.base.tables import Rows, Tabular
from belarusgame.bayesian_game import BayesianGame
from belarusgame.errors import GameError, Mistake, ScenarioError, nearest, one_of, quoted
from belarusgame.evidence import (
    Evidence,
    EvidenceFiles,
    Mistakes,
    Tables,
    check_keys,
    check_sections,
    collect_evidence,
    near_file,
    place,
    read_tables,
    section,
    seeds_folder,
)
from belarusgame.game import Game
from belarusgame.scenario.features import Features, compile_features
from belarusgame.scenario.held import held_parts, read_fix
from belarusgame.scenario.inputs import KINDS, Input, Kind, inputs_of, read_choice
from belarusgame.scenario.leave_out import derived_anew
from belarusgame.scenario.private import bayesian_game_of
from belarusgame.scenario.records import (
    Assumption,
    Consideration,
    Delegation,
    Driver,
    Dynamics,
    Effect,
    Player,
    PlayerType,
    Rationality,
    Simulation,
    Weight,
)

if TYPE_CHECKING:
    from belarusgame.scenario.link import LinkSettings
    from belarusgame.scenario.names import Names
    from belarusgame.scenario.schema import HeadTable

__all__ = [
    "Assumption",
    "Consideration",
    "Delegation",
    "Driver",
    "Dynamics",
    "Effect",
    "Features",
    "Player",
    "PlayerType",
    "Rationality",
    "Scenario",
    "Weight",
    "load_scenario",
]

BUILT_IN = "belarus-2022"

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Scenario(Tabular):
    """Players, the order in which they move, and what each of them weighs.

    Made by :func:`load_scenario` from a file or by :meth:`from_tables` from Python data; both check it.

    Attributes
    ----------
    name : str
        The file that it comes from, or what the caller named it.
    title : str
        The question that it asks.
    date : datetime.date
        What was known then may be used.
    evidence : Evidence
        The sources and claims.
    players : tuple of Player
        In the order of the game's axes.
    order : tuple of tuple of str, or None
        Groups that move one after the other, simultaneously within a group; None where nobody sees a move.
    reference : mapping of str to str
        The profile in force at the date: the zero point of every effect.
    question : mapping of str to tuple of str, or None
        The event that the title asks about.
    considerations : tuple of Consideration
        What the players weigh.
    drivers : tuple of Driver
        States of the world that scale considerations.
    types : tuple of PlayerType
        Private information.
    rest : mapping of str to str
        What the types of a player leave over, where it has a name.
    delegations : tuple of Delegation
        Decisions that are not a player's own.
    assumptions : tuple of Assumption
        Statements to be checked.
    rationality : Rationality or None
        How reliably the players find their best reply.
    simulation : Simulation
        What a simulation over months must know, where the file says so.
    cited : mapping of str to tuple of str
        The claims that the order of moves (``order``) and the reference (``reference``) rest on.
    codings : tuple of str
        The files, beside this one, in which others coded the same source; see :meth:`other_codings`.
    folder : Path
        Where the file lies, from which those are looked for.
    remarks : tuple of Mistake
        What the file writes as the codebook's first edition did, how it is read, and what to change.
    fixed : mapping of str to str
        The players who were held to a strategy, by :meth:`fixing`; no file says so.
    """

    name: str
    title: str
    date: datetime.date
    evidence: Evidence
    players: tuple[Player, ...]
    order: tuple[tuple[str, ...], ...] | None
    reference: Mapping[str, str]
    considerations: tuple[Consideration, ...]
    drivers: tuple[Driver, ...] = ()
    types: tuple[PlayerType, ...] = ()
    rest: Mapping[str, str] = field(default_factory=dict[str, str])
    delegations: tuple[Delegation, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    rationality: Rationality | None = None
    simulation: Simulation = field(default_factory=Simulation)
    question: Mapping[str, tuple[str, ...]] | None = None
    cited: Mapping[str, tuple[str, ...]]
    codings: tuple[str, ...] = ()
    folder: Path = Path()
    remarks: tuple[Mistake, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict[str, str])

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
        name = text("name", name)
        mistakes = Mistakes()
        scenario: Scenario | None = None
        if is_mapping(tables):
            check_keys(dict(tables), name, mistakes)
        else:
            mistakes.add(name, "", f"{quoted(tables)}: must be a table")
        if not mistakes:
            scenario = _resolved(name, name, dict(tables), Path(), mistakes)
        if scenario is None or mistakes:
            raise ScenarioError(mistakes.found, mistakes.more)
        return scenario

    @property
    def labels(self) -> Labels:
        """The names of players and strategies, in the order of the game's axes."""
        return Labels(
            tuple(player.key for player in self.players),
            tuple(tuple(player.strategies) for player in self.players),
        )

    def player(self, key: str) -> Player:
        """Return a player by its key."""
        return self.players[self.labels.player_index(key)]

    def consideration(self, key: str) -> Consideration:
        """Return a consideration by its key, such as ``putin.manpower``."""
        keys = [consideration.key for consideration in self.considerations]
        return self.considerations[keys.index(option("consideration", key, keys))]

    def of_player(self, player: str) -> tuple[Consideration, ...]:
        """Return the considerations of one player."""
        player = self.labels.player_name(player)
        return tuple(c for c in self.considerations if c.player == player)

    def features(self) -> Features:
        """Return the linear map from weights to payoffs; see ``Features`` for the shapes."""
        return self._features

    @cached_property
    def _features(self) -> Features:
        return compile_features(self.labels, self.considerations)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is easily computed again: workers are sent scenarios."""
        return {name: value for name, value in self.__dict__.items() if name not in ("_features", "_inputs")}

    def inputs(self, *kinds: Kind) -> tuple[Input, ...]:
        """List what may vary, in the order of the rows of a sample; of all kinds, or of those named."""
        asked = [option("kind", kind, KINDS) for kind in kinds]
        return tuple(entry for entry in self._inputs if entry.kind in asked) if kinds else self._inputs

    @cached_property
    def _inputs(self) -> tuple[Input, ...]:
        return tuple(
            inputs_of(
                self.considerations, self.drivers, self.types, self.rationality, self.delegations, self.rest
            )
        )

    def input(self, name: str) -> Input:
        """Return a weight or a driver by its name."""
        # The few drivers first, for a message cuts a long list short.
        named = {entry.name: entry for entry in (*self.inputs("driver"), *self.inputs("weight"))}
        return named[option("input", name, named)]

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

    def _kinds(self, types: Mapping[str, str]) -> dict[str, str | None]:
        """Return of which type each player is, as far as it is said in text."""
        return {player: plain_text(kind) for player, kind in mapping_or_empty("types", types).items()}

    def scales(self, types: Mapping[str, str]) -> dict[str, Fraction]:
        """Return what the types of some players scale: a factor by the key of a consideration."""
        kinds, scales = self._kinds(types), dict[str, Fraction]()
        for made in self.types:
            if kinds.get(made.player) == made.name:
                for key, scale in made.factors.items():
                    scales[key] = scales.get(key, Fraction(1)) * scale
        return scales

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
        return Game(
            self.features().payoffs(self.factors(weights, drivers, types)),
            self.labels.players,
            self.labels.strategies,
            variants={player.key: player.variants for player in self.players},
            delegations=self.deciders(delegations, types),
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

    def known_delegations(self, types: Mapping[str, str]) -> dict[str, bool]:
        """Return which delegations are in force, or not, because some players are of a type that says so."""
        kinds, states = self._kinds(types), dict[str, bool]()
        for made in self.types:
            if kinds.get(made.player) == made.name:
                states |= made.delegations
        return states

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
        states = {made.name: True in made.possible for made in self.delegations}
        check_order(read_deciders(self.deciders(states), self.labels), groups)
        return (
            self if groups == self.order else replace(self, order=groups, cited={**self.cited, "order": ()})
        )

    def rows(self) -> Rows:
        """Return one row a consideration."""
        return [
            {
                "consideration": c.key,
                "low": float(c.weight.low),
                "likely": float(c.weight.likely),
                "high": float(c.weight.high),
                "driver": c.driver or "",
                "claims": " ".join(c.cited) or "judgement",
                "sentence": c.sentence,
            }
            for c in self.considerations
        ]

    @property
    def heading(self) -> str:
        """The line above the table."""
        held = f", with {event_words(self.fixed)}" if self.fixed else ""
        return f"Scenario {self.name}: {self.title} ({self.date}){held}"


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
    mistakes = Mistakes()
    source = plain_text(source) or source
    path = _path_of(source, mistakes)
    shown = path.name if path.parent == seeds_folder() else str(source)
    tables = read_tables(path, shown, mistakes) if not mistakes else None
    scenario = _resolved(path.name, shown, tables, path.parent, mistakes) if tables is not None else None
    if scenario is None or mistakes:
        raise ScenarioError(mistakes.found, mistakes.more)
    return scenario


def packaged_scenarios() -> list[str]:
    """Name the scenarios that come with the package.

    What happened afterwards is not even opened: only the back-test reads it.
    """
    files = [path for path in seeds_folder().glob("*.toml") if path.name != "history.toml"]
    return sorted(path.stem for path in files if "[scenario]" in path.read_text("utf-8"))


def _path_of(source: str | Path, mistakes: Mistakes) -> Path:
    if not isinstance(source, str):
        return Path(source) if isinstance(source, Path) else checked_path(source)
    if source.endswith(".toml") or "/" in source or "\\" in source:
        return Path(source)
    names = packaged_scenarios()
    if source not in names:
        mistakes.add(
            source or '""',
            "",
            f"no packaged scenario has this name; there is {one_of(names)}",
            nearest(source, names) or "the path of a file of your own ends in .toml",
        )
    return seeds_folder() / f"{source}.toml"


def _resolved(name: str, shown: str, tables: Tables, folder: Path, mistakes: Mistakes) -> Scenario | None:
    """Turn tables into a scenario, noting every mistake; None where it cannot be put together.

    Mistakes name the file as the user gave it (``shown``).
    """
    from belarusgame.evidence import record
    from belarusgame.scenario import resolve
    from belarusgame.scenario.names import Names
    from belarusgame.scenario.schema import SECTIONS

    check_sections(tables, SECTIONS, shown, mistakes)
    files = EvidenceFiles([(shown, tables)])
    _read_named(files, shown, tables, folder, mistakes)
    evidence = collect_evidence(files, mistakes)
    names = Names.of(shown, tables, files, evidence, mistakes)
    head = resolve.resolve_head(names, tables)
    _check_codings(names, head, folder, folder / name)
    considerations = resolve.resolve_considerations(names, tables, head.reference if head is not None else {})
    players = resolve.resolve_players(names, tables)
    drivers = resolve.resolve_drivers(names, tables)
    types = resolve.resolve_types(names, tables)
    delegations = resolve.resolve_delegations(names, tables, head.order if head is not None else None)
    assumptions = resolve.resolve_assumptions(names, tables)
    simulation = resolve.resolve_simulation(names, tables)
    if head is None:
        return None
    return record(
        Scenario,
        head,
        without=("claims",),
        name=name,
        evidence=evidence,
        players=players,
        considerations=considerations,
        drivers=drivers,
        types=types,
        rest=dict(names.rest),
        delegations=delegations,
        assumptions=assumptions,
        simulation=simulation,
        cited={"order": tuple(head.claims.order), "reference": tuple(head.claims.reference)},
        folder=folder,
        remarks=mistakes.remarks,
    )


def _check_codings(names: Names, head: HeadTable | None, folder: Path, own: Path) -> None:
    """Check that the other codings are files, each named once and none of them this one."""
    seen: set[str] = set()
    for position, entry in enumerate(head.codings if head is not None else ()):
        where = ("scenario", "codings", position)
        other = folder / entry
        if entry in seen:
            names.note(where, f"{quoted(entry)} is named twice")
        elif not os.path.lexists(other):
            problem = f"{quoted(entry)}: there is no such file"
            names.note(where, problem, partial(near_file, other))
        elif os.path.realpath(other) == os.path.realpath(own):
            names.note(where, f"{quoted(entry)} is this file", "name the file of another coder")
        seen.add(entry)


def checked_scenario(scenario: Any) -> Scenario:
    """Refuse what is not a scenario, such as a game, naming what would be."""
    if not isinstance(scenario, Scenario):
        raise GameError(f"scenario = {quoted(scenario)}: must be a Scenario; bg.load_scenario(...) reads one")
    return scenario


def _read_named(files: EvidenceFiles, name: str, tables: Tables, folder: Path, mistakes: Mistakes) -> None:
    """Read the files of evidence that a scenario names."""
    named = section(tables, "scenario").get("evidence", [])
    if not is_sequence(named) or "scenario" not in tables:
        files.lost = True  # the check of the head reports it
        return
    seen: set[str] = set()
    for position, entry in enumerate(named):
        where = place(("scenario", "evidence", position))
        if not isinstance(entry, str) or not entry:
            files.lost = True  # likewise
        elif entry in seen:
            mistakes.add(name, where, f"{quoted(entry)} is named twice")
        elif not os.path.lexists(folder / entry):
            files.lost = True
            problem = f"{quoted(entry)}: there is no such file"
            mistakes.add(name, where, problem, partial(near_file, folder / entry))
        else:
            files.add(folder / entry, entry, mistakes)
        if isinstance(entry, str):
            seen.add(entry)
