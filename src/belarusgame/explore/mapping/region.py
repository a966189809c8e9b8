"""The weights at which a pure profile is an equilibrium, as an exact polyhedron."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from belarusgame.base.at_work import working_on
from belarusgame.base.sameness import differing, same
from belarusgame.base.settings import generator_of
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError, quoted
from belarusgame.explore.plans import in_every_state, state_problems, state_words
from belarusgame.explore.sampling import sample_size, wilson_interval
from belarusgame.scenario import Scenario, Switches, checked_scenario
from belarusgame.weightspace import (
    STRICT_MARGIN,
    Comparisons,
    FarkasCertificate,
    Profile,
    Row,
    Space,
    exact_point,
    excludes,
    farkas_certificate,
    largest_margin,
    normalised,
    space_of,
)

#: How many points of the box the share is estimated from.
DRAWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Inequality:
    """One bound of a region: a linear function of the weights that must not be negative.

    Attributes
    ----------
    player : str
        Whose comparison it is.
    label : str
        The comparison in words.
    coefficients : mapping of str to Fraction
        By consideration; whole numbers without a common divisor.
    decided_by : str
        Who decides for the player here, if it is somebody else: the weights are theirs.
    """

    player: str
    label: str
    coefficients: Mapping[str, Fraction]
    decided_by: str = ""

    def value(self, weights: Mapping[str, Fraction]) -> Fraction:
        """Return what the function is worth at given weights."""
        return sum((c * weights[key] for key, c in self.coefficients.items()), Fraction(0))

    def __str__(self) -> str:
        terms = [f"{'-' if c < 0 else '+'} {abs(c)} {key}" for key, c in self.coefficients.items()]
        return f"{' '.join(terms).removeprefix('+ ')} >= 0"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EmptyProof:
    """A certificate: comparisons of a profile that cannot hold together at any admissible weights."""

    scenario: Scenario
    profile: Mapping[str, str]
    multipliers: FarkasCertificate

    def problems(self) -> tuple[str, ...]:
        """Check everything again in fractions, from the scenario's own decimals; return what is wrong."""
        space = space_of(self.scenario).with_fixed_drivers()
        comparisons = Comparisons.of(self.scenario, Switches(), space)
        position = _position(self.scenario, self.profile)
        if not same(self.profile, self.scenario.labels.named(position)):
            return ("the profile is not named as profiles are",)
        needed = {row for _, _, row in _needed(comparisons, position)}
        if not set(self.multipliers) <= needed:
            return ("a comparison is none that the profile needs",)
        if not excludes(space, self.multipliers, strict=False):
            return ("the multipliers do not prove it",)
        return ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Region(Tabular):
    """The weights within their ranges at which a pure profile is an equilibrium, with drivers at 1.

    Attributes
    ----------
    profile : mapping of str to str
        One strategy a player.
    kind : {"empty", "weak", "full"}
        ``weak``: the profile is an equilibrium only where somebody is indifferent, so that the region has no
        inside. ``full``: it has one.
    inequalities : tuple of Inequality
        Together with the ranges they are the region; none follows from the others and the ranges, except
        where that could not be proven exactly.
    point : mapping of str to Fraction, or None
        Weights in the region, well inside if it has an inside; readable numbers where possible. None if
        empty.
    share : float
        The part of the box of ranges that the region fills, by volume, from ``draws`` points.
    interval : tuple of float
        Its 95 % interval (Wilson 1927). Exact, that is of width zero, where ``draws`` is 0.
    draws : int
        The number of random points; 0 where the share is known: empty, weak, or the whole box.
    certificate : EmptyProof or None
        Of an empty region.
    state : str
        Which delegations are in force; empty without delegations.
    otherwise : tuple of Region
        The regions in the other states of the delegations.
    """

    profile: Mapping[str, str]
    kind: Literal["empty", "weak", "full"]
    inequalities: tuple[Inequality, ...]
    point: Mapping[str, Fraction] | None
    share: float
    interval: tuple[float, float]
    draws: int
    certificate: EmptyProof | None = None
    state: str = ""
    otherwise: tuple[Region, ...] = ()

    def contains(self, weights: Mapping[str, Fraction]) -> bool:
        """Whether weights, one for each consideration and within its range, lie in the region."""
        return self.kind != "empty" and all(line.value(weights) >= 0 for line in self.inequalities)

    def problems(self) -> tuple[str, ...]:
        """Return what does not follow from the certificate, which is one of an empty region."""
        proof = self.certificate
        if not isinstance(proof, EmptyProof):
            return (f"certificate = {quoted(proof)}: is none of a region",)
        return (
            differing(self, _empty_fields(proof)) or proof.problems() or state_problems(self, proof.scenario)
        )

    def rows(self) -> Rows:
        """Return one row an inequality."""
        decided = any(i.decided_by for i in self.inequalities)
        return [
            {"player": i.player}
            | ({"decided by": i.decided_by or i.player} if decided else {})
            | {"because": i.label, "inequality": str(i)}
            for i in self.inequalities
        ]

    @property
    def below(self) -> Sequence[Tabular]:
        """The other states of the delegations."""
        return self.otherwise

    @property
    def heading(self) -> str:
        """The profile, and how much of the box it fills."""
        return state_words(self) + self._sentence

    @property
    def _sentence(self) -> str:
        profile = ", ".join(f"{player} {label}" for player, label in self.profile.items())
        if self.kind == "empty":
            return f"Region of {profile}: empty, at no weights in their ranges is it an equilibrium"
        if self.kind == "weak":
            return f"Region of {profile}: weak, an equilibrium only where somebody is indifferent"
        if not self.draws:
            return f"Region of {profile}: the whole box"
        low, high = self.interval
        return (
            f"Region of {profile}: {self.share:.1%} of the box ({low:.1%} to {high:.1%}, {self.draws} points)"
        )


