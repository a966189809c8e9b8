"""Simulation of learning in games: where six rules lead, and from which starts."""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.at_work import working_on
from belarusgame.base.labels import FloatArray, Labels
from belarusgame.base.read_only import read_only
from belarusgame.base.settings import finite_number, option, share, whole_number, whole_seed
from belarusgame.base.threads import in_threads
from belarusgame.errors import GameError, quoted
from belarusgame.game import Game, checked_game
from belarusgame.simulate.learning.starts import starts_of
from belarusgame.simulate.learning.trajectory import LearningSettings, Trajectory

LearningRule = Literal[
    "best_reply",
    "fictitious_play",
    "stochastic_fictitious_play",
    "logit_response",
    "replicator",
    "regret_matching",
]
#: The rules, and how many rounds each has by default.
RULES: dict[str, int] = {
    "best_reply": 1_000,
    "fictitious_play": 10_000,
    "stochastic_fictitious_play": 10_000,
    "logit_response": 10_000,
    "replicator": 200,
    "regret_matching": 10_000,
}
#: No simulation has more rounds, nor more rounds in all its runs together.
MOST_ROUNDS, MOST_IN_ALL = 10**7, 10**9
#: Numbers that are held for all runs, at most.
MOST_HELD = 10**8
#: Runs that are made in one go, and their rounds: half a second, so that threads share them out evenly.
CHUNK, CHUNK_ROUNDS = 32, 10**6
#: How often the first run's path is kept, and the replicator's steps for each unit of time.
TIMES, STEPS_A_ROUND = 200, 10_000

#: By their numbers in ``rounds.py``; the replicator is no rule of rounds.
RULE_NUMBERS = (
    "best_reply",
    "fictitious_play",
    "stochastic_fictitious_play",
    "logit_response",
    "regret_matching",
)


