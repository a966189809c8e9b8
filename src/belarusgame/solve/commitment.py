"""What can a player achieve by committing itself, before the eyes of the others?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from belarusgame.base.at_work import working_on
from belarusgame.base.deciding import check_leader
from belarusgame.base.labels import FloatArray, product_distribution
from belarusgame.base.read_only import read_only
from belarusgame.base.settings import flag, whole_number
from belarusgame.base.tables import Tabular
from belarusgame.errors import GameError, quoted
from belarusgame.game import Game, checked_game
from belarusgame.outcome import Outcome
from belarusgame.solve.followers import FollowerReply, doubts, follower_replies
from belarusgame.solve.leader import VALUE_TOLERANCE, Leadership, Reply, Secured
from belarusgame.solve.maximin import LINEAR_TOLERANCE, float_above
from belarusgame.solve.obedience import CHANCE_TOLERANCE, OBEDIENCE_TOLERANCE, obedience
from belarusgame.solve.solution import Solution, Status, common_unit

#: How many linear programs are solved at most, one for each pure profile of the followers.
MAX_PROGRAMS = 2_000

#: The budget of the search for the followers' equilibria, for each strategy of the leader.
MAX_CELLS = 200_000

#: How far an optimum may stay below its proven bound, in the leader's unit (1 to 4 times its payoff range).
PROOF_TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Commitment(Tabular):
    """What a leader achieves by committing itself.

    Attributes
    ----------
    leader : str
        Who commits itself.
    mixed : bool
        Whether it may commit itself to probabilities.
    optimistic : Outcome or None
        The best for the leader if followers who are indifferent do what it likes. Always attained.
    pessimistic : Outcome or None
        The best for the leader if they do what it likes least; None where this was not computed.
    attained : bool or None
        Whether some commitment secures the pessimistic payoff. If not, the payoff is a supremum: commitments
        near the one shown come as near to it as one likes. None without a pessimistic outcome.
    upper_bound : float or None
        With mixed commitment: no commitment gives the leader more, proven in exact arithmetic, even if it
        could also correlate what the followers do.
    cases : tuple of Outcome
        What was compared. Pure commitment: each of the leader's strategies with each of the followers'
        equilibria that were found. Mixed: each pure profile of the followers that can be made optimal, with
        the best commitment to that end, the best first.
    status : {"complete", "partial"}
        Whether the optimistic and pessimistic outcomes are proven to be the best of all commitments and all
        replies; the messages say what is missing.
    method : str
        The algorithm.
    settings : mapping
        The settings that it ran with.
    messages : tuple of str
        What the reader should know.
    concept : str
        Always ``commitment``. The incentive gap of an outcome is the most that a follower could gain by
        another reply.
    """

    leader: str
    mixed: bool
    optimistic: Outcome | None
    pessimistic: Outcome | None
    attained: bool | None
    upper_bound: float | None
    cases: tuple[Outcome, ...]
    status: Status
    method: str
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    messages: tuple[str, ...] = ()
    concept: str = "commitment"

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The optimistic and the pessimistic outcome, as far as there are any."""
        return tuple(outcome for outcome in (self.optimistic, self.pessimistic) if outcome is not None)

    @property
    def optimistic_value(self) -> float | None:
        """The leader's payoff in the optimistic outcome."""
        return None if self.optimistic is None else self.optimistic.payoffs[self.leader]

    @property
    def pessimistic_value(self) -> float | None:
        """The leader's payoff in the pessimistic outcome, or its supremum."""
        return None if self.pessimistic is None else self.pessimistic.payoffs[self.leader]

    def rows(self) -> list[dict[str, object]]:
        """Return one row a case, after the optimistic and the pessimistic outcome."""
        worst = "pessimistic" if self.attained else "pessimistic (limit)"
        named = [("optimistic", self.optimistic), (worst, self.pessimistic)]
        readings = [(name, outcome) for name, outcome in named if outcome is not None]
        readings += [("case", outcome) for outcome in self.cases]
        table = Solution(
            outcomes=tuple(outcome for _, outcome in readings),
            concept=self.concept,
            status=self.status,
            method=self.method,
        ).rows()
        return [
            {"reading": name} | {column: value for column, value in row.items() if column != "#"}
            for (name, _), row in zip(readings, table, strict=True)
        ]

    @property
    def below(self) -> Sequence[str]:
        """What the reader should know."""
        return self.messages

    @property
    def heading(self) -> str:
        """What was asked, and the answer in short."""
        kind = "mixed" if self.mixed else "pure"
        values = [
            f"{name} {value:.4g}"
            for name, value in (
                ("optimistic", self.optimistic_value),
                ("pessimistic" if self.attained else "supremum of pessimistic", self.pessimistic_value),
                ("at most", self.upper_bound),
            )
            if value is not None
        ]
        return f"Commitment of {self.leader} ({kind}), {self.status}: {', '.join(values) or 'nothing found'}"


