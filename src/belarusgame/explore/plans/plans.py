"""Plans: the comparisons of payoffs under which an outcome happens.

A plan says who does what, on the path and off it. An outcome is subgame-perfect where all comparisons of some
plan hold, so the weights at which it is one are a union of polyhedra, one a plan. The plans are not listed
but searched: what a mover's other action is answered with is chosen only when it is asked for, and a set of
comparisons that cannot hold together ends the branch. A pure equilibrium is the case of a single group.
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from belarusgame.base.time_limit import out_of_time
from belarusgame.errors import BudgetError
from belarusgame.weightspace import Comparisons, Profile

Groups = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that a plan must still answer: what deters one mover's other action."""

    level: int  #: the group that moves
    history: Profile  #: what every player has done so far, -1 for those who have not moved
    player: int  #: the mover
    #: What it does, and what it might do instead.
    action: int
    other: int
    #: What its action leads to, -1 where a group may randomise, so that no single strategy follows.
    outcome: Profile


#: A way to meet a demand: the comparisons that it needs, and the further demands that it raises.
Option = tuple[int, frozenset[Demand]]


@dataclass(frozen=True, slots=True)
class Start:
    """What a search begins with: where it leads, who leaves the present path for it, and what that needs."""

    profile: Profile
    player: int | None
    needs: Option


def completions(history: Profile, shape: Sequence[int]) -> Iterator[Profile]:
    """Yield all profiles that a history can end in."""
    return itertools.product(
        *(range(n) if done < 0 else (done,) for done, n in zip(history, shape, strict=True))
    )


def _before(groups: Groups, level: int, outcome: Profile) -> Profile:
    """Return the history of an outcome when the group at a level is about to move."""
    moved = {player for group in groups[:level] for player in group}
    return tuple(choice if player in moved else -1 for player, choice in enumerate(outcome))


def _set(profile: Profile, player: int, choice: int) -> Profile:
    return (*profile[:player], choice, *profile[player + 1 :])


@dataclass(slots=True, kw_only=True, eq=False)
class Plans(ABC):
    """A reading of what supports an outcome; what it was asked once it remembers."""

    comparisons: Comparisons  #: the rows that plans need
    groups: Groups  #: who moves with whom
    _options: dict[Demand, tuple[Option, ...]] = field(default_factory=dict[Demand, tuple[Option, ...]])
    _supports: dict[tuple[int, Profile], Option] = field(default_factory=dict[tuple[int, Profile], Option])

    def support(self, level: int, outcome: Profile) -> Option:
        """Return what an outcome needs from the group at a level on."""
        if (level, outcome) not in self._supports:
            self._supports[level, outcome] = self._support(level, outcome)
        return self._supports[level, outcome]

    def options(self, demand: Demand) -> tuple[Option, ...]:
        """Return the ways to meet a demand."""
        if demand not in self._options:
            self._options[demand] = _minimal(self._answers(demand))
        return self._options[demand]

    @abstractmethod
    def _demand(self, level: int, player: int, other: int, outcome: Profile) -> Demand:
        """Return what asks for an answer to another action of a player who moves at a level."""

    @abstractmethod
    def _answers(self, demand: Demand) -> Iterator[Option]:
        """Yield ways to meet a demand, also those that need more than others."""

    def _support(self, level: int, outcome: Profile) -> Option:
        """Collect the demands of an outcome; meet at once those of the last group that leave no choice."""
        mask, left = 0, set[Demand]()
        for later in range(level, len(self.groups)):
            for player in self.groups[later]:
                for other in set(range(self.comparisons.shape[player])) - {outcome[player]}:
                    demand = self._demand(later, player, other, outcome)
                    options = self.options(demand) if later == len(self.groups) - 1 else ()
                    if len(options) == 1:
                        mask |= options[0][0]
                    else:
                        left.add(demand)
        return mask, frozenset(left)


def temptations(plans: Plans, outcome: Profile) -> Iterator[Start]:
    """Yield every credible continuation that a mover on the path might prefer to the outcome.

    What pays a mover the same at all weights cannot tempt it.
    """
    for level, group in enumerate(plans.groups):
        for player in group:
            for other in set(range(plans.comparisons.shape[player])) - {outcome[player]}:
                history = _before(plans.groups, level + 1, _set(outcome, player, other))
                for instead in completions(history, plans.comparisons.shape):
                    # An empty row is a tie at all weights.
                    row = plans.comparisons.at_least(player, instead, outcome)
                    if row:
                        mask, demands = plans.support(level + 1, instead)
                        yield Start(instead, player, (mask | row, demands))


