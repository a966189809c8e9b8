"""Which names a scenario declares, and the check of every place that uses one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial as later
from typing import Any

from belarusgame.base.guards import is_mapping
from belarusgame.errors import nearest, one_of, quoted
from belarusgame.evidence import (
    Evidence,
    EvidenceFiles,
    Firmness,
    Mistakes,
    Tables,
    misleading,
    place,
    section,
)

#: Names go into options (`--weight putin.manpower=1.4`) and links, where a point or a blank ends one.
_NAME = re.compile(r"\w[\w-]*")

Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names that a scenario declares, whether or not their tables are in order."""

    file: str  #: the name under which mistakes are reported
    mistakes: Mistakes  #: where they are noted
    strategies: Mapping[str, Collection[str]]  #: the strategies of every player
    considerations: Mapping[str, list[str]]  #: the considerations of every player
    drivers: list[str]  #: the drivers
    types: Mapping[str, list[str]]  #: the types of every player that has some
    rest: Mapping[str, str]  #: what is left over by the types of a player, where it has a name
    delegations: list[str]  #: the delegations
    claims: Collection[str]  #: the claims
    evidence: Evidence  #: the sources and claims that are in order
    #: Whether a file of evidence could not be read, so that a claim that seems unknown may be in it.
    evidence_lost: bool

    @classmethod
    def of(
        cls, file: str, tables: Tables, files: EvidenceFiles, evidence: Evidence, mistakes: Mistakes
    ) -> Names:
        """Collect the names from the raw tables, and check that they can serve as names."""
        names = cls(
            file=file,
            mistakes=mistakes,
            strategies={
                name: _keys(table, "strategies") for name, table in section(tables, "players").items()
            },
            considerations={
                player: list(table) if is_mapping(table) else []
                for player, table in section(tables, "considerations").items()
            },
            drivers=list(section(tables, "drivers")),
            types={player: [*_types_in(table)] for player, table in section(tables, "types").items()},
            rest={
                player: table["rest"]
                for player, table in section(tables, "types").items()
                if is_mapping(table) and isinstance(table.get("rest"), str)
            },
            delegations=list(section(tables, "delegations")),
            # Also those with mistakes of their own: to call one unknown where it is cited would be a second
            # mistake from one.
            claims={claim: None for _, part in files.read for claim in section(part, "claims")},
            evidence=evidence,
            evidence_lost=files.lost,
        )
        names._check_spelling(tables)
        return names

    def _check_spelling(self, tables: Tables) -> None:
        declared: list[tuple[Where, str]] = [(("players", name), name) for name in self.strategies]
        for player, labels in self.strategies.items():
            declared += [(("players", player, "strategies", label), label) for label in labels]
        for player, keys in self.considerations.items():
            declared += [(("considerations", player, key), key) for key in keys]
        declared += [(("drivers", name), name) for name in self.drivers]
        declared += [(("assumptions", name), name) for name in section(tables, "assumptions")]
        for player, types in self.types.items():
            declared += [(("types", player, name), name) for name in types]
        declared += [(("types", player, "rest"), name) for player, name in self.rest.items()]
        declared += [(("delegations", name), name) for name in self.delegations]
        # Where a name is declared, not where it is used: each is told once.
        for where, name in declared:
            problem, hint = misleading(name)
            if not _NAME.fullmatch(name):
                self.note(where, f"{quoted(name)} is not a name", "use letters, digits, _ and -")
            elif problem:
                self.note(where, problem, hint)

    def note(self, where: Where, problem: str, hint: str | Callable[[], str] = "") -> None:
        """Note a mistake."""
        self.mistakes.add(self.file, place(where), problem, hint)

    def remark(self, where: Where, problem: str, hint: str = "") -> None:
        """Note what is read as it stands, though it is written otherwise today."""
        self.mistakes.remark(self.file, place(where), problem, hint)

    def known(self, where: Where, name: str, options: Collection[str], what: str = "") -> bool:
        """Check that a name is one of those declared."""
        if name in options:
            return True
        what = f"{what} " if what else ""
        rule = f"is not one of {one_of(options)}" if options else f"does not exist: there is no {what}at all"
        problem, of_key = f"{what}{quoted(name)} {rule}", where[-1:] == (name,)
        hint = later(nearest, name, options)
        self.mistakes.add(self.file, place(where), problem, hint, of_key=of_key)
        return False

    def player(self, where: Where, name: str) -> bool:
        """Check a player's name; that there is no player at all is noted once, elsewhere."""
        return bool(self.strategies) and self.known(where, name, self.strategies, "player")

    def partial(self, where: Where, partial: Mapping[str, tuple[str, ...]]) -> bool:
        """Check a partial profile: its players and their strategies."""
        good = True
        for player, labels in partial.items():
            if not self.player((*where, player), player):
                good = False
                continue
            for label in labels:
                good &= self.strategy((*where, player), player, label)
        return good

    def strategy(self, where: Where, player: str, label: str) -> bool:
        """Check a strategy of a player that exists."""
        options = self.strategies.get(player, ())
        if label in options:
            return True
        if not options:  # the player's own table is at fault, and that has been noted
            return False
        problem = f"{player} = {quoted(label)} is not one of {one_of(options)}"
        self.note(where, problem, later(nearest, label, options))
        return False

    def cited(
        self, where: Where, claims: Sequence[str], *, for_payoff: bool = False, alone: bool = False
    ) -> bool:
        """Check claims that are cited; those behind a payoff must be able to support one.

        An entry that may be one name or a list (``alone``) has positions inside it only as a list.
        """
        good, seen = True, set[str]()
        for position, name in enumerate(claims):
            spot = (*where, position) if len(claims) > 1 or not alone else where
            if name not in self.claims and self.evidence_lost:
                good = False
                continue
            if not self.known(spot, name, self.claims, "claim"):
                good = False
                continue
            if name in seen:
                self.note(spot, f"claim {quoted(name)} is named twice")
                good = False
            seen.add(name)
            good &= self._usable(spot, name, for_payoff=for_payoff)
        return good

    def supported(self, where: Where, claims: Sequence[Sequence[str]]) -> bool:
        """Check the claims behind a payoff or a delegation, each entry of which supports it by itself."""
        good = True
        for position, entry in enumerate(claims):
            good &= self.cited((*where, "claims", position), entry, for_payoff=True, alone=True)
        return good

    @property
    def firmness(self) -> dict[str, Firmness]:
        """How firm each claim is as support of a payoff."""
        return {name: claim.support_firmness for name, claim in self.evidence.claims.items()}

    def _usable(self, where: Where, name: str, *, for_payoff: bool) -> bool:
        claim = self.evidence.claims.get(name)
        if claim is None:  # its own table is at fault, and that has been noted
            return False
        if claim.background:
            self.note(
                where, f"claim {quoted(name)} is background", "remove it here, or remove its `background`"
            )
            return False
        if for_payoff and claim.kind == "prescription":
            self.note(
                where,
                f"claim {quoted(name)} is a prescription, which never supports a payoff",
                "cite it for a strategy; a payoff in its place is `judged`, and says that it is prescribed",
            )
            return False
        return True

    def based(self, where: Where, claims: Sequence[str], judgement: str) -> None:
        """Check that something rests on claims, which exist, or on a judgement."""
        self.cited((*where, "claims"), claims)
        if not claims and not judgement:
            self.lacks(where, "rests on nothing", "cite claims, or give a `judgement` with the reason")

    def lacks(self, where: Where, problem: str, hint: str = "") -> None:
        """Note that a table lacks something, unless a mistake in it, such as a misspelt key, may be why."""
        if not self.mistakes.explains(self.file, place(where)):
            self.note(where, problem, hint)

    def check_dates(self, date: datetime.date) -> None:
        """Check that no source is later than the scenario."""
        for source in self.evidence.sources.values():
            if source.date > date:
                self.note(
                    ("scenario", "date"),
                    f"{date} is earlier than the source {quoted(source.name)} of {source.date}",
                    "a scenario may use only what was known at its date",
                )


def _types_in(table: Any) -> list[str]:
    """Name the types under a player: what stands under ``rest`` as text is a name itself."""
    return [name for name, entry in table.items() if not is_rest(name, entry)] if is_mapping(table) else []


def is_rest(name: str, entry: Any) -> bool:
    """Whether an entry under a player's types names what these leave over."""
    return name == "rest" and isinstance(entry, str)


def _keys(table: Any, key: str) -> Collection[str]:
    inner = table.get(key) if is_mapping(table) else None
    return dict.fromkeys(map(str, inner)) if is_mapping(inner) else ()