@working_on("commitment")
def commitment(
    game: Game,
    leader: str,
    *,
    mixed: bool = False,
    max_programs: int = MAX_PROGRAMS,
    max_cells: int = MAX_CELLS,
) -> Commitment:
    """Find the best that a player achieves by committing itself to a strategy that the others then observe.

    Followers reply by an equilibrium among themselves. Where they are indifferent the answer depends on what
    they do then, so both ends are given: the optimistic and the pessimistic reading.

    Parameters
    ----------
    game : Game
        Two players or more.
    leader : str
        Who commits itself.
    mixed : bool
        Let it commit itself to probabilities: the followers see them, but not what is drawn.
    max_programs : int
        With ``mixed``: how many pure profiles of the followers are examined at most, those first in which the
        leader could get most.
    max_cells : int
        With pure commitment and several followers: the budget of the search for their equilibria, for each
        strategy of the leader; see `all_equilibria`.

    Returns
    -------
    Commitment
        Pure commitment: with one follower exact comparisons, and the result is complete. With several, all
        their equilibria after each strategy of the leader are found, mixed ones included, and it is complete
        if that list is. Two followers with a continuum of equilibria do no harm: the leader's payoff is
        extreme at the corners of the continuum, which are found exactly. Three or more: what the leader could
        get in a component or an undecided region is bounded over its box, and the result is partial only if
        that could change the optimistic or the pessimistic outcome by more than 1e-9 of its payoff range.
        Mixed commitment, one follower: one linear program a reply; complete if the optimum
        meets a bound that is proven exactly. Mixed commitment, several followers: one linear program for each
        pure profile of theirs, without a pessimistic reading; partial.

    Raises
    ------
    GameError
        If the leader does not exist or has nobody to lead, or a budget is not positive.

    References
    ----------
    B. von Stengel and S. Zamir, "Leadership games with convex strategy sets", Games and Economic Behavior 69
    (2010). V. Conitzer and T. Sandholm, "Computing the optimal strategy to commit to", ACM Conference on
    Electronic Commerce (2006). V. Conitzer and D. Korzhyk, "Commitment to correlated strategies", AAAI
    Conference on Artificial Intelligence (2011), for the upper bound.

    Examples
    --------
    >>> import belarusgame as bg
    >>> game = bg.Game(
    ...     [[[1, 3], [0, 2]], [[1, 0], [0, 1]]],
    ...     players=["row", "column"],
    ...     strategies=[["up", "down"], ["left", "right"]],
    ... )
    >>> bg.solve.commitment(game, leader="row").optimistic.pure_profile
    {'row': 'down', 'column': 'right'}
    >>> mixed = bg.solve.commitment(game, leader="row", mixed=True)
    >>> round(mixed.optimistic_value, 9), round(mixed.pessimistic_value, 9), mixed.attained
    (2.5, 2.5, False)
    """
    checked_game(game)
    leader = game.labels.player_name(leader)
    if len(game.players) == 1:
        raise GameError(f"leader = {quoted(leader)}: has nobody to lead; the game needs a second player")
    check_leader(game.delegations, leader)
    programs, cells = whole_number("max_programs", max_programs), whole_number("max_cells", max_cells)
    return _mixed(game, leader, programs) if flag("mixed", mixed) else _pure(game, leader, cells)