@working_on("the region")
def region(scenario: Scenario, profile: Mapping[str, str], *, draws: int = DRAWS, seed: Any = 0) -> Region:
    """Describe the weights at which a pure profile is an equilibrium of the simultaneous game.

    Parameters
    ----------
    scenario : Scenario
        Its drivers stay at 1, and nobody is of a type; each state of its delegations has a region of its own.
    profile : mapping of str to str
        One strategy a player.
    draws : int
        How many points, uniform in the ranges, the share is estimated from.
    seed : int or numpy.random.Generator
        For these points.

    Returns
    -------
    Region
        The inequalities, exact; an interior point; the share with its interval.

    Raises
    ------
    GameError
        For an unknown player or strategy, or a profile that is not full and pure.

    Notes
    -----
    Payoffs are linear in the weights, so the region is a polyhedron: a product of one for each owner of the
    weights, as each comparison of a pure profile is made by one player, whoever it is that moves. An
    inequality is dropped if nonnegative multipliers show, in fractions, that it follows from the others and
    the ranges (Farkas 1902).

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> present = bg.solve.pure_equilibria(scenario.game()).outcomes[0]
    >>> found = bg.explore.region(scenario, present.pure_profile)
    >>> found.kind, 0.5 < found.share < 1
    ('full', True)
    """
    checked_scenario(scenario)
    points, generator = sample_size(draws), generator_of(seed)
    position = _position(scenario, profile)
    return in_every_state(scenario, lambda settled: _region(settled, position, points, generator))


def _region(scenario: Scenario, position: Profile, points: int, generator: np.random.Generator) -> Region:
    """Describe the region of a profile in one state of the delegations."""
    space = space_of(scenario).with_fixed_drivers()
    comparisons = Comparisons.of(scenario, Switches(), space)
    needed = _needed(comparisons, position)
    rows = list(dict.fromkeys(row for _, _, row in needed))
    named = scenario.labels.named(position)
    # A point inside says more than one on the border, which is all that a weak region has.
    point = exact_point(space, rows, strict=True) or exact_point(space, rows)
    if point is None:
        return _empty(scenario, named, space, rows)
    # A point was found, so that from here on only the description is open.
    kept = _irredundant(space, rows)
    full = not kept or largest_margin(space, kept).margin > STRICT_MARGIN
    share, interval, count = _share(space, kept, points, generator) if full else (0.0, (0.0, 0.0), 0)
    return Region(
        profile=named,
        kind="full" if full else "weak",
        inequalities=tuple(_inequality(scenario, position, needed, row) for row in kept),
        point=dict(zip(space.keys, point.weights, strict=True)),
        share=share,
        interval=interval,
        draws=count,
    )


