"""What can happen when an outsider whom everybody trusts recommends to each what to do?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.guards import is_mapping, plain_text
from belarusgame.base.labels import FloatArray, PartialProfile, event_words
from belarusgame.base.settings import flag, option
from belarusgame.base.tables import Tabular
from belarusgame.errors import GameError, quoted
from belarusgame.game import Game, checked_game
from belarusgame.outcome import Outcome
from belarusgame.solve.maximin import LINEAR_TOLERANCE, float_above
from belarusgame.solve.obedience import OBEDIENCE_TOLERANCE, Device, Obedience, obedience
from belarusgame.solve.solution import Solution, Status, common_unit

Objective: TypeAlias = str | PartialProfile | Mapping[str, float]

#: How far a device that attains a bound may stay away from it, as a probability.
BOUND_TOLERANCE = 1e-7

#: How a solution names the method.
METHOD = "linear program over the simplex of profiles (HiGHS), bound by exact weak duality"

_SETTINGS: Mapping[str, Any] = {
    "linear_tolerance": LINEAR_TOLERANCE,
    "obedience_tolerance": OBEDIENCE_TOLERANCE,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class CorrelatedBounds(Tabular):
    """How rarely and how often something can happen in correlated equilibrium.

    Attributes
    ----------
    event : mapping
        The partial profile in question.
    concept : str
        ``correlated`` or ``coarse correlated``.
    least, greatest : float
        No correlated equilibrium gives the event a probability outside. Both are proven in exact arithmetic
        and rounded outwards.
    least_outcome, greatest_outcome : Outcome or None
        Equilibria that attain them up to ``settings["bound_tolerance"]``, each with its measured incentive
        gap; None where the linear program failed.
    status : {"complete", "partial"}
        ``partial``: an end is proven but was not attained, so that the true range may be narrower.
    method : str
        The algorithm.
    settings : mapping
        The tolerances.
    messages : tuple of str
        Why the status is partial.
    """

    event: PartialProfile
    concept: str
    least: float
    greatest: float
    least_outcome: Outcome | None
    greatest_outcome: Outcome | None
    status: Status
    method: str
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    messages: tuple[str, ...] = ()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The equilibria that attain the bounds."""
        return tuple(
            outcome for outcome in (self.least_outcome, self.greatest_outcome) if outcome is not None
        )

    def rows(self) -> list[dict[str, object]]:
        """Return one row a bound: its value, and the equilibrium that attains it."""
        ends = (("least", self.least, self.least_outcome), ("greatest", self.greatest, self.greatest_outcome))
        rows: list[dict[str, object]] = []
        for name, bound, outcome in ends:
            row: dict[str, object] = {"bound": name, "probability": bound}
            if outcome is not None:
                row |= {"attained": outcome.probability(self.event)}
                row |= {f"payoff {player}": value for player, value in outcome.payoffs.items()}
                row |= {"gap": outcome.incentive_gap}
            rows.append(row)
        return rows

    @property
    def below(self) -> Sequence[str]:
        """What the reader should know."""
        return self.messages

    @property
    def heading(self) -> str:
        """What was asked, and the answer in short."""
        span = f"{self.least:.4g} to {self.greatest:.4g}"
        return f"Probability of {event_words(self.event)}: {span} ({self.concept}), {self.status}"


