"""What is left when nobody plays what cannot be right whatever the others do?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.settings import flag
from belarusgame.base.tables import Tabular
from belarusgame.game import Game, checked_game
from belarusgame.solve.maximin import LINEAR_TOLERANCE, combine, scaled_payoffs
from belarusgame.solve.mixtures import Verdict, harmless_mixture, winning_mixture
from belarusgame.solve.solution import Status

Alive: TypeAlias = Sequence[Sequence[int]]
Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class EliminationStep:
    """One strategy that was removed, and the proof.

    Attributes
    ----------
    round : int
        From 1; all the removals of one round look at the game as it was when the round began.
    player, strategy : str
        What was removed.
    mixture : mapping of str to Fraction
        The probabilities, by strategy of the same player, of a mixture that dominates it.
    least, greatest : Fraction
        The least and greatest loss of the removed strategy against the mixture, exactly and in payoff units,
        over everything that the others could still do. In strict dominance the least loss is positive; in
        weak dominance it can be zero.
    """

    round: int
    player: str
    strategy: str
    mixture: Mapping[str, Fraction]
    least: Fraction
    greatest: Fraction

    @property
    def dominator(self) -> str:
        """The mixture in words, such as ``0.5 a + 0.5 b``."""
        if len(self.mixture) == 1:
            return next(iter(self.mixture))
        return " + ".join(f"{float(share):.4g} {label}" for label, share in self.mixture.items())

    @property
    def sentence(self) -> str:
        """The step in a sentence."""
        if self.least > 0:
            loss = f"it loses at least {float(self.least):.4g}"
        else:
            loss = f"it never gains and can lose {float(self.greatest):.4g}"
        weakly = "" if self.least > 0 else "weakly "
        return (
            f"round {self.round}: for {self.player}, {self.strategy} is {weakly}dominated by "
            f"{self.dominator}: {loss}"
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Elimination(Tabular):
    """Which strategies survive, and why the others do not.

    Attributes
    ----------
    game : Game
        The game that is left.
    steps : tuple of EliminationStep
        What was removed, in order, each with its proof.
    concept : str
        ``rationalizable``, or ``weakly undominated``.
    status : {"complete", "partial"}
        ``complete``: for every survivor it was proven that nothing dominates it in the game that is left.
        ``partial``: some are listed in ``undecided``.
    undecided : mapping of str to tuple of str
        By player, the strategies that were kept although neither a dominating mixture nor a belief that
        supports them could be verified exactly.
    original : Game
        The game at the start.
    method : str
        The algorithm.
    settings : mapping
        The settings that it ran with.
    messages : tuple of str
        What the reader should know.
    """

    game: Game
    steps: tuple[EliminationStep, ...]
    concept: str
    status: Status
    undecided: Mapping[str, tuple[str, ...]]
    original: Game
    method: str
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    messages: tuple[str, ...] = ()

    @property
    def survivors(self) -> dict[str, tuple[str, ...]]:
        """The strategies of each player that are left."""
        return self.game.strategies

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every step in a sentence, in order."""
        return tuple(step.sentence for step in self.steps)

    def rows(self) -> list[dict[str, object]]:
        """Return one row for each strategy of the original game: its fate, and why."""
        removed = {(step.player, step.strategy): step for step in self.steps}
        return [
            self._row(player, label, removed.get((player, label)))
            for player, labels in self.original.strategies.items()
            for label in labels
        ]

    def _row(self, player: str, label: str, step: EliminationStep | None) -> dict[str, object]:
        undecided = label in self.undecided.get(player, ())
        fate = "undecided" if undecided else "survives" if step is None else f"removed in round {step.round}"
        return {
            "player": player,
            "strategy": label,
            "fate": fate,
            "dominated by": "" if step is None else step.dominator,
            "loses at least": "" if step is None else f"{float(step.least):.4g}",
        }

    @property
    def below(self) -> Sequence[str]:
        """What the reader should know."""
        return self.messages

    @property
    def heading(self) -> str:
        """What was asked, and the answer in short."""
        left = " x ".join(str(count) for count in self.game.shape)
        return f"Elimination ({self.concept}), {self.status}: {len(self.steps)} removed, {left} left"


