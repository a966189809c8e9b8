"""Backward induction on a whole polygon of assumptions at once, cutting it where a comparison changes sign.

Inside a polygon that is not cut any more, all comparisons that the reasoning used have one sign, so what it
found holds throughout. Comparisons that it did not need do not cut, so there are fewer cells than lines make.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from belarusgame.explore.mapping.plane import Line, Polygon, side
from belarusgame.weightspace import Profile

Groups = tuple[tuple[int, ...], ...]

#: What follows each joint action of a group: profiles at which play can end.
Ends = Mapping[tuple[int, ...], frozenset[Profile]]


#: A player, and two ends of play that it compares.
Compared = tuple[int, Profile, Profile]


class CutError(Exception):
    """A comparison that is needed changes sign inside the polygon."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self.line = line


@dataclass(slots=True, kw_only=True, eq=False)
class Induction:
    """The pure outcomes throughout a polygon."""

    #: For every player the payoff of each profile as a linear function on the plane.
    payoffs: Sequence[Mapping[Profile, Line]]
    shape: tuple[int, ...]  #: the number of strategies of each player
    groups: Groups  #: who moves with whom
    polygon: Polygon  #: where
    examined: bool  #: whether it is also asked where simultaneous movers may randomise
    randomising: bool = False  #: set if somewhere in the polygon a group of simultaneous movers may randomise
    #: The comparisons that were needed.
    compared: dict[Compared, None] = field(default_factory=dict[Compared, None])
    _signs: dict[Line, int | None] = field(default_factory=dict[Line, "int | None"])

    def outcomes(self) -> frozenset[Profile]:
        """Return the outcomes of pure play that the polygon has throughout.

        Raises
        ------
        CutError
            If a comparison that decides it changes sign inside.
        """
        return self._after(0, (-1,) * len(self.shape))

    def _after(self, level: int, history: Profile) -> frozenset[Profile]:
        """Return where play can end after a history: what the movers from a level on support."""
        if level == len(self.groups):
            return frozenset([history])
        group = self.groups[level]
        ends = {
            actions: self._after(level + 1, _with(history, group, actions))
            for actions in itertools.product(*(range(self.shape[player]) for player in group))
        }
        if self.examined and sum(self.shape[player] > 1 for player in group) > 1:
            self._examine(group, ends)
        return frozenset(
            end
            for actions, own in ends.items()
            for end in sorted(own)
            if self._decided(self._supported(group, actions, end, ends))
        )

    def _supported(
        self, group: Sequence[int], actions: tuple[int, ...], end: Profile, ends: Ends
    ) -> Iterator[Iterator[Line | bool]]:
        """For every other action of every mover: whether one of its continuations is no better."""
        for place, player in enumerate(group):
            for other in set(range(self.shape[player])) - {actions[place]}:
                instead = ends[(*actions[:place], other, *actions[place + 1 :])]
                yield (self._at_least(player, end, there) for there in sorted(instead))

    def _decided(self, demands: Iterable[Iterator[Line | bool]]) -> bool:
        """Whether all demands are met, each in some way; ask for a cut only if that is open everywhere."""
        open_line: Line | None = None
        for answers in demands:
            given = list(answers)
            # One continuation that is no better is enough, whatever the open ones turn out to be.
            if True in given:
                continue
            lines = [line for line in given if not isinstance(line, bool)]
            if not lines:
                return False
            # The first will do: after the cut the question is asked again in both parts.
            open_line = open_line or lines[0]
        if open_line is not None:
            raise CutError(open_line)
        return True

    def _at_least(self, player: int, one: Profile, other: Profile, *, strict: bool = False) -> Line | bool:
        """Whether one end pays at least as much as another (or more); else the line where that changes."""
        # In the order in which they are needed, for :mod:`telling`.
        self.compared[player, one, other] = None
        a, b = self.payoffs[player][one], self.payoffs[player][other]
        line = (a[0] - b[0], a[1] - b[1], a[2] - b[2])
        # Many comparisons differ by nothing on the plane, and a sign takes every corner of the polygon.
        if line not in self._signs:
            self._signs[line] = side(line, self.polygon)
        sign = self._signs[line]
        return line if sign is None else sign > 0 or (sign == 0 and not strict)

    def _examine(self, group: Sequence[int], ends: Ends) -> None:
        """Note whether a group may randomise: unless strict dominance, in rounds, leaves one action each."""
        left = [list(range(self.shape[player])) for player in group]
        while any(len(actions) > 1 for actions in left):
            found = self._dominated(group, left, ends)
            if found is None:
                self.randomising = True
                return
            # The order makes no difference to what strict dominance leaves.
            left[found[0]].remove(found[1])

    def _dominated(
        self, group: Sequence[int], left: Sequence[Sequence[int]], ends: Ends
    ) -> tuple[int, int] | None:
        """Find an action that another one beats whatever the others do; None if there is none."""
        open_line: Line | None = None
        for place, player in enumerate(group):
            for better, worse in itertools.permutations(left[place], 2):
                answers = list(self._beats(player, place, (better, worse), left, ends))
                lines = [answer for answer in answers if not isinstance(answer, bool)]
                if False not in answers and not lines:
                    return place, worse
                if False not in answers:
                    open_line = open_line or lines[0]
        if open_line is not None:
            raise CutError(open_line)
        return None

    def _beats(
        self, player: int, place: int, pair: tuple[int, int], left: Sequence[Sequence[int]], ends: Ends
    ) -> Iterator[Line | bool]:
        others = [[0] if k == place else actions for k, actions in enumerate(left)]
        for actions in itertools.product(*others):
            one, other = (ends[(*actions[:place], own, *actions[place + 1 :])] for own in pair)
            if not one or not other:
                yield False  # what follows is mixed, and of unknown worth
            for a, b in itertools.product(sorted(one), sorted(other)):
                yield self._at_least(player, a, b, strict=True)


def _with(history: Profile, group: Sequence[int], actions: Sequence[int]) -> Profile:
    moved = dict(zip(group, actions, strict=True))
    return tuple(moved.get(player, done) for player, done in enumerate(history))