def correlated_bounds(game: Game, event: PartialProfile, *, coarse: bool = False) -> CorrelatedBounds:
    """Find the least and greatest probability of an event over all correlated equilibria.

    A correlated equilibrium is a distribution over profiles from which a trusted outsider draws, telling each
    player only its own part, such that nobody gains by doing something else. In a coarse one nobody gains by
    deciding beforehand not to listen. Every Nash equilibrium, pure or mixed, is both; so the event's
    probability in every Nash equilibrium lies between the bounds. If the bounds say "never" or "always", this
    settles the question for Nash equilibria as well.

    Parameters
    ----------
    game : Game
        Any game.
    event : partial profile
        For some players a strategy, or a list of strategies of which any will do.
    coarse : bool
        Use coarse correlated equilibria, of which there are more.

    Returns
    -------
    CorrelatedBounds
        The bounds, which hold whatever the linear-program solver did: its dual multipliers are checked in
        exact arithmetic; and two equilibria that attain them, each verified within ``OBEDIENCE_TOLERANCE``
        (1e-8) of every constraint's largest gain. If a program fails, the bound is the best that is proven,
        at worst 0 or 1, and the status ``partial``.

    Raises
    ------
    GameError
        If the event names a player or strategy that does not exist.

    References
    ----------
    R. J. Aumann, "Subjectivity and correlation in randomized strategies", Journal of Mathematical Economics 1
    (1974). H. Moulin and J.-P. Vial, "Strategically zero-sum games", International Journal of Game Theory 7
    (1978), for the coarse version.

    Examples
    --------
    In the game of chicken, how often can both dare?

    >>> import belarusgame as bg
    >>> chicken = bg.Game(
    ...     [[[6, 2], [7, 0]], [[6, 7], [2, 0]]],
    ...     players=["row", "column"],
    ...     strategies=[["yield", "dare"], ["yield", "dare"]],
    ... )
    >>> bounds = bg.solve.correlated_bounds(chicken, {"row": "dare", "column": "dare"})
    >>> round(bounds.least, 9), round(bounds.greatest, 9)
    (0.0, 0.2)
    """
    checked_game(game)
    holds = game.labels.mask(event)
    constraints = obedience(game, coarse=flag("coarse", coarse))
    concept = _concept(coarse)
    indicator = np.array([Fraction(int(value)) for value in holds.flat], dtype=object)
    # The least probability is minus the greatest of its negative: one program for both ends.
    high, low = constraints.best(indicator), constraints.best(-indicator)
    # Rounded outwards, so that the interval holds in exact arithmetic too.
    greatest = min(1.0, float_above(high.bound))
    least = max(0.0, -float_above(low.bound))
    outcomes = [_outcome(game, constraints, device, concept) for device in (low, high)]
    messages = _bound_messages(event, (least, greatest), outcomes, (low.problem, high.problem))
    return CorrelatedBounds(
        event=dict(event),
        concept=concept,
        least=least,
        greatest=greatest,
        least_outcome=outcomes[0],
        greatest_outcome=outcomes[1],
        status="partial" if messages else "complete",
        method=METHOD,
        settings={**_SETTINGS, "bound_tolerance": BOUND_TOLERANCE},
        messages=(*messages, *common_unit(game, [o for o in outcomes if o is not None])),
    )


def _bound_messages(
    event: PartialProfile,
    bounds: Sequence[float],
    outcomes: Sequence[Outcome | None],
    problems: Sequence[str],
) -> tuple[str, ...]:
    """Say which end is proven but not attained."""
    messages: list[str] = []
    for name, bound, outcome, problem in zip(("least", "greatest"), bounds, outcomes, problems, strict=True):
        if outcome is None:
            messages.append(
                f"no equilibrium attains the {name} probability: {problem}; the bound itself holds"
            )
        elif abs(outcome.probability(event) - bound) > BOUND_TOLERANCE:
            reached = outcome.probability(event)
            messages.append(f"the {name} probability found is {reached:.9g}, the one proven is {bound:.9g}")
    return tuple(messages)


