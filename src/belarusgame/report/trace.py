"""Where does one payoff come from?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from belarusgame.base.labels import PartialProfile
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError
from belarusgame.scenario import Scenario, checked_scenario

__all__ = ["Trace", "TraceLine", "trace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLine:
    """What one consideration adds to a payoff: weight times driver level times effect.

    Attributes
    ----------
    consideration : str
        Its key.
    factor : Fraction
        The weight, scaled by type, times the level of the driver.
    effect : Fraction
        The sum of ``adds`` of the effects that match the profile.
    claims : tuple of str
        What it rests on; empty where it is judgement.
    sentence : str
        The consideration in words.
    """

    consideration: str
    factor: Fraction
    effect: Fraction
    claims: tuple[str, ...]
    sentence: str

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
    """

    player: str
    profile: Mapping[str, str]
    lines: tuple[TraceLine, ...]

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
) -> Trace:
    """Take one payoff apart.

    Parameters
    ----------
    scenario : Scenario
        Where the considerations come from.
    player : str
        Whose payoff.
    profile : mapping of str to str
        A pure profile: one strategy a player.
    weights, drivers, types : mapping, optional
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
    owner = labels.player_index(player)
    vectors = labels.vectors(profile)
    if any(vector.max() < 1.0 for vector in vectors):
        raise GameError("trace() takes a pure profile: one strategy a player")
    position = tuple(int(vector.argmax()) for vector in vectors)
    features = scenario.features()
    factors = scenario.factors(weights, drivers, types)
    return Trace(
        player=player,
        profile=labels.named(position),
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
