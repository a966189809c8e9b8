"""One point of the assumptions: the weights, drivers, types and delegations that differ from the likely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any
from urllib.parse import parse_qsl, urlencode

from belarusgame.base.settings import flag, mapping_or_empty, option, text, texts
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError, quoted
from belarusgame.evidence import exact_number
from belarusgame.game import Game
from belarusgame.scenario.inputs import CHOSEN, Input, read_choice
from belarusgame.scenario.scenario import Scenario, checked_scenario

#: The command's options, by the kind of input that each sets.
OPTIONS = {
    "weight": ("--weight", "-w"),
    "driver": ("--driver", "-d"),
    "type": ("--type", "-t"),
    "delegation": ("--delegation",),
}

#: How a delegation that is in force, or not, is written.
STATES = {"on": True, "off": False}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Choice(Tabular):
    """One point of a scenario's assumptions; what is not named is as it likely is.

    Values that are as they likely are drop out, and the rest stands in the scenario's order, so that two
    choices are equal exactly if they are the same point of the same scenario. A value may lie outside its
    range (:attr:`outside`), as in :meth:`Scenario.game`.

    Attributes
    ----------
    scenario : Scenario
        Whose assumptions.
    weights : mapping of str to Fraction
        The weights that differ from the likely ones. A float means its shortest decimal.
    drivers : mapping of str to Fraction
        The drivers that are not at level 1, their state at the scenario's date.
    types : mapping of str to str
        The players who are of a type.
    delegations : mapping of str to bool
        The delegations that are in force, or not, other than they likely are.

    Raises
    ------
    GameError
        For an unknown name, and for what is no number or negative.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> choice = bg.Choice(scenario=scenario, weights={"putin.manpower": 1.4}, types={"putin": "desperate"})
    >>> choice.circumstances
    'With putin.manpower at 1.4 (likely 0.75), putin being desperate'
    >>> " ".join(choice.options())
    '--weight putin.manpower=1.4 --type putin=desperate'
    >>> choice.link()
    'weight.putin.manpower=1.4&type.putin=desperate'
    >>> bg.Choice.from_link(scenario, choice.link()) == choice
    True
    """

    scenario: Scenario
    weights: Mapping[str, Fraction] = field(default_factory=dict[str, Fraction], hash=False)
    drivers: Mapping[str, Fraction] = field(default_factory=dict[str, Fraction], hash=False)
    types: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    delegations: Mapping[str, bool] = field(default_factory=dict[str, bool], hash=False)

    def __post_init__(self) -> None:
        """Read the values exactly and keep those that differ, in the scenario's order."""
        scenario = checked_scenario(self.scenario)
        given = read_choice(
            scenario.inputs(), scenario.labels, self.weights, self.drivers, self.types, self.delegations
        )
        for kind, values in zip(CHOSEN, given, strict=True):
            # One point has one form, so that choices can be compared, and links of equal choices are equal.
            differing = {
                entry.name: values[entry.name]
                for entry in scenario.inputs(kind)
                if values.get(entry.name, entry.base) != entry.base
            }
            # The record is frozen; here it is still being made.
            object.__setattr__(self, f"{kind}s", differing)

    @property
    def arguments(self) -> dict[str, Any]:
        """What :meth:`Scenario.game` and the functions of ``bg.report`` take."""
        return {f"{kind}s": getattr(self, f"{kind}s") for kind in CHOSEN}

    @property
    def changes(self) -> tuple[tuple[Input, Fraction | str], ...]:
        """Every input that differs, and its value here, in the scenario's order; switches in words."""
        return tuple(
            (entry, _shown(getattr(self, f"{kind}s")[entry.name]))
            for kind in CHOSEN
            for entry in self.scenario.inputs(kind)
            if entry.name in getattr(self, f"{kind}s")
        )

    def game(self) -> Game:
        """Build the game."""
        return self.scenario.game(**self.arguments)

    @property
    def switches(self) -> Switches:
        """What differs and is no number: who is of which type, and which delegations are in force or not."""
        return Switches(types=self.types, delegations=self.delegations)

    def level(self, name: str) -> Fraction:
        """Return the value of a weight or driver."""
        base = self.scenario.input(name).base
        return self.weights.get(name, self.drivers.get(name, base))

    def having(self, values: Mapping[str, Any]) -> Choice:
        """Return the choice with other values of some weights and drivers."""
        chosen = self.arguments
        for name, value in mapping_or_empty("values", values).items():
            kind = f"{self.scenario.input(name).kind}s"
            chosen[kind] = {**chosen[kind], name: value}
        return Choice(scenario=self.scenario, **chosen)

    def putting_back(self, label: str) -> Choice:
        """Return the choice with one input, named as in the table, as it likely is."""
        chosen = {kind: dict(values) for kind, values in self.arguments.items()}
        for entry, _ in self.changes:
            if entry.label == label:
                del chosen[f"{entry.kind}s"][entry.name]
        return Choice(scenario=self.scenario, **chosen)

    @property
    def outside(self) -> tuple[str, ...]:
        """What lies outside its range, each in words."""
        return tuple(
            f"{entry.kind} {entry.name} = {float(value):g}: "
            f"must lie in its range, {float(entry.range.low):g} to {float(entry.range.high):g}"
            for entry, value in self.changes
            if not isinstance(value, str) and not entry.range.low <= value <= entry.range.high
        )

    def rows(self) -> Rows:
        """Return one row an input that differs from the likely one."""
        return [
            {"input": entry.label, "here": value}
            if isinstance(value, str)
            else {"input": entry.label, "likely": float(entry.base), "here": float(value)}
            for entry, value in self.changes
        ]

    @property
    def circumstances(self) -> str:
        """What differs, in words."""
        parts = [
            (f"{entry.label} {value}" if entry.kind == "delegation" else f"{entry.name} being {value}")
            if isinstance(value, str)
            else f"{entry.name} at {float(value):g} (likely {float(entry.base):g})"
            for entry, value in self.changes
        ]
        return f"With {', '.join(parts)}" if parts else "With everything at its likely value"

    @property
    def heading(self) -> str:
        """What differs, in words."""
        return self.circumstances

    def options(self) -> list[str]:
        """Return the options that make the command take this choice: ``["--weight", "NAME=VALUE", ...]``."""
        return [
            part
            for entry, value in self.changes
            for part in (OPTIONS[entry.kind][0], f"{entry.name}={_text(value)}")
        ]

    @classmethod
    def from_options(cls, scenario: Scenario, options: Sequence[str]) -> Choice:
        """Read the command's options, long or short: the reverse of :meth:`options`.

        Raises
        ------
        GameError
            For an option that is none of these, and for unknown names and wrong numbers.
        """
        kinds = {name: kind for kind, names in OPTIONS.items() for name in names}
        given = texts("options", options)
        entries: list[tuple[str, str, str, str]] = []
        # In pairs; an option without a value at the end gets an empty one, which is refused as such.
        for chosen, entry in zip(given[::2], [*given[1::2], ""], strict=False):
            option("option", chosen, kinds)
            name, value = name_and_value(entry, chosen)
            entries.append((f"{chosen} {name}", kinds[chosen], name, value))
        return cls._read(scenario, entries)

    def link(self) -> str:
        """Return the choice as the query of a link: ``weight.NAME=VALUE&type.PLAYER=TYPE``."""
        pairs = [(f"{entry.kind}.{entry.name}", _text(value)) for entry, value in self.changes]
        # A slash stands in fractions, and needs no escape in a query: links stay readable.
        return urlencode(pairs, safe="/")

    @classmethod
    def from_link(cls, scenario: Scenario, link: str, *, beyond: bool = False) -> Choice:
        """Read a link, or what follows its question mark: the reverse of :meth:`link`.

        Parameters
        ----------
        scenario : Scenario
            Whose assumptions.
        link : str
            An older or hand-made link may name what this scenario does not have.
        beyond : bool
            Admit values outside their ranges.

        Raises
        ------
        GameError
            For an unknown name, a wrong number or, without ``beyond``, a value outside its range.
        """
        entries: list[tuple[str, str, str, str]] = []
        # A whole address or its query: what follows the last question mark, without the place on the page.
        query = text("link", link, empty=True).rpartition("?")[2].partition("#")[0]
        for key, value in parse_qsl(query, keep_blank_values=True):
            kind, _, name = key.partition(".")
            if kind not in CHOSEN:
                raise GameError(
                    f"link: {quoted(key)}: must begin with weight., driver., type. or delegation."
                )
            entries.append((f"link: {key}", kind, name, value))
        choice = cls._read(scenario, entries)
        if not flag("beyond", beyond) and choice.outside:
            raise GameError(f"link: {'; '.join(choice.outside)}; beyond=True admits it")
        return choice

    @classmethod
    def _read(cls, scenario: Scenario, entries: Iterable[tuple[str, str, str, str]]) -> Choice:
        """Read entries of place, kind, name and value."""
        chosen: dict[str, dict[str, Any]] = {f"{kind}s": {} for kind in CHOSEN}
        for place, kind, name, value in entries:
            if name in chosen[f"{kind}s"]:
                raise GameError(f"{place}: is set twice")
            chosen[f"{kind}s"][name] = _value(place, kind, value)
        return Choice(scenario=scenario, **chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """What of the assumptions is no number, as far as it differs from the likely."""

    #: The players who are of a type.
    types: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    #: The delegations that are in force, or not, other than they likely are.
    delegations: Mapping[str, bool] = field(default_factory=dict[str, bool], hash=False)

    @property
    def words(self) -> str:
        """The switches in words; empty if there are none."""
        parts = [f"{player} being {name}" for player, name in self.types.items()]
        return ", ".join(parts + [f"delegation {name} {_shown(on)}" for name, on in self.delegations.items()])

    def __len__(self) -> int:
        return len(self.types) + len(self.delegations)

    def __le__(self, other: Switches) -> bool:
        """Whether the other differs from the likely wherever this one does, and in the same way."""
        return self.key <= other.key

    @property
    def key(self) -> frozenset[tuple[str, str, str | bool]]:
        """The same in a form that can be looked up."""
        types = {("type", player, name) for player, name in self.types.items()}
        return frozenset(types | {("delegation", name, on) for name, on in self.delegations.items()})

    @property
    def labels(self) -> frozenset[str]:
        """What differs, named as in a table of inputs."""
        return frozenset(
            f"{kind} of {name}" if kind == "type" else f"{kind} {name}" for kind, name, _ in self.key
        )

    @property
    def arguments(self) -> dict[str, Any]:
        """What :meth:`Scenario.game` and :class:`Choice` take."""
        return {"types": self.types, "delegations": self.delegations}


def _shown(value: Any) -> Any:
    """Write whether a delegation is in force; everything else as it is."""
    return next(word for word, on in STATES.items() if on is value) if isinstance(value, bool) else value


def _value(place: str, kind: str, written: str) -> Any:
    if kind == "delegation":
        return STATES[option(place, written, STATES)]
    return written if kind == "type" else written_number(place, written)


def name_and_value(entry: str, option: str) -> tuple[str, str]:
    """Read an entry of the form NAME=VALUE."""
    name, sign, value = entry.partition("=")
    if not (name and sign and value):
        raise GameError(f"{option} {quoted(entry)}: must be of the form NAME=VALUE")
    return name, value


def readable(value: Fraction) -> float | Fraction:
    """Return the float that stands for a number, where there is one: a float means its shortest decimal."""
    try:
        stands = exact_number(float(value)) == value
    except ValueError:  # it has more decimals than are read
        return value
    return float(value) if stands else value


def _text(value: Fraction | str) -> str:
    """Write a value so that it is read exactly: as a decimal, or as a fraction where it is none."""
    if isinstance(value, str) or value.denominator == 1:
        return str(value)
    return str(readable(value))


def written_number(place: str, written: str) -> Fraction | Decimal:
    """Read a decimal, or a fraction such as 1/3."""
    try:
        return Fraction(written) if "/" in written else Decimal(written)
    except (InvalidOperation, ValueError, ZeroDivisionError):
        raise GameError(f"{place}: {quoted(written)} is not a number") from None
