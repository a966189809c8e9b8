"""Who moves when, who does what on the way to a sequential outcome, and what else would have led to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from belarusgame.base.deciding import check_order
from belarusgame.base.made_later import MadeLater, MakesLater
from belarusgame.base.order import Groups, Order, checked_groups
from belarusgame.bayesian_game import BayesianGame
from belarusgame.game import Game


def groups_of(game: Game | BayesianGame, order: Order | None) -> Groups:
    """Read an order of moves: the groups, first movers first, in which every player moves exactly once.

    Refused is also an order under which a delegation of the game is undefined.
    """
    groups = checked_groups(game.labels, order)
    check_order(game.delegations, groups)
    return groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What play leads to from some point on.

    Attributes
    ----------
    chances : mapping of tuple of str to Fraction
        The probability of every full profile that can be reached, labels in the players' order.
    payoffs : mapping of str to Fraction
        What every player gets on average.
    deciding : mapping of str to Fraction
        The same of ``game.deciding``, where it is not what they get; else empty.
    """

    chances: Mapping[tuple[str, ...], Fraction]
    payoffs: Mapping[str, Fraction]
    deciding: Mapping[str, Fraction] = field(default_factory=dict[str, Fraction])

    @property
    def compared(self) -> Mapping[str, Fraction]:
        """What each player's choices are compared by."""
        return self.deciding or self.payoffs


@dataclass(frozen=True, kw_only=True)
class Step(MakesLater):
    """A point on the path of play at which a group moves.

    Attributes
    ----------
    movers : tuple of str
        The players who move here, at the same time.
    history : mapping of str to str
        What those before them have done.
    play : mapping of str to mapping of str to Fraction
        For every mover the probability of each strategy that it uses.
    value : Prospect
        What play leads to from here.
    instead : mapping of str to mapping of str to Prospect
        For every mover and each of its strategies, what using that one alone would lead to. Made when it is
        looked at, which nobody does off the path of play.
    """

    movers: tuple[str, ...]
    history: Mapping[str, str]
    play: Mapping[str, Mapping[str, Fraction]]
    value: Prospect
    instead: MadeLater[Mapping[str, Mapping[str, Prospect]]] = MadeLater()  # noqa: RUF009 - a descriptor

    def loss(self, player: str, label: str) -> Fraction:
        """Return what whoever decides would lose by one other strategy of a mover; negative for a gain."""
        return self.value.compared[player] - self.instead[player][label].compared[player]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The steps on the path of play, earlier movers first.

    Where an earlier group randomises, there is a step for every history that it leads to.
    """

    steps: tuple[Step, ...]

    @property
    def incentive_gap(self) -> Fraction:
        """The most that a mover on the path could gain by another action, given what follows."""
        losses = [step.loss(player, label) for step in self.steps for player, label in _options(step)]
        return max([Fraction(0), *(-loss for loss in losses)])

    @property
    def margin(self) -> Fraction:
        """The least that a mover on the path would lose by another action; 0 where somebody randomises."""
        # Who mixes is indifferent, and loses nothing by another action of the mixture.
        if any(len(mix) > 1 for step in self.steps for mix in step.play.values()):
            return Fraction(0)
        return min(
            (
                step.loss(player, label)
                for step in self.steps
                for player, label in _options(step)
                if label not in step.play[player]
            ),
            default=Fraction(0),
        )

    @property
    def strict(self) -> bool:
        """Whether every mover on the path would lose by every other action."""
        return self.margin > 0


def _options(step: Step) -> list[tuple[str, str]]:
    return [(player, label) for player, instead in step.instead.items() for label in instead]


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """One credible way in which play goes on: where it leads, and the steps on its path."""

    prospect: Prospect
    steps: tuple[Step, ...]

    def value(self, player: str) -> Fraction:
        """Return what the choices of a player are compared by."""
        return self.prospect.compared[player]


#: What the members of a group do, and for each such cell the ways in which play can go on.
Cell = tuple[str, ...]
Options = Mapping[Cell, Sequence[Continuation]]
