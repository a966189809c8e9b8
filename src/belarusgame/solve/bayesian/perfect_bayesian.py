"""Perfect Bayesian equilibria as they are returned: what is done, what is believed, and by which regions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from belarusgame.base.labels import PartialProfile
from belarusgame.base.polytope import Polytope
from belarusgame.base.tables import Rows, Tabular
from belarusgame.bayesian_game import BayesianGame, Types
from belarusgame.solve.bayesian.consistency import defects, informed, on_the_way
from belarusgame.solve.bayesian.tree import History, Mix, Play, Spot, Tree
from belarusgame.solve.bayesian.weak import weak_regions

#: A range of probabilities.
Range = tuple[Fraction, Fraction]


def play_name(tree: Tree, spot: Spot, label: str) -> str:
    """Name a probability of play, as the coordinates of regions are named."""
    player, circumstances, history = spot
    own = f" ({circumstances})" if len(tree.cells(player, history)) > 1 else ""
    after = f" after {tree.words(history)}" if history else ""
    return f"{player}{own}{after}: {label}"


def belief_name(tree: Tree, history: History, holder: str, kind: str) -> str:
    """Name a probability of a type after a history, as the coordinates of regions are named."""
    return f"after {shown_by(tree, history, holder)}: {holder} {kind}"


def shown_by(tree: Tree, history: History, holder: str) -> str:
    """Say up to which move a history says something of a player's type; what came later changes nothing."""
    for group in reversed(tree.groups[: tree.group(history)]):
        start = tree.movers.index(group[0])
        movers = informed(tree, history[:start], holder)
        if movers:
            place = tree.movers.index(movers[-1])
            past = tree.words(history[:start])
            return (f"{past}, " if past else "") + f"{movers[-1]} {history[place]}"
    return tree.words(history)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EquilibriumPiece:
    """Equilibria that form a product of polytopes: any point of one goes with any of the others.

    Attributes
    ----------
    play : mapping
        What is done by every player, with what it knows and has seen; where a region says more, one example.
    beliefs : mapping
        What is believed of a player after a history, likewise; by Bayes' rule wherever it applies.
    regions : tuple of Polytope
        What may vary. Probabilities that no region names are those of ``play`` and ``beliefs``.
    sent : tuple of tuple of str
        The first moves that have positive probability throughout, except where a corner of a region says
        that one has none: such a corner is a limit that does not belong to the piece.
    """

    play: Play
    beliefs: Mapping[tuple[History, str], Mix]
    regions: tuple[Polytope, ...] = ()
    sent: tuple[History, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PerfectBayesian(Tabular):
    """A perfect Bayesian equilibrium, or a continuum of them, with all beliefs that support it.

    Attributes
    ----------
    tree : object
        The game, the order of moves, and who moves again.
    pieces : tuple of EquilibriumPiece
        Its parts, each a product of polytopes; together they are the whole of it.
    used : tuple of str
        The players whose types matter to somebody who has to guess them.
    weak : bool
        Whether it is one of the weak version alone: the regions are then what each type may believe of the
        others' types wherever it did not expect to be.
    """

    tree: Tree
    pieces: tuple[EquilibriumPiece, ...]
    used: tuple[str, ...]
    weak: bool = False

    @property
    def game(self) -> BayesianGame:
        """The game that it is an equilibrium of."""
        return self.tree.game

    @property
    def strategies(self) -> dict[str, dict[str, dict[History, dict[str, Fraction]]]]:
        """What is done, by player, type and history; of a continuum one example."""
        found: dict[str, dict[str, dict[History, dict[str, Fraction]]]] = {}
        for (player, circumstances, history), mix in self.pieces[0].play.items():
            found.setdefault(player, {}).setdefault(circumstances, {})[history] = dict(mix)
        return found

    @property
    def beliefs(self) -> dict[History, dict[str, dict[str, Fraction]]]:
        """What is believed, by history and player; of a continuum one example."""
        found: dict[History, dict[str, dict[str, Fraction]]] = {}
        for (history, holder), mix in self.pieces[0].beliefs.items():
            found.setdefault(history, {})[holder] = dict(mix)
        return found

    def regions(self, *after: str) -> tuple[Polytope, ...]:
        """Return the beliefs that support it after moves that nobody makes, one region a piece.

        Parameters
        ----------
        *after : str
            What has been done, in the order of moves.
        """
        wanted = {
            belief_name(self.tree, after, holder, kind)
            for holder in self.game.typed
            for kind in self.game.types[holder]
        }
        return tuple(
            region for piece in self.pieces for region in piece.regions if wanted & {*region.coordinates}
        )

    @property
    def isolated(self) -> bool:
        """Whether nothing of it varies, neither play nor beliefs."""
        return len(self.pieces) == 1 and all(len(r.vertices) == 1 for r in self.pieces[0].regions)

    def members(self) -> Iterator[tuple[EquilibriumPiece, Play, Mapping[tuple[History, str], Mix]]]:
        """Yield the corners of every piece, each as what is done and what is believed.

        Beliefs after different moves bear on different conditions, so that each corner of one is taken with
        some corner of the others, and with every corner of play.
        """
        for piece in self.pieces:
            beliefs = [region for region in piece.regions if _is_belief(region)]
            # As many rounds as the largest region has corners: each corner is met, and not every combination
            # of them.
            rounds = max((len(region.vertices) for region in beliefs), default=1)
            for corner in _corners(piece):
                for number in range(rounds):
                    named = dict(corner)
                    for region in beliefs:
                        point = region.vertices[number % len(region.vertices)]
                        named |= dict(zip(region.coordinates, point, strict=True))
                    yield piece, *self._at(piece, named)

    def _plays(self) -> Iterator[Play]:
        """Yield what is done at the corners of every piece."""
        for piece in self.pieces:
            for corner in _corners(piece):
                yield self._play_at(piece, corner)

    def _at(self, piece: EquilibriumPiece, named: Mapping[str, Fraction]) -> tuple[Play, Any]:
        """Put the values of named probabilities into an example."""
        tree, play = self.tree, self._play_at(piece, named)
        free = {
            (history, holder): {
                kind: named.get(belief_name(tree, history, holder, kind), p) for kind, p in mix.items()
            }
            for (history, holder), mix in piece.beliefs.items()
            if history
        }
        return play, on_the_way(tree, play, free)

    def _play_at(self, piece: EquilibriumPiece, named: Mapping[str, Fraction]) -> Play:
        return {
            spot: {label: named.get(play_name(self.tree, spot, label), p) for label, p in mix.items()}
            for spot, mix in piece.play.items()
        }

    def probability(self, event: PartialProfile, types: Types | None = None) -> Fraction:
        """Return the probability of an event, ex ante or given some types; of a continuum one example's."""
        return self._probability(self.pieces[0].play, event, types)

    def probability_range(self, event: PartialProfile, types: Types | None = None) -> Range:
        """Return the least and the greatest probability of an event over the whole of it."""
        found = [self._probability(play, event, types) for play in self._plays()]
        return min(found), max(found)

    def _probability(self, play: Play, event: PartialProfile, types: Types | None) -> Fraction:
        allowed = self.game.labels.allowed(event)
        admitted = {
            player: {self.game.strategies[player][k] for k in chosen}
            for player, chosen in zip(self.game.players, allowed, strict=True)
        }
        given = self.game.given(types)
        likely = Fraction(0)
        for combination, chance in given.items():
            for profile, p in self.tree.chances(play, combination).items():
                if all(label in admitted[player] for player, label in self.tree.named(profile).items()):
                    likely += chance * p
        return likely / sum(given.values())

    def payoffs(self, types: Types | None = None) -> dict[str, Fraction]:
        """Return what every player gets on average, ex ante or given types; of a continuum one example's."""
        return self._payoffs(self.pieces[0].play, types)

    def payoff_ranges(self, types: Types | None = None) -> dict[str, Range]:
        """Return the least and the greatest average payoff of every player over the whole of it."""
        found = [self._payoffs(play, types) for play in self._plays()]
        return {p: (min(f[p] for f in found), max(f[p] for f in found)) for p in self.game.players}

    def _payoffs(self, play: Play, types: Types | None) -> dict[str, Fraction]:
        given = self.game.given(types)
        total = sum(given.values())
        found = dict.fromkeys(self.game.players, Fraction(0))
        for combination, chance in given.items():
            game = self.game.game_of(combination)
            for profile, p in self.tree.chances(play, combination).items():
                for player in found:
                    found[player] += chance * p / total * game.payoff(player, self.tree.named(profile))
        return found

    @property
    def certificate(self) -> Tree | None:
        """What it is checked from: the game and the order of moves."""
        return self.tree if self.pieces else None

    def problems(self) -> list[str]:
        """Say what is wrong: every corner of every piece must be a perfect Bayesian equilibrium."""
        if self.weak:
            return [
                "it is not what the weak definition asks for"
                for piece in self.pieces
                if weak_regions(self.tree, piece.play) != piece.regions
            ]
        found = [f"{problem}" for piece in self.pieces for r in piece.regions for problem in r.problems()]
        for piece, play, beliefs in self.members():
            limits = _unsent(self.tree, piece, play)
            # There Bayes' rule says nothing of the message, and the definition is another one: the limit is
            # not claimed.
            if limits:
                continue
            found += defects(self.tree, play, beliefs, used=self.used)
        for piece in self.pieces:
            free = {key: mix for key, mix in piece.beliefs.items() if key[0]}
            found += defects(self.tree, piece.play, on_the_way(self.tree, piece.play, free), used=self.used)
        return list(dict.fromkeys(found))

    def ranges(self) -> dict[str, Range]:
        """Return the least and the greatest value of every probability of play and belief."""
        found: dict[str, Range] = {}
        ends = [(piece, named) for piece in self.pieces for named in _ends(piece)]
        for piece, named in ends:
            play, beliefs = self._at(piece, named)
            values = {play_name(self.tree, s, k): p for s, mix in play.items() for k, p in mix.items()}
            unsent = _unsent(self.tree, piece, play)
            values |= {
                belief_name(self.tree, history, holder, kind): p
                for (history, holder), mix in beliefs.items()
                if history and history not in unsent
                for kind, p in mix.items()
            }
            for name, p in values.items():
                low, high = found.get(name, (p, p))
                found[name] = min(low, p), max(high, p)
        return found

    def rows(self) -> Rows:
        """Return one row for each type and history: what is done there, and what is believed."""
        ranges, tree = self.ranges(), self.tree
        rows: list[dict[str, object]] = []
        for spot, mix in self.pieces[0].play.items():
            player, circumstances, history = spot
            does = [(label, ranges[play_name(tree, spot, label)]) for label in mix]
            thinks = [
                (kind, ranges.get(belief_name(tree, history, holder, kind)))
                for (past, holder), own in self.pieces[0].beliefs.items()
                if past == history and history and holder in self.used and holder != player
                for kind in own
            ]
            rows.append(
                {
                    "player": player,
                    "type": circumstances if len(tree.cells(player, history)) > 1 else "",
                    "after": tree.words(history),
                    "does": _shares(does),
                    "believes": _shares([(kind, span) for kind, span in thinks if span]),
                }
            )
        return rows

    @property
    def heading(self) -> str:
        """The line above the table."""
        kind = "Perfect Bayesian equilibrium" if self.isolated else "Perfect Bayesian equilibria, a continuum"
        payoffs = ", ".join(f"{p} {_number(span)}" for p, span in self.payoff_ranges().items())
        return f"{kind}; payoffs: {payoffs}"


def _is_belief(region: Polytope) -> bool:
    return region.coordinates[0].startswith("after ")


def _corners(piece: EquilibriumPiece) -> Iterator[dict[str, Fraction]]:
    """Yield the corners of what is done: every corner of one region with every corner of another."""
    regions = [region for region in piece.regions if not _is_belief(region)]
    for corners in itertools.product(*(region.vertices for region in regions)):
        named = dict[str, Fraction]()
        for region, corner in zip(regions, corners, strict=True):
            named |= dict(zip(region.coordinates, corner, strict=True))
        yield named


def _ends(piece: EquilibriumPiece) -> Iterator[dict[str, Fraction]]:
    """Yield the example, and every corner of each region with the example's values elsewhere."""
    yield {}
    for region in piece.regions:
        for corner in region.vertices:
            yield dict(zip(region.coordinates, corner, strict=True))


def _unsent(tree: Tree, piece: EquilibriumPiece, play: Play) -> set[History]:
    """Return the first moves of a piece that have no probability at one of its corners."""
    return {
        step
        for step in piece.sent
        if not any(
            p and tree.chances(play, c) and any(past[: len(step)] == step for past in tree.chances(play, c))
            for c, p in tree.game.prior.items()
        )
    }


def _shares(spans: Sequence[tuple[str, Range]]) -> str:
    """Write probabilities in words, without those that are zero."""
    shown = [(label, span) for label, span in spans if span[1] > 0]
    if len(shown) == 1 and shown[0][1] == (1, 1):
        return shown[0][0]
    return ", ".join(f"{label} {_number(span)}" for label, span in shown)


def _number(span: Range) -> str:
    low, high = (f"{float(value) + 0.0:.4g}" for value in span)
    return low if low == high else f"{low} to {high}"
