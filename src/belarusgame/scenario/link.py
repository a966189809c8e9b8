"""What a shared link of the explorer sets: read back entry by entry, with what does not fit named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from belarusgame.base.labels import event_words
from belarusgame.base.settings import text
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError, quoted
from belarusgame.evidence import exact_number
from belarusgame.game import Game
from belarusgame.scenario.choice import Choice, written_number
from belarusgame.scenario.inputs import CHOSEN
from belarusgame.scenario.records import Effect

if TYPE_CHECKING:
    from belarusgame.scenario.scenario import Scenario

#: What a link may say beside the inputs of a choice.
OTHERS = ("scenario", "edition", "fix.PLAYER", "without", "rationality")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LinkSettings(Tabular):
    """What a link of the explorer sets.

    Attributes
    ----------
    choice : Choice
        The weights, drivers, types and delegations; of the scenario without the claim that is left out and
        with the players held.
    rationality : Fraction or None
        How sharply players tell better from worse, where the link says so.
    fix : mapping of str to str
        The players who are held, with what they do.
    without : str
        The claim that is left out; empty if none is.
    remarks : tuple of str
        What of the link was not applied, and why.
    """

    choice: Choice
    rationality: Fraction | None = None
    fix: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    without: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def scenario(self) -> Scenario:
        """The scenario without the claim that is left out, and with the players held."""
        return self.choice.scenario

    def game(self) -> Game:
        """Build the game."""
        return self.choice.game()

    def rows(self) -> Rows:
        """Return one row a setting."""
        more: dict[str, object] = {f"held: {player}": label for player, label in self.fix.items()}
        more |= {"claim left out": self.without} if self.without else {}
        more |= {} if self.rationality is None else {"rationality": float(self.rationality)}
        return [*self.choice.rows(), *({"input": name, "here": value} for name, value in more.items())]

    @property
    def heading(self) -> str:
        """What is set, in words."""
        held = f", holding {event_words(self.fix)}" if self.fix else ""
        less = f", without claim {self.without}" if self.without else ""
        return f"{self.choice.circumstances}{held}{less}"

    @property
    def below(self) -> tuple[str, ...]:
        """What was not applied."""
        return self.remarks


def edition_of(scenario: Scenario) -> str:
    """Return a short name of everything that the answers of a scenario follow from.

    It changes with any player, order, effect, range, type or delegation, and with no word of a sentence.
    """
    said = (
        scenario.labels,
        scenario.order,
        # In an order of its own where a file's order has no meaning: moving lines about makes no other
        # edition.
        sorted(scenario.question.items()) if scenario.question else None,
        [(c.key, c.weight, c.driver, _told(c.effects)) for c in scenario.considerations],
        [(d.name, d.level) for d in scenario.drivers],
        [(t.player, t.name, sorted(t.factors.items()), t.delegations) for t in scenario.types],
        [(d.name, d.player, d.to, sorted(d.when.items()), d.probability) for d in scenario.delegations],
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def _told(effects: Iterable[Effect]) -> list[Any]:
    return [(sorted(effect.when.items()), effect.adds) for effect in effects]


def settings_from(scenario: Scenario, link: str) -> LinkSettings:
    """Read a link of the explorer; see :meth:`Scenario.settings_from`."""
    entries = dict[str, str]()
    remarks = list[str]()
    query = text("link", link, empty=True).rpartition("?")[2].partition("#")[0]
    for key, value in parse_qsl(query, keep_blank_values=True):
        if key in entries:
            remarks.append(f"link: {key}: is set twice; the first is kept")
        entries.setdefault(key, value)
    remarks += _elsewhere(scenario, entries)
    without, less = _without(scenario, entries, remarks)
    fix, held = _held(less, entries, remarks)
    rationality = _rationality(scenario, entries, remarks)
    choice = Choice(scenario=held)
    for key, value in entries.items():
        if key.partition(".")[0] in CHOSEN:
            # One at a time: an entry that does not fit is named, and the others are set.
            choice = _applied(choice, key, value, remarks)
        elif key.partition(".")[0] not in {other.partition(".")[0] for other in OTHERS}:
            known = ", ".join([*(f"{kind}.NAME" for kind in CHOSEN), *OTHERS])
            remarks.append(f"link: {quoted(key)}: is none of {known}")
    return LinkSettings(
        choice=choice, rationality=rationality, fix=fix, without=without, remarks=tuple(remarks)
    )


def _elsewhere(scenario: Scenario, entries: Mapping[str, str]) -> Iterator[str]:
    """Name another scenario, or another edition of this one."""
    named = entries.get("scenario", scenario.name)
    if named != scenario.name:
        yield f"link: scenario = {quoted(named)}: it was made for another scenario than {scenario.name}"
    elif entries.get("edition", edition_of(scenario)) != edition_of(scenario):
        yield f"link: edition: it was made for another edition of {scenario.name}; what is still there is set"


def _without(scenario: Scenario, entries: Mapping[str, str], remarks: list[str]) -> tuple[str, Scenario]:
    claim = entries.get("without", "")
    try:
        return (claim, scenario.without_claims([claim])) if claim else ("", scenario)
    except GameError as problem:
        remarks.append(f"link: without: {problem}")
        return "", scenario


def _held(
    scenario: Scenario, entries: Mapping[str, str], remarks: list[str]
) -> tuple[dict[str, str], Scenario]:
    """Hold players, one after the other; never one whom the question is about, which would answer it."""
    fix = dict[str, str]()
    for key, label in entries.items():
        kind, _, player = key.partition(".")
        if kind != "fix":
            continue
        try:
            if player in (scenario.question or {}):
                raise GameError(f"{player}: the question is about it, and holding it would be the answer")
            # Tried one by one, so that a player who does not fit does not keep the others from being held.
            scenario.fixing({player: label})
        except GameError as problem:
            remarks.append(f"link: {problem}")
        else:
            fix[player] = label
    return fix, scenario.fixing(fix)


def _rationality(scenario: Scenario, entries: Mapping[str, str], remarks: list[str]) -> Fraction | None:
    if "rationality" not in entries:
        return None
    try:
        number = exact_number(written_number("link: rationality", entries["rationality"]))
    except (GameError, ValueError) as error:
        remarks.append(str(error))
        return None
    level = None if scenario.rationality is None else scenario.rationality.level
    # Where the file gives no range, anything that is not negative is admitted.
    low, high = (0, number) if level is None else (level.low, level.high)
    if not low <= number <= high:
        said = f"must lie between {float(low):g} and {float(high):g}"
        remarks.append(f"link: rationality = {quoted(entries['rationality'])}: {said}")
        return None
    return number


def _applied(choice: Choice, key: str, value: str, remarks: list[str]) -> Choice:
    """Set one input; if it does not fit, say so and leave it as it likely is."""
    try:
        one = Choice.from_link(choice.scenario, urlencode({key: value}), beyond=True)
        if one.outside:
            raise GameError(f"link: {one.outside[0]}")
    except GameError as problem:
        remarks.append(str(problem))
        return choice
    kind = f"{key.partition('.')[0]}s"
    chosen: dict[str, Any] = {kind: {**getattr(choice, kind), **getattr(one, kind)}}
    return replace(choice, **chosen)
