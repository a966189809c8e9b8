"""What happens when players who do not know each other's types move at the same time?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from belarusgame.base.at_work import working_on
from belarusgame.base.information import Agent
from belarusgame.base.labels import FloatArray, PartialProfile, product_distribution
from belarusgame.base.priors import Combination
from belarusgame.base.tables import Rows, Tabular
from belarusgame.bayesian_game import BayesianGame, Types, checked_bayesian
from belarusgame.game import Equilibrium
from belarusgame.solve.all_equilibria import all_equilibria
from belarusgame.solve.solution import Box, Component, Solution, Status
from belarusgame.solve.verify import verify_equilibria

#: What an agent, by its name, does.
Mixes = Mapping[str, FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BayesianEquilibrium(Tabular):
    """What every type of every player does, none of which gains by doing something else.

    Attributes
    ----------
    game : BayesianGame
        What is played.
    equilibrium : Equilibrium
        The same as an equilibrium of the agent form.
    """

    game: BayesianGame
    equilibrium: Equilibrium

    @property
    def strategies(self) -> dict[str, dict[str, dict[str, float]]]:
        """What is done, by player and by what it knows; types of probability zero are left out."""
        found: dict[str, dict[str, dict[str, float]]] = {}
        for agent in self.game.agents():
            found.setdefault(agent.player, {})[agent.knows] = self.equilibrium[agent.name]
        return found

    def _mixes(self) -> Mixes:
        names = (agent.name for agent in self.game.agents())
        return dict(zip(names, self.equilibrium.mixed, strict=True))

    def probability(self, event: PartialProfile, types: Types | None = None) -> float:
        """Return the probability of an event: ex ante, or given the types of some players.

        Parameters
        ----------
        event : partial profile
            Such as ``{"lukashenko": "join"}``.
        types : mapping of str to str, optional
            Such as ``{"putin": "desperate"}``.
        """
        mixes = self._mixes()
        return float(self.game.event_chance(event, types, lambda c: _joint(self.game, mixes, c)))

    def payoffs(self, types: Types | None = None) -> dict[str, float]:
        """Return what every player gets on average, ex ante or given some types."""
        mixes = self._mixes()
        chances = self.game.given(types)
        total = float(sum(chances.values()))
        return {
            player: float(
                sum(
                    float(p) / total * (self.game.game_of(c).payoffs[k] * _joint(self.game, mixes, c)).sum()
                    for c, p in chances.items()
                )
            )
            for k, player in enumerate(self.game.players)
        }

    def rows(self) -> Rows:
        """Return one row for each player and type."""
        return [
            {"player": player, "type": kind if len(own) > 1 else "", "does": _doing(mix)}
            for player, own in self.strategies.items()
            for kind, mix in own.items()
        ]

    @property
    def heading(self) -> str:
        """The line above the table."""
        payoffs = ", ".join(f"{player} {value:.4g}" for player, value in self.payoffs().items())
        return f"Bayesian equilibrium, payoffs: {payoffs}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BayesianSolution(Tabular):
    """All Bayesian equilibria of a game in which everybody moves at once.

    Attributes
    ----------
    game : BayesianGame
        What is played.
    solution : Solution
        The Nash equilibria of its agent form, with continua as components and what was not decided.
    settings : mapping
        The settings that the solver ran with.
    """

    game: BayesianGame
    solution: Solution
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def equilibria(self) -> tuple[BayesianEquilibrium, ...]:
        """The isolated equilibria; of each continuum there are samples in ``samples``."""
        return tuple(BayesianEquilibrium(game=self.game, equilibrium=e) for e in self.solution.equilibria)

    @property
    def samples(self) -> tuple[tuple[BayesianEquilibrium, ...], ...]:
        """Members of each continuum."""
        return tuple(
            tuple(BayesianEquilibrium(game=self.game, equilibrium=e) for e in component.samples)
            for component in self.solution.components
        )

    @property
    def outcomes(self) -> tuple[BayesianEquilibrium, ...]:
        """The isolated equilibria, by the name that they have in every solution."""
        return self.equilibria

    @property
    def components(self) -> tuple[Component, ...]:
        """The continua, as components of the agent form."""
        return self.solution.components

    @property
    def concept(self) -> str:
        """Which question was answered."""
        return "bayesian"

    @property
    def status(self) -> Status:
        """``complete`` if it is proven that there is no other equilibrium."""
        return self.solution.status

    @property
    def method(self) -> str:
        """The algorithm."""
        return self.solution.method

    @property
    def messages(self) -> tuple[str, ...]:
        """What the reader should know."""
        idle = [
            f"{player} ({kind})"
            for player, own in self.game.marginals.items()
            for kind, chance in own.items()
            if not chance
        ]
        more = (f"of probability zero, and left out: {', '.join(idle)}",) if idle else ()
        return (*self.solution.messages, *more)

    @property
    def certificate(self) -> Any:
        """What the list is checked from, where it was asked for."""
        return self.solution.certificate

    def problems(self) -> Sequence[str]:
        """Say what is wrong with the list, from the agent form of the game and the certificate."""
        if self.solution.game is None or not self.game.agent_form().equals(self.solution.game):
            return ["what was solved is not the agent form of the game"]
        found = verify_equilibria(self.solution)
        return [] if found else [found.reason]

    def probability_range(
        self, event: PartialProfile, types: Types | None = None
    ) -> tuple[float, float] | None:
        """Return bounds on the probability of an event over what was found, None if nothing was.

        They are attained, except where the bounding box of a continuum reaches further.
        """
        spans = [(chance, chance) for chance in (e.probability(event, types) for e in self.equilibria)]
        spans += [_bounds(self.game, part.box, event, types) for part in self.solution.components]
        return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None

    def rows(self) -> Rows:
        """Return one row for each equilibrium, player and type; of a continuum those of its samples."""
        return list(self._lines())

    def _lines(self) -> Iterator[Mapping[str, object]]:
        number = 0
        for found in self.equilibria:
            number += 1
            yield from ({"#": f"{number}", **row} for row in found.rows())
        for samples in self.samples:
            number += 1
            for found in samples:
                yield from ({"#": f"{number}, of a continuum", **row} for row in found.rows())

    @property
    def below(self) -> Sequence[str]:
        """What the reader should know."""
        return self.messages

    @property
    def heading(self) -> str:
        """The line above the table."""
        continua = len(self.solution.components)
        more = f" and {continua} continu{'um' if continua == 1 else 'a'}" if continua else ""
        return f"Bayesian equilibria: {len(self.equilibria)}{more}, {self.status}, by {self.method}"


@working_on("types")
def bayesian_equilibria(
    game: BayesianGame, *, max_cells: int | None = None, certificate: bool = False
) -> BayesianSolution:
    """Find all Bayesian equilibria of a game in which everybody moves at the same time.

    They are the Nash equilibria of the agent form, in which each type is a player; types of probability zero
    are left out and change nobody's play.

    Parameters
    ----------
    game : BayesianGame
        What everybody gets, and knows.
    max_cells : int, optional
        The budget of the search; see `all_equilibria`.
    certificate : bool
        Whether to keep what ``bg.verify`` needs.

    Returns
    -------
    BayesianSolution
        ``complete`` if it is proven that there is no other one.

    Raises
    ------
    GameError
        For what is not a Bayesian game, and if its agent form is too large to be laid out.

    References
    ----------
    J. C. Harsanyi, "Games with incomplete information played by Bayesian players", Management Science 14
    (1967-68).

    Examples
    --------
    The cool buyer expects the high price and stays away, so that the seller asks it of the keen one:

    >>> import belarusgame as bg
    >>> sale = bg.BayesianGame(
    ...     players=["seller", "buyer"],
    ...     strategies=[["high", "low"], ["buy", "leave"]],
    ...     types={"buyer": ["keen", "cool"]},
    ...     prior={"buyer": {"keen": 0.25, "cool": 0.75}},
    ...     payoffs={
    ...         "keen": [[[3, 0], [2, 0]], [[1, 0], [3, 0]]],
    ...         "cool": [[[3, 0], [2, 0]], [[-2, 0], [1, 0]]],
    ...     },
    ... )
    >>> solution = bg.solve.bayesian_equilibria(sale)
    >>> solution.status, solution.probability_range({"seller": "high"})
    ('complete', (1.0, 1.0))
    """
    form = checked_bayesian(game).agent_form()
    asked: dict[str, Any] = {} if max_cells is None else {"max_cells": max_cells}
    solution = all_equilibria(form, certificate=certificate, **asked)
    return BayesianSolution(game=game, solution=solution, settings=solution.settings)


def _joint(game: BayesianGame, mixes: Mixes, combination: Combination) -> FloatArray:
    """Return the distribution over profiles if the types are these."""
    return product_distribution([mixes[agent.name] for agent in _acting(game, combination)])


def _acting(game: BayesianGame, combination: Combination) -> list[Agent]:
    return [
        next(a for a in game.agents() if a.player == player and combination in a.combinations)
        for player in game.players
    ]


def _bounds(game: BayesianGame, box: Box, event: PartialProfile, types: Types | None) -> tuple[float, float]:
    """Return bounds on the probability of an event from bounds on what every agent does."""
    by_name = dict(zip((agent.name for agent in game.agents()), box.bounds, strict=True))
    ends: list[float] = []
    for end in (0, 1):

        def reach(combination: Combination, end: int = end) -> FloatArray:
            bounds = tuple(by_name[agent.name] for agent in _acting(game, combination))
            # Spread evenly over the event's profiles, so that their sum is the bound, as `event_chance` adds
            # them up.
            chance = Box(labels=game.labels, bounds=bounds).probability_bounds(event)[end]
            return np.full(game.labels.counts, chance / max(1, int(game.labels.mask(event).sum())))

        ends.append(float(game.event_chance(event, types, reach)))
    return ends[0], ends[1]


def _doing(mix: Mapping[str, float]) -> str:
    used = {label: p for label, p in mix.items() if p > 0}
    return next(iter(used)) if len(used) == 1 else ", ".join(f"{k} {p:.4g}" for k, p in used.items())
