"""For which probabilities of the types does a pure profile stay an equilibrium? All of them, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from belarusgame.base.guards import is_mapping
from belarusgame.base.polytope import Line, Polytope, line_of
from belarusgame.base.priors import Combination, prior_of
from belarusgame.base.settings import option
from belarusgame.base.tables import Rows, Tabular
from belarusgame.bayesian_game import BayesianGame, checked_bayesian
from belarusgame.errors import GameError, quoted
from belarusgame.scenario import Scenario

#: What every player does, by type.
Plan = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a type would lose by another strategy: the sum of these numbers times the joint probabilities.

    Attributes
    ----------
    player, type : str
        Who, and what it knows.
    instead : str
        The other strategy.
    losses : mapping of tuple of str to Fraction
        For every combination of types that it holds possible, what it would lose.
    """

    player: str
    type: str
    instead: str
    losses: Mapping[Combination, Fraction]

    def at(self, joint: Mapping[Combination, Fraction]) -> Fraction:
        """Return the sum at some joint probabilities; it must not be negative."""
        return sum((joint[c] * loss for c, loss in self.losses.items()), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PriorRegion(Tabular):
    """The priors at which a pure profile is a Bayesian equilibrium of the simultaneous reading.

    Attributes
    ----------
    game : BayesianGame
        What is played; its own prior does not matter.
    profile : mapping of str to mapping of str to str
        What every player does, by type.
    region : Polytope
        The joint probabilities of the combinations of types, with corners and inequalities. With one typed
        player they are the probabilities of its types.
    gains : tuple of Gain
        The inequalities, one for each type and other strategy. In the probabilities of several players'
        independent types they are multilinear: there, each joint probability is the product.
    """

    game: BayesianGame
    profile: Plan
    region: Polytope
    gains: tuple[Gain, ...]

    def contains(self, prior: Any) -> bool:
        """Whether the profile is an equilibrium at a prior, given in any form that `BayesianGame` takes."""
        types = list(self.game.types.values())
        read = prior_of(self.game.players, types, self.game.typed, prior)
        return all(gain.at(read.joint) >= 0 for gain in self.gains)

    @property
    def holds(self) -> bool:
        """Whether it is an equilibrium at the game's own prior."""
        return all(gain.at(self.game.prior) >= 0 for gain in self.gains)

    def range(self, types: Mapping[str, str]) -> tuple[Fraction, Fraction] | None:
        """Return the least and the greatest probability of some types, over all joint priors of the region.

        None if the region is empty.
        """
        wanted = self.game.checked_types(types)
        fits = [self.game.fits(c, wanted) for c in self.game.combinations]
        sums = [
            sum((p for p, inside in zip(corner, fits, strict=True) if inside), Fraction(0))
            for corner in self.region.vertices
        ]
        return (min(sums), max(sums)) if sums else None

    @property
    def certificate(self) -> BayesianGame:
        """What it is checked from."""
        return self.game

    def problems(self) -> Sequence[str]:
        """Say what does not follow from the game and the profile."""
        gains = tuple(_gains(self.game, self.profile))
        found = [] if gains == self.gains else ["the inequalities are not those of the game"]
        if self.region != _region(self.game, gains):
            found.append("the region is not that of the inequalities")
        return found

    def rows(self) -> Rows:
        """Return one row for each inequality that excludes something."""
        return [
            {
                "player": gain.player,
                "type": gain.type if len(self.game.types[gain.player]) > 1 else "",
                "rather than": gain.instead,
                "needs": _words(self.game, gain),
                "here": float(gain.at(self.game.prior)),
            }
            for gain in self.gains
            if any(loss < 0 for loss in gain.losses.values())
        ]

    @property
    def below(self) -> Sequence[str]:
        """How likely each type may be."""
        if not self.region:
            return ("There is no prior at which it is an equilibrium.",)
        lines: list[str] = []
        for player in self.game.typed:
            for kind in self.game.types[player]:
                low, high = self.range({player: kind}) or (Fraction(0), Fraction(0))
                lines.append(f"{player} {kind}: probability {float(low):.4g} to {float(high):.4g}")
        return lines

    @property
    def heading(self) -> str:
        """The line above the table."""
        does = ", ".join(
            f"{player} {' / '.join(dict.fromkeys(own.values()))}" for player, own in self.profile.items()
        )
        here = "an equilibrium" if self.holds else "no equilibrium"
        return f"Priors at which {does} is an equilibrium; at the game's own prior it is {here}"


def prior_region(scenario: Scenario | BayesianGame, profile: Mapping[str, Any]) -> PriorRegion:
    """Find all priors at which a pure profile is a Bayesian equilibrium of the simultaneous reading.

    Parameters
    ----------
    scenario : Scenario or BayesianGame
        What is played.
    profile : mapping
        What every player does: a strategy, or for each of its types one, ``{"putin": {"desperate": "coerce",
        "ordinary": "tolerate"}}``.

    Returns
    -------
    PriorRegion
        In joint probabilities a polytope, exactly; ``bg.verify`` derives it again.

    Raises
    ------
    GameError
        For unknown names, and for a profile that leaves a player or a type out.

    Examples
    --------
    >>> import belarusgame as bg
    >>> duel = bg.BayesianGame(
    ...     ["guest", "bully"],
    ...     [["stay"], ["duel", "spare"]],
    ...     {"guest": ["weak", "strong"]},
    ...     {"guest": [0.1, 0.9]},
    ...     {"weak": [[[0, 0]], [[1, 0]]], "strong": [[[0, 0]], [[0, 3]]]},
    ... )
    >>> region = bg.explore.prior_region(duel, {"guest": "stay", "bully": "spare"})
    >>> [str(end) for end in region.range({"guest": "weak"})]
    ['0', '3/4']
    """
    game = scenario.bayesian_game() if isinstance(scenario, Scenario) else checked_bayesian(scenario)
    plan = _plan(game, profile)
    gains = tuple(_gains(game, plan))
    return PriorRegion(game=game, profile=plan, region=_region(game, gains), gains=gains)


def _plan(game: BayesianGame, profile: Any) -> dict[str, dict[str, str]]:
    """Read what every player does, by what it knows."""
    if not is_mapping(profile):
        raise GameError(f"profile = {quoted(profile)}: must be a mapping such as {{player: strategy}}")
    for player in profile:
        option("profile: player", player, game.players)
    plan: dict[str, dict[str, str]] = {}
    for player in game.players:
        cells = game.cells(player)
        if player not in profile:
            raise GameError(f"profile: says nothing of {player}; it must name every player")
        given = profile[player]
        own = given if is_mapping(given) else dict.fromkeys(cells, given)
        for kind in own:
            option(f"profile of {player}: type", kind, list(cells))
        missing = [kind for kind in cells if kind not in own]
        if missing:
            raise GameError(f"profile of {player}: says nothing of {missing[0]}; it must name every type")
        plan[player] = {
            kind: option(f"profile of {player}: strategy", own[kind], game.strategies[player])
            for kind in cells
        }
    return plan


def _gains(game: BayesianGame, plan: Plan) -> Iterator[Gain]:
    """Yield what every type would lose by every other strategy."""
    for place, (player, own) in enumerate(plan.items()):
        for kind, members in game.cells(player).items():
            for instead in game.strategies[player]:
                if instead == own[kind]:
                    continue
                losses: dict[Combination, Fraction] = {}
                for combination in members:
                    does = {p: _doing(game, plan, p, combination) for p in game.players}
                    table = game.deciding_of(combination)[place]
                    # Weighed by joint probabilities and not by those given the type: these would divide by
                    # the chance of the type, and the region would be no polytope.
                    losses[combination] = (
                        table[_position(game, does)] - table[_position(game, does | {player: instead})]
                    )
                yield Gain(player=player, type=kind, instead=instead, losses=losses)


def _doing(game: BayesianGame, plan: Plan, player: str, combination: Combination) -> str:
    cells = game.cells(player).items()
    return next(plan[player][kind] for kind, members in cells if combination in members)


def _position(game: BayesianGame, does: Mapping[str, str]) -> tuple[int, ...]:
    return tuple(game.strategies[player].index(label) for player, label in does.items())


def _region(game: BayesianGame, gains: Sequence[Gain]) -> Polytope:
    names = [_named(game, combination) for combination in game.combinations]
    lines: dict[Line, None] = {}
    for gain in gains:
        line = line_of([gain.losses.get(c, 0) for c in game.combinations])
        # A line without a negative entry holds for every prior.
        if any(value < 0 for value in line):
            lines[line] = None
    return Polytope.simplex(names).where(inequalities=lines)


def _named(game: BayesianGame, combination: Combination) -> str:
    named = dict(zip(game.players, combination, strict=True))
    return ", ".join(f"{player} {named[player]}" for player in game.typed) or "sure"


def _words(game: BayesianGame, gain: Gain) -> str:
    """Write an inequality; the joint probability of independent types is the product of their own."""
    terms = {_product(game, c): loss for c, loss in gain.losses.items() if loss}
    text = " ".join(f"{'-' if loss < 0 else '+'} {abs(loss)} {name}" for name, loss in terms.items())
    return f"{text.removeprefix('+ ')} >= 0"


def _product(game: BayesianGame, combination: Combination) -> str:
    named = dict(zip(game.players, combination, strict=True))
    return " ".join(f"p({player} {named[player]})" for player in game.typed) or "1"
