"""Which equilibria of a signalling game survive the question who could gain by an unexpected message?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from belarusgame.base.polytope import Line, Polytope, line_of, value_of
from belarusgame.solve.bayesian.one_sender import OneSender
from belarusgame.solve.bayesian.perfect_bayesian import EquilibriumPiece, PerfectBayesian, play_name


def intuitive(sender: OneSender, records: Sequence[PerfectBayesian]) -> list[PerfectBayesian]:
    """Return what is left by the intuitive criterion (Cho and Kreps 1987).

    A message that nobody sends is *dominated* for the types that get more in the equilibrium than it could
    ever bring them, whatever the receiver believed. The equilibrium fails if for some message another type
    would gain for sure, as soon as the receiver rules the dominated ones out.
    """
    left: list[PerfectBayesian] = []
    for record in records:
        pieces = tuple(part for piece in record.pieces for part in _surviving(sender, piece))
        if pieces:
            left.append(replace(record, pieces=pieces))
    return left


def _surviving(sender: OneSender, piece: EquilibriumPiece) -> Iterator[EquilibriumPiece]:
    """Yield the parts of a piece that pass; it is cut where what a type gets crosses what decides."""
    game = sender.game
    silent = [m for m, message in enumerate(sender.messages) if (message,) not in piece.sent]
    *others, replies = piece.regions
    earns = [_earned(sender, piece, replies, kind) for kind in game.types]
    marks = [
        (earns[kind], mark)
        for message in silent
        for kind in game.types
        for mark in set(game.sender[kind][message])
    ]
    # The criterion compares what a type gets with its payoffs from the silent messages and nothing else:
    # between these marks its verdict does not change, and one point decides for a whole part.
    for part in _cut(replies, marks):
        gets = [value_of(line, part.middle) for line in earns]
        if not any(_fails(sender, message, gets) for message in silent):
            yield _within(sender, piece, (*others, part))


def _earned(sender: OneSender, piece: EquilibriumPiece, replies: Polytope, kind: int) -> Line:
    """Return what a type gets, as a sum over the replies to a message that it sends."""
    mix = piece.play[sender.sends(kind)]
    message = next(m for m, label in enumerate(sender.messages) if mix[label])
    payoffs = {
        play_name(sender.tree, sender.answers(message), reply): pay
        for reply, pay in zip(sender.replies[message], sender.game.sender[kind][message], strict=True)
    }
    return line_of([payoffs.get(name, Fraction(0)) for name in replies.coordinates])


def _cut(region: Polytope, marks: Sequence[tuple[Line, Fraction]]) -> Iterator[Polytope]:
    """Yield the parts of a region on one side of every mark."""
    for number, (line, mark) in enumerate(marks):
        above = (*line[:-1], line[-1] - mark)
        values = [value_of(above, vertex) for vertex in region.vertices]
        # Only marks that cross the part divide it; on a mark itself both parts hold the point.
        if min(values) < 0 < max(values):
            for side in (above, tuple(-c for c in above)):
                yield from _cut(region.where(inequalities=[side]), marks[number + 1 :])
            return
    yield region


def _fails(sender: OneSender, message: int, gets: Sequence[Fraction]) -> bool:
    """Whether a type would gain for sure by a message once the dominated types are ruled out."""
    game = sender.game
    everyone = _replies(sender, message, list(game.types))
    pay = [game.sender[kind][message] for kind in game.types]
    # Not dominated: the message might bring the type at least as much.
    left = [kind for kind in game.types if gets[kind] <= max(pay[kind][r] for r in everyone)]
    # If all types are dominated the criterion says nothing: any belief is as good as another.
    if not left:
        return False
    then = _replies(sender, message, left)
    return any(gets[kind] < min(pay[kind][r] for r in then) for kind in left)


def _replies(sender: OneSender, message: int, kinds: Sequence[int]) -> list[int]:
    """Return the replies to a message that are best for some belief about these types."""
    game = sender.game
    beliefs = Polytope.simplex([sender.kinds[kind] for kind in kinds])
    own = {kind: game.receiver[kind][message] for kind in kinds}
    return [
        reply
        for reply in game.replies(message)
        if beliefs.where(
            inequalities=[
                line_of([own[kind][reply] - own[kind][other] for kind in kinds])
                for other in game.replies(message)
            ]
        )
    ]


def _within(sender: OneSender, piece: EquilibriumPiece, regions: tuple[Polytope, ...]) -> EquilibriumPiece:
    """Return a piece with a part of its regions, and an example from there."""
    replies = regions[-1]
    if replies == piece.regions[-1]:
        return piece
    named = dict(zip(replies.coordinates, replies.middle, strict=True))
    play = dict(piece.play)
    for message in sender.game.messages:
        spot = sender.answers(message)
        play[spot] = {
            reply: named.get(play_name(sender.tree, spot, reply), Fraction(0))
            for reply in sender.replies[message]
        }
    return replace(piece, play=play, regions=regions)