def correlated_equilibrium(game: Game, objective: Objective = "welfare", *, coarse: bool = False) -> Solution:
    """Find a correlated equilibrium that is best by some objective.

    Parameters
    ----------
    game : Game
        Any game.
    objective : str or mapping
        What to maximise: ``"welfare"``, the sum of payoffs; a player's name, that player's payoff; a partial
        profile such as ``{"lukashenko": "join"}``, its probability; or weights of some players, such as
        ``{"row": 2, "column": 1}``, the weighted sum of their payoffs (a negative weight minimises). A player
        who is called "welfare" is meant by that name.
    coarse : bool
        Use coarse correlated equilibria, of which there are more.

    Returns
    -------
    Solution
        Concept ``correlated`` or ``coarse correlated``, with one outcome. Its ``incentive_gap`` is measured:
        the most that a player could gain, in payoff units and before the draw, by its best plan of not
        following. Every constraint holds within ``OBEDIENCE_TOLERANCE`` (1e-8) of its largest gain; a point
        that does not is not returned. The status is always ``partial``: correlated equilibria form a
        polytope, of which this is one point. The messages give the proven bound on the objective.

    Raises
    ------
    GameError
        If the objective names nobody, or somebody who does not exist, or mixes weights and strategies.

    References
    ----------
    R. J. Aumann, "Subjectivity and correlation in randomized strategies", Journal of Mathematical Economics 1
    (1974), where correlation raises the payoffs of both players in chicken.

    Examples
    --------
    >>> import belarusgame as bg
    >>> chicken = bg.Game([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    >>> outcome = bg.solve.correlated_equilibrium(chicken, objective="welfare").outcomes[0]
    >>> {player: round(payoff, 9) for player, payoff in outcome.payoffs.items()}
    {'player 1': 5.25, 'player 2': 5.25}
    """
    checked_game(game)
    values, shown = _objective(game, objective)
    constraints, concept = obedience(game, coarse=flag("coarse", coarse)), _concept(coarse)
    device = constraints.best(values)
    outcome = _outcome(game, constraints, device, concept)
    proven = (
        f"no equilibrium of this concept has a {shown} above {float_above(device.bound):.9g}: proven exactly"
    )
    if outcome is None:
        messages = (f"no equilibrium was found although there is one: {device.problem}", proven)
    else:
        reached = float_above((values * [Fraction(p) for p in outcome.distribution.flat]).sum())
        messages = (
            "one point of a polytope of equilibria, best by the objective: not a list of all",
            f"the {shown} is {reached:.9g}",
            proven,
        )
    return Solution(
        outcomes=() if outcome is None else (outcome,),
        concept=concept,
        status="partial",
        method=METHOD,
        settings={**_SETTINGS, "objective": objective, "coarse": coarse},
        messages=(*messages, *common_unit(game, [] if outcome is None else [outcome])),
        game=game,
    )


def _concept(coarse: bool) -> str:
    return "coarse correlated" if coarse else "correlated"


def _outcome(game: Game, constraints: Obedience, device: Device, concept: str) -> Outcome | None:
    """Record a device as an outcome, with the gap that it is measured to have."""
    distribution: FloatArray | None = device.distribution
    if distribution is None:
        return None
    return Outcome(
        labels=game.labels,
        distribution=distribution,
        payoffs={
            player: float((own * distribution).sum())
            for player, own in zip(game.players, game.payoffs, strict=True)
        },
        concept=concept,
        incentive_gap=constraints.gap(distribution),
    )


def _objective(game: Game, objective: Any) -> tuple[NDArray[np.object_], str]:
    """Return the objective's exact value in every profile, flattened, and its name in a sentence."""
    exact = game.exact_payoffs
    named = plain_text(objective)
    if named is not None:
        if named in game.players:
            return exact[game.players.index(named)].ravel(), f"payoff of {named}"
        option("objective", named, ["welfare", *game.players])
        return exact.sum(axis=0).ravel(), "sum of payoffs"
    if not is_mapping(objective) or not objective:
        raise GameError(
            f"objective = {quoted(objective)}: give welfare, a player, a partial profile or weights"
        )
    # Labels make it an event; numbers make it weights. A mixture of both is refused by whoever reads it.
    if any(isinstance(value, str | Sequence) for value in objective.values()):
        holds = game.labels.mask(objective)
        return np.array(
            [Fraction(int(value)) for value in holds.flat], dtype=object
        ), "probability of the event"
    weights = {
        game.labels.player_index(player): _weight(player, value) for player, value in objective.items()
    }
    if not any(weights.values()):
        raise GameError(
            "objective: every weight is 0, so that nothing is asked for; weigh at least one player"
        )
    total = sum(weight * exact[player] for player, weight in weights.items())
    return np.asarray(total, dtype=object).ravel(), "weighted sum of payoffs"


def _weight(player: object, value: Any) -> Fraction:
    try:
        return Fraction(value)
    except (TypeError, ValueError, OverflowError):
        raise GameError(f"objective: {quoted(player)} = {quoted(value)} is not a finite number") from None