@dataclass(slots=True, kw_only=True, eq=False)
class PurePlans(Plans):
    """Plans in which every mover uses one strategy: exactly the supported outcomes of pure play."""

    def _demand(self, level: int, player: int, other: int, outcome: Profile) -> Demand:
        history = _before(self.groups, level, outcome)
        return Demand(level, history, player, outcome[player], other, outcome)

    def _answers(self, demand: Demand) -> Iterator[Option]:
        """Yield the continuations that could follow the other action."""
        outcome = demand.outcome
        history = _before(self.groups, demand.level + 1, _set(outcome, demand.player, demand.other))
        for instead in completions(history, self.comparisons.shape):
            mask, demands = self.support(demand.level + 1, instead)
            yield mask | self.comparisons.at_least(demand.player, outcome, instead), demands


@dataclass(slots=True, kw_only=True, eq=False)
class MixedPlans(Plans):
    """What an outcome of positive probability needs if groups of simultaneous movers may randomise.

    A mover's payoff is then an average; if one average is at least another, then so is some payoff in the
    first one to some payoff in the second. That is necessary, not sufficient: what is impossible here is
    impossible with mixed play too.
    """

    def _demand(self, level: int, player: int, other: int, outcome: Profile) -> Demand:
        history = _before(self.groups, level, outcome)
        known = _before(self.groups, self._randomising(level), outcome)
        return Demand(level, history, player, outcome[player], other, known)

    def _answers(self, demand: Demand) -> Iterator[Option]:
        """Yield the pairs of profiles that could make the action as good as the other one."""
        shape, below = self.comparisons.shape, demand.level + 1
        partners = [player for player in self.groups[demand.level] if player != demand.player]
        for choices in itertools.product(*(range(shape[player]) for player in partners)):
            history, reached = demand.history, demand.outcome
            for player, choice in zip(partners, choices, strict=True):
                history, reached = _set(history, player, choice), _set(reached, player, choice)
            # Whoever may randomise mixes all of these; averages in order need one pair of them in order.
            firsts = completions(_set(reached, demand.player, demand.action), shape)
            seconds = completions(_set(history, demand.player, demand.other), shape)
            for first, second in itertools.product(firsts, seconds):
                one, other = self.support(below, first), self.support(below, second)
                row = self.comparisons.at_least(demand.player, first, second)
                yield one[0] | other[0] | row, one[1] | other[1]

    def _randomising(self, level: int) -> int:
        """Return the first level, from this one on, whose group can randomise; else the end."""
        shape = self.comparisons.shape
        for later in range(level, len(self.groups)):
            if sum(shape[player] > 1 for player in self.groups[later]) > 1:
                return later
        return len(self.groups)


def _minimal(options: Iterator[Option]) -> tuple[Option, ...]:
    """Drop every option that needs all that another one needs, and more."""
    kept: list[Option] = []
    # Small ones first, so that whatever makes an option superfluous is kept before it is met.
    for mask, demands in sorted(set(options), key=lambda option: (len(option[1]), option[0].bit_count())):
        if not any(m & ~mask == 0 and d <= demands for m, d in kept):
            kept.append((mask, demands))
    return tuple(kept)


@dataclass(slots=True, kw_only=True, eq=False)
class PlanSearch:
    """A depth-first search for a plan whose comparisons are admitted; the same in search and in proof."""

    plans: Plans  #: how an outcome is supported
    admits: Callable[[int], bool]  #: whether a set of comparisons may hold together
    budget: int = 200_000  #: how many branches are entered at most; ``steps`` counts them
    steps: int = 0

    def find(self, start: Option) -> int | None:
        """Return the comparisons of some plan that meets all demands; None if there is none.

        Raises
        ------
        BudgetError
            If the budget, or the time, ended before that was settled.
        """
        mask, demands = start
        return self._extend(mask, demands, frozenset()) if self.admits(mask) else None

    def _extend(self, mask: int, pending: frozenset[Demand], met: frozenset[Demand]) -> int | None:
        self.steps += 1
        if self.steps > self.budget or out_of_time():
            raise BudgetError
        chosen: tuple[Demand, list[Option]] | None = None
        for demand in sorted(pending, key=_order):
            options = self.plans.options(demand)
            # Met already, by comparisons that hold anyway and demands that will be met: nothing is to be
            # chosen.
            if any(m & ~mask == 0 and d <= pending | met for m, d in options):
                met |= {demand}
                continue
            viable = [(m, d) for m, d in options if self.admits(mask | m)]
            if not viable:
                return None
            # The demand with the fewest ways to meet it first: it fails soonest (Haralick and Elliott 1980).
            if chosen is None or len(viable) < len(chosen[1]):
                chosen = demand, viable
        if chosen is None:
            return mask
        demand, viable = chosen
        met |= {demand}
        for more, raised in viable:
            found = self._extend(mask | more, (pending | raised) - met, met)
            if found is not None:
                return found
        return None


def _order(demand: Demand) -> tuple[int, Profile, int, int]:
    # Later groups first: what they are asked raises fewer further demands.
    return -demand.level, demand.history, demand.player, demand.other
