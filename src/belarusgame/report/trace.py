"""Where does one payoff come from?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from belarusgame.base.labels import PartialProfile
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError
from belarusgame.scenario import Scenario, checked_scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLine:
    """What one consideration adds to a payoff: weight times driver level times effect."""

    consideration: str  #: its key
    factor: Fraction  #: the weight, scaled by type, times the level of the driver
    effect: Fraction  #: the sum of ``adds`` of the effects that match the profile
    claims: tuple[str, ...]  #: what it rests on; empty where it is judgement
    sentence: str  #: the consideration in words

    @property
    def amount(self) -> Fraction:
        """What it adds to the payoff."""
        return self.factor * self.effect


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Trace(Tabular):
    """One payoff, taken apart into considerations and claims.

    Attributes
    ----------
    player : str
        Whose payoff.
    profile : mapping of str to str
        In which profile.
    lines : tuple of TraceLine
        One for each consideration of the player.
    decided_by : Trace or None
        Where somebody else decides for the player in this profile: what that one gets there, taken apart.
    """

    player: str
    profile: Mapping[str, str]
    lines: tuple[TraceLine, ...]
    decided_by: Trace | None = None

    @property
    def payoff(self) -> Fraction:
        """The sum of the amounts: the payoff, exactly."""
        return sum((line.amount for line in self.lines), Fraction(0))

    def rows(self) -> Rows:
        """Return one row a consideration that is at work in the profile."""
        return [
            {
                "consideration": line.consideration.split(".", 1)[1],
                "factor": float(line.factor),
                "effect": float(line.effect),
                "amount": float(line.amount),
                "rests on": ", ".join(line.claims) or "judgement",
                "because": line.sentence,
            }
            for line in self.lines
            if line.effect != 0
        ]

    @property
    def below(self) -> Sequence[str | Tabular]:
        """By whose payoff it is decided, where it is not this one."""
        if self.decided_by is None:
            return ()
        return f"{self.decided_by.player} decides for {self.player} here, by this payoff:", self.decided_by

    @property
    def heading(self) -> str:
        """The line above the table."""
        where = ", ".join(f"{player} = {label}" for player, label in self.profile.items())
        return f"Payoff of {self.player} at {where}: {float(self.payoff):g}"


def trace(
    scenario: Scenario,
    player: str,
    profile: PartialProfile,
    *,
    weights: Mapping[str, Any] | None = None,
    drivers: Mapping[str, Any] | None = None,
    types: Mapping[str, str] | None = None,
    delegations: Mapping[str, bool] | None = None,
) -> Trace:
    """Take one payoff apart, and the one that decides where somebody else does.

    Parameters
    ----------
    scenario : Scenario
        Where the considerations come from.
    player : str
        Whose payoff.
    profile : mapping of str to str
        A pure profile: one strategy a player.
    weights, drivers, types, delegations : mapping, optional
        As in :meth:`Scenario.game`.

    Returns
    -------
    Trace
        Its lines add up to the payoff, exactly.

    Raises
    ------
    GameError
        For an unknown player or strategy, or a profile that is not full and pure.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> profile = {"lukashenko": "join", "putin": "coerce", "west": "isolate", "china": "stand_aside"}
    >>> bg.report.trace(scenario, "china", profile).payoff
    Fraction(0, 1)
    """
    checked_scenario(scenario)
    labels = scenario.labels
    labels.player_index(player)
    vectors = labels.vectors(profile)
    if any(vector.max() < 1.0 for vector in vectors):
        raise GameError("trace() takes a pure profile: one strategy a player")
    position = tuple(int(vector.argmax()) for vector in vectors)
    factors = scenario.factors(weights, drivers, types)
    own = _taken_apart(scenario, player, position, factors)
    deciders = scenario.game(types=types, delegations=delegations).deciders(labels.named(position))
    if player not in deciders:
        return own
    return replace(own, decided_by=_taken_apart(scenario, deciders[player], position, factors))


def _taken_apart(
    scenario: Scenario, player: str, position: tuple[int, ...], factors: Sequence[Fraction]
) -> Trace:
    """List what every consideration of a player adds to its payoff in a profile."""
    features = scenario.features()
    owner = scenario.labels.player_index(player)
    return Trace(
        player=player,
        profile=scenario.labels.named(position),
        lines=tuple(
            TraceLine(
                consideration=consideration.key,
                factor=factors[k],
                effect=features.exact[(k, *position)],
                claims=consideration.cited,
                sentence=consideration.sentence,
            )
            for k, consideration in enumerate(scenario.considerations)
            if features.owner[k] == owner
        ),
    )