def _pure(game: Game, leader: str, max_cells: int) -> Commitment:
    """Compare the leader's strategies by the followers' best and worst equilibrium."""
    replies = {
        strategy: follower_replies(game, leader, strategy, max_cells=max_cells)
        for strategy in game.strategies[leader]
    }
    cases: list[Outcome] = []
    values: list[Fraction] = []
    worst: list[int] = []
    for strategy, known in replies.items():
        start = len(cases)
        cases += [_case(game, leader, strategy, reply) for reply in known.found]
        values += [reply.value for reply in known.found]
        # A strategy after which nothing was found secures nothing that is known; the messages say so.
        worst += [min(range(start, len(cases)), key=values.__getitem__)] if known.found else []
    best = max(range(len(cases)), key=values.__getitem__, default=None)
    secured = max(worst, key=values.__getitem__, default=None)
    own = game.exact_payoffs[game.players.index(leader)]
    # Equilibria of several followers are found in floating point: differences below this are rounding.
    play = Fraction(VALUE_TOLERANCE) * (own.max() - own.min())
    messages = doubts(replies, play)
    return Commitment(
        leader=leader,
        mixed=False,
        optimistic=None if best is None else cases[best],
        pessimistic=None if secured is None else cases[secured],
        attained=True if cases else None,
        upper_bound=None,
        cases=tuple(cases),
        status="partial" if messages else "complete",
        method="the followers' equilibria for each strategy of the leader",
        settings={"leader": leader, "mixed": False, "max_cells": max_cells},
        messages=(*messages, *common_unit(game, cases)),
    )


def _case(game: Game, leader: str, strategy: str, reply: FollowerReply) -> Outcome:
    """Record what happens if the leader plays a strategy and the followers an equilibrium of theirs."""
    vectors = list(reply.vectors)
    own = game.vectors({player: labels[0] for player, labels in game.strategies.items()} | {leader: strategy})
    position = game.players.index(leader)
    vectors.insert(position, own[position])
    return _outcome(game, game.vectors(vectors), reply.gap)


def _mixed(game: Game, leader: str, max_programs: int) -> Commitment:
    """Solve one linear program for each pure profile of the followers, and bound them all."""
    leadership = Leadership(game, game.players.index(leader))
    replies = leadership.replies()
    cases, messages = _commitments(game, leader, leadership, replies[:max_programs])
    if len(replies) > max_programs:
        messages.append(f"only {max_programs} of {len(replies)} profiles of the followers were examined")
    bound = _upper_bound(game, leader)
    # With several followers the worst of their equilibria is no linear program: it is not given at all.
    guarantee = leadership.guarantee() if len(leadership.followers) == 1 else None
    messages += _mixed_messages(leadership, cases[0].payoffs[leader] if cases else None, bound, guarantee)
    notes = common_unit(game, cases)
    return Commitment(
        leader=leader,
        mixed=True,
        optimistic=cases[0] if cases else None,
        pessimistic=None if guarantee is None else _guaranteed(game, leader, leadership, guarantee),
        attained=None if guarantee is None else guarantee.attained,
        upper_bound=bound,
        cases=tuple(cases),
        status="partial" if messages else "complete",
        method="one linear program for each pure reply of the followers (HiGHS), bound by exact weak duality",
        settings={
            "leader": leader,
            "mixed": True,
            "max_programs": max_programs,
            "linear_tolerance": LINEAR_TOLERANCE,
            "reply_tolerance": OBEDIENCE_TOLERANCE,
        },
        messages=(*messages, *notes),
    )


