"""The form of all Nash equilibria of a game, as far as the signs of its comparisons tell it.

A *pair* stands for a comparison of two strategies of a player in some place: a number from 1, with a sign for
the direction, or 0 for a tie. For every choice of supports the signs say whether its players can be
indifferent at all; what is left is a piece of equilibria whose ends are roots of a few pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations, product
from math import prod
from typing import Final

#: So many choices of supports are looked at, at most.
MOST_SUPPORTS: Final = 200

#: Strategies of every player, in the order of the players.
Supports = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A player's mixture of two strategies that keeps another player indifferent."""

    player: int  #: who mixes; the probability of its second strategy is the root of what the other gains
    #: The pair that the other one compares, given the first strategy and given the second.
    gains: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignPiece:
    """Equilibria with given supports."""

    #: What everybody uses. Who is neither held nor slides mixes as it likes.
    supports: Supports
    held: tuple[Held, ...] = ()  #: who is kept at one mixture
    #: The player who mixes two strategies as far as nobody else would leave; -1 if there is none.
    slides: int = -1
    #: The pairs of what somebody would leave for: one for each combination of the two strategies of who
    #: slides and of those who are held, who slides first and running slowest.
    temptations: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignForm:
    """All equilibria of the games with certain signs: pure ones by their numbers, and pieces."""

    pure: tuple[int, ...]
    pieces: tuple[SignPiece, ...]


class UnknownFormError(Exception):
    """There may be an equilibrium of a form that is not known here."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reduced:
    """What strict dominance leaves of a game, by its pairs and their signs."""

    alive: Supports  #: the strategies that are left
    #: By player and number of a profile: for each other strategy the pair by which it is compared with the
    #: one that is played, and its sign.
    pairs: list[dict[int, dict[int, int]]]
    signs: list[dict[int, dict[int, int]]]
    strides: tuple[int, ...]  #: what one step of a player adds to the number of a profile

    def cells(self, supports: Supports) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Go through the profiles of some supports: the number of each, and what is played."""
        for played in product(*supports):
            yield sum(a * stride for a, stride in zip(played, self.strides, strict=True)), played

    def seen(self, supports: Supports, m: int, own: int, other: int) -> set[int]:
        """Return the signs of what a player gains by another strategy wherever it plays its own."""
        at = (*supports[:m], (own,), *supports[m + 1 :])
        return {self.signs[m][cell][other] for cell, _ in self.cells(at)}


def form_of(game: Reduced) -> SignForm | None:
    """Return the form of all equilibria; None if there may be one of a form that is not known here."""
    subsets = [
        # Larger supports first, so that a face is known before the supports that lie inside it.
        list(chain.from_iterable(combinations(own, size) for size in range(len(own), 0, -1)))
        for own in game.alive
    ]
    if prod(len(own) for own in subsets) > MOST_SUPPORTS:
        return None
    pure, pieces = list[int](), list[SignPiece]()
    try:
        for supports in product(*subsets):
            if not _may_be(game, supports):
                continue
            if all(len(own) == 1 for own in supports):
                pure.append(next(game.cells(supports))[0])
            elif not any(_is_face(piece) and _within(supports, piece.supports) for piece in pieces):
                pieces += _pieces(game, supports)
    except UnknownFormError:
        return None
    return SignForm(pure=tuple(sorted(pure)), pieces=tuple(pieces)) if pure or pieces else None


def _is_face(piece: SignPiece) -> bool:
    return piece.slides < 0 and not piece.held


def _within(supports: Supports, others: Supports) -> bool:
    return all(set(one) <= set(other) for one, other in zip(supports, others, strict=True))


def _may_be(game: Reduced, supports: Supports) -> bool:
    """Whether no sign speaks against an equilibrium in which exactly these strategies are used."""
    for m, used in enumerate(supports):
        for own in used:
            for other in game.alive[m]:
                seen = game.seen(supports, m, own, other) - {0} if other != own else set[int]()
                # Another strategy is always better, or one that is used is always worse.
                if seen == {1} or (seen == {-1} and other in used):
                    return False
    return True


def _pieces(game: Reduced, supports: Supports) -> list[SignPiece]:
    """Return the piece with these supports, if there is one."""
    mixing = [m for m, used in enumerate(supports) if len(used) > 1]
    free = [m for m in mixing if _is_indifferent(game, supports, m)]
    if len(free) == len(mixing) and (len(free) > 1 or len(supports[free[0]]) > 2):
        return _face(game, supports)
    if any(len(supports[m]) > 2 for m in mixing) or len(mixing) > 2:
        raise UnknownFormError
    if len(mixing) == 1:
        return _piece(game, supports, held=(), slides=mixing[0])
    one, two = mixing
    if not free:
        return _piece(game, supports, held=(_held(game, supports, one, two), _held(game, supports, two, one)))
    bound = two if free[0] == one else one
    return _piece(game, supports, held=(_held(game, supports, free[0], bound),), slides=bound)


def _is_indifferent(game: Reduced, supports: Supports, m: int) -> bool:
    """Whether a player gets the same from all that it uses, whatever the others do."""
    lead, *others = supports[m]
    return all(game.seen(supports, m, lead, other) == {0} for other in others)


def _face(game: Reduced, supports: Supports) -> list[SignPiece]:
    """Return the piece in which everybody mixes as it likes, if nobody would ever leave."""
    for m, used in enumerate(supports):
        for other in game.alive[m]:
            if other not in used:
                seen = {sign for own in used for sign in game.seen(supports, m, own, other)}
                if seen == {1}:
                    return []
                if 1 in seen:
                    raise UnknownFormError
    return [SignPiece(supports=supports)]


def _held(game: Reduced, supports: Supports, mover: int, judge: int) -> Held:
    """Let one player keep another indifferent between the two strategies that the latter uses."""
    lead, other = supports[judge]
    first, second = (
        game.pairs[judge][cell][other]
        for cell, _ in game.cells(tuple((lead,) if m == judge else used for m, used in enumerate(supports)))
    )
    return Held(player=mover, gains=(first, second))


def _piece(game: Reduced, supports: Supports, *, held: tuple[Held, ...], slides: int = -1) -> list[SignPiece]:
    """Collect what could tempt somebody away; nothing if one would always leave."""
    movers = [*([slides] if slides >= 0 else []), *(one.player for one in held)]
    temptations: list[tuple[int, ...]] = []
    for m, used in enumerate(supports):
        for other in game.alive[m]:
            if other in used:
                continue
            # Its own mixture changes nothing for a player who compares.
            if m in movers and len(movers) == 1:
                continue
            cells = [
                _number(game, supports, movers, choice, m) for choice in product((0, 1), repeat=len(movers))
            ]
            signs = {game.signs[m][cell][other] for cell in cells}
            if 1 not in signs:
                continue
            if -1 not in signs and len(movers) == 1:
                return []  # nobody stays but, at most, at one end, which is an equilibrium of its own
            temptations.append(tuple(game.pairs[m][cell][other] for cell in cells))
    return [SignPiece(supports=supports, held=held, slides=slides, temptations=tuple(temptations))]


def _number(game: Reduced, supports: Supports, movers: list[int], choice: tuple[int, ...], m: int) -> int:
    """Return the number of a profile: which strategies the movers use; a player who compares, its first."""
    played = [used[0] for used in supports]
    for mover, place in zip(movers, choice, strict=True):
        if mover != m:
            played[mover] = supports[mover][place]
    return sum(a * stride for a, stride in zip(played, game.strides, strict=True))