def _position(scenario: Scenario, profile: Any) -> Profile:
    vectors = scenario.labels.vectors(profile)
    if any(vector.max() < 1.0 for vector in vectors):
        raise GameError(
            "region() takes a pure profile: one strategy a player; mixed ones have no such region"
        )
    return tuple(int(vector.argmax()) for vector in vectors)


def _needed(comparisons: Comparisons, position: Profile) -> list[tuple[int, int, Row]]:
    """List the comparisons of an equilibrium: a player, another strategy, and the row."""
    needed: list[tuple[int, int, Row]] = []
    for player, count in enumerate(comparisons.shape):
        for other in set(range(count)) - {position[player]}:
            instead = (*position[:player], other, *position[player + 1 :])
            row = normalised(comparisons.gain(player, position, instead))
            if row:
                needed.append((player, other, row))
    return needed


def _inequality(
    scenario: Scenario, position: Profile, needed: Sequence[tuple[int, int, Row]], row: Row
) -> Inequality:
    labels = scenario.labels
    owner = next(player for player, _, own in needed if own == row)
    others = [
        labels.strategies[owner][other] for player, other, own in needed if own == row and player == owner
    ]
    keys = [consideration.key for consideration in scenario.considerations]
    chosen = labels.strategies[owner][position[owner]]
    return Inequality(
        player=labels.players[owner],
        label=f"{chosen} rather than {' or '.join(others)}",
        coefficients={keys[k]: Fraction(c) for k, c in row},
        decided_by=scenario.game().deciders(labels.named(position)).get(labels.players[owner], ""),
    )


def _empty(scenario: Scenario, profile: Mapping[str, str], space: Space, rows: Sequence[Row]) -> Region:
    found = farkas_certificate(space, largest_margin(space, rows).multipliers)
    if found is None:
        raise GameError(
            "whether the region is empty hangs on a tie that was neither solved for nor excluded; "
            "widen or narrow a range a little"
        )
    proof = EmptyProof(scenario=scenario, profile=profile, multipliers=found)
    return Region(**_empty_fields(proof), certificate=proof)


def _empty_fields(proof: EmptyProof) -> dict[str, Any]:
    """Return what a region says that was proven to be empty."""
    return {
        "profile": proof.profile,
        "kind": "empty",
        "inequalities": (),
        "point": None,
        "share": 0.0,
        "interval": (0.0, 0.0),
        "draws": 0,
    }


def _irredundant(space: Space, rows: Sequence[Row]) -> list[Row]:
    """Drop, one after the other, every row that follows from those that are left and the ranges."""
    kept = list(rows)
    for row in rows:
        others = [other for other in kept if other != row]
        # One after the other, since of two that follow from each other one must stay.
        if _follows(space, row, others):
            kept = others
    return kept


def _follows(space: Space, row: Row, others: Sequence[Row]) -> bool:
    """Whether a row holds wherever the others do: there its opposite cannot hold strictly."""
    opposite = {k: Fraction(-c) for k, c in row}
    if space.greatest(opposite) <= 0:
        return True
    against: Row = tuple((k, -c) for k, c in row)
    answer = largest_margin(space, [against, *others])
    found = farkas_certificate(space, answer.multipliers, strict=True)
    # A proof without the opposite would only say that the others contradict each other.
    return found is not None and against in found


def _share(
    space: Space, rows: Sequence[Row], draws: int, generator: np.random.Generator
) -> tuple[float, tuple[float, float], int]:
    """Estimate the part of the box at which all rows hold; 1 exactly if there are none."""
    if not rows:
        return 1.0, (1.0, 1.0), 0
    low, high = (np.array([float(v) for v in ends]) for ends in (space.low, space.high))
    points = low + (high - low) * generator.random((draws, len(low)))
    inside = np.ones(draws, dtype=np.bool_)
    for row in rows:
        inside &= sum((float(c) * points[:, k] for k, c in row), np.zeros(draws)) >= 0.0
    return float(inside.mean()), wilson_interval(int(inside.sum()), draws, 0.95), draws
