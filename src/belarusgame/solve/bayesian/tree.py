"""Who moves when, knowing what: the tree of a Bayesian game in which earlier moves are seen."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from belarusgame.base.guards import is_mapping, is_sequence
from belarusgame.base.information import Knows
from belarusgame.base.labels import choices_of, matches
from belarusgame.base.priors import Combination
from belarusgame.base.settings import mapping_or_empty, text, texts
from belarusgame.bayesian_game import BayesianGame
from belarusgame.errors import GameError, quoted
from belarusgame.solve.plan import Order, groups_of

#: What has been done so far, in the order of moves.
History: TypeAlias = tuple[str, ...]
#: A player, what it knows, and what it has seen.
Spot: TypeAlias = tuple[str, str, History]
Mix: TypeAlias = Mapping[str, Fraction]
#: What everybody does everywhere.
Play: TypeAlias = Mapping[Spot, Mix]
#: The probability of every full profile, in the order of moves.
Chances: TypeAlias = Mapping[History, Fraction]
#: After these moves only these strategies.
Restriction: TypeAlias = tuple[Mapping[str, tuple[str, ...]], tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Tree:
    """A Bayesian game with an order of moves."""

    game: BayesianGame  #: in which a player who moves again knows the type that it has
    groups: tuple[tuple[str, ...], ...]  #: who moves together, first movers first
    #: For some players, after which moves they have fewer strategies.
    available: Mapping[str, tuple[Restriction, ...]]
    same: Mapping[str, str]  #: for a player who moves again, under which name it has its type

    @cached_property
    def movers(self) -> tuple[str, ...]:
        """The players in the order of moves."""
        return tuple(player for group in self.groups for player in group)

    @cached_property
    def level(self) -> dict[str, int]:
        """In which group each player moves."""
        return {player: number for number, group in enumerate(self.groups) for player in group}

    @cached_property
    def typed(self) -> tuple[str, ...]:
        """The players whose types differ."""
        return self.game.typed

    @property
    def shared(self) -> bool:
        """Whether somebody knows another player's type."""
        return len(self.game.knows) > len(self.same)

    def named(self, history: History) -> dict[str, str]:
        """Return who did what."""
        return dict(zip(self.movers, history, strict=False))

    def words(self, history: History) -> str:
        """Say what has been done."""
        return ", ".join(f"{player} {label}" for player, label in self.named(history).items())

    def group(self, history: History) -> int:
        """Return the number of the group that moves after a history."""
        return len(self.groups) if len(history) == len(self.movers) else self.level[self.movers[len(history)]]

    def histories(self) -> Iterator[History]:
        """Yield every history at which somebody moves, shorter ones first."""
        level: list[History] = [()]
        for _ in self.groups:
            yield from level
            level = [history + step for history in level for step in self.steps(history)]

    def steps(self, history: History) -> list[History]:
        """Return what the movers after a history can do together."""
        group = self.groups[self.group(history)]
        return list(itertools.product(*(self.options(player, history) for player in group)))

    def options(self, player: str, history: History) -> tuple[str, ...]:
        """Return the strategies that a player has after a history."""
        seen = self.named(history)
        for when, labels in self.available.get(player, ()):
            # The first that fits counts, so that exceptions can stand before the rule.
            if matches(when, seen):
                return labels
        return self.game.strategies[player]

    def cells(self, player: str, history: History) -> dict[str, tuple[Combination, ...]]:
        """Return the combinations of types that a mover holds possible, by what it knows."""
        return self._cells[player, history]

    @cached_property
    def _cells(self) -> dict[tuple[str, History], dict[str, tuple[Combination, ...]]]:
        return {
            (player, history): self._told_apart(player, history)
            for history in self.histories()
            for player in self.groups[self.group(history)]
        }

    def _told_apart(self, player: str, history: History) -> dict[str, tuple[Combination, ...]]:
        cells = self.game.cells(player, self.named(history))
        if player not in self.same:
            return cells
        position = self.game.players.index(self.same[player])
        # Who moves again goes by its own type, under the name that this has where it moved first.
        return {members[0][position]: members for members in cells.values()}

    def known(self, player: str, history: History) -> frozenset[str]:
        """Return the players of whose types a mover's choice may depend."""
        cells = self.cells(player, history).values()
        return frozenset(
            holder
            for position, holder in enumerate(self.game.players)
            if len(self.game.types[holder]) > 1
            and any({c[position] for c in members} != set(self.game.types[holder]) for members in cells)
        )

    def knows(self, player: str) -> frozenset[str]:
        """Return the players of whose types a mover's choice may depend after some history."""
        return frozenset[str]().union(
            *(self.known(player, history) for other, history in self._cells if other == player)
        )

    def worth(self, combination: Combination, profile: History) -> tuple[Fraction, ...]:
        """Return what a full profile is worth to everybody where decisions are made, players' order."""
        return self._worths[combination, profile]

    @cached_property
    def _worths(self) -> dict[tuple[Combination, History], tuple[Fraction, ...]]:
        order = [self.game.players.index(player) for player in self.movers]
        found: dict[tuple[Combination, History], tuple[Fraction, ...]] = {}
        for combination in self.game.combinations:
            # By what decisions are made, so that whoever decides for another has its own ends there.
            payoffs = self.game.deciding_of(combination)
            flat = payoffs.reshape(len(order), -1).T.tolist()
            for profile, values in zip(itertools.product(*self.game.labels.strategies), flat, strict=True):
                found[combination, tuple(profile[place] for place in order)] = tuple(values)
        return found

    def value(self, player: str, combination: Combination, chances: Chances) -> Fraction:
        """Return what a distribution over full profiles is worth to a player who decides."""
        position = self.game.players.index(player)
        return sum(
            (p * self._worths[combination, profile][position] for profile, p in chances.items()), Fraction(0)
        )

    def spots(self) -> Iterator[Spot]:
        """Yield everything that has to be decided."""
        for history in self.histories():
            for player in self.groups[self.group(history)]:
                for circumstances in self.cells(player, history):
                    yield player, circumstances, history

    def spot(self, player: str, combination: Combination, history: History) -> Spot:
        """Return where a player decides if the types are these."""
        cells = self.cells(player, history)
        return player, next(k for k, members in cells.items() if combination in members), history

    def step(self, choice: Mapping[Spot, str], combination: Combination, history: History) -> History:
        """Return what a group does after a history, given what everybody chooses, if the types are these."""
        group = self.groups[self.group(history)]
        return tuple(choice[self.spot(player, combination, history)] for player in group)

    def chances(self, play: Play, combination: Combination, history: History = ()) -> dict[History, Fraction]:
        """Return where play leads from a history on, if the types are these."""
        found = {history: Fraction(1)}
        for group in self.groups[self.group(history) :]:
            after: dict[History, Fraction] = {}
            for past, p in found.items():
                mixes = [play[self.spot(player, combination, past)] for player in group]
                for step in itertools.product(*(mix.items() for mix in mixes)):
                    chance = p
                    for _, q in step:
                        chance *= q
                    if chance:
                        key = past + tuple(label for label, _ in step)
                        after[key] = after.get(key, Fraction(0)) + chance
            found = after
        return found


