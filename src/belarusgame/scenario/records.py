"""The words of a scenario as records: players, effects, considerations, weights, drivers, types, delegations.

All numbers are exact fractions of the decimals in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, get_args

from belarusgame.base.tables import Printed

#: What supports a consideration: every entry by itself, the claims inside an entry jointly.
Support = tuple[tuple[str, ...], ...]

#: How a consideration is known.
Basis = Literal["asserted", "inferred", "judged"]

#: The same words to go through, the firmest first.
BASES: tuple[Basis, ...] = get_args(Basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A range of an uncertain number: how low, how likely, how high.

    For a consideration it codes the confidence that the consideration matters and is never negative.
    """

    low: Fraction
    likely: Fraction
    high: Fraction

    def __str__(self) -> str:
        return f"{float(self.low):g} / {float(self.likely):g} / {float(self.high):g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Printed):
    """A change from the reference: in the profiles that match ``when``, a consideration gains ``adds``.

    Attributes
    ----------
    when : mapping of str to tuple of str
        The partial profile: for each player named, the strategies that match.
    adds : Fraction
        The signed size, in the codebook's units.
    judgement : str
        Why the coder put it so, where no claim says so; else empty. On a payoff it is a mark of the
        codebook's first edition, a *judged effect*; the second gives it a consideration of its own.
    """

    when: Mapping[str, tuple[str, ...]]
    adds: Fraction
    judgement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consideration(Printed):
    """One end of one player, and what furthers or harms it.

    Attributes
    ----------
    player, name : str
        Whose end it is, and what it is called; ``key`` joins them with a dot.
    sentence : str
        The end in words.
    weight : Weight
        Derived from the firmness of the claims, or typed with a judgement.
    effects : tuple of Effect
        What the players' choices add to it.
    claims : tuple of tuple of str
        Each entry supports it by itself; claims inside an entry are needed jointly.
    extended_by : tuple of str
        Weaker claims that would enlarge the consequence.
    driver : str or None
        The state of the world that scales it.
    inferred : str
        The coder's step from the claims, its premises, to this consequence; empty where a claim says it.
    judged : str
        Why it is in the model though no claim supports it.
    judgement : str
        Why the weight was typed; empty where it is derived.
    """

    player: str
    name: str
    sentence: str
    weight: Weight
    effects: tuple[Effect, ...]
    claims: Support = ()
    extended_by: tuple[str, ...] = ()
    driver: str | None = None
    inferred: str = ""
    judged: str = ""
    judgement: str = ""

    @property
    def basis(self) -> Basis:
        """How it is known: a claim asserts it, the coder infers it from claims, or no claim supports it."""
        return "judged" if not self.claims else "inferred" if self.inferred else "asserted"

    @property
    def key(self) -> str:
        """The name with its player: ``putin.manpower``."""
        return f"{self.player}.{self.name}"

    @property
    def cited(self) -> tuple[str, ...]:
        """Every claim that it rests on, in order, each once."""
        supporting = [claim for entry in self.claims for claim in entry]
        return tuple(dict.fromkeys([*supporting, *self.extended_by]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dynamics(Printed):
    """How a driver moves from month to month.

    Attributes
    ----------
    decay : Fraction
        The share of its distance from level 1 that it loses in a month.
    noise : Fraction
        The standard deviation of its monthly change.
    effects : tuple of Effect
        What the profile in force adds to it in a month.
    claims : tuple of str
        What the numbers rest on.
    judgement : str
        Why they were chosen, where no claim gives them.
    """

    decay: Fraction
    noise: Fraction
    effects: tuple[Effect, ...] = ()
    claims: tuple[str, ...] = ()
    judgement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver(Printed):
    """A state of the world that scales considerations; level 1 is its state at the scenario's date."""

    name: str
    level: Weight
    sentence: str = ""
    claims: tuple[str, ...] = ()
    judgement: str = ""
    measured: str = ""
    dynamics: Dynamics | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerType(Printed):
    """Private information of a player: with some probability, some weights are scaled.

    Attributes
    ----------
    player, name : str
        Whose type it is, and what it is called.
    probability : Weight
        How likely it is that the player is of this type.
    scales : mapping of str to Fraction
        A factor for some considerations: of the player by their name, of others as ``player.name``.
    sentence : str
        The type in words.
    claims : tuple of str
        What it rests on.
    judgement : str
        Why it was put so, where no claim says so.
    means : Assumption or None
        The statement that holds in the game of this type, by which it deserves its name; `bg.check` asks it.
    delegations : mapping of str to bool
        Whether some delegations are in force for this type, as the player alone knows.
    """

    player: str
    name: str
    probability: Weight
    scales: Mapping[str, Fraction]
    sentence: str = ""
    claims: tuple[str, ...] = ()
    judgement: str = ""
    means: Assumption | None = None
    delegations: Mapping[str, bool] = field(default_factory=dict[str, bool])

    @property
    def factors(self) -> dict[str, Fraction]:
        """What it scales, every consideration by its full key: ``putin.manpower``."""
        return {scaled_key(self.player, name): scale for name, scale in self.scales.items()}


def scaled_key(player: str, name: str) -> str:
    """Return the full key of what a type of a player scales: its own considerations stand by their name."""
    return name if "." in name else f"{player}.{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation(Printed):
    """A decision that is not the player's own.

    It moves the decision, not welfare: where it is in force and ``when`` matches, the player's strategies are
    compared by what ``to`` gets, while everybody's payoffs stay their own.

    Attributes
    ----------
    name : str
        What it is called.
    player : str
        Whose decision it would be.
    to : str
        Whose it is.
    when : mapping of str to tuple of str
        The partial profile in which it holds; it never names the player.
    probability : Weight
        How likely it is to be in force: derived from the firmness of the claims, or typed with a judgement.
    sentence : str
        The delegation in words.
    claims : tuple of tuple of str
        Each entry supports it by itself; claims inside an entry are needed jointly.
    judgement : str
        Why the probability was typed; empty where it is derived.
    """

    name: str
    player: str
    to: str
    when: Mapping[str, tuple[str, ...]]
    probability: Weight
    sentence: str = ""
    claims: Support = ()
    judgement: str = ""

    @property
    def cited(self) -> tuple[str, ...]:
        """Every claim that it rests on, in order, each once."""
        return tuple(dict.fromkeys(claim for entry in self.claims for claim in entry))

    @property
    def likely(self) -> bool:
        """Whether it is in force where nothing is chosen: with a likely probability of at least one half."""
        return 2 * self.probability.likely >= 1

    @property
    def possible(self) -> tuple[bool, ...]:
        """Off and on, as far as the range of its probability allows them."""
        states = ((False, self.probability.low < 1), (True, self.probability.high > 0))
        return tuple(state for state, allowed in states if allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rationality(Printed):
    """How reliably the players find their best reply, where a model needs to know."""

    level: Weight
    claims: tuple[str, ...] = ()
    judgement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation(Printed):
    """What a simulation over months must know; what the file leaves out has the default here.

    Attributes
    ----------
    absorbing : tuple of mapping of str to tuple of str
        Events after which the profile stays as it is, while the drivers go on.
    move_months : Fraction
        The length of a move: how many months a choice stands before it is made anew.
    discount : Fraction
        What a payoff counts if it comes a month later, to players who look ahead.
    tremble : {"month", "run"}
        Whether mistakes are made anew in each move, or once for a whole run.
    claims : mapping of str to tuple of str
        What each of these rests on, by its name; under the empty name, what all rest on.
    judgement : mapping of str to str
        Why each was chosen, where no claim gives it; under the empty name, why all were.
    """

    absorbing: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    move_months: Fraction = Fraction(1)
    discount: Fraction = Fraction(9, 10)
    tremble: Literal["month", "run"] = "month"
    claims: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    judgement: Mapping[str, str] = field(default_factory=dict[str, str])

    def basis(self, name: str) -> str:
        """Say what one of these rests on: claims, a judgement, or that it is the default."""
        claims = self.claims.get(name) or self.claims.get("", ())
        if claims:
            return ", ".join(claims)
        return "judgement" if self.judgement.get(name) or self.judgement.get("") else "the default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption(Printed):
    """A statement about payoffs or equilibria, kept as data.

    Attributes
    ----------
    name : str
        Its identifier in the file.
    role : {"requirement", "finding"}
        A requirement must hold; a finding is reported.
    form : str
        The kind of statement: ``prefers``, ``monotone``, ``never``, ``always``, ``dominates``, ``ordering``;
        or how statements are combined: ``all_of``, ``any_of``, ``given``.
    statement : mapping or tuple of mapping
        The statement's own entries, as in the file; of ``all_of`` and ``any_of`` the statements, each as
        ``{form: entries}``.
    """

    name: str
    role: Literal["requirement", "finding"]
    form: str
    statement: Any
    sentence: str = ""
    claims: tuple[str, ...] = ()
    judgement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Player(Printed):
    """Somebody who chooses.

    Attributes
    ----------
    key : str
        The name used in files and calls.
    name : str
        The name used in sentences.
    strategies : mapping of str to str
        What each strategy means.
    plural : bool
        Whether its name is a plural, so that sentences agree.
    variants : mapping of str to str
        Which strategy is a variant of which.
    claims : mapping of str to tuple of str
        The claims that a strategy rests on.
    """

    key: str
    name: str
    strategies: Mapping[str, str]
    plural: bool = False
    variants: Mapping[str, str] = field(default_factory=dict[str, str])
    claims: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
