"""Rules of learning that go round by round, compiled: who plays what, given what has been played.

Every run is made by itself from its own random numbers, one for each round and player.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from belarusgame.base.arithmetic import exp
from belarusgame.base.counter import Keys
from belarusgame.base.labels import FloatArray
from belarusgame.simulate.chance import Tags, number
from belarusgame.simulate.compile_simulation import entry, inner
from belarusgame.simulate.learning.averages import Earnings, IntArray, Watched, earn

BEST_REPLY, FICTITIOUS_PLAY, STOCHASTIC_FICTITIOUS_PLAY, LOGIT_RESPONSE, REGRET_MATCHING = range(5)


class Rule(NamedTuple):
    """What players go by."""

    kind: int  # one of those above
    level: float  # the rationality of the logit rules
    base: FloatArray  # what they do at rationality 0
    keys: Keys
    tags: Tags  # of each player's choice, and last of who revises


@inner
def _best(earned: FloatArray, first: int, last: int, before: int, chance: float) -> int:
    """Return the best of some strategies: of several the one used before, else one by chance."""
    best, ties = -np.inf, 0
    for a in range(first, last):
        if earned[a] > best:
            best, ties = earned[a], 1
        elif earned[a] == best:
            ties += 1
    # Who is content stays: otherwise ties alone would make play wander.
    if earned[first + before] == best:
        return before
    left = int(chance * ties)
    for a in range(first, last):
        if earned[a] == best:
            if left == 0:
                return a - first
            left -= 1
    return before


@inner
def _drawn(weights: FloatArray, first: int, last: int, chance: float) -> int:
    """Return a strategy drawn with a probability proportional to its weight."""
    total = 0.0
    for a in range(first, last):
        total += weights[a]
    # The last one, should rounding leave the sum of weights a little short.
    passed, found = 0.0, last - 1
    for a in range(first, last):
        passed += weights[a]
        if chance * total < passed:
            found = a
            break
    return found - first


@inner
def _logit(earned: FloatArray, base: FloatArray, first: int, last: int, level: float) -> None:
    """Turn what strategies earn into weights of the logit response, in place."""
    highest = -np.inf
    for a in range(first, last):
        highest = max(highest, earned[a])
    for a in range(first, last):
        earned[a] = base[a] * exp(level * (earned[a] - highest))


@inner
def _alone(at: Earnings, learner: int, actions: IntArray, out: FloatArray) -> None:
    """Fill in what each of a learner's strategies earns against pure ones."""
    place = 0
    for axis in range(at.others.shape[1]):
        other = at.others[learner, axis]
        place = place * at.counts[other] + actions[other]
    first, count = at.begin[learner], at.counts[learner]
    for a in range(count):
        out[first + a] = at.payoffs[learner, place * count + a]


@entry
def play_rounds(
    at: Earnings,
    rule: Rule,
    first_run: int,
    actions: IntArray,
    rounds: int,
    joint: FloatArray,
    late: FloatArray,
    plays: IntArray,
    watched: Watched,
) -> None:
    """Play all rounds of every run; the first is the start.

    Parameters
    ----------
    first_run : int
        The number of the first run.
    actions : numpy.ndarray
        Shape ``(runs, players)``: the start, and in the end the last round.
    joint, late : numpy.ndarray
        Shape ``(runs, profiles)``: how many rounds each profile was played, in all and in the second half.
    plays : numpy.ndarray
        Shape ``(runs kept, rounds)``: the number of the profile played.
    watched : Watched
        The path is how often the first run has played each strategy so far.
    """
    players, entries, profiles = at.counts.shape[0], at.begin[-1], joint.shape[1]
    path, visits = watched.path, watched.visits
    times, kept_runs = path.shape[0], plays.shape[0]
    work = np.empty(profiles)
    for run in range(actions.shape[0]):
        own = actions[run]
        counted, regrets = np.zeros(entries), np.zeros(entries)
        earned, fresh = np.empty(entries), np.empty(players, dtype=np.int64)
        seen, last, kept = 0, -1, 0
        for t in range(rounds):
            if t:
                _choose(at, rule, first_run + run, t, own, fresh, counted, regrets, earned, work)
            code = 0
            for i in range(players):
                counted[at.begin[i] + own[i]] += 1.0
                code = code * at.counts[i] + own[i]
            if rule.kind == REGRET_MATCHING:
                _regret(at, own, earned, regrets)
            joint[run, code] += 1.0
            # The first half is left out of judgement: it still shows where play began.
            if 2 * t >= rounds:
                late[run, code] += 1.0
            if run < kept_runs:
                plays[run, t] = code
            if code != last:
                visits[run, seen % visits.shape[1]] = code
                seen, last = seen + 1, code
            # Evenly spaced over the rounds, in whole numbers.
            if run == 0 and kept < times and (t + 1) * times >= (kept + 1) * rounds:
                for a in range(entries):
                    path[kept, a] = counted[a] / (t + 1)
                kept += 1
        watched.visited[run] = seen


@inner
def _choose(
    at: Earnings,
    rule: Rule,
    run: int,
    moment: int,
    own: IntArray,
    fresh: IntArray,
    counted: FloatArray,
    regrets: FloatArray,
    earned: FloatArray,
    work: FloatArray,
) -> None:
    """Change what everybody does, or what the one does who revises."""
    players = at.counts.shape[0]
    alone = rule.kind == BEST_REPLY or rule.kind == LOGIT_RESPONSE
    first_mover, last_mover = 0, players
    if alone:
        # By these rules one player at a time revises; all others go on as before.
        first_mover = int(number(rule.keys, run, moment, rule.tags[players]) * players)
        last_mover = first_mover + 1
    for i in range(first_mover, last_mover):
        first, last = at.begin[i], at.begin[i + 1]
        chance = number(rule.keys, run, moment, rule.tags[i])
        if alone:
            _alone(at, i, own, earned)
        elif rule.kind != REGRET_MATCHING:
            earn(at, i, counted, work, earned)
        if rule.kind == REGRET_MATCHING:
            positive = 0.0
            for a in range(first, last):
                earned[a] = max(regrets[a], 0.0)
                positive += earned[a]
            # Who regrets nothing goes on as before; Hart and Mas-Colell leave that open.
            fresh[i] = _drawn(earned, first, last, chance) if positive > 0.0 else own[i]
        elif rule.kind == LOGIT_RESPONSE or rule.kind == STOCHASTIC_FICTITIOUS_PLAY:
            if rule.kind == STOCHASTIC_FICTITIOUS_PLAY:
                # Counts were multiplied, one for each other player: divided by as many rounds they are
                # averages.
                met = 1.0
                for _ in range(players - 1):
                    met *= moment
                for a in range(first, last):
                    earned[a] /= met
            _logit(earned, rule.base, first, last, rule.level)
            fresh[i] = _drawn(earned, first, last, chance)
        else:
            fresh[i] = _best(earned, first, last, own[i], chance)
    for i in range(first_mover, last_mover):
        # Only now, so that all have chosen by what was played before.
        own[i] = fresh[i]


@inner
def _regret(at: Earnings, own: IntArray, earned: FloatArray, regrets: FloatArray) -> None:
    """Add what every strategy would have earned more than the one used."""
    for i in range(at.counts.shape[0]):
        _alone(at, i, own, earned)
        got = earned[at.begin[i] + own[i]]
        for a in range(at.begin[i], at.begin[i + 1]):
            regrets[a] += earned[a] - got