def rationalizable(game: Game, *, weak: bool = False) -> Elimination:
    """Remove dominated strategies, round by round, until none is left.

    A strategy is strictly dominated if a mixture of the player's other strategies does better whatever the
    others do; then no belief about the others makes it a best reply, and no Nash or correlated equilibrium
    uses it. Each round removes every strategy of every player that is dominated in the game at that point.
    With strict dominance the result does not depend on this order. With two players, what survives is exactly
    what common knowledge of rationality allows; with more it allows that, where opponents' choices may be
    believed to be correlated.

    Parameters
    ----------
    game : Game
        Any game.
    weak : bool
        Remove weakly dominated strategies too: the mixture never does worse and somewhere does better. Then
        the result depends on the order, equilibria can be lost, and what is reported is the result of one
        order: everything that is weakly dominated, of all players at once, in each round.

    Returns
    -------
    Elimination
        The game that is left, and the steps with their proofs. Payoffs are compared exactly. Mixtures come
        from a linear program and count only if they dominate in rational arithmetic; what is kept has a
        supporting belief that was verified in the same way. A strategy with neither is kept and listed as
        undecided, and the status is ``partial``: only ties that do not survive rounding lead there.

    References
    ----------
    B. D. Bernheim, "Rationalizable strategic behavior", and D. G. Pearce, "Rationalizable strategic behavior
    and the problem of perfection" (lemmas 3 and 4), both Econometrica 52 (1984). I. Gilboa, E. Kalai and
    E. Zemel, "On the order of eliminating dominated strategies", Operations Research Letters 9 (1990).

    Examples
    --------
    >>> import belarusgame as bg
    >>> game = bg.Game(
    ...     [[[3, 0], [0, 3], [1, 1]], [[1, 0], [1, 0], [0, 4]]],
    ...     players=["row", "column"],
    ...     strategies=[["a", "b", "c"], ["left", "right"]],
    ... )
    >>> left = bg.solve.rationalizable(game)
    >>> for sentence in left.sentences:
    ...     print(sentence)
    round 1: for row, c is dominated by 0.5 a + 0.5 b: it loses at least 0.5
    round 2: for column, right is dominated by left: it loses at least 1
    round 3: for row, b is dominated by a: it loses at least 3
    >>> left.survivors
    {'row': ('a',), 'column': ('left',)}
    """
    checked_game(game)
    contest = _Contest(game, flag("weak", weak))
    alive = [list(range(count)) for count in game.shape]
    steps: list[EliminationStep] = []
    while True:
        # All that were kept are judged again: with fewer replies of the others less supports them.
        verdicts = contest.judge(alive)
        # All at once: with strict dominance the order makes no difference, with weak it does, and this one is
        # said.
        removed = [place for place, verdict in verdicts.items() if verdict.mixture is not None]
        if not removed:
            return _elimination(contest, alive, steps, verdicts)
        number = steps[-1].round + 1 if steps else 1
        steps += [contest.step(number, alive, place, verdicts[place]) for place in removed]
        alive = [[c for c in choices if (player, c) not in removed] for player, choices in enumerate(alive)]


class _Contest:
    """A game whose strategies are being compared, by positions of players and strategies."""

    def __init__(self, game: Game, weak: bool) -> None:
        self.game = game
        self.weak = weak
        self.payoffs, self.units = scaled_payoffs(game)

    def judge(self, alive: Alive) -> dict[Place, Verdict]:
        """Decide for every strategy that is left whether it is dominated among those that are left."""
        decide = harmless_mixture if self.weak else winning_mixture
        return {
            (player, choice): decide(self.differences(alive, (player, choice)))
            for player, choices in enumerate(alive)
            for choice in choices
        }

    def differences(self, alive: Alive, place: Place) -> NDArray[np.object_]:
        """Return what the player's other strategies earn more, shape ``(others, opponents' profiles)``."""
        player, choice = place
        part = self.payoffs[player][np.ix_(*alive)]
        own = np.moveaxis(part, player, 0).reshape(len(alive[player]), -1)
        row = alive[player].index(choice)
        return np.delete(own, row, axis=0) - own[row]

    def step(self, number: int, alive: Alive, place: Place, verdict: Verdict) -> EliminationStep:
        """Record a removal with its exact losses."""
        player, choice = place
        labels = self.game.labels.strategies[player]
        others = [labels[other] for other in alive[player] if other != choice]
        mixture = verdict.mixture or ()
        # In payoff units again, in which the reader thinks.
        losses = combine(mixture, self.differences(alive, place)) * self.units[player]
        return EliminationStep(
            round=number,
            player=self.game.players[player],
            strategy=labels[choice],
            mixture={label: share for label, share in zip(others, mixture, strict=True) if share},
            least=min(losses),
            greatest=max(losses),
        )


def _elimination(
    contest: _Contest, alive: Alive, steps: list[EliminationStep], verdicts: Mapping[Place, Verdict]
) -> Elimination:
    """Record where the rounds ended."""
    game = contest.game
    undecided: dict[str, tuple[str, ...]] = {}
    for (player, choice), verdict in verdicts.items():
        if not verdict.decided:
            name, label = game.players[player], game.labels.strategies[player][choice]
            undecided[name] = (*undecided.get(name, ()), label)
    return Elimination(
        game=game.restrict(
            {
                player: [labels[choice] for choice in choices]
                for (player, labels), choices in zip(game.strategies.items(), alive, strict=True)
            }
        ),
        steps=tuple(steps),
        concept="weakly undominated" if contest.weak else "rationalizable",
        status="partial" if undecided else "complete",
        undecided=undecided,
        original=game,
        method="rounds of simultaneous elimination; mixtures by HiGHS, verified in exact arithmetic",
        settings={"weak": contest.weak, "linear_tolerance": LINEAR_TOLERANCE},
        messages=_messages(game, contest.weak, undecided),
    )


def _messages(game: Game, weak: bool, undecided: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Say what the result does not mean."""
    messages: list[str] = []
    if weak:
        messages.append(
            "weak dominance depends on the order of elimination: here all weakly dominated strategies of all "
            "players go at once in each round; equilibria can be lost"
        )
    elif len(game.players) > 2:
        messages.append("with more than two players: rationalizable with beliefs that may be correlated")
    messages += [
        f"{player}: {', '.join(labels)} kept undecided, too near to a tie to be proven either way"
        for player, labels in undecided.items()
    ]
    return tuple(messages)
