"""Who may be of which type, and how likely that is: the type space of a game with private information.

Harsanyi (1967-68): players know their own types, and share a prior over all combinations of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from belarusgame.base.guards import is_mapping
from belarusgame.base.labels import Labels
from belarusgame.base.priors import Combination, Prior, prior_of
from belarusgame.base.settings import option, texts
from belarusgame.errors import GameError, quoted

#: The one type of a player who has no private information.
ORDINARY = "ordinary"

#: A type for some of the players.
Types: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSpace:
    """The types of all players, with a common prior."""

    labels: Labels  #: who plays
    #: The types of each player; one, called ``ordinary``, of those without private information.
    types: tuple[tuple[str, ...], ...]
    prior: Prior  #: how likely each combination of them is

    @classmethod
    def read(cls, labels: Labels, types: Any, prior: Any) -> TypeSpace:
        """Check types and a prior as :class:`belarusgame.BayesianGame` takes them."""
        known = _types_of(labels, types)
        return cls(
            labels=labels, types=known, prior=prior_of(labels.players, known, _typed(labels, known), prior)
        )

    @property
    def typed(self) -> tuple[str, ...]:
        """The players who have more than one type."""
        return _typed(self.labels, self.types)

    @property
    def combinations(self) -> tuple[Combination, ...]:
        """All combinations of types, one type a player."""
        return tuple(self.prior.joint)

    def place(self, player: str) -> int:
        """Return where a player's type stands in a combination."""
        return self.labels.players.index(player)

    def checked(self, types: Types | None) -> dict[str, str]:
        """Refuse types that nobody has, naming those there are."""
        if types is None:
            return {}
        if not is_mapping(types):
            raise GameError(f"types = {quoted(types)}: must be a mapping such as {{player: type}}")
        for player, name in types.items():
            index = self.labels.player_index(player)
            option(f"type of {player}", name, self.types[index])
        return dict(types)

    def fits(self, combination: Combination, types: Types) -> bool:
        """Whether a combination has these types."""
        return all(combination[self.place(player)] == name for player, name in types.items())

    def probability(self, types: Types) -> Fraction:
        """Return how likely it is that some players have these types."""
        wanted = self.checked(types)
        return sum((p for c, p in self.prior.joint.items() if self.fits(c, wanted)), Fraction(0))

    def given(self, types: Types | None) -> dict[Combination, Fraction]:
        """Return the probabilities of the combinations with some types, as far as they are not zero.

        Raises
        ------
        GameError
            If there is none.
        """
        wanted = self.checked(types)
        found = {c: p for c, p in self.prior.joint.items() if p and self.fits(c, wanted)}
        if not found:
            raise GameError(f"types = {quoted(types)}: have probability zero, so that nothing follows")
        return found


def _typed(labels: Labels, types: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(player for player, own in zip(labels.players, types, strict=True) if len(own) > 1)


def _types_of(labels: Labels, types: Any) -> tuple[tuple[str, ...], ...]:
    if not is_mapping(types):
        raise GameError(f"types = {quoted(types)}: must be a mapping such as {{player: [types]}}")
    found: dict[str, tuple[str, ...]] = dict.fromkeys(labels.players, (ORDINARY,))
    for player, given in types.items():
        labels.player_index(player)
        own = texts(f"types of {player}", given)
        if not own or "" in own or len(set(own)) < len(own):
            raise GameError(f"types of {player} = {quoted(given)}: must be different names, at least one")
        found[player] = own
    return tuple(found.values())