def tree_of(game: BayesianGame, order: Order | None, agents: Any, available: Any) -> Tree:
    """Read an order of moves, who moves again, and where there are fewer strategies."""
    groups = groups_of(game, order)
    same = _same(game, groups, agents)
    knows = [Knows(player=again, about=first) for again, first in same.items()]
    # What is left after earlier moves is read against a tree without restrictions: it names such moves.
    tree = Tree(game=game.knowing(knows), groups=groups, available={}, same=same)
    return Tree(game=tree.game, groups=groups, same=same, available=_restrictions(tree, available))


def _same(game: BayesianGame, groups: Sequence[Sequence[str]], agents: Any) -> dict[str, str]:
    """Return for every player who moves again the name under which it has its type."""
    found: dict[str, str] = {}
    for key, given in mapping_or_empty("agents", agents).items():
        name = text("agents: name", key)
        moves = texts(f"agents: {name}", given)
        for player in moves:
            game.labels.player_index(player)
        typed = [player for player in moves if player in game.typed] or list(moves[:1])
        if len(typed) > 1:
            raise GameError(
                f"agents: {name}: {' and '.join(typed)} both have types; one player has one type, so name "
                "the types of one of them alone"
            )
        if len({number for player in moves for number, g in enumerate(groups) if player in g}) < len(moves):
            raise GameError(f"agents: {name}: {', '.join(moves)} must move one after the other")
        for combination in game.combinations:
            own = [game.game_of(combination).exact_payoffs[game.players.index(p)] for p in moves]
            if any((own[0] != other).any() for other in own[1:]):
                raise GameError(f"agents: {name}: the payoffs of {', '.join(moves)} differ; they must not")
        found |= {player: typed[0] for player in moves if player != typed[0]}
    return found


def _restrictions(tree: Tree, available: Any) -> dict[str, tuple[Restriction, ...]]:
    """Read for some players the pairs of earlier moves and the strategies that are left."""
    found: dict[str, tuple[Restriction, ...]] = {}
    for player, pairs in mapping_or_empty("available", available).items():
        position = tree.game.labels.player_index(player)
        player = tree.game.players[position]
        if not is_sequence(pairs) or not all(is_sequence(pair) and len(pair) == 2 for pair in pairs):
            raise GameError(
                f"available: {player}: {quoted(pairs)} must be a list of pairs: earlier moves, what is left"
            )
        entries: list[Restriction] = []
        for when, left in pairs:
            if not is_mapping(when):
                raise GameError(f"available: {player}: {quoted(when)} must be a mapping of earlier moves")
            tree.game.labels.allowed(when)
            late = [other for other in when if tree.level[other] >= tree.level[player]]
            if late:
                raise GameError(f"available: {player}: does not see what {late[0]} does before it moves")
            labels = texts(f"available: {player}", left)
            for label in labels:
                tree.game.labels.strategy_index(position, label)
            if not labels:
                raise GameError(f"available: {player}: nothing is left; name at least one strategy")
            entries.append((choices_of("available", when), labels))
        found[player] = tuple(entries)
    return found