@working_on("learning")
def learn(
    game: Game,
    rule: LearningRule = "replicator",
    *,
    rounds: int | None = None,
    runs: int = 100,
    seed: int | np.random.Generator = 0,
    start: Any = None,
    populations: Literal["several", "one"] = "several",
    rationality: float = 2.0,
    accuracy: float = 1e-8,
    tolerance: float = 0.02,
    confidence: float = 0.95,
    keep: int = 1,
) -> Trajectory:
    """Let players learn by a rule from many starts, and say where it leads.

    Comparisons are made by ``game.deciding``, what players decide by.

    Parameters
    ----------
    game : Game
        With any number of players.
    rule : str
        ``best_reply``: each round one player, drawn at random, does what is best against the last round.
        ``fictitious_play``: all do at once what is best against how often the others have played what
        (Brown 1951), and of several keep what they did. ``stochastic_fictitious_play``: the same with a logit
        response (Fudenberg and Kreps 1993). ``logit_response``: each round one player, drawn at random, makes
        a logit response to the last round (Blume 1993). ``replicator``: shares grow with what they earn above
        the average (Taylor and Jonker 1978); continuous, worked out in logarithms. ``regret_matching``: each
        strategy with a probability proportional to what it would have earned more so far (Hart and Mas-Colell
        2000); the time average approaches the coarse correlated equilibria.
    rounds : int, optional
        How many rounds, the start being the first; for the replicator the time. At most ten million.
    runs : int
        How many starts.
    seed : int or numpy.random.Generator
        Every run has its own numbers, one for each round and player.
    start : profile, optional
        Where every run starts; by default at random: pure ones by ``game.base_measure()``, shares uniformly
        over the simplex (variants split their share).
    populations : {"several", "one"}
        For the replicator of a symmetric game of two: whether both roles are filled from one population.
    rationality : float
        Of the logit rules, in units of 1 over the payoffs' unit.
    accuracy : float
        Of the replicator: the error in log-shares that a step may make.
    tolerance : float
        Up to which regret play counts as at rest, as a share of the greatest difference that a choice makes
        to the player; for stochastic fictitious play, the distance from the logit response.
    confidence : float
        Of the intervals of the basins' shares.
    keep : int
        Of how many runs every round is kept.

    Returns
    -------
    Trajectory
        The basins with intervals, and a diagnosis of every run.

    Raises
    ------
    GameError
        For a start that is mixed where the rule needs a pure one, one population in a game that is not
        symmetric, and too many rounds.

    References
    ----------
    G. W. Brown, "Iterative solution of games by fictitious play" (1951). D. Fudenberg and D. M. Kreps,
    "Learning mixed equilibria", Games and Economic Behavior 5 (1993). L. E. Blume, "The statistical mechanics
    of strategic interaction", Games and Economic Behavior 5 (1993). P. D. Taylor and L. B. Jonker,
    "Evolutionary stable strategies and game dynamics", Mathematical Biosciences 40 (1978). S. Hart and
    A. Mas-Colell, "A simple adaptive procedure leading to correlated equilibrium", Econometrica 68 (2000).

    Examples
    --------
    Fictitious play of matching pennies comes to rest, and in Shapley's game it cycles:

    >>> import belarusgame as bg
    >>> pennies = bg.Game([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    >>> bg.simulate.learn(pennies, "fictitious_play", runs=4, seed=1).basins[0].diagnosis
    'equilibrium'
    >>> shapley = bg.Game([[[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]]])
    >>> bg.simulate.learn(shapley, "fictitious_play", start=["s1", "s2"], runs=1).diagnosis
    ('cycling',)
    """
    from belarusgame.simulate.learning.averages import lay_table
    from belarusgame.simulate.learning.diagnose import Runs, basins_of, diagnose, with_pure_ends

    checked_game(game)
    option("rule", rule, RULES)
    settings = LearningSettings(
        rule=rule,
        rounds=RULES[rule] if rounds is None else whole_number("rounds", rounds, most=MOST_ROUNDS),
        runs=whole_number("runs", runs, most=10**6),
        seed=whole_seed(seed),
        populations=option("populations", populations, ("several", "one")),
        rationality=finite_number("rationality", rationality),
        accuracy=finite_number("accuracy", accuracy, 1e-12, 1e-2),
        tolerance=finite_number("tolerance", tolerance, 0.0, 1.0),
        confidence=share("confidence", confidence),
    )
    keep = min(whole_number("keep", keep, least=0), settings.runs)
    _check_size(game, settings, keep)
    payoffs = game.deciding
    one = settings.populations == "one"
    if one:
        _check_one_population(game, rule)
    labels = one_population(game.labels) if one else game.labels
    at = lay_table(payoffs, one_population=one)
    starts = starts_of(game, labels, settings, start)
    # Each run depends on its own number only, so that the answer does not depend on the pieces.
    size = min(CHUNK, max(1, CHUNK_ROUNDS // settings.rounds))
    pieces = [*range(0, settings.runs, size), settings.runs]
    made = [
        partial(
            _made, game, labels, payoffs, starts[first:last], first, max(0, min(keep, last) - first), settings
        )
        for first, last in pairwise(pieces)
    ]
    runs_made = Runs.joined(in_threads(made, "groups of runs"))
    judged = with_pure_ends(rule, at, runs_made)
    scale = _scales(payoffs)[: len(labels.players)]
    regrets, rests = _rests(game, at, payoffs, judged, scale, settings)
    diagnosis = diagnose(rule, at, judged, regrets, rests, scale)
    begin = at.begin.tolist()
    return Trajectory(
        labels=labels,
        basins=basins_of(labels, at, judged.ends, diagnosis, regrets, scale, settings.confidence),
        diagnosis=diagnosis,
        starts=_split(starts, begin),
        ends=_split(runs_made.ends, begin),
        averages=_split(runs_made.averages, begin),
        regrets=read_only(regrets),
        joint=None if rule == "replicator" else read_only(runs_made.joint.reshape(-1, *game.shape)),
        times=read_only(_times(settings)),
        path=_split(runs_made.path, begin),
        plays=read_only(runs_made.plays),
        steps=read_only(runs_made.steps),
        settings=settings,
    )


def one_population(labels: Labels) -> Labels:
    """Return the labels of the one learner in a symmetric game."""
    return Labels(labels.players[:1], labels.strategies[:1])


def _check_size(game: Game, settings: LearningSettings, keep: int) -> None:
    if settings.rounds * settings.runs > MOST_IN_ALL:
        raise GameError(
            f"rounds = {settings.rounds:,} in each of {settings.runs:,} runs: must be at most "
            f"{MOST_IN_ALL:,} in all; take fewer of either"
        )
    # The counts of every profile in every run, and each round of the runs that are kept.
    held = settings.runs * math.prod(game.shape) + keep * settings.rounds
    if held > MOST_HELD:
        raise GameError(
            f"runs = {settings.runs:,}, keep = {keep:,}: {held:.2g} numbers would be held, more than "
            f"{MOST_HELD:,}; take fewer of either"
        )


def check_symmetric(game: Game) -> None:
    """Refuse a game whose two roles are not alike."""
    first = game.deciding[0]
    if (
        len(game.players) != 2
        or first.shape[0] != first.shape[1]
        or not np.array_equal(game.deciding[1], first.T)
    ):
        raise GameError(
            'populations = "one": must be a symmetric game of two players, in which the second gets in each '
            'profile what the first gets in its mirror image; "several" fits every game'
        )


def _check_one_population(game: Game, rule: str) -> None:
    if rule != "replicator":
        raise GameError(f'populations = "one": is for the replicator, not for {quoted(rule)}')
    check_symmetric(game)


def _made(
    game: Game,
    labels: Labels,
    payoffs: FloatArray,
    starts: FloatArray,
    first: int,
    kept: int,
    settings: LearningSettings,
) -> Any:
    """Make some of the runs."""
    if settings.rule == "replicator":
        return _flow(game, payoffs, starts, first, settings)
    return _rounds(game, labels, payoffs, starts, first, kept, settings)


def _flow(game: Game, payoffs: FloatArray, starts: FloatArray, first: int, settings: LearningSettings) -> Any:
    from belarusgame.simulate.learning.averages import Watched, lay_table
    from belarusgame.simulate.learning.diagnose import RING, Runs
    from belarusgame.simulate.learning.flow import Integration, follow_flow

    # Of payoffs only the differences between own strategies count; what is common would cost steps.
    centred = np.array([own - own.mean(axis=i, keepdims=True) for i, own in enumerate(payoffs)])
    at = lay_table(centred, one_population=settings.populations == "one")
    count, entries = len(starts), starts.shape[1]
    made = Runs(
        ends=starts.copy(),
        averages=np.zeros((count, entries)),
        spread=np.zeros(count),
        visits=np.zeros((count, RING), dtype=np.int64),
        visited=np.zeros(count, dtype=np.int64),
        steps=np.zeros(count, dtype=np.int64),
        path=np.zeros((TIMES + 1, entries)),
        plays=np.zeros((0, 0), dtype=np.int64),
        joint=np.zeros((count, 0)),
        late=np.zeros((count, 0)),
    )
    follow_flow(
        at,
        made.ends,
        Integration(float(settings.rounds), settings.accuracy, settings.rounds * STEPS_A_ROUND),
        0 if first == 0 else -1,
        Watched(made.path, made.visits, made.visited),
        made.averages,
        made.spread,
        made.steps,
    )
    return made


def _rounds(
    game: Game,
    labels: Labels,
    payoffs: FloatArray,
    starts: FloatArray,
    first: int,
    kept: int,
    settings: LearningSettings,
) -> Any:
    from belarusgame.base.counter import seed_keys
    from belarusgame.simulate.chance import tags_of
    from belarusgame.simulate.learning.averages import Watched, lay_table
    from belarusgame.simulate.learning.diagnose import RING, Runs
    from belarusgame.simulate.learning.rounds import Rule, play_rounds

    at = lay_table(payoffs)
    rule = Rule(
        kind=RULE_NUMBERS.index(settings.rule),
        level=settings.rationality,
        base=np.concatenate(list(game.base_measure().values())),
        keys=seed_keys(settings.seed),
        tags=np.concatenate([tags_of("learns", labels.players), tags_of("revises", ["anybody"])]),
    )
    actions = np.stack([part.argmax(axis=1) for part in _split(starts, at.begin.tolist())], axis=1)
    count, entries, profiles = len(starts), starts.shape[1], math.prod(game.shape)
    joint, late = np.zeros((count, profiles)), np.zeros((count, profiles))
    plays = np.zeros((kept, settings.rounds), dtype=np.int64)
    path = np.zeros((len(_times(settings)), entries)) if first == 0 else np.zeros((0, entries))
    visits, visited = np.zeros((count, RING), dtype=np.int64), np.zeros(count, dtype=np.int64)
    play_rounds(at, rule, first, actions, settings.rounds, joint, late, plays, Watched(path, visits, visited))
    joint /= settings.rounds
    axes = range(1, len(game.shape) + 1)
    whole = joint.reshape(count, *game.shape)
    marginals = [whole.sum(axis=tuple(k for k in axes if k != i + 1)) for i in range(len(game.shape))]
    # Where play goes round by round, one round says little: the end is what was played on the whole.
    shares = np.concatenate(marginals, axis=1)
    return Runs(
        ends=shares,
        averages=shares,
        spread=np.zeros(count),
        visits=visits,
        visited=visited,
        steps=np.full(count, settings.rounds),
        path=path,
        plays=plays,
        joint=joint,
        late=late,
    )


def _times(settings: LearningSettings) -> FloatArray:
    if settings.rule == "replicator":
        return np.linspace(0.0, settings.rounds, TIMES + 1)
    times = min(TIMES, settings.rounds)
    # Rounded up, as the rounds themselves write their path: the last time is the last round.
    return np.array([-(-settings.rounds * (k + 1) // times) for k in range(times)], dtype=np.float64)


def _scales(payoffs: FloatArray) -> FloatArray:
    """Return the greatest difference that a choice makes to each player; 1 where none does."""
    found = np.array([np.ptp(own, axis=i).max() for i, own in enumerate(payoffs)])
    return np.where(found > 0.0, found, 1.0)


def _rests(
    game: Game, at: Any, payoffs: FloatArray, runs: Any, scale: FloatArray, settings: LearningSettings
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return the regret of every run, and which runs are at rest."""
    from belarusgame.simulate.learning.diagnose import AT_REST, coarse_gaps, logit_residuals, regrets_of

    if settings.rule == "regret_matching":
        # Regret matching promises no equilibrium: only that nobody would rather have decided beforehand.
        gaps = coarse_gaps(payoffs, runs.joint.reshape(-1, *game.shape))
    else:
        gaps = regrets_of(at, runs.ends)
    rests = np.all(gaps <= settings.tolerance * scale, axis=1)
    if settings.rule == "replicator":
        rests &= (runs.spread <= AT_REST) & (runs.steps <= settings.rounds * STEPS_A_ROUND)
    if settings.rule == "stochastic_fictitious_play":
        base = np.concatenate(list(game.base_measure().values()))
        rests = logit_residuals(at, runs.ends, base, settings.rationality) <= settings.tolerance
    return gaps.max(axis=1), rests


def _split(states: FloatArray, begin: list[int]) -> tuple[FloatArray, ...]:
    """Return each learner's columns, read-only."""
    return tuple(read_only(np.ascontiguousarray(states[:, a:b])) for a, b in pairwise(begin))