def _commitments(
    game: Game, leader: str, leadership: Leadership, replies: Sequence[Reply]
) -> tuple[list[Outcome], list[str]]:
    """Return the best commitment to each reply that can be made optimal, the best for the leader first."""
    cases: list[Outcome] = []
    messages: list[str] = []
    for reply in replies:
        answer = leadership.best_commitment(reply)
        if answer is None or answer.status == "infeasible":
            continue
        if answer.status == "failed":
            messages.append(f"the linear program of one reply failed: {answer.reason}")
            continue
        gap, share = leadership.gap(reply, answer.point)
        # HiGHS may overstep its limits; what a follower would not do is no outcome, however good it looks.
        if share > OBEDIENCE_TOLERANCE:
            messages.append(f"a point that HiGHS returned is left out: a follower would gain {gap:.3g}")
            continue
        cases.append(_outcome(game, _profile(game, leader, answer.point, reply), gap))
    return sorted(cases, key=lambda case: -case.payoffs[leader]), messages


def _upper_bound(game: Game, leader: str) -> float:
    """Let the leader correlate everything, as long as the followers obey: this relaxes every commitment."""
    position = game.players.index(leader)
    followers = [player for player in range(len(game.players)) if player != position]
    # The leader itself need not obey: it is the one who has bound itself.
    return float_above(obedience(game, players=followers).best(game.exact_payoffs[position]).bound)


def _mixed_messages(
    leadership: Leadership, optimistic: float | None, bound: float, guarantee: Secured | None
) -> list[str]:
    """Say what was not proven."""
    allowed = Fraction(PROOF_TOLERANCE) * leadership.unit
    # In fractions: the two floats are near each other, and their difference as floats would be rounding.
    proven = optimistic is not None and Fraction(bound) - Fraction(optimistic) <= allowed
    if len(leadership.followers) > 1:
        return [
            "several followers: only their pure equilibria were examined, and no pessimistic reading"
            + ("; no commitment does better for the leader, whatever they do" if proven else "")
        ]
    messages: list[str] = []
    if not proven:
        messages.append("the optimistic payoff stays below the bound that is proven")
    if guarantee is None:
        messages.append("the linear programs of the pessimistic reading failed")
    elif guarantee.bound - Fraction(guarantee.value) > Fraction(PROOF_TOLERANCE):
        most = float_above(leadership.zero + guarantee.bound * leadership.unit)
        messages.append(
            f"pessimistic reading: it is only proven that the leader cannot secure above {most:.9g}"
        )
    return messages


def _profile(game: Game, leader: str, chances: FloatArray, reply: Reply) -> tuple[FloatArray, ...]:
    """Join the leader's probabilities and the followers' pure strategies, in the players' order."""
    # What the solver leaves below the tolerance is its own rounding, and would be printed as a chance.
    kept = np.where(chances < CHANCE_TOLERANCE, 0.0, chances)
    counts = [count for player, count in zip(game.players, game.shape, strict=True) if player != leader]
    vectors = [np.eye(count)[choice] for count, choice in zip(counts, reply, strict=True)]
    vectors.insert(game.players.index(leader), kept / kept.sum())
    return game.vectors(vectors)


def _guaranteed(game: Game, leader: str, leadership: Leadership, guarantee: Secured) -> Outcome:
    reply = (guarantee.reply,)
    gap, _ = leadership.gap(reply, guarantee.commitment)
    return _outcome(game, _profile(game, leader, guarantee.commitment, reply), gap)


def _outcome(game: Game, vectors: tuple[FloatArray, ...], gap: float) -> Outcome:
    """Record what happens, with the most that a follower could gain by another reply."""
    return Outcome(
        labels=game.labels,
        distribution=read_only(product_distribution(vectors)),
        payoffs=game.expected_payoffs(vectors),
        concept="commitment",
        incentive_gap=gap,
    )
