"""What is it worth to a player to know another's type? Over all equilibria, with and without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from belarusgame.base.at_work import working_on
from belarusgame.base.information import Knows
from belarusgame.base.settings import mapping_or_empty, option
from belarusgame.base.tables import Rows, Tabular
from belarusgame.bayesian_game import BayesianGame, checked_bayesian
from belarusgame.errors import GameError
from belarusgame.scenario import Scenario
from belarusgame.solve import (
    BayesianSolution,
    PerfectBayesianSolution,
    bayesian_equilibria,
    perfect_bayesian_equilibria,
)
from belarusgame.solve.plan import Order

Solved = BayesianSolution | PerfectBayesianSolution
Range = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ValueOfInformation(Tabular):
    """What a player gets without and with the knowledge of another's type.

    Attributes
    ----------
    player, about : str
        Who would know whose type.
    without, informed : BayesianSolution or PerfectBayesianSolution
        All equilibria of the game as it is, and of the one in which the player knows.
    before, after : tuple of float, or None
        The least and the greatest payoff that the player expects in them; None where there is none.
    """

    player: str
    about: str
    without: Solved
    informed: Solved
    before: Range | None
    after: Range | None

    @property
    def value(self) -> Range | None:
        """The least and the greatest difference, over all pairs of equilibria; None if there is no pair."""
        if self.before is None or self.after is None:
            return None
        return self.after[0] - self.before[1], self.after[1] - self.before[0]

    @property
    def status(self) -> Literal["complete", "partial"]:
        """``complete`` if both lists of equilibria are."""
        both = {self.without.status, self.informed.status}
        return "complete" if both == {"complete"} else "partial"

    @property
    def messages(self) -> tuple[str, ...]:
        """What may be missing."""
        return tuple(dict.fromkeys([*self.without.messages, *self.informed.messages]))

    def rows(self) -> Rows:
        """Return one row for each of the two games."""
        return [
            {
                "game": name,
                "equilibria": len(solved.equilibria),
                f"payoff of {self.player}": _shown(span),
            }
            for name, solved, span in (
                ("as it is", self.without, self.before),
                (f"{self.player} knows {self.about}'s type", self.informed, self.after),
            )
        ]

    @property
    def below(self) -> Sequence[str]:
        """What it is worth, in a sentence, and why it may cost something to know."""
        if self.value is None:
            return (*self.messages, "One of the two games has no equilibrium that was found.")
        low, high = (value + 0.0 for value in self.value)
        amount = f"{low:.4g} to {high:.4g}" if low < high else f"{low:.4g}"
        where = "" if self.status == "complete" else ", over what was found"
        said = [f"To know it is worth {amount}{where}."]
        if low < 0:
            said.append(_why(self, high))
        return (*said, *self.messages)

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"What it is worth to {self.player} to know the type of {self.about} ({self.status})"


def _shown(span: Range | None) -> object:
    if span is None:
        return "none was found"
    return span if span[0] < span[1] else span[0]


def _why(found: ValueOfInformation, high: float) -> str:
    """Say why a player may be worse off for knowing more."""
    others = (
        "the others know that it knows, and act differently: a threat or a promise that it could make in "
        "ignorance is no longer credible"
    )
    if high < 0:
        return f"It is negative: {others}."
    assert found.before is not None
    several = "there are several equilibria, and nothing says that the same one is played in both games"
    return f"It may be negative: {several}; or {others}."


@working_on("the value of information")
def value_of_information(
    scenario: Scenario | BayesianGame,
    player: str,
    about: str,
    *,
    order: Order | None = None,
    weights: Mapping[str, Any] | None = None,
    drivers: Mapping[str, Any] | None = None,
    delegations: Mapping[str, bool] | None = None,
    max_seconds: float = 60.0,
) -> ValueOfInformation:
    """Compare what a player expects if it does and if it does not know another player's type.

    Everybody knows whether the player knows. What is compared is the range over all equilibria, not the value
    at one; so it may be negative, and a single decider is the case in which it cannot be.

    Parameters
    ----------
    scenario : Scenario or BayesianGame
        What is played. Where a scenario has an order of moves, the equilibria are perfect Bayesian ones.
    player : str
        Who would know more.
    about : str
        Whose type.
    order : sequence of str or of sequences of str, optional
        Of a Bayesian game: who moves after whom; None if all move at once.
    weights, drivers, delegations : mapping, optional
        Of a scenario: as of ``scenario.bayesian_game``.
    max_seconds : float
        How long to search in either game, where there is an order of moves.

    Returns
    -------
    ValueOfInformation
        ``complete`` if both lists of equilibria are proven to be.

    Raises
    ------
    GameError
        For a player who knows the type anyway, and for one who has none.

    References
    ----------
    D. Blackwell, "Equivalent comparisons of experiments", Annals of Mathematical Statistics 24 (1953), for a
    single decider; M. I. Kamien, Y. Tauman and S. Zamir, "On the value of information in a strategic
    conflict", Games and Economic Behavior 2 (1990), for several.

    Examples
    --------
    >>> import belarusgame as bg
    >>> bet = bg.BayesianGame(
    ...     ["nature", "punter"],
    ...     [["run"], ["red", "black"]],
    ...     {"nature": ["red", "black"]},
    ...     {"nature": [0.5, 0.5]},
    ...     {"red": [[[0, 0]], [[1, 0]]], "black": [[[0, 0]], [[0, 1]]]},
    ... )
    >>> bg.explore.value_of_information(bet, player="punter", about="nature").value
    (0.5, 0.5)
    """
    if isinstance(scenario, Scenario):
        if order is not None:
            raise GameError("order: a scenario has its own; give one only with a Bayesian game")
        game, moves = scenario.bayesian_game(weights, drivers, delegations), scenario.order
    else:
        game, moves = checked_bayesian(scenario), order
        for name, given in (("weights", weights), ("drivers", drivers), ("delegations", delegations)):
            if mapping_or_empty(name, given):
                raise GameError(f"{name}: a Bayesian game has none; give them with a scenario")
    player, about = option("player", player, game.players), option("about", about, game.players)
    if player == about:
        raise GameError(f"about = {player!r}: a player knows its own type; name another player")
    if about not in game.typed:
        raise GameError(f"about = {about!r}: has one type only, which everybody knows")
    knowing = game.knowing([Knows(player=player, about=about)])
    without, informed = (_solved(played, moves, max_seconds) for played in (game, knowing))
    return ValueOfInformation(
        player=player,
        about=about,
        without=without,
        informed=informed,
        before=_payoffs(without, player),
        after=_payoffs(informed, player),
    )


def _solved(game: BayesianGame, order: Order | None, max_seconds: float) -> Solved:
    if order is None:
        return bayesian_equilibria(game)
    return perfect_bayesian_equilibria(game, order, max_seconds=max_seconds)


def _payoffs(solved: Solved, player: str) -> Range | None:
    """Return the least and the greatest payoff of a player over what was found."""
    if isinstance(solved, PerfectBayesianSolution):
        spans = [found.payoff_ranges()[player] for found in solved.equilibria]
    else:
        # A continuum is seen by its samples only, so over one the range may be wider than this.
        members = [*solved.equilibria, *(e for samples in solved.samples for e in samples)]
        spans = [(value, value) for value in (found.payoffs()[player] for found in members)]
    if not spans:
        return None
    return float(min(low for low, _ in spans)), float(max(high for _, high in spans))
